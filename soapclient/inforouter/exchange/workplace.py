"""The folder `.soapclient` in a directory: state between runs, incoming files, and a lock."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ...bulk.journal_writer import lock
from ...errors import BulkError

NAME: Final = ".soapclient"


class Workplace:
    """The workplace of one directory; it exists only during or after `at_work`.

    Args:
        root: the directory.

    Attributes:
        root: the directory.
        path: the workplace itself.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / NAME

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Lock the directory for a block: no other local sync or pickup works on it.

        Raises:
            BulkError: another one does, or the workplace belongs to somebody else.
            OSError: it cannot be created.
        """
        with contextlib.suppress(FileExistsError):
            self.path.mkdir(0o700)
        found = self.path.lstat()
        if not self.path.is_dir() or self.path.is_symlink():
            raise BulkError(f"{self.path} is not a directory; move it away, sync and pickup use that name")
        if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
            raise BulkError(f"{self.path} belongs to another user; use your own directory")
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(self.path / "lock", flags, 0o600)
        try:
            if not lock(descriptor):
                raise BulkError(f"{self.root} is in use by another sync or pickup")
            yield
        finally:
            os.close(descriptor)

    def staging(self, name: str) -> Path:
        """Return a folder for incoming files, created if necessary.

        Raises:
            OSError: it cannot be created.
        """
        path = self.path / name
        with contextlib.suppress(FileExistsError):
            path.mkdir(0o700)
        return path

    def swept(self, name: str) -> Path:
        """Return an empty folder for incoming files; leftovers of a killed run are removed.

        Raises:
            OSError: it cannot be emptied.
        """
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self.path / name)
        return self.staging(name)
