"""Bulk runs for asyncio: the synchronous ones in a thread, ended when their task is cancelled.

A task that is cancelled begins no more calls. It ends once those in flight are answered and the journal is closed.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import functools
import os
import threading
from abc import ABC, abstractmethod
from collections.abc import AsyncIterable, Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ..errors import BulkError

if TYPE_CHECKING:
    from ..bulk.actions import BulkJournal, BulkPlan
    from ..bulk.result import BulkResult
    from ..inforouter.bulk_runs import Bulk
    from ..inforouter.workflow import Workflows

T = TypeVar("T")
_END: Final = object()


class _Stop(threading.Event):
    """What ends a step: nothing more is begun, and no further row of an asynchronous iterable is waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.awaited: concurrent.futures.Future[Any] | None = None

    def set(self) -> None:
        super().set()
        if self.awaited is not None:
            self.awaited.cancel()


async def _in_thread(
    function: Callable[..., T],
    *positional: Any,
    stop: _Stop | None = None,
    progress: Callable[..., object] | None = None,
    **named: Any,
) -> T:
    """Run a step in a thread of its own; `progress` is called in the event loop."""
    loop = asyncio.get_running_loop()
    stop = stop or _Stop()
    if progress is not None:
        named["progress"] = functools.partial(loop.call_soon_threadsafe, progress)
    thread = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="soapclient-run")
    step = loop.run_in_executor(thread, functools.partial(function, *positional, stop=stop, **named))
    thread.shutdown(wait=False)
    cancelled = False
    while not step.done():
        try:
            await asyncio.wait([step])
        except asyncio.CancelledError:
            cancelled = True
            stop.set()
    if not cancelled:
        return step.result()
    raise asyncio.CancelledError from step.exception()


def _rows(found: AsyncIterable[Any], loop: asyncio.AbstractEventLoop, stop: _Stop) -> Iterator[Any]:
    """Iterate in a thread over what can be iterated over in the event loop only."""
    each = aiter(found)

    async def following() -> Any:
        return await anext(each, _END)

    while True:
        stop.awaited = asyncio.run_coroutine_threadsafe(following(), loop)
        if stop.is_set():
            stop.awaited.cancel()
        try:
            item = stop.awaited.result()
        except concurrent.futures.CancelledError:
            raise BulkError("it was stopped before its end") from None
        if item is _END:
            return
        yield item


class AsyncSaved(ABC):
    """Plans and journals that were saved."""

    @property
    @abstractmethod
    def _of(self) -> Workflows | Bulk:
        """The synchronous client's."""

    async def load_plan(self, path: str | os.PathLike[str]) -> AsyncBulkPlan:
        """Read a plan that was saved; see `BulkPlan.load`."""
        return AsyncBulkPlan(await asyncio.to_thread(self._of.load_plan, path))

    async def open_journal(self, path: str | os.PathLike[str]) -> AsyncBulkJournal:
        """Open the journal of a run, to resume it or take it back; see `BulkJournal`."""
        return AsyncBulkJournal(await asyncio.to_thread(self._of.open_journal, path))

    async def _planned(
        self, plan: Callable[..., BulkPlan], rows: Iterable[Any] | AsyncIterable[Any], options: dict[str, Any]
    ) -> AsyncBulkPlan:
        stop = _Stop()
        given = _rows(rows, asyncio.get_running_loop(), stop) if isinstance(rows, AsyncIterable) else rows
        return AsyncBulkPlan(await _in_thread(plan, given, stop=stop, **options))


class AsyncWorkflows(AsyncSaved):
    """The updates of many."""

    @property
    @abstractmethod
    def _of(self) -> Workflows: ...

    async def plan_bulk(self, rows: Iterable[Any] | AsyncIterable[Any], **options: Any) -> AsyncBulkPlan:
        """Plan the updates of many; see `Users.plan_bulk`.

        Args:
            rows: as there; also an asynchronous iterable.
            options: as there, but for `stop`: cancel the task.
        """
        return await self._planned(self._of.plan_bulk, rows, options)


class AsyncBulk(AsyncSaved):
    """The bulk runs of one server for asyncio; see `soapclient.inforouter.bulk_runs.Bulk`."""

    def __init__(self, bulk: Callable[[], Bulk]) -> None:
        self._bulk = bulk

    @property
    def _of(self) -> Bulk:
        return self._bulk()

    async def plan_operation(
        self, operation: str, rows: Iterable[Any] | AsyncIterable[Any], **options: Any
    ) -> AsyncBulkPlan:
        """Plan a call of an operation for each row; see `Bulk.plan_operation`.

        Args:
            operation: as there.
            rows: as there; also an asynchronous iterable.
            options: as there, but for `stop`: cancel the task.
        """
        return await self._planned(functools.partial(self._of.plan_operation, operation), rows, options)

    def __repr__(self) -> str:
        return "<AsyncBulk>"


class AsyncBulkPlan:
    """A plan whose long steps are awaited; see `BulkPlan`.

    Attributes:
        plan: the plan itself, to be looked at and saved.
    """

    def __init__(self, plan: BulkPlan) -> None:
        self.plan = plan

    async def apply(self, journal: str | os.PathLike[str] | None = None, **options: Any) -> BulkResult:
        """Carry it out; see `BulkPlan.apply`. A task that is cancelled leaves a journal that can be resumed."""
        return await _in_thread(self.plan.apply, journal, **options)

    async def __aenter__(self) -> AsyncBulkPlan:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.plan.close()

    def __repr__(self) -> str:
        return f"<Async{repr(self.plan)[1:]}"


class AsyncBulkJournal:
    """The journal of a run, whose long steps are awaited; see `BulkJournal`.

    Attributes:
        journal: the journal itself, to be looked at.
    """

    def __init__(self, journal: BulkJournal) -> None:
        self.journal = journal

    async def resume(self, **options: Any) -> BulkResult:
        """Go on with the run; see `BulkJournal.resume`."""
        return await _in_thread(self.journal.resume, **options)

    async def undo(self, **options: Any) -> AsyncBulkPlan:
        """Plan the restoring of what the run changed; see `BulkJournal.undo`."""
        return AsyncBulkPlan(await _in_thread(self.journal.undo, **options))

    async def __aenter__(self) -> AsyncBulkJournal:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.journal.__exit__(kind, error, trace)

    def __repr__(self) -> str:
        return f"<Async{repr(self.journal)[1:]}"
