"""Changes of property set definitions by administrators."""

from __future__ import annotations

import re
from typing import Final

from ..behaviour import Call, behaves
from ..messages import Refusal
from ..store import NameTaken
from ..writing import ResultElement
from .definitions import LISTS, LOOKUP, StoredSet, called_set
from .wordings import (
    BAD_CONTROL,
    BAD_LENGTH,
    BAD_SET_NAME,
    BAD_TYPE,
    EMPTY_OPTION,
    FIELD_TAKEN,
    IN_USE,
    NO_ADMINISTRATOR,
    OPTION_TAKEN,
    SET_TAKEN,
    SYSTEM_SET,
    WRONG_CONTROL,
)

_NAME: Final = re.compile(r"[0-9A-Z_]*[0-9A-Z][0-9A-Z_]*")
_CONTROLS: Final = ("TEXT BOX", *LISTS, "CHECK BOX", LOOKUP)
# Fixed values of a type: length, size of the control, kind of control.
_FORCED: Final = {"NUMBER": (4, 10, None), "BOOLEAN": (1, 0, "CHECK BOX"), "DATE": (8, 12, "TEXT BOX")}
_LONGEST: Final = 255
_FLAGS: Final = {
    "AppliestoDocuments": "for_documents",
    "AppliestoFolders": "for_folders",
    "AppliestoUsers": "for_users",
}


@behaves("CreatePropertySetDefinition", "CreatePropertySetDefinition1")
def create_property_set_definition(call: Call) -> ResultElement:
    """Define a property set without fields."""
    _administrator(call)
    name = _name(call.text("PropertySetName"))
    values = {**_said(call), "name": name, "private": _private(call, 0)}
    columns = ", ".join(values)
    marks = ", ".join("?" * len(values))
    try:
        sql = f"INSERT INTO set_definitions ({columns}) VALUES ({marks})"  # noqa: S608 - names of columns
        call.world.users.change(sql, *values.values())
    except NameTaken:
        raise Refusal(SET_TAKEN) from None
    return ResultElement()


@behaves("UpdatePropertySetDefinition", "UpdatePropertySetDefinition1")
def update_property_set_definition(call: Call) -> ResultElement:
    """Change everything in a definition except its fields; a new name moves them and the rows."""
    found = _own(call)
    name = _name(call.text("NewPropertySetName"))
    values = {**_said(call), "name": name, "private": _private(call, found.private)}
    columns = ", ".join(f"{column} = ?" for column in values)
    renamed = name, found.name
    try:
        call.world.users.change_all(
            (f"UPDATE set_definitions SET {columns} WHERE set_id = ?", [*values.values(), found.set_id]),  # noqa: S608 - names of columns
            ("UPDATE set_fields SET set_name = ? WHERE set_name = ?", renamed),
            ("UPDATE set_options SET set_name = ? WHERE set_name = ?", renamed),
            ("UPDATE property_rows SET name = ? WHERE name = ?", renamed),
        )
    except NameTaken:
        raise Refusal(SET_TAKEN) from None
    return ResultElement()


@behaves("DeletePropertySetDefinition")
def delete_property_set_definition(call: Call) -> ResultElement:
    """Remove a property set with all its rows."""
    found = _own(call)
    if required_by_a_type(call, found):
        raise Refusal(IN_USE)
    call.world.users.change_all(
        *(
            (f"DELETE FROM {table} WHERE {column} = ?", (found.name,))  # noqa: S608 - names of tables
            for table, column in (
                ("set_definitions", "name"),
                ("set_fields", "set_name"),
                ("set_options", "set_name"),
                ("property_rows", "name"),
            )
        )
    )
    return ResultElement()


