"""The reads before and after changes of access lists, owners and subscriptions.

Source: the pages of GetAccessList, GetOwner, GetGroupMembershipsOfUser and GetDomainMembershipsOfUser.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...calls.flow import Flow
from ...errors import (
    AccessDenied,
    ArgumentError,
    Conflict,
    DocumentNotFound,
    GroupNotFound,
    NotFound,
    UnexpectedReply,
    UserNotFound,
)
from ..document_update import address, numbered
from ..people.membership import GroupReading
from ..people.naming import find_group, library_of, same
from ..reply import Reply
from ..workflow import Workflows

if TYPE_CHECKING:
    from ..models.access import AccessEntry, AccessList
    from ..models.people import User


class ByPath(Workflows):
    """Workflows for the thing at a path: a folder, unless a subclass says otherwise."""

    def _path_of(self, path_or_id: str | int, operation: str) -> Flow[str]:
        """Return the path; these operations accept nothing else."""
        yield from ()
        if isinstance(path_or_id, str) and path_or_id.strip() and not path_or_id.startswith("~"):
            return path_or_id
        raise ArgumentError(operation, (f"{path_or_id!r} is not the path of a folder",))

    def _path_to_change(self, path_or_id: str | int, operation: str) -> Flow[str]:
        """Return the path of a folder; the service would use a document at this path instead.

        Raises:
            Conflict: a document has the path.
        """
        path = yield from self._path_of(path_or_id, operation)
        if (yield from self._ask("DocumentExists", Path=path)):
            why = f"{path} is a document, which the service would change instead of a folder"
            raise Conflict(f"{operation}: {why}", operation=operation, text=why)
        return path


class DocumentByPath(ByPath):
    """Workflows for a document, which has a path and a number."""

    def _path_of(self, path_or_id: str | int, operation: str) -> Flow[str]:
        """Return the path of a document; a number is resolved by reading the document."""
        from ..models.contents import Document

        try:
            path = address(path_or_id)
        except ValueError as exc:
            raise ArgumentError(operation, (str(exc),)) from None
        if numbered(path) is None:
            return path
        flags = dict.fromkeys(("withPropertySets", "withSecurity", "withOwner", "withVersions"), False)
        reply = yield from self._call("GetDocument", Path=path, **flags)
        found = [] if reply.element is None else [Document.read(each) for each in reply.element.iter("{*}document")]
        if len(found) != 1 or found[0].document_id != numbered(path) or not found[0].path or not found[0].name:
            raise UnexpectedReply(f"GetDocument: the reply does not give the path of {path}", operation="GetDocument")
        folder = found[0].path.replace("\\", "/").rstrip("/")
        return f"{folder}/{found[0].name}"

    def _path_to_change(self, path_or_id: str | int, operation: str) -> Flow[str]:
        """Return the path of a document; without one, the service would use a folder instead.

        Raises:
            DocumentNotFound: the document does not exist.
        """
        path = yield from self._path_of(path_or_id, operation)
        if path == path_or_id and not (yield from self._ask("DocumentExists", Path=path)):
            text = f"the document {path} does not exist"
            raise DocumentNotFound(f"{operation}: {text}; nothing was changed", operation=operation, text=text)
        return path


class AccessReading(GroupReading, ByPath):
    """The common parts of the workflows for access lists and owners."""

    def _access(self, path: str) -> Flow[AccessList]:
        reply = yield from self._call("GetAccessList", Path=path)
        found = access_lists(reply)
        if len(found) != 1:
            raise UnexpectedReply(f"GetAccessList: the reply is not about {path} alone", operation="GetAccessList")
        return found[0]

    def _owner(self, path: str) -> Flow[User]:
        from ..models.people import User

        reply = yield from self._call("GetOwner", Path=path)
        found = [] if reply.element is None else [User.read(each) for each in reply.element.iter("{*}User")]
        if len(found) != 1 or not found[0].user_name:
            raise UnexpectedReply(f"GetOwner: the reply has no owner for {path}", operation="GetOwner")
        return found[0]

    def _require_known(self, entries: Iterable[AccessEntry], operation: str) -> Flow[dict[tuple[str, str, str], str]]:
        """Refuse entries of missing users and groups, which a server may silently leave out.

        Returns:
            The libraries of the users, by the keys of their entries.
        """
        users: list[str] = []
        groups: list[str] = []
        libraries: dict[tuple[str, str, str], str] = {}
        for entry in entries:
            if entry.who == "user":
                library = yield from self._library_of_user(entry.name)
                if library is None:
                    users.append(entry.name)
                else:
                    libraries[entry.key] = library
            if entry.who == "group":
                library = library_of(entry.library)
                if find_group((yield from self._groups(library)), entry.name, library) is None:
                    groups.append(f"{entry.name} ({'global' if library is None else library})")
        told = [f"no user {each}" for each in users] + [f"no group {each}" for each in groups]
        if told:
            kind = UserNotFound if users else GroupNotFound
            raise kind(
                f"{operation}: there is {', '.join(told)}; nothing was changed", operation=operation, text=told[0]
            )
        return libraries

    def _library_of_user(self, name: str) -> Flow[str | None]:
        """Return the library of a local user, or an empty text; None if the user does not exist."""
        from ..models.people import User

        try:
            reply = yield from self._call("GetUser", UserName=name)
        except AccessDenied:  # without the right to read the user, the name can still be checked
            return "" if (yield from self._ask("UserExists", UserName=name)) else None
        except NotFound:
            return None
        found = [] if reply.element is None else [User.read(each) for each in reply.element.iter("{*}User")]
        if len(found) != 1 or same(found[0].user_name) != same(name):
            raise UnexpectedReply(f"GetUser: the reply is not about {name} alone", operation="GetUser")
        return library_of(found[0].domain) or ""

    def _require_reach(
        self,
        path: str,
        before: Iterable[AccessEntry],
        after: Iterable[AccessEntry],
        operation: str,
        *,
        below: bool = False,
    ) -> Flow[None]:
        """Refuse a list that may lock the caller out: one that allows less than before, and not everything.

        The caller may have rights from elsewhere, for example as administrator or owner; they are unknown here.
        So are the rights from lists `below` a folder, if those are replaced too: they may allow everything.
        """
        from ..models.access import AccessEntry, Right
        from . import access_change

        before, after = tuple(before), tuple(after)
        me = (yield from self._me()).user_name
        if below:
            own = AccessEntry.user(me, Right.FULL_CONTROL)
            before = (*(each for each in before if each.key != own.key), own)
        if not access_change.lowers(before, after, me):
            return
        inside = yield from self._inside_of(me, path)
        had = access_change.reach(before, me, inside)
        if inside is None:  # then the caller may be in any group, or in none
            groups = ((), *((each,) for each in access_change.lesser_groups(before, after)))
            has = min(access_change.reach(after, me, each) for each in groups)
        else:
            has = access_change.reach(after, me, inside)
        if has < Right.FULL_CONTROL and has < had:
            right = has.name.replace("_", " ").lower()
            instead = had.name.replace("_", " ").lower()
            where = f"{path} and all below it instead of perhaps" if below else f"{path} instead of"
            raise ArgumentError(
                operation,
                (
                    f"the list would allow {me}, who makes this call, {right} of {where} {instead}; "
                    f"keep an entry for {me}, or pass force=True",
                ),
            )

    def _inside_of(self, name: str, path: str) -> Flow[tuple[AccessEntry, ...] | None]:
        """Return entries for a user's groups and library, for this path; None if this contract cannot list them."""
        from ..models.access import AccessEntry
        from ..models.people import Domain, Group

        if "GetGroupMembershipsOfUser" not in self.contract or "GetDomainMembershipsOfUser" not in self.contract:
            return None
        groups = yield from self._call("GetGroupMembershipsOfUser", userName=name)
        inside = [
            AccessEntry.group(each.name or "", 0, library=library_of(each.domain))
            for each in groups
            if isinstance(each, Group)
        ]
        libraries = yield from self._call("GetDomainMembershipsOfUser", userName=name)
        library = path.replace("\\", "/").strip("/").partition("/")[0]
        if any(isinstance(each, Domain) and same(each.name or "") == same(library) for each in libraries):
            inside.append(AccessEntry.members(0))
        return tuple(inside)


def access_lists(reply: Reply) -> list[AccessList]:
    """Return the access lists in a reply.

    Raises:
        UnexpectedReply: a list has an unknown entry.
    """
    from ..models.access import AccessList

    found = [each for each in reply if isinstance(each, AccessList)]
    for each in found:
        tuple(each.entries)  # reads them
    return found
