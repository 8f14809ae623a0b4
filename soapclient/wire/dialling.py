"""Connect to a host: its addresses share one time limit, and a silent address does not delay the next."""

from __future__ import annotations

import contextlib
import errno
import os
import selectors
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from .abort import Abort

_NEXT: Final = 0.25  # seconds until the next address is tried as well (RFC 8305)
_LOOK: Final = 0.05  # seconds between checks whether the request was aborted
_UNDER_WAY: Final = (0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK))
# Keep-alive packets: firewalls keep the connection open, and a server that is gone is noticed.
OPTIONS: Final = (
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *((socket.IPPROTO_TCP, getattr(socket, name), value)
      for name, value in (("TCP_KEEPIDLE", 45), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4)) if hasattr(socket, name)),
)  # fmt: skip


class Unreachable(OSError):
    """Connecting to every address of a host failed; the text lists the attempts.

    Attributes:
        late: whether the time ran out.
    """

    def __init__(self, text: str, *, late: bool) -> None:
        super().__init__(text)
        self.late = late


def dial(
    host: str,
    port: int,
    end: float,
    *,
    abort: Abort | None = None,
    opened: Callable[[socket.socket], object] = lambda sock: None,
) -> socket.socket:
    """Connect to the first address of a host that answers; if one is slow, others are tried in parallel.

    Looking up the name cannot be interrupted, only found to have taken too long.

    Args:
        host: the host.
        port: the port.
        end: the deadline, by the monotonic clock.
        abort: aborts the attempt when its `now` is called.
        opened: called with each socket.

    Raises:
        Unreachable: no address answered.
        Aborted: it was aborted.
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except socket.gaierror as exc:
        raise Unreachable(f"{host} has no address ({exc.strerror or exc})", late=False) from exc
    if not found:
        raise Unreachable(f"{host} has no address", late=False)
    with selectors.DefaultSelector() as selector:
        race = _Race(selector, found, opened)
        try:
            return race.won(end, abort)
        finally:
            race.over()


class _Race:
    def __init__(self, selector: Any, found: Iterable[Any], opened: Callable[[socket.socket], object]) -> None:
        self._selector = selector
        self._waiting = list(found)
        self._opened = opened
        self._failed: dict[str, str] = {}
        self._running: dict[socket.socket, str] = {}

    def won(self, end: float, abort: Abort | None) -> socket.socket:
        start = time.monotonic()
        while True:
            if abort is not None:
                abort.check()
            now = time.monotonic()
            if now >= end:
                raise Unreachable(self._told(), late=True)
            while self._waiting and (now >= start or not self._running):
                self._begin(*self._waiting.pop(0))
                start = now + _NEXT
            if not self._running:
                raise Unreachable(self._told(), late=False)
            wait = min(end, start) - now if self._waiting else end - now
            for key, _ in self._selector.select(wait if abort is None else min(wait, _LOOK)):
                if (sock := self._connected(key.fileobj)) is not None:
                    return sock

    def _begin(self, family: int, kind: int, proto: int, _: str, address: tuple[Any, ...]) -> None:
        name = f"[{address[0]}]:{address[1]}" if ":" in address[0] else f"{address[0]}:{address[1]}"
        try:
            sock = socket.socket(family, kind, proto)
        except OSError as exc:
            self._failed[name] = exc.strerror or str(exc)
            return
        self._opened(sock)
        self._running[sock] = name
        try:
            for option in OPTIONS:
                sock.setsockopt(*option)
            sock.setblocking(False)
            code = sock.connect_ex(address)
        except OSError as exc:
            self._drop(sock, exc.strerror or str(exc))
            return
        if code not in _UNDER_WAY:
            self._drop(sock, os.strerror(code))
            return
        self._selector.register(sock, selectors.EVENT_WRITE)

    def _connected(self, sock: Any) -> socket.socket | None:
        self._selector.unregister(sock)
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            self._drop(sock, os.strerror(code))
            return None
        del self._running[sock]
        return sock  # type: ignore[no-any-return]

    def _drop(self, sock: socket.socket, why: str) -> None:
        self._failed[self._running.pop(sock)] = why
        sock.close()

    def over(self) -> None:
        for sock in self._running:
            with contextlib.suppress(OSError):
                sock.close()

    def _told(self) -> str:
        tried = [f"{name} ({why})" for name, why in self._failed.items()]
        tried += [f"{name} (no answer)" for name in self._running.values()]
        if not tried:
            return "looking up the name took all the time"
        return ", ".join(tried)
