"""Check documents out and in, and list checked-out documents."""

from __future__ import annotations

from ..behaviour import Call, behaves
from ..messages import Refusal
from ..store import Store
from ..stored import StoredUser
from ..writing import ResultElement, attributes
from . import rights
from .dialects import documents_in_full
from .documents import StoredDocument, called_document, inside, select
from .items import item_at
from .locks import can_be_checked_out, check_in, check_out
from .messages import NOT_CHECKED_OUT, NOT_YOURS, SOME_LOCKED


@behaves("Lock")
def lock(call: Call) -> ResultElement:
    """Check out a document, or all documents of a folder; those that can be stay checked out if others cannot."""
    found = item_at(call, call.text("Path"))
    if isinstance(found, StoredDocument):
        _check_out(call, found)
        return ResultElement()
    failed: list[tuple[str, Refusal]] = []
    for document in inside(call.world.users, found.path):
        try:
            _check_out(call, document)
        except Refusal as refusal:
            failed.append((document.name, refusal))
    if failed:
        raise Refusal(SOME_LOCKED, failed=tuple(failed))
    return ResultElement()


@behaves("UnLock")
def unlock(call: Call) -> ResultElement:
    """Check in without a new version; refused if the document is free. Only an administrator frees another's."""
    found, force = item_at(call, call.text("Path")), bool(call.arguments.get("force"))
    if isinstance(found, StoredDocument):
        _check_in(call, found, force)
        return ResultElement()
    for document in inside(call.world.users, found.path):
        if document.checked_out_by_id:
            _check_in(call, document, force)
    return ResultElement()


@behaves("IsLockPossible")
def is_lock_possible(call: Call) -> ResultElement:
    """Return whether the caller could check a document out; success="false" gives the reason."""
    can_be_checked_out(call, called_document(call, "change"))
    return ResultElement()


@behaves("GetCheckedoutDocuments")
def get_checkedout_documents(call: Call) -> ResultElement:
    """List the caller's checked-out documents, in full."""
    return ResultElement(inner=documents_in_full(call, checked_out_by(call.world.users, call.caller())))


@behaves("GetCheckedoutDocumentsByUser")
def get_checkedout_documents_by_user(call: Call) -> ResultElement:
    """List a user's checked-out documents, by name and in rows; a row count of 0 means all."""
    user = call.own_or_any(call.arguments.get("userName"))
    found = checked_out_by(call.world.users, user)
    start, count = max(call.arguments["startingRow"], 0), max(call.arguments["rowCount"], 0)
    page = found[start : start + count] if count else found[start:]
    inner = "".join(
        "<document"
        + attributes(
            {
                "id": str(each.document_id),
                "name": each.name,
                "path": each.folder.replace("/", "\\"),
                "checkedoutby": user.user_name,
                "UserViewStatus": "0",
            }
        )
        + " />"
        for each in page
    )
    return ResultElement({"totalcount": str(len(found))}, inner)


@behaves("TransferUserCheckedOutDocuments")
def transfer_user_checked_out_documents(call: Call) -> ResultElement:
    """Transfer one user's checked-out documents to another; with the same name twice, the user loses them."""
    call.administrator()
    giver, taker = call.user(call.arguments.get("FromUserName")), call.user(call.arguments.get("ToUserName"))
    to = 0 if giver.user_id == taker.user_id else taker.user_id
    call.world.users.change("UPDATE documents SET checked_out_by_id = ? WHERE checked_out_by_id = ?", to, giver.user_id)
    return ResultElement({"warnings": ""})


def checked_out_by(store: Store, user: StoredUser) -> list[StoredDocument]:
    """Return the documents that a user has checked out, by name."""
    return select(store, "checked_out_by_id = ? ORDER BY name, document_id", user.user_id)


def _check_out(call: Call, document: StoredDocument) -> None:
    caller = rights.require(call, document, "change")
    can_be_checked_out(call, document)
    check_out(call, document, caller)


def _check_in(call: Call, document: StoredDocument, force: bool) -> None:
    caller = call.caller()
    if not document.checked_out_by_id:
        raise Refusal(NOT_CHECKED_OUT)
    if document.checked_out_by_id != caller.user_id and not (force and caller.administrator):
        raise Refusal(NOT_YOURS)
    check_in(call, document.document_id)
