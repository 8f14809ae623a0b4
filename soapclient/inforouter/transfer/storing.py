"""Find out what an upload left on the server: by reading, never by sending again.

Source: the pages of GetDocument, GetDocumentVersions, DocumentExists, UploadDocument1, UploadDocumentWithHandler1 and
UploadNewDocumentWidthHandler.
"""

from __future__ import annotations

from typing import Final

import attrs

from ...calls.flow import Flow
from ...errors import DocumentNotFound, HttpError, ReplyTooLarge, SoapClientError, TransportError, UnexpectedReply
from .. import paths
from ..models.contents import Document, Version
from ..models.entity import VersionNumber
from ..reply import Reply
from ..versions.addressing import full_path
from .facts import attribute, crc_of, whole_number
from .locking import ReadDocument
from .sending import CallByName

_OF_PROXIES: Final = (408, 499, 502, 503, 504, 520, 521, 522, 523, 524)


@attrs.frozen
class StoredUpload:
    """A version with the uploaded bytes.

    Attributes:
        document: the document, read after the upload.
        version: the number of the version.
    """

    document: Document
    version: VersionNumber | None


class Storing:
    """Finds out what became of bytes that were sent for a path.

    Args:
        call: calls an operation by its name.
        read: reads a document.
        path: the requested path.
        before: the document before the upload; None if it did not exist.
    """

    def __init__(self, call: CallByName, read: ReadDocument, path: str, before: Document | None) -> None:
        self._call = call
        self._read = read
        self._path = path
        self._before = before

    def look(self) -> Flow[Document | None]:
        """Return the document at the path, or at the path that the server makes of it; None if it does not exist."""
        found = yield from self.at(self._path)
        if found is None and self._before is None:
            clean = cleaned(self._path)
            if clean is not None and clean != self._path:
                found = yield from self.at(clean)
        return found

    def at(self, path: str) -> Flow[Document | None]:
        """Return the document at exactly this path; None if it does not exist."""
        try:
            return (yield from self._read(path))
        except DocumentNotFound:
            return None

    def find(self, size: int, crc: int) -> Flow[StoredUpload | None]:
        """Return the new version with these bytes; None if it does not exist."""
        document = yield from self.look()
        if document is None:
            return None
        return (yield from self._among(document, size, crc))

    def _among(self, document: Document, size: int, crc: int) -> Flow[StoredUpload | None]:
        reply = yield from self._call("GetDocumentVersions", Path=where(document))
        for each in reply.items:
            if isinstance(each, Version) and self._is_new(each) and each.size == size:
                told = crc_of(each.checksum)
                if told is None and each.number == document.version:
                    told = yield from self._checksum(document)
                if told == crc:
                    return StoredUpload(document, each.number)
        return None

    def _is_new(self, version: Version) -> bool:
        if self._before is None or self._before.version is None:
            return True
        return version.number is not None and version.number > self._before.version

    def after_loss(self, lost: TransportError, size: int, crc: int) -> Flow[StoredUpload]:
        """Find out whether the bytes were stored although the reply was lost.

        Raises:
            TransportError: they were not stored, or that is unknown; `maybe_applied` and the message say which.
        """
        try:
            found = yield from self.find(size, crc)
        except SoapClientError as exc:
            lost.message = f"{lost.message}; reading back failed: {exc.message}"
            lost.args = (lost.message,)
            raise lost from exc
        if found is not None:
            return found
        stem = lost.message.partition("; the change may have been made")[0]
        lost.message = f"{stem}; read back just now: {self._path} does not have these bytes"
        if not _answered(lost):
            lost.message += ", but the server may still be working on it; read it before you upload again"
        else:
            lost.maybe_applied = False
        lost.args = (lost.message,)
        raise lost

    def check(self, reply: Reply, size: int, crc: int, *, confirmed: bool, verify: bool) -> Flow[StoredUpload]:
        """Read back the stored document.

        Args:
            reply: the reply of the operation that stored it.
            size: how many bytes were sent.
            crc: their check sum.
            confirmed: whether the server confirmed the check sum before it stored the bytes.
            verify: whether to compare size and check sum.

        Raises:
            UnexpectedReply: the stored bytes differ.
        """
        number = whole_number(reply, "DocumentId")
        try:
            document = yield from self._read(number or self._path)
            added = self._added(document)
            same = added != 0 and (document.size == size or (document.size is None and size > 0))
            if same and verify and not confirmed:
                told = yield from self._checksum(document)
                same = told in (None, crc)
            if same and added in (None, 1):
                return StoredUpload(document, document.version)
            if not (verify or size == 0):
                return StoredUpload(document, None)
            found = yield from self._among(document, size, crc)
        except SoapClientError as exc:
            exc.message = f"{exc.message}; {self._path} was uploaded, but could not be read back"
            exc.args, exc.done = (exc.message,), (reply.operation,)
            if isinstance(exc, TransportError):
                exc.maybe_applied = True
            raise
        if found is not None or same:  # other versions were added too, and the reply does not say which one is ours
            return found or StoredUpload(document, None)
        raise UnexpectedReply(
            f"{reply.operation}: read back, {where(document)} does not hold the {size} bytes that were sent, but"
            f" {document.size} bytes or others",
            operation=reply.operation,
            maybe_applied=True,
        )

    def _added(self, document: Document) -> int | None:
        """Return how many versions were added since the document was last read; None if unknown."""
        if document.version_count is None:
            return None
        if self._before is None:
            return document.version_count
        return None if self._before.version_count is None else document.version_count - self._before.version_count

    def _checksum(self, document: Document) -> Flow[int | None]:
        reply = yield from self._call("DocumentExists", Path=where(document))
        return crc_of(attribute(reply, "CRC32LASTVERSION"))


def _answered(lost: TransportError) -> bool:
    """Return whether the server itself has finished a request: it answered, even if unusably.

    A proxy that gives up says nothing about the server behind it, nor does a broken connection.
    """
    if isinstance(lost, HttpError):
        return lost.status not in _OF_PROXIES
    return isinstance(lost, (UnexpectedReply, ReplyTooLarge))


def where(document: Document) -> str:
    """Return the path of a document from GetDocument, in normal form."""
    return paths.normal(full_path(document))


def cleaned(path: str) -> str | None:
    """Return the path that a server of today would give a new document; None if that cannot be predicted."""
    name = paths.cleaned(paths.name(path))
    return None if not name or "#" in name else paths.join(paths.parent(path), name)
