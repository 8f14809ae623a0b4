"""SOAP over POST in the current generation, as SoapCore hosts it.

From SoapCore's source: how the operation and its parameters are found, and the form of faults. Unknown about
infoRouter: the version and settings of its host, and the texts of faults.
"""

from __future__ import annotations

from .core_reading import WrongWrapper
from .core_writing import fault
from .environ import Environ, media_type
from .large import set_aside
from .reading import Envelope, Malformed, NoBody, NoEnvelope, Unreadable, codec, open_envelope
from .routes import Routes
from .service import SimulatedService
from .writing import Protocol, Response

_NO_ACTION = "Unable to handle request without a valid action parameter. Please supply a valid soap action."


def answer(environ: Environ, routes: Routes, service: SimulatedService) -> Response:
    """Answer a POST to the service itself; a content type other than SOAP makes no difference."""
    media, options = media_type(environ.get("CONTENT_TYPE", ""))
    sent: Protocol = "soap12" if media == "application/soap+xml" else "soap11"
    try:
        charset = options.get("charset")
        document, runs = set_aside(environ, codec(charset), service.world.blobs.stage)
        envelope = open_envelope(document, charset, runs)
    except Malformed:
        return fault(sent, "Client", "The message is not well-formed XML.", 400)
    except NoEnvelope as exc:
        return fault(sent, "Client", str(exc))
    except NoBody as exc:
        return fault(exc.protocol, "Client", "The message has no body.", 400)
    action = _action(environ, options.get("action", ""), envelope)
    if not action:
        return fault(envelope.protocol, "Client", _NO_ACTION)
    name = routes.other_case(action.rpartition("/")[2])
    route = routes.by_name(name) if name else None
    if route is None:
        return fault(envelope.protocol, "Client", f"No operation found for specified action: {action}")
    try:
        arguments = route.core_reader.soap(envelope.children, envelope.runs)
    except WrongWrapper:
        reason = f"Start element '{route.operation.input}' from namespace '{route.operation.namespace}' expected."
        return fault(envelope.protocol, "Client", reason, 400)
    except Unreadable:
        return fault(envelope.protocol, "Client", "There is an error in the XML document.")
    return service.call(environ, route, envelope.protocol, arguments)


def _action(environ: Environ, option: str, envelope: Envelope) -> str:
    """Return the SOAP action: from the header, the content type, or the first element in the body."""
    action = environ.get("HTTP_SOAPACTION", "").strip().strip('"') or option.strip('"')
    if not action and envelope.children:
        action = str(envelope.children[0].tag).rpartition("}")[2]
    return str(action)
