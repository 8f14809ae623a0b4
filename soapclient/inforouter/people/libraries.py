"""Libraries, which the service calls domains: list, get, create, and manage members and managers.

Source: the pages of the operations of domains.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from ...calls.faces import Awaited, Called, listing, workflow
from ...calls.flow import Flow, Listing, Page
from ...contract.plain import Plain
from ...errors import AccessDenied, AlreadyExists, ArgumentError, ServiceError, UnexpectedReply
from ..read_back import spelled
from .membership import GroupReading
from .naming import find_group, find_user, named, same

if TYPE_CHECKING:
    from ..models.people import Domain, Group, User


@attrs.frozen(kw_only=True)
class LibraryMembers(Plain):
    """The direct members of a library.

    Attributes:
        users: the users.
        groups: the global groups; their members are in the library too.
    """

    users: tuple[User, ...] = ()
    groups: tuple[Group, ...] = ()


class LibraryFlows(GroupReading):
    """The library workflows, for both faces: `Libraries` and `AsyncLibraries`."""

    @listing
    def list(self) -> Listing[Domain]:
        """Iterate over the libraries, or over those that the caller may see; the reference says both."""
        from ..models.people import Domain

        reply = yield from self._call("GetDomains")
        yield Page(each for each in reply if isinstance(each, Domain))

    @workflow
    def get(self, name: str) -> Flow[Domain]:
        """Read one library.

        Raises:
            DomainNotFound: the library does not exist, or is hidden from the caller.
        """
        return (yield from self._library(named(name, "library", "get")))

    @workflow
    def exists(self, name: str) -> Flow[bool]:
        """Return whether a library exists."""
        return (yield from self._ask("DomainExists", DomainName=named(name, "library", "exists")))

    @workflow
    def members(self, name: str) -> Flow[LibraryMembers]:
        """Read the users and the global groups that are direct members of a library.

        Raises:
            DomainNotFound: the library does not exist.
        """
        return (yield from self._inside(named(name, "library", "members")))

    @listing
    def managers(self, name: str) -> Listing[User]:
        """Iterate over the managers of a library.

        Raises:
            DomainNotFound: the library does not exist.
        """
        yield Page((yield from self._managers(named(name, "library", "managers"))))

    @workflow
    def create(
        self, name: str, *, anonymous: bool = False, hidden: bool = False, welcome_message: str | None = None
    ) -> Flow[Domain]:
        """Create a library; the caller is its first member.

        Args:
            name: its name.
            anonymous: whether it can be read without a login.
            hidden: whether it is hidden.
            welcome_message: its welcome message; None for none.

        Returns:
            The library, read back.

        Raises:
            AlreadyExists: a library of this name exists.
            AccessDenied: the caller is not a system administrator.
        """
        name = named(name, "library", "create")
        operation = self._caller.find("CreateDomain")
        flags = {"Anonymous": anonymous, "Hidden": hidden}
        said = spelled(operation, {"DomainName": name, **flags, "WelcomeMessage": welcome_message or ""})
        empty = (operation.spell("WelcomeMessage"),)  # a new library has nothing to clear
        try:
            yield from self._caller.call(operation, said, empty)
        except AccessDenied:
            raise
        except ServiceError as exc:  # old servers report a taken name only as text
            if (yield from self._ask("DomainExists", DomainName=name)):
                raise AlreadyExists(
                    f"create: the library {name} already exists ({exc})", operation="CreateDomain", text=exc.text
                ) from None
            raise
        return (yield from self._library(name))

    @workflow
    def add_user(self, name: str, user_name: str) -> Flow[bool]:
        """Add a user to a library, and read it back.

        Returns:
            Whether the user was added; False if the user was a member already.

        Raises:
            NotFound: the user or the library does not exist.
            UnexpectedReply: the user is still not a member.
        """
        name, user = named(name, "library", "add_user"), named(user_name, "user", "add_user")
        return (yield from self._change("AddUserAsDomainMember", name, user, self._has_user, wanted=True))

    @workflow
    def remove_user(self, name: str, user_name: str, *, force: bool = False) -> Flow[bool]:
        """Remove a user from a library, and read it back. Access through groups stays.

        Nobody can reach a library without members, not even an administrator; and a removed user no longer
        manages it. So the last member, a manager and the caller are removed only with `force`.

        Returns:
            Whether the user was removed; False if the user was not a member.

        Raises:
            ArgumentError: it needs `force`; nothing was changed.
            DomainNotFound: the library does not exist.
            UnexpectedReply: the user is still a member.
        """
        name, user = named(name, "library", "remove_user"), named(user_name, "user", "remove_user")
        members = yield from self._inside(name)
        if find_user(members.users, user) is not None and not force:
            problems = yield from self._risks(name, user, members)
            if problems:
                raise ArgumentError("remove_user", tuple(f"{each}; pass force=True" for each in problems))
        return (yield from self._change("RemoveUserFromDomainMembership", name, user, self._has_user, wanted=False))

    @workflow
    def add_group(self, name: str, group: str) -> Flow[bool]:
        """Add a global group to a library, and read it back; local groups of the library belong to it anyway.

        Returns:
            Whether the group was added; False if it was a member already.

        Raises:
            NotFound: the library or the global group does not exist.
            UnexpectedReply: the group is still not a member.
        """
        name, group = named(name, "library", "add_group"), named(group, "group", "add_group")
        return (yield from self._change("AddUserGroupAsDomainMember", name, group, self._has_group, wanted=True))

    @workflow
    def remove_group(self, name: str, group: str, *, force: bool = False) -> Flow[bool]:
        """Remove a global group from a library, and read it back.

        Args:
            name: the library.
            group: the group.
            force: remove it although it is the last member; then nobody can reach the library.

        Returns:
            Whether the group was removed; False if it was not a member.

        Raises:
            ArgumentError: it needs `force`; nothing was changed.
            NotFound: the library or the global group does not exist.
            UnexpectedReply: the group is still a member.
        """
        name, group = named(name, "library", "remove_group"), named(group, "group", "remove_group")
        members = yield from self._inside(name)
        last = not members.users and len(members.groups) == 1
        if last and not force and find_group(members.groups, group, None) is not None:
            raise ArgumentError("remove_group", (f"{group} is the last member of {name}; pass force=True",))
        operation = "RemoveUserGroupFromDomainMembership"
        return (yield from self._change(operation, name, group, self._has_group, wanted=False))

    @workflow
    def add_manager(self, name: str, user_name: str) -> Flow[bool]:
        """Make a user a manager of a library, and read it back.

        Some servers refuse a user who is not a member; others accept one, without making the user a member.

        Returns:
            Whether the user was made a manager; False if the user was one already.

        Raises:
            NotFound: the user or the library does not exist.
            ServiceError: the user is not a member, but must be one.
            UnexpectedReply: the user is still not a manager.
        """
        name, user = named(name, "library", "add_manager"), named(user_name, "user", "add_manager")
        return (yield from self._change("AddManagerToDomain", name, user, self._has_manager, wanted=True))

    @workflow
    def remove_manager(self, name: str, user_name: str) -> Flow[bool]:
        """Remove a manager from a library, and read it back; the user stays a member.

        Returns:
            Whether the user was removed; False if the user was not a manager.

        Raises:
            NotFound: the user or the library does not exist.
            UnexpectedReply: the user is still a manager.
        """
        name, user = named(name, "library", "remove_manager"), named(user_name, "user", "remove_manager")
        return (yield from self._change("RemoveManagerFromDomain", name, user, self._has_manager, wanted=False))

    def _library(self, name: str) -> Flow[Domain]:
        from ..models.people import Domain

        reply = yield from self._call("GetDomain", DomainName=name)
        found = [each for each in reply if isinstance(each, Domain)]
        if len(found) != 1 or same(found[0].name or "") != same(name):
            raise UnexpectedReply(f"GetDomain: the reply is not about {name} alone", operation="GetDomain")
        return found[0]

    def _inside(self, name: str) -> Flow[LibraryMembers]:
        from ..models.people import Group, User

        found = [*(yield from self._call("GetDomainMembers", DomainName=name))]
        return LibraryMembers(
            users=tuple(each for each in found if isinstance(each, User)),
            groups=tuple(each for each in found if isinstance(each, Group)),
        )

    def _managers(self, name: str) -> Flow[tuple[User, ...]]:
        from ..models.people import User

        reply = yield from self._call("GetManagers", DomainName=name)
        return tuple(each for each in reply if isinstance(each, User))

    def _has_user(self, name: str, user: str) -> Flow[bool]:
        return find_user((yield from self._inside(name)).users, user) is not None

    def _has_group(self, name: str, group: str) -> Flow[bool]:
        return find_group((yield from self._inside(name)).groups, group, None) is not None

    def _has_manager(self, name: str, user: str) -> Flow[bool]:
        return find_user((yield from self._managers(name)), user) is not None

    def _risks(self, name: str, user: str, members: LibraryMembers) -> Flow[tuple[str, ...]]:
        risks = []
        if len(members.users) == 1 and not members.groups:
            risks.append(f"{user} is the last member of {name}, which nobody could reach any more")
        if (yield from self._has_manager(name, user)):
            risks.append(f"{user} would no longer manage {name}")
        if same((yield from self._me()).user_name) == same(user):
            risks.append(f"{user} makes this call and might no longer reach {name}")
        return tuple(risks)

    def _change(
        self, operation: str, library: str, member: str, there: Callable[[str, str], Flow[bool]], *, wanted: bool
    ) -> Flow[bool]:
        """Add somebody to a library, or remove them; return whether that changed anything.

        The members are read before and after, since servers differ about repeated additions and removals.
        """
        if (yield from there(library, member)) == wanted:
            return False
        who = {"GroupName" if "UserGroup" in operation else "UserName": member}
        try:
            yield from self._call(operation, DomainName=library, **who)
        except ServiceError as exc:
            if (
                yield from there(library, member)
            ) != wanted:  # otherwise somebody else was faster: an error on some servers
                raise exc from None
            return True
        if (yield from there(library, member)) != wanted:
            state = "is missing" if wanted else "is still there"
            raise UnexpectedReply(
                f"{operation}: {library}, read back: {member} {state}", operation=operation, maybe_applied=True
            )
        return True


class Libraries(LibraryFlows, Called):
    """The libraries of one server; use it as `Client.libraries`."""


class AsyncLibraries(LibraryFlows, Awaited):
    """The libraries of one server for asyncio; use it as `AsyncClient.libraries`."""
