"""Read the bytes of an envelope as values."""

from __future__ import annotations

from typing import Final

from lxml import etree

from ....errors import ServerFault, UnexpectedReply
from ....wire.safe_xml import NotXml, parse
from ...wsdl.bound import BoundOperation
from .answers import Decoded, Decoder

_NAMESPACES: Final = ("{http://schemas.xmlsoap.org/soap/envelope/}", "{http://www.w3.org/2003/05/soap-envelope}")


def decoded(decoder: Decoder, operation: BoundOperation, data: bytes, *, strict: bool = True) -> Decoded | None:
    """Return the values of an answer's envelope; None for an operation without an answer.

    Args:
        decoder: reads the messages of the WSDL.
        operation: the operation.
        data: the envelope.
        strict: whether content that does not fit the schema is an error.

    Raises:
        UnexpectedReply: it does not answer this operation, or does not fit the schema.
        ServerFault: it is a fault.
    """
    name = operation.name
    if not data and operation.output is None:
        return None
    try:
        root = parse(data)
    except NotXml as exc:
        raise UnexpectedReply(f"{name}: the reply cannot be used: {exc}", operation=name) from None
    space = next((each for each in _NAMESPACES if root.tag == each + "Envelope"), None)
    body = None if space is None else root.find(f"{space}Body")
    if space is None or body is None:
        raise UnexpectedReply(f"{name}: the reply is not a SOAP envelope with a body", operation=name)
    fault = body.find(f"{space}Fault")
    if fault is not None:
        raise _fault(decoder, operation, fault)
    headers = [each for header in root.iterfind(f"{space}Header") for each in header.iterchildren("*")]
    return decoder.answer(operation, list(body.iterchildren("*")), headers, strict=strict)


def _fault(decoder: Decoder, operation: BoundOperation, fault: etree._Element) -> ServerFault:
    detail = next((each for path in ("{*}detail", "{*}Detail") if (each := fault.find(path)) is not None), None)
    said = next((words for path in ("{*}faultstring", "{*}Reason/{*}Text") if (words := fault.findtext(path))), "")
    text = " ".join(said.split())[:1000] or "a SOAP fault without a reason"
    return ServerFault(
        f"{operation.name}: {text}",
        operation=operation.name,
        text=text,
        detail=said,
        fault_detail=detail,
        fault_value=decoder.fault(operation, detail),
    )
