"""The ways to log in: each gets a ticket by its own operation.

Source: the pages of AuthenticateUser, CreateTicketforUser and AuthenticateUserViaWindows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..errors import ArgumentError

# The operation that gives a ticket, and its arguments.
Login = tuple[str, Mapping[str, Any]]


@attrs.frozen(eq=False)
class Password:
    """Log in with a user name and a password (AuthenticateUser)."""

    user: str
    pwd: str = attrs.field(repr=False)

    def login(self) -> Login:
        """Return what asks for a ticket."""
        return "AuthenticateUser", {"UID": self.user, "PWD": self.pwd}


@attrs.frozen(eq=False)
class Ticket:
    """Use a ticket that was got elsewhere: it is never renewed and never logged out."""

    ticket: str = attrs.field(repr=False)


@attrs.frozen(eq=False)
class Windows:
    """Log in by the HTTP request's own Windows authentication (AuthenticateUserViaWindows).

    Args:
        http: a requests authentication object that speaks NTLM or Kerberos, such as `requests_ntlm.HttpNtlmAuth`.
    """

    http: Any = attrs.field(default=None, repr=False)

    def login(self) -> Login:
        """Return what asks for a ticket."""
        return "AuthenticateUserViaWindows", {}


@attrs.frozen(eq=False)
class Impersonate:
    """Act as a user by the server's trusted password (CreateTicketforUser)."""

    trusted_password: str = attrs.field(repr=False)
    user: str

    def login(self) -> Login:
        """Return what asks for a ticket."""
        return "CreateTicketforUser", {"TrustedUserPwd": self.trusted_password, "UserName": self.user}


Auth = Password | Ticket | Windows | Impersonate


def chosen(username: str | None, password: str | None, auth: Auth | None) -> Auth | None:
    """Return the way to log in that the options of a client name, or None for none.

    Raises:
        ArgumentError: they name two, or half of one.
    """
    if auth is not None:
        if username is not None or password is not None:
            raise ArgumentError(None, ("give either username and password, or auth, not both",))
        return auth
    if (username is None) != (password is None):
        raise ArgumentError(None, (f"{'username' if username is None else 'password'} is missing",))
    return None if username is None or password is None else Password(username, password)
