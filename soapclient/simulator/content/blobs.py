"""The bytes of versions: files in a directory, written once and read in pieces, never as a whole in memory."""

from __future__ import annotations

import contextlib
import contextvars
import errno
import io
import os
import shutil
import tempfile
import uuid
import weakref
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import attrs

from ...wire import forks

PIECE: Final = 256 * 1024
# The content of seeds is in the database: this, and the text.
_INLINE: Final = "="
_full: Final[contextvars.ContextVar[bool]] = contextvars.ContextVar("full", default=False)


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """Refuse further writes in this context, as a full disk does."""
    token = _full.set(True)
    try:
        yield
    finally:
        _full.reset(token)


@attrs.frozen(eq=False)
class StoredBytes:
    """Stored bytes.

    Attributes:
        size: the number of bytes.
        crc: their CRC-32.
    """

    blobs: Blobs = attrs.field(repr=False)
    blob: str
    size: int
    crc: int

    def pieces(self, start: int = 0, count: int | None = None) -> Iterator[bytes]:
        """Read the bytes in pieces, from a position on, all of them or the requested number."""
        left = self.size - start if count is None else count
        with self.blobs.open(self.blob) as file:
            file.seek(start)
            while left > 0 and (piece := file.read(min(PIECE, left))):
                left -= len(piece)
                yield piece


class Staged:
    """Incoming bytes: a file that is kept as a whole or not at all.

    Attributes:
        size: how many bytes were written.
        crc: their CRC-32.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self.crc = 0
        self._file: BinaryIO | None = path.open("xb")

    def write(self, data: bytes) -> int:
        """Add bytes to the end.

        Raises:
            OSError: the disk is full.
        """
        _have_room()
        if self._file is None:
            raise ValueError("these staged bytes were already kept or discarded")
        self._file.write(data)
        self.size += len(data)
        self.crc = zlib.crc32(data, self.crc)
        return len(data)

    def pieces(self) -> Iterator[bytes]:
        """Read what was written so far in pieces."""
        if self._file is not None:
            self._file.flush()
        with self.path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def finish(self) -> None:
        """Close the file; nothing more can be written."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def discard(self) -> None:
        """Discard the bytes, unless they were kept."""
        self.finish()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Staged:
        return self

    def __exit__(self, *error: object) -> None:
        self.discard()

    def __repr__(self) -> str:
        return f"<Staged: {self.size} bytes>"


class Blobs(forks.Unshared):
    """The bytes of a store: in a directory beside its file, or in a temporary one for a store in memory.

    A child process of a store in memory writes to its own directory, and reads the parent's.

    Args:
        file: the store's file, or None for memory.
    """

    def __init__(self, file: str | os.PathLike[str] | None) -> None:
        self._file = file
        self._directory: Path | None = None
        self._before: tuple[Path, ...] = ()
        self._lock = forks.steady_lock()
        self._remove: weakref.finalize[[Path], Blobs] | None = None
        forks.renewed(self)

    def after_fork(self) -> None:
        """Leave a temporary directory to the parent, which will remove it."""
        if self._remove is not None and self._directory is not None:
            self._remove.detach()
            self._before = (self._directory, *self._before)
            self._directory = None

    def stage(self) -> Staged:
        """Start to write bytes."""
        return Staged(self._where() / f"staged-{uuid.uuid4().hex}")

    def keep(self, staged: Staged) -> str:
        """Keep staged bytes, and return their name.

        Raises:
            OSError: the disk is full.
        """
        _have_room()
        staged.finish()
        blob = uuid.uuid4().hex
        staged.path.rename(self._where() / blob)
        return blob

    def open(self, blob: str) -> BinaryIO:
        """Open stored bytes."""
        if blob.startswith(_INLINE):
            return io.BytesIO(blob[len(_INLINE) :].encode())
        for directory in self._before:
            with contextlib.suppress(FileNotFoundError):
                return (directory / blob).open("rb")
        return (self._where() / blob).open("rb")

    def content(self, blob: str, size: int, crc: int) -> StoredBytes:
        """Return stored bytes as an object."""
        return StoredBytes(self, blob, size, crc)

    def remove(self, blob: str) -> None:
        """Delete stored bytes."""
        if not blob.startswith(_INLINE):
            (self._where() / blob).unlink(missing_ok=True)

    def close(self) -> None:
        """Remove a temporary directory."""
        if self._remove is not None:
            self._remove()

    def _where(self) -> Path:
        with self._lock:
            if self._directory is None:
                if self._file is None:
                    self._directory = Path(tempfile.mkdtemp(prefix="soapclient-simulator-"))
                    self._remove = weakref.finalize(self, _remove_all, self._directory)
                else:
                    self._directory = Path(f"{os.fspath(self._file)}.contents")
                    self._directory.mkdir(mode=0o700, exist_ok=True)
            return self._directory

    def __repr__(self) -> str:
        return f"<Blobs {'in memory' if self._file is None else repr(os.fspath(self._file))}>"


def inline(text: str) -> tuple[str, int, int]:
    """Return the name of a short text that is kept in the database, its size and its CRC-32."""
    data = text.encode()
    return _INLINE + text, len(data), zlib.crc32(data)


def hex_crc(crc: int) -> str:
    """Return a CRC-32 as the service writes it: upper case, without leading zeros."""
    return f"{crc:X}"


def _remove_all(directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)


def _have_room() -> None:
    if _full.get():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
