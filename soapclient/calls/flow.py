"""Flows: generators that yield messages to send and receive the replies.

A call, a login or a workflow is written once, as a flow, independent of who sends and how the caller waits. The
synchronous client runs a flow in the caller's thread, the asynchronous one in a separate thread.
An abandoned flow sends nothing more except to clean up, and flows that wait for its work continue.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import attrs

from ..errors import SoapClientError
from ..wire.abort import GivenUp
from ..wire.secret import forget_locals
from .message import Message

log = logging.getLogger("soapclient.flow")

T = TypeVar("T")


if TYPE_CHECKING:
    from ..wire.abort import Abort

    class Raw(Protocol):
        """A raw reply, not yet judged."""

        @property
        def status(self) -> int:
            """The HTTP status."""

        @property
        def headers(self) -> Any:
            """The HTTP headers."""

        @property
        def body(self) -> bytes:
            """The bytes."""

    class BreakableSend(Protocol):
        """Sends a message; another thread can abort that."""

        def __call__(self, one: Message, abort: Abort | None = None, /) -> Raw:
            """Send a message and return the raw reply."""


class UnderWay:
    """Work in progress, such as a login, that other flows wait for."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._waiting: list[Callable[[], object]] = []

    def over(self) -> None:
        """Mark it as finished; call this once."""
        with self._lock:
            self._over.set()
            waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()

    def wait(self) -> None:
        """Wait until it is finished."""
        self._over.wait()

    def then(self, call: Callable[[], object]) -> None:
        """Call a function, in any thread, when it is finished; at once if it already is."""
        with self._lock:
            if not self._over.is_set():
                self._waiting.append(call)
                return
        call()


class Page(tuple[T, ...]):
    """Items of a listing that are ready for the caller."""

    __slots__ = ()


class Done(Generic[T]):
    """How a flow ended.

    Attributes:
        value: its return value.
    """

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value


# A flow yields a message to send, or the work of another flow to wait for.
Flow = Generator[Message | UnderWay, Any, T]
# A listing is a flow that also yields pages of items as they arrive.
Listing = Generator[Message | UnderWay | Page[T], Any, None]
Send = Callable[[Message], "Raw"]


def advance(flow: Generator[Any, Any, T], send: Send, came: Any = None) -> Done[T] | UnderWay | Page[Any]:
    """Run a flow until it ends, must wait for another flow, or has a page for the caller.

    Args:
        flow: the flow.
        send: sends a message and returns the raw reply.
        came: the value to send to the flow first: None, or what it waited for.

    Returns:
        Its end, the work that it waits for, or the page.

    Raises:
        Exception: the error of the flow, without the variables of its frames, which hold secrets.
    """
    outer = sys.exc_info()[1]
    try:
        effect = flow.send(came)
        while isinstance(effect, Message):
            try:
                reply = send(effect)
            except BaseException as exc:
                effect = flow.throw(exc)
            else:
                effect = flow.send(reply)
    except StopIteration as end:
        return Done(end.value)
    except BaseException as exc:
        forget_locals(exc, outer)
        raise
    found: UnderWay | Page[Any] = effect
    return found


def ensuring(part: Flow[T], clean: Callable[[BaseException | None], Flow[None]]) -> Flow[T]:
    """Run a part of a flow, and clean up after it, also if it fails or nobody waits for it any more.

    Args:
        part: the part.
        clean: cleans up; called with the error of the part, or None. Its own error replaces that one.

    Returns:
        The result of the part.
    """
    try:
        result = yield from _marked(part, cleans=False)
    except GeneratorExit:  # the flow was dropped, so nothing more can be sent
        raise
    except BaseException as exc:
        yield from _marked(clean(exc), cleans=True)
        raise
    yield from _marked(clean(None), cleans=True)
    return result


def _marked(part: Flow[T], *, cleans: bool) -> Flow[T]:
    """Mark the messages of a part: its flow must clean up, or they are the cleanup."""
    try:
        effect = next(part)
        while True:
            if isinstance(effect, Message):
                effect = attrs.evolve(effect, holds=True, cleans=cleans or effect.cleans)
            try:
                came = yield effect
            except GeneratorExit:
                part.close()
                raise
            except BaseException as exc:
                effect = part.throw(exc)
            else:
                effect = part.send(came)
    except StopIteration as end:
        value: T = end.value
        return value


def leave(flow: Generator[Any, Any, Any]) -> Message | None:
    """Tell a flow that nobody waits for it any more.

    Returns:
        The first message of its cleanup, for `clean_up`; None if the flow is over.
    """
    try:
        effect = flow.throw(GivenUp())
    except (GivenUp, StopIteration):
        return None
    except SoapClientError as exc:
        log.info("an abandoned call ended with: %s", exc)
        return None
    if isinstance(effect, Message) and effect.cleans:
        return effect
    flow.close()
    return None


def clean_up(flow: Generator[Any, Any, Any], first: Message, send: Send) -> None:
    """Run the cleanup of an abandoned flow.

    Args:
        flow: the flow.
        first: the result of `leave`.
        send: sends a message and returns the raw reply.
    """
    effect: Any = first
    try:
        while isinstance(effect, Message) and effect.cleans:
            try:
                reply = send(effect)
            except BaseException as exc:
                effect = flow.throw(exc)
            else:
                effect = flow.send(reply)
    except (GivenUp, StopIteration):
        return
    except SoapClientError as exc:
        log.info("an abandoned call could not clean up: %s", exc)
        return
    flow.close()


class Blocking:
    """Runs flows in the caller's thread.

    Args:
        send: sends a message and returns the raw reply.
    """

    def __init__(self, send: Send) -> None:
        self._send = send

    @property
    def blocking(self) -> Blocking:
        """This object itself; the asynchronous twin has another one."""
        return self

    def carry(self, flow: Flow[T]) -> T:
        """Run a flow and return its result."""
        while True:
            outcome = advance(flow, self._send)
            if isinstance(outcome, Done):
                value: T = outcome.value
                return value
            if isinstance(outcome, UnderWay):
                outcome.wait()

    def items(self, listing: Listing[T]) -> Iterator[T]:
        """Yield the items of a listing, page after page; nothing is sent before the first item is requested."""
        while True:
            outcome = advance(listing, self._send)
            if isinstance(outcome, Done):
                return
            if not isinstance(outcome, Page):
                outcome.wait()
                continue
            try:
                yield from outcome
            except BaseException:
                first = leave(listing)
                if first is not None:
                    clean_up(listing, first, self._send)
                raise
