"""Groups: list, get, create, rename, delete, and who is in them.

A group is local to a library or global, and a local and a global one may have the same name. The service takes the
global one wherever a call names no library; so each workflow here has to be told: `library="Finance"`, or
`library=None` for a global group.

Source: the pages of the operations of groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls.faces import Awaited, Called, listing, workflow
from ...calls.flow import Flow, Listing, Page
from ...errors import AlreadyExists, ArgumentError, NotFound, ServiceError, SoapClientError, UnexpectedReply
from ..counts import many
from .membership import MembershipFlows
from .naming import find_group, named, scope, told

if TYPE_CHECKING:
    from ..models.people import Group


class GroupFlows(MembershipFlows):
    """The workflows of groups, for both faces: `Groups` and `AsyncGroups`."""

    @listing
    def list(self, *, library: str | None) -> Listing[Group]:
        """Iterate over the groups of a library, or over the global ones.

        Args:
            library: the library; None for the global groups.

        Raises:
            DomainNotFound: there is no such library.
        """
        yield Page((yield from self._groups(scope(library, "list") or None)))

    @workflow
    def get(self, name: str, *, library: str | None) -> Flow[Group]:
        """Read one group.

        Args:
            name: its name.
            library: its library; None for a global group.

        Raises:
            GroupNotFound: there is no such group.
        """
        return (yield from self._group(named(name, "group", "get"), scope(library, "get") or None))

    @workflow
    def exists(self, name: str, *, library: str | None) -> Flow[bool]:
        """Return whether there is such a group.

        Args:
            name: its name.
            library: its library; None for a global group.
        """
        where = scope(library, "exists") or None
        groups = yield from self._groups(where)
        return find_group(groups, named(name, "group", "exists"), where) is not None

    @workflow
    def create(self, name: str, *, library: str | None, show_members: bool | None = None) -> Flow[Group]:
        """Create a group.

        Servers are known that store the opposite of what is said of the members. So it is read back and, where it is
        wrong, said once more the other way round. Whether members are shown by default differs by server, too.

        Args:
            name: its name.
            library: its library; None for a global group.
            show_members: whether others are shown who is in it; None for the server's default.

        Returns:
            The group, as it is read back.

        Raises:
            AlreadyExists: there is one of this name.
            UnexpectedReply: what is read back is not what was wanted; `done` names the operations that were made.
        """
        name, where = named(name, "group", "create"), scope(library, "create") or None
        if find_group((yield from self._groups(where)), name, where) is not None:
            raise AlreadyExists(f"create: {told(name, where)} exists already", operation="create", text="it exists")
        if show_members is None:
            yield from self._of_group("CreateUserGroup", where, GroupName=name)
            return (yield from self._made("CreateUserGroup", name, where))
        yield from self._of_group("CreateUserGroup1", where, GroupName=name, showMembers=show_members)
        made = yield from self._made("CreateUserGroup1", name, where)
        return (yield from self._shown(made, where, show_members, (not show_members,), ("CreateUserGroup1",)))

    @workflow
    def rename(self, name: str, new_name: str, *, library: str | None) -> Flow[Group]:
        """Rename a group; whether its members are shown stays as it is.

        Args:
            name: its present name.
            new_name: its new name.
            library: its library; None for a global group.

        Returns:
            The group, as it is read back.

        Raises:
            GroupNotFound: there is no such group.
            AlreadyExists: another group has the new name.
            UnexpectedReply: what is read back is not what was wanted.
        """
        name, where = named(name, "group", "rename"), scope(library, "rename") or None
        new_name = named(new_name, "group", "rename")
        before = yield from self._group(name, where)
        try:
            yield from self._of_group("UpdateUserGroupName", where, GroupName=name, NewGroupName=new_name)
        except ServiceError as exc:  # of a name that is taken, old servers say only a text
            other = find_group((yield from self._groups(where)), new_name, where)
            if other is None or other.group_id == before.group_id:
                raise exc from None
            raise AlreadyExists(
                f"rename: {told(new_name, where)} exists already", operation="UpdateUserGroupName", text=exc.text
            ) from None
        now = yield from self._made("UpdateUserGroupName", new_name, where)
        if before.group_id is not None and now.group_id not in (None, before.group_id):
            raise _wrong("UpdateUserGroupName", f"{told(new_name, where)} is another one than was renamed")
        if before.public is not None and now.public is not None and before.public != now.public:
            said = before.public, not before.public
            return (yield from self._shown(now, where, before.public, said, ("UpdateUserGroupName",)))
        return now

    @workflow
    def show_members(self, name: str, shown: bool, *, library: str | None) -> Flow[Group]:
        """Let others be shown who is in a group, or not; see `create` about servers that store the opposite.

        Args:
            name: its name.
            shown: whether they are shown.
            library: its library; None for a global group.

        Returns:
            The group, as it is read back.

        Raises:
            GroupNotFound: there is no such group.
            UnexpectedReply: what is read back is not what was wanted.
        """
        name, where = named(name, "group", "show_members"), scope(library, "show_members") or None
        group = yield from self._group(name, where)
        return (yield from self._shown(group, where, shown, (shown, not shown), ()))

    @workflow
    def delete(self, name: str, *, library: str | None, force: bool = False) -> Flow[None]:
        """Delete a group, with its memberships and all rights that it has: this cannot be undone.

        Args:
            name: its name.
            library: its library; None for a global group.
            force: delete it although it has members.

        Raises:
            GroupNotFound: there is no such group.
            ArgumentError: it has members, and `force` is not said; nothing was changed.
            UnexpectedReply: it is there all the same.
        """
        name, where = named(name, "group", "delete"), scope(library, "delete") or None
        yield from self._group(name, where)
        members = yield from self._members(name, where)
        if members and not force:
            some = ", ".join(each.user_name for each in members[:3]) + (", ..." if len(members) > 3 else "")
            raise ArgumentError(
                "delete", (f"{told(name, where)} has {many(len(members), 'member')} ({some}): say force=True",)
            )
        try:
            yield from self._of_group("DeleteUsergroup", where, GroupName=name)
        except NotFound as exc:  # it was there: another was first, or the call arrived twice
            if find_group((yield from self._groups(where)), name, where) is not None:
                raise exc from None
            return
        if find_group((yield from self._groups(where)), name, where) is not None:
            raise _wrong("DeleteUsergroup", f"{told(name, where)} is still listed")

    def _made(self, operation: str, name: str, library: str | None) -> Flow[Group]:
        found = find_group((yield from self._groups(library)), name, library)
        if found is None:
            raise _wrong(operation, f"{told(name, library)} is not listed")
        return found

    def _shown(
        self, group: Group, library: str | None, wanted: bool, says: tuple[bool, ...], done: tuple[str, ...]
    ) -> Flow[Group]:
        """Let members be shown or not: as it is said and, where that reads back inverted, the other way round."""
        name = group.name or ""
        for said in says:
            if group.public == wanted:
                return group
            operation = "UpdateUserGroupName1"
            try:
                yield from self._of_group(operation, library, GroupName=name, NewGroupName=name, ShowMembers=said)
            except SoapClientError as exc:
                exc.done = done
                raise
            done = (*done, operation)
            group = yield from self._made(operation, name, library)
        if group.public == wanted:
            return group
        error = _wrong("UpdateUserGroupName1", f"{told(name, library)} does not tell that its members are so shown")
        error.done = done
        raise error


class Groups(GroupFlows, Called):
    """The groups of one server; reached as `Client.groups`."""


class AsyncGroups(GroupFlows, Awaited):
    """The groups of one server for asyncio; reached as `AsyncClient.groups`."""


def _wrong(operation: str, text: str) -> UnexpectedReply:
    return UnexpectedReply(f"{operation}: read back, {text}", operation=operation, maybe_applied=True)
