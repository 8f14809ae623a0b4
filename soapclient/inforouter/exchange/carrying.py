"""Bytes and documents on their way: the few calls by which sync, pickup and uploads change something.

Source: the pages of DownloadDocumentVersion, UploadDocument, Lock, UnLock, Move and DeleteDocument.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path

from ...calls.flow import Flow
from ...errors import AlreadyExists, ServiceError, UnexpectedReply
from .. import paths
from ..folders.base import whole_path
from .comparison import Seen
from .there import FolderReading


class Carrying(FolderReading):
    """Workflows that move bytes and documents."""

    def fetch(self, path: str, seen: Seen, target: Path) -> Flow[None]:
        """Download a version of a document to a new file, and have it on the disk.

        Raises:
            UnexpectedReply: other bytes came than the server tells of.
        """
        data = b""
        if seen.size:
            reply = yield from self._call("DownloadDocumentVersion", Path=path, VersionNumber=seen.version)
            data = reply.bytes
        if (len(data), zlib.crc32(data)) != (seen.size, seen.crc):
            raise UnexpectedReply(f"{path}: other bytes came than the server tells of", operation="DownloadDocument")
        with target.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())

    def send(self, source: Path, path: str, *, new: bool, comment: str | None = None) -> Flow[Seen]:
        """Upload a file as a new document, or as a new version of one that is there.

        Args:
            source: the file.
            path: the path of the document; missing folders are made.
            new: whether it is to be a new document.
            comment: a comment on the version.

        Returns:
            What the document is now.

        Raises:
            AlreadyExists: it is to be new, and there is one.
        """
        data = source.read_bytes()
        if new:
            there = yield from self._ask("DocumentExists", Path=path)
            if there:
                raise AlreadyExists(f"there is a document {path} already", operation="UploadDocument")
            folder = paths.parent(path)
            exists = yield from self._ask("FolderExists", Path=folder)
            if not exists:
                yield from self._call("CreateFolder", Path=folder)
        else:
            yield from self._call("Lock", Path=path)
        yield from self._call("UploadDocument", Path=path, FileContent=data)
        document = yield from self._get(path)
        if not new and document.checked_out_by:
            yield from self._call("UnLock", Path=path, force=False)
        seen = yield from self.seen(path, document)
        if seen is None or (seen.size, seen.crc) != (len(data), zlib.crc32(data)):
            raise UnexpectedReply(f"{path}: the server has other bytes than were sent", operation="UploadDocument")
        return seen

    def move_into(self, path: str, name: str, folder: str) -> Flow[None]:
        """Move a document into another folder, under its own name."""
        yield from self._call("Move", SourcePath=path, DestinationPath=f"{folder}/{name}")

    def recycle(self, path: str) -> Flow[None]:
        """Move a document to the recycle bin."""
        yield from self._call("DeleteDocument", Path=path)

    def release(self, document_id: int) -> Flow[None]:
        """Release a document that a run that was killed may have left checked out; never one of somebody else."""
        try:
            document = yield from self._get(document_id)
            if document.checked_out_by:
                yield from self._call("UnLock", Path=whole_path(document), force=False)
        except ServiceError:
            return
