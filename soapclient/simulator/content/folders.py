"""Stored folders, and how to find them."""

from __future__ import annotations

from typing import Final, NamedTuple

import attrs

from ..behaviour import Call
from ..messages import NO_FOLDER, Refusal
from ..store import Store
from . import rights
from .documents import BIN

_MOVE_FOLDERS: Final = (
    "UPDATE folders SET parent = ? || substr(parent, ?) WHERE parent = ? OR substr(parent, 1, ?) = ? COLLATE NOCASE"
)
_MOVE_DOCUMENTS: Final = (
    "UPDATE documents SET folder = ? || substr(folder, ?) WHERE folder = ? OR substr(folder, 1, ?) = ? COLLATE NOCASE"
)


@attrs.frozen
class StoredFolder:
    """A stored folder, column by column; moments are texts in UTC, and "" or 0 means no value."""

    folder_id: int
    parent: str
    name: str
    description: str
    created: str
    modified: str
    owner_id: int
    retention_date: str
    disposition_date: str
    cutoff_date: str
    rd_def_id: int
    classification_level: int
    downgrade_on: str
    declassify_on: str

    @property
    def path(self) -> str:
        """The path from the root, with slashes."""
        return f"{self.parent.rstrip('/')}/{self.name}"


COLUMNS: Final = ", ".join(field.name for field in attrs.fields(StoredFolder))
_SELECT: Final = f"SELECT {COLUMNS} FROM folders"  # noqa: S608 - names of columns


def find_folder(store: Store, path: str) -> StoredFolder | None:
    """Return the folder at a path, whatever its outer and inner slashes."""
    parent, _, name = path.replace("\\", "/").strip("/").rpartition("/")
    rows = store.rows(f"{_SELECT} WHERE parent = ? AND name = ?", f"/{parent}", name)
    return StoredFolder(*rows[0]) if rows else None


def folder_by_id(store: Store, folder_id: int) -> StoredFolder | None:
    """Return the folder of this number, unless it is in the recycle bin."""
    rows = store.rows(f"{_SELECT} WHERE folder_id = ?", folder_id)
    folder = StoredFolder(*rows[0]) if rows else None
    return None if folder is None or folder.parent.startswith(BIN) else folder


def below(store: Store, folder: StoredFolder) -> list[StoredFolder]:
    """Return the folders in a folder, by name."""
    return [StoredFolder(*row) for row in store.rows(f"{_SELECT} WHERE parent = ? ORDER BY name", folder.path)]


def folders_where(store: Store, where: str, *values: object) -> list[StoredFolder]:
    """Return folders by a condition in SQL, and perhaps an order; those in the recycle bin are left out.

    Args:
        store: the store.
        where: what follows WHERE: a constant of the package.
        values: the values in it.
    """
    rows = store.rows(f"{_SELECT} WHERE parent NOT LIKE '{BIN}%' AND {where}", *values)
    return [StoredFolder(*row) for row in rows]


def libraries(store: Store) -> list[StoredFolder]:
    """Return the folders at the root, by name."""
    return [StoredFolder(*row) for row in store.rows(f"{_SELECT} WHERE parent = '/' ORDER BY name")]


def parent_id(store: Store, folder: StoredFolder) -> int:
    """Return the number of a folder's parent; 0 for a library."""
    parent = find_folder(store, folder.parent)
    return parent.folder_id if parent else 0


class LibraryOf(NamedTuple):
    """The library attributes of a document or folder."""

    number: int
    name: str


def library(store: Store, path: str) -> LibraryOf:
    """Return the library of a path; number 0 without one."""
    name = path.replace("\\", "/").strip("/").partition("/")[0]
    rows = store.rows("SELECT library_id, name FROM libraries WHERE name = ?", name)
    return LibraryOf(*rows[0]) if rows else LibraryOf(0, "")


def moving(before: str, after: str) -> list[tuple[str, tuple[object, ...]]]:
    """Return the statements that move everything below a folder to its new path, for `Store.change_all`.

    Args:
        before: the folder's old path.
        after: its new path.
    """
    values = after, len(before) + 1, before, len(before) + 1, f"{before}/"
    return [(_MOVE_FOLDERS, values), (_MOVE_DOCUMENTS, values)]


def called_folder(call: Call, right: rights.Right = "list", parameter: str = "path") -> StoredFolder:
    """Return the folder in the parameter `Path` of a call, or in another one, in any letter case.

    Args:
        call: the call.
        right: the right that the caller needs.
        parameter: the parameter's name in lower case.

    Raises:
        Refusal: the ticket is invalid, the folder does not exist or is hidden from the caller, or the right is missing.
    """
    call.caller()
    said = next((value for name, value in call.arguments.items() if name.casefold() == parameter), None)
    return folder_at(call, said or "", right)


def folder_at(call: Call, path: str, right: rights.Right = "list") -> StoredFolder:
    """Return the folder at a path, after checking the caller's right.

    Raises:
        Refusal: the folder does not exist or is hidden from the caller, or the right is missing.
    """
    folder = find_folder(call.world.users, path)
    if folder is None or not rights.sees(call, folder):
        raise Refusal(NO_FOLDER)
    rights.require(call, folder, right)
    return folder
