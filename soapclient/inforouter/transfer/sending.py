"""Send bytes to an upload handler: completely and checked, or not at all.

A chunk cannot be repeated, since the server appends it without an offset. So if a reply is lost, or the handler is
gone with its session, everything is sent again to a new handler, if the source can be read again.

Source: the pages of CreateUploadHandler, UploadFileChunk and DeleteUploadHandler.
"""

from __future__ import annotations

import contextlib
import copy
import zlib
from collections.abc import Callable
from typing import Final, TypeAlias

from ...calls.flow import Flow
from ...errors import HandlerNotFound, InvalidValue, ServiceError, SoapClientError, TransportError, UnexpectedReply
from ...wire.safe_xml import local
from ..models.entity import flag
from ..reply import Reply
from .facts import attribute, crc_of, crc_text, whole_number, yes
from .sources import UploadSource, with_last

CallByName: TypeAlias = Callable[..., Flow[Reply]]
Progress: TypeAlias = Callable[[int, "int | None"], object]

SMALLEST: Final = 262_144
LARGEST: Final = 33_554_432
_PREFERRED: Final = 4 * 2**20
_STARTS: Final = 3
_TRIES: Final = 5
_BAD_STATE: Final = 4000  # of a handler, among others


class StartAgain(Exception):
    """The bytes sent so far are useless; `error` says why."""

    def __init__(self, error: SoapClientError) -> None:
        super().__init__(str(error))
        self.error = error


class Sender:
    """Sends a source to a handler.

    Args:
        call: calls an operation by its name.
        source: the bytes to send.
        chunk_size: the size of chunks; None for a suitable size. The server may use another size.
        progress: called with the number of bytes sent, and the total if known.

    Attributes:
        handler: the handler with the bytes; empty for none.
        size: how many bytes it holds.
        crc: their CRC-32.
        confirmed: whether the server has confirmed their check sum.
        starts: how often sending was started.
    """

    def __init__(
        self, call: CallByName, source: UploadSource, chunk_size: int | None = None, progress: Progress | None = None
    ) -> None:
        self._call = call
        self._source = source
        self._preferred = chunk_size
        self._progress = progress
        self.handler = ""
        self.size = 0
        self.crc = 0
        self.confirmed = False
        self.starts = 0

    @property
    def may_start_again(self) -> bool:
        """Whether everything can be sent again."""
        return self._source.repeatable and self.starts < _STARTS

    def send(self) -> Flow[None]:
        """Send all bytes to a new handler, starting again if that is the only safe way.

        Raises:
            TransportError: a reply was lost and the source cannot be read again, or too often; or the
                source changed. Nothing is stored.
            UnexpectedReply: the server refused a chunk, or holds other bytes than were sent; nothing is stored.
            ServiceError: the server refused.
        """
        while True:
            yield from self.drop()
            try:
                yield from self._send_once()
                return
            except StartAgain as again:
                if not self.may_start_again:
                    raise self._in_vain(again.error) from again.error

    def drop(self) -> Flow[None]:
        """Delete the handler, if one is open; the caller logs a failure."""
        handler, self.handler = self.handler, ""
        if handler:
            with contextlib.suppress(SoapClientError):
                yield from self._call("DeleteUploadHandler", UploadHandler=handler)

    def _send_once(self) -> Flow[None]:
        self.starts += 1
        self.size = self.crc = 0
        self.confirmed = False
        granted = yield from self._open()
        chunks = self._source.chunks(granted)
        try:
            for number, (chunk, last) in enumerate(with_last(chunks), 1):
                crc = zlib.crc32(chunk, self.crc)
                reply = yield from self._append(number, chunk, last)
                self.size, self.crc = self.size + len(chunk), crc
                if last:
                    self._compare(reply)
                if self._progress is not None:
                    self._progress(self.size, self._source.size)
        finally:
            chunks.close()  # type: ignore[attr-defined]  # a generator, which may have a file open

    def _open(self) -> Flow[int]:
        """Open a handler, and return its chunk size."""
        preferred = self._preferred
        if preferred is None:
            size = self._source.size
            preferred = _PREFERRED if size is None else min(max(size, SMALLEST), _PREFERRED)
        reply = yield from self._call("CreateUploadHandler", PreferedChunkSize=preferred)
        self.handler = attribute(reply, "UploadHandler").strip()
        granted = whole_number(reply, "ChunkSize")
        if not self.handler or granted is None or not 0 < granted <= LARGEST:
            raise UnexpectedReply(
                "CreateUploadHandler: the reply does not contain a handler and its chunk size",
                operation="CreateUploadHandler",
            )
        return granted

    def _append(self, number: int, chunk: bytes, last: bool) -> Flow[Reply]:
        """Send one chunk; repeat it only if the server reports that it was not stored, or it was never sent."""
        for _ in range(_TRIES):
            try:
                reply: Reply = yield from self._call(
                    "UploadFileChunk",
                    UploadHandler=self.handler,
                    FileChunk=chunk,
                    ChunkHEXCRC=crc_text(zlib.crc32(chunk)),
                    LastChunk=last,
                )
            except TransportError as exc:
                if exc.maybe_applied:
                    raise StartAgain(exc) from exc
                unsent = exc
            except ServiceError as exc:
                if not _again(exc):
                    if gone(exc):
                        raise StartAgain(exc) from exc
                    raise
                unsent = None
            else:
                if not yes(reply, "tryagain"):
                    return reply
                unsent = None
        if unsent is not None:
            raise unsent
        raise UnexpectedReply(
            f"UploadFileChunk: the server refused chunk {number} for its check sum {_TRIES} times; nothing is stored",
            operation="UploadFileChunk",
        )

    def _compare(self, reply: Reply) -> None:
        """Compare the server's check sum of all bytes, if it sends one."""
        told = crc_of(attribute(reply, "filehexcrc"))
        if told is None:
            return
        if told != self.crc:
            raise StartAgain(
                UnexpectedReply(
                    f"UploadFileChunk: the server received other bytes than were sent: their check sum is {told:X}, not"
                    f" {self.crc:X}; nothing is stored",
                    operation="UploadFileChunk",
                )
            )
        self.confirmed = True

    def _in_vain(self, error: SoapClientError) -> SoapClientError:
        """Return the error of an upload that was abandoned before anything was stored."""
        why = f"sent from the start {self.starts} times" if self._source.repeatable else "it cannot be sent again"
        found = copy.copy(error)
        if isinstance(found, TransportError):
            found.maybe_applied = False
        stem = error.message.partition("; the change may have been made")[0].partition("; nothing is stored")[0]
        found.message = f"{stem}; {self._source}: {why}; nothing is stored"
        found.args = (found.message,)
        return found


def gone(error: ServiceError) -> bool:
    """Return whether a refusal may mean that the handler is unknown: expired, used up, or from an ended session.

    Older servers use a text that is not documented literally, newer ones a number with several
    meanings; so any otherwise unknown refusal counts.
    """
    if error.code == _BAD_STATE:
        return True
    text = error.text.casefold()
    return type(error) in (ServiceError, HandlerNotFound) or (isinstance(error, InvalidValue) and "handler" in text)


def _again(error: ServiceError) -> bool:
    """Return whether a refusal means that the chunk was not stored and must be sent again."""
    root = error.result
    if root is None:
        return False
    return any(local(str(name)).casefold() == "tryagain" and flag(str(value)) for name, value in root.attrib.items())
