"""Write the journal of a bulk run as an HTML page, for the morning after: rows done, rows not done, and why."""

from __future__ import annotations

import datetime as dt
import shlex
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Final

from ...bulk.journal import JournalFile
from ...bulk.result import GOOD, RowResult
from ...bulk.timing import timing
from ...wire.redact import hide_source
from .cards import card_table, fact_list, shown_time
from .page import page, section, tag

_MOST: Final = 1000
_REASONS: Final = 20
_MEANINGS: Final = {
    "done": ("good", "as planned"),
    "same": ("good", "nothing to change"),
    "failed": ("bad", "it cannot be done, or the service refused"),
    "differs": ("bad", "done, and read back otherwise"),
    "unknown": ("bad", "no answer came: resume reads it"),
    "moved": ("warn", "others changed the value since the plan; left alone"),
    "unsent": ("warn", "not begun, or not reached: resume does it"),
}
_OPTIONS: Final = {
    "if_unchanged": "rows whose values moved since the plan are left alone",
    "verify": "changed rows are read back",
}


def journal_html(journal: JournalFile) -> str:
    """Write the journal of a bulk run as one HTML page that needs nothing else.

    Args:
        journal: the journal; it may be that of a run that goes on.

    Returns:
        The page: counts, times, and the rows that are not done with their reasons. Values of fields are not in it.
    """
    counts: Counter[str] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    failures: list[tuple[RowResult, str]] = []
    for row, result in journal.results():
        counts[result.status] += 1
        if result.status in GOOD:
            continue
        reasons[result.status, _reason(result)] += 1
        if len(failures) < _MOST:
            failures.append((result, ", ".join(row.moves)))
    wrong = sum(reasons.values())
    sections = [section("/rows", "Rows", _counts(journal, counts)), section("/planned", "Planned", _planned(journal))]
    if wrong:
        sections.insert(1, section("/reasons", "Reasons", _reasons(reasons)))
        sections.append(section("/not-done", f"Not done ({wrong:,})", _failures(journal, failures, wrong)))
    return page("Bulk run", _intro(journal, counts, wrong), "", "".join(sections), script=False)


def _intro(journal: JournalFile, counts: Counter[str], wrong: int) -> str:
    rows = counts.total()
    if wrong:
        verdict = tag(f"{wrong:,} of {rows:,} rows are not done", "bad")
    else:
        verdict = tag(f"all {rows:,} rows are as planned", "good")
    again = counts["unsent"] + (counts["unknown"] if journal.plan.shape.readable else 0)
    path = str(journal.path)
    name = escape(shlex.quote(path))
    facts = [
        ("Server", escape(hide_source(str(journal.plan.header["server"])))),
        ("Journal", escape(path)),
        *_times(journal),
    ]
    if journal.stopped is None:
        facts.append(("Ended", "no: the run is under way" if journal.in_use else "no: the run was killed"))
    else:
        facts.append(("Ended", escape(journal.stopped or "at the end of the plan")))
    todo = []
    if again:
        todo.append(f"<code>soapclient bulk resume {name}</code> goes on with the run.")
    if wrong > again:
        todo.append(f"<code>soapclient bulk report {name} -o failures.csv</code> writes the rows to be mended.")
    return f"<p>{verdict}</p>{fact_list(facts)}{''.join(f'<p>{each}</p>' for each in todo)}"


def _times(journal: JournalFile) -> Iterator[tuple[str, str]]:
    found = timing(journal)
    yield "Started", shown_time(found.started)
    yield "Last written", shown_time(found.last_event)
    if found.sessions > 1:
        yield "Times resumed", str(found.sessions - 1)
    yield "Time at work", str(dt.timedelta(seconds=round(found.seconds)))
    if found.rate is not None and found.seconds >= 1:
        yield "Rate", f"{found.rate:,.1f} rows a second"
    if found.estimated_end is not None:
        yield "Left", f"{found.left:,} rows, until about {shown_time(found.estimated_end)} at this rate"


def _planned(journal: JournalFile) -> str:
    header, counts = journal.plan.header, journal.plan.summary
    facts = [
        ("From", escape(str(header.get("source") or "a program"))),
        ("Planned", shown_time(str(header["created"])) + (", without reading" if journal.plan.blind else "")),
        ("Rows", f"{counts['rows']:,}"),
        ("To change", f"{counts['change']:,}: {counts['fields']:,} fields, {counts['clears']:,} of them cleared"),
        ("Nothing to do", f"{counts['same']:,}"),
        ("Cannot be done", f"{counts['errors']:,}"),
    ]
    calls = (f"{escape(name)} {count:,}" for name, count in counts["operations"].items())
    facts.append(("Calls", ", ".join(calls) or "none"))
    facts += [("Option", text) for name, text in _OPTIONS.items() if journal.options.get(name)]
    return fact_list(facts)


def _counts(journal: JournalFile, counts: Counter[str]) -> str:
    meanings = dict(_MEANINGS)
    if not journal.plan.shape.readable:
        meanings["unknown"] = ("bad", "no answer came: the call may have been made, and nothing tells")
    rows = (
        (tag(status, colour), f"{counts[status]:,}", meaning)
        for status, (colour, meaning) in meanings.items()
        if counts[status]
    )
    return card_table("Rows", ("Status", "Rows", "Meaning"), rows)


def _reasons(reasons: Counter[tuple[str, str]]) -> str:
    rows = (
        (tag(status, _MEANINGS[status][0]), f"{count:,}", escape(reason) or "-")
        for (status, reason), count in reasons.most_common(_REASONS)
    )
    more = len(reasons) - _REASONS
    return card_table("Reasons", ("Status", "Rows", "Reason"), rows) + (
        f"<p>And {more:,} other reasons.</p>" * (more > 0)
    )


def _failures(journal: JournalFile, failures: list[tuple[RowResult, str]], wrong: int) -> str:
    rows = (
        (
            f"{each.line:,}",
            f"<b>{escape(each.key)}</b>",
            tag(each.status, _MEANINGS[each.status][0]),
            escape(fields),
            escape(_reason(each)) or "-",
        )
        for each, fields in failures
    )
    titles = ("Line", escape(journal.plan.shape.key or "Row"), "Status", "Fields", "Reason")
    left = wrong - len(failures)
    return card_table("Rows that are not done", titles, rows) + (
        f"<p>And {left:,} more, which <code>soapclient bulk report</code> writes to a CSV.</p>" if left else ""
    )


def _reason(result: RowResult) -> str:
    return "" if result.error is None else str(result.error)
