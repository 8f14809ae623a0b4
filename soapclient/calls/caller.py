"""A complete call: bind, write, send, judge, and repeat once after an expired session.

A call is a flow: it yields the message to send and receives the reply, so the synchronous and the asynchronous client
run the same code. Nothing here waits, and nothing here knows HTTP.
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
        """The source of a caller's contract; see `contract.loading.loader.Loader`."""

        @property
        def contract(self) -> Contract:
            """The contract that calls are bound to."""

        def notice(self, name: str) -> None:
            """Warn once about an operation that a program with another contract would misuse."""

        def recheck(self, occasion: object) -> None:
            """Ask the server whether its contract has changed."""

    class CallPlace(Protocol):
        """The destination of calls, known at the latest when the first one is sent."""

        @property
        def url(self) -> str:
            """The URL of the service."""

        @property
        def soap_version(self) -> SoapVersion:
            """The SOAP version of the calls."""


class Caller:
    """Makes the calls of one client.

    Args:
        place: the destination of calls.
        contracts: the source of the contract.
        profile: the conventions of the service.
        session: the client's session.
        transport: "soap", or "http-post".
        on_null: for "http-post": whether a value that null would keep is refused, or read and sent again.
        on_clear: for "http-post": whether an empty text is refused, read back after the call, or just sent.
        known: returns the secrets of each request outside its message, such as a password in its head.
        around: the layers around each envelope, if any.
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
        """The contract that calls are bound to, read on first use."""
        return self.contracts.contract

    def find(self, name: str) -> Operation:
        """Return the operation with this exact name or Python spelling."""
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
            operation: the operation, from this contract or the previous one.
            arguments: values by the parameters' exact names or Python spellings; for bytes also a path, an open file,
                an iterator or a `Source`, which is read while it is being sent.
            resent: the arguments that were just read from the server; an empty one clears nothing.
            plain: whether to make it as given, without completing or confirming anything: a part of another call.
            into: a sink for the bytes of the answer while they arrive. After an error it may have some bytes, which are
                invalid. The limit of a reply applies to what is kept in memory.

        Returns:
            The answer, of the profile's class.

        Raises:
            ContractError: the arguments do not fit; nothing was sent.
            TransportError: no usable reply arrived.
            ServiceError: the service refused.
            Exception: the error of the sink.
        """
        bound, answer = yield from self._make(operation.name, arguments, resent, plain, into)
        operation = bound.operation
        if (operation.says or operation.whole) and not plain:
            answer = yield from self.profile.confirm(operation, bound.parts, answer, self._part, self.find)
        if bound.cleared:
            yield from self.profile.read_back(operation, bound.parts, bound.cleared, self._part, self.find)
        return answer

    def _part(self, operation: Operation, arguments: Mapping[str, Any]) -> Flow[Any]:
        """Make a call that is part of another call."""
        return self.call(operation, arguments, plain=True)

    def _make(
        self, name: str, arguments: Mapping[str, Any], resent: Collection[str], plain: bool, into: ByteSink | None
    ) -> Flow[tuple[BoundCall, Any]]:
        """Send a call, again after an expired session; return the bound call and its answer."""
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
        """Make a call about the session itself, with the given token or without one.

        Args:
            name: the operation's exact name.
            arguments: values by the parameters' names, whatever their letter case in this contract; or secrets.
            token: the token of a session to end; a closed client makes such a call too.
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
        """Return the envelope or form that a call would send, without the token and with secrets hidden.

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
        """Return the parameters to read back after a call, because a form may not clear them.

        Args:
            operation: the operation to call.
            parts: the result of `arguments.bind`.

        Raises:
            NullNotAllowed: a form may not clear one of them, and it should or can not be read back.
        """
        if self.transport == "soap":
            return ()
        return form_post.cleared(operation, parts, self.on_clear, self.profile.reads_back)

    def close(self) -> Flow[None]:
        """Refuse further calls, and end the session."""
        self.closed = True
        yield from self.session.close(self.outside)

    def _bind(
        self, name: str, arguments: Mapping[str, Any], resent: Collection[str], plain: bool, into: ByteSink | None
    ) -> Flow[BoundCall]:
        """Bind the arguments of a call, and find the part for the session's token, if any."""
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
        """Bind a refused call to the server's current contract; None if an argument cannot be read again.

        A restarted server has forgotten its sessions, and may have another version.
        """
        self.contracts.recheck(occasion)
        if self.contract is bound.contract:
            return bound
        if any(isinstance(value, Iterator) for value in arguments.values()):
            return None
        return (yield from self._bind(bound.operation.name, arguments, resent, plain, into))

    def _exchange(self, bound: BoundCall, token: Secret[str] | None = None, *, closing: bool = False) -> Flow[Any]:
        """Send one message and judge the reply."""
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
            if bound.intake is not None and bound.intake.written:  # do not write the bytes twice
                raise UnexpectedReply(f"{exc.message}; some bytes had come before", operation=operation.name) from None
            raise

    def _written(self, bound: BoundCall, token: Secret[str] | None) -> Message:
        """Write the message of a call. Only this method puts a token into one."""
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
        """Return the secrets of a sent request, including a password that was asked for in the meantime."""
        return sent.secrets if self._known is None else (*sent.secrets, *self._known())

    def _require_open(self) -> None:
        if self.closed:
            raise ContractError("The client is closed: create a new one")
