"""How fast and how many at once: bounded workers, results in order, a rate, patience with a server that is away."""

from __future__ import annotations

import contextlib
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
    """How long one row is tried again, with longer and longer pauses.

    Args:
        pace: of the run.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._until: float | None = None
        self._pause = 0.5

    def again(self, error: TransportError) -> bool:
        """Wait a while and return True; return False where waiting does not help or has lasted too long."""
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


class Pace:
    """The pace of one run, shared by its workers.

    Args:
        pacing: how fast and how patient it is, and what stops it.
        clock: what tells the time, in seconds.
    """

    def __init__(self, pacing: Pacing = Pacing(), *, clock: Callable[[], float] = time.monotonic) -> None:
        self.workers = pacing.workers
        self.patience = pacing.patience
        self.stopped = pacing.stop or threading.Event()
        self._interval = 0 if pacing.rate is None else 1 / pacing.rate
        self._lock = forks.lock()
        self._next = 0.0
        self.clock = clock
        self._flow = Flow(pacing.workers)
        self._turn = threading.Condition()
        self._under_way = 0
        self._failure: BaseException | None = None

    def check(self) -> None:
        """Do nothing, unless the run was stopped.

        Raises:
            BulkError: the run was stopped.
        """
        if self.stopped.is_set():
            raise BulkError("it was stopped before its end")

    def wait(self) -> None:
        """Wait for the next turn under the rate."""
        if not self._interval:
            return
        with self._lock:
            turn = max(time.monotonic(), self._next)
            self._next = turn + self._interval
        self.stopped.wait(turn - time.monotonic())

    def call(self, kind: Hashable, call: Callable[[], T]) -> T:
        """Make a call and take note of how long its answer took.

        Args:
            kind: what is called; its time is compared with others of the same kind.
            call: makes it.
        """
        with self._turn:
            begun, start = self._flow.begin(), self.clock()
        try:
            answer = call()
        except TransportError as exc:
            if may_pass(exc):
                with self._turn:
                    self._flow.busy(begun)
            raise
        with self._turn:
            self._flow.answered(kind, self.clock() - start, begun)
        return answer

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Hold one of the turns: as many as the server answers quickly, and none after a failure."""
        with self._turn:
            while self._under_way >= self._flow.allowed:
                self._turn.wait()
            self._under_way += 1
        try:
            self._go_on()
            yield
        finally:
            with self._turn:
                self._under_way -= 1
                self._turn.notify(max(1, self._flow.allowed - self._under_way))

    def read(self, call: Callable[[], T]) -> T:
        """Make a call that changes nothing, again and again while the server is away.

        Raises:
            BulkError: the run was stopped before.
        """
        patience = Patience(self)
        with self.turn():
            self.check()
            while True:
                try:
                    return self.call("read", call)
                except TransportError as exc:
                    if not patience.again(exc):
                        raise

    def ordered(self, work: Callable[[T], R], items: Iterable[T], threads: int | None = None) -> Iterator[R]:
        """Work on items in threads and yield the results in order, holding only a window of both.

        However it ends, no work is under way after it: what has begun is finished, what has not is not begun.

        Args:
            work: does it; it holds a `turn` for its calls.
            items: what it is done to.
            threads: how many, if not as many as workers.
        """
        waiting: deque[Future[R]] = deque()
        threads = threads or self.workers
        pool = ThreadPoolExecutor(threads, thread_name_prefix="soapclient-bulk")
        try:
            for item in items:
                waiting.append(pool.submit(self._work, work, item))
                if len(waiting) >= 4 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            self.stopped.set()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, work: Callable[[T], R], item: T) -> R:
        try:
            self._go_on()
            return work(item)
        except BaseException as exc:
            self._failure = self._failure or exc
            self.stopped.set()
            raise

    def _go_on(self) -> None:
        if self._failure is not None:
            raise self._failure
