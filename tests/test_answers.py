"""Answers read by the contract's types: what is inside records, and what breaks a schema."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from lxml import etree
from typed import contract, envelope, fields, read

from soapclient import errors
from soapclient.contract.codec.record import Record

ORDER = fields(
    """<xs:element name="order" type="Order"/><xs:element name="more" type="xs:string" minOccurs="0"/>""",
    """<xs:complexType name="Order"><xs:sequence><xs:element name="Id" type="xs:int"/>
    <xs:element name="Placed" type="xs:dateTime" nillable="true"/>
    <xs:element name="Lines" type="Line" minOccurs="0" maxOccurs="unbounded"/>
    <xs:element name="Note" type="xs:string" minOccurs="0"/></xs:sequence>
    <xs:attribute name="state" type="xs:token"/><xs:attribute name="unit" type="xs:int" default="7"/></xs:complexType>
    <xs:complexType name="Line"><xs:sequence><xs:element name="Price" type="xs:decimal"/></xs:sequence></xs:complexType>
    <xs:complexType name="Gift"><xs:complexContent><xs:extension base="Line"><xs:sequence>
    <xs:element name="Wrapped" type="xs:boolean"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:complexType name="Other"><xs:sequence><xs:element name="Price" type="xs:decimal"/></xs:sequence>
    </xs:complexType>""",
)
PLACED = "<Placed>2026-01-31T08:30:00Z</Placed>"


def order(inside, attributes="", *, strict=True):
    """Read the order of an answer."""
    return read(ORDER, f"<order{attributes}>{inside}</order>", strict=strict).order


def refused(problem, schema, inside, **said):
    """Claim that an answer breaks the schema, with a sentence, and give back what it is as it is."""
    with pytest.raises(errors.UnexpectedReply) as caught:
        read(schema, inside, **said)
    assert f"Get: {problem}" == str(caught.value)
    return read(schema, inside, strict=False, **said)


class TestMembers:
    """What is inside a record."""

    def test_nested_records(self):
        """Members are attributes of Python's types, by the exact and by Python's name."""
        found = order(f"<Id>5</Id>{PLACED}<Lines><Price>1.50</Price></Lines>", ' state="open"')
        assert (5, 5, "open") == (found.Id, found.id, found.state)
        assert dt.datetime(2026, 1, 31, 8, 30, tzinfo=dt.timezone.utc) == found.placed
        assert Decimal("1.50") == found.lines[0].price == found["Lines"][0]["Price"]

    @pytest.mark.parametrize("count", [0, 1, 3])
    def test_lists_are_lists(self, count):
        """What may be there several times is a list, however often it is there."""
        found = order(f"<Id>5</Id>{PLACED}" + "<Lines><Price>1</Price></Lines>" * count)
        assert [Decimal(1)] * count == [each.price for each in found.lines]
        assert (count > 0) == ("Lines" in found)

    def test_absent_nil_and_empty(self):
        """What is absent, nil and empty are three things."""
        found = order('<Id>5</Id><Placed xsi:nil="true"/><Note/>')
        assert (None, "", None) == (found.placed, found.note, found.state)
        assert [True, True, False] == [name in found for name in ("Placed", "Note", "state")]
        assert [True, False, False] == [found.is_nil(name) for name in ("placed", "Note", "state")]

    def test_the_default_of_an_attribute(self):
        """An attribute that is not there is what a reader has to assume, and is not among what the reply has."""
        found = order(f"<Id>5</Id>{PLACED}")
        assert (7, False, False) == (found.unit, "unit" in found, "unit" in found.to_dict())

    def test_the_default_of_an_element(self):
        """An element that is empty is what a reader has to assume; one that is not there is not."""
        schema = fields(
            '<xs:element name="a" type="xs:int" default="3"/><xs:element name="b" type="xs:int" minOccurs="0"/>'
        )
        assert 3 == read(schema, "<a/>").a

    def test_the_default_of_a_text_with_attributes(self):
        """An empty text with attributes beside it is what a reader has to assume, too."""
        schema = fields(
            '<xs:element name="m" type="Money" default="2.5"/><xs:element name="b" type="xs:int" minOccurs="0"/>',
            """<xs:complexType name="Money"><xs:simpleContent><xs:extension base="xs:decimal">
            <xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>""",
        )
        assert (Decimal("2.5"), "EUR") == ((found := read(schema, '<m currency="EUR"/>').m).value, found.currency)

    def test_nil_items(self):
        """A nil item of a list is None in its place."""
        schema = fields('<xs:element name="a" type="xs:int" nillable="true" maxOccurs="unbounded"/>')
        assert [1, None, 2] == read(schema, '<a>1</a><a xsi:nil="1"/><a>2</a>')

    def test_simple_content(self):
        """A text with attributes is `value` beside them, and `_value_1`."""
        schema = fields(
            '<xs:element name="m" type="Money" maxOccurs="2"/>',
            """<xs:complexType name="Money"><xs:simpleContent><xs:extension base="xs:decimal">
            <xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>""",
        )
        (found,) = read(schema, '<m currency="EUR">1.5</m>')
        assert (Decimal("1.5"), Decimal("1.5"), "EUR") == (found.value, found._value_1, found.currency)
        refused("m[0]: is not of the type decimal", schema, "<m>x</m>")

    def test_an_attribute_beside_an_element_of_its_name(self):
        """An attribute that has the name of an element is told from it."""
        schema = fields(
            '<xs:element name="a" type="T"/><xs:element name="b" type="xs:int" minOccurs="0"/>',
            """<xs:complexType name="T"><xs:sequence><xs:element name="id" type="xs:int"/></xs:sequence>
            <xs:attribute name="id" type="xs:string"/></xs:complexType>""",
        )
        found = read(schema, '<a id="x"><id>1</id></a>').a
        assert (1, "x", "x") == (found.id, found["attr__id"], found.attr_id)

    def test_nil_with_attributes(self):
        """A nil element that has attributes keeps them, and is nil."""
        schema = fields(
            '<xs:element name="m" type="Money" nillable="true"/><xs:element name="b" type="xs:int" minOccurs="0"/>',
            """<xs:complexType name="Money"><xs:simpleContent><xs:extension base="xs:decimal">
            <xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>""",
        )
        found = read(schema, '<m xsi:nil="true" currency="EUR"/>')
        assert (True, None, "EUR") == (found.is_nil("m"), found.m.value, found.m.currency)
        assert read(schema, '<m xsi:nil="true"/>').m is None

    def test_comments_and_references(self):
        """Comments, CDATA sections and processing instructions do not cut a text."""
        found = order(f"<Id>4<!-- x -->2</Id>{PLACED}<!-- y --><Note>a<![CDATA[<b]]><?pi?>c</Note>")
        assert (42, "a<bc") == (found.id, found.note)

    def test_a_member_of_the_name_of_a_method(self):
        """A member that is called like a method is the attribute, and the method is to be had from the class."""
        names = ("type", "keys", "to_dict", "unknown", "headers", "_Record__values", "is_nil", "class")
        schema = fields("".join(f'<xs:element name="{name}" type="xs:string"/>' for name in names))
        found = read(schema, "".join(f"<{name}>{name}!</{name}>" for name in names))
        assert [f"{name}!" for name in names] == [found[name] for name in names]
        assert ["type!", "keys!", "headers!", "class!"] == [found.type, found.keys, found.headers, found.class_]
        assert list(names) == Record.keys(found) == list(Record.to_dict(found))

    def test_names_that_coincide(self):
        """An exact name is over another one's Python spelling, and no member is out of reach."""
        schema = fields('<xs:element name="userName" type="xs:int"/><xs:element name="user_name" type="xs:int"/>')
        found = read(schema, "<userName>1</userName><user_name>2</user_name>")
        assert (1, 2, 1) == (found.userName, found.user_name, found.user_name_)

    def test_a_name_twice(self):
        """An element that stands twice in a sequence is two members, in order."""
        schema = fields("".join(f'<xs:element name="{name}" type="xs:int" minOccurs="0"/>' for name in "aba"))
        assert {"a": 1, "b": 2, "a__1": 3} == read(schema, "<a>1</a><b>2</b><a>3</a>").to_dict()
        assert {"b": 2, "a__1": 3} == read(schema, "<b>2</b><a>3</a>").to_dict()

    def test_a_name_in_base_and_extension(self):
        """An element that base and extension both have loses no value."""
        schema = """<xs:element name="GetResponse" type="E"/><xs:complexType name="B"><xs:sequence>
            <xs:element name="id" type="xs:int"/></xs:sequence></xs:complexType>
            <xs:complexType name="E"><xs:complexContent><xs:extension base="B"><xs:sequence>
            <xs:element name="id" type="xs:int"/><xs:element name="x" type="xs:int"/></xs:sequence></xs:extension>
            </xs:complexContent></xs:complexType>"""
        assert [1, 2] == read(schema, "<id>1</id><id>2</id><x>3</x>").id


