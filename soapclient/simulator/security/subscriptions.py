"""Subscriptions of users and global groups to documents and folders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from ..behaviour import Call, behaves
from ..content.dialects import documents_in_full
from ..content.documents import StoredDocument, by_id, called_document
from ..content.folder_reading import full_folder
from ..content.folders import StoredFolder, called_folder, folder_by_id
from ..messages import NO_USER, Refusal
from ..people.store import GLOBAL, find_group, groups
from ..store import Store
from ..stored import StoredUser
from ..writing import ResultElement, attributes, text
from . import lists
from .things import called_thing, tree
from .wordings import NO_SUBSCRIBED_GROUP, NOT_ADMINISTRATOR

T = TypeVar("T")
_EVENTS: Final = (
    "read",
    "change",
    "update",
    "checkout",
    "approve",
    "reject",
    "comment",
    "move",
    "delete",
    "checkin",
    "newdoc",
)
_SAVE: Final = "INSERT OR REPLACE INTO subscriptions VALUES (?, ?, ?, ?)"
_REMOVE: Final = "DELETE FROM subscriptions WHERE owner = ? AND who = ? AND member_id = ?"
_SUBSCRIBED: Final = "SELECT who, member_id, events FROM subscriptions WHERE owner = ? ORDER BY who DESC, member_id"
_DIRECT: Final = "SELECT owner FROM subscriptions WHERE who = 'user' AND member_id = ? AND substr(owner, 1, 1) = ?"


@behaves("AddUserToDocumentSubscribers", "AddUsergroupToDocumentSubscribers")
def add_to_document_subscribers(call: Call) -> ResultElement:
    """Subscribe a user or a global group to a document, replacing their current events."""
    return _subscribe(call, called_document(call, "list", "documentpath"))


@behaves("AddUserToFolderSubscribers", "AddUsergroupToFolderSubscribers")
def add_to_folder_subscribers(call: Call) -> ResultElement:
    """Subscribe a user or a global group to a folder, and on request to everything that is below it now."""
    return _subscribe(call, called_folder(call, "list", "folderpath"))


@behaves("RemoveUserFromDocumentSubscribers", "RemoveUsergroupFromDocumentSubscribers")
def remove_from_document_subscribers(call: Call) -> ResultElement:
    """Remove the subscription of a user or a global group to a document; removing a missing one succeeds."""
    return _unsubscribe(call, called_document(call, "list", "documentpath"))


@behaves("RemoveUserFromFolderSubscribers", "RemoveUsergroupFromFolderSubscribers")
def remove_from_folder_subscribers(call: Call) -> ResultElement:
    """Remove the subscription of a user or a global group to a folder, and on request to everything below it."""
    return _unsubscribe(call, called_folder(call, "list", "folderpath"))


@behaves("GetSubscribers")
def get_subscribers(call: Call) -> ResultElement:
    """List the subscribers of a document or folder."""
    thing, store = called_thing(call), call.world.users
    rows = store.rows(
        "SELECT who, member_id, events FROM subscriptions WHERE owner = ? ORDER BY who DESC, member_id",
        lists.key(thing),
    )
    inner = "".join(_subscriber(store, who, number, events.split()) for who, number, events in rows)
    return ResultElement(inner=f"<subscribers>{inner}</subscribers>" if inner else "<subscribers />")


@behaves("GetSubscriptions")
def get_subscriptions(call: Call) -> ResultElement:
    """List the folders and documents that the caller has subscribed to, in full."""
    caller, store = call.caller(), call.world.users
    folders = "".join(full_folder(call, each) for each in _folders(store, caller))
    return ResultElement(inner=folders + documents_in_full(call, _documents(store, caller)))


@behaves("GetSubscribedDocumentsByUser")
def get_subscribed_documents_by_user(call: Call) -> ResultElement:
    """List the documents that a user has subscribed to, in rows."""
    user = call.own_or_any(call.arguments.get("userName"), NOT_ADMINISTRATOR)
    found = _documents(call.world.users, user)
    page, head = _page(call, found)
    inner = "".join(
        "<document"
        + attributes(
            {
                "id": str(each.document_id),
                "name": each.name,
                "path": each.folder.replace("/", "\\"),
                "size": str(each.size),
                "extension": each.name.rpartition(".")[2],
            }
        )
        + " />"
        for each in page
    )
    return ResultElement(head, inner)


@behaves("GetSubscribedFoldersByUser")
def get_subscribed_folders_by_user(call: Call) -> ResultElement:
    """List the folders that a user has subscribed to, in rows; each generation has its own dialect."""
    user = call.own_or_any(call.arguments.get("userName"), NOT_ADMINISTRATOR)
    found = _folders(call.world.users, user)
    page, head = _page(call, found)
    if call.world.generation.current:
        return ResultElement(head, "".join(full_folder(call, each) for each in page))
    short = ({"id": str(each.folder_id), "name": each.name, "path": each.path.replace("/", "\\")} for each in page)
    return ResultElement(head, "".join(f"<folder{attributes(each)} />" for each in short))


@behaves("RemoveAllSubscriptions")
def remove_all_subscriptions(call: Call) -> ResultElement:
    """Remove every subscription of a user."""
    user = call.own_or_any(call.arguments.get("userName"))
    call.world.users.change("DELETE FROM subscriptions WHERE who = 'user' AND member_id = ?", user.user_id)
    return ResultElement()


def _subscribe(call: Call, thing: StoredDocument | StoredFolder) -> ResultElement:
    who, member = _member(call)
    said = {name.casefold() for name, value in call.arguments.items() if value is True}
    events = " ".join(each for each in _EVENTS if f"on_{each}" in said)
    for each in _meant(call, thing):
        call.world.users.change(_SAVE, lists.key(each), who, member, events)
    return ResultElement()


def _unsubscribe(call: Call, thing: StoredDocument | StoredFolder) -> ResultElement:
    who, member = _member(call)
    for each in _meant(call, thing):
        call.world.users.change(_REMOVE, lists.key(each), who, member)
    return ResultElement()


def _meant(call: Call, thing: StoredDocument | StoredFolder) -> list[StoredDocument | StoredFolder]:
    return tree(call.world.users, thing) if call.arguments.get("IncludeSubObjects") else [thing]


def _member(call: Call) -> tuple[str, int]:
    """Return the user, or the group, which must be a global one."""
    if "groupName" in call.arguments:
        group = find_group(call.world.users, GLOBAL, call.text("groupName"))
        if group is None:
            raise Refusal(NO_SUBSCRIBED_GROUP)
        return "group", group.group_id
    user = call.world.users.by_name(call.text("UserName"))
    if user is None:
        raise Refusal(NO_USER)
    return "user", user.user_id


def _subscriber(store: Store, who: str, number: int, events: list[str]) -> str:
    values: dict[str, str] = {}
    if who == "user":
        user = store.by_id(number)
        if user is None:
            return ""
        values = {
            "userid": str(user.user_id),
            "username": user.user_name,
            "firstname": user.first_name,
            "lastname": user.last_name,
            "email": user.email,
            "emailtype": user.email_type,
            "language": user.language,
            "attachdocumenttoemail": str(user.attach_document_to_email).upper(),
            "userstatus": str(int(user.enabled)),
        }
    else:
        found = groups(store, "group_id = ?", number)
        if not found:
            return ""
        values = {"groupid": str(number), "groupname": found[0].name}
    values |= {f"on_{each}": str(each in events).upper() for each in _EVENTS}
    inner = "".join(f"<{name}>{text(value)}</{name}>" for name, value in values.items())
    return f"<{who}subscriber>{inner}</{who}subscriber>"


def _documents(store: Store, user: StoredUser) -> list[StoredDocument]:
    found = (by_id(store, int(owner[1:])) for (owner,) in store.rows(_DIRECT, user.user_id, "D"))
    return sorted((each for each in found if each is not None), key=lambda each: each.document_id)


def _folders(store: Store, user: StoredUser) -> list[StoredFolder]:
    found = (folder_by_id(store, int(owner[1:])) for (owner,) in store.rows(_DIRECT, user.user_id, "F"))
    return sorted((each for each in found if each is not None), key=lambda each: each.folder_id)


def _page(call: Call, found: Sequence[T]) -> tuple[Sequence[T], dict[str, str]]:
    start, count = max(call.arguments["startingRow"], 0), max(call.arguments["rowCount"], 0)
    page = found[start : start + count]
    return page, {"recordCount": str(len(found)), "startingRow": str(start), "rowCount": str(len(page))}
