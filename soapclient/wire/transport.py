"""Send bytes to the server and receive bytes: timeouts, TLS, proxies, limits, a log without secrets.

requests does the HTTP; redirects are not followed, cookies are not kept, `.netrc` is not read, and the environment
(proxies, certificate bundles) is looked up once instead of at each call.
"""

from __future__ import annotations

import logging
import os
import ssl
import time
from collections.abc import Mapping
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Final

import attrs
import requests
from requests.structures import CaseInsensitiveDict

from ..errors import (
    ArgumentError,
    SoapClientError,
)
from . import bodies, forks
from .abort import Abort
from .adapter import NoCookies, PoolAdapter
from .exchange import SinkFailed, WireExchange, here
from .heads import check_proxies, header, origin, sendable
from .logged import loggable, shown_head
from .outgoing import StreamedBody
from .redact import hide_url
from .tls import Trust
from .waiting import CONNECT_TIMEOUT, REPLY_TIMEOUT, Seconds, seconds

if TYPE_CHECKING:
    from .bodies import Taker

log = logging.getLogger("soapclient.transport")

MAX_IDLE: Final = 50.0
MAX_REPLY_BYTES: Final = 64 * 2**20
MAX_DOCUMENT_BYTES: Final = 256 * 2**20  # for the bytes of a document
_NO_HEADERS: Final[Mapping[str, str | bytes]] = MappingProxyType({})


@attrs.frozen(kw_only=True, eq=False)
class RawReply:
    """A raw reply, not yet judged.

    Attributes:
        status: the HTTP status.
        headers: the HTTP headers, letter case of names aside.
        body: the bytes after decompression; a large multipart body is a file mapped into memory.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = attrs.field(repr=False)


class _Session(requests.Session):
    """A session that follows no redirect and keeps no cookie."""

    def __init__(self) -> None:
        super().__init__()
        self.cookies = NoCookies()

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send a request without the unused parts of a session: cookies, redirects, timing."""
        if request.hooks["response"] or requests.Session.send is not _SEND:  # a mock replaced it
            return super().send(request, **kwargs)
        kwargs.pop("allow_redirects")
        return self.get_adapter(str(request.url)).send(request, **kwargs)


_SEND: Final = requests.Session.send