class TestChoicesAndGroups:
    """Choices, and groups that are repeated."""

    def test_choice(self):
        """Of a choice the alternative that was taken is there."""
        schema = fields(
            """<xs:element name="n" type="xs:int"/><xs:choice><xs:element name="a" type="xs:int"/>
            <xs:element name="b" type="xs:int"/></xs:choice>"""
        )
        assert {"n": 1, "b": 2} == read(schema, "<n>1</n><b>2</b>").to_dict()
        refused("GetResponse: has none of a, b, but the contract requires one", schema, "<n>1</n>")
        both = refused(
            "b: occurs together with a, but the contract allows one of them", schema, "<n>1</n><a>1</a><b>2</b>"
        )
        assert (1, 2) == (both.a, both.b)

    @pytest.mark.parametrize("optional", ['<xs:sequence minOccurs="0">{}</xs:sequence>', "<xs:choice>{}</xs:choice>"])
    def test_a_part_of_a_group(self, optional):
        """A group that may be left out, or an alternative, is there as a whole or not at all."""
        group = '<xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:sequence>'
        other = '<xs:element name="c" type="xs:int" minOccurs="0"/>'
        schema = fields(f'<xs:element name="n" type="xs:int"/>{optional.format(group + other)}')
        for inside in ("<n>1</n>", "<n>1</n><a>1</a><b>2</b>"):
            assert 1 == read(schema, inside).n
        assert 2 == refused("b: is missing in its group", schema, "<n>1</n><a>2</a>").a

    def test_a_list_in_one_alternative(self):
        """What one alternative has once and another several times is a list."""
        schema = fields(
            """<xs:element name="n" type="xs:int"/><xs:choice><xs:element name="a" type="xs:int"/><xs:sequence>
            <xs:element name="b" type="xs:int"/><xs:element name="a" type="xs:int" maxOccurs="unbounded"/></xs:sequence>
            </xs:choice>"""
        )
        assert [[1], [1, 2]] == [read(schema, f"<n>0</n>{text}").a for text in ("<a>1</a>", "<b>0</b><a>1</a><a>2</a>")]

    def test_repeated_choice(self):
        """A choice that is repeated is a list of records in the order of the reply."""
        schema = fields(
            """<xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="a" type="xs:int"/>
            <xs:element name="b" type="xs:string"/></xs:choice>"""
        )
        found = read(schema, "<a>1</a><b>x</b><a>2</a><a>3</a>")
        assert [{"a": 1}, {"b": "x"}, {"a": 2}, {"a": 3}] == [each.to_dict() for each in found]
        assert [] == read(schema, "")

    def test_repeated_sequence(self):
        """A sequence that is repeated is a list of records, each with what belongs together."""
        schema = fields(
            """<xs:sequence maxOccurs="unbounded"><xs:element name="k" type="xs:string"/>
            <xs:element name="v" type="xs:int" minOccurs="0" maxOccurs="unbounded"/>
            <xs:element name="o" type="xs:int" minOccurs="0"/></xs:sequence>"""
        )
        found = read(schema, "<k>a</k><v>1</v><v>2</v><k>b</k><k>c</k><o>3</o>")
        assert [{"k": "a", "v": [1, 2]}, {"k": "b"}, {"k": "c", "o": 3}] == [each.to_dict() for each in found]
        refused("_value_1[1].k: is missing", schema, "<k>a</k><v>1</v><o>1</o><v>2</v>")
        refused("_value_1[0].v[1]: is not of the type int", schema, "<k>a</k><v>1</v><v>x</v>")

    def test_groups_within_groups(self):
        """A repeated group within a repeated group is a list within each record."""
        schema = fields(
            """<xs:sequence maxOccurs="unbounded"><xs:element name="k" type="xs:string"/>
            <xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:element name="a" type="xs:int"/>
            <xs:element name="b" type="xs:int"/></xs:sequence></xs:sequence>"""
        )
        found = read(schema, "<k>x</k><a>1</a><b>2</b><a>3</a><b>4</b><k>y</k>")
        inner = [{"a": 1, "b": 2}, {"a": 3, "b": 4}]
        assert [("x", inner), ("y", [])] == [(each.k, [one.to_dict() for one in each._value_1]) for each in found]

    def test_all(self):
        """What may stand in any order is read in any order."""
        schema = """<xs:element name="GetResponse"><xs:complexType><xs:all><xs:element name="a" type="xs:int"/>
            <xs:element name="b" type="xs:int" minOccurs="0"/></xs:all></xs:complexType></xs:element>"""
        assert {"a": 1, "b": 2} == read(schema, "<b>2</b><a>1</a>").to_dict()


