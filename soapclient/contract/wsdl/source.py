"""From a WSDL to a `Contract`: find it, prove that it is one, take its names, overlay the annotations.

zeep itself is imported by `reader`, when an operation is first described.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lxml import etree

from ...errors import WsdlError
from ...wire.redact import one_line, quote_source
from ...wire.safe_xml import NotXml, parse
from ..bundled import bundled
from ..contract import Contract
from ..fetch import Fetch, _fetch
from ..operations import Operations
from ..spelling import python_names
from .excerpt import Pruner
from .imports import MAX_BYTES, Imports
from .view import _spellings, _View
from .vocabulary import WSDL

if TYPE_CHECKING:
    pass

BUNDLED: Final = {"bundled": "srv.wsdl", "bundled-2019": "srv-2019.wsdl"}


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
