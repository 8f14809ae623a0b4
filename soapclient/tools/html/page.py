"""The parts that the HTML pages share: the frame, the search, and lists of differences.

A page loads nothing: its security policy allows its own style and script, by their hashes, and no connection. All text
that comes from a WSDL is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Final

from ...contract.compare import Change
from ...contract.rating import counted
from ...wire.redact import hide_source

_PACKAGE: Final = Path(__file__).parent
COLOURS: Final = {"loses data": "bad", "breaks": "warn", "harmless": "good"}


def section(at: str, title: str, body: str) -> str:
    """Write a section under a title that a link can name."""
    return f'<section><h2 id="{at}">{escape(title)}</h2>{body}</section>\n'


def tag(text: str, colour: str = "") -> str:
    """Write a word in a coloured frame."""
    return f'<span class="tag {colour}">{escape(text)}</span>'


def change_list(changes: Iterable[Change], *, searched: bool = False) -> str:
    """Write differences as a list, whose rows the search of the page finds if `searched`."""
    rows = []
    for change in changes:
        place = f"{change.operation}.{change.parameter}" if change.parameter else change.operation
        both = change.before and change.after
        said = f" ({escape(hide_source(change.before))} → {escape(hide_source(change.after))})" if both else ""
        found = f"{place} {change.kind} {hide_source(change.after)}".lower()
        data = f' data-text="{escape(found)}" data-kind="{change.rating}" data-marks="changed"' if searched else ""
        rows.append(
            f"<li{data}>{tag(change.rating, COLOURS[change.rating])}<code>{escape(place)}</code> "
            f"{escape(change.kind)}{said}: {escape(change.why)}</li>"
        )
    return f'<ul class="changes">{"".join(rows)}</ul>'


def counts(changes: Sequence[Change]) -> str:
    """Count differences by rating, in words."""
    told = counted([change.rating for change in changes])
    return f"{len(changes)} {'difference' if len(changes) == 1 else 'differences'}: {told}"


def pre(text: str, label: str) -> str:
    """Write code in a region that the keyboard can reach and scroll."""
    return f'<pre tabindex="0" role="region" aria-label="{escape(label)}">{escape(text)}</pre>'


def tools(sought: str, kinds: Sequence[str], marks: Sequence[str]) -> str:
    """Write the search box, and a checkbox for each kind and each mark that filters the rows."""
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


def page(title: str, intro: str, above: str, body: str, *, script: bool = True) -> str:
    """Write the whole page, with the script that searches it or without any."""
    inside = f"<header><h1>{title}</h1>{intro}</header>\n{above}\n<main>{body}</main>\n"
    return document(title, inside, ("report.css",), ("report.js",) if script else ())


def document(
    title: str, body: str, styles: Sequence[str], scripts: Sequence[str], *, early: str = "", data: str = ""
) -> str:
    """Write an HTML document that loads nothing.

    Args:
        title: its title, escaped.
        body: what is in its body.
        styles: the names of the style sheets to write into it, files of this package.
        scripts: the names of its scripts, which run at the end.
        early: the name of a script that runs before the body; empty for none.
        data: JSON that the scripts read from the element "/data", without `<`; empty for none.

    Returns:
        The document.
    """
    style = "".join((_PACKAGE / name).read_text("utf-8") for name in styles)
    code = "".join((_PACKAGE / name).read_text("utf-8") for name in scripts)
    first = (_PACKAGE / early).read_text("utf-8") if early else ""
    hashes = " ".join(_hash(each) for each in (first, code) if each)
    sources = f"style-src {_hash(style)}" + (f"; script-src {hashes}" if hashes else "")
    policy = f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"
    shared = f'<script type="application/json" id="/data">{data}</script>' if data else ""
    text = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{style}</style>{f'<script>{first}</script>' if first else ''}</head>\n<body>{body}{shared}"
        f"{f'<script>{code}</script>' if code else ''}</body></html>\n"
    )
    return text.replace("\0", "\ufffd")  # HTML has no such character, and some readers take it for the end


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
