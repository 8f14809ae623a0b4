"""What in a WSDL can bite a caller: each rule on a small document, and the bundled contracts."""

from __future__ import annotations

import copy
import functools
import json
from pathlib import Path

import contracts
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from soapclient import LINT_RULES, Contract, errors, lint
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

SPLIT = Path(__file__).parent / "wsdls" / "split" / "service.wsdl"
SHOP = Path(__file__).parent / "wsdls" / "shop.wsdl"
BOUND = WSDL[WSDL.index('<operation name="Get"><soap') : WSDL.index("</binding>")]
HEADER = '<input><soap:header message="t:In" part="p" use="literal"/>'
MULTIPART = '<input><m:multipartRelated xmlns:m="http://schemas.xmlsoap.org/wsdl/mime/"/></input>'
GONE = '<s:include schemaLocation="gone.xsd"/></s:schema>'
IMPORT = 'targetNamespace="urn:t">\n<s:import namespace="urn:u" schemaLocation="u.xsd"/>'


@functools.cache
def of_the_bundled(name):
    """What is found in a bundled contract."""
    return lint(name)


def two_operations(first, second):
    """What makes two operations of the one, with these actions."""
    bound = BOUND.replace("urn:Get", first) + BOUND.replace('name="Get"', 'name="GET"').replace("urn:Get", second)
    return (BOUND, bound), (OPERATION, OPERATION + OPERATION.replace('name="Get"', 'name="GET"'))


def found(tmp_path, *replacements):
    """The rules and places that the small document breaks after these replacements."""
    path = contracts.changed(tmp_path / "x.wsdl", WSDL, *replacements)
    return {(each.rule, each.place) for each in lint(path)}


def test_a_clean_document(tmp_path):
    """A document without a trap has no finding."""
    assert set() == found(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "rule", "place"),
    [
        (PARAMETER, '<s:element name="a" type="s:int"/>', "null-unsayable", "Get/a"),
        (PARAMETER, '<s:element name="a" type="s:string"/>', "null-unsayable", "Get/a"),
        (PARAMETER, PARAMETER + PARAMETER.replace('"a"', '"A"'), "case-twins", "Get/a"),
        ('soapAction="urn:Get"', 'soapAction=""', "action-missing", "line 9"),
        ('soapAction="urn:Get"', "", "action-missing", "line 9"),
        ("https://h", "http://h", "address-without-tls", "line 12"),
        (' location="https://h.example/s"', "", "address-missing", "line 12"),
        ("https://h.example/s", "jms:queue", "address-missing", "line 12"),
        (PORT, '<port name="X" binding="t:None"/>' + PORT, "binding-missing", "line 12"),
        (OPERATION, OPERATION * 2, "operation-twice", "line 8"),
        ('use="literal"', 'use="encoded"', "encoded", "Get"),
        ("<input><soap:body", MULTIPART + "<input><soap:body", "attachments", "Get"),
        ("<soap:operation", '<soap:operation style="rpc"', "rpc", "Get"),
        ("<input><soap", HEADER + "<soap", "header", "Get/p"),
        ("<types>", '<import namespace="urn:o" location="none.wsdl"/><types>', "import-unresolved", "line 3"),
        ("<types>", '<import namespace="urn:o" location="../x.txt"/><types>', "import-refused", "line 3"),
        ("<types>", '<import namespace="urn:o" location="/x.wsdl"/><types>', "import-refused", "line 3"),
        ("<types>", '<import namespace="urn:o" location="http://o.example/"/><types>', "import-refused", "line 3"),
        ("<types>", '<import namespace="urn:o" location="http://["/><types>', "import-refused", "line 3"),
        ("http://schemas.xmlsoap.org/soap/http", "jms", "transport", "line 9"),
        ("<soap:binding transport", "<other transport", "port-not-soap", "line 12"),
        ("<soap:binding transport", "<other transport", "not-loaded", "the document"),
        ('type="s:string"', 'type="t:Missing"', "not-expressed", "Get"),
    ],
)
def test_each_rule(tmp_path, old, new, rule, place):
    """Each trap is found, at its place."""
    assert (rule, place) in found(tmp_path, (old, new))


