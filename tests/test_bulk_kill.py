"""A bulk run that is killed, again and again, at moments that nobody chose."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from servers import level

import soapclient
from soapclient import Client
from soapclient.simulator import Simulator

ROWS = 120
KILLS = 50
# Imports once and goes on in a new process for each line, so that a run costs no start of Python.
RUNNER = """
import os, sys, traceback
from soapclient import BulkPlan, Client, Contract
url, wsdl, plan, journal = sys.argv[1:]
Contract.load(wsdl)
for line in sys.stdin:
    child = os.fork()
    if not child:
        status = 9
        try:
            with Client(url, username="admin", password="admin", wsdl=wsdl) as ir:
                if line == "apply\\n":
                    result = ir.bulk.load_plan(plan).apply(journal, workers=3)
                else:
                    result = ir.bulk.open_journal(journal).resume(workers=3)
                status = 0 if result.ok else 5
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@pytest.fixture
def runner(tmp_path):
    """Start a run of the plan in a process that can be killed."""
    started = []

    def start(url, wsdl):
        words = [sys.executable, "-c", RUNNER, url, wsdl, str(tmp_path / "plan"), str(tmp_path / "journal")]
        environment = {**os.environ, "PYTHONPATH": str(Path(soapclient.__file__).parent.parent)}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": environment}
        started.append(subprocess.Popen(words, **pipes))
        return started[0]

    yield start
    for process in started:
        with process:
            process.stdin.close()
        assert 0 == process.wait(30)


def size(path):
    """How long the file is; 0 where there is none."""
    return path.stat().st_size if path.exists() else 0


@attrs.frozen
class Kind:
    """What a run changes: the rows, what is read of each, what each is to be, and how often a run is killed."""

    rows: list
    steps: set
    read: Callable
    expected: tuple
    kills: int


def users(ir):
    """Users with another address and language, two operations each."""
    names = [user.user_name for user in ir.users.list() if user.user_name not in ("admin", "jdoe", "sysadmin")]
    return Kind(
        rows=[{"user_name": name, "email": "x@new.example", "language": "de"} for name in names],
        steps={"UpdateUserContactInfo", "UpdateUserPreferences"},
        read=lambda name: (lambda user: (user.email, user.preferences.language, user.mobile))(ir.users.get(name)),
        expected=("x@new.example", "de"),
        kills=KILLS,
    )


def documents(ir):
    """Documents with another author and importance, on a server with the older contract: two operations each."""

    def read(path):
        found = ir.documents.get(path)
        return found.author, level(found.importance), found.description

    paths = [f"/Finance/Archive/doc{number:05}.pdf" for number in range(1, ROWS + 1)]
    return Kind(
        rows=[{"path": path, "author": "new", "importance": "vital"} for path in paths],
        steps={"SetDocumentImportance", "UpdateDocumentProperties1"},
        read=read,
        expected=("new", "3"),
        kills=KILLS // 2,
    )


@pytest.mark.parametrize("kind", [users, documents])
def test_killed_at_many_moments(tmp_path, runner, kind):
    """Killed and resumed up to fifty times, the run ends as planned, no row is left out; undo restores the start."""
    journal = tmp_path / "journal"
    wsdl = "bundled" if kind is users else "bundled-2019"
    with (
        Simulator(seed_users=ROWS, seed_documents=ROWS) as sim,
        sim.serve() as server,
        Client(server.url, username="admin", password="admin", wsdl=wsdl) as ir,
    ):
        what = kind(ir)
        of = getattr(ir, kind.__name__)
        keys = [next(iter(row.values())) for row in what.rows]
        before = {key: what.read(key) for key in keys}
        with of.plan_bulk(what.rows) as plan:
            plan.save(tmp_path / "plan")
        sim.arrived.clear()

        status, kills = to_the_end(runner(server.url, wsdl), journal, what.kills)

        assert 0 == status
        calls = Counter(
            (next(call.arguments[name] for name in ("userName", "UserName", "Path") if name in call.arguments), step)
            for call in sim.arrived
            if (step := call.operation) in what.steps
        )
        assert kills > what.kills // 2
        assert {(key, step) for key in keys for step in what.steps} == {*calls}
        assert sum(calls.values()) - len(calls) <= kills
        for key in keys:
            assert (*what.expected, before[key][2]) == what.read(key)
        with of.open_journal(journal) as found:
            assert {"done"} == {result.status for _, result in found.results()}
            with found.undo() as undo:
                assert ROWS == undo.summary["change"]
                assert undo.apply().ok
        assert before == {key: what.read(key) for key in keys}


def test_calls(tmp_path, runner):
    """Of an operation no call is made twice, however often the run is killed, and none left out but what is unknown."""
    journal = tmp_path / "journal"
    with (
        Simulator(seed_users=ROWS) as sim,
        sim.serve() as server,
        Client(server.url, username="admin", password="admin", wsdl="bundled") as ir,
    ):
        names = [user.user_name for user in ir.users.list()]
        rows = [{"userName": name, "mobileNumber": "1"} for name in names]
        with ir.bulk.plan_operation("UpdateUserContactInfo", rows) as plan:
            plan.save(tmp_path / "plan")
        sim.arrived.clear()

        status, kills = to_the_end(runner(server.url, "bundled"), journal, 15)

        def calls():
            return Counter(c.arguments["userName"] for c in sim.arrived if c.operation == "UpdateUserContactInfo")

        assert kills > 7
        assert {1} == {*calls().values()}
        with ir.bulk.open_journal(journal) as found:
            ended = {names[result.number - 1]: result.status for _, result in found.results()}
            unknown = {name for name in names if ended[name] == "unknown"}
            assert (5 if unknown else 0) == status
            assert {name for name in names if ended[name] == "done"} == {*names} - unknown <= {*calls()}
            assert found.resume(repeat_unknown=True).ok
        assert {*names} == {*calls()}
        assert {name for name, count in calls().items() if count > 1} <= unknown


def to_the_end(process, journal, most):
    """Apply the plan and resume the run, killed up to so many times: its exit status, and how often it was killed."""
    moments = random.Random(4)
    kills = 0
    while True:
        process.stdin.write("apply\n" if not size(journal) else "resume\n")
        process.stdin.flush()
        child = int(process.stdout.readline())
        if kills < most:
            kill(child, journal, moments)
            kills += 1
        status = int(process.stdout.readline())
        if os.WIFEXITED(status):
            return os.WEXITSTATUS(status), kills
        if journal.exists() and b'"start"' not in journal.read_bytes():
            journal.unlink()  # what the message says: nothing was sent yet


def kill(child, journal, moments):
    """Kill a process once its journal has grown by a random length."""
    enough = size(journal) + moments.randrange(1, 4000)
    end = time.monotonic() + moments.uniform(0.02, 0.5)
    while size(journal) < enough and time.monotonic() < end:
        time.sleep(0.0005)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
