"""How a WSDL is read: one that imports nothing as it is, any other with all that it imports."""

from __future__ import annotations

import functools

from lxml import etree

from ...errors import WsdlError
from ...wire import encodings
from ..model import Port, Service
from .excerpt import Pruner
from .gather import gathered
from .imports import Imports
from .sources import Sources
from .view import View

_PLAIN = (b'encoding="utf-8"', b"encoding='utf-8'", b'encoding="us-ascii"')


def reading(
    root: etree._Element, data: bytes, shown: str, files: Imports
) -> tuple[tuple[str, ...], tuple[Service, ...], View]:
    """Find out what a WSDL offers.

    Args:
        root: its root element.
        data: its bytes.
        shown: what to call it in messages.
        files: what it may import.

    Returns:
        The names of its operations, its services, and what describes them.

    Raises:
        WsdlError: an operation needs a part that could not be read.
    """
    if not _is_plain(data):
        data = etree.tostring(root, encoding="utf-8")
    pruner = Pruner(root, data)
    sources = functools.cache(lambda: gathered(root, files))
    if pruner.is_plain:
        return pruner.operation_names(), pruner.services(), View(lambda: (pruner, data), shown, sources)
    from .merged import check

    try:
        check(sources())
    except WsdlError as exc:
        raise WsdlError(f"The WSDL {shown} cannot be used: {exc.message}") from exc
    view = View(lambda: _merged(sources(), shown), shown, sources)
    services = tuple(_services(view))
    used = {port.binding for service in services for port in service.ports}
    names = dict.fromkeys(
        name
        for binding in view.definitions.bindings.values()
        if _local(binding.name) in used
        for name in binding.operations
    )
    return tuple(names), services, view


def _services(view: View) -> list[Service]:
    """List the services, and the bindings that no port uses as ports without an address."""
    found = []
    used = set()
    for service in view.definitions.services.values():
        ports = []
        for port in service.ports.values():
            used.add(port.binding.name)
            version = port.binding.soap_version
            ports.append(
                Port(name=port.name, binding=_local(port.binding.name), soap_version=version, address=port.address)
            )
        found.append(Service(name=service.name, ports=tuple(ports)))
    left = tuple(
        Port(name=_local(name), binding=_local(name), soap_version=binding.soap_version, address="")
        for name, binding in view.definitions.bindings.items()
        if name not in used
    )
    return [*found, Service(name="", ports=left)] if left else found


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _merged(sources: Sources, shown: str) -> tuple[Pruner, bytes]:
    from .merged import merged

    try:
        root, data = merged(sources)
    except WsdlError as exc:
        raise WsdlError(f"The WSDL {shown} cannot be used: {exc.message}") from exc
    return Pruner(root, data), data


def _is_plain(data: bytes) -> bool:
    """Return whether others read the bytes as we do: they are UTF-8, and have no DOCTYPE."""
    start = data[:1000].lower()
    if b"<!doctype" in start or encodings.in_utf8(data) is not data:
        return False
    return b"encoding" not in start.partition(b"?>")[0] or any(each in start for each in _PLAIN)
