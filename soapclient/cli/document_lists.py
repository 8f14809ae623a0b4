"""`documents info`, `ls`, `tree` and `find`: what is there, without its bytes."""

from __future__ import annotations

from typing import Any

import click

from soapclient import errors

from . import listing, output, showing
from .connection import CommandContext
from .counting import number
from .failure import one_line
from .options import Command, connection_options
from .terminal import joined


@click.command(cls=Command)
@click.argument("path")
@connection_options
@click.pass_obj
def info(connection: CommandContext, path: str) -> None:
    """Show what the server knows about PATH, a document or a folder, without downloading it."""
    with connection.client() as ir:
        thing: Any
        try:
            thing = ir.documents.get(path)
        except errors.NotFound:
            if not path.startswith("/"):
                raise
            thing = ir.folders.get(path)
    facts = showing.facts(thing)
    if connection.as_json:
        output.emit_json({"kind": _kind(thing), **facts})
    else:
        showing.emit_facts({"kind": _kind(thing), **facts})


@click.command("ls", cls=Command)
@click.argument("path")
@click.option("--name", metavar="PATTERN", multiple=True, help="Only names such as '*.pdf'; repeatable.")
@click.option("--full", is_flag=True, help="With --json: everything that the server tells.")
@listing.no_header
@connection_options
@click.pass_obj
def list_(connection: CommandContext, path: str, name: tuple[str, ...], full: bool, no_header: bool) -> None:
    """List what is directly in the folder PATH: kind, size, date, version, who has it checked out, name."""
    detail: Any = "full" if full else "short"
    with connection.client() as ir:
        found = ir.folders.list(path, name=name or None, detail=detail)
        if connection.as_json:
            _emit_json(found)
            return
        header = _columns("SIZE", "MODIFIED", "VERSION", "CHECKED OUT", "NAME")
        listing.emit(header, map(_row, found), "nothing in this folder matches", no_header=no_header)


@click.command(cls=Command)
@click.argument("path")
@click.option("--name", metavar="PATTERN", multiple=True, help="Only names such as '*.pdf'; repeatable.")
@click.option("--depth", type=int, metavar="N", help="How many levels.  [all]")
@click.option("--type", "kind", type=click.Choice(["document", "folder"]), help="Only these.")
@connection_options
@click.pass_obj
def find(connection: CommandContext, path: str, name: tuple[str, ...], depth: int | None, kind: str | None) -> None:
    """Find what is below the folder PATH, at any depth: whole paths, one a line."""
    options: dict[str, Any] = {"folders": kind != "document", "documents": kind != "folder"}
    with connection.client() as ir:
        found = ir.folders.walk(path, name=name or None, depth=depth, **options)
        if connection.as_json:
            _emit_json(found)
            return
        for each in found:
            output.emit(joined([each.path or ""]))


@click.command(cls=Command)
@click.argument("path")
@click.option("--depth", type=int, metavar="N", help="How many levels.  [all]")
@click.option("--folders", is_flag=True, help="Only folders.")
@connection_options
@click.pass_obj
def tree(connection: CommandContext, path: str, depth: int | None, folders: bool) -> None:
    """Draw what is below the folder PATH."""
    with connection.client() as ir:
        found = ir.folders.tree(path, depth=depth, documents=not folders)
    if connection.as_json:
        output.emit_json(_tree(found))
        return
    for line in str(found).split("\n"):
        output.emit(line)
    counts = found.counts
    output.emit(f"{number(counts[0], 'folder')}, {number(counts[1], 'document')}")


def _emit_json(found: Any) -> None:
    output.emit_json([{"kind": _kind(each), **showing.facts(each)} for each in found])


def _row(thing: Any) -> str:
    if _kind(thing) == "folder":
        return _columns("folder", "", "", "", f"{one_line(thing.name or '')}/")
    size = "" if thing.size is None else str(thing.size)
    date = "" if thing.modified is None else thing.modified.strftime("%Y-%m-%d %H:%M")
    version = "" if thing.version is None else str(thing.version)
    holder = one_line(thing.checked_out_by or "")
    return _columns(size, date, version, holder, one_line(thing.name or ""))


def _columns(size: str, date: str, version: str, holder: str, name: str) -> str:
    return f"{size:>12}  {date:16}  {version:9}  {holder:12}  {name}"


def _kind(thing: Any) -> str:
    from soapclient import Folder

    return "folder" if isinstance(thing, Folder) else "document"


def _tree(found: Any) -> dict[str, Any]:
    return {
        "name": found.folder.name,
        "path": found.folder.path,
        "folders": [_tree(each) for each in found.folders],
        "documents": [{"name": each.name, "path": each.path, "size": each.size} for each in found.documents],
    }
