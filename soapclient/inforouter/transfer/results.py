"""Results of uploads and downloads."""

from __future__ import annotations

from pathlib import Path

import attrs

from ...contract.plain import Plain
from ..models.entity import VersionNumber
from .locking import CheckoutState


@attrs.frozen(kw_only=True)
class UploadResult(Plain):
    """What an upload did.

    Attributes:
        path: the path of the document, as the server names it.
        asked: the path that was asked for.
        document_id: the number of the document.
        version: the number of the version that holds the bytes; None where the server does not tell it.
        size: how many bytes were stored.
        crc: their CRC-32.
        created: whether the document is new; else a version was added.
        checkout: the state of the checkout: "none" where the document is new, "released" where the upload checked it
            out and in again, "kept" where the caller had checked it out before and still has, "ended" where the server
            ended that with the upload.
        operations: the operations that were called, in order; several calls in a row of one count once.
    """

    ALSO = ("renamed",)

    path: str
    asked: str
    document_id: int | None
    version: VersionNumber | None
    size: int
    crc: int
    created: bool
    checkout: CheckoutState = "none"
    operations: tuple[str, ...] = attrs.field(default=(), repr=False)

    @property
    def renamed(self) -> bool:
        """Whether the server gave the document another path than was asked for: it replaces characters of new names."""
        return _folded(self.path) != _folded(self.asked)


@attrs.frozen(kw_only=True)
class DownloadResult(Plain):
    """What a download brought.

    Attributes:
        path: the path or number that was asked for.
        version: the number of the version; None where the server does not tell it.
        size: how many bytes.
        crc: their CRC-32.
        file: the file that has them; None where they were written to an open file.
        resumed: how many of the bytes were there already.
    """

    path: str
    version: VersionNumber | None
    size: int
    crc: int
    file: Path | None = None
    resumed: int = 0


def _folded(path: str) -> str:
    return path.replace("\\", "/").strip("/").casefold()
