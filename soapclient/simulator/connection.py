"""What a failure needs of the connection below WSGI: to wait, to send raw bytes, to break off."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, Final, NoReturn, Protocol

KEY: Final = "soapclient.connection"


class RawConnection(Protocol):
    """The connection that a request came over, as the server or the adapter knows it."""

    def wait(self, seconds: float) -> None:
        """Wait, less long where the server closes or the client's patience ends."""

    def break_off(self, sent: Iterable[bytes], *, reset: bool) -> NoReturn:
        """Send these bytes as they are and close the connection, with a TCP reset if asked for."""


class Unavailable(Exception):
    """The server offers no connection to a failure that needs one."""


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
