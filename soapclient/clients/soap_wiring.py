"""Build the parts of a client for any SOAP service; both clients use the same."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypedDict

from ..calls.caller import Caller
from ..calls.message import MEDIA
from ..calls.session import Session
from ..calls.soap_profile import SoapProfile
from ..contract.fetch import fetch_with
from ..contract.loading.wsdl import PortContract, Wsdl
from ..contract.model import SoapVersion
from ..errors import ArgumentError
from ..wire import forks
from ..wire.heads import check_headers
from ..wire.origins import Origins
from ..wire.redact import hide_source
from ..wire.secret import Secret
from ..wire.transport import MAX_IDLE, Transport
from ..wire.waiting import CONNECT_TIMEOUT, REPLY_TIMEOUT
from . import endpoint, http_auth
from .base import ClientParts, Wired
from .configured import ConfiguredSoap

if TYPE_CHECKING:
    import ssl

    from ..calls.addressing import Addressing
    from ..calls.mtom import Mtom
    from ..calls.wss.protection import Protection
    from .http_auth import HttpAuth

_SECRET: Final = re.compile(r"auth|cookie|credential|key|pass|pwd|secret|session|signature|ticket|token", re.IGNORECASE)
_SHORTEST: Final = 4
_LONG: Final = 8
_NOWHERE: Final = "http://nowhere.invalid/"


class SoapOptions(TypedDict, total=False):
    """The options of both clients; `SoapClient` documents them."""

    service: str | None
    port: str | None
    server: str | None
    http_auth: HttpAuth | None
    headers: Mapping[str, str] | None
    soap_version: SoapVersion | None
    timeout: float | tuple[float, float]
    max_reply_bytes: int | None
    verify: bool | str | os.PathLike[str] | ssl.SSLContext
    cert: str | tuple[str, str] | None
    proxies: Mapping[str, str] | None
    trust_env: bool
    user_agent: str
    max_idle: float
    reads: Collection[str]
    allow_imports: Collection[str]
    strict: bool
    security: Protection | Iterable[Protection] | None
    addressing: Addressing | bool
    mtom: Mtom | bool


class SoapWiring(ClientParts):
    """The parts of a client for any SOAP service.

    Args:
        wsdl: as for `SoapClient`, and so are the options.

    Attributes:
        wsdl: the WSDL.
        loader: the contract of the client's port, and the destination of its calls.
    """

    transport: Origins
    loader: PortContract

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
        if soap_version is not None and soap_version not in MEDIA:
            raise ArgumentError(None, (f"soap_version must be '1.1', '1.2' or None, not {soap_version!r}",))
        given, url = _source(wsdl)
        server = None if server is None else endpoint.checked_server(server)
        options: dict[str, Any] = {
            "timeout": timeout,
            "max_reply_bytes": max_reply_bytes,
            "verify": verify,
            "cert": cert,
            "proxies": proxies,
            "trust_env": trust_env,
            "user_agent": user_agent,
            "max_idle": max_idle,
        }
        private = _Private(http_auth, headers)
        self.transport = Origins(functools.partial(_transport, Secret(options), private))
        for known in filter(None, (url, server)):
            self.transport.trust(known)
        self.timeout = self.transport.at(url or server or _NOWHERE).timeout  # raises now if an option is wrong
        self.wsdl = Wsdl(
            given,
            functools.partial(fetch_with, self.transport),
            reads=_names("reads", reads),
            allow_imports=_names("allow_imports", allow_imports),
        )
        self.loader = PortContract(self.wsdl, service, port, soap_version, server=server, called=self.transport.trust)
        self.session = Session()
        self.profile = SoapProfile(strict=strict)
        self._private = private
        self._around = None
        if security is not None or addressing is not False or mtom is not False:
            from ..calls.around import chosen

            self._around = chosen(security, addressing, mtom)
        self._callers: dict[tuple[str, str], Caller] = {}
        self._lock = forks.lock()
        self.caller = self._caller(self.loader)

    def _caller(self, contracts: PortContract) -> Caller:
        return Caller(contracts, contracts, self.profile, self.session, known=self._private.known, around=self._around)

    def beside(self, service: str, port: str) -> Caller:
        """Return the caller of a named port.

        Args:
            service: the name of the service.
            port: the name of the port.
        """
        with self._lock:
            found = self._callers.get((service, port))
            if found is None:
                found = self._callers[service, port] = self._caller(
                    PortContract(self.wsdl, service, port, beside=self.loader, called=self.transport.trust)
                )
                found.closed = self.caller.closed
        return found

    def close(self) -> None:
        """Stop the calls of all ports, and close the connections."""
        with self._lock:
            for each in self._callers.values():
                each.closed = True
        super().close()


class SoapWired(ConfiguredSoap, Wired):
    """The common base of both clients for any SOAP service."""

    wiring: SoapWiring

    def _shown(self) -> str:
        return hide_source(self.wiring.wsdl.source)


class _Private:
    """Credentials and headers, which only the servers that they are for may see.

    Args:
        given: the option `http_auth`.
        headers: the option `headers`.
    """

    def __init__(self, given: Any, headers: Any) -> None:
        self.auth = http_auth.made(given)
        found = {} if headers is None else check_headers(headers)
        if self.auth is not None and any(name.lower() == "authorization" for name in found):
            raise ArgumentError(None, ("give either http_auth or a header Authorization, not both",))
        self.headers = Secret(found)
        self._told = Secret(tuple(_words(found)))

    def known(self) -> tuple[str, ...]:
        """Return the secrets in the head of each request, to hide them if a server echoes them."""
        return (*self._told.reveal(), *http_auth.secrets_of(self.auth))


def _words(headers: Mapping[str, str | bytes]) -> Iterable[str]:
    """List the secret values of headers, recognised by name: of "Bearer x", x; of "a=x; b=y", both x and y.

    Short values are not listed.
    """
    for name, value in headers.items():
        text = value if isinstance(value, str) else value.decode("latin-1")
        words = text.split() if _SECRET.search(name) else []
        if len(words) > 1 and "=" not in words[0]:
            words = words[1:]
        for word in (each.strip(",;") for each in words):
            _, _, said = word.partition("=")
            yield from (each for each in (word, said.strip('"')) if len(each) >= (_SHORTEST if each == word else _LONG))


def _transport(options: Secret[dict[str, Any]], private: _Private, url: str, trusted: bool) -> Transport:
    if not trusted:
        return Transport(url, **options.reveal())
    return Transport(url, auth=private.auth, headers=private.headers.reveal(), **options.reveal())


def _source(wsdl: Any) -> tuple[str | os.PathLike[str] | bytes, str | None]:
    """Check a WSDL argument; return it with its URL, if it has one."""
    if isinstance(wsdl, bytes | bytearray | memoryview):
        return bytes(wsdl), None
    if not isinstance(wsdl, str | os.PathLike):
        raise ArgumentError(None, (f"wsdl must be a URL, a path or bytes, not {type(wsdl).__name__}",))
    text = os.fsdecode(wsdl)
    if text.lower().startswith(("http://", "https://")):
        url = endpoint.checked_wsdl(text)
        return url, url
    if "://" in text:
        raise ArgumentError(None, ("wsdl must be an http or https URL, a path, or bytes",))
    return text, None


def _names(option: str, given: Any) -> tuple[str, ...]:
    if isinstance(given, str) or not all(isinstance(each, str) for each in given):
        raise ArgumentError(None, (f"{option} must be a collection of names, such as ('one', 'two')",))
    return tuple(given)
