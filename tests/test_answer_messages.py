"""Whole messages: bodies, parts, headers, faults, references between elements."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from typed import contract, envelope, fields, read

from soapclient import errors

TWO = '<part name="a" element="t:A"/><part name="b" element="t:B"/>'
SCHEMA = """<xs:element name="GetResponse"><xs:complexType><xs:sequence><xs:element name="v" type="xs:int"/>
    </xs:sequence></xs:complexType></xs:element><xs:element name="A" type="xs:int"/><xs:element name="B" type="T"/>
    <xs:complexType name="T"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>"""


def decoded(body, header="", *, schema=SCHEMA, strict=True, version="1.1", **said):
    """Read a whole body."""
    return contract(schema, **said).decode("Get", envelope(body, header, version), strict=strict)


class TestBodies:
    """What a call returns of a body."""

    @pytest.mark.parametrize("version", ["1.1", "1.2"])
    def test_one_value(self, version):
        """An answer with one value is that value."""
        assert 5 == decoded("<GetResponse><v>5</v></GetResponse>", version=version)

    def test_one_value_that_is_not_there(self):
        """One value that is not there is None, and an empty list where there may be several."""
        one = fields('<xs:element name="v" type="xs:int" minOccurs="0"/>')
        several = fields('<xs:element name="v" type="xs:int" minOccurs="0" maxOccurs="unbounded"/>')
        assert [None, []] == [read(schema, "") for schema in (one, several)]

    def test_several_values(self):
        """An answer with several values is a record, and so is one with an attribute beside its value."""
        attribute = """<xs:element name="GetResponse"><xs:complexType><xs:sequence><xs:element name="v" type="xs:int"/>
            </xs:sequence><xs:attribute name="a"/></xs:complexType></xs:element>"""
        assert (5, "x") == ((found := read(attribute, "<v>5</v>", attributes=' a="x"')).v, found.a)

    def test_no_value(self):
        """An answer without a value is None."""
        assert decoded("<GetResponse/>", schema=fields("")) is None

    def test_a_text(self):
        """An answer that is a text is that text."""
        assert Decimal("1.5") == read('<xs:element name="GetResponse" type="xs:decimal"/>', "1.5")

    def test_unwrapped_once(self):
        """What is inside the one value is not unwrapped again."""
        schema = fields(
            '<xs:element name="r" type="Rows"/>',
            """<xs:complexType name="Rows"><xs:sequence><xs:element name="row" type="xs:int" maxOccurs="unbounded"/>
            </xs:sequence></xs:complexType>""",
        )
        assert [1, 2] == read(schema, "<r><row>1</row><row>2</row></r>").row

    def test_a_derived_type_is_not_unwrapped(self):
        """An answer that says a derived type has what that has."""
        schema = """<xs:element name="GetResponse" type="A"/><xs:complexType name="A"><xs:sequence>
            <xs:element name="v" type="xs:int"/></xs:sequence></xs:complexType><xs:complexType name="B">
            <xs:complexContent><xs:extension base="A"><xs:sequence><xs:element name="w" type="xs:int"/></xs:sequence>
            </xs:extension></xs:complexContent></xs:complexType>"""
        assert 2 == read(schema, "<v>1</v><w>2</w>", attributes=' xsi:type="B"').w

    def test_several_parts(self):
        """A body of several parts is a record by the names of the parts."""
        found = decoded("<A>1</A><B><x>2</x></B>", parts=TWO)
        assert (1, 2) == (found.a, found.b.x)
        with pytest.raises(errors.UnexpectedReply, match="Get: b: is missing"):
            decoded("<A>1</A>", parts=TWO)
        assert decoded("<A>1</A>", parts=TWO, strict=False).b is None

    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            ("", "the SOAP body is empty"),
            ("<Other/>", "the body has <Other>, which does not answer this operation"),
            ('<GetResponse xmlns="urn:y"/>', "the body has <GetResponse>, which does not answer this operation"),
        ],
    )
    @pytest.mark.parametrize("strict", [True, False])
    def test_another_answer(self, body, problem, strict):
        """What is no answer of the operation is refused, however strict."""
        with pytest.raises(errors.UnexpectedReply, match=problem):
            decoded(body, strict=strict)

    @pytest.mark.parametrize("data", [b"", b"<html/>", b"<x/>", b"oops", envelope("")[:50]])
    def test_no_envelope(self, data):
        """What is no envelope is refused in a sentence."""
        with pytest.raises(errors.UnexpectedReply, match=r"^Get: the reply "):
            contract(SCHEMA).decode("Get", data)

    def test_one_way(self):
        """An operation that has no answer answers None."""
        one_way = contract(SCHEMA, output="")
        assert [None, None] == [one_way.decode("Get", data) for data in (b"", envelope(""))]


class TestRpc:
    """Bodies in rpc style."""

    PART = '<part name="v" type="xs:int"/>'
    PARTS = PART + '<part name="t" type="t:T"/>'

    @pytest.mark.parametrize("name", ["t:GetResponse", "GetResponse", "o:GetResponse"])
    def test_one_part(self, name):
        """One part is its value, whatever namespace the wrapper has."""
        body = f'<{name} xmlns:o="urn:o"><v xmlns="">5</v></{name}>'
        assert 5 == decoded(body, style="rpc", parts=self.PART)

    def test_several_parts(self):
        """Several parts are a record by their names; the elements in them have the schema's namespace."""
        body = '<t:GetResponse xmlns=""><v>5</v><t><t:x>1</t:x></t></t:GetResponse>'
        found = decoded(body, style="rpc", parts=self.PARTS)
        assert (5, 1) == (found.v, found.t.x)

    def test_null(self):
        """A part cannot be left out, and so may be nil."""
        assert decoded('<t:GetResponse><v xsi:nil="true"/></t:GetResponse>', style="rpc", parts=self.PART) is None
        with pytest.raises(errors.UnexpectedReply, match="Get: v: is missing"):
            decoded("<t:GetResponse/>", style="rpc", parts=self.PART)

    def test_no_part(self):
        """A message without parts is None."""
        assert decoded("<t:GetResponse/>", style="rpc", parts="") is None

    def test_another_answer(self):
        """Another wrapper is another operation's."""
        with pytest.raises(errors.UnexpectedReply, match="does not answer this operation"):
            decoded("<t:OtherResponse><v>5</v></t:OtherResponse>", style="rpc", parts=self.PART)


