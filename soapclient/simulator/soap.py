"""SOAP over POST: from the bytes to an operation with its arguments. Every rule here is in docs/wire.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .environ import Environ, media_type
from .large import set_aside
from .reading import Envelope, Malformed, NoBody, NoEnvelope, Unreadable, codec, open_envelope
from .routes import Route, Routes
from .service import SimulatedService
from .writing import Protocol, Response, fault, respond

_MEDIA_TYPES: Final[Mapping[Protocol, str]] = {"soap11": "text/xml", "soap12": "application/soap+xml"}
_PREFIX: Final = "System.Web.Services.Protocols.SoapException: "
_UNREADABLE: Final = f"{_PREFIX}Server was unable to read request. ---> System.InvalidOperationException: "
_TRACE: Final = "\n  at System.Web.Services.Protocols.WebServiceHandler.CoreProcessRequest () [0x00000] in <0>:0 \n"


class _NoRoute(Exception):
    """No operation is called; the message is the framework's."""

    def __init__(self, protocol: Protocol, message: str) -> None:
        super().__init__(f"{_PREFIX}{message}{_TRACE}")
        self.protocol = protocol


def answer(environ: Environ, routes: Routes, service: SimulatedService) -> Response:
    """Answer a POST to the service itself."""
    media, options = media_type(environ.get("CONTENT_TYPE", ""))
    if media == "application/json":
        return respond(500, "text/html; charset=utf-8", b"<html><head><title>Runtime Error</title></head></html>")
    try:
        charset = options.get("charset")
        document, runs = set_aside(environ, codec(charset), service.world.blobs.stage)
        envelope = open_envelope(document, charset, runs)
        return _unfit(media, envelope) or _enter(environ, media, options, envelope, routes, service)
    except Malformed:
        return respond(400, None, b"")
    except NoEnvelope as exc:
        return fault("soap11", "VersionMismatch", f"{_PREFIX}Possible SOAP version mismatch: {exc}{_TRACE}")
    except NoBody as exc:
        reason = f"{_UNREADABLE}Request format is invalid: Missing required soap:Body element.{_TRACE}"
        return fault(exc.protocol, "Client", reason)
    except _NoRoute as exc:
        return fault(exc.protocol, "Client", str(exc))


def _enter(
    environ: Environ,
    media: str,
    options: Mapping[str, str],
    envelope: Envelope,
    routes: Routes,
    service: SimulatedService,
) -> Response:
    if media == "text/xml" and "HTTP_SOAPACTION" in environ:
        route = _by_header(environ["HTTP_SOAPACTION"], envelope.protocol, routes)
    else:
        route = _by_option_or_wrapper(options.get("action"), envelope, routes)
    if envelope.must_understand:
        reason = f"SOAP header {envelope.must_understand} was not understood."
        reason = f"System.Web.Services.Protocols.SoapHeaderException: {reason}{_TRACE}"
        return fault(envelope.protocol, "MustUnderstand", reason)
    try:
        arguments = route.reader.soap(envelope.children, envelope.runs)
    except Unreadable:
        # The framework names line and column, which nobody may depend on.
        reason = f"{_UNREADABLE}There is an error in XML document (1, 1). ---> System.FormatException: "
        reason = f"{reason}Input string was not in a correct format.{_TRACE}"
        return fault(envelope.protocol, "Client", reason)
    return service.call(environ, route, envelope.protocol, arguments)


def _unfit(media: str, envelope: Envelope) -> Response | None:
    """Refuse an envelope in an impossible media type; a 1.2 envelope may come as text/xml."""
    own = _MEDIA_TYPES[envelope.protocol]
    if media in (own, "text/xml"):
        return None
    return respond(415, f"{own}; charset=utf-8", b"")


def _by_header(header: str, protocol: Protocol, routes: Routes) -> Route:
    action = header.strip()
    if len(action) > 1 and action[0] == action[-1] == '"':
        action = action[1:-1]
    route = routes.by_action(protocol, action)
    if route is None:
        message = f"Server did not recognize the value of HTTP Header SOAPAction: {action}."
        raise _NoRoute("soap11", message)
    return route


def _by_option_or_wrapper(action: str | None, envelope: Envelope, routes: Routes) -> Route:
    route = routes.by_action(envelope.protocol, action) if action else None
    if route is None and envelope.children:
        route = routes.by_wrapper(envelope.children[0].tag)
    if route is None and action:
        raise _NoRoute(envelope.protocol, f"Unable to handle request. The action '{action}' was not recognized.")
    if route is None:
        message = "Unable to handle request without a valid action parameter. Please supply a valid soap action."
        raise _NoRoute(envelope.protocol, message)
    return route
