"""Read one document: the base of every document workflow.

Source: the page of GetDocument.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..calls.flow import Flow
from ..errors import ArgumentError, UnexpectedReply
from . import read_back
from .document_update import address, numbered
from .fields import DOCUMENT
from .workflow import Workflows

if TYPE_CHECKING:
    from .models.contents import Document


class DocumentReading(Workflows):
    """The workflows that read a document, for others to build on."""

    def _get(self, path_or_id: str | int) -> Flow[Document]:
        """Read one document.

        Args:
            path_or_id: its path or its number.

        Raises:
            ArgumentError: it is neither; nothing was sent.
            DocumentNotFound: the document does not exist.
            UnexpectedReply: the reply is about no document or another one.
        """
        from .models.contents import Document

        path = self._address(path_or_id, "GetDocument")
        found = yield from read_back.read(self._caller.call, self._caller.find, DOCUMENT, path)
        if len(found) != 1:
            raise UnexpectedReply(f"GetDocument: the reply is not about {path} alone", operation="GetDocument")
        document = Document.read(found[0])
        if not is_document(document, path):
            raise UnexpectedReply(
                f"GetDocument: the reply is about another document than {path}", operation="GetDocument"
            )
        return document

    @staticmethod
    def _address(path_or_id: str | int, operation: str) -> str:
        """Return a document's path, or `~D` with its number.

        Raises:
            ArgumentError: it is neither.
        """
        try:
            return address(path_or_id)
        except ValueError as exc:
            raise ArgumentError(operation, (str(exc),)) from None


def is_document(document: Document, path: str) -> bool:
    """Return whether a document is the one that was asked for, as far as the reply shows."""
    number = numbered(path)
    if number is not None:
        return document.document_id == number
    return (document.name or "").strip().casefold() == folder_and_name(path)[1].strip().casefold()


def folder_and_name(path: str) -> tuple[str, str]:
    """Return the folder and the name of a path."""
    folder, _, name = path.replace("\\", "/").rstrip("/").rpartition("/")
    return folder, name
