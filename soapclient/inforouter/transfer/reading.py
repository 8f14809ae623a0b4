"""Read the bytes of a version from the server: in chunks from a handler, or by one call; each checked.

A handler keeps the bytes as they were when it was opened, so a new version has no
effect. If a handler is gone with its session, another one is opened; if its bytes differ, this is reported.

Source: the pages of GetDownloadInfo, GetDownloadInfoByVersion, GetDownloadHandler, GetDownloadHandlerByVersion,
DownloadFileChunk, DeleteDownloadHandler, DownloadDocument and DownloadDocumentVersion.
"""

from __future__ import annotations

import base64
import contextlib
import zlib
from typing import Final

import attrs

from ...calls.flow import Flow
from ...errors import EmptyBytes, ServiceError, SessionExpired, SoapClientError, TransportError, UnexpectedReply
from ...replies.sinks import ByteSink
from ..models.entity import VersionNumber, revision
from ..reply import Reply
from .facts import attribute, crc_of, whole_number, yes
from .sending import LARGEST, CallByName

_PREFERRED: Final = 4 * 2**20
_TRIES: Final = 5
_OPENINGS: Final = 3


class Changed(Exception):
    """The document has changed since its download started."""


@attrs.frozen
class Info:
    """The server's description of a version's bytes, before they are read.

    Attributes:
        size: the number of bytes.
        crc: their CRC-32; None if unknown.
        rendered: whether they are generated for the download, so that neither may be right.
        version: the number of the version; None if unknown.
    """

    size: int
    crc: int | None
    rendered: bool
    version: VersionNumber | None

    @classmethod
    def read(cls, reply: Reply) -> Info:
        """Read the description in a reply.

        Raises:
            UnexpectedReply: it has no size.
        """
        size = whole_number(reply, "Size")
        if size is None or size < 0:
            raise UnexpectedReply(
                f"{reply.operation}: the reply does not contain the size of the document", operation=reply.operation
            )
        rendered = yes(reply, "RenderedContent")
        crc = None if rendered else crc_of(attribute(reply, "CRC32"))
        return cls(size, crc, rendered, revision(attribute(reply, "VersionNumber")))

    def same(self, other: Info) -> bool:
        """Return whether another description is certainly of the same bytes."""
        return self.crc is not None and self.crc == other.crc and self.size == other.size


