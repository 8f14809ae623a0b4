"""What has metadata: a document or a folder, found by the face that has the workflows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from ...calls.flow import Flow
from ..workflow import Workflows

if TYPE_CHECKING:
    from ..models.contents import Document, Folder


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
