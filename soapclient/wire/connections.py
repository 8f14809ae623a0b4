"""HTTP connections that know how far a request got, and on which a reply has one deadline, not one for each read."""

from __future__ import annotations

import http.client
import io
import time
from typing import Any, Final, cast

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from .exchange import here

_SLACK: Final = 0.05  # seconds: for less, a socket's timeout is not set again
_SMALL: Final = 64 * 1024


class _Deadline(io.RawIOBase):
    """A socket's reading end on which all reads together must end by a deadline, not each of them."""

    def __init__(self, raw: Any, sock: Any) -> None:
        self._raw = raw
        self._sock = sock
        timeout = sock.gettimeout()
        self._end = None if timeout is None else time.monotonic() + timeout

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._end is not None:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            if self._sock.gettimeout() > left + _SLACK:
                self._sock.settimeout(left)
        return cast("int | None", self._raw.readinto(buffer))

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
            super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Deadline(self.fp.detach(), sock))


class _Watched:
    """A connection that notes when a request, and not only a proxy's CONNECT, begins to go out."""

    response_class: Any = _Response
    _connecting = False
    _twin: Any = None  # another handle of a socket that is being wrapped for TLS, which takes it out of its object
    _head: bytes | None = None

    def request(self, method: str, url: str, body: Any = None, headers: Any = None, **options: Any) -> None:
        """Send a request; a small body goes out together with the headers, not in a packet of its own."""
        self._head = b"" if isinstance(body, bytes) and 0 < len(body) <= _SMALL else None
        super().request(method, url, body, headers, **options)  # type: ignore[misc]  # the other base has it

    def connect(self) -> None:
        self._connecting = True
        exchange = here.exchange
        exchange.state = "connecting"
        try:
            super().connect()  # type: ignore[misc]  # the other base has it
            if exchange.abort is not None:
                exchange.abort.hold(self.sock)  # type: ignore[attr-defined]  # the other base has it
        finally:
            self._connecting = False
            if self._twin is not None:
                if exchange.abort is not None and self.sock is None:  # type: ignore[attr-defined]
                    exchange.abort.let_go()
                self._twin.close()
                self._twin = None

    def send(self, data: Any) -> None:
        if self.sock is None:  # type: ignore[attr-defined]  # the other base has it
            self.connect()
        if not self._connecting:
            if self._head == b"":
                self._head = data
                return
            if self._head is not None:
                data, self._head = self._head + data, None
            exchange = here.exchange
            if exchange.abort is not None:
                exchange.abort.hold(self.sock)  # type: ignore[attr-defined]  # the other base has it
            exchange.state = "sent"
            self.sock.settimeout(exchange.reply_timeout)  # type: ignore[attr-defined]  # not that for connecting
        super().send(data)  # type: ignore[misc]  # the other base has it


class _Connection(_Watched, HTTPConnection):
    pass


class _SecureConnection(_Watched, HTTPSConnection):
    def _new_conn(self) -> Any:
        sock = super()._new_conn()
        if here.exchange.abort is not None:
            self._twin = sock.dup()
            here.exchange.abort.hold(self._twin)
        return sock


class _Leased:
    """A pool that lets a request keep its connection until it is over, however often it is answered with 401."""

    def _get_conn(self, timeout: float | None = None) -> Any:
        exchange = here.exchange
        if exchange.lease is not None:
            pool, connection = exchange.lease
            if pool is self:
                return connection
            pool.give_back(connection)
        connection = super()._get_conn(timeout)  # type: ignore[misc]  # the other base has it
        exchange.lease = self, connection
        return connection

    def _put_conn(self, conn: Any) -> None:
        """Do nothing: the exchange gives the connection back."""

    def give_back(self, connection: Any) -> None:
        """Take a connection back that no request uses any more."""
        super()._put_conn(connection)  # type: ignore[misc]  # the other base has it


class _Pool(_Leased, HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(_Leased, HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_POOLS: Final = {"http": _Pool, "https": _SecurePool}


class NoCookies(RequestsCookieJar):
    """A cookie jar that stays empty."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Leave the cookies of a reply where they are."""


class _Reply(requests.Response):
    """A response without the things that requests makes for every one and nobody here looks at."""

    def __init__(self) -> None:
        self._content = False  # type: ignore[assignment, unused-ignore]  # as requests does: not read yet
        self._content_consumed = False
        self._next = None
        self.history = []
        self.encoding = None
        self.cookies = _NO_COOKIES


_NO_COOKIES: Final = NoCookies()


class PoolAdapter(HTTPAdapter):
    """A requests adapter that uses these connections.

    It serves one client, whose TLS and proxy settings never change, so that what requests works out from them and the
    URL at every call is worked out once for each URL; and it makes no cookie jar and guesses no encoding for a reply.
    """

    def __init__(self, **options: Any) -> None:
        self._known_pools: dict[str, Any] = {}
        self._known_targets: dict[str, str] = {}
        super().__init__(**options)

    def close(self) -> None:
        """Close all connections."""
        for pool in self._known_pools.values():
            pool.close()
        self._known_pools.clear()
        super().close()

    def get_connection_with_tls_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the pool of connections for a request."""
        pool = self._known_pools.get(request.url)
        if pool is None:
            pool = self._known_pools[request.url] = super().get_connection_with_tls_context(request, *args, **kwargs)
        return pool

    def request_url(self, request: Any, proxies: Any) -> str:
        """Return what the request line names: a path, or for some proxies the whole URL."""
        target = self._known_targets.get(request.url)
        if target is None:
            target = self._known_targets[request.url] = super().request_url(request, proxies)
        return target

    def build_response(self, req: Any, resp: Any) -> requests.Response:
        """Wrap what urllib3 received."""
        response = _Reply()
        response.status_code, response.headers, response.reason = resp.status, resp.headers, resp.reason
        response.raw, response.url, response.request = resp, req.url, req
        response.connection = self  # type: ignore[attr-defined, unused-ignore]  # as requests does
        return response

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool of direct connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Make the pool of connections through a proxy."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager
