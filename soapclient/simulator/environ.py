"""Read a request from the WSGI environment."""

from __future__ import annotations

import functools
from email.message import Message
from typing import Any, TypeAlias

Environ: TypeAlias = dict[str, Any]


def path(environ: Environ) -> str:
    """Return the full path of the request."""
    return f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}"


def address(environ: Environ) -> str:
    """Return the URL of the request, without the query."""
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return f"{environ['wsgi.url_scheme']}://{host}{path(environ)}"


def body(environ: Environ) -> bytes:
    """Return the bytes of the request's body."""
    length = environ.get("CONTENT_LENGTH")
    data: bytes = environ["wsgi.input"].read(int(length)) if length else b""
    return data


@functools.lru_cache(maxsize=1000)
def media_type(header: str) -> tuple[str, dict[str, str]]:
    """Return the media type of a Content-Type header, "" without one, and its parameters."""
    message = Message()
    message["Content-Type"] = header
    parameters = {name.lower(): value for name, value in message.get_params(failobj=[])[1:]}
    return header.partition(";")[0].strip().lower(), parameters


def ticket_cookie(environ: Environ) -> str | None:
    """Return the cookie that some operations accept instead of a missing ticket parameter."""
    for cookie in environ.get("HTTP_COOKIE", "").split(";"):
        name, _, value = cookie.strip().partition("=")
        if name.lower() == "ticket":
            return str(value)
    return None
