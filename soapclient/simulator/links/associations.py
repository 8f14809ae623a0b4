"""Associations between documents and folders."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..content import rights
from ..content.dialects import Telling
from ..content.documents import StoredDocument, called_document
from ..content.folder_reading import full_folder
from ..content.folders import StoredFolder, called_folder
from ..content.items import Item, item_at, item_of, key_of
from ..messages import Refusal
from ..writing import ResultElement, attributes
from .wordings import NOT_ASSOCIATED, WITH_ITSELF

_TYPES: Final = {
    0: ("Related", "Related"),
    1: ("Rendition Of", "Source Of"),
    2: ("Copy", "Original"),
    3: ("Parent", "Child"),
    4: ("Derivation", "Derived From"),
}
_RELATED: Final = 0
_SAVE: Final = "INSERT OR REPLACE INTO associations VALUES (?, ?, ?)"
_KEEP: Final = "INSERT OR IGNORE INTO associations VALUES (?, ?, ?)"
_DELETE: Final = "DELETE FROM associations WHERE source = ? AND target = ?"
_OF_ITEM: Final = (
    "SELECT target, type_id, 0 FROM associations WHERE source = ?1 UNION ALL"
    " SELECT source, type_id, 1 FROM associations WHERE target = ?1"
)


@behaves("AssociationTypes")
def association_types(call: Call) -> ResultElement:
    """List the five types, each with its name in the other direction."""
    call.caller()
    inner = "".join(
        f"<AssociationType{attributes(values)} />"
        for values in (
            {"AssociationTypeID": str(number), "AssociationTypeName": name, "ReverseNameTypeName": reverse}
            for number, (name, reverse) in _TYPES.items()
        )
    )
    return ResultElement(inner=f"<AssociationTypes>{inner}</AssociationTypes>")


@behaves("AssociateDocument")
def associate_document(call: Call) -> ResultElement:
    """Associate a document with an item; another type replaces the existing one. Types are not checked."""
    document = called_document(call, "change", "documentpath")
    target = item_at(call, call.text("AssociateWith_ItemPath"))
    kind = _RELATED if isinstance(target, StoredFolder) else call.arguments["AssociationTypeID"]
    return _associate(call, document, target, kind)


@behaves("AssociateFolder")
def associate_folder(call: Call) -> ResultElement:
    """Associate a folder with an item; the type is always Related."""
    folder = called_folder(call, "change", "folderpath")
    return _associate(call, folder, item_at(call, call.text("AssociateWith_ItemPath")), _RELATED)


@behaves("RemoveAssociation")
def remove_association(call: Call) -> ResultElement:
    """Remove an association in one direction; removing a missing one succeeds, but not on classic servers."""
    item = item_at(call, call.text("ItemPath"), "change")
    other = item_at(call, call.text("AssociationWith_ItemPath"))
    ends = (key_of(item), key_of(other))
    removed = call.world.users.change(_DELETE, *(ends[::-1] if call.arguments["IsReverseAssociation"] else ends))
    if not removed and not call.world.generation.current:
        raise Refusal(NOT_ASSOCIATED)
    return ResultElement()


@behaves("AssociatedDocuments", "AssociatedFolders", "AssociatedFoldersAndDocuments")
def associated(call: Call) -> ResultElement:
    """List the documents, the folders or both that are associated with an item, in either direction."""
    item, name = item_at(call, call.text("ItemPath"), "read"), call.operation.name
    telling, documents, folders = Telling(call), "", ""
    for key, kind, reverse in call.world.users.rows(_OF_ITEM, key_of(item)):
        other = item_of(call.world.users, key)
        if other is None or not rights.sees(call, other):
            continue
        values = {
            "IsReverseAssociation": "TRUE" if reverse else "FALSE",
            "AssociationTypeID": str(kind),
            "AssociationTypeName": _TYPES.get(kind, _TYPES[_RELATED])[reverse],
        }
        if isinstance(other, StoredDocument):
            values |= {
                "DocumentID": str(other.document_id),
                "Path": other.path.replace("/", "\\\\"),
                "Size": str(other.size),
                "DateModified": telling.date(other.modified),
            }
            nested = telling.full(other) if call.world.generation.current else ""
            documents += f"<AssociatedDocument{attributes(values)}>{nested}</AssociatedDocument>"
        else:
            values |= {"FolderID": str(other.folder_id), "Path": other.path}
            nested = full_folder(call, other) if call.world.generation.current else ""
            folders += f"<AssociatedFolder{attributes(values)}>{nested}</AssociatedFolder>"
    inner = "" if name == "AssociatedFolders" else f"<AssociatedDocuments>{documents}</AssociatedDocuments>"
    inner += "" if name == "AssociatedDocuments" else f"<AssociatedFolders>{folders}</AssociatedFolders>"
    return ResultElement(inner=inner)


def _associate(call: Call, source: Item, target: Item, kind: int) -> ResultElement:
    if key_of(source) == key_of(target):
        raise Refusal(WITH_ITSELF)
    call.world.users.change(_SAVE if kind else _KEEP, key_of(source), key_of(target), kind)
    return ResultElement()
