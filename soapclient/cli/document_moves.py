"""`documents mv`, `cp`, `rm` and `restore`: documents and folders from one place to another, away, and back."""

from __future__ import annotations

from typing import Any, Final

import click

from soapclient import Client, errors, paths

from . import listing, output, showing
from .connection import CommandContext
from .document_files import in_these_words
from .failure import Failure, one_line
from .options import Command, connection_options
from .terminal import joined

_DRY_RUN: Final = click.option("--dry-run", is_flag=True, help="Show what would be done, change nothing.")


@click.command(cls=Command)
@click.argument("path")
@click.argument("to")
@click.option("--name", metavar="NAME", help="Another name; TO is a folder then.")
@_DRY_RUN
@connection_options
@click.pass_obj
def mv(connection: CommandContext, path: str, to: str, name: str | None, dry_run: bool) -> None:
    """Move the document or folder PATH into the folder TO, or to the whole new path TO; nothing is overwritten."""
    _put("move", "moved", connection, path, to, name, dry_run)


@click.command(cls=Command)
@click.argument("path")
@click.argument("to")
@click.option("--name", metavar="NAME", help="Another name; TO is a folder then.")
@_DRY_RUN
@connection_options
@click.pass_obj
def cp(connection: CommandContext, path: str, to: str, name: str | None, dry_run: bool) -> None:
    """Copy the document or folder PATH into the folder TO, or to the whole new path TO; nothing is overwritten."""
    _put("copy", "copied", connection, path, to, name, dry_run)


def _put(verb: str, done: str, connection: CommandContext, path: str, to: str, name: str | None, dry_run: bool) -> None:
    with connection.client() as ir:
        kind = _kind(ir, path)
        if dry_run:
            _would(connection, verb, kind, path, to if name is None else f"{to.rstrip('/')}/{name}")
            return
        things: Any = ir.documents if kind == "document" else ir.folders
        connection.doubt = verb
        result = getattr(things, verb)(path, to, name=name)
        connection.doubt = None
    if connection.as_json:
        output.emit_json(showing.facts(result))
        return
    cleaned = "; the server changed the name" if result.cleaned else ""
    output.emit(joined([f"{kind} {result.source} {done} to {result.path}{cleaned}"]))


def _would(connection: CommandContext, verb: str, kind: str, path: str, to: str | None = None) -> None:
    if connection.as_json:
        output.emit_json({"dry_run": True, "action": verb, "kind": kind, "path": path, "to": to})
    else:
        where = "" if to is None else f" to {to}"
        output.emit(joined([f"nothing is changed; this would be done: {verb} the {kind} {path}{where}"]))


def _kind(ir: Client, path: str) -> str:
    """Tell whether a path is that of a document or of a folder.

    Raises:
        PathNotFound: it is neither.
    """
    if ir.documents.exists(path):
        return "document"
    if path.startswith(("/", "\\")) and ir.folders.exists(path):
        return "folder"
    text = f"there is neither a document nor a folder {path}"
    raise errors.PathNotFound(text, operation="FolderExists", text=text)


@click.command(cls=Command)
@click.argument("path")
@click.option("--yes", is_flag=True, help="Delete it; without this it is only shown.")
@click.option("-r", "--recursive", is_flag=True, help="A folder with all that is in it.")
@click.option("--force", is_flag=True, help="Also what somebody has checked out.")
@_DRY_RUN
@connection_options
@click.pass_obj
def rm(connection: CommandContext, path: str, yes: bool, recursive: bool, force: bool, dry_run: bool) -> None:
    """Delete the document or folder PATH; a document goes to the recycle bin."""
    with connection.client() as ir:
        kind = _kind(ir, path)
        if dry_run or not yes:
            if dry_run:
                _would(connection, "delete", kind, path)
                return
            raise Failure(f"nothing was deleted: --yes deletes the {kind} {one_line(path)}")
        options: dict[str, Any] = {"force": force}
        if kind == "folder":
            options["recursive"] = recursive
        things: Any = ir.documents if kind == "document" else ir.folders
        connection.doubt = "delete"
        with in_these_words():
            result = things.delete(path, **options)
        connection.doubt = None
    if connection.as_json:
        output.emit_json(showing.facts(result))
        return
    inside = ""
    if kind == "folder" and (result.folders or result.documents):
        inside = f" with {result.folders} folders and {result.documents} documents in it"
    output.emit(joined([f"{kind} {result.path} deleted{inside}"]))


@click.command(cls=Command)
@click.argument("item", required=False)
@click.option("--to", metavar="FOLDER", help="Into this folder.  [where it was]")
@_DRY_RUN
@listing.no_header
@connection_options
@click.pass_obj
def restore(connection: CommandContext, item: str | None, to: str | None, dry_run: bool, no_header: bool) -> None:
    """Restore ITEM from your recycle bin, by its former path or its handler; without ITEM, list what is in it."""
    with connection.client() as ir:
        found = list(ir.recycle_bin.list())
        if item is None:
            _emit_bin(connection, found, no_header=no_header)
            return
        thing = _one_of(found, item)
        if dry_run:
            from soapclient import Folder

            kind = "folder" if isinstance(thing, Folder) else "document"
            _would(connection, "restore", kind, thing.path or item, to)
            return
        connection.doubt = "restore"
        result = ir.recycle_bin.restore(thing, to)
        connection.doubt = None
    if connection.as_json:
        output.emit_json(showing.facts(result))
    else:
        output.emit(joined([f"{result.kind} {result.original} restored to {result.path}"]))


def _emit_bin(connection: CommandContext, found: list[Any], *, no_header: bool) -> None:
    if connection.as_json:
        output.emit_json([showing.facts(each) for each in found])
        return
    header = f"{'HANDLER':12}  {'DELETED':16}  PATH"
    listing.emit(header, map(_row, found), "your recycle bin is empty", no_header=no_header)


def _row(thing: Any) -> str:
    deleted = "" if thing.deleted is None else thing.deleted.strftime("%Y-%m-%d %H:%M")
    return joined([f"{thing.handler or '':12}  {deleted:16}  {thing.path or thing.name or ''}"])


def _one_of(found: list[Any], item: str) -> Any:
    """Return the item of a recycle bin that is meant.

    Raises:
        NotFound: none is.
        Failure: several were at this path.
    """
    meant = [each for each in found if (each.handler or "").casefold() == item.casefold()]
    if not meant and item.startswith(("/", "\\")):
        meant = [each for each in found if each.path and paths.same(each.path, item)]
    if not meant:
        text = f"your recycle bin does not have {item}"
        raise errors.NotFound(text, operation="GetRecycleBinContent", text=text)
    if len(meant) > 1:
        handlers = ", ".join(str(each.handler) for each in meant)
        raise Failure(f"your recycle bin has several of {one_line(item)}: name one by its handler: {handlers}")
    return meant[0]
