"""Delete documents and folders: read them first, and check afterwards that they are gone.

Source: the pages of DeleteDocument and DeleteFolder.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...calls.flow import Flow
from ...errors import Conflict, TransportError, UnexpectedReply
from .. import counts
from ..folders.contents import FolderContents
from ..looking import looked, noted
from .placing import Placing

if TYPE_CHECKING:
    from .things import DeleteResult, Thing

_NAMED = 3


class Deleting(FolderContents, Placing):
    """Workflows that delete, for others to build on."""

    def _delete_document(self, path_or_id: str | int, force: bool) -> Flow[DeleteResult]:
        from .things import DeleteResult

        thing = yield from self._document_thing(path_or_id)
        if thing.checked_out_by and not force:
            raise Conflict(
                f"DeleteDocument: {thing.path} is checked out by {thing.checked_out_by}; nothing was deleted. Pass "
                "force=True to ask the service anyway",
                operation="DeleteDocument",
            )
        yield from self._delete_thing(thing, "DeleteDocument", lambda: self._thing_where(thing))
        checked_out = (thing.path,) if thing.checked_out_by else ()
        return DeleteResult(path=thing.path, number=thing.number, kind="document", checked_out=checked_out)

    def _delete_folder(self, path: str, recursive: bool, force: bool) -> Flow[DeleteResult]:
        from .things import DeleteResult

        thing = yield from self._folder_thing(path, "DeleteFolder")
        folders, documents, checked_out = yield from self._counted_inside(thing, everything=recursive)
        if (folders or documents) and not recursive:
            inside = f"{counts.many(folders, 'folder')} and {counts.many(documents, 'document')}"
            raise Conflict(
                f"DeleteFolder: {thing.path} has {inside} directly in it; nothing was deleted. Pass recursive=True to "
                "delete it with its contents",
                operation="DeleteFolder",
            )
        if checked_out and not force:
            more = f" and {len(checked_out) - _NAMED} more" if len(checked_out) > _NAMED else ""
            some = ", ".join(f"{each} by {who}" for each, who in [*checked_out.items()][:_NAMED])
            raise Conflict(
                f"DeleteFolder: checked out in {thing.path}: {some}{more}; nothing was "
                "deleted. Pass force=True to delete them anyway",
                operation="DeleteFolder",
            )
        yield from self._delete_thing(thing, "DeleteFolder", lambda: self._thing_where(thing, thing.path))
        return DeleteResult(
            path=thing.path, number=thing.number, kind="folder", folders=folders, documents=documents,
            checked_out=tuple(checked_out),
        )  # fmt: skip

    def _counted_inside(self, thing: Thing, *, everything: bool) -> Flow[tuple[int, int, dict[str, str]]]:
        """Count the contents of a folder; return who has checked out which documents, by path."""
        from ..folders.listing import wanted
        from ..folders.walking import FolderWalk
        from ..models.contents import Document, Folder

        want = wanted(folders=True, documents=True, name=None, detail="short", pages=False)
        walk = FolderWalk(self, thing.path, want, None if everything else 1)
        folders, documents, checked_out = 0, 0, dict[str, str]()
        while (page := (yield from walk.next())) is not None:
            for each in page:
                folders += isinstance(each, Folder)
                documents += isinstance(each, Document)
                if isinstance(each, Document) and each.checked_out_by:
                    checked_out[each.path or str(each.name)] = each.checked_out_by
        return folders, documents, checked_out

    def _delete_thing(self, thing: Thing, operation: str, look: Callable[[], Flow[str | None]]) -> Flow[None]:
        """Delete something, and check that it is gone.

        Raises:
            UnexpectedReply: the service reported success, but it still exists.
            TransportError: the reply was lost, and it still exists.
        """
        lost: TransportError | None = None
        try:
            yield from self._call(operation, Path=thing.path)
        except TransportError as exc:
            if not exc.maybe_applied:
                raise
            lost = exc
        now: Any = yield from looked(look(), operation, lost)
        if now is None:
            return
        if lost is not None:
            raise noted(lost, f"the {thing.kind} is still at {now}")
        raise UnexpectedReply(
            f"{operation}: the service reported that it deleted {thing.path}, but the {thing.kind} with number "
            f"{thing.number} is at {now}",
            operation=operation,
            maybe_applied=True,
        )
