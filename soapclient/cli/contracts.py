"""`ops`, `describe` and `envelope`: what a contract has, without calling anything."""

from __future__ import annotations

import fnmatch
import textwrap
from collections.abc import Iterator
from typing import Any, Final

import click
from lxml import etree

from soapclient import Contract, Operation, Parameter
from soapclient.errors import WsdlError

from . import any_service, arguments, output
from .connection import CommandContext
from .options import Command, arguments_option, connection_options, port_options
from .progress import say
from .terminal import joined

_WIDEST_TYPE: Final = 60


@click.command(cls=Command)
@click.argument("pattern", required=False)
@click.option("--category", metavar="TEXT", help="Only operations of a chapter whose name has this text.")
@click.option("--kind", type=click.Choice(["read", "write", "auth", "unknown"]), help="Only operations of this kind.")
@connection_options
@click.pass_obj
def ops(connection: CommandContext, pattern: str | None, category: str | None, kind: str | None) -> None:
    """List operations whose name has PATTERN in it, or fits it where it has * or ?."""
    refused: dict[str, WsdlError] = {}
    found = [
        operation
        for operation in _matching(connection.contract(), pattern, refused)
        if (category or "").casefold() in operation.category.casefold() and kind in (None, operation.kind)
    ]
    if refused and not found:
        raise next(iter(refused.values()))
    for problem in refused.values():
        say(f"soapclient: not listed: {problem}")
    if connection.as_json:
        output.emit_json([_summary(operation) for operation in found])
    elif found:
        width = max(len(operation.name) for operation in found)
        output.emit(joined(_line(operation, width) for operation in found))
    else:
        say("soapclient: no operation of this contract fits")


def _matching(contract: Contract, pattern: str | None, refused: dict[str, WsdlError]) -> Iterator[Operation]:
    wanted = (pattern or "").casefold()
    if not any(char in wanted for char in "*?"):
        wanted = f"*{wanted.replace('[', '[[]')}*"
    spellings = {name: spelling for spelling, name in contract.python_names.items()}
    for name in contract:
        names = (name.casefold(), spellings.get(name, name).casefold())
        if any(fnmatch.fnmatchcase(each, wanted) for each in names):
            try:
                yield contract[name]
            except WsdlError as exc:
                refused[name] = exc


def _line(operation: Operation, width: int) -> str:
    marks = [mark for mark in ("obsolete", "destructive") if getattr(operation, mark)]
    chapter = ", ".join([operation.category or "not in the reference", *marks])
    return f"{operation.name:{width}}  {operation.kind:7}  {chapter}"


def _summary(operation: Operation) -> dict[str, Any]:
    found = {name: getattr(operation, name) for name in ("python_name", "kind", "returns", "category")}
    found |= {"ticket": operation.session, "obsolete": operation.obsolete, "destructive": operation.destructive}
    return {"operation": operation.name, **found}


@click.command(cls=Command)
@click.argument("operation")
@connection_options
@click.pass_obj
def describe(connection: CommandContext, operation: str) -> None:
    """Describe OPERATION: its parameters, what null and leaving out do, and its errors by text and number."""
    found = connection.contract()[operation]
    if connection.as_json:
        output.emit_json(description(found))
    else:
        output.emit(joined(_description(found)))


def description(operation: Operation) -> dict[str, Any]:
    """Describe an operation as `describe --json` does; what the reference does not say is not in it.

    Args:
        operation: the operation.
    """
    remarks = {name: getattr(operation, name) for name in ("note", "contradiction", "says")}
    return {
        "operation": operation.name,
        "kind": operation.kind,
        "returns": operation.returns,
        "errors": list(operation.errors),
        "codes": [each._asdict() for each in operation.codes],
        **{name: remark for name, remark in remarks.items() if remark},
        "parameters": [_parameter(each) for each in operation.parameters.values()],
        **({"headers": [_parameter(each) for each in operation.headers]} if operation.headers else {}),
    }


