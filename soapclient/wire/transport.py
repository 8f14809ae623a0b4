"""Bytes to the server and bytes back: timeouts, TLS, proxies, limits, a log without secrets.

requests does the HTTP, but no redirect is followed, no cookie is kept, no `.netrc` is read, and the environment
(proxies, certificate bundles) is looked up once instead of at every call.
"""

from __future__ import annotations

import logging
import os
import re
import ssl
import time
import zlib
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final
from urllib.parse import urlsplit

import attrs
import requests
import urllib3
from requests.structures import CaseInsensitiveDict

from ..errors import (
    ArgumentError,
    ConnectError,
    ReplyTooLarge,
    RequestTimeout,
    SoapClientError,
    TlsError,
    TransportError,
    UnexpectedReply,
)
from .abort import Abort
from .connections import NoCookies, PoolAdapter
from .exchange import WireExchange, here
from .redact import hide_form, hide_url, hide_xml, one_line

log = logging.getLogger("soapclient.transport")

CONNECT_TIMEOUT: Final = 10.0
REPLY_TIMEOUT: Final = 60.0
MAX_REPLY_BYTES: Final = 256 * 2**20
_PIECE: Final = 64 * 1024
_LOGGED: Final = 20_000
_FORM: Final = "application/x-www-form-urlencoded"
_USERINFO: Final = re.compile(r"//[^/\s]*@")


@attrs.frozen(kw_only=True, eq=False)
class RawReply:
    """What came over the wire, judged by nobody yet.

    Attributes:
        status: the HTTP status.
        headers: the HTTP headers, letter case of names aside.
        body: the bytes after decompression.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = attrs.field(repr=False)


class _Session(requests.Session):
    """A session that follows nothing and remembers nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.cookies = NoCookies()

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


