"""The recycle bin: a deleted item keeps its number, versions and everything else, and only loses its place."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..messages import Refusal
from ..stored import StoredUser
from ..writing import ResultElement
from .dates import now
from .documents import BIN, StoredDocument, called_document
from .folders import find_folder
from .locks import holder
from .messages import LOCKED_BY, LOCKED_BY_YOU

_ENTER: Final = "INSERT INTO recycled VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


@behaves("DeleteDocument")
def delete_document(call: Call) -> ResultElement:
    """Put a document into the recycle bin; today's servers refuse a checked-out one."""
    document = called_document(call, "change")
    if call.world.generation.current and document.checked_out_by_id:
        own = document.checked_out_by_id == call.caller().user_id
        raise Refusal(LOCKED_BY_YOU) if own else Refusal(LOCKED_BY, holder(call, document))
    recycle_document(call, document, call.caller())
    return ResultElement()


def recycle_document(call: Call, document: StoredDocument, user: StoredUser) -> None:
    """Put a document into the recycle bin: into a folder without a path, named after its handler."""
    store, handler = call.world.users, f"D{document.document_id}"
    folder = find_folder(store, document.folder)
    entry = (
        handler, document.name, folder.folder_id if folder else 0, document.path, document.size, now(),
        user.user_id, user.user_name,
    )  # fmt: skip
    store.change_all(
        ("UPDATE documents SET folder = ?, checked_out_by_id = 0, checked_out_at = '' WHERE document_id = ?",
         (f"{BIN}{handler}", document.document_id)),
        (_ENTER, entry),
    )  # fmt: skip
