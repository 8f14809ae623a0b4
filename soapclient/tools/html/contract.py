"""A contract as one HTML page: a sidebar with the search, a summary, and every operation."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Final

from ...contract.compare import Change, compare
from ...contract.contract import Contract
from ...wire.redact import hide_source
from .grouping import groups
from .operation import MARK_WORDS, OperationSheet, OperationSheets
from .page import change_list, counts, document, pre, section
from .search_index import search_index
from .sidebar import keys, sidebar

_COUNTED: Final = {"read": "read", "write": "write", "auth": "log in or out", "unknown": "of unknown kind"}


def report_html(contract: Contract, before: Contract | None = None) -> str:
    """Write a contract as one searchable HTML page.

    Args:
        contract: the contract to show.
        before: the contract that a program uses: what changes for that program is marked and rated.

    Returns:
        The page; the same contracts give the same page.
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
    writer = OperationSheets(contract)
    sheets = {name: writer.sheet(name, here.get(name, [])) for name in contract}
    grouped = groups(contract, {name: sheet.category for name, sheet in sheets.items()})
    ordered = [sheets[name] for _, names in grouped for name in names]
    sections = [
        section(f"/{at}", title, "".join(sheets[name].html for name in names))
        for at, (title, names) in enumerate(grouped, 1)
    ]
    if gone:
        title = f"{len(gone)} {'operation' if len(gone) == 1 else 'operations'}"
        body = f'<details class="group" open><summary>{title}</summary>{change_list(gone, searched=True)}</details>'
        sections.insert(0, section("/gone", "No longer there", body))
    title = escape(_title(contract))
    bar = (
        '<a class="skip" href="#/main">Skip to the operations</a>'
        '<header class="bar"><button type="button" id="/menu" aria-controls="/side" aria-expanded="false" hidden>'
        f'<span aria-hidden="true">☰</span> Menu</button><span class="name">{title}</span>'
        '<button type="button" id="/theme" hidden>Theme</button>'
        '<button type="button" id="/keys" aria-haspopup="dialog" hidden>Keys</button></header>'
    )
    summary = _summary(contract, ordered, before, changes)
    main = (
        f'<main id="/main" tabindex="-1"><h1>{title}</h1><p class="dim">API reference</p>{summary}'
        f"{''.join(sections)}</main>"
    )
    body = f'{bar}\n<div class="frame">{sidebar(grouped, sheets, gone=bool(gone))}\n{main}</div>\n{keys()}'
    return document(
        f"{title}: API reference",
        body,
        ("report.css", "reference.css"),
        ("reference.js",),
        early="early.js",
        data=search_index(ordered),
    )


def _title(contract: Contract) -> str:
    """Name the service, or say what it is where the WSDL does not name it."""
    names = dict.fromkeys(each.name for each in contract.services if each.name)
    return ", ".join(names) or "Contract"


def _summary(
    contract: Contract, sheets: Sequence[OperationSheet], before: Contract | None, changes: Sequence[Change]
) -> str:
    kinds = Counter(each.kind for each in sheets)
    marks = Counter(mark for each in sheets for mark in each.marks)
    told = [f"{kinds[kind]} {words}" for kind, words in _COUNTED.items() if kinds[kind]]
    notable = [f"{marks[mark]} {MARK_WORDS.get(mark, mark)}" for mark in ("destructive", "obsolete", "refused")]
    told += [each for each in notable if not each.startswith("0 ")]
    facts = [
        ("Contract", f"<code>{escape(hide_source(contract.source))}</code>"),
        ("Namespace", f"<code>{escape(contract.namespace)}</code>"),
        ("Fingerprint", f"<code>{hashlib.sha256(contract.document).hexdigest()[:16]}</code> (SHA-256 of the WSDL)"),
        ("Operations", f"{len(contract)} operation{'' if len(contract) == 1 else 's'}: {', '.join(told)}"),
        *_ports(contract),
    ]
    if before is not None:
        facts.append(("Compared with", f"<code>{escape(hide_source(before.source))}</code>: {counts(changes)}"))
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    return f'<dl class="facts">{rows}</dl>{_start(contract, sheets)}'


def _ports(contract: Contract) -> list[tuple[str, str]]:
    return [
        (f"SOAP {port.soap_version}", f"<code>{escape(hide_source(port.address))}</code> ({escape(port.name)})")
        for service in contract.services
        for port in service.ports
    ]


def _start(contract: Contract, sheets: Sequence[OperationSheet]) -> str:
    """Show what the samples take for granted: how the client is made."""
    if any(each.noted for each in sheets):
        code = (
            "from soapclient import Client\n\n"
            'with Client("https://server.example/srv.asmx", username="jdoe", password="***") as ir:\n    ...'
        )
        more = "On the command line, name the server and the user by --profile, or by --server and --username."
    else:
        code = (
            f"from soapclient import SoapClient\n\nwith SoapClient({hide_source(contract.source)!r}) as soap:\n    ..."
        )
        more = "On the command line, every call names the WSDL."
    return (
        f"<details><summary>Before the first call</summary>{pre(code, 'How the client of the samples is made')}"
        f"<p>{more}</p></details>"
    )
