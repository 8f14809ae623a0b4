"""The connection below WSGI, for failures that wait, send raw bytes or break off."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, Final, NoReturn, Protocol

KEY: Final = "soapclient.connection"


class RawConnection(Protocol):
    """The connection that a request came over, as the server or the adapter knows it."""

    def wait(self, seconds: float) -> None:
        """Wait, or less if the server closes or the client times out."""

    def break_off(self, sent: Iterable[bytes], *, reset: bool) -> NoReturn:
        """Send these bytes as they are and close the connection, with a TCP reset on request."""


class Unavailable(Exception):
    """A failure needs a connection that the server does not offer."""


class _Unknown:
    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def break_off(self, sent: Iterable[bytes], *, reset: bool) -> NoReturn:
        raise Unavailable("This failure needs the connection: use serve() or adapter()")


_UNKNOWN: Final = _Unknown()


def of(environ: dict[str, Any]) -> RawConnection:
    """Return the connection of a request; another WSGI server's can only wait."""
    connection: RawConnection = environ.get(KEY, _UNKNOWN)
    return connection
