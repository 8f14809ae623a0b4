"""The WSGI application: from an HTTP request to an operation, and from its answer to an HTTP response."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from email.message import Message
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import parse_qsl

import attrs

from .behaviour import BEHAVIOURS, Call, Refusal, World, perform
from .connection import Unavailable
from .failures import Exchange, Failures
from .reading import Malformed, MissingParameter, Reader, Unreadable, body_of, parse
from .writing import ENVELOPES, Protocol, Response, Writer, fault, plain_error, respond
from .wsdl import Document

if TYPE_CHECKING:
    from ..contract import Contract, Operation, SoapVersion

Environ: TypeAlias = dict[str, Any]
_VERSIONS: Final[Mapping[Protocol, SoapVersion]] = {"soap11": "1.1", "soap12": "1.2"}
_UNREADABLE: Final = "Server was unable to read request"


@attrs.frozen
class Arrival:
    """A call that reached the service.

    Attributes:
        operation: its exact name.
        protocol: "soap11", "soap12", "get" or "post".
        arguments: what the service received, by exact parameter name; null is None.
    """

    operation: str
    protocol: Protocol
    arguments: Mapping[str, Any] = attrs.field(repr=False)


@attrs.frozen(eq=False)
class _Route:
    operation: Operation
    reader: Reader
    writer: Writer


class Application:
    """The service as a WSGI application."""

    def __init__(self, contract: Contract, world: World, failures: Failures, arrived: deque[Arrival]) -> None:
        self._contract = contract
        self._world = world
        self._failures = failures
        self._arrived = arrived
        self._document = Document(contract)
        self._routes: dict[str, _Route] = {}
        self._actions: dict[tuple[Protocol, str], str] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        try:
            response = self._respond(environ)
        except Unavailable as exc:
            response = plain_error(str(exc))
        status = response.status
        phrase = HTTPStatus(status).phrase if status in _PHRASES else "Unknown"
        start_response(f"{status} {phrase}", response.headers)
        return response.body

    def _respond(self, environ: Environ) -> Response:
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        page, asmx, operation = path.lower().partition(".asmx")
        method = environ["REQUEST_METHOD"]
        if not asmx or (operation and operation[0] != "/"):
            return respond(404, "text/plain; charset=utf-8", b"Not Found")
        if len(operation) > 1:
            return self._plain(environ, path[len(page) + len(asmx) + 1 :], method)
        if method == "POST":
            return self._soap(environ)
        if method not in ("GET", "HEAD"):
            return respond(405, "text/plain; charset=utf-8", b"Method Not Allowed")
        if environ.get("QUERY_STRING", "").lower() in ("wsdl", "singlewsdl"):
            return self._document.respond(f"{environ['wsgi.url_scheme']}://{_host(environ)}{path}")
        return respond(200, "text/html; charset=utf-8", b"<html><head><title>srv Web Service</title></head></html>")

    def _soap(self, environ: Environ) -> Response:
        media, options = _media_type(environ)
        protocol: Protocol = "soap12" if media == "application/soap+xml" else "soap11"
        try:
            body = body_of(parse(_body(environ), options.get("charset")), ENVELOPES)
        except Malformed:
            return respond(400, None, b"")
        action = options.get("action") if protocol == "soap12" else environ.get("HTTP_SOAPACTION")
        action = (action or "").strip().strip('"')
        route = self._by_action(protocol, action or _body_action(body))
        if route is None:
            return fault(protocol, "Client", _unknown(protocol, action))
        try:
            arguments = route.reader.soap(body if body is not None else ())
        except Unreadable:
            return fault(protocol, "Client", _UNREADABLE)
        return self._call(environ, route, protocol, arguments)

    def _plain(self, environ: Environ, name: str, method: str) -> Response:
        if name not in self._contract.operations or method not in ("GET", "POST"):
            return plain_error(f"{name} Web Service method name is not valid.")
        route = self._route(name)
        query = environ.get("QUERY_STRING", "") if method == "GET" else _body(environ).decode("utf-8", "replace")
        try:
            arguments = route.reader.form(parse_qsl(query, keep_blank_values=True))
        except MissingParameter as exc:
            return plain_error(f"Missing parameter: {exc}")
        except Unreadable:
            return plain_error(_UNREADABLE)
        return self._call(environ, route, "get" if method == "GET" else "post", arguments)

    def _call(self, environ: Environ, route: _Route, protocol: Protocol, arguments: dict[str, Any]) -> Response:
        operation, writer = route.operation, route.writer
        self._arrived.append(Arrival(operation.name, protocol, arguments))

        def answer() -> Response:
            if operation.name not in BEHAVIOURS:
                return fault(protocol, "Server", f"The simulator has no behaviour for {operation.name}")
            try:
                result = perform(Call(operation, arguments, self._world, _ticket_cookie(environ)))
            except Refusal as exc:
                return writer.refusal(str(exc), protocol)
            return writer.success(result, protocol)

        failure = self._failures.take(operation.name)
        return answer() if failure is None else failure(Exchange(environ, protocol, writer, answer))

    def _by_action(self, protocol: Protocol, action: str) -> _Route | None:
        name = action.rpartition("/")[2]
        if name not in self._contract.operations:
            return None
        route = self._route(name)
        return route if route.operation.actions.get(_VERSIONS[protocol]) == action else None

    def _route(self, name: str) -> _Route:
        route = self._routes.get(name)
        if route is None:
            with self._lock:
                operation = self._contract.operations[name]
                route = self._routes[name] = _Route(operation, Reader(operation), Writer(operation))
        return route


_PHRASES: Final = frozenset(status.value for status in HTTPStatus)


def _unknown(protocol: Protocol, action: str) -> str:
    if protocol == "soap11":
        return f"Server did not recognize the value of HTTP Header SOAPAction: {action}."
    return f"Unable to handle request. The action '{action}' was not recognized."


def _body_action(body: Any) -> str:
    if body is None or body.tag[0] != "{":
        return ""
    namespace, _, name = body.tag[1:].partition("}")
    return f"{namespace.rstrip('/')}/{name}"


def _media_type(environ: Environ) -> tuple[str, dict[str, str]]:
    header = environ.get("CONTENT_TYPE", "")
    known = _MEDIA_TYPES.get(header)
    if known is None:
        message = Message()
        message["Content-Type"] = header
        known = message.get_content_type(), {name.lower(): value for name, value in message.get_params(failobj=[])[1:]}
        if len(_MEDIA_TYPES) < _MOST_MEDIA_TYPES:
            _MEDIA_TYPES[header] = known
    return known


_MOST_MEDIA_TYPES: Final = 2000
_MEDIA_TYPES: Final[dict[str, tuple[str, dict[str, str]]]] = {}


def _body(environ: Environ) -> bytes:
    length = environ.get("CONTENT_LENGTH") or 0
    body: bytes = environ["wsgi.input"].read(int(length))
    return body


def _host(environ: Environ) -> str:
    host: str = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return host


def _ticket_cookie(environ: Environ) -> str | None:
    for cookie in environ.get("HTTP_COOKIE", "").split(";"):
        name, _, value = cookie.strip().partition("=")
        if name.lower() == "ticket":
            return str(value)
    return None
