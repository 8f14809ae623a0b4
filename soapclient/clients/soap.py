"""`SoapClient`, `AsyncSoapClient`: clients for any SOAP service, built on the same parts as those of infoRouter."""

from __future__ import annotations

import functools
import os
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..calls.flow import Flow
from ..calls.proxy import AsyncPortProxy, PortProxy
from ..calls.services import AsyncServices, Services
from ..contract.model import Service, SoapVersion
from ..wire.secret import unseen
from ..wire.transport import MAX_IDLE
from ..wire.waiting import CONNECT_TIMEOUT, REPLY_TIMEOUT
from .base import CONCURRENCY, AwaitedClient, CalledClient, check_concurrency
from .soap_wiring import SoapOptions, SoapWired, SoapWiring

if TYPE_CHECKING:
    import ssl

    from typing_extensions import Unpack

    from ..calls.addressing import Addressing
    from ..calls.mtom import Mtom
    from ..calls.wss.protection import Protection
    from .http_auth import HttpAuth


class SoapClient(SoapWired, CalledClient):
    """A connection to any SOAP service, safe to share between threads.

    Args:
        wsdl: the service's WSDL: a URL, a path, or its bytes. It is read on first use.
        service: the name of the service if the WSDL has several; by default the service of the first port that fits.
        port: the name of the port; by default the first whose binding is SOAP over HTTP, in `soap_version` if given.
        server: the URL to call; by default the address of the port. An address on another host than the WSDL's, one
            without TLS where the WSDL came with it, and a placeholder are refused until `server` says where to call.
        http_auth: a pair of user and password (or a function that returns it, asked for each request), an
            authentication object of requests, or `Windows()`. It is sent only to the server and the WSDL's host.
        headers: HTTP headers for each request, such as `{"X-Api-Key": "..."}`; sent to the same two hosts only.
        soap_version: "1.1" or "1.2"; by default the port's.
        timeout: as for `Client`, and so are the options up to `max_idle`.
        reads: the names of operations that change nothing: one whose connection the server had closed before it
            answered is sent again, and a failure of one is never `maybe_applied`.
        allow_imports: hosts that the WSDL may import from, besides its own.
        strict: whether an answer that violates its schema is an error.
        security: the WS-Security headers of each message: a `UsernameToken`, `Timestamp`, `Signature`, or several;
            `SignedReply` checks the signature of each reply.
        addressing: True, or an `Addressing`, to send the headers of WS-Addressing.
        mtom: True, or an `Mtom`, to send bytes next to the envelope, and to stream files.

    Raises:
        ArgumentError: the arguments contradict each other or cannot be used. Nothing is sent by constructing it.
    """

    def __init__(
        self,
        wsdl: str | os.PathLike[str] | bytes,
        *,
        service: str | None = None,
        port: str | None = None,
        server: str | None = None,
        http_auth: HttpAuth | None = None,
        headers: Mapping[str, str] | None = None,
        soap_version: SoapVersion | None = None,
        timeout: float | tuple[float, float] = (CONNECT_TIMEOUT, REPLY_TIMEOUT),
        max_reply_bytes: int | None = None,
        verify: bool | str | os.PathLike[str] | ssl.SSLContext = True,
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        trust_env: bool = True,
        user_agent: str = "soapclient",
        max_idle: float = MAX_IDLE,
        reads: Collection[str] = (),
        allow_imports: Collection[str] = (),
        strict: bool = True,
        security: Protection | Iterable[Protection] | None = None,
        addressing: Addressing | bool = False,
        mtom: Mtom | bool = False,
    ) -> None:
        self._closed = True
        try:
            with unseen():
                self.wiring = SoapWiring(
                    wsdl,
                    service=service,
                    port=port,
                    server=server,
                    http_auth=http_auth,
                    headers=headers,
                    soap_version=soap_version,
                    timeout=timeout,
                    max_reply_bytes=max_reply_bytes,
                    verify=verify,
                    cert=cert,
                    proxies=proxies,
                    trust_env=trust_env,
                    user_agent=user_agent,
                    max_idle=max_idle,
                    reads=reads,
                    allow_imports=allow_imports,
                    strict=strict,
                    security=security,
                    addressing=addressing,
                    mtom=mtom,
                )
        finally:
            del wsdl, server, http_auth, headers, proxies, security  # so a traceback with locals does not show them
        self._send_by(self.wiring.send)
        self._closed = False

    def _offer(self) -> None:
        self.service = PortProxy(self.wiring.caller, self._carrier)

    @functools.cached_property
    def services(self) -> Services[PortProxy]:
        """All services of the WSDL: `soap.services["Billing"]["BillingPort"].GetOrder(id=5)`."""
        return Services(lambda: self.wiring.wsdl.whole, self._at)

    def _at(self, service: str, port: str) -> PortProxy:
        return PortProxy(self.wiring.beside(service, port), self._carrier)

    @property
    def url(self) -> str:
        """The URL that calls go to.

        Raises:
            WsdlError: the WSDL could not be fetched or read.
            ContractError: `server` was not given, and the address of the port cannot be trusted.
        """
        return self.wiring.loader.url

    @property
    def soap_version(self) -> SoapVersion:
        """The SOAP version of the port.

        Raises:
            WsdlError: the WSDL could not be fetched or read.
        """
        return self.wiring.loader.soap_version


class AsyncSoapClient(SoapWired, AwaitedClient):
    """A connection to any SOAP service for asyncio; cancelling a call ends its request, as with `AsyncClient`.

    The WSDL is read in a thread; a call that needs something it does not have raises the error.

    Args:
        wsdl: as for `SoapClient`.
        concurrency: how many calls may be in flight at once; more wait in turn. Each takes a thread and a connection.
        options: as for `SoapClient`.
    """

    def __init__(
        self, wsdl: str | os.PathLike[str] | bytes, *, concurrency: int = CONCURRENCY, **options: Unpack[SoapOptions]
    ) -> None:
        from ..calls.threads import Threads

        try:
            check_concurrency(concurrency)
            unknown = next((name for name in options if name not in SoapOptions.__annotations__), None)
            if unknown is not None:
                raise TypeError(f"AsyncSoapClient.__init__() got an unexpected keyword argument {unknown!r}")
            with unseen():
                self.wiring = SoapWiring(wsdl, **options)
        finally:
            del wsdl, options  # so a traceback with locals does not show them with them
        self._threads = Threads(self.wiring.send, concurrency)
        self._offer()
        self._closed = False

    def _offer(self) -> None:
        self.service = AsyncPortProxy(self.wiring.caller, self._threads)
        self.services: AsyncServices[AsyncPortProxy] = AsyncServices(self._at)

    def _at(self, service: str, port: str) -> AsyncPortProxy:
        return AsyncPortProxy(self.wiring.beside(service, port), self._threads)

    async def list_services(self) -> tuple[Service, ...]:
        """Return the services of the WSDL with their SOAP ports.

        Raises:
            WsdlError: the WSDL could not be fetched or read.
        """
        return await self._found(lambda: self.wiring.wsdl.whole.services)

    async def envelope(self, operation: str, /, **arguments: Any) -> str:
        """Show the envelope that a call would send; see `SoapClient.envelope`."""
        flow = self._written(operation, arguments)
        del arguments  # as in a call
        return await self._threads.carry(flow)

    def _written(self, operation: str, arguments: Mapping[str, Any]) -> Flow[str]:
        yield from ()
        return self.wiring.caller.show(operation, arguments)
