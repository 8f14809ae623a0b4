"""Read folders and change their properties."""

from __future__ import annotations

from typing import Final

import attrs

from ..behaviour import Call, behaves
from ..messages import BAD_FOLDER_NAME, FOLDER_TAKEN, Refusal
from ..store import NameTaken
from ..writing import ResultElement, attributes
from .dates import shown
from .dialects import LEVELS, Telling
from .folders import StoredFolder, called_folder, library, moving, parent_id
from .names import is_name
from .parts import asked_for

_UPDATE: Final = "UPDATE folders SET name = ?, description = coalesce(?, description) WHERE folder_id = ?"


def full_folder(call: Call, folder: StoredFolder) -> str:
    """Return <folder> with the attributes of the full dialect and the requested parts."""
    store, domain = call.world.users, library(call.world.users, folder.path)

    def date(moment: str) -> str:
        return shown(moment, call.world.generation)

    values = {
        "FolderID": str(folder.folder_id),
        "ParentID": str(parent_id(store, folder)),
        "Name": folder.name,
        "Path": folder.path.replace("/", "\\"),
        "Description": folder.description,
        "CreationDate": date(folder.created),
        "OwnerName": Telling(call).user_name(folder.owner_id),
        "DomainId": str(domain.number),
        "ClassificationLevel": LEVELS.get(folder.classification_level, ""),
        "ClassificationLevelId": str(folder.classification_level),
        "DeclassifyOn": date(folder.declassify_on),
        "DowngradeOn": date(folder.downgrade_on),
        "RDDefId": str(folder.rd_def_id),
        "RetentionDate": date(folder.retention_date),
        "DispositionDate": date(folder.disposition_date),
        "CutoffDate": date(folder.cutoff_date),
    }
    return _element(call, folder, values)


def described_folder(call: Call, folder: StoredFolder) -> str:
    """Return <folder> as GetFolder and GetFolders write it; each generation has its own dialect."""
    if call.world.generation.current:
        return full_folder(call, folder)
    values = {
        "id": str(folder.folder_id),
        "name": folder.name,
        "description": folder.description,
        "parentid": str(parent_id(call.world.users, folder)),
        "createdate": folder.created[:19],
        "modifydate": folder.modified[:19],
        "owner": Telling(call).user_name(folder.owner_id),
        "classificationlevel": str(folder.classification_level),
    }
    return _element(call, folder, values)


@behaves("FolderExists")
def folder_exists(call: Call) -> ResultElement:
    """Return whether a folder exists; success="false" means no."""
    called_folder(call)
    return ResultElement()


@behaves("GetFolder")
def get_folder(call: Call) -> ResultElement:
    """Describe a folder, with the parts that the flags request."""
    return ResultElement(inner=described_folder(call, called_folder(call)))


@behaves("UpdateFolderProperties")
def update_folder_properties(call: Call) -> ResultElement:
    """Set the name and description of a folder: an empty description clears, and by the other reading null does too."""
    folder = called_folder(call, "change")
    name = call.required("NewFolderName")
    if not is_name(name, call.world.generation):
        raise Refusal(BAD_FOLDER_NAME, name)
    description = call.arguments.get("NewDescription")
    if description is None and not call.world.generation.null_keeps:
        description = ""
    update = _UPDATE, (name, description, folder.folder_id)
    try:
        call.world.users.change_all(update, *moving(folder.path, attrs.evolve(folder, name=name).path))
    except NameTaken:
        raise Refusal(FOLDER_TAKEN) from None
    return ResultElement()


def _element(call: Call, folder: StoredFolder, values: dict[str, str]) -> str:
    inner = asked_for(call, folder)
    head = f"<folder{attributes(values)}"
    return f"{head}>{inner}</folder>" if inner else f"{head} />"
