"""`documents`: show, exists, update."""

from __future__ import annotations

from typing import Any, Final

import click

from . import output, showing, updating
from .connection import CommandContext
from .options import Command, connection_options, together, update_options

_TEXTS: Final = ("description", "update-instructions", "source", "language", "author")
_FIELDS: Final = together(
    click.option("--name", metavar="TEXT", help="A new name, in the same folder."),
    *(click.option(f"--{name}", metavar="TEXT") for name in _TEXTS),
    click.option("--importance", metavar="LEVEL", help="NoMarkings, Low, Normal, High, Vital, or -1 to 3."),
)


@click.command(cls=Command)
@click.argument("path")
@connection_options
@click.pass_obj
def show(connection: CommandContext, path: str) -> None:
    """Show the document PATH, a path or a number."""
    with connection.client() as ir:
        facts = showing.facts(ir.documents.get(path))
    if connection.as_json:
        output.emit_json(facts)
    else:
        showing.emit_facts(facts)


@click.command(cls=Command)
@click.argument("path")
@connection_options
@click.pass_obj
def exists(connection: CommandContext, path: str) -> None:
    """Tell whether there is a document PATH, a path or a number: true or false."""
    with connection.client() as ir:
        found = ir.documents.exists(path)
    if connection.as_json:
        output.emit_json({"path": path, "exists": found})
    else:
        output.emit("true" if found else "false")


@click.command(cls=Command)
@click.argument("path")
@_FIELDS
@update_options(_TEXTS)
@click.pass_obj
def update(connection: CommandContext, /, path: str, clear: tuple[str, ...], dry_run: bool, **given: Any) -> None:
    """Change properties of the document PATH, a path or a number; the others keep their values."""
    updating.update(connection, lambda ir: ir.documents, "path", path, given, clear=clear, dry_run=dry_run)
