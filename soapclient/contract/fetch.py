"""Get the bytes of a WSDL from a server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from ..errors import SoapClientError, WsdlError
from ..wire.abort import GivenUp, current
from ..wire.redact import HIDDEN, hide_url, one_line, quote_source
from ..wire.secret import unseen

if TYPE_CHECKING:
    from ..wire.origins import Origins
    from ..wire.transport import RawReply, Transport


Fetch = Callable[[str], bytes]
_LOGIN: Final = "give the client a login for HTTP, or save the WSDL and use the file"
_ADVICE: Final = {
    401: f"the server asks for a login (HTTP 401): {_LOGIN}",
    403: f"the server refuses access (HTTP 403): it may ask for another login; {_LOGIN}",
    407: "the proxy asks for a login (HTTP 407): name user and password in the URL of the proxy",
}
_REDIRECTS: Final = (301, 302, 303, 307, 308)


def fetched(url: str) -> bytes:
    """Get the bytes of a URL by a transport of its own."""
    from ..wire.transport import Transport

    with unseen(), Transport(url) as transport:
        return fetch_with(transport, url)


def fetch_with(transport: Transport | Origins, url: str) -> bytes:
    """Get a WSDL's bytes through a transport; see `ask`."""
    return ask(transport, url, {}).body


def ask(transport: Transport | Origins, url: str, conditions: Mapping[str, str]) -> RawReply:
    """Get a WSDL through a transport, or, under conditions, the answer that it has not changed (HTTP 304).

    Raises:
        WsdlError: it cannot be had; the transport's own error is its cause.
        GivenUp: it was broken off, since nobody waits for it any more.
    """
    abort = current.get()
    try:
        reply = transport.get(url, conditions, abort=abort)
    except SoapClientError as exc:
        if abort is not None and abort.aborted:
            raise GivenUp from None
        tells_all = exc if url == hide_url(url) else None
        raise WsdlError(f"The WSDL cannot be had from {quote_source(url)}: {exc.message}") from tells_all
    if reply.status != 200 and not (conditions and reply.status == 304):
        raise WsdlError(f"The WSDL cannot be had from {quote_source(url)}: {_reason(url, reply)}")
    return reply


def _reason(url: str, reply: RawReply) -> str:
    """Say why an answer is no WSDL, and what to do; a redirect is named and not followed."""
    location = reply.headers.get("Location", "") if reply.status in _REDIRECTS else ""
    if not location:
        return _ADVICE.get(reply.status, f"the server answered HTTP {reply.status}")
    try:
        target = one_line(hide_url(urljoin(url, location)), 300)
    except ValueError:
        target = HIDDEN
    return (
        f"the server redirects to {target} (HTTP {reply.status}), which is not followed: name that URL if it is right"
    )
