"""The life of an account: create, enable, disable, make read-only, set the password, list memberships.

Source: the pages of CreateUser, ChangeUserStatus, ChangeUserType, ChangeUserPassword, GetGroupMembershipsOfUser,
GetDomainMembershipsOfUser and GetManagedDomainsByUser.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ...calls.faces import listing, workflow
from ...calls.flow import Flow, Listing, Page
from ...errors import (
    AccessDenied,
    AlreadyExists,
    ArgumentError,
    InvalidValue,
    ServiceError,
    SoapClientError,
    UnexpectedReply,
)
from ...wire.secret import Secret
from .membership import GroupReading
from .naming import library_of, named, same

if TYPE_CHECKING:
    from ..models.people import Domain, Group, User

T = TypeVar("T")

# The pages differ about the name of the service's own authentication.
_NATIVE = ("native", "INFOROUTER")


class AccountFlows(GroupReading):
    """The account workflows, part of the user workflows."""

    @workflow
    def create(
        self,
        user_name: str,
        *,
        first_name: str,
        last_name: str,
        email: str,
        password: str | Callable[[], str] | None,
        library: str | None = None,
        read_only: bool = False,
        authentication_source: str | None = None,
    ) -> Flow[User]:
        """Create a user, and read it back.

        Args:
            user_name: the name to log in with.
            first_name: the first name.
            last_name: the last name.
            email: the e-mail address, which the service does not check; an empty string for none.
            password: the password, or a function that returns it. None sets a random one that nobody knows, until
                `set_password` sets another: the service would accept an empty one.
            library: the library of a local user; None for a user without a library.
            read_only: whether the user may only read.
            authentication_source: who checks the password; None for the service itself.

        Returns:
            The user, read back.

        Raises:
            AlreadyExists: a user of this name exists.
            InvalidValue: the service does not accept a value, such as the authentication source or the password.
            AccessDenied: the caller is not a system administrator.
            UnexpectedReply: the user reads back with other values; it exists, as `done` says.
        """
        secret = secret_of(password, "create")
        del password
        name = named(user_name, "user", "create")
        values = {"first_name": first_name, "last_name": last_name, "email": email}
        wrong = [
            f"{field} must be a str, not {type(value).__name__}"
            for field, value in values.items()
            if not isinstance(value, str)
        ]
        wrong += [f"{field} is blank" for field in ("first_name", "last_name") if not str(values[field]).strip()]
        if wrong:
            raise ArgumentError("create", tuple(wrong))
        home = "" if library is None else named(library, "library", "create")
        source = _NATIVE[0] if authentication_source is None else authentication_source
        try:
            yield from self._create(name, values, secret, home, read_only, source)
        except AccessDenied:
            raise
        except ServiceError as exc:
            # Some servers give the same vague error for a taken name and for a wrong source.
            if (yield from self._ask("UserExists", UserName=name)):
                raise AlreadyExists(
                    f"create: the user {name} already exists ({exc})", operation="CreateUser", text=exc.text
                ) from None
            if authentication_source is not None or not isinstance(exc, InvalidValue):
                raise
            try:
                yield from self._create(name, values, secret, home, read_only, _NATIVE[1])
            except InvalidValue as other:  # it is unknown which of the two is about the source
                told = f"{other}; with the authentication source {_NATIVE[0]}: {exc.text}"
                raise InvalidValue(told, operation="CreateUser", code=other.code, text=other.text) from None
        return (yield from self._created(name, {**values, "read_only": read_only}, home))

    def _create(
        self, name: str, values: dict[str, str], secret: Secret[str], library: str, read_only: bool, source: str
    ) -> Flow[None]:
        operation = self._caller.find("CreateUser")
        said = {
            "DomainName": library,
            "UserName": name,
            "FirstName": values["first_name"],
            "LastName": values["last_name"],
            "EmailAddress": values["email"],
            "Password": secret.reveal(),
            "ReadOnlyUser": read_only,
            "AuthenticationSource": source,
        }
        empty = [operation.spell(each) for each in ("DomainName", "EmailAddress")]  # a new user has nothing to clear
        yield from self._caller.call(operation, {operation.spell(each): value for each, value in said.items()}, empty)

    def _created(self, name: str, values: dict[str, object], library: str) -> Flow[User]:
        try:
            user = yield from self._user(name)
        except SoapClientError as exc:
            exc.done = ("CreateUser",)
            raise
        wrong = [
            f"{each} is {getattr(user, each)!r}"
            for each, value in values.items()
            if getattr(user, each) is not None and getattr(user, each) != value
        ]
        if user.domain is not None and same(library_of(user.domain) or "") != same(library):
            wrong.append(f"library is {user.domain!r}")
        if wrong:
            error = UnexpectedReply(
                f"CreateUser: {name}, read back: {', '.join(wrong)}", operation="CreateUser", maybe_applied=True
            )
            error.done = ("CreateUser",)
            raise error
        return user

    def _user(self, name: str) -> Flow[User]:
        from ..models.people import User

        reply = yield from self._call("GetUser", UserName=name)
        found = [] if reply.element is None else [User.read(each) for each in reply.element.iter("{*}User")]
        if len(found) != 1 or same(found[0].user_name) != same(name):
            raise UnexpectedReply(f"GetUser: the reply is not about {name} alone", operation="GetUser")
        return found[0]

    @workflow
    def enable(self, user_name: str) -> Flow[bool]:
        """Enable a user's login, and read it back.

        Returns:
            Whether the account was enabled; False if it already was.

        Raises:
            UserNotFound: the user does not exist.
            UnexpectedReply: the user is still disabled.
        """
        return (yield from self._set_status(named(user_name, "user", "enable"), enabled=True))

    @workflow
    def disable(self, user_name: str) -> Flow[bool]:
        """Disable a user's login, and read it back. A client cannot disable its own user.

        Returns:
            Whether the account was disabled; False if it already was.

        Raises:
            ArgumentError: it is the client's own account.
            UserNotFound: the user does not exist.
            UnexpectedReply: the user is still enabled.
        """
        name = named(user_name, "user", "disable")
        yield from self._not_myself(name, "disable")
        return (yield from self._set_status(name, enabled=False))

    def _set_status(self, name: str, *, enabled: bool) -> Flow[bool]:
        if (yield from self._user(name)).enabled is enabled:
            return False
        yield from self._call("ChangeUserStatus", UserName=name, StatusCode=int(enabled))
        if (yield from self._user(name)).enabled is not enabled:
            state = "disabled" if enabled else "enabled"
            raise UnexpectedReply(
                f"ChangeUserStatus: {name}, read back, is still {state}", operation="ChangeUserStatus",
                maybe_applied=True,
            )  # fmt: skip
        return True

    def _not_myself(self, name: str, what: str) -> Flow[User]:
        """Return the client's own user, who must be another one."""
        me = yield from self._me()
        if same(me.user_name) == same(name):
            raise ArgumentError(what, (f"{name} makes this call; another administrator must do it",))
        return me

    @workflow
    def set_read_only(self, user_name: str, read_only: bool) -> Flow[bool]:
        """Make a user read-only, or an author, and read it back.

        Returns:
            Whether that changed.

        Raises:
            UserNotFound: the user does not exist.
            UnexpectedReply: the user is unchanged.
        """
        name = named(user_name, "user", "set_read_only")
        if (yield from self._user(name)).read_only is read_only:
            return False
        yield from self._call("ChangeUserType", UserName=name, UserType=2 if read_only else 1)
        if (yield from self._user(name)).read_only is not read_only:
            raise UnexpectedReply(
                f"ChangeUserType: {name}, read back, is unchanged", operation="ChangeUserType", maybe_applied=True
            )
        return True

    @workflow
    def set_password(self, user_name: str, password: str | Callable[[], str]) -> Flow[None]:
        """Set a user's password.

        Args:
            user_name: the user; use `change_password` for the client's own account.
            password: the password, or a function that returns it.

        Raises:
            ArgumentError: it is the client's own account, or the password is blank.
            UserNotFound: the user does not exist.
            ServiceError: the service does not accept the password, or it is the current one.
        """
        secret = secret_of(password, "set_password", must=True)
        del password
        name = named(user_name, "user", "set_password")
        if same((yield from self._me()).user_name) == same(name):
            raise ArgumentError(
                "set_password", (f"{name} makes this call; use change_password, and log in with the new password",)
            )
        yield from self._call("ChangeUserPassword", UserName=name, NewPassword=secret.reveal())

    @workflow
    def change_password(self, password: str | Callable[[], str]) -> Flow[None]:
        """Change the password of the client's own account.

        The client keeps its current ticket. Once that expires, the client logs in with the password that it was
        created with: so create a new client, or use a client whose password is a function.

        Args:
            password: the password, or a function that returns it.

        Raises:
            ArgumentError: the password is blank.
            ServiceError: the service does not accept the password, or it is the current one.
        """
        secret = secret_of(password, "change_password", must=True)
        del password
        me = yield from self._me()
        yield from self._call("ChangeUserPassword", UserName=me.user_name, NewPassword=secret.reveal())

    @listing
    def groups(self, user_name: str) -> Listing[Group]:
        """Iterate over a user's groups, local and global.

        Raises:
            UserNotFound: the user does not exist.
        """
        from ..models.people import Group

        yield from self._belonging("GetGroupMembershipsOfUser", named(user_name, "user", "groups"), Group)

    @listing
    def libraries(self, user_name: str) -> Listing[Domain]:
        """Iterate over a user's libraries, by membership or by group, including archived and hidden ones.

        Raises:
            UserNotFound: the user does not exist.
        """
        from ..models.people import Domain

        yield from self._belonging("GetDomainMembershipsOfUser", named(user_name, "user", "libraries"), Domain)

    @listing
    def managed_libraries(self, user_name: str) -> Listing[Domain]:
        """Iterate over the libraries that a user manages.

        Raises:
            UserNotFound: the user does not exist.
        """
        from ..models.people import Domain

        yield from self._belonging("GetManagedDomainsByUser", named(user_name, "user", "managed_libraries"), Domain)

    def _belonging(self, operation: str, name: str, kind: type[T]) -> Listing[T]:
        """Iterate over the items that an operation lists for a user."""
        reply = yield from self._call(operation, userName=name)
        yield Page(each for each in reply if isinstance(each, kind))


def secret_of(password: str | Callable[[], str] | None, operation: str, *, must: bool = False) -> Secret[str]:
    """Return a password, hidden from messages and crash reports."""
    try:
        if password is None and not must:
            return unknown_password()
        found = password() if callable(password) else password
        if not isinstance(found, str):
            raise ArgumentError(operation, ("the password is not a str",))
        if not found.strip():
            raise ArgumentError(operation, ("the password is blank, which the service reads as no password",))
        return Secret(found)
    finally:
        password = found = None


def unknown_password() -> Secret[str]:
    """Return a random password with every kind of character that a policy may require."""
    import secrets  # only needed to create accounts

    return Secret(f"{secrets.token_urlsafe(24)}-aA1")
