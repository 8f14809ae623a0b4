"""The common state of a directory and a folder after their last sync, in a file that only its owner can read."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from ...bulk.private_files import private
from ...errors import BulkError
from .. import paths
from .comparison import Seen, ThereDocument
from .workplace import Workplace

FORMAT: Final = "soapclient sync"
VERSION: Final = 1
_NAME: Final = "sync.json"
_NOTES: Final = "sync.jsonl"
_LONGEST: Final = 2**29


@attrs.frozen(kw_only=True)
class SyncState:
    """The common state of both sides.

    Attributes:
        server: the server's name in plans.
        folder: the path of the folder.
        documents: the documents by folded relative name.
    """

    server: str
    folder: str
    documents: Mapping[str, Seen]

    def save(self, workplace: Workplace) -> None:
        """Write it, completely or not at all.

        Raises:
            BulkError: it cannot be written.
        """
        found = {
            "format": FORMAT,
            "version": VERSION,
            "server": self.server,
            "path": self.folder,
            "documents": {
                name: [seen.document_id, seen.version, seen.size, f"{seen.crc:08X}"]
                for name, seen in sorted(self.documents.items())
            },
        }
        with private(workplace.path / _NAME) as stream:
            stream.write(json.dumps(found, indent=0).encode("ascii"))


def load(workplace: Workplace, server: str, folder: str) -> SyncState:
    """Read it; without an earlier sync both sides have nothing in common.

    Args:
        workplace: the workplace of the directory.
        server: the server of this sync.
        folder: the path of its folder.

    Raises:
        BulkError: it belongs to another server or folder, or is damaged.
    """
    path = workplace.path / _NAME
    try:
        found = _read(path)
    except FileNotFoundError:
        return SyncState(server=server, folder=folder, documents={})
    except OSError as exc:
        raise BulkError(f"{path} cannot be read ({exc.strerror or exc})") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise BulkError(
            f"{path} is damaged, so the state of the last sync is unknown; delete it, and each file that differs "
            "from its document becomes a conflict"
        ) from None
    if found.server != server or not paths.same(found.folder, folder):
        if not found.documents:  # nothing was ever in step, for example after a typing error
            return SyncState(server=server, folder=folder, documents={})
        raise BulkError(
            f"{workplace.root} is in step with {found.folder} of {found.server}; use another directory, or delete "
            f"{path} to start again"
        )
    return found


def note(workplace: Workplace, name: str, size: int, crc: int) -> None:
    """Record, until `forget`, that the directory has a content that is or will be on the server too.

    A killed run has not saved its state; without the record, a file that is changed before the next run
    would look changed on both sides. Nothing else depends on it, so a failure to write it is ignored.

    Args:
        workplace: the directory's.
        name: the folded name.
        size: the bytes.
        crc: their CRC-32.
    """
    with contextlib.suppress(OSError):
        descriptor = os.open(workplace.path / _NOTES, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, f"{json.dumps([name, size, crc])}\n".encode("ascii"))
        finally:
            os.close(descriptor)


def noted(workplace: Workplace, there: Mapping[str, ThereDocument]) -> dict[str, Seen]:
    """Return what came in step in a killed run: documents that have the recorded content.

    Args:
        workplace: the workplace of the directory.
        there: the documents, by folded name.
    """
    try:
        lines = (workplace.path / _NOTES).read_bytes().split(b"\n")[:-1]
    except OSError:
        return {}
    found: dict[str, Seen] = {}
    for line in lines:
        with contextlib.suppress(ValueError, TypeError):
            name, size, crc = json.loads(line)
            document = there.get(name)
            if document is not None and (document.seen.size, document.seen.crc) == (size, crc):
                found[name] = document.seen
    return found


def forget(workplace: Workplace) -> None:
    """Forget the records: the state is saved."""
    (workplace.path / _NOTES).unlink(missing_ok=True)


def _read(path: Path) -> SyncState:
    with path.open("rb") as stream:
        text = stream.read(_LONGEST + 1)
    if len(text) > _LONGEST:
        raise ValueError("too long")
    found: dict[str, Any] = json.loads(text)
    if found["format"] != FORMAT or found["version"] != VERSION:
        raise ValueError("another format")
    documents = {
        str(name): Seen(int(number), int(version), int(size), int(crc, 16))
        for name, (number, version, size, crc) in found["documents"].items()
    }
    return SyncState(server=str(found["server"]), folder=str(found["path"]), documents=documents)
