"""HTTP connections that know how far a request got, and on which a reply has one deadline, not one for each read."""

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

_SLACK: Final = 0.05  # seconds: for less, a socket's timeout is not set again
_SMALL: Final = 64 * 1024
_RENEWED: Final = 2**20  # bytes that are to come within the time for a reply
_BARE: Final = (101, 204, 304)  # have no body, whatever their headers say


class OpenConnections:
    """The pools and sockets of one client, so that a child process can let go of what it inherited.

    Args:
        max_idle: seconds after which a connection that no request uses is not used again.
    """

    def __init__(self, max_idle: float) -> None:
        self.max_idle = max_idle
        self.sockets: weakref.WeakSet[Any] = weakref.WeakSet()
        self.pools: weakref.WeakSet[Any] = weakref.WeakSet()
        self._next_look = 0.0

    def trim(self, now: float) -> None:
        """Close connections that have been idle for too long, in all pools; looked at once in a while."""
        if now >= self._next_look:
            self._next_look = now + self.max_idle
            for pool in members(self.pools):
                pool.trim(now - self.max_idle)

    def drop(self) -> None:
        """Let go of all in a child process, without a sign to the server: the parent goes on with them."""
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
    """A socket's reading end on which all reads together must end by a deadline, not each of them.

    For a reply that may be of any size the deadline is for each megabyte.
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
    """A reply that is the final one, and after which a connection is used again only where its end is certain."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Deadline(self.fp.detach(), sock, here.exchange))

    def begin(self) -> None:
        """Read the head of the reply."""
        super().begin()
        if self.status in _BARE:
            self.will_close = True  # what a server sends behind it would be taken for the next reply

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            found: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # it has no types
            if not 102 <= found[1] < 200:
                return found
            http.client.parse_headers(self.fp)  # such as 103: the reply is still to come


class _Watched:
    """A connection that notes when a request, and not only a proxy's CONNECT, begins to go out.

    Attributes:
        opened: the connections of its client.
        idle_since: when its last request was over.
        authenticated: whether the server has accepted a login on it.
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
        """Send a request; a small body goes out together with the headers, not in a packet of its own."""
        self._head = b"" if isinstance(body, bytes) and 0 < len(body) <= _SMALL else None
        super().request(method, url, body, headers, **options)  # type: ignore[misc]  # the other base has it

    def connect(self) -> None:
        """Connect, through the proxy and with TLS where that is to be, within the time to connect."""
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
        """Send bytes of a request, or keep the headers for the body that follows."""
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
            self.sock.settimeout(exchange.reply_timeout)  # not that for connecting
            if type(self.sock) is socket.socket and isinstance(data, bytes):
                data = memoryview(data)[self.sock.send(data) :]  # what fails here has sent nothing
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
    """A pool as large as the threads that use it, of which each request keeps its connection until it is over.

    So the steps of a login, each answered with 401, are made on one connection.

    Args:
        opened: the connections of the client that it belongs to.
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
        """Return the connection that this thread's exchange is going to use, and holds until it is over."""
        connection = self._get_conn()
        here.exchange.clean = True
        return connection

    def _put_conn(self, conn: Any) -> None:
        """Note that nothing is under way on a connection; the exchange gives it back."""
        exchange = here.exchange
        if exchange.lease is not None and exchange.lease[1] is conn:
            exchange.clean = True

    def give_back(self, connection: Any) -> None:
        """Take a connection back that no request uses any more."""
        if connection.sock is None:
            return
        connection.idle_since = time.monotonic()
        super()._put_conn(connection)  # type: ignore[misc]  # the other base has it

    def trim(self, before: float) -> None:
        """Close the connections that have been idle since before some time; the longest idle ones come first."""
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
        """Be empty and free in a child process, whoever held its lock in the parent."""
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