class TestTypes:
    """Types that the reply says, and elements that stand for others."""

    def test_derived(self):
        """A derived type that `xsi:type` says has what it has."""
        found = order(f'<Id>5</Id>{PLACED}<Lines xsi:type="t:Gift"><Price>1</Price><Wrapped>1</Wrapped></Lines>')
        (line,) = found.lines
        assert (True, "{urn:x}Gift", "{urn:x}Order") == (line.wrapped, line.type, found.type)
        assert {"xsi:type": "{urn:x}Gift", "Price": 1, "Wrapped": True} == line.to_dict() == dict(line)

    def test_the_declared_type(self):
        """A type that is said and is the declared one changes nothing."""
        found = order(f'<Id xsi:type="xs:int">5</Id>{PLACED}<Lines xsi:type="Line"><Price>1</Price></Lines>')
        assert {"Price": 1} == found.lines[0].to_dict()

    @pytest.mark.parametrize(
        ("said", "problem"),
        [
            ("t:Nope", "not in the contract"),
            ("nope:Gift", "not in the contract"),
            ("t:Other", "is not derived from the contract's"),
            ("xs:int", "is not derived from the contract's"),
        ],
    )
    def test_another_type(self, said, problem):
        """A type that is not derived from the declared one breaks the schema, and is left as XML if it is wanted."""
        inside = f'<Id>5</Id>{PLACED}<Lines xsi:type="{said}"><Price>1</Price></Lines>'
        with pytest.raises(errors.UnexpectedReply, match=rf"order.Lines\[0\]: has an xsi:type that .*{problem}"):
            order(inside)
        assert "Lines" == etree.QName(order(inside, strict=False).lines[0]).localname

    def test_abstract(self):
        """What is of an abstract type has to say a derived one."""
        schema = fields(
            '<xs:element name="a" type="A"/><xs:element name="b" type="xs:int" minOccurs="0"/>',
            """<xs:complexType name="A" abstract="true"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence>
            </xs:complexType><xs:complexType name="B"><xs:complexContent><xs:extension base="A"/></xs:complexContent>
            </xs:complexType>""",
        )
        assert 1 == read(schema, '<a xsi:type="B"><x>1</x></a>').a.x
        loose = refused("a: has an abstract type and no xsi:type with a derived one", schema, "<a><x>1</x></a>")
        assert 1 == loose.a.x

    def test_substitution(self):
        """An element that stands for another one is the other's member, and tells which it is."""
        schema = fields(
            '<xs:element ref="shape" maxOccurs="unbounded"/><xs:element name="b" type="xs:int" minOccurs="0"/>',
            """<xs:element name="shape" type="S"/><xs:complexType name="S"><xs:sequence>
            <xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>
            <xs:element name="circle" substitutionGroup="shape"/>""",
        )
        found = read(schema, "<circle><x>1</x></circle><shape><x>2</x></shape>").shape
        assert [(1, "{urn:x}circle"), (2, "")] == [(each.x, each.tag) for each in found]
        assert {"xsi:element": "{urn:x}circle", "x": 1} == found[0].to_dict()

    def test_substitution_of_a_text(self):
        """A text in an element that stands for another one is a record that tells which it is."""
        schema = fields(
            '<xs:element ref="name"/><xs:element name="b" type="xs:int" minOccurs="0"/>',
            '<xs:element name="name" type="xs:string"/><xs:element name="alias" type="xs:string" '
            'substitutionGroup="name"/>',
        )
        assert "x" == read(schema, "<name>x</name>").name
        found = read(schema, "<alias>x</alias>").name
        assert ("x", "{urn:x}alias") == (found.value, found.tag)

    @pytest.mark.parametrize(
        ("inside", "expected"),
        [
            ('<a xsi:type="xs:decimal">1.5</a>', Decimal("1.5")),
            ('<a xsi:type="xs:boolean">1</a>', True),
            ("<a> text </a>", " text "),
            ("<a/>", ""),
            ('<a xsi:nil="true"/>', None),
        ],
    )
    def test_any_type(self, inside, expected):
        """What is of any type is of the one that it says, or a text."""
        schema = fields('<xs:element name="a"/><xs:element name="b" type="xs:int" minOccurs="0"/>')
        assert expected == read(schema, inside).a

    def test_any_type_with_more(self):
        """What is of any type is a record by the type that it says, or an element where it has more than a text."""
        schema = fields(
            '<xs:element name="a" type="xs:anyType"/><xs:element name="b" type="T" minOccurs="0"/>',
            '<xs:complexType name="T"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>',
        )
        assert (1, "{urn:x}T") == ((found := read(schema, '<a xsi:type="T"><x>1</x></a>').a).x, found.type)
        assert "a" == etree.QName(read(schema, "<a><x>1</x></a>").a).localname
        assert "2" == read(schema, '<a unit="2">1</a>').a.get("unit")


