"""The base of workflows that read the contents of folders.

Source: the pages of the operations that `listing` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ...calls.flow import Flow
from ..reply import Reply
from .base import PLAIN, FolderBase

if TYPE_CHECKING:
    from .listing import FolderPages, Want
    from .spool import ItemSpool

_ALL: Final[Mapping[str, Any]] = MappingProxyType({**PLAIN, "withVersions": False})


class FolderContents(FolderBase):
    """Workflows that read the contents of a folder, for others to build on."""

    def _contents(self, path: str, want: Want, folder_id: int | None = None) -> FolderPages:
        """Start to read everything in a folder, whatever its name.

        Args:
            path: the path of the folder, in normal form.
            want: the requested items.
            folder_id: the number that the folder had when it was last seen.
        """
        from .listing import FolderPages

        return FolderPages(self._listed, self._spool, path, want, folder_id)

    def _spool(self, operation: str) -> ItemSpool:
        from .spool import ItemSpool

        return ItemSpool(self._caller.find(operation), plain=self._caller.transport != "soap")

    def _listed(self, operation: str, **said: Any) -> Flow[Reply]:
        return self._call(operation, **self._listing_said(operation), **said)

    def _listing_said(self, operation: str) -> dict[str, Any]:
        """Return the arguments of a listing operation, besides the path."""
        names = {name.casefold() for name in self._caller.find(operation).parameters}
        said = _ALL if self._nulls == "say" else {**_ALL, "FolderFilter": "", "DocumentFilter": ""}
        return {name: value for name, value in said.items() if name.casefold() in names}