@pytest.mark.parametrize(
    "parameter",
    [
        '<s:element name="a" type="s:string" nillable="true"/>',
        '<s:element name="a" type="s:int" nillable="true"/>',
        '<s:element name="a" type="s:int" minOccurs="0"/>',
        '<s:element name="a" type="s:string" minOccurs="0" nillable="true"/>',
    ],
)
def test_what_has_a_null(tmp_path, parameter):
    """A parameter that may be left out, or may be nil, has a null: no finding."""
    assert set() == found(tmp_path, (PARAMETER, parameter))


def test_what_cannot_be_described_is_told_once(tmp_path):
    """That an operation is encoded is told once, not again as one that cannot be described; so is one without HTTP."""
    assert {("encoded", "Get")} == found(tmp_path, ('use="literal"', 'use="encoded"'))
    nothing = ("not-loaded", "the document")
    assert {("transport", "line 9"), nothing} == found(tmp_path, ("http://schemas.xmlsoap.org/soap/http", "jms"))


@pytest.mark.parametrize(
    ("action", "rules"),
    [
        ("", set()),
        ('soapActionRequired="false" soapAction=""', set()),
        ('soapActionRequired="true"', {("action-required", "Get")}),
        ('soapActionRequired="true" soapAction="urn:Get"', set()),
    ],
)
def test_an_action_in_soap_12(tmp_path, action, rules):
    """SOAP 1.2 needs an action only where the binding says that it is required."""
    twelve = ("wsdl/soap/", "wsdl/soap12/")
    assert rules == found(tmp_path, twelve, ('soapAction="urn:Get"', action))


@pytest.mark.parametrize(
    ("first", "second", "rule", "place"),
    [
        ("urn:Get", "urn:Get", "action-shared", "line 9"),
        ("urn:Get", "", "action-missing", "GET"),
        ("", "", "action-missing", "line 9"),
    ],
)
def test_actions_of_two_operations(tmp_path, first, second, rule, place):
    """One action for all is told once for the binding; one that is missing beside others is told of its operation."""
    rules = found(tmp_path, *two_operations(first, second))
    assert {(rule, place), ("case-twins", "Get")} == rules


def test_an_action_twice(tmp_path):
    """Of three operations, the two that have one action are told."""
    third = BOUND.replace('name="Get"', 'name="Third"').replace("urn:Get", "urn:3")
    added = ("</portType>", OPERATION.replace('name="Get"', 'name="Third"') + "</portType>")
    rules = found(tmp_path, *two_operations("urn:Get", "urn:Get"), added, ("</binding>", third + "</binding>"))
    assert {("action-twice", "GET"), ("case-twins", "Get")} == rules


def test_an_address_on_another_host():
    """A WSDL from one host that names the address of another is told, as harmless: no call goes there."""
    (only,) = lint("https://own.example/s?WSDL", fetch=lambda _: WSDL.encode())
    assert ("address-elsewhere", "harmless") == (only.rule, only.rating)
    assert "own.example" in only.message


def test_an_operation_in_two_port_types(tmp_path):
    """An operation with another request in a second port type cannot be called, and is told."""
    other = '<message name="In2"><part name="p" element="t:Get"/></message><portType name="P2">'
    other += OPERATION.replace("t:In", "t:In2") + "</portType>"
    binding = WSDL[WSDL.index("<binding") : WSDL.index("<service")].replace('"B" type="t:P"', '"B2" type="t:P2"')
    port = '<port name="Q2" binding="t:B2"><soap:address location="https://h.example/2"/></port></service>'
    rules = found(tmp_path, ("<binding", other + "<binding"), ("<service", binding + "<service"), ("</service>", port))
    assert {("operation-twice", "line 9")} == rules


TYPES = {
    "twins": '<s:element name="b" type="s:int" minOccurs="0"/><s:element name="B" type="s:int" minOccurs="0"/>',
    "null": '<s:element name="b" type="s:int"/>',
}


