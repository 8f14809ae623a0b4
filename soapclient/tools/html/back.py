"""The answer of an operation as a part of an HTML page: its fields, headers, faults and policies."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator
from html import escape
from typing import Final

from ...contract.model import Operation, Parameter
from .page import tag

MOST_ROWS: Final = 200
_MOST_CHARACTERS: Final = 300


def within(parameter: Parameter, around: tuple[Parameter, ...] = ()) -> Iterator[tuple[int, Parameter]]:
    """List what is inside a parameter, with its level."""
    for each in parameter.shown_inside(around):
        yield len(around) + 1, each
        yield from within(each, (*around, parameter))


def short(text: str) -> str:
    """Return a text that is not too long for a cell."""
    return textwrap.shorten(text, _MOST_CHARACTERS, placeholder=" ...")


def kind(parameter: Parameter) -> str:
    """Write the type of a parameter with what its schema declares."""
    told = [*parameter.demands]
    if parameter.others:
        told.append(f"may be {', '.join(each.name.rpartition('}')[2] for each in parameter.others)}")
    if parameter.declared.documentation:
        told.append(parameter.declared.documentation)
    dim = "".join(f'<br><span class="dim">{escape(short(each))}</span>' for each in told)
    return f"{escape(short(parameter.shown_type))}{dim}"


def parts(operation: Operation) -> tuple[Parameter, ...]:
    """List what comes back: the fields of the answer, its headers, the details of faults."""
    aside = operation.aside
    return (*operation.answer, *aside.headers, *(each.detail for each in aside.faults))


def section(operation: Operation) -> str:
    """Write the answer of an operation, and what the service requires beside the parameters."""
    aside = operation.aside
    shown = [_table(f"Answer of {operation.name}", "Answer", operation.answer)] if operation.answer else []
    if aside.headers:
        shown.append(_table(f"Headers of the answer of {operation.name}", "Headers of the answer", aside.headers))
    for each in aside.faults:
        shown.append(_table(f"Fault {each.name} of {operation.name}", f"Fault {each.name}", (each.detail,)))
    if aside.unread:
        shown.append(f"<h3>Faults</h3><p>The faults cannot be read: {escape(aside.unread)}</p>")
    if aside.policies:
        rows = (
            f"<li><code>{escape(each.name)}</code> {tag('required' if each.required else 'optional')}"
            f"{'' if each.supported else tag('not supported', 'warn')}</li>"
            for each in aside.policies
        )
        shown.append(f"<h3>Policies</h3><ul>{''.join(rows)}</ul>")
    return "".join(shown)


def _table(label: str, title: str, parameters: tuple[Parameter, ...]) -> str:
    levels = ((level, each) for top in parameters for level, each in ((0, top), *within(top)))
    found = list(itertools.islice(levels, MOST_ROWS + 1))
    rows = "".join(_row(level, each) for level, each in found[:MOST_ROWS])
    more = "<p>Cut here; soapclient describe --json shows all.</p>" if len(found) > MOST_ROWS else ""
    head = "".join(f'<th scope="col">{each}</th>' for each in ("Field", "Type", "Comes"))
    return (
        f'<h3>{escape(title)}</h3><div class="wide" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}"
    )


def _row(level: int, parameter: Parameter) -> str:
    name = f"@{parameter.name}" if parameter.attribute else parameter.name
    place = f' class="l{level}"' if level else ""
    there = "always" if parameter.min_occurs else "may be missing"
    if parameter.max_occurs != 1:
        there = f"{parameter.min_occurs} or more" if parameter.max_occurs is None else (
            f"{parameter.min_occurs} to {parameter.max_occurs}"
        )  # fmt: skip
    if parameter.nillable:
        there += ", may be nil"
    return f'<tr{place}><th scope="row"><code>{escape(name)}</code></th><td>{kind(parameter)}</td><td>{there}</td></tr>'
