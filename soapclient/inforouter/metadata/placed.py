"""The document or folder that has metadata, found by the face with the workflows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from ...calls.flow import Flow
from ..workflow import Workflows

if TYPE_CHECKING:
    from ..models.contents import Document, Folder


class Placed(Workflows, ABC):
    """Workflows for the thing at a path."""

    @abstractmethod
    def _place(self, path_or_id: str | int, operation: str) -> Flow[str]:
        """Return the path of an existing document or folder of the right kind.

        Some operations prefer a document to a folder of the same path, and do not accept numbers as documented.
        """

    @abstractmethod
    def _thing(self, path: str) -> Flow[Document | Folder]:
        """Read the document or folder at a path."""
