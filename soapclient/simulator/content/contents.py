"""The listings of folders and documents: items, filters and pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from ..behaviour import Call, behaves
from ..writing import ResultElement, attributes
from .dialects import Telling, documents_in_full
from .documents import StoredDocument, inside
from .folder_reading import described_folder, full_folder
from .folders import StoredFolder, below, called_folder, parent_id
from .rights import seen

_ANY: Final = -1
_Item: TypeAlias = StoredFolder | StoredDocument


@behaves("GetFolders")
def get_folders(call: Call) -> ResultElement:
    """List the folders in a folder, in full."""
    folders = _folders(call, called_folder(call))
    return ResultElement(inner="".join(described_folder(call, each) for each in folders))


@behaves("GetDocuments")
def get_documents(call: Call) -> ResultElement:
    """List the documents in a folder, in full."""
    return ResultElement(inner=documents_in_full(call, _documents(call, called_folder(call))))


@behaves("GetFoldersAndDocuments")
def get_folders_and_documents(call: Call) -> ResultElement:
    """List folders and documents in a folder, in full."""
    folder = called_folder(call)
    folders = "".join(full_folder(call, each) for each in _folders(call, folder))
    return ResultElement(inner=folders + documents_in_full(call, _documents(call, folder)))


@behaves("GetFoldersAndDocuments2")
def get_folders_and_documents2(call: Call) -> ResultElement:
    """List folders and documents in a folder, with as few attributes as possible."""
    folder = called_folder(call)
    items = [*map(_f, _folders(call, folder)), *map(Telling(call).shortest, _documents(call, folder))]
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
    folder = called_folder(call)
    folder_filter, document_filter = call.text("FolderFilter"), call.text("DocumentFilter")
    found: list[_Item] = []
    values: dict[str, str] = {
        "folderid": str(folder.folder_id),
        "parentid": str(parent_id(call.world.users, folder)),
        "name": folder.name,
        "path": folder.path.replace("/", "\\"),
    }
    if folders:
        values[folders] = folder_filter
        passes = _filter([folder_filter] if folder_filter else [], whole=True)
        found += [each for each in _folders(call, folder) if passes(each.name)]
    if documents:
        values[documents] = document_filter
        passes = _filter(document_filter.split(";"), whole=False)
        if call.caller().administrator and not document_filter and call.arguments.get("PageNumber", _ANY) != _ANY:
            found, page = _page_of_all(call, folder, found)
        else:
            found, page = _page(call, [*found, *(each for each in _documents(call, folder) if passes(each.name))])
    else:
        found, page = _page(call, found)
    telling = Telling(call)
    items = [_f(each) if isinstance(each, StoredFolder) else telling.short(each) for each in found]
    return ResultElement(values | page | {"itemcount": str(len(items))}, "".join(items))


def _page(call: Call, items: list[_Item]) -> tuple[list[_Item], dict[str, str]]:
    """Return the items of the requested page, and the attributes of the reply; -1 means everything."""
    number = call.arguments.get("PageNumber", _ANY)
    if number == _ANY:
        return items, {}
    size = call.world.page_size
    start = max(number - 1, 0) * size
    return items[start : start + size], {"page": str(number), "pageSize": str(size)}


def _page_of_all(call: Call, folder: StoredFolder, folders: list[_Item]) -> tuple[list[_Item], dict[str, str]]:
    """Return the same for a listing of all documents; those of other pages are not read."""
    there, page = _page(call, folders)
    size = int(page["pageSize"])
    start = max((int(page["page"]) - 1) * size - len(folders), 0)
    return [*there, *inside(call.world.users, folder.path, start, size - len(there))], page


def _filter(patterns: Sequence[str], *, whole: bool) -> Callable[[str], bool]:
    """Return a test for names: `*` is the only wildcard, and quotes match the whole name."""
    found = []
    for pattern in filter(None, (each.strip() for each in patterns)):
        quoted = len(pattern) > 1 and pattern[0] == pattern[-1] == '"'
        text = ".*".join(map(re.escape, pattern.strip('"').split("*")))
        found.append(text if whole or quoted or "*" in pattern else f".*{text}.*")
    expression = re.compile("|".join(found), re.IGNORECASE | re.DOTALL)
    return lambda name: not found or expression.fullmatch(name) is not None


def _folders(call: Call, folder: StoredFolder) -> list[StoredFolder]:
    return seen(call, below(call.world.users, folder))


def _documents(call: Call, folder: StoredFolder) -> list[StoredDocument]:
    return seen(call, inside(call.world.users, folder.path))


def _f(folder: StoredFolder) -> str:
    return f"<f{attributes({'id': str(folder.folder_id), 'n': folder.name})} />"
