"""Where a file is written whose path has links: nobody else's link leads there.

Whoever may write to a shared directory, such as /tmp, can put a link there under the name of a report, to a file that
only the user who writes the report may change.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

_MOST_LINKS: Final = 40


def followed(name: str) -> Path:
    """Follow the links in the path of a file to be written, be it there or not.

    Args:
        name: the file.

    Returns:
        The same file, by a path without links.

    Raises:
        OSError: a link belongs neither to this user nor to the system, or the links have no end.
    """
    if not hasattr(os, "geteuid"):
        return Path(os.path.realpath(name))
    path, *parts = Path(Path.cwd(), name).parts
    here, ahead, links = Path(path), parts[::-1], 0
    while ahead:
        part = ahead.pop()
        there = here.parent if part == ".." else here / part
        if part == ".." or not there.is_symlink():
            here = there
            continue
        links += 1
        if links > _MOST_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        _require_own(there.lstat(), f"the link {there}")
        target = there.readlink()
        if target.is_absolute():
            here = Path(target.anchor)
        ahead += reversed(target.parts[1:] if target.is_absolute() else target.parts)
    return here


def require_own(path: Path) -> None:
    """Make sure that what is there and no regular file, such as a pipe or a device, is nobody else's.

    Raises:
        OSError: it is another user's.
    """
    _require_own(path.stat(), "this is not a regular file, and")


def _require_own(found: os.stat_result, what: str) -> None:
    if hasattr(os, "geteuid") and found.st_uid not in (os.geteuid(), 0):
        raise PermissionError(errno.EPERM, f"{what} belongs to another user")
