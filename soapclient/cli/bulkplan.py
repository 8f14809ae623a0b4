"""`bulk plan` and `bulk run`: read rows, plan them, and carry them out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from soapclient import BulkPlan, RowFile

from . import bulkshow, output
from .bulkfiles import apart, place
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
    """Plan the changes that the rows of FILE ask for; nothing is changed.

    FILE is a CSV, JSON Lines or XLSX file. The plan goes to a file that "bulk show" shows and "bulk apply" carries out.
    Exit status 5 means that rows cannot be done.
    """
    apart(file, target)
    output.alone(connection.as_json, target)
    with _planned(connection, file, workers, patience, given) as made:
        with place(target) as written:
            made.plan.save(written)
            bulkshow.plan(connection, made.plan, saved=target)
        end_plan(made.plan)


@click.command(cls=Command)
@click.argument("file")
@click.option("--yes", is_flag=True, help="Carry the plan out; without it the plan is only shown, with exit status 2.")
@LIMITS
@TARGET
@INPUT
@GOING
@click.pass_obj
def run(connection: CommandContext, /, file: str, yes: bool, journal: str, **given: Any) -> None:
    """Plan the changes that the rows of FILE ask for and carry them out; for scheduled jobs."""
    reading = {name: given.pop(name) for name in READING}
    if yes and (reading["blind"] or reading["operation"]) and connection.settings.username is None:
        raise Failure("a login is needed: give --username, SOAPCLIENT_USERNAME or a --profile with one")
    with _planned(connection, file, given["workers"], given["patience"], reading) as made:
        if not yes or not connection.as_json:
            bulkshow.plan(connection, made.plan)
        if not yes:
            raise Failure("nothing was changed: this is the plan; add --yes to carry it out")
        result = going(connection, journal, lambda say: made.plan.apply(journal, progress=say, **given))
        end(connection, made.plan, result)


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
    rows = _rows(file, given)
    blind: bool = given["blind"] or operation is not None
    source = f"{file} ({rows.format}, {rows.encoding})"
    with connection.client(login=not blind) as ir:
        with progress_bar(connection, "planned") as progress:
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


def _rows(file: str, given: dict[str, Any]) -> RowFile:
    return RowFile(
        file,
        format=given["format"],
        encoding=given["encoding"],
        delimiter=given["delimiter"],
        sheet=given["sheet"],
        columns=_mapped(given["mapped"]),
        ignore=given["ignore"],
        clear=given["clear_token"],
    )


def _mapped(words: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        column, equals, field = word.rpartition("=")
        if not equals or not column or not field:
            raise Failure(f"--map is COLUMN=FIELD, not {word!r}")
        if found.setdefault(column, field) != field:
            raise Failure(f"--map {word}: the column is mapped to {found[column]} already")
    return found
