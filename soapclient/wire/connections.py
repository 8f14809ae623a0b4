"""HTTP connections that track how far a request got and give each reply one deadline, not one for each read."""

from __future__ import annotations

import contextlib
import http.client
import io
import os
import socket
import time
import weakref
from typing import Any, Final, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from .dialling import Unreachable, dial
from .exchange import WireExchange, here
from .forks import members

_SLACK: Final = 0.05  # seconds: a smaller change does not reset a socket's timeout
_SMALL: Final = 64 * 1024
_RENEWED: Final = 2**20  # bytes that must arrive within the time for a reply
_BARE: Final = (101, 204, 304)  # these have no body, whatever their headers say


class OpenConnections:
    """The pools and sockets of one client, so that a child process can drop what it inherited.

    Args:
        max_idle: seconds after which a connection that no request uses is not used again.
    """

    def __init__(self, max_idle: float) -> None:
        self.max_idle = max_idle
        self.sockets: weakref.WeakSet[Any] = weakref.WeakSet()
        self.pools: weakref.WeakSet[Any] = weakref.WeakSet()
        self._next_look = 0.0

    def trim(self, now: float) -> None:
        """Close connections that have been idle for too long, in all pools; checked from time to time."""
        if now >= self._next_look:
            self._next_look = now + self.max_idle
            for pool in members(self.pools):
                pool.trim(now - self.max_idle)

    def drop(self) -> None:
        """Drop all connections in a child process without telling the server: the parent still uses them."""
        for sock in tuple(self.sockets):
            plain = sock
            while not isinstance(plain, socket.socket):  # TLS within TLS
                plain = plain.socket
            descriptor = plain.detach()
            if descriptor >= 0:
                with contextlib.suppress(OSError):
                    os.close(descriptor)
        for pool in tuple(self.pools):
            pool.renew()
        self.sockets, self.pools = weakref.WeakSet(), weakref.WeakSet()


class _Deadline(io.RawIOBase):
    """A socket's reading end with one deadline for all reads together.

    For a reply of any size the deadline starts again with each megabyte.
    """

    def __init__(self, raw: Any, sock: Any, exchange: WireExchange) -> None:
        self._raw = raw
        self._sock = sock
        self._exchange = exchange
        timeout = sock.gettimeout()
        self._timeout = timeout
        self._end = None if timeout is None else time.monotonic() + timeout
        self._left = _RENEWED

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._end is not None:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            if self._sock.gettimeout() > left + _SLACK:
                self._sock.settimeout(left)
        count = cast("int | None", self._raw.readinto(buffer))
        if count:
            self._exchange.answered = True
            self._left -= count
            if self._left <= 0 and self._end is not None and self._exchange.renews:
                self._end, self._left = time.monotonic() + self._timeout, _RENEWED
                self._sock.settimeout(self._timeout)
        return count

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
            super().close()


