"""The names of WSDL, and the transports, addresses and MIME parts of its elements."""

from __future__ import annotations

from typing import Final

from lxml import etree

from ..model import SoapVersion

WSDL: Final = "{http://schemas.xmlsoap.org/wsdl/}"
XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
SOAP: Final[dict[str, SoapVersion]] = {
    "{http://schemas.xmlsoap.org/wsdl/soap/}": "1.1",
    "{http://schemas.xmlsoap.org/wsdl/soap12/}": "1.2",
}
# The transports that zeep treats as HTTP; bindings for others, such as JMS, do not count.
OVER_HTTP: Final = ("http://schemas.xmlsoap.org/soap/http", "http://www.w3.org/2003/05/soap/bindings/HTTP/")
_MULTIPART: Final = "{http://schemas.xmlsoap.org/wsdl/mime/}multipartRelated"


def is_url(name: str) -> bool:
    """Return whether a name is an http(s) URL."""
    return name.lower().startswith(("http://", "https://"))


def local(name: str | None) -> str:
    """Return a qualified name without its prefix."""
    return (name or "").rpartition(":")[2]


def address_of(port: etree._Element) -> str:
    """Return the address of a SOAP port; empty where it has none."""
    found = (port.find(namespace + "address") for namespace in SOAP)
    return next((each.get("location", "") for each in found if each is not None), "")


def multipart(operation: etree._Element) -> bool:
    """Return whether an operation of a binding sends MIME parts."""
    return operation.find(f"{WSDL}input/{_MULTIPART}") is not None


def encoded(operation: etree._Element) -> bool:
    """Return whether an operation of a binding is SOAP-encoded."""
    directions = (operation.iterfind(f"{WSDL}{direction}//*") for direction in ("input", "output"))
    return any(each.get("use") == "encoded" for direction in directions for each in direction)
