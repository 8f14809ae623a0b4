"""One operation as a part of an HTML page: signature, parameters, sample calls and answers, errors, differences."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final, NamedTuple

from ...contract.compare import Change
from ...contract.contract import Contract
from ...contract.model import Operation, Parameter
from ...contract.rating import RATINGS
from ...errors import SoapClientError, WsdlError
from . import back, parameters
from .page import COLOURS, change_list, pre, tag
from .sample_answers import SampleAnswers
from .sample_calls import SampleCall, as_soap, in_python, on_command_line, sample_calls

KINDS: Final = {"read": "reads", "write": "writes", "auth": "logs in", "unknown": "unknown"}
MARKS: Final = ("changed", "new", "obsolete", "destructive", "refused")
MARK_WORDS: Final = {"refused": "cannot be called"}


class OperationSheet(NamedTuple):
    """One operation of the page.

    Attributes:
        name: its exact name.
        html: it, closed.
        kind: its kind.
        marks: what else the page can be filtered by.
        category: its chapter of the documentation; empty for none.
        noted: whether there are notes on it.
        names: its name in both spellings, for the search.
        inputs: the names of parameters and of what is inside them, for the search.
        texts: what the documentation and the notes say, for the search.
    """

    name: str
    html: str
    kind: str
    marks: tuple[str, ...]
    category: str = ""
    noted: bool = False
    names: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


class OperationSheets:
    """Writes the operations of a contract.

    Args:
        contract: the contract.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._answers = SampleAnswers(contract)

    def sheet(self, name: str, changes: list[Change]) -> OperationSheet:
        """Write one operation, or why it cannot be described.

        Args:
            name: the operation's exact name.
            changes: what a program written for another contract meets in it.
        """
        try:
            operation = self._contract.operations[name]
        except SoapClientError as exc:
            why = f"<p>This operation cannot be called: {escape(str(exc))}</p>"
            return _closed(OperationSheet(name, why, "unknown", ("refused",), names=(name,)), "", changes)
        try:
            return self._sheet(operation, changes)
        except WsdlError as exc:  # a type somewhere inside
            why = f"<p>This operation cannot be described: {escape(str(exc))}</p>"
            names = (name, operation.python_name)
            return _closed(OperationSheet(name, why, operation.kind, (), operation.category, names=names), "", changes)

    def _sheet(self, operation: Operation, changes: list[Change]) -> OperationSheet:
        body = [_facts(operation)]
        if changes and not _is_new(changes):
            body.append(f"<h3>Differences</h3>{change_list(changes)}")
        body.append(parameters.section(operation, changes))
        body.append(self._calls(operation))
        if not operation.documented:
            body.append(back.section(operation))
        body += [self._answer(operation), _errors(operation)]
        shown = [*operation.own_parameters, *(() if operation.documented else back.parts(operation))]
        said = [operation.documentation, operation.note, operation.leftovers, operation.contradiction]
        said += [text for each in shown for text in (each.absent, each.declared.documentation)]
        found = OperationSheet(
            operation.name,
            "".join(body),
            operation.kind,
            tuple(mark for mark in ("obsolete", "destructive") if getattr(operation, mark)),
            operation.category,
            operation.message is None,
            (operation.name, operation.python_name),
            tuple(dict.fromkeys(name for each in shown for name in _names(each))),
            (*said, *(each.means for each in operation.codes), *operation.errors),
        )
        return _closed(found, parameters.signature(operation), changes)

    def _calls(self, operation: Operation) -> str:
        calls, missing = sample_calls(operation)
        if missing is not None:
            why = f"{missing.name} is of the type {missing.type}, for which no sample value is known"
            return f"<h3>Request</h3><p>No sample can be made: {escape(why)}.</p>"
        try:
            tabs = [self._request(operation, call, alone=len(calls) == 1) for call in calls]
        except SoapClientError as exc:
            return f"<h3>Request</h3><p>No sample can be made: {escape(str(exc))}</p>"
        return f"<h3>Request</h3>{''.join(tabs)}"

    def _request(self, operation: Operation, call: SampleCall, *, alone: bool) -> str:
        panels = []
        versions = [each for each in self._contract.soap_versions if each in operation.actions]
        if operation.style != "rpc" or operation.message is not None:
            panels.append(("python", "Python", pre(in_python(operation, call), f"{call.title}, in Python")))
            line = on_command_line(self._contract, operation, call)
            panels.append(("shell", "Command line", pre(line, f"{call.title}, on the command line")))
        if versions:
            envelope = pre(as_soap(self._contract, operation, call, versions[0]), f"{call.title}, as SOAP")
            panels.insert(0, ("soap", f"SOAP {versions[0]}", f"{envelope}{_headers(operation, versions)}"))
        return _tabs("" if alone else call.title, panels)

    def _answer(self, operation: Operation) -> str:
        answer = self._answers.answer(operation)
        if answer is None:
            return "<h3>Answer</h3><p>Nothing comes back.</p>" if operation.one_way else ""
        panels = [
            ("soap", "SOAP", pre(answer.soap, "The answer, as SOAP")),
            ("python", "Python", pre(answer.python, "The answer, in Python")),
        ]
        if answer.printed:
            panels.append(("shell", "Command line", pre(answer.printed, "The answer, on the command line")))
        else:
            panels.append(("shell", "Command line", "<p>Nothing is printed.</p>"))
        return f"<h3>Sample answer</h3>{_tabs('', panels)}"


