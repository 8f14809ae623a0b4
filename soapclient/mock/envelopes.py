"""Read SOAP envelopes into header and body, and write faults."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import attrs
from lxml import etree

from ..contract.codec.xml_values import copied
from ..wire.safe_xml import NotXml, parse

if TYPE_CHECKING:
    from ..contract.model import SoapVersion

ENVELOPES: Final[dict[str, SoapVersion]] = {
    "http://schemas.xmlsoap.org/soap/envelope/": "1.1",
    "http://www.w3.org/2003/05/soap-envelope": "1.2",
}
_NAMESPACES: Final = {version: namespace for namespace, version in ENVELOPES.items()}
MEDIA_TYPES: Final[dict[SoapVersion, str]] = {
    "1.1": "text/xml; charset=utf-8",
    "1.2": "application/soap+xml; charset=utf-8",
}
_CODES: Final = {
    "1.1": {"Sender": "Client", "Receiver": "Server"},
    "1.2": {"Client": "Sender", "Server": "Receiver"},
}
_KNOWN: Final = frozenset({"Client", "Server", "Sender", "Receiver", "VersionMismatch", "MustUnderstand"})


class Unusable(Exception):
    """A request that only a fault can answer.

    Args:
        message: what is wrong.
        code: the code of the fault.
    """

    def __init__(self, message: str, code: str = "Client") -> None:
        super().__init__(message)
        self.code = code


@attrs.frozen
class Received:
    """An envelope, read.

    Attributes:
        version: its SOAP version.
        root: its root element.
        headers: the elements in its header.
        body: the elements in its body.
    """

    version: SoapVersion
    root: etree._Element = attrs.field(repr=False)
    headers: list[etree._Element] = attrs.field(repr=False)
    body: list[etree._Element] = attrs.field(repr=False)


def read(data: bytes, charset: str) -> Received:
    """Read an envelope.

    Raises:
        Unusable: it is not an envelope.
    """
    try:
        root = parse(data, charset)
    except NotXml as exc:
        raise Unusable(f"The request cannot be read: {exc}") from None
    namespace, _, name = str(root.tag)[1:].rpartition("}")
    version = ENVELOPES.get(namespace)
    if version is None or name != "Envelope":
        raise Unusable(f"The request is not a SOAP envelope: its root is {root.tag}", "VersionMismatch")
    body = root.find(f"{{{namespace}}}Body")
    if body is None:
        raise Unusable("The envelope has no Body")
    header = root.find(f"{{{namespace}}}Header")
    headers = [] if header is None else list(header.iterchildren("*"))
    return Received(version, root, headers, list(body.iterchildren("*")))


def with_headers(envelope: Received, headers: Iterable[etree._Element]) -> bytes:
    """Add headers to an envelope.

    Args:
        envelope: the envelope's bytes.
        headers: the elements.
    """
    namespace = _NAMESPACES[envelope.version]
    above = envelope.root.find(f"{{{namespace}}}Header")
    if above is None:
        above = etree.Element(f"{{{namespace}}}Header")
        envelope.root.insert(0, above)
    above.extend(copied(each) for each in headers)
    return etree.tostring(envelope.root, encoding="utf-8", xml_declaration=True)


def fault(version: SoapVersion, code: str, text: str, detail: Iterable[etree._Element] = ()) -> bytes:
    """Write an envelope with a fault.

    Args:
        version: the SOAP version.
        code: "Client", "Server" or another SOAP code, in the words of either version; or a code of the service.
        text: the reason.
        detail: the elements of its detail.
    """
    namespace = _NAMESPACES[version]
    known = code in _KNOWN
    said = _CODES[version].get(code, code) if known else code
    root = etree.Element(f"{{{namespace}}}Fault", nsmap={"soap": namespace})
    if version == "1.1":
        etree.SubElement(root, "faultcode").text = f"soap:{said}" if known else said
        etree.SubElement(root, "faultstring").text = text
        inside = "detail"
    else:
        codes = etree.SubElement(root, f"{{{namespace}}}Code")
        etree.SubElement(codes, f"{{{namespace}}}Value").text = f"soap:{said}" if known else "soap:Receiver"
        if not known:
            below = etree.SubElement(codes, f"{{{namespace}}}Subcode")
            etree.SubElement(below, f"{{{namespace}}}Value").text = said
        reason = etree.SubElement(etree.SubElement(root, f"{{{namespace}}}Reason"), f"{{{namespace}}}Text")
        reason.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
        reason.text = text
        inside = f"{{{namespace}}}Detail"
    found = list(detail)
    if found:
        etree.SubElement(root, inside).extend(found)
    envelope = etree.Element(f"{{{namespace}}}Envelope", nsmap={"soap": namespace})
    etree.SubElement(envelope, f"{{{namespace}}}Body").append(root)
    return etree.tostring(envelope, encoding="utf-8", xml_declaration=True)
