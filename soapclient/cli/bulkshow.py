"""How plans, runs and journals of `bulk` are shown."""

from __future__ import annotations

import itertools
import os
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from soapclient import BulkJournal, BulkPlan, BulkResult, RowFile, RowResult

from . import output, plantext
from .connection import CommandContext
from .counting import number
from .failure import one_line
from .folding import emit_folded
from .progress import say

_SHOWN: Final = 20


def plan(
    connection: CommandContext, made: BulkPlan, first: Iterable[str] = (), *, saved: str | None = None, **facts: Any
) -> None:
    """Show a plan: errors, clears and changes with counts, and the first rows of each.

    Args:
        connection: whether to print JSON.
        made: the plan.
        first: what to say before it.
        saved: the file it is in.
        facts: what JSON has beside it.
    """
    if connection.as_json:
        output.emit_json({**made.header, "danger": plantext.danger(made), "file": saved, **facts})
        return
    lines = [*first, *plantext.summary(made, saved)]
    if saved == output.STANDARD:
        lines.append("Nothing was changed; the plan is in standard output")
    elif saved is not None:
        lines.append(f"Nothing was changed; the plan is in {saved}. To carry it out:")
        words = ["soapclient", "bulk", "apply", saved, "--journal", _free_journal(), *connection.words]
        lines.append(f"  {shlex.join(words)}")
    else:
        lines.append("Nothing was changed yet")
    emit_folded(lines, saved)


def _free_journal() -> str:
    """Name a journal that does not exist yet, because `bulk apply` refuses one that does."""
    names = itertools.chain(["run.journal"], (f"run-{count}.journal" for count in itertools.count(2)))
    return next(name for name in names if not os.path.lexists(name))


def remarks(rows: RowFile) -> None:
    """Warn on standard error of what may be wrong with a file."""
    for each in rows.remarks:
        say(f"soapclient: warning: {one_line(each)}")


def result(
    connection: CommandContext, made: BulkPlan, done: BulkResult, resume: str, skipped: Mapping[str, Any]
) -> None:
    """Show what a run did: counts, the first rows that are not done, and how to go on.

    Args:
        connection: whether to print JSON.
        made: its plan.
        done: what it did.
        resume: the command to go on.
        skipped: what JSON says about the rows of the input that are not in the plan.
    """
    failures = [each for each in done.results if not each.ok]
    unknown = 0 if made.shape.readable else done.counts.get("unknown", 0)
    again = any(each.status == "unsent" or (each.status == "unknown" and not unknown) for each in failures)
    if connection.as_json:
        facts = {"counts": done.counts, "ok": done.ok, "stopped": done.stopped or None, "journal": done.journal}
        output.emit_json(
            {**facts, "resume": resume if again else None, "failures": [_facts(each) for each in failures], **skipped}
        )
        return
    lines = [f"{name:8}  {count:,}" for name, count in done.counts.items()] or ["no rows"]
    if skipped.get("skipped"):
        lines.append(f"skipped   {skipped['skipped']:,}, in {skipped['skipped_file']}")
    lines += [f"{plantext.place(each, made)}: {_failure(each)}" for each in failures[:_SHOWN]]
    if len(failures) > _SHOWN:
        lines.append(f"... and {len(failures) - _SHOWN:,} more; write them all to a file:")
        lines.append(f"  soapclient bulk report {shlex.quote(done.journal or '')} -o failures.csv")
    if done.stopped:
        lines.append(f"stopped: {one_line(done.stopped)}")
    if unknown:
        lines.append(f"{number(unknown, 'call')} may have been made or not; write them to a file:")
        lines.append(f"  soapclient bulk report {shlex.quote(done.journal or '')} --unknown -o unknown.csv")
        if made.target is not None and not made.target.unrepeatable:
            lines.append("make them again, if that is what you want:")
            lines.append(f"  {resume} --repeat-unknown")
    if again:
        lines.append(f"go on with: {resume}")
    emit_folded(lines)


def status(connection: CommandContext, journal: BulkJournal) -> bool:
    """Show how far a run is, and return whether every row is as planned."""
    counts = Counter(each.status for _, each in journal.results())
    timing = journal.timing()
    header = journal.plan.header
    if connection.as_json:
        facts: dict[str, Any] = {"server": header["server"], "planned": header["created"]}
        facts |= {"counts": dict(sorted(counts.items())), "ended": timing.ended is not None, "running": timing.running}
        facts |= {"stopped": journal.stopped, "rows": counts.total(), "left": timing.left, "started": timing.started}
        facts |= {"ended_at": timing.ended, "last_event": timing.last_event, "sessions": timing.sessions}
        facts |= {"seconds": timing.seconds, "rows_per_second": timing.rate}
        facts |= {"seconds_left": timing.remaining, "estimated_end": timing.estimated_end}
        output.emit_json(facts)
        return _as_planned(counts)
    told = [("server", header["server"]), ("planned", _time(header["created"])), ("rows", f"{counts.total():,}")]
    told += [(name, f"{count:,}") for name, count in sorted(counts.items())]
    again = f", resumed {_times(timing.sessions - 1)}" if timing.sessions > 1 else ""
    told.append(("started", f"{_time(timing.started)}{again}"))
    told.append(("duration", duration(timing.seconds)))
    if timing.rate is not None:
        told.append(("rate", f"{timing.rate:,.1f} rows a second"))
    if timing.left:
        told.append(("left", f"{timing.left:,}"))
    if timing.running:
        told.append(("ended", "no: the run is under way"))
        if timing.remaining is not None and timing.estimated_end is not None:
            told.append(("expected", f"{_time(timing.estimated_end)}, in {duration(timing.remaining)}"))
    elif timing.ended is None:
        told.append(("ended", f"no: the run was killed; its last entry is of {_time(timing.last_event)}"))
    else:
        how = one_line(journal.stopped or "") or "at the end of the plan"
        told.append(("ended", f"{_time(timing.ended)}, {how}"))
    lines = [f"{name:8}  {text}" for name, text in told]
    if timing.left and not timing.running:
        lines.append(f"go on with: soapclient bulk resume {shlex.quote(str(journal.path))}")
    emit_folded(lines)
    return _as_planned(counts)


def _as_planned(counts: Counter[Any]) -> bool:
    return all(name in ("done", "same") for name in counts)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def duration(seconds: float) -> str:
    """Write a duration: `3.2 s`, `5 min 3 s`, `2 h 5 min`."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours:,} h {minutes} min" if hours else f"{minutes} min {whole % 60} s"


def _time(text: str) -> str:
    return f"{text[:19].replace('T', ' ')} UTC" if text.endswith("+00:00") else text


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
