"""The null rule, for a parameter and everything inside it.

The arguments that a caller can give, and their effect:

=========  ==========================================================================================================
nothing    null if the parameter is optional or null keeps; refused if the documentation requires a value, and, in
           an operation that writes, where null clears, the documentation contradicts itself, or leaving it out would
           destroy or widen (`Parameter.must_say`)
`KEEP`     null if null keeps; else refused
`None`     in an operation that writes like `KEEP`, but sent as null if its effect is undocumented; in one that reads
           like nothing
`CLEAR`    empty: `""`; null for a value type that null clears, or that has nil and is not kept by it; refused if
           the field cannot be empty
`NIL`      `xsi:nil`, if the schema allows it and the service has no notes; else refused
`""`       like `CLEAR`
a value    converted to its XSD form and checked; XML must contain what its parameter requires (`Parameter.must_hold`)
=========  ==========================================================================================================

Null is written the only way that the schema allows (`Parameter.null`); if that is "none", it is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from typing import Any, Final

from lxml import etree

from ..contract import xsd
from ..contract.codec.writing.refused import NOT_GIVEN, OMIT, NullRefused, Refused, RefusedInside
from ..contract.codec.writing.xml_parts import element, is_element
from ..contract.model import Operation, Parameter
from ..contract.xsd import a
from ..values import CLEAR, KEEP, NIL
from .xml_arguments import lacks

_SHOWN: Final = 20


def resolve(operation: Operation, parameter: Parameter, saying: Any) -> Any:
    """Apply the rule to the argument for one parameter.

    Returns:
        The value to send: None is written as `xsi:nil`, `OMIT` is left out.

    Raises:
        Refused: the argument does not fit.
    """
    if operation.demands(parameter):
        _must_be_said(parameter, saying)
    part = _resolved(operation, parameter, saying)
    if operation.writes and parameter.must_hold:
        _must_hold(parameter, part)
    return part


def _resolved(operation: Operation, parameter: Parameter, saying: Any) -> Any:
    message = operation.message
    if saying is NOT_GIVEN and message is not None and parameter.on_null == "undocumented":
        return message.resolve(parameter.name, NOT_GIVEN)
    if saying is NOT_GIVEN or (saying is None and not operation.writes):
        return _nothing(operation, parameter)
    if saying is KEEP:
        return _keep(parameter)
    if saying is None:
        return _none(parameter)
    if message is not None:
        return message.resolve(parameter.name, saying)
    if saying is NIL:
        raise NullRefused("NIL is not possible with this service; use KEEP, CLEAR, None or a value")
    return _given(parameter, saying)


def _must_be_said(parameter: Parameter, saying: Any) -> None:
    """Refuse to leave out a parameter that must be given; if null clears, or may, the rule has its own message."""
    unsaid = saying is NOT_GIVEN or saying is None or saying is KEEP
    if unsaid and parameter.on_null not in ("clears", "contradictory"):
        how = "give a value, or CLEAR or '' for that" if _may_be_empty(parameter) else "give a value"
        raise NullRefused(f"must be given: leaving it out {parameter.absent}; {how}")


def _may_be_empty(parameter: Parameter) -> bool:
    try:
        _clear(parameter)
    except Refused:
        return False
    return True


def _must_hold(parameter: Parameter, part: Any) -> None:
    held = part["_value_1"] if isinstance(part, Mapping) else part
    try:
        wanted = lacks(parameter.must_hold, held)
    except ValueError as exc:
        raise _unfit(parameter, exc) from None
    if wanted:
        raise NullRefused(f"must contain {wanted}: {parameter.absent}")


def choices(parameters: Collection[Parameter], parts: Mapping[str, Any], wrong: Container[str]) -> list[str]:
    """List the problems of each `xsd:choice`: given parts that exclude each other, or no part at all.

    Args:
        parameters: those of one level.
        parts: the values to send, by name.
        wrong: the names of given parts that do not fit.
    """
    given = [each for each in parameters if each.name in wrong or not _is_left_out(each, parts)]
    found: dict[int, dict[int, str]] = {}
    for each in given:
        if each.choice is not None:
            found.setdefault(each.choice[0], {}).setdefault(each.choice[1], each.name)
    problems = [
        f"{' and '.join(some.values())} exclude each other: give one of them"
        for some in found.values()
        if len(some) > 1
    ]
    wanted: dict[int, dict[Any, str]] = {}
    for each in parameters:
        if each.must_choose:
            wanted.setdefault(each.must_choose, {}).setdefault(each.choice, each.name)
    made = {each.must_choose for each in given}
    return problems + [
        f"give one of {', '.join(names.values())}" for group, names in wanted.items() if group not in made
    ]


def _is_left_out(parameter: Parameter, parts: Mapping[str, Any]) -> bool:
    return parameter.name not in parts or (parameter.type == "group" and parts[parameter.name] == [])


def _given(parameter: Parameter, saying: Any) -> Any:
    if saying is CLEAR or (isinstance(saying, str) and saying == ""):
        return _clear(parameter)
    try:
        return _value(parameter, saying)
    except ValueError as exc:
        raise _unfit(parameter, exc) from None


def _unfit(parameter: Parameter, exc: ValueError) -> Refused:
    return Refused("the secret value does not fit its type" if parameter.secret else str(exc))


def _null(parameter: Parameter) -> Any:
    if parameter.type == "group":
        return []
    if parameter.null == "none":
        raise NullRefused(f"null is not possible for a required {parameter.type}; give a value")
    return OMIT if parameter.null == "omit" else None


def _nothing(operation: Operation, parameter: Parameter) -> Any:
    if parameter.on_null == "keeps":
        return _null(parameter)
    if operation.writes and parameter.on_null == "clears":
        raise NullRefused("leaving it out would clear the field; use CLEAR or a value")
    if operation.writes and parameter.on_null == "contradictory":
        raise NullRefused("the documentation contradicts itself about leaving it out; use CLEAR or a value")
    if parameter.required:
        raise Refused(f"is missing: {a(parameter.type)} is required")
    return _null(parameter)


def _keep(parameter: Parameter) -> Any:
    if parameter.on_null == "keeps":
        return _null(parameter)
    why = {
        "clears": "null would clear the field",
        "default": "null means the default",
        "contradictory": "the documentation contradicts itself about null",
        "undocumented": "the documentation does not say that null keeps it",
    }[parameter.on_null]
    raise NullRefused(f"KEEP is not possible: {why}; read the current value and send that")


def _none(parameter: Parameter) -> Any:
    if parameter.on_null == "clears":
        raise NullRefused("None would clear the field; use CLEAR to clear it, or send the current value to keep it")
    if parameter.on_null == "contradictory":
        raise NullRefused("the documentation contradicts itself about null; use CLEAR or a value")
    if parameter.on_null == "default":
        raise NullRefused("None would not keep the value: null means the default; leave it out or give a value")
    return _null(parameter)


def _clear(parameter: Parameter) -> Any:
    if parameter.max_occurs != 1:
        raise Refused("expected a list, not CLEAR or an empty text")
    if parameter.values and "" not in parameter.values:
        raise Refused(f"cannot be empty: {_one_of(parameter.values)}")
    if parameter.is_complex and not _needs_something(parameter):
        return {}
    if parameter.is_complex:
        raise Refused(f"cannot be empty: {a(parameter.type)} needs a value")
    if parameter.type in xsd.TEXT_TYPES:
        return ""
    if parameter.type == "base64Binary":
        return b""
    if parameter.null == "none" or parameter.type not in xsd.VALUE_TYPES:
        raise Refused(f"cannot be empty: {a(parameter.type)} needs a value")
    if parameter.on_null in ("keeps", "contradictory"):
        raise NullRefused(f"cannot be cleared: {a(parameter.type)} has no empty form, and null does not clear it")
    if parameter.null == "omit" and parameter.on_null != "clears":
        raise NullRefused(f"cannot be cleared: {a(parameter.type)} has no empty form; give a value")
    return _null(parameter)


def _needs_something(parameter: Parameter) -> bool:
    return any(each.required or each.must_choose for each in parameter.particles)


def _value(parameter: Parameter, value: Any) -> Any:
    if parameter.max_occurs == 1:
        return _one(parameter, value)
    parts = _list(parameter, value)
    if parts or parameter.type != "group":
        return parts
    if parameter.required and _needs_something(parameter):
        raise ValueError("expected a list with at least one item")
    return _null(parameter)


def _list(parameter: Parameter, value: Any) -> list[Any]:
    if isinstance(value, (str, bytes, Mapping)) or not hasattr(value, "__iter__"):
        raise ValueError("expected a list")
    found: list[tuple[str, Refused]] = []
    parts = []
    for position, each in enumerate(value):
        try:
            parts.append(_one(parameter, each))
        except Refused as refused:
            found.append((f"[{position}]", refused))
        except ValueError as exc:
            found.append((f"[{position}]", _unfit(parameter, exc)))
    if found:
        raise RefusedInside(found)
    return parts


def _one(parameter: Parameter, value: Any) -> Any:
    if parameter.is_complex:
        return _structure(parameter, value)
    if parameter.values:
        if not isinstance(value, str) or value not in parameter.values:
            raise ValueError(_one_of(parameter.values))
        return str.__str__(value)
    if parameter.type == "xml":
        return {"_value_1": element(value)}
    if parameter.type == "any":
        return element(value)
    if parameter.type == "base64Binary":
        return xsd.check_bytes(value)
    if parameter.type == "list":
        return _words(value)
    if parameter.type in xsd.TEXT_TYPES or parameter.type in xsd.VALUE_TYPES:
        is_xml = parameter.xml and is_element(value)
        text = etree.tostring(value, encoding="unicode", with_tail=False) if is_xml else value
        return xsd.to_lexical(parameter.type, text)
    return value


def _words(value: Any) -> list[str]:
    """Read a list type that is written as one text; it may be given as a text or a list."""
    if not isinstance(value, (list, tuple)):
        return xsd.to_lexical("string", value).split()
    words = [xsd.to_lexical("string", each) for each in value]
    if any(word.split() != [word] for word in words):
        raise ValueError("a text in this list is empty or has a blank, which separates the items")
    return words


def _one_of(allowed: tuple[str, ...]) -> str:
    more = f", ... ({len(allowed)} values)" if len(allowed) > _SHOWN else ""
    return f"it must be one of {', '.join(allowed[:_SHOWN])}{more}"


def bare(parameter: Parameter) -> Parameter | None:
    """Return the text of an element with attributes, which may be given without a mapping."""
    found = next((each for each in parameter.particles if each.name == "_value_1"), None)
    return None if found is None or found.max_occurs != 1 or found.is_complex else found


def _structure(parameter: Parameter, value: Any) -> dict[str, Any]:
    """Resolve the content of a complex type, by the same rule as the parameters of an operation."""
    inside = {each.name: each for each in parameter.particles}
    exact = {each.python_name: each.name for each in parameter.particles}
    if bare(parameter) and not isinstance(value, Mapping):
        value = {"_value_1": value}
    if not isinstance(value, Mapping):
        raise ValueError(f"expected a mapping with {', '.join(inside) or 'nothing'}")
    said: dict[str, Any] = {}
    found: list[tuple[str, Refused]] = []
    for given, one in value.items():
        name = given if given in inside else exact.get(given)
        if name is None or name in said:
            why = "is given twice" if name else f"there is no such element; it has {', '.join(inside)}"
            found.append((f".{given}", Refused(why)))
        else:
            said[name] = one
    parts: dict[str, Any] = {}
    wrong: set[str] = set()
    for name, each in inside.items():
        try:
            part = resolve_inside(each, said.get(name, NOT_GIVEN))
        except Refused as refused:
            found.append((f".{name}", refused))
            wrong.add(name)
            continue
        if part is not OMIT:
            parts[name] = part
    found += [("", Refused(problem)) for problem in choices(inside.values(), parts, wrong)]
    if found:
        raise RefusedInside(found)
    return parts


def resolve_inside(parameter: Parameter, saying: Any) -> Any:
    """Apply the rule to the argument for one element or attribute of a complex type; see `resolve`."""
    if saying is NOT_GIVEN:
        if parameter.required:
            raise Refused(f"is missing: {a(parameter.type)} is required")
        return _null(parameter)
    if saying is None:
        return _null(parameter)
    return _keep(parameter) if saying is KEEP else _given(parameter, saying)
