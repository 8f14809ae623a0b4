"""Get the bytes of a WSDL from a server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..errors import SoapClientError, WsdlError
from ..wire.abort import GivenUp, current
from ..wire.redact import hide_url, quote_source
from ..wire.secret import unseen

if TYPE_CHECKING:
    from ..wire.transport import RawReply, Transport


Fetch = Callable[[str], bytes]


def fetched(url: str) -> bytes:
    """Get the bytes of a URL by a transport of its own."""
    from ..wire.transport import Transport

    with unseen(), Transport(url) as transport:
        return fetch_with(transport, url)


def fetch_with(transport: Transport, url: str) -> bytes:
    """Get a WSDL's bytes through a transport; see `ask`."""
    return ask(transport, url, {}).body


def ask(transport: Transport, url: str, conditions: Mapping[str, str]) -> RawReply:
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
        raise WsdlError(f"The WSDL cannot be had from {quote_source(url)}: the server answered HTTP {reply.status}")
    return reply
