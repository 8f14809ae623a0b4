"""Tickets and reset codes: GUIDs that live only in this process's memory, as on the real server."""

from __future__ import annotations

import time
import uuid
from datetime import datetime, timedelta, timezone

import attrs

from ..wire import forks

RESET_LIFETIME = 3600.0


@attrs.define
class IssuedTicket:
    """The user of a ticket, its expiry (seconds since the epoch), and the result of its last search."""

    user_id: int
    expires: float
    found: object = attrs.field(default=None, repr=False)

    @property
    def expire_on(self) -> str:
        """The end of the ticket's life as the replies write it."""
        return f"{datetime.fromtimestamp(self.expires, timezone.utc):%Y-%m-%dT%H:%M:%SZ}"


class Tickets:
    """The valid tickets; the lifetime of each restarts with every successful call."""

    def __init__(self, lifetime: timedelta) -> None:
        self.issued = 0
        self._lifetime = lifetime.total_seconds()
        self._sessions: dict[str, IssuedTicket] = {}
        self._lock = forks.lock()

    def issue(self, user_id: int) -> tuple[str, IssuedTicket]:
        """Create a ticket for a user."""
        ticket = str(uuid.uuid4())
        session = IssuedTicket(user_id, time.time() + self._lifetime)
        with self._lock:
            self._sessions[ticket] = session
            self.issued += 1
        return ticket, session

    def find(self, ticket: str) -> IssuedTicket | None:
        """Return the session of a valid ticket; its lifetime does not change."""
        session = self._sessions.get(ticket)
        if session is None:
            known = guid(ticket)
            session = self._sessions.get(known) if known else None
        if session is None or session.expires <= time.time():
            return None
        return session

    def holds(self, session: IssuedTicket | None) -> bool:
        """Tell whether a session still has a ticket, expired or not."""
        with self._lock:
            return any(each is session for each in self._sessions.values())

    def extend(self, session: IssuedTicket) -> None:
        """Restart the lifetime of a ticket."""
        session.expires = time.time() + self._lifetime

    def forget(self, ticket: str) -> None:
        """End a ticket."""
        with self._lock:
            self._sessions.pop(guid(ticket) or ticket, None)

    def clear(self) -> None:
        """End every ticket."""
        with self._lock:
            self._sessions.clear()

    def __repr__(self) -> str:
        return f"<Tickets: {len(self._sessions)}>"


class ResetCodes:
    """The codes of forgotten passwords: one per user, for one hour, for one use."""

    def __init__(self) -> None:
        self._codes: dict[int, tuple[str, float]] = {}

    def issue(self, user_id: int) -> str:
        """Create the code of a user; an older one becomes invalid."""
        code = uuid.uuid4().hex
        self._codes[user_id] = (code, time.time() + RESET_LIFETIME)
        return code

    def valid(self, user_id: int, code: str) -> bool:
        """Tell whether this is the user's valid code."""
        known, expires = self._codes.get(user_id, ("", 0.0))
        return bool(code) and code == known and time.time() < expires

    def use(self, user_id: int) -> None:
        """Remove the user's code."""
        self._codes.pop(user_id, None)

    def __repr__(self) -> str:
        return f"<ResetCodes: {len(self._codes)}>"


def guid(text: str) -> str | None:
    """Return a GUID in its one spelling here, or None for other text."""
    try:
        return str(uuid.UUID(text.strip()))
    except ValueError:
        return None
