"""The whole of a call, from top to bottom: bind, write, send, judge, and once more after a session that was over.

A call is a flow: it yields the message to be sent and is given what came back, so that the synchronous and the
asynchronous client drive the same code. Nothing here waits, and nothing here knows HTTP.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from ..contract.contract import Contract
from ..contract.model import Operation, SoapVersion
from ..errors import ContractError, SessionExpired, TransportError, UnexpectedReply
from ..replies.error_builder import with_doubt
from ..wire.redact import hide
from ..wire.secret import Secret
from . import form_post, large, message
from .arguments import bind
from .flow import Flow
from .judged import BoundCall, judged
from .message import Message
from .profile import Profile
from .secrets import hidden, secrets
from .session import Session

if TYPE_CHECKING:
    from ..replies.sinks import ByteSink
    from .around import Around

    class Contracts(Protocol):
        """Where a caller gets its contract; see `contract.loading.loader.Loader`."""

        @property
        def contract(self) -> Contract:
            """The contract that calls are bound to."""

        def notice(self, name: str) -> None:
            """Warn once of an operation that a program written for another contract would misuse."""

        def recheck(self, occasion: object) -> None:
            """Ask the server whether its contract is still the one at hand."""

    class CallPlace(Protocol):
        """Where calls go, known at the latest when the first one is about to be sent."""

        @property
        def url(self) -> str:
            """The URL of the service."""

        @property
        def soap_version(self) -> SoapVersion:
            """The SOAP version that it is called in."""


class Caller:
    """Makes the calls of one client.

    Args:
        place: where calls go.
        contracts: where the contract comes from.
        profile: the service's own ways.
        session: the client's session.
        transport: "soap", or "http-post".
        on_null: over "http-post", whether what null would keep is refused or read and sent again.
        on_clear: over "http-post", whether an empty text is refused, read back after the call, or just sent.
        known: returns what is secret in each request beside its message, such as a password in its head.
        around: what is put around each envelope, if anything.
    """

    def __init__(
        self,
        place: CallPlace,
        contracts: Contracts,
        profile: Profile,
        session: Session,
        *,
        transport: form_post.TransportName = "soap",
        on_null: form_post.OnNullSaid = "refuse",
        on_clear: form_post.OnClearSaid = "refuse",
        known: Callable[[], tuple[str, ...]] | None = None,
        around: Around | None = None,
    ) -> None:
        self.place = place
        self.contracts = contracts
        self.profile = profile
        self.session = session
        self.transport: form_post.TransportName = transport
        self.on_null: form_post.OnNullSaid = on_null
        self.on_clear: form_post.OnClearSaid = on_clear
        self._known = known
        self.around = around
        self.closed = False

    @property
    def contract(self) -> Contract:
        """The contract that calls are bound to, read at first need."""
        return self.contracts.contract

    def find(self, name: str) -> Operation:
        """Return the operation of this exact name or Python spelling."""
        return self.contract[name]

    def call(
        self,
        operation: Operation,
        arguments: Mapping[str, Any],
        resent: Collection[str] = (),
        *,
        plain: bool = False,
        into: ByteSink | None = None,
    ) -> Flow[Any]:
        """Make one call.

        Args:
            operation: the operation, of this contract or of the one before.
            arguments: values by the parameters' exact names or Python spellings; for bytes also a path, an open file,
                an iterator or a `Source`, which is read while it is sent.
            resent: those that are as they were read just before: an empty one is not to clear anything.
            plain: make it as it is, with nothing completed and nothing confirmed: a part of another call.
            into: what the bytes of the answer are written to while they arrive. It may have been written to when an
                error comes: what it has is then worth nothing. The limit of a reply is for what is kept in memory.

        Returns:
            The answer, of the profile's class.

        Raises:
            ContractError: the arguments do not fit; nothing was sent.
            TransportError: no usable reply came.
            ServiceError: the service refused.
            Exception: what the sink raised.
        """
        bound, answer = yield from self._make(operation.name, arguments, resent, plain, into)
        operation = bound.operation
        if (operation.says or operation.whole) and not plain:
            answer = yield from self.profile.confirm(operation, bound.parts, answer, self._part, self.find)
        if bound.cleared:
            yield from self.profile.read_back(operation, bound.parts, bound.cleared, self._part, self.find)
        return answer

    def _part(self, operation: Operation, arguments: Mapping[str, Any]) -> Flow[Any]:
        """Make a call that is a part of another one."""
        return self.call(operation, arguments, plain=True)

    def _make(
        self, name: str, arguments: Mapping[str, Any], resent: Collection[str], plain: bool, into: ByteSink | None
    ) -> Flow[tuple[BoundCall, Any]]:
        """Send a call, and once more after a session that was over; return what it was bound to, and its answer."""
        bound = yield from self._bind(name, arguments, resent, plain, into)
        if not bound.slot:
            return bound, (yield from self._exchange(bound))
        self._require_open()
        token = yield from self.session.token(self.outside)
        try:
            return bound, (yield from self._exchange(bound, token))
        except SessionExpired as exc:
            if not self.session.renewable:
                raise
            refusal = exc
        again = yield from self._bind_again(bound, arguments, token, resent, plain, into)
        if again is None:
            raise refusal
        if not again.slot:
            return again, (yield from self._exchange(again))
        answer = yield from self.session.replay(self.outside, lambda new: self._exchange(again, new), token, refusal)
        return again, answer

    def outside(self, name: str, arguments: Mapping[str, Any], token: Secret[str] | None = None) -> Flow[Any]:
        """Make a call that is about the session itself: with the token that is given, or with none.

        Args:
            name: the operation's exact name.
            arguments: values by the parameters' names, whatever their letter case in this contract; or secrets.
            token: the token of a session that is to end; such a call is also made by a client that is closed.
        """
        bound = self._outside(name, arguments, token)
        return (yield from self._exchange(bound, token, closing=token is not None))

    def _outside(self, name: str, arguments: Mapping[str, Any], token: Secret[str] | None) -> BoundCall:
        contract = self.contract
        operation = contract[name]
        self.contracts.notice(operation.name)
        told = {
            operation.spell(key): value.reveal() if isinstance(value, Secret) else value
            for key, value in arguments.items()
        }
        parameter = operation.session_parameter
        slot = parameter.name if token is not None and parameter is not None else ""
        return BoundCall(contract, operation, bind(operation, told), slot)

    def show(self, name: str, arguments: Mapping[str, Any]) -> str:
        """Write the envelope or form that a call would send: without the token, secrets hidden, and not sent.

        Args:
            name: the operation's name.
            arguments: as in a call.

        Raises:
            ContractError: the arguments do not fit.
        """
        operation = self.find(name)
        arguments, held = (large if self.around is None else self.around).hold(operation, arguments)
        parts = bind(operation, arguments)
        shown = hidden(operation, parts)
        if self.transport == "http-post":
            self.profile.reader(operation, shown, reads=False)
            self.cleared(operation, parts)
            return form_post.show(operation, shown)
        version = self.place.soap_version
        written = self.contract.encode(operation, shown, version)
        if self.around is None:
            return written.decode("utf-8") if held is None else held.shown(written.decode("utf-8"))
        url = "" if self.around.addressing is None else self.place.url
        return self.around.show(written, url, self.contract, operation, version, held)

    def cleared(self, operation: Operation, parts: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the parameters that are to be read back after a call, since a form may not clear them.

        Args:
            operation: the operation to be called.
            parts: what `arguments.bind` made of the arguments.

        Raises:
            NullNotAllowed: a form may not clear one of them, and it is not to be read back, or cannot be.
        """
        if self.transport == "soap":
            return ()
        return form_post.cleared(operation, parts, self.on_clear, self.profile.reads_back)

    def close(self) -> Flow[None]:
        """Make no more calls, and end the session."""
        self.closed = True
        yield from self.session.close(self.outside)

    def _bind(
        self, name: str, arguments: Mapping[str, Any], resent: Collection[str], plain: bool, into: ByteSink | None
    ) -> Flow[BoundCall]:
        """Resolve the arguments of a call, and find the part that takes the session's token, if any."""
        contract = self.contract
        operation = contract.operations[name]
        self.profile.verdict.check(operation)
        self.contracts.notice(name)
        if self.transport == "http-post" and self.on_null == "read":
            operation = self.profile.readable(operation)
        arguments, held = (large if self.around is None else self.around).hold(operation, arguments)
        parts: Mapping[str, Any] = bind(operation, arguments)
        read: tuple[str, ...] = ()
        cleared: tuple[str, ...] = ()
        if self.transport == "http-post":
            reads = self.call if self.on_null == "read" else None
            self.profile.reader(operation, parts, reads=reads is not None)
            cleared = self.cleared(operation, {name: parts[name] for name in parts if name not in resent})
            parts, read = yield from self.profile.complete(operation, parts, reads, self.find)
        if operation.whole and not plain:
            parts, rest = yield from self.profile.prepare(operation, parts, self._part, self.find)
            read += rest
        parameter = operation.session_parameter
        slot = "" if parameter is None or parameter.name in parts else parameter.name
        if operation.session == "optional" and not self.session.authenticates:
            slot = ""
        intake = None
        if into is not None:
            intake = large.intake(operation, into, self.profile.verdict, plain=self.transport != "soap")
        return BoundCall(contract, operation, parts, slot, read, cleared, held, intake)

    def _bind_again(
        self,
        bound: BoundCall,
        arguments: Mapping[str, Any],
        occasion: Secret[str],
        resent: Collection[str],
        plain: bool,
        into: ByteSink | None,
    ) -> Flow[BoundCall | None]:
        """Bind a refused call to the server's contract as it is now; None where an argument is used up.

        A server that was restarted forgot its sessions, and may be another version.
        """
        self.contracts.recheck(occasion)
        if self.contract is bound.contract:
            return bound
        if any(isinstance(value, Iterator) for value in arguments.values()):
            return None
        return (yield from self._bind(bound.operation.name, arguments, resent, plain, into))

    def _exchange(self, bound: BoundCall, token: Secret[str] | None = None, *, closing: bool = False) -> Flow[Any]:
        """Send one message and judge what comes back."""
        if not closing:
            self._require_open()
        operation, plain = bound.operation, self.transport != "soap"
        sent, check = self._written(bound, token), None
        if self.around is not None:
            ready = self.around.put(sent, bound.contract, operation, self.place.soap_version, bound.held)
            sent, check = ready.message, functools.partial(self.around.check, sent=ready)
        elif bound.held is not None or bound.intake is not None:
            sent = large.put(sent, operation, bound.held, bound.intake)
        try:
            raw = yield sent
        except TransportError as exc:
            exc.operation = operation.name
            exc.maybe_applied = exc.maybe_applied and operation.changes
            told = hide(f"{operation.name}: {exc.message}", self._secret_in(sent))
            exc.message = with_doubt(told, exc.maybe_applied)
            exc.args = (exc.message,)
            raise
        try:
            return judged(self.profile, bound, raw, self._secret_in(sent), plain=plain, check=check)
        except SessionExpired as exc:
            if bound.intake is not None and bound.intake.written:  # not to be written again behind it
                raise UnexpectedReply(f"{exc.message}; bytes came before that", operation=operation.name) from None
            raise

    def _written(self, bound: BoundCall, token: Secret[str] | None) -> Message:
        """Write the message of a call. This is the one place where a token goes into one."""
        parts = bound.parts
        if bound.slot:
            parts = {**parts, bound.slot: None if token is None else token.reveal()}
        place = self.place
        version = place.soap_version if self.transport == "soap" else None
        known = secrets(bound.operation, parts)
        if self._known is not None:
            known += self._known()
        return message.write(bound.contract, bound.operation, parts, place.url, version, known)

    def _secret_in(self, sent: Message) -> tuple[str, ...]:
        """Return what is secret in a request that was sent: a password may have been asked for meanwhile."""
        return sent.secrets if self._known is None else (*sent.secrets, *self._known())

    def _require_open(self) -> None:
        if self.closed:
            raise ContractError("The client is closed: make a new one")
