"""Whatever happens to a run, and whoever else writes meanwhile: its journal tells the truth, and undo restores."""

from __future__ import annotations

import contextlib
import re
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from soapclient import BulkJournal, BulkPlan, Contract, errors
from soapclient.bulk.blame import may_pass
from soapclient.bulk.pace import Patience
from soapclient.bulk.planner import plan_rows
from soapclient.bulk.target import USERS, Target, only
from soapclient.inforouter.user_rows import UsersTarget

KEYS = ("u0", "u1", "u2")
STEPS = {"UpdateUserContactInfo": "email", "UpdateUserPreferences": "language"}
NEW = {"email": "new", "language": "new"}
# What happens to a step and whether the run is patient, in the order in which steps are made; then all goes well.
HAPPENS = ("well", "refused", "lost", "lost but done", "away", "killed", "killed when done")
SCRIPTS = st.lists(st.tuples(st.sampled_from(HAPPENS), st.booleans()), max_size=14)


class Killed(BaseException):
    """The process is gone."""


class Server(Target):
    """Users in a dictionary, whose every step has a fate."""

    shape = USERS
    server = "sim:"
    operations = tuple(STEPS)
    contract = Contract.load("bundled")
    changed_by = UsersTarget.changed_by

    def __init__(self, script, journal):
        self.script = iter(script)
        self.journal = journal
        self.users = {key: {"email": f"{key}@old", "language": "en"} for key in KEYS}
        self.written = {(key, field): [] for key in KEYS for field in NEW}
        self.others = 0
        self.left = b""
        self.impatient = True

    def plan(self, key, values):
        return tuple(step for step, field in STEPS.items() if field in values)

    def read(self, key, fields):
        self._happens(key, ("refused", "lost but done", "killed when done"))
        return dict(self.users[key])

    def send(self, key, values, *, again=False):
        done = []
        for step in self.plan(key, values):
            try:
                what = self._happens(key, ())
                self._write(key, STEPS[step], values[STEPS[step]], "run")
                if what == "lost but done":
                    raise errors.RequestTimeout("lost", operation=step, maybe_applied=True)
                if what == "killed when done":
                    self._kill()
            except errors.SoapClientError as exc:
                exc.done = tuple(done)
                raise
            done.append(step)

    def _happens(self, key, but):
        what, self.impatient = next(self.script, ("well", True))
        if what in but:
            what = "well"
        if what == "refused":
            raise errors.AccessDenied("no", operation="x")
        if what == "lost":
            raise errors.RequestTimeout("lost", operation="x", maybe_applied=True)
        if what == "away":
            raise errors.ConnectError("away", operation="x")
        if what == "killed":
            self._kill()
        return what

    def somebody_else(self, key, field):
        self.others += 1
        self._write(key, field, f"other{self.others}", "other")

    def _write(self, key, field, value, by):
        self.users[key][field] = value
        self.written[key, field].append(by)

    def _kill(self):
        self.left = self.journal.read_bytes()
        raise Killed

    def still_patient(self, patience, error):
        return may_pass(error) and not self.impatient


@given(
    SCRIPTS,
    st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from([*NEW])), max_size=3),
    st.integers(0, 6),
    st.fixed_dictionaries({"verify": st.booleans(), "if_unchanged": st.booleans()}),
)
def test_whatever_happens(tmp_path_factory, script, others, resumes, options):
    """Killed, refused, cut off and resumed while others write: no write of theirs is lost, and undo restores."""
    path = tmp_path_factory.mktemp("run") / "journal"
    server = Server(script, path)
    before = {key: dict(user) for key, user in server.users.items()}
    with mock.patch.object(Patience, "again", lambda self, error: server.still_patient(self, error)):
        kept, server.script = server.script, iter(())
        plan = plan_rows(server, [{"user_name": key, **NEW} for key in KEYS], kind=BulkPlan)
        server.script = kept
        with contextlib.suppress(Killed), plan:
            plan.apply(path, workers=1, **options)
        restore(server, path)
        for number in range(resumes):
            if number < len(others):
                server.somebody_else(*others[number])
            with contextlib.suppress(Killed), BulkJournal.open(path, only(server)) as journal:
                journal.resume(workers=1)
            restore(server, path)
        server.script = iter(())

        with BulkJournal.open(path, only(server)) as journal:
            told = {row.key: result.status for row, result in journal.results()}
            for key, status in told.items():
                for field in NEW:
                    written = server.written[key, field]
                    assert status != "done" or "run" in written, "it is said to be done and is not"
                    assert status != "unsent" or "run" not in written, "it is said not to have been sent and was"
                    firsts = "".join(each[0] for each in written)
                    assert not re.search("r+o+r", firsts), "what somebody else wrote after the run was written over"
            there = {key: dict(user) for key, user in server.users.items()}
            with journal.undo(workers=1) as undo:
                assert undo.apply(workers=1).ok
    for key in KEYS:
        for field in NEW:
            now = there[key][field]
            assert server.users[key][field] == (before[key][field] if now == "new" else now)


def restore(server, path):
    """Put the journal back as it was when the process was killed."""
    if server.left:
        path.write_bytes(server.left)
        server.left = b""
