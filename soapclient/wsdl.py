"""From a WSDL to a `Contract`: find it, prove that it is one, take its names, overlay the annotations.

zeep itself is imported by `reader`, when an operation is first described.
"""

from __future__ import annotations

import functools
import json
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from .contract import Contract, Operation, SoapVersion
from .errors import SoapClientError, WsdlError
from .imports import MAX_BYTES, Imports
from .operations import Operations
from .prune import WSDL, Pruner
from .redact import hide_url, one_line, quote_source
from .resources import bundled
from .spelling import python_names
from .xmlio import NotXml, parse

if TYPE_CHECKING:
    from .reader import Reader
    from .transport import RawReply, Transport

BUNDLED: Final = {"bundled": "srv.wsdl", "bundled-2019": "srv-2019.wsdl"}

Fetch = Callable[[str], bytes]


def load(source: str | os.PathLike[str] = "bundled", *, fetch: Fetch | None = None) -> Contract:
    """Read a contract.

    Args:
        source: "bundled", "bundled-2019", a path, or an http(s) URL.
        fetch: how to get a URL's bytes; by default a plain request with finite timeouts.

    Returns:
        The contract.

    Raises:
        WsdlError: it cannot be had, cannot be read, or is no WSDL with a SOAP port.
    """
    name = os.fspath(source)
    if name in BUNDLED:
        return _bundled(name)
    if name in ("auto", "remote", "cached"):
        raise WsdlError(
            f"The contract {name!r} is that of a server: name the server, as in Client(server, wsdl={name!r})"
        )
    return from_bytes(read_source(name, fetch), name, base=base_of(name))


def base_of(name: str) -> Path | None:
    """Return the folder whose files a WSDL may import; None where it is no local file."""
    return None if name in BUNDLED or _is_url(name) else Path(name).resolve().parent


def _is_url(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def read_source(name: str, fetch: Fetch | None = None) -> bytes:
    """Get the bytes of a WSDL.

    Raises:
        WsdlError: it cannot be had.
    """
    if name in BUNDLED:
        return bundled(BUNDLED[name]).read_bytes()
    if _is_url(name):
        return (fetch or _fetch)(name)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        hint = f"; {' and '.join(map(repr, BUNDLED))} name the bundled ones" if "/" not in name else ""
        raise WsdlError(f"The WSDL {name!r} cannot be read ({reason}){hint}") from exc


@functools.cache
def _bundled(name: str) -> Contract:
    return from_bytes(read_source(name), name)


def _fetch(url: str) -> bytes:
    from .transport import Transport

    with Transport(url) as transport:
        return fetch_with(transport, url)


def fetch_with(transport: Transport, url: str) -> bytes:
    """Get a WSDL's bytes through a transport; see `ask`."""
    return ask(transport, url, {}).body


def ask(transport: Transport, url: str, conditions: Mapping[str, str]) -> RawReply:
    """Get a WSDL through a transport, or, under conditions, the answer that it has not changed (HTTP 304).

    Raises:
        WsdlError: it cannot be had; the transport's own error is its cause.
    """
    try:
        reply = transport.get(url, conditions)
    except SoapClientError as exc:
        tells_all = exc if url == hide_url(url) else None
        raise WsdlError(f"The WSDL cannot be had from {quote_source(url)}: {exc.message}") from tells_all
    if reply.status != 200 and not (conditions and reply.status == 304):
        raise WsdlError(f"The WSDL cannot be had from {quote_source(url)}: the server answered HTTP {reply.status}")
    return reply


def from_bytes(data: bytes, source: str, *, base: Path | None = None) -> Contract:
    """Make a contract of a WSDL's bytes.

    Args:
        data: the WSDL.
        source: what to call it in messages.
        base: the folder whose files it may import; None allows no imports.

    Returns:
        The contract; each of its operations is described when first asked for.

    Raises:
        WsdlError: the bytes are no WSDL with a SOAP port.
    """
    return from_root(root_of(data, source), data, source, Imports(base))


def from_root(root: etree._Element, data: bytes, source: str, files: Imports) -> Contract:
    """Make a contract of a WSDL whose root, and maybe what it imports, is read already; see `from_bytes`."""
    shown = quote_source(source)
    pruner = Pruner(root, data)
    view = _View(pruner, data, shown, files)
    if pruner.self_contained:
        names, services = pruner.operation_names(), pruner.services()
    else:
        names, services = view.reader.overview()
    if not any(service.ports for service in services):
        raise WsdlError(f"The WSDL {shown} has no SOAP port over HTTP")
    spelled = python_names(names, _spellings()["operations"])
    return Contract(
        source=source,
        namespace=root.get("targetNamespace", ""),
        services=services,
        operations=Operations(names, lambda name: view.describe(name, spelled[name])),
        encode=view.encode,
        document=lambda: data,
        python_names=MappingProxyType({spelling: name for name, spelling in spelled.items()}),
    )


def root_of(data: bytes, source: str) -> etree._Element:
    """Read the root of a WSDL 1.1 document.

    Raises:
        WsdlError: the bytes are too many, not XML, or another document.
    """
    shown = quote_source(source)
    if len(data) > MAX_BYTES:
        raise WsdlError(f"The WSDL {shown} has more than the limit of {MAX_BYTES:,} bytes")
    try:
        root = parse(data)
    except NotXml as exc:
        raise WsdlError(f"The WSDL {shown} cannot be read: {one_line(str(exc), 200)}") from exc
    if root.tag != WSDL + "definitions":
        raise WsdlError(f"{shown} is no WSDL 1.1 document: its root is <{etree.QName(root).localname}>")
    return root


class _View:
    """zeep's view of one WSDL, taken when it is first needed: importing zeep costs more than all the rest."""

    def __init__(self, pruner: Pruner, data: bytes, shown: str, files: Imports) -> None:
        self._given = (pruner, data, shown, files)
        self._lock = threading.Lock()
        self._reader: Reader | None = None

    @property
    def reader(self) -> Reader:
        if self._reader is None:
            from .reader import Reader

            with self._lock:
                if self._reader is None:
                    self._reader = Reader(*self._given)
        return self._reader

    def describe(self, name: str, spelling: str) -> Operation:
        return self.reader.describe(name, spelling, _annotations().get(name), _spellings()["parameters"])

    def encode(self, operation: Operation, parts: Mapping[str, Any], soap_version: SoapVersion) -> bytes:
        return self.reader.encode(operation, parts, soap_version)


@functools.cache
def _annotations() -> Mapping[str, Mapping[str, Any]]:
    notes: dict[str, Mapping[str, Any]] = json.loads(bundled("annotations.json").read_text("utf-8"))
    return notes


@functools.cache
def _spellings() -> Mapping[str, Mapping[str, str]]:
    spellings: dict[str, Mapping[str, str]] = json.loads(bundled("spellings.json").read_text("utf-8"))
    return spellings
