"""Run a plan from the command line: progress, Ctrl-C, the command to go on with, the exit status."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from soapclient import BulkPlan, BulkResult

from . import bulkshow
from .connection import CommandContext
from .failure import INTERRUPTED, ROWS_FAILED, Failure
from .progress import ProgressBar

_NONE: Final[Mapping[str, Any]] = {}


def progress_bar(connection: CommandContext, what: str) -> ProgressBar:
    """Make the progress bar of a command, shown unless JSON or quiet is asked for."""
    shown = not connection.as_json and not connection.given.get("quiet")
    return ProgressBar(what, shown=shown, ready=lambda: connection.password_known)


def going(connection: CommandContext, journal: str, work: Callable[[Any], BulkResult]) -> BulkResult:
    """Do the work with its progress shown; Ctrl-C lets the calls in flight end."""
    try:
        with progress_bar(connection, "done") as progress:
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
    return shlex.join(["soapclient", "bulk", "resume", journal, *connection.words])


def end(connection: CommandContext, made: BulkPlan, result: BulkResult, skipped: Mapping[str, Any] = _NONE) -> None:
    """Show what a run did, and end the command with its exit status.

    Args:
        connection: whether to print JSON.
        made: the plan.
        result: what the run did.
        skipped: what JSON says about the rows of the input that are not in the plan.

    Raises:
        SoapClientError: what stopped the run.
        Exit: rows are not done.
    """
    bulkshow.result(connection, made, result, _resume(connection, result.journal or ""), skipped)
    if result.error is not None:
        raise result.error
    if not result.ok or skipped.get("skipped"):
        raise click.exceptions.Exit(ROWS_FAILED)


def end_plan(made: BulkPlan, skipped: int = 0) -> None:
    """End a command that planned with its exit status.

    Args:
        made: the plan.
        skipped: rows of the input that are not in it.

    Raises:
        Exit: rows cannot be done.
    """
    if made.summary["errors"] or skipped:
        raise click.exceptions.Exit(ROWS_FAILED)
