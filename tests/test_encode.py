"""Arguments written as envelopes by our own writer: what was given is what the envelope says, or it is refused."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import tempfile
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
import schemas
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from soapclient import CLEAR, KEEP, NIL, Contract, xsd
from soapclient.calls.arguments import bind
from soapclient.calls.secrets import hidden, secrets
from soapclient.contract.codec.sampling.plain_reader import PlainReader
from soapclient.errors import ArgumentError, NullNotAllowed

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
XS = "http://www.w3.org/2001/XMLSchema"
HEAD = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" '
    'elementFormDefault="qualified">'
)
KINDS = """
  <xs:complexType name="Record" abstract="true"><xs:sequence><xs:element name="id" type="xs:int"/></xs:sequence>
  </xs:complexType>
  <xs:complexType name="Customer"><xs:complexContent><xs:extension base="t:Record"><xs:sequence>
    <xs:element name="name" type="xs:string"/><xs:element name="password" type="xs:string" minOccurs="0"/>
  </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  <xs:complexType name="Order"><xs:complexContent><xs:extension base="t:Record"/></xs:complexContent></xs:complexType>
  <xs:complexType name="Marker"/>
  <xs:complexType name="Deep"><xs:sequence><xs:element name="a" type="t:Deep" minOccurs="0"/></xs:sequence>
  </xs:complexType>
  <xs:element name="vehicle" abstract="true" type="t:Wheels"/>
  <xs:complexType name="Wheels"><xs:sequence><xs:element name="wheels" type="xs:int"/></xs:sequence></xs:complexType>
  <xs:element name="truck" substitutionGroup="t:vehicle" type="t:Wheels"/>
  <xs:element name="car" substitutionGroup="t:vehicle" type="t:Wheels"/>
