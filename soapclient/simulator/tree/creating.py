"""Creating folders."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..content import rights
from ..content.dates import now
from ..content.folders import StoredFolder, find_folder
from ..content.names import cleaned
from ..messages import BAD_FOLDER_NAME, FOLDER_TAKEN, NO_FOLDER, Refusal
from ..store import NameTaken
from ..writing import ResultElement
from .rules import allowed
from .wordings import CUT_OFF_FOLDER, NO_LIBRARY_HERE

_NEW: Final = (
    "INSERT INTO folders (folder_id, parent, name, description, created, modified, owner_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)


@behaves("CreateFolder")
def create_folder(call: Call) -> ResultElement:
    """Create a folder and every missing parent, those even if the folder itself is refused."""
    call.caller()
    names = [each for each in call.required("Path").replace("\\", "/").split("/") if each]
    if len(names) < 2:
        raise Refusal(NO_LIBRARY_HERE)
    return _told(new_folder(call, around(call, names[:-1]), names[-1]))


@behaves("CreateFolder1")
def create_folder1(call: Call) -> ResultElement:
    """Create a folder with a description; the classic generation requires the parent to exist."""
    call.caller()
    path, name = call.required("ParentFolderPath"), call.required("NewFolderName")
    names = [each for each in path.replace("\\", "/").split("/") if each]
    if not names:
        raise Refusal(NO_LIBRARY_HERE)
    if call.world.generation.current:
        return _told(new_folder(call, around(call, names), name, call.text("Description")))
    folder = find_folder(call.world.users, path)
    if folder is None:
        raise Refusal(NO_FOLDER)
    return _told(new_folder(call, folder, name, call.text("Description")))


@behaves("FolderExists1")
def folder_exists1(call: Call) -> ResultElement:
    """Return whether a folder contains such a folder; success="false" means no."""
    call.caller()
    folder = find_folder(call.world.users, f"{call.required('FolderPath')}/{call.required('FolderName')}")
    if folder is None or not rights.sees(call, folder):
        raise Refusal(NO_FOLDER)
    return ResultElement()


def around(call: Call, names: list[str]) -> StoredFolder:
    """Return the folder with these names, creating missing ones below the library."""
    folder = find_folder(call.world.users, names[0])
    if folder is None:
        raise Refusal(NO_FOLDER)
    for name in names[1:]:
        there = find_folder(call.world.users, f"{folder.path}/{cleaned(name, call.world.generation)}")
        folder = there or new_folder(call, folder, name)
    return folder


def new_folder(call: Call, parent: StoredFolder, name: str, description: str = "") -> StoredFolder:
    """Create one folder in another; a server of today cleans its name.

    Raises:
        Refusal: the right is missing, a rule or a cutoff date forbids it, the name is taken, or cleans to nothing.
    """
    caller = rights.require(call, parent, "add")
    allowed(call, parent, "NewFolders")
    if parent.cutoff_date:
        raise Refusal(CUT_OFF_FOLDER)
    clean = cleaned(name, call.world.generation)
    if not clean.strip():
        raise Refusal(BAD_FOLDER_NAME, name)
    moment = now()
    row = call.world.users.number(), parent.path, clean, description, moment, moment, caller.user_id
    try:
        call.world.users.change(_NEW, *row)
    except NameTaken:
        raise Refusal(FOLDER_TAKEN) from None
    found = find_folder(call.world.users, f"{parent.path}/{clean}")
    assert found is not None  # noqa: S101 - it was made just now
    return found


def _told(folder: StoredFolder) -> ResultElement:
    return ResultElement({"FolderId": str(folder.folder_id), "FolderName": folder.name})
