"""`bulk`: plan, apply, run, resume, status, report, undo."""

from __future__ import annotations

import contextlib
import os
import shlex
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import click

from soapclient import BulkJournal, BulkPlan, BulkResult, RowFile, journal_html

from . import bulkshow, output, profiles
from .bulkoptions import GOING, INPUT, LIMITS, OUTPUT, PATIENCE, READING, TARGET, WORKERS
from .connection import CommandContext
from .failure import INTERRUPTED, ROWS_FAILED, Failure
from .options import Command, connection_options, json_option, progress_options
from .progress import ProgressBar


@click.command(cls=Command)
@click.argument("file")
@OUTPUT
@TARGET
@INPUT
@WORKERS
@PATIENCE
@progress_options
@connection_options
@click.pass_obj
def plan(connection: CommandContext, /, file: str, target: str, workers: int, patience: float, **given: Any) -> None:
    """Plan the updates of FILE, a CSV, JSON Lines or XLSX: show what will change, change nothing."""
    _apart(file, target)
    output.alone(connection.as_json, target)
    with _planned(connection, file, workers, patience, given) as made, _place(target) as place:
        made.save(place)
        bulkshow.plan(connection, made, saved=target)


@contextlib.contextmanager
def _planned(
    connection: CommandContext, file: str, workers: int, patience: float, given: dict[str, Any]
) -> Iterator[BulkPlan]:
    rows = RowFile(
        file,
        format=given["format"],
        encoding=given["encoding"],
        delimiter=given["delimiter"],
        sheet=given["sheet"],
        columns=_mapped(given["mapped"]),
        ignore=given["ignore"],
        clear=given["clear_token"],
    )
    operation, key, name = given["operation"], given["key"], given["what"]
    if operation is not None and name is not None:
        raise Failure("--operation and --target exclude each other")
    if name == "uploads" and given["blind"]:
        raise Failure("--blind would not know what is there: leave it out with --target uploads")
    if operation is None and key is not None:
        raise Failure("--key is for --operation")
    blind: bool = given["blind"] or operation is not None
    source = f"{file} ({rows.format}, {rows.encoding})"
    with connection.client(login=not blind) as ir:
        with _progress(connection, "planned") as progress:
            facts: dict[str, Any] = {"source": source, "progress": lambda done: progress.count(done, rows.count)}
            if operation is not None:
                made = ir.bulk.plan_operation(operation, rows, key=key or "", **facts)
            elif name == "uploads":
                made = ir.bulk.plan_uploads(rows, workers=workers, patience=patience, **facts)
            else:
                of = getattr(ir, name or "users")
                made = of.plan_bulk(rows, blind=blind, workers=workers, patience=patience, **facts)
        bulkshow.remarks(rows)
        with made:
            yield made


def _progress(connection: CommandContext, what: str) -> ProgressBar:
    shown = not connection.as_json and not connection.given.get("quiet")
    return ProgressBar(what, shown=shown, ready=lambda: connection.password_known)


