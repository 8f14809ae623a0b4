"""Find the document or folder that a call is about, a document before a folder."""

from __future__ import annotations

from ..behaviour import Call
from ..content import rights
from ..content.documents import StoredDocument, below_folder, find
from ..content.folders import StoredFolder, find_folder
from ..messages import NO_PATH, Refusal
from ..store import Store


def called_thing(call: Call) -> StoredDocument | StoredFolder:
    """Return the document or folder that a call names.

    Raises:
        Refusal: the ticket is invalid, or nothing that the caller sees exists at this path.
    """
    call.caller()
    path = call.text("Path")
    found = find(call.world.users, path) or find_folder(call.world.users, path)
    if found is None or not rights.sees(call, found):
        raise Refusal(NO_PATH)
    return found


def tree(store: Store, thing: StoredDocument | StoredFolder) -> list[StoredDocument | StoredFolder]:
    """Return a folder and everything below it; a document alone."""
    if isinstance(thing, StoredDocument):
        return [thing]
    found: list[StoredDocument | StoredFolder] = [thing]
    waiting = [thing.path]
    while waiting:
        parent = waiting.pop()
        for (name,) in store.rows("SELECT name FROM folders WHERE parent = ?", parent):
            folder = find_folder(store, f"{parent}/{name}")
            if folder is not None:
                found.append(folder)
                waiting.append(folder.path)
    return found + list(below_folder(store, thing.path))
