"""One operation as a part of an HTML page: its parameters, a sample of its call, its errors, its differences."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Container, Iterable, Iterator, Mapping
from html import escape
from typing import Any, Final

from lxml import etree

from ...calls.arguments import Saying, bind, sayings
from ...contract.compare import Change
from ...contract.contract import Contract
from ...contract.model import Operation, Parameter, SoapVersion
from ...contract.rating import RATINGS
from ...errors import SoapClientError
from ...wire.redact import HIDDEN
from . import samples
from .page import COLOURS, change_list, pre, tag

_SAYINGS: Final[Mapping[Saying, str]] = {
    "nothing": "leave out",
    "keep": "KEEP",
    "none": "None",
    "clear": "CLEAR",
}
_NULLS: Final = {"omit": "left out", "nil": "xsi:nil", "none": "cannot be said"}
_MOST_ROWS: Final = 200
_MOST_CHARACTERS: Final = 300
MARKS: Final = ("changed", "new", "obsolete", "destructive")


def sheet(contract: Contract, name: str, changes: list[Change]) -> tuple[str, str]:
    """Write one operation, or why it cannot be described.

    Args:
        contract: the contract.
        name: the operation's exact name.
        changes: what a program that was written for another contract meets in it.

    Returns:
        Its category, and it.
    """
    try:
        operation = contract.operations[name]
    except SoapClientError as exc:
        return "", _details(name, "", "unknown", [], changes, f"<p>It cannot be described: {escape(str(exc))}</p>")
    marks = [mark for mark in MARKS[2:] if getattr(operation, mark)]
    body = [_facts(operation)]
    if changes and not _is_new(changes):
        body.append(f"<h3>Differences</h3>{change_list(changes)}")
    body.append(_parameters(operation, changes))
    body.append(_sample(contract, operation))
    body.append(_errors(operation))
    names = dict.fromkeys(name for each in operation.own_parameters for name in _names(each))
    words = " ".join([operation.python_name, operation.category, *names])
    return operation.category, _details(name, words, operation.kind, marks, changes, "".join(body))


def _names(parameter: Parameter) -> Iterator[str]:
    """List the names of a parameter and of what the page shows inside it."""
    yield parameter.name
    for _, each in itertools.islice(_within(parameter), _MOST_ROWS):
        yield each.name


def _is_new(changes: Iterable[Change]) -> bool:
    return any(change.kind == "added" and change.parameter is None for change in changes)


def _details(name: str, words: str, kind: str, marks: list[str], changes: list[Change], body: str) -> str:
    tags = [tag(kind), *(tag(mark, "bad" if mark == "destructive" else "warn") for mark in marks)]
    if changes:
        worst = min((change.rating for change in changes), key=RATINGS.index)
        new = _is_new(changes)
        tags.append(tag("new" if new else f"changed: {worst}", COLOURS[worst]))
        marks = [*marks, "new" if new else "changed"]
    found = " ".join([name, words, *(change.parameter or "" for change in changes)])
    return (
        f'<details class="op" id="{escape(name)}" data-name="{escape(name)}" data-text="{escape(found.lower())}'
        f'" data-kind="{kind}" data-marks="{" ".join(marks)}"><summary><b>{escape(name)}</b> {" ".join(tags)}'
        f"</summary><div>{body}</div></details>\n"
    )


def _facts(operation: Operation) -> str:
    facts = [f"Python: <code>{escape(operation.python_name)}</code>"]
    facts.append("answers yes or no" if operation.predicate else f"returns {operation.returns}")
    facts.append(f"session: {operation.session}")
    facts.append("may be repeated when its reply was lost" if operation.retry_safe else "never repeated by itself")
    if not operation.documented:
        facts.append("not documented")
    if operation.style == "rpc":
        facts.append("of the style rpc: it can be shown and not called")
    note = f'<p class="dim">{escape(operation.note)}</p>' if operation.note else ""
    remarks = {
        "A failure may leave behind": operation.leftovers,
        "The documentation contradicts itself": operation.contradiction,
        "Beware": operation.misleads,
    }
    told = "".join(f"<p>{title}: {escape(remark)}</p>" for title, remark in remarks.items() if remark)
    return f"<p>{'; '.join(facts)}</p>{note}{told}"


def _errors(operation: Operation) -> str:
    texts = "".join(f"<li>{escape(each)}</li>" for each in operation.errors)
    numbers = "".join(
        f"<li><b>{each.number}</b> <code>{escape(each.error)}</code>: {escape(each.means)}</li>"
        for each in operation.codes
    )
    shown = f"<h3>Errors</h3><ul>{texts}</ul>" if texts else ""
    return f"{shown}<h3>Errors by number</h3><ul>{numbers}</ul>" if numbers else shown


def _parameters(operation: Operation, changes: list[Change]) -> str:
    if not operation.own_parameters:
        return "<p>It takes no parameters.</p>"
    rows = []
    for each in operation.own_parameters:
        worst = [change for change in changes if each.name in (change.parameter, change.after) and change.parameter]
        changed = tag(worst[0].kind, COLOURS[worst[0].rating]) if worst else ""
        need = "header" if each.name not in operation.parameters else operation.need(each)
        rows.append(_row(each, need, sayings(operation, each), changed))
        within = list(itertools.islice(_within(each), _MOST_ROWS + 1))
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


def _row(parameter: Parameter, need: str, said: Container[Saying], after: str = "", level: int = 0) -> str:
    colour = {"keeps": "good", "clears": "bad", "contradictory": "bad"}.get(parameter.on_null, "")
    name = f"@{parameter.name}" if parameter.attribute else parameter.name
    spelled = parameter.python_name
    other = f'<br><span class="dim">{escape(spelled)}</span>' if spelled != parameter.name else ""
    place = f' class="l{level}"' if level else ""
    absent = f'<br><span class="dim">left out: {escape(parameter.absent)}</span>' if parameter.absent else ""
    return (
        f'<tr{place}><th scope="row"><code>{escape(name)}</code>{f" {after}" if after else ""}{other}</th>'
        f"<td>{escape(_short(parameter.shown_type))}</td><td>{need}</td>"
        f"<td>{tag(parameter.on_null, colour)}{absent}</td><td>{_NULLS[parameter.null]}</td>"
        f"<td>{', '.join(word for saying, word in _SAYINGS.items() if saying in said) or 'a value only'}</td></tr>"
    )


def _inside(operation: Operation, parameter: Parameter, within: list[tuple[int, Parameter]]) -> str:
    """Write what is inside a parameter, to be opened."""
    rows = [_row(each, each.need, sayings(None, each), level=level) for level, each in within[:_MOST_ROWS]]
    names = ", ".join(each.name for level, each in within if level == 1)
    more = f"<p>There is more: soapclient describe {escape(operation.name)}</p>" if len(within) > _MOST_ROWS else ""
    return (
        f"<details><summary>Inside <code>{escape(parameter.name)}</code>: {escape(_short(names))}</summary>"
        f"{_table(rows)}{more}</details>"
    )


def _within(parameter: Parameter, around: tuple[Parameter, ...] = ()) -> Iterator[tuple[int, Parameter]]:
    """List what is inside a parameter, with its level."""
    for each in parameter.shown_inside(around):
        yield len(around) + 1, each
        yield from _within(each, (*around, parameter))


def _short(text: str) -> str:
    return textwrap.shorten(text, _MOST_CHARACTERS, placeholder=" ...")


def _sample(contract: Contract, operation: Operation) -> str:
    found, missing = samples.arguments(operation)
    if missing is not None:
        why = f"{missing.name} is of the type {missing.type}, for which no sample value is known"
        return f"<h3>Sample</h3><p>No sample can be made: {escape(why)}.</p>"
    session = operation.session_parameter
    given = {name: value for name, (value, _) in found.items()}
    if session is not None:
        given[session.name] = HIDDEN
    spelled = {each.name: each.python_name for each in operation.own_parameters}
    said = [f"{spelled[name]}={source}" for name, (_, source) in found.items()]
    line = f"ir.service.{operation.python_name}({', '.join(said)})"
    if len(line) > 100:
        line = f"ir.service.{operation.python_name}(\n" + "".join(f"    {each},\n" for each in said) + ")"
    shown = [] if operation.style == "rpc" else [f"<h3>Python call</h3>{pre(line, f'Python call of {operation.name}')}"]
    versions = [version for version in contract.soap_versions if version in operation.actions]
    try:
        parts = bind(operation, given)
        for version in versions:
            shown.append(_envelope(contract, operation, parts, version, first=version == versions[0]))
    except SoapClientError as exc:
        return f"<h3>Sample</h3><p>No sample can be made: {escape(str(exc))}</p>"
    return "".join(shown)


def _envelope(
    contract: Contract, operation: Operation, parts: Mapping[str, Any], version: SoapVersion, *, first: bool
) -> str:
    root = etree.fromstring(contract.encode(operation, parts, version))
    etree.indent(root)
    title = f"Envelope, SOAP {version}"
    text = pre(etree.tostring(root, encoding="unicode"), f"{title}, of {operation.name}")
    return f"<h3>{title}</h3>{text}" if first else f"<details><summary>{title}</summary>{text}</details>"
