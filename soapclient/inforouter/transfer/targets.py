"""Targets of downloads: a file that appears under its name only when complete, and files that the caller opened.

The bytes go to `.NAME.part` beside the file. It is locked while it is written, so that two programs do not write it,
and takes the file's name when it is complete, checked and on disk.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import stat
import time
import zlib
from pathlib import Path
from typing import IO, Any, Final, Protocol

import attrs

from ...bulk.journal_writer import lock
from ...replies.sinks import write_all

_LONGEST: Final = 240  # bytes of a name that still allows a suffix
_PIECE: Final = 1 << 20
_PATIENCE: Final = 0.25  # seconds


@attrs.frozen
class Identity:
    """The bytes that a part file is the beginning of.

    Attributes:
        server: the server that they come from.
        path: the requested path.
        version: the requested version; 0 for none.
        size: the number of bytes.
        crc: their CRC-32.
    """

    server: str
    path: str
    version: int
    size: int
    crc: int


class DownloadTarget(Protocol):
    """Takes the bytes of a download."""

    file: Path | None

    def begin(self, identity: Identity | None) -> tuple[int, int]:
        """Prepare for bytes; return how many are already there, and their CRC-32."""

    def write(self, data: bytes) -> None:
        """Take the next bytes."""

    def restart(self) -> bool:
        """Discard the bytes so far; False if that is not possible."""

    def finish(self) -> None:
        """Make the bytes permanent: they are complete and right."""

    def give_up(self) -> None:
        """Discard unusable bytes; does nothing after `finish`."""


class HandedFile:
    """A file that the caller opened: it is written from its current position, and stays open."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file: Path | None = None
        self._file = file
        self._start: int | None = None
        self._end = 0
        self._written = 0
        seekable = getattr(file, "seekable", None)
        if seekable is not None and seekable():
            self._start = file.tell()
            self._end = file.seek(0, os.SEEK_END)
            file.seek(self._start)

    def begin(self, identity: Identity | None) -> tuple[int, int]:
        """Start from the beginning."""
        return 0, 0

    def write(self, data: bytes) -> None:
        """Write all of the next bytes, in as many steps as the file needs."""
        self._written += len(data)
        write_all(self._file, data)

    def restart(self) -> bool:
        """Seek back to the initial position, if possible."""
        if self._written and self._start is None:
            return False
        if self._start is not None:
            self._file.seek(self._start)
            self._file.truncate(max(self._start, self._end))  # later bytes are not ours
        self._written = 0
        return True

    def finish(self) -> None:
        """Flush the file."""
        flush = getattr(self._file, "flush", None)
        if flush is not None:
            flush()

    def give_up(self) -> None:
        """Leave the file as it is; the error says that it is incomplete."""


class PartFile:
    """A file that appears under its name when it is complete.

    Args:
        path: the file.
        resume: whether to continue an earlier download, and to keep the part file on failure.

    Raises:
        OSError: it cannot be written, is a folder or a device, or another download is writing it.
    """

    def __init__(self, path: str | os.PathLike[str], *, resume: bool = False) -> None:
        named = os.fsdecode(path)
        if named.endswith((os.sep, os.altsep or os.sep)):
            raise IsADirectoryError(errno.EISDIR, "The path is a folder: add a file name", named)
        self.file: Path | None = Path(os.path.realpath(named))
        self._path = self.file
        self._resume = resume
        self._check_target()
        name = self._path.name
        if len(os.fsencode(name)) > _LONGEST:
            name = hashlib.sha256(os.fsencode(name)).hexdigest()[:32]
        self._part = self._path.with_name(f".{name}.part")
        self._record = self._path.with_name(f".{name}.part.json")
        self._descriptor = _open_alone(self._part)
        self._done = False

    def begin(self, identity: Identity | None) -> tuple[int, int]:
        """Keep a beginning of the same bytes, if the caller asked for it; otherwise start from the beginning."""
        size = crc = 0
        if self._resume and identity is not None and self._recorded() == attrs.asdict(identity):
            size, crc = self._read(identity.size)
        os.ftruncate(self._descriptor, size)
        os.lseek(self._descriptor, size, os.SEEK_SET)
        if not size:
            self._forget()
            if self._resume and identity is not None:
                self._record.write_text(json.dumps(attrs.asdict(identity)), "utf-8")
        return size, crc

    def write(self, data: bytes) -> None:
        """Write the next bytes."""
        left = memoryview(data)
        while left:
            left = left[os.write(self._descriptor, left) :]

    def restart(self) -> bool:
        """Start from the beginning."""
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        self._forget()
        return True

    def finish(self) -> None:
        """Flush the file to disk and rename it, replacing an existing file in one step."""
        os.fsync(self._descriptor)
        self._check_target()
        if os.name == "nt":  # pragma: no cover - the tests run elsewhere
            os.close(self._descriptor)  # an open file cannot be renamed there
            self._part.replace(self._path)
        else:
            self._part.replace(self._path)  # under the lock
            _sync_folder(self._path.parent)
            os.close(self._descriptor)
        self._done = True
        self._forget()

    def give_up(self) -> None:
        """Remove the part file, unless a download may be resumed."""
        if self._done:
            return
        self._done = True
        if not (self._resume and os.fstat(self._descriptor).st_size and self._record.exists()):
            for each in (self._part, self._record):
                with contextlib.suppress(OSError):
                    each.unlink()
        os.close(self._descriptor)

    def _check_target(self) -> None:
        try:
            mode = self._path.stat().st_mode
        except FileNotFoundError:
            return
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "The path is a folder: add a file name", str(self._path))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "Not a regular file that could be replaced: open it yourself", str(self._path))

    def _forget(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._record.unlink()

    def _recorded(self) -> Any:
        try:
            return json.loads(self._record.read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def _read(self, most: int) -> tuple[int, int]:
        """Return the size and check sum of the part file; nothing if it is larger than possible."""
        size = crc = 0
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        while piece := os.read(self._descriptor, _PIECE):
            size, crc = size + len(piece), zlib.crc32(piece, crc)
        return (size, crc) if size <= most else (0, 0)


def _open_alone(part: Path) -> int:
    """Open and lock a part file, new or from an earlier download."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    while True:
        descriptor = os.open(part, flags, 0o666)  # the mode of a new file is as the user's umask has it
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(errno.EINVAL, "Not a regular file: remove it", str(part))
            if not _locked(descriptor):
                raise BlockingIOError(errno.EAGAIN, "Another download is writing this file", str(part))
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(part.stat(), os.fstat(descriptor)):
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # the other download is complete, and the file now has its name


def _locked(descriptor: int) -> bool:
    """Lock a part file; a cancelled download may need a moment to release it."""
    until = time.monotonic() + _PATIENCE
    while not lock(descriptor):
        if time.monotonic() > until:
            return False
        time.sleep(_PATIENCE / 25)
    return True


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # some file systems cannot
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
