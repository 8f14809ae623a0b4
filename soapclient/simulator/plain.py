"""GET and form POST to an operation's own URL. Every rule here is in docs/wire.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from .environ import Environ, body, media_type
from .reading import Inconvertible, MissingParameter, codec
from .routes import Route, Routes
from .service import SimulatedService
from .writing import Protocol, Response, plain_error

_FORM: Final = "application/x-www-form-urlencoded"
_INVALID: Final = "System.InvalidOperationException: "
_MARKUP: Final = re.compile(r"[<\uff1c][!a-zA-Z\0-\x1f]|&#")
_QUOTED: Final = 15
_VALIDATION: Final = "System.Web.HttpRequestValidationException: A potentially dangerous Request."
_PROTOCOLS: Final[Mapping[str, Protocol]] = {"GET": "get", "POST": "post"}


def answer(environ: Environ, routes: Routes, service: SimulatedService, name: str) -> Response:
    """Answer a request to srv.asmx/NAME."""
    route = routes.by_name(name)
    protocol = _PROTOCOLS.get(environ["REQUEST_METHOD"])
    if route is None or protocol is None or not route.reader.has_form:
        return plain_error(_no_method(name, route, routes))
    if protocol == "get":
        # A name without "=" is ignored in a query, and an empty parameter in a form.
        query = "&".join(pair for pair in environ.get("QUERY_STRING", "").split("&") if "=" in pair)
        charset = "utf-8"
    else:
        media, options = media_type(environ.get("CONTENT_TYPE", ""))
        if media != _FORM:
            return plain_error(f"{_INVALID}Request format is invalid: {media}.")
        charset = codec(options.get("charset"))
        query = body(environ).decode("latin-1")
    return _call(environ, route, service, protocol, _fields(query, charset))


def _call(
    environ: Environ, route: Route, service: SimulatedService, protocol: Protocol, fields: list[tuple[str, str]]
) -> Response:
    for name, value in fields:
        if _MARKUP.search(value):
            source = "QueryString" if protocol == "get" else "Form"
            shown = escape(value if len(value) <= _QUOTED else f"{value[:_QUOTED]}...")
            quoted = f"{name}=&quot;{shown}&quot;"
            return plain_error(f"{_VALIDATION}{source} value was detected from the client ({quoted}).")
    try:
        arguments = route.reader.form(fields)
    except MissingParameter as exc:
        return plain_error(f"{_INVALID}Missing parameter: {exc}.")
    except Inconvertible as exc:
        return plain_error(f"System.ArgumentException: Cannot convert {exc}.\nParameter name: type")
    return service.call(environ, route, protocol, arguments)


def _fields(query: str, charset: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True, encoding=charset, errors="replace", separator="&")


def _no_method(name: str, route: Route | None, routes: Routes) -> str:
    other = routes.other_case(name)
    if route is None and other is not None:
        return (
            f"System.ArgumentException: Invalid method name {name}, method names are case sensitive."
            f" The method name '{other}' with the same name but different casing was found."
        )
    return f"{_INVALID}{name} Web Service method name is not valid."
