"""HTTP authentication: turns the options of clients into objects that answer a server's challenge."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..inforouter.login import Windows

    # A user and a password (or a function that returns it), an authentication object of requests, or `Windows()`.
    HttpAuth = tuple[str, str | Callable[[], str]] | Callable[[Any], Any] | Windows

_FORMS = "http_auth must be a pair of user and password, an authentication object of requests, or Windows()"


def of_windows(auth: Windows) -> Any:
    """Return the authentication object for `Windows()`."""
    if auth.http is not None:
        return auth.http
    from ..wire.negotiation import Negotiation

    return Negotiation(auth.username, auth.password)


def made(given: Any) -> Any:
    """Return the authentication object for the option `http_auth`; None without one.

    Raises:
        ArgumentError: the option has none of the accepted forms.
    """
    if given is None:
        return None
    try:
        if isinstance(given, tuple | list):
            if len(given) != 2:
                raise ArgumentError(None, (f"{_FORMS}, not {len(given)} items",))
            from ..wire.basic import BasicAuth

            return BasicAuth(*given)
        from ..inforouter.login import Windows

        if isinstance(given, Windows):
            return of_windows(given)
        if not callable(given) or isinstance(given, type):
            raise ArgumentError(None, (f"{_FORMS}, not {type(given).__name__}",))
        return given
    finally:
        del given  # so a traceback with locals does not show it


def secrets_of(auth: Any) -> tuple[str, ...]:
    """Return the secrets of an authentication object, to hide them if a server echoes them."""
    found = getattr(auth, "secrets", None)
    if isinstance(found, tuple):  # the object for a pair
        return found
    user, password = getattr(auth, "username", None), getattr(auth, "password", None)
    if not isinstance(user, str) or not isinstance(password, str) or not password:
        return ()
    written = (f"{user}:{password}".encode(each, "replace") for each in ("latin-1", "utf-8"))
    return (password, *(base64.b64encode(each).decode("ascii") for each in written))
