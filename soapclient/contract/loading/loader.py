"""Choose the contract of a client: the server's own, from the server or the cache, or another one."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import time
import warnings
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

import attrs

from ...errors import WsdlError
from ...wire import forks
from ...wire.redact import hide_url
from ...wire.secret import unseen
from ...wire.transport import Transport
from ..contract import Contract
from ..notes import NO_NOTES, Notes
from .cache import Cache, Entry
from .snapshot import Digest

FRESH: Final = 300.0
_PACKAGE: Final = str(Path(__file__).parents[2]) + os.sep


class ContractWarning(UserWarning):
    """The contract in use may differ from the server's, has changed, or differs from the one that a program uses."""


def warn(message: str) -> None:
    """Warn the caller of the package."""
    depth, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        depth, frame = depth + 1, frame.f_back
    warnings.warn(message, ContractWarning, stacklevel=depth)


class Loader:
    """The contract of one client.

    Attributes:
        source: the requested source.

    Args:
        source: "auto", "remote", "cached", or what `Contract.load` takes.
        url: the server's URL.
        transport: sends requests to the server.
        cache: the cache of contracts, or None.
        embedded: whether the server is the simulator in this process, with the bundled contract.
        written_for: the contract that the program uses, or None.
        notes: the notes on the operations of the service.
        allow_imports: hosts that a WSDL given by path or URL may import from, besides its own.
    """

    def __init__(
        self,
        source: str | os.PathLike[str],
        url: str,
        transport: Transport,
        cache: Cache | None,
        *,
        embedded: bool,
        written_for: str | os.PathLike[str] | Contract | None,
        notes: Notes = NO_NOTES,
        allow_imports: Collection[str] = (),
    ) -> None:
        self.source = os.fspath(source)
        self._url = url
        self._transport = transport
        self._cache = cache
        self._embedded = embedded
        self._written_for = written_for
        self._notes = notes
        self._allowed = allow_imports
        self._entry: Entry | None = None
        self._digest: Digest | None = None
        self._contract: Contract | None = None
        self._base: Contract | None = None
        self._tried: frozenset[str] | None = None
        self._occasion: object = None
        self._noticed: set[str] = set()
        self._lock = forks.recursive_lock()

    @property
    def contract(self) -> Contract:
        """The contract, read on first use.

        Raises:
            WsdlError: it could not be fetched or read.
        """
        if self._contract is None:
            with self._lock, unseen():  # the URL of a proxy may have a password
                if self._contract is None:
                    self._contract = self._as_tried(self._load())
        return self._contract

    @property
    def tried(self) -> frozenset[str]:
        """The operations whose null was tested on this server, and keeps."""
        if self._tried is None:
            kept = None if self._entry is None else self.remembered("tried")
            self._tried = frozenset(kept) if isinstance(kept, list) else frozenset()
        return self._tried

    def take_note(self, operation: str, *, keeps: bool) -> bool:
        """Store the tested effect of null on this server, next to its contract in the cache.

        Args:
            operation: the exact name of the tested operation.
            keeps: whether it kept everything.

        Returns:
            Whether it is stored for other clients; with another contract a new server version would go unnoticed.
        """
        with self._lock:
            self._use(self.tried | {operation} if keeps else self.tried - {operation})
            if self._cache is None or self._entry is None:
                return False
            self.remember("tried", sorted(self.tried))
            return True

    @contextlib.contextmanager
    def trial(self, operation: str) -> Iterator[None]:
        """Allow null in an operation for a test, as if it were known to keep."""
        before = self.tried
        with self._lock:
            self._use(before | {operation})
        try:
            yield
        finally:
            with self._lock:
                self._use(before)

    def _use(self, tried: frozenset[str]) -> None:
        base = self._base or self.contract
        self._tried, self._base, self._contract = tried, None, None
        self._contract = self._as_tried(base)

    def remember(self, what: str, value: Any) -> None:
        """Store a fact about this server in the cache, if there is one; None removes it."""
        if self._cache is not None:
            self._cache.put_json(self._about(what), value)

    def remembered(self, what: str) -> Any:
        """Return a stored fact about this server, or None."""
        return None if self._cache is None else self._cache.get_json(self._about(what))

    def _about(self, what: str) -> tuple[str, ...]:
        """The key of the facts about this server and its contract."""
        contract = self.source if self._entry is None else self._entry.sha256
        return (what, self._url, *self._transport.route, contract)

    def _as_tried(self, base: Contract) -> Contract:
        """Return a contract with the results tested on its server."""
        if self._contract is None or base is not self._base:
            self._base, self._contract = base, base.keeping(self.tried)
        return self._contract

    def _load(self) -> Contract:
        if self.source not in ("auto", "remote", "cached"):
            from ..fetch import fetch_with

            fetch = functools.partial(fetch_with, self._transport)
            return Contract.load(self.source, notes=self._notes, fetch=fetch, allow_imports=self._allowed)
        if self._embedded:
            return Contract.load()
        entry = self._cached()
        if self.source == "cached":
            if entry is None:
                raise WsdlError(self._nothing_cached())
            return self._take(entry, self._opened(entry))
        known = None if entry is None else self._usable(entry)
        if entry is not None and known is not None and self.source == "auto" and _fresh(entry):
            return self._take(entry, known)
        try:
            return self._ask(None if known is None else entry, known)
        except WsdlError as exc:
            if self.source == "remote":
                raise
            if entry is None or known is None:
                warn(f"using the bundled contract, which may differ from the server's: {exc.message}")
                return Contract.load()
            warn(f"using the contract of {_age(entry)} ago from the cache, maybe out of date: {exc.message}")
            return self._take(entry, known)

    def recheck(self, occasion: object) -> None:
        """Ask the server whether its contract has changed, and switch to a changed one with a warning.

        Args:
            occasion: the reason; the server is asked once for each, by whichever thread comes first.
        """
        with self._lock:
            entry, known = self._entry, self._digest
            if entry is None or self.source == "cached" or occasion == self._occasion:
                return
            self._occasion = occasion
            try:
                found = self._ask(entry, known)
            except WsdlError:
                return  # the call that follows will show the problem
            if found is self._base:
                return
            self._tried = None
            self._contract = self._as_tried(found)
            self._noticed.clear()
        warn(f"the contract of {hide_url(self._url)} has changed: calls now use the new one")

    def notice(self, name: str) -> None:
        """Warn once about an operation of the server's contract that a program with another one would misuse."""
        if name in self._noticed or self._entry is None or self._written_for is None:
            return
        with self._lock:
            if name in self._noticed:
                return
            self._noticed.add(name)
            differences = self._differences(self._written_for, name)
        if differences:
            other = self._written_for.source if isinstance(self._written_for, Contract) else str(self._written_for)
            warn(f"the server's contract differs from {other!r}, written_for: {'; '.join(differences)}")

    def _differences(self, written_for: str | os.PathLike[str] | Contract, name: str) -> list[str]:
        def find() -> list[str]:
            from ..compare import compare  # only for new comparisons

            first = written_for if isinstance(written_for, Contract) else Contract.load(written_for)
            changes = compare(first, self.contract, [name]) if name in first.operations else ()
            return [str(change) for change in changes if change.rating != "harmless"]

        if self._digest is not None and written_for in ("bundled", "bundled-2019"):
            return self._digest.differences(str(written_for), name, find)
        return find()

    def _ask(self, entry: Entry | None, known: Digest | None) -> Contract:
        """Ask the server for its contract; it need not send it again if it is still that of `entry`."""
        from ..fetch import ask

        conditions = {}
        if entry is not None and entry.etag:
            conditions["If-None-Match"] = entry.etag
        if entry is not None and entry.last_modified:
            conditions["If-Modified-Since"] = entry.last_modified
        reply = ask(self._transport, self._url + "?WSDL", conditions)
        now = time.time()
        if reply.status == 304 and entry is not None:
            return self._take(attrs.evolve(entry, checked=now), known or self._opened(entry), keep=True)
        same = entry is not None and entry.data == reply.body
        new = Entry(
            url=self._url,
            data=reply.body,
            etag=reply.headers.get("ETag", ""),
            last_modified=reply.headers.get("Last-Modified", ""),
            fetched=entry.fetched if entry is not None and same else now,
            checked=now,
        )
        return self._take(new, (known if same else None) or self._opened(new), keep=True)

    def _take(self, entry: Entry, digest: Digest, *, keep: bool = False) -> Contract:
        if keep and self._cache is not None:
            self._cache.put(entry, self._transport.route)
        self._entry, self._digest = entry, digest
        return digest.contract

    def _opened(self, entry: Entry) -> Digest:
        source = entry.url + "?WSDL"
        return Digest(
            self._cache,
            entry.sha256,
            source,
            self._notes.name,
            lambda: Contract.from_bytes(entry.data, source, notes=self._notes),
        )

    def _usable(self, entry: Entry) -> Digest | None:
        try:
            return self._opened(entry)
        except WsdlError:
            return None

    def _cached(self) -> Entry | None:
        return None if self._cache is None else self._cache.get(self._url, self._transport.route)

    def _nothing_cached(self) -> str:
        server = hide_url(self._url)
        if self._cache is None:
            return f"Could not read the contract of {server} from the cache: there is no cache directory"
        return f"The cache {str(self._cache.path)!r} has no contract of {server}: use wsdl='auto' once to store it"


def _fresh(entry: Entry) -> bool:
    return 0 <= time.time() - entry.checked < FRESH


def _age(entry: Entry) -> str:
    seconds = max(0.0, time.time() - entry.checked)
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            count = int(seconds / length)
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "less than a minute"
