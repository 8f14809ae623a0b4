"""The listings of folders and documents: items, filters and pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from .behaviour import Call, behaves
from .documents import StoredDocument, describe, inside
from .folders import StoredFolder, below, called_folder, described, full, parent_id
from .writing import ResultElement, attributes

# The store has no versions: each document is its first one, of this day, and not published.
_VERSION: Final = "1000000"
_DATES: Final = ("2024-01-15", "2024-01-15T08:30:00.000Z")
_ANY: Final = -1


@behaves("GetFolders")
def get_folders(call: Call) -> ResultElement:
    """List the folders in a folder, in full."""
    folders = below(call.world.users, called_folder(call))
    return ResultElement(inner="".join(described(call, each) for each in folders))


@behaves("GetDocuments")
def get_documents(call: Call) -> ResultElement:
    """List the documents in a folder, in full."""
    return ResultElement(inner=_documents(call, called_folder(call)))


@behaves("GetFoldersAndDocuments")
def get_folders_and_documents(call: Call) -> ResultElement:
    """List folders and documents in a folder, in full."""
    folder, store = called_folder(call), call.world.users
    return ResultElement(inner="".join(full(store, each) for each in below(store, folder)) + _documents(call, folder))


@behaves("GetFoldersAndDocuments2")
def get_folders_and_documents2(call: Call) -> ResultElement:
    """List folders and documents in a folder, with as little as can be."""
    folder = called_folder(call)
    items = [*map(_f, below(call.world.users, folder)), *map(_small_d, inside(call.world.users, folder.path))]
    values = {"id": str(folder.folder_id), "name": folder.name, "itemcount": str(len(items))}
    return ResultElement(values, "".join(items))


@behaves("GetFolders1", "GetFolders2", "GetFoldersByPage")
def list_folders(call: Call) -> ResultElement:
    """List the folders in a folder, in short."""
    return _short(call, folders="folderfilter")


@behaves("GetDocuments1", "GetDocumentsByPage")
def list_documents(call: Call) -> ResultElement:
    """List the documents in a folder, in short."""
    return _short(call, documents="documentfilter")


@behaves("GetFoldersAndDocuments1", "GetFoldersAndDocumentsByPage")
def list_folders_and_documents(call: Call) -> ResultElement:
    """List folders and documents in a folder, in short."""
    return _short(call, folders="folderfilter", documents="documentfilter")


def _short(call: Call, folders: str = "", documents: str = "") -> ResultElement:
    folder, store = called_folder(call), call.world.users
    folder_filter, document_filter = call.text("FolderFilter"), call.text("DocumentFilter")
    items: list[str] = []
    values: dict[str, str] = {
        "folderid": str(folder.folder_id),
        "parentid": str(parent_id(store, folder)),
        "name": folder.name,
        "path": folder.path.replace("/", "\\"),
    }
    if folders:
        values[folders] = folder_filter
        passes = _filter([folder_filter] if folder_filter else [], whole=True)
        items += [_f(each) for each in below(store, folder) if passes(each.name)]
    if documents:
        values[documents] = document_filter
        passes = _filter(document_filter.split(";"), whole=False)
        dates = _DATES[call.world.generation.current]
        items += [_d(each, dates) for each in inside(store, folder.path) if passes(each.name)]
    items, page = _page(call, items)
    return ResultElement(values | page | {"itemcount": str(len(items))}, "".join(items))


def _page(call: Call, items: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the items of the page that a call asks for, and what a reply says of it; -1 is everything."""
    number = call.arguments.get("PageNumber", _ANY)
    if number == _ANY:
        return [*items], {}
    size = call.world.page_size
    start = max(number - 1, 0) * size
    return [*items[start : start + size]], {"page": str(number), "pageSize": str(size)}


def _filter(patterns: Sequence[str], *, whole: bool) -> Callable[[str], bool]:
    """Return what tells whether a name passes: `*` is the only wildcard, quotes ask for the whole name."""
    found = []
    for pattern in filter(None, (each.strip() for each in patterns)):
        quoted = len(pattern) > 1 and pattern[0] == pattern[-1] == '"'
        text = ".*".join(map(re.escape, pattern.strip('"').split("*")))
        found.append(text if whole or quoted or "*" in pattern else f".*{text}.*")
    expression = re.compile("|".join(found), re.IGNORECASE | re.DOTALL)
    return lambda name: not found or expression.fullmatch(name) is not None


def _documents(call: Call, folder: StoredFolder) -> str:
    current = call.world.generation.current
    return "".join(describe(each, current=current) for each in inside(call.world.users, folder.path))


def _f(folder: StoredFolder) -> str:
    return f"<f{attributes({'id': str(folder.folder_id), 'n': folder.name})} />"


def _d(document: StoredDocument, date: str) -> str:
    values = {
        "id": str(document.document_id),
        "n": document.name,
        "mdate": date,
        "cdate": date,
        "size": "0",
        "dformat": document.name.rpartition(".")[2].upper(),
        "chkoutbyusername": "",
        "chkoutbyfullname": "",
        "version": _VERSION,
        "publishedversion": "0",
        "regdate": date,
        "dtype": "0",
    }
    return f"<d{attributes(values)} />"


def _small_d(document: StoredDocument) -> str:
    values = {
        "id": str(document.document_id),
        "n": document.name,
        "sz": "0",
        "pv": "0",
        "lv": _VERSION,
        "chksum": "",
        "tid": "0",
    }
    return f"<d{attributes(values)} />"
