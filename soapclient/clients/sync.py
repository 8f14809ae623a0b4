"""`Client`: what users construct. It wires the parts and has no rules of its own."""

from __future__ import annotations

import functools
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ..calls import form_post, message
from ..calls.arguments import bind
from ..calls.proxy import ServiceProxy
from ..calls.secrets import hidden
from ..calls.secrets import secrets as secrets_of
from ..contract.contract import Contract
from ..contract.loading import cache as caches
from ..contract.loading.loader import Loader
from ..contract.model import Operation, SoapVersion
from ..errors import ArgumentError, ContractError, SessionExpired, TransportError
from ..inforouter.login import Auth, Windows, chosen
from ..inforouter.session import Session
from ..replies import faults
from ..replies.error_builder import with_doubt
from ..replies.reply import Reply
from ..service import Service
from ..wire.redact import hide, hide_url
from ..wire.transport import CONNECT_TIMEOUT, MAX_REPLY_BYTES, REPLY_TIMEOUT, Transport
from . import endpoint

if TYPE_CHECKING:
    from lxml import etree

    from ..contract.compare import Change
    from ..inforouter.bulk_runs import Bulk
    from ..inforouter.documents import Documents
    from ..inforouter.steps import Nulls
    from ..inforouter.users import Users
    from ..simulator import Simulator


