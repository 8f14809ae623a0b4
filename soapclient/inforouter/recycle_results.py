"""What restoring and purging did.

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
    """What was restored.

    Attributes:
        path: where it is now, as it was read back.
        kind: "document" or "folder".
        number: its number.
        original: where it was deleted.
    """

    path: str
    kind: Kind
    number: int
    original: str


@attrs.frozen(kw_only=True)
class PurgeResult(Plain):
    """What was deleted for ever.

    Attributes:
        paths: where each item had been.
    """

    paths: tuple[str, ...]