"""


def made(folder, content, attributes="", kinds=KINDS, body="parameters", headers=""):
    """Make the contract of an operation `Do` that takes this content, and its schema."""
    inside = f"<xs:complexType>{content}{attributes}</xs:complexType>"
    schema = f'{HEAD}{kinds}<xs:element name="Do">{inside}</xs:element></xs:schema>'
    path = folder / "made.wsdl"
    path.write_text(schemas.ENVELOPE.format(schema=schema), "utf-8")
    return Contract.load(path), etree.XMLSchema(etree.fromstring(schema))


@pytest.fixture
def do(tmp_path):
    """Make what sends arguments to an operation with this content, and gives the valid element that it sends."""

    def load(content, attributes=""):
        contract, schema = made(tmp_path, f"<xs:sequence>{content}</xs:sequence>", attributes)

        def send(**arguments):
            operation = contract["Do"]
            root = etree.fromstring(contract.encode(operation, bind(operation, arguments)))
            (found,) = root.find("{*}Body")
            schema.assertValid(etree.fromstring(etree.tostring(found)))
            return found

        send.contract = contract
        return send

    return load


def element(name="a", kind="xs:string", more=""):
    return f'<xs:element name="{name}" type="{kind}" {more}/>'


def simple(name, base, facets, more=""):
    """Write an element whose type restricts another one."""
    inside = f'<xs:simpleType><xs:restriction base="{base}">{facets}</xs:restriction></xs:simpleType>'
    return f'<xs:element name="{name}" {more}>{inside}</xs:element>'


def facet(name, value):
    return f'<xs:{name} value="{value}"/>'


def refused(send, **arguments):
    """Return the problems of arguments that are refused."""
    with pytest.raises(ArgumentError) as caught:
        send(**arguments)
    return caught.value.problems


def typed(found):
    """Return the type that an element says, by its whole name."""
    prefix, _, own = found.get(XSI + "type").rpartition(":")
    return f"{{{found.nsmap[prefix]}}}{own}"


LOOSE = 'minOccurs="0"'
MANY = 'minOccurs="0" maxOccurs="unbounded"'
NILLABLE = 'nillable="true"'


def said(element):
    """List what an element says, as `schemas.arguments` does."""
    own = [(f"@{name}", text) for name, text in element.attrib.items() if not name.startswith(XSI)]
    return own + [(etree.QName(each).localname, _value(each)) for each in element]


def _value(element):
    if element.get(XSI + "nil") == "true":
        return None
    return said(element) if len(element) or element.attrib else element.text or ""


def plain(told):
    """Write what is empty as one that has text has it: an element with nothing in it is both."""
    return [
        (name, "" if inside == [] else plain(inside) if isinstance(inside, list) else inside) for name, inside in told
    ]


def judge(root, contract, found):
    """Fail if a request is not valid by libxml2, and not right by our own reading of the schema either."""
    schema = etree.XMLSchema(etree.fromstring(schemas.schema(root)))
    if not schema.validate(etree.fromstring(etree.tostring(found))):
        reader = PlainReader(contract.definitions.schemas)
        reader.element(contract.definitions.schemas.element("{urn:t}Do"), found)
        assert [] == reader.problems, schema.error_log


class TestNothingIsLost:
    """What was given equals what the envelope says."""

    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
    @given(st.data())
    def test_random_schemas(self, data):
        """On random schemas, all that is given is said, in its place, and the envelope is valid."""
        root = data.draw(schemas.branches())
        arguments, expected = data.draw(schemas.arguments(root))
        with tempfile.TemporaryDirectory() as folder:
            contract = Contract.load(schemas.wsdl(root, Path(folder) / "random.wsdl"))
            operation = contract["Do"]
            envelope = etree.fromstring(contract.encode(operation, bind(operation, arguments)))
        (found,) = envelope.find("{*}Body")
        assert plain(expected) == plain(said(found))
        judge(root, contract, found)

    def test_what_libxml2_refuses(self, tmp_path):
        """libxml2 miscounts repeated groups in repeated choices; what it refuses there is right by our own reading."""
        inner = [schemas.Leaf(f"e{number}", "string", False) for number in range(1, 13)]
        one = [schemas.Particle(each, 1, 1) for each in inner]
        many = [schemas.Particle(each, 0, None) for each in inner]

        def group(compositor, *particles, called=""):
            return schemas.Group(compositor, particles, called)

        first = schemas.Particle(group("choice", one[3], many[4], called="_value_1"), 1, 3)
        again = schemas.Particle(group("sequence", schemas.Particle(inner[7], 1, 3), called="_value_1"), 1, 3)
        second = schemas.Particle(group("choice", one[5], many[6], again, one[8], called="_value_2"), 0, None)
        third = schemas.Particle(group("sequence", schemas.Particle(inner[9], 0, 1), many[10]), 1, 1)
        inside = group(
            "choice", one[0], schemas.Particle(group("choice", one[1], one[2], first), 1, 1), second, third,
            called="_value_1",
        )  # fmt: skip
        root = schemas.Branch("Do", group("sequence", schemas.Particle(inside, 0, None), one[11]), (), False)
        contract = Contract.load(schemas.wsdl(root, tmp_path / "counted.wsdl"))
        operation = contract["Do"]
        arguments = {"_value_1": [{"_value_2": [{"_value_1": [{"e8": ["0"]}]}]}], "e12": "0"}
        (found,) = etree.fromstring(contract.encode(operation, bind(operation, arguments))).find("{*}Body")
        assert [("e8", "0"), ("e12", "0")] == said(found)
        judge(root, contract, found)

    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
    @given(st.data())
    def test_what_an_answer_gave(self, data):
        """What is read from an answer is written again as it was, also what is nil."""
        inside = data.draw(schemas.branches("inside", clear=True))
        root = schemas.Branch("Do", schemas.Group("sequence", (schemas.Particle(inside, 1, 1),)), (), False)
        arguments, _ = data.draw(schemas.arguments(root))
        with tempfile.TemporaryDirectory() as folder:
            contract = Contract.load(schemas.wsdl(root, Path(folder) / "random.wsdl"))
            operation = contract["Do"]
            envelope = contract.encode(operation, bind(operation, arguments))
            again = contract.encode(operation, bind(operation, {"inside": contract.decode(operation, envelope)}))
        assert said(etree.fromstring(envelope)) == said(etree.fromstring(again))


class TestNil:
    """What is null, and how it is said."""

    def test_optional_and_nillable(self, do):
        """Of what may be left out and may be nil, nothing and None leave it out, and `NIL` says nil."""
        send = do(element("a", "xs:int", f"{LOOSE} {NILLABLE}"))
        assert [] == said(send()) == said(send(a=None))
        assert [("a", None)] == said(send(a=NIL))

    def test_inside(self, do):
        """So it is inside a complex type."""
        inside = f"<xs:sequence>{element('b', 'xs:int', f'{LOOSE} {NILLABLE}')}</xs:sequence>"
        send = do(f'<xs:element name="a"><xs:complexType>{inside}</xs:complexType></xs:element>')
        assert [("a", [("b", None)])] == said(send(a={"b": NIL}))
        assert [("a", "")] == said(send(a={"b": None}))

    @pytest.mark.parametrize("more", ["", LOOSE])
    def test_refused(self, do, more):
        """Where the schema does not allow it, `NIL` is refused before anything is sent."""
        with pytest.raises(NullNotAllowed, match="a: NIL is not possible"):
            do(element("a", "xs:int", more))(a=NIL)

    def test_not_to_a_service_with_notes(self):
        """A service whose null has a meaning of its own is never sent nil by `NIL`."""
        operation = Contract.load()["UpdateUserContactInfo"]
        with pytest.raises(NullNotAllowed, match="mobileNumber: NIL is not possible with this service"):
            bind(operation, {"userName": "u", "mobileNumber": NIL, "emailAddress": "e"})

    def test_in_a_list(self, do):
        """In a list of what may be nil, None and `NIL` are nil; elsewhere they are refused with their place."""
        send = do(element("a", "xs:int", f"{MANY} {NILLABLE}") + element("b", "xs:int", MANY))
        assert [("a", "1"), ("a", None), ("a", None)] == said(send(a=[1, None, NIL]))
        assert ["b[1]: null is not possible for an int in a list; give a value"] == [*refused(send, b=[1, None])]

    def test_with_attributes(self, do):
        """What is nil and has attributes says both; without those that have to be there it is refused."""
        kind = f'<xs:sequence>{element("b")}</xs:sequence><xs:attribute name="c" use="required"/>'
        send = do(f'<xs:element name="a" nillable="true"><xs:complexType>{kind}</xs:complexType></xs:element>')
        found = send(a={"xsi:nil": True, "c": "x"})[0]
        assert {XSI + "nil": "true", "c": "x"} == dict(found.attrib)
        assert "NIL needs the attributes c" in refused(send, a=NIL)[0]
        assert "no place for b in a nil value" in refused(send, a={"xsi:nil": True, "c": "x", "b": "y"})[0]


class TestSeveralPlaces:
    """An element that a type has in several places."""

    BASE = (
        '<xs:complexType name="Base"><xs:sequence><xs:element name="v" type="xs:int"/></xs:sequence></xs:complexType>'
    )
    MORE = """<xs:complexType name="More"><xs:complexContent><xs:extension base="t:Base"><xs:sequence>
      <xs:element name="v" type="xs:int"/><xs:element name="w" type="xs:string"/></xs:sequence></xs:extension>
      </xs:complexContent></xs:complexType>"""

    def test_all_of_them(self, tmp_path):
        """Where it has to be in each of them, fewer are refused before anything is sent."""
        contract, schema = made(
            tmp_path, f"<xs:sequence>{element('a', 't:More')}</xs:sequence>", "", self.BASE + self.MORE
        )
        operation = contract["Do"]
        with pytest.raises(ArgumentError, match=r"a\.v: expected a list with at least 2 items"):
            bind(operation, {"a": {"v": [1], "w": "x"}})
        found = etree.fromstring(contract.encode(operation, bind(operation, {"a": {"v": [1, 2], "w": "x"}})))
        schema.assertValid(found.find("{*}Body")[0])

    def test_alternatives(self, do):
        """Of alternatives, each has as many as it needs."""
        again = f"<xs:sequence>{element('a')}</xs:sequence>"
        one = f"<xs:sequence>{element('x')}{again}</xs:sequence>"
        two = f"<xs:sequence>{element('y')}{again}{element('z')}{again}</xs:sequence>"
        send = do(f"<xs:choice>{one}{two}</xs:choice>")
        assert [("x", "1"), ("a", "2")] == said(send(x="1", a=["2"]))
        assert [("y", "1"), ("a", "2"), ("z", "3"), ("a", "4")] == said(send(y="1", a=["2", "4"], z="3"))
        assert ["a is required once more"] == [*refused(send, y="1", a=["2"], z="3")]
        assert ["there is no place for a"] == [*refused(send, x="1", a=["2", "3"])]

    def test_a_reply(self, do):
        """So it is in what is read."""
        again = f"<xs:sequence>{element('a')}</xs:sequence>"
        one = f"<xs:sequence>{element('x')}{again}</xs:sequence>"
        two = f"<xs:sequence>{element('y')}{again}{element('z')}{again}</xs:sequence>"
        send = do(f"<xs:choice>{one}{two}</xs:choice>")
        operation = send.contract["Do"]
        envelope = send.contract.encode(operation, bind(operation, {"y": "1", "a": ["2", "4"], "z": "3"}))
        assert ["2", "4"] == send.contract.decode(operation, envelope).a


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("value", [None, []])
def test_nothing_stands_for_what_is_required(tmp_path, value, inside):
    """That nothing stands for a required element is told, also where that is said by the name of what may."""
    vehicles = '<xs:sequence><xs:element ref="t:vehicle" maxOccurs="unbounded"/></xs:sequence>'
    wrapped = (
        f'<xs:sequence><xs:element name="in"><xs:complexType>{vehicles}</xs:complexType></xs:element></xs:sequence>'
    )
    contract, _ = made(tmp_path, wrapped if inside else vehicles)
    with pytest.raises(ArgumentError, match="vehicle: is missing: give one of truck, car"):
        bind(contract["Do"], {"in": {"truck": value}} if inside else {"truck": value})


class TestTypes:
    """Another type than the schema says."""

    @pytest.mark.parametrize("name", ["Customer", "{urn:t}Customer"])
    def test_derived(self, do, name):
        """A derived type is said by its name, with or without its namespace."""
        found = do(element("a", "t:Record"))(a={"xsi:type": name, "id": 1, "name": "n"})[0]
        assert ("{urn:t}Customer", [("id", "1"), ("name", "n")]) == (typed(found), said(found))

    def test_helper(self, do):
        """`xsd` says the type of any value."""
        send = do(element("a", "t:Record") + element("b", "xs:decimal"))
        found = send(a=xsd({"id": 1}, "Order"), b=xsd(5, "xs:short"))
        assert ["{urn:t}Order", f"{{{XS}}}short"] == [typed(each) for each in found]

    def test_abstract(self, do):
        """An abstract type demands one, and names those there are."""
        (problem,) = refused(do(element("a", "t:Record")), a={"id": 1})
        assert "a: the type Record is abstract: name a derived type in 'xsi:type': Customer, Order" == problem

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("Nobody", "there is no type Nobody; say one of Customer, Order"),
            ("{urn:t}Wheels", "{urn:t}Wheels is not derived from Record; say one of Customer, Order"),
            ("Record", "the type Record is abstract; say one of Customer, Order"),
        ],
    )
    def test_wrong(self, do, name, why):
        """What is no derived type is refused with those there are."""
        assert f"a: {why}" == refused(do(element("a", "t:Record")), a={"xsi:type": name, "id": 1})[0]

    def test_secrets(self, do):
        """What only a derived type has is hidden too, where its name tells that it is a secret."""
        operation = do(element("a", "t:Record")).contract["Do"]
        parts = bind(operation, {"a": {"xsi:type": "Customer", "id": 1, "name": "n", "password": "hush"}})
        assert ("hush",) == secrets(operation, parts)
        shown = hidden(operation, parts)["a"]
        assert ("***", "n", "{urn:t}Customer") == (shown["password"], shown["name"], shown["xsi:type"])

    @pytest.mark.parametrize("resolved", [True, False])
    def test_no_secret_in_a_problem(self, do, resolved):
        """What is inside a secret is not shown where it does not fit, whatever it is called there."""
        kind = '<xs:complexType><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType>'
        send = do(
            f'<xs:element name="a"><xs:complexType><xs:sequence><xs:element name="password">{kind}</xs:element>'
            "</xs:sequence></xs:complexType></xs:element>"
        )
        operation = send.contract["Do"]
        given = {"a": {"password": {"_value_1": dt.date(2026, 1, 2)}}}
        with pytest.raises(ArgumentError, match="a.password: the secret value does not fit") as caught:
            send(**given) if resolved else send.contract.encode(operation, given)
        assert "2026" not in str(caught.value)

    @pytest.mark.parametrize(
        ("value", "kind", "text"),
        [
            ("x", "string", "x"),
            (True, "boolean", "true"),
            (5, "int", "5"),
            (2**40, "long", str(2**40)),
            (2**70, "integer", str(2**70)),
            (Decimal("1E+3"), "decimal", "1000"),
            (1.5, "double", "1.5"),
            (dt.datetime(2026, 1, 2, tzinfo=dt.timezone.utc), "dateTime", "2026-01-02T00:00:00Z"),
            (dt.date(2026, 1, 2), "date", "2026-01-02"),
            (dt.time(1, 2), "time", "01:02:00"),
            (dt.timedelta(hours=1), "duration", "PT1H"),
            (b"a", "base64Binary", "YQ=="),
            ("", "string", None),
        ],
    )
    def test_any_type(self, do, value, kind, text):
        """Where any type may stand, the type is that of the Python value, so that a server reads a value."""
        found = do(element("a", "xs:anyType"))(a=value)[0]
        assert (f"{{{XS}}}{kind}", text) == (typed(found), found.text)

    def test_any_type_of_the_contract(self, do):
        """A mapping there says which type it is, and XML is put inside as it is."""
        send = do(element("a", "xs:anyType"))
        found = send(a={"xsi:type": "Customer", "id": 1, "name": "n"})[0]
        assert ("{urn:t}Customer", [("id", "1"), ("name", "n")]) == (typed(found), said(found))
        assert ["a: any type is allowed here: name it in 'xsi:type'"] == [*refused(send, a={"id": 1})]
        assert [("a", [("b", "x")])] == said(send(a=etree.fromstring("<b>x</b>")))
        assert "object where any type is expected" in refused(send, a=object())[0]

    def test_substitution(self, do):
        """What stands for another element is given by its own name, or says it where several stand in one list."""
        send = do('<xs:element ref="t:vehicle"/>')
        assert [("truck", [("wheels", "6")])] == said(send(truck={"wheels": 6}))
        assert "vehicle: is missing: give one of truck, car" == refused(send)[0]
        assert "truck and car exclude each other" in refused(send, truck={"wheels": 6}, car={"wheels": 4})[0]
        several = do('<xs:element ref="t:vehicle" maxOccurs="unbounded"/>')
        mixed = [{"xsi:element": name, "wheels": 4} for name in ("car", "{urn:t}truck", "car")]
        assert ["car", "truck", "car"] == [name for name, _ in said(several(vehicle=mixed))]
        assert "vehicle[0]: the element vehicle is abstract: give truck or car" in refused(several, vehicle=[{}])[0]


class TestChoices:
    """Alternatives, at any depth."""

    DEEP = f"""<xs:choice><xs:sequence>{element("a")}<xs:choice>{element("b")}{element("c", more=LOOSE)}
        <xs:sequence>{element("d")}{element("e")}</xs:sequence></xs:choice></xs:sequence>{element("f")}</xs:choice>"""

    @pytest.mark.parametrize(
        ("given", "why"),
        [
            ("af", "a and f exclude each other"),
            ("abc", "b and c exclude each other"),
            ("abd", "b and d exclude each other"),
            ("ad", "e: is missing"),
            ("bf", "b and f exclude each other"),
            ("b", "a: is missing"),
            ("", "give one of a, f"),
        ],
    )
    def test_refused(self, do, given, why):
        """What excludes each other, and half an alternative, is refused at every level."""
        assert why in refused(do(self.DEEP), **dict.fromkeys(given, "x"))[0]

    @pytest.mark.parametrize("given", ["a", "ab", "ac", "ade", "f"])
    def test_written(self, do, given):
        """Each alternative is written in the order of the schema."""
        assert [(name, "x") for name in given] == said(do(self.DEEP)(**dict.fromkeys(reversed(given), "x")))

    @pytest.mark.parametrize("empty", [{}, CLEAR, ""])
    def test_marker(self, do, empty):
        """An empty marker element is written, however it is said that it is empty."""
        send = do(f"<xs:choice>{element('a', 't:Marker')}{element('b')}</xs:choice>")
        assert [("a", "")] == said(send(a=empty))

    def test_a_name_in_several_alternatives(self, do):
        """An element that stands in several alternatives goes where the others are."""
        send = do(
            f"<xs:choice><xs:sequence>{element('a')}{element('b')}</xs:sequence>"
            f"<xs:sequence>{element('c')}{element('b')}{element('a', more=LOOSE)}</xs:sequence></xs:choice>"
        )
        for names in ("ab", "cb", "cba"):
            assert [*names] == [name for name, _ in said(send(**dict.fromkeys(names, "x")))]

    def test_repeated(self, do):
        """A group that may be repeated is a list of mappings."""
        send = do(f'<xs:choice maxOccurs="unbounded">{element("a")}{element("b", "xs:int")}</xs:choice>')
        assert [("b", "1"), ("a", "x"), ("b", "2")] == said(send(_value_1=[{"b": 1}, {"a": "x"}, {"b": 2}]))
        assert "_value_1[0]: a and b exclude each other" in refused(send, _value_1=[{"a": "x", "b": 1}])[0]


class TestGiven:
    """In which forms nested values may be given."""

    NESTED = """<xs:element name="order"><xs:complexType><xs:sequence><xs:element name="orderId" type="xs:int"/>
        <xs:element name="line" maxOccurs="unbounded"><xs:complexType><xs:simpleContent><xs:extension base="xs:decimal">
        <xs:attribute name="unit"/></xs:extension></xs:simpleContent></xs:complexType></xs:element></xs:sequence>
        </xs:complexType></xs:element>"""
    EXPECTED = [("order", [("orderId", "5"), ("line", [("@unit", "kg")]), ("line", "2")])]

    def sent(self, do, order):
        found = do(self.NESTED)(order=order)
        assert ["1.5", "2"] == [each.text for each in found.iter("{*}line")]
        return said(found)

    def test_mapping(self, do):
        """By exact names, or by Python's spelling."""
        for name in ("orderId", "order_id"):
            assert self.EXPECTED == self.sent(do, {name: 5, "line": [{"value": Decimal("1.5"), "unit": "kg"}, 2]})

    def test_classes(self, do):
        """By the fields of a dataclass or of an attrs class, of which None leaves out what may be left out."""

        @dataclasses.dataclass
        class Line:
            _value_1: Decimal
            unit: str | None = None

        @attrs.frozen
        class Order:
            order_id: int
            line: list[Line]

        assert self.EXPECTED == self.sent(do, Order(5, [Line(Decimal("1.5"), "kg"), Line(Decimal(2))]))

    def test_element(self, do):
        """By a whole element of the same name, made ready."""
        ready = etree.fromstring(
            '<order xmlns="urn:t"><orderId>5</orderId><line unit="kg">1.5</line><line>2</line></order>'
        )
        assert self.EXPECTED == self.sent(do, ready)

    @pytest.mark.parametrize(
        ("order", "why"),
        [
            ({"orderId": 5, "order_id": 5, "line": [1]}, "order.order_id: is given twice"),
            ({"orderId": 5, "line": [1], "x": 1}, "order.x: there is no such element; it has orderId, line"),
            ({"orderId": 5, "line": [{"value": 1, "size": 2}]}, "order.line[0].size: there is no such element"),
            ({"orderId": 5, "line": []}, "order.line: expected a list with at least one item"),
            ({"orderId": KEEP, "line": [1]}, "order.orderId: KEEP is not possible"),
            ({"orderId": 5, "line": [KEEP]}, "order.line[0]: KEEP is not possible in a list"),
        ],
    )
    def test_refused(self, do, order, why):
        """What has no place, or does not fit, is refused with its place."""
        assert refused(do(self.NESTED), order=order)[0].startswith(why)

    def test_too_deep(self, do):
        """What contains itself is refused, in one sentence."""
        deep = {}
        deep["a"] = deep
        assert ["a: it is nested too deeply"] == [*refused(do(element("a", "t:Deep")), a=deep)]