class Chunks:
    """Reads from a handler, chunk by chunk.

    Args:
        call: calls an operation by its name.
        path: the document.
        version: the number of the version; 0 for the server's choice.
        chunk_size: the size of chunks; None for a suitable size.

    Attributes:
        info: the server's description of the bytes; None before `open`.
        offset: the number of bytes read.
        crc: their CRC-32.
    """

    def __init__(self, call: CallByName, path: str, version: int, chunk_size: int | None) -> None:
        self._call = call
        self._path = path
        self._version = version
        self._preferred = chunk_size or _PREFERRED
        self._chunk = 0
        self._openings = 0
        self.handler = ""
        self.info: Info | None = None
        self.offset = 0
        self.crc = 0

    def open(self) -> Flow[Info]:
        """Open a handler, and return its description.

        Raises:
            Changed: its bytes differ from the previous handler's.
        """
        yield from self.close()
        self._openings += 1
        name = "GetDownloadHandlerByVersion" if self._version else "GetDownloadHandler"
        pinned = {"VersionNumber": self._version} if self._version else {}
        reply = yield from self._call(name, Path=self._path, PreferedChunkSize=self._preferred, **pinned)
        self.handler = attribute(reply, "downloadhandler").strip()
        granted = whole_number(reply, "ChunkSize")
        if not self.handler or granted is None or not 0 < granted <= LARGEST:
            raise UnexpectedReply(f"{name}: the reply does not contain a handler and its chunk size", operation=name)
        self._chunk = granted
        info = Info.read(reply)
        before, self.info = self.info, info
        if before is not None and self.offset and not info.same(before):
            raise Changed
        return info

    def close(self) -> Flow[None]:
        """Delete the handler, if one is open."""
        handler, self.handler = self.handler, ""
        if handler:
            with contextlib.suppress(SoapClientError):
                yield from self._call("DeleteDownloadHandler", DownloadHandler=handler)

    def begin(self, offset: int = 0, crc: int = 0) -> None:
        """Continue from an offset, after bytes with this check sum."""
        self.offset, self.crc = offset, crc

    def next(self) -> Flow[bytes]:
        """Return the next bytes, checked; empty at the end.

        Raises:
            Changed: the handler is gone, and the document has changed.
            UnexpectedReply: the chunks kept differing from their description.
            ServiceError: the server refused.
        """
        problem: SoapClientError | None = None
        for _ in range(_TRIES):
            info = self.info if self.info is not None and self.handler else (yield from self.open())
            if self.offset >= info.size:
                return b""
            try:
                data = yield from self._once(info)
            except SessionExpired:
                raise
            except TransportError as exc:
                problem = exc
            except ServiceError as exc:
                if self._openings >= _OPENINGS:
                    raise
                problem = exc
                yield from self.close()
            else:
                self.offset, self.crc = self.offset + len(data), zlib.crc32(data, self.crc)
                self._openings = 1  # a long download may outlive many sessions
                return data
        assert problem is not None  # noqa: S101 - each turn that does not return has one
        raise problem

    def check(self) -> bool:
        """Return whether the check sum of all bytes is the announced one, if any."""
        return self.info is None or self.info.crc in (None, self.crc)

    def _once(self, info: Info) -> Flow[bytes]:
        reply = yield from self._call(
            "DownloadFileChunk", DownloadHandler=self.handler, StartOffset=self.offset, ChunkSize=self._chunk
        )
        data = _decoded(reply.text)
        if data is None:
            raise self._wrong("not base64")
        length, total = whole_number(reply, "chunklength"), whole_number(reply, "filelength")
        crc = crc_of(attribute(reply, "chunkCRC32"))
        if not data or length not in (None, len(data)):
            raise self._wrong(f"{len(data)} bytes instead of the announced {length}")
        if crc not in (None, zlib.crc32(data)):
            raise self._wrong("wrong check sum")
        if total not in (None, info.size) or self.offset + len(data) > info.size:
            raise self._wrong(f"from a file of another size than {info.size}")
        if yes(reply, "lastchunk") and self.offset + len(data) != info.size:
            raise self._wrong(f"marked as the last one, {info.size - self.offset - len(data)} bytes too early")
        return data

    def _wrong(self, why: str) -> UnexpectedReply:
        return UnexpectedReply(
            f"DownloadFileChunk: the chunk at {self.offset} of {self._path}: {why}", operation="DownloadFileChunk"
        )


def _decoded(text: str) -> bytes | None:
    """Decode base64, which may contain blanks and line breaks; None for other text."""
    for _ in range(2):
        try:
            return base64.b64decode(text, validate=True)
        except ValueError:
            text = "".join(text.split())
    return None


def ask(call: CallByName, path: str, version: int) -> Flow[Info]:
    """Ask for the description of a download: this tells an empty document from a failure.

    Args:
        call: calls an operation by its name.
        path: the document.
        version: the number of the version; 0 for the server's choice.
    """
    if version:
        return Info.read((yield from call("GetDownloadInfoByVersion", Path=path, VersionNumber=version)))
    return Info.read((yield from call("GetDownloadInfo", Path=path)))


def whole(call: CallByName, path: str, version: int, info: Info) -> Flow[bytes]:
    """Return the bytes of a small version by one call, checked.

    Raises:
        Changed: they differ from the description.
        EmptyBytes: none came, though the version is not empty.
    """
    try:
        reply = yield from single(call, path, version)
    except EmptyBytes as exc:
        raise not_given(exc, path, info) from exc
    data: bytes = reply.bytes
    if not info.rendered and (len(data) != info.size or info.crc not in (None, zlib.crc32(data))):
        raise Changed
    return data


def single(call: CallByName, path: str, version: int, into: ByteSink | None = None) -> Flow[Reply]:
    """Call the operation that returns all bytes at once, and write them to a sink while they arrive, if any."""
    if version:
        return call("DownloadDocumentVersion", into, Path=path, VersionNumber=version)
    return call("DownloadDocument", into, Path=path)


def not_given(error: EmptyBytes, path: str, info: Info) -> EmptyBytes:
    """Return the error for an existing document whose bytes were not returned."""
    has = f"{path} has {info.size} bytes, but the server returned none"
    if info.rendered:
        has = f"the server generates {path} for the download, but returned no bytes"
    error.message = f"{error.operation}: {has}; it is offline, or its download is not allowed"
    error.args = (error.message,)
    return error