@pytest.mark.parametrize(
    ("inside", "attributes", "expected"),
    [
        (TYPES["twins"], "", {("case-twins", "type T/b")}),
        (TYPES["null"], "", {("null-unsayable", "type T/b")}),
        ('<s:element name="again" type="t:T" minOccurs="0"/>', "", set()),
        ('<s:element name="b" type="s:int" minOccurs="0"/>', 'abstract="true"', {("abstract-alone", "Get/a")}),
        ('<s:element name="b" type="s:int" minOccurs="0"/>', 'mixed="true"', {("mixed", "Get/a")}),
        ('<s:element ref="t:head" minOccurs="0"/>', "", {("substituted", "type T/head")}),
        ('<s:element ref="t:shut" minOccurs="0"/>', "", {("abstract", "type T/shut")}),
    ],
)
def test_nested_types(tmp_path, inside, attributes, expected):
    """What is inside a type is looked at once, at whatever depth, with what its schema says and no call can."""
    kind = f'<s:complexType name="T" {attributes}><s:sequence>{inside}</s:sequence></s:complexType>'
    kind += '<s:element name="head" type="s:string"/><s:element name="one" substitutionGroup="t:head" type="s:string"/>'
    kind += '<s:element name="shut" type="s:string" abstract="true"/>'
    kind += '<s:element name="two" substitutionGroup="t:shut" type="s:string"/>'
    parameter = '<s:element name="a" type="t:T" minOccurs="0"/>'
    assert expected == found(tmp_path, (PARAMETER, parameter), ("</s:schema>", kind + "</s:schema>"))


DERIVED = """<s:complexType name="T"{}><s:sequence><s:element name="b" type="s:int" minOccurs="0"/></s:sequence>
</s:complexType><s:complexType name="D"><s:complexContent><s:extension base="t:T"/></s:complexContent>
</s:complexType>"""
NESTED = """<s:choice minOccurs="0"><s:element name="a" type="s:int"/><s:choice>
<s:element name="b" type="s:int"/></s:choice><s:sequence><s:choice>
<s:element name="c" type="s:int"/><s:element name="d" type="s:int"/></s:choice>
</s:sequence></s:choice>"""


class TestDeclared:
    """What a schema declares that a caller has to know of."""

    @pytest.mark.parametrize(
        ("parameter", "types", "expected"),
        [
            ('<s:element name="a" type="s:int" minOccurs="0" default="5"/>', "", {("default", "Get/a")}),
            ('<s:element name="a" type="s:int" minOccurs="0" fixed="5"/>', "", {("fixed", "Get/a")}),
            ('<s:element name="a" minOccurs="0"/>', "", {("any-type", "Get/a")}),
            ('<s:any minOccurs="0"/>', "", {("any", "Get/_value_1")}),
            ('<s:element ref="s:schema" minOccurs="0"/><s:any minOccurs="0"/>', "",
             {("dataset", "Get"), ("any", "Get/_value_1")}),
            ('<s:element name="a" type="t:T" minOccurs="0"/>', DERIVED.format(""), {("derived", "Get/a")}),
            ('<s:element name="a" type="t:T" minOccurs="0"/>', DERIVED.format(' abstract="true"'),
             {("abstract", "Get/a")}),
            (NESTED, "", {("choice-nested", "Get/c"), ("choice-nested", "Get/d")}),
        ],
    )  # fmt: skip
    def test_each(self, tmp_path, parameter, types, expected):
        """Defaults, fixed values, places for anything, types that stand for others and nested choices are told."""
        assert expected == found(tmp_path, (PARAMETER, parameter), ("</s:schema>", types + "</s:schema>"))

    def test_what_stands_for_it(self, tmp_path):
        """The types that may be said are named."""
        parameter = '<s:element name="a" type="t:T" minOccurs="0"/>'
        path = contracts.changed(
            tmp_path / "w.wsdl", WSDL, (PARAMETER, parameter), ("</s:schema>", DERIVED.format("") + "</s:schema>")
        )
        [told] = lint(path)
        assert told.message.endswith(": D") and "harmless" == told.rating

    def test_what_is_encoded_and_can_be_called(self, tmp_path):
        """SOAP encoding of the style rpc is no reason to refuse an operation; it is told as what it is."""
        rpc = ("<soap:operation", '<soap:operation style="rpc"')
        part = ('element="t:Get"', 'type="s:string"')
        told = found(tmp_path, rpc, part, *[('use="literal"', 'use="encoded"')] * 2)
        assert {("encoded-rpc", "Get"), ("rpc", "Get")} <= told
        assert not {rule for rule, _ in told} & {"encoded", "not-expressed"}


