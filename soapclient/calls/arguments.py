"""The arguments of a call as the message parts of its operation: names, values by the null `rule`, secrets hidden."""

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
        operation: the operation to be called.
        arguments: values by the parameters' exact names or Python spellings; a value may be `KEEP`, `CLEAR` or None.

    Returns:
        The message parts by exact name in the schema's order: a part that is not there is left out of the envelope,
        None is written as `xsi:nil`. What the session is known by is there only if it was given.

    Raises:
        ArgumentError: arguments that do not fit: unknown, missing, twice, of the wrong type. All of them at once.
        NullNotAllowed: the only problems are nulls that would clear or cannot be said.

    Source: the null rule of `rule`; which fact holds for a parameter comes from the WSDL and the operation pages.
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
    """Say which of the given parts exclude each other, and what of a group is missing."""
    message = operation.message
    if message is None:
        return choices(_inputs(operation).values(), parts, wrong)
    found = message.complete(parts, {*parts, *wrong})
    return [problem.removeprefix(".") for step, refused in found for problem in refused.problems(step)]


def _heads(operation: Operation, said: Mapping[str, Any]) -> dict[str, str]:
    """Name the parameter that each of what is given stands for, of its substitution group."""
    if operation.message is None:
        return {}
    slots = ((name, operation.message.find(name)) for name in said)
    return {name: slot.head for name, slot in slots if slot is not None and slot.head}


def _inputs(operation: Operation) -> Mapping[str, Parameter]:
    """The parameters, and the headers where no parameter has that name."""
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
    """Return what may be said about a parameter instead of a value, by trying it: what is not in it is refused.

    Args:
        operation: the operation; None for what is inside a complex type.
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
