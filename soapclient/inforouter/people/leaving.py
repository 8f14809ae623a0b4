"""Leavers: the belongings of an account, their transfer, and the deletion of the account.

The transfer operations succeed if both names are the same, and then take everything away from
the account; this is refused here. They report what they could not transfer as `warnings` of a success, an error
here. Rights, memberships and subscriptions are not transferred: the new owner would get more than the work.

Source: the pages of GetDocumentsOwnedByUser, GetFoldersOwnedByUser, GetCheckedoutDocumentsByUser, the operations
TransferUser..., DeleteUser and DeleteUser1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Final

from ...calls.faces import workflow
from ...calls.flow import Flow, Page
from ...errors import ArgumentError, NotFound, SoapClientError, UnexpectedReply, UnknownOperation
from ..read_back import spelled
from .accounts import AccountFlows, secret_of
from .naming import named, same

if TYPE_CHECKING:
    from .belongings import Belongings

# The kinds of transfer, by their names here.
TRANSFERS: Final = {
    "documents": "TransferUserDocumentOwnerships",
    "folders": "TransferUserFolderOwnerships",
    "checked_out": "TransferUserCheckedOutDocuments",
    "tasks": "TransferUserTasks",
    "iso_tasks": "TransferUserISOTasks",
    "workflow_definitions": "TransferUserWorkflowDefinitions",
    "expiration_notices": "TransferUserExpirationNotices",
}
_KEPT: Final = 20


class LeavingFlows(AccountFlows):
    """The workflows for leaving accounts, part of the user workflows."""

    @workflow
    def belongings(self, user_name: str) -> Flow[Belongings]:
        """Count what a user owns and has checked out.

        Raises:
            UserNotFound: the user does not exist.
        """
        return (yield from self._belongings(named(user_name, "user", "belongings")))

    def _belongings(self, name: str) -> Flow[Belongings]:
        from ..gathering import gather
        from .belongings import OWNED, Belongings

        counts = dict.fromkeys(OWNED, 0)
        examples: list[str] = []
        for kind, (operation, _) in OWNED.items():

            def take(page: Page[Any], kind: str = kind) -> None:
                counts[kind] += len(page)
                examples.extend(_called(each) for each in page[: _KEPT - len(examples)])

            found = self._caller.find(operation)
            caller = self._caller
            yield from gather(
                caller.profile.items(found, spelled(found, {"userName": name}), caller.call, caller.find), take
            )
        return Belongings(**counts, examples=tuple(examples))

    @workflow
    def transfer(self, user_name: str, to: str, *, what: Collection[str] = tuple(TRANSFERS)) -> Flow[tuple[str, ...]]:
        """Transfer a user's belongings and tasks to another user. This cannot be undone.

        Args:
            user_name: the current owner.
            to: the new owner: another user, who must exist and be enabled.
            what: "documents", "folders" (ownerships), "checked_out" (documents), "tasks", "iso_tasks",
                "workflow_definitions", "expiration_notices"; by default all of them. Never rights, memberships or
                subscriptions.

        Returns:
            The operations that were called, in order.

        Raises:
            ArgumentError: it is the same user or a disabled one, or an unknown kind; nothing was changed.
            UnknownOperation: this contract cannot transfer one of them; nothing was changed.
            UserNotFound: a user does not exist.
            PartialFailure: a part was not transferred; `done` names the operations before.
            UnexpectedReply: read back, the user still owns some of it.
        """
        name, other = named(user_name, "user", "transfer"), named(to, "user", "transfer")
        return (yield from self._transfer(name, other, what))

    def _transfer(self, name: str, other: str, what: Collection[str]) -> Flow[tuple[str, ...]]:
        from .belongings import OWNED

        what = what if isinstance(what, str) else tuple(what)
        unknown = [repr(each) for each in what if each not in TRANSFERS] if not isinstance(what, str) else [repr(what)]
        if unknown:
            known = ", ".join(TRANSFERS)
            raise ArgumentError("transfer", (f"what must be a collection of {known}, not {', '.join(unknown)}",))
        operations = [operation for kind, operation in TRANSFERS.items() if kind in what]
        for operation in operations:
            if operation not in self.contract:
                raise UnknownOperation(operation, message=f"Nothing was transferred: this contract has no {operation}")
        user, target = (yield from self._user(name)), (yield from self._user(other))
        if same(user.user_name) == same(target.user_name) or (
            user.user_id is not None and user.user_id == target.user_id
        ):
            raise ArgumentError("transfer", (f"{name} and {other} are one user, who would lose everything",))
        if target.enabled is False:
            raise ArgumentError("transfer", (f"{other} is disabled; name a user who can log in",))
        done: list[str] = []
        for operation in operations:
            try:
                yield from self._call(operation, FromUserName=name, ToUserName=other)
            except SoapClientError as exc:
                exc.done = tuple(done)
                raise
            done.append(operation)
        left = yield from self._belongings(name)
        kinds = [kind for kind in OWNED if kind in what and getattr(left, kind)]
        if kinds:
            error = UnexpectedReply(
                f"transfer: read back, {name} still has {left}", operation="transfer", maybe_applied=True
            )
            error.done = tuple(done)
            raise error
        return tuple(done)

    @workflow
    def delete(
        self,
        user_name: str,
        *,
        transfer_to: str | None = None,
        force: bool = False,
        own_password: str | Callable[[], str] | None = None,
    ) -> Flow[Belongings]:
        """Delete an account. This cannot be undone, and its belongings stay with the deleted account.

        So an account with belongings is deleted only after a transfer, or with `force`.
        Consider `disable` first.

        Args:
            user_name: the user.
            transfer_to: the new owner of the user's belongings and tasks; see `transfer`.
            force: delete it although it owns something.
            own_password: the caller's own password, or a function that returns it, for servers that require it again.
                Others ignore it.

        Returns:
            The belongings of the account before.

        Raises:
            ArgumentError: it owns something, or it is the client's own account; nothing was changed.
            UserNotFound: a user does not exist.
            PartialFailure, UnexpectedReply: not everything was transferred; the account still exists.
            ServiceError: the service refused. If something was transferred, `done` names the operations.
        """
        secret = None if own_password is None else secret_of(own_password, "delete")
        del own_password
        name = named(user_name, "user", "delete")
        user = yield from self._user(name)
        yield from self._not_myself(user.user_name, "delete")
        operation = self._caller.find("DeleteUser" if secret is None else "DeleteUser1").name  # before a transfer
        owned = yield from self._belongings(name)
        if not owned.nothing and transfer_to is None and not force:
            raise ArgumentError(
                "delete", (f"{name} owns {owned}; name the new owner with transfer_to=, or pass force=True",)
            )
        done: tuple[str, ...] = ()
        if transfer_to is not None:
            done = yield from self._transfer(name, named(transfer_to, "user", "delete"), tuple(TRANSFERS))
        try:
            try:
                if secret is None:
                    yield from self._call(operation, UserName=name)
                else:
                    yield from self._call(operation, UserPassword=secret.reveal(), UserName=name)
            except NotFound:  # it existed: somebody else was faster, or the call arrived twice
                if (yield from self._ask("UserExists", UserName=name)):
                    raise
                return owned
            done = (*done, operation)
            if (yield from self._ask("UserExists", UserName=name)):
                raise UnexpectedReply(
                    f"delete: read back, {name} still exists", operation="DeleteUser", maybe_applied=True
                )
        except SoapClientError as exc:
            exc.done = done
            raise
        return owned


def _called(thing: Any) -> str:
    """Return the name of a document or folder for a message."""
    from ..models.contents import Document, Folder

    if not isinstance(thing, (Document, Folder)):
        return "?"
    path, name = (thing.path or "").replace("\\", "/").rstrip("/"), thing.name or ""
    return path if not name or path.casefold().endswith(f"/{name.casefold()}") else f"{path}/{name}"
