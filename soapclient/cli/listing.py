"""Lists in columns: a header above the first row, and a word on standard error for an empty list."""

from __future__ import annotations

from collections.abc import Iterable

import click

from . import output
from .progress import say

no_header = click.option("--no-header", is_flag=True, help="Leave out the line with the names of the columns.")


def emit(header: str, rows: Iterable[str], empty: str, *, no_header: bool) -> None:
    """Print rows as they come.

    Args:
        header: the line with the names of the columns.
        rows: the rows.
        empty: what to say where there is no row.
        no_header: whether to leave the header out.
    """
    count = 0
    for count, row in enumerate(rows, 1):
        if count == 1 and not no_header:
            output.emit(header)
        output.emit(row)
    if not count:
        say(f"soapclient: {empty}")
