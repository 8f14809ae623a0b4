"""The arguments of a call as the message parts of its operation: names, values by the null `rule`, secrets hidden."""

from __future__ import annotations

import base64
import copy
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from lxml import etree

from . import xmlio
from .contract import Operation, Parameter
from .errors import ArgumentError, NullNotAllowed
from .redact import HIDDEN, hide_xml, is_secret
from .rule import NOT_GIVEN, OMIT, Refused, choices, resolve, resolve_inside
from .spelling import nearest
from .values import CLEAR, KEEP

Saying = Literal["nothing", "keep", "none", "clear"]
_SAYINGS: Final[Mapping[Saying, Any]] = {"nothing": NOT_GIVEN, "keep": KEEP, "none": None, "clear": CLEAR}


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

    Source: the null rule of `rule`; which fact holds for a parameter comes from the WSDL and the operation pages.
    """
    problems: list[str] = []
    only_nulls = True
    said = _by_exact_name(operation, arguments, problems)
    if problems:
        only_nulls = False
    ticket = operation.ticket_parameter
    parts: dict[str, Any] = {}
    wrong: set[str] = set()
    for parameter in _inputs(operation).values():
        saying = said.get(parameter.name, NOT_GIVEN)
        if parameter is ticket and (saying is NOT_GIVEN or saying is None or saying is KEEP):
            continue
        try:
            part = resolve(operation, parameter, saying)
        except Refused as refused:
            problems += refused.problems(parameter.name)
            wrong.add(parameter.name)
            only_nulls = only_nulls and refused.only_nulls
            continue
        if part is not OMIT:
            parts[parameter.name] = part
    clashes = choices(_inputs(operation).values(), parts, wrong)
    if clashes:
        problems += clashes
        only_nulls = False
    if problems:
        raise (NullNotAllowed if only_nulls else ArgumentError)(operation.name, tuple(problems))
    return parts


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


def hidden(operation: Operation, parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a call with stars in the place of what is secret, at every level.

    Args:
        operation: the operation.
        parts: its parts, as `bind` resolved them; they are not changed.
    """
    inputs = _inputs(operation)
    return {name: _walk(inputs[name], value, lambda secret: HIDDEN, False) for name, value in parts.items()}


def secrets(operation: Operation, parts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is secret in the parts of a call, at every level."""
    found: list[str] = []

    def note(secret: str) -> str:
        found.append(secret)
        return secret

    inputs = _inputs(operation)
    for name, value in parts.items():
        _walk(inputs[name], value, note, False)
    return tuple(found)


def _walk(parameter: Parameter, value: Any, see: Callable[[str], str], inside: bool) -> Any:
    """Copy a value with what `see` makes of each secret in it; all that is inside a secret is one."""
    secret = inside or parameter.secret
    if isinstance(value, list):
        return [_walk(parameter, each, see, inside) for each in value]
    if isinstance(value, Mapping):
        within = {each.name: each for each in parameter.particles}
        return {name: _walk(within.get(name, parameter), each, see, secret) for name, each in value.items()}
    if etree.iselement(value):
        return _element(value, see, secret)
    if parameter.xml and not secret and isinstance(value, str):
        return _xml(value, see)
    if not secret or value is None or value in ("", b""):
        return value
    if isinstance(value, bytes):
        return see(base64.b64encode(value).decode("ascii")).encode("ascii")
    return see(str(value))


def _xml(text: str, see: Callable[[str], str]) -> str:
    """See what is secret in XML that is text; where it changes nothing the text stays as it is, and so does no XML."""
    try:
        root = xmlio.parse(text.encode("utf-8"))
    except xmlio.NotXml:
        return hide_xml(text)
    shown = etree.tostring(_element(root, see, False), encoding="unicode")
    return text if shown == etree.tostring(root, encoding="unicode") else shown


def _element(root: etree._Element, see: Callable[[str], str], inside: bool) -> etree._Element:
    own = copy.deepcopy(root)
    waiting = [(own, inside)]
    while waiting:
        each, inside = waiting.pop()
        named = isinstance(each.tag, str)
        secret = inside or (named and is_secret(etree.QName(each).localname))
        if secret and each.text:
            each.text = see(each.text)
        for name, value in each.items() if named else ():
            if secret or is_secret(etree.QName(str(name)).localname):
                each.set(name, see(str(value)))
        for one in each:
            if secret and one.tail:
                one.tail = see(one.tail)
            waiting.append((one, secret))
    return own