class TestXml:
    """What stays XML."""

    def test_any(self):
        """Elements in a place for any are given as elements, in a list where there may be several."""
        schema = fields(
            """<xs:element name="a" type="xs:int"/><xs:any namespace="##other" processContents="lax" minOccurs="0"
            maxOccurs="unbounded"/>"""
        )
        found = read(schema, '<a>1</a><o:x xmlns:o="urn:o"><b/></o:x><c xmlns="urn:o"/>')
        assert ["{urn:o}x", "{urn:o}c"] == [each.tag for each in found._value_1]

    def test_what_a_place_for_any_does_not_allow(self):
        """An element that a place for any does not allow is unknown."""
        schema = fields('<xs:element name="a" type="xs:int"/><xs:any namespace="##other" minOccurs="0"/>')
        found = read(schema, "<a>1</a><c/>")
        assert (None, ["{urn:x}c"]) == (found._value_1, [each.tag for each in found.unknown])

    def test_a_known_element_in_a_place_for_any(self):
        """An element that the type has once may stand once more in a place for any."""
        schema = fields('<xs:element name="a" type="xs:int"/><xs:any minOccurs="0" processContents="lax"/>')
        found = read(schema, "<a>1</a><a>x</a>")
        assert (1, "x") == (found.a, found._value_1.text)

    @pytest.mark.parametrize(
        ("inside", "names"),
        [
            ('<xs:element ref="xs:schema"/><xs:any/>', ["schema", "_value_1"]),
            ("<xs:any/><xs:any/>", ["_value_1", "_value_2"]),
        ],
    )
    def test_data_set(self, inside, names):
        """A DataSet, as .NET and as Mono describe it, is its schema and its rows as elements."""
        schema = fields(
            f"""<xs:element name="GetResult" minOccurs="0"><xs:complexType><xs:sequence>{inside}</xs:sequence>
            </xs:complexType></xs:element>"""
        )
        found = read(
            schema,
            """<GetResult><xs:schema id="D"><xs:element name="D"/></xs:schema>
            <d:diffgram xmlns:d="urn:schemas-microsoft-com:xml-diffgram-v1"><D xmlns=""/></d:diffgram></GetResult>""",
        )
        assert names == found.keys()
        assert ["schema", "diffgram"] == [etree.QName(found[name]).localname for name in names]

    def test_mixed(self):
        """What has texts between its elements keeps them, and the element that tells what stands where."""
        schema = fields(
            '<xs:element name="a" type="M"/><xs:element name="b" type="xs:int" minOccurs="0"/>',
            """<xs:complexType name="M" mixed="true"><xs:sequence><xs:element name="i" type="xs:string" minOccurs="0"
            maxOccurs="unbounded"/></xs:sequence></xs:complexType>""",
        )
        found = read(schema, "<a>one <i>two</i> three</a>").a
        assert (["two"], "one  three", "one two three") == (found.i, found.text, "".join(found.element.itertext()))

    def test_text_where_none_may_be(self):
        """Text between elements breaks a schema that has none, and is kept where that is wanted."""
        found = refused("order: has text between its elements, but the contract has none", ORDER,
                        f"<order>oops<Id>5</Id>{PLACED}</order>")  # fmt: skip
        assert "oops" == found.order.text
        refused("order: has text between its elements, but the contract has none", ORDER,
                f"<order>\N{NO-BREAK SPACE}<Id>5</Id>{PLACED}</order>")  # fmt: skip
        found = refused("GetResponse: has text between its elements, but the contract has none", ORDER,
                        f"<order><Id>5</Id>{PLACED}</order>oops")  # fmt: skip
        assert "oops" == found.text

    def test_any_attribute(self):
        """Attributes in a place for any are a dict by their names."""
        schema = """<xs:element name="GetResponse"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int"/>
            </xs:sequence><xs:anyAttribute processContents="lax"/></xs:complexType></xs:element>"""
        found = read(schema, "<a>1</a>", attributes=' p="1" t:q="2"')
        assert {"p": "1", "{urn:x}q": "2"} == found._attr_1


