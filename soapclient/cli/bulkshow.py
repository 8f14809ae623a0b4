"""How plans, runs and journals of `bulk` are shown."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from soapclient import BulkJournal, BulkPlan, BulkResult, PlannedRow, RowFile, RowResult

from . import output, uploadshow
from .connection import CommandContext
from .failure import one_line
from .progress import say
from .terminal import joined

_SHOWN: Final = 20


def plan(connection: CommandContext, made: BulkPlan, *, saved: str | None = None) -> None:
    """Show a plan: counts first, then the first rows that change or cannot be done."""
    if connection.as_json:
        output.emit_json({**made.header, "danger": _danger(made), "file": saved})
        return
    output.emit_beside(joined(_plan(made, saved)), saved)


def _plan(made: BulkPlan, saved: str | None) -> Iterator[str]:
    counts = made.summary
    calls = ", ".join(f"{name} {count}" for name, count in counts["operations"].items()) or "none"
    yield f"rows            {counts['rows']}"
    does = "to make  " if made.shape.operation else "to change"
    fields = f"{counts['fields']} fields, {counts['clears']} of them cleared"
    yield f"{does}       {counts['change']} {made.shape.name}: {fields}"
    if made.shape.name == uploadshow.NAME:
        yield uploadshow.counts(made)
    if counts.get("resent"):  # plans that were made before do not count them
        why = "read just before: a change that others make meanwhile may be undone"
        yield f"sent again      {counts['resent']} fields, {why}"
    yield f"nothing to do   {counts['same']}"
    yield f"cannot be done  {counts['errors']}"
    if counts["left"]:
        yield f"left            {counts['left']} fields, which are not restored"
    yield f"calls           {calls}"
    if made.blind:
        yield "made without reading: the values before are not known, and it cannot be taken back"
    danger = _danger(made)
    if danger:
        yield f"{danger}: --allow-destructive says that it is meant"
    where = saved if saved != output.STANDARD else "standard output"
    rows = (row for row in made if row.moves or row.left)
    for row in itertools.islice(rows, _SHOWN):
        yield _row(row, made)
    if next(rows, None) is not None:
        yield f"... and more rows{f', all of them in {where}' if saved else ''}"
    yield f"the plan is in {where}; nothing was changed" if saved else "nothing was changed yet"


def _danger(made: BulkPlan) -> str | None:
    return (made.target.danger if made.target else "") or None


def _row(row: PlannedRow, made: BulkPlan) -> str:
    start = f"{_place(row, made)}: "
    if row.error:
        return f"{start}cannot be done: {one_line(row.error)}"
    said = uploadshow.said(row) if made.shape.name == uploadshow.NAME else []
    for field, move in row.moves.items():
        if field in uploadshow.FIELDS and said:
            continue
        after = "cleared" if move.clears else _shown(move.after)
        said.append(f"{field} {_shown(move.before)} -> {after}" if move.before is not None else f"{field} -> {after}")
    said += [f"{field} is already so" for field in row.same]
    said += [f"{field} kept" for field in row.keep]
    said += [f"{field} left: {reason}" for field, reason in row.left.items()]
    if row.resent:
        said.append(f"sent again: {', '.join(row.resent)}")
    return start + "; ".join(said)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return one_line(text if len(text) <= 60 else f"{text[:57]}...")


def remarks(rows: RowFile) -> None:
    """Warn on standard error of what may be wrong with a file."""
    for each in rows.remarks:
        say(f"soapclient: warning: {one_line(each)}")


def result(connection: CommandContext, made: BulkPlan, done: BulkResult, resume: str) -> None:
    """Show what a run did: counts, the first rows that are not done, and how to go on."""
    failures = [each for each in done.results if not each.ok]
    unknown = 0 if made.shape.readable else done.counts.get("unknown", 0)
    again = any(each.status == "unsent" or (each.status == "unknown" and not unknown) for each in failures)
    if connection.as_json:
        facts = {"counts": done.counts, "ok": done.ok, "stopped": done.stopped or None, "journal": done.journal}
        output.emit_json(
            {**facts, "resume": resume if again else None, "failures": [_facts(each) for each in failures]}
        )
        return
    lines = [f"{name:8}  {count}" for name, count in done.counts.items()] or ["no rows"]
    lines += [f"{_place(each, made)}: {_failure(each)}" for each in failures[:_SHOWN]]
    if len(failures) > _SHOWN:
        lines.append(f"... and {len(failures) - _SHOWN} more: soapclient bulk report writes them all")
    if done.stopped:
        lines.append(f"stopped: {one_line(done.stopped)}")
    if unknown:
        lines.append(f"{unknown} calls may have been made or not: soapclient bulk report --unknown lists them")
        if made.target is not None and not made.target.unrepeatable:
            lines.append(f"make them again, if that is meant, with: {resume} --repeat-unknown")
    if again:
        lines.append(f"go on with: {resume}")
    output.emit(joined(lines))


def status(connection: CommandContext, journal: BulkJournal) -> bool:
    """Show how far a run is, and return whether every row is as planned."""
    counts = Counter(each.status for _, each in journal.results())
    ended = journal.stopped is not None
    running = not ended and journal.in_use
    if connection.as_json:
        facts: dict[str, Any] = {"server": journal.plan.header["server"], "planned": journal.plan.header["created"]}
        facts |= {"counts": dict(sorted(counts.items())), "ended": ended, "running": running}
        output.emit_json({**facts, "stopped": journal.stopped})
    else:
        lines = [f"server    {journal.plan.header['server']}", f"planned   {journal.plan.header['created']}"]
        lines += [f"{name:8}  {count}" for name, count in sorted(counts.items())]
        left = "no: the run is under way" if running else "no: the run was killed; resume goes on with it"
        how = left if journal.stopped is None else one_line(journal.stopped) or "to its end"
        output.emit(joined([*lines, f"ended     {how}"]))
    return all(name in ("done", "same") for name in counts)


def _place(row: PlannedRow | RowResult, made: BulkPlan) -> str:
    return f"line {row.line}" + (f", {one_line(row.key)}" if made.shape.key else "")


def _failure(each: RowResult) -> str:
    why = f": {one_line(str(each.error))}" if each.error else ""
    return f"{each.status}{why}"


def _facts(each: RowResult) -> dict[str, Any]:
    return {
        "row": each.number,
        "line": each.line,
        "key": each.key,
        "status": each.status,
        "error": None if each.error is None else {"type": type(each.error).__name__, "message": str(each.error)},
    }
