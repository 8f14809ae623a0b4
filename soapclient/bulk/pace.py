"""How fast and how many at once: bounded workers, results in order, a rate, patience with a server that is away."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

from ..errors import BulkError, ConnectError, HttpError, RequestTimeout, TransportError

T = TypeVar("T")
R = TypeVar("R")

WORKERS: Final = 4
MOST_WORKERS: Final = 64
PATIENCE: Final = 60.0
_BUSY: Final = frozenset({429, 502, 503, 504})
_LONGEST_PAUSE: Final = 15.0


def passes(error: TransportError) -> bool:
    """Return whether a failure may be over soon: no connection, no answer, or a server that says it is busy."""
    if isinstance(error, HttpError):
        return error.status in _BUSY
    return isinstance(error, (ConnectError, RequestTimeout))


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
        """Wait a while and return True, or False where it is no use or has lasted too long."""
        if not passes(error):
            return False
        now = time.monotonic()
        if self._until is None:
            self._until = now + self._pace.patience
        if now + self._pause > self._until or self._pace.stopped.wait(self._pause):
            return False
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        return True


class Pace:
    """The pace of one run, shared by its workers.

    Args:
        workers: how many calls are in flight at once, at most.
        rate: how many rows a second, at most; None for no limit.
        patience: for how many seconds a call is tried again while the server is away or busy.

    Raises:
        BulkError: numbers that cannot be.
    """

    def __init__(self, *, workers: int = WORKERS, rate: float | None = None, patience: float = PATIENCE) -> None:
        if not 1 <= workers <= MOST_WORKERS:
            raise BulkError(f"workers: from 1 to {MOST_WORKERS}, not {workers}")
        if rate is not None and not 0 < rate < float("inf"):
            raise BulkError(f"rate: rows a second, more than 0, not {rate}")
        if not 0 <= patience < float("inf"):
            raise BulkError(f"patience: seconds, not {patience}")
        self.workers = workers
        self.patience = patience
        self.stopped = threading.Event()
        self._interval = 0 if rate is None else 1 / rate
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Wait for the next turn under the rate."""
        if not self._interval:
            return
        with self._lock:
            turn = max(time.monotonic(), self._next)
            self._next = turn + self._interval
        self.stopped.wait(turn - time.monotonic())

    def read(self, call: Callable[[], T]) -> T:
        """Make a call that changes nothing, again and again while the server is away."""
        patience = Patience(self)
        while True:
            try:
                return call()
            except TransportError as exc:
                if not patience.again(exc):
                    raise

    def ordered(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Work on items in threads and yield the results in order, holding only a window of both.

        However it ends, no work is under way after it: what has begun is finished, what has not is not begun.
        """
        waiting: deque[Future[R]] = deque()
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="soapclient-bulk")
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) >= 4 * self.workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            self.stopped.set()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
