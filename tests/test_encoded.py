"""SOAP-encoded operations of the style rpc: which are called, what is sent, and what a comparison tells of them.

Servers that encode are in `tests/test_interop_client.py`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from lxml import etree

from soapclient import Contract, SoapClient, compare, errors

WSDL = Path(__file__).resolve().parent.parent / ".ci" / "interop" / "wsdl" / "encoded.wsdl"
ENCODING = "http://schemas.xmlsoap.org/soap/encoding/"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
PLACED = dt.datetime(2026, 11, 30, 8, 15, tzinfo=dt.timezone.utc)
BINDING = '<binding name="EncodedSoap"'
PORT = '<port name="EncodedSoap" binding="e:EncodedSoap">'


def text(*, style: str = "rpc") -> str:
    """Return the WSDL."""
    return WSDL.read_text(encoding="utf-8").replace('style="rpc"', f'style="{style}"')


def literal(whole: str) -> str:
    """Return a WSDL with all messages literal."""
    return whole.replace('use="encoded"', 'use="literal"')


def loaded(whole: str) -> Contract:
    """Return the contract of a WSDL."""
    return Contract.from_bytes(whole.encode(), "encoded.wsdl")


def beside(first: str, second: str) -> str:
    """Return the WSDL with two bindings and ports, in this order: "literal" or "encoded"."""
    whole = text()
    start, end = whole.index(BINDING), whole.index("<service")
    binding = whole[start:end]
    port = whole[whole.index(PORT) : whole.index("</service>")]
    names = {"literal": literal, "encoded": str}
    bindings = "".join(names[use](binding).replace("EncodedSoap", use.title()) for use in (first, second))
    ports = "".join(port.replace("EncodedSoap", use.title()) for use in (first, second))
    head = whole[:start]
    return f'{head}{bindings}<service name="Encoded">{ports}</service></definitions>'


def test_what_is_sent():
    """Each value says its type, an array how many items it has, and the body how it is encoded."""
    order = {"id": 1, "placed": PLACED, "express": True, "comment": None, "lines": []}
    with SoapClient(WSDL, server="http://127.0.0.1:9/") as soap:
        whole = soap.envelope("Echo", order=order)

    body = etree.fromstring(whole.encode())[-1]
    (wrapper,) = body
    (part,) = wrapper
    assert body.get("{http://schemas.xmlsoap.org/soap/envelope/}encodingStyle") == ENCODING
    assert wrapper.tag == "{urn:example:encoded}Echo"
    assert part.tag == "order"
    assert part.get(f"{XSI}type").endswith(":Order")
    assert part.find("id").get(f"{XSI}type").endswith(":int")
    assert part.find("comment").get(f"{XSI}nil") == "true"
    assert part.find("lines").get(f"{{{ENCODING}}}arrayType").endswith(":Line[0]")


@pytest.mark.parametrize("order", [("literal", "encoded"), ("encoded", "literal")])
def test_a_literal_binding_beside_it(order):
    """Where another binding has the operation literal, that one is taken, whichever comes first."""
    contract = loaded(beside(*order))

    assert contract["Divide"].encoded is False
    assert contract["Divide"].ports == ("Literal",)
    assert contract.at("Encoded", "Encoded")["Divide"].encoded is True


def test_of_another_style():
    """SOAP-encoded operations of the style document are refused in one sentence."""
    contract = loaded(text(style="document"))

    with pytest.raises(errors.WsdlError, match="Divide: it is SOAP-encoded, not literal, other than in rpc style"):
        contract["Divide"]


def test_a_comparison():
    """An operation that becomes SOAP-encoded, or literal, breaks; where it is encoded in both nothing is told."""
    [encoded, plain] = loaded(text()), loaded(literal(text()))

    [change] = compare(plain, encoded, ["Divide"])
    assert (change.kind, change.before, change.after, change.rating) == ("style", "rpc", "rpc/encoded", "breaks")
    [change] = compare(encoded, plain, ["Divide"])
    assert (change.before, change.after) == ("rpc/encoded", "rpc")
    assert compare(encoded, loaded(text()), ["Divide"]) == ()
