"""One local run of a sync: put files in place, and remember what is in step."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ...bulk.blame import Replies
from ...errors import BulkError
from . import placing, sync_state
from .comparison import Seen, SyncAction
from .here import fold, stamp_of
from .progress import Tally
from .sync_plan import SyncPlan, SyncResult
from .sync_state import SyncState
from .workplace import Workplace

_SAVED_EVERY: Final = 5.0
_INCOMING: Final = "incoming"
_CHECKOUTS: Final = "checkouts"


class Passed(Exception):
    """Something cannot be done as planned; the text says why."""


class SyncRun:
    """One run of a plan: its results, and which of them are on disk."""

    def __init__(self, workplace: Workplace, plan: SyncPlan, tally: Tally) -> None:
        self.root = workplace.root
        self.tally = tally
        self.replies = Replies()
        self.done: list[SyncAction] = []
        self.failed: list[tuple[SyncAction, Exception]] = []
        self._workplace = workplace
        self._plan = plan
        self._documents = {**plan._kept, **plan._same}
        self._incoming = workplace.swept(_INCOMING)
        self._saved = time.monotonic()
        self._count = 0

    @contextlib.contextmanager
    def remembered(self) -> Iterator[None]:
        """Save the state when the block ends, however it ends."""
        try:
            yield
        except BaseException:
            with contextlib.suppress(BulkError, OSError):
                self._save()
            raise
        self._save()
        sync_state.forget(self._workplace)
        self.forget_checkouts()

    def _save(self) -> None:
        state = SyncState(server=self._plan.server, folder=self._plan.folder, documents=self._documents)
        state.save(self._workplace)
        self._saved = time.monotonic()

    def result(self) -> SyncResult:
        """Return the result so far."""
        plan = self._plan
        return SyncResult(done=tuple(self.done), failed=tuple(self.failed), problems=plan.problems, same=plan.same)

    def did(self, action: SyncAction, seen: Seen | None) -> None:
        """Record a finished action."""
        self.done.append(action)
        if seen is None:
            self._documents.pop(fold(action.name), None)
        else:
            self._documents[fold(action.name)] = seen
            if action.kind in ("download", "update-here"):
                sync_state.note(self._workplace, fold(action.name), seen.size, seen.crc)
        if time.monotonic() - self._saved > _SAVED_EVERY:
            self._save()
            sync_state.forget(self._workplace)

    def note(self, action: SyncAction) -> None:
        """Record what is about to be uploaded."""
        sync_state.note(self._workplace, fold(action.name), action.size, action.here or 0)

    def staged(self) -> Path:
        """Return the path of a new file for incoming bytes."""
        self._count += 1
        return self._incoming / str(self._count)

    def unchanged(self, action: SyncAction) -> Path:
        """Return the path of a file that is unchanged since the plan."""
        path = self._place(action)
        try:
            now = stamp_of(path)
        except FileNotFoundError:
            now = None
        if now != action.stamp:
            raise Passed("it was changed here since the plan was made")
        return path

    def put(self, action: SyncAction, staged: Path) -> None:
        """Put a downloaded file in place."""
        if action.stamp is not None:
            placing.replace(staged, self.unchanged(action))
            return
        final = self._place(action)
        final.parent.mkdir(parents=True, exist_ok=True)
        try:
            placing.put(staged, final)
        except FileExistsError:
            raise Passed("a file of this name was made here since the plan was made") from None

    def unlink(self, action: SyncAction) -> None:
        """Delete a file."""
        path = self.unchanged(action)
        path.unlink()
        placing.settle_folder(path.parent)

    def _place(self, action: SyncAction) -> Path:
        """Return the path of a file; a link cannot lead it out of the directory."""
        path = self.root
        *around, last = (action.place or action.name).split("/")
        for name in around:
            path /= name
            if path.is_symlink():
                raise Passed(f"{path} is a link now, and links are not followed")
        return path / last

    def note_checkout(self, number: int) -> None:
        """Record on disk that a document is about to be checked out."""
        path = self._workplace.path / _CHECKOUTS
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, f"{number}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def checkouts(self) -> list[int]:
        """Return the documents that a killed run may have left checked out."""
        try:
            text = (self._workplace.path / _CHECKOUTS).read_text("ascii", "replace")
        except FileNotFoundError:
            return []
        return sorted({int(line) for line in text.split("\n")[:-1] if line.isdecimal()})

    def forget_checkouts(self) -> None:
        """Forget them: they were released."""
        (self._workplace.path / _CHECKOUTS).unlink(missing_ok=True)
