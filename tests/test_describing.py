"""`describe`: what a WSDL and its schemas say of an operation, as text and as JSON."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest
from told import told, wsdl

from soapclient import Contract, report_html

REQUEST = """
 <xs:element name="size" type="t:Size" default="5" minOccurs="0"/>
 <xs:element name="unit" type="xs:string" fixed="kg"/>
 <xs:element name="party" type="t:Party"/>
 <xs:element name="flags" type="t:Flags"><xs:annotation><xs:documentation>What it may do.</xs:documentation>
 </xs:annotation></xs:element>
 <xs:element name="more" type="xs:anyType"/>"""
ANSWER = """<xs:element name="order"><xs:complexType><xs:sequence><xs:element name="id" type="xs:int"/>
 <xs:element name="line" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
 <xs:element name="price" type="xs:decimal" nillable="true"/></xs:sequence></xs:complexType></xs:element>
 </xs:sequence><xs:attribute name="status" type="xs:string" default="open"/></xs:complexType></xs:element>
 <xs:element name="note" type="xs:string" minOccurs="0"/>"""
TYPES = """<xs:simpleType name="Size"><xs:restriction base="xs:int"><xs:minInclusive value="1"/>
 <xs:maxExclusive value="10"/></xs:restriction></xs:simpleType>
 <xs:simpleType name="Code"><xs:restriction base="xs:string"><xs:length value="3"/><xs:pattern value="[A-Z]+"/>
 </xs:restriction></xs:simpleType>
 <xs:simpleType name="Flags"><xs:list itemType="t:Code"/></xs:simpleType>
 <xs:complexType name="Party" abstract="true"><xs:sequence><xs:element name="name" type="xs:string"/></xs:sequence>
 </xs:complexType>
 <xs:complexType name="Customer"><xs:complexContent><xs:extension base="t:Party"/></xs:complexContent></xs:complexType>
 """
POLICY = """<wsp:Policy><wsam:Addressing><wsp:Policy/></wsam:Addressing><x:Strange xmlns:x="urn:x"/></wsp:Policy>"""
PARTS = {"request": REQUEST, "answer": ANSWER, "types": TYPES, "policy": POLICY}


@pytest.fixture(scope="module")
def refusing() -> Contract:
    return Contract.load(Path(__file__).parent / "wsdls" / "refused.wsdl")


@pytest.fixture
def file(tmp_path) -> str:
    path = tmp_path / "told.wsdl"
    path.write_text(wsdl(**PARTS), "utf-8")
    return str(path)


class TestModel:
    """What an operation and its parameters know."""

    def test_what_is_declared(self):
        """A default, a fixed value, facets, items of a list and documentation are those of the schema."""
        given = told(**PARTS)["Do"].parameters
        assert ("5", "default", "omit") == (given["size"].declared.default, given["size"].on_null, given["size"].null)
        assert ("at least 1", "less than 10", "'5' where it is left out or empty") == given["size"].demands
        assert ("always 'kg'",) == given["unit"].demands
        assert ("of string: 3 long, matches [A-Z]+",) == given["flags"].demands
        assert "What it may do." == given["flags"].declared.documentation
        assert ["{urn:t}Customer"] == [each.name for each in given["party"].others]

    def test_beside_the_messages(self):
        """Faults, headers of the answer and policies are read when they are asked for."""
        operation = told(**PARTS)["Do"]
        assert "Does it." == operation.documentation
        [fault] = operation.aside.faults
        assert ("WrongFault", "Wrong", ["code"]) == (
            fault.name, fault.detail.name, [each.name for each in fault.detail.particles]
        )  # fmt: skip
        assert ["trace"] == [each.name for each in operation.aside.headers]
        assert [("addressing", True), ("{urn:x}Strange", False)] == [
            (each.name, each.supported) for each in operation.aside.policies
        ]

    def test_a_fault_that_cannot_be_read(self):
        """It takes nothing down, and why it cannot be told is known."""
        operation = told(declared='<fault name="F" message="t:Nowhere"/>')["Do"]
        assert () == operation.aside.faults
        assert "there is no message" in operation.aside.unread


def test_json(cli, file):
    """`describe --json` has what comes back beside the keys that it always had."""
    status, out, _ = cli("describe", "Do", "--wsdl", file, "--json")
    told_ = json.loads(out)
    assert 0 == status
    assert {"operation", "kind", "returns", "errors", "codes", "parameters", "headers"} < told_.keys()
    assert ("Does it.", "document/literal", False) == (told_["documentation"], told_["style"], told_["one_way"])
    order, note = told_["answer"]
    assert [("id", "int"), ("line", "line"), ("status", "string")] == [
        (each["name"], each["type"]) for each in order["fields"]
    ]
    assert {"max_occurs": None, "min_occurs": 0}.items() <= order["fields"][1].items()
    assert ["price"] == [each["name"] for each in order["fields"][1]["fields"]]
    assert order["fields"][1]["fields"][0]["nillable"] and order["fields"][2]["default"] == "open"
    assert 0 == note["min_occurs"]
    assert [("WrongFault", "Wrong")] == [(each["fault"], each["name"]) for each in told_["faults"]]
    assert ["trace"] == [each["name"] for each in told_["answer_headers"]]
    assert {"policy": "addressing", "required": True, "supported": True} in told_["policies"]
    size, unit, party, flags, more = told_["parameters"]
    assert ("5", "default") == (size["default"], size["on_null"])
    assert "kg" == unit["fixed"] and ["{urn:t}Customer"] == party["may_be"]
    assert "What it may do." == flags["documentation"] and "xsi:type" in more["demands"][0]


def test_text(cli, file):
    """`describe` tells the same in words."""
    status, out, _ = cli("describe", "Do", "--wsdl", file)
    assert 0 == status
    lines = [" ".join(each.split()) for each in out.splitlines()]
    for line in (
        "Does it.",
        "size: at least 1; less than 10; '5' where it is left out or empty",
        "unit: always 'kg'",
        "party: of an abstract type: name a derived type; may be Customer",
        "flags: of string: 3 long, matches [A-Z]+; What it may do.",
        "more: any type: xsi:type says which",
        "answer:",
        "line list of line",
        "price decimal may be nil",
        "note string may be missing",
        "status: 'open' where it is left out",
        "headers of the answer:",
        "fault WrongFault:",
        "code int",
        "policy: addressing (asked for)",
        "policy: {urn:x}Strange (asked for, not supported)",
    ):
        assert line in lines, line


def test_one_way(cli, tmp_path):
    """An operation that answers nothing is told to be such."""
    path = tmp_path / "told.wsdl"
    path.write_text(wsdl(output="", bound=""), "utf-8")
    assert "answer: none, it is one-way" in cli("describe", "Do", "--wsdl", str(path))[1]


def test_a_type_that_cannot_be_read(cli, tmp_path):
    """What is inside it is not told, and why; the rest is."""
    gone = '<xs:complexType name="H"><xs:sequence><xs:element name="x" type="t:Gone"/></xs:sequence></xs:complexType>'
    path = tmp_path / "told.wsdl"
    both = '<xs:element name="it" type="t:H"/><xs:element name="other" type="xs:int"/>'
    path.write_text(wsdl(answer=both, request=both, types=gone), "utf-8")
    status, out, _ = cli("describe", "Do", "--wsdl", str(path))
    assert 0 == status and "it: what is inside cannot be told: no schema declares the type '{urn:t}Gone'" in out
    for side in ("answer", "parameters"):
        it, other = json.loads(cli("describe", "Do", "--wsdl", str(path), "--json")[1])[side]
        assert "Gone" in it["unread"] and "int" == other["type"]


def test_many_ways_to_a_type(cli, tmp_path):
    """What is shown of types with many ways to one another is bounded, and told to be cut."""
    inside = "".join(f'<xs:element name="e{number}" type="t:{{}}" minOccurs="0"/>' for number in range(30))
    types = "".join(
        f'<xs:complexType name="L{n}"><xs:sequence>{inside.format(*[f"L{n + 1}"] * 30)}</xs:sequence></xs:complexType>'
        for n in range(4)
    )
    types += (
        '<xs:complexType name="L4"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>'
    )
    path = tmp_path / "told.wsdl"
    path.write_text(wsdl(answer='<xs:element name="top" type="t:L0"/>', types=types), "utf-8")
    out = cli("describe", "Do", "--wsdl", str(path), "--json")[1]
    assert len(out) < 1_000_000 and '"more_inside": true' in out


def test_answers_of_infoRouter_are_told_by_the_reference(cli):
    """Of an operation that the reference has nothing is added."""
    out = cli("describe", "GetUser", "--json")[1]
    assert not {"answer", "faults", "documentation"} & json.loads(out).keys()


class TestReport:
    """The same on the page of a contract."""

    def test_what_comes_back(self):
        """The answer, its headers, faults, policies, documentation and what schemas declare are on the page."""
        page = html.unescape(report_html(told(**PARTS)))
        for text in (
            "Does it.", "<h3>Answer</h3>", "<code>line</code>", "0 or more", "always, may be nil", "may be missing",
            "<h3>Headers of the answer</h3>", "<h3>Fault WrongFault</h3>", "<code>code</code>", "<h3>Policies</h3>",
            "not supported", "at least 1", "always 'kg'", "may be Customer", "What it may do.",
        ):  # fmt: skip
            assert text in page, text

    def test_what_cannot_be_called(self, refusing):
        """An operation that cannot be called is marked, with the reason, and found by its mark."""
        page = html.unescape(report_html(refusing))
        assert 7 == page.count('data-marks="refused"')
        assert 'value="refused"' in page and "This operation cannot be called: " in page
        assert "it sends MIME parts" in page

    def test_what_cannot_be_read(self):
        """A type that cannot be read inside a parameter takes its operation down, and not the page."""
        holder = (
            '<xs:complexType name="H"><xs:sequence><xs:element name="x" type="t:Gone"/></xs:sequence></xs:complexType>'
        )
        for side in ("request", "answer", "fault"):
            page = report_html(told(**{side: '<xs:element name="it" type="t:H"/>', "types": holder}))
            assert "no schema declares the type" in page

    def test_the_reference_tells_of_infoRouter(self):  # its name
        """What infoRouter answers is told by its reference alone."""
        assert "<h3>Answer</h3>" not in report_html(Contract.load())
