"""Moving documents and folders."""

from __future__ import annotations

import attrs

from ..behaviour import Call, behaves
from ..content import rights
from ..content.documents import StoredDocument, find, folder_and_name
from ..content.folders import StoredFolder, find_folder, moving
from ..content.locks import not_others
from ..content.names import is_name
from ..messages import BAD_FOLDER_NAME, BAD_NAME, DOCUMENT_TAKEN, FOLDER_TAKEN, Refusal
from ..store import NameTaken
from ..writing import ResultElement
from .wordings import A_LIBRARY, INTO_ITSELF, NO_DESTINATION, NO_SOURCE, RAW_SQL, SAME_PLACE


@behaves("Move")
def move(call: Call) -> ResultElement:
    """Move a document or folder to a new full path, or rename it.

    If the folder changes, servers of today check the last name of the path but keep the old one, so
    that a collision of the old one is the database's own error; the classic generation renames.
    """
    call.caller()
    store, current = call.world.users, call.world.generation.current
    source = named(call, call.required("SourcePath"))
    path, name = folder_and_name(call.required("DestinationPath"))
    folder = find_folder(store, path)
    if folder is None or not rights.sees(call, folder):
        raise Refusal(NO_DESTINATION)
    is_document = isinstance(source, StoredDocument)
    here = source.folder if isinstance(source, StoredDocument) else source.parent
    if here == "/":
        raise Refusal(A_LIBRARY)
    around = find_folder(store, here)
    same = around is not None and around.folder_id == folder.folder_id
    if same and name == source.name:
        raise Refusal(SAME_PLACE)
    if not is_document and f"{folder.path}/".lower().startswith(f"{source.path}/".lower()):
        raise Refusal(INTO_ITSELF)
    rights.require(call, source, "change")
    rights.require(call, folder, "add")
    if isinstance(source, StoredDocument):
        not_others(call, source)
    there = find(store, f"{folder.path}/{name}") if is_document else find_folder(store, f"{folder.path}/{name}")
    if there is not None and there.path.lower() != source.path.lower():
        raise Refusal(DOCUMENT_TAKEN if is_document else FOLDER_TAKEN)
    if is_document and current and find_folder(store, f"{folder.path}/{name}") is not None:
        raise Refusal(FOLDER_TAKEN)  # the path is a folder, without the document's name
    if same or not current:
        if not is_name(name, call.world.generation):
            raise Refusal(BAD_NAME if is_document else BAD_FOLDER_NAME, name)
    else:
        name = source.name
    put(call, source, folder, name)
    return ResultElement()


def named(call: Call, path: str) -> StoredDocument | StoredFolder:
    """Return the document at a path, otherwise the folder.

    Raises:
        Refusal: there is neither, or it is hidden from the caller.
    """
    found: StoredDocument | StoredFolder | None = find(call.world.users, path) if not path.startswith("~") else None
    if found is None:
        found = find_folder(call.world.users, path)
    if found is None or not rights.sees(call, found):
        raise Refusal(NO_SOURCE)
    return found


def put(call: Call, source: StoredDocument | StoredFolder, folder: StoredFolder, name: str) -> None:
    """Put a document or folder into a folder.

    Raises:
        Refusal: the name is taken there, in the database's own words; or another call has moved the document.
    """
    store = call.world.users
    try:
        if isinstance(source, StoredDocument):
            sql = "UPDATE documents SET folder = ?, name = ? WHERE document_id = ? AND folder = ? AND name = ?"
            if not store.change(sql, folder.path, name, source.document_id, source.folder, source.name):
                raise Refusal(NO_SOURCE)  # another call has just moved it
        else:
            after = attrs.evolve(source, parent=folder.path, name=name).path
            sql = "UPDATE folders SET parent = ?, name = ? WHERE folder_id = ?"
            store.change_all((sql, (folder.path, name, source.folder_id)), *moving(source.path, after))
    except NameTaken:
        raise Refusal(RAW_SQL, "DOCUMENTS" if isinstance(source, StoredDocument) else "FOLDERS") from None
