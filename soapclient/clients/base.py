"""The parts of every client, for any service: they send, find the contract, and make calls."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from ..calls.caller import Caller
from ..calls.flow import Blocking, Flow
from ..calls.message import Message
from ..calls.session import Session
from ..contract.contract import Contract
from ..errors import ArgumentError
from ..wire.abort import Abort
from ..wire.forks import Unshared
from ..wire.secret import unseen
from ..wire.transport import RawReply

T = TypeVar("T")

CONCURRENCY: Final = 64  # docs/asyncio.md has the figures

if TYPE_CHECKING:
    from typing_extensions import Self

    from ..calls.caller import Contracts
    from ..calls.threads import Threads
    from ..wire.bodies import Taker
    from ..wire.outgoing import StreamedBody

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
    """

    transport: Wire
    loader: Contracts
    session: Session
    caller: Caller

    def send(self, one: Message, abort: Abort | None = None) -> RawReply:
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


class Wired(Unshared):
    """The common base of all clients.

    Attributes:
        wiring: the parts of the client.
    """

    wiring: ClientParts
    _closed = True

    def __del__(self) -> None:
        if not self._closed and self.wiring.session.owns_token:
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
        if self._closed:
            return
        self._closed = True
        self._carrier.carry(self.wiring.end())

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
        if self._closed:
            return
        self._closed = True
        try:
            await self._threads.settle()
            await self._threads.carry(self.wiring.end(), counts=False)
        finally:
            self._threads.close()

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
