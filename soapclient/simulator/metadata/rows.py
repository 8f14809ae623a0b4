"""Property sets: their rows on documents, folders and users."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timezone
from typing import Final, TypeAlias

import attrs

from ..behaviour import Call, behaves
from ..content.documents import StoredDocument, find
from ..content.folders import find_folder
from ..content.parts import part
from ..messages import ACCESS_DENIED, BAD_ROWS, NO_PATH, NO_ROW, NO_SET, ROW_TAKEN, SOME_ROWS, Refusal
from ..reading import Malformed, parse
from ..store import Store
from ..stored import StoredUser
from ..writing import ResultElement, attributes
from .definitions import StoredField, StoredSet, all_sets
from .wordings import BAD_VALUE, NOT_FOR_FOLDERS, REQUIRED_FIELD, REQUIRED_SET, SYSTEM_SET, TOO_LONG

_ROWS: Final = (
    "SELECT row_number, fields, user_id, user_name, applied FROM property_rows WHERE owner = ? AND name = ?"
    " ORDER BY row_number"
)
_SAVE: Final = "INSERT OR REPLACE INTO property_rows VALUES (?, ?, ?, ?, ?, ?, ?)"
_DELETE: Final = "DELETE FROM property_rows WHERE owner = ? AND name = ? AND row_number = ?"
_KINDS: Final = {"D": "for_documents", "F": "for_folders", "U": "for_users"}
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_BOOLEANS: Final = {"true": "Yes", "yes": "Yes", "1": "Yes", "false": "No", "no": "No", "0": "No"}


@attrs.frozen
class _Set:
    owner: str
    definition: StoredSet
    fields: tuple[StoredField, ...]

    @property
    def name(self) -> str:
        return self.definition.name


@attrs.frozen
class _Row:
    number: int
    fields: Mapping[str, str]
    log: Mapping[str, str]


@attrs.frozen
class _Change:
    """One row that an xmlpset names, with the set that it belongs to."""

    set_name: str
    number: int
    fields: Mapping[str, str]


@behaves("GetPropertySets")
def get_property_sets(call: Call) -> ResultElement:
    """List the rows of all property sets of a document or folder."""
    call.caller()
    return ResultElement(inner=told(call.world.users, _owner(call.world.users, call.text("Path"))))


def told(store: Store, owner: str) -> str:
    """Return <Propertysets> with the rows of a document, folder or user."""
    found = ""
    for each in _sets(store, owner).values():
        inner = "".join(_propertyrow(row) for row in _rows(store, each))
        if inner:
            found += f"<propertyset{attributes({'Name': each.name})}>{inner}</propertyset>"
    return f"<Propertysets>{found}</Propertysets>" if found else "<Propertysets />"


@behaves("AddPropertySetRow", "AddPropertySetRowForUser")
def add_property_set_row(call: Call) -> ResultElement:
    """Add rows; a missing number or 0 means the next number."""
    return _each(call, _add)


@behaves("UpdatePropertySetRow", "UpdatePropertySetRowForUser")
def update_property_set_row(call: Call) -> ResultElement:
    """Change rows: a missing field is kept or, by the other reading, emptied."""
    return _each(call, _update)


@behaves("DeletePropertySetRow", "DeletePropertySetRowForUser")
def delete_property_set_row(call: Call) -> ResultElement:
    """Remove rows by their numbers.

    Without a number the classic generation removes the first row with the given values, the current one every row.
    """
    return _each(call, _delete)


_Apply: TypeAlias = Callable[[Call, StoredUser, _Set, _Change], None]


def _each(call: Call, apply: _Apply) -> ResultElement:
    caller = call.caller()
    if call.operation.name.endswith("ForUser"):
        call.administrator()
        said = {name.casefold(): value for name, value in call.arguments.items()}
        owner, xml = f"U{call.user(said['username']).user_id}", said["xmlpset"] or ""
    else:
        owner, xml = _owner(call.world.users, call.text("Path")), call.required("xmlpset")
        if caller.read_only:
            raise Refusal(ACCESS_DENIED)
    changes = _changes(xml)
    sets = _sets(call.world.users, owner)
    failed = []
    for change in changes:
        try:
            found = sets.get(change.set_name.casefold())
            if found is None:
                raise Refusal(NO_SET)
            if found.definition.system:
                raise Refusal(SYSTEM_SET, found.name)
            apply(call, caller, found, change)
        except Refusal as refusal:
            failed.append((change.set_name, refusal))
    if len(failed) == 1:
        raise failed[0][1]
    if failed:
        raise Refusal(SOME_ROWS, failed=tuple(failed))
    return ResultElement()


def _add(call: Call, caller: StoredUser, target: _Set, change: _Change) -> None:
    if call.world.generation.current and not getattr(target.definition, _KINDS[target.owner[0]]):
        raise Refusal(NOT_FOR_FOLDERS, target.name)
    rows = _rows(call.world.users, target)
    if change.number and any(row.number == change.number for row in rows):
        if call.world.generation.current:
            raise Refusal(ROW_TAKEN)
        return  # older servers then do nothing and report success
    number = change.number or max((row.number for row in rows), default=0) + 1
    _save(call.world.users, caller, target, number, dict(change.fields))


def _update(call: Call, caller: StoredUser, target: _Set, change: _Change) -> None:
    before = next((row for row in _rows(call.world.users, target) if row.number == change.number), None)
    if before is None:
        if change.number and not call.world.generation.current:
            return  # older servers then do nothing and report success
        raise Refusal(NO_ROW)
    kept = before.fields if call.world.generation.null_keeps else {}
    _save(call.world.users, caller, target, before.number, {**kept, **change.fields})


def _delete(call: Call, caller: StoredUser, target: _Set, change: _Change) -> None:
    rows = _rows(call.world.users, target)
    given = _known(target, change.fields)
    if change.number:
        rows = [row for row in rows if row.number == change.number]
    elif not call.world.generation.current:
        rows = [row for row in rows if given.items() <= row.fields.items()][:1]
    if change.number and not rows:
        raise Refusal(NO_ROW)
    if rows and len(rows) == len(_rows(call.world.users, target)) and _is_required(call.world.users, target):
        raise Refusal(REQUIRED_SET, target.name)
    for row in rows:
        call.world.users.change(_DELETE, target.owner, target.name, row.number)


def _is_required(store: Store, of: _Set) -> bool:
    """Tell whether the type of the document that has a set requires it."""
    sql = (
        "SELECT 1 FROM documents JOIN document_types ON type_id = document_type_id"
        " WHERE document_id = ? AND property_set = ? COLLATE NOCASE"
    )
    return of.owner[0] == "D" and bool(store.rows(sql, int(of.owner[1:]), of.name))


@part("withPropertySets")
def rows_of(call: Call, thing: object) -> str:
    """Return the <Propertysets> of a document or folder."""
    owner = f"D{thing.document_id}" if isinstance(thing, StoredDocument) else f"F{getattr(thing, 'folder_id', 0)}"
    return told(call.world.users, owner)


def stored(store: Store, path: str) -> dict[str, list[dict[str, str]]]:
    """Return the rows of a document or folder by the names of their sets.

    Raises:
        Refusal: nothing exists at this path.
    """
    sets = _sets(store, _owner(store, path)).values()
    rows = {each.name: [{"RowNbr": str(row.number), **row.fields} for row in _rows(store, each)] for each in sets}
    return {name: found for name, found in rows.items() if found}


def _owner(store: Store, path: str) -> str:
    """Return the thing at a path, a document before a folder."""
    document = find(store, path)
    if document is not None:
        return f"D{document.document_id}"
    folder = find_folder(store, path)
    if folder is None:
        raise Refusal(NO_PATH)
    return f"F{folder.folder_id}"


def _changes(xml: str) -> list[_Change]:
    """Read an xmlpset: only the name on the second level and the rows on the third matter, not the elements' names."""
    try:
        root = parse(xml)
    except Malformed:
        raise Refusal(BAD_ROWS) from None
    found = []
    for pset in root:
        for row in pset:
            if isinstance(row.tag, str):
                said = {name.casefold(): value for name, value in row.attrib.items()}
                number = said.pop("rownbr", "0").strip()
                if not number.isdecimal():
                    raise Refusal(BAD_ROWS)
                fields = {name.upper(): value for name, value in said.items()}
                found.append(_Change(pset.get("name", pset.get("Name", "")), int(number), fields))
    return found


