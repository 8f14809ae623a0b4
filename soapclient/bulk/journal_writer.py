"""Append lines to a file: complete, in order, on disk when needed, and none after a failed one.

Only one process at a time uses the file.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Any, Final

from ..errors import BulkError
from ..wire import forks
from .private_files import dump

if sys.platform == "win32":  # pragma: no cover - the tests run elsewhere
    import msvcrt

    def lock(descriptor: int) -> bool:
        """Lock an open file for this process; return False if another process has it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def lock(descriptor: int) -> bool:
        """Lock an open file for this process; return False if another process has it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


_OF_PARENT: Final = "belongs to the process that this one was forked from, which continues the run"


class JournalWriter:
    """The end of a journal, shared by threads.

    Args:
        descriptor: the file, opened for appending; it is closed with the writer.
        name: its name in messages.
        durable: whether `sync` writes to disk.
    """

    def __init__(self, descriptor: int, name: str, *, durable: bool = True) -> None:
        self._descriptor = descriptor
        self._name = name
        self._durable = durable
        self._lock = forks.lock()
        self._syncing = forks.lock()
        self._written = os.fstat(descriptor).st_size
        self._synced = 0
        self._broken: str | None = None
        forks.renewed(self)

    def after_fork(self) -> None:
        """Leave the file to the parent, which continues the run."""
        self._broken = _OF_PARENT
        if self._descriptor >= 0:
            forks.disconnect(self._descriptor)

    def write(self, event: dict[str, Any], *, sync: bool = False) -> None:
        """Append an event.

        Args:
            event: the event.
            sync: whether it must be on disk before this returns.

        Raises:
            BulkError: it cannot be written; nothing is written after that.
        """
        self.write_line(dump(event))
        if sync:
            self.sync()

    def write_line(self, line: bytes) -> None:
        """Append a line; see `write`."""
        with self._lock:
            self._require()
            rest = memoryview(line)
            try:
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
            except OSError as exc:
                # If its beginning is missing, the next run finds the end complete.
                with contextlib.suppress(OSError):
                    os.ftruncate(self._descriptor, self._written)
                self._break(exc)
            self._written += len(line)

    def sync(self) -> None:
        """Write everything to disk; waiting threads share one sync."""
        target = self._written
        with self._syncing:
            self._require()  # a sync after a failed one may succeed although data was lost
            if not self._durable or self._synced >= target:
                return
            reached = self._written
            try:
                os.fsync(self._descriptor)
            except OSError as exc:
                self._break(exc)
            self._synced = reached

    def close(self) -> None:
        """Sync and close it."""
        with contextlib.suppress(BulkError):
            self._require()
            self.sync()
        with self._lock:
            self._broken = self._broken or "it is closed"
            descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _break(self, exc: OSError) -> None:
        self._broken = exc.strerror or str(exc)
        self._require()

    def _require(self) -> None:
        if self._broken is _OF_PARENT:
            raise BulkError(f"the journal {self._name} {_OF_PARENT}")
        if self._broken is not None:
            raise BulkError(
                f"the journal {self._name} cannot be written ({self._broken}); nothing more is sent: "
                "fix that and resume the run"
            )


def created(path: Path) -> int:
    """Create a journal: a new, locked file that only its owner can read; return its descriptor.

    Raises:
        BulkError: the file already exists, or cannot be written.
    """
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError:
        raise BulkError(f"{path} already exists: resume its run, or choose another file") from None
    except OSError as exc:
        raise BulkError(f"the journal {path} cannot be written ({exc.strerror or exc})") from None
    lock(descriptor)
    return descriptor
