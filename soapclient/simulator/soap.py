"""SOAP over POST: from the bytes to an operation with its arguments. Every rule here is in docs/wire.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .environ import Environ, body, media_type
from .reading import Envelope, Malformed, NoBody, NoEnvelope, Unreadable, open_envelope
from .routes import Route, Routes
from .service import Service
from .writing import Protocol, Response, fault, respond

_MEDIA_TYPES: Final[Mapping[Protocol, str]] = {"soap11": "text/xml", "soap12": "application/soap+xml"}
_PREFIX: Final = "System.Web.Services.Protocols.SoapException: "
_UNREADABLE: Final = f"{_PREFIX}Server was unable to read request. ---> System.InvalidOperationException: "


def answer(environ: Environ, routes: Routes, service: Service) -> Response:
    """Answer a POST to the service itself."""
    media, options = media_type(environ.get("CONTENT_TYPE", ""))
    if media == "application/json":
        return respond(500, "text/html; charset=utf-8", b"<html><head><title>Runtime Error</title></head></html>")
    try:
        envelope = open_envelope(body(environ), options.get("charset"))
        unfit = _unfit(media, envelope)
        if unfit is not None:
            return unfit
        protocol = envelope.protocol
        if media == "text/xml" and "HTTP_SOAPACTION" in environ:
            route = _by_header(environ["HTTP_SOAPACTION"], routes, protocol)
        else:
            route = _by_option_or_wrapper(options.get("action"), envelope, routes)
        if isinstance(route, str):
            return fault(protocol, "Client", _PREFIX + route)
        if envelope.must_understand:
            return fault(protocol, "MustUnderstand", f"SOAP header {envelope.must_understand} was not understood.")
        arguments = route.reader.soap(envelope.children)
    except Malformed:
        return respond(400, None, b"")
    except NoEnvelope as exc:
        return fault("soap11", "VersionMismatch", f"{_PREFIX}Possible SOAP version mismatch: {exc}")
    except NoBody as exc:
        return fault(exc.protocol, "Client", f"{_UNREADABLE}Missing required soap:Body element.")
    except Unreadable:
        return fault(protocol, "Client", f"{_UNREADABLE}There is an error in XML document (1, 1).")
    return service.call(environ, route, protocol, arguments)


def _unfit(media: str, envelope: Envelope) -> Response | None:
    """Refuse an envelope in a media type that it cannot have; a 1.2 envelope may come as text/xml."""
    own = _MEDIA_TYPES[envelope.protocol]
    if media in (own, "text/xml"):
        return None
    return respond(415, f"{own}; charset=utf-8", b"")


def _by_header(header: str, routes: Routes, protocol: Protocol) -> Route | str:
    action = header.strip()
    if len(action) > 1 and action[0] == action[-1] == '"':
        action = action[1:-1]
    route = routes.by_action(protocol, action)
    return route or f"Server did not recognize the value of HTTP Header SOAPAction: {action}."


def _by_option_or_wrapper(action: str | None, envelope: Envelope, routes: Routes) -> Route | str:
    route = routes.by_action(envelope.protocol, action) if action else None
    if route is None and envelope.children:
        route = routes.by_wrapper(envelope.children[0].tag)
    if route is not None:
        return route
    if action and envelope.protocol == "soap12":
        return f"Unable to handle request. The action '{action}' was not recognized."
    return "Unable to handle request without a valid action parameter. Please supply a valid soap action."
