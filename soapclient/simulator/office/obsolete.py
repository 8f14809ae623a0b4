"""Operations that never succeed."""

from __future__ import annotations

from ..behaviour import Call, behaves
from ..messages import Refusal
from ..writing import ResultElement
from .wordings import OBSOLETE, OBSOLETE_RETENTION


@behaves("ServerSideImport")
def server_side_import(call: Call) -> ResultElement:
    """Refuse everybody: it is obsolete."""
    raise Refusal(OBSOLETE)


@behaves("SetDocumentRetention")
def set_document_retention(call: Call) -> ResultElement:
    """Refuse everybody: it is obsolete."""
    raise Refusal(OBSOLETE_RETENTION)
