"""The metadata of documents.

Source: the page of GetDocument, and those that the workflows name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ...calls.flow import Flow
from ..document_update import numbered
from ..folders.base import whole_path
from .classification import ClassificationFlows
from .keywords import KeywordFlows
from .life import LifeFlows
from .types import TypeFlows

if TYPE_CHECKING:
    from ..models.contents import Document
    from .row_changes import Kind


class DocumentMetadataFlows(TypeFlows, ClassificationFlows, KeywordFlows, LifeFlows):
    """The metadata of documents, for both faces."""

    _kind: ClassVar[Kind] = "documents"

    def _place(self, path_or_id: str | int, operation: str) -> Flow[str]:
        """See `PropertyFlows`; the path of a document is read by its number."""
        path = self._address(path_or_id, operation)
        document = yield from self._get(path)
        return path if numbered(path) is None else whole_path(document)

    def _thing(self, path: str) -> Flow[Document]:
        """See `ClassificationFlows`."""
        return (yield from self._get(path))
