"""What a failure needs of the connection below WSGI: to wait, to send raw bytes, to break off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NoReturn, Protocol

KEY: Final = "soapclient.connection"


class Connection(Protocol):
    """The connection that a request came over, as the server or the adapter knows it."""

    def wait(self, seconds: float) -> None:
        """Wait, less long where the server closes or the client's patience ends."""

    def break_off(self, sent: Iterable[bytes], *, reset: bool) -> NoReturn:
        """Send these bytes as they are and close the connection, with a TCP reset if asked for."""


class Unavailable(Exception):
    """This server offers no connection to a failure that needs one."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"The failure {kind!r} needs a connection: use Simulator.serve()")


def of(environ: dict[str, Any], kind: str) -> Connection:
    """Return the connection of a request.

    Raises:
        Unavailable: the WSGI server is not one of the simulator's.
    """
    connection: Connection | None = environ.get(KEY)
    if connection is None:
        raise Unavailable(kind)
    return connection