class _Response(http.client.HTTPResponse):
    """A final reply; its connection is used again only if the end of the reply is certain."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Deadline(self.fp.detach(), sock, here.exchange))

    def begin(self) -> None:
        """Read the head of the reply."""
        super().begin()
        if self.status in _BARE:
            self.will_close = True  # bytes that follow would be taken for the next reply

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            found: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # it has no types
            if not 102 <= found[1] < 200:
                return found
            http.client.parse_headers(self.fp)  # such as 103: the final reply follows


class _Watched:
    """A connection that notes when a request, not only a proxy's CONNECT, starts to be sent.

    Attributes:
        opened: the connections of its client.
        idle_since: when its last request was over.
        authenticated: whether the server accepted a login on it.
    """

    response_class: Any = _Response
    opened: OpenConnections
    idle_since = 0.0
    authenticated = False
    sock: Any
    timeout: Any
    _connecting = False
    _twin: Any = None  # another handle of a socket that is being wrapped for TLS, which takes it out of its object
    _end = 0.0
    _head: bytes | None = None

    def request(self, method: str, url: str, body: Any = None, headers: Any = None, **options: Any) -> None:
        """Send a request; a small body is sent in the same packet as the headers."""
        self._head = b"" if isinstance(body, bytes) and 0 < len(body) <= _SMALL else None
        super().request(method, url, body, headers, **options)  # type: ignore[misc]  # the other base has it

    def connect(self) -> None:
        """Connect within the time to connect, through the proxy and with TLS if needed."""
        exchange = here.exchange
        self._connecting = True
        self._end = time.monotonic() + self.timeout
        self.authenticated = False
        exchange.state = "connecting"
        try:
            super().connect()  # type: ignore[misc]  # the other base has it
            self.opened.sockets.add(self.sock)
            if exchange.abort is not None:
                exchange.abort.hold(self.sock)
        finally:
            self._connecting = False
            exchange.answered = False
            if self._twin is not None:
                if exchange.abort is not None and self.sock is None:
                    exchange.abort.let_go()
                self._twin.close()
                self._twin = None

    def _new_conn(self) -> Any:
        exchange = here.exchange
        host, port = self._dns_host, self.port  # type: ignore[attr-defined]  # the other base has them
        try:
            sock = dial(host, port, self._end, abort=exchange.abort, opened=self.opened.sockets.add)
        except Unreachable as exc:
            if exc.late:
                raise ConnectTimeoutError(self, str(exc)) from exc
            raise NewConnectionError(self, str(exc)) from exc  # type: ignore[arg-type]
        try:
            if exchange.abort is not None:
                self._twin = sock.dup()
                exchange.abort.hold(self._twin)
            sock.settimeout(self._left())
        except BaseException:
            sock.close()
            raise
        return sock

    def _tunnel(self) -> None:
        self.sock.settimeout(self._left())
        super()._tunnel()  # type: ignore[misc]  # the other base has it
        self.sock.settimeout(self._left())

    def _left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time to connect is over")
        return left

    def send(self, data: Any) -> None:
        """Send bytes of a request, or hold back the headers until the body follows."""
        if self.sock is None:
            self.connect()
        if not self._connecting:
            if self._head == b"":
                self._head = data
                return
            if self._head is not None:
                data, self._head = self._head + data, None
            exchange = here.exchange
            if exchange.abort is not None:
                exchange.abort.hold(self.sock)
            self.sock.settimeout(exchange.reply_timeout)  # not the one for connecting
            if type(self.sock) is socket.socket and isinstance(data, bytes):
                data = memoryview(data)[self.sock.send(data) :]  # if this fails, nothing was sent
            if not exchange.harmless:
                exchange.state = "sent"
            if not len(data):
                return
        super().send(data)  # type: ignore[misc]  # the other base has it


class _Connection(_Watched, HTTPConnection):
    pass


class _SecureConnection(_Watched, HTTPSConnection):
    pass


class _Leased:
    """A pool as large as the number of threads that use it; a request keeps its connection until it is over.

    So all steps of a login, each answered with 401, use one connection.

    Args:
        opened: the connections of its client.
    """

    pool: Any

    def __init__(self, *args: Any, opened: OpenConnections, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opened = opened
        opened.pools.add(self)

    def _new_conn(self) -> Any:
        connection = super()._new_conn()  # type: ignore[misc]  # the other base has it
        connection.opened = self._opened
        return connection

    def _get_conn(self, timeout: float | None = None) -> Any:
        exchange = here.exchange
        exchange.state = "connecting"
        if exchange.lease is not None:
            pool, connection = exchange.lease
            if pool is self and exchange.clean:
                exchange.clean = False
                return connection
            exchange.end()
        now = time.monotonic()
        self._opened.trim(now)
        self.trim(now - self._opened.max_idle)
        connection = (
            self._new_conn() if exchange.fresh else super()._get_conn(timeout)  # type: ignore[misc]  # as above
        )
        exchange.lease, exchange.clean = (self, connection), False
        exchange.reused = connection.sock is not None
        return connection

    def reserve(self) -> Any:
        """Return a connection; this thread's exchange holds it until the request is over."""
        connection = self._get_conn()
        here.exchange.clean = True
        return connection

    def _put_conn(self, conn: Any) -> None:
        """Note that a connection is clean; the exchange gives it back."""
        exchange = here.exchange
        if exchange.lease is not None and exchange.lease[1] is conn:
            exchange.clean = True

    def give_back(self, connection: Any) -> None:
        """Take back a connection that no request uses any more."""
        if connection.sock is None:
            return
        connection.idle_since = time.monotonic()
        super()._put_conn(connection)  # type: ignore[misc]  # the other base has it

    def trim(self, before: float) -> None:
        """Close the connections that have been idle since before a moment, longest idle first."""
        waiting = self.pool
        if waiting is None:
            return
        with waiting.mutex:
            count = 0
            while count < len(waiting.queue) and waiting.queue[count].idle_since < before:
                count += 1
            old = waiting.queue[:count]
            del waiting.queue[:count]
        for each in old:
            each.close()

    def renew(self) -> None:
        """Become empty and unlocked in a child process, whoever held the lock in the parent."""
        waiting, self.pool = self.pool, None
        if waiting is not None:
            waiting.mutex._at_fork_reinit()
            waiting.queue.clear()


class Pool(_Leased, HTTPConnectionPool):
    """A pool of connections without TLS."""

    ConnectionCls: Any = _Connection


class SecurePool(_Leased, HTTPSConnectionPool):
    """A pool of connections with TLS."""

    ConnectionCls: Any = _SecureConnection