class TestEncoded:
    """Bodies in SOAP encoding."""

    SCHEMA = """<xs:complexType name="T"><xs:sequence><xs:element name="x" type="xs:int"/>
        <xs:element name="t" type="T" minOccurs="0" nillable="true"/>
        <xs:element name="u" type="T" minOccurs="0" nillable="true"/></xs:sequence></xs:complexType>
        <xs:complexType name="Ts"><xs:complexContent><xs:restriction base="enc:Array">
        <xs:attribute ref="enc:arrayType" wsdl:arrayType="t:T[]"/></xs:restriction></xs:complexContent>
        </xs:complexType>"""

    def read(self, body, kind="t:T"):
        parts = f'<part name="v" type="{kind}"/>'
        return decoded(body, schema=self.SCHEMA, style="rpc", use="encoded", parts=parts, form="unqualified")

    def test_types_everywhere(self):
        """Elements that say their types, and parts that are left out, are read."""
        body = '<t:GetResponse xmlns=""><v xsi:type="t:T"><x xsi:type="enc:int">1</x></v></t:GetResponse>'
        assert 1 == self.read(body).x
        assert self.read("<t:GetResponse/>") is None

    @pytest.mark.parametrize("said", ["enc:Struct", "t:T"])
    def test_structs(self, said):
        """What says that it is a struct of SOAP's encoding is of the declared type."""
        assert 1 == self.read(f'<t:GetResponse xmlns=""><v xsi:type="{said}"><x>1</x></v></t:GetResponse>').x

    def test_what_is_left_out(self):
        """A member that is left out says in SOAP encoding that nothing is known of it."""
        body = '<t:GetResponse xmlns=""><v xsi:type="t:T"><t><x>1</x></t></v></t:GetResponse>'
        assert (None, 1) == ((found := self.read(body)).x, found.t.x)

    def test_references(self):
        """An element that refers to another one of the body is that one."""
        body = """<t:GetResponse xmlns=""><v href="#a"/></t:GetResponse>
            <multiRef xmlns="" id="a" xsi:type="t:T"><x href="#n"/><t href="#b"/></multiRef>
            <multiRef xmlns="" id="b" xsi:type="t:T"><x>2</x></multiRef><n id="n" xsi:type="xs:int">1</n>"""
        assert (1, 2) == ((found := self.read(body)).x, found.t.x)

    @pytest.mark.parametrize(
        "body",
        [
            '<v xsi:type="enc:Array" enc:arrayType="t:T[2]"><item><x>1</x></item><item><x>2</x></item></v>',
            '<v><item xsi:type="t:T"><x>1</x></item><item href="#a"/></v>',
        ],
    )
    def test_arrays(self, body):
        """An array is a list of its items, whatever they are called."""
        more = '<m id="a" xsi:type="t:T"><x>2</x></m>'
        found = self.read(f'<t:GetResponse xmlns="">{body}</t:GetResponse>{more}', "t:Ts")
        assert [1, 2] == [each.x for each in found]

    @pytest.mark.parametrize(
        ("part", "more", "problem"),
        [
            ('<v href="#nowhere"/>', "", "v: refers to an element that is not in the reply"),
            ('<v id="a" href="#a"/>', "", "v: refers to itself"),
            ('<v href="#a"/>', '<m xmlns="" id="a"><x>1</x><t href="#a"/></m>', "levels deep"),
        ],
    )
    def test_bad_references(self, part, more, problem):
        """A reference that leads nowhere, or back to itself, is refused in a sentence."""
        with pytest.raises(errors.UnexpectedReply, match=problem):
            self.read(f'<t:GetResponse xmlns="">{part}</t:GetResponse>{more}')

    def test_references_that_multiply(self):
        """A few references that mean millions of elements are refused."""
        bomb = "".join(
            f'<m xmlns="" id="a{number}"><x>1</x><t href="#a{number + 1}"/><u href="#a{number + 1}"/></m>'
            for number in range(60)
        )
        body = f'<t:GetResponse xmlns=""><v href="#a0"/></t:GetResponse>{bomb}<m xmlns="" id="a60"><x>1</x></m>'
        with pytest.raises(errors.UnexpectedReply, match="refers to more than 500,000 elements"):
            self.read(body)


