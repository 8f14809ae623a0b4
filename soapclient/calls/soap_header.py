"""The parts of an envelope: its header (added if missing), its only body, and the blocks of its header."""

from __future__ import annotations

from typing import Final

from lxml import etree

SOAP_11: Final = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_12: Final = "http://www.w3.org/2003/05/soap-envelope"
_TRUE: Final = {SOAP_11: "1", SOAP_12: "true"}


def soap_namespace(envelope: etree._Element) -> str:
    """Return the namespace of an envelope.

    Raises:
        ValueError: the element is not an envelope of SOAP 1.1 or 1.2.
    """
    for namespace in (SOAP_11, SOAP_12):
        if envelope.tag == f"{{{namespace}}}Envelope":
            return namespace
    raise ValueError("the message is not a SOAP envelope")


def header_of(envelope: etree._Element) -> etree._Element:
    """Return the header of an envelope; without one, an empty header is added before the body."""
    namespace = soap_namespace(envelope)
    found = envelope.find(f"{{{namespace}}}Header")
    if found is None:
        found = etree.Element(f"{{{namespace}}}Header")
        envelope.insert(0, found)
    return found


def sole_body(envelope: etree._Element) -> etree._Element:
    """Return the body of an envelope.

    Raises:
        ValueError: it has none, or more than one.
    """
    found = envelope.findall(f"{{{soap_namespace(envelope)}}}Body")
    if len(found) != 1:
        raise ValueError("the envelope has no body" if not found else "the envelope has more than one body")
    return found[0]


def blocks(envelope: etree._Element, *tags: str) -> list[etree._Element]:
    """Return the header blocks of an envelope that have one of these names, in order."""
    headers = envelope.findall(f"{{{soap_namespace(envelope)}}}Header")
    return [block for header in headers for block in header if block.tag in tags]


def must_understand(block: etree._Element) -> None:
    """Mark a block of the header with mustUnderstand: the server must understand it or refuse the message.

    Args:
        block: the block, inside its envelope.
    """
    namespace = etree.QName(block.getroottree().getroot()).namespace or SOAP_11
    block.set(f"{{{namespace}}}mustUnderstand", _TRUE.get(namespace, "1"))
