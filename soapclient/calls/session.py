"""What a service knows a client's session by, as the caller sees it; this one has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ..errors import ArgumentError, SessionExpired
from ..wire.secret import Secret
from .flow import Flow

T = TypeVar("T")

# How a session makes the calls that are about itself: the operation, its arguments, and the token to be sent, if any.
Call = Callable[[str, Mapping[str, Any], Secret[str] | None], Flow[Any]]


class Session:
    """The session of one client; a service with sessions has a class of its own.

    A token is what the session is known by. Only `Caller` puts one into a message.
    """

    @property
    def authenticates(self) -> bool:
        """Whether there is a way to a token."""
        return False

    @property
    def renewable(self) -> bool:
        """Whether an expired token can be replaced by a new login."""
        return False

    @property
    def owns_token(self) -> bool:
        """Whether a token of its own is open on the server."""
        return False

    def token(self, call: Call) -> Flow[Secret[str]]:
        """Return a token, logging in where there is none yet.

        Args:
            call: makes the calls that a login needs.

        Raises:
            ArgumentError: there are no credentials.
            SoapClientError: the login failed.
        """
        raise ArgumentError(None, ("a login is needed, and this client has no way to log in",))

    def replay(
        self, call: Call, send: Callable[[Secret[str]], Flow[T]], stale: Secret[str], refusal: SessionExpired
    ) -> Flow[T]:
        """Repeat a call whose token was refused, until one is taken or it is known that none will be.

        Args:
            call: makes the calls that a login needs.
            send: makes the call with a token.
            stale: the token that was refused.
            refusal: the error that said so.
        """
        raise refusal

    def close(self, call: Call) -> Flow[None]:
        """End the session, if it is the client's own. Never raises an error of ours."""
        yield from ()
