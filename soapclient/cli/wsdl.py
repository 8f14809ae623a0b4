"""`wsdl diff`: one contract against another."""

from __future__ import annotations

from typing import Any

import attrs
import click

from soapclient import Change, compare, diff_html

from . import output
from .connection import CommandContext
from .counting import number
from .failure import Failure
from .folding import emit_folded
from .options import Command, server_options
from .ratings import counts, fail, fail_on_option


@click.command(cls=Command)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@fail_on_option("a difference")
@click.option("--all", "everything", is_flag=True, help="List new operations, too, not only their number.")
@click.option("--html", metavar="FILE", help="Also write the differences to FILE as an HTML page.")
@server_options
@click.pass_obj
def diff(
    connection: CommandContext, first: str, second: str, fail_on: str | None, everything: bool, html: str | None
) -> None:
    """Compare two contracts: what breaks when A becomes B.

    A is the contract that a program uses, B the one of the server. Each is bundled, bundled-2019, a path, a
    URL, or, with --server, remote or cached.

    \b
    Every difference has a rating:
      loses data   a call would silently do something else
      breaks       a call would fail
      harmless     nothing changes for existing programs
    """
    if html == output.STANDARD:
        raise Failure("standard output has the list of differences: name a file for --html")
    before, after = connection.load(first), connection.load(second)
    changes = compare(before, after)
    if html is not None:
        with output.replacing(html) as stream:
            stream.write(diff_html(before, after).encode("utf-8"))
    if connection.as_json:
        output.emit_json([_row(change) for change in changes])
    else:
        emit_folded(_lines(changes, everything))
    fail(fail_on, changes)


def _row(change: Change) -> dict[str, Any]:
    return attrs.asdict(change)


def _lines(changes: tuple[Change, ...], everything: bool) -> list[str]:
    new = [change for change in changes if change.kind == "added" and change.parameter is None]
    lines = [str(change) for change in changes if everything or change not in new]
    return [
        *lines,
        f"{number(len(changes), 'difference')}: {counts(changes)} ({number(len(new), 'new operation')})",
    ]