@behaves("AddPropertySetField")
def add_property_set_field(call: Call) -> ResultElement:
    """Add a field; only the type CHAR uses the requested length and control."""
    found = _own(call)
    name, kind = _name(call.text("FieldName").strip()), call.text("FieldType").strip().upper()
    control, length = call.text("ControlType").strip().upper(), call.arguments.get("FieldLength") or 0
    if kind not in (*_FORCED, "CHAR"):
        raise Refusal(BAD_TYPE, kind)
    if control not in _CONTROLS:
        raise Refusal(BAD_CONTROL, control)
    size = call.arguments.get("ControlSize") or 0
    if kind == "CHAR" and not 1 <= length <= _LONGEST:
        raise Refusal(BAD_LENGTH, length)
    if kind != "CHAR":
        forced, size, only = _FORCED[kind]
        if length not in (0, forced) and call.world.generation.current:
            raise Refusal(BAD_LENGTH, length)
        length, control = forced, only or control
    values = (
        *(found.name, name, call.required("FieldCaption"), kind, length, bool(call.arguments.get("isRequired"))),
        *(size, call.arguments.get("ControlOrder") or 0, control),
    )
    try:
        call.world.users.change("INSERT INTO set_fields VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", *values)
    except NameTaken:
        raise Refusal(FIELD_TAKEN) from None
    return ResultElement()


@behaves("DeletePropertySetField")
def delete_property_set_field(call: Call) -> ResultElement:
    """Remove a field, also from the rows."""
    found = _own(call)
    field = found.field(call.world.users, call.text("FieldName"))
    call.world.users.change_all(
        ("DELETE FROM set_fields WHERE set_name = ? AND name = ?", (found.name, field.name)),
        ("DELETE FROM set_options WHERE set_name = ? AND field = ?", (found.name, field.name)),
        (
            "UPDATE property_rows SET fields = json_remove(fields, ?) WHERE name = ?",
            (f'$."{field.name}"', found.name),
        ),
    )
    return ResultElement()


@behaves("AddPropertySetFieldOption")
def add_property_set_field_option(call: Call) -> ResultElement:
    """Add an option to a list; it is cut at the length of the field."""
    found = _own(call)
    field = found.field(call.world.users, call.text("FieldName"))
    if field.control_type not in LISTS:
        raise Refusal(WRONG_CONTROL)
    value = call.text("OptionValue")[: field.length]
    if not value.strip():
        raise Refusal(EMPTY_OPTION)
    try:
        call.world.users.change("INSERT INTO set_options VALUES (?, ?, ?)", found.name, field.name, value)
    except NameTaken:
        raise Refusal(OPTION_TAKEN) from None
    return ResultElement()


@behaves("DeletePropertySetFieldOption")
def delete_property_set_field_option(call: Call) -> ResultElement:
    """Remove an option, in its exact letter case; a missing one succeeds, and rows do not change."""
    found = _own(call)
    field = found.field(call.world.users, call.text("FieldName"))
    sql = "DELETE FROM set_options WHERE set_name = ? AND field = ? AND value = ?"
    call.world.users.change(sql, found.name, field.name, call.text("OptionValue"))
    return ResultElement()


def required_by_a_type(call: Call, found: StoredSet) -> bool:
    """Tell whether a document type requires a property set."""
    sql = "SELECT 1 FROM document_types WHERE property_set = ? COLLATE NOCASE"
    return bool(call.world.users.rows(sql, found.name))


def _administrator(call: Call) -> None:
    if not call.caller().administrator:
        raise Refusal(NO_ADMINISTRATOR)


def _own(call: Call) -> StoredSet:
    """Return the set that an administrator names, unless it is a system set."""
    _administrator(call)
    found = called_set(call)
    if found.system:
        raise Refusal(SYSTEM_SET, found.name)
    return found


def _name(text: str) -> str:
    name = text.strip().upper()
    if not _NAME.fullmatch(name):
        raise Refusal(BAD_SET_NAME, text)
    return name


def _said(call: Call) -> dict[str, object]:
    domains = ",".join(name.strip() for name in call.text("DomainNames").split(",") if name.strip())
    flags = {column: bool(call.arguments.get(name)) for name, column in _FLAGS.items()}
    return {"caption": call.required("PropertySetCaption"), **flags, "domains": domains}


def _private(call: Call, before: int) -> bool:
    return bool(call.arguments.get("PrivatePropertySet", before))
