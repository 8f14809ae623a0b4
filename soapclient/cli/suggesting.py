"""Candidates for arguments and values of options, for completion; no server is asked."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem

from .connection import CommandContext

if TYPE_CHECKING:
    from soapclient import Contract, Operation, Parameter

_OPERATIONS: Final = ("operation", "pattern")
_CONTRACTS: Final = ("source", "first", "second", "before", "wsdl")
_FILES: Final = ("file", "journal", "plan", "reports")
_MOST: Final = 200


def suggest(parameter: click.Parameter, context: click.Context, incomplete: str) -> list[CompletionItem]:
    """List what may be a parameter's value.

    Args:
        parameter: the parameter of a command.
        context: the command, with what stands before.
        incomplete: what is there of the value.
    """
    name, metavar = str(parameter.name), parameter.metavar or ""
    connection = context.ensure_object(CommandContext)
    if name == "profile" or (name == "name" and context.command_path.split()[1:2] == ["profile"]):
        return _items(_profiles(), incomplete)
    if name in _OPERATIONS:
        return _items(_operations(connection, incomplete), incomplete)
    if name == "argument":
        return list(_arguments(connection, context, incomplete))
    if metavar in ("DIR", "FOLDER"):
        return [CompletionItem(incomplete, type="dir")]
    if name in _CONTRACTS:
        known = ("auto", "remote", "cached") if name == "wsdl" else ()
        found = _items((*known, "bundled", "bundled-2019"), incomplete)
        return found if found and incomplete else [*found, CompletionItem(incomplete, type="file")]
    if metavar == "FILE" or name in _FILES:
        return [CompletionItem(incomplete, type="file")]
    return []


def _items(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(each) for each in words if each.startswith(incomplete)]


def _profiles() -> list[str]:
    from soapclient import ProfileFile

    return ProfileFile().names


def contract_at_hand(connection: CommandContext) -> Contract | None:
    """Return the contract of a connection as far as it is on this machine; of infoRouter else the bundled one."""
    import attrs

    from soapclient import Client, Contract, errors

    connection.given.pop("ticket_file", None)  # it may be standard input, which is the terminal
    settings = connection.settings
    wsdl = settings.wsdl or "auto"
    if wsdl.lower().startswith(("http://", "https://")):
        return None
    if wsdl not in ("auto", "remote", "cached"):
        return Contract.load(wsdl)  # a file imports from no server
    if settings.server is not None and not settings.server.startswith("sim:"):
        try:
            with Client(**attrs.evolve(settings, login=None, wsdl="cached").client_options()) as ir:
                return ir.contract
        except errors.SoapClientError:
            pass  # the server was not asked before
    return Contract.load("bundled")


def _operations(connection: CommandContext, incomplete: str) -> list[str]:
    """List the names that fit: in the contract's spelling, else in Python's, else whatever their letter case."""
    contract = contract_at_hand(connection)
    if contract is None:
        return []
    for names in (list(contract), list(contract.python_names)):
        found = [name for name in names if name.startswith(incomplete)]
        if found:
            return found
    return []


def _arguments(connection: CommandContext, context: click.Context, incomplete: str) -> Iterator[CompletionItem]:
    contract = contract_at_hand(connection)
    if contract is None:
        return
    operation = contract[context.params["operation"]]
    name, said, text = incomplete.partition("=")
    if name.endswith(":"):
        words = ("keep", "clear", "null") if operation.documented else ("clear", "null", "nil")
        yield from (CompletionItem(f"{name}={word}") for word in words if word.startswith(text))
        return
    around, _, last = name.rpartition(".")
    level = _level(operation, around)
    before = f"{around}." if around else ""
    if said:
        found = next((each for each in level if last.partition("[")[0] in (each.name, each.python_name)), None)
        yield from (CompletionItem(f"{name}={value}") for value in _values(found, text) if value.startswith(text))
        return
    taken = {word.partition("=")[0].rstrip(":") for word in context.params.get("argument") or ()}
    for spelling in ("name", "python_name"):
        names = [
            (f"{before}{getattr(each, spelling)}", each) for each in level if getattr(each, spelling).startswith(last)
        ]
        free = [(full, each) for full, each in names if full not in taken or each.max_occurs != 1]
        for full, each in free:
            yield CompletionItem(f"{full}{_end(each)}", help=each.type)
            if full == name and not each.secret:
                yield CompletionItem(f"{full}:=", help="keep, clear or null")
        if names:
            return


def _end(parameter: Parameter) -> str:
    if parameter.is_complex and parameter.particles:
        return "." if parameter.max_occurs == 1 else "[0]."
    return "=@" if parameter.secret or parameter.type == "base64Binary" else "="


def _level(operation: Operation, around: str) -> list[Parameter]:
    """List the parameters of an operation, or those inside one of them; required ones first."""
    level = [each for each in operation.parameters.values() if each is not operation.session_parameter]
    for piece in around.split(".") if around else ():
        inside = next((each for each in level if piece.partition("[")[0] in (each.name, each.python_name)), None)
        level = [] if inside is None else list(inside.particles)
    return sorted(level, key=lambda each: not each.required)


def _values(parameter: Parameter | None, text: str) -> list[str]:
    if text.startswith("@"):
        found = glob.glob(glob.escape(os.path.expanduser(text[1:])) + "*")[:_MOST]  # noqa: PTH111, PTH207 - as typed
        return [f"@{each}/" if os.path.isdir(each) else f"@{each}" for each in sorted(found)]  # noqa: PTH112
    if parameter is None:
        return []
    return ["true", "false"] if parameter.type == "boolean" else list(parameter.values)
