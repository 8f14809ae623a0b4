"""Move bytes and documents: the few calls by which sync, pickup and uploads change something.

Source: the pages of UnLock, Move, DeleteDocument, GetAppliedTags and SetTagToDocument.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...calls.flow import Flow
from ...errors import InvalidValue, ServiceError, UnexpectedReply
from ..folders.base import whole_path
from ..transfer.download import DownloadFlows
from ..transfer.upload import UploadFlows
from ..versions.tags import TagFlows
from .comparison import Seen
from .placing import settle_folder
from .there import FolderReading

if TYPE_CHECKING:
    from ..transfer.sending import Progress


class Carrying(FolderReading, UploadFlows, DownloadFlows, TagFlows):
    """Workflows that move bytes and documents."""

    def fetch(self, path: str, seen: Seen, target: Path, progress: Progress | None = None) -> Flow[None]:
        """Download a version of a document to a new file, and flush it to disk.

        Args:
            path: the path of the document.
            seen: the version, and the size and checksum of its bytes.
            target: the file.
            progress: called with the number of bytes so far, and in total.

        Raises:
            UnexpectedReply: the bytes differ from what the server announced.
        """
        result = yield from self._save(path, target, version=seen.version, progress=progress)
        if (result.size, result.crc) != (seen.size, seen.crc):
            target.unlink()
            raise UnexpectedReply(f"{path} differs from what the server announced", operation="DownloadDocument")
        settle_folder(target.parent)

    def send(
        self, source: Path, path: str, *, new: bool, comment: str | None = None, progress: Progress | None = None
    ) -> Flow[Seen]:
        """Upload a file as a new document, or as a new version of an existing one.

        Args:
            source: the file.
            path: the path of the document; missing folders are created.
            new: whether the document must be new.
            comment: a comment on the version.
            progress: called with the number of bytes so far, and in total.

        Returns:
            The document as it is now.

        Raises:
            AlreadyExists: it must be new, but exists.
            InvalidValue: the server gave the new document another name; it was moved to the recycle bin.
        """
        result = yield from self._upload(
            source, path, comment=comment, over="refuse" if new else "version", make_folders=True, progress=progress
        )
        if result.renamed and result.created:
            yield from self.recycle(result.path)
            raise InvalidValue(
                f"the server stores it as {result.path}; it was moved to the recycle bin; choose another name",
                operation="UploadDocument",
            )
        if result.document_id is None or result.version is None:
            document = yield from self._get(result.path)
            seen = yield from self.seen(result.path, document)
            if seen is None:
                raise UnexpectedReply(f"{path}: the server does not return its version", operation="GetDocument")
            return seen
        return Seen(result.document_id, result.version.stored, result.size, result.crc)

    def move_into(self, path: str, name: str, folder: str) -> Flow[None]:
        """Move a document into another folder, under its own name."""
        yield from self._call("Move", SourcePath=path, DestinationPath=f"{folder}/{name}")

    def recycle(self, path: str) -> Flow[None]:
        """Move a document to the recycle bin."""
        yield from self._call("DeleteDocument", Path=path)

    def is_tagged(self, path: str, seen: Seen, text: str) -> Flow[bool]:
        """Return whether this version of a document has a tag."""
        tags = yield from self._tags(path)
        return any(
            each.text == text and each.version is not None and each.version.stored == seen.version for each in tags
        )

    def set_tag(self, path: str, text: str) -> Flow[None]:
        """Set a tag to the latest version of a document."""
        yield from self._call("SetTagToDocument", path=path, tagText=text)

    def release(self, document_id: int) -> Flow[None]:
        """Release a document that a killed run may have left checked out; never somebody else's checkout."""
        try:
            document = yield from self._get(document_id)
            if document.checked_out_by:
                yield from self._call("UnLock", Path=whole_path(document), force=False)
        except ServiceError:
            return
