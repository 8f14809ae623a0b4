"""Where the simulator keeps its users: memory, a file, a file that two processes share."""

from __future__ import annotations

import contextlib
import gc
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from test_simulator import ask, error, log_in

from soapclient.contract.contract import Contract
from soapclient.simulator import Simulator
from soapclient.simulator import store as store_module
from soapclient.simulator.store import Store

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

SERVE = """
import sys
from soapclient.contract.contract import Contract
from soapclient.simulator import Simulator
with Simulator(sys.argv[1]) as simulator, simulator.serve() as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""
CREATE = """
import sys
from soapclient.contract.contract import Contract
from soapclient.simulator import Simulator
from soapclient.simulator.store import NameTaken
with Simulator(sys.argv[1], seed_users=50) as simulator:
    print("ready", flush=True)
    sys.stdin.readline()
    made = 0
    for number in range(200):
        try:
            simulator._world.users.insert({"user_name": f"shared{number}"})
            made += 1
        except NameTaken:
            pass
    print(made)
"""


@contextlib.contextmanager
def process(script: str, file: Path):  # type: ignore[no-untyped-def]
    """Run a script on a file in another process."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def set_email(simulator: Simulator, email: str) -> None:
    """Change jdoe's address."""
    ticket = log_in(simulator, "jdoe", "secret")
    root = ask(simulator, "UpdateUserContactInfo", authenticationTicket=ticket, userName="jdoe", emailAddress=email)
    assert error(root) is None


def email_of(simulator: Simulator) -> object:
    """Return jdoe's stored address."""
    user = simulator.user("jdoe")
    assert user is not None
    return user["email"]


def test_a_file_keeps_users_but_no_tickets(tmp_path: Path) -> None:
    """As on the real server, a restart ends the sessions."""
    file = tmp_path / "users.db"
    with Simulator(file) as simulator:
        set_email(simulator, "kept@example.com")
        ticket = log_in(simulator, "jdoe", "secret")
        assert repr(simulator) == f"<Simulator: 425 operations, <Store {str(file)!r}>>"

    with Simulator(str(file)) as simulator:
        assert email_of(simulator) == "kept@example.com"
        root = ask(simulator, "GetUser", AuthenticationTicket=ticket)
        assert error(root) == "[901] Session expired or Invalid ticket"


@pytest.mark.parametrize("generation", ["classic", "current"])
def test_what_was_deleted_does_not_come_back(tmp_path: Path, generation: str) -> None:
    """A file from which all that a new store begins with was deleted opens, and has none of it."""
    file = tmp_path / "sim.db"
    deletions = (
        *(("DeleteDomain", {"DomainName": name}) for name in ("Finance", "Public")),
        ("DeleteUsergroup", {"GroupName": "Auditors", "DomainName": ""}),
        *(("DeleteDocumentTypeDef", {"documentTypeId": number}) for number in (1, 2)),
        *(("DeletePropertySetDefinition", {"PropertySetName": name}) for name in ("AUDIT", "INVOICE", "PROJECT")),
        *(("DeleteRandDSchedule", {"RDdefId": number}) for number in (1, 2)),
    )
    lists = ("GetDomains", "GetGlobalGroups", "GetDocumentTypes", "GetPropertySetDefinitions", "GetRandDSchedules")
    with Simulator(file, generation=generation) as simulator:  # type: ignore[arg-type]
        ticket = log_in(simulator)
        for operation, arguments in deletions:
            root = ask(simulator, operation, **{ticket_name(operation): ticket}, **arguments)
            assert error(root) is None, operation
    with Simulator(file, generation=generation) as simulator:  # type: ignore[arg-type]
        ticket = log_in(simulator)
        for operation in lists:
            (listed,) = ask(simulator, operation, **{ticket_name(operation): ticket})
            assert len(listed) == 0, operation
        assert simulator.folder("/Finance") is simulator.document("~D1001") is None


def ticket_name(operation: str) -> str:
    """Return what an operation calls its ticket."""
    parameters = Contract.load("bundled")[operation].parameters
    return next(name for name in parameters if name.casefold() == "authenticationticket")


@pytest.mark.parametrize("file", [None, "users.db"])
def test_a_forgotten_simulator_closes_its_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str | None
) -> None:
    """A simulator that nobody closes lets go of its database when it is collected, without a warning."""
    opened = []

    class Watched(sqlite3.Connection):
        def close(self) -> None:
            opened.remove(id(self))
            super().close()

    def connect(*words: object, **settings: object) -> sqlite3.Connection:
        connection = sqlite3.Connection.__new__(Watched)
        connection.__init__(*words, **settings)  # type: ignore[misc]
        opened.append(id(connection))
        return connection

    monkeypatch.setattr(store_module.sqlite3, "connect", connect)
    simulator = Simulator(file and tmp_path / file)
    assert len(opened) == 1
    del simulator
    gc.collect()
    assert opened == []


def test_a_simulator_may_be_forgotten_at_the_end_of_the_process(tmp_path: Path) -> None:
    """A process that ends with an open simulator says nothing about it."""
    script = "import sys\nfrom soapclient.simulator import Simulator\nkept = Simulator(sys.argv[1])\n"
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", script, str(tmp_path / "users.db")], capture_output=True, check=True
    )
    assert done.stderr == b""


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    """kill -9 right after the reply loses nothing."""
    import wire

    file = tmp_path / "users.db"
    with process(SERVE, file) as running:
        url = running.stdout.readline().strip()
        answer = wire.send(url, wire.soap("1.1", "AuthenticateUser", "<UID>jdoe</UID><PWD>secret</PWD>"))
        ticket = wire.body_of(answer, "1.1")[0][0].attrib["ticket"]
        parameters = f"<authenticationTicket>{ticket}</authenticationTicket><userName>jdoe</userName>"
        for number in range(20):
            request = wire.soap("1.1", "UpdateUserContactInfo", f"{parameters}<emailAddress>{number}</emailAddress>")
            assert b'success="true"' in wire.send(url, request).body
        running.send_signal(signal.SIGKILL)
        running.wait()

    with Simulator(file) as simulator:
        assert email_of(simulator) == "19"


