"""Parts that the pages about plans and journals share: lists of facts, tables that become cards on a phone, times."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def fact_list(facts: Iterable[tuple[str, str]]) -> str:
    """Write names and values, which are HTML already, as a list."""
    return f'<dl class="facts">{"".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)}</dl>'


def card_table(label: str, titles: tuple[str, ...], rows: Iterable[tuple[str, ...]], kind: str = "cards") -> str:
    """Write a table; titles and cells are HTML already.

    Args:
        label: its name.
        titles: the titles of its columns.
        rows: the cells of each row.
        kind: its class; the rows of "cards" are cards on a phone.
    """
    head = "".join(f'<th scope="col">{title}</th>' for title in titles)
    body = ""
    for row in rows:
        cells = (f'<td data-title="{title}">{cell}</td>' for title, cell in zip(titles, row, strict=True))
        body += f"<tr>{''.join(cells)}</tr>\n"
    return f'<table class="{kind}" aria-label="{label}"><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>'


def shown_time(text: str) -> str:
    """Write a time of a plan or a journal without its fractions of a second."""
    return escape(text[:19].replace("T", " ") + (" UTC" if text.endswith("+00:00") else ""))
