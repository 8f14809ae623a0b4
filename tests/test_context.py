"""Context variables, such as the identifier of a request in a log, are those of the caller in every thread."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import threading

import pytest

from soapclient import AsyncClient, Client
from soapclient.calls.checks import ok, within
from soapclient.inforouter.null_probe import uninterrupted
from soapclient.simulator import Simulator

REQUEST = contextvars.ContextVar("REQUEST", default="nobody")


class Seen(logging.Handler):
    """Takes note of who asked, and in which thread, for each line that the transport logs of an operation."""

    def __init__(self):
        super().__init__()
        self.found = []

    def emit(self, record):
        self.found.append((record.getMessage(), REQUEST.get(), threading.current_thread().name))

    def who(self, operation):
        """Return for whom an operation was called, in threads other than the main one."""
        return {who for text, who, thread in self.found if f":{operation} " in text and thread != "MainThread"}


@pytest.fixture
def seen():
    """What the transport logs while a test runs."""
    log, handler = logging.getLogger("soapclient.transport"), Seen()
    before = log.level, log.propagate
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    yield handler
    log.removeHandler(handler)
    log.setLevel(before[0])
    log.propagate = before[1]


@pytest.fixture
def sim():
    """A simulator with ten more users."""
    with Simulator(seed_users=10) as simulator:
        yield simulator


def rows(users):
    """Return a change of each user but those of the demo."""
    names = [user.user_name for user in users if user.user_name not in ("admin", "jdoe", "sysadmin")]
    return [{"user_name": name, "email": f"{name}@new.example"} for name in names]


def test_asynchronous_calls(seen):
    """Each call is logged with the identifier of the task that made it."""

    async def call(ir, name):
        REQUEST.set(name)
        await ir.users.update("jdoe", email=f"{name}@x.example")

    async def main():
        async with AsyncClient("sim:", username="admin", password="admin", concurrency=2) as ir:
            await asyncio.gather(*(call(ir, f"task{number}") for number in range(20)))

    asyncio.run(main())

    asked = {(text.partition("@x.example")[0].rpartition(">")[2], who) for text, who, _ in seen.found if "@x." in text}
    assert {(f"task{number}", f"task{number}") for number in range(20)} == asked


def test_bulk(seen, sim, tmp_path):
    """The workers of a run, of its plan and of its undoing are in the context of who began it."""
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        token = REQUEST.set("planner")
        with ir.users.plan_bulk(rows(ir.users.list()), workers=3) as plan:
            REQUEST.set("runner")
            assert plan.apply(tmp_path / "journal", workers=3).ok
        REQUEST.reset(token)

    assert ({"planner"}, {"runner"}) == (seen.who("GetUser"), seen.who("UpdateUserContactInfo"))


def test_asynchronous_bulk(seen, sim, tmp_path):
    """An awaited run, its workers, its rows and its progress are in the context of the task that awaits it."""
    told = []

    async def main(url):
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as ir:
            given = rows([user async for user in ir.users.list()])

            async def source():
                for row in given:
                    told.append(("row", REQUEST.get()))
                    yield row

            REQUEST.set("planner")
            async with await ir.users.plan_bulk(source(), workers=3) as plan:
                REQUEST.set("runner")
                await plan.apply(
                    tmp_path / "journal", workers=3, progress=lambda *_: told.append(("progress", REQUEST.get()))
                )

    with sim.serve() as server:
        asyncio.run(main(server.url))

    assert ({"planner"}, {"runner"}) == (seen.who("GetUser"), seen.who("UpdateUserContactInfo"))
    assert {("row", "planner"), ("progress", "runner")} == {*told}


def test_what_one_row_sets_is_its_own(sim):
    """What the work on one row sets is not seen by that on another, which the same thread does."""
    from soapclient.bulk.pace import Pace

    def work(row):
        before = REQUEST.get()
        REQUEST.set(row)
        return before

    assert ["nobody"] * 20 == [*Pace().ordered(work, map(str, range(20)), threads=2)]
    assert "nobody" == REQUEST.get()


def test_checks_and_probes():
    """A check that is held to its time, and a probe that is not interrupted, are in the context of who asked."""
    token = REQUEST.set("doctor")
    try:
        finding, _ = uninterrupted(lambda: ok("null", REQUEST.get()))
        assert ("doctor", "doctor") == (within(60, REQUEST.get), finding.found)
    finally:
        REQUEST.reset(token)
