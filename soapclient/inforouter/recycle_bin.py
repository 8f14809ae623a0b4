"""The recycle bin: list it, restore from it, and delete permanently on explicit request.

Source: the pages of GetRecycleBinContent, SearchRecycledItems, RestoreRecycleBinItem, PurgeRecycleBinItem and
EmptyRecycleBin.
"""

from __future__ import annotations

import builtins
import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..calls.faces import Awaited, Called, listing, workflow
from ..calls.flow import Flow, Listing, Page
from ..errors import (
    AccessDenied,
    AlreadyExists,
    ArgumentError,
    NotFound,
    TransportError,
    UnexpectedReply,
    UnknownOperation,
)
from . import counts
from .folders.base import folder_path
from .looking import looked, noted
from .models.entity import known
from .moving.placing import Placing
from .reply import Reply

if TYPE_CHECKING:
    from .folders.globs import NameFilter
    from .folders.listing import Item
    from .models.contents import Document, Folder
    from .moving.things import DeleteResult, Kind, Thing
    from .recycle_results import PurgeResult, RestoreResult

    Named: TypeAlias = Document | Folder | DeleteResult | str

_OWN: Final = "GetRecycleBinContent"
_HANDLER: Final = re.compile(r"([DF])([0-9]{1,18})", re.IGNORECASE)


class RecycleBinFlows(Placing):
    """The recycle bin workflows, for both faces: `RecycleBin` and `AsyncRecycleBin`.

    Name an item by what `list` returns, by the result of a deletion, or by its handler, such as "D1001".
    """

    @listing
    def list(
        self,
        *,
        everybody: bool = False,
        name: NameFilter = None,
        deleted_by: str | None = None,
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
    ) -> Listing[Item]:
        """Iterate over the recycle bin: `Document` and `Folder`, with the path that each had.

        Args:
            everybody: include items that others have deleted; for system administrators.
            name: a name pattern, such as "*.pdf", or several.
            deleted_by: only items that this user has deleted; for system administrators.
            since: only items deleted since then; for system administrators.
            until: only items deleted until then; for system administrators.

        Raises:
            AccessDenied: only system administrators see what others have deleted.
            UserNotFound: the user does not exist.
            UnknownOperation: this contract lists only the caller's deleted items.
            UnexpectedReply: the reply lists an unknown kind of item.
        """
        from .folders.globs import passing

        passes = passing(name)
        filters = {
            "deletedByUsername": deleted_by,
            "dateDeletedMinDate": since,
            "dateDeletedMaxDate": until,
        }
        said = {key: value for key, value in filters.items() if value is not None}
        return self._listed("SearchRecycledItems" if everybody or said else _OWN, passes, said)

    def _listed(self, operation: str, passes: Callable[[str | None], bool], said: dict[str, Any]) -> Listing[Item]:
        found = yield from self._recycled(operation, said)
        yield Page(each for each in found if passes(each.name))

    def _recycled(self, operation: str, said: dict[str, Any] | None = None) -> Flow[builtins.list[Item]]:
        reply = yield from self._call(operation, **(said or {}))
        return read_recycled(reply)

    @workflow
    def restore(self, item: Named, to: str | None = None) -> Flow[RestoreResult]:
        """Put an item back where it was, or into another folder; nothing is overwritten.

        Args:
            item: the item.
            to: the target folder; None for the folder that it was deleted from, which must exist.

        Raises:
            NotFound: it is not in the recycle bin, or the folder does not exist.
            AlreadyExists: something else has its path now.
            AccessDenied: somebody else has deleted it.
            TransportError: the reply was lost and the item is not there; the message says so.
            UnexpectedReply: the service reported success, but the item is not there.
        """
        from . import paths
        from .recycle_results import RestoreResult

        found, _ = yield from self._entry(item, "RestoreRecycleBinItem")
        original = found.path or f"/{found.name}"
        folder = paths.parent(original) if to is None else folder_path(to)
        if to is not None:
            yield from self._folder(folder)
        wanted = paths.join(folder, found.name or "")
        thing = self._thing(found, wanted)
        kind = yield from self._path_taken(wanted)
        if kind:
            raise AlreadyExists(
                f"RestoreRecycleBinItem: a {kind} at {wanted} already exists", operation="RestoreRecycleBinItem"
            )
        # A form cannot leave it out, and an empty value may be read as missing.
        said = {"RestorePath": folder} if to is not None or self._nulls != "say" else {}
        lost: TransportError | None = None
        try:
            yield from self._call("RestoreRecycleBinItem", ItemHandler=found.handler, **said)
        except TransportError as exc:
            if not exc.maybe_applied:
                raise
            lost = exc
        now = yield from looked(self._thing_where(thing, wanted), "RestoreRecycleBinItem", lost)
        # The folder that it was deleted from may have been renamed.
        if now is None or (to is not None and not paths.same(now, wanted)):
            instead = "" if now is None else f", but at {now}"
            if lost is not None:
                raise noted(lost, f"it is not at {wanted}{instead}")
            raise UnexpectedReply(
                f"RestoreRecycleBinItem: the service reported that it restored {original}, but it is not at {wanted}"
                f"{instead}",
                operation="RestoreRecycleBinItem",
                maybe_applied=True,
            )
        return RestoreResult(path=now, kind=thing.kind, number=thing.number, original=original)

    def _thing(self, found: Item, wanted: str) -> Thing:
        from .models.contents import Folder
        from .moving.things import Thing

        numbered = _HANDLER.fullmatch(found.handler or "")
        if numbered is None:
            raise UnexpectedReply(
                f"GetRecycleBinContent: {found.handler!r} is not a handler with a number",
                operation=_OWN,
            )
        kind: Kind = "folder" if isinstance(found, Folder) else "document"
        return Thing(kind=kind, number=int(numbered[2]), path=wanted, name=found.name or "")

    @workflow
    def purge(self, item: Named, *, force: bool = False) -> Flow[PurgeResult]:
        """Delete an item permanently; for system administrators.

        Args:
            item: the item.
            force: must be True, since the deletion cannot be undone.

        Raises:
            ArgumentError: `force` is not True; nothing was sent.
            NotFound: it is not in the recycle bin.
            AccessDenied: the caller is not a system administrator.
            PartialFailure: a part of a folder was not deleted.
        """
        _forced(force, "PurgeRecycleBinItem")
        found, listed = yield from self._entry(item, "PurgeRecycleBinItem")
        return (yield from self._for_ever("PurgeRecycleBinItem", [found], listed, ItemHandler=found.handler))

    @workflow
    def empty(self, *, force: bool = False) -> Flow[PurgeResult]:
        """Delete permanently everything that the caller has deleted, including items deleted while this runs.

        Args:
            force: must be True, since the deletion cannot be undone.

        Returns:
            The items that were in it just before.

        Raises:
            ArgumentError: `force` is not True; nothing was sent.
            UnexpectedReply: the service reported success, but items are left.
        """
        _forced(force, "EmptyRecycleBin")
        found = yield from self._recycled(_OWN)
        return (yield from self._for_ever("EmptyRecycleBin", found))

    def _for_ever(
        self, operation: str, items: builtins.list[Item], listed: str = _OWN, **said: Any
    ) -> Flow[PurgeResult]:
        """Call an operation that deletes permanently, and check that these items are gone.

        Args:
            operation: the operation.
            items: the items.
            listed: the operation that listed them: another user's item is not in the caller's own recycle bin.
            said: the arguments of the operation.
        """
        from .recycle_results import PurgeResult

        lost: TransportError | None = None
        try:
            yield from self._call(operation, **said)
        except TransportError as exc:
            if not exc.maybe_applied:
                raise
            lost = exc
        left = yield from looked(self._recycled(listed), operation, lost)
        handlers = {each.handler for each in left}
        there = [str(each.path) for each in items if each.handler in handlers]
        if there:
            what = f"{counts.many(len(there), 'item')} of the recycle bin are still in it: {', '.join(there[:3])}"
            if lost is not None:
                raise noted(lost, what)
            raise UnexpectedReply(f"{operation}: {what}", operation=operation, maybe_applied=True)
        return PurgeResult(paths=tuple(str(each.path) for each in items))

    def _entry(self, item: Named, operation: str) -> Flow[tuple[Item, str]]:
        """Return an item as it is in the recycle bin now, and the operation that lists it.

        It belongs to the caller or, for an administrator, to anybody.
        """
        handler = item if isinstance(item, str) else item.handler
        if not isinstance(handler, str) or not handler.strip():
            raise ArgumentError(operation, ("the item has no handler; pass an item that `list` returned",))
        listed = _OWN
        match = _by_handler((yield from self._recycled(listed)), handler)
        if match is None and "SearchRecycledItems" in self.contract:
            listed = "SearchRecycledItems"
            try:
                match = _by_handler((yield from self._recycled(listed)), handler)
            except (AccessDenied, UnknownOperation):  # not by form POST
                match = None
        if match is None:
            raise NotFound(f"{operation}: {handler} is not in the caller's recycle bin", operation=operation)
        return match, listed