class Transport:
    """A keep-alive connection pool to one server, safe to share between threads.

    Args:
        url: the server's URL; environment proxies and certificate bundles are looked up for it, once.
        timeout: seconds until the reply must be complete, or a pair: seconds to connect, seconds to the complete reply.
        max_reply_bytes: the most bytes of a reply, as sent and after decompression.
        verify: True, False, or the path of a certificate bundle.
        cert: the path of a client certificate, or a pair with that of its key.
        proxies: proxy URL by scheme; None takes the environment's.
        trust_env: whether to look at the environment at all.
        auth: a requests authentication object for each request, such as `requests_ntlm.HttpNtlmAuth`.
        user_agent: the `User-Agent` header.
        connections: how many connections are kept.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float | tuple[float, float] = (CONNECT_TIMEOUT, REPLY_TIMEOUT),
        max_reply_bytes: int = MAX_REPLY_BYTES,
        verify: bool | str | os.PathLike[str] = True,
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        trust_env: bool = True,
        auth: Any = None,
        user_agent: str = "soapclient",
        connections: int = 32,
    ) -> None:
        connect, reply = timeout if isinstance(timeout, tuple) else (min(CONNECT_TIMEOUT, timeout), timeout)
        if not (0 < connect < float("inf") and 0 < reply < float("inf")):
            raise ArgumentError(None, (f"timeout must be finite seconds greater than 0, not {timeout!r}",))
        self._timeout = (connect, reply)
        self._max = max_reply_bytes
        self._auth = auth
        self._origin = _origin(url)
        self._agent = user_agent
        self._session = _Session()
        self._session.trust_env = trust_env
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, PoolAdapter(pool_connections=4, pool_maxsize=connections, max_retries=0))
        path = os.fspath(verify) if not isinstance(verify, bool) else verify
        self._settings: dict[str, Any] = dict(
            self._session.merge_environment_settings(
                url, dict(proxies or {}), None, None if path is True else path, cert
            )
        )
        self._settings.pop("stream")
        _check_proxies(self._settings["proxies"])

    @property
    def timeout(self) -> tuple[float, float]:
        """Seconds to connect, and seconds to the complete reply."""
        return self._timeout

    @property
    def settings(self) -> Mapping[str, Any]:
        """What is used for every request, the environment looked up: "proxies", "verify", "cert"."""
        return self._settings

    def mount(self, prefix: str, adapter: requests.adapters.BaseAdapter) -> None:
        """Let a requests adapter answer every URL that starts with `prefix`."""
        self._session.mount(prefix, adapter)

    def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        secrets: tuple[str, ...] = (),
        abort: Abort | None = None,
    ) -> RawReply:
        """Send a request and return what comes back, whatever its status.

        Args:
            url: where to.
            body: the bytes to send.
            headers: HTTP headers.
            secrets: values to hide from the log.
            abort: breaks the request off when another thread calls its `now`.

        Raises:
            TransportError: no reply came, or not all of it; `maybe_applied` is True where the request may have arrived.
        """
        return self._send("POST", url, body, {**headers, "Content-Length": str(len(body))}, secrets, abort)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> RawReply:
        """Get a URL; see `post`."""
        return self._send("GET", url, None, headers or {}, ())

    @property
    def route(self) -> tuple[str, ...]:
        """What, beside the URL, decides who answers: what is verified, certificates, proxies; without passwords."""
        proxies = sorted(f"{scheme}={hide_url(proxy)}" for scheme, proxy in self._settings["proxies"].items())
        return (f"verify={self._settings['verify']}", f"cert={self._settings['cert']}", *proxies)

    def _send(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        secrets: tuple[str, ...],
        abort: Abort | None = None,
    ) -> RawReply:
        request = requests.PreparedRequest()
        request.method, request.url, request.body, request.hooks = method, url, body, {"response": []}
        request.headers = CaseInsensitiveDict({"User-Agent": self._agent, "Accept-Encoding": "gzip", **headers})
        if self._auth is not None and _origin(url) == self._origin:
            request.prepare_auth(self._auth, url)
        debug = log.isEnabledFor(logging.DEBUG)
        if debug:
            log.debug("%s %s %s", method, hide_url(url), _loggable(body or b"", secrets, headers))
        exchange = here.exchange = WireExchange(self._timeout[1], abort)
        started = time.monotonic()
        try:
            if abort is not None:
                abort.check()
            exchange.state = "unknown"
            response = self._session.send(
                request, stream=True, allow_redirects=False, timeout=self._timeout, **self._settings
            )
            try:
                data = self._read(response)
            finally:
                response.close()
                exchange.end()
            if abort is not None:
                abort.check()
        except SoapClientError:
            raise
        except Exception as exc:
            raise _ours(exc, hide_url(url), self._timeout, exchange) from exc
        finally:
            exchange.end()
        if debug:
            log.debug(
                "HTTP %d in %.3f s: %s", response.status_code, time.monotonic() - started, _loggable(data, secrets, {})
            )
        return RawReply(status=response.status_code, headers=response.headers, body=data)

    def _read(self, response: requests.Response) -> bytes:
        raw = response.raw
        coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
        if coding not in ("identity", "gzip", "x-gzip", "deflate"):
            raise UnexpectedReply(f"The reply is compressed with {one_line(coding, 40)!r}", maybe_applied=True)
        unpack = None if coding == "identity" else zlib.decompressobj(15 + 32)
        pieces: list[bytes] = []
        received = total = 0
        while True:
            piece = raw.read(_PIECE, decode_content=False)
            received += len(piece)
            if unpack is not None:
                packed, piece = piece, b""
                piece = unpack.decompress(packed, self._max - total + 1) if packed else unpack.flush()
                if not packed and not unpack.eof and received:
                    raise UnexpectedReply("The compressed reply ends too early", maybe_applied=True)
            else:
                packed = piece
            pieces.append(piece)
            total += len(piece)
            if total > self._max or received > self._max:
                raise ReplyTooLarge(f"The reply has more than {self._max:,} bytes, the limit", maybe_applied=True)
            if not packed or (unpack is None and raw.length_remaining == 0):
                return b"".join(pieces)

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def __enter__(self) -> Transport:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _check_proxies(proxies: Mapping[str, str]) -> None:
    for scheme, proxy in proxies.items():
        try:
            parts = urlsplit(proxy if "://" in proxy else f"//{proxy}")
            usable = bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if scheme != "no" and not usable:
            raise ArgumentError(None, (f"the {scheme} proxy is no URL of a host and a port",))


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _loggable(data: bytes, secrets: tuple[str, ...], headers: Mapping[str, str]) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    hidden = hide_form if headers.get("Content-Type", "").startswith(_FORM) else hide_xml
    text = hidden(data[:_LOGGED].decode(encoding, "replace"), secrets)
    return f"{text}... ({len(data)} bytes)" if len(data) > _LOGGED else text


def _ours(exc: Exception, url: str, timeout: tuple[float, float], exchange: WireExchange) -> TransportError:
    """Turn an exception of the HTTP stack into ours: the first match of the chain of causes, most specific first."""
    if exchange.abort is not None and exchange.abort.aborted:
        return ConnectError(f"The request to {url} was broken off", maybe_applied=exchange.state in ("sent", "unknown"))
    chain = list(_causes(exc))
    sent = exchange.state == "sent" or (
        exchange.state == "unknown" and not any(isinstance(each, _NEVER_SENT) for each in chain)
    )
    for kinds, ours, text in _TABLE:
        if any(isinstance(each, kinds) for each in chain):
            if ours is RequestTimeout and not sent:
                ours, text = ConnectError, _NO_CONNECTION
            reason = _USERINFO.sub("//***@", one_line(str(chain[-1]), 200))
            message = text.format(url=url, connect=timeout[0], reply=timeout[1], reason=reason)
            return ours(message, maybe_applied=sent)
    raise AssertionError(exc)


def _causes(exc: BaseException | None) -> Any:
    seen: list[BaseException] = []
    while exc is not None and exc not in seen:
        seen.append(exc)
        yield exc
        inner = [each for each in (getattr(exc, "reason", None), *exc.args) if isinstance(each, BaseException)]
        exc = inner[0] if inner else exc.__cause__ or exc.__context__


_NO_CONNECTION: Final = "No connection to {url} within {connect:g} s"
_NEVER_SENT: Final = (
    requests.exceptions.ConnectTimeout,
    requests.exceptions.SSLError,
    requests.exceptions.ProxyError,
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidProxyURL,
    requests.exceptions.MissingSchema,
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.LocationValueError,
)

_TABLE: Final[tuple[tuple[tuple[type[BaseException], ...], type[TransportError], str], ...]] = (
    (
        (requests.exceptions.SSLError, urllib3.exceptions.SSLError, ssl.SSLError),
        TlsError,
        "No secure connection to {url}: {reason}",
    ),
    (
        (requests.exceptions.ProxyError, urllib3.exceptions.ProxyError),
        ConnectError,
        "The proxy for {url} failed: {reason}",
    ),
    ((urllib3.exceptions.NewConnectionError,), ConnectError, "No connection to {url}: {reason}"),
    (
        (requests.exceptions.ConnectTimeout, urllib3.exceptions.ConnectTimeoutError),
        ConnectError,
        _NO_CONNECTION,
    ),
    (
        (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError),
        RequestTimeout,
        "{url} did not answer within {reply:g} s",
    ),
    ((urllib3.exceptions.IncompleteRead,), ConnectError, "The connection to {url} broke within the reply"),
    ((zlib.error,), UnexpectedReply, "The compressed reply of {url} is damaged"),
    ((Exception,), ConnectError, "The connection to {url} broke: {reason}"),
)
