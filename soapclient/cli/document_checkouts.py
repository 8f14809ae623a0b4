"""`documents checkout` and `documents checkin`: a document that is edited here, and nowhere else meanwhile."""

from __future__ import annotations

import contextlib
from typing import Any

import click

from soapclient import Client

from . import output
from .connection import CommandContext
from .document_files import existing, in_these_words
from .failure import REFUSED, Failure, one_line
from .options import Command, connection_options, progress_options
from .transfer_bar import TransferBar, size


@click.command(cls=Command)
@click.argument("path")
@click.option("-o", "--output", "file", metavar="FILE", help="Also download it to FILE, which is replaced.")
@progress_options
@connection_options
@click.pass_obj
def checkout(connection: CommandContext, path: str, file: str | None) -> None:
    """Check the document PATH out: nobody else can change it until you check it in."""
    output.alone(connection.as_json, file)
    target = None if file in (None, output.STANDARD) else output.place(str(file))
    with connection.client() as ir, in_these_words(), contextlib.ExitStack() as held:
        document = held.enter_context(ir.documents.checkout(path))
        if target is not None:
            with TransferBar(connection, "downloaded") as bar:
                ir.documents.download(document.path, target, progress=bar.one)
        held.pop_all()  # it stays checked out, now that all went well
        where = document.path
    if connection.as_json:
        output.emit_json({"path": where, "checked_out": True, "file": None if target is None else str(target)})
    else:
        output.emit(f"{one_line(where)}: checked out{'' if target is None else f' to {one_line(str(target))}'}")


@click.command(cls=Command)
@click.argument("path")
@click.argument("file", required=False)
@click.option("--comment", metavar="TEXT", help="A comment on the version.")
@click.option("--discard", is_flag=True, help="Make no version.")
@click.option("--force", is_flag=True, help="Undo the checkout of somebody else, whose changes are discarded.")
@progress_options
@connection_options
@click.pass_obj
def checkin(
    connection: CommandContext, path: str, file: str | None, comment: str | None, discard: bool, force: bool
) -> None:
    """Check the document PATH in, with FILE as its new version, or with --discard as it was."""
    if (file is None) != discard:
        raise click.UsageError("name the FILE that is the new version, or say --discard for none")
    if comment is not None and discard:
        raise click.UsageError("--comment is for a new version, and --discard makes none")
    source = None if file is None else existing(file)
    result: Any = None
    released = True
    with connection.client() as ir, in_these_words():
        if source is not None:
            _check_that_it_is_out(ir, path)
            connection.doubt = "the upload"
            with TransferBar(connection, "uploaded") as bar:
                result = ir.documents.upload(source, path, over="version", comment=comment, progress=bar.one)
        if result is None or result.checkout == "kept":  # else it may be somebody else's by now
            connection.doubt = "UnLock"
            released = ir.documents.release(path, force=force and result is None)
        connection.doubt = None
    facts: dict[str, Any] = {"path": path if result is None else result.path, "checked_out": False}
    facts["version"] = None if result is None or result.version is None else str(result.version)
    if connection.as_json:
        output.emit_json(facts)
        return
    new = "" if result is None else f", new version {facts['version'] or ''} of {size(result.size)}"
    state = "checked in" if released or result is not None else "was not checked out"
    output.emit(f"{one_line(str(facts['path']))}: {state}{new}")


def _check_that_it_is_out(ir: Client, path: str) -> None:
    """Make sure that a document is there and checked out; who has it is for the upload to find out.

    Raises:
        Failure: it is not checked out: somebody may have changed it since it was downloaded.
    """
    document = ir.documents.get(path)
    if not document.checked_out_by:
        raise Failure(
            f"{one_line(path)} is not checked out, so somebody may have changed it; 'documents put --new-version' adds "
            "a version anyway",
            status=REFUSED,
            kind="Conflict",
        )
