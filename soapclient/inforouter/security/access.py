"""Access lists of documents and folders.

The service replaces an access list as a whole. So a change of one entry reads the list, writes all of it, and reads it
back: nobody else gains or loses a right. A change that somebody else makes in between may be lost.

Source: the pages of GetAccessList, GetAccessListHistory, SetAccessList and ApplyInheritedAccessList.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...calls.faces import listing, workflow
from ...calls.flow import Flow, Listing, Page
from ...errors import ArgumentError, SoapClientError, UnexpectedReply
from ...values import KEEP, Keep
from ..people.naming import named
from ..turns import in_turn
from .owners import OwnerFlows
from .reading import DocumentByPath, access_lists

if TYPE_CHECKING:
    from ..models.access import AccessEntry, AccessList, Right
    from .access_change import AccessChanges


class AccessFlows(OwnerFlows):
    """The workflows for access lists and owners, of documents and folders."""

    @workflow
    def access(self, path: str | int) -> Flow[AccessList]:
        """Read an access list.

        Raises:
            PathNotFound: nothing exists at this path.
            AccessDenied: the caller may not read the list.
        """
        return (yield from self._access((yield from self._path_of(path, "access"))))

    @listing
    def access_history(self, path: str | int) -> Listing[AccessList]:
        """Iterate over the current access list and the earlier ones, the newest first.

        The reference does not say clearly whether the author and date belong to this list or to the following one.
        """
        reply = yield from self._call("GetAccessListHistory", Path=(yield from self._path_of(path, "access_history")))
        yield Page(access_lists(reply))

    @workflow
    def plan_access(self, path: str | int, entries: Iterable[AccessEntry]) -> Flow[AccessChanges]:
        """Show how an access list differs from these entries; nothing is changed.

        Args:
            path: the path.
            entries: all entries of the list; anybody else gets no access from it.

        Raises:
            ArgumentError: an entry is invalid, or appears twice.
            PathNotFound: nothing exists at this path.
        """
        from . import access_change

        wanted = access_change.whole(entries, "plan_access")
        place = yield from self._path_of(path, "plan_access")
        return access_change.compared(place, (yield from self._access(place)), wanted)

    @workflow
    def set_access(
        self, path: str | int, entries: Iterable[AccessEntry], *, apply_to_tree: bool = False, force: bool = False
    ) -> Flow[AccessChanges]:
        """Replace an access list, and read it back. The list is then no longer inherited.

        Args:
            path: the path.
            entries: all entries of the list; anybody else gets no access from it, including the
                members of the library and everybody.
            apply_to_tree: for a folder, also replace the lists of everything below it; those are not read back.
            force: allow a list that gives the caller less than before, or than the lists below may give.

        Returns:
            The changes; nothing was sent if the list already has these entries and is not inherited.

        Raises:
            ArgumentError: an entry is invalid or appears twice, or the list would lock out the caller; nothing changed.
            UserNotFound, GroupNotFound: the user or group does not exist; nothing was changed.
            DocumentNotFound, Conflict: a folder has the path of the document, or a document that of the folder, and
                the service would change that instead; nothing was changed.
            AccessDenied: the caller may not change the list.
            UnexpectedReply: the list reads back differently; the error names the entries that differ.
        """
        from . import access_change

        wanted = access_change.whole(entries, "set_access")
        place = yield from self._path_to_change(path, "set_access")
        return (yield from self._replace_access(place, wanted, apply_to_tree, force, "set_access"))

    @workflow
    def grant(
        self,
        path: str | int,
        right: Right | int | str,
        *,
        user: str | None = None,
        group: str | None = None,
        library: str | Keep | None = KEEP,
        force: bool = False,
    ) -> Flow[AccessChanges]:
        """Give a user or a group exactly this right; everybody else keeps theirs.

        An inherited list becomes the thing's own, with the same entries.

        Args:
            path: the path.
            right: the right: a `Right`, its number or its name, such as "read" or "full control".
            user: the user.
            group: the group.
            library: the library of the group; None for a global group. Required with a group.
            force: allow a list that gives the caller less than before.

        Returns:
            The changes; nothing was sent if it is the `same` already.

        Raises:
            ArgumentError: the right is unknown, neither or both of user and group are named, or the list would
                lock the caller out; nothing was changed.
            UserNotFound, GroupNotFound: the user or group does not exist; nothing was changed.
            DocumentNotFound, Conflict: a folder has the path of the document, or a document that of the folder, and
                the service would change that instead; nothing was changed.
            AccessDenied: the caller may not change the list.
            UnexpectedReply: the list reads back differently; the error names the entries that differ.
        """
        from ..models.access import Right

        try:
            entry = _entry(Right.of(right), user, group, library, "grant")
        except ValueError as exc:
            if isinstance(exc, ArgumentError):
                raise
            raise ArgumentError("grant", (str(exc),)) from None
        return (yield from self._edit_access(path, (entry,), (), force, "grant"))

    @workflow
    def revoke(
        self,
        path: str | int,
        *,
        user: str | None = None,
        group: str | None = None,
        library: str | Keep | None = KEEP,
        force: bool = False,
    ) -> Flow[AccessChanges]:
        """Remove the entry of a user or a group from an access list; everybody else keeps theirs.

        Rights that a user has through groups, or as a member of the library, remain.

        Args:
            path: the path.
            user: the user.
            group: the group.
            library: the library of the group; None for a global group. Required with a group.
            force: allow a list that gives the caller less than before.

        Returns:
            The changes; nothing was sent if the entry did not exist.

        Raises:
            ArgumentError, DocumentNotFound, Conflict, AccessDenied, UnexpectedReply: as for `grant`.
        """
        from ..models.access import Right

        entry = _entry(Right.NO_ACCESS, user, group, library, "revoke")
        return (yield from self._edit_access(path, (), (entry,), force, "revoke"))

    @workflow
    def inherit(self, path: str | int, *, force: bool = False) -> Flow[AccessList]:
        """Drop the thing's own access list, so that it inherits the parent folder's, and read it back.

        Args:
            path: the path.
            force: allow a list that gives the caller less than the own one.

        Returns:
            The list that applies now.

        Raises:
            ArgumentError: the parent's list would lock the caller out, or it is a library, which has no
                parent; nothing was changed.
            DocumentNotFound, Conflict: as for `grant`.
            AccessDenied: the caller may not change the list.
            UnexpectedReply: the list reads back as not inherited.
        """
        place = yield from self._path_to_change(path, "inherit")
        now = yield from self._access(place)
        if now.inherited:
            return now
        if not force:
            around = place.replace("\\", "/").rstrip("/").rpartition("/")[0]
            if not around.strip("/"):
                raise ArgumentError(
                    "inherit", (f"{place} is a library, and which list would apply is unknown; pass force=True",)
                )
            above = yield from self._access(around)
            yield from self._require_reach(place, now.entries, above.entries, "inherit")
        yield from self._call("ApplyInheritedAccessList", Path=place)
        found = yield from self._access_again(place, "ApplyInheritedAccessList")
        if found.inherited is False:
            raise UnexpectedReply(
                f"ApplyInheritedAccessList: {place}, read back, still has its own list",
                operation="ApplyInheritedAccessList",
                maybe_applied=True,
            )
        return found

    def _replace_access(
        self, place: str, wanted: tuple[AccessEntry, ...], tree: bool, force: bool, operation: str
    ) -> Flow[AccessChanges]:
        part = self._replaced(place, wanted, tree, force, operation)
        return (yield from in_turn(self._caller, "access", place, part))

    def _replaced(
        self, place: str, wanted: tuple[AccessEntry, ...], tree: bool, force: bool, operation: str
    ) -> Flow[AccessChanges]:
        from . import access_change

        planned = access_change.compared(place, (yield from self._access(place)), wanted)
        if planned.same and not planned.stops_inheriting and not tree:
            return planned
        if not force:
            yield from self._require_reach(place, planned.before.entries, wanted, operation, below=tree)
        yield from self._write_access(planned, tree, operation)
        return planned

    def _edit_access(
        self,
        path: str | int,
        changes: tuple[AccessEntry, ...],
        gone: tuple[AccessEntry, ...],
        force: bool,
        operation: str,
    ) -> Flow[AccessChanges]:
        place = yield from self._path_to_change(path, operation)
        part = self._edited(place, changes, gone, force, operation)
        return (yield from in_turn(self._caller, "access", place, part))

    def _edited(
        self,
        place: str,
        changes: tuple[AccessEntry, ...],
        gone: tuple[AccessEntry, ...],
        force: bool,
        operation: str,
    ) -> Flow[AccessChanges]:
        from . import access_change

        now = yield from self._access(place)
        planned = access_change.compared(place, now, access_change.merged(now, changes, gone))
        if planned.same:
            return planned
        if now.doubtful:
            raise UnexpectedReply(
                f"GetAccessList: {place} has an entry whose name was not returned exactly, so it cannot be kept; "
                "nothing was changed",
                operation="GetAccessList",
            )
        if not force:
            yield from self._require_reach(place, now.entries, planned.entries, operation)
        yield from self._write_access(planned, False, operation)
        return planned

    def _write_access(self, planned: AccessChanges, tree: bool, operation: str) -> Flow[None]:
        from . import access_change

        libraries = yield from self._require_known(planned.added, operation)
        entries = access_change.spelled(planned, libraries)
        yield from self._call(
            "SetAccessList", Path=planned.path, AccessListXML=access_change.xml(entries), ApplyToTree=tree
        )
        now = yield from self._access_again(planned.path, "SetAccessList")
        found = access_change.compared(planned.path, now, planned.entries)
        if not found.same or now.inherited:
            inherited = "; it is inherited" if now.inherited else ""
            wrong = "; ".join(str(found).splitlines())
            error = UnexpectedReply(
                f"SetAccessList: {planned.path}, read back, differs from what was sent: {wrong}{inherited}",
                operation="SetAccessList",
                maybe_applied=True,
            )
            error.done = ("SetAccessList",)
            raise error

    def _access_again(self, path: str, operation: str) -> Flow[AccessList]:
        try:
            return (yield from self._access(path))
        except SoapClientError as exc:
            exc.done = (operation,)
            raise


class DocumentAccessFlows(DocumentByPath, AccessFlows):
    """The workflows for access lists and owners of documents."""

    ALLOWED = "DocumentAccessAllowed"


class FolderAccessFlows(AccessFlows):
    """The workflows for access lists and owners of folders, including the needs of `ensure`."""

    ALLOWED = "FolderAccessAllowed"

    def _access_differs(self, path: str, entries: tuple[AccessEntry, ...]) -> Flow[str | None]:
        """Show the access list of a folder if it differs from these entries, or is inherited; otherwise None."""
        from . import access_change

        now = yield from self._access(path)
        same_rights = access_change.compared(path, now, access_change.whole(entries, "ensure")).same
        if same_rights and now.inherited is False:
            return None
        return f"{'inherited: ' if now.inherited else ''}{'; '.join(map(str, now.entries))}"

    def _set_access_entries(self, path: str, entries: tuple[AccessEntry, ...], force: bool) -> Flow[None]:
        """Set the access list of a folder."""
        from . import access_change

        path = yield from self._path_to_change(path, "ensure")
        yield from self._replace_access(path, access_change.whole(entries, "ensure"), False, force, "ensure")


def _entry(
    right: Right, user: str | None, group: str | None, library: str | Keep | None, operation: str
) -> AccessEntry:
    from ..models.access import AccessEntry

    if (user is None) == (group is None):
        raise ArgumentError(operation, ("name either a user or a group",))
    if user is not None:
        if library is not KEEP:
            raise ArgumentError(operation, ("library is only for a group, not for a user",))
        return AccessEntry.user(named(user, "user", operation), right)
    if library is KEEP or (isinstance(library, str) and not library.strip()):
        raise ArgumentError(operation, ("name the library of the group, or pass library=None for a global group",))
    return AccessEntry.group(named(group or "", "group", operation), right, library=library)
