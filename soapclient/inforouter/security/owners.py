"""Owners of documents and folders, and the caller's permissions.

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

# The actions of DocumentAccessAllowed and FolderAccessAllowed by number, as far as the reference names them.
ACTIONS: Final = {"change owner": 10, "change access": 11, "read access": 26}


class OwnerFlows(AccessReading):
    """The workflows for owners of documents and folders."""

    ALLOWED: ClassVar[str] = ""

    @workflow
    def owner(self, path: str | int) -> Flow[User]:
        """Read the owner.

        Raises:
            PathNotFound: nothing exists at this path.
        """
        return (yield from self._owner((yield from self._path_of(path, "owner"))))

    @workflow
    def set_owner(self, path: str | int, user_name: str, *, tree: bool = False) -> Flow[User]:
        """Set the owner, and read it back: servers answer the same for a success and a refusal.

        Args:
            path: the path.
            user_name: the new owner.
            tree: for a folder, also set the owner of everything below; that is not read back.

        Returns:
            The owner.

        Raises:
            NotFound: the user does not exist, or nothing exists at this path; nothing was changed.
            Conflict: a document has the path of the folder, and the service would change that instead.
            PartialFailure: a part of what is below was not changed.
            UnexpectedReply: the owner is still another one.
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
        """Ask whether the caller may do something.

        Args:
            path: the path.
            action: "change owner", "change access" or "read access"; or the number of any action that the service
                accepts here.

        Raises:
            ArgumentError: the action is unknown.
            InvalidValue: the service does not accept this action here.
            NotFound: nothing exists at this path.
        """
        number = ACTIONS.get(action.strip().lower()) if isinstance(action, str) else action
        if not isinstance(number, int) or isinstance(number, bool):
            known = ", ".join(ACTIONS)
            raise ArgumentError("allowed", (f"unknown action {action!r}; pass a number, or one of: {known}",))
        place = yield from self._path_of(path, "allowed")
        return (yield from self._ask(self.ALLOWED, Path=place, ActionId=number))
