"""`bulk`: plan, apply, run, resume, status, report, undo."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import click

from soapclient import BulkJournal, BulkPlan, BulkResult, RowFile, journal_html

from . import bulkshow, output, profiles
from .connection import Connection
from .failure import INTERRUPTED, ROWS_FAILED, Failure
from .options import Command, connection_options, json_option, progress_options, together
from .progress import Progress

_UNITS: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_AGE: Final = re.compile(r"(\d+(?:\.\d+)?)([smhd]?)")


def _none(_: click.Context, __: click.Parameter, value: str) -> str | None:
    return None if value == "none" else value


def _number(context: click.Context, parameter: click.Parameter, value: str) -> int | None:
    if value == "none":
        return None
    if not value.isdecimal():
        raise click.BadParameter(f"{value!r} is no number", context, parameter)
    return int(value)


def _age(context: click.Context, parameter: click.Parameter, value: str) -> float | None:
    if value == "none":
        return None
    found = _AGE.fullmatch(value)
    if not found:
        raise click.BadParameter(f"{value!r} is no time such as 90m, 24h or 7d", context, parameter)
    return float(found[1]) * _UNITS[found[2]]


_INPUT: Final = together(
    click.option(
        "--format", type=click.Choice(["csv", "jsonl", "xlsx"]), help="By default what the file's name ends in."
    ),
    click.option("--encoding", metavar="NAME", help="By default found out: a mark, UTF-16, UTF-8, else Windows-1252."),
    click.option("--delimiter", metavar="CHAR", help="What separates cells; by default found in the first line."),
    click.option("--sheet", metavar="NAME", help="Of a workbook; by default the only one that is not hidden."),
    click.option("--map", "mapped", multiple=True, metavar="COLUMN=FIELD", help="A column that is named otherwise."),
    click.option("--ignore", multiple=True, metavar="COLUMN", help="A column to leave out."),
    click.option("--clear-token", default="!clear", show_default=True, metavar="TEXT", help="The cell that clears."),
    click.option("--blind", is_flag=True, help="Plan without reading: no values before, so no undo."),
)
_TARGET: Final = together(
    click.option("--target", "what", type=click.Choice(["users", "documents"]), help="What the rows are.  [users]"),
    click.option(
        "--operation", metavar="NAME", help="Call this operation for each row; the columns are its parameters."
    ),
    click.option("--key", metavar="PARAMETER", help="Of --operation: no two rows may have the same."),
)
_WORKERS: Final = click.option(
    "--workers", type=int, default=4, show_default=True, metavar="N", help="Rows worked on at once."
)
_PATIENCE: Final = click.option(
    "--patience", type=float, default=120, show_default=True, metavar="SECONDS", help="For a server that is away."
)
_PACE: Final = together(
    click.option("--rate", type=float, metavar="N", help="Rows a second, at most."),
    click.option("--max-errors", default="100", callback=_number, metavar="N", help="Stop beyond so many.  [100]"),
    click.option("--repeat-unknown", is_flag=True, help="Call an idempotent operation again where no answer came."),
    click.option("--max-age", default="24h", callback=_age, metavar="TIME", help="Of the plan: 90m, 24h, 7d.  [24h]"),
)
_LIMITS: Final = together(
    click.option("--journal", required=True, metavar="FILE", help="A new file: every intent and every outcome."),
    click.option("--max-changes", default="1000", callback=_none, metavar="N", help="Rows: 50, 10%, none.  [1000]"),
    click.option("--max-clears", default="100", callback=_none, metavar="N", help="Cleared fields: the same.  [100]"),
    click.option("--if-unchanged", is_flag=True, help="Leave rows alone whose values moved since the plan."),
    click.option("--verify", is_flag=True, help="Read each changed one back and compare."),
    click.option("--allow-destructive", is_flag=True, help="Call an operation that destroys data, or may."),
)
# What every run is given, begun or resumed.
_GOING: Final = together(_WORKERS, _PATIENCE, _PACE, progress_options, connection_options)
_READING: Final = (
    *("what", "operation", "key", "format", "encoding", "delimiter", "sheet"),
    *("mapped", "ignore", "clear_token", "blind"),
)
_OUTPUT: Final = click.option("-o", "--output", "target", required=True, metavar="FILE", help="Where to write it.")


@click.command(cls=Command)
@click.argument("file")
@_OUTPUT
@_TARGET
@_INPUT
@_WORKERS
@_PATIENCE
@progress_options
@connection_options
@click.pass_obj
def plan(connection: Connection, /, file: str, target: str, workers: int, patience: float, **given: Any) -> None:
    """Plan the updates of FILE, a CSV, JSON Lines or XLSX: show what will change, change nothing."""
    _apart(file, target)
    with _planned(connection, file, workers, patience, given) as made:
        made.save(target)
        bulkshow.plan(connection, made, saved=target)


@contextlib.contextmanager
def _planned(
    connection: Connection, file: str, workers: int, patience: float, given: dict[str, Any]
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
    if operation is None and key is not None:
        raise Failure("--key is for --operation")
    blind: bool = given["blind"] or operation is not None
    source = f"{file} ({rows.format}, {rows.encoding})"
    with connection.client(login=not blind) as ir:
        with _progress(connection, "planned") as progress:
            facts: dict[str, Any] = {"source": source, "progress": lambda done: progress.count(done, rows.count)}
            if operation is not None:
                made = ir.bulk.plan_operation(operation, rows, key=key or "", **facts)
            else:
                of = ir.documents if name == "documents" else ir.users
                made = of.plan_bulk(rows, blind=blind, workers=workers, patience=patience, **facts)
        bulkshow.remarks(rows)
        with made:
            yield made


def _progress(connection: Connection, what: str) -> Progress:
    shown = not connection.as_json and not connection.given.get("quiet")
    return Progress(what, shown=shown, ready=lambda: connection.password_known)


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
@_LIMITS
@_GOING
@click.pass_obj
def apply(connection: Connection, /, file: str, journal: str, **limits: Any) -> None:
    """Carry out the plan FILE."""
    with connection.client() as ir, ir.bulk.load_plan(file) as made:
        result = _going(connection, journal, lambda say: made.apply(journal, progress=say, **limits))
        _end(connection, made, result)


@click.command(cls=Command)
@click.argument("file")
@click.option("--yes", is_flag=True, help="Carry the plan out; without it, it is only shown.")
@_LIMITS
@_TARGET
@_INPUT
@_GOING
@click.pass_obj
def run(connection: Connection, /, file: str, yes: bool, journal: str, **given: Any) -> None:
    """Plan the updates of FILE and carry them out, for scheduled jobs."""
    reading = {name: given.pop(name) for name in _READING}
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
@_GOING
@click.pass_obj
def resume(connection: Connection, /, journal: str, **pace: Any) -> None:
    """Go on with the run of JOURNAL; rows whose outcome is unknown are read first, or left unknown."""
    with connection.client() as ir, ir.bulk.open_journal(journal) as found:
        result = _going(connection, journal, lambda say: found.resume(progress=say, **pace))
        _end(connection, found.plan, result)


@click.command(cls=Command)
@click.argument("journal")
@json_option
@click.pass_obj
def status(connection: Connection, journal: str) -> None:
    """Tell how far the run of JOURNAL is; exit 5 where rows are not done."""
    with BulkJournal.open(journal) as found:
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
def report(connection: Connection, journal: str, target: str | None, page: str | None, unknown: bool) -> None:
    """Write what the run of JOURNAL did: the rows that are not done as a CSV, all of it as a page, or both."""
    if target is None and (page is None or unknown):
        raise Failure("say where to write it: -o FILE for a CSV of the rows not done, --html FILE for a page")
    _apart(journal, target, page)
    with BulkJournal.open(journal) as found:
        out = target is not None and not unknown and not found.plan.shape.readable
        left = sum(each.status == "unknown" for _, each in found.results()) if out else 0
        if target is None:
            count = sum(not each.ok for _, each in found.results())
        else:
            count = found.save_failures(target, unknown=unknown)
        if page is not None:
            with output.replacing(page, private=True) as stream:
                stream.write(journal_html(found).encode("utf-8", "replace"))
    if connection.as_json:
        output.emit_json({"rows": count, "left_unknown": left, "file": target, "html": page})
        return
    what = "whose outcome is unknown" if unknown else "not done"
    output.emit(f"{count} rows {what}: {' and '.join(filter(None, (target, page)))}")
    if left:
        output.emit(f"{left} rows whose outcome is unknown are not in it: --unknown writes those")


@click.command(cls=Command)
@click.argument("journal")
@_OUTPUT
@_WORKERS
@_PATIENCE
@progress_options
@connection_options
@click.pass_obj
def undo(connection: Connection, /, journal: str, target: str, workers: int, patience: float) -> None:
    """Plan the restoring of what the run of JOURNAL changed, but for what others changed since."""
    _apart(journal, target)
    with connection.client() as ir, ir.bulk.open_journal(journal) as found:
        with _progress(connection, "planned") as progress:
            rows = len(found.states)
            made = found.undo(workers=workers, patience=patience, progress=lambda done: progress.count(done, rows))
        with made:
            made.save(target)
            bulkshow.plan(connection, made, saved=target)


def _apart(*files: str | None) -> None:
    paths = [os.path.realpath(file) for file in files if file is not None]
    if len({*paths}) < len(paths):
        raise Failure(f"{paths[-1]} is named twice: what is read or written would be written over")


def _going(connection: Connection, journal: str, work: Callable[[Any], BulkResult]) -> BulkResult:
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


def _resume(connection: Connection, journal: str) -> str:
    words = ["soapclient", "bulk", "resume", journal]
    for name in (*profiles.KEYS, "profile"):
        if name in connection.given:
            words += [f"--{name.replace('_', '-')}", str(connection.given[name])]
    return shlex.join(words)


def _end(connection: Connection, made: BulkPlan, result: BulkResult) -> None:
    bulkshow.result(connection, made, result, _resume(connection, result.journal or ""))
    if result.error is not None:
        raise result.error
    if not result.ok:
        raise click.exceptions.Exit(ROWS_FAILED)


COMMANDS: Final = (plan, apply, run, resume, status, report, undo)
