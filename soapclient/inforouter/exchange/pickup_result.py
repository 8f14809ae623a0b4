"""The result of a pickup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from ...contract.plain import Plain, plain
from .pickup_journal import Picked


@attrs.frozen(kw_only=True)
class PickedUp(Plain):
    """A document that was delivered.

    Attributes:
        path: its path on the server.
        document_id: its number.
        version: the number of the version, as the service stores it.
        size: its bytes.
        crc: their CRC-32.
        file: the local file.
    """

    path: str
    document_id: int
    version: int
    size: int
    crc: int
    file: str

    @classmethod
    def of(cls, picked: Picked, file: Path) -> PickedUp:
        """Describe a document that became a file."""
        seen = picked.seen
        number, version = picked.key
        return cls(path=picked.path, document_id=number, version=version, size=seen.size, crc=seen.crc, file=str(file))


@attrs.frozen(kw_only=True)
class LeftThere(Plain):
    """A document that was left in place.

    Attributes:
        path: its path.
        why: the reason.
    """

    path: str
    why: str


@attrs.frozen(kw_only=True)
class PickupResult(Plain):
    """The result of a pickup.

    Attributes:
        delivered: the documents that became files.
        left: the documents that were left in place, and why.
        failed: the paths of the documents that failed, each with the error.
    """

    delivered: tuple[PickedUp, ...]
    left: tuple[LeftThere, ...]
    failed: tuple[tuple[str, Exception], ...]

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failed

    def to_dict(self) -> dict[str, Any]:
        """Return "delivered", "left", "failed" (each a "path" and its "error") and "ok"."""
        failed = [{"path": path, "error": str(error)} for path, error in self.failed]
        return {"delivered": plain(self.delivered), "left": plain(self.left), "failed": failed, "ok": self.ok}
