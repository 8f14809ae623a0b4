"""`documents sync` and `documents pickup`: directories of this machine and folders of the server."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from soapclient import errors

from . import output
from .connection import CommandContext
from .failure import ROWS_FAILED, one_line
from .options import Command, connection_options, progress_options
from .terminal import joined
from .transfer_bar import TransferBar, size

if TYPE_CHECKING:
    from soapclient import PickupResult, SyncPlan, SyncResult

_SHOWN: Final = 50
_WORDS: Final = {
    "upload": "new here, to be uploaded",
    "update-there": "changed here, a new version to be uploaded",
    "delete-there": "deleted here, to be deleted there",
    "download": "new there, to be downloaded",
    "update-here": "changed there, to be downloaded",
    "delete-here": "deleted there, to be deleted here",
    "conflict": "conflict",
    "left": "left",
    "unusable": "left out",
}


@click.command(cls=Command)
@click.argument("directory", metavar="DIR")
@click.argument("path")
@click.option(
    "--direction", type=click.Choice(["both", "up", "down"]), default="both", show_default=True, help="What to change."
)
@click.option("--delete", is_flag=True, help="Delete on one side what was in step and was deleted on the other.")
@click.option("--dry-run", is_flag=True, help="Show the plan, change nothing.")
@progress_options
@connection_options
@click.pass_obj
def sync(connection: CommandContext, directory: str, path: str, direction: Any, delete: bool, dry_run: bool) -> None:
    """Keep the directory DIR and the folder PATH in step, by size and checksum.

    What changed on both sides is a conflict: it is told, and left alone. Nothing is deleted without --delete. Exit
    status 5 where something is not in step in the end.
    """
    with connection.client() as ir:
        with TransferBar(connection, "read") as bar:
            plan = ir.documents.plan_sync(directory, path, direction=direction, delete=delete, progress=bar.many)
        if dry_run:
            if connection.as_json:
                output.emit_json(plan.to_dict())
            else:
                output.emit(joined(_plan(plan)))
            return
        if not connection.as_json:
            output.emit(joined(_plan(plan, done=True)))
        with _ending(connection, _emit_synced), TransferBar(connection, "done") as bar:
            result = ir.documents.apply_sync(plan, progress=bar.many)
    _emit_synced(connection, result, result.ok)
    if not result.ok:
        raise click.exceptions.Exit(ROWS_FAILED)


@contextlib.contextmanager
def _ending(connection: CommandContext, emit: Callable[[CommandContext, Any, bool], None]) -> Iterator[None]:
    """Show what was done before an error that ends the work."""
    try:
        yield
    except errors.SoapClientError as exc:
        if exc.result is not None:
            emit(connection, exc.result, False)
        raise


def _emit_synced(connection: CommandContext, result: SyncResult, ok: bool) -> None:
    if not connection.as_json:
        output.emit(joined(_synced(result)))
        return
    output.emit_json({**result.to_dict(), "ok": ok})


def _plan(plan: SyncPlan, *, done: bool = False) -> Iterator[str]:
    yield f"{plan.directory} and {plan.folder}: {plan.same} alike, {len(plan.changes)} to change, {size(plan.bytes)}"
    for action in itertools.islice(plan.actions, _SHOWN):
        why = f": {action.why}" if action.why else ""
        yield f"{one_line(action.name)}: {_WORDS[action.kind]}{why}"
    if len(plan.actions) > _SHOWN:
        yield f"... and {len(plan.actions) - _SHOWN} more: --json has them all"
    if not done:
        yield "nothing was changed"


def _synced(result: SyncResult) -> Iterator[str]:
    for action, error in result.failed:
        yield f"{one_line(action.name)}: not done: {one_line(str(error))}"
    told = f"{len(result.done)} done, {len(result.failed)} not done, {len(result.problems)} conflicts or left out"
    yield f"{told}, {result.same} alike before"


@click.command(cls=Command)
@click.argument("path")
@click.option("--to", "directory", required=True, metavar="DIR", help="The directory that the files go to.")
@click.option(
    "--then",
    default="none",
    show_default=True,
    metavar="WHAT",
    help="move:FOLDER, delete, tag:TEXT or none, once a file is here.",
)
@click.option("--include-checked-out", is_flag=True, help="Take documents that somebody has checked out, too.")
@progress_options
@connection_options
@click.pass_obj
def pickup(connection: CommandContext, path: str, directory: str, then: str, include_checked_out: bool) -> None:
    """Download what lies in the folder PATH, and move each document away once its bytes are on the disk here.

    It may be killed at any moment and started again: every document is delivered once. No file is written over. Exit
    status 5 where something failed.
    """
    with connection.client() as ir, _ending(connection, _emit_picked_up), TransferBar(connection, "picked up") as bar:
        result = ir.documents.pickup(
            path, directory, then=then, include_checked_out=include_checked_out, progress=bar.many
        )
    _emit_picked_up(connection, result, result.ok)
    if not result.ok:
        raise click.exceptions.Exit(ROWS_FAILED)


def _emit_picked_up(connection: CommandContext, result: PickupResult, ok: bool) -> None:
    if connection.as_json:
        output.emit_json({**result.to_dict(), "ok": ok})
    else:
        output.emit(joined(_picked_up(result)))


def _picked_up(result: PickupResult) -> Iterator[str]:
    for each in result.delivered:
        yield f"{one_line(each.path)} -> {one_line(each.file)}: {size(each.size)}"
    for left in result.left:
        yield f"{one_line(left.path)}: left: {one_line(left.why)}"
    for path, error in result.failed:
        yield f"{one_line(path)}: failed: {one_line(str(error))}"
    yield f"{len(result.delivered)} delivered, {len(result.left)} left, {len(result.failed)} failed"
