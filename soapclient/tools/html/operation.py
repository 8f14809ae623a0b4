"""One operation as a part of an HTML page: its parameters, a sample of its call, its errors, its differences."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Iterator, Mapping
from html import escape
from typing import Any, Final

from lxml import etree

from ...calls.arguments import Saying, bind, sayings
from ...contract.compare import Change
from ...contract.contract import Contract
from ...contract.model import Operation, Parameter, SoapVersion
from ...contract.rating import RATINGS
from ...errors import SoapClientError, WsdlError
from ...wire.redact import HIDDEN
from . import back, samples
from .page import COLOURS, change_list, pre, tag

_SAYINGS: Final[Mapping[Saying, str]] = {
    "nothing": "leave out",
    "keep": "KEEP",
    "none": "None",
    "clear": "CLEAR",
}
_NULLS: Final = {"omit": "left out", "nil": "xsi:nil", "none": "cannot be said"}
MARKS: Final = ("changed", "new", "obsolete", "destructive", "refused")
_TAGS: Final = {"refused": "cannot be called"}


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
        return "", _details(
            name, "", "unknown", ["refused"], changes, f"<p>It cannot be called: {escape(str(exc))}</p>"
        )
    try:
        return _sheet(contract, operation, changes)
    except WsdlError as exc:  # a type somewhere inside
        why = f"<p>It cannot be described: {escape(str(exc))}</p>"
        return operation.category, _details(name, "", operation.kind, [], changes, why)


def _sheet(contract: Contract, operation: Operation, changes: list[Change]) -> tuple[str, str]:
    marks = [mark for mark in ("obsolete", "destructive") if getattr(operation, mark)]
    body = [_facts(operation)]
    if changes and not _is_new(changes):
        body.append(f"<h3>Differences</h3>{change_list(changes)}")
    body.append(_parameters(operation, changes))
    if not operation.documented:
        body.append(back.section(operation))
    body.append(_sample(contract, operation))
    body.append(_errors(operation))
    shown = [*operation.own_parameters, *(() if operation.documented else back.parts(operation))]
    names = dict.fromkeys(name for each in shown for name in _names(each))
    words = " ".join([operation.python_name, operation.category, *names])
    return operation.category, _details(operation.name, words, operation.kind, marks, changes, "".join(body))


def _names(parameter: Parameter) -> Iterator[str]:
    """List the names of a parameter and of what the page shows inside it."""
    yield parameter.name
    for _, each in itertools.islice(back.within(parameter), back.MOST_ROWS):
        yield each.name


def _is_new(changes: Iterable[Change]) -> bool:
    return any(change.kind == "added" and change.parameter is None for change in changes)


def _details(name: str, words: str, kind: str, marks: list[str], changes: list[Change], body: str) -> str:
    tags = [
        tag(kind),
        *(tag(_TAGS.get(mark, mark), "bad" if mark in ("destructive", "refused") else "warn") for mark in marks),
    ]
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
        facts.append(f"of the style rpc{', SOAP-encoded' if operation.encoded else ''}: SoapClient calls it")
    if operation.one_way:
        facts.append("one-way: it answers nothing")
    said = f"<p>{escape(operation.documentation)}</p>" if operation.documentation else ""
    note = f'<p class="dim">{escape(operation.note)}</p>' if operation.note else ""
    remarks = {
        "A failure may leave behind": operation.leftovers,
        "The documentation contradicts itself": operation.contradiction,
        "Beware": operation.misleads,
    }
    told = "".join(f"<p>{title}: {escape(remark)}</p>" for title, remark in remarks.items() if remark)
    return f"{said}<p>{'; '.join(facts)}</p>{note}{told}"


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


def _row(parameter: Parameter, need: str, said: Container[Saying], after: str = "", level: int = 0) -> str:
    colour = {"keeps": "good", "clears": "bad", "contradictory": "bad"}.get(parameter.on_null, "")
    name = f"@{parameter.name}" if parameter.attribute else parameter.name
    spelled = parameter.python_name
    other = f'<br><span class="dim">{escape(spelled)}</span>' if spelled != parameter.name else ""
    place = f' class="l{level}"' if level else ""
    absent = f'<br><span class="dim">left out: {escape(parameter.absent)}</span>' if parameter.absent else ""
    return (
        f'<tr{place}><th scope="row"><code>{escape(name)}</code>{f" {after}" if after else ""}{other}</th>'
        f"<td>{back.kind(parameter)}</td><td>{need}</td>"
        f"<td>{tag(parameter.on_null, colour)}{absent}</td><td>{_NULLS[parameter.null]}</td>"
        f"<td>{', '.join(word for saying, word in _SAYINGS.items() if saying in said) or 'a value only'}</td></tr>"
    )


def _inside(operation: Operation, parameter: Parameter, within: list[tuple[int, Parameter]]) -> str:
    """Write what is inside a parameter, to be opened."""
    rows = [_row(each, each.need, sayings(None, each), level=level) for level, each in within[: back.MOST_ROWS]]
    names = ", ".join(each.name for level, each in within if level == 1)
    more = f"<p>There is more: soapclient describe {escape(operation.name)}</p>" if len(within) > back.MOST_ROWS else ""
    return (
        f"<details><summary>Inside <code>{escape(parameter.name)}</code>: {escape(back.short(names))}</summary>"
        f"{_table(rows)}{more}</details>"
    )


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
    client = "ir" if operation.message is None else "soap"
    line = f"{client}.service.{operation.python_name}({', '.join(said)})"
    if len(line) > 100:
        client = "ir" if operation.message is None else "soap"
    line = f"{client}.service.{operation.python_name}(\n" + "".join(f"    {each},\n" for each in said) + ")"
    refused = operation.style == "rpc" and operation.message is None
    shown = [] if refused else [f"<h3>Python call</h3>{pre(line, f'Python call of {operation.name}')}"]
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
