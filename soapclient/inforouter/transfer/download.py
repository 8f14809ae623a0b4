"""Downloads of whole documents: to a file, to an open file, or piece by piece.

Source: the pages of GetDownloadInfo, GetDownloadHandler, DownloadFileChunk, DownloadDocument, DownloadDocumentVersion,
GetDocumentVersions and GetVersionRendition.
"""

from __future__ import annotations

import io
import tempfile
import zlib
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from ...calls.flow import Flow, Listing, Page, ensuring
from ...errors import ArgumentError, EmptyBytes, NotFound, UnexpectedReply, VersionNotFound
from ..document_base import DocumentReading
from ..document_update import numbered
from ..models.entity import VersionNumber, revision

if TYPE_CHECKING:
    from .reading import Chunks, Info
    from .results import DownloadResult
    from .sending import Progress
    from .targets import DownloadTarget, Identity

Rendition = Literal["Text", "Markdown", "RedactedText"]
SMALL: Final = 262_144  # up to this size, one call returns all bytes
_FARTHEST: Final = 2**31 - 1  # an offset is a 32-bit number
_FIRST_VERSION: Final = 1_000_000
_ATTEMPTS: Final = 3
_PIECE: Final = 1 << 20


class DownloadFlows(DocumentReading):
    """Downloads; see `Documents.download`."""

    def _save(
        self,
        path: str | int,
        to: Any,
        *,
        version: int | VersionNumber | None = None,
        rendition: Rendition | None = None,
        resume: bool = False,
        progress: Progress | None = None,
        chunk_size: int | None = None,
    ) -> Flow[DownloadResult]:
        from .targets import HandedFile, PartFile

        job = self._job(path, version, rendition, progress, chunk_size)
        if resume and hasattr(to, "write"):
            raise ArgumentError("download", ("resume: only works with the path of a file",))
        if isinstance(to, io.TextIOBase):
            raise ArgumentError("download", ("to: the file is open in text mode; open it in binary mode",))
        target: DownloadTarget = HandedFile(to) if hasattr(to, "write") else PartFile(to, resume=resume)
        try:
            # The client's `close` waits for clean-ups: so it also waits for the end of a part file.
            result = yield from ensuring(job.save(target), _nothing)
            target.finish()
        finally:
            target.give_up()
        return result

    def _pieces(
        self,
        path: str | int,
        *,
        version: int | VersionNumber | None = None,
        rendition: Rendition | None = None,
        progress: Progress | None = None,
        chunk_size: int | None = None,
    ) -> Listing[bytes]:
        yield from self._job(path, version, rendition, progress, chunk_size).pieces()

    def _job(
        self,
        path: str | int,
        version: int | VersionNumber | None,
        rendition: Rendition | None,
        progress: Progress | None,
        chunk_size: int | None,
    ) -> _Download:
        from .facts import is_chunk_size

        address = self._address(path, "download")
        number = version.stored if isinstance(version, VersionNumber) else version
        problems = []
        if number is not None and (not isinstance(number, int) or number < _FIRST_VERSION):
            problems.append(
                f"version: {version!r} is not the number of a version; they start at {_FIRST_VERSION}; None is the one"
                " that the server gives"
            )
        if rendition is not None and rendition not in get_args(Rendition):
            problems.append(f"rendition must be one of {', '.join(get_args(Rendition))}, not {rendition!r}")
        if not is_chunk_size(chunk_size):
            problems.append(f"chunk_size must be a number of bytes, not {chunk_size!r}")
        if problems:
            raise ArgumentError("download", tuple(problems))
        return _Download(self, address, number or 0, rendition, progress, chunk_size)