class TestUnknown:
    """What the contract does not know."""

    def test_elements(self):
        """An element that the contract does not have is kept, and no failure."""
        found = order(f"<Id>5</Id><New>x</New>{PLACED}")
        assert (5, ["x"]) == (found.id, [each.text for each in found.unknown])

    def test_attributes(self):
        """Attributes that the contract does not have are kept, also those of an element that is a text."""
        found = order(f'<Id unit="a">5</Id>{PLACED}', ' p="1" xml:lang="de"')
        assert {
            "Id/@unit": "a",
            "p": "1",
            "{http://www.w3.org/XML/1998/namespace}lang": "de",
        } == found.unknown_attributes

    def test_what_is_about_the_message_is_not_unknown(self):
        """Attributes of XSI's and SOAP's own are no attributes of a record."""
        attributes = ' xsi:schemaLocation="a b" s:encodingStyle="x" xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
        assert {} == order(f"<Id>5</Id>{PLACED}", attributes).unknown_attributes

    def test_a_type_that_the_schema_lacks(self):
        """An element whose type the schema lacks is left as XML, and takes nothing else down."""
        schema = fields('<xs:element name="a" type="Nope"/><xs:element name="b" type="xs:int"/>')
        found = read(schema, "<a><x/></a><b>1</b>")
        assert ("{urn:x}a", 1) == (found.a.tag, found.b)


