"""After a failure nothing begins, however threads are switched: each test forces one interleaving."""

from __future__ import annotations

import threading
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soapclient import BulkJournal, BulkPlan, Contract, errors
from soapclient.bulk import pace as paces
from soapclient.bulk.pacing import Pacing
from soapclient.bulk.planner import plan_rows
from soapclient.bulk.target import USERS, Target, only
from soapclient.inforouter.user_rows import UsersTarget


class Line(dict):
    """The items that wait until the one before them has begun; it tells when there is one."""

    def __init__(self):
        super().__init__()
        self.someone = threading.Event()

    def __setitem__(self, number, condition):
        super().__setitem__(number, condition)
        self.someone.set()


class Handed(threading.Condition):
    """A condition on which one thread, having woken another one, is held up until some other has gone on."""

    def __init__(self, lock):
        super().__init__(lock)
        self.someone_waits = threading.Event()
        self.gone_on = threading.Event()
        self._held = None
        self._handed = False

    def hold_up(self):
        """Hold the present thread up, once."""
        self.gone_on.clear()
        self._held, self._handed = threading.get_ident(), False

    def wait(self, timeout=None):
        self.someone_waits.set()
        return super().wait(timeout)

    def notify(self, n=1):
        self._handed = self._handed or threading.get_ident() == self._held
        super().notify(n)

    def __exit__(self, *args):
        super().__exit__(*args)
        if self._handed and threading.get_ident() == self._held:
            self._held = None
            self.gone_on.wait()


class HandedPace(paces.Pace):
    """The pace of a run of which a thread that gives up its turn is held up until the next one has used it."""

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        self._turn = Handed(self._turn._lock)

    def _work(self, *args):
        try:
            return super()._work(*args)
        finally:
            self._turn.gone_on.set()


class Server(Target):
    """Users, of whom the first gets an error when somebody waits for a turn."""

    shape = USERS
    server = "sim:"
    operations = ("GetUser",)
    contract = Contract.load("bundled")
    changed_by = UsersTarget.changed_by

    def __init__(self, error, at):
        self.error = error
        self.at = at
        self.called = []
        self.pace = None

    def plan(self, key, values):
        return ("UpdateUserContactInfo",)

    def read(self, key, fields):
        if self.at == "read":
            self.happens(key)
        return dict.fromkeys(fields, "old")

    def send(self, key, values, *, again=False):
        if self.at == "send":
            self.happens(key)

    def happens(self, key):
        self.called.append(key)
        if key == "u0":
            self.pace._turn.someone_waits.wait()
            self.pace._turn.hold_up()
            raise self.error
        self.pace._turn.gone_on.set()

    def made(self, *args, **named):
        self.pace = HandedPace(*args, **named)
        return self.pace

    def planned(self, workers):
        rows = [{"user_name": f"u{number}", "email": "new"} for number in range(6)]
        return plan_rows(self, rows, Pacing(workers=workers, patience=0), kind=BulkPlan)


ENDS = [
    errors.AuthenticationFailed("no"),
    errors.TlsError("no", maybe_applied=False),
    errors.HttpError("no", status=401),
    errors.ConnectError("away"),
]


class TestTurns:
    """A turn that is given up after a failure."""

    @pytest.mark.parametrize("error", [*ENDS, RuntimeError("a mistake")], ids=lambda error: type(error).__name__)
    def test_of_planning(self, error):
        """No row is read with the turn of one whose failure ends the planning."""
        server = Server(error, "read")
        with mock.patch("soapclient.bulk.planner.Pace", server.made), pytest.raises(type(error)):
            server.planned(2)
        assert ["u0"] == server.called

    @pytest.mark.parametrize("error", ENDS, ids=lambda error: type(error).__name__)
    def test_of_a_run(self, error):
        """No row is sent with the turn of one whose failure ends the run, and the rows after it are unsent."""
        server = Server(error, "send")
        with server.planned(1) as plan, mock.patch("soapclient.bulk.run.Pace", server.made):
            result = plan.apply(workers=2, patience=0, if_unchanged=True)
        assert ["u0"] == server.called
        assert error is result.error
        assert {"unsent": 6} == {status: count for status, count in result.counts.items() if count}

    def test_of_a_run_that_breaks(self):
        """No row is sent with the turn of one that ends in an error which is nobody's answer."""
        server = Server(RuntimeError("a mistake"), "send")
        with server.planned(1) as plan, mock.patch("soapclient.bulk.run.Pace", server.made):
            with pytest.raises(RuntimeError, match="a mistake"):
                plan.apply(workers=2, patience=0, if_unchanged=True)
        assert ["u0"] == server.called

    def test_of_an_undoing(self, tmp_path):
        """No row is read with the turn of one whose failure ends the undoing."""
        server = Server(errors.AuthenticationFailed("no"), "nowhere")
        with server.planned(1) as plan:
            assert plan.apply(tmp_path / "journal", workers=1).ok
        server.at = "read"
        with mock.patch("soapclient.bulk.undo.Pace", server.made):
            with BulkJournal.open(tmp_path / "journal", only(server)) as journal:
                with pytest.raises(errors.AuthenticationFailed):
                    journal.undo(workers=2)
        assert ["u0"] == server.called


