"""The JSON answers of ASP.NET Core to a form POST: bytes as a base64 string, and the error for a form it cannot read.

Source: docs/http-post.md, "Two kinds of servers".
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, Final

from ..contract.model import Operation

_MOST: Final = 65536  # longest error that is searched for the names of parameters
_EMPTY: Final = "an empty required text cannot be sent by form to this server: {} {} empty; use SOAP"


def is_json(media: str) -> bool:
    """Return whether a `Content-Type` is JSON."""
    kind = media.partition(";")[0].strip().lower()
    return kind in ("application/json", "text/json") or (kind.startswith("application/") and kind.endswith("+json"))


def string(body: bytes) -> str:
    """Return the string of a JSON document.

    Raises:
        ValueError: it is not JSON, or not a string.
    """
    if not body[:100].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b'"') and b"\0" not in body[:4]:
        raise ValueError("it is not a JSON string")  # known without parsing it
    found = _read(body)
    if not isinstance(found, str):
        raise ValueError("it is not a JSON string")
    return found


def is_unbound(status: int, media: str, body: bytes) -> bool:
    """Return whether a form was refused before the operation ran: HTTP 400 without a document from the service."""
    return status == 400 and (not body.strip() or is_json(media))


def unbound(operation: Operation, body: bytes, empty: Collection[str]) -> str:
    """Describe why a form was refused before the operation ran, with names and without values.

    Args:
        operation: the operation.
        body: the body of the reply, which may name parameters.
        empty: the parameters that were sent as an empty text.
    """
    named = _named(operation, body)
    blank = [name for name in empty if name in named or not named]
    if blank:
        return _EMPTY.format(_and(blank), "is" if len(blank) == 1 else "are")
    if named:
        return f"HTTP 400: the server could not read {_and(named)} from the form"
    return "HTTP 400 without an answer from the service"


def _named(operation: Operation, body: bytes) -> list[str]:
    if len(body) > _MOST:
        return []
    try:
        problem = _read(body)
    except ValueError:
        return []
    told = problem.get("errors") if isinstance(problem, dict) else None
    names = {name.casefold() for name in told} if isinstance(told, dict) else set()
    return [each.name for each in operation.own_parameters if each.name.casefold() in names]


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _and(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
