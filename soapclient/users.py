"""Users: get, list, update a field and leave the others alone.

An update is planned before it is made: the fewest operations that this server's contract has, null where null keeps,
and a read and a resend only where the reference has no other way (UpdateUserProfile).

Source: the pages of UpdateUserContactInfo, UpdateUserEmail, UpdateUserProfile, UpdateUserPreferences, GetUser,
GetAllUsers1 and GetAllUsers2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from xml.sax.saxutils import quoteattr

import attrs

from .contract import Contract
from .errors import (
    ArgumentError,
    ServiceError,
    SoapClientError,
    UnexpectedReply,
    UnknownOperation,
    UserNotFound,
)
from .models import User
from .proxy import ServiceProxy
from .values import CLEAR, KEEP, Clear, Keep, check_text

Text = str | Keep | Clear | None
Flag = bool | Keep | None

PREFERENCES: Final = {
    "language": "Language",
    "default_portal": "DefaultPortal",
    "show_archives": "ShowArchives",
    "show_hiddens": "ShowHiddens",
    "notification_type": "NotificationType",
    "email_type": "EmailType",
    "attach_document_to_email": "AttachDocumentToEmail",
}
_FLAGS: Final = frozenset({"show_archives", "show_hiddens", "attach_document_to_email"})
_CHOICES: Final = {"email_type": ("HTML", "TEXT"), "notification_type": ("NONE", "INSTANT", "DAILY REPORT")}
_PROFILE: Final = {"user_name": "NewUserName", "first_name": "NewFirstName", "last_name": "NewLastName"}
_CURRENT: Final = {
    "NewUserName": "user_name",
    "NewFirstName": "first_name",
    "NewLastName": "last_name",
    "AuthenticateSource": "authentication_authority",
}
PAGE: Final = 200


@attrs.frozen(kw_only=True)
class Step:
    """One operation of a planned update.

    Attributes:
        operation: its name.
        arguments: what it will be called with, by exact parameter name; a field to keep by null is `KEEP`.
        resends: the parameters whose current value is read just before and sent again, since null is not said to keep.
    """

    operation: str
    arguments: Mapping[str, Any]
    resends: tuple[str, ...] = ()

    @property
    def keeps(self) -> tuple[str, ...]:
        """The parameters that null keeps."""
        return tuple(name for name, value in self.arguments.items() if value is KEEP)


@attrs.frozen(kw_only=True)
class UpdatePlan:
    """What an update will do: its steps in order, with the values to be sent."""

    user_name: str
    steps: tuple[Step, ...]

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations in order, with GetUser where current values are read first."""
        names: list[str] = []
        for step in self.steps:
            names += ["GetUser", step.operation] if step.resends else [step.operation]
        return tuple(names)


@attrs.frozen(kw_only=True)
class UpdateResult:
    """What an update did.

    Attributes:
        user_name: the user's name after the update.
        operations: the operations that were called, in order.
    """

    user_name: str
    operations: tuple[str, ...]


