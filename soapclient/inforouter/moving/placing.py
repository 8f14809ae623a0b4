"""Find the target of a move or copy, and check where the thing is afterwards.

Move takes the new full path. If the folder changes, servers of today check the last name of the path and then keep
the old one; older ones rename. So a move to another folder always repeats the current name; another name is a second
step. The result is always read back, also if the reply was lost.

Source: the pages of Move, Copy, FolderExists, DocumentExists, GetDocument and GetFolder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls.flow import Flow
from ...errors import (
    AlreadyExists,
    Conflict,
    InvalidValue,
    NotFound,
    SoapClientError,
    TransportError,
    UnexpectedReply,
)
from ..document_update import numbered
from ..folders.base import FolderBase, folder_path, whole_path
from ..looking import looked, noted

if TYPE_CHECKING:
    from .things import MoveResult, Thing


class Placing(FolderBase):
    """Workflows that move or copy things, for others to build on."""

    def _document_thing(self, path_or_id: str | int) -> Flow[Thing]:
        """Read the document to process, and check that its path leads to it."""
        from .. import paths
        from .things import Thing

        if isinstance(path_or_id, str) and numbered(path_or_id) is None:
            path_or_id = paths.normal(path_or_id)
        document = yield from self._get(path_or_id)
        path = whole_path(document)
        if isinstance(path_or_id, str) and numbered(path_or_id) is None:
            if not paths.same(path, path_or_id):
                raise UnexpectedReply(
                    f"GetDocument: {path_or_id} leads to the document at {path}; use that path", operation="GetDocument"
                )
        elif (yield from self._get(path)).document_id != document.document_id:
            raise UnexpectedReply(
                f"GetDocument: {path} is not the document with the number {document.document_id}; try again",
                operation="GetDocument",
            )
        if not document.document_id:
            raise UnexpectedReply(
                "GetDocument: the reply does not contain the document's number", operation="GetDocument"
            )
        return Thing(
            kind="document",
            number=document.document_id,
            path=path,
            name=paths.name(path),
            checked_out_by=document.checked_out_by or "",
        )

    def _folder_thing(self, path: str, operation: str) -> Flow[Thing]:
        """Read the folder to process."""
        from .. import paths
        from .things import Thing

        folder = yield from self._folder(path)
        path = folder_path(path)
        if not folder.folder_id or not folder.name:
            raise UnexpectedReply("GetFolder: the reply does not contain the folder's number", operation="GetFolder")
        if len(paths.split(path)) == 1:
            raise InvalidValue(f"{operation}: {path} is a library, not a folder", operation=operation)
        return Thing(kind="folder", number=folder.folder_id, path=path, name=folder.name)

    def _folder_alone(self, thing: Thing, operation: str) -> Flow[None]:
        """Refuse a folder whose path a document has, too: the service would use the document."""
        if thing.kind == "folder" and (yield from self._ask("DocumentExists", Path=thing.path)):
            raise Conflict(
                f"{operation}: {thing.path} is a folder and a document; the service would use the document, so "
                "nothing was done",
                operation=operation,
            )

    def _destination(self, thing: Thing, to: str, name: str | None, operation: str) -> Flow[tuple[str, str]]:
        """Return the target folder and name: `to` is a folder, or the new full path."""
        from .. import paths

        if name is not None:
            paths.check_name(name, "the new name")
        path = folder_path(to)
        itself = thing.kind == "folder" and paths.same(path, thing.path)
        if not itself and (yield from self._ask("FolderExists", Path=path)):
            folder, new = path, name or thing.name
        elif name is not None or (to.endswith(("/", "\\")) and not itself):
            yield from self._folder(path)
            raise UnexpectedReply(f"FolderExists: {path} has just been created; try again", operation="FolderExists")
        else:
            folder, new = folder_path(paths.parent(path)), paths.name(path)
            if not itself:
                yield from self._folder(folder)
        if thing.kind == "folder" and (paths.same(folder, thing.path) or paths.below(folder, thing.path)):
            raise InvalidValue(f"{operation}: {thing.path} cannot be put into itself, {folder}", operation=operation)
        return folder, new

    def _path_taken(self, path: str) -> Flow[str]:
        """Return what is at a path: "document", "folder", or nothing."""
        if (yield from self._ask("DocumentExists", Path=path)):
            return "document"
        return "folder" if (yield from self._ask("FolderExists", Path=path)) else ""

    def _refuse_taken(self, path: str, operation: str) -> Flow[None]:
        kind = yield from self._path_taken(path)
        if kind:
            raise AlreadyExists(f"{operation}: a {kind} already exists at {path}", operation=operation)

    def _thing_where(self, thing: Thing, *places: str) -> Flow[str | None]:
        """Return where something is now; None if it is nowhere, or, for a folder, at none of these places."""
        from .. import paths

        if thing.kind == "document":
            try:
                return whole_path((yield from self._get(thing.number)))
            except NotFound:
                return None
        for place in places:
            folder = yield from self._folder_there(place)
            if folder is not None and folder.folder_id == thing.number:
                return paths.join(paths.parent(place), folder.name or paths.name(place))
        return None

    def _move(self, thing: Thing, to: str, name: str | None) -> Flow[MoveResult]:
        from .. import paths
        from .things import MoveResult

        folder, new = yield from self._destination(thing, to, name, "Move")
        steps = yield from self._move_steps(thing, folder, new)
        at = thing.path
        for place, step in enumerate(steps):
            try:
                at = yield from self._move_step(thing, at, step)
            except SoapClientError as exc:
                if place:
                    exc.done = ("Move", *exc.done)
                    noted(exc, f"it was moved from {thing.path} to {at} before")
                raise
        cleaned = paths.name(at) != paths.name(steps[-1])
        return MoveResult(path=at, source=thing.path, number=thing.number, steps=steps, cleaned=cleaned)

    def _move_steps(self, thing: Thing, folder: str, new: str) -> Flow[tuple[str, ...]]:
        """Return the paths that something is moved to, in order."""
        from .. import paths

        here, wanted = paths.parent(thing.path), paths.join(folder, new)
        if (yield from self._same_folder(folder, here)):
            if new == thing.name:
                raise InvalidValue(f"Move: {thing.path} is already there", operation="Move")
            if not paths.same(wanted, thing.path):  # otherwise only letter case changes
                yield from self._refuse_taken(wanted, "Move")
            return (paths.join(here, new),)
        yield from self._refuse_taken(wanted, "Move")
        if new == thing.name:
            return (wanted,)
        own = paths.join(folder, thing.name)
        if paths.same(own, wanted) or not (yield from self._path_taken(own)):
            return own, wanted
        renamed = paths.join(here, new)
        yield from self._refuse_taken(renamed, "Move")
        return renamed, wanted

    def _same_folder(self, one: str, other: str) -> Flow[bool]:
        """Tell whether two paths lead to one folder: "straße" and "strasse" are one name only to some services."""
        from .. import paths

        if not paths.same(one, other) or one.lower() == other.lower():
            return paths.same(one, other)
        first, second = (yield from self._folder(one)), (yield from self._folder(other))
        return first.folder_id is not None and first.folder_id == second.folder_id

    def _move_step(self, thing: Thing, source: str, wanted: str) -> Flow[str]:
        """Call Move once, and return where the thing is afterwards.

        Raises:
            UnexpectedReply: the service reported success, but the thing is elsewhere.
            TransportError: the reply was lost, and the thing is not at its target.
            ServiceError: the service refused.
        """
        from .. import paths

        lost: TransportError | None = None
        try:
            yield from self._call("Move", SourcePath=source, DestinationPath=wanted)
        except TransportError as exc:
            if not exc.maybe_applied:
                raise
            lost = exc
        cleaned = paths.join(paths.parent(wanted), paths.cleaned(paths.name(wanted)) or paths.name(wanted))
        now = yield from looked(self._thing_where(thing, wanted, cleaned, source), "Move", lost)
        if now is not None and _arrived(now, source, wanted, cleaned):
            return now
        which = f"the {thing.kind} with number {thing.number}"
        where = f"{which} is at {now}" if now else f"{which} is neither at {wanted} nor at {source}"
        if lost is not None:
            raise noted(lost, f"now {where}")
        raise UnexpectedReply(
            f"Move: the service reported that it moved {source} to {wanted}, but {where}", operation="Move",
            maybe_applied=True,
        )  # fmt: skip


def _arrived(now: str, source: str, wanted: str, cleaned: str) -> bool:
    """Tell whether something is at its target; a change of letter case must be visible."""
    from .. import paths

    if paths.same(source, wanted):
        return paths.name(now) == paths.name(wanted)
    return paths.same(now, wanted) or (paths.same(now, cleaned) and not paths.same(now, source))