class TestDoubt:
    """What goes wrong when an answer is there."""

    def test_an_error_of_the_contract(self):
        """It is no error of the contract, which would say that nothing was sent."""
        many = " ".join(f'xmlns:n{each}="urn:{each}"' for each in range(1001))
        schema = fields('<xs:element name="v" type="xs:int"/>', f'<xs:element name="o" {many} substitutionGroup="h"/>')
        with pytest.raises(errors.UnexpectedReply, match="Get: the reply cannot be read by the contract: a schema dec"):
            decoded("<Other/>", schema=schema)


class TestPrefixes:
    """Names with prefixes, whose meaning is what is declared around them."""

    SCHEMA = fields('<xs:element name="v" type="xs:QName"/><xs:element name="w" minOccurs="0"/>')

    @pytest.mark.parametrize("inside", ["<v>n1:x</v>", '<v>x</v><w xsi:type="n1:int">1</w>'])
    @pytest.mark.parametrize("strict", [True, False])
    def test_too_many(self, inside, strict):
        """A reply that declares so many that each name would take long is refused."""
        declared = "".join(f' xmlns:n{each}="urn:{each}"' for each in range(1000))
        with pytest.raises(errors.UnexpectedReply, match="has a name where more than 500 prefixes are declared"):
            read(self.SCHEMA, inside, attributes=declared, strict=strict)


