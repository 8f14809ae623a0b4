"""One transport for each origin that a client calls, so nothing meant for one server is sent to another.

A client of a WSDL may call several: the host of the WSDL, the host of the service, and hosts of documents that the
WSDL imports. Credentials and headers are sent only to trusted origins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from . import forks
from .heads import origin, sendable

if TYPE_CHECKING:
    from .abort import Abort
    from .bodies import Taker
    from .outgoing import StreamedBody
    from .transport import RawReply, Transport
    from .waiting import Seconds

Origin = tuple[str, str, "int | None"]


class Origins:
    """The transports of one client, each created on first use.

    Args:
        make: creates the transport for a URL, with or without credentials and headers.
    """

    def __init__(self, make: Callable[[str, bool], Transport]) -> None:
        self._make = make
        self._trusted: set[Origin] = set()
        self._known: dict[Origin, Transport] = {}
        self._by_url: dict[str, Transport] = {}
        self._lock = forks.lock()

    def trust(self, url: str) -> None:
        """Let credentials and headers be sent to the origin of a URL.

        Raises:
            ArgumentError: the URL cannot be called.
        """
        place = origin(sendable(url))
        with self._lock:
            if place in self._trusted:
                return
            self._trusted.add(place)
            before = self._known.pop(place, None)
            self._by_url.clear()
        if before is not None:
            before.close()

    def at(self, url: str) -> Transport:
        """Return the transport for a URL.

        Raises:
            ArgumentError: the URL cannot be called.
        """
        found = self._by_url.get(url)
        if found is None:
            place = origin(sendable(url))
            with self._lock:
                found = self._known.get(place)
                if found is None:
                    found = self._known[place] = self._make(url, place in self._trusted)
                self._by_url[url] = found
        return found

    def post(
        self,
        url: str,
        body: bytes | StreamedBody,
        headers: Mapping[str, str],
        *,
        secrets: tuple[str, ...] = (),
        abort: Abort | None = None,
        safe: bool = False,
        document: bool = False,
        into: Taker | None = None,
        timeout: Seconds | None = None,
    ) -> RawReply:
        """Send a request; see `Transport.post`."""
        found = self.at(url)
        return found.post(
            url,
            body,
            headers,
            secrets=secrets,
            abort=abort,
            safe=safe,
            document=document,
            into=into,
            timeout=timeout,
        )

    def get(self, url: str, headers: Mapping[str, str] | None = None, *, abort: Abort | None = None) -> RawReply:
        """Get a URL; see `Transport.get`."""
        return self.at(url).get(url, headers, abort=abort)

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            known = tuple(self._known.values())
        for each in known:
            each.close()
