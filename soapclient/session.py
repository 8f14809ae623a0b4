"""The ticket of a client: got at first need, once for all threads, renewed once when it has expired, given back.

Source: the pages of AuthenticateUser, CreateTicketforUser, AuthenticateUserViaWindows and LogOut.
"""

from __future__ import annotations

import copy
import logging
import threading
from collections.abc import Callable
from typing import Any

import attrs

from .errors import ArgumentError, SoapClientError, UnexpectedReply
from .reply import Reply

log = logging.getLogger(__name__)

Call = Callable[..., Reply]


@attrs.frozen(eq=False)
class Password:
    """Log in with a user name and a password (AuthenticateUser)."""

    user: str
    pwd: str = attrs.field(repr=False)

    def login(self, call: Call) -> Reply:
        """Ask for a ticket."""
        return call("AuthenticateUser", {"UID": self.user, "PWD": self.pwd})


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

    def login(self, call: Call) -> Reply:
        """Ask for a ticket."""
        return call("AuthenticateUserViaWindows", {})


@attrs.frozen(eq=False)
class Impersonate:
    """Act as a user by the server's trusted password (CreateTicketforUser)."""

    trusted_password: str = attrs.field(repr=False)
    user: str

    def login(self, call: Call) -> Reply:
        """Ask for a ticket."""
        return call("CreateTicketforUser", {"TrustedUserPwd": self.trusted_password, "UserName": self.user})


Auth = Password | Ticket | Windows | Impersonate


class _Attempt:
    """One login that every thread in need of it waits for and shares; with neither outcome, the next one tries."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.ticket: str | None = None
        self.error: SoapClientError | None = None


class Session:
    """The ticket of one client.

    Args:
        auth: how to get a ticket; None for operations that need none.
        call: how to call an operation that needs no ticket.
    """

    def __init__(self, auth: Auth | None, call: Call) -> None:
        self._auth = auth
        self._login = None if auth is None or isinstance(auth, Ticket) else auth.login
        self._call = call
        self._lock = threading.Lock()
        self._attempt: _Attempt | None = None
        self._ticket = auth.ticket if isinstance(auth, Ticket) else None

    @property
    def authenticates(self) -> bool:
        """Whether there is a way to a ticket."""
        return self._auth is not None

    @property
    def renewable(self) -> bool:
        """Whether an expired ticket can be replaced by a new login."""
        return self._login is not None

    @property
    def owns_ticket(self) -> bool:
        """Whether a ticket of its own is open on the server."""
        return self._ticket is not None and self.renewable

    def ticket(self, stale: str | None = None) -> str:
        """Return a ticket, logging in if there is none yet or only the `stale` one.

        Args:
            stale: a ticket that the server no longer knows.

        Raises:
            ArgumentError: there are no credentials.
            SoapClientError: the login failed; every thread that waited for it gets the same.
        """
        if self._login is None:
            if self._ticket is not None:
                return self._ticket
            raise ArgumentError(None, ("a login is needed: give the client username and password, or auth",))
        while True:
            with self._lock:
                if self._ticket is not None and self._ticket != stale:
                    return self._ticket
                attempt = self._attempt
                mine = attempt is None
                if attempt is None:
                    attempt = self._attempt = _Attempt()
            if mine:
                return self._log_in(self._login, attempt)
            attempt.done.wait()
            if attempt.ticket is not None:
                return attempt.ticket
            if attempt.error is not None:
                raise copy.copy(attempt.error)

    def _log_in(self, login: Callable[[Call], Reply], attempt: _Attempt) -> str:
        try:
            reply = login(self._call)
            ticket = reply.attributes.get("ticket")
            if not ticket:
                raise UnexpectedReply(f"{reply.operation}: the reply has no ticket", operation=reply.operation)
            attempt.ticket = ticket
            return ticket
        except SoapClientError as exc:
            attempt.error = exc
            raise
        finally:
            with self._lock:
                self._ticket = attempt.ticket or self._ticket
                self._attempt = None
            attempt.done.set()

    def close(self) -> None:
        """Log the session's own ticket out; a given one stays. A failure to do so is logged, not raised."""
        with self._lock:
            attempt = self._attempt
        if attempt is not None:
            attempt.done.wait()  # a login that is under way would leave its ticket behind
        with self._lock:
            ticket, self._ticket = self._ticket, None
        if ticket is None or not self.renewable:
            return
        try:
            self._call("LogOut", {}, ticket=ticket)
        except SoapClientError as exc:
            log.info("the ticket could not be logged out: %s", exc)

    def __repr__(self) -> str:
        return f"<Session {type(self._auth).__name__ if self._auth else 'anonymous'}>"
