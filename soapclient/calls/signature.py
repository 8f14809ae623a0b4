"""The Python signature and docstring of an operation, for `help` and editors."""

from __future__ import annotations

import inspect
import keyword
from typing import Any, Final

from ..contract.model import Operation, Parameter
from ..replies.answer import Answer
from ..values import KEEP
from .arguments import sayings

_EFFECTS: Final = {
    "keeps": "null keeps it",
    "clears": "null clears it",
    "default": "null means the default",
    "contradictory": "null is contradictory",
    "undocumented": "",
}


def signature(operation: Operation, *, python: bool, answers: Any = Answer) -> inspect.Signature:
    """Return the Python signature of an operation; an optional parameter has the default `KEEP` or None."""
    parameters = [_parameter(operation, each, python) for each in operation.own_parameters]
    return inspect.Signature(parameters, return_annotation=bool if operation.predicate else answers)


def _parameter(operation: Operation, parameter: Parameter, python: bool) -> inspect.Parameter:
    said = sayings(operation, parameter)
    default: Any = inspect.Parameter.empty
    if "nothing" in said:
        default = KEEP if "keep" in said else None
    name = parameter.python_name if python or not _is_sayable(parameter.name) else parameter.name
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=parameter.type)


def _is_sayable(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def _returned(operation: Operation) -> str:
    return "True or False" if operation.predicate else operation.returns


def document(operation: Operation) -> str:
    """Return the docstring of an operation, from the contract and its notes."""
    about = f"{operation.category}; {operation.kind}" if operation.documented else "not documented"
    marks = [mark for mark in ("obsolete", "destructive") if getattr(operation, mark)]
    lines = [f"{operation.name}: {'; '.join([about, *marks])}, returns {_returned(operation)}.", ""]
    lines += [f"    {_described(operation, each)}" for each in operation.own_parameters]
    if operation.errors:
        lines += ["", f"Errors: {'; '.join(operation.errors)}"]
    if operation.codes:
        lines += ["", "Errors by number:"]
        lines += [f"    {each.number} {each.error}: {each.means}" for each in operation.codes]
    remarks = {"Note": operation.note, "Contradiction": operation.contradiction, "Beware": operation.misleads}
    for title, remark in remarks.items():
        lines += ["", f"{title}: {remark}"] if remark else []
    return "\n".join(lines)


def _described(operation: Operation, parameter: Parameter) -> str:
    notes = [parameter.type, operation.need(parameter), _EFFECTS[parameter.on_null]]
    left_out = parameter.absent or ("kept" if parameter.on_null == "keeps" and parameter.null != "none" else "")
    absent = f"; left out: {left_out}" if left_out else ""
    return f"{parameter.name} ({parameter.python_name}): {', '.join(note for note in notes if note)}{absent}"
