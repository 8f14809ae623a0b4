"""The options of the commands of `bulk`."""

from __future__ import annotations

import re
from typing import Final

import click

from .options import connection_options, progress_options, together

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


def _no_stream(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if value == "-":
        raise click.BadParameter("a journal is a file, not standard output", context, parameter)
    return value


def _age(context: click.Context, parameter: click.Parameter, value: str) -> float | None:
    if value == "none":
        return None
    found = _AGE.fullmatch(value)
    if not found:
        raise click.BadParameter(f"{value!r} is no time such as 90m, 24h or 7d", context, parameter)
    return float(found[1]) * _UNITS[found[2]]


INPUT: Final = together(
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
TARGETS: Final = ("users", "documents", "folders", "uploads", "joiners", "leavers")
TARGET: Final = together(
    click.option("--target", "what", type=click.Choice(TARGETS), help="What the rows are.  [users]"),
    click.option(
        "--operation", metavar="NAME", help="Call this operation for each row; the columns are its parameters."
    ),
    click.option("--key", metavar="PARAMETER", help="Of --operation: no two rows may have the same."),
)
WORKERS: Final = click.option(
    "--workers", type=int, default=4, show_default=True, metavar="N", help="Rows worked on at once."
)
PATIENCE: Final = click.option(
    "--patience", type=float, default=120, show_default=True, metavar="SECONDS", help="For a server that is away."
)
_PACE: Final = together(
    click.option("--rate", type=float, metavar="N", help="Rows a second, at most."),
    click.option("--max-errors", default="100", callback=_number, metavar="N", help="Stop beyond so many.  [100]"),
    click.option("--repeat-unknown", is_flag=True, help="Call an idempotent operation again where no answer came."),
    click.option("--max-age", default="24h", callback=_age, metavar="TIME", help="Of the plan: 90m, 24h, 7d.  [24h]"),
)
LIMITS: Final = together(
    click.option(
        "--journal",
        required=True,
        callback=_no_stream,
        metavar="FILE",
        help="A new file: every intent and every outcome.",
    ),
    click.option("--max-changes", default="1000", callback=_none, metavar="N", help="Rows: 50, 10%, none.  [1000]"),
    click.option("--max-clears", default="100", callback=_none, metavar="N", help="Cleared fields: the same.  [100]"),
    click.option("--if-unchanged", is_flag=True, help="Leave rows alone whose values moved since the plan."),
    click.option("--verify", is_flag=True, help="Read each changed one back and compare."),
    click.option("--allow-destructive", is_flag=True, help="Call an operation that destroys data, or may."),
)
# What every run is given, begun or resumed.
GOING: Final = together(WORKERS, PATIENCE, _PACE, progress_options, connection_options)
READING: Final = (
    *("what", "operation", "key", "format", "encoding", "delimiter", "sheet"),
    *("mapped", "ignore", "clear_token", "blind"),
)
OUTPUT: Final = click.option(
    "-o", "--output", "target", required=True, metavar="FILE", help="Where it goes; - is standard output."
)
