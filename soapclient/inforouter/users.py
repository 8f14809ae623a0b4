"""Users: get, list, update a field and leave the others alone.

An update is planned before it is made: the fewest operations of this server's contract, null where null keeps,
and a read and a resend where the service has no other way (UpdateUserProfile) or the reference contradicts itself
about missing values (UpdateUserPreferences).

Source: the pages of UpdateUserContactInfo, UpdateUserEmail, UpdateUserProfile, UpdateUserPreferences, GetUser,
GetAllUsers1 and GetAllUsers2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypedDict

import attrs

from ..calls.faces import listing, workflow
from ..calls.flow import Flow, Listing, Page
from ..errors import ArgumentError, UnexpectedReply, UnknownOperation
from ..values import KEEP, Clear, Keep
from . import read_back
from .fields import USER
from .people.leaving import LeavingFlows
from .read_back import spelled
from .security.user_subscriptions import UserSubscriptionFlows
from .steps import FieldsResult
from .workflow import AsyncBulkUpdates, BulkUpdates

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..bulk.target import Target
    from .models.people import User
    from .user_update import UpdatePlan

Text = str | Keep | Clear | None
Flag = bool | Keep | None

PAGE: Final = 200


@attrs.frozen(kw_only=True)
class UpdateResult(FieldsResult):
    """The result of a user update.

    Attributes:
        user_name: the user's name after the update.
        operations: the called operations, in order.
        resent: the parameters whose current value was read and sent again.
        changes: the fields that were changed, from what to what where that was read anyway.
    """

    user_name: str


class UserFields(TypedDict, total=False):
    """The changes that `update` makes to a user."""

    email: Text
    mobile: Text
    first_name: Text
    last_name: Text
    user_name: str | Keep | None
    language: Text
    default_portal: Text
    show_archives: Flag
    show_hiddens: Flag
    notification_type: str | Keep | None
    email_type: str | Keep | None
    attach_document_to_email: Flag


class UserFlows(LeavingFlows, UserSubscriptionFlows):
    """The user workflows, for both faces: `Users` and `AsyncUsers`."""

    @workflow
    def get(self, user_name: str) -> Flow[User]:
        """Read one user.

        Args:
            user_name: the name; an empty one is refused, since the service would read the caller instead.

        Raises:
            UserNotFound: the user does not exist.
            UnexpectedReply: the reply is about no user or another one.
        """
        return (yield from self._get(user_name))

    def _get(self, user_name: str) -> Flow[User]:
        name = _named(user_name, "GetUser")
        found = _one((yield from read_back.read(self._caller.call, self._caller.find, USER, name)), "GetUser", name)
        if found.user_name.casefold() != user_name.strip().casefold():
            raise UnexpectedReply(f"GetUser: the reply is about another user than {user_name}", operation="GetUser")
        return found

    @workflow
    def current(self) -> Flow[User]:
        """Read the user that the client is logged in as."""
        if "GetCurrentUser" in self.contract:
            reply = yield from self._call("GetCurrentUser")
            return _one(_elements(reply.element), "GetCurrentUser", "the current user")
        reply = yield from self._call("GetUser", UserName="")
        return _one(_elements(reply.element), "GetUser", "the current user")

    @workflow
    def exists(self, user_name: str) -> Flow[bool]:
        """Return whether a user exists.

        Raises:
            ServiceError: any other refusal than "User not found", such as a missing right or ticket.
        """
        return (yield from self._ask("UserExists", UserName=_named(user_name, "UserExists")))

    @listing
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
    ) -> Listing[User]:
        """Iterate over users, page by page where the contract has pages.

        Args:
            first_name: a part of the first name.
            last_name: a part of the last name.
            user_name: a part of the user name.
            email: a part of the e-mail address.
            domain: a part of the name of the user's library.
            enabled: only enabled or only disabled users.
            page_size: users per call.

        Raises:
            AccessDenied: the caller is not a system administrator.
            UnknownOperation: the contract has no filters.
            NullNotAllowed: filters by form POST, which cannot leave the other filters out.
        """
        filters = {
            "firstNameFilter": first_name,
            "lastNameFilter": last_name,
            "userNameFilter": user_name,
            "emailFilter": email,
            "domainNameFilter": domain,
        }
        if page_size < 1:
            raise ArgumentError(None, (f"page_size must be at least 1, not {page_size}",))
        return self._list(filters, -1 if enabled is None else int(enabled), page_size)

    def _list(self, filters: Mapping[str, str | None], status: int, page_size: int) -> Listing[User]:
        from .models.people import User

        contract = self.contract
        filtered = status != -1 or any(filters.values())
        if "GetAllUsers1" not in contract or (self._nulls != "say" and not filtered):
            if filtered:
                raise UnknownOperation(
                    "GetAllUsers1", message="Users cannot be filtered: this contract has no GetAllUsers1"
                )
            reply = yield from self._call("GetAllUsers")
            yield Page(map(User.read, _elements(reply.element)))
            return
        operation = contract["GetAllUsers1"]
        said = {"StatusFilter": status, "SortBy": 1, "SortAscending": True, "NumbeOfRow": page_size, **filters}
        caller = self._caller
        yield from caller.profile.items(operation, spelled(operation, said), caller.call, caller.find)

    @workflow
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
        verify: bool = False,
    ) -> Flow[UpdateResult]:
        """Change fields of a user and leave the others alone.

        A field not given, `KEEP` or None keeps its value; `CLEAR` empties it; a blank text is refused, since in rows it
        means keep. SOAP null keeps the e-mail address and mobile number, without a read. Names are read and sent
        again, since the service has no other way; so are preferences, since the reference says both that the rest
        is kept and that it is replaced. A change that somebody else makes in between may be lost.
        Preferences are read back, and sent once more if they differ.

        Args:
            name: the user's current name.
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
            verify: read it back, and raise `UnexpectedReply` if a field has another value than was sent.

        Returns:
            The user's name after the update and the called operations: none, with `nothing_to_do`, if
            all named fields are None.

        Raises:
            ArgumentError: no field is named, or a value is wrong; nothing was sent.
            UnknownOperation: this server's contract cannot change a field; nothing was sent.
            UnexpectedReply: a value to keep could not be read, or a preference differs from what was sent.
            UserNotFound, AccessDenied: the service refused. If an earlier operation of the same update was
                made, the error's `done` names it.
        """
        said = {key: value for key, value in locals().items() if key not in ("self", "name", "verify")}
        return (yield from self._apply(self._plan(name, said), verify))

    @workflow
    def plan_update(self, name: str, /, **fields: Unpack[UserFields]) -> Flow[UpdatePlan]:
        """Show what `update` would do with the same arguments; only the server's WSDL is read.

        Args:
            name: the user's current name.
            fields: as in `update`.

        Raises:
            ArgumentError: unknown fields, no field, or wrong values.
            UnknownOperation: this server's contract cannot change a field.
        """
        yield from ()
        planned = self._plan(name, fields)
        self._check_cleared(planned)
        return planned

    @workflow
    def apply(self, planned: UpdatePlan, *, verify: bool = False) -> Flow[UpdateResult]:
        """Carry out a plan; see `update`."""
        return (yield from self._apply(planned, verify))

    def _plan(self, name: str, said: Mapping[str, Any]) -> UpdatePlan:
        from .user_update import plan

        return plan(self.contract, name, said, self._nulls)

    def _apply(self, planned: UpdatePlan, verify: bool) -> Flow[UpdateResult]:
        sent, changes = yield from self._carry_out(planned, lambda: self._get(planned.user_name))
        name = sent.get("NewUserName", planned.user_name)
        if verify and planned.steps:
            yield from self._verify(planned, sent, lambda: self._get(name))
        return UpdateResult(user_name=name, operations=planned.operations, resent=planned.resends, changes=changes)


class Users(UserFlows, BulkUpdates):
    """The users of one server; use it as `Client.users`."""

    def _target(self) -> Target:
        from .user_rows import UsersTarget

        return UsersTarget(self)


class AsyncUsers(UserFlows, AsyncBulkUpdates):
    """The users of one server for asyncio; use it as `AsyncClient.users`."""

    def _called(self) -> Users:
        return Users(self._caller, self.carrier.blocking, self.server, self._nulls)


def _elements(root: Any) -> list[Any]:
    return [] if root is None else list(root.iter("{*}User"))


def _one(elements: list[Any], operation: str, user_name: str) -> User:
    from .models.people import User

    if not elements:
        raise UnexpectedReply(f"{operation}: the reply has no User element for {user_name}", operation=operation)
    return User.read(elements[0])


def _named(user_name: str, operation: str) -> str:
    if not isinstance(user_name, str) or not user_name.strip():
        raise ArgumentError(operation, ("the user name is empty; the service would use the caller's own",))
    return user_name
