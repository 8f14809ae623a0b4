"""Folders: finding them and changing their properties."""

from __future__ import annotations

from typing import Final

import attrs

from .behaviour import Call, behaves
from .documents import is_name
from .messages import BAD_FOLDER_NAME, DENIED, FOLDER_TAKEN, NO_FOLDER, Refusal
from .store import NameTaken, Store
from .writing import ResultElement, attributes

_COLUMNS: Final = "folder_id, parent, name, description"
_BY_PATH: Final = f"SELECT {_COLUMNS} FROM folders WHERE parent = ? AND name = ?"  # noqa: S608 - names of columns
_BELOW: Final = f"SELECT {_COLUMNS} FROM folders WHERE parent = ? ORDER BY name"  # noqa: S608 - names of columns
_UPDATE: Final = "UPDATE folders SET name = ?, description = coalesce(?, description) WHERE folder_id = ?"
_MOVE_FOLDERS: Final = (
    "UPDATE folders SET parent = ? || substr(parent, ?) WHERE parent = ? OR substr(parent, 1, ?) = ? COLLATE NOCASE"
)
_MOVE_DOCUMENTS: Final = (
    "UPDATE documents SET folder = ? || substr(folder, ?) WHERE folder = ? OR substr(folder, 1, ?) = ? COLLATE NOCASE"
)
_CREATED: Final = "2024-01-15"


@attrs.frozen
class StoredFolder:
    """A stored folder."""

    folder_id: int
    parent: str
    name: str
    description: str

    @property
    def path(self) -> str:
        """The path from the root, with slashes."""
        return f"{self.parent.rstrip('/')}/{self.name}"


def find_folder(store: Store, path: str) -> StoredFolder | None:
    """Return the folder at a path, whatever its outer and inner slashes."""
    parent, _, name = path.replace("\\", "/").strip("/").rpartition("/")
    rows = store.rows(_BY_PATH, f"/{parent}", name)
    return StoredFolder(*rows[0]) if rows else None


def below(store: Store, folder: StoredFolder) -> list[StoredFolder]:
    """Return the folders in a folder, by name."""
    return [StoredFolder(*row) for row in store.rows(_BELOW, folder.path)]


def parent_id(store: Store, folder: StoredFolder) -> int:
    """Return the number of the folder around a folder; 0 for a library."""
    parent = find_folder(store, folder.parent)
    return parent.folder_id if parent else 0


def called_folder(call: Call) -> StoredFolder:
    """Return the folder that a call names.

    Raises:
        Refusal: the ticket is not in force, or there is no such folder.
    """
    call.caller()
    folder = find_folder(call.world.users, call.text("Path"))
    if folder is None:
        raise Refusal(NO_FOLDER)
    return folder


def full(store: Store, folder: StoredFolder) -> str:
    """Return <folder> with the attributes of the full dialect."""
    values = {
        "FolderID": str(folder.folder_id),
        "ParentID": str(parent_id(store, folder)),
        "Name": folder.name,
        "Path": folder.path.replace("/", "\\"),
        "Description": folder.description,
        "CreationDate": _CREATED,
        "OwnerName": "admin",
        "DomainId": "1",
        "ClassificationLevel": "No Markings",
        "ClassificationLevelId": "0",
        "DeclassifyOn": "",
        "DowngradeOn": "",
        "RDDefId": "0",
        "RetentionDate": "",
        "DispositionDate": "",
        "CutoffDate": "",
    }
    return f"<folder{attributes(values)} />"


def described(call: Call, folder: StoredFolder) -> str:
    """Return <folder> as GetFolder and GetFolders write it: each generation has a dialect of its own."""
    if call.world.generation.current:
        return full(call.world.users, folder)
    values = {
        "id": str(folder.folder_id),
        "name": folder.name,
        "description": folder.description,
        "parentid": str(parent_id(call.world.users, folder)),
        "createdate": f"{_CREATED}T00:00:00",
        "modifydate": f"{_CREATED}T00:00:00",
        "owner": "admin",
        "classificationlevel": "0",
    }
    return f"<folder{attributes(values)} />"


@behaves("FolderExists")
def folder_exists(call: Call) -> ResultElement:
    """Tell whether there is such a folder: absence is success="false"."""
    called_folder(call)
    return ResultElement()


@behaves("GetFolder")
def get_folder(call: Call) -> ResultElement:
    """Describe a folder; the parts that can be asked for besides are empty."""
    return ResultElement(inner=described(call, called_folder(call)))


@behaves("UpdateFolderProperties")
def update_folder_properties(call: Call) -> ResultElement:
    """Set name and description of a folder: an empty description clears, and by the other reading null does as well."""
    folder = called_folder(call)
    if call.caller().read_only:
        raise Refusal(DENIED)
    name = call.required("NewFolderName")
    if not is_name(name, call.world.generation):
        raise Refusal(BAD_FOLDER_NAME, name)
    description = call.arguments.get("NewDescription")
    if description is None and not call.world.generation.null_keeps:
        description = ""
    before, after = folder.path, attrs.evolve(folder, name=name).path
    moved = after, len(before) + 1, before, len(before) + 1, f"{before}/"
    try:
        call.world.users.change_all(
            (_UPDATE, (name, description, folder.folder_id)), (_MOVE_FOLDERS, moved), (_MOVE_DOCUMENTS, moved)
        )
    except NameTaken:
        raise Refusal(FOLDER_TAKEN) from None
    return ResultElement()
