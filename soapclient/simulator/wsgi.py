"""The WSGI application: from a method and a path to the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from . import core_plain, core_soap, plain, soap
from .connection import Unavailable
from .environ import Environ, address, path
from .routes import Routes
from .writing import Response, plain_error, respond
from .wsdl import WsdlDocument

if TYPE_CHECKING:
    from ..contract.contract import Contract
    from .generation import Generation
    from .service import SimulatedService

_PHRASES: Final = {status.value: status.phrase for status in HTTPStatus}
_HTML: Final = "text/html; charset=utf-8"


class Application:
    """The service as a WSGI application, at any path that ends in .asmx."""

    def __init__(self, contract: Contract, service: SimulatedService, generation: Generation) -> None:
        self._service = service
        self._routes = Routes(contract, generation)
        self._plain = core_plain.answer if generation.current else plain.answer
        self._soap = core_soap.answer if generation.current else soap.answer
        self._document = WsdlDocument(contract)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        try:
            response = self._respond(environ)
        except Unavailable as exc:
            response = plain_error(str(exc))
        start_response(f"{response.status} {_PHRASES.get(response.status, 'Unknown')}", response.headers)
        return response.body

    def _respond(self, environ: Environ) -> Response:
        asked = path(environ)
        page, asmx, rest = asked.lower().partition(".asmx")
        if not asmx or (rest and rest[0] != "/"):
            return respond(404, _HTML, b"<html><head><title>404 Not Found</title></head></html>")
        if len(rest) > 1:
            return self._plain(environ, self._routes, self._service, asked[len(page) + len(asmx) + 1 :])
        if environ["REQUEST_METHOD"] == "POST":
            return self._soap(environ, self._routes, self._service)
        return self._page(environ)

    def _page(self, environ: Environ) -> Response:
        query = environ.get("QUERY_STRING", "").lower().partition("&")[0]
        if environ["REQUEST_METHOD"] != "GET":
            return respond(405, _HTML, b"<html><head><title>405 Method Not Allowed</title></head></html>")
        if query == "wsdl":
            return self._document.respond(address(environ))
        if query.startswith("wsdl="):
            return plain_error("System.InvalidOperationException: XML Web service description was not found.")
        return respond(200, _HTML, b"<html><head><title>srv Web Service</title></head></html>")
