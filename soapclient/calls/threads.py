"""The asynchronous twin of `Blocking`: flows are carried through in threads, and awaited."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from ..errors import ContractError
from .flow import Blocking, Done, Flow, Listing, Page, Send, UnderWay, advance

T = TypeVar("T")


class Threads:
    """Carries flows through in threads of its own, one for each that is being sent.

    A flow that waits for another one, such as for a login, holds no thread meanwhile.

    Args:
        send: sends a message and returns what comes back.
        count: how many flows may be under way at once; more wait.

    Attributes:
        blocking: the synchronous twin, that sends by the same means.
    """

    def __init__(self, send: Send, count: int) -> None:
        self.blocking = Blocking(send)
        self._send = send
        self._pool = ThreadPoolExecutor(max_workers=count, thread_name_prefix="soapclient")
        self._closed = False

    async def run(self, function: Callable[..., T], /, *positional: Any) -> T:
        """Call a function in a thread, and await it.

        Raises:
            ContractError: the client is closed.
        """
        if self._closed:
            raise ContractError("The client is closed: make a new one")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, functools.partial(function, *positional))

    async def carry(self, flow: Flow[T]) -> T:
        """Return what a flow returns."""
        while True:
            outcome = await self.run(advance, flow, self._send)
            if isinstance(outcome, Done):
                value: T = outcome.value
                return value
            await _other(outcome)

    async def items(self, listing: Listing[T]) -> AsyncIterator[T]:
        """Give out the items of a listing, page after page; nothing is sent before the first is asked for."""
        while True:
            outcome = await self.run(advance, listing, self._send)
            if isinstance(outcome, Done):
                return
            if isinstance(outcome, Page):
                for item in outcome:
                    yield item
            else:
                await _other(outcome)

    def close(self) -> None:
        """Take no more flows."""
        self._closed = True
        self._pool.shutdown(wait=False)


async def _other(outcome: UnderWay | Page[Any]) -> None:
    """Wait for what another flow is about, without a thread."""
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    if isinstance(outcome, UnderWay):
        outcome.then(lambda: loop.call_soon_threadsafe(over.set))
        await over.wait()
