"""`Client.folders` and `AsyncClient.folders`."""

from __future__ import annotations

from ...calls.faces import Awaited, Called
from ..metadata.folder_metadata import FolderMetadataFlows
from ..moving.flows import FolderMoveFlows
from ..security.access import FolderAccessFlows
from ..security.subscriptions import FolderSubscriptionFlows
from .ensuring import FolderEnsureFlows
from .lists import FolderListFlows
from .making import FolderCreateFlows


class FolderFlows(
    FolderAccessFlows,
    FolderSubscriptionFlows,
    FolderListFlows,
    FolderCreateFlows,
    FolderEnsureFlows,
    FolderMoveFlows,
    FolderMetadataFlows,
):
    """The workflows of folders, for both faces: `Folders` and `AsyncFolders`.

    A folder is named by its path, such as "/Finance/Reports".
    """


class Folders(FolderFlows, Called):
    """The folders of one server; reached as `Client.folders`."""


class AsyncFolders(FolderFlows, Awaited):
    """The folders of one server for asyncio; reached as `AsyncClient.folders`."""
