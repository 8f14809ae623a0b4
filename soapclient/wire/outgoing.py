"""Bodies that are sent piece by piece; their length is known in advance, and they can be sent again from the start.

A file is read while it is sent, so only one piece is in memory.
"""

from __future__ import annotations

import binascii
import os
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

from ..errors import TransportError

_PIECE: Final = 192 * 1024  # a multiple of 3: 256 KiB as base64
_IN_MEMORY: Final = 2**20


class Source:
    """Bytes that can be read more than once.

    Args:
        value: bytes, the path of a file, a file open for reading bytes (from its current position), or an iterator of
            bytes. A source that cannot be read twice, such as a pipe, is copied to a temporary file.

    Attributes:
        length: the number of bytes.

    Raises:
        ValueError: it has another type, or cannot be read.
    """

    def __init__(self, value: Any) -> None:
        self._data: memoryview | None = None
        self._path: Path | None = None
        self._file: IO[bytes] | None = None
        self._start = 0
        if isinstance(value, bytes | bytearray | memoryview):
            view = memoryview(value)
            self._data = view.cast("B") if view.c_contiguous else memoryview(bytes(value))
            self.length = len(self._data)
            return
        try:
            if isinstance(value, os.PathLike):
                self._path = Path(os.fsdecode(value))
                with self._path.open("rb") as file:
                    self.length = file.seek(0, os.SEEK_END)
                return
            self._file = _rewindable(value)
            if self._file is not value:
                weakref.finalize(self, self._file.close)
            self._start = self._file.tell()
            self.length = self._file.seek(0, os.SEEK_END) - self._start
            self._file.seek(self._start)
        except OSError as exc:
            named = repr(os.fspath(value)) if isinstance(value, os.PathLike) else "the file"
            raise ValueError(f"{named} cannot be read ({exc.strerror or exc})") from None

    def pieces(self) -> Iterator[bytes | memoryview]:
        """Yield all bytes from the start.

        Raises:
            TransportError: the length of a file changed, or it can no longer be read.
        """
        if self._data is not None:
            for place in range(0, self.length, _PIECE):
                yield self._data[place : place + _PIECE]
            return
        try:
            if self._path is not None:
                with self._path.open("rb") as file:
                    yield from self._read(file)
            elif self._file is not None:
                self._file.seek(self._start)
                try:
                    yield from self._read(self._file)
                finally:
                    self._file.seek(self._start)  # a caller who passes the file again means the same bytes
        except (OSError, ValueError) as exc:  # ValueError: it was closed
            reason = getattr(exc, "strerror", None) or exc
            raise TransportError(f"{self} could not be read while being sent ({reason})", maybe_applied=True) from exc

    def _read(self, file: IO[bytes]) -> Iterator[bytes]:
        left = self.length
        end = file.tell() + left
        while left > 0:
            if file.tell() != end - left:
                raise TransportError(f"{self} was read by something else while being sent", maybe_applied=True)
            piece = file.read(min(left, _PIECE))
            if not piece:
                raise TransportError(f"{self} became shorter while being sent", maybe_applied=True)
            left -= len(piece)
            yield piece
        if file.read(1):
            raise TransportError(f"{self} became longer while being sent", maybe_applied=True)

    def whole(self) -> bytes:
        """Return all bytes."""
        return b"".join(self.pieces())

    def __str__(self) -> str:
        return "the file" if self._path is None else f"the file {str(self._path)!r}"

    def __repr__(self) -> str:
        return f"<Source: {self.length} bytes>"


class Base64:
    """A source as base64, encoded while it is read.

    Args:
        source: the source.

    Attributes:
        length: the number of bytes as base64.
        source: the source.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.length = (source.length + 2) // 3 * 4

    def pieces(self) -> Iterator[bytes]:
        """Yield all bytes as base64, from the start.

        Raises:
            TransportError: as in `Source.pieces`; the server got an incomplete document and did not process it.
        """
        rest = b""
        try:
            for piece in self.source.pieces():
                data = rest + piece if rest else piece
                whole = len(data) - len(data) % 3
                rest = bytes(data[whole:])
                if whole:
                    yield binascii.b2a_base64(data[:whole], newline=False)
        except TransportError as exc:
            exc.maybe_applied = False
            raise
        if rest:
            yield binascii.b2a_base64(rest, newline=False)


class StreamedBody:
    """The body of a request, sent piece by piece; each iteration starts from the beginning.

    Args:
        pieces: the parts of the body.
        preview: the text for the log.
    """

    def __init__(self, pieces: Sequence[bytes | Source | Base64], preview: bytes = b"") -> None:
        self._pieces = tuple(pieces)
        self._length = sum(len(each) if isinstance(each, bytes) else each.length for each in self._pieces)
        self.preview = preview

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes | memoryview]:
        for each in self._pieces:
            if isinstance(each, bytes):
                yield each
            else:
                yield from each.pieces()

    def __repr__(self) -> str:
        return f"<StreamedBody: {self._length} bytes>"


def _rewindable(value: Any) -> IO[bytes]:
    """Return a file that can be read again: the same file, or a copy.

    Raises:
        ValueError: it is not a file open for reading bytes.
    """
    is_file = hasattr(value, "read")
    if getattr(value, "closed", False) or not (is_file or isinstance(value, Iterator)):
        what = "a closed file" if is_file else type(value).__name__
        raise ValueError(f"expected bytes, a path, a file open for reading bytes, or an iterator, not {what}")
    if is_file and not isinstance(value.read(0), bytes):
        raise ValueError("the file is open in text mode: open it in binary mode")
    if is_file and getattr(value, "seekable", lambda: False)():
        file: IO[bytes] = value
        return file
    import shutil
    import tempfile

    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - lives as long as the source
    try:
        if is_file:
            shutil.copyfileobj(value, copy, _PIECE)
        else:
            for piece in value:
                copy.write(piece)
        if not copy.tell():
            what = "file" if is_file else "iterator"
            raise ValueError(f"nothing left to read from the {what}: it was read before, or is empty")
    except TypeError:
        copy.close()
        raise ValueError("the iterator must yield bytes") from None
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy
