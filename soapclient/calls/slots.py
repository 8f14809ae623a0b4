"""Slots and threads: limit how many flows run at once, each in a thread that nobody must wait for.

The threads are daemons: an abandoned stretch neither keeps its slot nor delays the end of the process.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
import threading
from collections import OrderedDict
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, Literal

from ..errors import ContractError, SoapClientError
from ..wire import forks
from ..wire.abort import Abort, GivenUp, current
from .flow import UnderWay, advance, clean_up, leave

if TYPE_CHECKING:
    from .flow import BreakableSend, Flow, Listing, Raw
    from .message import Message

_IDLE: Final = 10.0  # seconds after which an idle thread ends


class Stretch:
    """A flow that runs in a thread until it ends, must wait for another flow, or has a page for the caller.

    Args:
        flow: the flow.
        send: sends a message and returns the raw reply.
        counts: whether it takes a slot.

    Attributes:
        flow: the flow.
        counts: whether it takes a slot.
        state: "new", "waiting" for a slot, "running", "left" (abandoned by its task while running), or "over".
        abort: aborts its request.
        future: its end, to await in the event loop that created it.
        process: a token of the process that it started in.
        holds: whether the flow must clean up if it is abandoned.
    """

    def __init__(self, flow: Flow[Any] | Listing[Any], send: BreakableSend, *, counts: bool = True) -> None:
        self.flow = flow
        self.counts = counts
        self.state: Literal["new", "waiting", "running", "left", "over"] = "new"
        self.abort = Abort()
        self.process: object = None
        self.holds = False
        self._send = send
        self._context = contextvars.copy_context()
        self._context.run(current.set, self.abort)
        self._loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self._loop.create_future()
        self._outcome: Any = None
        self._error: BaseException | None = None

    def run(self) -> None:
        """Run the flow, in the context of its task."""
        try:
            self._outcome = self._context.run(advance, self.flow, self._unless_left)
        except BaseException as exc:
            self._error = exc

    def _unless_left(self, message: Message) -> Raw:
        """Send a message; if nobody waits for it any more, end the flow instead, and let flows that share it go on.

        Raises:
            GivenUp: its task has left; the effect of the message is unknown.
        """
        self.holds = message.holds
        if message.cleans:
            return self._send(message, None)
        if self.abort.aborted:
            raise GivenUp
        try:
            return self._send(message, self.abort)
        except SoapClientError:
            if self.abort.aborted:
                raise GivenUp from None
            raise

    def fail(self, error: BaseException) -> None:
        """End it with an error instead of running it."""
        self._error = error

    def deliver(self) -> None:
        """Pass its end to the event loop; nobody waits in a closed loop."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._resolve)

    def _resolve(self) -> None:
        future, error = self.future, self._error
        del self.future, self._error  # the traceback of an error holds this object
        if future.done():
            return
        if error is None:
            future.set_result(self._outcome)
        else:
            future.set_exception(error)

    def give_up(self) -> Callable[[], None] | None:
        """Tell the suspended flow that nobody waits for it; return a function that cleans up, if needed."""
        return given_up(self.flow, self._send, self._context)


def given_up(
    flow: Flow[Any] | Listing[Any], send: BreakableSend, context: contextvars.Context
) -> Callable[[], None] | None:
    """Tell a suspended flow that nobody waits for it; return a function that cleans up, if needed."""
    first = context.run(leave, flow)
    return None if first is None else functools.partial(context.run, clean_up, flow, first, send)


