"""Delete folders, and list, restore and purge the recycle bin."""

from __future__ import annotations

import re
from typing import Final

import attrs

from ..behaviour import Call, behaves
from ..content import rights
from ..content.dates import now
from ..content.documents import BIN, below_folder, find
from ..content.folders import called_folder, find_folder, folder_by_id, moving, parent_id
from ..messages import DOCUMENT_TAKEN, FOLDER_TAKEN, Refusal
from ..store import NameTaken, Store
from ..writing import ResultElement, attributes
from .rules import allowed
from .wordings import BAD_HANDLER, KEPT_LIBRARY, NO_ORIGINAL, NO_TARGET, NOT_RECYCLED, NOT_YOUR_BIN, ONLY_ADMINISTRATORS

_HANDLER: Final = re.compile(r"[DF][0-9]{1,9}")
_ENTER: Final = "INSERT INTO recycled VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_BLOBS: Final = "SELECT blob FROM versions WHERE document_id IN ({})"


@attrs.frozen
class Recycled:
    """An entry of the recycle bin."""

    handler: str
    name: str
    folder_id: int
    path: str
    size: int
    deleted: str
    deleted_by_id: int
    deleted_by: str

    @property
    def number(self) -> int:
        """The number of the document or folder."""
        return int(self.handler[1:])

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.handler[0] == "F"


@behaves("DeleteFolder")
def delete_folder(call: Call) -> ResultElement:
    """Put a folder with its contents into the recycle bin."""
    folder = called_folder(call, "full")
    if folder.parent == "/":
        raise Refusal(KEPT_LIBRARY)
    store, user = call.world.users, call.caller()
    around = find_folder(store, folder.parent)
    if around is not None:
        allowed(call, around, "FolderDeletes")
    handler = f"F{folder.folder_id}"
    size = sum(each.size for each in below_folder(store, folder.path))
    place = f"{BIN}{handler}"
    entry = handler, folder.name, parent_id(store, folder), folder.path, size, now(), user.user_id, user.user_name
    store.change_all(
        ("UPDATE folders SET parent = ? WHERE folder_id = ?", (place, folder.folder_id)),
        *moving(folder.path, f"{place}/{folder.name}"),
        (_ENTER, entry),
    )
    return ResultElement()


@behaves("GetRecycleBinContent")
def get_recycle_bin_content(call: Call) -> ResultElement:
    """List the items that the caller has deleted."""
    return _listed(_entries(call.world.users, "deleted_by_id = ?", call.caller().user_id))


@behaves("SearchRecycledItems")
def search_recycled_items(call: Call) -> ResultElement:
    """List the items that anybody has deleted, with filters."""
    _administrator(call)
    where: list[str] = ["1"]
    values: list[object] = []

    def narrow(parameter: str, condition: str, value: object = None) -> None:
        said = call.arguments.get(parameter)
        if said not in (None, ""):
            where.append(condition)
            values.append(said if value is None else value)

    narrow("objectName", "name LIKE '%' || ? || '%'")
    for parameter, condition in (("dateDeletedMinDate", "deleted >= ?"), ("dateDeletedMaxDate", "deleted <= ?")):
        moment = call.arguments.get(parameter)
        narrow(parameter, condition, f"{moment:%Y-%m-%dT%H:%M:%S.000Z}" if moment else None)
    narrow("minSize", "size >= ?")
    narrow("maxSize", "size <= ?")
    if call.text("deletedByUsername"):
        narrow("deletedByUsername", "deleted_by_id = ?", call.user(call.text("deletedByUsername")).user_id)
    return _listed(_entries(call.world.users, " AND ".join(where), *values))