class CalledPace(paces.Pace):
    """The pace of a run whose second call is held up, with its turn, until the run is stopped."""

    def __init__(self, pacing):
        super().__init__(pacing)
        self._flow.allowed = pacing.workers
        self.two = threading.Barrier(2)
        self.lock = threading.Lock()
        self.calls = 0

    def call(self, kind, call, **named):
        with self.lock:
            self.calls += 1
            number = self.calls
        if number <= 2:
            self.two.wait()
        if number > 1:
            self.stopped.wait()
        return super().call(kind, call, **named)


def test_a_call_that_was_about_to_be_made():
    """A row that has its turn, and has not been sent when another one is refused the login, is not sent."""
    server = Server(errors.AuthenticationFailed("no"), "send")
    sent = []

    def send(key, values, *, again=False):
        sent.append(key)
        raise server.error

    server.send = send
    with server.planned(1) as plan, mock.patch("soapclient.bulk.run.Pace", CalledPace):
        result = plan.apply(workers=2, patience=0)
    assert 1 == len(sent)
    assert {"unsent": 6} == {status: count for status, count in result.counts.items() if count}


class HeldUpPace(paces.Pace):
    """A pace whose thread with item 0 is held up before it begins, until another item begins or waits for that."""

    def __init__(self, workers):
        super().__init__(Pacing(workers=workers), clock=lambda: 0.0)
        self._in_line = Line()

    def _work(self, work, item, *rest):
        if item == 0:
            self._in_line.someone.wait()
        return super()._work(work, item, *rest)


class TestOrder:
    """Items begin in the order in which they come."""

    @given(st.integers(2, 8))
    def test_a_thread_that_is_held_up(self, workers):
        """A thread that is held up between taking an item and beginning it is not overtaken."""
        begun = []
        pace = HeldUpPace(workers)

        def work(item):
            begun.append(item)
            pace._in_line.someone.set()
            return item

        assert list(range(20)) == list(pace.ordered(work, range(20)))
        assert list(range(20)) == begun

    @given(st.integers(2, 8), st.integers(0, 10))
    def test_one_that_is_about_to_fail(self, workers, bad):
        """An item that is held up before it fails is not overtaken either, unless it waits for a turn."""
        begun = []
        pace = paces.Pace(Pacing(workers=workers), clock=lambda: 0.0)
        pace._in_line = Line()

        def work(item):
            begun.append(item)
            if item == bad:
                pace._in_line.someone.clear()
                if bad + 1 not in pace._in_line:
                    pace._in_line.someone.wait()
                raise errors.AuthenticationFailed("no")
            pace._in_line.someone.set()
            return item

        with pytest.raises(errors.AuthenticationFailed):
            list(pace.ordered(work, range(1000)))
        assert list(range(bad + 1)) == begun

    def test_the_end_of_the_items(self):
        """An item that waits to begin when reading the items fails does not begin, nor is it waited for in vain."""
        begun = []
        pace = paces.Pace(Pacing(workers=2))
        pace._in_line = Line()

        def items():
            yield 0
            yield 1
            pace._in_line.someone.wait()
            raise KeyboardInterrupt

        def work(item):
            begun.append(item)
            pace._in_line.someone.set() if item else pace.stopped.wait()

        with pytest.raises(KeyboardInterrupt):
            list(pace.ordered(work, items()))
        assert [0] == begun

    def test_one_that_waits_for_its_turn(self):
        """Items behind one that has its turn begin, and one that says that it has begun lets the next one."""
        pace = paces.Pace(Pacing(workers=2), clock=lambda: 0.0)
        both = threading.Barrier(2)

        def turning(item):
            with pace.turn():
                return item

        def saying(item):
            pace.has_begun()
            both.wait()
            return item

        assert [0, 1, 2, 3] == list(pace.ordered(turning, range(4)))
        assert [0, 1, 2, 3] == list(pace.ordered(saying, range(4)))
