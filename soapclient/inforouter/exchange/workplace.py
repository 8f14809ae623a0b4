"""The folder `.soapclient` in a directory: what is kept between two runs, what is on its way, and who is at work."""

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
    """The place of one directory; it is there only while `at_work` or after it.

    Args:
        root: the directory.

    Attributes:
        root: the directory.
        path: the place itself.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / NAME

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Have the directory alone while the block lasts: no other sync or pickup of this machine works on it.

        Raises:
            BulkError: another one does, or the place is somebody else's.
            OSError: it cannot be made.
        """
        with contextlib.suppress(FileExistsError):
            self.path.mkdir(0o700)
        found = self.path.lstat()
        if not self.path.is_dir() or self.path.is_symlink():
            raise BulkError(f"{self.path} is not a directory: move it away, sync and pickup keep their notes there")
        if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
            raise BulkError(f"{self.path} belongs to another user: use a directory of your own")
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(self.path / "lock", flags, 0o600)
        try:
            if not lock(descriptor):
                raise BulkError(f"{self.root} is in use: another sync or pickup is at work on it")
            yield
        finally:
            os.close(descriptor)

    def staging(self, name: str) -> Path:
        """Return a folder for files on their way, made if need be.

        Raises:
            OSError: it cannot be made.
        """
        path = self.path / name
        with contextlib.suppress(FileExistsError):
            path.mkdir(0o700)
        return path

    def swept(self, name: str) -> Path:
        """Return a folder for files on their way, empty: what a run that was killed left in it is gone.

        Raises:
            OSError: it cannot be emptied.
        """
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self.path / name)
        return self.staging(name)
