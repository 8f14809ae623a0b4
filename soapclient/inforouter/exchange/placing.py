"""Put complete files in place: flushed to disk first, and never over another file unless intended."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

_BLOCK: Final = 2**20
_HERE: Final = -100  # AT_FDCWD: paths as they are
_NO_REPLACE: Final = 1
# The errors of a system or file system that does not support it.
_CANNOT: Final = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM, errno.EMLINK}


def checksum(path: Path, progress: Callable[[int], object] | None = None) -> tuple[int, int]:
    """Return the CRC-32 and the size of a file.

    Args:
        path: the file.
        progress: called with the number of bytes of each piece.

    Raises:
        OSError: it cannot be read.
    """
    crc = size = 0
    with path.open("rb", buffering=0) as stream:
        while piece := stream.read(_BLOCK):
            crc = zlib.crc32(piece, crc)
            size += len(piece)
            if progress is not None:
                progress(len(piece))
    return crc, size


def settle(path: Path) -> None:
    """Flush the content of a file to disk.

    Raises:
        OSError: it cannot be written.
    """
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def settle_folder(path: Path) -> None:
    """Flush the names in a directory to disk, if the system supports it.

    Raises:
        OSError: they cannot be written.
    """
    if sys.platform == "win32":  # pragma: no cover - the tests run elsewhere
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put(staged: Path, final: Path) -> None:
    """Give a file its final name in one step, if the name is free, and flush the name to disk.

    Raises:
        FileExistsError: something else has the name.
        OSError: it cannot be renamed.
    """
    _rename_alone(staged, final)
    settle_folder(final.parent)


def replace(staged: Path, final: Path) -> None:
    """Replace a file in one step, keeping the mode of the replaced one, and flush the name to disk.

    Raises:
        OSError: it cannot be replaced.
    """
    staged.chmod(final.stat().st_mode & 0o777)
    staged.replace(final)
    settle_folder(final.parent)


def _rename_alone(staged: Path, final: Path) -> None:
    if sys.platform == "win32":  # pragma: no cover - the tests run elsewhere
        staged.rename(final)
        return
    rename = _exclusive()
    if rename is not None:
        code = rename(os.fsencode(staged), os.fsencode(final))
        if code == 0:
            return
        if code not in _CANNOT:
            raise OSError(code, os.strerror(code), str(staged), None, str(final))
    try:
        os.link(staged, final)
    except OSError as exc:
        if exc.errno not in _CANNOT:
            raise
        if os.path.lexists(final):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(final)) from None
        staged.rename(final)
        return
    staged.unlink()


def _exclusive() -> Callable[[bytes, bytes], int] | None:
    """Return the system call that renames without replacing, or None; it returns an error number, 0 for success."""
    with contextlib.suppress(AttributeError, OSError):
        library = ctypes.CDLL(None, use_errno=True)
        name = "renamex_np" if sys.platform == "darwin" else "renameat2"
        function: Any = getattr(library, name)

        def rename(source: bytes, target: bytes) -> int:
            if sys.platform == "darwin":  # pragma: no cover - the tests run elsewhere
                failed = function(source, target, ctypes.c_uint(4))
            else:
                failed = function(_HERE, source, _HERE, target, ctypes.c_uint(_NO_REPLACE))
            return ctypes.get_errno() if failed else 0

        return rename
    return None
