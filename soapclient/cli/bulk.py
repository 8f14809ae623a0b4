"""`bulk`: apply, resume, status, report, undo, and the list of all its commands."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Final

import click

from soapclient import BulkJournal, journal_html

from . import bulkshow, output
from .bulkfiles import apart, place
from .bulklook import show
from .bulkoptions import GOING, LIMITS, OUTPUT, PATIENCE, WORKERS
from .bulkplan import plan, run
from .bulkrun import end, end_plan, going, progress_bar
from .connection import CommandContext
from .counting import number
from .failure import ROWS_FAILED, Failure
from .options import Command, connection_options, json_option, progress_options


@click.command(cls=Command)
@click.argument("plan")
@LIMITS
@GOING
@click.pass_obj
def apply(connection: CommandContext, /, plan: str, journal: str, **limits: Any) -> None:
    """Carry out a plan and record every change in a journal."""
    with connection.client() as ir, ir.bulk.load_plan(plan) as made:
        result = going(connection, journal, lambda say: made.apply(journal, progress=say, **limits))
        end(connection, made, result)


@click.command(cls=Command)
@click.argument("journal")
@GOING
@click.pass_obj
def resume(connection: CommandContext, /, journal: str, **pace: Any) -> None:
    """Go on with a run.

    Rows whose outcome is unknown are read first, so that no change is made twice. Calls of --operation cannot be read:
    they stay unknown unless you give --repeat-unknown.
    """
    with connection.client() as ir, ir.bulk.open_journal(journal) as found:
        result = going(connection, journal, lambda say: found.resume(progress=say, **pace))
        end(connection, found.plan, result)


@click.command(cls=Command)
@click.argument("journal")
@json_option
@click.pass_obj
def status(connection: CommandContext, journal: str) -> None:
    """Show how far a run is, how fast, and when it ends.

    Exit status 5: rows are not done.
    """
    with _current(journal) as found:
        done = bulkshow.status(connection, found)
    if not done:
        raise click.exceptions.Exit(ROWS_FAILED)


@click.command(cls=Command)
@click.argument("journal")
@click.option("-o", "--output", "target", metavar="FILE", help="Write the rows not done to FILE as a CSV.")
@click.option("--html", "page", metavar="FILE", help="Write counts, times and reasons to FILE as a page.")
@click.option("--unknown", is_flag=True, help="Write only the rows whose outcome is unknown.")
@json_option
@click.pass_obj
def report(connection: CommandContext, journal: str, target: str | None, page: str | None, unknown: bool) -> None:
    """Write the rows not done as a CSV, or the run as a page."""
    if target is None and (page is None or unknown):
        raise Failure("name a file: -o FILE for a CSV of the rows not done, --html FILE for a page")
    apart(journal, target, page)
    output.alone(connection.as_json, target, page)
    with _current(journal) as found:
        out = target is not None and not unknown and not found.plan.shape.readable
        left = sum(each.status == "unknown" for _, each in found.results()) if out else 0
        if target is None:
            count = sum(not each.ok for _, each in found.results())
        else:
            with place(target) as written:
                count = found.save_failures(written, unknown=unknown)
        if page is not None:
            with output.replacing(page, private=True) as stream:
                stream.write(journal_html(found).encode("utf-8", "replace"))
    if connection.as_json:
        output.emit_json({"rows": count, "left_unknown": left, "file": target, "html": page})
        return
    what = "whose outcome is unknown" if unknown else "not done"
    told = [f"{number(count)} {what}: {' and '.join(filter(None, (target, page)))}"]
    if left:
        told.append(f"{number(left)} whose outcome is unknown left out: --unknown writes those")
    output.emit_beside("\n".join(told), target, page)


@click.command(cls=Command)
@click.argument("journal")
@OUTPUT
@WORKERS
@PATIENCE
@progress_options
@connection_options
@click.pass_obj
def undo(connection: CommandContext, /, journal: str, target: str, workers: int, patience: float) -> None:
    """Plan to restore what a run changed.

    What others have changed since is left alone. "bulk apply" carries the plan out. Exit status 5: some rows cannot be
    restored.
    """
    apart(journal, target)
    output.alone(connection.as_json, target)
    with connection.client() as ir, ir.bulk.open_journal(journal) as found:
        with progress_bar(connection, "planned") as progress:
            rows = len(found.states)
            made = found.undo(workers=workers, patience=patience, progress=lambda done: progress.count(done, rows))
        with made:
            with place(target) as written:
                made.save(written)
                bulkshow.plan(connection, made, saved=target)
            end_plan(made)


@contextlib.contextmanager
def _current(journal: str) -> Iterator[BulkJournal]:
    """Open a journal to look at it; a run that ends while it is read is not called killed."""
    with BulkJournal.open(journal) as found:
        if found.stopped is not None or found.in_use:
            yield found
            return
    with BulkJournal.open(journal) as found:
        yield found


COMMANDS: Final = (plan, show, apply, run, resume, status, report, undo)
