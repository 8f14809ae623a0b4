"""From a WSDL to a `Contract`: find it, prove that it is one, let zeep read it, overlay the annotations.

zeep reads WSDL and XSD and writes envelopes. It is given only what one operation needs, since a program uses a few of
the 425: the rest of the WSDL is looked at for its names alone. A WSDL with imports is given to zeep whole.
"""

from __future__ import annotations

import functools
import io
import json
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast
from urllib.parse import urlsplit

import zeep
import zeep.wsdl.bindings
from lxml import etree

from . import describe
from .contract import Contract, Operation, Operations, Port, Service, SoapVersion
from .envelope import Writer
from .errors import ArgumentError, SoapClientError, WsdlError
from .prune import Pruner
from .redact import hide_url, one_line
from .resources import bundled
from .xmlio import NotXml, parse

BUNDLED: Final = {"bundled": "srv.wsdl", "bundled-2019": "srv-2019.wsdl"}
MAX_BYTES: Final = 64 * 2**20

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
    if name.lower().startswith(("http://", "https://")):
        return from_bytes((fetch or _fetch)(name), name)
    path = Path(name)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        hint = f"; {' and '.join(map(repr, BUNDLED))} name the bundled ones" if "/" not in name else ""
        raise WsdlError(f"The WSDL {name!r} cannot be read ({reason}){hint}") from exc
    return from_bytes(data, name, base=path.resolve().parent)


@functools.cache
def _bundled(name: str) -> Contract:
    return from_bytes(bundled(BUNDLED[name]).read_bytes(), name)


def _fetch(url: str) -> bytes:
    from .transport import Transport

    with Transport(url) as transport:
        return fetch_with(transport, url)


def fetch_with(transport: Any, url: str) -> bytes:
    """Get a WSDL's bytes through a transport.

    Raises:
        WsdlError: it cannot be had; the transport's own error is its cause.
    """
    try:
        reply = transport.get(url)
    except SoapClientError as exc:
        tells_all = exc if url == hide_url(url) else None
        raise WsdlError(f"The WSDL cannot be had from {_shown(url)}: {exc.message}") from tells_all
    if reply.status != 200:
        raise WsdlError(f"The WSDL cannot be had from {_shown(url)}: the server answered HTTP {reply.status}")
    return bytes(reply.body)


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
    shown = _shown(source)
    if len(data) > MAX_BYTES:
        raise WsdlError(f"The WSDL {shown} has {len(data):,} bytes: more than the limit of {MAX_BYTES:,}")
    try:
        root = parse(data)
    except NotXml as exc:
        raise WsdlError(f"The WSDL {shown} cannot be read: {one_line(str(exc), 200)}") from exc
    pruner = Pruner(root)
    if root.tag != pruner.WSDL + "definitions":
        raise WsdlError(f"{shown} is no WSDL 1.1 document: its root is <{etree.QName(root).localname}>")
    reader = _Reader(pruner, data, shown, base)
    names, services = reader.overview()
    if not any(service.ports for service in services):
        raise WsdlError(f"The WSDL {shown} has no SOAP port")
    notes = _annotations()
    spellings = _spellings()
    python_names = describe.python_names(names, spellings["operations"])
    exact = {spelling: name for name, spelling in python_names.items()}

    def describe_one(name: str) -> Operation:
        return describe.operation(
            name, python_names[name], reader.operations(name), notes.get(name), spellings["parameters"]
        )

    return Contract(
        source=source,
        namespace=root.get("targetNamespace", ""),
        services=services,
        operations=Operations(names, describe_one),
        encode=reader.encode,
        python_names=MappingProxyType(exact),
    )


def _shown(source: str) -> str:
    return hide_url(source) if "://" in source else repr(source)


@functools.cache
def _annotations() -> Mapping[str, Mapping[str, Any]]:
    notes: dict[str, Mapping[str, Any]] = json.loads(bundled("annotations.json").read_text("utf-8"))
    return notes


@functools.cache
def _spellings() -> Mapping[str, Mapping[str, str]]:
    spellings: dict[str, Mapping[str, str]] = json.loads(bundled("spellings.json").read_text("utf-8"))
    return spellings


class _Imports:
    """What zeep may load beside a WSDL: files below one folder, or nothing."""

    def __init__(self, base: Path | None) -> None:
        self._base = base

    def load(self, url: str) -> bytes:
        if self._base is None:
            raise WsdlError(f"it imports {url!r}; imports of a WSDL that is no local file are refused")
        path = (self._base / url).resolve()
        if urlsplit(url).scheme in ("http", "https", "ftp") or not path.is_relative_to(self._base):
            raise WsdlError(f"it imports {url!r}, which is not beside it")
        try:
            return path.read_bytes()
        except OSError as exc:
            raise WsdlError(f"its import {url!r} cannot be read ({exc.strerror})") from exc


