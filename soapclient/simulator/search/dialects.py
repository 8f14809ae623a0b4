"""The dialects of search pages: the full one, or on older servers their own.

Source: the pages of GetNextSearchPage, of both generations.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..behaviour import Call
from ..content.dialects import Telling
from ..content.documents import StoredDocument
from ..content.folder_reading import full_folder
from ..content.folders import StoredFolder, find_folder, parent_id
from ..content.media import in_words
from ..content.parts import asked_for
from ..writing import attributes
from .found import Thing


def written(call: Call, things: Iterable[Thing], *, ranked: bool) -> str:
    """Return the hits of a page.

    Args:
        call: the call, whose flags request more.
        things: the hits.
        ranked: whether the search was for words.
    """
    telling, current = Telling(call), call.world.generation.current
    found = []
    for thing in things:
        if isinstance(thing, StoredDocument):
            rank = _rank(thing, current=current) if ranked else ""
            found.append(telling.full(thing, rank) if current else _document(call, telling, thing, rank))
        else:
            found.append(full_folder(call, thing) if current else _folder(call, telling, thing))
    return "".join(found)


def _rank(document: StoredDocument, *, current: bool) -> str:
    if current:
        values = {"Rank": "50", "FoundIn": "2", "FoundInVersionNumber": "0"}
    else:
        values = {
            "Rank": "50",
            "FoundInPropertiesOrComments": "TRUE",
            "FoundInAttachments": "FALSE",
            "FoundInWorkflowHistory": "FALSE",
            "FoundInVersionNumber": "0",
            "FoundInPublishedVersion": "FALSE",
        }
    return f"<RankInfo{attributes(values)} />"


def _document(call: Call, telling: Telling, document: StoredDocument, rank: str) -> str:
    folder = find_folder(call.world.users, document.folder)
    values = {
        "DocumentID": str(document.document_id),
        "DocumentName": document.name,
        "FolderID": str(folder.folder_id if folder else 0),
        "FolderName": folder.name if folder else "",
        "Path": document.path,
        "MimeTypeDescription": in_words(document.name),
        "DocumentSize": str(document.size),
        "LastVersionNumber": str(document.version),
        "CreationDate": telling.date(document.created),
        "ModificationDate": telling.date(document.modified),
        "OwnerID": str(document.owner_id),
        "OwnerName": telling.user_name(document.owner_id),
        "StatusCode": "0",
        "UserViewStatus": "0",
    }
    inner = rank + asked_for(call, document)
    head = f"<document{attributes(values)}"
    return f"{head}>{inner}</document>" if inner else f"{head} />"


def _folder(call: Call, telling: Telling, folder: StoredFolder) -> str:
    values = {
        "FolderID": str(folder.folder_id),
        "FolderName": folder.name,
        "ParentFolderID": str(parent_id(call.world.users, folder)),
        "Path": folder.path,
        "CreationDate": telling.date(folder.created),
        "ModificationDate": telling.date(folder.modified),
        "OwnerID": str(folder.owner_id),
        "OwnerName": telling.user_name(folder.owner_id),
        "Description": folder.description,
    }
    inner = asked_for(call, folder)
    head = f"<folder{attributes(values)}"
    return f"{head}>{inner}</folder>" if inner else f"{head} />"
