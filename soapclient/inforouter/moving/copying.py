"""Copy documents and folders, and report what exists of a partial copy.

Source: the page of Copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls.flow import Flow
from ...errors import InvalidValue, PartialFailure, PartialItem, SoapClientError, TransportError, UnexpectedReply
from .. import counts
from ..folders.contents import FolderContents
from ..looking import looked, noted
from .placing import Placing

if TYPE_CHECKING:
    from ..models.contents import Document, Folder
    from .things import CopyResult, Thing


class Copying(FolderContents, Placing):
    """Workflows that copy, for others to build on."""

    def _copy(self, thing: Thing, to: str, name: str | None) -> Flow[CopyResult]:
        from .. import paths
        from .things import CopyResult

        folder, new = yield from self._destination(thing, to, name, "Copy")
        copy = paths.join(folder, new)
        if thing.kind == "folder" and paths.below(copy, thing.path):
            raise InvalidValue(f"Copy: {thing.path} cannot be copied into itself, {copy}", operation="Copy")
        yield from self._refuse_taken(copy, "Copy")
        clean = paths.join(folder, paths.cleaned(new) or new)
        before = (yield from self._number_at(thing, clean)) if clean != copy else None
        try:
            yield from self._call("Copy", SourcePath=thing.path, DestinationPath=copy)
        except PartialFailure as exc:
            yield from self._tell_copied(exc, thing, copy, before)
            raise
        except TransportError as exc:
            if exc.maybe_applied:
                yield from self._tell_copy(exc, thing, copy, before)
            raise
        path, number = yield from looked(self._find_copy(thing, copy, before), "Copy")
        if number is None or number == thing.number:
            raise UnexpectedReply(
                f"Copy: the service reported that it copied {thing.path}, but no {thing.kind} exists at {copy}",
                operation="Copy",
                maybe_applied=True,
            )
        return CopyResult(path=path, source=thing.path, number=number, cleaned=path != copy)

    def _find_copy(self, thing: Thing, wanted: str, before: int | None) -> Flow[tuple[str, int | None]]:
        """Return where a copy is, under its name or the name that a server of today makes of it, and its number.

        Args:
            thing: the original.
            wanted: the intended path of the copy.
            before: the number of the thing that had the other name before.
        """
        from .. import paths

        name = paths.name(wanted)
        for each in dict.fromkeys((name, paths.cleaned(name) or name)):
            path = paths.join(paths.parent(wanted), each)
            number = yield from self._number_at(thing, path)
            if number is not None and number != before:
                return path, number
        return wanted, None

    def _number_at(self, thing: Thing, path: str) -> Flow[int | None]:
        """Return the number of the document or folder at a path; None if it does not exist."""
        found: Document | Folder | None
        if thing.kind == "document":
            found = yield from self._document_there(path)
            return None if found is None else found.document_id
        found = yield from self._folder_there(path)
        return None if found is None else found.folder_id

    def _tell_copied(self, exc: PartialFailure, thing: Thing, copy: str, before: int | None) -> Flow[None]:
        """Add the copied items to the error of a partial copy."""
        try:
            copy, _ = yield from self._find_copy(thing, copy, before)
            done = yield from self._copied_below(copy)
        except SoapClientError as why:
            noted(exc, f"the copied items at {copy} could not be read: {why.message}")
            return
        exc.succeeded_items = tuple(PartialItem(path, "copied") for path in done)
        noted(exc, f"{counts.many(len(done), 'item')} of it are at {copy} now")

    def _copied_below(self, path: str) -> Flow[list[str]]:
        """Return the paths of a folder and of everything below it; empty if it does not exist."""
        from ..folders.listing import wanted
        from ..folders.walking import FolderWalk

        if not (yield from self._ask("FolderExists", Path=path)):
            return []
        want = wanted(folders=True, documents=True, name=None, detail="short", pages=False)
        walk, found = FolderWalk(self, path, want), [path]
        while (page := (yield from walk.next())) is not None:
            found += [each.path or str(each.name) for each in page]
        return found

    def _tell_copy(self, exc: TransportError, thing: Thing, copy: str, before: int | None) -> Flow[None]:
        """Add the current state to the error of a copy whose reply was lost."""
        try:
            copy, number = yield from self._find_copy(thing, copy, before)
        except SoapClientError as why:
            noted(exc, f"the current state could not be read: {why.message}")
            return
        if number is None:
            noted(exc, f"no {thing.kind} exists at {copy} now")
        elif thing.kind == "document":
            noted(exc, f"a new document exists at {copy} now, number {number}")
        else:
            noted(exc, f"a folder exists at {copy} now, number {number}; it may be incomplete")
