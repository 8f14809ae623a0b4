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
        """See `PropertyFlows`; the service would take a document of the same path for it, so there may not be one."""
        path = folder_path(path_or_id)  # type: ignore[arg-type]  # a number is refused there
        yield from self._folder(path)
        if (yield from self._ask("DocumentExists", Path=path)):
            why = f"{path} is a document, too, which the service would change instead of the folder"
            raise Conflict(f"{operation}: {why}", operation=operation, text=why)
        return path

    def _thing(self, path: str) -> Flow[Folder]:
        """See `ClassificationFlows`."""
        return (yield from self._folder(path))
