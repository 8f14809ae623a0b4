"""Results of uploads and downloads."""

from __future__ import annotations

from pathlib import Path

import attrs

from ...contract.plain import Plain
from ..models.entity import VersionNumber
from .locking import CheckoutState


@attrs.frozen(kw_only=True)
class UploadResult(Plain):
    """The result of an upload.

    Attributes:
        path: the path of the document, as the server names it.
        asked: the requested path.
        document_id: the number of the document.
        version: the number of the stored version; None if the server does not return it.
        size: the number of stored bytes.
        crc: their CRC-32.
        created: whether the document is new; otherwise a version was added.
        checkout: the state of the checkout: "none" if the document is new, "released" if the upload checked it
            out and in again, "kept" if the caller had checked it out before and still has, "ended" if the server
            ended that with the upload.
        operations: the called operations, in order; repeated calls of one count once.
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
        """Whether the server changed the requested path: it replaces characters in new names."""
        return _folded(self.path) != _folded(self.asked)


@attrs.frozen(kw_only=True)
class DownloadResult(Plain):
    """The result of a download.

    Attributes:
        path: the requested path or number.
        version: the number of the version; None if the server does not return it.
        size: the number of bytes.
        crc: their CRC-32.
        file: the file with the bytes; None if they were written to an open file.
        resumed: how many of the bytes were already there.
    """

    path: str
    version: VersionNumber | None
    size: int
    crc: int
    file: Path | None = None
    resumed: int = 0


def _folded(path: str) -> str:
    return path.replace("\\", "/").strip("/").casefold()
