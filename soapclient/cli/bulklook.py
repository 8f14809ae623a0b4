"""`bulk show`: the rows of a plan, filtered and in pages, as text, JSON or an HTML page."""

from __future__ import annotations

import itertools
import json
import re
import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

import click

from soapclient import BulkPlan, PlannedRow, plan_html

from . import output, plantext
from .bulkfiles import apart
from .connection import CommandContext
from .counting import number
from .failure import Failure
from .folding import emit_folded
from .options import Command, json_option

_PER_PAGE: Final = 50
_Chosen = Callable[[PlannedRow], bool]


@click.command(cls=Command)
@click.argument("plan")
@click.option("--errors", is_flag=True, help="Show the rows that cannot be done.")
@click.option("--clears", is_flag=True, help="Show the rows that clear a field.")
@click.option("--changes", is_flag=True, help="Show the rows that change fields and clear none.")
@click.option("--left", is_flag=True, help="Show the rows of an undo that are not restored.")
@click.option("--unchanged", is_flag=True, help="Show the rows that need nothing.")
@click.option(
    "--only",
    "--user",
    "only",
    multiple=True,
    metavar="KEY",
    help="Show the rows about this user, path or other key; * stands for any text; repeatable.",
)
@click.option("--page", type=click.IntRange(min=1), metavar="N", help="Show this page.  [default: 1]")
@click.option(
    "--per-page",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"Rows on a page.  [default: {_PER_PAGE} at a terminal, else all]",
)
@click.option("--html", "html", metavar="FILE", help="Write the whole plan to FILE as a page; - is standard output.")
@json_option
@click.pass_obj
def show(connection: CommandContext, /, plan: str, html: str | None, **given: Any) -> None:
    """Show the rows of a plan, errors and clears first.

    At a terminal they come in pages; the last line is the command for the next one.
    """
    output.alone(connection.as_json, html)
    kinds = [kind for kind, (option, _) in plantext.KINDS.items() if given[option[2:]]]
    if html is not None:
        if kinds or given["only"] or given["page"] or given["per_page"]:
            raise Failure("--html writes the whole plan: leave the filters and pages out; the page has a filter")
        apart(plan, html)
    with BulkPlan.load(plan) as made:
        if html is not None:
            _write(connection, made, html)
            return
        shown = kinds or [*plantext.KINDS]
        chosen = _chosen(shown, given["only"])
        found = Counter(row.kind for row in made if chosen(row))
        first, count = _page(connection, found.total(), given["page"], given["per_page"])
        if connection.as_json:
            rows = itertools.islice(filter(chosen, made), first, first + count)
            _json(made, rows, {"matched": found.total(), "offset": first, "shown": count, "kinds": dict(found)})
            return
        ordered = (row for kind in shown if kind in found for row in made if row.kind == kind and chosen(row))
        rows = itertools.islice(ordered, first, first + count)
        lines = _lines(plan, made, rows, found, bool(kinds or given["only"]))
        emit_folded(itertools.chain(lines, _where(plan, given, found, first, count)))


def _chosen(kinds: list[str], only: tuple[str, ...]) -> _Chosen:
    """Return what tells whether to show a row."""
    patterns = [re.compile(".*".join(map(re.escape, each.casefold().split("*"))), re.DOTALL) for each in only]

    def chosen(row: PlannedRow) -> bool:
        return row.kind in kinds and (
            not patterns or any(pattern.fullmatch(row.key.casefold()) for pattern in patterns)
        )

    return chosen


def _page(connection: CommandContext, rows: int, page: int | None, size: int | None) -> tuple[int, int]:
    """Return the first row to show, from 0, and how many."""
    if size is None:
        size = _PER_PAGE if page is not None or (sys.stdout.isatty() and not connection.as_json) else max(rows, 1)
    pages = max(1, -(-rows // size))
    if page is not None and page > pages:
        raise Failure(f"there is no page {page:,}: the last one is {pages:,}")
    first = ((page or 1) - 1) * size
    return first, min(size, rows - first)


def _lines(plan: str, made: BulkPlan, rows: Iterator[PlannedRow], found: Counter[Any], filtered: bool) -> Iterator[str]:
    yield f"{plan}: {number(found.total())}" + (f" of {made.summary['rows']:,}" if filtered else "")
    kind = ""
    for row in rows:
        if row.kind != kind:
            kind = row.kind
            yield ""
            yield f"{number(found[kind])} {plantext.does(kind, found[kind], made)}:"
        yield f"  {plantext.row(row, made)}"


def _where(plan: str, given: dict[str, Any], found: Counter[Any], first: int, count: int) -> Iterator[str]:
    """Say which part of the rows is shown, and the command that shows the next one."""
    rows = found.total()
    if count == rows:
        return
    yield ""
    yield f"rows {first + 1:,} to {first + count:,} of {rows:,}" + ("; the next ones:" if first + count < rows else "")
    if first + count < rows:
        words = ["soapclient", "bulk", "show", plan]
        words += [option for option, _ in plantext.KINDS.values() if given[option[2:]]]
        words += [word for each in given["only"] for word in ("--only", each)]
        words += ["--page", str((given["page"] or 1) + 1)]
        words += ["--per-page", str(given["per_page"])] if given["per_page"] else []
        yield f"  {shlex.join(words)}"


def _json(made: BulkPlan, rows: Iterator[PlannedRow], facts: dict[str, Any]) -> None:
    """Write the plan as one JSON object, its rows one a line as they are read."""
    head = json.dumps({**made.header, **facts}, indent=2).removesuffix("\n}")
    output.emit(_escaped(f'{head},\n  "rows": ['))
    before = ""
    for row in rows:
        if before:
            output.emit(f"{before},")
        facts = {"kind": row.kind, **json.loads(row.to_line())}
        before = _escaped(f"    {json.dumps(facts)}")
    output.emit(f"{before}\n  ]\n}}" if before else "  ]\n}")


def _escaped(text: str) -> str:
    return text.replace("\x7f", "\\u007f")


def _write(connection: CommandContext, made: BulkPlan, file: str) -> None:
    with output.replacing(file, private=True) as stream:
        stream.write(plan_html(made).encode("utf-8", "replace"))
    rows = made.summary["rows"]
    if connection.as_json:
        output.emit_json({"rows": rows, "html": file})
    else:
        output.emit_beside(f"{number(rows)}: {file}", file)
