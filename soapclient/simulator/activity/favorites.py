"""Favourites and download queues of users."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..content.dialects import Telling
from ..content.documents import StoredDocument, by_id
from ..content.folder_reading import full_folder
from ..content.folders import StoredFolder
from ..content.items import Item, item_at, item_of, key_of
from ..content.rights import seen
from ..messages import Refusal
from ..store import NameTaken, Store
from ..stored import StoredUser
from ..writing import ResultElement
from .paging import page_of, short_documents, short_folders
from .wordings import IN_FAVORITES, IN_QUEUE, NO_ITEM

_FAVORITES: Final = "favorites"
_QUEUE: Final = "queue"
_OF_USER: Final = "SELECT item FROM personal_items WHERE list = ? AND user_id = ? ORDER BY rowid"


@behaves("AddToFavorites")
def add_to_favorites(call: Call) -> ResultElement:
    """Mark a document, a shortcut's document or a folder; marking twice is refused, a folder only today."""
    item, caller = item_at(call, call.text("itemPath"), absent=NO_ITEM), call.caller()
    if isinstance(item, StoredDocument) and item.target_id:
        item = by_id(call.world.users, item.target_id) or item
    try:
        call.world.users.change("INSERT INTO personal_items VALUES (?, ?, ?)", _FAVORITES, caller.user_id, key_of(item))
    except NameTaken:
        if call.world.generation.current or isinstance(item, StoredDocument):
            raise Refusal(IN_FAVORITES) from None
    return ResultElement()


@behaves("AddToDownloadQueue")
def add_to_download_queue(call: Call) -> ResultElement:
    """Put a document or folder into the caller's queue; putting it in twice is refused."""
    item, caller = item_at(call, call.text("itemPath"), absent=NO_ITEM), call.caller()
    try:
        call.world.users.change("INSERT INTO personal_items VALUES (?, ?, ?)", _QUEUE, caller.user_id, key_of(item))
    except NameTaken:
        raise Refusal(IN_QUEUE) from None
    return ResultElement()


@behaves("RemoveFromFavorites", "RemoveFromDownloadQueue")
def remove_from(call: Call) -> ResultElement:
    """Remove a document or folder from the caller's list; removing a missing one succeeds."""
    name = _FAVORITES if call.operation.name == "RemoveFromFavorites" else _QUEUE
    item, caller = item_at(call, call.text("itemPath"), absent=NO_ITEM), call.caller()
    call.world.users.change(
        "DELETE FROM personal_items WHERE list = ? AND user_id = ? AND item = ?", name, caller.user_id, key_of(item)
    )
    return ResultElement()


@behaves("GetFavorites", "GetDownloadQue")
def get_marked(call: Call) -> ResultElement:
    """List the caller's marked folders, then documents, in full."""
    found = seen(
        call, _marked(call.world.users, _FAVORITES if call.operation.name == "GetFavorites" else _QUEUE, call.caller())
    )
    telling = Telling(call)
    folders = [full_folder(call, each) for each in found if isinstance(each, StoredFolder)]
    documents = [telling.full(each) for each in found if isinstance(each, StoredDocument)]
    return ResultElement(inner="".join((*folders, *documents)))


@behaves("GetFavoriteDocumentsOfUser")
def get_favorite_documents_of_user(call: Call) -> ResultElement:
    """List a user's marked documents, by name and in rows."""
    user = call.own_or_any(call.arguments.get("userName"))
    found = [each for each in _marked(call.world.users, _FAVORITES, user) if isinstance(each, StoredDocument)]
    page, _ = page_of(call, sorted(found, key=lambda each: each.name.casefold()))
    return ResultElement({"totalcount": str(len(found))}, short_documents(page))


@behaves("GetFavoriteFoldersOfUser")
def get_favorite_folders_of_user(call: Call) -> ResultElement:
    """List a user's marked folders, by name and in rows: with few attributes, or on today's servers in full."""
    user = call.own_or_any(call.arguments.get("userName"))
    found = [each for each in _marked(call.world.users, _FAVORITES, user) if isinstance(each, StoredFolder)]
    page, start = page_of(call, sorted(found, key=lambda each: each.name.casefold()))
    if not call.world.generation.current:
        return ResultElement({"totalcount": str(len(found))}, short_folders(page))
    counts = {"recordCount": str(len(found)), "startingRow": str(start), "rowCount": str(len(page))}
    return ResultElement(counts, "".join(full_folder(call, each) for each in page))


def _marked(store: Store, name: str, user: StoredUser) -> list[Item]:
    found = [item_of(store, key) for (key,) in store.rows(_OF_USER, name, user.user_id)]
    return [each for each in found if each is not None]