class _Reader:
    """zeep's view of one WSDL, an operation at a time where that is possible."""

    def __init__(self, pruner: Pruner, data: bytes, shown: str, base: Path | None) -> None:
        self._pruner = pruner
        self._data = data
        self._shown = shown
        self._base = base
        self._lock = threading.RLock()
        self._whole: zeep.wsdl.Document | None = None
        self._operations: dict[str, dict[SoapVersion, Any]] = {}
        self._writers: dict[tuple[str, SoapVersion], Writer] = {}

    def overview(self) -> tuple[tuple[str, ...], tuple[Service, ...]]:
        """List the names of all operations with a SOAP binding, and the services."""
        if self._pruner.self_contained:
            return self._pruner.operation_names(), self._pruner.services()
        document = self._document()
        services = []
        names: dict[str, None] = {}
        for service in document.services.values():
            ports = []
            for port in service.ports.values():
                version = _version(port.binding)
                if version:
                    address = port.binding_options.get("address") or ""
                    binding = port.binding.name.localname
                    ports.append(Port(name=port.name, binding=binding, soap_version=version, address=address))
                    names.update(dict.fromkeys(port.binding.all()))
            services.append(Service(name=service.name, ports=tuple(ports)))
        return tuple(names), tuple(services)

    def operations(self, name: str) -> dict[SoapVersion, Any]:
        """Return zeep's operation of this name for each SOAP version that has a binding."""
        found = self._operations.get(name)
        if found is None:
            with self._lock:
                found = self._operations.get(name) or self._parse(name)
                self._operations[name] = found
        return found

    def _parse(self, name: str) -> dict[SoapVersion, Any]:
        document = self._read(self._pruner.only(name)) if self._pruner.self_contained else self._document()
        found: dict[SoapVersion, Any] = {}
        for service in document.services.values():
            for port in service.ports.values():
                version = _version(port.binding)
                if version and name in port.binding.all():
                    found.setdefault(version, port.binding.get(name))
        if not found:
            raise WsdlError(f"The WSDL {self._shown} cannot be used: its operation {name} has no SOAP binding")
        if any(each.style != "document" or each.input.body is None for each in found.values()):
            raise WsdlError(f"The WSDL {self._shown} cannot be used: its operation {name} is not document/literal")
        return found

    def _document(self) -> zeep.wsdl.Document:
        with self._lock:
            if self._whole is None:
                self._whole = self._read(self._data)
            return self._whole

    def _read(self, data: bytes) -> zeep.wsdl.Document:
        settings = zeep.Settings(forbid_dtd=True, forbid_external=True)
        try:
            here = str(self._base / "wsdl") if self._base else None
            return zeep.wsdl.Document(io.BytesIO(data), cast(Any, _Imports(self._base)), base=here, settings=settings)
        except WsdlError as exc:
            raise WsdlError(f"The WSDL {self._shown} cannot be used: {exc.message}") from exc
        except zeep.exceptions.ExternalReferenceForbidden as exc:
            raise WsdlError(f"The WSDL {self._shown} cannot be used: it imports {exc.url!r}, which is refused") from exc
        except Exception as exc:  # zeep raises whatever its parser runs into: KeyError, AttributeError, XMLParseError
            reason = " ".join(str(exc).split())[:200] or type(exc).__name__
            raise WsdlError(f"The WSDL {self._shown} cannot be used: {reason}") from exc

    def encode(self, operation: Operation, parts: Mapping[str, Any], soap_version: SoapVersion) -> bytes:
        """Write one envelope; see `Contract.encode`."""
        versions = self.operations(operation.name)
        if soap_version not in versions:
            raise WsdlError(f"The WSDL {self._shown} has no SOAP {soap_version} binding for {operation.name}")
        try:
            writer = self._writers.get((operation.name, soap_version))
            if writer is None:
                writer = self._writers[operation.name, soap_version] = Writer(versions[soap_version])
            return writer.write(parts)
        except (zeep.exceptions.Error, TypeError, ValueError, AttributeError, KeyError) as exc:
            raise ArgumentError(operation.name, (" ".join(str(exc).split())[:300],)) from exc


def _version(binding: Any) -> SoapVersion | None:
    if isinstance(binding, zeep.wsdl.bindings.Soap12Binding):
        return "1.2"
    return "1.1" if isinstance(binding, zeep.wsdl.bindings.Soap11Binding) else None
