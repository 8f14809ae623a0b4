"""Classification, expiration, completion and cutoff of documents and folders."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Final

from ..behaviour import Call, behaves
from ..content.dates import kept, now, shown
from ..content.dialects import LEVELS
from ..content.documents import StoredDocument, called_document, find
from ..content.folders import StoredFolder, find_folder
from ..content.rights import require
from ..messages import NO_PATH, Refusal
from ..writing import ResultElement, text
from .wordings import BAD_LEVEL, FUTURE, IS_CHECKED_OUT

_TABLES: Final = {StoredDocument: ("documents", "document_id"), StoredFolder: ("folders", "folder_id")}
_NONE: Final = "1900-01-02"  # earlier dates mean no date
_DATED: Final = 2


@behaves("SetClassificationLevel")
def set_classification_level(call: Call) -> ResultElement:
    """Classify a document or else a folder; a missing date is removed, and below Confidential both are."""
    call.caller()
    path = call.text("Path")
    thing = find(call.world.users, path) or find_folder(call.world.users, path)
    if thing is None:
        raise Refusal(NO_PATH)
    caller = require(call, thing, "change")
    level = call.arguments.get("ClassificationLevel")
    if level not in LEVELS:
        raise Refusal(BAD_LEVEL)
    dates = [moment(call.arguments.get(name)) if level >= _DATED else "" for name in ("DowngradeOn", "DeclassifyOn")]
    table, key = _TABLES[type(thing)]
    number = thing.document_id if isinstance(thing, StoredDocument) else thing.folder_id
    call.world.users.change_all(
        (
            f"UPDATE {table} SET classification_level = ?, downgrade_on = ?, declassify_on = ? WHERE {key} = ?",  # noqa: S608 - names of tables
            (level, *dates, number),
        ),
        (
            "INSERT INTO classification_log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(table, number, thing.name, thing.path, thing.classification_level, thing.downgrade_on),
                *(thing.declassify_on, level, *dates, call.text("ReasonForAction"), call.text("Agency")),
                f"{now()} {caller.user_id} {caller.user_name}",
            ),
        ),
    )
    return ResultElement()


@behaves("GetClassificationLogs")
def get_classification_logs(call: Call) -> ResultElement:
    """List how a document or else a folder was classified, the first entry first."""
    call.caller()
    thing = find(call.world.users, call.text("Path")) or find_folder(call.world.users, call.text("Path"))
    if thing is None:
        raise Refusal(NO_PATH)
    require(call, thing, "read")
    table, _ = _TABLES[type(thing)]
    number = thing.document_id if isinstance(thing, StoredDocument) else thing.folder_id
    sql = "SELECT * FROM classification_log WHERE kind = ? AND thing_id = ? ORDER BY rowid"
    inner = "".join(_entry(call, row) for row in call.world.users.rows(sql, table, number))
    return ResultElement(inner=f"<Value>{inner}</Value>")


@behaves("SetExpirationDate")
def set_expiration_date(call: Call) -> ResultElement:
    """Set the expiration date of a document."""
    document = called_document(call, "change", "documentpath")
    return _set(call, document, expiration_date=moment(call.arguments.get("expirationDate")))


@behaves("RemoveExpirationDate")
def remove_expiration_date(call: Call) -> ResultElement:
    """Remove the expiration date of a document."""
    return _set(call, called_document(call, "change", "documentpath"), expiration_date="")


@behaves("GetDocumentExpirationDate")
def get_document_expiration_date(call: Call) -> ResultElement:
    """Return when a document expires; in the year 1900 if it never does."""
    document = called_document(call)
    told = document.expiration_date[:19] or "1900-01-01T00:00:00"
    zone = "+00:00" if call.world.generation.current else ""
    return ResultElement({"expirationDate": f"{told}{zone}"})


@behaves("SetDocumentCompletionStatus")
def set_document_completion_status(call: Call) -> ResultElement:
    """Set how far a document is complete: a date completes it, 100 without one means today; any number is stored."""
    document = called_document(call, "change")
    percent, date = call.arguments.get("PercentComplete") or 0, moment(call.arguments.get("CompletionDate"))
    if date > now():
        raise Refusal(FUTURE)
    if date or percent == 100:
        percent, date = 100, date or f"{datetime.now(timezone.utc):%Y-%m-%d}T00:00:00.000Z"
        if document.checked_out_by_id:
            raise Refusal(IS_CHECKED_OUT)
    return _set(call, document, percent_complete=percent, completion_date=date)


@behaves("SetDocumentCutoffDate")
def set_document_cutoff_date(call: Call) -> ResultElement:
    """Freeze a document; an existing date stays, which succeeds; without a date it is removed."""
    document = called_document(call, "change")
    date = moment(call.arguments.get("cutoffDate"))
    if document.checked_out_by_id:
        raise Refusal(IS_CHECKED_OUT)
    return _set(call, document, cutoff_date=(document.cutoff_date or date) if date else "")


@behaves("RemoveDocumentCutoffDate")
def remove_document_cutoff_date(call: Call) -> ResultElement:
    """Remove the cutoff date of a document."""
    return _set(call, called_document(call, "change"), cutoff_date="")


def moment(value: Any) -> str:
    """Return a given moment as it is stored; "" for none."""
    found = "" if value is None else kept(value.isoformat() if isinstance(value, datetime) else str(value))
    return found if found >= _NONE else ""


def _set(call: Call, document: StoredDocument, **values: object) -> ResultElement:
    columns = ", ".join(f"{column} = ?" for column in values)
    sql = f"UPDATE documents SET {columns} WHERE document_id = ?"  # noqa: S608 - names of columns
    call.world.users.change(sql, *values.values(), document.document_id)
    return ResultElement()


def _entry(call: Call, row: tuple[Any, ...]) -> str:
    kind, number, name, path, *change, reason, agency, done = row
    before, before_downgrade, before_declassify, after, downgrade, declassify = change
    when, user_id, user = done.split(" ", 2)
    generation = call.world.generation
    values = {
        "ObjectTypeId": "1" if kind == "documents" else "2",
        "ObjectType": "Document" if kind == "documents" else "Folder",
        "ObjectId": number,
        "ObjectName": name,
        "Path": path,
        "BeforeClassificationLevelId": before,
        "BeforeClassificationLevel": LEVELS[before],
        "BeforeDowngradeOn": shown(before_downgrade, generation),
        "BeforeDeclassifyOn": shown(before_declassify, generation),
        "ClassificationLevelId": after,
        "ClassificationLevel": LEVELS[after],
        "DowngradeOn": shown(downgrade, generation),
        "DeclassifyOn": shown(declassify, generation),
        "ReasonForAction": reason,
        "ActionDate": when,
        "ActionbyId": user_id,
        "ActionByName": user,
        "Agency": agency,
    }
    inner = "".join(f"<{name}>{text(str(value))}</{name}>" for name, value in values.items())
    return f"<ClassificationLogEntry>{inner}</ClassificationLogEntry>"
