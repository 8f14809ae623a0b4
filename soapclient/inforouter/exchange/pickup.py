"""Pickup: turn the documents of a folder into local files, moving each document away once its bytes are on disk.

1. The latest version is downloaded into `.soapclient` in the directory, compared with the server's CRC-32,
   and flushed to disk.
2. The document is read again. If it was changed, it is downloaded again; if it is gone, it is left.
3. The journal records on disk what is about to be done, then the server is asked to do it.
4. The file gets its name in the directory, in one step and never over another file.

A kill between two steps neither loses nor repeats anything: a downloaded file whose document was moved gets
its name at the next start. If two pickups of one folder run, the server lets one of them move a document; the
other leaves it. Only a kill between the third step and its answer leaves it unclear who moved it: then it is delivered.

Source: the pages of the operations in `there` and `carrying`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ...bulk.blame import Replies
from ...calls.flow import Flow
from ...errors import (
    DocumentNotFound,
    NotFound,
    ServiceError,
    SoapClientError,
    TransportError,
    UnexpectedReply,
    VersionNotFound,
)
from .. import paths
from ..folders.base import whole_path
from ..models.contents import Document
from . import placing
from .carrying import Carrying
from .comparison import Seen
from .pickup_journal import Picked, PickupJournal
from .pickup_plan import Then, free_names, parsed
from .pickup_result import LeftThere, PickedUp, PickupResult
from .progress import ExchangeProgress, Tally, telling
from .there import unusable_here
from .workplace import Workplace

_STAGING: Final = "pickup"
_TRIES: Final = 3


class PickingUp(Carrying):
    """The pickup flows."""

    def pickup(
        self,
        folder: str,
        to: str | os.PathLike[str],
        then: str,
        include_checked_out: bool,
        progress: Callable[[ExchangeProgress], object] | None,
    ) -> Flow[PickupResult]:
        """Pick up documents; see `ExchangeFlows.pickup`."""
        folder = paths.normal(folder)
        wanted = parsed(then, folder)
        root = Path(os.path.realpath(to))
        root.mkdir(exist_ok=True)
        workplace = Workplace(root)
        with workplace.at_work(), PickupJournal.open(workplace, self.server, folder) as journal:
            run = _Run(root, workplace.staging(_STAGING), journal, folder)
            with telling(run.result):
                for picked in [*journal.acting.values()]:
                    yield from self._told(run, picked.path, self._settled(run, picked))
                if wanted.folder:
                    yield from self.children(wanted.folder)  # make sure that the folder exists before anything is moved
                _, documents = yield from self.children(folder)
                run.tally = Tally(progress, len(documents), sum(each.size or 0 for each in documents))
                for document in documents:
                    run.tally.begins(document.name or "")
                    path = f"{folder}/{document.name}"
                    yield from self._told(run, path, self._one(run, path, document, wanted, include_checked_out))
                    run.tally.ends(document.size or 0)
                yield from self._looked_for(run)
            run.sweep()
        return run.result()

    def _looked_for(self, run: _Run) -> Flow[None]:
        """Tell documents that are gone from those that the service lists but cannot find: neither was taken."""
        listed: set[int | None] = set()
        if run.gone:
            _, documents = yield from self.children(run.folder)
            listed = {each.document_id for each in documents} - {None}
        for path, number, error in run.gone:
            if number in listed:
                run.failed.append((path, error))
            else:
                run.leave(path, "somebody moved or deleted it")

    def _told(self, run: _Run, path: str, part: Flow[None]) -> Flow[None]:
        """Process one document; an error is recorded for the end."""
        try:
            yield from part
            run.replies.good()
        except SoapClientError as exc:
            if not run.replies.of_the_row(exc):
                raise
            run.failed.append((path, exc))
        except OSError as exc:
            run.failed.append((path, exc))

    def _one(self, run: _Run, path: str, document: Document, wanted: Then, checked_out: bool) -> Flow[None]:
        why = unusable_here(document.name)
        if why:
            run.leave(path, why)
            return
        for _ in range(_TRIES):
            changed = yield from self._try(run, path, document.document_id, wanted, checked_out)
            if not changed:
                return
        run.leave(path, "it kept changing while it was downloaded")

    def _try(self, run: _Run, path: str, number: int | None, wanted: Then, checked_out: bool) -> Flow[bool]:
        """Pick up a document, and return whether it was changed meanwhile."""
        try:
            picked = yield from self._brought(run, path, number, wanted, checked_out)
            if picked is None:
                return False
            now = yield from self._get(path)
        except ServiceError as exc:
            if isinstance(exc, DocumentNotFound) or (yield from self._is_gone(path)):
                run.gone.append((path, number, exc))
                return False
            if isinstance(exc, VersionNotFound):
                return True
            raise
        if not _is_version(now, picked.seen):
            return True
        run.journal.acts(picked)
        yield from self._act(run, picked, wanted)
        return False

    def _brought(
        self, run: _Run, path: str, number: int | None, wanted: Then, checked_out: bool
    ) -> Flow[Picked | None]:
        """Download a document; None if it is left, which is recorded."""
        document = yield from self._get(path)
        if document.checked_out_by and not checked_out:
            run.leave(path, f"it is checked out by {document.checked_out_by}")
            return None
        seen = yield from self.seen(path, document)
        if seen is None or (number is not None and seen.document_id != number):
            told = "the server returns no checksum for it" if seen is None else "another document has its name now"
            run.leave(path, told)
            return None
        picked = Picked(seen=seen, path=path, name=document.name or "", then=wanted.text)
        if picked.key in run.journal.delivered:
            run.leave(path, "this version was delivered before")
            return None
        if picked.key in run.journal.acting:  # recorded before: it may be about to be moved
            return None
        if wanted.tag and (yield from self.is_tagged(path, seen, wanted.tag)):
            run.leave(path, f"this version has the tag {wanted.tag!r}, so it was picked up before")
            return None
        yield from self._here(run, picked)
        return picked

    def _here(self, run: _Run, picked: Picked) -> Flow[None]:
        """Get the bytes of a document on disk; those of an earlier start are used if they are right."""
        staged = run.staging / picked.staged
        try:
            if placing.checksum(staged) == (picked.seen.crc, picked.seen.size):
                placing.settle(staged)
                return
            staged.unlink()
        except FileNotFoundError:
            pass
        yield from self.fetch(picked.path, picked.seen, staged, run.tally.reached)

    def _act(self, run: _Run, picked: Picked, wanted: Then, *, again: bool = False) -> Flow[None]:
        """Process a document on the server as requested, and give its file its name.

        Args:
            run: the run.
            picked: the document.
            wanted: the requested action.
            again: whether it may have been done before.
        """
        try:
            if wanted.folder:
                yield from self.move_into(picked.path, picked.name, wanted.folder)
            elif wanted.deletes:
                yield from self.recycle(picked.path)
            elif wanted.tag and not (again and (yield from self.is_tagged(picked.path, picked.seen, wanted.tag))):
                yield from self.set_tag(picked.path, wanted.tag)
        except ServiceError:
            now = yield from self._found(picked)
            if now is not None and _is_in(now, paths.parent(picked.path)):
                run.give_up(picked, again)
                raise
            if again:
                run.publish(picked, wanted)
            else:
                run.journal.dropped(picked)
                run.leave(picked.path, "somebody else took it")
            return
        except TransportError as exc:
            if not exc.maybe_applied or again:
                run.give_up(picked, again)
                raise
            yield from self._settled(run, picked)
            return
        except SoapClientError:
            run.give_up(picked, again)
            raise
        yield from self._delivered(run, picked, wanted, moved=True)

    def _another(self, run: _Run, picked: Picked, wanted: Then) -> Flow[None]:
        """Deliver a document that was moved instead: it took the name between the last look and the move.

        A move takes only paths. The other document was moved unread, and nobody else would find it.
        """
        path = f"{wanted.folder}/{picked.name}"
        try:
            document = yield from self._get(path)
        except NotFound:
            return
        if document.document_id == picked.seen.document_id:
            return
        seen = yield from self.seen(path, document)
        if seen is None:
            raise UnexpectedReply(f"{path} was moved unread, and the server returns no checksum", operation="Move")
        if (seen.size, seen.crc) == (picked.seen.size, picked.seen.crc):
            return  # the same bytes: a service may renumber what it moves
        other = Picked(seen=seen, path=picked.path, name=picked.name, then=picked.then)
        yield from self.fetch(path, seen, run.staging / other.staged, run.tally.reached)
        run.journal.acts(other)
        run.publish(other, wanted)

    def _is_gone(self, path: str) -> Flow[bool]:
        """Return whether a document that could not be read no longer exists."""
        try:
            yield from self._get(path)
        except DocumentNotFound:
            return True
        return False

    def _found(self, picked: Picked) -> Flow[Document | None]:
        """Find a document by its number, wherever it is now; None if it is gone or hidden."""
        try:
            return (yield from self._get(picked.seen.document_id))
        except NotFound:
            return None

    def _settled(self, run: _Run, picked: Picked) -> Flow[None]:
        """Find out what became of a document with an unfinished action, and continue from there."""
        wanted = parsed(picked.then, run.folder)
        if not (run.staging / picked.staged).exists():  # it already has its name
            run.journal.done(picked, stays=wanted.stays)
            return
        now = None if wanted.stays and not wanted.tag else (yield from self._found(picked))
        if now is None:
            run.publish(picked, wanted)
        elif not _is_in(now, paths.parent(picked.path)):
            yield from self._delivered(run, picked, wanted)
        elif paths.same(whole_path(now), picked.path) and _is_version(now, picked.seen):
            yield from self._act(run, picked, wanted, again=True)
        else:
            run.journal.dropped(picked)

    def _delivered(self, run: _Run, picked: Picked, wanted: Then, *, moved: bool = False) -> Flow[None]:
        """Give the file its name; if the document changed between the last look and its move, download it again first.

        Args:
            run: the run.
            picked: the document.
            wanted: the requested action.
            moved: whether something was just moved: this document, unless another one took its name.
        """
        document = (yield from self._found(picked)) if wanted.folder else None
        if moved and wanted.folder and not (document and _is_in(document, wanted.folder)):
            yield from self._another(run, picked, wanted)
        if document is not None and not _is_version(document, picked.seen):
            path = whole_path(document)
            seen = yield from self.seen(path, document)
            if seen is not None:
                newer = Picked(seen=seen, path=picked.path, name=picked.name, then=picked.then)
                yield from self.fetch(path, seen, run.staging / newer.staged, run.tally.reached)
                run.journal.acts(newer)
                run.journal.dropped(picked)
                picked = newer
        run.publish(picked, wanted)


def _is_in(document: Document, folder: str) -> bool:
    return paths.same(paths.parent(whole_path(document)), folder)


def _is_version(document: Document, seen: Seen) -> bool:
    return document.document_id == seen.document_id and (
        document.version is not None and document.version.stored == seen.version
    )


class _Run:
    """One local run of a pickup."""

    def __init__(self, root: Path, staging: Path, journal: PickupJournal, folder: str) -> None:
        self.root = root
        self.staging = staging
        self.journal = journal
        self.folder = folder
        self.tally = Tally(None, 0, 0)
        self.replies = Replies()
        self.delivered: list[PickedUp] = []
        self.left: list[LeftThere] = []
        self.failed: list[tuple[str, Exception]] = []
        self.gone: list[tuple[str, int | None, ServiceError]] = []

    def publish(self, picked: Picked, wanted: Then) -> None:
        """Give a file its name in the directory."""
        staged = self.staging / picked.staged
        for name in free_names(picked.name, *picked.key):
            try:
                placing.put(staged, self.root / name)
            except FileExistsError:
                continue
            self.journal.done(picked, stays=wanted.stays)
            self.delivered.append(PickedUp.of(picked, self.root / name))
            return

    def result(self) -> PickupResult:
        """Return the result so far."""
        return PickupResult(delivered=tuple(self.delivered), left=tuple(self.left), failed=tuple(self.failed))

    def give_up(self, picked: Picked, again: bool) -> None:
        """Leave a document in place; an earlier request may still take effect, so its record is kept."""
        if not again:
            self.journal.dropped(picked)

    def leave(self, path: str, why: str) -> None:
        """Leave a document in place."""
        self.left.append(LeftThere(path=path, why=why))

    def sweep(self) -> None:
        """Remove downloaded files that are not needed: the document was left, or an earlier start left the file."""
        needed = {each.staged for each in self.journal.acting.values()}
        for path in self.staging.iterdir():
            if path.name not in needed:
                path.unlink()
