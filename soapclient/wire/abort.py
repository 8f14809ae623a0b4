"""Abort a request from another thread."""

from __future__ import annotations

import contextlib
import contextvars
import socket
import threading
from typing import Any, Final


class Aborted(Exception):
    """The request was aborted; not an OSError, so no layer below takes it for a broken connection."""


class Abort:
    """Aborts the request that it is passed to, whether that has not started, is running or is over.

    Attributes:
        aborted: whether `now` was called.
    """

    __slots__ = ("_lock", "_socket", "aborted")

    def __init__(self) -> None:
        self.aborted = False
        self._lock = threading.Lock()
        self._socket: Any = None

    def now(self) -> None:
        """Abort the request: its thread fails at once, and its connection is not used again."""
        with self._lock:
            self.aborted = True
            if self._socket is not None:
                _shut(self._socket)

    def check(self) -> None:
        """Raise if `now` was called.

        Raises:
            Aborted: it was called.
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
        """Leave the socket alone from now on: the request is over, or the socket is about to be closed."""
        with self._lock:
            self._socket = None


class GivenUp(BaseException):
    """Nobody waits for this work any more; not an error of a request, so no layer handles it as one."""


# The `Abort` of the work in this context, if it has one.
current: Final[contextvars.ContextVar[Abort | None]] = contextvars.ContextVar("current", default=None)


def _shut(sock: Any) -> None:
    while not isinstance(sock, socket.socket):  # TLS within TLS
        sock = sock.socket
    with contextlib.suppress(OSError):
        # Not the method of a TLS socket: it would remove TLS while another thread reads.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
