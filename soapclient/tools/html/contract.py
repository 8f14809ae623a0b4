"""A contract, or the differences of two, as one HTML page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, Final

from ...contract.compare import Change, compare
from ...contract.contract import Contract
from ...contract.rating import RATINGS
from ...wire.redact import hide_source
from .operation import MARKS, sheet
from .page import change_list, page, section, tools

_KINDS: Final = ("read", "write", "auth", "unknown")


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
        category, text = sheet(contract, name, here.get(name, []))
        categories.setdefault(category, []).append(text)
    ordered = sorted(categories.items(), key=lambda each: (not each[0], each[0].casefold()))
    many = len(ordered) > 1
    titles = [(title or ("Not documented" if many else "Operations"), rows) for title, rows in ordered]
    intro = [f"<p>{len(contract)} operations of {_source(contract)}.</p>"]
    if before is not None:
        intro.append(f"<p>Compared with {_source(before)}: {_counts(changes)}.</p>")
    intro.append(_ports(contract))
    if many:
        items = (f'<li><a href="#/{at}">{escape(title)}</a> ({len(rows)})</li>' for at, (title, rows) in _each(titles))
        intro.append(f'<nav aria-label="Categories"><ul>{"".join(items)}</ul></nav>')
    sections = [section(f"/{at}", title, "".join(rows)) for at, (title, rows) in _each(titles)]
    if gone:
        sections.insert(0, section("/gone", "No longer there", change_list(gone, searched=True)))
    marks = MARKS if before is not None else MARKS[2:]
    return page("Contract", "".join(intro), tools("operation or parameter", _KINDS, marks), "".join(sections))


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
        section(f"/{at}", f"{rating.capitalize()} ({len(group)})", change_list(group, searched=True))
        for at, (rating, group) in _each(groups)
        if group
    ]
    return page("Differences", intro, tools("operation or parameter", RATINGS, ()), "".join(sections))


def _each(rows: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    return enumerate(rows, 1)


def _source(contract: Contract) -> str:
    return f"<code>{escape(hide_source(contract.source))}</code>"


def _counts(changes: Sequence[Change]) -> str:
    ratings = (f"{sum(change.rating == rating for change in changes)} {rating}" for rating in RATINGS)
    return f"{len(changes)} differences: {', '.join(ratings)}"


def _ports(contract: Contract) -> str:
    rows = (
        f"<li>{escape(service.name)}, SOAP {port.soap_version}: <code>{escape(hide_source(port.address))}</code></li>"
        for service in contract.services
        for port in service.ports
    )
    return f"<ul>{''.join(rows)}</ul>"