def _mapped(words: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        column, equals, field = word.rpartition("=")
        if not equals or not column or not field:
            raise Failure(f"--map is COLUMN=FIELD, not {word!r}")
        if found.setdefault(column, field) != field:
            raise Failure(f"--map {word}: the column is mapped to {found[column]} already")
    return found


@click.command(cls=Command)
@click.argument("file")
@LIMITS
@GOING
@click.pass_obj
def apply(connection: CommandContext, /, file: str, journal: str, **limits: Any) -> None:
    """Carry out the plan FILE."""
    with connection.client() as ir, ir.bulk.load_plan(file) as made:
        result = _going(connection, journal, lambda say: made.apply(journal, progress=say, **limits))
        _end(connection, made, result)


@click.command(cls=Command)
@click.argument("file")
@click.option("--yes", is_flag=True, help="Carry the plan out; without it, it is only shown.")
@LIMITS
@TARGET
@INPUT
@GOING
@click.pass_obj
def run(connection: CommandContext, /, file: str, yes: bool, journal: str, **given: Any) -> None:
    """Plan the updates of FILE and carry them out, for scheduled jobs."""
    reading = {name: given.pop(name) for name in READING}
    if yes and (reading["blind"] or reading["operation"]) and connection.settings.username is None:
        raise Failure("a login is needed: give --username, SOAPCLIENT_USERNAME or a --profile with one")
    with _planned(connection, file, given["workers"], given["patience"], reading) as made:
        if not yes:
            bulkshow.plan(connection, made)
            raise Failure("nothing was changed: this is the plan, and --yes carries it out")
        if not connection.as_json:
            bulkshow.plan(connection, made)
        result = _going(connection, journal, lambda say: made.apply(journal, progress=say, **given))
        _end(connection, made, result)


@click.command(cls=Command)
@click.argument("journal")
@GOING
@click.pass_obj
def resume(connection: CommandContext, /, journal: str, **pace: Any) -> None:
    """Go on with the run of JOURNAL; rows whose outcome is unknown are read first, or left unknown."""
    with connection.client() as ir, ir.bulk.open_journal(journal) as found:
        result = _going(connection, journal, lambda say: found.resume(progress=say, **pace))
        _end(connection, found.plan, result)


@click.command(cls=Command)
@click.argument("journal")
@json_option
@click.pass_obj
def status(connection: CommandContext, journal: str) -> None:
    """Tell how far the run of JOURNAL is; exit 5 where rows are not done."""
    with _current(journal) as found:
        done = bulkshow.status(connection, found)
    if not done:
        raise click.exceptions.Exit(ROWS_FAILED)


@click.command(cls=Command)
@click.argument("journal")
@click.option("-o", "--output", "target", metavar="FILE", help="A CSV of the rows not done, to be planned again.")
@click.option("--html", "page", metavar="FILE", help="A page for people: counts, times, reasons.")
@click.option("--unknown", is_flag=True, help="Only the rows whose outcome is unknown.")
@json_option
@click.pass_obj
def report(connection: CommandContext, journal: str, target: str | None, page: str | None, unknown: bool) -> None:
    """Write what the run of JOURNAL did: the rows that are not done as a CSV, all of it as a page, or both."""
    if target is None and (page is None or unknown):
        raise Failure("say where to write it: -o FILE for a CSV of the rows not done, --html FILE for a page")
    _apart(journal, target, page)
    output.alone(connection.as_json, target, page)
    with _current(journal) as found:
        out = target is not None and not unknown and not found.plan.shape.readable
        left = sum(each.status == "unknown" for _, each in found.results()) if out else 0
        if target is None:
            count = sum(not each.ok for _, each in found.results())
        else:
            with _place(target) as place:
                count = found.save_failures(place, unknown=unknown)
        if page is not None:
            with output.replacing(page, private=True) as stream:
                stream.write(journal_html(found).encode("utf-8", "replace"))
    if connection.as_json:
        output.emit_json({"rows": count, "left_unknown": left, "file": target, "html": page})
        return
    what = "whose outcome is unknown" if unknown else "not done"
    told = [f"{count} rows {what}: {' and '.join(filter(None, (target, page)))}"]
    if left:
        told.append(f"{left} rows whose outcome is unknown are not in it: --unknown writes those")
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
    """Plan the restoring of what the run of JOURNAL changed, but for what others changed since."""
    _apart(journal, target)
    output.alone(connection.as_json, target)
    with connection.client() as ir, ir.bulk.open_journal(journal) as found:
        with _progress(connection, "planned") as progress:
            rows = len(found.states)
            made = found.undo(workers=workers, patience=patience, progress=lambda done: progress.count(done, rows))
        with made, _place(target) as place:
            made.save(place)
            bulkshow.plan(connection, made, saved=target)


@contextlib.contextmanager
def _current(journal: str) -> Iterator[BulkJournal]:
    """Open a journal to look at it; what ended while it was read is not taken for what was killed."""
    with BulkJournal.open(journal) as found:
        if found.stopped is not None or found.in_use:
            yield found
            return
    with BulkJournal.open(journal) as found:
        yield found


@contextlib.contextmanager
def _place(name: str) -> Iterator[str]:
    """Give the file to be written; for `-` one that goes to standard output in the end."""
    if name != output.STANDARD:
        yield str(output.place(name))
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "output")
        yield str(place)
        with place.open("rb") as stream:
            output.emit_stream(stream)


def _apart(*files: str | None) -> None:
    paths = [os.path.realpath(file) for file in files if file not in (None, output.STANDARD)]
    if len({*paths}) < len(paths):
        raise Failure(f"{paths[-1]} is named twice: what is read or written would be written over")


def _going(connection: CommandContext, journal: str, work: Callable[[Any], BulkResult]) -> BulkResult:
    """Do the work with its progress shown; Ctrl-C lets the calls in flight end."""
    try:
        with _progress(connection, "done") as progress:
            return work(progress.result)
    except KeyboardInterrupt:
        if not Path(journal).exists():
            raise
        raise Failure(
            f"interrupted: the calls in flight were finished; go on with: {_resume(connection, journal)}",
            status=INTERRUPTED,
            kind="Interrupted",
        ) from None


def _resume(connection: CommandContext, journal: str) -> str:
    words = ["soapclient", "bulk", "resume", journal]
    for name in (*profiles.KEYS, "profile"):
        if name in connection.given:
            words += [f"--{name.replace('_', '-')}", str(connection.given[name])]
    return shlex.join(words)


def _end(connection: CommandContext, made: BulkPlan, result: BulkResult) -> None:
    bulkshow.result(connection, made, result, _resume(connection, result.journal or ""))
    if result.error is not None:
        raise result.error
    if not result.ok:
        raise click.exceptions.Exit(ROWS_FAILED)


COMMANDS: Final = (plan, apply, run, resume, status, report, undo)
