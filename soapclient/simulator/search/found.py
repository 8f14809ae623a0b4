"""The hits of a search: documents and folders with the values that criteria compare."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias

import attrs

from ..behaviour import Call
from ..content.documents import StoredDocument, select
from ..content.folders import COLUMNS, StoredFolder
from ..store import Store

Thing: TypeAlias = StoredDocument | StoredFolder
_FOLDERS: Final = f"SELECT {COLUMNS} FROM folders WHERE parent NOT LIKE '*%'"  # noqa: S608 - names of columns
_ROWS: Final = "SELECT owner, fields FROM property_rows WHERE name = ? ORDER BY owner, row_number"
_TYPES: Final = "SELECT name, data_type FROM set_fields WHERE set_name = ?"
_KNOWN: Final = "SELECT name FROM set_definitions WHERE name = ?"


@attrs.frozen
class Fields:
    """The rows of one property set on everything that has any.

    Attributes:
        name: the name of the set.
        types: the types of its fields by their names in capitals.
        rows: the rows by their owner: "D" or "F" and its number.
    """

    name: str
    types: Mapping[str, str]
    rows: Mapping[str, list[Mapping[str, str]]]


def everything(call: Call) -> list[Thing]:
    """Return all documents and folders, except those in the recycle bin."""
    store = call.world.users
    return [*(StoredFolder(*row) for row in store.rows(_FOLDERS)), *select(store, "1")]


def fields_of(store: Store, name: str) -> Fields | None:
    """Return the rows of a property set; None if it does not exist."""
    known = store.rows(_KNOWN, name)
    if not known:
        return None
    rows: dict[str, list[Mapping[str, str]]] = {}
    for owner, fields in store.rows(_ROWS, known[0][0]):
        rows.setdefault(owner, []).append(json.loads(fields))
    types = {field.upper(): kind for field, kind in store.rows(_TYPES, known[0][0])}
    return Fields(known[0][0], types, rows)


def folder_path(thing: Thing) -> str:
    """Return the path of the folder that contains something."""
    return thing.folder if isinstance(thing, StoredDocument) else thing.parent


def typed(kind: str, text: str) -> Any:
    """Return a stored value in comparable form; None for none.

    Raises:
        ValueError: it does not fit this type.
    """
    if not text.strip():
        return None
    if kind == "NUMBER":
        try:
            return Decimal(text.strip())
        except InvalidOperation:
            raise ValueError(text) from None
    if kind == "BOOLEAN":
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[text.strip().casefold()]
    return text.casefold() if kind == "CHAR" else text.strip()[:10]
