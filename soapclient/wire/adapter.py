"""The adapter between requests and the connections of this package."""

from __future__ import annotations

import functools
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar

from .connections import OpenConnections, Pool, SecurePool
from .tls import Trust

_HOSTS: Final = 64  # pools


class NoCookies(RequestsCookieJar):
    """A cookie jar that stays empty."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Leave the cookies of a reply where they are."""


class _Reply(requests.Response):
    """A response without the attributes that requests builds for each reply and this package does not use."""

    def __init__(self) -> None:
        self._content = False  # type: ignore[assignment, unused-ignore]  # as requests does: not read yet
        self._content_consumed = False
        self._next = None
        self.history = []
        self.encoding = None
        self.cookies = _NO_COOKIES


_NO_COOKIES: Final = NoCookies()


class PoolAdapter(HTTPAdapter):
    """A requests adapter that uses the connections of this package.

    It serves one client, whose TLS and proxy settings never change. So what requests derives from them and the URL at
    each call is computed once per URL. It creates no cookie jar and guesses no encoding for a reply.

    Args:
        trust: the client's TLS settings.
        max_idle: seconds after which a connection that no request uses is not used again.
    """

    def __init__(self, trust: Trust, max_idle: float) -> None:
        self._trust = trust
        self._known_pools: dict[str, Any] = {}
        self._known_targets: dict[str, str] = {}
        self._opened = OpenConnections(max_idle)
        self._classes = {
            "http": functools.partial(Pool, opened=self._opened),
            "https": functools.partial(SecurePool, opened=self._opened),
        }
        super().__init__(pool_connections=_HOSTS, pool_maxsize=0, max_retries=0)  # 0: no limit

    def close(self) -> None:
        """Close all connections."""
        # Other threads may add pools at the same time.
        for pool in tuple(self._known_pools.values()):
            pool.close()
        self._known_pools.clear()
        for manager in (self.poolmanager, *tuple(self.proxy_manager.values())):
            manager.clear()

    def after_fork(self) -> None:
        """Start without connections in a child process; those of the parent stay open."""
        self._opened.drop()
        self._known_pools, self.proxy_manager = {}, {}
        self.init_poolmanager(_HOSTS, 0)

    def get_connection_with_tls_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the pool of connections for a request."""
        pool = self._known_pools.get(request.url)
        if pool is None:
            pool = self._known_pools[request.url] = super().get_connection_with_tls_context(request, *args, **kwargs)
        return pool

    def reserve(self, request: Any, verify: Any, proxies: Any, cert: Any) -> Any:
        """Return the connection for a request; this thread's exchange holds it until the request is over."""
        return self.get_connection_with_tls_context(request, verify, proxies=proxies, cert=cert).reserve()

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        """Return the key of a request's pool: its destination and the client's TLS settings."""
        host, _ = super().build_connection_pool_key_attributes(request, True, None)
        return host, {"ssl_context": self._trust.context} if host["scheme"] == "https" else {}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Do nothing: the pool has the client's TLS settings."""

    def request_url(self, request: Any, proxies: Any) -> str:
        """Return the target of the request line: a path, or the whole URL for some proxies."""
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
        self.poolmanager.pool_classes_by_scheme = self._classes

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Make the pool of connections through a proxy."""
        if proxy.lower().startswith("https:"):
            # The second is for http URLs: urllib3 before 2.8 connects to the proxy as if it were the server.
            kwargs["proxy_ssl_context"] = kwargs["ssl_context"] = self._trust.proxy_context
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._classes
        return manager
