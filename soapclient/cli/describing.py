"""An operation described, as text and as JSON: what it takes, what comes back, and what its WSDL says about both."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any, Final

from soapclient import Operation, Parameter
from soapclient.errors import WsdlError

_WIDEST_TYPE: Final = 60
_WIDEST_TEXT: Final = 300
# How many fields of one message are shown: types have many ways to one another.
_MOST: Final = 1000


class _Room:
    """How many more fields are shown of one message."""

    def __init__(self) -> None:
        self._left = _MOST

    def inside(self, parameter: Parameter, around: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
        """Return what is shown inside a parameter: of one that cannot be read nothing, see `_unread`."""
        found = () if _unread(parameter) else parameter.shown_inside(around)
        if len(found) > self._left:
            return ()
        self._left -= len(found)
        return found


def _unread(parameter: Parameter) -> str:
    """Say why what is inside a parameter, or may stand for it, cannot be told; an empty text where it can."""
    try:
        _ = parameter.particles, parameter.others
    except WsdlError as exc:
        return exc.message
    return ""


def description(operation: Operation) -> dict[str, Any]:
    """Describe an operation as `describe --json` does; what the reference does not say is not in it.

    Args:
        operation: the operation.
    """
    remarks = {name: getattr(operation, name) for name in ("note", "contradiction", "says")}
    room = _Room()
    return {
        "operation": operation.name,
        "kind": operation.kind,
        "returns": operation.returns,
        "errors": list(operation.errors),
        "codes": [each._asdict() for each in operation.codes],
        **{name: remark for name, remark in remarks.items() if remark},
        "parameters": [_parameter(each, room) for each in operation.parameters.values()],
        **({"headers": [_parameter(each, room) for each in operation.headers]} if operation.headers else {}),
        **({} if operation.documented else _back(operation)),
    }


def _back(operation: Operation) -> dict[str, Any]:
    """Describe what comes back, which the reference tells in its own way where there is one."""
    aside = operation.aside
    faults = [{"fault": each.name, **_parameter(each.detail, _Room(), inside="fields")} for each in aside.faults]
    room = _Room()
    return {
        "documentation": operation.documentation,
        "style": f"{operation.style}/{'encoded' if operation.encoded else 'literal'}",
        "one_way": operation.one_way,
        "answer": [_parameter(each, room, inside="fields") for each in operation.answer],
        "answer_headers": [_parameter(each, room, inside="fields") for each in aside.headers],
        "faults": faults,
        **({"faults_unread": aside.unread} if aside.unread else {}),
        "policies": [
            {"policy": each.name, "required": each.required, "supported": each.supported} for each in aside.policies
        ],
    }


def _parameter(
    parameter: Parameter, room: _Room, around: tuple[Parameter, ...] = (), inside: str = "parameters"
) -> dict[str, Any]:
    names = ["name", "python_name", "type", "min_occurs", "nillable"]
    names += ["null", "on_null", "required"] if inside == "parameters" else []
    shown = {name: getattr(parameter, name) for name in names}
    if parameter.max_occurs != 1:
        shown["max_occurs"] = parameter.max_occurs
    narrowing = ("attribute", "choice", "must_choose", "values", "xml", "absent", "must_say", "must_hold")
    shown |= {name: getattr(parameter, name) for name in narrowing if getattr(parameter, name)}
    declared = parameter.declared
    shown |= {name: value for name in ("default", "fixed") if (value := getattr(declared, name)) is not None}
    unread = _unread(parameter)
    told = {
        "unread": unread,
        "demands": list(parameter.demands),
        "may_be": [] if unread else [each.name for each in parameter.others],
        "documentation": declared.documentation,
    }
    shown |= {name: value for name, value in told.items() if value}
    found = room.inside(parameter, around)
    if found:
        return {**shown, inside: [_parameter(each, room, (*around, parameter), inside) for each in found]}
    is_cut = not unread and parameter.is_complex and parameter.particles
    return {**shown, "more_inside": True} if is_cut else shown


def _levels(parameter: Parameter, room: _Room, around: tuple[Parameter, ...] = ()) -> Iterator[tuple[int, Parameter]]:
    yield len(around), parameter
    for each in room.inside(parameter, around):
        yield from _levels(each, room, (*around, parameter))


def _all(parameters: Iterable[Parameter]) -> list[tuple[int, Parameter]]:
    room = _Room()
    return [found for each in parameters for found in _levels(each, room)]


def lines(operation: Operation) -> Iterator[str]:
    """Describe an operation as `describe` does.

    Args:
        operation: the operation.
    """
    about = [operation.category or "not in the reference", operation.kind, f"returns {operation.returns}"]
    about += [mark for mark in ("obsolete", "destructive") if getattr(operation, mark)]
    yield f"{operation.name} ({operation.python_name}): {', '.join(about)}"
    if operation.documentation:
        yield f"  {_short(operation.documentation)}"
    levels = _all((*operation.parameters.values(), *operation.headers))
    yield from _table(
        [("parameter", "type", "", "null is written", "null means")],
        (
            (
                _name(level, each),
                _type(each),
                "header" if each in operation.headers else _need(operation, each),
                {"omit": "left out", "nil": "xsi:nil", "none": "not at all"}[each.null],
                {"keeps": "keep", "clears": "clear"}.get(each.on_null, each.on_null),
            )
            for level, each in levels
        ),
    )
    yield from _declared("declared:", levels)
    absences = [(each.name, each.absent) for _, each in levels if each.absent]
    if absences:
        yield "left out:"
        yield from (f"  {name}: {absent}" for name, absent in absences)
    if not operation.documented:
        yield from _back_lines(operation)
    if operation.errors:
        yield f"errors: {'; '.join(operation.errors)}"
    if operation.codes:
        yield "errors by number:"
        yield from (f"  {each.number} {each.error}: {each.means}" for each in operation.codes)
    remarks = {"note": operation.note, "contradiction": operation.contradiction, "beware": operation.misleads}
    yield from (f"{title}: {remark}" for title, remark in remarks.items() if remark)


def _back_lines(operation: Operation) -> Iterator[str]:
    aside = operation.aside
    if operation.one_way:
        yield "answer: none, it is one-way"
    elif operation.answer:
        yield from _fields("answer:", operation.answer)
    if aside.headers:
        yield from _fields("headers of the answer:", aside.headers)
    for fault in aside.faults:
        yield from _fields(f"fault {fault.name}:", (fault.detail,))
    if aside.unread:
        yield f"faults: not known, {aside.unread}"
    for policy in aside.policies:
        asked = "asked for" if policy.required else "may be done"
        yield f"policy: {policy.name} ({asked}{'' if policy.supported else ', not supported'})"


def _fields(title: str, parameters: Iterable[Parameter]) -> Iterator[str]:
    levels = _all(parameters)
    yield title
    yield from _table([], ((_name(level, each), _type(each), _comes(each)) for level, each in levels))
    yield from _declared(f"declared in {title}", levels)


def _comes(parameter: Parameter) -> str:
    there = "may be missing" if parameter.min_occurs == 0 else ""
    if parameter.max_occurs != 1:
        there = ""  # a list that may be empty
    return ", ".join(each for each in (there, "may be nil" if parameter.nillable else "") if each)


def _declared(title: str, levels: list[tuple[int, Parameter]]) -> Iterator[str]:
    """Tell what the schema says about parameters beside their types, of each type once."""
    rows = dict.fromkeys(f"  {each.name}: {'; '.join(told)}" for _, each in levels if (told := list(_told(each))))
    if rows:
        yield title
        yield from rows


def _told(parameter: Parameter) -> Iterator[str]:
    yield from parameter.demands
    unread = _unread(parameter)
    if unread:
        yield f"what is inside cannot be told: {unread}"
    elif parameter.others:
        names = ", ".join(each.name.rpartition("}")[2] for each in parameter.others)
        yield _short(f"may be {names}")
    if parameter.declared.documentation:
        yield _short(parameter.declared.documentation)


def _short(text: str) -> str:
    return textwrap.shorten(text, _WIDEST_TEXT, placeholder=" ...")


def _name(level: int, parameter: Parameter) -> str:
    return "  " * level + ("@" if parameter.attribute else "") + parameter.name


def _type(parameter: Parameter) -> str:
    return textwrap.shorten(parameter.shown_type, _WIDEST_TYPE, placeholder=" ...")


def _need(operation: Operation, parameter: Parameter) -> str:
    return "by the client" if parameter is operation.session_parameter else operation.need(parameter)


def _table(head: list[tuple[str, ...]], found: Iterable[tuple[str, ...]]) -> Iterator[str]:
    rows = list(found)
    if rows:
        widths = [max(map(len, column)) for column in zip(*head, *rows, strict=True)]
        yield from ("  " + _padded(row, widths) for row in (*head, *rows))


def _padded(row: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
