"""`Client.folders` and `AsyncClient.folders`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..metadata.folder_metadata import FolderMetadataFlows
from ..moving.flows import FolderMoveFlows
from ..security.subscriptions import FolderSubscriptionFlows
from ..workflow import AsyncBulkUpdates, BulkUpdates
from .ensuring import FolderEnsureFlows
from .lists import FolderListFlows
from .making import FolderCreateFlows

if TYPE_CHECKING:
    from ...bulk.target import Target


class FolderFlows(
    FolderSubscriptionFlows,
    FolderListFlows,
    FolderCreateFlows,
    FolderEnsureFlows,
    FolderMoveFlows,
    FolderMetadataFlows,
):
    """The folder workflows, for both faces: `Folders` and `AsyncFolders`.

    Name a folder by its path, such as "/Finance/Reports".
    """


class Folders(FolderFlows, BulkUpdates):
    """The folders of one server; use it as `Client.folders`."""

    def _target(self) -> Target:
        from ..metadata.folder_rows import FoldersTarget

        return FoldersTarget(Folders(self._caller, self.carrier, self.server, self._nulls))


class AsyncFolders(FolderFlows, AsyncBulkUpdates):
    """The folders of one server for asyncio; use it as `AsyncClient.folders`."""

    def _called(self) -> Folders:
        return Folders(self._caller, self.carrier.blocking, self.server, self._nulls)
