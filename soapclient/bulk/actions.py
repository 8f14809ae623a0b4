"""Plans and journals with the methods that users call: apply, resume, undo."""

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
    """A plan that can be carried out; `plan_bulk` makes one and `load_plan` reads one.

    It holds its rows in a temporary file, not in memory: `close` it, or use `with`.

    Attributes:
        header: the server and contract it is made for, when, the options, the counts of the summary and the hash.
        shape: what its rows are made of.
        target: what to apply it to; None where it was read without a client.
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
        """Carry out the plan.

        Args:
            journal: the path of a new file for every intent and every outcome: the run can be resumed from it, and
                undone. None for a run that leaves none behind.
            max_changes: the most rows that may change: a number, a percentage of the rows as "10%", or None for any.
            max_clears: the most fields that may be cleared: a number, a percentage of the rows, or None for any.
            max_errors: the run stops after more than this many failed rows; None for never.
            max_age: the plan may be this many seconds old; None for any age.
            if_unchanged: read each one again and leave it alone where its values moved since the plan.
            verify: read each changed one back and compare.
            allow_destructive: call an operation that destroys data, or may.
            repeat_unknown: send a call of an idempotent operation again where no answer came, since what it changes
                cannot be read.
            workers: how many rows are worked on at once, at most.
            rate: how many rows a second, at most; None for no limit.
            patience: for how many seconds a row is tried again while the server is away or busy.
            progress: called with each result and the number of rows, in order.
            stop: an event that ends the run when it is set: calls in flight are finished and the journal is closed. A
                run that ends early sets it too.

        Returns:
            Counts, and the result of each row in the order of the input.

        Raises:
            BulkError: the plan is not for this server, too old or beyond a limit (nothing was sent), or the journal
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
        path: where it is; None for one that is gone with the run.
        plan: the plan of the run.
        options: those that a resumed run has to follow too.
        states: what is known of each row that was begun, by its number.
        stopped: why the run ended before its end; None where it did not say.
        sessions: when the run was begun and each time it was resumed, and the last thing that it wrote after that.
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
        """Go on with the run: rows whose outcome is unknown are read first, never repeated blindly.

        What the journal says about `if_unchanged` and `verify` holds on.

        Args:
            max_errors: the run stops after more than this many rows that fail from now on; None for never.
            max_age: the plan may be this many seconds old; None for any age.
            repeat_unknown: send calls of an idempotent operation again where no answer came, also those that are
                unknown already; without it they stay so.
            workers: how many rows are worked on at once, at most.
            rate: how many rows a second, at most; None for no limit.
            patience: for how many seconds a row is tried again while the server is away or busy.
            progress: called with each result and the number of rows, in order; also for rows that were done before.
            stop: an event that ends the run when it is set: calls in flight are finished and the journal is closed. A
                run that ends early sets it too.

        Returns:
            Counts, and the result of each row in the order of the input.

        Raises:
            BulkError: another run has the journal, or its plan is not for this server or too old.
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
        """Plan the restoring of what the run changed, but for what others have changed since.

        Args:
            workers: how many rows are read at once, at most.
            patience: for how many seconds a read is tried again while the server is away or busy.
            progress: called with the number of rows planned so far.
            stop: an event that ends the planning when it is set; one that fails sets it too.

        Returns:
            A plan like any other; a field that has another value than the run gave it is left, and the row says so.

        Raises:
            BulkError: the journal is of another server, the run is still going on, or the planning was stopped.
            SoapClientError: the server cannot be reached, or lets nobody in.
        """
        pacing = Pacing(workers=workers, patience=patience, progress=progress, stop=stop)
        return undo(self, pacing, kind=BulkPlan)
