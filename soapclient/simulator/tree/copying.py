"""Copying documents and folders."""

from __future__ import annotations

import re
from typing import Final

from ..behaviour import Call, behaves
from ..content import rights
from ..content.documents import StoredDocument, find, folder_and_name, inside
from ..content.folders import StoredFolder, below, find_folder, folder_by_id
from ..content.names import cleaned
from ..content.versions import add_version, content_of, version_of
from ..messages import DENIED, NO_FOLDER, Refusal
from ..writing import ResultElement
from .creating import new_folder
from .moving import named
from .wordings import A_LIBRARY, COPY_DESTINATION, COPY_SOURCE, COPY_TAKEN, CUT_OFF_FOLDER, INTO_ITSELF, SOME_COPIED

_NUMBERED: Final = re.compile(r"~F([0-9]{1,9})", re.IGNORECASE)
_PROPERTIES: Final = (
    "UPDATE documents SET (description, update_instructions, source, language, author, importance) = (SELECT"
    " description, update_instructions, source, language, author, importance FROM documents WHERE document_id = ?)"
    " WHERE folder = ? AND name = ?"
)


@behaves("Copy")
def copy(call: Call) -> ResultElement:
    """Copy a document, or a folder with its contents; items that cannot be copied are skipped and reported."""
    call.caller()
    source = _source(call)
    folder, name = _destination(call, source)
    if folder.cutoff_date:
        raise Refusal(CUT_OFF_FOLDER)
    store, path = call.world.users, f"{folder.path}/{name}"
    taken = find(store, path) if isinstance(source, StoredDocument) else find_folder(store, path)
    if taken is not None:
        raise Refusal(COPY_TAKEN)
    if isinstance(source, StoredDocument):
        rights.require(call, source, "read")
        _copy_document(call, source, folder, name)
        return ResultElement()
    if source.parent == "/":
        raise Refusal(A_LIBRARY)
    if f"{folder.path}/".casefold().startswith(f"{source.path}/".casefold()):
        raise Refusal(INTO_ITSELF)
    failed: list[tuple[str, Refusal]] = []
    _copy_folder(call, source, folder, name, failed)
    if failed:
        raise Refusal(SOME_COPIED, failed=tuple(failed))
    return ResultElement()


def _source(call: Call) -> StoredDocument | StoredFolder:
    try:
        return named(call, call.required("SourcePath"))
    except Refusal as refusal:
        raise Refusal(COPY_SOURCE, call.world.generation.text(refusal)) from None


def _destination(call: Call, source: StoredDocument | StoredFolder) -> tuple[StoredFolder, str]:
    path, store = call.required("DestinationPath"), call.world.users
    numbered = _NUMBERED.fullmatch(path)
    if numbered:
        folder, name = folder_by_id(store, int(numbered[1])), source.name
    else:
        parent, name = folder_and_name(path)
        folder = find_folder(store, parent)
    if folder is None or not rights.sees(call, folder):
        raise Refusal(COPY_DESTINATION, call.world.generation.text(Refusal(NO_FOLDER)))
    rights.require(call, folder, "add")
    return folder, cleaned(name, call.world.generation)


def _copy_folder(
    call: Call, source: StoredFolder, parent: StoredFolder, name: str, failed: list[tuple[str, Refusal]]
) -> None:
    made = new_folder(call, parent, name, source.description)
    for document in rights.seen(call, inside(call.world.users, source.path)):
        try:
            if not rights.may(call, call.caller(), document, "read"):
                raise Refusal(DENIED)
            _copy_document(call, document, made, document.name)
        except Refusal as refusal:
            failed.append((document.path, refusal))
    for child in rights.seen(call, below(call.world.users, source)):
        try:
            _copy_folder(call, child, made, child.name, failed)
        except Refusal as refusal:
            failed.append((child.path, refusal))


def _copy_document(call: Call, source: StoredDocument, folder: StoredFolder, name: str) -> None:
    """Make the latest version of a document the first one of a new document with the same properties."""
    staged = call.world.blobs.stage()
    for piece in content_of(call, version_of(call.world.users, source, source.version)).pieces():
        staged.write(piece)
    add_version(call, f"{folder.path}/{name}", staged, new_only=True)
    call.world.users.change(_PROPERTIES, source.document_id, folder.path, name)
