"""The journal of a pickup: what is about to be done with a document whose bytes are on the disk, and what was done.

A file of JSON Lines in `.soapclient` of the directory. "acting" is on the disk before the server is asked to move or
delete the document; the bytes are on the disk before that. "done" means that the file has its place in the directory,
"dropped" that the document was left to the folder, or to somebody else who took it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from ...bulk.private_files import dump, load, private
from ...errors import BulkError
from .. import paths
from .comparison import Seen
from .workplace import Workplace

FORMAT: Final = "soapclient pickup"
VERSION: Final = 1
_NAME: Final = "pickup.jsonl"

Key = tuple[int, int]


@attrs.frozen(kw_only=True)
class Picked:
    """A version of a document that is picked up.

    Attributes:
        seen: the document, its version and its bytes.
        path: where it was.
        name: its name.
        then: what is done with it once its bytes are here.
    """

    seen: Seen
    path: str
    name: str
    then: str

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return self.seen.document_id, self.seen.version

    @property
    def staged(self) -> str:
        """The name of its file while it is on its way."""
        return f"{self.seen.document_id}-{self.seen.version}"

    def to_json(self) -> dict[str, Any]:
        """Write it as a JSON object."""
        document = [self.seen.document_id, self.seen.version, self.seen.size, f"{self.seen.crc:08X}"]
        return {"document": document, "path": self.path, "name": self.name, "then": self.then}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Picked:
        """Read what `to_json` wrote.

        Raises:
            ValueError, LookupError, TypeError: it is something else.
        """
        number, version, size, crc = found["document"]
        seen = Seen(int(number), int(version), int(size), int(crc, 16))
        return cls(seen=seen, path=str(found["path"]), name=str(found["name"]), then=str(found["then"]))


class PickupJournal:
    """The journal of one directory, open while somebody is at work on it.

    Attributes:
        acting: what was about to be done, and whose end is not known.
        delivered: the versions that have their place in the directory while their documents stayed where they were.
    """

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        self.acting: dict[Key, Picked] = {}
        self.delivered: set[Key] = set()
        self._path = path
        self._about = about
        self._descriptor = -1

    @classmethod
    @contextlib.contextmanager
    def open(cls, workplace: Workplace, server: str, folder: str) -> Iterator[PickupJournal]:
        """Open the journal of a directory, or begin it.

        Raises:
            BulkError: it is of another server or folder, damaged, or cannot be written.
        """
        about = {"format": FORMAT, "version": VERSION, "server": server, "path": folder}
        journal = cls(workplace.path / _NAME, about)
        try:
            journal._read()
            journal._write_anew()
            journal._descriptor = os.open(journal._path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        except OSError as exc:
            raise BulkError(f"{journal._path} cannot be written ({exc.strerror or exc})") from None
        try:
            yield journal
        finally:
            os.close(journal._descriptor)

    def acts(self, picked: Picked) -> None:
        """Say what is about to be done; it is on the disk when this returns.

        Raises:
            BulkError: it cannot be written: nothing may be done.
        """
        self._write({"event": "acting", **picked.to_json()}, sync=True)
        self.acting[picked.key] = picked

    def done(self, picked: Picked, *, stays: bool) -> None:
        """Say that a file has its place.

        Args:
            picked: the document.
            stays: whether it stayed where it was, so that it is not to be picked up again.

        Raises:
            BulkError: it cannot be written.
        """
        self._write({"event": "done", "stays": stays, "key": [*picked.key]})
        self._take_done(picked.key, stays)

    def dropped(self, picked: Picked) -> None:
        """Say that a document was left.

        Raises:
            BulkError: it cannot be written.
        """
        self._write({"event": "dropped", "key": [*picked.key]}, sync=True)
        self.acting.pop(picked.key, None)

    def _take_done(self, key: Key, stays: bool) -> None:
        self.acting.pop(key, None)
        if stays:
            self.delivered.add(key)

    def _read(self) -> None:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return
        first, *rest = data.split(b"\n")[:-1] or [b""]  # a last line that is cut off is no event
        try:
            header = load(first)
        except ValueError:
            header = {}
        if header.get("format") != FORMAT or header.get("version") != VERSION:
            raise BulkError(f"{self._path} is not the journal of a pickup: move it away")
        try:
            for line in rest:
                self._take(load(line))
        except (ValueError, LookupError, TypeError, AttributeError):
            raise BulkError(
                f"{self._path} is damaged: look in {self._path.parent} for files that were on their way, then delete it"
            ) from None
        other = header["server"] != self._about["server"] or not paths.same(header["path"], self._about["path"])
        if other and (self.acting or self.delivered):
            raise BulkError(
                f"{self._path.parent.parent} is where {header['path']} of {header['server']} is picked up to: "
                "use another directory"
            )

    def _take(self, event: Mapping[str, Any]) -> None:
        kind = event["event"]
        if kind == "acting":
            picked = Picked.from_json(event)
            self.acting[picked.key] = picked
            return
        key = int(event["key"][0]), int(event["key"][1])
        if kind == "done":
            self._take_done(key, bool(event["stays"]))
        elif kind == "dropped":
            self.acting.pop(key, None)
        else:
            raise ValueError(kind)

    def _write_anew(self) -> None:
        with private(self._path) as stream:
            stream.write(dump(dict(self._about)))
            for key in sorted(self.delivered):
                stream.write(dump({"event": "done", "stays": True, "key": [*key]}))
            for picked in self.acting.values():
                stream.write(dump({"event": "acting", **picked.to_json()}))

    def _write(self, event: dict[str, Any], *, sync: bool = False) -> None:
        try:
            line = dump(event)
            if os.write(self._descriptor, line) != len(line):
                raise OSError(28, os.strerror(28))
            if sync:
                os.fsync(self._descriptor)
        except OSError as exc:
            raise BulkError(f"{self._path} cannot be written ({exc.strerror or exc}); nothing more is done") from None