class RecycleBin(RecycleBinFlows, Called):
    """The recycle bin of one server; use it as `Client.recycle_bin`."""


class AsyncRecycleBin(RecycleBinFlows, Awaited):
    """The recycle bin of one server for asyncio; use it as `AsyncClient.recycle_bin`."""


def read_recycled(reply: Reply) -> list[Item]:
    """Return the items of a recycle bin reply, each with its former full path.

    Raises:
        UnexpectedReply: the reply lists an unknown kind of item, or an item without a handler or name.
    """
    from . import paths
    from .models.contents import Document, Folder

    found = reply.items
    others = 0 if reply.element is None else sum(1 for _ in reply.element.iterchildren("*")) - len(found)
    items: list[Item] = []
    for each in found:
        if not isinstance(each, (Document, Folder)) or not each.handler or not each.name:
            others += 1
            continue
        path = each.path or ""
        try:
            path = paths.normal(path)
        except ArgumentError:
            path = f"/{each.name}"
        items.append(known(each, path=path))
    if others:
        name = reply.operation
        raise UnexpectedReply(
            f"{name}: the reply lists {counts.many(others, 'item')} of an unknown kind", operation=name
        )
    return items


def _by_handler(items: list[Item], handler: str) -> Item | None:
    return next((each for each in items if (each.handler or "").casefold() == handler.strip().casefold()), None)


def _forced(force: bool, operation: str) -> None:
    if force is not True:
        raise ArgumentError(operation, ("the deletion is permanent; pass force=True to confirm",))
