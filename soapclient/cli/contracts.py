"""`ops`, `describe` and `envelope`: what a contract has, without calling anything."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Iterator
from typing import Any

import click
from lxml import etree

from soapclient import Contract, Operation
from soapclient.errors import WsdlError

from . import any_service, arguments, output
from .connection import CommandContext
from .describing import description, lines
from .options import Command, arguments_option, connection_options, port_options
from .progress import say
from .terminal import joined


@click.command(cls=Command)
@click.argument("pattern", required=False)
@click.option("--category", metavar="TEXT", help="List categories whose name contains TEXT.")
@click.option(
    "--kind",
    type=click.Choice(["read", "write", "auth", "unknown"]),
    metavar="KIND",
    help="read, write, auth or unknown.",
)
@port_options
@connection_options
@click.pass_obj
def ops(connection: CommandContext, pattern: str | None, category: str | None, kind: str | None) -> None:
    """List operations, all or those that match PATTERN.

    PATTERN is a part of the name, in either spelling and in any letter case, or has * and ? as wildcards.
    """
    contract = connection.contract()
    found = [
        (name, operation)
        for name, operation in _matching(contract, pattern)
        if isinstance(operation, WsdlError) or (category or "").casefold() in operation.category.casefold()
        if kind in (None, "unknown" if isinstance(operation, WsdlError) else operation.kind)
        if not (category and isinstance(operation, WsdlError))
    ]
    if connection.as_json:
        spelled = {name: spelling for spelling, name in contract.python_names.items()}
        output.emit_json([_summary(name, spelled.get(name, name), each) for name, each in found])
    elif found:
        width = max(len(name) for name, _ in found)
        output.emit(joined(_line(name, each, width) for name, each in found))
    else:
        say(f"soapclient: no operation of this contract matches{_hint(contract, pattern)}")


def _hint(contract: Contract, pattern: str | None) -> str:
    """Suggest the operations whose names look most like a pattern that none fits."""
    words = (pattern or "").strip("*?")
    spelled = {name.casefold(): name for name in contract.python_names} | {name.casefold(): name for name in contract}
    close = difflib.get_close_matches(words.casefold(), spelled, n=3)
    return f"; did you mean {' or '.join(spelled[each] for each in close)}?" if close else ""


def _matching(contract: Contract, pattern: str | None) -> Iterator[tuple[str, Operation | WsdlError]]:
    """List the operations that fit, or why one cannot be called."""
    wanted = (pattern or "").casefold()
    if not any(char in wanted for char in "*?"):
        wanted = f"*{wanted.replace('[', '[[]')}*"
    spellings = {name: spelling for spelling, name in contract.python_names.items()}
    for name in contract:
        names = (name.casefold(), spellings.get(name, name).casefold())
        if any(fnmatch.fnmatchcase(each, wanted) for each in names):
            try:
                yield name, contract[name]
            except WsdlError as exc:
                yield name, exc


def _reason(name: str, refused: WsdlError) -> str:
    """Say why an operation cannot be called, without what is the same for all of the file."""
    return refused.message.partition(f" cannot be used for {name}: ")[2] or refused.message


def _line(name: str, operation: Operation | WsdlError, width: int) -> str:
    if isinstance(operation, WsdlError):
        return f"{name:{width}}  unknown  cannot be called: {_reason(name, operation)}"
    marks = [mark for mark in ("obsolete", "destructive") if getattr(operation, mark)]
    chapter = ", ".join([operation.category or "not in the reference", *marks])
    return f"{name:{width}}  {operation.kind:7}  {chapter}"


def _summary(name: str, spelling: str, operation: Operation | WsdlError) -> dict[str, Any]:
    if isinstance(operation, WsdlError):
        return {"operation": name, "python_name": spelling, "refused": _reason(name, operation)}
    found = {fact: getattr(operation, fact) for fact in ("python_name", "kind", "returns", "category")}
    found |= {"ticket": operation.session, "obsolete": operation.obsolete, "destructive": operation.destructive}
    return {"operation": name, **found}


@click.command(cls=Command)
@click.argument("operation")
@port_options
@connection_options
@click.pass_obj
def describe(connection: CommandContext, operation: str) -> None:
    """Show the parameters, the answer and the errors of OPERATION.

    For each parameter: its type, whether it is required, how null is written, and what null does.
    """
    found = connection.contract()[operation]
    if connection.as_json:
        output.emit_json(description(found))
    else:
        output.emit(joined(lines(found)))


@click.command(cls=Command)
@click.argument("operation")
@click.argument("argument", nargs=-1)
@arguments_option
@port_options
@connection_options
@click.pass_obj
def envelope(connection: CommandContext, operation: str, argument: tuple[str, ...], given: str | None) -> None:
    """Print what a call of OPERATION would send, without sending it.

    ARGUMENT is as for soapclient call. The ticket is left out, and secrets are shown as ***.
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
