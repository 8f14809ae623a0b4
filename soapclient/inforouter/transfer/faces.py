"""The two faces of uploads and downloads."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any, Literal, overload

from ...calls.faces import Awaited, Called
from ...errors import ArgumentError
from ..models.entity import VersionNumber
from .download import DownloadFlows, Rendition
from .upload import UploadFlows

if TYPE_CHECKING:
    from .results import DownloadResult, UploadResult
    from .sending import Progress
    from .upload_job import Over

Uploaded = bytes | bytearray | memoryview | str | os.PathLike[str] | IO[bytes] | Iterable[bytes]
SavedTo = str | os.PathLike[str] | IO[bytes]
_IN_MEMORY = 2**20


class Transfers(UploadFlows, DownloadFlows, Called):
    """Synchronous uploads and downloads."""

    def upload(
        self,
        source: Uploaded,
        path: str | int,
        *,
        comment: str | None = None,
        over: Over = "refuse",
        verify: bool = True,
        progress: Progress | None = None,
        make_folders: bool = False,
        chunk_size: int | None = None,
    ) -> UploadResult:
        """Upload a document: a new one or, with over="version", a new version of an existing one.

        Everything is checked before it is stored: the server's check sum of the received bytes or, if it
        has not sent one, the stored check sum and size. An existing document is checked out during the
        upload; if the caller has checked it out already, it stays so. A call whose reply is lost is never repeated:
        the bytes are sent again from the start, and a read shows what was stored.

        Args:
            source: bytes, the path of a file, a file that is open for reading bytes (from where it stands), or an
                iterable of bytes, which is read once and so cannot be sent a second time.
            path: the path of the document, such as "/Finance/Reports/Q1.pdf"; with over="version" also its number.
            comment: the comment of the version.
            over: what to do if the document exists: "refuse", or add a "version".
            verify: compare the stored size and check sum, if the check sum was not compared before.
            progress: called with the number of bytes sent, and the total or None, in the thread that sends.
            make_folders: create missing folders of the path.
            chunk_size: the size of chunks for a large document; the server may use another size.

        Returns:
            The stored document and version. `renamed` tells whether the server changed the name.

        Raises:
            ArgumentError: the arguments do not fit; nothing was sent.
            AlreadyExists: the document exists, and over is "refuse".
            Conflict: somebody else has checked it out, or a folder has the path.
            FolderNotFound, AccessDenied: the service refused.
            UnexpectedReply: the server kept refusing a chunk, or the stored bytes differ from those that were sent.
            TransportError: the source changed while it was sent, or a reply was lost; `maybe_applied` and the message
                say what is stored.
            UnknownOperation: this server's contract, or form POST, which cannot carry bytes, does not support uploads.
        """
        return self.carrier.carry(  # type: ignore[no-any-return]
            self._upload(
                source, path, comment=comment, over=over, verify=verify, progress=progress, make_folders=make_folders,
                chunk_size=chunk_size,
            )
        )  # fmt: skip

    @overload
    def download(
        self,
        path: str | int,
        to: None = None,
        *,
        version: int | VersionNumber | None = None,
        rendition: Rendition | None = None,
        resume: Literal[False] = False,
        progress: Progress | None = None,
        chunk_size: int | None = None,
    ) -> Iterator[bytes]:
        """Download a document piece by piece."""

    @overload
    def download(
        self,
        path: str | int,
        to: SavedTo,
        *,
        version: int | VersionNumber | None = None,
        rendition: Rendition | None = None,
        resume: bool = False,
        progress: Progress | None = None,
        chunk_size: int | None = None,
    ) -> DownloadResult:
        """Download a document to a file."""

    def download(
        self, path: str | int, to: SavedTo | None = None, *, resume: bool = False, **options: Any
    ) -> Iterator[bytes] | DownloadResult:
        """Download a document to a file, to an open file or, without `to`, piece by piece.

        A file appears under its name when it is complete, its check sum is right and it is on disk; until then
        its bytes are in `.NAME.part` beside it. A new version during the download has no effect, or is
        noticed: the download starts again or, if bytes were already returned, fails.

        Args:
            path: the document's path or its number.
            to: the path of a file, a file that is open for writing bytes, or None for an iterator of bytes. An open
                file that cannot seek keeps what was written before an error.
            version: the number of a version; by default the one that the server chooses: the latest or, by another page
                of the reference, the published one.
            rendition: "Text", "Markdown" or "RedactedText" instead of the document itself, in UTF-8.
            resume: continue an earlier download of the same bytes, and keep the part file if this one fails.
            progress: called with the number of bytes so far, and in total, in the thread that reads.
            chunk_size: the size of chunks for a large document; the server may use another size.

        Returns:
            The result; without `to` an iterator of bytes, which calls the server only when used.

        Raises:
            ArgumentError: the arguments do not fit; nothing was sent.
            DocumentNotFound: the document does not exist, or is hidden from the caller.
            NotFound: the version does not exist, or the server has not produced the rendition.
            EmptyBytes: the document exists, but the server does not return its bytes.
            UnexpectedReply: the bytes kept differing from the server's description.
            OSError: the file cannot be written, is not a regular file, or another download is writing it.
        """
        if to is not None:
            return self.carrier.carry(self._save(path, to, resume=resume, **options))  # type: ignore[no-any-return]
        check_resume(resume)
        return self.carrier.items(self._pieces(path, **options))  # type: ignore[no-any-return]


class AsyncTransfers(UploadFlows, DownloadFlows, Awaited):
    """Asynchronous uploads and downloads."""

    async def upload(
        self,
        source: Uploaded | AsyncIterable[bytes],
        path: str | int,
        *,
        comment: str | None = None,
        over: Over = "refuse",
        verify: bool = True,
        progress: Progress | None = None,
        make_folders: bool = False,
        chunk_size: int | None = None,
    ) -> UploadResult:
        """Upload a document; see `Documents.upload`.

        Args:
            source: as there; also an asynchronous iterable of bytes, which is read to its end first.
            path: as there.
            comment: as there.
            over: as there.
            verify: as there.
            progress: as there; called in another thread than the event loop's.
            make_folders: as there.
            chunk_size: as there.
        """
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            given: Any = source
            if isinstance(source, AsyncIterable):
                async for piece in source:
                    spool.write(piece)
                spool.seek(0)
                given = spool
            result: UploadResult = await self.carrier.carry(
                self._upload(
                    given, path, comment=comment, over=over, verify=verify, progress=progress,
                    make_folders=make_folders, chunk_size=chunk_size,
                )
            )  # fmt: skip
            return result

    @overload
    def download(
        self,
        path: str | int,
        to: None = None,
        *,
        version: int | VersionNumber | None = None,
        rendition: Rendition | None = None,
        resume: Literal[False] = False,
        progress: Progress | None = None,
        chunk_size: int | None = None,
    ) -> AsyncIterator[bytes]:
        """Download a document piece by piece."""

    @overload
    async def download(
        self,
        path: str | int,
        to: SavedTo,
        *,
        version: int | VersionNumber | None = None,
        rendition: Rendition | None = None,
        resume: bool = False,
        progress: Progress | None = None,
        chunk_size: int | None = None,
    ) -> DownloadResult:
        """Download a document to a file."""

    def download(self, path: str | int, to: SavedTo | None = None, *, resume: bool = False, **options: Any) -> Any:
        """Download a document: awaited with `to`, otherwise iterated with `async for`; see `Documents.download`."""
        if to is not None:
            return self.carrier.carry(self._save(path, to, resume=resume, **options))
        check_resume(resume)
        return self.carrier.items(self._pieces(path, **options))


def check_resume(resume: bool) -> None:
    """Refuse to resume without the path of a file."""
    if resume:
        raise ArgumentError("download", ("resume: only works with the path of a file",))