class TestXml:
    """Arguments that are XML."""

    ROWS = "<xs:element name='rows'><xs:complexType><xs:sequence>{}</xs:sequence></xs:complexType></xs:element>"

    def test_any(self, do):
        """A place for any elements takes lxml's elements or text, and several in a list."""
        wildcard = '<xs:any processContents="lax" namespace="##any" maxOccurs="unbounded"/>'
        send = do(self.ROWS.format(wildcard))
        rows = ["<r xmlns='urn:r'>1</r>", etree.fromstring("<s a='&lt;'>&amp;</s>")]
        for each in (rows, {"_value_1": rows}):
            found = send(rows=each)[0]
            assert [("r", "1"), ("s", [("@a", "<")])] == said(found)
            assert ["{urn:r}r", "s"] == [one.tag for one in found]
        assert "rows._value_1[0]: XML is expected" in refused(send, rows=["no xml"])[0]

    SCHEMA = f'<xs:schema xmlns:xs="{XS}" id="N"><xs:element name="T"/></xs:schema>'
    ROWS_OF_IT = '<d:diffgram xmlns:d="urn:schemas-microsoft-com:xml-diffgram-v1"><N/></d:diffgram>'

    @pytest.mark.parametrize(
        "content",
        [
            '<xs:element ref="xs:schema"/><xs:any processContents="lax"/>',
            f'<xs:any namespace="{XS}" processContents="lax"/>'
            '<xs:any namespace="urn:schemas-microsoft-com:xml-diffgram-v1" processContents="lax"/>',
        ],
        ids=["microsoft", "mono"],
    )
    @pytest.mark.parametrize("read", [str, etree.fromstring])
    def test_dataset(self, tmp_path, content, read):
        """A DataSet takes its schema and its rows: in order, by name, or as a whole."""
        contract = loose(tmp_path, self.ROWS.format(content))
        operation = contract["Do"]
        names = [each.name for each in operation.message.body["rows"].struct.content]
        parts = [read(self.SCHEMA), read(self.ROWS_OF_IT)]
        whole = etree.fromstring(f'<t:rows xmlns:t="urn:t">{self.SCHEMA}{self.ROWS_OF_IT}</t:rows>')
        for each in (parts, dict(zip(names, parts, strict=True)), whole):
            found = etree.fromstring(contract.encode(operation, bind(operation, {"rows": each}))).find("{*}Body")[0][0]
            assert [self.SCHEMA, self.ROWS_OF_IT] == [self.alone(one) for one in found]
        with pytest.raises(ArgumentError, match="rows: expected 2 elements, not 3"):
            bind(operation, {"rows": [*parts, parts[0]]})

    @staticmethod
    def alone(found):
        """Write an element without the prefixes that are declared around it."""
        own = etree.fromstring(etree.tostring(found))
        etree.cleanup_namespaces(own)
        return etree.tostring(own, encoding="unicode")

    def test_namespace(self, tmp_path):
        """What is of a namespace that the schema does not allow there is refused."""
        contract = loose(tmp_path, self.ROWS.format('<xs:any namespace="urn:a" processContents="lax"/>'))
        with pytest.raises(ArgumentError, match="rows._value_1: the element b has no namespace"):
            bind(contract["Do"], {"rows": "<b/>"})

    def test_other_attributes(self, do):
        """Attributes that the schema leaves open are given by their names."""
        send = do(element("a", more=LOOSE), '<xs:anyAttribute processContents="lax"/>')
        found = send(_attr_1={"{urn:o}x": '"<&\n', "y": "2"})
        assert {"{urn:o}x": '"<&\n', "y": "2"} == dict(found.attrib)