class Slots:
    """Runs stretches in threads, at most one per slot; the others wait in turn.

    A stretch that is abandoned while it runs returns its slot at once, although its thread may notice a moment later.

    Args:
        count: the number of slots.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._closed = False
        self._lock = forks.lock()
        self.after_fork()
        forks.renewed(self)

    def after_fork(self) -> None:
        """Start again in a child process, which does not have the threads."""
        self._process = object()
        self._free = self._count
        self._idle = 0
        self._endings: dict[object, UnderWay] = {}
        self._waiting: OrderedDict[Stretch, None] = OrderedDict()
        self._handed: SimpleQueue[Stretch | None] = SimpleQueue()

    def begin(self, stretch: Stretch) -> asyncio.Future[Any]:
        """Run a stretch, at once or when a slot is free; return the future of its end.

        Raises:
            ContractError: the client is closed.
        """
        with self._lock:
            if self._closed:
                raise ContractError("The client is closed: create a new one")
            stretch.process = self._process
            if stretch.counts and not self._free:
                stretch.state = "waiting"
                self._waiting[stretch] = None
                return stretch.future
            stretch.state = "running"
            self._free -= stretch.counts
        self._hand_over(stretch)
        return stretch.future

    def leave(self, stretch: Stretch) -> None:
        """Abandon a stretch: abort its request; the thread that runs its flow closes it.

        A stretch that started before this process was forked belongs to the parent, and is left alone.
        """
        if stretch.process not in (None, self._process):
            return
        following = None
        with self._lock:
            before = stretch.state
            if before == "running":
                stretch.state = "left"
                if stretch.holds:
                    self._endings[stretch] = UnderWay()
                following = self._next() if stretch.counts else None
            else:
                stretch.state = "over"
                self._waiting.pop(stretch, None)
        if before != "running":
            self._clean_up(stretch.give_up())
            return
        stretch.abort.now()
        self._hand_over(following)

    def give_up(self, flow: Flow[Any] | Listing[Any], send: BreakableSend) -> None:
        """Abandon a suspended flow; another thread sends its cleanup."""
        self._clean_up(given_up(flow, send, contextvars.copy_context()))

    def endings(self) -> list[UnderWay]:
        """Return the cleanups in progress of abandoned flows."""
        with self._lock:
            return [*self._endings.values()]

    def _clean_up(self, rest: Callable[[], None] | None) -> None:
        """Run the cleanup of a suspended flow in a thread that the end of the process waits for."""
        if rest is None:
            return
        with self._lock:
            self._endings[rest] = UnderWay()
        threading.Thread(target=self._finish, args=(rest, rest), name="soapclient").start()

    def _finish(self, key: object, rest: Callable[[], None] | None) -> None:
        try:
            if rest is not None:
                rest()
        finally:
            with self._lock:
                ending = self._endings.pop(key, None)
            if ending is not None:
                ending.over()

    def close(self) -> None:
        """Start no more stretches; those that run or wait continue."""
        with self._lock:
            self._closed = True
            for _ in range(self._idle):
                self._handed.put(None)
            self._idle = 0

    def _hand_over(self, stretch: Stretch | None) -> None:
        """Pass a stretch with a slot to a thread: an idle one, else a new one."""
        while stretch is not None:
            with self._lock:
                if self._idle:
                    self._idle -= 1
                    self._handed.put(stretch)
                    return
            try:
                threading.Thread(target=self._work, args=(stretch,), daemon=True, name="soapclient").start()
                return
            except RuntimeError as exc:  # the system has no more threads
                stretch.fail(exc)
                stretch = self._end(stretch)

    def _work(self, stretch: Stretch | None) -> None:
        while stretch is not None:
            stretch.run()
            stretch = self._end(stretch)
            if stretch is None:
                stretch = self._rest()

    def _end(self, stretch: Stretch) -> Stretch | None:
        """End a stretch, and return the stretch that gets its slot, if any."""
        with self._lock:
            left = stretch.state == "left"
            stretch.state = "over"
            following = self._next() if stretch.counts and not left else None
        if left:
            self._finish(stretch, stretch.give_up())
        else:
            stretch.deliver()
        return following

    def _next(self) -> Stretch | None:
        """Pass a slot to the stretch that has waited longest, and return that; call this with the lock held."""
        if not self._waiting:
            self._free += 1
            return None
        stretch, _ = self._waiting.popitem(last=False)
        stretch.state = "running"
        return stretch

    def _rest(self) -> Stretch | None:
        """Wait for another stretch; None if there are enough threads, or after a while without work."""
        with self._lock:
            if self._closed or self._idle >= self._count:
                return None
            self._idle += 1
        while True:
            try:
                return self._handed.get(timeout=_IDLE)
            except Empty:
                with self._lock:
                    if self._handed.empty():
                        self._idle -= 1
                        return None
