"""The schemas of standards that others refer to: bundled, written from the standards, and never fetched."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from ...wire.safe_xml import parse
from ..bundled import bundled

XML: Final = "http://www.w3.org/XML/1998/namespace"
FILES: Final = {
    XML: "xml.xsd",
    "http://www.w3.org/2001/XMLSchema": "xmlschema.xsd",
    "http://www.w3.org/2005/05/xmlmime": "xmlmime.xsd",
    "http://www.w3.org/2004/11/xmlmime": "xmlmime-2004.xsd",
    "http://ws-i.org/profiles/basic/1.1/xsd": "swaref.xsd",
    "http://schemas.xmlsoap.org/soap/encoding/": "soap-encoding.xsd",
    "http://www.w3.org/2003/05/soap-encoding": "soap12-encoding.xsd",
    "http://schemas.xmlsoap.org/soap/envelope/": "soap-envelope.xsd",
    "http://www.w3.org/2003/05/soap-envelope": "soap12-envelope.xsd",
    "http://schemas.xmlsoap.org/wsdl/": "wsdl.xsd",
    "http://schemas.xmlsoap.org/wsdl/soap/": "wsdl-soap.xsd",
    "http://schemas.xmlsoap.org/wsdl/soap12/": "wsdl-soap12.xsd",
    "http://www.w3.org/2005/08/addressing": "addressing.xsd",
    "http://schemas.xmlsoap.org/ws/2004/08/addressing": "addressing-2004.xsd",
    "http://www.w3.org/2004/08/xop/include": "xop.xsd",
    "http://www.w3.org/2000/09/xmldsig#": "xmldsig.xsd",
}
# What is used without an import, by what many tools write; of the others a prefix alone says little.
UNASKED: Final = frozenset(
    name for name in FILES if "encoding" in name or "xmlmime" in name or "profiles/basic" in name
)


def location(namespace: str) -> str:
    """Name the bundled schema of a namespace, as a location."""
    return f"standard:{FILES[namespace]}"


def schemas(wanted: Iterable[str]) -> Iterator[tuple[str, etree._Element]]:
    """Read the schemas of some namespaces and of those that they import; that of xml:lang is always among them."""
    waiting = [*wanted, XML]
    seen = set()
    while waiting:
        namespace = waiting.pop(0)
        if namespace not in seen:
            seen.add(namespace)
            root = _read(namespace)
            yield namespace, root
            waiting += [str(each.get("namespace")) for each in root.iterfind("{*}import")]


@functools.cache
def _read(namespace: str) -> etree._Element:
    return parse(data(namespace))


def data(namespace: str) -> bytes:
    """Return the bundled schema of a namespace."""
    return bundled(f"standard/{FILES[namespace]}").read_bytes()
