"""A contract of one operation whose request, answer, fault, headers and policies are given, to tell and to compare."""

from __future__ import annotations

from soapclient import Contract

XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t"'
WSDL = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:wsp="http://www.w3.org/ns/ws-policy"
 xmlns:wsam="http://www.w3.org/2007/05/addressing/metadata" targetNamespace="urn:t"><types>
 <xs:schema targetNamespace="urn:t" elementFormDefault="qualified">
 <xs:element name="Do"><xs:complexType><xs:sequence>{request}</xs:sequence></xs:complexType></xs:element>
 <xs:element name="DoResponse"><xs:complexType><xs:sequence>{answer}</xs:sequence></xs:complexType></xs:element>
 <xs:element name="Wrong"><xs:complexType><xs:sequence>{fault}</xs:sequence></xs:complexType></xs:element>
 <xs:element name="Session" type="xs:string"/><xs:element name="Trace" type="{trace}"/>
 {types}</xs:schema></types>
 <message name="In"><part name="p" element="t:Do"/></message>
 <message name="Out"><part name="p" element="t:DoResponse"/></message>
 <message name="Bad"><part name="p" element="t:Wrong"/></message>
 <message name="Head"><part name="session" element="t:Session"/></message>
 <message name="Trace"><part name="trace" element="t:Trace"/></message>
 <portType name="P"><operation name="Do"><documentation>Does it.</documentation><input message="t:In"/>{output}
 {declared}</operation></portType>
 <binding name="B" type="t:P">{policy}<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
 <operation name="Do"><soap:operation soapAction="do"/>
 <input><soap:body use="literal"/><soap:header message="t:Head" part="session" use="literal"/></input>
 {bound}</operation></binding>
 <service name="S"><port name="P" binding="t:B"><soap:address location="http://127.0.0.1:9/"/></port></service>
</definitions>"""
BOUND = """<output><soap:body use="literal"/><soap:header message="t:Trace" part="trace" use="literal"/></output>"""


def wsdl(**parts: str) -> str:
    """Write the document: `request`, `answer` and `fault` are particles, `types` global components."""
    said = {
        "request": "", "answer": "", "fault": '<xs:element name="code" type="xs:int"/>', "trace": "xs:string",
        "types": "", "output": '<output message="t:Out"/>', "policy": "", "bound": BOUND,
        "declared": '<fault name="WrongFault" message="t:Bad"/>',
    }  # fmt: skip
    unknown = parts.keys() - said.keys()
    assert not unknown, unknown
    return WSDL.format(**{**said, **parts})


def told(**parts: str) -> Contract:
    """Make the contract."""
    return Contract.from_bytes(wsdl(**parts).encode(), "told.wsdl")
