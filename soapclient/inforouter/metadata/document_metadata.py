"""The metadata of documents.

Source: the page of GetDocument, and those that the workflows name.
"""

from __future__ import annotations

from typing import ClassVar

from ...calls.flow import Flow
from ...errors import UnexpectedReply
from ..document_base import DocumentReading
from ..document_update import numbered
from .property_flows import PropertyFlows
from .row_changes import Kind


class DocumentMetadataFlows(PropertyFlows, DocumentReading):
    """The metadata of documents, for both faces."""

    _kind: ClassVar[Kind] = "documents"

    def _place(self, path_or_id: str | int, operation: str) -> Flow[str]:
        """See `PropertyFlows`; a document that is named by its number is asked for its path."""
        path = self._address(path_or_id, operation)
        document = yield from self._get(path)
        if numbered(path) is None:
            return path
        if not document.path or not document.name:
            raise UnexpectedReply(f"GetDocument: the reply does not tell where {path} is", operation="GetDocument")
        return f"{document.path.replace(chr(92), '/').rstrip('/')}/{document.name}"