class TestOrderAndNamespaces:
    """Replies that are not as the schema writes them, and are clear all the same."""

    def test_out_of_order(self):
        """Elements in another order than the schema's are read by their names."""
        assert (5, 1) == (
            (found := order(f"<Lines><Price>1</Price></Lines>{PLACED}<Id>5</Id>")).id,
            found.lines[0].price,
        )

    def test_without_a_namespace(self):
        """Elements without a namespace are read as those of a schema that wants one."""
        inside = '<order xmlns=""><Id>5</Id><Placed xsi:nil="1"/><Lines><Price>1</Price></Lines></order>'
        assert (5, 1) == ((found := read(ORDER, inside).order).id, found.lines[0].price)

    def test_with_a_namespace(self):
        """Elements with a namespace are read as those of a schema that wants none."""
        schema = fields('<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/>')
        assert {"a": 1, "b": 2} == read(schema, "<a>1</a><b>2</b>", form="unqualified").to_dict()

    def test_another_namespace(self):
        """An element of another namespace is another element."""
        found = order(f'<Id>5</Id>{PLACED}<Note xmlns="urn:other">x</Note>')
        assert (None, 1) == (found.note, len(found.unknown))

    def test_two_elements_of_one_local_name(self):
        """A name without a namespace that two elements have is nobody's."""
        schema = """<xs:element name="GetResponse"><xs:complexType><xs:sequence>
            <xs:element name="a" type="xs:int" form="unqualified" minOccurs="0"/>
            <xs:element name="a" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>"""
        assert {"a": 1, "a__1": "x"} == read(schema, '<a xmlns="">1</a><a>x</a>').to_dict()


