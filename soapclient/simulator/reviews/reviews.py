"""Definitions of reviews, and the permanent logs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from ..activity.paging import page_of, short_documents
from ..behaviour import Call, behaves
from ..content.dates import kept, now
from ..content.documents import StoredDocument, called_document, select
from ..messages import NO_USER, Refusal
from ..reading import Malformed, parse
from ..stored import StoredUser
from ..writing import ResultElement, attributes, text
from .wordings import BAD_DEFINITION, NO_REVIEW

_LOG: Final = "INSERT INTO review_logs (kind, document_id, version, date, comment, user_id) VALUES (?, ?, ?, ?, ?, ?)"
_SAVE: Final = "INSERT OR REPLACE INTO review_definitions VALUES (?, ?, ?)"
_DATES: Final = "UPDATE documents SET {} = ? WHERE document_id = ?"
_OF_USER: Final = (
    "document_id IN (SELECT document_id FROM review_definitions WHERE reviewer_id = ?) ORDER BY name, document_id"
)
# The fields of a definition, with their defaults.
_DEFAULTS: Final[Mapping[str, str]] = {
    "scheduleDef": "", "nextReviewDate": "", "reviewById": "0", "reviewByName": "", "reviewInstructions": "",
    "workflowId": "0", "workflowName": "", "deadlineHours": "24", "priority": "0", "assignerById": "0",
    "assignerByName": "", "assignmentDate": "", "permissionChangeDueDate": "false",
    "permissionChangePriority": "false", "permissionChangeFinishDate": "false", "taskRequirements": "0",
}  # fmt: skip
_KNOWN: Final = {name.casefold(): name for name in _DEFAULTS}


@behaves("SetISOReviewDefinition")
def set_iso_review_definition(call: Call) -> ResultElement:
    """Set when and by whom a document will be reviewed; the definition is replaced as a whole."""
    document, caller = called_document(call, "change", "documentpath"), call.caller()
    try:
        root = parse(call.text("xmlParameters"))
    except Malformed:
        raise Refusal(BAD_DEFINITION) from None
    if root.tag != "ISOReviewDefinitionModel":
        raise Refusal(BAD_DEFINITION)
    given = {**root.attrib, **{str(each.tag): each.text or "" for each in root}}
    said = {**_DEFAULTS, **{_KNOWN[key.casefold()]: value for key, value in given.items() if key.casefold() in _KNOWN}}
    reviewer = _reviewer(call, said)
    try:
        next_date = kept(said["nextReviewDate"]) if said["nextReviewDate"] else ""
    except ValueError:
        raise Refusal(BAD_DEFINITION) from None
    said |= {
        "nextReviewDate": next_date,
        "reviewById": str(reviewer.user_id),
        "reviewByName": reviewer.user_name,
        "assignerById": str(caller.user_id),
        "assignerByName": caller.user_name,
        "assignmentDate": now(),
    }
    call.world.users.change_all(
        (_SAVE, (document.document_id, reviewer.user_id, json.dumps(said))),
        (_DATES.format("next_iso_review"), (next_date, document.document_id)),
    )
    return ResultElement()


@behaves("GetISOReviewDefinition")
def get_iso_review_definition(call: Call) -> ResultElement:
    """Return when and by whom a document will be reviewed; empty without a review."""
    said = _definition(call, called_document(call, parameter="documentpath"))
    return ResultElement(inner=f"<isoDef{attributes(said)} />" if said else "")


@behaves("RemoveISOReviewDefinition")
def remove_iso_review_definition(call: Call) -> ResultElement:
    """Remove the review of a document; removing a missing one succeeds."""
    document = called_document(call, "change", "documentpath")
    call.world.users.change_all(
        ("DELETE FROM review_definitions WHERE document_id = ?", (document.document_id,)),
        (_DATES.format("next_iso_review"), ("", document.document_id)),
    )
    return ResultElement()


@behaves("GetISOReviewAssignmentsOfUser")
def get_iso_review_assignments_of_user(call: Call) -> ResultElement:
    """List the documents that a user must review, by name and in rows."""
    user = call.own_or_any(call.arguments.get("userName"))
    found = select(call.world.users, _OF_USER, user.user_id)
    page, _ = page_of(call, found)
    return ResultElement({"totalcount": str(len(found))}, short_documents(page))


@behaves("AddISOComment")
def add_iso_comment(call: Call) -> ResultElement:
    """Record a review of the latest version, permanently; only the document's reviewer may."""
    document, caller = called_document(call, parameter="documentpath"), call.caller()
    if _definition(call, document).get("reviewById") != str(caller.user_id):
        raise Refusal(NO_REVIEW)
    _record(call, "ISO", document)
    call.world.users.change(_DATES.format("last_iso_review"), now(), document.document_id)
    return ResultElement()


@behaves("AddSOXComment")
def add_sox_comment(call: Call) -> ResultElement:
    """Record a comment on the latest version, permanently; each repeat adds another one."""
    _record(call, "SOX", called_document(call, "change", "documentpath"))
    return ResultElement()


@behaves("GetISOLogs", "GetSoxLogs")
def get_logs(call: Call) -> ResultElement:
    """List the records of a document, the oldest first."""
    document = called_document(call, parameter="documentpath")
    kind, tag = ("ISO", "IsoLog") if call.operation.name == "GetISOLogs" else ("SOX", "SoxLog")
    sql = "SELECT version, date, comment, user_id FROM review_logs WHERE kind = ? AND document_id = ? ORDER BY log_id"
    items = ""
    for version, date, comment, user_id in call.world.users.rows(sql, kind, document.document_id):
        user = call.world.users.by_id(user_id)
        values = {
            "DocumentId": str(document.document_id),
            "VersionNumber": str(version),
            "ReviewDate": date,
            "Comment": comment,
            "UserId": str(user_id),
            "UserName": user.user_name if user else "",
        }
        items += f"<{tag}>{''.join(f'<{name}>{text(value)}</{name}>' for name, value in values.items())}</{tag}>"
    return ResultElement(inner=f"<Value>{items}</Value>" if items else "<Value />")


def _reviewer(call: Call, said: Mapping[str, str]) -> StoredUser:
    store, number = call.world.users, said["reviewById"]
    user = store.by_name(said["reviewByName"]) if said["reviewByName"] else None
    if user is None and number.isdecimal():
        user = store.by_id(int(number))
    if user is None:
        raise Refusal(NO_USER)
    return user


def _definition(call: Call, document: StoredDocument) -> dict[str, str]:
    sql = "SELECT said, reviewer_id FROM review_definitions WHERE document_id = ?"
    for said, reviewer_id in call.world.users.rows(sql, document.document_id):
        user = call.world.users.by_id(reviewer_id)
        name = user.user_name if user else ""
        found: dict[str, str] = {**json.loads(said), "reviewById": str(reviewer_id), "reviewByName": name}
        return found
    return {}


def _record(call: Call, kind: str, document: StoredDocument) -> None:
    values = kind, document.document_id, document.version, now(), call.required("CommentText"), call.caller().user_id
    call.world.users.change(_LOG, *values)
