"""Find the document or folder at a path: a document is tried first."""

from __future__ import annotations

from typing import TypeAlias

from ..behaviour import Call
from ..messages import NO_PATH, Refusal, Wording
from ..store import Store
from . import rights
from .documents import StoredDocument, by_id, document_at, find
from .folders import StoredFolder, find_folder, folder_by_id

Item: TypeAlias = StoredDocument | StoredFolder


def item_at(call: Call, path: str, right: rights.Right = "list", absent: Wording = NO_PATH) -> Item:
    """Return the document or folder at a path, after checking the caller's right.

    Raises:
        Refusal: the caller sees nothing there, or the right is missing.
    """
    call.caller()
    if path[:2].casefold() == "~f" and path[2:].isdecimal():
        folder = folder_by_id(call.world.users, int(path[2:]))
    elif path.startswith("~") or find(call.world.users, path) is not None:
        return document_at(call, path, right)
    else:
        folder = find_folder(call.world.users, path)
    if folder is None or not rights.sees(call, folder):
        raise Refusal(absent)
    rights.require(call, folder, right)
    return folder


def key_of(item: Item) -> str:
    """Return the key of a document or folder in other tables: D or F and its number."""
    return f"D{item.document_id}" if isinstance(item, StoredDocument) else f"F{item.folder_id}"


def item_of(store: Store, key: str) -> Item | None:
    """Return the document or folder with a key, unless it is in the recycle bin or gone."""
    number = int(key[1:])
    return by_id(store, number) if key.startswith("D") else folder_by_id(store, number)
