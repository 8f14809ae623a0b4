"""A value that needs a prefix, such as a type that `xsi:type` says, where the prefix is declared far above it."""

from __future__ import annotations

import pytest
import requests
from lxml import etree

from soapclient import Contract, Mock
from soapclient.calls.arguments import bind
from soapclient.cli import output
from soapclient.contract.codec.xml_values import copied

WSDL = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" targetNamespace="urn:t"><types><xs:schema targetNamespace="urn:t">
 <xs:element name="H" type="xs:anyType"/>
 <xs:complexType name="B"><xs:sequence><xs:element name="v" type="xs:anyType"/></xs:sequence></xs:complexType>
 <xs:complexType name="X"><xs:sequence><xs:any processContents="skip"/></xs:sequence></xs:complexType>
 </xs:schema></types>
 <message name="In"><part name="a" type="xs:string"/><part name="b" type="t:B"/><part name="x" type="t:X"/>
 <part name="h" element="t:H"/></message><message name="Out"><part name="r" type="xs:string"/>
 <part name="h" element="t:H"/></message><portType name="P"><operation name="Do">
 <input message="t:In"/><output message="t:Out"/></operation></portType>
 <binding name="B" type="t:P"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
 <operation name="Do"><soap:operation soapAction="do"/><input><soap:body use="literal" namespace="urn:t" parts="a b x"/>
 <soap:header message="t:In" part="h" use="literal"/></input><output>
 <soap:body use="literal" namespace="urn:t" parts="r"/>
 <soap:header message="t:Out" part="h" use="literal"/></output></operation></binding>
 <service name="S"><port name="P" binding="t:B"><soap:address location="http://127.0.0.1:9/"/></port></service>
</definitions>"""
ENVELOPE = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="urn:t">
 <s:Header><t:H xsi:type="xsd:int">5</t:H></s:Header>
 <s:Body>{}</s:Body></s:Envelope>"""
REQUEST = ENVELOPE.format(
    '<t:Do><a xsi:type="xsd:string">x</a><b xsi:type="t:B"><v xsi:type="xsd:int">3</v></b>'
    '<x><q xsi:type="xsd:int">1</q></x>'
    "</t:Do>"
)
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


@pytest.fixture
def contract(tmp_path):
    path = tmp_path / "typed.wsdl"
    path.write_text(WSDL, "utf-8")
    return Contract.load(path)


def test_header_of_an_answer(contract):
    """A header of an answer is read by the type that it says, also if the envelope declares the prefix."""
    body = '<t:DoResponse><r xsi:type="xsd:string">x</r></t:DoResponse>'
    assert "x" == contract.decode("Do", ENVELOPE.format(body).encode())


def test_element_of_an_answer_is_an_argument(contract):
    """An element that is taken out of a document keeps the prefixes that its values need when it is sent."""
    inside = etree.fromstring(REQUEST).find(".//q")
    operation = contract["Do"]
    envelope = contract.encode(operation, bind(operation, {"a": "x", "b": {"v": 3}, "x": {"_value_1": inside}}))
    (sent,) = etree.fromstring(envelope).iter("q")
    assert "http://www.w3.org/2001/XMLSchema" == sent.nsmap[sent.get(XSI_TYPE).partition(":")[0]]


def test_request_to_a_mock(contract):
    """A mock takes parts that say their types, also if the envelope declares the prefixes."""
    with Mock(contract) as mock:
        headers = {"Content-Type": "text/xml", "SOAPAction": '"do"'}
        reply = requests.post(mock.url.partition("?")[0], data=REQUEST.encode(), headers=headers, timeout=30)
        assert [] == list(mock.problems)
        assert 200 == reply.status_code
        (call,) = mock.calls
    assert ("x", {"v": 3}) == (call.arguments["a"], call.arguments["b"])
    assert {"H": 5} == call.headers


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ('<a xmlns:p="u"><b>p:x</b></a>', '<b xmlns:p="u">p:x</b>'),
        ('<a xmlns="u"><b q="x">1<c/>2<!--3--></b>tail</a>', '<b xmlns="u" q="x">1<c/>2<!--3--></b>'),
        ('<a xmlns="u"><b xmlns=""><c/></b></a>', "<b><c/></b>"),
        ('<p:a xmlns:p="u"><b p:q="1"/></p:a>', '<b xmlns:p="u" p:q="1"/>'),
    ],
)
def test_copy(document, said):
    """A copy says what the element says where it stands, and nothing of what is behind it."""
    own = etree.tostring(copied(etree.fromstring(document)[0]), encoding="unicode")
    assert etree.canonicalize(said, with_comments=True) == etree.canonicalize(own, with_comments=True)


@pytest.mark.parametrize("indented", [False, True])
def test_printed(indented):
    """What the command line prints of an answer has the prefixes that its values need, and no others."""
    document = etree.fromstring(REQUEST.replace("<s:Envelope", '<s:Envelope xmlns:unused="u"'))
    shown = etree.fromstring(output.xml(document.find(".//b"), indented=indented))
    assert "urn:t" == shown.nsmap["t"]
    assert "http://www.w3.org/2001/XMLSchema" == shown.nsmap["xsd"]
    assert not {"s", "unused"} & shown.nsmap.keys()
