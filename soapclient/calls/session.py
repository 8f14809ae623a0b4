"""The session of a client with a service; this base class has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ..errors import ArgumentError, SessionExpired
from ..wire.secret import Secret
from .flow import Flow

T = TypeVar("T")

# A function by which a session makes calls about itself: the operation, its arguments, and the token to send, if any.
Call = Callable[[str, Mapping[str, Any], Secret[str] | None], Flow[Any]]


class Session:
    """The session of one client; a service with sessions has its own class.

    A token identifies the session. Only `Caller` puts one into a message.
    """

    @property
    def authenticates(self) -> bool:
        """Whether a token can be obtained."""
        return False

    @property
    def renewable(self) -> bool:
        """Whether an expired token can be replaced by a new login."""
        return False

    @property
    def owns_token(self) -> bool:
        """Whether the session has its own token open on the server."""
        return False

    def token(self, call: Call) -> Flow[Secret[str]]:
        """Return a token; log in first if needed.

        Args:
            call: makes the calls that a login needs.

        Raises:
            ArgumentError: there are no credentials.
            SoapClientError: the login failed.
        """
        raise ArgumentError(None, ("a login is needed, and this client has no credentials",))

    def replay(
        self, call: Call, send: Callable[[Secret[str]], Flow[T]], stale: Secret[str], refusal: SessionExpired
    ) -> Flow[T]:
        """Repeat a call whose token was refused, until a token is accepted or none can be.

        Args:
            call: makes the calls that a login needs.
            send: makes the call with a token.
            stale: the token that was refused.
            refusal: the error of that refusal.
        """
        raise refusal

    def close(self, call: Call) -> Flow[None]:
        """End the session, if it is the client's own. Never raises a `SoapClientError`."""
        yield from ()
