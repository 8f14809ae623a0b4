"""A service of one operation, `Get`, whose answer is of a schema that a test writes."""

from __future__ import annotations

import functools
from typing import Any

from soapclient import Contract

XSI = "http://www.w3.org/2001/XMLSchema-instance"
ENVELOPES = {"1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope"}
_WSDL = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
 xmlns:t="urn:x" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x"
 xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">
<types><xs:schema targetNamespace="urn:x" xmlns="urn:x" elementFormDefault="{form}">
<xs:element name="Get"><xs:complexType/></xs:element>{schema}</xs:schema></types>
<message name="In"><part name="p" element="t:Get"/></message><message name="Out">{parts}</message>{messages}
<portType name="Type"><operation name="Get"><input message="t:In"/>{output}{faults}</operation></portType>
<binding name="Bound" type="t:Type"><s:binding style="{style}" transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="Get"><s:operation soapAction="urn:x/Get"/><input><s:body use="literal"/></input>
<output>{headers}<s:body use="{use}"{rpc}/></output></operation></binding>
<service name="Service"><port name="Port" binding="t:Bound"><s:address location="http://localhost/"/></port></service>
</definitions>"""
_OUT = '<part name="p" element="t:GetResponse"/>'


def wsdl(
    schema: str = "",
    *,
    parts: str = _OUT,
    messages: str = "",
    output: str = '<output message="t:Out"/>',
    faults: str = "",
    headers: str = "",
    style: str = "document",
    use: str = "literal",
    form: str = "qualified",
) -> bytes:
    """Write a WSDL with a schema and an output message."""
    rpc = ' namespace="urn:x"' if style == "rpc" else ""
    return _WSDL.format(
        schema=schema, parts=parts, messages=messages, output=output, faults=faults, headers=headers, style=style,
        use=use, form=form, rpc=rpc,
    ).encode()  # fmt: skip


@functools.lru_cache(maxsize=512)
def contract(schema: str = "", **said: str) -> Contract:
    """Read the contract of such a WSDL."""
    return Contract.from_bytes(wsdl(schema, **said), "made.wsdl")


def fields(text: str, rest: str = "") -> str:
    """Declare the answer as a sequence of elements, and what else belongs to its type or the schema."""
    return f"""<xs:element name="GetResponse"><xs:complexType><xs:sequence>{text}</xs:sequence></xs:complexType>
        </xs:element>{rest}"""


def envelope(body: str, header: str = "", version: str = "1.1") -> bytes:
    """Write an envelope."""
    head = f"<s:Header>{header}</s:Header>" if header else ""
    return (
        f'<s:Envelope xmlns:s="{ENVELOPES[version]}" xmlns:xsi="{XSI}" xmlns="urn:x" xmlns:t="urn:x" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/">'
        f"{head}<s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def read(schema: str, inside: str, *, strict: bool = True, attributes: str = "", **said: str) -> Any:
    """Read an answer by a schema.

    Args:
        schema: the schema, of which `GetResponse` is the answer.
        inside: what is in that element.
        strict: whether what does not fit is an error.
        attributes: those of the element.
        said: what else the WSDL says.
    """
    body = f"<GetResponse{attributes}>{inside}</GetResponse>"
    return contract(schema, **said).decode("Get", envelope(body), strict=strict)


def value(kind: str, text: str, *, strict: bool = True, rest: str = "") -> Any:
    """Read one text of a type."""
    return read(fields(f'<xs:element name="v" type="{kind}"/>', rest), f"<v>{text}</v>", strict=strict)
