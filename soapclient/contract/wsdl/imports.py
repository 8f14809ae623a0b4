"""Decide which documents a WSDL may import, and read them.

A WSDL from a URL imports from its own origin: the same scheme, host and port. A WSDL in a file imports files: any below
its own folder, and above it what is called as a schema or a WSDL. Other hosts are asked where the caller names them.
A WSDL that is neither imports nothing. Whatever is read must be a schema or a WSDL by its root.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from lxml import etree

from ...errors import ArgumentError, WsdlError
from ...wire import markup
from ...wire.redact import hide_url, one_line
from ...wire.safe_xml import NotXml, local, parse
from ..fetch import Fetch
from .sources import name_of
from .vocabulary import WSDL, XSD, is_url

MAX_BYTES: Final = 64 * 2**20
MAX_DOCUMENTS: Final = 1000
MAX_DEPTH: Final = 50
_ROOTS: Final = (WSDL + "definitions", XSD + "schema")
_SUFFIXES: Final = (".xsd", ".wsdl", ".xml")
_HOST: Final = r"[\w.-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?"
_PORTS: Final = {"http": 80, "https": 443}


class OverLimit(WsdlError):
    """The imports of a WSDL exceed a limit."""


def hosts(allowed: Iterable[str]) -> frozenset[str]:
    """Check the names of hosts that may be asked, each "host" or "host:port".

    Raises:
        ArgumentError: one is not the name of a host.
    """
    names = [allowed] if isinstance(allowed, str) else list(allowed)
    for name in names:
        try:
            parts = urlsplit(f"//{name}")
            right = re.fullmatch(_HOST, name) is not None and bool(parts.hostname) and (parts.port or 1) > 0
        except (TypeError, ValueError):
            right = False
        if not right:
            raise ArgumentError(
                None, (f"allow_imports has names of hosts, such as 'schemas.example.com', not {name!r}",)
            )
    return frozenset(name.lower() for name in names)


class Imports:
    """What may be read beside a WSDL; each document is read once.

    Attributes:
        home: where the WSDL itself is: a URL, the path of a file, or "" for nowhere: then it imports nothing.

    Args:
        home: see above.
        root: the folder that no import of a file may leave; by default the WSDL's own and whatever folder above it that
            a relative import leads to, but not the whole file system.
        fetch: how to get a URL's bytes; None refuses every URL.
        allow: the hosts that may be asked beside the WSDL's own origin.

    Raises:
        ArgumentError: `allow` has an invalid host, or the WSDL is not below `root`.
    """

    def __init__(
        self,
        home: str = "",
        *,
        root: str | os.PathLike[str] | None = None,
        fetch: Fetch | None = None,
        allow: Iterable[str] = (),
    ) -> None:
        self.home = home
        self._fetch = fetch or _nothing
        self._fetches = fetch is not None
        self._allowed = hosts(allow)
        self._is_file = bool(home) and not is_url(home)
        self._folder = Path(home).parent if self._is_file else Path()
        self._root = Path(root).resolve() if root is not None else None
        if self._root is not None and self._is_file and not self._folder.is_relative_to(self._root):
            raise ArgumentError(None, (f"the WSDL {home!r} is not below root={str(root)!r}",))
        self._known: dict[str, etree._Element | WsdlError] = {}
        self._bytes = 0
        self._cost = 0

    def locate(self, importer: str, location: str) -> str:
        """Say where an imported document is.

        Args:
            importer: where the document that imports it is.
            location: what that says.

        Raises:
            WsdlError: it may not be read.
        """
        location = location.strip()
        if is_url(importer) or is_url(location):
            return self._web(importer, location)
        if not self._is_file or "://" in location:
            raise WsdlError(f"it imports {self._shown(location)}; {self._rule()}")
        try:
            return str(self._file(Path(importer).parent, location))
        except (OSError, RuntimeError, ValueError):  # no path that can be: a loop of links, a NUL
            raise WsdlError(f"it imports {self._shown(location)}, which is not a path") from None

    def _rule(self) -> str:
        if self._is_file:
            return "a WSDL in a file imports files, by relative paths"
        return "imports of a WSDL that is neither a file nor a URL are refused"

    def _web(self, importer: str, location: str) -> str:
        try:
            parts = urlsplit(urljoin(importer, location) if is_url(importer) else location)
            port = parts.port or _PORTS[parts.scheme]
            home = urlsplit(self.home)
            own_port = home.port or _PORTS.get(home.scheme)
        except (KeyError, ValueError):
            parts = urlsplit("")
        host = (parts.hostname or "").lower()
        if not host:
            raise WsdlError(f"it imports {self._shown(location)}, which is refused: it is not an http(s) URL") from None
        parts = parts._replace(fragment="")
        shown = f"[{host}]" if ":" in host else host
        own = is_url(self.home) and host == (home.hostname or "").lower()
        if own and (parts.scheme, port) == (home.scheme, own_port):
            parts = parts._replace(netloc=home.netloc)
        elif own and home.scheme == "https" and parts.scheme == "http" and parts.port is None:
            # A server behind a proxy that does the TLS writes its own address with http.
            parts = parts._replace(scheme="https", netloc=home.netloc)
        elif not {shown, f"{shown}:{port}"} & self._allowed:
            raise WsdlError(f"it imports {self._shown(parts.geturl())} from another server; {_advice(parts)}")
        if not self._fetches:
            raise WsdlError(f"it imports {self._shown(parts.geturl())}, and nothing is fetched here; {_SAVE}")
        return urlunsplit(parts)

    def _file(self, folder: Path, location: str) -> Path:
        """Find a file by its name as written, else by the spelling of URLs and Windows."""
        found = [self._inside(folder, each) for each in (location, unquote(location).replace("\\", "/"))]
        return next((path for path in found if path.is_file()), found[0])

    def _inside(self, folder: Path, location: str) -> Path:
        given = Path(location)
        path = Path(os.path.normpath(folder / given))
        absolute = bool(given.drive or given.root)
        if not absolute or path.is_relative_to(self._folder):  # nothing is asked of the disk for any other
            path = path.resolve()
            if path.is_relative_to(self._folder):
                return path
            top = self._root or Path(os.path.commonpath([path, self._folder]))
            if not absolute and path.is_relative_to(top) and (self._root or top != top.parent):
                if path.suffix.lower() in _SUFFIXES:
                    return path
                raise WsdlError(f"it imports {self._shown(location)}, which is above it and not a {_LISTED} file")
        where = f"the folder {str(self._root)!r}" if self._root else "the folders that a WSDL may import from"
        raise WsdlError(f"it imports {self._shown(location)}, which is not below {where}")

    def read(self, location: str) -> etree._Element:
        """Read the root of an imported document.

        Args:
            location: what `locate` returned.

        Raises:
            WsdlError: it cannot be read, or is neither a schema nor a WSDL.
        """
        if location not in self._known:
            try:
                self._known[location] = self._parsed(location)
            except WsdlError as exc:
                self._known[location] = exc
        found = self._known[location]
        if isinstance(found, WsdlError):
            raise found
        return found

    def _parsed(self, location: str) -> etree._Element:
        shown = self._shown(location)
        data = b"" if self._is_over else self._data(location, shown)
        if len(data) > MAX_BYTES:
            raise OverLimit(f"its import {shown} has more than the limit of {MAX_BYTES:,} bytes")
        self._bytes += len(data)
        self._cost += markup.cost(data)
        if self._is_over:
            raise OverLimit(f"its import {shown} is over the limit of {MAX_BYTES:,} bytes for all imports together")
        try:
            root = parse(data, doctype=True)
        except NotXml as exc:
            reason = one_line(str(exc), 200) if is_url(location) or self._is_beside(location) else "it is not a schema"
            raise WsdlError(f"its import {shown} cannot be read: {reason}") from None
        if root.tag not in _ROOTS:
            name = one_line(local(root.tag), 60) if is_url(location) or self._is_beside(location) else "another"
            raise WsdlError(f"its import {shown} is neither a schema nor a WSDL 1.1 document: its root is <{name}>")
        return root

    @property
    def _is_over(self) -> bool:
        return self._bytes > MAX_BYTES or self._cost > markup.MOST

    def _is_beside(self, location: str) -> bool:
        return self._is_file and Path(location).is_relative_to(self._folder)

    def _data(self, location: str, shown: str) -> bytes:
        if is_url(location):
            try:
                return self._fetch(location)
            except WsdlError as exc:
                raise WsdlError(f"its import cannot be read: {exc.message}") from exc
        path = Path(location)
        try:
            if path.exists() and not path.is_file():
                raise WsdlError(f"its import {shown} is not a file")
            with path.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)
        except OSError as exc:
            raise WsdlError(f"its import {shown} cannot be read ({exc.strerror})") from exc

    def _shown(self, location: str) -> str:
        return repr(one_line(name_of(location, self.home), 200))


_SAVE: Final = "save the WSDL with what it imports ('soapclient wsdl save URL DIR') and use the file"
_LISTED: Final = f"{', '.join(_SUFFIXES[:-1])} or {_SUFFIXES[-1]}"


def _advice(parts: SplitResult) -> str:
    host = one_line(parts.netloc.rpartition("@")[2], 100)
    return f"to fetch it, name the host: allow_imports=[{host!r}], or --allow-imports {host}"


def _nothing(url: str) -> bytes:
    raise WsdlError(f"nothing is fetched here, and so not {hide_url(url)}")
