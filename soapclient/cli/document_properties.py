"""`documents properties`: the property sets of a document or folder, shown and changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import click

from soapclient import CLEAR

from . import output, showing
from .connection import CommandContext
from .failure import Failure, one_line
from .options import Command, connection_options
from .terminal import joined


@click.command(cls=Command)
@click.argument("path")
@click.option("--set", "said", multiple=True, metavar="SET.FIELD=VALUE", help="Set a field; may be repeated.")
@click.option("--clear", multiple=True, metavar="SET.FIELD", help="Make a field empty; may be repeated.")
@click.option("--folder", is_flag=True, help="PATH is a folder.")
@click.option("--dry-run", is_flag=True, help="Show what would be sent, and read and sent again; change nothing.")
@connection_options
@click.pass_obj
def properties(
    connection: CommandContext, path: str, said: tuple[str, ...], clear: tuple[str, ...], folder: bool, dry_run: bool
) -> None:
    """Show the property sets of the document PATH, a path or a number, or change fields of their one row."""
    changes = _changes(said, clear)
    if dry_run and not changes:
        raise click.UsageError("--dry-run is for --set and --clear")
    with connection.client() as ir:
        of: Any = ir.folders if folder else ir.documents
        if not changes:
            _show(connection, path, of.properties(path))
            return
        if dry_run:
            plan = of.plan_properties(path, changes)
            showing.emit_plan(connection, plan, {"path": plan.path})
            return
        connection.doubt = "a change of property sets"
        result = of.set_properties(path, changes)
        connection.doubt = None
    showing.emit_result(connection, result, {"path": result.path})


def _changes(said: Iterable[str], clear: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return what is to change, by set and field.

    Raises:
        Failure: a word does not name a field, or a field is named twice.
    """
    found: dict[str, dict[str, Any]] = {}
    for word in said:
        name, equals, value = word.partition("=")
        if not equals or not value.strip():
            raise Failure(f"--set is SET.FIELD=VALUE, not {word!r}; --clear SET.FIELD makes a field empty")
        _add(found, name, value)
    for name in clear:
        _add(found, name, CLEAR)
    return found


def _add(found: dict[str, dict[str, Any]], name: str, value: Any) -> None:
    of, dot, field = name.strip().upper().partition(".")
    if not dot or not of or not field:
        raise Failure(f"{name!r} does not name a field of a property set, as INVOICE.AMOUNT does")
    fields = found.setdefault(of, {})
    if field in fields:
        raise Failure(f"{of}.{field} is named twice")
    fields[field] = value


def _show(connection: CommandContext, path: str, found: Mapping[str, Any]) -> None:
    if connection.as_json:
        rows = {
            name: [{"row": row.number, "values": {key: _plain(value) for key, value in row.items()}} for row in each]
            for name, each in found.items()
        }
        output.emit_json({"path": path, "properties": rows})
    elif found:
        output.emit(joined(_lines(found)))
    else:
        output.emit(f"{one_line(path)}: no property sets")


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    for name, rows in found.items():
        for row in rows:
            where = name if len(rows) == 1 else f"{name}[{row.number}]"
            width = max(map(len, row.texts), default=0)
            yield from (f"{where}.{key:{width}}  {one_line(text)}".rstrip() for key, text in row.texts.items())


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
