"""Read a local directory: its files, and the items that cannot be documents."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import attrs

from .. import paths
from .workplace import NAME

# The parts of a file's status that show that it was replaced or written to.
Stamp = tuple[int, int, int, int]
_KINDS: Final = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@attrs.frozen
class LeftOut:
    """An item that is skipped, on either side, and why.

    Attributes:
        name: its name relative to the directory or folder, with forward slashes.
        why: the reason.
    """

    name: str
    why: str


@attrs.frozen(kw_only=True)
class HereFile:
    """A file in the directory.

    Attributes:
        name: its name relative to the directory, with forward slashes.
        size: its bytes.
        crc: their CRC-32.
        stamp: its status, to notice a change.
    """

    name: str
    size: int
    crc: int
    stamp: Stamp


@attrs.define
class FilesHere:
    """The files in a directory, by their names in folded letter case.

    Attributes:
        files: the files.
        folders: the names of its folders, by folded name.
        unusable: the items that cannot be documents.
        closed: the folded names of items that are skipped with everything below them.
    """

    files: dict[str, HereFile] = attrs.field(factory=dict)
    folders: dict[str, str] = attrs.field(factory=dict)
    unusable: list[LeftOut] = attrs.field(factory=list)
    closed: set[str] = attrs.field(factory=set)

    def leave_out(self, name: str, why: str) -> None:
        """Skip an item, with everything below it."""
        self.unusable.append(LeftOut(name, why))
        self.closed.add(fold(name))

    def place(self, name: str) -> str:
        """Return the path for a document of this name: in existing folders, whatever their letter case."""
        folder, _, last = name.rpartition("/")
        if not folder:
            return last
        known = self.folders.get(fold(folder))
        return f"{self.place(folder) if known is None else known}/{last}"


def fold(name: str) -> str:
    """Fold a name as the server compares names: without letter case."""
    return name.casefold()


def stamp_of(path: Path) -> Stamp:
    """Return the stamp of a file.

    Raises:
        OSError: its status cannot be read.
    """
    return _stamp(path.lstat())


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def listed(root: Path) -> tuple[FilesHere, list[tuple[str, Path]]]:
    """List a directory, without reading any file.

    Args:
        root: the directory.

    Returns:
        The skipped items, and the files: relative name, path.

    Raises:
        OSError: the directory itself cannot be read.
    """
    here = FilesHere()
    files: list[tuple[str, Path]] = []
    waiting = [("", root)]
    while waiting:
        prefix, folder = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda each: each.name)
        except OSError as exc:
            if folder == root:
                raise
            here.leave_out(prefix.rstrip("/"), f"it cannot be read ({exc.strerror or exc})")
            continue
        twins = _twins(entries)
        for entry in entries:
            name = prefix + entry.name
            if fold(entry.name) == NAME:
                continue
            why = twins.get(entry.name) or _unusable(entry)
            if why:
                here.leave_out(name, why)
            elif entry.is_dir(follow_symlinks=False):
                here.folders[fold(name)] = name
                waiting.append((f"{name}/", Path(entry.path)))
            else:
                files.append((name, Path(entry.path)))
    return here, files


def read(root: Path, checksum: Callable[[Path], tuple[int, int]]) -> FilesHere:
    """Read a directory: every file with its checksum; links are not followed.

    Args:
        root: the directory.
        checksum: reads a file: its CRC-32 and its size.

    Raises:
        OSError: the directory itself cannot be read.
    """
    here, files = listed(root)
    for name, path in files:
        try:
            before = stamp_of(path)
            crc, size = checksum(path)
            changed = stamp_of(path) != before or size != before[1]
        except OSError as exc:
            here.leave_out(name, f"it cannot be read ({exc.strerror or exc})")
            continue
        if changed:
            here.leave_out(name, "it was written to while it was read; run again later")
            continue
        here.files[fold(name)] = HereFile(name=name, size=size, crc=crc, stamp=before)
    return here


def _twins(entries: list[os.DirEntry[str]]) -> dict[str, str]:
    """Report the names of a directory that differ from another one only in letter case."""
    first: dict[str, str] = {}
    told: dict[str, str] = {}
    for entry in entries:
        other = first.setdefault(fold(entry.name), entry.name)
        if other != entry.name:
            told[entry.name] = (
                f"its name differs from {other!a} only in letter case, which a server does not distinguish"
            )
            told[other] = (
                f"its name differs from {entry.name!a} only in letter case, which a server does not distinguish"
            )
    return told


def _unusable(entry: os.DirEntry[str]) -> str:
    try:
        entry.name.encode("utf-8")
    except UnicodeEncodeError:
        return "its name is not UTF-8"
    if entry.is_symlink():
        return "links are not followed"
    if not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False):
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except OSError as exc:
            return f"it cannot be read ({exc.strerror or exc})"
        kind = next((kind for test, kind in _KINDS if test(mode)), "neither a file nor a directory")
        return f"it is {kind}"
    return ""


def would_be_cleaned(name: str) -> str:
    """Explain why a file of this name cannot become a document of the same name; empty if it can."""
    for each in name.split("/"):
        if not paths.is_name(each):
            return f"{each!a} cannot be a name on the server"
        stored = paths.cleaned(each)
        if stored != each:
            return f"a server of today would store {each!a} as {stored!a}; rename the file"
    return ""


def parents(name: str) -> Iterator[str]:
    """Return a name and the names of all its parent folders, from the top."""
    parts = name.split("/")
    for count in range(1, len(parts) + 1):
        yield "/".join(parts[:count])
