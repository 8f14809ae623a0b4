"""Changing the properties of documents."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..messages import BAD_IMPORTANCE, BAD_NAME, DOCUMENT_TAKEN, NO_DOCUMENT, Refusal
from ..store import NameTaken
from ..writing import ResultElement
from .documents import called_document
from .locks import not_others
from .names import is_name

_UPDATE: Final = (
    "UPDATE documents SET name = coalesce(?, name), description = coalesce(?, description), update_instructions ="
    " coalesce(?, update_instructions), source = coalesce(?, source), language = coalesce(?, language), author ="
    " coalesce(?, author), importance = coalesce(?, importance) WHERE document_id = ?"
)
_TEXTS: Final = (
    *("newdescription", "newupdateinstructions"),
    *("newdocumentsource", "newdocumentlanguage", "newdocumentauthor"),
)


@behaves("UpdateDocumentProperties", "UpdateDocumentProperties1", "UpdateDocumentProperties2")
def update_document_properties(call: Call) -> ResultElement:
    """Change properties of a document: empty clears; null keeps or, by the other reading, clears all but importance."""
    document = called_document(call, "change")
    not_others(call, document)
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
    document = called_document(call, "change")
    not_others(call, document)
    importance = call.arguments.get("Importance")
    if importance not in range(-1, 4):
        raise Refusal(BAD_IMPORTANCE)
    call.world.users.change(
        "UPDATE documents SET importance = ? WHERE document_id = ?", importance, document.document_id
    )
    return ResultElement()
