"""Build the parts of a client for infoRouter; both clients use the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from ..calls import form_post, message
from ..calls.caller import Caller
from ..contract.contract import Contract
from ..contract.loading import cache as caches
from ..contract.loading.loader import Loader
from ..contract.model import SoapVersion
from ..errors import ArgumentError
from ..inforouter.login import Auth, Windows, chosen
from ..inforouter.profile import INFOROUTER
from ..inforouter.session import TicketSession
from ..wire.redact import hide_url
from ..wire.transport import MAX_IDLE, Transport
from ..wire.waiting import CONNECT_TIMEOUT, REPLY_TIMEOUT
from . import endpoint
from .base import ClientParts, Wired
from .configured import ConfiguredInfoRouter

if TYPE_CHECKING:
    import ssl

    from ..inforouter.steps import Nulls
    from ..simulator import Simulator


class InfoRouterClient(ConfiguredInfoRouter, Wired):
    """The common base of both clients for infoRouter."""

    wiring: Wiring

    @property
    def simulator(self) -> Simulator | None:
        """The embedded simulator of a "sim:" client, or None."""
        return self.wiring.simulator

    def _shown(self) -> str:
        return "sim:" if self.simulator else hide_url(self.wiring.url)


class Options(TypedDict, total=False):
    """The options of both clients; `Client` documents them."""

    username: str | None
    password: str | Callable[[], str] | None
    auth: Auth | None
    wsdl: str | os.PathLike[str]
    allow_imports: Collection[str]
    written_for: str | os.PathLike[str] | Contract | None
    cache: bool | str | os.PathLike[str]
    soap_version: SoapVersion
    transport: form_post.TransportName
    on_null: form_post.OnNullSaid
    on_clear: form_post.OnClearSaid
    timeout: float | tuple[float, float]
    max_reply_bytes: int | None
    verify: bool | str | os.PathLike[str] | ssl.SSLContext
    cert: str | tuple[str, str] | None
    proxies: Mapping[str, str] | None
    trust_env: bool
    user_agent: str
    max_idle: float


class Wiring(ClientParts):
    """The parts of a client for infoRouter.

    Args:
        server: as for `Client`, and so are the options.

    Attributes:
        url: the URL that calls go to.
        server: the server's name in plans.
        simulator: the embedded simulator, or None.
        nulls: how workflows keep a value where null would keep it.
    """

    transport: Transport
    loader: Loader
    session: TicketSession

    def __init__(
        self,
        server: str,
        *,
        username: str | None = None,
        password: str | Callable[[], str] | None = None,
        auth: Auth | None = None,
        wsdl: str | os.PathLike[str] = "auto",
        allow_imports: Collection[str] = (),
        written_for: str | os.PathLike[str] | Contract | None = "bundled",
        cache: bool | str | os.PathLike[str] = True,
        soap_version: SoapVersion = "1.1",
        transport: form_post.TransportName = "soap",
        on_null: form_post.OnNullSaid = "refuse",
        on_clear: form_post.OnClearSaid = "refuse",
        timeout: float | tuple[float, float] = (CONNECT_TIMEOUT, REPLY_TIMEOUT),
        max_reply_bytes: int | None = None,
        verify: bool | str | os.PathLike[str] | ssl.SSLContext = True,
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        trust_env: bool = True,
        user_agent: str = "soapclient",
        max_idle: float = MAX_IDLE,
    ) -> None:
        if soap_version not in message.MEDIA:
            raise ArgumentError(None, (f"soap_version must be '1.1' or '1.2', not {soap_version!r}",))
        form_post.check(transport, on_null, on_clear)
        auth = chosen(username, password, auth)
        self.simulator: Simulator | None = endpoint.embedded(server, wsdl)
        self.url: str = endpoint.EMBEDDED if self.simulator else endpoint.checked_url(server)
        self.server: str = endpoint.named(server) if self.simulator else self.url
        self.nulls: Nulls = "say" if transport == "soap" else on_null
        self.transport = Transport(
            self.url,
            timeout=timeout,
            max_reply_bytes=max_reply_bytes,
            verify=verify,
            cert=cert,
            proxies=proxies,
            trust_env=trust_env and self.simulator is None,
            auth=_of_windows(auth) if isinstance(auth, Windows) else None,
            user_agent=user_agent,
            max_idle=max_idle,
        )
        self.timeout = self.transport.timeout
        if self.simulator is not None:
            self.transport.mount("http://simulator.invalid/", self.simulator.adapter())
        self.loader = Loader(
            wsdl,
            self.url,
            self.transport,
            caches.opened(cache),
            embedded=self.simulator is not None,
            written_for=written_for,
            notes=INFOROUTER.notes,
            allow_imports=allow_imports,
        )
        self.session = TicketSession(auth)
        self.caller = Caller(
            endpoint.Endpoint(self.url, soap_version),
            self.loader,
            INFOROUTER,
            self.session,
            transport=transport,
            on_null=on_null,
            on_clear=on_clear,
        )

    def close(self) -> None:
        """Close the connections and the simulator; the session has already ended."""
        self.transport.close()
        if self.simulator is not None:
            self.simulator.close()


def _of_windows(auth: Windows) -> Any:
    from .http_auth import of_windows

    return of_windows(auth)
