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
from pathlib import Path

import pytest

import soapclient
from soapclient import Client
from soapclient.simulator import Simulator

ROWS = 120
KILLS = 50
# Imports once and goes on in a new process for each line, so that a run costs no start of Python.
RUNNER = """
import os, sys
from soapclient import BulkPlan, Client, Contract
Contract.load("bundled")
url, plan, journal = sys.argv[1:]
for line in sys.stdin:
    child = os.fork()
    if not child:
        status = 9
        try:
            with Client(url, username="admin", password="admin", wsdl="bundled") as ir:
                if line == "apply\\n":
                    result = ir.users.load_plan(plan).apply(journal, workers=3)
                else:
                    result = ir.users.open_journal(journal).resume(workers=3)
                status = 0 if result.ok else 5
        finally:
            os._exit(status)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@pytest.fixture
def runner(tmp_path):
    """Start a run of the plan in a process that can be killed."""
    started = []

    def start(url):
        words = [sys.executable, "-c", RUNNER, url, str(tmp_path / "plan"), str(tmp_path / "journal")]
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


def test_killed_at_fifty_moments(tmp_path, runner):
    """Killed and resumed up to fifty times, the run ends as planned, no row is left out; undo restores the start."""
    moments = random.Random(4)
    journal = tmp_path / "journal"
    with Simulator(seed_users=ROWS) as sim, sim.serve() as server:
        with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
            before = {user.user_name: ir.users.get(user.user_name) for user in ir.users.list()}
            names = [name for name in before if name not in ("admin", "jdoe", "sysadmin")]
            rows = [{"user_name": name, "email": f"{name}@new.example", "language": "de"} for name in names]
            with ir.users.plan_bulk(rows) as plan:
                plan.save(tmp_path / "plan")
            sim.arrived.clear()

            process = runner(server.url)
            kills = 0
            while True:
                process.stdin.write("apply\n" if not size(journal) else "resume\n")
                process.stdin.flush()
                child = int(process.stdout.readline())
                if kills < KILLS:
                    kill(child, journal, moments)
                    kills += 1
                status = int(process.stdout.readline())
                if os.WIFEXITED(status):
                    assert 0 == os.WEXITSTATUS(status)
                    break
                if journal.exists() and b'"start"' not in journal.read_bytes():
                    journal.unlink()  # what the message says: nothing was sent yet

            calls = Counter(
                (call.arguments.get("userName") or call.arguments.get("UserName"), call.operation)
                for call in sim.arrived
                if call.operation.startswith("Update")
            )
            assert kills > KILLS // 2
            assert {(name, step) for name in names for step in ("UpdateUserContactInfo", "UpdateUserPreferences")} == {
                *calls
            }
            assert sum(calls.values()) - len(calls) <= kills
            for name in names:
                user = ir.users.get(name)
                assert (f"{name}@new.example", "de") == (user.email, user.preferences.language)
            with ir.users.open_journal(journal) as found:
                assert {"done"} == {result.status for _, result in found.results()}
                with found.undo() as undo:
                    assert ROWS == undo.summary["change"]
                    assert undo.apply().ok
            logons = {"admin"}
            for name in before.keys() - logons:
                assert before[name] == ir.users.get(name)


def kill(child, journal, moments):
    """Kill a process once its journal has grown by a random length."""
    enough = size(journal) + moments.randrange(1, 4000)
    end = time.monotonic() + moments.uniform(0.02, 0.5)
    while size(journal) < enough and time.monotonic() < end:
        time.sleep(0.0005)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
