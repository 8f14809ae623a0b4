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
    """Uploads and downloads that are called."""

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
        """Upload a document: a new one, or with over="version" a new version of one that is there.

        Everything is checked before it is stored: the server's check sum of the bytes that it holds, or, where it has
        told none, that of what is stored, and its size. A document that is there is checked out for the time of the
        upload, unless the caller has it checked out already, which stays so. A reply that is lost is never repeated:
        bytes are sent to the server again from the start, and what was stored is found out by reading.

        Args:
            source: bytes, the path of a file, a file that is open for reading bytes (from where it stands), or an
                iterable of bytes, which is read once and so cannot be sent a second time.
            path: the path of the document, such as "/Finance/Reports/Q1.pdf"; with over="version" also its number.
            comment: the comment of the version.
            over: what to do where there is such a document: "refuse", or add a "version".
            verify: compare the stored size and check sum, where the check sum was not compared before.
            progress: called with how many bytes were sent, and how many there are, or None; by the thread that sends.
            make_folders: make the folders of the path that do not exist.
            chunk_size: how large the chunks of a large document are to be; the server has the last word.

        Returns:
            Where it is stored, as which version. `renamed` tells that the server changed the name.

        Raises:
            ArgumentError: the arguments do not fit; nothing was sent.
            AlreadyExists: there is such a document, and over is "refuse".
            Conflict: somebody else has checked it out, or the path is that of a folder.
            FolderNotFound, AccessDenied: the service refuses.
            UnexpectedReply: the server refused a chunk again and again, or what is stored differs from what was sent.
            TransportError: the source changed while it was sent, or a reply was lost; `maybe_applied` and the message
                say what is stored.
            UnknownOperation: this server's contract, or form POST, which cannot carry bytes, has no way.
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

        A file comes up under its name when it is complete, its check sum is right and it is on the disk; until then
        its bytes are in `.NAME.part` beside it. A version that comes up during the download changes nothing, or is
        noticed: the download begins again, or, where bytes were given out already, fails.

        Args:
            path: the document's path or its number.
            to: the path of a file, a file that is open for writing bytes, or None for an iterator of bytes. An open
                file that cannot go back keeps what was written when an error came.
            version: the number of a version; by default the one that the server gives: the latest or, by another page
                of the reference, the published one.
            rendition: "Text", "Markdown" or "RedactedText" instead of the document itself, in UTF-8.
            resume: go on with what an earlier download of the same bytes left, and leave what this one has if it fails.
            progress: called with how many bytes are there, and how many there are; by the thread that reads.
            chunk_size: how large the chunks of a large document are to be; the server has the last word.

        Returns:
            What was written; without `to` an iterator of bytes, which asks the server for nothing before it is used.

        Raises:
            ArgumentError: the arguments do not fit; nothing was sent.
            DocumentNotFound: there is no such document, or the caller may not see it.
            NotFound: there is no such version, or the server has not made the rendition.
            EmptyBytes: the document is there, and the server does not give it out.
            UnexpectedReply: what came is not what the server told of, again and again.
            OSError: the file cannot be written, is no regular file, or another download is writing it.
        """
        if to is not None:
            return self.carrier.carry(self._save(path, to, resume=resume, **options))  # type: ignore[no-any-return]
        check_resume(resume)
        return self.carrier.items(self._pieces(path, **options))  # type: ignore[no-any-return]


class AsyncTransfers(UploadFlows, DownloadFlows, Awaited):
    """Uploads and downloads that are awaited."""

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
            progress: as there; it is called in another thread than the event loop's.
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
        """Download a document: awaited with `to`, else iterated over with `async for`; see `Documents.download`."""
        if to is not None:
            return self.carrier.carry(self._save(path, to, resume=resume, **options))
        check_resume(resume)
        return self.carrier.items(self._pieces(path, **options))


def check_resume(resume: bool) -> None:
    """Refuse to go on with what is not there."""
    if resume:
        raise ArgumentError("download", ("resume: only the path of a file can be gone on with",))
