"""What has metadata: a document or a folder, found by the face that has the workflows."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ...calls.flow import Flow
from ..models.contents import Document, Folder
from ..workflow import Workflows


class Placed(Workflows, ABC):
    """Workflows of what is at a path."""

    @abstractmethod
    def _place(self, path_or_id: str | int, operation: str) -> Flow[str]:
        """Return the path of a document or folder that is there and of the right kind.

        Some operations take a document before a folder, and no numbers that the reference speaks of.
        """

    @abstractmethod
    def _thing(self, path: str) -> Flow[Document | Folder]:
        """Read the document or folder at a path."""
