"""GET and form POST in the current generation, as MVC controllers of ASP.NET Core with model binding handle them.

The reference documents the HTTP statuses 400 and 415, and that bytes are a JSON string. The rest follows the rules
of ASP.NET Core. Not supported: multipart forms, which are refused as a wrong content type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from .core_reading import Unbound
from .core_writing import problem
from .environ import Environ, body, media_type
from .reading import codec
from .routes import Routes
from .service import SimulatedService
from .writing import Protocol, Response, respond

_FORM: Final = "application/x-www-form-urlencoded"
_PROTOCOLS: Final[Mapping[str, Protocol]] = {"GET": "get", "POST": "post"}


def answer(environ: Environ, routes: Routes, service: SimulatedService, name: str) -> Response:
    """Answer a request to srv.asmx/NAME, in any letter case."""
    exact = routes.other_case(name)
    route = routes.by_name(exact) if exact else None
    protocol = _PROTOCOLS.get(environ["REQUEST_METHOD"])
    if route is None:
        return respond(404, None, b"")
    if protocol is None:
        return respond(405, None, b"")
    if protocol == "get":
        if route.core_reader.takes_bytes:
            return problem(415, "Unsupported Media Type")
        query, charset = environ.get("QUERY_STRING", ""), "utf-8"
    else:
        media, options = media_type(environ.get("CONTENT_TYPE", ""))
        if media != _FORM:
            return problem(415, "Unsupported Media Type")
        query, charset = body(environ).decode("latin-1"), codec(options.get("charset"))
    fields = parse_qsl(query, keep_blank_values=True, encoding=charset, errors="replace", separator="&")
    try:
        arguments = route.core_reader.form(fields)
    except Unbound as exc:
        return problem(400, "One or more validation errors occurred.", exc.errors)
    return service.call(environ, route, protocol, arguments)
