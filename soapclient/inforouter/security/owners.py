"""Whose documents and folders are, and what the caller is allowed to do with them.

Source: the pages of GetOwner, SetOwner, DocumentAccessAllowed and FolderAccessAllowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...errors import ArgumentError, UnexpectedReply
from ..people.naming import named, same
from .reading import AccessReading

if TYPE_CHECKING:
    from ..models.people import User

# What DocumentAccessAllowed and FolderAccessAllowed are asked by number, as far as the reference names it.
ACTIONS: Final = {"change owner": 10, "change access": 11, "read access": 26}


class OwnerFlows(AccessReading):
    """The workflows of owners, for documents and for folders."""

    ALLOWED: ClassVar[str] = ""

    @workflow
    def owner(self, path: str | int) -> Flow[User]:
        """Read who owns it.

        Raises:
            PathNotFound: there is nothing at this path.
        """
        return (yield from self._owner((yield from self._path_of(path, "owner"))))

    @workflow
    def set_owner(self, path: str | int, user_name: str, *, tree: bool = False) -> Flow[User]:
        """Let it have another owner, and read that back: of a success and of a refusal servers say the same.

        Args:
            path: the path.
            user_name: the new owner.
            tree: of a folder, let all that is below it have the same owner too; that is not read back.

        Returns:
            The owner.

        Raises:
            NotFound: there is no such user, or nothing at this path; nothing was changed.
            Conflict: there is a document at the path of a folder, which the service would change instead.
            PartialFailure: some of what is below could not be changed.
            UnexpectedReply: it has another owner still.
        """
        name = named(user_name, "user", "set_owner")
        place = yield from self._path_to_change(path, "set_owner")
        yield from self._call("SetOwner", Path=place, NewOwnerUserName=name, ApplytoTree=tree)
        now = yield from self._owner(place)
        if same(now.user_name) != same(name):
            raise UnexpectedReply(
                f"SetOwner: the owner of {place}, read back, is {now.user_name}", operation="SetOwner",
                maybe_applied=True,
            )  # fmt: skip
        return now

    @workflow
    def allowed(self, path: str | int, action: int | str) -> Flow[bool]:
        """Ask whether the caller is allowed to do something.

        Args:
            path: the path.
            action: "change owner", "change access" or "read access"; or the number of any action that the service
                takes here.

        Raises:
            ArgumentError: there is no such action.
            InvalidValue: the service does not take this action here.
            NotFound: there is nothing at this path.
        """
        number = ACTIONS.get(action.strip().lower()) if isinstance(action, str) else action
        if not isinstance(number, int) or isinstance(number, bool):
            known = ", ".join(ACTIONS)
            raise ArgumentError("allowed", (f"there is no action {action!r}; say a number, or one of: {known}",))
        place = yield from self._path_of(path, "allowed")
        return (yield from self._ask(self.ALLOWED, Path=place, ActionId=number))
