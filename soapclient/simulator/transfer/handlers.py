"""Handlers of uploads and downloads: staged bytes that belong to a session and end with it."""

from __future__ import annotations

import threading
import uuid
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from ...wire import forks
from ..tickets import IssuedTicket, Tickets, guid

if TYPE_CHECKING:
    from ..content.blobs import Staged, StoredBytes

SMALLEST: Final = 262_144
LARGEST: Final = 33_554_432
USUAL: Final = 1_048_576  # if 0 is requested


@attrs.define(eq=False)
class OpenUpload:
    """The bytes of a file sent so far."""

    session: IssuedTicket | None = attrs.field(repr=False)
    chunk_size: int
    staged: Staged
    lock: threading.Lock = attrs.field(factory=threading.Lock, init=False, repr=False)

    @property
    def size(self) -> int:
        """How many bytes are staged."""
        return self.staged.size

    def end(self) -> None:
        """Discard the bytes that no document was made from."""
        self.staged.discard()


@attrs.define(eq=False)
class OpenDownload:
    """A file as it was when it was requested.

    Attributes:
        temporary: whether the bytes were made for this download.
    """

    session: IssuedTicket | None = attrs.field(repr=False)
    chunk_size: int
    content: StoredBytes
    temporary: bool = False

    @property
    def size(self) -> int:
        """How many bytes can be read."""
        return self.content.size

    def end(self) -> None:
        """Discard bytes that were made for this download."""
        if self.temporary:
            self.content.blobs.remove(self.content.blob)


Open = TypeVar("Open", OpenUpload, OpenDownload)


class Handlers:
    """The open handlers, by their GUIDs, in this process's memory.

    Args:
        tickets: the valid tickets; a handler ends with its session.
        chunk_size: the size of chunks, whatever is requested; 0 to follow the reference.
    """

    def __init__(self, tickets: Tickets, chunk_size: int = 0) -> None:
        self._tickets = tickets
        self._chunk_size = chunk_size
        self._open: dict[str, OpenUpload | OpenDownload] = {}
        self._lock = forks.lock()

    def granted(self, preferred: int) -> int:
        """Return the size of chunks: the requested one, within the limits."""
        return self._chunk_size or (min(max(preferred, SMALLEST), LARGEST) if preferred else USUAL)

    def add(self, one: OpenUpload | OpenDownload) -> str:
        """Open a handler and return its GUID; handlers of ended sessions are closed."""
        handler = str(uuid.uuid4())
        ended = self._sweep()
        with self._lock:
            self._open[handler] = one
        for each in ended:
            each.end()
        return handler

    def find(self, handler: str, session: IssuedTicket | None, kind: type[Open]) -> Open | None:
        """Return the handler with a GUID in a session; None if it is unknown there."""
        found = self._open.get(guid(handler) or "")
        return found if isinstance(found, kind) and found.session is session else None

    def remove(self, handler: str) -> OpenUpload | OpenDownload | None:
        """Close a handler, and return it."""
        with self._lock:
            return self._open.pop(guid(handler) or "", None)

    def delete(self, handler: str, session: IssuedTicket | None, kind: type[Open]) -> None:
        """Close a handler of a session, and discard its bytes; an unknown one counts as closed."""
        if self.find(handler, session, kind) is not None:
            found = self.remove(handler)
            if found is not None:
                found.end()

    def listed(self) -> list[dict[str, Any]]:
        """Describe the handlers whose sessions have not ended."""
        for each in self._sweep():
            each.end()
        with self._lock:
            return [
                {"handler": handler, "kind": "upload" if isinstance(one, OpenUpload) else "download", "size": one.size}
                for handler, one in self._open.items()
            ]

    def close(self) -> None:
        """Close every handler."""
        with self._lock:
            found, self._open = self._open, {}
        for each in found.values():
            each.end()

    def _sweep(self) -> list[OpenUpload | OpenDownload]:
        with self._lock:
            over = [handler for handler, one in self._open.items() if not self._tickets.holds(one.session)]
            return [self._open.pop(handler) for handler in over]

    def __repr__(self) -> str:
        return f"<Handlers: {len(self._open)}>"
