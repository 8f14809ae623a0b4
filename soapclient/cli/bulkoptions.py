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
        raise click.BadParameter(f"{value!r} is not a number", context, parameter)
    return int(value)


def _no_stream(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if value == "-":
        raise click.BadParameter("a journal is a file; it cannot be standard output", context, parameter)
    return value


def _age(context: click.Context, parameter: click.Parameter, value: str) -> float | None:
    if value == "none":
        return None
    found = _AGE.fullmatch(value)
    if not found:
        raise click.BadParameter(f"{value!r} is not a time; write 90m, 24h or 7d", context, parameter)
    return float(found[1]) * _UNITS[found[2]]


_CLEAR: Final = "Cell text that clears a field."
_SKIP: Final = "Write rows that cannot be read to FILE, a new file, and go on."
_PATIENT: Final = "How long to retry an unreachable server."
_FAILED: Final = "Stop after more than N failed rows: a number or none.  [default: 100]"
_REPEAT: Final = "With --operation: repeat calls that got no answer; for idempotent operations."
_OLD: Final = "Refuse a plan that is older: 90m, 24h, 7d or none.  [default: 24h]"
_CHANGES: Final = "Refuse a plan that changes more than N rows: 50, 10% or none.  [default: 1000]"
_CLEARS: Final = "Refuse a plan that clears more than N fields: 50, 10% or none.  [default: 100]"
INPUT: Final = together(
    click.option(
        "--format", type=click.Choice(["csv", "jsonl", "xlsx"]), help="Format of FILE.  [default: by its name]"
    ),
    click.option("--encoding", metavar="NAME", help="Encoding of FILE.  [default: found out]"),
    click.option("--delimiter", metavar="CHAR", help="Character between cells.  [default: found out]"),
    click.option("--sheet", metavar="NAME", help="Sheet of a workbook.  [default: the only visible one]"),
    click.option("--map", "mapped", multiple=True, metavar="COLUMN=FIELD", help="Map a column to a field; repeatable."),
    click.option("--ignore", multiple=True, metavar="COLUMN", help="Leave a column out; repeatable."),
    click.option("--clear-token", default="!clear", show_default=True, metavar="TEXT", help=_CLEAR),
    click.option("--skip-errors", metavar="FILE", help=_SKIP),
    click.option("--blind", is_flag=True, help="Plan without reading the server; the run cannot be undone."),
)
TARGETS: Final = ("users", "documents", "folders", "uploads", "joiners", "leavers")
TARGET: Final = together(
    click.option("--target", "what", type=click.Choice(TARGETS), help="What the rows change.  [default: users]"),
    click.option("--operation", metavar="NAME", help="Call this operation for each row; columns are its parameters."),
    click.option("--key", metavar="PARAMETER", help="With --operation: the parameter that tells rows apart."),
)
WORKERS: Final = click.option(
    "--workers", type=int, default=4, show_default=True, metavar="N", help="Rows worked on at the same time."
)
PATIENCE: Final = click.option(
    "--patience",
    type=float,
    default=120,
    show_default=True,
    metavar="SECONDS",
    help=_PATIENT,
)
_PACE: Final = together(
    click.option("--rate", type=float, metavar="N", help="Send at most N rows a second."),
    click.option(
        "--max-errors",
        default="100",
        callback=_number,
        metavar="N",
        help=_FAILED,
    ),
    click.option(
        "--repeat-unknown",
        is_flag=True,
        help=_REPEAT,
    ),
    click.option(
        "--max-age",
        default="24h",
        callback=_age,
        metavar="TIME",
        help=_OLD,
    ),
)
LIMITS: Final = together(
    click.option(
        "--journal",
        required=True,
        callback=_no_stream,
        metavar="FILE",
        help="Record every intent and outcome in FILE, a new file.",
    ),
    click.option(
        "--max-changes",
        default="1000",
        callback=_none,
        metavar="N",
        help=_CHANGES,
    ),
    click.option(
        "--max-clears",
        default="100",
        callback=_none,
        metavar="N",
        help=_CLEARS,
    ),
    click.option("--if-unchanged", is_flag=True, help="Skip rows whose values changed since the plan."),
    click.option("--verify", is_flag=True, help="Read each changed row back and compare."),
    click.option("--allow-destructive", is_flag=True, help="Allow an operation that destroys data, or may."),
)
# What every run is given, begun or resumed.
GOING: Final = together(WORKERS, PATIENCE, _PACE, progress_options, connection_options)
READING: Final = (
    *("what", "operation", "key", "format", "encoding", "delimiter", "sheet"),
    *("mapped", "ignore", "clear_token", "skip_errors", "blind"),
)
OUTPUT: Final = click.option(
    "-o", "--output", "target", required=True, metavar="FILE", help="Write the plan to FILE; - is standard output."
)
