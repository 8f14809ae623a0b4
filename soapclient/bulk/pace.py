"""The pace of a run: bounded workers, results in order, a rate, retries while the server is unreachable."""

from __future__ import annotations

import contextlib
import contextvars
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

from ..errors import BulkError, HttpError, TransportError
from ..wire import forks
from .blame import may_pass
from .pacing import Pacing
from .throttle import Flow

T = TypeVar("T")
R = TypeVar("R")

_LONGEST_PAUSE: Final = 15.0


class Patience:
    """The retries of one row, with growing pauses.

    Args:
        pace: the pace of the run.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._until: float | None = None
        self._pause = 0.5

    def again(self, error: TransportError) -> bool:
        """Wait and return True; return False if waiting does not help or has lasted too long."""
        if not may_pass(error):
            return False
        now = self._pace.clock()
        if self._until is None:
            self._until = now + self._pace.patience
        left = self._until - now
        asked = (isinstance(error, HttpError) and error.retry_after) or 0
        if left <= 0 or asked > left or self._pace.stopped.wait(min(left, max(self._pause, asked))):
            return False
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        return True


class Stopped(BulkError):
    """The work ended before this was started."""

    def __init__(self) -> None:
        super().__init__("it was stopped before the end")


class Pace:
    """The pace of one run, shared by its workers.

    Starting and ending work take the same lock, so nothing starts after a failure is noted: no item, no turn, no call.

    Args:
        pacing: its speed, its patience, and the event that stops it.
        clock: returns the time, in seconds.
    """

    def __init__(self, pacing: Pacing = Pacing(), *, clock: Callable[[], float] = time.monotonic) -> None:
        self.workers = pacing.workers
        self.patience = pacing.patience
        self.stopped = pacing.stop or threading.Event()
        self._interval = 0 if pacing.rate is None else 1 / pacing.rate
        self._rate_lock = forks.lock()
        self._next_begin = 0.0
        self.clock = clock
        self._flow = Flow(pacing.workers)
        self._gate = forks.lock()  # work starts and ends one at a time
        self._turn = threading.Condition(self._gate)
        self._under_way = 0
        self._next = 0
        self._closed = False
        self._beginning: int | None = None
        self._in_line: dict[int, threading.Condition] = {}
        self._failure: BaseException | None = None
        self._of_parent: BulkError | None = None
        forks.renewed(self)

    def after_fork(self) -> None:
        """Start nothing in a child process: the workers and the run belong to the parent."""
        self._failure = self._of_parent = BulkError(
            "the run belongs to the process that this one was forked from, which continues it"
        )
        self._closed = True
        self.stopped = threading.Event()
        self.stopped.set()

    def check(self) -> None:
        """Raise if the run was stopped.

        Raises:
            BulkError: the run was stopped.
        """
        if self.stopped.is_set():
            raise Stopped

    def stop(self) -> None:
        """Start no further call; items still start, to record that nothing was done to them."""
        with self._gate:
            self.stopped.set()

    def fail(self, failure: BaseException) -> None:
        """Start nothing any more; the first failure ends the whole work.

        Args:
            failure: the failure. It is noted while its turn is still held, so the next one cannot start before.
        """
        with self._gate:
            if self._failure is None:
                self._failure = failure
            self.stopped.set()
            self._turn.notify_all()
            self._close_line()

    def wait(self) -> None:
        """Wait for the next turn under the rate."""
        if not self._interval:
            return
        with self._rate_lock:
            turn = max(time.monotonic(), self._next_begin)
            self._next_begin = turn + self._interval
        self.stopped.wait(turn - time.monotonic())

    def call(self, kind: Hashable, call: Callable[[], T], *, finishing: bool = False) -> T:
        """Make a call and note how long its answer took.

        Args:
            kind: the kind of call; times are compared within a kind.
            call: makes it.
            finishing: whether it finishes started work, so it is made even after the work was stopped.

        Raises:
            Stopped: the work was stopped before; nothing was called.
        """
        with self._gate:
            if not finishing:
                self.check()
            begun, start = self._flow.begin(), self.clock()
        try:
            answer = call()
        except TransportError as exc:
            if may_pass(exc):
                with self._gate:
                    self._flow.busy(begun)
            raise
        with self._gate:
            self._flow.answered(kind, self.clock() - start, begun)
        return answer

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Hold one of the turns: as many as the server answers quickly, and none after a failure.

        Raises:
            Stopped: there was a failure before.
        """
        with self._turn:
            self._let_next_begin()
            while self._failure is None and self._under_way >= self._flow.allowed:
                self._turn.wait()
            if self._failure is not None:
                raise Stopped
            self._under_way += 1
        try:
            yield
        finally:
            with self._turn:
                self._under_way -= 1
                self._turn.notify(max(1, self._flow.allowed - self._under_way))

    def read(self, call: Callable[[], T]) -> T:
        """Make a call that changes nothing, and retry it while the server is unreachable; the caller holds a turn.

        Raises:
            Stopped: the run was stopped before.
        """
        patience = Patience(self)
        while True:
            try:
                return self.call("read", call)
            except TransportError as exc:
                if not patience.again(exc):
                    raise

    def ordered(self, work: Callable[[T], R], items: Iterable[T], threads: int | None = None) -> Iterator[R]:
        """Work on items in threads and yield the results in order, keeping only a window of both.

        Items start in order: each when the one before it has ended, waits for its turn or calls `has_begun`. So however
        the interpreter switches threads, no item overtakes one that is about to fail. However it ends, no work is in
        progress afterwards: started work is finished, other work is not started.

        Args:
            work: processes an item; it holds a `turn` for its calls.
            items: the items to process.
            threads: the number of threads; by default the number of workers.

        Raises:
            BaseException: the first failure, of whichever item.
        """
        waiting: deque[Future[R]] = deque()
        threads = threads or self.workers
        pool = ThreadPoolExecutor(threads, thread_name_prefix="soapclient-bulk")
        self._next, self._closed = 0, False
        try:
            for number, item in enumerate(items):
                context = contextvars.copy_context()
                waiting.append(pool.submit(context.run, self._work, work, item, number))
                if len(waiting) >= 4 * threads:
                    yield self._first(waiting)
            while waiting:
                yield self._first(waiting)
        except BaseException as exc:
            with self._gate:
                self.stopped.set()
                self._close_line()
            if isinstance(exc, Stopped) and self._failure is not None:
                raise self._failure from None
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _first(self, waiting: deque[Future[R]]) -> R:
        if self._of_parent is not None:
            raise self._of_parent  # no worker exists in this process
        return waiting.popleft().result()

    def has_begun(self) -> None:
        """Let the next item start before this thread's item has ended or waits for its turn."""
        with self._gate:
            self._let_next_begin()

    def _work(self, work: Callable[[T], R], item: T, number: int) -> R:
        try:
            self._begin(number)
            result = work(item)
        except BaseException as exc:
            self.fail(exc)
            raise
        self.has_begun()
        return result

    def _begin(self, number: int) -> None:
        with self._gate:
            if self._next != number:
                self._in_line[number] = threading.Condition(self._gate)
                while not self._closed and self._next != number:
                    self._in_line[number].wait()
                del self._in_line[number]
            if self._closed:
                raise Stopped
            self._beginning = threading.get_ident()

    def _close_line(self) -> None:
        self._closed = True
        for each in self._in_line.values():
            each.notify()

    def _let_next_begin(self) -> None:
        if self._beginning == threading.get_ident():
            self._beginning = None
            self._next += 1
            if self._next in self._in_line:
                self._in_line[self._next].notify()
