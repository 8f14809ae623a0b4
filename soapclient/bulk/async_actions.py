"""Plans and journals for asyncio: the methods of `actions`, to await; cancelling the task ends them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterable, Callable, Iterable
from types import TracebackType
from typing import Any

from .actions import BulkJournal, BulkPlan
from .limits import MAX_AGE, MAX_CHANGES, MAX_CLEARS, MAX_ERRORS, Limit
from .overview import PlanOverview
from .pacing import PATIENCE, WORKERS
from .result import BulkResult, RowResult
from .threads import Stop, in_thread, rows_of
from .timing import RunTiming


class AsyncBulkPlan:
    """A plan with awaitable long steps; see `BulkPlan`.

    Attributes:
        plan: the plan itself, to inspect and save.
    """

    def __init__(self, plan: BulkPlan) -> None:
        self.plan = plan

    async def overview(self, most: int = 10) -> PlanOverview:
        """Sum it up; see `BulkPlan.overview`.

        Args:
            most: how many rows to keep as examples, of each kind and of each reason.
        """
        return await asyncio.to_thread(self.plan.overview, most)

    async def apply(
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
    ) -> BulkResult:
        """Apply the plan. A cancelled task leaves a journal that can be resumed.

        Args:
            journal: as for `BulkPlan.apply`.
            max_changes: as for `BulkPlan.apply`.
            max_clears: as for `BulkPlan.apply`.
            max_errors: as for `BulkPlan.apply`.
            max_age: as for `BulkPlan.apply`.
            if_unchanged: as for `BulkPlan.apply`.
            verify: as for `BulkPlan.apply`.
            allow_destructive: as for `BulkPlan.apply`.
            repeat_unknown: as for `BulkPlan.apply`.
            workers: as for `BulkPlan.apply`.
            rate: as for `BulkPlan.apply`.
            patience: as for `BulkPlan.apply`.
            progress: as for `BulkPlan.apply`; it is called in the event loop.

        Returns:
            Counts, and the result of each row in the order of the input.

        Raises:
            BulkError: as for `BulkPlan.apply`.
        """
        return await in_thread(
            self.plan.apply,
            journal,
            max_changes=max_changes,
            max_clears=max_clears,
            max_errors=max_errors,
            max_age=max_age,
            if_unchanged=if_unchanged,
            verify=verify,
            allow_destructive=allow_destructive,
            repeat_unknown=repeat_unknown,
            workers=workers,
            rate=rate,
            patience=patience,
            progress=progress,
        )

    async def __aenter__(self) -> AsyncBulkPlan:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.plan.close()

    def __repr__(self) -> str:
        return f"<Async{repr(self.plan)[1:]}"


class AsyncBulkJournal:
    """The journal of a run with awaitable long steps; see `BulkJournal`.

    Attributes:
        journal: the journal itself, to inspect.
    """

    def __init__(self, journal: BulkJournal) -> None:
        self.journal = journal

    async def timing(self) -> RunTiming:
        """Tell when the run began and ended, how fast it is, and what is left; see `BulkJournal.timing`."""
        return await asyncio.to_thread(self.journal.timing)

    async def resume(
        self,
        *,
        max_errors: int | None = MAX_ERRORS,
        max_age: float | None = MAX_AGE,
        repeat_unknown: bool = False,
        workers: int = WORKERS,
        rate: float | None = None,
        patience: float = PATIENCE,
        progress: Callable[[RowResult, int], None] | None = None,
    ) -> BulkResult:
        """Resume the run. A cancelled task leaves a journal that can be resumed again.

        Args:
            max_errors: as for `BulkJournal.resume`.
            max_age: as for `BulkJournal.resume`.
            repeat_unknown: as for `BulkJournal.resume`.
            workers: as for `BulkJournal.resume`.
            rate: as for `BulkJournal.resume`.
            patience: as for `BulkJournal.resume`.
            progress: as for `BulkJournal.resume`; it is called in the event loop.

        Returns:
            Counts, and the result of each row in the order of the input.

        Raises:
            BulkError: as for `BulkJournal.resume`.
        """
        return await in_thread(
            self.journal.resume,
            max_errors=max_errors,
            max_age=max_age,
            repeat_unknown=repeat_unknown,
            workers=workers,
            rate=rate,
            patience=patience,
            progress=progress,
        )

    async def undo(
        self,
        *,
        workers: int = WORKERS,
        patience: float = PATIENCE,
        progress: Callable[[int], None] | None = None,
    ) -> AsyncBulkPlan:
        """Plan to restore the values that the run changed, except those that others have changed since.

        Args:
            workers: as for `BulkJournal.undo`.
            patience: as for `BulkJournal.undo`.
            progress: as for `BulkJournal.undo`; it is called in the event loop.

        Returns:
            An ordinary plan; a field whose value is no longer the one from the run is left alone, and the row says so.

        Raises:
            BulkError: as for `BulkJournal.undo`.
            SoapClientError: as for `BulkJournal.undo`.
        """
        plan = await in_thread(self.journal.undo, workers=workers, patience=patience, progress=progress)
        return AsyncBulkPlan(plan)

    async def __aenter__(self) -> AsyncBulkJournal:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.journal.__exit__(kind, error, trace)

    def __repr__(self) -> str:
        return f"<Async{repr(self.journal)[1:]}"


async def planned(
    plan: Callable[..., BulkPlan],
    rows: Iterable[Any] | AsyncIterable[Any],
    *,
    progress: Callable[[int], object] | None,
    **options: Any,
) -> AsyncBulkPlan:
    """Plan in a thread; cancelling the task ends the planning.

    Args:
        plan: the planning function; it takes `stop`.
        rows: the rows; also an asynchronous iterable.
        progress: called in the event loop with the number of rows planned so far.
        options: the other arguments of `plan`.
    """
    stop = Stop()
    given = rows_of(rows, asyncio.get_running_loop(), stop) if isinstance(rows, AsyncIterable) else rows
    return AsyncBulkPlan(await in_thread(plan, given, stop=stop, progress=progress, **options))


async def loaded(load: Callable[[str | os.PathLike[str]], BulkPlan], path: str | os.PathLike[str]) -> AsyncBulkPlan:
    """Read a plan in a thread."""
    return AsyncBulkPlan(await asyncio.to_thread(load, path))


async def opened(
    open_: Callable[[str | os.PathLike[str]], BulkJournal], path: str | os.PathLike[str]
) -> AsyncBulkJournal:
    """Read a journal in a thread."""
    return AsyncBulkJournal(await asyncio.to_thread(open_, path))
