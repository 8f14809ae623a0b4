"""Plans of `bulk` in words: the dangerous first, rows grouped, and the command that shows the rest."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, Final

from soapclient import BulkPlan, PlannedRow, PlanOverview

from . import output, uploadshow
from .counting import number
from .failure import one_line

_ROWS: Final = 10  # shown of each kind
_LINES: Final = 5  # named of each reason
_FIELDS: Final = 20
_LONGEST: Final = 60
# The kinds of rows, the dangerous first: the option of `bulk show`, and what the rows of the kind do.
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "error": ("--errors", "cannot be done"),
    "left": ("--left", "{are} not restored"),
    "clear": ("--clears", "clear{s} a field"),
    "change": ("--changes", "change{s}"),
    "same": ("--unchanged", "need{s} nothing"),
}


def does(kind: str, count: int, made: BulkPlan) -> str:
    """Say what the rows of a kind do."""
    if made.shape.operation and kind == "change":
        return "makes a call" if count == 1 else "make calls"
    return KINDS[kind][1].format(are="is" if count == 1 else "are", s="s" if count == 1 else "")


def danger(made: BulkPlan) -> str | None:
    """Return why the plan needs `--allow-destructive`; None where it does not."""
    return (made.target.danger if made.target else "") or None


def summary(made: BulkPlan, file: str | None) -> Iterator[str]:
    """Sum up a plan in lines.

    Args:
        made: the plan.
        file: where it is kept; None or `-` where no command can show it again.
    """
    found = made.overview(_ROWS)
    show = f"soapclient bulk show {shlex.quote(file)}" if file not in (None, output.STANDARD) else ""
    yield counted(made, found.kinds)
    if "error" in found.kinds:
        yield ""
        yield f"{number(found.kinds['error'])} cannot be done:"
        yield from _reasons(found, made)
        if show:
            yield from _all(f"{show} --errors", "All of them:")
    for kind in ("left", "clear", "change"):
        if kind in found.kinds:
            yield ""
            yield f"{number(found.kinds[kind])} {does(kind, found.kinds[kind], made)}:"
            yield from (f"  {row(each, made, changes_only=True)}" for each in found.examples[kind])
            more = found.kinds[kind] - len(found.examples[kind])
            if more:
                yield from _all(show and f"{show} {KINDS[kind][0]}", f"... and {more:,} more:")
    yield from _fields(found)
    yield ""
    yield from _facts(made)


def counted(made: BulkPlan, kinds: Mapping[Any, int]) -> str:
    """Count the rows of a plan by kind, in one line."""
    told = [f"{kinds[kind]:,} {does(kind, kinds[kind], made)}" for kind in KINDS if kind in kinds]
    rows = number(made.summary["rows"])
    return f"{rows}: {', '.join(told)}" if told else rows


def _all(command: str, why: str) -> Iterator[str]:
    yield f"  {why}" if command else f"  {why.rstrip(':')}"
    if command:
        yield f"    {command}"


def _reasons(found: PlanOverview, made: BulkPlan) -> Iterator[str]:
    for reason in found.reasons[:_ROWS]:
        named = reason.examples[:_LINES]
        places = [_short(each, made) for each in named]
        more = f" and {reason.rows - len(named):,} more" if reason.rows > len(named) else ""
        yield f"  {number(reason.rows)}: {one_line(reason.text)}: {', '.join(places)}{more}"
    if len(found.reasons) > _ROWS:
        rest = sum(each.rows for each in found.reasons[_ROWS:])
        yield f"  {number(rest)} for {len(found.reasons) - _ROWS:,} other reasons"


def _fields(found: PlanOverview) -> Iterator[str]:
    if not found.fields:
        return
    yield ""
    yield "Fields:"
    for each in found.fields[:_FIELDS]:
        told = f"set {each.set:,}, cleared {each.cleared:,}, unchanged {each.unchanged:,}"
        told += f", kept {each.kept:,}" if each.kept else ""
        told += f", not restored {each.left:,}" if each.left else ""
        yield f"  {one_line(each.name)}: {told}"
    if len(found.fields) > _FIELDS:
        yield f"  ... and {len(found.fields) - _FIELDS:,} more fields"


def _facts(made: BulkPlan) -> Iterator[str]:
    counts = made.summary
    if made.shape.name == uploadshow.NAME:
        yield uploadshow.counts(made)
    if counts.get("resent"):  # older plans do not count them
        yield (
            f"Sent again: {number(counts['resent'], 'field')}, each read just before; a change that somebody else "
            "makes in between may be lost"
        )
    calls = ", ".join(f"{name} {count:,}" for name, count in counts["operations"].items()) or "none"
    yield f"Calls: {calls}"
    if made.blind:
        yield "Made without reading the server: the values before are not known, and the run cannot be undone"
    if danger(made):
        yield f"{danger(made)}: --allow-destructive confirms it"


def row(each: PlannedRow, made: BulkPlan, *, changes_only: bool = False) -> str:
    """Show a row in one line.

    Args:
        each: the row.
        made: its plan.
        changes_only: leave out what stays as it is.
    """
    start = f"{place(each, made)}: "
    if each.error:
        return start + one_line(each.error)
    said = uploadshow.said(each) if made.shape.name == uploadshow.NAME else []
    for field, move in each.moves.items():
        if field in uploadshow.FIELDS and said:
            continue
        after = "cleared" if move.clears else _shown(move.after)
        said.append(f"{field} {_shown(move.before)} -> {after}" if move.before is not None else f"{field} -> {after}")
    said += [f"{field} not restored: {reason}" for field, reason in each.left.items()]
    if not changes_only:
        told = (("already so", each.same), ("kept", each.keep), ("sent again", each.resent))
        said += [f"{what}: {', '.join(names)}" for what, names in told if names]
    return start + ("; ".join(said) or "nothing to do")


def place(each: Any, made: BulkPlan) -> str:
    """Say which row it is: its line, and its key where it has one."""
    return f"line {each.line}" + (f", {one_line(each.key)}" if made.shape.key else "")


def _short(each: PlannedRow, made: BulkPlan) -> str:
    key = one_line(each.key)
    key = key if len(key) <= _LONGEST else f"{key[: _LONGEST - 3]}..."
    return f"line {each.line}" + (f" ({key})" if made.shape.key else "")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return one_line(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}...")
