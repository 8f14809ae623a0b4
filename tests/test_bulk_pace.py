"""How fast a bulk run goes: fewer calls in flight when answers are slow, more when they are not, and patience."""

from __future__ import annotations

import itertools
import random
import threading
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soapclient import errors
from soapclient.bulk.pace import Pace, Patience
from soapclient.bulk.pacing import Pacing
from soapclient.bulk.throttle import Flow

SECONDS = st.floats(0, 100)
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("answered"), st.sampled_from(["read", "send"]), SECONDS),
        st.tuples(st.just("busy"), st.none(), st.none()),
    ),
    max_size=60,
)


def rounds(flow, count, seconds):
    """Let `count` rounds of calls be answered, each in what `seconds` says of how many are in flight."""
    seen = []
    for _ in range(count):
        flight = flow.allowed
        seen.append(flight)
        begun = [flow.begin() for _ in range(max(3, flight))]
        for each in begun:
            flow.answered("read", seconds(flight), each)
    return seen


class TestFlow:
    """How many calls may be in flight."""

    @given(st.integers(1, 64), EVENTS, st.data())
    def test_never_less_than_one_nor_more_than_most(self, most, happened, data):
        """Whatever happens, at least one call may be in flight, at most as many as were asked for."""
        flow = Flow(most)
        for what, kind, seconds in happened:
            begun = flow.begin() - data.draw(st.integers(0, 1))
            if what == "busy":
                flow.busy(begun)
            else:
                flow.answered(kind, seconds, begun)
            assert 1 <= flow.allowed <= most

    @given(st.integers(1, 64), EVENTS, st.floats(0, 10))
    def test_it_recovers(self, most, happened, seconds):
        """Whatever happened, answers that take the same time again and again bring it back to the most."""
        flow = Flow(most)
        for what, kind, took in happened:
            flow.busy(flow.begin()) if what == "busy" else flow.answered(kind, took, flow.begin())
        rounds(flow, 100, lambda _: seconds)
        assert most == flow.allowed

    @given(st.integers(1, 64))
    def test_a_quick_server_gets_all_workers_soon(self, most):
        """A server that answers quickly is called by all workers after a few rounds."""
        flow = Flow(most)
        assert [min(most, 2**number) for number in range(8)] == rounds(flow, 8, lambda _: 0.02)

    @given(st.integers(2, 64), st.integers(1, 16), st.floats(0.1, 10))
    def test_a_server_that_can_do_so_many(self, most, capacity, seconds):
        """A server whose answers wait for each other beyond what it can do is not called by many more than that."""
        flow = Flow(most)
        rounds(flow, 20, lambda flight: seconds * max(1, flight / capacity))
        later = rounds(flow, 80, lambda flight: seconds * max(1, flight / capacity))
        assert min(most, capacity) <= max(later)
        assert sum(later) / len(later) <= min(most, 3 * capacity)

    def test_slow_answers_halve_it(self):
        """A round of answers that take more than twice as long as those before halves what may be in flight."""
        flow = Flow(16)
        rounds(flow, 8, lambda _: 0.1)
        assert [16, 8, 4, 2, 1, 1] == rounds(flow, 6, lambda _: 1.0)
        assert [1, 2, 3, 4] == rounds(flow, 4, lambda _: 0.1)

    def test_a_single_slow_answer_does_not(self):
        """One slow answer among quick ones changes nothing, and a quick server may be a little slower."""
        flow = Flow(8)
        rounds(flow, 8, lambda _: 0.001)
        for number in range(80):
            flow.answered("read", 5.0 if number % 8 == 0 else 0.04, flow.begin())
        assert 8 == flow.allowed

    @pytest.mark.parametrize("seed", range(10))
    def test_a_few_quick_answers_are_no_measure(self, seed):
        """Where every fourth answer comes from a cache, the others are seldom slow beside them."""
        flow, seen, moments = Flow(8), [], random.Random(seed)
        for _ in range(1000):
            flow.answered("read", 0.001 if moments.randrange(4) == 0 else 0.5, flow.begin())
            seen.append(flow.allowed)
        assert 5 < sum(seen) / len(seen)

    def test_kinds_are_not_compared(self):
        """A kind of call that takes longer than another is not slow."""
        flow = Flow(8)
        for _ in range(50):
            flow.answered("read", 0.01, flow.begin())
            flow.answered("send", 3.0, flow.begin())
        assert 8 == flow.allowed

    def test_calls_in_flight_together_count_once(self):
        """Sixteen calls that meet a busy server at once halve it once; slow answers to calls begun before do not."""
        flow = Flow(16)
        rounds(flow, 8, lambda _: 0.1)
        begun = [flow.begin() for _ in range(16)]
        for each in begun:
            flow.busy(each)
        assert 8 == flow.allowed
        for each in begun:
            flow.answered("read", 9.0, each)
        assert 8 == flow.allowed