class TestBroken:
    """Answers that break their schema."""

    @pytest.mark.parametrize(
        ("inside", "problem"),
        [
            (f"{PLACED}", "order.Id: is missing"),
            (f"<Id>5</Id><Id>6</Id>{PLACED}", "order.Id: occurs more than once, but the contract allows it once"),
            (f"<Id>5</Id>{PLACED}<Lines><Price>x</Price></Lines>", "order.Lines[0].Price: is not of the type decimal"),
            (f'<Id xsi:nil="true"/>{PLACED}', "order.Id: is nil, which the contract does not allow"),
            (f"<Id><x/></Id>{PLACED}", "order.Id: has elements, but the contract has text"),
            ('<Id>5</Id><Placed xsi:nil="true">x</Placed>', "order.Placed: is nil but has content"),
            (f"<Id>5</Id>{PLACED}<Lines/>", "order.Lines[0].Price: is missing"),
        ],
    )
    def test_it_is_said_where(self, inside, problem):
        """What breaks the schema is an error that says where and what."""
        refused(problem, ORDER, f"<order>{inside}</order>")

    def test_as_it_is(self):
        """What is not strict is given as it is: texts, all of several values, None for what is missing."""
        found = order("<Id>5</Id><Id>6</Id><Id>7</Id><Placed>soon</Placed><Lines/>", strict=False)
        assert ([5, 6, 7], "soon", None) == (found.id, found.placed, found.lines[0].price)

    def test_required_attributes(self):
        """An attribute that has to be there is missed."""
        schema = """<xs:element name="GetResponse"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int"/>
            </xs:sequence><xs:attribute name="p" type="xs:int" use="required"/></xs:complexType></xs:element>"""
        assert refused("p: is missing", schema, "<a>1</a>").p is None
        refused("@p: is not of the type int", schema, "<a>1</a>", attributes=' p="x"')

    @pytest.mark.parametrize("count", [1, 4])
    def test_how_often(self, count):
        """A list that is shorter or longer than the contract allows breaks it."""
        schema = fields('<xs:element name="a" type="xs:int" minOccurs="2" maxOccurs="3"/>')
        assert [1, 1] == read(schema, "<a>1</a>" * 2)
        wanted = "requires at least 2" if count == 1 else "allows at most 3"
        refused(f"a: occurs {count} times, but the contract {wanted}", schema, "<a>1</a>" * count)

    @pytest.mark.parametrize(
        ("group", "element", "count", "expected"),
        [
            ((2, "unbounded"), (1, 3), 2, [[0], [1]]),
            ((2, "unbounded"), (1, 3), 5, [[0, 1, 2], [3, 4]]),
            ((1, "unbounded"), (2, 3), 4, [[0, 1], [2, 3]]),
            ((3, 3), (1, "unbounded"), 5, [[0, 1, 2], [3], [4]]),
            ((2, 3), (0, 3), 1, [[0]]),
        ],
    )
    def test_an_element_in_a_group_that_may_both_be_repeated(self, group, element, count, expected):
        """The elements are divided so that both are there as often as they have to be, if they can be."""
        (least, most), (few, many) = group, element
        schema = fields(
            f'<xs:sequence minOccurs="{least}" maxOccurs="{most}"><xs:element name="e" type="xs:int" '
            f'minOccurs="{few}" maxOccurs="{many}"/></xs:sequence>'
        )
        assert expected == [each.e for each in read(schema, "".join(f"<e>{each}</e>" for each in range(count)))]

    def test_the_change_may_have_been_made(self):
        """The error is one of those that leave a change in doubt, not one that says that nothing was sent."""
        with pytest.raises(errors.TransportError):
            read(ORDER, "<order/>")