class Users:
    """The users of one server; reached as `Client.users`."""

    def __init__(self, service: ServiceProxy, contract: Callable[[], Contract]) -> None:
        self._service = service
        self._contract = contract

    def get(self, user_name: str) -> User:
        """Read one user.

        Args:
            user_name: the name; an empty one is refused, since the service would take it for the caller's own.

        Raises:
            UserNotFound: there is no such user.
        """
        reply = self._service.GetUser(UserName=_named(user_name, "GetUser"))
        return self._one(reply.element, "GetUser", user_name)

    def current(self) -> User:
        """Read the user that the client is logged in as."""
        if "GetCurrentUser" in self._contract():
            return self._one(self._service.GetCurrentUser().element, "GetCurrentUser", "the current user")
        return self._one(self._service.GetUser(UserName="").element, "GetUser", "the current user")

    def exists(self, user_name: str) -> bool:
        """Return whether there is such a user; a missing right or ticket still raises."""
        try:
            self._service.UserExists(UserName=_named(user_name, "UserExists"))
        except UserNotFound:
            return False
        except ServiceError as exc:
            if type(exc) is ServiceError and exc.code is None:
                return False
            raise
        return True

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
        if "GetAllUsers1" not in contract:
            if status != -1 or any(filters.values()):
                raise UnknownOperation(
                    "GetAllUsers1", message="Users cannot be filtered: this contract has no GetAllUsers1"
                )
            yield from _users(self._service.GetAllUsers().element)
            return
        start = 0
        while True:
            reply = self._service.GetAllUsers1(
                StartingRowNumber=start,
                NumbeOfRow=page_size,
                StatusFilter=status,
                SortBy=1,
                SortAscending=True,
                **filters,
            )
            page = list(_users(reply.element))
            yield from page
            start += len(page)
            total = reply.attributes.get("totalusercount", "")
            if not page or (total.isdigit() and start >= int(total)):
                return

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
        return self.apply(self._plan(name, said))

    def plan_update(self, name: str, /, **fields: Any) -> UpdatePlan:
        """Show what `update` would do with the same arguments, without calling the server for anything but its WSDL.

        Args:
            name: the user's present name.
            fields: as in `update`.

        Raises:
            ArgumentError: unknown fields, nothing to change, or values that do not fit.
            UnknownOperation: this server's contract cannot change a field.
        """
        return self._plan(name, fields)

    def apply(self, plan: UpdatePlan) -> UpdateResult:
        """Carry out a plan; see `update`."""
        done: list[str] = []
        name = plan.user_name
        for step in plan.steps:
            try:
                arguments = dict(step.arguments)
                if step.resends:
                    arguments |= self._current_values(step, self.get(name))
                self._service[step.operation](**arguments)
            except SoapClientError as exc:
                exc.done = tuple(done)
                raise
            done += [step.operation]
            name = arguments.get("NewUserName", name)
        return UpdateResult(user_name=name, operations=plan.operations)

    def _current_values(self, step: Step, user: User) -> dict[str, str]:
        values = {parameter: getattr(user, _CURRENT[parameter]) for parameter in step.resends}
        missing = [parameter for parameter, value in values.items() if value is None]
        if missing:
            raise UnexpectedReply(
                f"{step.operation}: GetUser does not tell the current value for {', '.join(missing)}, "
                "so it could not be kept; nothing was changed",
                operation=step.operation,
            )
        return values

    def _plan(self, name: str, fields: Mapping[str, Any]) -> UpdatePlan:
        known = ["email", "mobile", *_PROFILE, *PREFERENCES]
        problems = [
            f"there is no field {field!r}; the fields are: {', '.join(known)}" for field in fields if field not in known
        ]
        said = {key: value for key, value in fields.items() if value is not KEEP and value is not None}
        problems += [problem for key, value in said.items() if key in known for problem in _problems(key, value)]
        if not isinstance(name, str) or not name.strip():
            problems.insert(0, "the user name is empty")
        elif not said and not problems:
            problems.append("nothing to change: give at least one field")
        if problems:
            raise ArgumentError("update", tuple(problems))
        steps = [self._contact(name, said), self._preferences(name, said), self._profile(name, said)]
        return UpdatePlan(user_name=name, steps=tuple(step for step in steps if step))

    def _contact(self, name: str, said: Mapping[str, Any]) -> Step | None:
        if "email" not in said and "mobile" not in said:
            return None
        contract = self._contract()
        if "UpdateUserContactInfo" in contract:
            parameters = contract["UpdateUserContactInfo"].parameters
            kept = [parameters[p] for f, p in (("email", "emailAddress"), ("mobile", "mobileNumber")) if f not in said]
            if all(parameter.null != "none" for parameter in kept):
                arguments = {
                    "userName": name,
                    "emailAddress": said.get("email", KEEP),
                    "mobileNumber": said.get("mobile", KEEP),
                }
                return Step(operation="UpdateUserContactInfo", arguments=arguments)
        if "mobile" in said:
            raise UnknownOperation(
                "UpdateUserContactInfo",
                message="The mobile number cannot be changed: this server's contract has no UpdateUserContactInfo "
                "that can keep the e-mail address; it can change the e-mail address alone, by UpdateUserEmail",
            )
        self._require("UpdateUserEmail", "The e-mail address")
        return Step(operation="UpdateUserEmail", arguments={"UserName": name, "NewEmailAddress": said["email"]})

    def _preferences(self, name: str, said: Mapping[str, Any]) -> Step | None:
        chosen = {attribute: said[key] for key, attribute in PREFERENCES.items() if key in said}
        if not chosen:
            return None
        self._require("UpdateUserPreferences", "Preferences")
        attributes = " ".join(f"{key}={quoteattr(_preference(value))}" for key, value in chosen.items())
        arguments = {"UserName": name, "xmlPreferences": f"<Preferences {attributes} />"}
        return Step(operation="UpdateUserPreferences", arguments=arguments)

    def _profile(self, name: str, said: Mapping[str, Any]) -> Step | None:
        changed = {parameter: said[key] for key, parameter in _PROFILE.items() if key in said}
        if not changed:
            return None
        self._require("UpdateUserProfile", "Names")
        resends = tuple(parameter for parameter in _CURRENT if parameter not in changed)
        return Step(operation="UpdateUserProfile", arguments={"UserName": name, **changed}, resends=resends)

    def _require(self, operation: str, what: str) -> None:
        if operation not in self._contract():
            raise UnknownOperation(operation, message=f"{what} cannot be changed: this contract has no {operation}")

    @staticmethod
    def _one(element: Any, operation: str, user_name: str) -> User:
        found = next(_users(element), None)
        if found is None:
            raise UnexpectedReply(f"{operation}: the reply has no User element for {user_name}", operation=operation)
        return found

    def __repr__(self) -> str:
        return "<Users>"


def _users(element: Any) -> Iterator[User]:
    for each in element.iter("User"):
        yield User.read(each)


def _named(user_name: str, operation: str) -> str:
    if not isinstance(user_name, str) or not user_name.strip():
        raise ArgumentError(operation, ("the user name is empty; the service would take that for the caller's own",))
    return user_name


def _preference(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is CLEAR else str(value)


def _problems(field: str, value: Any) -> Iterator[str]:
    if field in _FLAGS:
        if not isinstance(value, bool):
            yield f"{field}: {value!r} where True or False is wanted"
        return
    empty = value is CLEAR or value == ""
    if not empty and not isinstance(value, str):
        yield f"{field}: {type(value).__name__} where text is wanted: pass it as a str"
    elif empty and (field in _CHOICES or field == "user_name"):
        yield f"{field}: cannot be empty"
    elif not empty and field in _CHOICES and value not in _CHOICES[field]:
        yield f"{field}: {value!r} is none of {', '.join(_CHOICES[field])}"
    elif not empty:
        try:
            check_text(value)
        except ValueError as exc:
            yield f"{field}: {exc}"