def _tabs(title: str, panels: Iterable[tuple[str, str, str]]) -> str:
    """Write panels one below the other; the script makes tabs of them."""
    parts = "".join(f'<div data-tab="{name}"><h5>{label}</h5>{body}</div>' for name, label, body in panels)
    return f'{f"<h4>{escape(title)}</h4>" if title else ""}<div class="tabs">{parts}</div>'


def _headers(operation: Operation, versions: Sequence[str]) -> str:
    """Say what the HTTP request carries beside the envelope."""
    action = operation.actions.get("1.1")
    told = []
    if action is not None:
        told.append(f'SOAP 1.1: <code>SOAPAction: "{escape(action)}"</code>, <code>Content-Type: text/xml</code>')
    if "1.2" in versions:
        told.append(
            "SOAP 1.2: the same body in an envelope of <code>http://www.w3.org/2003/05/soap-envelope</code>, "
            "<code>Content-Type: application/soap+xml</code>"
        )
    return "".join(f'<p class="dim">{each}</p>' for each in told)


def _names(parameter: Parameter) -> Iterator[str]:
    """List the names of a parameter and of what the page shows inside it."""
    yield parameter.name
    for _, each in itertools.islice(back.within(parameter), back.MOST_ROWS):
        yield each.name


def _is_new(changes: Iterable[Change]) -> bool:
    return any(change.kind == "added" and change.parameter is None for change in changes)


def _closed(sheet: OperationSheet, signature: str, changes: list[Change]) -> OperationSheet:
    """Put the row around an operation that opens it: its kind, name, signature and marks."""
    destroys = "destructive" in sheet.marks
    kind = "destructive" if destroys else KINDS[sheet.kind]
    tags = [
        tag(MARK_WORDS.get(mark, mark), "bad" if mark == "refused" else "warn")
        for mark in sheet.marks
        if mark != "destructive"
    ]
    marks = sheet.marks
    if changes:
        worst = min((change.rating for change in changes), key=RATINGS.index)
        new = _is_new(changes)
        tags.append(tag("new" if new else f"changed: {worst}", COLOURS[worst]))
        marks = (*marks, "new" if new else "changed")
    inputs = tuple(dict.fromkeys([*sheet.inputs, *(change.parameter or "" for change in changes)]))
    old = "<s>" if "obsolete" in marks else ""
    html = (
        f'<details class="op" id="op-{escape(sheet.name)}" data-kind="{sheet.kind}" data-marks="{" ".join(marks)}">'
        f'<summary><span class="kind {"destroys" if destroys else sheet.kind}">{kind}</span>'
        f'<span class="sig">{old}<b>{escape(sheet.name)}</b>{old.replace("<", "</")}{escape(signature)}</span>'
        f"{''.join(tags)}</summary><div>{sheet.html}</div></details>\n"
    )
    return sheet._replace(html=html, marks=marks, inputs=inputs)


def _facts(operation: Operation) -> str:
    facts = [f"Python: <code>{escape(operation.python_name)}</code>"]
    facts.append("answers yes or no" if operation.predicate else f"returns {operation.returns}")
    if operation.documented:
        facts.append(f"session: {operation.session}")
    facts.append("safe to repeat after a lost reply" if operation.retry_safe else "never repeated automatically")
    if not operation.documented:
        facts.append("not documented")
    if operation.style == "rpc":
        facts.append(f"style rpc{', SOAP-encoded' if operation.encoded else ''}: call it with SoapClient")
    if operation.one_way:
        facts.append("one-way: no answer")
    said = f"<p>{escape(operation.documentation)}</p>" if operation.documentation else ""
    remarks = {
        "Note": operation.note,
        "A failure may leave behind": operation.leftovers,
        "The documentation contradicts itself": operation.contradiction,
        "Beware": operation.misleads,
    }
    told = "".join(
        f'<p class="remark"><b>{title}:</b> {escape(remark)}</p>' for title, remark in remarks.items() if remark
    )
    return f'{said}<p class="facts">{"; ".join(facts)}</p>{told}'


def _errors(operation: Operation) -> str:
    texts = "".join(f"<li>{escape(each)}</li>" for each in operation.errors)
    numbers = "".join(
        f"<li><b>{each.number}</b> <code>{escape(each.error)}</code>: {escape(each.means)}</li>"
        for each in operation.codes
    )
    shown = f"<h3>Errors</h3><ul>{texts}</ul>" if texts else ""
    return f"{shown}<h3>Errors by number</h3><ul>{numbers}</ul>" if numbers else shown
