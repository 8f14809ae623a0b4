"""Bind the arguments of a call to the message parts of its operation: names, and values by the null rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from ..contract.codec.writing.refused import NOT_GIVEN, OMIT, Refused
from ..contract.model import Operation, Parameter
from ..contract.spelling import nearest
from ..errors import ArgumentError, NullNotAllowed
from ..values import CLEAR, KEEP
from .null_rule import choices, resolve, resolve_inside

Saying = Literal["nothing", "keep", "none", "clear"]
_SAYINGS: Final[Mapping[Saying, Any]] = {"nothing": NOT_GIVEN, "keep": KEEP, "none": None, "clear": CLEAR}


def bind(operation: Operation, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Resolve the arguments of one call against the contract.

    Args:
        operation: the operation to call.
        arguments: values by the parameters' exact names or Python spellings; a value may be `KEEP`, `CLEAR` or None.

    Returns:
        The message parts by exact name, in the schema's order: a missing part is left out of the envelope, None is
        written as `xsi:nil`. The session's part is included only if it was given.

    Raises:
        ArgumentError: arguments that are unknown, missing, given twice or of the wrong type; lists all of them.
        NullNotAllowed: the only problems are nulls that would clear or that the contract cannot express.

    Source: the null rule of `null_rule`; the facts about a parameter come from the WSDL and the operation pages.
    """
    problems: list[str] = []
    only_nulls = True
    said = _by_exact_name(operation, arguments, problems)
    if problems:
        only_nulls = False
    session = operation.session_parameter
    inputs = _inputs(operation)
    parts: dict[str, Any] = {}
    wrong: set[str] = set()
    heads = _heads(operation, said)
    later = tuple(dict.fromkeys(each for each in heads.values() if each not in said))
    own = inputs if not later else [each for each in inputs if each not in later]
    for name in (*own, *(each for each in said if each not in inputs), *later):
        parameter = inputs.get(name)
        saying = said.get(name, NOT_GIVEN)
        if parameter is session and (saying is NOT_GIVEN or saying is None or saying is KEEP) and session is not None:
            continue
        if name in later and any(heads.get(each) == name for each in (*parts, *wrong)):
            continue
        try:
            if parameter is None:
                part = operation.message.resolve(name, saying)
            else:
                part = resolve(operation, parameter, saying)
        except Refused as refused:
            problems += refused.problems(name)
            wrong.add(name)
            only_nulls = only_nulls and refused.only_nulls
            continue
        except RecursionError:
            problems.append(f"{name}: it is nested too deeply")
            wrong.add(name)
            only_nulls = False
            continue
        if part is not OMIT and not (part == [] and operation.message is not None):
            parts[name] = part
    clashes = _clashes(operation, parts, wrong)
    if clashes:
        problems += clashes
        only_nulls = False
    if problems:
        raise (NullNotAllowed if only_nulls else ArgumentError)(operation.name, tuple(problems))
    return parts


def _clashes(operation: Operation, parts: dict[str, Any], wrong: set[str]) -> list[str]:
    """List the given parts that exclude each other, and the missing parts of groups."""
    message = operation.message
    if message is None:
        return choices(_inputs(operation).values(), parts, wrong)
    found = message.complete(parts, {*parts, *wrong})
    return [problem.removeprefix(".") for step, refused in found for problem in refused.problems(step)]


def _heads(operation: Operation, said: Mapping[str, Any]) -> dict[str, str]:
    """Map each given name to the parameter whose substitution group it belongs to."""
    if operation.message is None:
        return {}
    slots = ((name, operation.message.find(name)) for name in said)
    return {name: slot.head for name, slot in slots if slot is not None and slot.head}


def _inputs(operation: Operation) -> Mapping[str, Parameter]:
    """Return the parameters, and the headers whose names no parameter has."""
    if not operation.headers:
        return operation.parameters
    return {**{each.name: each for each in operation.headers}, **operation.parameters}


def _by_exact_name(operation: Operation, arguments: Mapping[str, Any], problems: list[str]) -> dict[str, Any]:
    inputs = _inputs(operation)
    exact = {parameter.python_name: name for name, parameter in inputs.items()}
    said: dict[str, Any] = {}
    for given, value in arguments.items():
        name = given if given in inputs else exact.get(given)
        if name is None and operation.message is not None and operation.message.find(given) is not None:
            name = given
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


def sayings(operation: Operation | None, parameter: Parameter) -> frozenset[Saying]:
    """Return the markers that may be given for a parameter instead of a value, by trying them.

    Args:
        operation: the operation; None for an element inside a complex type.
        parameter: the parameter, element or attribute.
    """
    return frozenset(name for name, saying in _SAYINGS.items() if _is_allowed(operation, parameter, saying))


def _is_allowed(operation: Operation | None, parameter: Parameter, saying: Any) -> bool:
    try:
        if operation is None:
            resolve_inside(parameter, saying)
        else:
            resolve(operation, parameter, saying)
    except Refused:
        return False
    return True
