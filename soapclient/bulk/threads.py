"""Work in a thread that asyncio awaits: cancelling the task ends it, and it may read rows from the event loop.

A cancelled task starts no more calls. It ends after the calls in progress are answered and the journal is closed.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextvars
import functools
import threading
from collections.abc import AsyncIterable, Callable, Iterator
from typing import Any, Final, TypeVar

from ..errors import BulkError

T = TypeVar("T")
_END: Final = object()


class Stop(threading.Event):
    """The event that ends a step: nothing more is started, and no further row of an asynchronous iterable is awaited.

    Attributes:
        awaited: the row that a thread waits for, if any.
    """

    def __init__(self) -> None:
        super().__init__()
        self.awaited: concurrent.futures.Future[Any] | None = None

    def set(self) -> None:
        """Set the event, and stop waiting for a row."""
        super().set()
        if self.awaited is not None:
            self.awaited.cancel()


async def in_thread(
    function: Callable[..., T],
    *positional: Any,
    stop: Stop | None = None,
    progress: Callable[..., object] | None = None,
    **named: Any,
) -> T:
    """Run a step in its own thread, in the task's context, and wait for its end even if the task is cancelled.

    Args:
        function: the step; it takes `stop`, and `progress` if that is given.
        positional: its positional arguments.
        stop: the event that is set when the task is cancelled; a new one by default.
        progress: the progress function of the step; called in the event loop, not in the thread.
        named: its other keyword arguments.

    Returns:
        The result of the step.

    Raises:
        CancelledError: the task was cancelled; the step has ended.
        Exception: the error of the step.
    """
    loop = asyncio.get_running_loop()
    stop = stop or Stop()
    if progress is not None:
        named["progress"] = functools.partial(loop.call_soon_threadsafe, progress)
    thread = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="soapclient-run")
    carried = functools.partial(contextvars.copy_context().run, function, *positional, stop=stop, **named)
    step = loop.run_in_executor(thread, carried)
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


def rows_of(found: AsyncIterable[Any], loop: asyncio.AbstractEventLoop, stop: Stop) -> Iterator[Any]:
    """Iterate in a thread over an iterable of the event loop.

    Args:
        found: the rows.
        loop: the event loop that reads them.
        stop: the event that ends waiting for a row.

    Returns:
        The rows, one by one as they arrive.

    Raises:
        BulkError: the step was stopped while it waited for a row.
    """
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
            raise BulkError("it was stopped before the end") from None
        if item is _END:
            return
        yield item
