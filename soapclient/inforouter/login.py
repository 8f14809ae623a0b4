"""The ways to log in: each gets a ticket from its own operation.

Source: the pages of AuthenticateUser, CreateTicketforUser and AuthenticateUserViaWindows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ..errors import ArgumentError
from ..wire.secret import Secret

# The operation that returns a ticket, and its arguments; a secret argument is a `Secret`.
Login = tuple[str, Mapping[str, Any]]


@attrs.frozen(eq=False)
class Password:
    """Log in with a user name and a password (AuthenticateUser).

    Args:
        user: the user name.
        pwd: the password, or a function without parameters that returns it: it is called at each login, so that
            a changed password is picked up.
    """

    user: str
    pwd: str | Callable[[], str] = attrs.field(repr=False)

    def login(self) -> Login:
        """Return the request for a ticket."""
        return "AuthenticateUser", {"UID": self.user, "PWD": _asked(self.pwd)}


@attrs.frozen(eq=False)
class Ticket:
    """Use an existing ticket: it is never renewed and never logged out."""

    ticket: str = attrs.field(repr=False)


@attrs.frozen(eq=False, init=False)
class Windows:
    """Log in by the HTTP request's own Windows authentication (AuthenticateUserViaWindows).

    Negotiate and NTLM need the extra `windows`.

    Args:
        http: a requests authentication object to use instead, such as `requests_ntlm.HttpNtlmAuth`.
        username: the user, such as `DOMAIN\\jdoe`; by default the user who is logged in to this computer.
        password: that user's password.

    Raises:
        ArgumentError: `http` is given together with a user, or only one of user and password is given.
    """

    http: Any = attrs.field(repr=False)
    username: str | None
    password: str | None = attrs.field(repr=False)

    def __init__(self, http: Any = None, *, username: str | None = None, password: str | None = None) -> None:
        try:
            if (username is None) != (password is None):
                raise ArgumentError(None, (f"{'username' if username is None else 'password'} is missing",))
            if http is not None and username is not None:
                raise ArgumentError(None, ("give either http, or username and password, not both",))
            self.__attrs_init__(http, username, password)
        finally:
            del self, http, password  # keep secrets out of crash reports

    def login(self) -> Login:
        """Return the request for a ticket."""
        return "AuthenticateUserViaWindows", {}


@attrs.frozen(eq=False)
class Impersonate:
    """Act as a user with the server's trusted password (CreateTicketforUser).

    Args:
        trusted_password: the trusted password, or a function that returns it, as for `Password`.
        user: the name of the user to act as.
    """

    trusted_password: str | Callable[[], str] = attrs.field(repr=False)
    user: str

    def login(self) -> Login:
        """Return the request for a ticket."""
        return "CreateTicketforUser", {"TrustedUserPwd": _asked(self.trusted_password), "UserName": self.user}


Auth = Password | Ticket | Windows | Impersonate


def _asked(password: str | Callable[[], str]) -> Secret[str]:
    found = Secret(password() if callable(password) else password)
    if not isinstance(found.reveal(), str):
        raise ArgumentError(None, ("the password function did not return a str",))
    return found


def chosen(username: str | None, password: str | Callable[[], str] | None, auth: Auth | None) -> Auth | None:
    """Return the way to log in that a client's options choose, or None.

    Raises:
        ArgumentError: they choose two ways, or give half of one.
    """
    if auth is not None:
        if username is not None or password is not None:
            raise ArgumentError(None, ("give either username and password, or auth, not both",))
        return auth
    if (username is None) != (password is None):
        raise ArgumentError(None, (f"{'username' if username is None else 'password'} is missing",))
    return None if username is None or password is None else Password(username, password)