def _sets(store: Store, owner: str) -> dict[str, _Set]:
    return {each.name.casefold(): _Set(owner, each, tuple(each.fields(store))) for each in all_sets(store)}


def _rows(store: Store, of: _Set) -> list[_Row]:
    return [
        _Row(number, json.loads(fields), {"AppliedById": str(user_id), "AppliedBy": user, "DateApplied": applied})
        for number, fields, user_id, user, applied in store.rows(_ROWS, of.owner, of.name)
    ]


def _known(of: _Set, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that the set has; others are dropped silently."""
    names = {field.name for field in of.fields}
    return {name: value for name, value in fields.items() if name in names}


def _save(store: Store, caller: StoredUser, target: _Set, number: int, fields: Mapping[str, str]) -> None:
    row = {each.name: _value(target, each, fields.get(each.name, "")) for each in target.fields}
    now = f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M}"
    store.change(_SAVE, target.owner, target.name, number, json.dumps(row), caller.user_id, caller.user_name, now)


def _value(of: _Set, field: StoredField, value: str) -> str:
    """Return a value as it is stored.

    Raises:
        Refusal: the field cannot have it.
    """
    name = f"{of.name}.{field.name}"
    if not value.strip() and field.required:
        raise Refusal(REQUIRED_FIELD, name)
    if field.data_type == "CHAR":
        if len(value.encode("utf-16-le", "surrogatepass")) // 2 > field.length:  # as the server's database counts
            raise Refusal(TOO_LONG, name, field.length)
        return value
    if not value.strip():
        return ""
    try:
        if field.data_type == "BOOLEAN":
            return _BOOLEANS[value.strip().casefold()]
        if field.data_type == "DATE":
            return date.fromisoformat(value.strip()[:10]).isoformat()
        if not _NUMBER.fullmatch(value.strip()):
            raise ValueError(value)
    except (KeyError, ValueError):
        raise Refusal(BAD_VALUE, name) from None
    return value.strip()


def _propertyrow(row: _Row) -> str:
    values = {"RowNbr": str(row.number), **row.fields}
    return f"<propertyrow{attributes(values)}><Log{attributes(row.log)} /></propertyrow>"
