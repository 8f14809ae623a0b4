"""How fast and how patiently bulk work goes, as one setting that planning, running and undoing share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import attrs

from ..errors import BulkError

WORKERS: Final = 4
MOST_WORKERS: Final = 64
PATIENCE: Final = 120.0


@attrs.frozen(kw_only=True)
class Pacing:
    """How fast and how patiently to work, whom to tell of it, and what ends it early.

    Attributes:
        workers: an int from 1 to 64: how many rows are worked on at once, at most.
        rate: a float, rows per second: how many are begun, at most; None for no limit. A run keeps it, planning does
            not.
        patience: a float, seconds: how long a call is tried again while the server is away or busy.
        progress: a function that is called after each row, in the order of the rows: by planning with the number of
            rows so far, by a run with the row's `RowResult` and the number of all rows. None to tell nobody.
        stop: a `threading.Event` that ends the work when it is set: calls in flight are finished. Work that ends early
            sets it too. None for work that is not ended from outside.

    Raises:
        BulkError: a number is out of its range.
    """

    workers: int = WORKERS
    rate: float | None = None
    patience: float = PATIENCE
    progress: Callable[..., object] | None = None
    stop: threading.Event | None = None

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.workers <= MOST_WORKERS:
            raise BulkError(f"workers: from 1 to {MOST_WORKERS}, not {self.workers}")
        if self.rate is not None and not 0 < self.rate < float("inf"):
            raise BulkError(f"rate: rows a second, more than 0, not {self.rate}")
        if not 0 <= self.patience < float("inf"):
            raise BulkError(f"patience: seconds, not {self.patience}")