OTHER = """<s:schema elementFormDefault="qualified" targetNamespace="urn:o" xmlns:o="urn:o">
<s:complexType name="T"><s:sequence><s:element name="b" type="o:U" minOccurs="0"/></s:sequence></s:complexType>
<s:complexType name="U"><s:sequence><s:element name="deep" type="s:int"/></s:sequence></s:complexType>
<s:element name="a" type="s:string" abstract="true"/><s:element name="c" substitutionGroup="o:a" type="s:string"/>
</s:schema></types>"""


class TestNamespaces:
    """The same local name in two namespaces."""

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            ('<s:complexType name="T" mixed="true"/>', set()),
            ('<s:complexType name="T" abstract="true"/>', set()),
            ('<s:element name="b" abstract="true" type="s:int"/>', set()),
            ('<s:element name="b" type="s:int"/><s:element name="x" substitutionGroup="t:b" type="s:int"/>', set()),
        ],
    )
    def test_nothing_false(self, tmp_path, kind, expected):
        """What is said of another namespace's type or element, or of one at the top, is not said of this one."""
        parameter = '<s:element name="a" xmlns:o="urn:o" type="o:T" minOccurs="0"/>'
        both = (
            "</s:schema></types>",
            f"{kind}</s:schema>" + OTHER.replace('type="s:int"', 'type="s:int" minOccurs="0"'),
        )
        assert expected == found(tmp_path, (PARAMETER, parameter), both)

    def test_nothing_lost(self, tmp_path):
        """Two types that are called alike are both looked into."""
        own = "".join(
            f'<s:complexType name="{name}"><s:sequence><s:element name="{inner}" type="{kind}" minOccurs="0"/>'
            "</s:sequence></s:complexType>"
            for name, inner, kind in (("T", "b", "t:U"), ("U", "deep", "s:int"))
        )
        parameters = '<s:element name="a" type="t:T" minOccurs="0"/>'
        parameters += '<s:element name="z" xmlns:o="urn:o" type="o:T" minOccurs="0"/>'
        both = ("</s:schema></types>", f"{own}</s:schema>{OTHER}")
        assert {("null-unsayable", "type U/deep")} == found(tmp_path, (PARAMETER, parameters), both)

    def test_by_reference(self, tmp_path):
        """An element of the other namespace that is referred to is the abstract one."""
        both = ("</s:schema></types>", f"</s:schema>{OTHER}")
        parameter = '<s:element xmlns:o="urn:o" ref="o:a" minOccurs="0"/>'
        assert {("abstract", "Get/a")} == found(tmp_path, (PARAMETER, parameter), both)

    def test_without_a_name(self, tmp_path):
        """A type without a name that is mixed is told at each element that has it, and at no other."""
        kind = (
            '<s:complexType mixed="true"><s:sequence><s:element name="b" minOccurs="0"/></s:sequence></s:complexType>'
        )
        other = '<s:complexType name="a"><s:sequence><s:element name="b" minOccurs="0"/></s:sequence></s:complexType>'
        parameter = (
            f'<s:element name="a" minOccurs="0">{kind}</s:element><s:element name="z" type="t:a" minOccurs="0"/>'
        )
        expected = {("mixed", "Get/a"), ("any-type", "type a/b")}
        assert expected == found(tmp_path, (PARAMETER, parameter), ("</s:schema>", other + "</s:schema>"))

    def test_an_included_schema(self, tmp_path):
        """A schema without a namespace has that of the one that includes it."""
        (tmp_path / "u.xsd").write_text(
            '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">'
            '<s:complexType name="T" mixed="true"><s:sequence><s:element name="b" minOccurs="0"/></s:sequence>'
            '</s:complexType><s:element name="e" type="s:string"/><s:element name="f" substitutionGroup="e"/>'
            "</s:schema>",
            "utf-8",
        )
        include = (
            'targetNamespace="urn:t">\n<s:element',
            'targetNamespace="urn:t"><s:include schemaLocation="u.xsd"/><s:element',
        )
        parameters = '<s:element name="a" type="t:T" minOccurs="0"/><s:element ref="t:e" minOccurs="0"/>'
        expected = {("mixed", "Get/a"), ("substituted", "Get/e"), ("any-type", "type T/b")}
        assert expected == found(tmp_path, include, (PARAMETER, parameters))


