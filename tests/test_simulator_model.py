"""Random uploads, checkouts and deletions by two users: the simulator's documents are those of a plain model."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_simulator import log_in
from test_simulator_current import GENERATIONS, REPORTS, call, done
from test_simulator_documents import document_of, get, put

from soapclient.simulator import Simulator

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

NAMES = ("a.txt", "b.txt")
USERS = ("admin", "jdoe")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("upload", "checkout upload", "lock", "unlock", "delete")),
        st.sampled_from(USERS),
        st.sampled_from(NAMES),
        st.binary(max_size=3),
    ),
    max_size=12,
)


@attrs.define
class Model:
    """A document of the model: its versions, and who has it."""

    versions: list[bytes]
    holder: str = ""


@attrs.frozen
class Server:
    """A simulator with a ticket for each user."""

    simulator: Simulator
    tickets: dict[str, str]

    @property
    def current(self) -> bool:
        """Whether it is one of today."""
        return repr(self.simulator).endswith("current>")

    def call(self, user: str, operation: str, **arguments: Any) -> bool:
        """Call an operation and tell whether it was done."""
        return call(self.simulator, self.tickets[user], operation, **arguments).attrib["success"] == "true"


@pytest.fixture(scope="module", params=GENERATIONS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of each generation; each example has folders of its own names."""
    with Simulator(generation=request.param) as simulator:
        yield Server(simulator, {"admin": log_in(simulator), "jdoe": log_in(simulator, "jdoe", "secret")})


def expected(server: Server, documents: dict[str, Model], step: tuple[str, str, str, bytes]) -> bool:
    """Make a step in the model and tell whether the server is to do it."""
    kind, user, name, data = step
    found = documents.get(name)
    if kind in ("upload", "checkout upload"):
        if found is None:
            documents[name] = found = Model([data])
        elif found.holder not in ("", user) or (server.current and kind == "upload" and not found.holder):
            return False
        else:
            found.versions.append(data)
        found.holder = user if kind == "checkout upload" and not server.current else ""
        return True
    if found is None:
        return False
    if kind == "lock":
        free = not found.holder
        found.holder = found.holder or user
        return free
    if kind == "unlock":
        own = found.holder == user
        found.holder = "" if own else found.holder
        return own
    if server.current and found.holder:
        return False
    del documents[name]
    return True


def made(server: Server, prefix: str, step: tuple[str, str, str, bytes]) -> bool:
    """Make a step on the server and tell whether it was done."""
    kind, user, name, data = step
    path = f"{REPORTS}/{prefix}{name}"
    if kind == "upload":
        return put(server.simulator, server.tickets[user], path, data).attrib["success"] == "true"
    if kind == "checkout upload":
        root = put(server.simulator, server.tickets[user], path, data, "UploadDocument2", Checkout="true")
        return root.attrib["success"] == "true"
    if kind == "unlock":
        return server.call(user, "UnLock", Path=path, force="false")
    return server.call(user, {"lock": "Lock", "delete": "DeleteDocument"}[kind], Path=path)


_examples = iter(range(10**9))


@settings(max_examples=60)
@given(steps=STEPS)
def test_documents_are_those_of_a_model(server: Server, steps: list[tuple[str, str, str, bytes]]) -> None:
    """After every step: which there are, their bytes, sizes, check sums, numbers of versions and holders."""
    documents: dict[str, Model] = {}
    prefix = f"{next(_examples)}-"
    admin = server.tickets["admin"]
    for step in steps:
        assert expected(server, documents, step) == made(server, prefix, step), step
    every = {"DocumentFilter": f"{prefix}*", "PageNumber": -1}
    root = done(call(server.simulator, admin, "GetDocumentsByPage", Path=REPORTS, **every))
    listed = {each.attrib["n"].removeprefix(prefix): each.attrib for each in root}
    assert listed.keys() == documents.keys()
    for name, model in documents.items():
        path, data = f"{REPORTS}/{prefix}{name}", model.versions[-1]
        told = document_of(server.simulator, admin, path, withVersions="true")
        numbers = [each.attrib["Number"] for each in told.iter("Version")]
        assert len({*numbers}) == len(model.versions) == int(told.attrib["VersionCount"])
        assert numbers[-1] == told.attrib["VersionNumber"] == listed[name]["version"]
        assert told.attrib["Size"] == listed[name]["size"] == str(len(data))
        assert told.attrib["CheckoutByUserName"] == listed[name]["chkoutbyusername"] == model.holder
        assert get(server.simulator, admin, path) == data
        for number, version in zip(numbers, model.versions, strict=True):
            assert get(server.simulator, admin, path, int(number)) == version
        sums = done(call(server.simulator, admin, "DocumentExists", Path=path)).attrib
        assert sums["CRC32LASTVERSION"] == f"{zlib.crc32(data):X}"


def test_of_two_who_check_out_one_is_refused(server: Server) -> None:
    """Whoever is faster: the document is never had by both."""
    path = f"{REPORTS}/race.txt"
    done(put(server.simulator, server.tickets["admin"], path, b"x"))
    got: list[str] = []

    def lock(user: str) -> None:
        if server.call(user, "Lock", Path=path):
            got.append(user)

    for _ in range(5):
        got.clear()
        threads = [threading.Thread(target=lock, args=(user,)) for user in USERS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (holder,) = got
        assert document_of(server.simulator, server.tickets["admin"], path).attrib["CheckoutByUserName"] == holder
        assert server.call(holder, "UnLock", Path=path, force="false")
