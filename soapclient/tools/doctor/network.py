"""Check the way to a server: the proxy, the name, the connection, the certificate."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any, Final, cast
from urllib.parse import urlsplit

import attrs
import requests
import urllib3

from ...calls.checks import Finding, failure, ok, skipped, warning, within
from ...wire.redact import hide, hide_url
from ...wire.transport import Transport

SOON: Final = 30  # days
_ADDRESSES: Final = 8  # each has its own time limit
_DAY: Final = 86400.0
_NO_CHECK_TIME: Final = 0x200000  # X509_V_FLAG_NO_CHECK_TIME
_PORTS: Final = {"http": 80, "https": 443}
_EXPIRED, _NOT_YET = 10, 9
_OTHER_HOST: Final = (62, 64)
_UNKNOWN_AUTHORITY: Final = (2, 18, 19, 20, 21)


@attrs.frozen
class Place:
    """A host and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Way:
    """The way to one server, with the settings of its client's transport.

    Args:
        url: the server's URL.
        transport: the client's transport.
    """

    def __init__(self, url: str, transport: Transport) -> None:
        self._url = url
        self._transport = transport
        self._settings = transport.settings
        self._seconds = transport.timeout[0]
        self._secure = urlsplit(url).scheme == "https"
        self.server = _place(url)
        self._proxy = requests.utils.select_proxy(url, dict(self._settings["proxies"]))
        if self._proxy and "://" not in self._proxy:
            self._proxy = f"http://{self._proxy}"
        self._first = _place(self._proxy) if self._proxy else self.server
        self._addresses: list[str] = []

    def proxy(self) -> Finding:
        """Report which proxy is used."""
        if not self._proxy:
            return ok("proxy", "no proxy; calls go directly to the server")
        return ok("proxy", f"calls go through {hide_url(self._proxy)}")

    def _advice(self) -> str:
        if self._proxy:
            return "check the proxy: HTTP_PROXY, HTTPS_PROXY and NO_PROXY in the environment, or the client's proxies"
        return "check the URL and the network; set HTTPS_PROXY if a proxy is needed"

    def name(self) -> Finding:
        """Look up the server's name, or the proxy's if there is one; the proxy then looks up the server's."""
        whose = "the proxy " if self._proxy else ""
        host = self._first.host
        try:
            found = within(self._seconds, lambda: socket.getaddrinfo(host, self._first.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as exc:
            return failure("name", f"{whose}{host} cannot be resolved ({_reason(exc)})", self._advice())
        self._addresses = list(dict.fromkeys(str(each[4][0]) for each in found))[:_ADDRESSES]
        if self._addresses == [host]:
            return ok("name", f"{whose}{host} is an address")
        return ok("name", f"{whose}{host} is {', '.join(self._addresses)}")

    def tcp(self) -> Finding:
        """Connect to each address."""
        whose = "the proxy at " if self._proxy else ""
        good: list[str] = []
        bad: list[str] = []
        for address in self._addresses:
            place = Place(address, self._first.port)
            try:
                started = time.monotonic()
                socket.create_connection((place.host, place.port), self._seconds).close()
                good.append(f"{place} in {(time.monotonic() - started) * 1000:.0f} ms")
            except OSError as exc:
                bad.append(f"{place} ({_reason(exc)})")
        if not good:
            return failure("tcp", f"no connection to {whose}{', '.join(bad)}", self._advice())
        if bad:
            found = f"connected to {whose}{', '.join(good)}; no connection to {', '.join(bad)}"
            return warning("tcp", found, "correct the DNS entry; calls may wait for the address that does not answer")
        return ok("tcp", f"connected to {whose}{', '.join(good)}")

    def tls(self) -> Finding:
        """Make a TLS connection and check the certificate."""
        if not self._secure:
            if self._is_near():
                return skipped("tls", "the URL is http to this computer")
            return warning(
                "tls", "the URL is http; others on the network can read passwords and other secrets", "use https"
            )
        if self._proxy and urlsplit(self._proxy).scheme != "http":
            return skipped("tls", "the doctor cannot check the certificate through this kind of proxy; calls do")
        try:
            certificate, protocol = self._shake(self._transport.tls_context())
        except ssl.SSLCertVerificationError as exc:
            return self._refused(exc)
        except ssl.SSLError as exc:
            return self._not_secure(exc)
        except (OSError, http.client.HTTPException) as exc:
            return failure("tls", f"could not make a TLS connection ({self._hidden(_reason(exc))})", self._advice())
        if not certificate:
            return warning("tls", f"{protocol}; certificates are not verified", "pass a CA bundle as verify")
        return _good(certificate, protocol)

    def _is_near(self) -> bool:
        return not self._proxy and all(each.startswith("127.") or each == "::1" for each in self._addresses)

    def _shake(self, context: ssl.SSLContext) -> tuple[Mapping[str, Any], str]:
        return within(2 * self._seconds, lambda: self._shaken(context))

    def _shaken(self, context: ssl.SSLContext) -> tuple[Mapping[str, Any], str]:
        connection = http.client.HTTPSConnection(
            self._first.host, self._first.port, timeout=self._seconds, context=context
        )
        if self._proxy:
            user, password = requests.utils.get_auth_from_url(self._proxy)
            headers = urllib3.util.make_headers(proxy_basic_auth=f"{user}:{password}") if user else {}
            connection.set_tunnel(self.server.host, self.server.port, headers)
        try:
            connection.connect()
            secure = cast(ssl.SSLSocket, connection.sock)
            return secure.getpeercert() or {}, secure.version() or ""
        finally:
            connection.close()

    def _refused(self, error: ssl.SSLCertVerificationError) -> Finding:
        code, why = error.verify_code, error.verify_message
        if code in (_EXPIRED, _NOT_YET):
            certificate = self._look(_NO_CHECK_TIME)
            word, key = ("has expired", "notAfter") if code == _EXPIRED else ("is not valid yet", "notBefore")
            day = f" ({_day(_seconds(certificate, key))})" if certificate else ""
            return failure(
                "tls",
                f"a certificate of {self.server.host} {word}{day}",
                "renew the server's certificate, or correct this computer's clock",
            )
        if code in _OTHER_HOST:
            names = _names(self._look(0))
            found = f"the certificate is for {', '.join(names)}" if names else "the certificate is for another host"
            return failure("tls", f"{found}, not for {self.server.host}", "use a host name that the certificate covers")
        if code in _UNKNOWN_AUTHORITY:
            return failure(
                "tls",
                f"no trusted authority issued the certificate ({why})",
                "set REQUESTS_CA_BUNDLE or verify to your organisation's CA bundle; or the "
                "server must send its intermediate certificates",
            )
        return failure("tls", f"the certificate is refused ({why})", "correct the server's certificate")

    def _look(self, flags: int) -> Mapping[str, Any]:
        """Check a certificate of a trusted authority whose dates or names are wrong."""
        if isinstance(self._settings["verify"], ssl.SSLContext):
            return {}  # the context belongs to the caller; do not change it
        context = self._transport.tls_context()
        context.check_hostname = False
        context.verify_flags = ssl.VerifyFlags(int(context.verify_flags) | flags)
        try:
            return self._shake(context)[0]
        except (OSError, http.client.HTTPException):
            return {}

    def _not_secure(self, error: ssl.SSLError) -> Finding:
        reason = (error.reason or "").upper()
        if "WRONG_VERSION_NUMBER" in reason or "HTTP_REQUEST" in reason:
            return failure("tls", f"{self.server} does not speak TLS", "correct the port, or use http:// in the URL")
        if "PROTOCOL" in reason:
            return failure("tls", f"{self.server} offers no TLS 1.2 or newer", "update the server's TLS")
        return failure("tls", f"could not make a TLS connection ({_reason(error)})", self._advice())

    def _hidden(self, text: str) -> str:
        user, password = requests.utils.get_auth_from_url(self._proxy) if self._proxy else ("", "")
        return hide(text, (password, f"{user}:{password}") if password else ())


def _place(url: str) -> Place:
    parts = urlsplit(url)
    return Place(parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 1080))


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _good(certificate: Mapping[str, Any], protocol: str) -> Finding:
    end = _seconds(certificate, "notAfter")
    days = int((end - time.time()) // _DAY)
    issuer = dict(pair for group in certificate.get("issuer", ()) for pair in group)
    by = issuer.get("organizationName") or issuer.get("commonName") or "an unnamed authority"
    found = f"{protocol}; a certificate for this host by {by}, valid for {days} more days, until {_day(end)}"
    if days < SOON:
        return warning("tls", found, "renew the server's certificate")
    return ok("tls", found)


def _seconds(certificate: Mapping[str, Any], key: str) -> float:
    return float(ssl.cert_time_to_seconds(certificate[key]))


def _day(seconds: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def _names(certificate: Mapping[str, Any]) -> list[str]:
    return [str(name) for _, name in certificate.get("subjectAltName", ())]
