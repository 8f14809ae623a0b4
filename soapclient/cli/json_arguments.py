"""The arguments of an operation from a file of JSON: an object of values by name, nested as the contract nests them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from soapclient import Operation, Parameter
from soapclient.errors import ArgumentError

from .connection import CommandContext


def values(operation: Operation, text: str, place: str, connection: CommandContext) -> dict[str, Any]:
    """Read the arguments of one call.

    Args:
        operation: the operation.
        text: the JSON.
        place: where it is from, for messages.
        connection: is told the secrets among them.

    Returns:
        The arguments: bytes where the contract has them, numbers as exact as they are written.

    Raises:
        ArgumentError: it is not a JSON object, names something twice, or has what the contract does not take.
    """
    try:
        found = json.loads(text, parse_float=Decimal, object_pairs_hook=_once)
    except RecursionError:
        raise ArgumentError(operation.name, (f"{place} is nested too deeply",)) from None
    except ValueError as exc:
        reason = str(exc) if isinstance(exc, (json.JSONDecodeError, _Twice)) else "a number is too long"
        raise ArgumentError(operation.name, (f"{place} is not JSON ({reason})",)) from None
    if not isinstance(found, dict):
        raise ArgumentError(operation.name, (f"{place} is not a JSON object of arguments by name",))
    problems: list[str] = []
    own = (*operation.parameters.values(), *operation.headers)
    taken = _inside(own, found, "", connection, problems)
    if operation.documented:
        blank = (name for name, value in taken.items() if isinstance(value, str) and not value.strip())
        problems += [
            f"{name}: the value is blank; say {name}:=clear to make it empty, or leave it out" for name in blank
        ]
    if problems:
        raise ArgumentError(operation.name, tuple(problems))
    return taken


class _Twice(ValueError):
    """A name is there twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice("an object has a name twice")
    return found


def _inside(
    parameters: Iterable[Parameter],
    said: Mapping[str, Any],
    around: str,
    connection: CommandContext,
    problems: list[str],
) -> dict[str, Any]:
    known = {name: each for each in parameters for name in (each.python_name, each.name)}
    return {
        name: _value(known.get(name), value, f"{around}{name}", connection, problems) for name, value in said.items()
    }


def _value(parameter: Parameter | None, value: Any, place: str, connection: CommandContext, problems: list[str]) -> Any:
    if parameter is None:
        return value
    if isinstance(value, list):
        return [
            _value(parameter, each, f"{place}[{number}]", connection, problems) for number, each in enumerate(value)
        ]
    if isinstance(value, dict):
        return _inside(parameter.particles, value, f"{place}.", connection, problems)
    if parameter.secret:
        connection.remember(value)
    if parameter.type == "base64Binary" and isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except ValueError:
            problems.append(f"{place}: the bytes are not base64")
    return value