class TestPace:
    """The calls of one run."""

    def test_no_more_are_under_way_than_are_allowed(self):
        """Workers wait for their turn: a server that is busy is called by one at a time."""
        pace = Pace(Pacing(workers=8), clock=itertools.count().__next__)
        together, most, lock = 0, 0, threading.Lock()

        def busy():
            nonlocal together, most
            with lock:
                together += 1
                most = max(most, together)
            with lock:
                together -= 1
            raise errors.HttpError("busy", status=503)

        def work(_):
            with pytest.raises(errors.HttpError), pace.turn():
                pace.call("read", busy)

        assert [None] * 200 == list(pace.ordered(work, range(200)))
        assert 1 == most

    def test_all_workers_get_their_turn(self):
        """A server that answers quickly is called by all workers at once."""
        pace = Pace(Pacing(workers=4), clock=lambda: 0.0)
        for _ in range(7):
            pace.call("read", lambda: None)
        barrier = threading.Barrier(4)

        def work(_):
            with pace.turn():
                return barrier.wait(30)

        assert 4 == len(set(pace.ordered(work, range(4))))

    @given(st.integers(1, 8), st.integers(0, 30))
    def test_nothing_begins_after_a_failure(self, workers, bad):
        """After a failure nothing more begins, and the failure is what is raised, whoever waits for a turn."""
        begun = []

        def work(item):
            begun.append(item)
            if item == bad:
                raise errors.AuthenticationFailed("no")
            return item

        pace = Pace(Pacing(workers=workers), clock=lambda: 0.0)
        with pytest.raises(errors.AuthenticationFailed):
            list(pace.ordered(work, range(1000)))
        assert len(begun) <= bad + workers

    @pytest.mark.parametrize(
        ("error", "allowed"),
        [
            (errors.HttpError("x", status=429), 1),
            (errors.ConnectError("x"), 1),
            (errors.RequestTimeout("x"), 1),
            (errors.HttpError("x", status=404), 2),
            (errors.UserNotFound("x"), 2),
        ],
    )
    def test_what_slows_it_down(self, error, allowed):
        """A busy or absent server slows the run down; a refusal or another failure says nothing about that."""

        def fail():
            raise error

        pace = Pace(Pacing(workers=2), clock=lambda: 0.0)
        for _ in range(6):
            pace.call("read", lambda: None)
        with pytest.raises(type(error)):
            pace.call("read", fail)
        assert allowed == pace._flow.allowed


class TestRetryAfter:
    """How long a busy server asks to be left alone."""

    def test_it_is_waited_for(self, monkeypatch):
        """The pause is at least as long as the server asks for."""
        pace = Pace(Pacing(patience=100))
        waited = []
        monkeypatch.setattr(pace.stopped, "wait", waited.append)
        patience = Patience(pace)
        assert patience.again(errors.HttpError("busy", status=503, retry_after=7.0))
        assert patience.again(errors.HttpError("busy", status=503))
        assert [7.0, 1.0] == waited

    @given(st.floats(0, 1000))
    def test_patience_lasts_as_long_as_it_says(self, seconds):
        """A server that is away is tried again until patience is over, and at that very moment for the last time."""
        now, waited = [1000.0], []

        def wait(pause):
            waited.append(pause)
            now[0] += pause

        pace = Pace(Pacing(patience=seconds), clock=lambda: now[0])
        patience = Patience(pace)
        with mock.patch.object(pace.stopped, "wait", wait):
            while patience.again(errors.ConnectError("away")):
                assert len(waited) < 100
        assert sum(waited) == pytest.approx(seconds)
        assert all(0 < pause <= 15 for pause in waited)

    def test_longer_than_patience(self):
        """A server that asks for more than the patience that is left is not waited for."""
        assert not Patience(Pace(Pacing(patience=60))).again(errors.HttpError("busy", status=429, retry_after=3600.0))