class TestDepth:
    """Elements within elements."""

    SCHEMA = fields(
        '<xs:element name="t" type="T"/><xs:element name="n" type="xs:int" minOccurs="0"/>',
        """<xs:complexType name="T"><xs:sequence><xs:element name="t" type="T" minOccurs="0"/>
        <xs:element name="n" type="xs:int" minOccurs="0"/></xs:sequence></xs:complexType>""",
    )

    def nested(self, levels):
        return read(self.SCHEMA, "<t>" * levels + "<n>1</n>" + "</t>" * levels)

    def test_a_hundred_levels(self):
        """A hundred levels are read, compared, copied, pickled and written."""
        import copy
        import json
        import pickle

        found, levels = self.nested(100), 0
        assert found == self.nested(100) == copy.deepcopy(found) == pickle.loads(pickle.dumps(found))
        inner, data = found, json.loads(found.to_json())
        while inner.t is not None:
            inner, data, levels = inner.t, data["t"], levels + 1
        assert (100, 1, 1) == (levels, inner.n, data["n"])

    @pytest.mark.parametrize("levels", [121, 1000, 2000])
    def test_more(self, levels):
        """What is nested deeper is refused in a sentence."""
        with pytest.raises(errors.UnexpectedReply, match="levels deep|Excessive depth|cannot be used"):
            self.nested(levels)


class TestOperations:
    """Which operation is read."""

    def test_by_name_or_operation(self):
        """An operation is given as such, by its exact name or its Python spelling."""
        made = contract(ORDER)
        data = envelope(f"<GetResponse><order><Id>5</Id>{PLACED}</order></GetResponse>")
        assert [5, 5, 5] == [made.decode(each, data).order.id for each in ("Get", "get", made["Get"])]
        with pytest.raises(errors.UnknownOperation):
            made.decode("Gett", data)
