"""Fetch the bytes of a WSDL from a server."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from ..errors import SoapClientError, WsdlError
from ..wire import encodings
from ..wire.abort import GivenUp, current
from ..wire.redact import HIDDEN, hide_url, one_line, quote_source
from ..wire.secret import unseen

if TYPE_CHECKING:
    from ..wire.origins import Origins
    from ..wire.transport import RawReply, Transport


Fetch = Callable[[str], bytes]
_ADVICE: Final = {
    401: "the server asks for a login (HTTP 401): give the client http_auth={}, or save the WSDL and use the file",
    403: "the server refuses access (HTTP 403): give the client http_auth={} of a user who may read it, or use a file",
    407: "the proxy asks for a login (HTTP 407): name user and password in the URL of the proxy",
}
_DECLARATION: Final = rb"""\A\s*<\?xml\s[^>]*\?>"""
_REDIRECTS: Final = (301, 302, 303, 307, 308)


def fetched(url: str) -> bytes:
    """Fetch the bytes of a URL through a transport of its own."""
    from ..wire.transport import Transport

    with unseen(), Transport(url) as transport:
        return fetch_with(transport, url)


def fetch_with(transport: Transport | Origins, url: str) -> bytes:
    """Fetch a WSDL's bytes through a transport; see `ask`. An encoding in `Content-Type` is converted to UTF-8."""
    reply = ask(transport, url, {})
    charset = encodings.charset_of(reply.headers.get("Content-Type", ""))
    if charset in ("", "utf-8"):
        return reply.body
    try:
        data = encodings.in_utf8(reply.body, charset)
    except encodings.Undecodable:
        return reply.body  # the parser reports the problem
    return reply.body if data is reply.body else re.sub(_DECLARATION, b"", data)


def ask(transport: Transport | Origins, url: str, conditions: Mapping[str, str]) -> RawReply:
    """Fetch a WSDL through a transport, or with conditions the answer that it has not changed (HTTP 304).

    Raises:
        WsdlError: it could not be fetched; the transport's error is the cause.
        GivenUp: it was aborted, because nobody waits for it any more.
    """
    abort = current.get()
    try:
        reply = transport.get(url, conditions, abort=abort)
    except SoapClientError as exc:
        if abort is not None and abort.aborted:
            raise GivenUp from None
        tells_all = exc if url == hide_url(url) else None
        raise WsdlError(f"Could not fetch the WSDL from {quote_source(url)}: {exc.message}") from tells_all
    if reply.status != 200 and not (conditions and reply.status == 304):
        raise WsdlError(f"Could not fetch the WSDL from {quote_source(url)}: {_reason(url, reply)}")
    return reply


def _reason(url: str, reply: RawReply) -> str:
    """Describe why an answer is not a WSDL, and what to do; a redirect is named and not followed."""
    location = reply.headers.get("Location", "") if reply.status in _REDIRECTS else ""
    if not location:
        asked = reply.headers.get("WWW-Authenticate", "").lower()
        windows = ("negotiate" in asked or "ntlm" in asked) and "basic" not in asked
        login = "Windows()" if windows else "(user, password)"
        return _ADVICE.get(reply.status, f"the server answered HTTP {reply.status}").format(login)
    try:
        target = one_line(hide_url(urljoin(url, location)), 300)
    except ValueError:
        target = HIDDEN
    return f"the server redirects to {target} (HTTP {reply.status}), which is not followed: use that URL if it is right"