def loose(folder, content):
    """Make the contract of an operation that takes this content; lxml need not know its schema."""
    inside = f"<xs:complexType><xs:sequence>{content}</xs:sequence></xs:complexType>"
    schema = f'{HEAD}{KINDS}<xs:element name="Do">{inside}</xs:element></xs:schema>'
    path = folder / "loose.wsdl"
    path.write_text(schemas.ENVELOPE.format(schema=schema), "utf-8")
    return Contract.load(path)


class TestSimpleTypes:
    """Values of simple types."""

    @pytest.mark.parametrize(
        ("kind", "value", "text"),
        [
            ("xs:decimal", Decimal("1E-7"), "0.0000001"),
            ("xs:duration", dt.timedelta(days=2, hours=3, minutes=4, seconds=5, milliseconds=60), "P2DT3H4M5.06S"),
            ("xs:duration", -dt.timedelta(minutes=1), "-PT1M"),
            ("xs:duration", dt.timedelta(), "PT0S"),
            ("xs:duration", "P1Y2M", "P1Y2M"),
            ("xs:date", "2026-01-31+02:00", "2026-01-31+02:00"),
            ("xs:dateTime", "12026-01-31T24:00:00Z", "12026-01-31T24:00:00Z"),
            ("xs:gYear", 5, "0005"),
            ("xs:gYearMonth", "2026-05", "2026-05"),
            ("xs:gMonthDay", "--05-31Z", "--05-31Z"),
            ("xs:hexBinary", b"\x0a\xff", "0AFF"),
            ("xs:hexBinary", "0aff", "0aff"),
            ("xs:NMTOKENS", ["a", "b"], "a b"),
            ("xs:float", float("-inf"), "-INF"),
        ],
    )
    def test_written(self, do, kind, value, text):
        """Each value is written in the form of its type."""
        assert text == do(element("a", kind))(a=value)[0].text

    @pytest.mark.parametrize(
        ("kind", "value", "why"),
        [
            ("xs:gYear", "26", "where a gYear is expected: text such as 2026"),
            ("xs:gMonth", 5, "where a gMonth is expected: text such as --01"),
            ("xs:hexBinary", "abc", "where hexBinary is expected: bytes, or text of hexadecimal digits"),
            ("xs:QName", "a:b", "where a QName is expected: text such as {urn:x}name"),
            ("xs:int", "5x", "is not an int"),
            ("xs:date", "2026-02-30", "is not a date"),
            ("xs:NMTOKENS", ["a b"], "has a blank, which separates the items"),
        ],
    )
    def test_refused(self, do, kind, value, why):
        """What does not fit is refused in one sentence, without words of Python's or of a library's own."""
        (problem,) = refused(do(element("a", kind)), a=value)
        assert problem.startswith("a: ") and why in problem

    def test_qname(self, do):
        """The namespace of a name that is a value is declared."""
        found = do(element("a", "xs:QName"))(a="{urn:other}name")[0]
        prefix, _, own = found.text.partition(":")
        assert ("urn:other", "name") == (found.nsmap[prefix], own)

    @pytest.mark.parametrize(
        ("base", "facets", "good", "bad", "why"),
        [
            ("xs:int", facet("enumeration", 1) + facet("enumeration", "02"), 2, 3, "it must be one of 1, 02"),
            ("xs:string", facet("enumeration", "a"), "a", "b", "it must be one of a"),
            ("xs:string", facet("maxLength", 2), "ab", "abc", "it has 3 characters, and may have at most 2"),
            ("xs:string", facet("minLength", 2), "ab", "a", "it has 1 characters, and needs at least 2"),
            ("xs:string", facet("length", 2), "ab", "a", "it has 1 characters, and needs 2"),
            ("xs:base64Binary", facet("maxLength", 1), b"a", b"ab", "it has 2 bytes, and may have at most 1"),
            ("xs:hexBinary", facet("length", 1), b"a", b"ab", "it has 2 bytes, and may have 1"),
            ("xs:NMTOKENS", facet("maxLength", 2), ["a"], ["a", "b", "c"], "it has 3 items, and may have at most 2"),
            ("xs:decimal", facet("maxExclusive", "1.5"), 1, Decimal("1.5"), "it must be less than 1.5"),
            ("xs:double", facet("minInclusive", "1.5"), 1.5, 1, "it must be at least 1.5"),
            ("xs:date", facet("minInclusive", "2026-01-01"), "2026-01-01", dt.date(2025, 1, 1), "at least 2026-01-01"),
            ("xs:decimal", facet("totalDigits", 3), "1.25", "12.345", "it has 5 digits, and may have at most 3"),
            ("xs:decimal", facet("fractionDigits", 1), "1.50", "1.55", "it has 2 digits after the point"),
            ("xs:string", facet("pattern", "[A-Z]{2}\\d+"), "AB1", "ab1", "it does not have the form"),
        ],
    )
    def test_facets(self, do, base, facets, good, bad, why):
        """What the schema narrows a type by is checked before anything is sent."""
        send = do(simple("a", base, facets))
        assert said(send(a=good))
        assert why in refused(send, a=bad)[0]

    def test_enumeration_of_python(self, do):
        """A member of an enumeration of Python's is its value."""
        kind = enum.Enum("Kind", {"ONE": 1})
        assert [("a", "1")] == said(do(simple("a", "xs:int", facet("enumeration", 1)))(a=kind.ONE))
        assert "a: NIL is not possible" in refused(do(element("a", "xs:int")), a=NIL)[0]

    @pytest.mark.parametrize("pattern", ["\\p{IsGreek}+", "[a-z-[aeiou]]+", "\\w+"])
    def test_patterns_that_python_cannot_say(self, do, pattern):
        """A pattern that Python cannot say is left to the server."""
        send = do(simple("a", "xs:string", facet("pattern", pattern)))
        operation = send.contract["Do"]
        assert b"q!" in send.contract.encode(operation, bind(operation, {"a": "q!"}))

    def test_fixed_and_default(self, do):
        """Fixed values and defaults are not sent unasked, and a wrong one is refused."""
        attributes = '<xs:attribute name="b" fixed="1"/><xs:attribute name="c" default="2"/>'
        send = do(f'<xs:element name="a" type="xs:decimal" fixed="1.0" {LOOSE}/>', attributes)
        assert [] == said(send())
        assert [("@b", "1"), ("@c", "3"), ("a", "1.0")] == said(send(a=1, b="1", c="3"))
        assert ["a: it can only be '1.0'", "b: it can only be '1'"] == [*refused(send, a=2, b="2")]

    @pytest.mark.parametrize("text", ["<&>\"' ]]>", "\r\n\t", "\U0001f600", " x "])
    def test_text_survives(self, do, text):
        """What XML writes in its own way arrives as it was, in elements and in attributes."""
        found = do(element(), '<xs:attribute name="b"/>')(a=text, b=text)
        assert (text, text) == (found[0].text, found.get("b"))


