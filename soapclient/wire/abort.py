"""A way to break a request off from another thread."""

from __future__ import annotations

import contextlib
import contextvars
import socket
import threading
from typing import Any, Final


class Aborted(Exception):
    """The request was broken off; not an OSError, so that nothing on the way takes it for a broken connection."""


class Abort:
    """Breaks off the request that it is given to, whether that is still to come, under way or over.

    Attributes:
        aborted: whether `now` was called.
    """

    __slots__ = ("_lock", "_socket", "aborted")

    def __init__(self) -> None:
        self.aborted = False
        self._lock = threading.Lock()
        self._socket: Any = None

    def now(self) -> None:
        """Break the request off: its thread fails at once, and its connection is not used again."""
        with self._lock:
            self.aborted = True
            if self._socket is not None:
                _shut(self._socket)

    def check(self) -> None:
        """Go no further where `now` was called.

        Raises:
            Aborted: it was.
        """
        if self.aborted:
            raise Aborted("broken off")

    def hold(self, sock: Any) -> None:
        """Name the socket that the request uses from here on.

        Raises:
            Aborted: `now` was called before.
        """
        with self._lock:
            self.check()
            self._socket = sock

    def let_go(self) -> None:
        """Touch the socket no more: the request is over, or the socket about to be closed."""
        with self._lock:
            self._socket = None


class GivenUp(BaseException):
    """Nobody waits for this work any more: no error of a request, so that nothing on the way deals with it as one."""


# What breaks off the work that is done in this context, where something does.
current: Final[contextvars.ContextVar[Abort | None]] = contextvars.ContextVar("current", default=None)


def _shut(sock: Any) -> None:
    while not isinstance(sock, socket.socket):  # TLS within TLS
        sock = sock.socket
    with contextlib.suppress(OSError):
        # Not its own method: that of a TLS socket takes TLS away under the thread that reads.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
