"""A user's belongings, and their transfer to another user.

With the same name twice, each transfer succeeds and takes everything away from the account.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from ..behaviour import Call, behaves
from ..content.documents import select
from ..content.folders import StoredFolder, folder_by_id, library
from ..messages import DENIED, Refusal
from ..store import Store
from ..writing import ResultElement, attributes
from .numbers import TRANSFERS

T = TypeVar("T")
_OF_CHECKOUTS: Final = "TransferUserCheckedOutDocuments"
# These stay without an owner rather than being deleted.
_LEFT: Final = frozenset(("owner_id", "assignee_id", "reviewer_id", "supervisor_id"))
# The column of a table that changes to the new owner.
_COLUMNS: Final = {
    "TransferUserDocumentOwnerships": ("documents", "owner_id", ""),
    "TransferUserFolderOwnerships": ("folders", "owner_id", ""),
    "TransferUserDocumentSubscriptions": ("subscriptions", "member_id", " AND who = 'user' AND owner LIKE 'D%'"),
    "TransferUserFolderSubscriptions": ("subscriptions", "member_id", " AND who = 'user' AND owner LIKE 'F%'"),
    "TransferUserGroupMemberships": ("group_members", "user_id", ""),
    "TransferUserDomainMemberships": ("library_users", "user_id", ""),
    "TransferUserDomainManagerRoles": ("library_managers", "user_id", ""),
    "TransferUserTasks": ("tasks", "assignee_id", " AND status IN ('InProgress', 'DueDateChanged')"),
    "TransferUserISOTasks": ("review_definitions", "reviewer_id", ""),
    "TransferUserWorkflowDefinitions": ("flow_defs", "supervisor_id", ""),
}


@behaves("GetDocumentsOwnedByUser")
def get_documents_owned_by_user(call: Call) -> ResultElement:
    """List the documents that a user owns, in rows; a row count of 0 means all. Only today's servers return a total."""
    user = call.own_or_any(call.arguments.get("userName"))
    found = select(call.world.users, "owner_id = ? ORDER BY document_id", user.user_id)
    page, head = _page(call, found)
    inner = "".join(
        "<document"
        + attributes(
            {
                "id": str(each.document_id),
                "name": each.name,
                "size": str(each.size),
                "modificationDate": each.modified,
                "publishedVersionAuthorName": "",
                "path": each.folder.replace("/", "\\"),
                "domainid": str(library(call.world.users, each.folder).number),
                "UserViewStatus": "0",
            }
        )
        + " />"
        for each in page
    )
    return ResultElement(head, inner)


@behaves("GetFoldersOwnedByUser")
def get_folders_owned_by_user(call: Call) -> ResultElement:
    """List the folders that a user owns, in rows; no total is returned."""
    user = call.own_or_any(call.arguments.get("userName"))
    numbers = call.world.users.rows("SELECT folder_id FROM folders WHERE owner_id = ? ORDER BY folder_id", user.user_id)
    found = [each for (number,) in numbers if (each := folder_by_id(call.world.users, number)) is not None]
    page, _ = _page(call, found)
    return ResultElement(inner="".join(_owned(call.world.users, each, user.user_name) for each in page))


@behaves(*(each for each in TRANSFERS if each != _OF_CHECKOUTS))
def transfer(call: Call) -> ResultElement:
    """Transfer one user's belongings to another."""
    if not call.caller().administrator:
        raise Refusal(DENIED)
    giver, taker = call.user(call.arguments.get("FromUserName")), call.user(call.arguments.get("ToUserName"))
    known = _COLUMNS.get(call.operation.name)
    if known is not None:
        table, column, condition = known
        of_giver = f"{column} = ?{condition}"
        if giver.user_id == taker.user_id and column not in _LEFT:
            call.world.users.change(f"DELETE FROM {table} WHERE {of_giver}", giver.user_id)  # noqa: S608 - names of columns
        else:
            to = 0 if giver.user_id == taker.user_id else taker.user_id
            # Rows that the other user already has stay, and are removed from the giver.
            call.world.users.change(f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {of_giver}", to, giver.user_id)  # noqa: S608 - names of columns
    return ResultElement({"warnings": ""})


def _owned(store: Store, folder: StoredFolder, owner: str) -> str:
    values = {
        "id": str(folder.folder_id),
        "name": folder.name,
        "path": folder.path.replace("/", "\\"),
        "domainid": str(library(store, folder.path).number),
        "ownerid": str(folder.owner_id),
        "ownername": owner,
    }
    return f"<folder{attributes(values)} />"


def _page(call: Call, found: Sequence[T]) -> tuple[Sequence[T], dict[str, str]]:
    start, count = max(call.arguments["startingRow"], 0), max(call.arguments["rowCount"], 0)
    page = found[start : start + count] if count else found[start:]
    if not call.world.generation.current:
        return page, {}
    return page, {"recordCount": str(len(found)), "rowCount": str(len(page) if count else len(found))}
