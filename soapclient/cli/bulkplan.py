"""`bulk plan` and `bulk run`: read rows, plan them, and carry them out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from soapclient import BulkPlan, RowFile, errors

from . import bulkshow, output
from .bulkfiles import apart, place
from .bulkinput import rows_of, save_skipped, skipped_text
from .bulkoptions import GOING, INPUT, LIMITS, OUTPUT, PATIENCE, READING, TARGET, WORKERS
from .bulkrun import end, end_plan, going, progress_bar
from .connection import CommandContext
from .failure import Failure
from .options import Command, connection_options, progress_options


class _Planned(NamedTuple):
    plan: BulkPlan
    rows: RowFile


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
    """Plan the changes in FILE without making any.

    FILE is a CSV, JSON Lines or XLSX file; - reads a CSV or JSON Lines from standard input. "bulk show" shows the plan,
    "bulk apply" carries it out. Exit status 5: rows cannot be done, or were skipped.
    """
    apart(file, target, given["skip_errors"])
    output.alone(connection.as_json, target)
    with _planned(connection, file, workers, patience, given) as made:
        planned = made.plan.summary["rows"]
        skipped = save_skipped(made.rows, given, planned)
        with place(target) as written:
            made.plan.save(written)
            first = [*skipped_text(connection, made.rows, given, planned, saved=True)]
            bulkshow.plan(connection, made.plan, first, saved=target, **skipped)
        end_plan(made.plan, len(made.rows.skipped))


@click.command(cls=Command)
@click.argument("file")
@click.option("--yes", is_flag=True, help="Carry the plan out; without it the plan is only shown, with exit status 2.")
@LIMITS
@TARGET
@INPUT
@GOING
@click.pass_obj
def run(connection: CommandContext, /, file: str, yes: bool, journal: str, **given: Any) -> None:
    """Plan the changes in FILE and make them, for scheduled jobs.

    FILE is read as by "bulk plan". Without --yes the plan is shown and nothing is changed.
    """
    reading = {name: given.pop(name) for name in READING}
    apart(file, journal, reading["skip_errors"])
    if yes and (reading["blind"] or reading["operation"]) and connection.settings.login is None:
        raise Failure("a login is needed: give --username, SOAPCLIENT_USERNAME or a --profile with one")
    with _planned(connection, file, given["workers"], given["patience"], reading) as made:
        planned = made.plan.summary["rows"]
        skipped = save_skipped(made.rows, reading, planned) if yes else {}
        if not yes or not connection.as_json:
            bulkshow.plan(connection, made.plan, [*skipped_text(connection, made.rows, reading, planned, saved=yes)])
        if not yes:
            raise Failure("nothing was changed: this is the plan; add --yes to carry it out")
        result = going(connection, journal, lambda say: made.plan.apply(journal, progress=say, **given))
        end(connection, made.plan, result, skipped)


@contextlib.contextmanager
def _planned(
    connection: CommandContext, file: str, workers: int, patience: float, given: dict[str, Any]
) -> Iterator[_Planned]:
    operation, key, name = given["operation"], given["key"], given["what"]
    if operation is not None and name is not None:
        raise Failure("--operation and --target exclude each other")
    if name == "uploads" and given["blind"]:
        raise Failure("--blind cannot be used with --target uploads: it would not know which documents exist")
    if operation is None and key is not None:
        raise Failure("--key is for --operation")
    blind: bool = given["blind"] or operation is not None
    with rows_of(connection, file, given) as rows, connection.client(login=not blind) as ir:
        source = f"{rows.name} ({rows.format}, {rows.encoding})"
        with _hinting(connection, rows, given["skip_errors"]), progress_bar(connection, "planned") as progress:
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
            yield _Planned(made, rows)


@contextlib.contextmanager
def _hinting(connection: CommandContext, rows: RowFile, skipped: str | None) -> Iterator[None]:
    """Name the option that goes on without rows that cannot be read, where it would."""
    try:
        yield
    except errors.BulkError as exc:
        if skipped is not None or not rows.skippable:
            raise
        hint = "--skip-errors FILE goes on without such rows and writes them to FILE"
        *others, last = exc.problems
        told = exc.problems if connection.as_json else (*others, f"{last}; {hint}")
        raise errors.BulkError(f"{exc}; {hint}", problems=told) from None
