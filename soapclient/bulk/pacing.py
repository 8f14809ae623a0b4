"""The speed and patience of bulk work, one setting for planning, running and undoing."""

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
    """The speed and patience of the work, its progress function, and the event that ends it early.

    Attributes:
        workers: an int from 1 to 64: the largest number of rows in progress at once.
        rate: a float: the largest number of rows started per second; None for no limit. It applies to a run, not to
            planning.
        patience: a float: how many seconds to retry a call while the server is unreachable or busy.
        progress: a function called after each row, in order: by planning with the number of rows so far, by a run with
            the row's `RowResult` and the number of all rows. None for no function.
        stop: a `threading.Event` that ends the work when it is set; calls in progress finish. Work that ends early sets
            it too. None if nothing ends the work from outside.

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
            raise BulkError(f"workers must be from 1 to {MOST_WORKERS}, not {self.workers}")
        if self.rate is not None and not 0 < self.rate < float("inf"):
            raise BulkError(f"rate must be more than 0 rows a second, not {self.rate}")
        if not 0 <= self.patience < float("inf"):
            raise BulkError(f"patience must be a number of seconds, not {self.patience}")