class TestEncode:
    """Parts that were not resolved: the writer by itself."""

    def test_nothing_is_left_out(self, do):
        """What the writer cannot place is refused with its place, also where nothing resolved it before."""
        send = do(TestGiven.NESTED)
        operation = send.contract["Do"]
        for parts, why in (
            ({"order": {"orderId": "5", "line": ["1"], "more": "x"}}, "order: there is no place for more"),
            ({"order": {"orderId": "5", "line": [{"_value_1": "1", "size": "2"}]}}, r"order.line\[0\]: .* for size"),
            ({"orders": {}}, "there is no place for orders"),
            ({"order": None}, "order: null is not possible"),
            ({"order": [{}]}, "order: a list where one value is expected"),
            ({"order": "x"}, "order: str where a mapping is expected"),
        ):
            with pytest.raises(ArgumentError, match=why):
                send.contract.encode(operation, parts)

    def test_values_as_they_are(self, do):
        """Values of Python's are written by their types there too."""
        send = do(TestGiven.NESTED)
        operation = send.contract["Do"]
        parts = {"order": {"orderId": 5, "line": [{"_value_1": Decimal("1.5"), "unit": "kg"}, 2]}}
        root = etree.fromstring(send.contract.encode(operation, parts))
        assert TestGiven.EXPECTED == said(root.find("{*}Body")[0])

    def test_both_versions(self):
        """The envelope is that of the SOAP version of the port."""
        contract = Contract.load(Path(__file__).parent / "wsdls" / "shop.wsdl")
        operation = contract["Weather"]
        for version, namespace in (
            ("1.1", "http://schemas.xmlsoap.org/soap/envelope/"),
            ("1.2", "http://www.w3.org/2003/05/soap-envelope"),
        ):
            root = etree.fromstring(contract.encode(operation, bind(operation, {"City": "Bern"}), version))
            assert f"{{{namespace}}}Envelope" == root.tag

    def test_header(self):
        """A header is given by the name of its part or of its element, and not by both."""
        contract = Contract.load(Path(__file__).parent / "wsdls" / "shop.wsdl")
        operation = contract["Order"]
        order = {"buyer": {"name": "n", "id": 5}, "item": [{"sku": "a", "pieces": 3}]}
        for name in ("session", "Session"):
            root = etree.fromstring(contract.encode(operation, bind(operation, {**order, name: {"token": "t"}})))
            assert "t" == root.findtext("{*}Header/{*}Session/{*}token")
        both = bind(operation, {**order, "session": {"token": "t"}, "Session": {"token": "u"}})
        with pytest.raises(ArgumentError, match="session and Session are the same header"):
            contract.encode(operation, both)
