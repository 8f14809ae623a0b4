"""The ticket of a client: fetched when needed, shared by all threads, renewed when expired, logged out at the end.

Source: the pages of AuthenticateUser, CreateTicketforUser, AuthenticateUserViaWindows and LogOut.
"""

from __future__ import annotations

import copy
import logging
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from ..calls.flow import Flow, UnderWay
from ..calls.session import Call, Session
from ..errors import (
    ArgumentError,
    HttpError,
    ServerFault,
    ServiceError,
    SessionExpired,
    SoapClientError,
    UnexpectedReply,
)
from ..wire import forks
from ..wire.secret import Secret
from .login import Auth, Login, Ticket

log = logging.getLogger("soapclient.session")

T = TypeVar("T")

# For how many seconds refused credentials are not tried again: at first, and at most; each refusal doubles it.
_FIRST_PAUSE: Final = 60.0
_LONGEST_PAUSE: Final = 3600.0
# How many refused credentials are remembered: replicas of a password store may differ for a while.
_MOST_REFUSED: Final = 8
_REFUSED_BY_HTTP: Final = (401, 403, 407)


class _Attempt:
    """One login that every thread in need of it waits for; if it ends without an outcome, the next thread tries."""

    def __init__(self) -> None:
        self.done = UnderWay()
        self.ticket: Secret[str] | None = None
        self.error: SoapClientError | None = None
        self.shared = False
        self.asking = 0  # the thread that calls the password function


class _Refusal:
    """Refused credentials: repeating them too soon and too often locks the account.

    Args:
        login: the credentials.
        error: the refusal.
        pause: for how many seconds they are not tried again.
        now: the current time, in seconds.
    """

    def __init__(self, login: Login, error: SoapClientError, pause: float, now: float) -> None:
        self.login = login
        self.pause = pause
        self._error = error
        self._until = now + pause

    def check(self, now: float) -> None:
        """Raise the error again, unless the pause is over."""
        left = self._until - now
        if left <= 0:
            return
        error = copy.copy(self._error)
        error.message = f"{error.message}; the same credentials are not tried again for {left:.0f} s"
        error.args = (error.message,)
        raise error


