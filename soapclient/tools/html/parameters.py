"""The parameters of an operation as a part of an HTML page: type, need, and what null does to each."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Mapping
from html import escape
from typing import Final
from urllib.parse import quote

from ...calls.arguments import Saying, sayings
from ...contract.compare import Change
from ...contract.model import Operation, Parameter
from . import back
from .page import COLOURS, tag

_SAYINGS: Final[Mapping[Saying, str]] = {
    "nothing": "leave out",
    "keep": "KEEP",
    "none": "None",
    "clear": "CLEAR",
}
_NULLS: Final = {"omit": "left out", "nil": "xsi:nil", "none": "not possible"}


def signature(operation: Operation) -> str:
    """Write the signature of an operation on one line, with `?` after each optional parameter."""
    names = (f"{each.name}{'?' if 'nothing' in sayings(operation, each) else ''}" for each in operation.own_parameters)
    return f"({', '.join(names)}) →\N{NO-BREAK SPACE}{_given(operation)}"


def _given(operation: Operation) -> str:
    """Say in a word what a call gives."""
    if operation.predicate:
        return "true or false"
    if operation.one_way or operation.output is None:
        return "nothing"
    if operation.message is not None:
        names = [back.short(each.shown_type) if len(operation.answer) == 1 else each.name for each in operation.answer]
        return ", ".join(names) or "nothing"
    if operation.returns != "xml":
        return "bytes" if operation.returns == "bytes" else "nothing"
    if operation.items:
        return " or ".join(dict.fromkeys(f"{each.rpartition('/')[2]}[]" for each in operation.items))
    return "success" if operation.writes else "XML"


def section(operation: Operation, changes: list[Change]) -> str:
    """Write the parameters of an operation as a table, each with a place that a link can name."""
    if not operation.own_parameters:
        return "<p>This operation takes no parameters.</p>"
    rows = []
    for each in operation.own_parameters:
        worst = [change for change in changes if each.name in (change.parameter, change.after) and change.parameter]
        changed = tag(worst[0].kind, COLOURS[worst[0].rating]) if worst else ""
        need = "header" if each.name not in operation.parameters else operation.need(each)
        rows.append(_row(each, need, sayings(operation, each), changed, at=f"op-{operation.name}.{each.name}"))
        within = list(itertools.islice(back.within(each), back.MOST_ROWS + 1))
        if within:
            rows.append(f'<tr class="within"><td colspan="6">{_inside(operation, each, within)}</td></tr>')
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="Parameters of {escape(operation.name)}">'
        f"{_table(rows)}</div>"
    )


def _table(rows: Iterable[str]) -> str:
    columns = ("Parameter", "Type", "Need", "Null", "Null is written", "Instead of a value")
    head = "".join(f'<th scope="col">{each}</th>' for each in columns)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _row(
    parameter: Parameter, need: str, said: Container[Saying], after: str = "", level: int = 0, at: str = ""
) -> str:
    colour = {"keeps": "good", "clears": "bad", "contradictory": "bad"}.get(parameter.on_null, "")
    name = f"@{parameter.name}" if parameter.attribute else parameter.name
    spelled = parameter.python_name
    other = f'<br><span class="dim">{escape(spelled)}</span>' if spelled != parameter.name else ""
    place = f' class="l{level}"' if level else ""
    shown = f"<code>{escape(name)}</code>"
    if at:
        place, shown = f' id="{escape(at)}"', f'<a href="#{escape(quote(at))}">{shown}</a>'
    absent = f'<br><span class="dim">left out: {escape(parameter.absent)}</span>' if parameter.absent else ""
    return (
        f'<tr{place}><th scope="row">{shown}{f" {after}" if after else ""}{other}</th>'
        f"<td>{back.kind(parameter)}</td><td>{need}</td>"
        f"<td>{tag(parameter.on_null, colour)}{absent}</td><td>{_NULLS[parameter.null]}</td>"
        f"<td>{', '.join(word for saying, word in _SAYINGS.items() if saying in said) or 'a value only'}</td></tr>"
    )


def _inside(operation: Operation, parameter: Parameter, within: list[tuple[int, Parameter]]) -> str:
    """Write what is inside a parameter, to be opened."""
    rows = [_row(each, each.need, sayings(None, each), level=level) for level, each in within[: back.MOST_ROWS]]
    names = ", ".join(each.name for level, each in within if level == 1)
    more = (
        f"<p>Cut here; soapclient describe {escape(operation.name)} shows all.</p>"
        if len(within) > back.MOST_ROWS
        else ""
    )
    return (
        f"<details><summary>Inside <code>{escape(parameter.name)}</code>: {escape(back.short(names))}</summary>"
        f"{_table(rows)}{more}</details>"
    )
