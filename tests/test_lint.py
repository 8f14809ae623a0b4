"""What in a WSDL can bite a caller: each rule on a small document, and the bundled contracts."""

from __future__ import annotations

import json

import pytest

from soapclient import LINT_RULES, errors, lint
from soapclient.cli import main

WSDL = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" targetNamespace="urn:t"
 xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:s="http://www.w3.org/2001/XMLSchema">
<types><s:schema elementFormDefault="qualified" targetNamespace="urn:t">
<s:element name="Get"><s:complexType><s:sequence><s:element name="a" type="s:string" minOccurs="0"/></s:sequence>
</s:complexType></s:element><s:element name="GetR"><s:complexType/></s:element></s:schema></types>
<message name="In"><part name="p" element="t:Get"/></message>
<message name="Out"><part name="p" element="t:GetR"/></message>
<portType name="P"><operation name="Get"><input message="t:In"/><output message="t:Out"/></operation></portType>
<binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="Get"><soap:operation soapAction="urn:Get"/><input><soap:body use="literal"/></input>
<output><soap:body use="literal"/></output></operation></binding>
<service name="S"><port name="Q" binding="t:B"><soap:address location="https://h.example/s"/></port></service></definitions>"""

PORT = '<port name="Q" binding="t:B">'
PARAMETER = '<s:element name="a" type="s:string" minOccurs="0"/>'
OPERATION = '<operation name="Get"><input message="t:In"/><output message="t:Out"/></operation>'


def found(tmp_path, *replacements):
    """The rules and places that the small document breaks after these replacements."""
    text = WSDL
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "x.wsdl"
    path.write_text(text, "utf-8")
    return {(each.rule, each.place) for each in lint(path)}


def test_a_clean_document(tmp_path):
    """A document without a trap has no finding."""
    assert set() == found(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "rule", "place"),
    [
        (PARAMETER, '<s:element name="a" type="s:int"/>', "null-unsayable", "Get/a"),
        (PARAMETER, '<s:element name="a" type="s:string" nillable="true"/>', "nil-string", "Get/a"),
        (PARAMETER, PARAMETER + PARAMETER.replace('"a"', '"A"'), "case-twins", "Get/a"),
        ('soapAction="urn:Get"', 'soapAction=""', "action-missing", "Get"),
        ("https://h", "http://h", "address-without-tls", "line 12"),
        (' location="https://h.example/s"', "", "address-missing", "line 12"),
        (PORT, '<port name="X" binding="t:None"/>' + PORT, "binding-missing", "line 12"),
        (OPERATION, OPERATION * 2, "operation-twice", "line 8"),
        ('use="literal"', 'use="encoded"', "encoded", "Get"),
        ("<input><soap", '<input><soap:header message="t:In" part="p" use="literal"/><soap', "header", "Get"),
        ("<types>", '<import namespace="urn:o" location="none.wsdl"/><types>', "import-unresolved", "line 3"),
        ("<types>", '<import namespace="urn:o" location="../x.wsdl"/><types>', "import-refused", "line 3"),
        ("<types>", '<import namespace="urn:o" location="http://o.example/"/><types>', "import-refused", "line 3"),
        ("<soap:binding transport", "<other transport", "port-not-soap", "line 12"),
        ("<soap:binding transport", "<other transport", "not-loaded", "the document"),
        ('type="s:string"', 'type="t:Missing"', "not-expressed", "Get"),
    ],
)
def test_each_rule(tmp_path, old, new, rule, place):
    """Each trap is found, at its place."""
    assert (rule, place) in found(tmp_path, (old, new))


def test_an_action_twice(tmp_path):
    """Two operations with one action are found, and names that differ only in letter case."""
    start, end = WSDL.index('<operation name="Get"><soap'), WSDL.index("</binding>")
    bound = WSDL[start:end]
    rules = found(
        tmp_path,
        (bound, bound + bound.replace('name="Get"', 'name="GET"')),
        (OPERATION, OPERATION + OPERATION.replace('name="Get"', 'name="GET"')),
    )
    assert {("action-twice", "GET"), ("case-twins", "Get")} <= rules


def test_an_address_on_another_host():
    """A WSDL from one host that names the address of another is found."""
    places = {each.rule for each in lint("https://own.example/s?WSDL", fetch=lambda _: WSDL.encode())}
    assert {"address-elsewhere"} == places


def test_what_is_not_xml(tmp_path):
    """What is not XML is one error that names the file."""
    (tmp_path / "x.wsdl").write_text("no", "utf-8")
    with pytest.raises(errors.WsdlError, match=r"x\.wsdl"):
        lint(tmp_path / "x.wsdl")


class TestCommand:
    """`soapclient wsdl lint`."""

    def test_text(self, capsys):
        """The bundled contract stays readable: one line for a rule and an operation, the counts last."""
        assert 0 == main(["wsdl", "lint", "bundled"])
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) < len(lint("bundled"))
        assert f"{len(lint('bundled'))} findings: " in lines[-1]

    def test_json(self, capsys):
        """The JSON has every finding of the rule that is asked for."""
        assert 0 == main(["wsdl", "lint", "bundled", "--rule", "null-clears", "--json"])
        rows = json.loads(capsys.readouterr().out)
        assert [each.place for each in lint("bundled") if each.rule == "null-clears"] == [row["place"] for row in rows]
        assert rows

    @pytest.mark.parametrize(("rating", "status"), [("loses-data", 0), ("breaks", 0), ("any", 4)])
    def test_fail_on(self, capsys, rating, status):
        """`--fail-on` gives status 4 where a finding has that rating or a worse one."""
        words = ["wsdl", "lint", "bundled", "--rule", "address-without-tls", "--fail-on", rating]
        assert status == main(words)
        assert "address" in capsys.readouterr().out


def test_every_rule_is_in_the_page(request):
    """docs/lint.md has every rule with its rating."""
    page = (request.config.rootpath / "docs" / "lint.md").read_text("utf-8")
    for rule, (rating, _) in LINT_RULES.items():
        assert f"| `{rule}` | {rating} |" in page