class TicketSession(Session):
    """The ticket of one client.

    Args:
        auth: how to get a ticket; None for operations that need no ticket.
        clock: returns the time in seconds.
    """

    def __init__(self, auth: Auth | None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._auth = auth
        self._clock = clock
        self._login: Callable[[], Login] | None = None
        if auth is not None and not isinstance(auth, Ticket):
            self._login = auth.login
        self._lock = forks.lock()
        self._attempt: _Attempt | None = None
        self._last = _Attempt()
        self._refused: tuple[_Refusal, ...] = ()
        self._ticket = Secret(auth.ticket) if isinstance(auth, Ticket) else None
        forks.renewed(self)

    def after_fork(self) -> None:
        """Log in anew in a child process: the ticket and the logins in progress belong to the parent."""
        self._attempt, self._last = None, _Attempt()
        if self.renewable:
            self._ticket = None

    @property
    def authenticates(self) -> bool:
        """Whether the session can get a ticket."""
        return self._auth is not None

    @property
    def renewable(self) -> bool:
        """Whether an expired ticket can be replaced by a new login."""
        return self._login is not None

    @property
    def owns_token(self) -> bool:
        """Whether this session has a ticket of its own open on the server."""
        return self._ticket is not None and self.renewable

    def token(self, call: Call, stale: Secret[str] | None = None) -> Flow[Secret[str]]:
        """Return a ticket; log in if there is only the `stale` one or no ticket.

        Args:
            call: makes the calls that a login needs.
            stale: a ticket that the server refused.

        Raises:
            ArgumentError: no credentials were given.
            SoapClientError: the login failed; every thread that waited for it gets the same error. Refused credentials
                are not tried again for a while, unless they have changed.
        """
        if self._ticket is not None and not self.renewable:
            return self._ticket
        found = yield from self._next(stale)
        return found if isinstance(found, Secret) else (yield from self._log_in(call, found, _itself))

    def replay(
        self, call: Call, send: Callable[[Secret[str]], Flow[T]], stale: Secret[str], refusal: SessionExpired
    ) -> Flow[T]:
        """Repeat a call whose ticket was refused, until a ticket is accepted or none can be.

        A ticket that other threads share may end before this call arrives, so its refusal proves nothing. A refusal is
        final only for a ticket that this call logged in for and nobody else has used. So after two refusals the call
        takes no shared ticket: it logs in, and uses the new ticket before others get it.

        Args:
            call: makes the calls that a login needs.
            send: makes the call with a ticket.
            stale: the ticket that was refused.
            refusal: the error that said so.

        Raises:
            SessionExpired: a new login did not help.
            SoapClientError: the login failed, or the call.
        """
        found = yield from self._next(stale)
        try:
            new = found if isinstance(found, Secret) else (yield from self._log_in(call, found, _itself))
            return (yield from send(new))
        except SessionExpired:
            if isinstance(found, _Attempt) and not found.shared:
                raise
        return (yield from self._log_in(call, (yield from self._turn()), send))

    def _next(self, stale: Secret[str] | None) -> Flow[Secret[str] | _Attempt]:
        """Return another ticket than the stale one, or the login that the caller must make."""
        while True:
            with self._lock:
                if self._ticket is not None and self._ticket != stale:
                    self._last.shared = True
                    return self._ticket
                attempt = self._attempt
                if attempt is None:
                    return self._begin()
            yield from _end_of(attempt)

    def _turn(self) -> Flow[_Attempt]:
        """Return a login that the caller must make, once it is its turn."""
        while True:
            with self._lock:
                attempt = self._attempt
                if attempt is None:
                    return self._begin()
            yield from _end_of(attempt)

    def _begin(self) -> _Attempt:
        attempt = self._attempt = _Attempt()
        return attempt

    def _log_in(self, call: Call, attempt: _Attempt, use: Callable[[Secret[str]], Flow[T]]) -> Flow[T]:
        """Log in, and use the ticket before anybody else gets it."""
        try:
            if self._login is None:
                raise ArgumentError(None, ("a login is needed; give the client username and password, or auth",))
            attempt.asking = threading.get_ident()
            login = self._login()
            attempt.asking = 0
            attempt.ticket = yield from self._new_ticket(call, login)
            return (yield from use(attempt.ticket))
        except SessionExpired:
            attempt.ticket = None  # other operations find out for themselves
            raise
        except SoapClientError as exc:
            if attempt.ticket is None and not vars(exc).get("hurried"):
                attempt.error = exc
            raise
        finally:
            with self._lock:
                if attempt.ticket is not None:
                    self._ticket, self._last = attempt.ticket, attempt
                elif isinstance(attempt.error, ServiceError):
                    self._ticket = None
                self._attempt = None
            attempt.done.over()

    def _new_ticket(self, call: Call, login: Login) -> Flow[Secret[str]]:
        """Log in, unless the same credentials were refused a short while ago."""
        before = next((each for each in self._refused if each.login == login), None)
        if before is not None:
            before.check(self._clock())
        try:
            reply = yield from call(*login, None)
        except SoapClientError as exc:
            if _is_refusal(exc):
                pause = _FIRST_PAUSE if before is None else min(2 * before.pause, _LONGEST_PAUSE)
                others = tuple(each for each in self._refused if each is not before)[1 - _MOST_REFUSED :]
                self._refused = (*others, _Refusal(login, copy.copy(exc), pause, self._clock()))
            raise
        self._refused = ()
        ticket = Secret(str(reply.attributes.get("ticket") or ""))
        if not ticket:
            raise UnexpectedReply(f"{reply.operation}: the reply has no ticket", operation=reply.operation)
        return ticket

    def close(self, call: Call) -> Flow[None]:
        """Log out the session's own ticket, never a given one. A failure is logged, not raised."""
        with self._lock:
            attempt = self._attempt
        if attempt is not None:
            yield attempt.done  # a login in progress would leave its ticket behind
        if not self.renewable:
            return
        with self._lock:
            ticket, self._ticket = self._ticket, None
        if ticket is None:
            return
        try:
            yield from call("LogOut", {}, ticket)
        except SoapClientError as exc:
            log.info("could not log out the ticket: %s", exc)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {type(self._auth).__name__ if self._auth else 'anonymous'}>"


def _end_of(attempt: _Attempt) -> Flow[None]:
    """Wait for the login of another call, and raise its error."""
    if attempt.asking == threading.get_ident():
        raise ArgumentError(None, ("the password function calls the client that it is for",))
    yield attempt.done
    if attempt.error is not None:
        raise copy.copy(attempt.error)


def _itself(ticket: Secret[str]) -> Flow[Secret[str]]:
    yield from ()
    return ticket


def _is_refusal(error: SoapClientError) -> bool:
    """Return whether a login was refused for its credentials, rather than because the service failed."""
    if isinstance(error, HttpError):
        return error.status in _REFUSED_BY_HTTP
    return isinstance(error, ServiceError) and not isinstance(error, ServerFault)
