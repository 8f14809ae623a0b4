"""The journal of a pickup: planned actions for documents whose bytes are on disk, and finished ones.

It is a JSON Lines file in `.soapclient` in the directory. "acting" is on disk before the server is asked to move or
delete the document, and the bytes are on disk before that. "done" means that the file is in the directory,
"dropped" that the document was left in the folder, or to somebody else who took it.
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
    """A version of a document that is being picked up.

    Attributes:
        seen: the document, its version and its bytes.
        path: its original path.
        name: its name.
        then: the action after the download.
    """

    seen: Seen
    path: str
    name: str
    then: str

    @property
    def key(self) -> Key:
        """Its identity."""
        return self.seen.document_id, self.seen.version

    @property
    def staged(self) -> str:
        """The name of its file until it is complete."""
        return f"{self.seen.document_id}-{self.seen.version}"

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        document = [self.seen.document_id, self.seen.version, self.seen.size, f"{self.seen.crc:08X}"]
        return {"document": document, "path": self.path, "name": self.name, "then": self.then}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Picked:
        """Read the result of `to_json`.

        Raises:
            ValueError, LookupError, TypeError: it is something else.
        """
        number, version, size, crc = found["document"]
        seen = Seen(int(number), int(version), int(size), int(crc, 16))
        return cls(seen=seen, path=str(found["path"]), name=str(found["name"]), then=str(found["then"]))


class PickupJournal:
    """The journal of one directory, open during a run.

    Attributes:
        acting: the planned actions whose outcome is unknown.
        delivered: the delivered versions whose documents stayed in place.
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
        """Open the journal of a directory, or start it.

        Raises:
            BulkError: it belongs to another server or folder, is damaged, or cannot be written.
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
        """Record a planned action; it is on disk when this returns.

        Raises:
            BulkError: it cannot be written; then nothing may be done.
        """
        self._write({"event": "acting", **picked.to_json()}, sync=True)
        self.acting[picked.key] = picked

    def done(self, picked: Picked, *, stays: bool) -> None:
        """Record that a file is in place.

        Args:
            picked: the document.
            stays: whether the document stayed in place, so that its version is not picked up again.

        Raises:
            BulkError: it cannot be written.
        """
        self._write({"event": "done", "stays": stays, "key": [*picked.key]})
        self._take_done(picked.key, stays)

    def dropped(self, picked: Picked) -> None:
        """Record that a document was left.

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
        first, *rest = data.split(b"\n")[:-1] or [b""]  # a truncated last line does not count
        try:
            header = load(first)
        except ValueError:
            header = {}
        if header.get("format") != FORMAT or header.get("version") != VERSION:
            raise BulkError(f"{self._path} is not the journal of a pickup; move it away")
        try:
            for line in rest:
                self._take(load(line))
        except (ValueError, LookupError, TypeError, AttributeError):
            raise BulkError(
                f"{self._path} is damaged; check {self._path.parent} for downloaded files, then delete it"
            ) from None
        other = header["server"] != self._about["server"] or not paths.same(header["path"], self._about["path"])
        if other and (self.acting or self.delivered):
            raise BulkError(
                f"{self._path.parent.parent} already receives {header['path']} of {header['server']}; "
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
            raise BulkError(f"{self._path} cannot be written ({exc.strerror or exc}); the pickup stops") from None
