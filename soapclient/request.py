"""The arguments of a call as the message parts of its operation: names, values, and the null rule.

The null rule, for what a caller can say about a parameter:

=========  ==========================================================================================================
nothing    null where the parameter is optional or null keeps; refused where the reference requires a value, and, in an
           operation that writes, where null clears or the reference contradicts itself
`KEEP`     null where null keeps; refused elsewhere
`None`     in an operation that writes as `KEEP`, but sent as null where its effect is undocumented; in one that reads
           as nothing
`CLEAR`    empty: `""`, or nil for a value type whose nil does not keep; refused where the field cannot be empty
`""`       as `CLEAR`
a value    converted to its XSD form and checked
=========  ==========================================================================================================

Null is written the one way that the schema allows (`Parameter.null`); where that is "none" it is refused.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from lxml import etree

from . import values, xmlio
from .contract import Operation, Parameter, nearest
from .errors import ArgumentError, NullNotAllowed
from .values import CLEAR, KEEP

_NOT_GIVEN: Final = object()
_OMIT: Final = object()
Saying = Literal["nothing", "keep", "none", "clear"]
_SAYINGS: Final[Mapping[Saying, Any]] = {"nothing": _NOT_GIVEN, "keep": KEEP, "none": None, "clear": CLEAR}


class _Refused(Exception):
    """One argument does not fit."""

    only_nulls = False

    def problems(self, place: str) -> list[str]:
        """Say what is wrong with the argument at this place."""
        return [f"{place}: {self}"]


class _NullRefused(_Refused):
    """Null would clear, or cannot be said."""

    only_nulls = True


class _Inside(_Refused):
    """Things inside one argument do not fit."""

    def __init__(self, found: list[tuple[str, _Refused]]) -> None:
        super().__init__()
        self._found = found
        self.only_nulls = all(refused.only_nulls for _, refused in found)

    def problems(self, place: str) -> list[str]:
        """Say what is wrong at each place inside."""
        return [problem for step, refused in self._found for problem in refused.problems(place + step)]


def bind(operation: Operation, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Resolve the arguments of one call against the contract.

    Args:
        operation: the operation to be called.
        arguments: values by the parameters' exact names or Python spellings; a value may be `KEEP`, `CLEAR` or None.

    Returns:
        The message parts by exact name in the schema's order: a part that is not there is left out of the envelope,
        None is written as `xsi:nil`. The ticket is there only if it was given.

    Raises:
        ArgumentError: arguments that do not fit: unknown, missing, twice, of the wrong type. All of them at once.
        NullNotAllowed: the only problems are nulls that would clear or cannot be said.

    Source: the null rule of the module; which fact holds for a parameter comes from the WSDL and the operation pages.
    """
    problems: list[str] = []
    only_nulls = True
    said = _by_exact_name(operation, arguments, problems)
    if problems:
        only_nulls = False
    ticket = operation.ticket_parameter
    parts: dict[str, Any] = {}
    for parameter in _inputs(operation).values():
        saying = said.get(parameter.name, _NOT_GIVEN)
        if parameter is ticket and (saying is _NOT_GIVEN or saying is None or saying is KEEP):
            continue
        try:
            part = resolve(operation, parameter, saying)
        except _Refused as refused:
            problems += refused.problems(parameter.name)
            only_nulls = only_nulls and refused.only_nulls
            continue
        if part is not _OMIT:
            parts[parameter.name] = part
    clash = _exclusive(_inputs(operation).values(), parts)
    if clash:
        problems.append(clash)
        only_nulls = False
    if problems:
        raise (NullNotAllowed if only_nulls else ArgumentError)(operation.name, tuple(problems))
    return parts


def _inputs(operation: Operation) -> Mapping[str, Parameter]:
    """The parameters, and the headers where no parameter has that name."""
    if not operation.headers:
        return operation.parameters
    return {**{each.name: each for each in operation.headers}, **operation.parameters}


