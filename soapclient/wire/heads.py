"""Check the head of a request before anything is sent: URLs, proxies and header values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from ..errors import ArgumentError
from .redact import hide_url, one_line

_SAFE: Final = "!#$%&'()*+,/:;=?@[]~"  # the syntax of a URL, and what is already encoded
# Headers that name an operation; ASMX reads them as UTF-8.
_UTF8: Final = frozenset({"soapaction", "content-type"})
# Headers that the client writes itself, or that apply only to the next hop.
_OURS: Final[Mapping[str, str]] = {
    "host": "it is that of the URL",
    "user-agent": "give user_agent",
    "proxy-authorization": "name the user in the URL of the proxy",
    **dict.fromkeys(
        (
            *("accept-encoding", "content-encoding", "content-length", "content-type", "expect", "mime-version"),
            *("soapaction", "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding"),
            "upgrade",
        ),
        "the client writes it itself",
    ),
}
_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def origin(url: str) -> tuple[str, str, int | None]:
    """Return the origin of a URL: scheme, host and port in one spelling."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme)


def sendable(url: str) -> str:
    """Return a URL in the characters that are sent.

    Raises:
        ArgumentError: it is not a URL, or has a part that it may not have.
    """
    try:
        if _has_controls(url) or " " in url or "\\" in url:
            raise ValueError("blanks")
        url.encode()  # half a surrogate pair has no bytes
        parts, whole = urlsplit(url), parse_url(url)  # the latter has the host in ASCII
        host = (whole.host or "").strip("[]")
        # requests and urllib3 parse it differently; they must agree on the host.
        named = (parts.hostname or "").lower()
        usable = whole.scheme in ("http", "https") and bool(host) and 0 != whole.port == parts.port
        usable = usable and (not named.isascii() or "%" in named or named == host.lower())
        host.rstrip(".").encode("idna")  # as the socket and TLS use it; no label is empty or too long
    except (ValueError, LocationParseError):  # a UnicodeError is a ValueError
        usable = False
    if not usable:
        problem = f"{hide_url(url) if url.isprintable() else '***'!r} is not an http or https URL with a host"
        raise ArgumentError(None, (problem,))
    return url if url.isascii() and not set(url) & set('"<>\\^`{|}') else _in_ascii(url, str(whole.host))


def _in_ascii(url: str, host: str) -> str:
    parts = urlsplit(url)
    place = host if parts.port is None else f"{host}:{parts.port}"
    return quote(parts._replace(netloc=place).geturl(), safe=_SAFE)


def header(name: str, value: Any) -> str | bytes:
    """Return the value of a header as sent: Latin-1, or UTF-8 if the header names an operation.

    Raises:
        ArgumentError: it has a line break or another control character, or characters that cannot be sent.
    """
    if isinstance(value, str) and value.isascii() and value.isprintable():
        return value
    if not isinstance(value, str):
        raise ArgumentError(None, (f"{name} must be a text, not {type(value).__name__}",))
    if _has_controls(value):
        shown = ascii(one_line(value, 60))
        raise ArgumentError(None, (f"{name} has a line break or another control character: {shown}",))
    try:
        return value.encode("utf-8" if name.lower() in _UTF8 else "latin-1")
    except UnicodeEncodeError:
        raise ArgumentError(None, (f"{name} has a character that HTTP cannot send: use ASCII",)) from None


def check_headers(headers: Any) -> dict[str, str | bytes]:
    """Return the HTTP headers that a client sends with each request.

    Raises:
        ArgumentError: the client writes one of them itself, one cannot be sent, or one occurs twice.
    """
    if not isinstance(headers, Mapping):
        raise ArgumentError(None, (f"headers must be a mapping of name to text, not {type(headers).__name__}",))
    found: dict[str, str | bytes] = {}
    seen: set[str] = set()
    for name, value in headers.items():
        if not isinstance(name, str) or not re.fullmatch(_NAME, name):
            raise ArgumentError(None, ("headers has a name that HTTP does not allow: use letters, digits and hyphens",))
        why = _OURS.get(name.lower())
        if why is not None:
            raise ArgumentError(None, (f"headers may not have {name}: {why}",))
        if name.lower() in seen:
            raise ArgumentError(None, (f"headers has {name} twice, in different letter case",))
        if not isinstance(value, str) or _has_controls(value) or value != value.strip():  # may be a key
            raise ArgumentError(
                None, (f"the header {name} must be a text without line breaks, control characters and outer blanks",)
            )
        seen.add(name.lower())
        found[name] = header(name, value)
    return found


def check_proxies(proxies: Any) -> dict[str, str]:
    """Return the proxies of a client, by scheme.

    Raises:
        ArgumentError: one is not a URL with host and port, or has characters that cannot be sent.
    """
    if not isinstance(proxies, Mapping):
        raise ArgumentError(None, (f"proxies must be a mapping of scheme to URL, not {type(proxies).__name__}",))
    for scheme, proxy in proxies.items():
        if not isinstance(scheme, str) or not (proxy is None or isinstance(proxy, str)):
            raise ArgumentError(None, ("proxies must map a scheme to a URL, both as text",))
        if proxy and scheme != "no":
            _check_proxy(scheme, proxy)
    return {scheme: proxy for scheme, proxy in proxies.items() if proxy is not None}


def _check_proxy(scheme: str, proxy: str) -> None:
    named = f"the {one_line(scheme, 40)} proxy"
    url = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parts = urlsplit(url)
        kind = parts.scheme
        if _has_controls(proxy) or " " in proxy or not parts.hostname:
            raise ValueError("blanks")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        sendable(f"http://{parts.netloc.rpartition('@')[2]}")
        usable = parse_url(url).host is not None
    except (ValueError, LocationParseError):
        usable = False
    if not usable:
        raise ArgumentError(None, (f"{named} is not a URL with host and port",))
    if kind not in ("http", "https"):
        problem = f"{named} has a scheme that is not supported ({kind}): name an http or https proxy"
        raise ArgumentError(None, (problem,))
    try:
        f"{user}:{password}".encode("latin-1")
    except UnicodeEncodeError:
        problem = f"the user or password of {named} has a character that HTTP cannot send: use Latin-1"
        raise ArgumentError(None, (problem,)) from None


def _has_controls(text: str) -> bool:
    return any((char < " " and char != "\t") or char == "\x7f" for char in text)