def _parameter(parameter: Parameter, around: tuple[Parameter, ...] = ()) -> dict[str, Any]:
    names = ("name", "python_name", "type", "min_occurs", "nillable", "null", "on_null", "required")
    shown = {name: getattr(parameter, name) for name in names}
    if parameter.max_occurs != 1:
        shown["max_occurs"] = parameter.max_occurs
    narrowing = ("attribute", "choice", "must_choose", "values", "xml", "absent", "must_say", "must_hold")
    shown |= {name: getattr(parameter, name) for name in narrowing if getattr(parameter, name)}
    inside = [_parameter(each, (*around, parameter)) for each in parameter.shown_inside(around)]
    return {**shown, "parameters": inside} if inside else shown


def _levels(parameter: Parameter, around: tuple[Parameter, ...] = ()) -> Iterator[tuple[int, Parameter]]:
    yield len(around), parameter
    for each in parameter.shown_inside(around):
        yield from _levels(each, (*around, parameter))


def _description(operation: Operation) -> Iterator[str]:
    about = [operation.category or "not in the reference", operation.kind, f"returns {operation.returns}"]
    about += [mark for mark in ("obsolete", "destructive") if getattr(operation, mark)]
    yield f"{operation.name} ({operation.python_name}): {', '.join(about)}"
    rows = [("parameter", "type", "", "null is written", "null means")]
    levels = [found for each in (*operation.parameters.values(), *operation.headers) for found in _levels(each)]
    rows += [
        (
            "  " * level + ("@" if each.attribute else "") + each.name,
            textwrap.shorten(each.shown_type, _WIDEST_TYPE, placeholder=" ..."),
            "header" if each in operation.headers else _need(operation, each),
            {"omit": "left out", "nil": "xsi:nil", "none": "not at all"}[each.null],
            {"keeps": "keep", "clears": "clear"}.get(each.on_null, each.on_null),
        )
        for level, each in levels
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if levels:
        yield from ("  " + _padded(row, widths) for row in rows)
    absences = [(each.name, each.absent) for _, each in levels if each.absent]
    if absences:
        yield "left out:"
        yield from (f"  {name}: {absent}" for name, absent in absences)
    if operation.errors:
        yield f"errors: {'; '.join(operation.errors)}"
    if operation.codes:
        yield "errors by number:"
        yield from (f"  {each.number} {each.error}: {each.means}" for each in operation.codes)
    remarks = {"note": operation.note, "contradiction": operation.contradiction, "beware": operation.misleads}
    yield from (f"{title}: {remark}" for title, remark in remarks.items() if remark)


def _need(operation: Operation, parameter: Parameter) -> str:
    return "by the client" if parameter is operation.session_parameter else operation.need(parameter)


def _padded(row: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


@click.command(cls=Command)
@click.argument("operation")
@click.argument("argument", nargs=-1)
@arguments_option
@port_options
@connection_options
@click.pass_obj
def envelope(connection: CommandContext, operation: str, argument: tuple[str, ...], given: str | None) -> None:
    """Print the envelope or form that a call of OPERATION would send, without the ticket and without sending it.

    ARGUMENT is name=value, name:=keep, name:=clear, name:=null, name:=nil or name=@file; a.b[0].c=value inside a
    complex type. Secrets are shown as ***.
    """
    plain = False
    if any_service.is_meant(connection):
        name, text = any_service.envelope(connection, operation, argument, given)
    else:
        with connection.client(login=False, offline=True) as ir:
            name = ir.contract[operation].name
            text = ir.envelope(name, **arguments.read(ir.contract[name], argument, connection, given))
            plain = ir.transport == "http-post"
    shown = text if plain else output.xml(etree.fromstring(text.encode("utf-8")), indented=True)
    if connection.as_json:
        output.emit_json({"operation": name, "form" if plain else "envelope": shown})
    else:
        output.emit_xml(shown)
