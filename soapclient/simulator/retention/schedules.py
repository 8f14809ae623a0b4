"""Definitions of retention schedules; none of them is executed here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import attrs

from ..behaviour import Call, behaves
from ..content.dates import now
from ..content.dialects import Telling
from ..messages import Refusal
from ..reading import Malformed, parse
from ..store import NameTaken, Store
from ..writing import ResultElement, attributes
from .wordings import BAD_PERIOD, BAD_SCHEDULE, IN_USE, NO_AGENCY, NO_SCHEDULE, NOT_ALLOWED, SCHEDULE_TAKEN

# The other fields of a definition besides its name and type, with their defaults.
_DEFAULTS: Final[Mapping[str, str]] = {
    "Description": "", "URL": "", "ReferenceNumber": "", "SourceAuthority": "System", "RecordsSeriesName": "",
    "RetentionTrigger": "1", "RetentionPeriodYears": "0", "RetentionPeriodMonths": "0", "RetentionPeriodDays": "0",
    "DispositionType": "0", "DispositionTrigger": "0", "DispositionPeriodYears": "0", "DispositionPeriodMonths": "0",
    "DispositionPeriodDays": "0", "TransferAgency": "", "MoveFolderId": "0", "CreateTask": "true", "SendEmail": "true",
}  # fmt: skip
_KNOWN: Final = {name.casefold(): name for name in _DEFAULTS}
_PERIODS: Final = ("RetentionPeriodYears", "RetentionPeriodMonths", "RetentionPeriodDays")
_TYPES: Final = ("Temporary", "Permanent")
_DISPOSITIONS: Final = {"0": "None", "1": "Transfer", "2": "Destroy", "3": "Move"}
_TRANSFER: Final = "1"
_SELECT: Final = "SELECT def_id, name, permanent, said, created_by_id, created, updated_by_id, updated FROM schedules"


def _complete(text: str) -> dict[str, str]:
    said: dict[str, str] = json.loads(text)
    return {**_DEFAULTS, **said}


@attrs.frozen
class StoredSchedule:
    """A retention schedule."""

    def_id: int
    name: str
    permanent: bool = attrs.field(converter=bool)
    said: Mapping[str, str] = attrs.field(converter=_complete)
    created_by_id: int
    created: str
    updated_by_id: int
    updated: str


def schedule(store: Store, number: int) -> StoredSchedule | None:
    """Return the schedule of this number."""
    rows = store.rows(f"{_SELECT} WHERE def_id = ?", number)
    return StoredSchedule(*rows[0]) if rows else None


def schedules(store: Store) -> list[StoredSchedule]:
    """Return every schedule, by number."""
    return [StoredSchedule(*row) for row in store.rows(f"{_SELECT} ORDER BY def_id")]


def facts_of(call: Call, found: StoredSchedule) -> dict[str, str]:
    """Return the description of a schedule; the two types have changed numbers since classic servers."""
    said, permanent = found.said, found.permanent
    type_id = permanent + 1 if call.world.generation.current else 2 - permanent
    rows = call.world.users.rows("SELECT parent, name FROM folders WHERE folder_id = ?", said["MoveFolderId"])
    return {
        "DefId": str(found.def_id),
        "Name": found.name,
        **{name: said[name] for name in ("Description", "URL", "ReferenceNumber", "SourceAuthority")},
        "RecordsSeriesName": said["RecordsSeriesName"],
        "RetentionType": str(type_id),
        "RetentionTypeText": _TYPES[permanent],
        "RetentionTrigger": said["RetentionTrigger"],
        "RetentionTriggerText": "",
        **{name: said[name] for name in _PERIODS},
        "DispositionType": said["DispositionType"],
        "DispositionTypeText": _DISPOSITIONS.get(said["DispositionType"], ""),
        "DispositionTrigger": said["DispositionTrigger"],
        "DispositionTriggerText": "",
        **{name: said[name] for name in _DEFAULTS if name.startswith("DispositionPeriod")},
        "TransferAgency": said["TransferAgency"],
        "MoveFolderId": said["MoveFolderId"],
        "MoveFolderPath": f"{rows[0][0].rstrip('/')}/{rows[0][1]}" if rows else "",
    }


@behaves("GetRandDScheduleInfo")
def get_rand_d_schedule_info(call: Call) -> ResultElement:
    """Describe a schedule, with its author and last editor."""
    call.caller()
    found, telling = _called(call, "RDDefId"), Telling(call)
    values = {
        **facts_of(call, found),
        "CreateTask": found.said["CreateTask"],
        "SendEmail": found.said["SendEmail"],
        "CreatedById": str(found.created_by_id),
        "CreatedByName": telling.user_name(found.created_by_id),
        "CreationDate": telling.date(found.created),
        "LastUpdatedById": str(found.updated_by_id),
        "LastUpdatedByName": telling.user_name(found.updated_by_id),
        "LastUpdatedOn": telling.date(found.updated),
    }
    return ResultElement(inner=f"<RetentionDispositionSchedule{attributes(values)} />")


@behaves("CreateRandDSchedule")
def create_rand_d_schedule(call: Call) -> ResultElement:
    """Create a schedule."""
    _administrator(call)
    name, permanent, said = _read(call, "RDDefXML")
    user, moment, store = call.caller().user_id, now(), call.world.users
    row = store.number(), name, permanent, json.dumps(said), user, moment, user, moment
    try:
        store.change("INSERT INTO schedules VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *row)
    except NameTaken:
        raise Refusal(SCHEDULE_TAKEN) from None
    return ResultElement(inner=f'<RetentionDispositionSchedule DefId="{row[0]}" />')


@behaves("UpdateRandDSchedule")
def update_rand_d_schedule(call: Call) -> ResultElement:
    """Replace a schedule as a whole: missing fields return to their defaults, and two flags to true."""
    _administrator(call)
    found = _called(call, "RDdefId")
    name, permanent, said = _read(call, "NewRDDefXML")
    sql = "UPDATE schedules SET name = ?, permanent = ?, said = ?, updated_by_id = ?, updated = ? WHERE def_id = ?"
    try:
        call.world.users.change(
            sql, name, permanent, json.dumps(said), call.caller().user_id, now(), found.def_id
        )  # fmt: skip
    except NameTaken:
        raise Refusal(SCHEDULE_TAKEN) from None
    return ResultElement()


@behaves("DeleteRandDSchedule", "DeleteRandDSchedule1")
def delete_rand_d_schedule(call: Call) -> ResultElement:
    """Delete an unused schedule, or with force remove it from everything that uses it."""
    _administrator(call)
    number, store = _called(call, "RDdefId").def_id, call.world.users
    used = sum(
        store.rows(f"SELECT count(*) FROM {table} WHERE rd_def_id = ?", number)[0][0]  # noqa: S608 - constants
        for table in ("documents", "folders")
    )
    if used and not call.arguments.get("forceDelete"):
        raise Refusal(IN_USE)
    store.change_all(
        ("UPDATE documents SET rd_def_id = 0 WHERE rd_def_id = ?", (number,)),
        ("UPDATE folders SET rd_def_id = 0 WHERE rd_def_id = ?", (number,)),
        ("DELETE FROM schedules WHERE def_id = ?", (number,)),
    )
    return ResultElement()


def _called(call: Call, parameter: str) -> StoredSchedule:
    found = schedule(call.world.users, call.arguments[parameter])
    if found is None:
        raise Refusal(NO_SCHEDULE)
    return found


def _administrator(call: Call) -> None:
    if not call.caller().administrator:
        raise Refusal(NOT_ALLOWED)


def _read(call: Call, parameter: str) -> tuple[str, bool, dict[str, Any]]:
    """Read a definition: the attributes of any root, ignoring letter case."""
    try:
        root = parse(call.text(parameter))
    except Malformed:
        raise Refusal(BAD_SCHEDULE) from None
    given = {key.casefold(): value.strip() for key, value in root.attrib.items()}
    said = {_KNOWN[key]: value for key, value in given.items() if key in _KNOWN}
    name, kind = given.get("name") or given.get("rdname") or "", given.get("retentiontype", "1")
    if not name or kind not in ("1", "2"):
        raise Refusal(BAD_SCHEDULE)
    permanent = kind == ("2" if call.world.generation.current else "1")
    whole = {**_DEFAULTS, **said}
    periods = [whole[each] for each in _PERIODS]
    if not all(each.isdecimal() for each in periods):
        raise Refusal(BAD_PERIOD)
    if not permanent and (not any(map(int, periods)) or whole["RetentionTrigger"] == "0"):
        raise Refusal(BAD_PERIOD)
    if whole["DispositionType"] == _TRANSFER and not whole["TransferAgency"]:
        raise Refusal(NO_AGENCY)
    return name, permanent, said
