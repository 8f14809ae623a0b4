"""The differences of two contracts as one HTML page: the dangerous ones open, the harmless ones in closed groups."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from ...contract.compare import Change, compare
from ...contract.contract import Contract
from ...contract.rating import RATINGS
from ...wire.redact import hide_source
from .page import change_list, counts, page, section, tools


def diff_html(first: Contract, second: Contract) -> str:
    """Write the differences of two contracts as one searchable HTML page.

    Args:
        first: the contract that a program uses.
        second: the contract that the server has.

    Returns:
        The page.
    """
    changes = compare(first, second)
    intro = f"<p>From {_source(first)} to {_source(second)}: {counts(changes)}.</p>"
    sections = []
    for at, rating in enumerate(RATINGS, 1):
        group = [each for each in changes if each.rating == rating]
        if group:
            body = change_list(group, searched=True) if rating != "harmless" else _closed(group)
            sections.append(section(f"/{at}", f"{rating.capitalize()} ({len(group)})", body))
    return page("Differences", intro, tools("operation or parameter", RATINGS, ()), "".join(sections))


def _closed(changes: Sequence[Change]) -> str:
    """Write the harmless differences by what changed, each group closed under its title and count."""
    groups: dict[str, list[Change]] = {}
    for kind, found in groupby(changes, key=_title):
        groups.setdefault(kind, []).extend(found)
    ordered = sorted(groups.items(), key=lambda each: (-len(each[1]), each[0]))
    return "".join(
        f'<details class="group"><summary>{escape(title)} ({len(found)})</summary>'
        f"{change_list(found, searched=True)}</details>"
        for title, found in ordered
    )


def _title(change: Change) -> str:
    return f"{'Parameters and fields' if change.parameter else 'Operations'}: {change.kind}"


def _source(contract: Contract) -> str:
    return f"<code>{escape(hide_source(contract.source))}</code>"
