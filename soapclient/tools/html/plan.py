"""Write a plan as an HTML page: values before and after side by side, the dangerous rows first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from ...bulk.moves import Move
from ...bulk.overview import PlanOverview, overview
from ...bulk.plan import PlanFile, PlannedRow, RowKind
from ...bulk.target import Value
from ...wire.redact import hide_source
from .cards import card_table, fact_list, shown_time
from .page import document, tag

MOST_ROWS: Final = 50_000
_CHUNK: Final = 100
_REASONS: Final = 50
_TITLES: Final = ("Line", "Field", "Before", "After")
_KINDS: Final[dict[RowKind, tuple[str, str, str]]] = {  # title, name of the filter, colour
    "error": ("Cannot be done", "errors", "bad"),
    "left": ("Not restored", "not restored", "warn"),
    "clear": ("Clear a field", "clears", "warn"),
    "change": ("Change", "changes", "good"),
    "same": ("Need nothing", "unchanged", ""),
}
# Characters that cannot be seen, or that change the order of those around them.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def plan_html(plan: PlanFile) -> str:
    """Write a plan as one HTML page that needs nothing else.

    Args:
        plan: the plan.

    Returns:
        The page, with the values before and after: treat it as you treat the plan. It shows up to 50,000 rows, errors
        before clears, other changes and rows that need nothing, and says how many it leaves out.
    """
    found = overview(plan, 0)
    kinds = [kind for kind in _KINDS if kind in found.kinds]
    room = MOST_ROWS
    sections = []
    for kind in kinds:
        count = min(room, found.kinds[kind])
        room -= count
        sections.append(_section(plan, kind, found, count))
    body = (
        f"<header><h1>Bulk plan</h1>{_intro(plan, found)}</header>\n{_tools(kinds)}\n<main>{''.join(sections)}</main>\n"
    )
    return document("Bulk plan", body, ("report.css", "plan.css"), ("plan.js",))


def _intro(plan: PlanFile, found: PlanOverview) -> str:
    header, counts = plan.header, plan.summary
    tags = "".join(
        f"<span>{tag(f'{found.kinds[kind]:,} {title.lower()}', colour)}</span>"
        for kind, (title, _, colour) in _KINDS.items()
        if kind in found.kinds
    )
    facts = [
        ("Server", escape(hide_source(str(header["server"])))),
        ("From", _text(str(header.get("source") or "a program"))),
        ("Planned", shown_time(str(header["created"])) + (", without reading the server" if plan.blind else "")),
        ("Rows", f"{counts['rows']:,} for {escape(plan.shape.name)}"),
        ("Calls", ", ".join(f"{escape(name)} {count:,}" for name, count in counts["operations"].items()) or "none"),
    ]
    if counts.get("resent"):
        told = "fields are read just before and sent again; a change that somebody else makes in between may be lost"
        facts.append(("Sent again", f"{counts['resent']:,} {told}"))
    fields = (
        (f"<b>{_text(each.name)}</b>", *(f"{count:,}" for count in (each.set, each.cleared, each.unchanged, each.kept)))
        for each in found.fields
    )
    table = (
        card_table("Fields", ("Field", "Set", "Cleared", "Unchanged", "Kept"), fields, "counts") if found.fields else ""
    )
    return f'<p class="kinds">{tags}</p>{fact_list(facts)}{table}'


def _tools(kinds: list[RowKind]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" value="{kind}"> {_KINDS[kind][1]}</label>' for kind in kinds if len(kinds) > 1
    )
    fieldset = f'<fieldset aria-label="Only">{boxes}</fieldset> ' if boxes else ""
    return (
        '<div class="tools" id="/tools" role="search" hidden><div><input type="search" id="/search" aria-label="Filter"'
        ' placeholder="Filter: name, field, value or reason ( / )" autocomplete="off">'
        f'{fieldset}<span id="/count" class="dim" aria-live="polite"></span></div></div>'
    )


def _section(plan: PlanFile, kind: RowKind, found: PlanOverview, count: int) -> str:
    title, _, _ = _KINDS[kind]
    inside = _reasons(found) if kind == "error" else ""
    inside += "".join(_chunks(plan, kind, count))
    left = found.kinds[kind] - count
    if left:
        inside += f'<p class="missing">{left:,} more rows are not on this page; "soapclient bulk show" lists them.</p>'
    if kind == "same":
        inside = f"<details><summary>Show the rows</summary>{inside}</details>"
    return f'<section data-kind="{kind}"><h2 id="/{kind}">{title} ({found.kinds[kind]:,})</h2>{inside}</section>\n'


def _reasons(found: PlanOverview) -> str:
    if len(found.reasons) < 2 and not any(each.rows > 1 for each in found.reasons):
        return ""
    rows = ((f"{each.rows:,}", _text(each.text)) for each in found.reasons[:_REASONS])
    more = len(found.reasons) - _REASONS
    return card_table("Reasons", ("Rows", "Reason"), rows, "counts") + (
        f"<p>And {more:,} other reasons.</p>" if more > 0 else ""
    )


def _chunks(plan: PlanFile, kind: RowKind, count: int) -> Iterator[str]:
    """Write rows in tables of a hundred, so that a browser lays out only those that are seen."""
    key = plan.shape.key or "Row"
    titles = (_TITLES[0], escape(key), *(() if kind == "error" else _TITLES[1:]))
    head = "".join(f'<th scope="col">{title}</th>' for title in titles)
    head += '<th scope="col" colspan="3">Problem</th>' if kind == "error" else ""
    rows: list[str] = []
    done = 0
    for row in plan if count else ():
        if row.kind != kind:
            continue
        rows.append(_row(row, escape(key)))
        done += 1
        if len(rows) == _CHUNK or done == count:
            label = f"{_KINDS[kind][0]}, rows {done - len(rows) + 1:,} to {done:,}"
            yield (
                f'<div class="chunk"><table class="plan" aria-label="{label}"><thead><tr>{head}</tr></thead>\n'
                f"{''.join(rows)}</table></div>\n"
            )
            rows = []
        if done == count:
            return


def _row(row: PlannedRow, key: str) -> str:
    lines = []
    if row.error:
        asked = "".join(
            f'<br><span class="note">asked for: {_text(field)} → {_after(move)}</span>'
            for field, move in row.moves.items()
        )
        lines.append(f'<td colspan="3"><span class="why">{_text(row.error)}</span>{asked}</td>')
    for field, move in () if row.error else row.moves.items():
        before = _value(move.before, "del") if move.before is not None else '<span class="none">not known</span>'
        lines.append(
            f'<td data-title="Field">{_text(field)}</td><td data-title="Before">{before}</td>'
            f'<td data-title="After">{_after(move)}</td>'
        )
    lines += [
        f'<td data-title="Field">{_text(field)}</td><td colspan="2">not restored: {_text(reason)}</td>'
        for field, reason in row.left.items()
    ]
    notes = [("already so", row.same), ("read and sent again", row.resent)]
    if row.kind == "same":
        notes.append(("kept", row.keep))
    told = "; ".join(f"{what}: {_text(', '.join(names))}" for what, names in notes if names)
    if told or not lines:
        lines.append(f'<td colspan="3" class="note">{told or "nothing to do"}</td>')
    span = f' rowspan="{len(lines)}"' if len(lines) > 1 else ""
    first = (
        f'<td{span} data-title="Line">{row.line:,}</td><td{span} class="key" data-title="{key}">{_text(row.key)}</td>'
    )
    return f"<tbody><tr>{first}{'</tr><tr>'.join(lines)}</tr></tbody>\n"


def _after(move: Move) -> str:
    return '<span class="tag warn">cleared</span>' if move.clears else _value(move.after, "ins")


def _value(value: Value, element: str) -> str:
    if value == "":
        return '<span class="none">empty</span>'
    text = ("true" if value else "false") if isinstance(value, bool) else value
    return f"<{element}><bdi>{_text(text)}</bdi></{element}>"


def _text(text: str) -> str:
    """Escape a text, and show as an escape what could not be seen in it."""
    return _UNSEEN.sub(lambda found: f"<mark>{escape(ascii(found[0])[1:-1])}</mark>", escape(text))