class Client:
    """A connection to one infoRouter server, safe to share between threads.

    Args:
        server: the URL of `srv.asmx`, or "sim:" for a simulator in memory, or "sim:FILE" for one kept in FILE.
        username: the user to log in as, with `password`; or give `auth`.
        password: that user's password.
        auth: `Password`, `Ticket`, `Windows` or `Impersonate`.
        wsdl: "auto" (the server's own, kept in the cache; the cached or the bundled one with a warning where it cannot
            be had), "remote" (the server's own), "cached" (the cache's, without asking the server), "bundled",
            "bundled-2019", a path or a URL. Calls go to `server` whatever the WSDL says.
        written_for: the contract that the program was written for, a `Contract` or what `Contract.load` takes, or None:
            an operation of the server's own that differs from it, so that a call may lose data or fail, warns once.
        cache: where the servers' contracts are kept: True is the user's cache directory, False nowhere, or a directory.
        soap_version: "1.1" or "1.2".
        transport: "soap", or "http-post" (form POST) where SOAP is switched off.
        on_null: over "http-post", which has no null, "refuse" to keep a value or "read" and resend it: not atomic.
        timeout: seconds until a reply must be complete, or a pair: seconds to connect, seconds to the complete reply.
        max_reply_bytes: the most bytes that a reply may have, as sent and after decompression.
        verify: True, False, or the path of a certificate bundle.
        cert: the path of a client certificate, or a pair with that of its key.
        proxies: proxy URL by scheme; by default the environment's, looked up once.
        trust_env: whether to look for proxies and certificate bundles in the environment at all.
        user_agent: the `User-Agent` header.

    Raises:
        ArgumentError: the arguments contradict each other, or `server` is no URL. Nothing is sent by constructing it.
    """

    def __init__(
        self,
        server: str,
        *,
        username: str | None = None,
        password: str | None = None,
        auth: Auth | None = None,
        wsdl: str | os.PathLike[str] = "auto",
        written_for: str | os.PathLike[str] | Contract | None = "bundled",
        cache: bool | str | os.PathLike[str] = True,
        soap_version: SoapVersion = "1.1",
        transport: form_post.TransportName = "soap",
        on_null: form_post.OnNullSaid = "refuse",
        timeout: float | tuple[float, float] = (CONNECT_TIMEOUT, REPLY_TIMEOUT),
        max_reply_bytes: int = MAX_REPLY_BYTES,
        verify: bool | str | os.PathLike[str] = True,
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        trust_env: bool = True,
        user_agent: str = "soapclient",
    ) -> None:
        self._closed = True
        if soap_version not in message.MEDIA:
            raise ArgumentError(None, (f"soap_version is '1.1' or '1.2', not {soap_version!r}",))
        form_post.check(transport, on_null)
        auth = chosen(username, password, auth)
        self._simulator = endpoint.embedded(server, wsdl)
        self.url: str = endpoint.EMBEDDED if self._simulator else endpoint.checked_url(server)
        self.soap_version: SoapVersion = soap_version
        self._server = endpoint.named(server) if self._simulator else self.url
        self.transport: form_post.TransportName = transport
        self.on_null: form_post.OnNullSaid = on_null
        self._transport = Transport(
            self.url,
            timeout=timeout,
            max_reply_bytes=max_reply_bytes,
            verify=verify,
            cert=cert,
            proxies=proxies,
            trust_env=trust_env and self._simulator is None,
            auth=auth.http if isinstance(auth, Windows) else None,
            user_agent=user_agent,
        )
        if self._simulator is not None:
            self._transport.mount("http://simulator.invalid/", self._simulator.adapter())
        self._loader = Loader(
            wsdl,
            self.url,
            self._transport,
            caches.opened(cache),
            embedded=self._simulator is not None,
            written_for=written_for,
        )
        self._session = Session(auth, self._call_without_session)
        self.service: Service = ServiceProxy(lambda: self.contract, self._call)
        self._closed = False

    @property
    def contract(self) -> Contract:
        """The contract that calls are bound to, read at first need.

        Raises:
            WsdlError: it cannot be had.
        """
        return self._loader.contract

    @functools.cached_property
    def users(self) -> Users:
        """Users: get, list, exists, update, plan_bulk."""
        from ..inforouter.users import Users

        return Users(*self._wiring())

    @functools.cached_property
    def documents(self) -> Documents:
        """Documents: get, exists, update, plan_bulk."""
        from ..inforouter.documents import Documents

        return Documents(*self._wiring())

    def _wiring(self) -> tuple[Service, Callable[[], Contract], str, Nulls]:
        nulls: Nulls = "say" if self.transport == "soap" else self.on_null
        return self.service, lambda: self.contract, self._server, nulls

    @functools.cached_property
    def bulk(self) -> Bulk:
        """Bulk runs: calls of any operation for the rows of a file; plans and journals of any kind."""
        from ..inforouter.bulk_runs import Bulk

        return Bulk(*self._wiring())

    @property
    def simulator(self) -> Simulator | None:
        """The embedded simulator of a "sim:" client, or None."""
        return self._simulator

    def check_contract(
        self, *operations: str, written_for: str | os.PathLike[str] | Contract = "bundled"
    ) -> tuple[Change, ...]:
        """Compare the contract that a program was written for with this client's.

        Args:
            operations: the operations that the program uses; by default all.
            written_for: the contract that it was written for, or what `Contract.load` takes.

        Returns:
            The differences, those that lose data first.

        Raises:
            UnknownOperation: the contract that it was written for has no such operation.
            WsdlError: a contract cannot be had.
        """
        from ..contract.compare import compare

        first = written_for if isinstance(written_for, Contract) else Contract.load(written_for)
        return compare(first, self.contract, operations or None)

    def envelope(self, operation: str, /, **arguments: Any) -> str:
        """Show the envelope or form that a call would send: without the ticket, passwords hidden, and not sent.

        Args:
            operation: the operation's name.
            arguments: as in a call.

        Raises:
            ContractError: the arguments do not fit.
        """
        found = self.contract[operation]
        shown = hidden(found, bind(found, arguments))
        if self.transport == "http-post":
            return form_post.show(found, form_post.complete(found, shown, None)[0])
        return self.contract.encode(found, shown, self.soap_version).decode("utf-8")

    def _call(self, operation: Operation, arguments: Mapping[str, Any]) -> Reply:
        contract = self.contract
        operation = contract.operations[operation.name]
        faults.check(operation)
        parts, name, resent = self._bind(operation, arguments)
        if name is None:
            return self._exchange(contract, operation, parts, resent=resent)
        self._require_open()
        ticket = self._session.ticket()
        try:
            return self._exchange(contract, operation, {**parts, name: ticket}, resent=resent)
        except SessionExpired as exc:
            if not self._session.renewable:
                raise
            refusal = exc
            self._loader.recheck(ticket)  # a server that was restarted forgot its tickets, and may be another version
            if self.contract is not contract:
                if any(isinstance(value, Iterator) for value in arguments.values()):
                    raise  # it is used up
                contract = self.contract
                operation = contract.operations[operation.name]
                parts, name, resent = self._bind(operation, arguments)
        if name is None:
            return self._exchange(contract, operation, parts, resent=resent)

        def send(ticket: str) -> Reply:
            return self._exchange(contract, operation, {**parts, name: ticket}, resent=resent)

        return self._session.replay(send, ticket, refusal)

    def _element(self, name: str, arguments: Mapping[str, Any]) -> etree._Element | None:
        return self._call(self.contract[name], arguments).element

    def _bind(
        self, operation: Operation, arguments: Mapping[str, Any]
    ) -> tuple[dict[str, Any], str | None, tuple[str, ...]]:
        """Return the parts of a call, the part that takes the session's ticket, if any, and what is read and resent."""
        self._loader.notice(operation.name)
        parts = bind(operation, arguments)
        resent: tuple[str, ...] = ()
        if self.transport == "http-post":
            parts, resent = form_post.complete(operation, parts, self._element if self.on_null == "read" else None)
        parameter = operation.ticket_parameter
        if parameter is None or parameter.name in parts:
            return parts, None, resent
        if operation.ticket == "optional" and not self._session.authenticates:
            return parts, None, resent
        return parts, parameter.name, resent

    def _call_without_session(self, name: str, arguments: Mapping[str, Any], ticket: str | None = None) -> Reply:
        contract = self.contract
        operation = contract[name]
        self._loader.notice(operation.name)
        parts = bind(operation, {operation.spell(key): value for key, value in arguments.items()})
        if ticket is not None and operation.ticket_parameter is not None:
            parts[operation.ticket_parameter.name] = ticket
        return self._exchange(contract, operation, parts, closing=ticket is not None)

    def _exchange(
        self,
        contract: Contract,
        operation: Operation,
        parts: Mapping[str, Any],
        *,
        closing: bool = False,
        resent: tuple[str, ...] = (),
    ) -> Reply:
        if not closing:
            self._require_open()
        version = self.soap_version if self.transport == "soap" else None
        url, body, headers = message.write(contract, operation, parts, self.url, version)
        secrets = secrets_of(operation, parts)
        try:
            raw = self._transport.post(url, body, headers, secrets=secrets)
        except TransportError as exc:
            exc.operation = operation.name
            exc.maybe_applied = exc.maybe_applied and operation.changes
            exc.message = with_doubt(hide(f"{operation.name}: {exc.message}", secrets), exc.maybe_applied)
            exc.args = (exc.message,)
            raise
        result = faults.judge(
            operation, raw.status, raw.headers, raw.body, secrets, plain=self.transport == "http-post"
        )
        if isinstance(result, bytes):
            return Reply(operation=operation.name, bytes=result, resent=resent)
        return Reply(operation=operation.name, element=result, places=operation.items, resent=resent)

    def _require_open(self) -> None:
        if self._closed:
            raise ContractError("The client is closed: make a new one")

    def close(self) -> None:
        """Log the client's own ticket out and close its connections; a ticket that was given stays. Never raises."""
        if self._closed:
            return
        self._closed = True
        self._session.close()
        self._transport.close()
        if self._simulator is not None:
            self._simulator.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if not self._closed and self._session.owns_ticket:
            warnings.warn(
                f"{self!r} was not closed: its ticket stays open on the server", ResourceWarning, stacklevel=2
            )

    def __repr__(self) -> str:
        return f"<Client {'sim:' if self._simulator else hide_url(self.url)}{' (closed)' if self._closed else ''}>"
