"""The types of answers in stub files: what decoding gives is what they say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from stub_types import StubTypes
from test_answer_schemas import Part, content
from typed import contract, envelope, fields, wsdl

from soapclient import Contract, Record, errors, stub_text
from soapclient.contract.codec.sampling import messages
from soapclient.contract.codec.sampling.samples import Samples
from soapclient.contract.codec.writing.layouts import Layouts

OWN = [name for name in dir(Record) if not name.startswith("_")]
WSDLS = Path(__file__).parent / "wsdls"
ERP = WSDLS / "erp" / "erp.wsdl"
OTHERS = sorted(each for each in WSDLS.glob("*.wsdl") if each.stem != "refused")


def said(schema: str, body: str = "", operation: str = "Get", **more: str) -> str:
    """Return what a stub says that a call returns, and prove it of a reply, if there is one."""
    found = contract(schema, **more)
    types = StubTypes(stub_text(found))
    annotation = types.returns(operation)
    if body:
        assert [] == list(types.problems(found.decode(operation, envelope(body)), annotation))
    return ast.unparse(annotation)


def one(kind: str, text: str, rest: str = "", occurs: str = "") -> str:
    """Return what a stub says of an element `v` of a type, beside another one."""
    schema = fields(f'<xs:element name="v" type="{kind}" {occurs}/><xs:element name="w" type="xs:int"/>', rest)
    found = contract(schema)
    types = StubTypes(stub_text(found))
    value = found.decode("Get", envelope(f"<GetResponse>{text}<w>1</w></GetResponse>"))
    assert [] == list(types.problems(value, types.returns("Get")))
    annotation = types.members("GetResponseRecord")["v"]
    written = ast.unparse(annotation)
    return ast.unparse(types.aliases.get(written, annotation))


def samples(contract: Contract) -> None:
    """Prove that samples of all answers are what the stub says."""
    types = StubTypes(stub_text(contract))
    definitions = contract.definitions
    layouts = Layouts(definitions.schemas)
    for name in contract:
        try:
            bound = contract.bound(name)
            output = bound.output
            _ = contract[name]
        except errors.WsdlError:
            continue
        if output is None:
            assert "None" == ast.unparse(types.returns(name))
            continue
        for full in (False, True):
            try:
                value = messages.sample(output, Samples(definitions.schemas, full=full))
                data = messages.write(output, value, layouts)
                decoded = contract.decode(name, data)
            except (errors.ArgumentError, errors.WsdlError, errors.UnexpectedReply):
                continue
            assert [] == list(types.problems(decoded, types.returns(name), name))


class TestValues:
    """The type of one value."""

    @pytest.mark.parametrize(
        ("kind", "text", "expected"),
        [
            ("xs:string", "a", "str"),
            ("xs:int", "5", "int"),
            ("xs:integer", "5", "int"),
            ("xs:decimal", "5.0", "Decimal"),
            ("xs:double", "5", "float"),
            ("xs:boolean", "1", "bool"),
            ("xs:dateTime", "2026-01-31T00:00:00", "dt.datetime | str"),
            ("xs:dateTime", "2026-01-31T24:00:00", "dt.datetime | str"),
            ("xs:date", "2026-01-31Z", "dt.date | str"),
            ("xs:time", "24:00:00", "dt.time | str"),
            ("xs:duration", "P1M", "dt.timedelta | str"),
            ("xs:gYear", "2026", "str"),
            ("xs:base64Binary", "aGk=", "bytes"),
            ("xs:hexBinary", "00", "bytes"),
            ("xs:QName", "t:a", "str"),
            ("xs:NMTOKENS", "a b", "list[str]"),
            ("xs:anyType", "a", "Any"),
            ("xs:anySimpleType", "a", "Any"),
            ("Color", "red", "Literal['red', 'blue']"),
            ("Size", "2", "Literal[1, 2]"),
            ("Rate", "2.0", "Decimal"),
            ("Colors", "red blue", "list[Color]"),
            ("Either", "x", "int | str"),
        ],
    )
    def test_simple(self, kind, text, expected):
        """Each type of XSD is what decoding makes of it; with text beside it where that may stay as it is."""
        assert expected == one(kind, f"<v>{text}</v>", TYPES)

    @pytest.mark.parametrize(
        ("occurs", "text", "expected"),
        [
            ('minOccurs="0"', "", "int | None"),
            ('nillable="true"', '<v xsi:nil="true"/>', "int | None"),
            ('maxOccurs="3" minOccurs="0"', "", "list[int]"),
            ('maxOccurs="unbounded"', "<v>1</v><v>2</v>", "list[int]"),
            ('maxOccurs="2" nillable="true"', '<v>1</v><v xsi:nil="1"/>', "list[int | None]"),
        ],
    )
    def test_how_often(self, occurs, text, expected):
        """What may be missing or nil is None, what may be there several times a list."""
        assert expected == one("xs:int", text, occurs=occurs)

    def test_a_nil_element_with_attributes(self):
        """It is a record that has them, and nothing else."""
        rest = """<xs:complexType name="C"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence>
            <xs:attribute name="b" type="xs:int" use="required"/><xs:attribute name="d" type="xs:int" default="7"/>
            </xs:complexType>"""
        assert "CRecord | None" == one("C", '<v xsi:nil="true" b="5"/>', rest, 'nillable="true"')
        assert "CRecord" == one("C", '<v b="5"><a>1</a></v>', rest)

    def test_derived_types(self):
        """What may be said by `xsi:type` is listed; what they share is a class of its own."""
        assert "ARecord | BRecord | CRecord" == one("A", '<v xsi:type="B"><a>1</a><b>x</b></v>', DERIVED)
        assert "ARecord | BRecord | CRecord" == one("A", "<v><a>1</a></v>", DERIVED)
        types = StubTypes(stub_text(contract(fields('<xs:element name="v" type="A"/>', DERIVED))))
        shown = {name: [ast.unparse(each) for each in types.classes[name].bases] for name in ("BRecord", "CRecord")}
        assert {"BRecord": ["AnyARecord"], "CRecord": ["Record"]} == shown
        assert "list[int]" == ast.unparse(types.members("CRecord")["a"])

    @pytest.mark.parametrize("name", sorted(OWN))
    def test_a_member_that_is_called_like_what_records_have(self, name):
        """It is the member; the rest is as every record has it."""
        rest = f"""<xs:complexType name="A"><xs:sequence><xs:element name="{name}" type="xs:int"/></xs:sequence>
            </xs:complexType>"""
        assert "ARecord" == one("A", f"<v><{name}>1</{name}></v>", rest)
        types = StubTypes(stub_text(contract(fields('<xs:element name="v" type="A"/>', rest))))
        found = {each.name for each in types.classes["ARecord"].body if isinstance(each, ast.FunctionDef)}
        assert {*OWN} <= found and "int" == ast.unparse(types.members("ARecord")[name])

    def test_an_abstract_type(self):
        """Of an abstract type only what is derived from it is in answers."""
        abstract = DERIVED.replace('name="A"', 'name="A" abstract="true"')
        assert "BRecord | CRecord" == one("A", '<v xsi:type="B"><a>1</a><b>x</b></v>', abstract)

    def test_many_derived_types(self):
        """Of many derived types the class is named that they share."""
        many = "".join(DERIVED_ONE.format(name=f"B{number}") for number in range(20))
        assert "AnyARecord" == one("A", '<v xsi:type="B7"><a>1</a><b>x</b></v>', f"{BASE}{many}")

    def test_substitution(self):
        """What may stand for an element is listed, a text as what has its tag."""
        rest = """<xs:element name="h" type="xs:anyType"/>
            <xs:element name="i" type="xs:int" substitutionGroup="h"/>
            <xs:element name="r" substitutionGroup="h"><xs:complexType><xs:sequence><xs:element name="x" type="xs:int"/>
            </xs:sequence></xs:complexType></xs:element>"""
        schema = fields('<xs:element ref="h" maxOccurs="9"/><xs:element name="w" type="xs:int"/>', rest)
        body = "<GetResponse><i>1</i><r><x>5</x></r><h>a</h><w>1</w></GetResponse>"
        assert "GetResponseRecord" == said(schema, body)
        types = StubTypes(stub_text(contract(schema)))
        assert "list[Any | Standing[int] | RRecord]" == ast.unparse(types.members("GetResponseRecord")["h"])

    def test_odd_members(self):
        """Attributes, simple content, groups that are repeated, any elements and attributes, awkward names."""
        schema = fields(
            """<xs:element name="type" type="xs:int"/><xs:element name="list" type="xs:string" maxOccurs="2"/>
            <xs:element name="property" type="xs:int"/><xs:element name="class" type="xs:int"/>
            <xs:element name="GetResponse" type="xs:int"/><xs:element name="dt" type="xs:date"/>
            <xs:element name="first-name" type="xs:int"/><xs:element name="Color" type="Color"/>
            <xs:element name="money"><xs:complexType><xs:simpleContent><xs:extension base="xs:decimal">
              <xs:attribute name="unit" type="Color" default="red"/><xs:anyAttribute/></xs:extension>
              </xs:simpleContent></xs:complexType></xs:element>
            <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="k" type="xs:int"/>
              <xs:element name="l" type="xs:int"/></xs:choice>
            <xs:any namespace="##other" minOccurs="0"/>""",
            TYPES,
        )
        body = """<GetResponse><type>1</type><list>a</list><property>2</property><class>3</class><GetResponse>4
            </GetResponse><dt>2026-01-31</dt><first-name>4</first-name><Color>red</Color><money x="y">5</money><k>1</k>
            <l>2</l><o xmlns="urn:o"/></GetResponse>"""
        assert "GetResponseRecord" == said(schema, body)
        types = StubTypes(stub_text(contract(schema)))
        found = {name: ast.unparse(each) for name, each in types.members("GetResponseRecord").items()}
        assert "list_[str]" == found["list"]
        assert {"class_", "first_name", "_value_1"} <= found.keys() and "class" not in found
        assert "etree._Element | None" == found["_value_2"]


class TestReturns:
    """What a call returns."""

    def test_one_way(self):
        """Nothing comes back of a one-way operation, or of an answer that has nothing in it."""
        assert "None" == said("", output="")
        assert "None" == said('<xs:element name="GetResponse"><xs:complexType/></xs:element>', "<GetResponse/>")

    def test_one_value(self):
        """A single value is unwrapped as decoding does it, also a list; an attribute beside it keeps the record."""
        v = '<xs:element name="v" type="xs:int"{}/>'
        assert "int" == said(fields(v.format("")), "<GetResponse><v>1</v></GetResponse>")
        assert "int | None" == said(fields(v.format(' minOccurs="0"')), "<GetResponse/>")
        assert "list[int]" == said(fields(v.format(' maxOccurs="2"')), "<GetResponse><v>1</v></GetResponse>")
        attribute = f"""<xs:element name="GetResponse"><xs:complexType><xs:sequence>{v.format("")}</xs:sequence>
            <xs:attribute name="a"/></xs:complexType></xs:element>"""
        assert "GetResponseRecord" == said(attribute, "<GetResponse><v>1</v></GetResponse>")

    def test_an_element_that_stands_for_another(self):
        """What stands for the element in the body is given whole: nothing of it is lost."""
        schema = f"""{BASE}{DERIVED_ONE.format(name="B")}<xs:element name="GetResponse" type="A"/>
            <xs:element name="Other" type="B" substitutionGroup="GetResponse"/>"""
        assert "int | BRecord" == said(schema, "<GetResponse><a>1</a></GetResponse>")
        assert "int | BRecord" == said(schema, "<Other><a>1</a><b>x</b></Other>")
        found = contract(schema).decode("Get", envelope("<Other><a>1</a><b>x</b></Other>"))
        assert {"a": 1, "b": "x"} == found.to_dict()

    def test_a_text(self):
        """An answer that is a text is that."""
        schema = '<xs:element name="GetResponse" type="xs:date" nillable="true"/>'
        assert "dt.date | str | None" == said(schema, "<GetResponse>2026-01-31</GetResponse>")

    def test_rpc(self):
        """A part of an rpc answer may be null; several are a record."""
        a, b = '<part name="a" type="xs:int"/>', '<part name="b" type="xs:string"/>'
        wrapped = '<t:GetResponse xmlns=""><a>1</a>{}</t:GetResponse>'
        assert "int | None" == said("", wrapped.format(""), parts=a, style="rpc")
        assert "GetAnswerRecord" == said("", wrapped.format('<b xsi:nil="1"/>'), parts=a + b, style="rpc")

    def test_encoded(self):
        """In SOAP encoding anything may be missing; an array is a list."""
        rest = """<xs:complexType name="C"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence>
            </xs:complexType><xs:complexType name="Cs"><xs:complexContent><xs:restriction base="enc:Array">
            <xs:attribute ref="enc:arrayType" wsdl:arrayType="t:C[]"/></xs:restriction></xs:complexContent>
            </xs:complexType>"""
        parts = '<part name="a" type="t:Cs"/>'
        data = wsdl(rest, parts=parts, style="rpc", use="encoded", form="unqualified")
        found = Contract.from_bytes(data.replace(b'use="literal"', b'use="encoded"'), "made.wsdl")
        types = StubTypes(stub_text(found))
        body = '<t:GetResponse xmlns=""><a><item><a>1</a></item><item xsi:nil="1"/><item/></a></t:GetResponse>'
        assert [] == list(types.problems(found.decode("Get", envelope(body)), types.returns("Get")))
        assert "list[CRecord | None] | None" == ast.unparse(types.returns("Get"))
        assert "int | None" == ast.unparse(types.members("CRecord")["a"])

    def test_what_cannot_be_read(self):
        """An answer whose message is missing is anything."""
        with pytest.raises(errors.WsdlError):
            stub_text(contract("", parts='<part name="p" element="t:Nope"/>'))

    def test_documentation(self):
        """What the WSDL says is in docstrings, with the faults."""
        text = stub_text(Contract.load(ERP))
        types = StubTypes(text)
        service = types.classes["Service"]
        shown = {each.name: ast.get_docstring(each) for each in service.body if isinstance(each, ast.FunctionDef)}
        assert ("Orders of the ERP.", "One order, with its lines.\n\nFaults: NoOrder.") == (
            ast.get_docstring(service), shown["GetOrder"],
        )  # fmt: skip
        assert "Which article." in text

    def test_async(self):
        """The other service has the same, awaited."""
        types = StubTypes(stub_text(Contract.load(ERP)))
        for name in ("GetOrder", "get_order", "FindOrders", "Ping"):
            assert ast.dump(types.returns(name)) == ast.dump(types.returns(name, "AsyncService"))
        methods = [
            each
            for each in types.classes["AsyncService"].body
            if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and not each.name.startswith("__")
        ]
        assert all(isinstance(each, ast.AsyncFunctionDef) for each in methods) and methods

    def test_hostile_documentation(self):
        """What a WSDL says ends no docstring."""
        data = ERP.read_bytes().replace(b"Which article.", b'"""\n    import os \\').replace(b"Orders of", b'"""x\\')
        ast.parse(stub_text(Contract.from_bytes(data, "x.wsdl")))


class TestAgreement:
    """What decoding gives is what the stub says."""

    @pytest.mark.parametrize("path", [ERP, *OTHERS], ids=lambda each: each.stem)
    def test_samples(self, path):
        """Samples of each answer are."""
        samples(Contract.load(path))

    @settings(max_examples=60, deadline=None)
    @given(content(2))
    def test_random_schemas(self, model: Part):
        """Replies of random schemas are."""
        schema = fields(f'<xs:element name="all">{model.schema}</xs:element><xs:element name="end" type="xs:int"/>')
        found = contract.__wrapped__(schema)
        body = envelope(f"<GetResponse><all{model.xml}</all><end>1</end></GetResponse>")
        types = StubTypes(stub_text(found))
        assert [] == list(types.problems(found.decode("Get", body), types.returns("Get")))

    def test_disagreement_is_found(self):
        """The check itself tells of a value that is none of a type."""
        types = StubTypes(stub_text(Contract.load(ERP)))
        for value, annotation in ((True, "int"), ("a", "Currency_"), (5, "OrderRecord"), (None, "list[int]")):
            assert list(types.problems(value, ast.parse(annotation, mode="eval").body))


TYPES = """<xs:simpleType name="Color"><xs:restriction base="xs:token"><xs:enumeration value="red"/>
    <xs:enumeration value=" blue "/></xs:restriction></xs:simpleType>
    <xs:simpleType name="Size"><xs:restriction base="xs:int"><xs:enumeration value="1"/><xs:enumeration value="02"/>
    </xs:restriction></xs:simpleType>
    <xs:simpleType name="Rate"><xs:restriction base="xs:decimal"><xs:enumeration value="2.0"/></xs:restriction>
    </xs:simpleType>
    <xs:simpleType name="Colors"><xs:list itemType="Color"/></xs:simpleType>
    <xs:simpleType name="Either"><xs:union memberTypes="xs:int xs:string"/></xs:simpleType>"""
BASE = """<xs:complexType name="A"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType>"""
DERIVED_ONE = """<xs:complexType name="{name}"><xs:complexContent><xs:extension base="A"><xs:sequence>
    <xs:element name="b" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"""
DERIVED = f"""{BASE}{DERIVED_ONE.format(name="B")}
    <xs:complexType name="C"><xs:complexContent><xs:extension base="A"><xs:sequence><xs:element name="a" type="xs:int"/>
    </xs:sequence></xs:extension></xs:complexContent></xs:complexType>"""
