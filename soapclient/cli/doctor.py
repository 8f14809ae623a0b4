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
from .counting import number
from .failure import DONE, NO_ANSWER, NOT_IN_CONTRACT, REFUSED
from .folding import emit_folded
from .options import Command, connection_options

_STATUSES: Final = {"unreachable": NO_ANSWER, "refused": REFUSED, "contract": NOT_IN_CONTRACT, None: NO_ANSWER}
_OUTCOMES: Final = ("ok", "warning", "failure", "skipped")
_COUNTABLE: Final = ("warning", "failure")
_HANG: Final = 19  # where the text of a line begins


@click.command(cls=Command)
@click.option(
    "--probe-null",
    is_flag=True,
    help="Test on your own user whether null keeps values; restore what it clears.",
)
@click.option("--probe-document", metavar="PATH", help="Test it on this document, too.")
@click.option("--probe-folder", metavar="PATH", help="Test it on this folder, too.")
@click.option("--probe-preferences", is_flag=True, help="Test it on your own preferences, too.")
@connection_options
@click.pass_obj
def doctor(
    connection: CommandContext,
    probe_null: bool,
    probe_document: str | None,
    probe_folder: str | None,
    probe_preferences: bool,
) -> None:
    """Check connection, contract and login, and say what to do.

    Exit status: 0 no failure; otherwise that of the first failure: 3 no usable answer from the server, 1 the service
    refused, 4 the contract could not be fetched, or null does not keep.

    The result of a probe is kept in the cache beside the server's contract. Where null keeps a value, later updates
    need not read it first.
    """
    examine(
        connection,
        probe_null=probe_null,
        probe_document=probe_document,
        probe_folder=probe_folder,
        probe_preferences=probe_preferences,
    )


def examine(connection: CommandContext, **probes: Any) -> None:
    """Run the checks, print what they find, and end the command with the status of the first failure.

    Args:
        connection: the connection.
        probes: as for `diagnose`.
    """
    found: list[Finding] = []
    probing = any(probes.values())
    with connection.client(login=probing, prepared=False) as ir, _no_sudden_end(probing):
        if connection.settings.needs_password:
            _ = connection.password  # asked for before the checks begin
        if probes.get("probe_null") and not connection.as_json:
            output.emit("--probe-null sends nulls to your own user; Ctrl-C waits until cleared fields are restored")
        checks = diagnose(ir, **probes)
        try:
            for finding in checks:
                found.append(finding)
                if not connection.as_json:
                    emit_folded(_lines(finding), hang=_HANG)
        finally:
            status = next((_STATUSES[each.reason] for each in found if each.outcome == "failure"), DONE)
            if connection.as_json:
                output.emit_json({"status": status, "checks": [_row(each) for each in found]})
    if not connection.as_json:
        numbers = {outcome: sum(each.outcome == outcome for each in found) for outcome in _OUTCOMES}
        words = (number(numbers[each], each) if each in _COUNTABLE else f"{numbers[each]} {each}" for each in _OUTCOMES)
        output.emit(", ".join(words))
    if status:
        raise click.exceptions.Exit(status)


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.outcome:7}  {finding.check:8}  {finding.found}"
    if finding.advice:
        yield f"{'':{_HANG}}-> {finding.advice}"


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
