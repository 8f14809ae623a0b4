"""Keywords of documents: the user's own ones, followed by generated ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ..behaviour import Call, behaves
from ..content.documents import called_document
from ..store import Store
from ..writing import ResultElement, text

_LONGEST: Final = 128
_READ: Final = "SELECT keyword FROM keywords WHERE document_id = ? {} ORDER BY generated, place"
_SEPARATORS: Final = re.compile(r"[,;|\t\r\n]")
_ALSO_BLANKS: Final = re.compile(r"[,;|\s]")
# A flag of today's servers on documents with generated keywords.
GENERATED: Final = 2


@behaves("GetDocumentKeywords")
def get_document_keywords(call: Call) -> ResultElement:
    """List the keywords of a document in one text: the user's own ones first, then, since 9.0, generated ones."""
    document = called_document(call)
    own = "" if call.world.generation.current else "AND generated = 0"
    found = [word for (word,) in call.world.users.rows(_READ.format(own), document.document_id)]
    return ResultElement(inner=f"<Keywords>{text(','.join(found))}</Keywords>")


@behaves("UpdateDocumentKeywords")
def update_document_keywords(call: Call) -> ResultElement:
    """Replace the user's own keywords; older servers also separate them at blanks."""
    document = called_document(call, "change")
    separators = _SEPARATORS if call.world.generation.current else _ALSO_BLANKS
    words = (" ".join(each.split())[:_LONGEST] for each in separators.split(call.text("Keywords")))
    _save(call.world.users, document.document_id, 0, list(dict.fromkeys(filter(None, words))))
    return ResultElement()


def generate(store: Store, document_id: int, words: Sequence[str]) -> None:
    """Give a document generated keywords, as a server with the AI service does."""
    _save(store, document_id, 1, words)
    store.change("UPDATE documents SET ai_enhanced = ? WHERE document_id = ?", GENERATED if words else 0, document_id)


def _save(store: Store, document_id: int, generated: int, words: Sequence[str]) -> None:
    rows = [(document_id, generated, place, word) for place, word in enumerate(words)]
    store.change_all(
        ("DELETE FROM keywords WHERE document_id = ? AND generated = ?", (document_id, generated)),
        *(("INSERT INTO keywords VALUES (?, ?, ?, ?)", row) for row in rows),
    )
