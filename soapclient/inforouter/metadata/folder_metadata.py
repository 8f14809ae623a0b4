"""The metadata of folders.

Source: the pages of GetFolder and DocumentExists, and those that the workflows name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ...calls.flow import Flow
from ...errors import Conflict
from ..folders.base import FolderBase, folder_path
from .classification import ClassificationFlows
from .property_flows import PropertyFlows

if TYPE_CHECKING:
    from ..models.contents import Folder
    from .row_changes import Kind


class FolderMetadataFlows(PropertyFlows, ClassificationFlows, FolderBase):
    """The metadata of folders, for both faces."""

    _kind: ClassVar[Kind] = "folders"

    def _place(self, path_or_id: str | int, operation: str) -> Flow[str]:
        """See `PropertyFlows`; a document must not have the same path, since the service would change it instead."""
        path = folder_path(path_or_id)  # type: ignore[arg-type]  # a number is refused there
        yield from self._folder(path)
        if (yield from self._ask("DocumentExists", Path=path)):
            why = f"{path} is also a document, and the service would change that instead of the folder"
            raise Conflict(f"{operation}: {why}", operation=operation, text=why)
        return path

    def _thing(self, path: str) -> Flow[Folder]:
        """See `ClassificationFlows`."""
        return (yield from self._folder(path))
