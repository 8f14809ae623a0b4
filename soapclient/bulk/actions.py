"""Plans and journals with their public methods: apply, resume, undo."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from .journal import JournalFile
from .limits import MAX_AGE, MAX_CHANGES, MAX_CLEARS, MAX_ERRORS, Limit
from .overview import PlanOverview, overview
from .pacing import PATIENCE, WORKERS, Pacing
from .plan import PlanFile
from .result import BulkResult, RowResult
from .run import apply, resume
from .timing import RunTiming, timing
from .undo import undo


class BulkPlan(PlanFile):
    """A plan that can be applied; `plan_bulk` makes one and `load_plan` reads one.

    It keeps its rows in a temporary file, not in memory: `close` it, or use `with`.

    Attributes:
        header: its server and contract, the time, the options, the counts of the summary and the hash.
        shape: the columns of its rows.
        target: the target to apply it to; None if it was read without a client.
    """

    def overview(self, most: int = 10) -> PlanOverview:
        """Sum it up: rows by kind, errors by reason, changes by field, and the first rows of each as examples.

        Args:
            most: how many rows to keep as examples, of each kind and of each reason.
        """
        return overview(self, most)

    def apply(
        self,
        journal: str | os.PathLike[str] | None = None,
        *,
        max_changes: Limit = MAX_CHANGES,
        max_clears: Limit = MAX_CLEARS,
        max_errors: int | None = MAX_ERRORS,
        max_age: float | None = MAX_AGE,
        if_unchanged: bool = False,
        verify: bool = False,
        allow_destructive: bool = False,
        repeat_unknown: bool = False,
        workers: int = WORKERS,
        rate: float | None = None,
        patience: float = PATIENCE,
        progress: Callable[[RowResult, int], None] | None = None,
        stop: threading.Event | None = None,
    ) -> BulkResult:
        """Apply the plan.

        Args:
            journal: the path of a new file for every intent and outcome; it allows to resume and undo the run. None to
                leave no file.
            max_changes: refuse a plan that changes more rows: a number, a percentage of all rows as "10%", or None.
            max_clears: refuse a plan that clears more fields: a number, a percentage of the rows, or None.
            max_errors: stop after more than this many failed rows; None to never stop.
            max_age: refuse a plan older than this many seconds; None for any age.
            if_unchanged: read each object again and leave it alone if its values have changed since the plan.
            verify: read each changed object back and compare.
            allow_destructive: allow an operation that destroys data, or may.
            repeat_unknown: send a call of an idempotent operation again if no answer came, because its effect cannot be
                read.
            workers: the largest number of rows in progress at once.
            rate: the largest number of rows a second; None for no limit.
            patience: how many seconds to retry a row while the server is unreachable or busy.
            progress: called with each result and the number of rows, in order.
            stop: an event that ends the run when it is set: calls in progress finish and the journal is closed. A run
                that ends early sets it too.

        Returns:
            Counts, and the result of each row in the order of the input.

        Raises:
            BulkError: the plan is for another server, too old or exceeds a limit (nothing was sent), or the journal
                cannot be written.
        """
        return apply(
            self,
            journal,
            Pacing(workers=workers, rate=rate, patience=patience, progress=progress, stop=stop),
            max_changes=max_changes,
            max_clears=max_clears,
            max_errors=max_errors,
            max_age=max_age,
            if_unchanged=if_unchanged,
            verify=verify,
            allow_destructive=allow_destructive,
            repeat_unknown=repeat_unknown,
        )


class BulkJournal(JournalFile):
    """The journal of a run that can be resumed and undone; `open_journal` opens one.

    Attributes:
        path: the path of its file; None for a journal that ends with the run.
        plan: the plan of the run.
        options: the options that a resumed run must follow too.
        states: the state of each row that was started, by its number.
        stopped: why the run ended early; None if it did not record a reason.
        sessions: the start of the run and of each resumed run, each with the last event after it.
    """

    plans = BulkPlan
    plan: BulkPlan

    def timing(self) -> RunTiming:
        """Tell when the run began and ended, how fast it is, and what is left; also of one that is under way."""
        return timing(self)

    def resume(
        self,
        *,
        max_errors: int | None = MAX_ERRORS,
        max_age: float | None = MAX_AGE,
        repeat_unknown: bool = False,
        workers: int = WORKERS,
        rate: float | None = None,
        patience: float = PATIENCE,
        progress: Callable[[RowResult, int], None] | None = None,
        stop: threading.Event | None = None,
    ) -> BulkResult:
        """Resume the run: rows whose outcome is unknown are read first, never repeated blindly.

        The `if_unchanged` and `verify` of the journal still apply.

        Args:
            max_errors: stop after more than this many rows that fail from now on; None to never stop.
            max_age: refuse a plan older than this many seconds; None for any age.
            repeat_unknown: send calls of an idempotent operation again if no answer came, also those that are already
                unknown; otherwise they stay unknown.
            workers: the largest number of rows in progress at once.
            rate: the largest number of rows a second; None for no limit.
            patience: how many seconds to retry a row while the server is unreachable or busy.
            progress: called with each result and the number of rows, in order; also for rows that were done before.
            stop: an event that ends the run when it is set: calls in progress finish and the journal is closed. A run
                that ends early sets it too.

        Returns:
            Counts, and the result of each row in the order of the input.

        Raises:
            BulkError: another run is using the journal, or its plan is for another server or too old.
        """
        return resume(
            self,
            Pacing(workers=workers, rate=rate, patience=patience, progress=progress, stop=stop),
            max_errors=max_errors,
            max_age=max_age,
            repeat_unknown=repeat_unknown,
        )

    def undo(
        self,
        *,
        workers: int = WORKERS,
        patience: float = PATIENCE,
        progress: Callable[[int], None] | None = None,
        stop: threading.Event | None = None,
    ) -> BulkPlan:
        """Plan to restore the values that the run changed, except those that others have changed since.

        Args:
            workers: the largest number of rows read at once.
            patience: how many seconds to retry a read while the server is unreachable or busy.
            progress: called with the number of rows planned so far.
            stop: an event that ends the planning when it is set; planning that fails sets it too.

        Returns:
            An ordinary plan; a field whose value is no longer the one from the run is left alone, and the row says so.

        Raises:
            BulkError: the journal is for another server, the run is still in progress, or the planning was stopped.
            SoapClientError: the server cannot be reached, or refuses the login.
        """
        pacing = Pacing(workers=workers, patience=patience, progress=progress, stop=stop)
        return undo(self, pacing, kind=BulkPlan)
