"""Lines of JSON in files that only their owner can read: temporary files, or files that are complete or not written."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from ..errors import BulkError
from ..wire import forks

# Twelve times the longest row of a file, as JSON escapes it; a longer line was not written by this package.
LONGEST: Final = 2**24
_encode: Final = json.JSONEncoder(separators=(",", ":")).encode


def dump(value: Any) -> bytes:
    """Write a value as one line of JSON."""
    return _encode(value).encode("ascii") + b"\n"


def load(line: bytes) -> dict[str, Any]:
    """Read one line of JSON that is an object.

    Raises:
        ValueError: the line is not a JSON object, or a text in it has half a character.
    """
    try:
        found = json.loads(line.decode("utf-8"))
        if b"\\ud" in line or b"\\uD" in line:  # most are halves of a whole one
            json.dumps(found, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found


def read_line(stream: IO[bytes], what: str, number: int) -> bytes:
    """Read the next line of a plan or a journal; an empty one at the end of the file.

    Args:
        stream: the file.
        what: its name in messages.
        number: the number of that line.

    Raises:
        BulkError: the line is longer than this package writes; the rest of it is not read.
    """
    line = stream.readline(LONGEST + 1)
    if len(line) > LONGEST:
        raise BulkError(
            f"{what}: line {number} has more than {LONGEST:,} bytes, so the file is damaged or the wrong one: "
            "choose the right file, or plan again"
        )
    return line


class Spool:
    """Lines in an unnamed temporary file, which is gone when it is closed.

    Raises:
        BulkError: temporary files cannot be written.
    """

    def __init__(self) -> None:
        with _room():
            self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._size = 0
        self._ours = True
        forks.renewed(self)

    def after_fork(self) -> None:
        """Leave the file to the parent: two processes that share its position would each miss lines."""
        self._ours = False
        if not self._file.closed:
            forks.disconnect(self._file.fileno())

    def add(self, line: bytes) -> None:
        """Append a line.

        Raises:
            BulkError: the disk with the temporary files is full.
        """
        self._require()
        with _room():
            self._file.write(line)
        self._size += len(line)

    def __iter__(self) -> Iterator[bytes]:
        self._require()
        with _room():
            self._file.flush()
        place = 0
        while place < self._size:
            self._require()
            self._file.seek(place)
            line = self._file.readline()
            place += len(line)
            yield line

    def _require(self) -> None:
        if not self._ours:
            raise BulkError(
                "this plan belongs to the process that this one was forked from: save it there and load it here"
            )

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError):  # the file could not be made
            self.close()

    def close(self) -> None:
        """Close it; its lines are gone."""
        with contextlib.suppress(OSError):  # lines that could not be written are not needed
            self._file.close()


@contextlib.contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        where = ""
        with contextlib.suppress(OSError):  # the directory does not exist
            where = f" in {tempfile.gettempdir()}"
        raise BulkError(
            f"a temporary file{where} cannot be written ({exc.strerror or exc}): set TMPDIR to a directory"
            " with more space"
        ) from None


def _put(draft: Path, target: Path) -> None:
    """Give a file its name, unless there is one of that name."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise BulkError(f"{target} already exists: choose another file") from None
    except OSError:  # a file system without links
        if target.exists():
            raise BulkError(f"{target} already exists: choose another file") from None
        draft.replace(target)
    else:
        draft.unlink()


@contextlib.contextmanager
def private(path: Path, *, new: bool = False) -> Iterator[IO[bytes]]:
    """Open a file that replaces `path` when the block succeeds; only its owner can read it.

    Args:
        path: the file.
        new: refuse to overwrite a file.

    Raises:
        BulkError: it cannot be written, or already exists although it must be new.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            raise BulkError(f"{path} is not a regular file")
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if new:
                _put(Path(name), target)
            else:
                Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as exc:
        raise BulkError(f"{path} cannot be written ({exc.strerror or exc})") from None