def _exclusive(parameters: Iterable[Parameter], parts: Mapping[str, Any]) -> str:
    """Say which parts exclude each other, as alternatives of one `xsd:choice`; an empty text where none do."""
    given: dict[int, dict[int, str]] = {}
    for each in parameters:
        if each.choice is not None and each.name in parts:
            given.setdefault(each.choice[0], {}).setdefault(each.choice[1], each.name)
    names = next((list(some.values()) for some in given.values() if len(some) > 1), [])
    return f"{' and '.join(names)} exclude each other: give one of them" if names else ""


def _by_exact_name(operation: Operation, arguments: Mapping[str, Any], problems: list[str]) -> dict[str, Any]:
    inputs = _inputs(operation)
    exact = {parameter.python_name: name for name, parameter in inputs.items()}
    said: dict[str, Any] = {}
    for given, value in arguments.items():
        name = given if given in inputs else exact.get(given)
        if name is None:
            close = nearest(given.replace("_", ""), list(inputs))
            problems.append(f"there is no parameter {given!r}{_hint(operation, close)}")
        elif name in said:
            problems.append(f"{name} is given twice, also as {inputs[name].python_name}")
        else:
            said[name] = value
    return said


def _hint(operation: Operation, close: tuple[str, ...]) -> str:
    if close:
        return f"; did you mean {' or '.join(close)}?"
    own = ", ".join(parameter.name for parameter in operation.own_parameters)
    return f"; the parameters are: {own}" if own else "; it takes no parameters"


def sayings(operation: Operation, parameter: Parameter) -> frozenset[Saying]:
    """Return what may be said about a parameter instead of a value, by trying it: what is not in it is refused."""
    return frozenset(name for name, saying in _SAYINGS.items() if _is_allowed(operation, parameter, saying))


def _is_allowed(operation: Operation, parameter: Parameter, saying: Any) -> bool:
    try:
        resolve(operation, parameter, saying)
    except _Refused:
        return False
    return True


def resolve(operation: Operation, parameter: Parameter, saying: Any) -> Any:
    """Apply the null rule to one parameter; see the module."""
    if saying is _NOT_GIVEN or (saying is None and not operation.writes):
        return _nothing(operation, parameter)
    if saying is KEEP:
        return _keep(parameter)
    if saying is None:
        return _none(parameter)
    return _given(parameter, saying)


def _given(parameter: Parameter, saying: Any) -> Any:
    if saying is CLEAR or (isinstance(saying, str) and saying == ""):
        return _clear(parameter)
    try:
        return _value(parameter, saying)
    except ValueError as exc:
        raise _unfit(parameter, exc) from None


def _unfit(parameter: Parameter, exc: ValueError) -> _Refused:
    return _Refused("the secret value does not fit its type" if parameter.secret else str(exc))


def _null(parameter: Parameter) -> Any:
    if parameter.type == "group":
        return []
    if parameter.null == "none":
        raise _NullRefused(f"null cannot be said for {_a(parameter.type)} that must be there; give a value")
    return _OMIT if parameter.null == "omit" else None


