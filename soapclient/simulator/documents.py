"""Documents: finding them and changing their properties."""

from __future__ import annotations

import re
from typing import Final

import attrs

from .behaviour import Call, behaves
from .generation import Generation
from .messages import BAD_IMPORTANCE, BAD_NAME, DENIED, DOCUMENT_TAKEN, NO_DOCUMENT, Refusal
from .store import NameTaken, Store
from .writing import ResultElement, attributes

_NUMBERED: Final = re.compile(r"~D([0-9]{1,9})(?:\..*)?", re.IGNORECASE | re.DOTALL)
_COLUMNS: Final = "document_id, folder, name, description, update_instructions, source, language, author, importance"
_BY_ID: Final = f"SELECT {_COLUMNS} FROM documents WHERE document_id = ?"  # noqa: S608 - names of columns
_BY_PATH: Final = f"SELECT {_COLUMNS} FROM documents WHERE folder = ? AND name = ?"  # noqa: S608 - names of columns
_UPDATE: Final = (
    "UPDATE documents SET name = coalesce(?, name), description = coalesce(?, description), update_instructions ="
    " coalesce(?, update_instructions), source = coalesce(?, source), language = coalesce(?, language), author ="
    " coalesce(?, author), importance = coalesce(?, importance) WHERE document_id = ?"
)
_IN_FOLDER: Final = f"SELECT {_COLUMNS} FROM documents WHERE folder = ? ORDER BY name"  # noqa: S608 - names of columns
_TEXTS: Final = (
    *("newdescription", "newupdateinstructions"),
    *("newdocumentsource", "newdocumentlanguage", "newdocumentauthor"),
)
_IMPORTANCES: Final = {-1: "NoMarkings", 0: "Low", 1: "Normal", 2: "High", 3: "Vital"}


@attrs.frozen
class StoredDocument:
    """A stored document."""

    document_id: int
    folder: str
    name: str
    description: str
    update_instructions: str
    source: str
    language: str
    author: str
    importance: int


def find(store: Store, path: str) -> StoredDocument | None:
    """Return the document at a path, or of `~D` with its number and perhaps an extension."""
    numbered = _NUMBERED.fullmatch(path)
    if numbered:
        rows = store.rows(_BY_ID, int(numbered[1]))
    else:
        folder, _, name = path.replace("\\", "/").rpartition("/")
        rows = store.rows(_BY_PATH, f"/{folder.strip('/')}", name)
    return StoredDocument(*rows[0]) if rows else None


def inside(store: Store, folder: str) -> list[StoredDocument]:
    """Return the documents in the folder at this path, by name."""
    return [StoredDocument(*row) for row in store.rows(_IN_FOLDER, folder)]


@behaves("GetDocument")
def get_document(call: Call) -> ResultElement:
    """Describe a document; the parts that can be asked for besides are empty."""
    return ResultElement(inner=describe(_document(call), current=call.world.generation.current))


def describe(document: StoredDocument, *, current: bool) -> str:
    """Return <document> with its attributes; the current generation writes the importance as a name."""
    importance = document.importance
    values = {
        "DocumentID": str(document.document_id),
        "Name": document.name,
        "Path": document.folder.replace("/", "\\"),
        "Description": document.description,
        "UpdateInstructions": document.update_instructions,
        "Importance": _IMPORTANCES.get(importance, "") if current else str(importance),
        "Author": document.author,
        "Language": document.language,
        "Source": document.source,
    }
    return f"<document{attributes(values)} />"


@behaves("DocumentExists")
def document_exists(call: Call) -> ResultElement:
    """Tell whether there is such a document: absence is success="false"."""
    _document(call)
    return ResultElement({"CRC32LASTVERSION": "", "CRC32": ""})


@behaves("UpdateDocumentProperties", "UpdateDocumentProperties1", "UpdateDocumentProperties2")
def update_document_properties(call: Call) -> ResultElement:
    """Change properties of a document: empty clears; null keeps or, by the other reading, clears all but importance."""
    document = _document(call)
    if call.caller().read_only:
        raise Refusal(DENIED)
    said = {name.casefold(): value for name, value in call.arguments.items()}
    if not call.world.generation.null_keeps:
        said |= {key: "" for key in ("newdocumentname", *_TEXTS) if key in said and said[key] is None}
    name = said.get("newdocumentname")
    if name is not None and not is_name(name, call.world.generation):
        raise Refusal(BAD_NAME, name)
    values = [name, *map(said.get, _TEXTS), said.get("importance")]
    try:
        changed = call.world.users.change(_UPDATE, *values, document.document_id)
    except NameTaken:
        raise Refusal(DOCUMENT_TAKEN) from None
    if not changed:
        raise Refusal(NO_DOCUMENT)
    return ResultElement()


@behaves("SetDocumentImportance")
def set_document_importance(call: Call) -> ResultElement:
    """Set the importance of a document."""
    document = _document(call)
    if call.caller().read_only:
        raise Refusal(DENIED)
    importance = call.arguments.get("Importance")
    if importance not in range(-1, 4):
        raise Refusal(BAD_IMPORTANCE)
    call.world.users.change(
        "UPDATE documents SET importance = ? WHERE document_id = ?", importance, document.document_id
    )
    return ResultElement()


def is_name(name: str, generation: Generation) -> bool:
    """Tell whether a document or folder can be renamed to this."""
    forbidden = '/\\:*?"<>|#%&+\t' if generation.current else "/\\"
    return bool(name.strip()) and not any(character in name for character in forbidden)


def _document(call: Call) -> StoredDocument:
    call.caller()
    path = call.arguments.get("Path") or call.arguments.get("path") or ""
    document = find(call.world.users, path)
    if document is None:
        raise Refusal(NO_DOCUMENT)
    return document
