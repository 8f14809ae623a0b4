"""Who has read which documents."""

from __future__ import annotations

from ..behaviour import Call, behaves
from ..content.dialects import Telling, documents_in_full
from ..content.documents import StoredDocument, called_document, select
from ..content.folders import library
from ..content.items import item_of, key_of
from ..content.rights import seen
from ..writing import ResultElement, attributes
from .paging import page_of, short_documents
from .store import StoredEvent, between, events

_RECENT = 20


@behaves("GetDocumentViewLog")
def get_document_view_log(call: Call) -> ResultElement:
    """List who has read which version of a document; each read is an entry."""
    document = called_document(call)
    return _of_document(call, events(call.world.users, "view", "item = ?", (key_of(document),)))


@behaves("GetDocumentReadLogHistory")
def get_document_read_log_history(call: Call) -> ResultElement:
    """List when a user has read which version of a document."""
    values = key_of(called_document(call)), call.arguments["UserID"]
    return _of_document(call, events(call.world.users, "view", "item = ? AND user_id = ?", values))


@behaves("GetUserViewLog", "GetUserViewLog1", "GetUserViewLogLite")
def get_user_view_log(call: Call) -> ResultElement:
    """List what a user has read, optionally between two moments; Lite in pages, and without a list if it is empty."""
    user = call.own_or_any(call.arguments.get("userName"))
    where, values = between(call, "startdate", "endDate")
    found = events(call.world.users, "view", f"user_id = ? AND {where}", (user.user_id, *values))
    if call.operation.name != "GetUserViewLogLite":
        return ResultElement(inner=f"<viewlogs>{_viewlogs(call, found)}</viewlogs>" if found else "<viewlogs />")
    page, start = page_of(call, found)
    counts = {"recordCount": str(len(found)), "startingRow": str(start), "rowCount": str(len(page))}
    return ResultElement(counts, f"<viewlogs>{_viewlogs(call, page)}</viewlogs>" if found else "")


@behaves("GetRecentDocuments")
def get_recent_documents(call: Call) -> ResultElement:
    """List the items that the caller has last read or uploaded, in full, each once and twenty at most."""
    store, caller = call.world.users, call.caller()
    sql = (
        "SELECT item FROM events WHERE user_id = ? AND kind IN ('view', 'version') GROUP BY item"
        " ORDER BY max(event_id) DESC"
    )
    found = [item_of(store, key) for (key,) in store.rows(sql, caller.user_id)]
    documents = seen(call, [each for each in found if isinstance(each, StoredDocument)])
    return ResultElement(inner=documents_in_full(call, documents[:_RECENT]))


@behaves("GetAuthoredDocuments")
def get_authored_documents(call: Call) -> ResultElement:
    """List the documents with a version by a user, by name and in rows."""
    user = call.own_or_any(call.arguments.get("userName"))
    found = select(
        call.world.users,
        "document_id IN (SELECT document_id FROM versions WHERE author_id = ?) ORDER BY name, document_id",
        user.user_id,
    )
    page, _ = page_of(call, found)
    return ResultElement({"totalcount": str(len(found))}, short_documents(page))


def _of_document(call: Call, found: list[StoredEvent]) -> ResultElement:
    telling = Telling(call)
    inner = "".join(
        f"<Version{attributes(values)} />"
        for values in (
            {
                "Number": str(event.version),
                "UserID": str(event.user_id),
                "Viewer": telling.full_name(event.user_id),
                "ViewDate": event.date,
            }
            for event in found
        )
    )
    return ResultElement(inner=f"<ViewLog>{inner}</ViewLog>" if inner else "<ViewLog />")


def _viewlogs(call: Call, found: list[StoredEvent]) -> str:
    telling, made = Telling(call), []
    for event in found:
        domain = library(call.world.users, event.path)
        values = {
            "DocumentId": event.item[1:],
            "UserId": str(event.user_id),
            "UserFullname": telling.full_name(event.user_id),
            "DocumentName": event.name,
            "VersionNumber": str(event.version),
            "ViewDate": event.date,
            "DomainName": domain.name,
            "Path": event.path.replace("/", "\\"),
        }
        made.append(f"<viewlog{attributes(values)} />")
    return "".join(made)
