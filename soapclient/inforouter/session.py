"""The ticket of a client: got at first need, once for all threads, renewed when it has expired, given back.

Source: the pages of AuthenticateUser, CreateTicketforUser, AuthenticateUserViaWindows and LogOut.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from ..calls.flow import Flow, UnderWay
from ..calls.session import Call, Session
from ..errors import ArgumentError, ServiceError, SessionExpired, SoapClientError, UnexpectedReply
from ..wire import forks
from .login import Auth, Ticket

log = logging.getLogger("soapclient.session")

T = TypeVar("T")

# How many tickets one call is tried with at most; each is one that was got after the one before was refused.
_MOST_TICKETS: Final = 100


class _Attempt:
    """One login that every thread in need of it waits for and shares; with neither outcome, the next one tries."""

    def __init__(self, stale: str | None = None) -> None:
        self.stale = stale
        self.done = UnderWay()
        self.ticket: str | None = None
        self.error: SoapClientError | None = None
        self.shared = False


class TicketSession(Session):
    """The ticket of one client.

    Args:
        auth: how to get a ticket; None for operations that need none.
    """

    def __init__(self, auth: Auth | None) -> None:
        self._auth = auth
        self._login: Callable[[], tuple[str, Mapping[str, Any]]] | None = None
        if auth is not None and not isinstance(auth, Ticket):
            self._login = auth.login
        self._lock = forks.lock()
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
    def owns_token(self) -> bool:
        """Whether a ticket of its own is open on the server."""
        return self._ticket is not None and self.renewable

    def token(self, call: Call, stale: str | None = None) -> Flow[str]:
        """Return a ticket, logging in if there is none yet or only the `stale` one.

        Args:
            call: makes the calls that a login needs.
            stale: a ticket that the server no longer knows.

        Raises:
            ArgumentError: there are no credentials.
            SoapClientError: the login failed; every thread that waited for it gets the same, and every call that was
                under way with the `stale` ticket.
        """
        if self._ticket is not None and not self.renewable:
            return self._ticket
        found = yield from self._next(stale)
        return found if isinstance(found, str) else (yield from self._log_in(call, found, _itself))

    def replay(self, call: Call, send: Callable[[str], Flow[T]], stale: str, refusal: SessionExpired) -> Flow[T]:
        """Repeat a call whose ticket was refused, until one is taken or it is known that none will be.

        A ticket that other threads have too may be over before this call arrives: that says nothing. A refusal is final
        only for a ticket that this call logged in for and that nobody else has had. So a call that was refused twice
        uses the next login's ticket before the others get it.

        Args:
            call: makes the calls that a login needs.
            send: makes the call with a ticket.
            stale: the ticket that was refused.
            refusal: the error that said so.

        Raises:
            SessionExpired: a new login did not help.
            SoapClientError: the login failed, or the call.
        """
        alone = False
        for _ in range(_MOST_TICKETS):
            found = yield from self._next(stale)
            try:
                if alone and isinstance(found, _Attempt):
                    return (yield from self._log_in(call, found, send))
                stale = found if isinstance(found, str) else (yield from self._log_in(call, found, _itself))
                return (yield from send(stale))
            except SessionExpired as exc:
                refusal, alone = exc, True
            if isinstance(found, _Attempt) and not found.shared:
                break
        raise refusal

    def _next(self, stale: str | None) -> Flow[str | _Attempt]:
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
            yield attempt.done
            if attempt.error is not None:
                raise copy.copy(attempt.error)

    def _log_in(self, call: Call, attempt: _Attempt, use: Callable[[str], Flow[T]]) -> Flow[T]:
        """Log in, and use the ticket before anybody else has it."""
        try:
            if self._login is None:
                raise ArgumentError(None, ("a login is needed: give the client username and password, or auth",))
            reply = yield from call(*self._login(), None)
            attempt.ticket = reply.attributes.get("ticket") or None
            if attempt.ticket is None:
                raise UnexpectedReply(f"{reply.operation}: the reply has no ticket", operation=reply.operation)
            return (yield from use(attempt.ticket))
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
            attempt.done.over()

    def close(self, call: Call) -> Flow[None]:
        """Log the session's own ticket out; a given one stays. A failure to do so is logged, not raised."""
        with self._lock:
            attempt = self._attempt
        if attempt is not None:
            yield attempt.done  # a login that is under way would leave its ticket behind
        with self._lock:
            ticket, self._ticket = self._ticket, None
        if ticket is None or not self.renewable:
            return
        try:
            yield from call("LogOut", {}, ticket)
        except SoapClientError as exc:
            log.info("the ticket could not be logged out: %s", exc)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {type(self._auth).__name__ if self._auth else 'anonymous'}>"


def _itself(ticket: str) -> Flow[str]:
    yield from ()
    return ticket
