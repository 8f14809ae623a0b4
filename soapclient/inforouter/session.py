"""The ticket of a client: got at first need, once for all threads, renewed when it has expired, given back.

Source: the pages of AuthenticateUser, CreateTicketforUser, AuthenticateUserViaWindows and LogOut.
"""

from __future__ import annotations

import copy
import logging
import threading
from collections.abc import Callable
from typing import Final, TypeVar

from ..errors import ArgumentError, ServiceError, SessionExpired, SoapClientError, UnexpectedReply
from .login import Auth, Call, Ticket

log = logging.getLogger("soapclient.session")

T = TypeVar("T")

# How many tickets one call is tried with at most; each is one that was got after the one before was refused.
_MOST_TICKETS: Final = 100


class _Attempt:
    """One login that every thread in need of it waits for and shares; with neither outcome, the next one tries."""

    def __init__(self, stale: str | None = None) -> None:
        self.stale = stale
        self.done = threading.Event()
        self.ticket: str | None = None
        self.error: SoapClientError | None = None
        self.shared = False


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
        self._last = self._refused = _Attempt()
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
            SoapClientError: the login failed; every thread that waited for it gets the same, and every call that was
                under way with the `stale` ticket.
        """
        if self._ticket is not None and not self.renewable:
            return self._ticket
        found = self._next(stale)
        return found if isinstance(found, str) else self._log_in(found, str)

    def replay(self, send: Callable[[str], T], stale: str, refusal: SessionExpired) -> T:
        """Repeat a call whose ticket was refused, until one is taken or it is known that none will be.

        A ticket that other threads have too may be over before this call arrives: that says nothing. A refusal is final
        only for a ticket that this call logged in for and that nobody else has had. So a call that was refused twice
        uses the next login's ticket before the others get it.

        Args:
            send: makes the call with a ticket.
            stale: the ticket that was refused.
            refusal: the error that said so.

        Raises:
            SessionExpired: a new login did not help.
            SoapClientError: the login failed, or the call.
        """
        alone = False
        for _ in range(_MOST_TICKETS):
            found = self._next(stale)
            try:
                if alone and isinstance(found, _Attempt):
                    return self._log_in(found, send)
                stale = found if isinstance(found, str) else self._log_in(found, str)
                return send(stale)
            except SessionExpired as exc:
                refusal, alone = exc, True
            if isinstance(found, _Attempt) and not found.shared:
                break
        raise refusal

    def _next(self, stale: str | None) -> str | _Attempt:
        """Return another ticket than the stale one, or the login that the caller is to make."""
        while True:
            with self._lock:
                if self._ticket is not None and self._ticket != stale:
                    self._last.shared = True
                    return self._ticket
                attempt = self._attempt
                if attempt is None and stale is not None and stale == self._refused.stale:
                    attempt = self._refused  # this call was under way with that ticket too
                if attempt is None:
                    attempt = self._attempt = _Attempt(stale)
                    return attempt
            attempt.done.wait()
            if attempt.error is not None:
                raise copy.copy(attempt.error)

    def _log_in(self, attempt: _Attempt, use: Callable[[str], T]) -> T:
        """Log in, and use the ticket before anybody else has it."""
        try:
            if self._login is None:
                raise ArgumentError(None, ("a login is needed: give the client username and password, or auth",))
            reply = self._login(self._call)
            attempt.ticket = reply.attributes.get("ticket") or None
            if attempt.ticket is None:
                raise UnexpectedReply(f"{reply.operation}: the reply has no ticket", operation=reply.operation)
            return use(attempt.ticket)
        except SessionExpired:
            attempt.ticket = None  # which says nothing about other operations: each finds out for itself
            raise
        except SoapClientError as exc:
            if attempt.ticket is None:
                attempt.error = exc
            raise
        finally:
            with self._lock:
                if attempt.ticket is not None:
                    self._ticket, self._last = attempt.ticket, attempt
                elif isinstance(attempt.error, ServiceError):
                    self._ticket, self._refused = None, attempt
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
