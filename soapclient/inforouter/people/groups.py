"""Groups: list, get, create, rename, delete, and manage members.

A group is local to a library or global, and a local and a global one may have the same name. The service uses the
global one if a call names no library; so every workflow here requires the choice: `library="Finance"`, or
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
    """The group workflows, for both faces: `Groups` and `AsyncGroups`."""

    @listing
    def list(self, *, library: str | None) -> Listing[Group]:
        """Iterate over the groups of a library, or over the global groups.

        Args:
            library: the library; None for the global groups.

        Raises:
            DomainNotFound: the library does not exist.
        """
        yield Page((yield from self._groups(scope(library, "list") or None)))

    @workflow
    def get(self, name: str, *, library: str | None) -> Flow[Group]:
        """Read one group.

        Args:
            name: its name.
            library: its library; None for a global group.

        Raises:
            GroupNotFound: the group does not exist.
        """
        return (yield from self._group(named(name, "group", "get"), scope(library, "get") or None))

    @workflow
    def exists(self, name: str, *, library: str | None) -> Flow[bool]:
        """Return whether a group exists.

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

        Some servers store the opposite of the requested visibility of members. So the group is read back and, if
        wrong, sent once more inverted. The default visibility differs between servers, too.

        Args:
            name: its name.
            library: its library; None for a global group.
            show_members: whether others see the members; None for the server's default.

        Returns:
            The group, read back.

        Raises:
            AlreadyExists: a group of this name exists.
            UnexpectedReply: the group reads back differently; `done` names the operations that were made.
        """
        name, where = named(name, "group", "create"), scope(library, "create") or None
        if find_group((yield from self._groups(where)), name, where) is not None:
            raise AlreadyExists(f"create: {told(name, where)} already exists", operation="create", text="it exists")
        if show_members is None:
            yield from self._of_group("CreateUserGroup", where, GroupName=name)
            return (yield from self._made("CreateUserGroup", name, where))
        yield from self._of_group("CreateUserGroup1", where, GroupName=name, showMembers=show_members)
        made = yield from self._made("CreateUserGroup1", name, where)
        return (yield from self._shown(made, where, show_members, (not show_members,), ("CreateUserGroup1",)))

    @workflow
    def rename(self, name: str, new_name: str, *, library: str | None) -> Flow[Group]:
        """Rename a group; the visibility of its members does not change.

        Args:
            name: its current name.
            new_name: its new name.
            library: its library; None for a global group.

        Returns:
            The group, read back.

        Raises:
            GroupNotFound: the group does not exist.
            AlreadyExists: another group has the new name.
            UnexpectedReply: the group reads back differently.
        """
        name, where = named(name, "group", "rename"), scope(library, "rename") or None
        new_name = named(new_name, "group", "rename")
        before = yield from self._group(name, where)
        try:
            yield from self._of_group("UpdateUserGroupName", where, GroupName=name, NewGroupName=new_name)
        except ServiceError as exc:  # old servers report a taken name only as text
            other = find_group((yield from self._groups(where)), new_name, where)
            if other is None or other.group_id == before.group_id:
                raise exc from None
            raise AlreadyExists(
                f"rename: {told(new_name, where)} already exists", operation="UpdateUserGroupName", text=exc.text
            ) from None
        now = yield from self._made("UpdateUserGroupName", new_name, where)
        if before.group_id is not None and now.group_id not in (None, before.group_id):
            raise _wrong("UpdateUserGroupName", f"{told(new_name, where)} is not the renamed group")
        if before.public is not None and now.public is not None and before.public != now.public:
            said = before.public, not before.public
            return (yield from self._shown(now, where, before.public, said, ("UpdateUserGroupName",)))
        return now

    @workflow
    def show_members(self, name: str, shown: bool, *, library: str | None) -> Flow[Group]:
        """Show or hide the members of a group; see `create` about servers that store the opposite.

        Args:
            name: its name.
            shown: whether others see the members.
            library: its library; None for a global group.

        Returns:
            The group, read back.

        Raises:
            GroupNotFound: the group does not exist.
            UnexpectedReply: the group reads back differently.
        """
        name, where = named(name, "group", "show_members"), scope(library, "show_members") or None
        group = yield from self._group(name, where)
        return (yield from self._shown(group, where, shown, (shown, not shown), ()))

    @workflow
    def delete(self, name: str, *, library: str | None, force: bool = False) -> Flow[None]:
        """Delete a group, with its memberships and all its rights; this cannot be undone.

        Args:
            name: its name.
            library: its library; None for a global group.
            force: delete it although it has members.

        Raises:
            GroupNotFound: the group does not exist.
            ArgumentError: it has members and `force` is not True; nothing was changed.
            UnexpectedReply: it still exists.
        """
        name, where = named(name, "group", "delete"), scope(library, "delete") or None
        yield from self._group(name, where)
        members = yield from self._members(name, where)
        if members and not force:
            some = ", ".join(each.user_name for each in members[:3]) + (", ..." if len(members) > 3 else "")
            raise ArgumentError(
                "delete", (f"{told(name, where)} has {many(len(members), 'member')} ({some}); pass force=True",)
            )
        try:
            yield from self._of_group("DeleteUsergroup", where, GroupName=name)
        except NotFound as exc:  # it existed: somebody else was faster, or the call arrived twice
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
        """Show or hide members: as requested and, if that reads back inverted, the other way round."""
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
        error = _wrong("UpdateUserGroupName1", f"{told(name, library)} does not confirm the visibility of its members")
        error.done = done
        raise error


class Groups(GroupFlows, Called):
    """The groups of one server; use it as `Client.groups`."""


class AsyncGroups(GroupFlows, Awaited):
    """The groups of one server for asyncio; use it as `AsyncClient.groups`."""


def _wrong(operation: str, text: str) -> UnexpectedReply:
    return UnexpectedReply(f"{operation}: read back, {text}", operation=operation, maybe_applied=True)