class TestHeaders:
    """SOAP headers of an answer."""

    SAID = {
        "schema": fields(
            '<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" minOccurs="0"/>',
            '<xs:element name="Session" type="xs:int"/>',
        ),
        "messages": '<message name="Head"><part name="session" element="t:Session"/></message>',
        "headers": '<s:header message="t:Head" part="session" use="literal"/>',
    }

    def test_headers(self):
        """Declared headers are typed by the names of their parts; others are elements."""
        header = '<Session>7</Session><o:x xmlns:o="urn:o">1</o:x>'
        found = decoded("<GetResponse><a>1</a></GetResponse>", header, **self.SAID).headers
        assert (7, ["{urn:o}x"]) == (found.session, [each.tag for each in found.unknown])

    def test_names_in_headers(self):
        """What a name in a header means, the envelope around it says."""
        said = self.SAID | {
            "schema": self.SAID["schema"].replace('"Session" type="xs:int"', '"Session" type="xs:QName"')
        }
        found = decoded("<GetResponse><a>1</a></GetResponse>", "<Session>s:x</Session>", **said)
        assert "{http://schemas.xmlsoap.org/soap/envelope/}x" == found.headers.session

    def test_none(self):
        """A header that is not there is None, and no failure; what is inside an answer has no headers."""
        found = decoded("<GetResponse><a>1</a></GetResponse>", **self.SAID)
        assert (None, None) == (found.headers.session, found.headers.headers)

    def test_they_do_not_count(self):
        """The same answer with other headers is the same answer."""
        body = "<GetResponse><a>1</a></GetResponse>"
        assert decoded(body, **self.SAID) == decoded(body, "<Session>7</Session>", **self.SAID)

    def test_a_bad_header(self):
        """A header that breaks the schema says so."""
        with pytest.raises(errors.UnexpectedReply, match=r"Get: headers.session: is not of the type int"):
            decoded("<GetResponse><a>1</a></GetResponse>", "<Session>x</Session>", **self.SAID)


class TestFaults:
    """Faults with details."""

    SAID = {
        "schema": SCHEMA + '<xs:element name="Problem" type="T"/>',
        "messages": '<message name="Bad"><part name="p" element="t:Problem"/></message>',
        "faults": '<fault name="Bad" message="t:Bad"/>',
    }

    def fault(self, detail):
        text = f"<faultcode>s:Client</faultcode><faultstring>no such order</faultstring><detail>{detail}</detail>"
        with pytest.raises(errors.ServerFault) as caught:
            decoded(f"<s:Fault xmlns=''>{text}</s:Fault>", **self.SAID)
        return caught.value

    def test_declared(self):
        """The detail of a declared fault is typed, and can be pickled."""
        found = self.fault("<t:Problem><t:x>4</t:x></t:Problem>")
        assert ("Get: no such order", 4, "{urn:x}Problem") == (
            str(found),
            found.fault_value.x,
            found.fault_detail[0].tag,
        )
        again = pickle.loads(pickle.dumps(found))
        assert (found.fault_value, None) == (again.fault_value, again.fault_detail)

    @pytest.mark.parametrize("detail", ["", "<t:Other/>", "text"])
    def test_not_declared(self, detail):
        """A detail that no fault declares has no value, and is there as an element."""
        found = self.fault(detail)
        assert (None, "detail") == (found.fault_value, found.fault_detail.tag)

    def test_a_detail_that_breaks_its_schema(self):
        """A detail that breaks its schema is given as it is: the fault counts more."""
        assert "x" == self.fault("<t:Problem><t:x>x</t:x></t:Problem>").fault_value.x

    def test_soap_12(self):
        """A fault of SOAP 1.2 is one, too."""
        body = """<e:Fault xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Code><e:Value>e:Sender</e:Value></e:Code>
            <e:Reason><e:Text xml:lang="en">no</e:Text></e:Reason><e:Detail><Problem><x>4</x></Problem></e:Detail>
            </e:Fault>"""
        with pytest.raises(errors.ServerFault, match="Get: no") as caught:
            decoded(body, version="1.2", **self.SAID)
        assert 4 == caught.value.fault_value.x


class TestRepaired:
    """Characters that XML does not have."""

    def test_where(self):
        """An answer tells where such characters were replaced, where its envelope was repaired."""
        from soapclient.wire.safe_xml import parse

        schema = fields('<xs:element name="a" type="xs:string"/><xs:element name="b" type="xs:int" minOccurs="0"/>')
        made = contract(schema)
        root = parse(envelope("<GetResponse><a>x&#x1E;</a></GetResponse>"), repair=True)
        found = made.definitions.decoder.answer(made.bound("Get"), list(root[0])).value
        assert ("x\ufffd", 1) == (found.a, len(found.repaired))
        assert read(schema, "<a>x</a>").repaired == ()
