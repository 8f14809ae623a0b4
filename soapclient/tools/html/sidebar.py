"""The sidebar of the report page: the search, the filters, and links to the operations; and the list of keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final
from urllib.parse import quote

from .operation import KINDS, MARK_WORDS, MARKS, OperationSheet

_KEYS: Final = (
    ("/", "Search"),
    ("↑ ↓", "Choose a result"),
    ("Enter", "Open the result, or the operation in focus"),
    ("j k", "Next, previous operation"),
    ("Esc", "Clear the search; close the menu or the operation"),
    ("?", "Show these keys"),
)


def sidebar(grouped: Sequence[tuple[str, list[str]]], sheets: Mapping[str, OperationSheet], *, gone: bool) -> str:
    """Write the search, the filters, and the operations by group.

    Args:
        grouped: the titles of the groups with the names of their operations.
        sheets: the operations by name.
        gone: whether the page has a section about operations that are no longer there.
    """
    kinds = [kind for kind in KINDS if any(each.kind == kind for each in sheets.values())]
    marks = [mark for mark in MARKS if any(mark in each.marks for each in sheets.values())]
    boxes = [("kind", kind, KINDS[kind]) for kind in kinds if len(kinds) > 1]
    boxes += [("mark", mark, MARK_WORDS.get(mark, mark)) for mark in marks]
    labels = "".join(
        f'<label><input type="checkbox" name="{name}" value="{value}"><span>{text}</span></label>'
        for name, value, text in boxes
    )
    search = (
        '<div id="/tools" role="search" hidden>'
        '<input type="search" id="/search" aria-label="Search" placeholder="Search ( / )"'
        ' autocomplete="off" spellcheck="false" role="combobox" aria-expanded="false" aria-controls="/found"'
        ' aria-autocomplete="list">'
        f'<fieldset aria-label="Show only">{labels}</fieldset>'
        '<p id="/count" class="dim" role="status"></p>'
        '<ul id="/found" role="listbox" aria-label="Results" hidden></ul></div>'
    )
    tree = "".join(
        f'<details><summary>{escape(title)} <span class="dim">{len(names)}</span></summary><ul>'
        f'<li class="all"><a href="#/{at}">All {len(names)}</a></li>{"".join(map(_link, names))}</ul></details>'
        for at, (title, names) in enumerate(grouped, 1)
    )
    first = '<p><a href="#/gone">No longer there</a></p>' if gone else ""
    return f'<nav id="/side" aria-label="Operations">{search}<div id="/tree">{first}{tree}</div></nav>'


def _link(name: str) -> str:
    return f'<li><a href="#op-{escape(quote(name))}">{escape(name)}</a></li>'


def keys() -> str:
    """Write the dialog that lists the keys."""
    rows = "".join(f"<dt><kbd>{each}</kbd></dt><dd>{what}</dd>" for each, what in _KEYS)
    return (
        f'<dialog id="/help" aria-labelledby="/help-title"><h2 id="/help-title">Keys</h2><dl class="facts">{rows}</dl>'
        '<button type="button">Close</button></dialog>'
    )