def _a(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _nothing(operation: Operation, parameter: Parameter) -> Any:
    if parameter.on_null == "keeps":
        return _null(parameter)
    if operation.writes and parameter.on_null == "clears":
        raise _NullRefused("leaving it out would clear the field; say CLEAR or a value")
    if operation.writes and parameter.on_null == "contradictory":
        raise _NullRefused("the reference contradicts itself about leaving it out; say CLEAR or a value")
    if parameter.required:
        raise _Refused(f"is missing: {_a(parameter.type)} is required")
    return _null(parameter)


def _keep(parameter: Parameter) -> Any:
    if parameter.on_null == "keeps":
        return _null(parameter)
    why = {
        "clears": "null would clear the field",
        "default": "null means the default here",
        "contradictory": "the reference contradicts itself about null",
        "undocumented": "the reference does not say that null keeps it",
    }[parameter.on_null]
    raise _NullRefused(f"KEEP cannot be said, {why}; read the current value and send that")


def _none(parameter: Parameter) -> Any:
    if parameter.on_null == "clears":
        raise _NullRefused("None would clear the field; say CLEAR to clear it, or send the current value to keep it")
    if parameter.on_null == "contradictory":
        raise _NullRefused("the reference contradicts itself about null; say CLEAR or a value")
    if parameter.on_null == "default":
        raise _NullRefused("None would not keep the value, null means the default here; leave it out or give a value")
    return _null(parameter)


def _clear(parameter: Parameter) -> Any:
    if parameter.type in values.TEXT_TYPES:
        return ""
    if parameter.type == "base64Binary":
        return b""
    if parameter.null == "none" or parameter.type not in values.VALUE_TYPES:
        raise _Refused(f"cannot be empty: {_a(parameter.type)} needs a value")
    if parameter.on_null in ("keeps", "contradictory"):
        raise _NullRefused(
            f"cannot be cleared: {_a(parameter.type)} has no empty form, and null does not clear it here"
        )
    if parameter.null == "omit" and parameter.on_null == "undocumented":
        raise _NullRefused(f"cannot be cleared: {_a(parameter.type)} has no empty form; give a value")
    return _null(parameter)


def _value(parameter: Parameter, value: Any) -> Any:
    if parameter.max_occurs != 1:
        return _list(parameter, value)
    return _one(parameter, value)


def _list(parameter: Parameter, value: Any) -> list[Any]:
    if isinstance(value, (str, bytes, Mapping)) or not hasattr(value, "__iter__"):
        raise ValueError("a list is wanted")
    found: list[tuple[str, _Refused]] = []
    parts = []
    for position, each in enumerate(value):
        try:
            parts.append(_one(parameter, each))
        except _Refused as refused:
            found.append((f"[{position}]", refused))
        except ValueError as exc:
            found.append((f"[{position}]", _unfit(parameter, exc)))
    if found:
        raise _Inside(found)
    return parts


def _one(parameter: Parameter, value: Any) -> Any:
    if parameter.type == "xml":
        return {"_value_1": _element(value)}
    if parameter.type == "any":
        return _element(value)
    if parameter.type == "base64Binary":
        return values.check_bytes(value)
    if parameter.type in values.TEXT_TYPES or parameter.type in values.VALUE_TYPES:
        return values.to_lexical(parameter.type, value)
    if parameter.values and value not in parameter.values:
        raise ValueError(f"it is one of {', '.join(parameter.values)}")
    return _structure(parameter, value) if parameter.particles else value


def _structure(parameter: Parameter, value: Any) -> dict[str, Any]:
    """Resolve what is inside a complex type, by the same rule as the parameters of an operation."""
    inside = {each.name: each for each in parameter.particles}
    exact = {each.python_name: each.name for each in parameter.particles}
    if isinstance(value, str) and "_value_1" in inside:
        value = {"_value_1": value}
    if not isinstance(value, Mapping):
        raise ValueError(f"a mapping is wanted, of {', '.join(inside)}")
    said: dict[str, Any] = {}
    found: list[tuple[str, _Refused]] = []
    for given, one in value.items():
        name = given if given in inside else exact.get(given)
        if name is None or name in said:
            why = "is given twice" if name else f"there is no such element; it has {', '.join(inside)}"
            found.append((f".{given}", _Refused(why)))
        else:
            said[name] = one
    parts: dict[str, Any] = {}
    for name, each in inside.items():
        try:
            part = _inner(each, said.get(name, _NOT_GIVEN))
        except _Refused as refused:
            found.append((f".{name}", refused))
            continue
        if part is not _OMIT:
            parts[name] = part
    clash = _exclusive(inside.values(), parts)
    if clash:
        found.append(("", _Refused(clash)))
    if found:
        raise _Inside(found)
    return parts


def _inner(parameter: Parameter, saying: Any) -> Any:
    if saying is _NOT_GIVEN:
        if parameter.required:
            raise _Refused(f"is missing: {_a(parameter.type)} is required")
        return _null(parameter)
    if saying is None:
        return _null(parameter)
    return _keep(parameter) if saying is KEEP else _given(parameter, saying)


def _element(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return xmlio.parse(values.check_text(value).encode("utf-8"))
        except xmlio.NotXml as exc:
            raise ValueError(f"XML is wanted, but {exc}") from exc
    if etree.iselement(value):
        own = copy.deepcopy(value)
        own.tail = None
        return own
    raise ValueError(f"{type(value).__name__} where XML is wanted: an lxml element or text")
