"""The sort orders of hits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..behaviour import Call
from ..content.documents import StoredDocument
from ..content.folders import StoredFolder
from ..content.items import key_of
from ..content.media import in_words
from ..messages import Refusal
from .found import Thing, fields_of, folder_path, typed
from .wordings import BAD_SORT

_COLUMNS: Final = {
    "DOCUMENTNAME": "", "DOCUMENTSIZE": "size", "MIMETYPEDESCRIPTION": "", "MODIFICATIONDATE": "modified",
    "STATUSCODE": "approval_status", "FOLDERNAME": "", "LASTVERSIONNUMBER": "version",
    "PERCENTCOMPLETE": "percent_complete", "CREATIONDATE": "created", "MODIFIEDBYNAME": "",
    "DESCRIPTION": "description", "OWNERNAME": "", "FLOWNAME": "workflow", "VIEW": "", "CHECKEDOUTBYNAME": "",
    "COMPLETIONDATE": "completion_date", "IMPORTANCE": "importance", "RDDEFID": "rd_def_id",
    "CLEVEL": "classification_level", "DECLASSIFYON": "declassify_on", "DOWNGRADEON": "downgrade_on",
    "DISPOSITIONDATE": "disposition_date", "LASTISOREVIEW": "last_iso_review", "NEXTISOREVIEW": "next_iso_review",
}  # fmt: skip


def ordered(call: Call, things: list[Thing], sort_by: str, *, ascending: bool) -> list[Thing]:
    """Return sorted hits; equal ones by name and number.

    Raises:
        Refusal: hits cannot be sorted by this.
    """
    key = _key(call, sort_by.strip().upper() or "DOCUMENTNAME")
    things = sorted(things, key=lambda each: (each.name.casefold(), key_of(each)))
    return sorted(things, key=key, reverse=not ascending)


def _key(call: Call, name: str) -> Callable[[Thing], Any]:
    set_name, dot, field = name.partition(".")
    if dot:
        return _of_field(call, set_name, field, name)
    if name not in _COLUMNS:
        raise Refusal(BAD_SORT, name, ", ".join((*_COLUMNS, "PROPERTYSETNAME.FIELDNAME")))
    users: dict[int, str] = {}

    def user(number: int) -> str:
        if number not in users:
            found = call.world.users.by_id(number) if number else None
            users[number] = found.full_name.casefold() if found else ""
        return users[number]

    special: dict[str, Callable[[Thing], Any]] = {
        "DOCUMENTNAME": lambda thing: thing.name.casefold(),
        "MIMETYPEDESCRIPTION": lambda thing: in_words(thing.name) if isinstance(thing, StoredDocument) else "",
        "FOLDERNAME": lambda thing: folder_path(thing).rpartition("/")[2].casefold(),
        "OWNERNAME": lambda thing: user(thing.owner_id),
        "CHECKEDOUTBYNAME": lambda thing: user(getattr(thing, "checked_out_by_id", 0)),
        "MODIFIEDBYNAME": lambda thing: "",
        "VIEW": lambda thing: "",
    }
    return special.get(name) or _of_column(_COLUMNS[name])


def _of_column(column: str) -> Callable[[Thing], Any]:
    def key(thing: Thing) -> Any:
        value = getattr(thing, column, None)
        value = value.casefold() if isinstance(value, str) else value
        # Folders, which lack most columns, come before documents.
        return (isinstance(thing, StoredFolder) and value is None, value is not None, "" if value is None else value)

    return key


def _of_field(call: Call, set_name: str, field: str, name: str) -> Callable[[Thing], Any]:
    fields = fields_of(call.world.users, set_name)
    kind = fields.types.get(field) if fields else None
    if fields is None or kind is None:
        raise Refusal(BAD_SORT, name, "PROPERTYSETNAME.FIELDNAME")

    def key(thing: Thing) -> Any:
        rows = fields.rows.get(key_of(thing), ())
        value = typed(kind, rows[0].get(field, "")) if rows else None
        return (value is not None, value if value is not None else "")

    return key
