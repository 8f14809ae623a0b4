"""Flows: what is to be sent, yielded by a generator that is given what came back.

A call, a login or a workflow is written once, as a flow, and says neither who sends nor how its caller waits. The
synchronous client carries a flow through in the caller's thread, the asynchronous one in a thread of its own.
A flow that is given up sends nothing more but what it has to clean up, and whoever waits for what it was about goes on.
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
        """What came over the wire, judged by nobody yet."""

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
        """Sends a message; another thread can break that off."""

        def __call__(self, one: Message, abort: Abort | None = None, /) -> Raw:
            """Send a message and return what comes back."""


class UnderWay:
    """What somebody is about, such as a login, until it is over: others wait for that."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._waiting: list[Callable[[], object]] = []

    def over(self) -> None:
        """Say that it is over; once."""
        with self._lock:
            self._over.set()
            waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()

    def wait(self) -> None:
        """Wait until it is over."""
        self._over.wait()

    def then(self, call: Callable[[], object]) -> None:
        """Have a function called, in whatever thread, when it is over; at once where it is."""
        with self._lock:
            if not self._over.is_set():
                self._waiting.append(call)
                return
        call()


class Page(tuple[T, ...]):
    """Items of a listing that are there to be given out."""

    __slots__ = ()


class Done(Generic[T]):
    """How a flow ended.

    Attributes:
        value: what it returned.
    """

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value


# A flow yields a message to be sent, or what another one is about, to wait for its end.
Flow = Generator[Message | UnderWay, Any, T]
# A listing is a flow that also yields pages of items, as they come.
Listing = Generator[Message | UnderWay | Page[T], Any, None]
Send = Callable[[Message], "Raw"]


def advance(flow: Generator[Any, Any, T], send: Send, came: Any = None) -> Done[T] | UnderWay | Page[Any]:
    """Carry a flow on until it ends, has to wait for somebody else, or has a page to give out.

    Args:
        flow: the flow.
        send: sends a message and returns what comes back.
        came: what to give the flow first: None, or what it waited for.

    Returns:
        Its end, what it waits for, or the page.

    Raises:
        Exception: what the flow raised, without the variables of the frames that it came through: secrets are in them.
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
    """Carry a part of a flow through, and clean up after it: also where it fails, or nobody waits for it any more.

    Args:
        part: the part.
        clean: cleans up; it is given the error that the part ended with, or None. What it raises is raised instead.

    Returns:
        What the part returns.
    """
    try:
        result = yield from _marked(part, cleans=False)
    except GeneratorExit:  # it was dropped, and nothing can be sent any more
        raise
    except BaseException as exc:
        yield from _marked(clean(exc), cleans=True)
        raise
    yield from _marked(clean(None), cleans=True)
    return result


def _marked(part: Flow[T], *, cleans: bool) -> Flow[T]:
    """Mark the messages of a part: its flow has something to clean up, or they do that."""
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
        The first message that it has to clean up with, for `clean_up`; None where it is over.
    """
    try:
        effect = flow.throw(GivenUp())
    except (GivenUp, StopIteration):
        return None
    except SoapClientError as exc:
        log.info("what nobody waited for any more ended with: %s", exc)
        return None
    if isinstance(effect, Message) and effect.cleans:
        return effect
    flow.close()
    return None


def clean_up(flow: Generator[Any, Any, Any], first: Message, send: Send) -> None:
    """Carry a flow on that cleans up after itself, since nobody waits for it any more.

    Args:
        flow: the flow.
        first: what `leave` returned.
        send: sends a message and returns what comes back.
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
        log.info("what nobody waited for any more could not be cleaned up: %s", exc)
        return
    flow.close()


class Blocking:
    """Carries flows through in the thread of who asks.

    Args:
        send: sends a message and returns what comes back.
    """

    def __init__(self, send: Send) -> None:
        self._send = send

    @property
    def blocking(self) -> Blocking:
        """Itself, as its asynchronous twin has one."""
        return self

    def carry(self, flow: Flow[T]) -> T:
        """Return what a flow returns."""
        while True:
            outcome = advance(flow, self._send)
            if isinstance(outcome, Done):
                value: T = outcome.value
                return value
            if isinstance(outcome, UnderWay):
                outcome.wait()

    def items(self, listing: Listing[T]) -> Iterator[T]:
        """Give out the items of a listing, page after page; nothing is sent before the first is asked for."""
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
