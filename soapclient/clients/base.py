"""The parts of every client, for any service: they send, find the contract, and make calls."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from ..calls.caller import Caller
from ..calls.flow import Blocking, Flow
from ..calls.message import Message
from ..calls.session import Session
from ..contract.contract import Contract
from ..errors import ArgumentError, ConnectError, ContractError, RequestTimeout
from ..wire.abort import Abort
from ..wire.forks import Unshared
from ..wire.secret import unseen
from ..wire.transport import RawReply
from ..wire.waiting import seconds

T = TypeVar("T")

CONCURRENCY: Final = 64  # docs/asyncio.md has the figures

if TYPE_CHECKING:
    from typing_extensions import Self

    from ..calls.caller import Contracts
    from ..calls.flow import BreakableSend
    from ..calls.threads import Threads
    from ..wire.bodies import Taker
    from ..wire.outgoing import StreamedBody
    from ..wire.waiting import Seconds

    class Wire(Protocol):
        """An object that sends bytes: a `Transport`, or `Origins` with several."""

        def post(
            self,
            url: str,
            body: bytes | StreamedBody,
            headers: Mapping[str, str],
            *,
            secrets: tuple[str, ...] = (),
            abort: Abort | None = None,
            safe: bool = False,
            document: bool = False,
            into: Taker | None = None,
            timeout: Seconds | None = None,
        ) -> RawReply:
            """Send a request and return the raw reply."""

        def close(self) -> None:
            """Close all connections."""


class ClientParts:
    """The parts of a client.

    Attributes:
        transport: sends bytes.
        loader: finds the contract.
        session: how the client identifies itself to the service.
        caller: makes calls.
        timeout: the seconds to connect, and to the complete reply.
    """

    transport: Wire
    loader: Contracts
    session: Session
    caller: Caller
    timeout: Seconds

    def send(self, one: Message, abort: Abort | None = None, timeout: Seconds | None = None) -> RawReply:
        """Send a message and return the raw reply; `abort` cancels it."""
        return self.transport.post(
            one.url,
            one.body,
            one.headers,
            secrets=one.secrets,
            safe=one.safe,
            document=one.document,
            abort=abort,
            into=one.into,
            timeout=timeout,
        )

    def close(self) -> None:
        """Close the connections; the session has already ended."""
        self.transport.close()

    def end(self) -> Flow[None]:
        """End the session, then close the connections even if that failed."""
        try:
            yield from self.caller.close()
        finally:
            self.close()


class Sharing:
    """Sends for a client that shares all but its options with another one.

    Args:
        origin: the other one, which lives as long.
        timeout: the seconds to connect, and to the complete reply.

    Attributes:
        closed: whether the client was closed, so that it sends nothing more but what has to be cleaned up.
    """

    def __init__(self, origin: Wired, timeout: Seconds) -> None:
        self.origin = origin
        self.timeout = timeout
        self.closed = False

    def send(self, one: Message, abort: Abort | None = None) -> RawReply:
        """Send a message and return the raw reply.

        Raises:
            ContractError: the client is closed.
        """
        if self.closed and not one.cleans:
            raise ContractError("The client is closed: make a new one")
        wiring = self.origin.wiring
        try:
            return wiring.send(one, abort, self.timeout)
        except (RequestTimeout, ConnectError) as exc:
            # Not for others who wait for this login: they may have more time.
            vars(exc)["hurried"] = any(own < usual for own, usual in zip(self.timeout, wiring.timeout, strict=True))
            raise


class Wired(Unshared):
    """The common base of all clients.

    Attributes:
        wiring: the parts of the client.
    """

    wiring: ClientParts
    _closed = True
    _sharing: Sharing | None = None

    def with_options(self, *, timeout: float | Seconds) -> Self:
        """Return a client with another timeout, which shares the session, connections and contract of this one.

        Closing it ends nothing for this one; closing this one closes both. It is cheap to make, for one call too:
        `ir.with_options(timeout=5).service.GetUser(UserName="jdoe")`.

        Args:
            timeout: seconds until the reply of a request must be complete, or a pair with the seconds to connect
                before them. Requests for the WSDL keep the timeout of this client.

        Raises:
            ArgumentError: the timeout is not a number of seconds, or a pair of them.
        """
        kind = type(self)
        found = {
            name: value
            for name, value in vars(self).items()
            if not isinstance(getattr(kind, name, None), functools.cached_property)
        }
        made: Self = object.__new__(kind)
        sharing = Sharing(self, seconds(timeout, self.wiring.timeout[0]))
        vars(made).update(found, _sharing=sharing, _closed=False)
        made._send_by(sharing.send)
        return made

    def _send_by(self, send: BreakableSend) -> None:
        """Carry flows by another function that sends."""
        raise NotImplementedError  # each of the two kinds of clients has its own

    def _close_alone(self) -> bool:
        """Close a client that shares with another one; return whether that is all there is to close."""
        self._closed = True
        if self._sharing is not None:
            self._sharing.closed = True
        return self._sharing is not None

    def __del__(self) -> None:
        if not self._closed and self._sharing is None and self.wiring.session.owns_token:
            warnings.warn(
                f"{self!r} was not closed: its ticket stays open on the server", ResourceWarning, stacklevel=2
            )

    def _shown(self) -> str:
        """Describe the server of this client, without secrets."""
        raise NotImplementedError  # each of the two kinds of clients has its own

    def __repr__(self) -> str:
        if "wiring" not in vars(self):
            return f"<{type(self).__name__} (not made)>"
        return f"<{type(self).__name__} {self._shown()}{' (closed)' if self._closed else ''}>"


class CalledClient(Wired):
    """A client whose calls run in the caller's thread."""

    _carrier: Blocking

    @property
    def contract(self) -> Contract:
        """The contract that calls are bound to, read on first use.

        Raises:
            WsdlError: the WSDL could not be fetched or read.
        """
        return self.wiring.loader.contract

    def envelope(self, operation: str, /, **arguments: Any) -> str:
        """Return the envelope or form that a call would send, without ticket and passwords; send nothing.

        Args:
            operation: the operation's name.
            arguments: as in a call.

        Raises:
            ContractError: the arguments do not fit.
        """
        try:
            with unseen():
                return self.wiring.caller.show(operation, arguments)
        finally:
            del arguments  # as in a call

    def close(self) -> None:
        """End the session, such as the client's own ticket, and close the connections. Never raises."""
        if not self._closed and not self._close_alone():
            self._carrier.carry(self.wiring.end())

    def _send_by(self, send: BreakableSend) -> None:
        self._carrier = Blocking(send)
        self._offer()

    def _offer(self) -> None:
        """Make the object that offers the operations."""
        raise NotImplementedError  # each client has its own

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AwaitedClient(Wired):
    """A client whose calls are awaited."""

    _threads: Threads

    async def contract(self) -> Contract:
        """Return the contract that calls are bound to, read on first use; see `contract` of the synchronous client."""
        return await self._found(lambda: self.wiring.loader.contract)

    async def _found(self, what: Callable[[], T]) -> T:
        """Return a result that may need the contract, without blocking the event loop."""

        def flow() -> Flow[T]:
            yield from ()
            return what()

        return await self._threads.carry(flow())

    async def close(self) -> None:
        """End the session, such as the client's own ticket, and close the connections.

        Calls that were cancelled are not waited for, but for what they have to clean up.
        """
        if self._closed or self._close_alone():
            return
        try:
            await self._threads.settle()
            await self._threads.carry(self.wiring.end(), counts=False)
        finally:
            self._threads.close()

    def _send_by(self, send: BreakableSend) -> None:
        self._threads = self._threads.sending_by(send)
        self._offer()

    def _offer(self) -> None:
        """Make the object that offers the operations."""
        raise NotImplementedError  # each client has its own

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def check_concurrency(concurrency: int) -> None:
    """Refuse a concurrency that would allow no call."""
    if concurrency < 1:
        raise ArgumentError(None, (f"concurrency must be at least 1, not {concurrency}",))
