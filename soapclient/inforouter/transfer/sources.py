"""Sources of uploads: bytes, paths, files and iterators, read in equal chunks, repeatedly if possible."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from ...errors import ArgumentError, TransportError


class UploadSource(ABC):
    """Bytes to upload.

    Attributes:
        size: the number of bytes; None if it is known only at the end.
        repeatable: whether they can be read more than once.
    """

    size: int | None = None
    repeatable: bool = True

    def chunks(self, size: int) -> Iterator[bytes]:
        """Read all bytes from the start, in chunks of one size; the last may be shorter. An empty source has no chunks.

        Raises:
            TransportError: they cannot be read, or changed meanwhile; nothing is stored.
        """
        try:
            yield from _even(self._pieces(size), size)
        except OSError as exc:
            raise TransportError(f"{self} could not be read while it was sent ({exc.strerror or exc})") from exc

    def whole(self) -> bytes:
        """Return all bytes of a short source."""
        return b"".join(self.chunks(1 << 20))

    @abstractmethod
    def _pieces(self, size: int) -> Iterator[bytes]: ...

    def _changed(self, how: str) -> TransportError:
        return TransportError(f"{self} became {how} while it was read; nothing is stored; upload it again")

    def _check(self, read: int) -> None:
        if self.size is not None and read != self.size:
            raise self._changed("shorter" if read < self.size else "longer")

    def __str__(self) -> str:
        return "the source"

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {'?' if self.size is None else self.size} bytes>"


class _Bytes(UploadSource):
    def __init__(self, data: bytes | bytearray | memoryview) -> None:
        self._data = memoryview(data).cast("B") if memoryview(data).c_contiguous else memoryview(bytes(data))
        self.size = len(self._data)

    def _pieces(self, size: int) -> Iterator[bytes]:
        for place in range(0, len(self._data), size):
            yield bytes(self._data[place : place + size])


class _Path(UploadSource):
    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self.size = os.fstat(file.fileno()).st_size

    def _pieces(self, size: int) -> Iterator[bytes]:
        with self._path.open("rb", buffering=0) as file:
            before = os.fstat(file.fileno())
            self.size = before.st_size
            read = 0
            while piece := file.read(size):
                read += len(piece)
                yield piece
            self._check(read)
            if os.fstat(file.fileno()).st_mtime_ns != before.st_mtime_ns:
                raise self._changed("another")

    def __str__(self) -> str:
        return f"the file {str(self._path)!r}"


class _File(UploadSource):
    """A file that the caller opened, from its current position; it is left at its end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._start = file.tell()
        self.size = file.seek(0, os.SEEK_END) - self._start
        file.seek(self._start)

    def _pieces(self, size: int) -> Iterator[bytes]:
        self._file.seek(self._start)
        read = 0
        while piece := self._file.read(size):
            read += len(piece)
            yield piece
        self._check(read)

    def __str__(self) -> str:
        return "the file"


class _Once(UploadSource):
    """A source that can be read once: an iterator of bytes, or a file that cannot seek."""

    repeatable = False

    def __init__(self, pieces: Iterator[Any]) -> None:
        self._iterator = pieces
        self._begun = False

    def _pieces(self, size: int) -> Iterator[bytes]:
        if self._begun:
            raise TransportError(f"{self} cannot be read again; start a new upload")
        self._begun = True
        for piece in self._iterator:
            if not isinstance(piece, (bytes, bytearray, memoryview)):
                raise ArgumentError(
                    "upload", (f"source: expected bytes, not {type(piece).__name__}; nothing is stored",)
                )
            yield bytes(piece)


def source_of(value: Any) -> UploadSource:
    """Make a source of a value.

    Args:
        value: bytes, the path of a file as a str or a path object, a file that is open for reading bytes, or an
            iterable of bytes.

    Raises:
        ArgumentError: it is something else, is open for text or closed, or is a path that cannot be read.
    """
    try:
        return _source(value)
    except OSError as exc:
        named = repr(os.fspath(value)) if isinstance(value, (str, os.PathLike)) else "the file"
        raise ArgumentError("upload", (f"source: {named} cannot be read ({exc.strerror or exc})",)) from exc
    except ValueError as exc:
        raise ArgumentError("upload", (f"source: {exc}",)) from None


def _source(value: Any) -> UploadSource:
    if isinstance(value, UploadSource):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return _Bytes(value)
    if isinstance(value, (str, os.PathLike)):
        path = Path(os.fsdecode(value))
        if path.exists() and not path.is_file() and not path.is_dir():
            return _Once(_read_path(path))
        return _Path(path)
    if hasattr(value, "read"):
        if getattr(value, "closed", False):
            raise ValueError("the file is closed")
        if not isinstance(value.read(0), bytes):
            raise ValueError("the file is open in text mode; open it in binary mode")
        seekable = getattr(value, "seekable", None)
        return _File(value) if seekable is not None and seekable() else _Once(_read(value))
    if isinstance(value, Iterable):
        return _Once(iter(value))
    raise ValueError(
        f"{type(value).__name__} where bytes, a path, a file that is open for reading bytes, or an iterable of bytes is"
        " expected"
    )


def _read_path(path: Path) -> Iterator[bytes]:
    """Read a special file, such as a pipe, once."""
    with path.open("rb") as file:
        yield from _read(file)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(1 << 16):
        yield piece


def _even(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Cut pieces of any size into chunks of one size."""
    held: list[bytes] = []
    length = 0
    for piece in pieces:
        if not held and len(piece) == size:
            yield piece
            continue
        held.append(piece)
        length += len(piece)
        if length >= size:
            whole = b"".join(held)
            end = length - length % size
            for place in range(0, end, size):
                yield whole[place : place + size]
            held, length = ([whole[end:]], length - end) if end < length else ([], 0)
    if length:
        yield b"".join(held)


def with_last(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Return each chunk, and whether it is the last one."""
    before: bytes | None = None
    for chunk in chunks:
        if before is not None:
            yield before, False
        before = chunk
    if before is not None:
        yield before, True