class _Download:
    """One download in progress."""

    def __init__(
        self,
        flows: DownloadFlows,
        path: str,
        version: int,
        rendition: Rendition | None,
        progress: Progress | None,
        chunk_size: int | None,
    ) -> None:
        self._flows = flows
        self._call = flows._call
        self._path = path
        self._version = version
        self._rendition = rendition
        self._progress = progress
        self._chunk_size = chunk_size
        self._small = SMALL

    def save(self, target: DownloadTarget) -> Flow[DownloadResult]:
        """Write all bytes to a target, starting again if the document changed meanwhile."""
        from .reading import Changed

        for _ in range(_ATTEMPTS):
            try:
                return (yield from self._save_once(target))
            except Changed:
                if not target.restart():
                    break
                # One call may return another version than the one described; a handler describes its own bytes.
                self._small = -1
        raise self._changed()

    def pieces(self) -> Listing[bytes]:
        """Return all bytes, each piece checked; the last check is made before the last piece is returned."""
        from .targets import HandedFile

        if self._rendition is not None:
            data = yield from self._rendered()
            yield Page((data,))
            return
        info = yield from self._info()
        if self._is_empty(info):
            return
        if self._by_chunks(info):
            chunks = self._chunks()
            part: Any = self._each(chunks)
            yield from ensuring(part, lambda error: chunks.close())
            return
        with tempfile.TemporaryFile() as file:
            yield from self.save(HandedFile(file))
            file.seek(0)
            while piece := file.read(_PIECE):
                yield Page((piece,))

    def _each(self, chunks: Chunks) -> Listing[bytes]:
        from .reading import Changed

        try:
            info = yield from chunks.open()
            held = yield from chunks.next()
            if not held and not chunks.check():
                raise Changed
            while held:
                data = yield from chunks.next()
                if not data and not chunks.check():
                    raise Changed
                yield Page((held,))
                self._tell(chunks.offset - len(data), info.size)
                held = data
        except Changed:
            raise self._changed() from None

    def _save_once(self, target: DownloadTarget) -> Flow[DownloadResult]:
        from .reading import whole

        if self._rendition is not None:
            data = yield from self._rendered()
            target.begin(None)
            return self._take(target, data, None)
        info = yield from self._info()
        if self._is_empty(info):
            target.begin(None)
            return self._take(target, b"", info)
        if self._by_chunks(info):
            chunks = self._chunks()

            def clean(error: BaseException | None) -> Flow[None]:
                if not (error is None or isinstance(error, Exception)):
                    target.give_up()  # at once: the file must be writable again without waiting for the server
                yield from chunks.close()

            return (yield from ensuring(self._save_chunks(chunks, target), clean))
        path = yield from self._plain_path()
        if info.size <= SMALL:
            data = yield from whole(self._call, path, self._version, info)
            target.begin(None)
            return self._take(target, data, info)
        return (yield from self._save_stream(path, target, info))

    def _save_chunks(self, chunks: Chunks, target: DownloadTarget) -> Flow[DownloadResult]:
        from .reading import Changed

        info = yield from chunks.open()
        have, crc = target.begin(self._identity(info))
        chunks.begin(have, crc)
        while data := (yield from chunks.next()):
            target.write(data)
            self._tell(chunks.offset, info.size)
        if not chunks.check():
            raise Changed
        return self._result(target, info, chunks.offset, chunks.crc, have)

    def _save_stream(self, path: str, target: DownloadTarget, info: Info) -> Flow[DownloadResult]:
        """Write the bytes of one call while they arrive."""
        from .reading import Changed, not_given, single

        target.begin(None)
        sink = _Counting(target, info.size, self._progress)
        try:
            yield from single(self._call, path, self._version, sink)
        except EmptyBytes as exc:
            raise not_given(exc, path, info) from exc
        if not info.rendered and (sink.size != info.size or info.crc not in (None, sink.crc)):
            raise Changed
        return self._result(target, info, sink.size, sink.crc, 0)

    def _info(self) -> Flow[Info]:
        from ..models.contents import Version
        from .facts import crc_of
        from .reading import Info, ask

        if not self._version or "GetDownloadInfoByVersion" in self._flows.contract:
            return (yield from ask(self._call, self._path, self._version))
        reply = yield from self._call("GetDocumentVersions", Path=self._path)
        for each in reply.items:
            if isinstance(each, Version) and each.number == self._number and each.size is not None:
                return Info(each.size, crc_of(each.checksum), False, each.number)
        text = f"{self._path} has no version {self._version}"
        raise VersionNotFound(text, operation="GetDocumentVersions", text=text)

    def _by_chunks(self, info: Info) -> bool:
        """Return whether to read by chunks: large documents, those named by number, and generated ones.

        It is unknown whether a generated one is empty, and a single call reports its failure by sending no bytes.
        """
        handler = "GetDownloadHandlerByVersion" if self._version else "GetDownloadHandler"
        can = handler in self._flows.contract and "DownloadFileChunk" in self._flows.contract
        return (
            can
            and info.size <= _FARTHEST
            and (info.size > self._small or info.rendered or numbered(self._path) is not None)
        )

    def _chunks(self) -> Chunks:
        from .reading import Chunks

        return Chunks(self._call, self._path, self._version, self._chunk_size)

    def _plain_path(self) -> Flow[str]:
        """Return the path of the document: the single calls are not documented to accept its number."""
        from .storing import where

        if numbered(self._path) is None:
            return self._path
        return where((yield from self._flows._get(self._path)))

    def _rendered(self) -> Flow[bytes]:
        reply = yield from self._call(
            "GetVersionRendition", Path=self._path, VersionNumber=self._version, Rendition=self._rendition
        )
        if not reply.text:
            text = f"the server has not produced the {self._rendition} of {self._path}"
            raise NotFound(f"GetVersionRendition: {text}", operation="GetVersionRendition", text=text)
        return reply.text.encode("utf-8")

    def _take(self, target: DownloadTarget, data: bytes, info: Info | None) -> DownloadResult:
        target.write(data)
        self._tell(len(data), len(data))
        return self._result(target, info, len(data), zlib.crc32(data), 0)

    def _result(self, target: DownloadTarget, info: Info | None, size: int, crc: int, resumed: int) -> DownloadResult:
        from .results import DownloadResult

        told = None if info is None else info.version
        version = self._number or told
        return DownloadResult(path=self._path, version=version, size=size, crc=crc, file=target.file, resumed=resumed)

    @property
    def _number(self) -> VersionNumber | None:
        return revision(str(self._version))

    def _identity(self, info: Info) -> Identity | None:
        from .targets import Identity

        if info.crc is None:
            return None  # it is unknown whether the part file is a beginning of these bytes
        return Identity(self._flows.server, self._path.casefold(), self._version, info.size, info.crc)

    def _tell(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(done, total)

    @staticmethod
    def _is_empty(info: Info) -> bool:
        return info.size == 0 and not info.rendered and not info.crc

    def _changed(self) -> UnexpectedReply:
        return UnexpectedReply(
            f"download: {self._path} changed while it was read, or its check sum differs from the server's;"
            " download it again",
            operation="DownloadDocument",
        )


def _nothing(error: BaseException | None) -> Flow[None]:
    """Send nothing."""
    yield from ()


class _Counting:
    """A sink that counts and checks what it passes on."""

    def __init__(self, target: DownloadTarget, total: int, progress: Progress | None) -> None:
        self._target = target
        self._total = total
        self._progress = progress
        self.size = 0
        self.crc = 0

    def write(self, data: bytes) -> None:
        """Pass the next bytes on."""
        self._target.write(data)
        self.size += len(data)
        self.crc = zlib.crc32(data, self.crc)
        if self._progress is not None:
            self._progress(self.size, self._total)