def test_two_processes_share_a_file(tmp_path: Path) -> None:
    """They may create it at the same moment, see each other's changes, and a name is given once."""
    file = tmp_path / "users.db"
    with process(CREATE, file) as one, process(CREATE, file) as other:
        for running in (one, other):
            assert running.stdout.readline() == "ready\n"
        for running in (one, other):
            running.stdin.write("go\n")
            running.stdin.flush()
        made = [int(running.communicate()[0]) for running in (one, other)]

    assert sum(made) == 200
    with Simulator(file, seed_users=50) as simulator, Simulator(file) as second:
        set_email(simulator, "seen@example.com")
        assert email_of(second) == "seen@example.com"
        root = ask(
            second,
            "GetAllUsers2",
            AuthenticationTicket=log_in(second),
            UserStatusFilter=-1,
            UserTypeFilter=-1,
        )
        assert root.attrib["totalusercount"] == "253"


def test_more_seeds_can_be_had_later(tmp_path: Path) -> None:
    """A seed that was deleted does not come back."""
    file = tmp_path / "users.db"
    with Simulator(file, seed_users=2) as simulator:
        ask(simulator, "DeleteUser", AuthenticationTicket=log_in(simulator), UserName="user00001")

    with Simulator(file, seed_users=3) as simulator:
        assert simulator.user("user00001") is None
        assert simulator.user("user00003") is not None


def other_database(file: Path) -> None:
    """Make a SQLite file of another program."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE users (name TEXT)")
        connection.commit()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda file: file.write_bytes(b"no database at all, " * 50), "cannot be the simulator's file: file is not a"),
        (other_database, "is not a file of this simulator: it is a SQLite database with another schema"),
        (Path.mkdir, "cannot be the simulator's file: unable to open database file"),
        (lambda file: None, None),
        (Path.touch, None),
    ],
)
def test_a_file_of_others_is_refused_in_one_sentence(tmp_path: Path, make, message: str | None) -> None:  # type: ignore[no-untyped-def]
    """And left as it was; a file that is new or empty is taken."""
    file = tmp_path / "file"
    make(file)
    before = file.read_bytes() if file.is_file() else None

    if message is None:
        Simulator(file).close()
        return
    with pytest.raises(ValueError, match=message) as caught:
        Simulator(file)
    assert "\n" not in str(caught.value)
    assert (file.read_bytes() if file.is_file() else None) == before


def test_another_schema_that_appears_meanwhile_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look before is repeated under the lock."""
    file = tmp_path / "file"
    write_ahead = store_module._write_ahead

    def then_another(connection: sqlite3.Connection) -> None:
        write_ahead(connection)
        other_database(file)

    monkeypatch.setattr(store_module, "_write_ahead", then_another)
    with pytest.raises(ValueError, match="another schema"):
        Simulator(file)


def test_a_file_that_another_process_holds_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for ever."""
    file = tmp_path / "file"
    monkeypatch.setattr(store_module, "_BUSY_SECONDS", 0.3)
    holder = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ValueError, match="database is locked"):
        Simulator(file)

    timer = threading.Timer(0.1, holder.close)
    timer.start()
    Simulator(file).close()
    timer.join()


class Busy:
    """A connection whose journal mode cannot be changed at first."""

    def __init__(self, *errors: str) -> None:
        self.errors = list(errors)

    def execute(self, sql: str) -> None:
        """Fail as long as there are errors."""
        if self.errors:
            raise sqlite3.OperationalError(self.errors.pop(0))


def test_the_write_ahead_log_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite itself does not wait there; other errors are not waited out."""
    busy = Busy(*["database is locked"] * 3)
    store_module._write_ahead(busy)  # type: ignore[arg-type]
    assert not busy.errors

    with pytest.raises(sqlite3.OperationalError, match="disk"):
        store_module._write_ahead(Busy("disk I/O error"))  # type: ignore[arg-type]
    monkeypatch.setattr(store_module, "_BUSY_SECONDS", -1.0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        store_module._write_ahead(Busy("database is locked"))  # type: ignore[arg-type]


def test_a_user_that_vanishes_meanwhile_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process may delete it between the look and the change."""
    with Simulator() as simulator:
        admin = log_in(simulator)
        monkeypatch.setattr(Store, "update_contact", lambda *arguments: False)

        root = ask(simulator, "UpdateUserContactInfo", authenticationTicket=admin, userName="jdoe")

        assert error(root) == "User not found"


def test_passwords_are_not_in_the_file(tmp_path: Path) -> None:
    """Neither the seeded ones nor those set later."""
    file = tmp_path / "users.db"
    with Simulator(file) as simulator:
        ask(
            simulator,
            "ChangeUserPassword",
            AuthenticationTicket=log_in(simulator),
            UserName="jdoe",
            NewPassword="quite-unlikely",
        )

    assert b"quite-unlikely" not in file.read_bytes()
    assert b"sysadmin$" not in file.read_bytes()


def test_a_stored_user_has_a_short_repr() -> None:
    """Number and name."""
    with Simulator() as simulator:
        assert repr(simulator._world.users.by_id(2)) == "<User 2: 'jdoe'>"