class Transport:
    """A keep-alive connection pool to one server, safe to share between threads.

    Args:
        url: the server's URL; proxies and certificate bundles of the environment are looked up for it once.
        timeout: seconds until the reply must be complete, or a pair: seconds to connect, seconds to the complete reply.
        max_reply_bytes: the largest reply in bytes, as sent and after decompression; None for 64 MiB, and 256 MiB for
            the bytes of a document.
        verify: True, False, the path of a certificate bundle, or an `ssl.SSLContext`.
        cert: the path of a client certificate, or a pair of the paths of certificate and key.
        proxies: a mapping of scheme to proxy URL; None for the environment's.
        trust_env: whether to use the environment.
        auth: a `Negotiation`, or a requests authentication object for each request.
        headers: HTTP headers for each request, as `heads.check_headers` returns them; sent to this server only.
        user_agent: the `User-Agent` header.
        max_idle: seconds after which a connection that no request uses is not used again.

    Raises:
        ArgumentError: an option cannot be used, such as a certificate file that does not exist.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float | tuple[float, float] = (CONNECT_TIMEOUT, REPLY_TIMEOUT),
        max_reply_bytes: int | None = None,
        verify: bool | str | os.PathLike[str] | ssl.SSLContext = True,
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        trust_env: bool = True,
        auth: Any = None,
        headers: Mapping[str, str | bytes] = _NO_HEADERS,
        user_agent: str = "soapclient",
        max_idle: float = MAX_IDLE,
    ) -> None:
        self._timeout = seconds(timeout)
        if not 0 < max_idle < float("inf"):
            raise ArgumentError(None, (f"max_idle must be finite seconds greater than 0, not {max_idle!r}",))
        self._urls = {url: sendable(url)}
        self._limits = (max_reply_bytes or MAX_REPLY_BYTES, max_reply_bytes or MAX_DOCUMENT_BYTES)
        self._auth = auth
        self._origin = origin(url)
        self._headers = headers
        self._agent = header("user_agent", user_agent)
        self._session = _Session()
        self._session.trust_env = trust_env
        self._settings: dict[str, Any] = dict(
            self._session.merge_environment_settings(url, check_proxies(proxies or {}), None, False, None)
        )
        self._settings.pop("stream")
        proxy = requests.utils.select_proxy(url, self._settings["proxies"]) or ""
        check_proxies({url.partition(":")[0]: proxy})
        self._trust = Trust(verify, cert, look=trust_env, secure=url.startswith("https:") or proxy.startswith("https:"))
        self._settings.update(verify=self._trust.verify, cert=self._trust.cert)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, PoolAdapter(self._trust, max_idle))
        forks.renewed(self)

    def after_fork(self) -> None:
        """Start without connections in a child process; those of the parent stay open."""
        for adapter in self._session.adapters.values():
            if isinstance(adapter, PoolAdapter):
                adapter.after_fork()

    @property
    def timeout(self) -> Seconds:
        """Seconds to connect, and seconds to the complete reply."""
        return self._timeout

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings of every request, including the environment's: "proxies", "verify", "cert"."""
        return self._settings

    def tls_context(self) -> ssl.SSLContext:
        """Return the context that was given, or a new one like that of secure connections."""
        return self._trust.new()

    def mount(self, prefix: str, adapter: requests.adapters.BaseAdapter) -> None:
        """Use a requests adapter for every URL that starts with `prefix`."""
        self._session.mount(prefix, adapter)

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
        """Send a request and return the reply, whatever its status.

        Args:
            url: the URL to call.
            body: the bytes to send, whole or piece by piece.
            headers: HTTP headers.
            secrets: the values to hide from the log.
            abort: aborts the request when another thread calls its `now`.
            safe: whether it changes nothing, so it may be sent again if the server had closed the connection.
            document: whether the reply is the bytes of a document, which may be large.
            into: takes the reply while it arrives; the limit then applies to what it keeps in memory, and the time to
                each megabyte.
            timeout: the seconds to connect, and until the reply is complete; by default the transport's.

        Raises:
            ArgumentError: the URL or a header cannot be sent.
            TransportError: no complete reply arrived; `maybe_applied` is True if the request may have arrived.
        """
        return self._send(
            "POST",
            url,
            body,
            {**headers, "Content-Length": str(len(body))},
            secrets,
            abort,
            safe,
            self._limits[document],
            into,
            timeout,
        )

    def get(self, url: str, headers: Mapping[str, str] | None = None, *, abort: Abort | None = None) -> RawReply:
        """Get a URL; see `post`."""
        return self._send("GET", url, None, headers or {}, (), abort, True, self._limits[False])

    @property
    def route(self) -> tuple[str, ...]:
        """The settings besides the URL that decide who answers: verification, certificates, proxies; no passwords."""
        proxies = sorted(f"{scheme}={hide_url(proxy)}" for scheme, proxy in self._settings["proxies"].items())
        return (f"verify={self._trust}", f"cert={self._settings['cert']}", *proxies)

    def _send(
        self,
        method: str,
        url: str,
        body: bytes | StreamedBody | None,
        headers: Mapping[str, str],
        secrets: tuple[str, ...],
        abort: Abort | None,
        safe: bool,
        limit: int,
        into: Taker | None = None,
        timeout: Seconds | None = None,
    ) -> RawReply:
        known = self._urls.get(url)
        if known is None:
            known = self._urls[url] = sendable(url)
        sent: dict[str, Any] = {"User-Agent": self._agent, "Accept-Encoding": "gzip", **headers}
        if self._headers and origin(known) == self._origin:
            sent |= self._headers  # they do not overlap with `headers`
        for name, value in headers.items():
            if type(value) is not str or not (value.isascii() and value.isprintable()):
                sent[name] = header(name, value)
        debug = log.isEnabledFor(logging.DEBUG)
        if debug:
            head = shown_head(sent, secrets)
            log.debug("%s %s %s%s", method, hide_url(url), head, loggable(body or b"", secrets, headers))
        started = time.monotonic()
        outer = here.exchange  # of an enclosing request, as an authentication object may send this one
        timeout, renews = timeout or self._timeout, into is not None
        exchange = here.exchange = WireExchange(timeout, abort, renews=renews)
        try:
            try:
                response, data = self._exchanged(method, known, body, sent, exchange, limit, into)
            except Exception as exc:
                from .failures import closed_unanswered

                if not safe or not closed_unanswered(exc, exchange):
                    raise
                exchange.end()
                exchange = here.exchange = WireExchange(timeout, abort, fresh=True, renews=renews)
                response, data = self._exchanged(method, known, body, sent, exchange, limit, into)
        except SoapClientError:
            raise
        except SinkFailed as exc:
            raise exc.reason from None
        except Exception as exc:
            from .failures import ours

            raise ours(exc, hide_url(url), timeout, exchange) from exc
        finally:
            exchange.end()
            here.exchange = outer
        if debug:
            log.debug(
                "HTTP %d in %.3f s: %s%s",
                response.status_code,
                time.monotonic() - started,
                shown_head(response.headers, secrets),
                loggable(data, secrets, response.headers),
            )
        return RawReply(status=response.status_code, headers=response.headers, body=data)

    def _exchanged(
        self,
        method: str,
        url: str,
        body: bytes | StreamedBody | None,
        headers: Mapping[str, Any],
        exchange: WireExchange,
        limit: int,
        into: Taker | None,
    ) -> tuple[requests.Response, bytes]:
        """Send a request once, with the steps of its login, and read the reply."""
        if exchange.abort is not None:
            exchange.abort.check()
        request = requests.PreparedRequest()
        request.method, request.url, request.hooks = method, url, {"response": []}
        request.body = body  # type: ignore[assignment, unused-ignore]  # requests sends what can be iterated
        request.headers = CaseInsensitiveDict(headers)
        auth = None if self._auth is None or origin(url) != self._origin else self._auth
        response = self._sent(request) if auth is None else self._authenticated(request, auth)
        try:
            got = response.headers
            coding = got.get("Content-Encoding") or ""
            spooled = (got.get("Content-Type") or "").lstrip()[:10].lower() == "multipart/"
            if into is not None and not spooled:
                into.begin(response.status_code, got)
                data = bodies.pour(response.raw, coding, limit, into)
            else:
                data = bodies.read(response.raw, coding, limit, spooled=spooled)
        finally:
            response.close()
            exchange.end()
        if exchange.abort is not None:
            exchange.abort.check()
        return response, data

    def _authenticated(self, request: requests.PreparedRequest, auth: Any) -> requests.Response:
        from .negotiation import Negotiation

        url = str(request.url)
        if not isinstance(auth, Negotiation):
            request._cookies = self._session.cookies  # type: ignore[attr-defined, unused-ignore]  # digest looks there
            request.prepare_auth(auth, url)
            return self._sent(request)
        adapter = self._session.get_adapter(url)
        link = adapter.reserve(request, **self._settings) if isinstance(adapter, PoolAdapter) else None
        return auth.sent(request, link, self._sent)

    def _sent(self, request: requests.PreparedRequest) -> requests.Response:
        exchange = here.exchange
        exchange.state = "unknown"
        timeout = exchange.timeout
        return self._session.send(request, stream=True, allow_redirects=False, timeout=timeout, **self._settings)

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def __enter__(self) -> Transport:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
