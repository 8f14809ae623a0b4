"""`doctor`: whether everything between here and the server is as it should be."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from typing import Any, Final

import click

from soapclient import Finding, diagnose

from . import output
from .connection import CommandContext
from .failure import DONE, NO_ANSWER, NOT_IN_CONTRACT, REFUSED
from .options import Command, connection_options
from .terminal import joined

_STATUSES: Final = {"unreachable": NO_ANSWER, "refused": REFUSED, "contract": NOT_IN_CONTRACT, None: NO_ANSWER}
_OUTCOMES: Final = ("ok", "warning", "failure", "skipped")


@click.command(cls=Command)
@click.option(
    "--probe-null",
    is_flag=True,
    help="Try that null keeps: update the own user with nothing but nulls, compare, restore what they cleared.",
)
@click.option("--probe-document", metavar="PATH", help="Try it with this document too, restore what was cleared.")
@click.option("--probe-folder", metavar="PATH", help="Try it with this folder too, restore what was cleared.")
@click.option("--probe-preferences", is_flag=True, help="Try it with the own preferences too.")
@connection_options
@click.pass_obj
def doctor(
    connection: CommandContext,
    probe_null: bool,
    probe_document: str | None,
    probe_folder: str | None,
    probe_preferences: bool,
) -> None:
    """Check the way to the server, its contract, and the login; say what to do.

    Exit status: 0 no failure; otherwise that of the first failure: 3 the server cannot be reached or used, 1 it
    refused, 4 its contract cannot be had or null does not keep.

    What the probes of a document, a folder or preferences show is kept with the server's contract in the cache: where
    null keeps, later updates need not read first.
    """
    found: list[Finding] = []
    probing = bool(probe_null or probe_document or probe_folder or probe_preferences)
    with connection.client(login=probing, prepared=False) as ir, _no_sudden_end(probing):
        if connection.settings.username is not None:
            _ = connection.password  # asked for before the checks begin
        if probe_null and not connection.as_json:
            output.emit(
                "--probe-null writes nothing but nulls to the own user; Ctrl-C waits until what they clear is restored"
            )
        checks = diagnose(
            ir,
            probe_null=probe_null,
            probe_document=probe_document,
            probe_folder=probe_folder,
            probe_preferences=probe_preferences,
        )
        try:
            for finding in checks:
                found.append(finding)
                if not connection.as_json:
                    output.emit(joined(_lines(finding)))
        finally:
            status = next((_STATUSES[each.reason] for each in found if each.outcome == "failure"), DONE)
            if connection.as_json:
                output.emit_json({"status": status, "checks": [_row(each) for each in found]})
    if not connection.as_json:
        output.emit(", ".join(f"{sum(each.outcome == outcome for each in found)} {outcome}" for outcome in _OUTCOMES))
    if status:
        raise click.exceptions.Exit(status)


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.outcome:7}  {finding.check:8}  {finding.found}"
    if finding.advice:
        yield f"{'':19}-> {finding.advice}"


def _row(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in ("check", "outcome", "found", "advice", "reason")}


@contextlib.contextmanager
def _no_sudden_end(probing: bool) -> Iterator[None]:
    """Let SIGTERM be as Ctrl-C, which waits until a cleared field is restored."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler) if probing else None
    try:
        yield
    finally:
        if probing:
            signal.signal(signal.SIGTERM, before)
