"""The members of a group: read, add, remove, and ensure.

Source: the pages of GetUserGroupMembers, AddUsergroupMember and RemoveUsergroupMember.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...calls.faces import listing, workflow
from ...calls.flow import Flow, Listing, Page
from ...errors import ArgumentError, GroupNotFound, ServiceError, SoapClientError, UnexpectedReply
from ..read_back import spelled
from ..reply import Reply
from .myself import CallerReading
from .naming import find_group, find_user, named, same, scope, told

if TYPE_CHECKING:
    from ..models.people import Group, User
    from .member_changes import MemberChanges


class GroupReading(CallerReading):
    """Workflows that read groups and their members, for others to build on."""

    def _groups(self, library: str | None) -> Flow[list[Group]]:
        from ..models.people import Group

        if library is None:
            reply = yield from self._call("GetGlobalGroups")
        else:
            reply = yield from self._call("GetLocalGroups", DomainName=library)
        return [each for each in reply if isinstance(each, Group)]

    def _group(self, name: str, library: str | None) -> Flow[Group]:
        found = find_group((yield from self._groups(library)), name, library)
        if found is None:
            operation = "GetGlobalGroups" if library is None else "GetLocalGroups"
            raise GroupNotFound(
                f"{operation}: {told(name, library)} does not exist", operation=operation, text="group not found"
            )
        return found

    def _members(self, name: str, library: str | None) -> Flow[list[User]]:
        from ..models.people import User

        reply = yield from self._of_group("GetUserGroupMembers", library, GroupName=name)
        found = [each for each in reply if isinstance(each, User)]
        if not all(each.user_name.strip() for each in found):
            raise UnexpectedReply(
                f"GetUserGroupMembers: a member of {told(name, library)} has no name", operation="GetUserGroupMembers"
            )
        return found

    def _of_group(self, name: str, library: str | None, /, **arguments: Any) -> Flow[Reply]:
        """Call an operation of a group; an empty text means no library, although a form may lose it."""
        operation = self._caller.find(name)
        said = spelled(operation, {"DomainName": library or "", **arguments})
        reply: Reply = yield from self._caller.call(operation, said, (operation.spell("DomainName"),))
        return reply

    def _membership(self, group: str, user: str, library: str | None, *, wanted: bool) -> Flow[bool]:
        """Add a user to a group, or remove them; return whether that changed anything.

        The pages contradict each other about an existing member: a success, or an error. So the members are read first.
        """
        there = find_user((yield from self._members(group, library)), user)
        if (there is not None) == wanted:
            return False
        yield from self._change_member(group, user, library, wanted=wanted)
        yield from self._require_members(group, library, [user] if wanted else [], [] if wanted else [user])
        return True

    def _change_member(self, group: str, user: str, library: str | None, *, wanted: bool) -> Flow[None]:
        operation = "AddUsergroupMember" if wanted else "RemoveUsergroupMember"
        try:
            yield from self._of_group(operation, library, GroupName=group, UserName=user)
        except ServiceError as exc:
            # Somebody else may have been faster, which some servers report as an error.
            if (find_user((yield from self._members(group, library)), user) is not None) != wanted:
                raise exc from None

    def _require_members(
        self, group: str, library: str | None, inside: Iterable[str], outside: Iterable[str]
    ) -> Flow[None]:
        now = yield from self._members(group, library)
        wrong = [f"{name} is not in it" for name in inside if find_user(now, name) is None]
        wrong += [f"{name} is still in it" for name in outside if find_user(now, name) is not None]
        if wrong:
            raise UnexpectedReply(
                f"{told(group, library)}, read back: {', '.join(wrong)}",
                operation="GetUserGroupMembers",
                maybe_applied=True,
            )


class MembershipFlows(GroupReading):
    """The workflows for the members of a group."""

    @listing
    def members(self, name: str, *, library: str | None) -> Listing[User]:
        """Iterate over the members of a group.

        Args:
            name: its name.
            library: its library; None for a global group.

        Raises:
            GroupNotFound: the group does not exist.
        """
        yield Page((yield from self._members(named(name, "group", "members"), scope(library, "members") or None)))

    @workflow
    def add(self, name: str, user_name: str, *, library: str | None) -> Flow[bool]:
        """Add a user to a group, and read it back.

        Args:
            name: the name of the group.
            user_name: the user.
            library: the library of the group; None for a global group.

        Returns:
            Whether the user was added; False if the user was in the group already.

        Raises:
            GroupNotFound: the group does not exist.
            NotFound: the user does not exist.
            UnexpectedReply: the user is still not in it.
        """
        group, user = named(name, "group", "add"), named(user_name, "user", "add")
        return (yield from self._membership(group, user, scope(library, "add") or None, wanted=True))

    @workflow
    def remove(self, name: str, user_name: str, *, library: str | None) -> Flow[bool]:
        """Remove a user from a group, and read it back.

        Args:
            name: the name of the group.
            user_name: the user.
            library: the library of the group; None for a global group.

        Returns:
            Whether the user was removed; False if the user was not in the group.

        Raises:
            GroupNotFound: the group does not exist.
            UnexpectedReply: the user is still in it.
        """
        group, user = named(name, "group", "remove"), named(user_name, "user", "remove")
        return (yield from self._membership(group, user, scope(library, "remove") or None, wanted=False))

    @workflow
    def plan_members(
        self, name: str, user_names: Iterable[str], *, library: str | None, exact: bool = False
    ) -> Flow[MemberChanges]:
        """Show what `ensure_members` would do with the same arguments; nothing is changed.

        Args:
            name: the name of the group.
            user_names: the wanted members.
            library: the library of the group; None for a global group.
            exact: whether to remove everybody else.

        Raises:
            GroupNotFound: the group does not exist.
        """
        return (yield from self._planned(name, user_names, library, exact, "plan_members"))

    @workflow
    def ensure_members(
        self, name: str, user_names: Iterable[str], *, library: str | None, exact: bool = False
    ) -> Flow[MemberChanges]:
        """Make sure that users are in a group, and read it back.

        Args:
            name: the name of the group.
            user_names: the wanted members.
            library: the library of the group; None for a global group.
            exact: whether to remove everybody else. An empty list of users then empties the group.

        Returns:
            The changes.

        Raises:
            GroupNotFound: the group does not exist.
            NotFound: a user does not exist; the users before have been added, and the error's `done` names them.
            UnexpectedReply: the members read back differently.
        """
        changes = yield from self._planned(name, user_names, library, exact, "ensure_members")
        where = scope(library, "ensure_members") or None
        done: list[str] = []
        for wanted, users in ((True, changes.add), (False, changes.remove)):
            for user in users:
                try:
                    yield from self._change_member(name.strip(), user, where, wanted=wanted)
                except SoapClientError as exc:
                    exc.done = tuple(done)
                    raise
                done.append(f"{'added' if wanted else 'removed'} {user}")
        if not changes.nothing_to_do:
            yield from self._require_members(name.strip(), where, changes.add, changes.remove)
        return changes

    def _planned(
        self, name: str, user_names: Iterable[str], library: str | None, exact: bool, operation: str
    ) -> Flow[MemberChanges]:
        from .member_changes import MemberChanges

        if isinstance(user_names, str):
            raise ArgumentError(operation, ("user_names must be a list of names, not one str",))
        group, where = named(name, "group", operation), scope(library, operation) or None
        wanted = {same(each): each for each in [named(each, "user", operation) for each in user_names]}
        now = {same(each.user_name): each.user_name for each in (yield from self._members(group, where))}
        return MemberChanges(
            add=tuple(wanted[key] for key in wanted if key not in now),
            remove=tuple(now[key] for key in now if key not in wanted) if exact else (),
            same=tuple(now[key] for key in wanted if key in now),
        )
