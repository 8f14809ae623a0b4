"""Users: get, list, update a field and leave the others alone.

An update is planned before it is made: the fewest operations that this server's contract has, null where null keeps,
and a read and a resend only where the reference has no other way (UpdateUserProfile).

Source: the pages of UpdateUserContactInfo, UpdateUserEmail, UpdateUserProfile, UpdateUserPreferences, GetUser,
GetAllUsers1 and GetAllUsers2.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ..errors import ArgumentError, UnexpectedReply, UnknownOperation
from ..values import KEEP, Clear, Keep
from .models.people import User
from .steps import Result
from .user_update import CURRENT, UpdatePlan, plan
from .workflow import Workflows

if TYPE_CHECKING:
    from ..bulk.target import Target

Text = str | Keep | Clear | None
Flag = bool | Keep | None

PAGE: Final = 200


@attrs.frozen(kw_only=True)
class UpdateResult(Result):
    """What an update of a user did.

    Attributes:
        user_name: the user's name after the update.
        operations: the operations that were called, in order.
        resent: the parameters whose current value was read just before and sent again.
    """

    user_name: str


class Users(Workflows):
    """The users of one server; reached as `Client.users`."""

    def get(self, user_name: str) -> User:
        """Read one user.

        Args:
            user_name: the name; an empty one is refused, since the service would take it for the caller's own.

        Raises:
            UserNotFound: there is no such user.
            UnexpectedReply: the service tells of none or of another user.
        """
        reply = self._call("GetUser", UserName=_named(user_name, "GetUser"))
        found = self._one(reply.element, "GetUser", user_name)
        if found.user_name.casefold() != user_name.strip().casefold():
            raise UnexpectedReply(f"GetUser: the reply is about another user than {user_name}", operation="GetUser")
        return found

    def current(self) -> User:
        """Read the user that the client is logged in as."""
        if "GetCurrentUser" in self._contract():
            return self._one(self._call("GetCurrentUser").element, "GetCurrentUser", "the current user")
        return self._one(self._call("GetUser", UserName="").element, "GetUser", "the current user")

    def exists(self, user_name: str) -> bool:
        """Return whether there is such a user.

        Raises:
            ServiceError: any refusal with a reason other than "User not found", such as a missing right or ticket.
        """
        return self._ask("UserExists", UserName=_named(user_name, "UserExists"))

    def list(
        self,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        user_name: str | None = None,
        email: str | None = None,
        domain: str | None = None,
        enabled: bool | None = None,
        page_size: int = PAGE,
    ) -> Iterator[User]:
        """Iterate over users, a page at a time where the contract has pages.

        Args:
            first_name: a part of the first name.
            last_name: a part of the last name.
            user_name: a part of the user name.
            email: a part of the e-mail address.
            domain: a part of the name of the user's library.
            enabled: only enabled or only disabled users.
            page_size: users per call.

        Raises:
            AccessDenied: the caller is no system administrator.
            UnknownOperation: filters were asked for, which the contract has not.
            NullNotAllowed: filters were asked for by form POST, which cannot say that the others are not.
        """
        filters = {
            "firstNameFilter": first_name,
            "lastNameFilter": last_name,
            "userNameFilter": user_name,
            "emailFilter": email,
            "domainNameFilter": domain,
        }
        if page_size < 1:
            raise ArgumentError(None, (f"page_size is at least 1, not {page_size}",))
        return self._list(filters, -1 if enabled is None else int(enabled), page_size)

    def _list(self, filters: Mapping[str, str | None], status: int, page_size: int) -> Iterator[User]:
        contract = self._contract()
        filtered = status != -1 or any(filters.values())
        if "GetAllUsers1" not in contract or (self._nulls != "say" and not filtered):
            if filtered:
                raise UnknownOperation(
                    "GetAllUsers1", message="Users cannot be filtered: this contract has no GetAllUsers1"
                )
            everybody: builtins.list[User] = [*_users(self._call("GetAllUsers").element)]
            yield from everybody
            return
        proxy = self._service["GetAllUsers1"]
        said = {"StatusFilter": status, "SortBy": 1, "SortAscending": True, "NumbeOfRow": page_size, **filters}
        yield from proxy.items(**{proxy.operation.spell(key): value for key, value in said.items()})

    def update(
        self,
        name: str,
        /,
        *,
        email: Text = KEEP,
        mobile: Text = KEEP,
        first_name: Text = KEEP,
        last_name: Text = KEEP,
        user_name: str | Keep | None = KEEP,
        language: Text = KEEP,
        default_portal: Text = KEEP,
        show_archives: Flag = KEEP,
        show_hiddens: Flag = KEEP,
        notification_type: str | Keep | None = KEEP,
        email_type: str | Keep | None = KEEP,
        attach_document_to_email: Flag = KEEP,
    ) -> UpdateResult:
        """Change fields of a user and leave the others alone.

        A field not given, `KEEP` or None keeps its value; `CLEAR` or an empty string empties it. E-mail and mobile
        number are kept by SOAP null, without reading them. Names are read and sent again, so that a change that another
        makes to the user's names at that very moment may be lost: the service has no other way.

        Args:
            name: the user's present name.
            email: the e-mail address.
            mobile: the mobile number.
            first_name: the first name.
            last_name: the last name.
            user_name: a new user name.
            language: the display language.
            default_portal: the portal shown first.
            show_archives: whether archived domains are listed.
            show_hiddens: whether hidden domains are listed.
            notification_type: "NONE", "INSTANT" or "DAILY REPORT".
            email_type: "HTML" or "TEXT".
            attach_document_to_email: whether notifications carry the document.

        Returns:
            The user's name after the update and the operations that were called.

        Raises:
            ArgumentError: nothing to change, or values that do not fit; nothing was sent.
            UnknownOperation: this server's contract cannot change a field; nothing was sent.
            UserNotFound, AccessDenied: the service refuses. Where an earlier operation of the same update had been
                applied, the error's `done` names it.
        """
        said = {key: value for key, value in locals().items() if key not in ("self", "name")}
        return self.apply(plan(self._contract(), name, said, self._nulls))

    def plan_update(self, name: str, /, **fields: Any) -> UpdatePlan:
        """Show what `update` would do with the same arguments, without calling the server for anything but its WSDL.

        Args:
            name: the user's present name.
            fields: as in `update`.

        Raises:
            ArgumentError: unknown fields, nothing to change, or values that do not fit.
            UnknownOperation: this server's contract cannot change a field.
        """
        return plan(self._contract(), name, fields, self._nulls)

    def apply(self, planned: UpdatePlan) -> UpdateResult:
        """Carry out a plan; see `update`."""
        sent = self._carry_out(planned, lambda: self.get(planned.user_name), CURRENT)
        name = sent.get("NewUserName", planned.user_name)
        return UpdateResult(user_name=name, operations=planned.operations, resent=planned.resends)

    def _target(self) -> Target:
        from ..bulk.users import UsersTarget

        return UsersTarget(self)

    @staticmethod
    def _one(element: Any, operation: str, user_name: str) -> User:
        found = next(_users(element), None)
        if found is None:
            raise UnexpectedReply(f"{operation}: the reply has no User element for {user_name}", operation=operation)
        return found


def _users(element: Any) -> Iterator[User]:
    for each in element.iter("{*}User"):
        yield User.read(each)


def _named(user_name: str, operation: str) -> str:
    if not isinstance(user_name, str) or not user_name.strip():
        raise ArgumentError(operation, ("the user name is empty; the service would take that for the caller's own",))
    return user_name
