"""Access lists of documents and folders.

The service replaces an access list as a whole. So a change of one entry reads the list, writes all of it, and reads it
back: nobody who is not named gains or loses a right. Another's change between the reading and the writing may be lost.

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
    """The workflows of access lists and owners, for documents and for folders."""

    @workflow
    def access(self, path: str | int) -> Flow[AccessList]:
        """Read an access list.

        Raises:
            PathNotFound: there is nothing at this path.
            AccessDenied: the caller may not read the list.
        """
        return (yield from self._access((yield from self._path_of(path, "access"))))

    @listing
    def access_history(self, path: str | int) -> Listing[AccessList]:
        """Iterate over an access list and those that it has replaced, the newest first.

        Whether who applied one and when is told of it or of the one after it, the reference does not say clearly.
        """
        reply = yield from self._call("GetAccessListHistory", Path=(yield from self._path_of(path, "access_history")))
        yield Page(access_lists(reply))

    @workflow
    def plan_access(self, path: str | int, entries: Iterable[AccessEntry]) -> Flow[AccessChanges]:
        """Show how an access list would differ if it were these entries; nothing is changed.

        Args:
            path: the path.
            entries: all entries of the list; whoever is not among them has no access by it.

        Raises:
            ArgumentError: an entry is none, or there twice.
            PathNotFound: there is nothing at this path.
        """
        from . import access_change

        wanted = access_change.whole(entries, "plan_access")
        place = yield from self._path_of(path, "plan_access")
        return access_change.compared(place, (yield from self._access(place)), wanted)

    @workflow
    def set_access(
        self, path: str | int, entries: Iterable[AccessEntry], *, apply_to_tree: bool = False, force: bool = False
    ) -> Flow[AccessChanges]:
        """Replace an access list, and read it back. It is the thing's own list then, inherited no more.

        Args:
            path: the path.
            entries: all entries of the list; whoever is not among them has no access by it, and that holds for the
                members of the library and for everybody too.
            apply_to_tree: of a folder, replace the lists of all that is below it too; those are not read back.
            force: also where the list allows the caller less than before, or than the lists below may.

        Returns:
            What was changed; nothing was sent where the list is so already and its own.

        Raises:
            ArgumentError: an entry is none or there twice, or the list would keep the caller out; nothing was changed.
            UserNotFound, GroupNotFound: there is no such user or group; nothing was changed.
            DocumentNotFound, Conflict: a folder is at the path of a document, or a document at that of a folder, which
                the service would change instead; nothing was changed.
            AccessDenied: the caller may not change the list.
            UnexpectedReply: the list is read back otherwise; the error says which entries differ.
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
        """Let a user or a group have exactly this right; everybody else keeps theirs.

        An inherited list becomes one of its own, with the same entries.

        Args:
            path: the path.
            right: the right: a `Right`, its number or its name, such as "read" or "full control".
            user: the user.
            group: the group.
            library: the library of the group; None for a global group. A group is not named without it.
            force: also where the list allows the caller less than before.

        Returns:
            What was changed; nothing was sent where it is the `same` already.

        Raises:
            ArgumentError: there is no such right, neither a user nor a group is named or both are, or the list would
                keep the caller out; nothing was changed.
            UserNotFound, GroupNotFound: there is no such user or group; nothing was changed.
            DocumentNotFound, Conflict: a folder is at the path of a document, or a document at that of a folder, which
                the service would change instead; nothing was changed.
            AccessDenied: the caller may not change the list.
            UnexpectedReply: the list is read back otherwise; the error says which entries differ.
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
        """Take the entry of a user or a group out of an access list; everybody else keeps theirs.

        What he is allowed by his groups, or as a member of the library, he is allowed still.

        Args:
            path: the path.
            user: the user.
            group: the group.
            library: the library of the group; None for a global group. A group is not named without it.
            force: also where the list allows the caller less than before.

        Returns:
            What was changed; nothing was sent where there was no such entry.

        Raises:
            ArgumentError, DocumentNotFound, Conflict, AccessDenied, UnexpectedReply: as for `grant`.
        """
        from ..models.access import Right

        entry = _entry(Right.NO_ACCESS, user, group, library, "revoke")
        return (yield from self._edit_access(path, (), (entry,), force, "revoke"))

    @workflow
    def inherit(self, path: str | int, *, force: bool = False) -> Flow[AccessList]:
        """Drop the own access list, so that the one of the folder around it holds again; and read it back.

        Args:
            path: the path.
            force: also where that list allows the caller less than the own one.

        Returns:
            The list that holds now.

        Raises:
            ArgumentError: the list of the folder around it would keep the caller out, or it is a library, so that there
                is none; nothing was changed.
            DocumentNotFound, Conflict: as for `grant`.
            AccessDenied: the caller may not change the list.
            UnexpectedReply: it is read back, and is not inherited.
        """
        place = yield from self._path_to_change(path, "inherit")
        now = yield from self._access(place)
        if now.inherited:
            return now
        if not force:
            around = place.replace("\\", "/").rstrip("/").rpartition("/")[0]
            if not around.strip("/"):
                raise ArgumentError(
                    "inherit", (f"{place} is a library, and what holds then is not known: say force=True",)
                )
            above = yield from self._access(around)
            yield from self._require_reach(place, now.entries, above.entries, "inherit")
        yield from self._call("ApplyInheritedAccessList", Path=place)
        found = yield from self._access_again(place, "ApplyInheritedAccessList")
        if found.inherited is False:
            raise UnexpectedReply(
                f"ApplyInheritedAccessList: {place}, read back, has a list of its own still",
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
                f"GetAccessList: {place} has an entry whose name is not told as it is, so it cannot be kept; "
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
    """The workflows of access lists and owners of documents."""

    ALLOWED = "DocumentAccessAllowed"


class FolderAccessFlows(AccessFlows):
    """The workflows of access lists and owners of folders, and what `ensure` needs of them."""

    ALLOWED = "FolderAccessAllowed"

    def _access_differs(self, path: str, entries: tuple[AccessEntry, ...]) -> Flow[str | None]:
        """Show the access list of a folder where it differs from these entries, or is inherited; else None."""
        from . import access_change

        now = yield from self._access(path)
        same_rights = access_change.compared(path, now, access_change.whole(entries, "ensure")).same
        if same_rights and now.inherited is False:
            return None
        return f"{'inherited: ' if now.inherited else ''}{'; '.join(map(str, now.entries))}"

    def _set_access_entries(self, path: str, entries: tuple[AccessEntry, ...], force: bool) -> Flow[None]:
        """Make these entries the access list of a folder."""
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
            raise ArgumentError(operation, ("library is for a group: a user has none here",))
        return AccessEntry.user(named(user, "user", operation), right)
    if library is KEEP or (isinstance(library, str) and not library.strip()):
        raise ArgumentError(operation, ("name the library of the group, or say library=None for a global group",))
    return AccessEntry.group(named(group or "", "group", operation), right, library=library)
