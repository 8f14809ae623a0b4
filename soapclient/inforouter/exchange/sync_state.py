"""What a directory and a folder had alike after their last sync, in a file that only its owner can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from ...bulk.private_files import private
from ...errors import BulkError
from .. import paths
from .comparison import Seen
from .workplace import Workplace

FORMAT: Final = "soapclient sync"
VERSION: Final = 1
_NAME: Final = "sync.json"
_LONGEST: Final = 2**29


@attrs.frozen(kw_only=True)
class SyncState:
    """What both sides had alike.

    Attributes:
        server: the server, as plans name it.
        folder: the path of the folder.
        documents: by the name below the folder, without letter case.
    """

    server: str
    folder: str
    documents: Mapping[str, Seen]

    def save(self, workplace: Workplace) -> None:
        """Write it, whole or not at all.

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
    """Read it; where there was no sync before, both sides had nothing alike.

    Args:
        workplace: the directory's.
        server: the server of this sync.
        folder: the path of its folder.

    Raises:
        BulkError: it is of another server or folder, or damaged.
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
            f"{path} is damaged, so what was in step the last time is not known: delete it, and each file that differs "
            "from its document is a conflict"
        ) from None
    if found.server != server or not paths.same(found.folder, folder):
        if not found.documents:  # nothing was ever in step, such as with a folder that was a slip of the pen
            return SyncState(server=server, folder=folder, documents={})
        raise BulkError(
            f"{workplace.root} is kept in step with {found.folder} of {found.server}: use another directory, or delete "
            f"{path} to begin anew"
        )
    return found


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
