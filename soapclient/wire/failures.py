"""Map exceptions of the HTTP stack to those of this package."""

from __future__ import annotations

import re
import ssl
import zlib
from collections.abc import Iterator
from http.client import HTTPException
from typing import Final

import requests
import urllib3

from ..errors import ConnectError, RequestTimeout, TlsError, TransportError, UnexpectedReply
from .dialling import Unreachable
from .exchange import WireExchange
from .redact import one_line

_USERINFO: Final = r"//[^/\s]*@"


def ours(exc: Exception, url: str, timeout: tuple[float, float], exchange: WireExchange) -> TransportError:
    """Map an exception of the HTTP stack: the first match in the chain of causes, most specific first.

    Args:
        exc: the exception.
        url: the URL to name.
        timeout: the seconds to connect and to the complete reply.
        exchange: how far the request got.
    """
    state = exchange.state
    if exchange.aborted:
        return ConnectError(f"The request to {url} was aborted", maybe_applied=state in ("sent", "unknown"))
    chain = list(_causes(exc))
    sent = state == "sent" or (state == "unknown" and not any(isinstance(each, _NEVER_SENT) for each in chain))
    reason = re.sub(_USERINFO, "//***@", one_line(str(chain[-1]), 300)) or type(chain[-1]).__name__
    error, text = next(
        ((error, text) for kinds, error, text in _TABLE if any(isinstance(each, kinds) for each in chain)), _OTHER
    )
    if error is RequestTimeout and not sent:
        error, text = ConnectError, _NOTHING_TAKEN if exchange.reused else _NO_CONNECTION
    kind = type(chain[-1]).__name__
    message = text.format(url=url, connect=timeout[0], reply=timeout[1], reason=reason, kind=kind)
    return error(message, maybe_applied=sent)


def closed_unanswered(exc: Exception, exchange: WireExchange) -> bool:
    """Return whether the server had closed a reused connection, so no byte of a reply arrived."""
    if not exchange.reused or exchange.answered or exchange.aborted:
        return False
    return any(isinstance(each, _CLOSED) for each in _causes(exc))


def _causes(exc: BaseException | None) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    while exc is not None and exc not in seen:
        seen.append(exc)
        yield exc
        if isinstance(exc, Unreachable):  # its text has everything
            return
        inner = [each for each in (getattr(exc, "reason", None), *exc.args) if isinstance(each, BaseException)]
        exc = inner[0] if inner else exc.__cause__ or exc.__context__


# A RemoteDisconnected is also a ConnectionResetError.
_CLOSED: Final = (
    ConnectionResetError,
    BrokenPipeError,
    ConnectionAbortedError,
    ssl.SSLEOFError,
    ssl.SSLZeroReturnError,
)
_OTHER: Final[tuple[type[TransportError], str]] = (ConnectError, "The request to {url} failed ({kind}: {reason})")
_NO_CONNECTION: Final = "Could not connect to {url} within {connect:g} s: {reason}"
_NOTHING_TAKEN: Final = "{url} accepted no byte of the request within {reply:g} s"
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
        "The TLS connection to {url} failed: {reason}",
    ),
    (
        (requests.exceptions.ProxyError, urllib3.exceptions.ProxyError),
        ConnectError,
        "The proxy for {url} failed: {reason}",
    ),
    ((urllib3.exceptions.NewConnectionError,), ConnectError, "Could not connect to {url}: {reason}"),
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
    ((urllib3.exceptions.IncompleteRead,), ConnectError, "The connection to {url} broke before the end of the reply"),
    ((zlib.error,), UnexpectedReply, "The compressed reply from {url} is damaged"),
    (
        (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError),
        ConnectError,
        "The connection to {url} broke: {reason}",
    ),
)
