"""The asynchronous twin of `Blocking`: runs flows in threads, to be awaited.

A cancelled task abandons its flow: the request in progress is aborted, and nothing more is sent except the cleanup of
the flow. Whether the server carried out an aborted request is unknown.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, TypeVar

from .flow import Blocking, Done, Flow, Listing, Page, UnderWay
from .slots import Slots, Stretch

if TYPE_CHECKING:
    from .flow import BreakableSend

T = TypeVar("T")


class Threads:
    """Runs flows in its own threads, one for each request in progress.

    A flow that waits for another one, such as for a login, holds no thread.

    Args:
        send: sends a message and returns the raw reply.
        count: how many flows may run at once; more wait.

    Attributes:
        blocking: the synchronous twin, which sends through the same transport.
    """

    def __init__(self, send: BreakableSend, count: int) -> None:
        self.blocking = Blocking(send)
        self._send = send
        self._slots = Slots(count)

    def sending_by(self, send: BreakableSend) -> Threads:
        """Return one that sends by another function, in the same places."""
        made = copy.copy(self)
        made.blocking, made._send = Blocking(send), send
        return made

    async def carry(self, flow: Flow[T], *, counts: bool = True) -> T:
        """Run a flow and return its result.

        Args:
            flow: the flow.
            counts: whether it counts towards the flows that may run at once.

        Raises:
            ContractError: the client is closed.
            Exception: the error of the flow.
        """
        while True:
            outcome = await self._advance(flow, counts=counts)
            if isinstance(outcome, Done):
                value: T = outcome.value
                return value
            await self._other(flow, outcome)

    async def items(self, listing: Listing[T]) -> AsyncIterator[T]:
        """Yield the items of a listing, page after page; nothing is sent before the first item is requested."""
        while True:
            outcome = await self._advance(listing)
            if isinstance(outcome, Done):
                return
            if not isinstance(outcome, Page):
                await self._other(listing, outcome)
                continue
            try:
                for item in outcome:
                    yield item
            except BaseException:
                self._slots.give_up(listing, self._send)
                raise

    async def _advance(self, flow: Flow[Any] | Listing[Any], *, counts: bool = True) -> Any:
        stretch = Stretch(flow, self._send, counts=counts)
        try:
            return await self._slots.begin(stretch)
        except BaseException:
            self._slots.leave(stretch)
            raise
        finally:
            del stretch  # it holds the error that is raised here

    async def settle(self) -> None:
        """Wait until abandoned flows have cleaned up."""
        for each in self._slots.endings():
            await _end_of(each)

    def close(self) -> None:
        """Accept no more flows."""
        self._slots.close()

    async def _other(self, flow: Flow[Any] | Listing[Any], outcome: UnderWay | Page[Any]) -> None:
        """Wait for the work of another flow, without a thread."""
        if isinstance(outcome, UnderWay):
            try:
                await _end_of(outcome)
            except BaseException:
                self._slots.give_up(flow, self._send)
                raise


async def _end_of(one: UnderWay) -> None:
    loop = asyncio.get_running_loop()
    over = asyncio.Event()

    def wake() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed, so nobody waits
            loop.call_soon_threadsafe(over.set)

    one.then(wake)
    await over.wait()
