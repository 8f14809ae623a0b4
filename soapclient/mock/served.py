"""Serve the documents of a WSDL with the mock's own address in their imports and ports."""

from __future__ import annotations

import copy
import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from lxml import etree

if TYPE_CHECKING:
    from ..contract.wsdl.definitions import Definitions

_WSDL: Final = "{http://schemas.xmlsoap.org/wsdl/}"
_XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
_SOAP: Final = ("{http://schemas.xmlsoap.org/wsdl/soap/}", "{http://schemas.xmlsoap.org/wsdl/soap12/}")
_LOCATIONS: Final = {
    _WSDL + "import": "location",
    **dict.fromkeys((_XSD + kind for kind in ("import", "include", "redefine")), "schemaLocation"),
}
# Placeholder for the address, which is known when a document is requested.
_ADDRESS: Final = "urn:soapclient:address-of-the-mock"


def path_of(service: str, port: str) -> str:
    """Return the path of a port."""
    return f"/{quote(service, safe='')}/{quote(port, safe='')}"


class Served:
    """The documents by the query that requests them: "wsdl" for the WSDL itself, "wsdl=1", "xsd=2" for others.

    Args:
        definitions: the WSDL.
    """

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    @functools.cached_property
    def _texts(self) -> dict[str, bytes]:
        definitions = self._definitions
        queries = {
            location: ("wsdl" if root.tag == _WSDL + "definitions" else "xsd") + (f"={number}" if number else "")
            for number, (location, root) in enumerate(definitions.documents.items())
        }
        return {
            queries[location]: _served(definitions, location, root, queries)
            for location, root in definitions.documents.items()
        }

    def document(self, query: str, address: str) -> bytes | None:
        """Return a document with the mock's address in it; None if the query names none.

        Args:
            query: the query string.
            address: the mock's address, without a trailing slash.
        """
        text = self._texts.get(query)
        return None if text is None else text.replace(_ADDRESS.encode(), address.encode())


def _served(definitions: Definitions, location: str, root: etree._Element, queries: Mapping[str, str]) -> bytes:
    own = copy.deepcopy(root)
    standards = {
        each.get("targetNamespace"): place
        for place, each in definitions.documents.items()
        if each.tag == _XSD + "schema"
    }
    for element in own.iter(*_LOCATIONS):
        name = _LOCATIONS[str(element.tag)]
        said = element.get(name)
        # An import that only names a namespace refers to a standard schema, which clients would fetch elsewhere.
        found = definitions.target(location, said) if said else standards.get(element.get("namespace"))
        if found is not None and found in queries:
            element.set(name, f"{_ADDRESS}/?{queries[found]}")
    for service in own.iterfind(_WSDL + "service"):
        for port in service.iterfind(_WSDL + "port"):
            for soap in _SOAP:
                for each in port.iterfind(soap + "address"):
                    each.set("location", _ADDRESS + path_of(service.get("name", ""), port.get("name", "")))
    return etree.tostring(own, encoding="utf-8", xml_declaration=True)
