"""The documents and folders that an account owns or has checked out.

Source: the pages of GetDocumentsOwnedByUser, GetFoldersOwnedByUser and GetCheckedoutDocumentsByUser.
"""

from __future__ import annotations

from typing import Final

import attrs

from ...contract.plain import Plain
from ..counts import many

# The kinds of belongings by their names here: the operation, and the word for one item.
OWNED: Final = {
    "documents": ("GetDocumentsOwnedByUser", "document"),
    "folders": ("GetFoldersOwnedByUser", "folder"),
    "checked_out": ("GetCheckedoutDocumentsByUser", "checked-out document"),
}
_SHOWN: Final = 3


@attrs.frozen(kw_only=True)
class Belongings(Plain):
    """The belongings of an account.

    Attributes:
        documents: how many documents it owns.
        folders: how many folders it owns.
        checked_out: how many documents it has checked out.
        examples: the paths or names of the first few.
    """

    documents: int = 0
    folders: int = 0
    checked_out: int = 0
    examples: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether it owns nothing and has nothing checked out."""
        return not (self.documents or self.folders or self.checked_out)

    def __str__(self) -> str:
        counts = [many(getattr(self, kind), noun) for kind, (_, noun) in OWNED.items() if getattr(self, kind)]
        if not counts:
            return "nothing"
        some = ", ".join(self.examples[:_SHOWN])
        more = ", ..." if self.documents + self.folders + self.checked_out > _SHOWN else ""
        return f"{', '.join(counts)} ({some}{more})"
