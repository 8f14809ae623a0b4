"""HTTP basic authentication: a user and a password with each request.

Source: RFC 7617.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from ..errors import ArgumentError
from .secret import Secret


class BasicAuth:
    """Writes user and password into each request, in UTF-8.

    Args:
        username: the user.
        password: that user's password, or a function that returns it, called for each request.

    Raises:
        ArgumentError: one of them cannot be sent.
    """

    def __init__(self, username: Any, password: Any) -> None:
        try:
            if not isinstance(username, str) or ":" in username or not _is_sendable(username):
                raise ArgumentError(None, ("http_auth: the user must be a text without colons and control characters",))
            if not callable(password) and not (isinstance(password, str) and _is_sendable(password)):
                raise ArgumentError(None, ("http_auth: the password must be a function or a text without line breaks",))
            self._username = username
            self._password: Secret[Any] = Secret(password)
            self._last: Secret[str] = Secret("")
        finally:
            del username, password  # so a traceback with locals does not show them

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values to hide if a server echoes them: the password (or the one last sent), plain and encoded."""
        given = self._password.reveal()
        password = self._last.reveal() if callable(given) else given
        return (password, self._token(password)) if password else ()

    def __call__(self, request: Any) -> Any:
        """Write the header of a request; requests calls its authentication objects like this."""
        given = self._password.reveal()
        self._last = Secret(_returned(given) if callable(given) else given)
        request.headers["Authorization"] = f"Basic {self._token(self._last.reveal())}"
        return request

    def _token(self, password: str) -> str:
        return base64.b64encode(f"{self._username}:{password}".encode()).decode("ascii")

    def __repr__(self) -> str:
        return f"<BasicAuth {self._username}>"


def _returned(password: Callable[[], Any]) -> str:
    found = password()
    if not isinstance(found, str) or not _is_sendable(found):
        raise ArgumentError(None, ("the password function returned no text that can be sent",))
    return found


def _is_sendable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return not any(char < " " or char == "\x7f" for char in text)