def test_files_are_read_once(tmp_path, monkeypatch):
    """Each imported file is read once, for the markup and for the contract."""
    read = []
    of_path = Path.open

    def opened(path, *mode, **options):
        read.append(path.name)
        return of_path(path, *mode, **options)

    monkeypatch.setattr(Path, "open", opened)
    assert lint(SPLIT)
    imported = sorted(name for name in read if name.endswith((".wsdl", ".xsd")))
    imported.remove("service.wsdl")  # the document itself
    assert ["all.xsd", "bindings.wsdl", "colours.xsd"] == imported


class TestImports:
    """Files that the WSDL imports."""

    def test_the_file_is_named(self, tmp_path):
        """What is found in an imported file has its name; a second way to it, or a cycle, adds nothing."""
        cut = WSDL.index("<service")
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub" / "part.wsdl").write_text(
            WSDL[:cut].replace("<types>", '<import namespace="urn:t" location="../x.wsdl"/><types>', 1)
            .replace(OPERATION, "\n" + OPERATION * 2)
            + "</definitions>",
            "utf-8",
        )  # fmt: skip
        service = (
            WSDL[: WSDL.index("<types>")] + '<import namespace="urn:t" location="sub/part.wsdl"/>' * 2 + WSDL[cut:]
        )
        (tmp_path / "x.wsdl").write_text(service, "utf-8")
        rules = {(each.rule, each.file, each.place) for each in lint(tmp_path / "x.wsdl")}
        assert {("operation-twice", "sub/part.wsdl", "line 9"), ("not-expressed", "", "Get")} == rules

    def test_a_schema_file(self, tmp_path):
        """Types of an imported schema are looked into; what it includes and is not there is told of the schema."""
        schema = '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:u">\n'
        schema += GONE
        (tmp_path / "u.xsd").write_text(schema, "utf-8")
        into = ('targetNamespace="urn:t">\n<s:element', IMPORT + "<s:element")
        path = tmp_path / "x.wsdl"
        path.write_text(WSDL.replace(*into, 1), "utf-8")
        assert IMPORT in path.read_text("utf-8")
        told = [each for each in lint(path) if each.rule == "import-unresolved"]
        assert [("u.xsd", "line 2")] == [(each.file, each.place) for each in told]
        assert "'gone.xsd'" in str(told[0])
        assert "u.xsd: line 2" in str(told[0])

    @pytest.mark.parametrize(
        ("content", "reason"),
        [("", "empty"), ("<a", "well-formed"), ("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "DTD"), ("no", "not XML")],
    )
    def test_a_file_that_is_no_xml(self, tmp_path, content, reason):
        """An import that is not XML, or has a DTD, is told, with the reason."""
        (tmp_path / "u.xsd").write_text(content, "utf-8")
        path = tmp_path / "x.wsdl"
        path.write_text(WSDL.replace("<types>", '<import namespace="urn:o" location="u.xsd"/><types>'), "utf-8")
        (told,) = (each for each in lint(path) if each.rule == "import-unresolved")
        assert reason in told.message

    def test_a_circle(self, tmp_path):
        """A WSDL that imports itself, for another namespace at that, is read like any other."""
        path = tmp_path / "x.wsdl"
        path.write_text(WSDL.replace("<types>", '<import namespace="urn:o" location="x.wsdl"/><types>'), "utf-8")
        path.with_name("y.wsdl").write_text(WSDL, "utf-8")
        assert lint(path.with_name("y.wsdl")) == lint(path)

    def test_from_a_url(self):
        """An import of a WSDL from a URL that names another host is told, and not fetched until the host is named."""
        asked = []

        def fetch(url):
            asked.append(url)
            return WSDL.replace("<types>", '<import namespace="urn:o" location="https://o.example/u"/><types>').encode()

        assert "import-refused" in {each.rule for each in lint("https://h.example/s?WSDL", fetch=fetch)}
        assert ["https://h.example/s?WSDL"] == asked
        lint("https://h.example/s?WSDL", fetch=fetch, allow_imports=["o.example"])
        assert ["https://h.example/s?WSDL", "https://o.example/u"] == asked[1:]


def test_a_contract(tmp_path):
    """A contract is examined as the WSDL that it was read from."""
    path = tmp_path / "x.wsdl"
    path.write_text(WSDL.replace("https://", "http://"), "utf-8")
    assert lint(path) == lint(Contract.load(path))
    assert lint(path)


@pytest.mark.parametrize("name", ["bundled", "bundled-2019"])
def test_the_bundled_contracts(name):
    """No call of a bundled operation can do something else than it says; what null would clear is refused and told."""
    ratings = {each.rating for each in of_the_bundled(name)}
    assert {"breaks", "harmless"} == ratings
    broken = {each.place for each in of_the_bundled(name) if each.rating == "breaks"}
    assert {"UpdateFolderProperties/NewDescription", "SetDocumentRetention/RetainUntil"} <= broken


def wreck(root, random):
    """Take away, repeat, rename or rewrite one thing somewhere in a document."""
    element = random.choice(list(root.iter("*")))
    above = element.getparent()
    what = random.choice(["remove", "repeat", "rename", "nest", "unset", "set"])
    if what == "rename":
        element.tag = random.choice(list(root.iter("*"))).tag
    elif what == "nest":
        element.append(copy.deepcopy(random.choice(list(root.iter("*")))))
    elif what in ("unset", "set") and element.attrib:
        name = random.choice(list(element.attrib))
        del element.attrib[name]
        if what == "set":
            element.set(name, random.choice(["", " ", "x", "t:Order", "tns:Shop", "zz:q", "1", "unbounded", "é"]))
    elif above is not None and what == "remove":
        above.remove(element)
    elif above is not None and what == "repeat":
        element.addnext(copy.deepcopy(element))


@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_whatever_is_wrong(random, wrong):
    """Whatever is missing, twice or wrong in a WSDL is told, or is no WSDL; it is never an error of another kind."""
    root = etree.fromstring(SHOP.read_bytes())
    for _ in range(wrong):
        wreck(root, random)
    try:
        told = lint("http://h.example/shop?wsdl", fetch=lambda _: etree.tostring(root))
    except errors.WsdlError as exc:
        assert "is not a WSDL" in exc.message
    else:
        assert {each.rule for each in told} <= set(LINT_RULES)


def test_what_is_not_xml(tmp_path):
    """What is not XML is one error that names the file."""
    (tmp_path / "x.wsdl").write_text("no", "utf-8")
    with pytest.raises(errors.WsdlError, match=r"x\.wsdl"):
        lint(tmp_path / "x.wsdl")


class TestCommand:
    """`soapclient wsdl lint`."""

    def test_text(self, capsys):
        """The bundled contract stays readable: one line for a rule and an operation, the counts last."""
        assert 0 == main(["wsdl", "lint"])
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) < len(of_the_bundled("bundled"))
        assert f"{len(of_the_bundled('bundled'))} findings: " in lines[-1]

    def test_json(self, capsys):
        """The JSON has every finding of the rule that is asked for."""
        assert 0 == main(["wsdl", "lint", "bundled", "--rule", "null-clears", "--json"])
        rows = json.loads(capsys.readouterr().out)
        expected = [each.place for each in of_the_bundled("bundled") if each.rule == "null-clears"]
        assert expected == [row["place"] for row in rows]
        assert rows

    def test_ignore(self, capsys, tmp_path):
        """A rule that is ignored is neither listed nor a reason to fail."""
        path = tmp_path / "x.wsdl"
        path.write_text(WSDL.replace("https://", "http://"), "utf-8")
        words = ["wsdl", "lint", str(path), "--fail-on", "any"]
        assert 4 == main(words)
        assert "address-without-tls: line 12" in capsys.readouterr().out
        assert 0 == main([*words, "--ignore", "address-without-tls"])
        assert "0 findings" in capsys.readouterr().out

    def test_the_file(self, capsys, tmp_path):
        """An imported file is named in the text and in the JSON; what is no WSDL is one sentence."""
        (tmp_path / "u.xsd").write_text('<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema">\n' + GONE, "utf-8")
        path = tmp_path / "x.wsdl"
        path.write_text(WSDL.replace('targetNamespace="urn:t">\n<s:element', IMPORT + "<s:element"), "utf-8")
        words = ["wsdl", "lint", str(path), "--rule", "import-unresolved"]
        assert 0 == main(words)
        assert "breaks: import-unresolved: u.xsd: line 2: its import 'gone.xsd'" in capsys.readouterr().out
        assert 0 == main([*words, "--json"])
        assert ["u.xsd"] == [row["file"] for row in json.loads(capsys.readouterr().out)]
        assert 2 == main(["wsdl", "lint", str(tmp_path / "u.xsd")])
        assert "is not a WSDL" in capsys.readouterr().err

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
