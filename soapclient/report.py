"""A contract, or the differences of two, as one HTML page that needs nothing else.

The page loads nothing: its security policy allows its own style and script, by their hashes, and no connection. All
that comes from a WSDL is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from lxml import etree

from . import request, samples
from .contract import Contract, Operation, Parameter
from .drift import RATINGS, Change, compare
from .errors import SoapClientError
from .redact import HIDDEN, hide_url

_PACKAGE: Final = Path(__file__).parent
_COLOURS: Final = {"loses data": "bad", "breaks": "warn", "harmless": "good"}
_SAYINGS: Final[Mapping[request.Saying, str]] = {
    "nothing": "leave out",
    "keep": "KEEP",
    "none": "None",
    "clear": "CLEAR",
}
_NULLS: Final = {"omit": "left out", "nil": "xsi:nil", "none": "cannot be said"}
_KINDS: Final = ("read", "write", "auth", "unknown")
_MARKS: Final = ("changed", "new", "obsolete", "destructive")


def report_html(contract: Contract, before: Contract | None = None) -> str:
    """Write a contract as one searchable HTML page.

    Args:
        contract: the contract to show.
        before: another, that a program was written for: what such a program meets is marked and rated.

    Returns:
        The page; it is the same whenever it is made from the same contracts.
    """
    changes = compare(before, contract) if before is not None else ()
    here: dict[str, list[Change]] = {}
    gone = []
    for change in changes:
        name = change.after if change.kind == "re-cased" and change.parameter is None else change.operation
        if name in contract.operations:
            here.setdefault(name, []).append(change)
        else:
            gone.append(change)
    categories: dict[str, list[str]] = {}
    for name in contract:
        category, text = _operation(contract, name, here.get(name, []))
        categories.setdefault(category, []).append(text)
    ordered = sorted(categories.items(), key=lambda each: (not each[0], each[0].casefold()))
    many = len(ordered) > 1
    titles = [(title or ("Not in the reference" if many else "Operations"), rows) for title, rows in ordered]
    intro = [f"<p>{len(contract)} operations of {_source(contract)}.</p>"]
    if before is not None:
        intro.append(f"<p>Compared with {_source(before)}: {_counts(changes)}.</p>")
    intro.append(_ports(contract))
    if many:
        items = (f'<li><a href="#/{at}">{escape(title)}</a> ({len(rows)})</li>' for at, (title, rows) in _each(titles))
        intro.append(f'<nav aria-label="Categories"><ul>{"".join(items)}</ul></nav>')
    sections = [_section(f"/{at}", title, "".join(rows)) for at, (title, rows) in _each(titles)]
    if gone:
        sections.insert(0, _section("/gone", "No longer there", _change_list(gone, searched=True)))
    marks = _MARKS if before is not None else _MARKS[2:]
    return _page("Contract", "".join(intro), _tools("operation or parameter", _KINDS, marks), "".join(sections))


def diff_html(first: Contract, second: Contract) -> str:
    """Write the differences of two contracts as one searchable HTML page.

    Args:
        first: the contract that a program was written for.
        second: the contract that the server has.

    Returns:
        The page.
    """
    changes = compare(first, second)
    intro = f"<p>What a program written for {_source(first)} meets at {_source(second)}: {_counts(changes)}.</p>"
    groups = [(rating, [each for each in changes if each.rating == rating]) for rating in RATINGS]
    sections = [
        _section(f"/{at}", f"{rating.capitalize()} ({len(group)})", _change_list(group, searched=True))
        for at, (rating, group) in _each(groups)
        if group
    ]
    return _page("Differences", intro, _tools("operation or parameter", RATINGS, ()), "".join(sections))


def _each(rows: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    return enumerate(rows, 1)


def _source(contract: Contract) -> str:
    return f"<code>{escape(_shown(contract.source))}</code>"


def _shown(text: str) -> str:
    return hide_url(text) if "://" in text else text


def _counts(changes: Sequence[Change]) -> str:
    ratings = (f"{sum(change.rating == rating for change in changes)} {rating}" for rating in RATINGS)
    return f"{len(changes)} differences: {', '.join(ratings)}"


def _ports(contract: Contract) -> str:
    rows = (
        f"<li>{escape(service.name)}, SOAP {port.soap_version}: <code>{escape(_shown(port.address))}</code></li>"
        for service in contract.services
        for port in service.ports
    )
    return f"<ul>{''.join(rows)}</ul>"


def _section(at: str, title: str, body: str) -> str:
    return f'<section><h2 id="{at}">{escape(title)}</h2>{body}</section>\n'


def _tag(text: str, colour: str = "") -> str:
    return f'<span class="tag {colour}">{escape(text)}</span>'


def _change_list(changes: Iterable[Change], *, searched: bool = False) -> str:
    rows = []
    for change in changes:
        place = f"{change.operation}.{change.parameter}" if change.parameter else change.operation
        both = change.before and change.after
        said = f" ({escape(_shown(change.before))} → {escape(_shown(change.after))})" if both else ""
        found = f"{place} {change.kind} {_shown(change.after)}".lower()
        data = f' data-text="{escape(found)}" data-kind="{change.rating}" data-marks="changed"' if searched else ""
        rows.append(
            f"<li{data}>{_tag(change.rating, _COLOURS[change.rating])}<code>{escape(place)}</code> "
            f"{escape(change.kind)}{said}: {escape(change.why)}</li>"
        )
    return f'<ul class="changes">{"".join(rows)}</ul>'


def _operation(contract: Contract, name: str, changes: list[Change]) -> tuple[str, str]:
    try:
        operation = contract.operations[name]
    except SoapClientError as exc:
        return "", _details(name, "", "unknown", [], changes, f"<p>It cannot be described: {escape(str(exc))}</p>")
    marks = [mark for mark in _MARKS[2:] if getattr(operation, mark)]
    body = [_facts(operation)]
    if changes and not _is_new(changes):
        body.append(f"<h3>Differences</h3>{_change_list(changes)}")
    body.append(_parameters(operation, changes))
    body.append(_sample(contract, operation))
    if operation.errors:
        rows = "".join(f"<li>{escape(each)}</li>" for each in operation.errors)
        body.append(f"<h3>Errors</h3><ul>{rows}</ul>")
    words = " ".join([operation.python_name, operation.category, *operation.parameters])
    return operation.category, _details(name, words, operation.kind, marks, changes, "".join(body))


def _is_new(changes: Iterable[Change]) -> bool:
    return any(change.kind == "added" and change.parameter is None for change in changes)


def _details(name: str, words: str, kind: str, marks: list[str], changes: list[Change], body: str) -> str:
    tags = [_tag(kind), *(_tag(mark, "bad" if mark == "destructive" else "warn") for mark in marks)]
    if changes:
        worst = min((change.rating for change in changes), key=RATINGS.index)
        new = _is_new(changes)
        tags.append(_tag("new" if new else f"changed: {worst}", _COLOURS[worst]))
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
    facts.append(f"ticket: {operation.ticket}")
    facts.append("may be repeated when its reply was lost" if operation.retry_safe else "never repeated by itself")
    if not operation.documented:
        facts.append("not in the reference")
    note = f'<p class="dim">{escape(operation.note)}</p>' if operation.note else ""
    left = f"<p>A failure may leave behind: {escape(operation.left)}</p>" if operation.left else ""
    return f"<p>{'; '.join(facts)}</p>{note}{left}"


def _parameters(operation: Operation, changes: list[Change]) -> str:
    if not operation.own_parameters:
        return "<p>It takes no parameters.</p>"
    rows = []
    for each in operation.own_parameters:
        worst = [change for change in changes if each.name in (change.parameter, change.after) and change.parameter]
        tag = " " + _tag(worst[0].kind, _COLOURS[worst[0].rating]) if worst else ""
        said = request.sayings(operation, each)
        colour = {"keeps": "good", "clears": "bad", "contradictory": "bad"}.get(each.on_null, "")
        spelled = f'<br><span class="dim">{escape(each.python_name)}</span>' if each.python_name != each.name else ""
        rows.append(
            f'<tr><th scope="row"><code>{escape(each.name)}</code>{tag}{spelled}</th>'
            f"<td>{escape(_type(each))}</td><td>{'required' if each.required else 'optional'}</td>"
            f"<td>{_tag(each.on_null, colour)}</td><td>{_NULLS[each.null]}</td>"
            f"<td>{', '.join(word for saying, word in _SAYINGS.items() if saying in said) or 'a value only'}</td></tr>"
        )
    head = "".join(
        f'<th scope="col">{each}</th>'
        for each in ("Parameter", "Type", "Need", "Null", "Null is written", "Instead of a value")
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="Parameters of {escape(operation.name)}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _type(parameter: Parameter) -> str:
    return parameter.type if parameter.max_occurs == 1 else f"list of {parameter.type}"


def _sample(contract: Contract, operation: Operation) -> str:
    given, said = {}, []
    for each in operation.own_parameters:
        sample = samples.sample(each)
        if sample is None:
            if each.required:
                why = f"{each.name} is of the type {each.type}, for which no sample value is known"
                return f"<h3>Sample</h3><p>No sample can be made: {escape(why)}.</p>"
            continue
        value, source = sample
        given[each.name] = value if each.max_occurs == 1 else [value]
        said.append(f"{each.python_name}={source if each.max_occurs == 1 else f'[{source}]'}")
    version = next(version for version in contract.soap_versions if version in operation.actions)
    try:
        parts = request.bind(operation, given)
        if operation.ticket_parameter is not None:
            name = operation.ticket_parameter.name
            parts = {
                each: HIDDEN if each == name else parts[each] for each in operation.parameters if each in {*parts, name}
            }
        root = etree.fromstring(contract.encode(operation, parts, version))
    except SoapClientError as exc:
        return f"<h3>Sample</h3><p>No sample can be made: {escape(str(exc))}</p>"
    etree.indent(root)
    line = f"ir.service.{operation.python_name}({', '.join(said)})"
    if len(line) > 100:
        line = f"ir.service.{operation.python_name}(\n" + "".join(f"    {each},\n" for each in said) + ")"
    return (
        f"<h3>Python call</h3>{_pre(line, f'Python call of {operation.name}')}"
        f"<h3>Envelope, SOAP {version}</h3>"
        f"{_pre(etree.tostring(root, encoding='unicode'), f'Envelope of {operation.name}')}"
    )


def _pre(text: str, label: str) -> str:
    return f'<pre tabindex="0" role="region" aria-label="{escape(label)}">{escape(text)}</pre>'


def _tools(sought: str, kinds: Sequence[str], marks: Sequence[str]) -> str:
    boxes = [("kind", each) for each in kinds] + [("mark", each) for each in marks]
    labels = "".join(
        f'<label><input type="checkbox" name="{name}" value="{each}"> {each}</label>' for name, each in boxes
    )
    return (
        '<div class="tools" id="/tools" role="search" hidden><div>'
        f'<input type="search" id="/search" aria-label="Search" placeholder="Search: {sought} ( / )"'
        ' autocomplete="off">'
        f'<fieldset aria-label="Only">{labels}</fieldset> <span id="/count" class="dim" aria-live="polite"></span>'
        "</div></div>"
    )


def _page(title: str, intro: str, tools: str, body: str) -> str:
    style = (_PACKAGE / "report.css").read_text("utf-8")
    script = (_PACKAGE / "report.js").read_text("utf-8")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{style}</style></head>\n<body><header><h1>{title}</h1>{intro}</header>\n{tools}\n<main>{body}</main>\n"
        f"<script>{script}</script></body></html>\n"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
