"""The results of restoring and purging.

Source: the pages of RestoreRecycleBinItem, PurgeRecycleBinItem and EmptyRecycleBin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..contract.plain import Plain

if TYPE_CHECKING:
    from .moving.things import Kind


@attrs.frozen(kw_only=True)
class RestoreResult(Plain):
    """The result of restoring an item.

    Attributes:
        path: its current path, read back.
        kind: "document" or "folder".
        number: its number.
        original: the path that it was deleted from.
    """

    path: str
    kind: Kind
    number: int
    original: str


@attrs.frozen(kw_only=True)
class PurgeResult(Plain):
    """The result of deleting permanently.

    Attributes:
        paths: the path that each item had.
    """

    paths: tuple[str, ...]