@behaves("RestoreRecycleBinItem")
def restore_recycle_bin_item(call: Call) -> ResultElement:
    """Restore an item where it was, or into another folder."""
    caller, entry, store = call.caller(), _called(call), call.world.users
    if entry.deleted_by_id != caller.user_id and not caller.administrator:
        raise Refusal(NOT_YOUR_BIN)
    path = call.text("RestorePath")
    folder = find_folder(store, path) if path else folder_by_id(store, entry.folder_id)
    if folder is None:
        raise Refusal(NO_TARGET if path else NO_ORIGINAL)
    rights.require(call, folder, "add")
    back = f"{folder.path}/{entry.name}"
    taken = find_folder(store, back) if entry.is_folder else find(store, back)
    if taken is not None:
        raise Refusal(FOLDER_TAKEN if entry.is_folder else DOCUMENT_TAKEN)
    gone = "DELETE FROM recycled WHERE handler = ?", (entry.handler,)
    place = f"{BIN}{entry.handler}"
    try:
        if entry.is_folder:
            sql = "UPDATE folders SET parent = ? WHERE folder_id = ?"
            store.change_all((sql, (folder.path, entry.number)), *moving(f"{place}/{entry.name}", back), gone)
        else:
            sql = "UPDATE documents SET folder = ? WHERE document_id = ?"
            store.change_all((sql, (folder.path, entry.number)), gone)
    except NameTaken:
        raise Refusal(FOLDER_TAKEN if entry.is_folder else DOCUMENT_TAKEN) from None
    return ResultElement()


@behaves("PurgeRecycleBinItem")
def purge_recycle_bin_item(call: Call) -> ResultElement:
    """Delete an item permanently."""
    _administrator(call)
    _purge(call, [_called(call)])
    return ResultElement()


@behaves("EmptyRecycleBin")
def empty_recycle_bin(call: Call) -> ResultElement:
    """Permanently delete the items that the caller has deleted."""
    _purge(call, _entries(call.world.users, "deleted_by_id = ?", call.caller().user_id))
    return ResultElement()


def _administrator(call: Call) -> None:
    if not call.caller().administrator:
        raise Refusal(ONLY_ADMINISTRATORS)


def _called(call: Call) -> Recycled:
    handler = call.required("ItemHandler").upper()
    if not _HANDLER.fullmatch(handler):
        raise Refusal(BAD_HANDLER)
    found = _entries(call.world.users, "handler = ?", handler)
    if not found:
        raise Refusal(NOT_RECYCLED, "Folder" if handler[0] == "F" else "Document")
    return found[0]


def _entries(store: Store, where: str, *values: object) -> list[Recycled]:
    rows = store.rows(f"SELECT * FROM recycled WHERE {where} ORDER BY deleted, handler", *values)  # noqa: S608 - constants
    return [Recycled(*row) for row in rows]


def _listed(entries: list[Recycled]) -> ResultElement:
    return ResultElement(inner="".join(map(_element, sorted(entries, key=lambda each: each.is_folder))))


def _element(entry: Recycled) -> str:
    values = {
        "Name": entry.name,
        "DateDeleted": entry.deleted,
        "TotalSize": str(entry.size),
        "OriginalFolderId": str(entry.folder_id),
        "DeletePath": entry.path.replace("/", "\\"),
        "DeletedById": str(entry.deleted_by_id),
        "DeletedByName": entry.deleted_by,
        "RecycledItemStatusId": "0",
        "RecycledItemStatus": "Recycled",
        "Handler": entry.handler,
    }
    return f"<{'folder' if entry.is_folder else 'document'}{attributes(values)} />"


def _purge(call: Call, entries: list[Recycled]) -> None:
    store = call.world.users
    for entry in entries:
        place = f"{BIN}{entry.handler}"
        inside = f"{place}/%" if entry.is_folder else place
        where = "folder LIKE ?" if entry.is_folder else "folder = ?"
        documents = f"SELECT document_id FROM documents WHERE {where}"  # noqa: S608 - a constant
        blobs = store.rows(_BLOBS.format(documents), inside)
        store.change_all(
            (f"DELETE FROM versions WHERE document_id IN ({documents})", (inside,)),  # noqa: S608 - a constant
            (f"DELETE FROM property_rows WHERE owner IN (SELECT 'D' || document_id FROM documents WHERE {where})",  # noqa: S608 - a constant
             (inside,)),
            (f"DELETE FROM documents WHERE {where}", (inside,)),  # noqa: S608 - a constant
            ("DELETE FROM folders WHERE parent = ? OR parent LIKE ?", (place, f"{place}/%")),
            ("DELETE FROM recycled WHERE handler = ?", (entry.handler,)),
        )  # fmt: skip
        for (blob,) in blobs:
            call.world.blobs.remove(blob)
