"""Document types: their definitions, and the types of documents."""

from __future__ import annotations

import re
from typing import Final

import attrs

from ..behaviour import Call, behaves
from ..content.documents import called_document
from ..messages import Refusal
from ..store import NameTaken, Store
from ..writing import ResultElement, attributes
from .definitions import find_set
from .wordings import (
    BAD_TYPE_NAME,
    NO_ADMINISTRATOR,
    NO_SUCH_SET,
    NO_TYPE,
    NOT_FOR_DOCUMENTS,
    NOT_PUBLIC,
    RESERVED_TYPE,
    TYPE_TAKEN,
)

_TYPES: Final = "SELECT type_id, name, property_set, schedule, description FROM document_types {} ORDER BY type_id"
_NAME: Final = re.compile(r"[A-Za-z0-9_ ]{1,30}")


@attrs.frozen
class StoredType:
    """A document type; `property_set` is the set that it requires; "" for none."""

    type_id: int
    name: str
    property_set: str
    schedule: str
    description: str


def find_type(store: Store, type_id: int) -> StoredType | None:
    """Return the type of this number."""
    rows = store.rows(_TYPES.format("WHERE type_id = ?"), type_id)
    return StoredType(*rows[0]) if rows else None


@behaves("GetDocumentTypes")
def get_document_types(call: Call) -> ResultElement:
    """List the document types."""
    call.caller()
    store = call.world.users
    inner = "".join(_described(call, StoredType(*row)) for row in store.rows(_TYPES.format("")))
    return ResultElement(inner=f"<DocumentTypes>{inner}</DocumentTypes>" if inner else "<DocumentTypes />")


@behaves("UpdateDocumentType")
def update_document_type(call: Call) -> ResultElement:
    """Give a document a type; 0 removes it."""
    document = called_document(call, "change")
    number = call.arguments.get("DocumentTypeID") or 0
    found = find_type(call.world.users, number)
    if number and found is None:
        raise Refusal(NO_TYPE)
    sql = "UPDATE documents SET document_type_id = ?, document_type = ? WHERE document_id = ?"
    call.world.users.change(sql, number, found.name if found else "", document.document_id)
    return ResultElement()


@behaves("CreateDocumentTypeDef", "CreateDocumentTypeDef1")
def create_document_type_def(call: Call) -> ResultElement:
    """Define a document type."""
    _administrator(call)
    name = _name(call.text("DocumentTypeName"))
    required = _required(call, call.text("RequiredPropertySetName"))
    values = (name, required, call.text("RandDScheduleName"), call.text("Description"))
    try:
        call.world.users.change(
            "INSERT INTO document_types (name, property_set, schedule, description) VALUES (?, ?, ?, ?)", *values
        )
    except NameTaken:
        raise Refusal(TYPE_TAKEN) from None
    rows = call.world.users.rows(_TYPES.format("WHERE name = ?"), name)
    return ResultElement({"DocumentTypeId": str(rows[0][0])})


@behaves("UpdateDocumentTypeDef", "UpdateDocumentTypeDef1")
def update_document_type_def(call: Call) -> ResultElement:
    """Change a document type.

    The first operation keeps a missing required set, the second removes it. For the description the reference says
    both.
    """
    _administrator(call)
    said = {name.casefold(): value for name, value in call.arguments.items()}
    found = find_type(call.world.users, said["documenttypeid"] or 0)
    if found is None:
        raise Refusal(NO_TYPE)
    required, later = said["newrequiredpropertysetname"], call.operation.name.endswith("1")
    schedule, description = said.get("randdschedulename"), said.get("description")
    if description is None and later and not call.world.generation.null_keeps:
        description = ""
    values = (
        _name(said["newdocumenttypename"] or ""),
        found.property_set if required is None and not later else _required(call, required or ""),
        found.schedule if schedule is None else schedule,
        found.description if description is None else description,
        found.type_id,
    )
    try:
        call.world.users.change_all(
            (
                "UPDATE document_types SET name = ?, property_set = ?, schedule = ?, description = ? WHERE type_id = ?",
                values,
            ),
            ("UPDATE documents SET document_type = ? WHERE document_type_id = ?", (values[0], found.type_id)),
        )
    except NameTaken:
        raise Refusal(TYPE_TAKEN) from None
    return ResultElement()


@behaves("DeleteDocumentTypeDef")
def delete_document_type_def(call: Call) -> ResultElement:
    """Remove a document type, also from its documents; a missing number succeeds."""
    _administrator(call)
    number = call.arguments.get("documentTypeId") or 0
    call.world.users.change_all(
        ("DELETE FROM document_types WHERE type_id = ?", (number,)),
        ("UPDATE documents SET document_type_id = 0, document_type = '' WHERE document_type_id = ?", (number,)),
    )
    return ResultElement()


def _described(call: Call, found: StoredType) -> str:
    of = find_set(call.world.users, found.property_set) if found.property_set else None
    values = {
        "TypeID": str(found.type_id),
        "TypeName": found.name,
        "PropertySetID": str(of.set_id) if of else "0",
        "PropertySetName": of.name if of else "",
        "Description": found.description,
    }
    return f"<DocumentType{attributes(values)} />"


def _administrator(call: Call) -> None:
    if not call.caller().administrator:
        raise Refusal(NO_ADMINISTRATOR)


def _name(text: str) -> str:
    if not _NAME.fullmatch(text.strip()):
        raise Refusal(BAD_TYPE_NAME)
    if text.strip().upper() == "GENERIC":
        raise Refusal(RESERVED_TYPE)
    return text.strip()


def _required(call: Call, name: str) -> str:
    if not name.strip():
        return ""
    found = find_set(call.world.users, name)
    if found is None:
        raise Refusal(NO_SUCH_SET)
    if not found.for_documents:
        raise Refusal(NOT_FOR_DOCUMENTS)
    if found.domains or found.private:
        raise Refusal(NOT_PUBLIC)
    return found.name
