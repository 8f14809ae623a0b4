"""The WSGI application of a mock: from a request to its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Protocol

from ..contract.codec.sampling import messages
from ..contract.codec.sampling.plain_reader import PlainReader
from ..contract.codec.xml_values import copied
from ..contract.schema.members import local
from ..errors import ArgumentError, WsdlError
from ..simulator.connection import Unavailable
from ..simulator.environ import Environ, body, media_type, path
from ..simulator.failures import Exchange
from ..simulator.writing import Response, plain_error, respond
from . import envelopes
from .directory import Directory
from .envelopes import Received, Unusable
from .replies import MockReplies
from .rules import MockCall, MockRule
from .served import Served

if TYPE_CHECKING:
    from ..contract.codec.sampling.xml_schema import XmlSchema
    from ..contract.model import SoapVersion
    from ..contract.wsdl.bound import BoundOperation
    from ..contract.wsdl.definitions import Definitions

_PHRASES: Final = {status.value: status.phrase for status in HTTPStatus}
_HTML: Final = "text/html; charset=utf-8"
_XML: Final = "text/xml; charset=utf-8"
_MOST_BYTES: Final = 64 * 2**20


class Watcher(Protocol):
    """Records the calls that arrive, and decides what they get."""

    def arrived(self, call: MockCall, binding: str) -> MockRule | None:
        """Record a call, and return the rule for it."""

    def refused(self, operation: str, problem: str, envelope: bytes) -> None:
        """Record a request that the schema does not allow."""


class MockApplication:
    """Serves a WSDL and answers its operations.

    Args:
        definitions: the WSDL.
        directory: the operations.
        replies: writes the replies.
        schema: checks the requests.
        watcher: hears of each call.
    """

    def __init__(
        self, definitions: Definitions, directory: Directory, replies: MockReplies, schema: XmlSchema, watcher: Watcher
    ) -> None:
        self._components = definitions.schemas
        self._served = Served(definitions)
        self._directory = directory
        self._replies = replies
        self._schema = schema
        self._watcher = watcher

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        try:
            response = self._post(environ) if environ["REQUEST_METHOD"] == "POST" else self._get(environ)
        except Unavailable as exc:
            response = plain_error(str(exc))
        start_response(f"{response.status} {_PHRASES.get(response.status, 'Unknown')}", response.headers)
        return response.body

    def _get(self, environ: Environ) -> Response:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return respond(405, "text/plain; charset=utf-8", b"The mock accepts POST, and GET for its WSDL")
        query = environ.get("QUERY_STRING", "").lower().partition("&")[0]
        host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
        document = self._served.document(query, f"{environ['wsgi.url_scheme']}://{host}")
        if document is not None:
            return respond(200, _XML, document)
        if query.startswith(("wsdl", "xsd")):
            return respond(404, "text/plain; charset=utf-8", b"The mock does not serve this document")
        page = f"<html><head><title>Mock of {len(self._directory)} operations</title></head></html>"
        return respond(200, _HTML, page.encode())

    def _post(self, environ: Environ) -> Response:
        media, options = media_type(environ.get("CONTENT_TYPE", ""))
        version: SoapVersion = "1.2" if media == "application/soap+xml" else "1.1"
        length = environ.get("CONTENT_LENGTH") or "0"
        if int(length) > _MOST_BYTES:
            return respond(413, "text/plain; charset=utf-8", b"The request is larger than 64 MiB")
        data, name = body(environ), ""
        try:
            if media.startswith("multipart/"):
                raise Unusable("The mock does not read MIME parts; send the envelope alone")
            received = envelopes.read(data, options.get("charset", ""))
            version = received.version
            action = environ.get("HTTP_SOAPACTION", "").strip().strip('"') or options.get("action", "")
            operation = self._directory.find(path(environ), action, received)
            name = operation.name
            call = self._call(operation, received, data, action)
        except (Unusable, WsdlError) as exc:
            self._watcher.refused(name, str(exc), data)
            return _fault(version, str(exc), getattr(exc, "code", "Server"))
        rule = self._watcher.arrived(call, operation.binding)
        return self._answer(environ, operation, call, rule, version)

    # Requests

    def _call(self, operation: BoundOperation, received: Received, data: bytes, action: str) -> MockCall:
        """Read the arguments of a call.

        Raises:
            Unusable: the schema does not allow them.
            WsdlError: the operation cannot be read.
        """
        message = operation.input
        if message is None:
            raise WsdlError(f"the service calls {operation.name}; its clients cannot")
        arguments, own = messages.read(message, received.body, self._components)
        elements = {each.name: each for each in message.elements}
        bad = [] if sorted(elements) == sorted(str(each.tag) for each in received.body) else own[:1]
        checked = message.use == "literal" and message.wrapper is None
        for node in received.body if checked and not bad else ():
            found = self._schema.problems(elements[str(node.tag)], node)
            bad += own if found is None else (own or found) if found else []
        if not checked and not bad:
            bad = own or [
                text
                for node in received.body
                for text in self._replies.problems(message, elements[str(node.tag)], node)
            ]
        headers = self._headers(operation, received, bad)
        if bad:
            raise Unusable(f"{operation.name}: {'; '.join(dict.fromkeys(bad))}")
        return MockCall(operation.name, arguments, headers, data, received.version, action)

    def _headers(self, operation: BoundOperation, received: Received, bad: list[str]) -> Mapping[str, Any]:
        declared = {each.element.name: each.element for each in operation.input.headers} if operation.input else {}
        found: dict[str, Any] = {}
        for node in received.headers:
            element = declared.get(str(node.tag))
            if element is None:
                found[local(str(node.tag))] = node
                continue
            reader = PlainReader(self._components)
            found[local(str(node.tag))] = reader.element(element, node)
            bad += reader.problems
        return found

    # Answers

    def _answer(
        self, environ: Environ, operation: BoundOperation, call: MockCall, rule: MockRule | None, version: SoapVersion
    ) -> Response:
        def answer() -> Response:
            try:
                if rule is not None and rule.fault_said is not None:
                    said = rule.fault_said
                    return _fault(version, said.text, said.code, said.detail)
                if rule is None or not rule.answers:
                    data = self._replies.sample(operation)
                else:
                    value = rule.value(call) if callable(rule.value) else rule.value
                    data = self._replies.answer(operation, value, rule.headers)
            except (WsdlError, ArgumentError) as exc:
                return _fault(version, f"The mock cannot answer {operation.name}: {exc}", "Server")
            if operation.output is None:
                return respond(202, None, b"")
            return respond(200, envelopes.MEDIA_TYPES[version], data)

        return answer() if rule is None or rule.failure is None else rule.failure(Exchange(environ, answer))


def _fault(version: SoapVersion, text: str, code: str, detail: Iterable[Any] = ()) -> Response:
    data = envelopes.fault(version, code, text, [copied(each) for each in detail])
    status = 400 if version == "1.2" and code in ("Client", "Sender") else 500
    return respond(status, envelopes.MEDIA_TYPES[version], data)
