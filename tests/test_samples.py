"""Sample values of any component: valid by its schema, and the same when they are written and read back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from test_schema import schemas

from soapclient import errors
from soapclient.contract.codec.sampling import messages
from soapclient.contract.codec.sampling.facet_check import problem, value_of
from soapclient.contract.codec.sampling.filling import Filling
from soapclient.contract.codec.sampling.pattern_samples import Unsupported, matches, texts
from soapclient.contract.codec.sampling.plain_reader import PlainReader
from soapclient.contract.codec.sampling.samples import Samples
from soapclient.contract.codec.sampling.xml_schema import XmlSchema
from soapclient.contract.codec.writing import lexical
from soapclient.contract.codec.writing.layouts import Layouts
from soapclient.contract.schema.members import local
from soapclient.contract.wsdl.bound import BoundMessage, Part
from soapclient.mock import envelopes

XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'


def root(text, *others):
    """Read a schema whose element "r" has this type's inside, and other components."""
    return schemas(f'<xs:element name="r"><xs:complexType>{text}</xs:complexType></xs:element>{"".join(others)}')


def element(found, value, name="{urn:x}r"):
    """Write an element as the one in the body of a message."""
    declared = found.element(name)
    message = BoundMessage(body=(Part("p", declared),))
    if messages.laid_open(message) is None:
        value = {local(name): value}
    elif not isinstance(value, dict):
        value = {"_value_1": value}
    return envelopes.read(messages.write(message, value, Layouts(found)), "").body[0]


def sample(found, *, full=False, name="{urn:x}r", exact=True):
    """Make the sample of an element, and prove that it is valid and read back.

    Where groups are repeated that may be empty, what was read may be grouped in another way and mean the same.
    """
    declared = found.element(name)
    samples = Samples(found, full=full)
    value = samples.element(declared)
    node = element(found, value, name)
    assert [] == XmlSchema(found).problems(declared, node), etree.tostring(node)
    reader = PlainReader(found)
    read = reader.element(declared, node)
    assert plain(value) == plain(read) or not exact
    assert etree.tostring(node) == etree.tostring(element(found, read, name))
    assert ([], []) == (reader.problems, samples.unsure)
    return value


def plain(value):
    """Return a value with its elements as text, so that it can be compared."""
    if etree.iselement(value):
        return value.tag, value.text
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


class TestPatterns:
    """Text by a regular expression of XSD."""

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            (r"\d{4}", "1111"),
            (r"[A-Z]{2}\d{1,3}", "AA1"),
            ("a|b", "a"),
            (r"[^@]+@[^\.]+\..+", "1@1.1"),
            (r"\p{Lu}\p{L}*", "A"),
            (r"[\i-[:]][\c-[:]]*", "a"),
            (r"([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})|(\{x\})", "11111111-1111-1111-1111-111111111111"),
            (r"urn:[\s\S]*", "urn:"),
            (r"[-+a]", "a"),
            (r"[a-z-[aeiou]]", "b"),
            ("", ""),
            (r"\p{IsCyrillic}+", "\u0400"),
            (r"(?:x|y)z", "xz"),
            (r"a{0}b", "b"),
            (r"\S\W", "1-"),
            (r"\.\[\]\\\n\t", ".[]\\\n\t"),
        ],
    )
    def test_a_text_matches(self, pattern, expected):
        """The first text of a pattern is short, plain and matched by it."""
        found = list(texts(pattern))
        assert expected == found[0]
        assert all(matches(pattern, each) for each in found)

    @pytest.mark.parametrize("pattern", ["(", "[a", "a{2", r"\p{Xx}", "*a", r"\q", "a)", "[z-a]", "(" * 99 + ")" * 99])
    def test_what_is_no_pattern(self, pattern):
        """What XSD does not know is refused."""
        with pytest.raises(Unsupported):
            list(texts(pattern))

    @given(st.from_regex(r"[a-c]{0,3}(x|yz)*[0-9]+", fullmatch=True), st.text("abcxyz019", max_size=8))
    def test_it_matches_what_python_matches(self, inside, some):
        """What Python's expressions match is matched, and nothing else."""
        import re

        pattern = "[a-c]{0,3}(x|yz)*[0-9]+"
        for text in (inside, some):
            if text.isascii():
                assert matches(pattern, text) == (re.fullmatch(pattern, text) is not None)

    def test_it_ends(self):
        """A pattern that would take others for ever is matched in no time that grows so."""
        assert not matches("(a*)*b", "a" * 2000)

    def test_a_length(self):
        """A text is as long as is wanted, where the pattern repeats."""
        assert any(len(each) >= 12 for each in texts("[a-z]+", 12))


class TestSimpleTypes:
    """Sample texts of simple types fulfil their facets."""

    @pytest.mark.parametrize(
        ("restriction", "expected"),
        [
            ('base="xs:string"', "r"),
            ('base="xs:string"><xs:length value="4"/', "rxxx"),
            ('base="xs:string"><xs:maxLength value="0"/', ""),
            ('base="xs:string"><xs:enumeration value=" a b"/><xs:enumeration value="c"/', " a b"),
            ('base="xs:int"><xs:minInclusive value="500"/><xs:maxExclusive value="501"/', 500),
            ('base="xs:int"><xs:minExclusive value="-9"/><xs:maxExclusive value="-7"/', -8),
            ('base="xs:int"><xs:enumeration value="7"/', 7),
            ('base="xs:int"><xs:pattern value="0\\d\\d"/', "011"),
            ('base="xs:decimal"><xs:totalDigits value="1"/><xs:fractionDigits value="0"/', Decimal(1)),
            ('base="xs:decimal"><xs:minExclusive value="0"/><xs:maxExclusive value="0.1"/', Decimal("0.01")),
            ('base="xs:date"><xs:minInclusive value="2030-01-01"/', dt.date(2030, 1, 1)),
            ('base="xs:base64Binary"><xs:length value="3"/', b"sam"),
            ('base="xs:hexBinary"><xs:minLength value="8"/', b"samplexx"),
            ('base="xs:language"><xs:pattern value="..-.."/', "en-US"),
            ('base="xs:gYear"', "2026"),
            ('base="xs:duration"', dt.timedelta(days=1, hours=12)),
            ('base="xs:dateTime"', dt.datetime(2026, 1, 31, 8, 30, tzinfo=dt.timezone.utc)),
            ('base="xs:boolean"', True),
            ('base="xs:NMTOKENS"', ["r"]),
            ('base="xs:QName"', "{http://www.w3.org/2001/XMLSchema}string"),
        ],
    )
    def test_facets(self, restriction, expected):
        """A text is plausible, valid and the value of its type."""
        text = f'<xs:element name="r"><xs:simpleType><xs:restriction {restriction}></xs:restriction></xs:simpleType>'
        found = sample(schemas(f"{text}</xs:element>"))
        assert (expected, type(expected)) == (found, type(found))

    def test_lists_and_unions(self):
        """A list has as many items as it needs; a union has a value of a member that it may be of."""
        text = """<xs:simpleType name="L"><xs:list itemType="xs:int"/></xs:simpleType>
            <xs:element name="r"><xs:simpleType><xs:restriction base="L"><xs:length value="2"/></xs:restriction>
            </xs:simpleType></xs:element>
            <xs:element name="u"><xs:simpleType><xs:union memberTypes="xs:date L"/></xs:simpleType></xs:element>"""
        found = schemas(text)
        assert [1, 1] == sample(found)
        assert dt.date(2026, 1, 31) == sample(found, name="{urn:x}u")

    def test_said_values(self):
        """A fixed or default value is the sample."""
        found = root(
            '<xs:sequence><xs:element name="a" type="xs:int" fixed="5"/>'
            '<xs:element name="b" default="x" type="xs:string"/></xs:sequence>'
            '<xs:attribute name="c" type="xs:int" fixed="7" use="required"/>'
        )
        assert {"a": 5, "b": "x", "c": 7} == sample(found)

    def test_what_cannot_be(self):
        """Where no text was found that fits, the place is told."""
        found = schemas(
            '<xs:element name="r"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[a-b]{3}"/>'
            '<xs:maxLength value="2"/></xs:restriction></xs:simpleType></xs:element>'
        )
        samples = Samples(found)
        samples.element(found.element("{urn:x}r"))
        assert ["r"] == samples.unsure

    def test_identities(self):
        """Each identity is one of its own, and so are texts where a schema has keys; each time they are the same."""
        found = root('<xs:sequence><xs:element name="i" type="xs:ID" minOccurs="3" maxOccurs="3"/></xs:sequence>')
        assert 3 == len({*sample(found)["i"]})
        kinds = ("G", "xs:int", "xs:string", "E")
        inside = "".join(f'<xs:element name="e{at}" type="{kind}"/>' for at, kind in enumerate(kinds))
        found = schemas(
            f'<xs:element name="r"><xs:complexType><xs:sequence minOccurs="20" maxOccurs="20">{inside}</xs:sequence>'
            '</xs:complexType><xs:key name="k"><xs:selector xpath="*"/><xs:field xpath="."/></xs:key></xs:element>'
            '<xs:simpleType name="G"><xs:restriction base="xs:string"><xs:pattern value="[0-9a-f]{8}-[0-9a-f]{12}"/>'
            '</xs:restriction></xs:simpleType><xs:simpleType name="E"><xs:restriction base="xs:string">'
            '<xs:enumeration value="a"/></xs:restriction></xs:simpleType>'
        )
        declared = found.element("{urn:x}r")
        groups = Samples(found).element(declared)["_value_1"]
        assert [20, 20, 20, 1] == [len({each[f"e{at}"] for each in groups}) for at in range(4)]
        assert groups == Samples(found).element(declared)["_value_1"]

    @given(st.integers(-(10**6), 10**6), st.integers(0, 20), st.booleans(), st.booleans())
    def test_any_range(self, low, more, above, below):
        """A number is found in any range that has one."""
        assume(more > above + below)
        bounds = f'<xs:min{"Ex" if above else "In"}clusive value="{low}"/>'
        bounds += f'<xs:max{"Ex" if below else "In"}clusive value="{low + more}"/>'
        found = schemas(
            f'<xs:element name="r"><xs:simpleType><xs:restriction base="xs:integer">{bounds}</xs:restriction>'
            "</xs:simpleType></xs:element>"
        )
        assert low <= sample(found) <= low + more

    @pytest.mark.parametrize(
        ("kind", "text", "told"),
        [
            ("xs:int", "x", "is not an int"),
            ("xs:token", "\t a ", ""),
            ("xs:NCName", "a:b", "is not a valid NCName"),
            ("xs:gDay", "---32", "is not a valid gDay"),
            ("xs:hexBinary", "ABC", "is not a valid hexBinary"),
            ("xs:base64Binary", "?", "base64"),
        ],
    )
    def test_problems(self, kind, text, told):
        """What does not fit is said."""
        found = problem(schemas("").type("{http://www.w3.org/2001/XMLSchema}" + kind[3:]), text)
        assert told in found
        assert bool(told) == bool(found)

    @pytest.mark.parametrize(
        ("restriction", "text", "told"),
        [
            ('base="xs:string"><xs:minLength value="2"/', "a", "'a' is shorter than 2"),
            ('base="xs:hexBinary"><xs:maxLength value="1"/', "AAAA", "'AAAA' is longer than 1"),
            ('base="xs:decimal"><xs:totalDigits value="2"/', "123", "'123' has more than 2 digits"),
            (
                'base="xs:decimal"><xs:fractionDigits value="1"/',
                "1.23",
                "'1.23' has more than 1 digits after the point",
            ),
            ('base="xs:string"><xs:pattern value="a+"/', "b", "'b' does not match 'a+'"),
            ('base="xs:string"><xs:pattern value="("/', "b", ""),
            ('base="xs:string"><xs:enumeration value="a"/', "b", "'b' is not one of 'a'"),
            ('base="xs:int"><xs:enumeration value="1"/', "01", ""),
            ('base="xs:double"><xs:minExclusive value="1"/', "1", "'1' is not greater than 1"),
            ('base="xs:gYear"><xs:maxExclusive value="2000"/', "2000", "'2000' is not less than 2000"),
            ('base="xs:dateTime"><xs:minInclusive value="2026-01-01T00:00:00Z"/', "2000-01-01T00:00:00", ""),
            ('base="xs:date"><xs:minInclusive value="soon"/', "2000-01-01", ""),
            ('base="xs:QName"', "a b", "'a b' is not a valid QName"),
        ],
    )
    def test_problems_of_facets(self, restriction, text, told):
        """What a facet does not allow is said; what cannot be read of one allows all."""
        found = schemas(f'<xs:simpleType name="S"><xs:restriction {restriction}></xs:restriction></xs:simpleType>')
        actual = problem(found.type("{urn:x}S"), text)
        assert (bool(told), told) == (bool(actual), actual[: len(told)])

    def test_problems_of_lists_and_unions(self):
        """An item of a list, and what fits no member of a union, are told."""
        found = schemas(
            '<xs:simpleType name="L"><xs:list itemType="xs:int"/></xs:simpleType>'
            '<xs:simpleType name="U"><xs:union memberTypes="xs:int xs:date"/></xs:simpleType>'
        )
        assert "str 'x' is not an int" == problem(found.type("{urn:x}L"), "1 x")
        assert "'x' is not a value of any allowed type" == problem(found.type("{urn:x}U"), "x")
        assert "x" == value_of(found.type("{urn:x}U"), "x")

    @pytest.mark.parametrize(
        ("restriction", "expected"),
        [
            ('base="xs:date"><xs:minExclusive value="2030-05-05"/', dt.date(2031, 5, 5)),
            ('base="xs:double"><xs:minExclusive value="3"/><xs:maxExclusive value="3.00000001"/', 3.000000005),
            ('base="xs:string"><xs:pattern value="\\q"/', "r"),
        ],
    )
    def test_at_the_edge(self, restriction, expected):
        """Beside a bound there is a value, and a pattern that nobody can read is passed over."""
        found = schemas(
            f'<xs:element name="r"><xs:simpleType><xs:restriction {restriction}></xs:restriction></xs:simpleType>'
            "</xs:element>"
        )
        assert expected == Samples(found).element(found.element("{urn:x}r"))

    @given(
        st.one_of(
            st.integers(), st.booleans(), st.decimals(allow_nan=False, allow_infinity=False), st.dates(), st.binary(),
            st.timedeltas(max_value=dt.timedelta(days=10**6)),
        )
    )  # fmt: skip
    def test_values_are_written_and_read(self, value):
        """A Python value is the same after it was written as its own type."""
        names = {int: "integer", bool: "boolean", Decimal: "decimal", dt.date: "date", bytes: "base64Binary"}
        kind = schemas("").type("{http://www.w3.org/2001/XMLSchema}" + names.get(type(value), "duration"))
        text = lexical.text(lexical.writer(kind)(value))
        read = value_of(kind, text)
        assert value == read if isinstance(read, type(value)) else text == read


class TestComplexTypes:
    """Sample values of complex types."""

    def test_least_and_full(self):
        """What is optional is there in a full sample only; what is required is in both."""
        found = root(
            '<xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" minOccurs="0"/>'
            '<xs:element name="c" type="xs:int" minOccurs="2" maxOccurs="unbounded"/></xs:sequence>'
            '<xs:attribute name="d"/><xs:attribute name="e" use="required"/>'
        )
        assert {"a": 1, "c": [1, 1], "e": "e"} == sample(found)
        assert {"a": 1, "b": 1, "c": [1, 1], "d": "d", "e": "e"} == sample(found, full=True)

    def test_choices(self):
        """A choice has one of its alternatives, with all that it requires."""
        found = root(
            '<xs:choice><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/>'
            '</xs:sequence><xs:sequence><xs:element name="c" type="xs:int"/></xs:sequence></xs:choice>'
        )
        assert {"a": 1, "b": 1} == sample(found)

    def test_an_element_in_several_alternatives(self):
        """What stands in two alternatives is written where it stands in the chosen one."""
        found = root(
            '<xs:choice><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/>'
            '</xs:sequence><xs:sequence><xs:element name="c" type="xs:int"/><xs:element name="a" type="xs:int"/>'
            "</xs:sequence></xs:choice>"
        )
        assert {"a": 1, "b": 1} == sample(found)
        node = element(found, {"a": 1, "c": 2})
        assert ["{urn:x}c", "{urn:x}a"] == [each.tag for each in node]

    def test_groups_that_are_repeated(self):
        """A group that may be there several times is a list of mappings."""
        found = root(
            '<xs:sequence minOccurs="2" maxOccurs="3"><xs:element name="k"/><xs:element name="v" type="xs:int"/>'
            "</xs:sequence>"
        )
        assert {"_value_1": [{"k": "k", "v": 1}, {"k": "k", "v": 1}]} == sample(found)

    def test_simple_content(self):
        """Text that may have attributes beside it has a name; text alone is the value itself."""
        found = root(
            '<xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="unit" use="required"/>'
            "</xs:extension></xs:simpleContent>"
        )
        assert {"_value_1": Decimal("19.90"), "unit": "unit"} == sample(found)
        found = root(
            '<xs:simpleContent><xs:extension base="xs:int"><xs:attribute name="u"/></xs:extension></xs:simpleContent>'
        )
        assert {"_value_1": 1} == sample(found)
        found = root('<xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent>')
        assert 1 == sample(found)

    def test_abstract_types_and_elements(self):
        """What is abstract is something that is not, named."""
        found = root(
            '<xs:sequence><xs:element name="p" type="P"/><xs:element ref="shape"/></xs:sequence>',
            '<xs:complexType name="P" abstract="true"><xs:sequence/></xs:complexType>'
            '<xs:complexType name="Q"><xs:complexContent><xs:extension base="P"><xs:sequence><xs:element name="q"/>'
            "</xs:sequence></xs:extension></xs:complexContent></xs:complexType>"
            '<xs:element name="shape" abstract="true" type="xs:string"/>'
            '<xs:element name="c" substitutionGroup="shape"/>',
        )
        expected = {"p": {"xsi:type": "{urn:x}Q", "q": "q"}, "shape": {"xsi:element": "{urn:x}c", "_value_1": "c"}}
        assert expected == sample(found)

    def test_what_has_no_sample(self):
        """What is abstract, and nothing may stand for it, is told."""
        found = schemas(
            '<xs:element name="a" abstract="true"/><xs:element name="r" type="T"/>'
            '<xs:complexType name="T" abstract="true"><xs:sequence/></xs:complexType>'
            '<xs:element name="h" abstract="true"/><xs:element name="m" substitutionGroup="h" type="T"/>'
            '<xs:complexType name="B" abstract="true"><xs:sequence/></xs:complexType><xs:complexType name="D">'
            '<xs:complexContent><xs:extension base="B"><xs:sequence><xs:element ref="a"/></xs:sequence></xs:extension>'
            '</xs:complexContent></xs:complexType><xs:element name="b" type="B"/>'
        )
        for name, told in (("r", "no type is derived"), ("b", "no element may replace it")):
            with pytest.raises(errors.WsdlError, match=told):
                Samples(found).element(found.element(f"{{urn:x}}{name}"))
        again = schemas(
            '<xs:element name="h" abstract="true"/><xs:element name="m" substitutionGroup="h" type="T"/>'
            '<xs:complexType name="T" abstract="true"><xs:sequence/></xs:complexType>'
            '<xs:element name="r"><xs:complexType><xs:choice><xs:element ref="h"/><xs:element name="z"/></xs:choice>'
            "</xs:complexType></xs:element>"
        )
        assert {"z": "z"} == sample(again)

    def test_fixed_text_beside_attributes(self):
        """A fixed text with attributes is the text."""
        found = root(
            '<xs:sequence><xs:element name="a" type="M" fixed="5"/></xs:sequence>',
            '<xs:complexType name="M"><xs:simpleContent><xs:extension base="xs:int"><xs:attribute name="u"/>'
            "</xs:extension></xs:simpleContent></xs:complexType>",
        )
        assert {"a": {"_value_1": 5}} == sample(found)

    def test_recursion(self):
        """A type that contains itself ends: by leaving it out, by nil, or by another alternative."""
        found = root(
            '<xs:sequence><xs:element name="n" type="N"/></xs:sequence>',
            '<xs:complexType name="N"><xs:sequence><xs:element name="a" type="N" minOccurs="0"/>'
            '<xs:element name="b" type="N" nillable="true"/>'
            '<xs:choice><xs:element name="c" type="N"/><xs:element name="d" type="xs:int"/></xs:choice>'
            "</xs:sequence></xs:complexType>",
        )
        assert {"n": {"b": None, "d": 1}} == sample(found) == sample(found, full=True)

    def test_a_type_without_an_end(self):
        """A type that has to contain itself is told in a sentence."""
        found = root('<xs:sequence><xs:element ref="r"/></xs:sequence>')
        with pytest.raises(errors.WsdlError, match="contains itself without an end"):
            Samples(found).element(found.element("{urn:x}r"))

    @pytest.mark.parametrize(
        "inside",
        [
            '<xs:element name="a" type="xs:int" minOccurs="999999" maxOccurs="unbounded"/>',
            '<xs:any minOccurs="999999" maxOccurs="unbounded" processContents="skip"/>',
            '<xs:sequence minOccurs="999999" maxOccurs="unbounded"><xs:element name="a" minOccurs="0"/></xs:sequence>',
        ],
    )
    def test_more_than_anybody_reads(self, inside):
        """A type that demands too much is told in a sentence."""
        found = root(f"<xs:sequence>{inside}</xs:sequence>")
        with pytest.raises(
            errors.WsdlError, match="the smallest value that the schema allows has more than 100,000 elements"
        ):
            Samples(found).element(found.element("{urn:x}r"))

    def test_many_optional_types(self):
        """A full sample is bounded, however many optional types lead to each other."""
        kinds = "".join(
            f'<xs:complexType name="T{each}"><xs:sequence>'
            + "".join(f'<xs:element name="e{to}" type="T{to}" minOccurs="0"/>' for to in range(40))
            + "</xs:sequence></xs:complexType>"
            for each in range(40)
        )
        found = schemas(f'<xs:element name="r" type="T0"/>{kinds}')
        node = element(found, sample(found, full=True))
        assert 100 < len(list(node.iter())) < 1000

    def test_wildcards_and_any_type(self):
        """A place for any has an element that may stand there; `anyType` has text that says its type."""
        found = root(
            '<xs:sequence><xs:element name="a"/><xs:any namespace="##other" processContents="lax"/></xs:sequence>'
            '<xs:anyAttribute processContents="lax"/>'
        )
        value = sample(found)
        assert ("a", "{urn:sample}sample") == (value["a"], value["_value_1"].tag)

    def test_a_strict_wildcard(self):
        """A place for declared elements only has one that is declared."""
        found = root("<xs:sequence><xs:any/></xs:sequence>", '<xs:element name="s" type="xs:int"/>')
        assert ("{urn:x}s", "1") == (sample(found)["_value_1"].tag, sample(found)["_value_1"].text)


class TestReading:
    """What does not fit is told with its place."""

    SHAPE = (
        '<xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="list" minOccurs="0" maxOccurs="2">'
        '<xs:complexType><xs:sequence><xs:element name="b" type="xs:date"/></xs:sequence></xs:complexType></xs:element>'
        '<xs:element name="p" type="P" minOccurs="0"/></xs:sequence><xs:attribute name="c" type="xs:int"/>'
    )
    MORE = '<xs:complexType name="P" abstract="true"><xs:sequence/></xs:complexType>'

    @pytest.mark.parametrize(
        ("inside", "told"),
        [
            ("<a>x</a>", "r.a: str 'x' is not an int"),
            ("", "r: a is missing"),
            ("<a>1</a><z/>", "r: the element z is not expected here"),
            ("<a>1</a><list><b>no</b></list>", "r.list[0].b: str 'no' where a date is expected: a date"),
        ],
    )
    def test_what_does_not_fit_is_told(self, inside, told):
        """What is read and does not fit is told with its place."""
        found = root(self.SHAPE, self.MORE)
        reader = PlainReader(found)
        reader.element(found.element("{urn:x}r"), etree.fromstring(f'<r xmlns="urn:x">{inside}</r>'))
        assert [told] == reader.problems

    @pytest.mark.parametrize(
        ("inside", "told"),
        [
            ('<n xsi:nil="true"/>', "r.n: it cannot be nil"),
            ('<n xsi:type="t:Nope" k="1"/>', "r.n: no schema declares the type '{urn:x}Nope'"),
            ('<n xsi:type="t:O"/>', "r.n: the type O may not replace N"),
            ("<n/>", "r.n: the attribute k is missing"),
            ('<n k="1"/><c/>', ""),
            ('<n k="1"/>', "r: one of c, d is missing"),
            ('<n k="1" q="2"/><d/>', ""),
            ('<n k="1"/><c/><a/>', "r.a: the type A is abstract, and xsi:type names no other"),
            ('<n k="1"/><c/><any><x/><y/></any>', ""),
            ('<n k="1"/><c/><all><two/><one/></all>', ""),
            ('<n k="1"/><c/><all><two/></all>', "r.all: one is missing"),
            ('<n k="1"/><c/><all><two/><two/></all>', "r.all: one is missing"),
            ('<n k="1"/><c/><names>t:a t:b</names>', ""),
        ],
    )
    def test_other_things_that_do_not_fit(self, inside, told):
        """Nil, types, attributes, choices and groups in any order are checked."""
        found = root(
            '<xs:sequence><xs:element name="n" type="N"/><xs:choice><xs:element name="c"/>'
            '<xs:element name="d"/></xs:choice><xs:element name="a" type="A" minOccurs="0"/>'
            '<xs:element name="any" minOccurs="0"/><xs:element name="all" minOccurs="0"><xs:complexType><xs:all>'
            '<xs:element name="one"/><xs:element name="two"/></xs:all></xs:complexType></xs:element>'
            '<xs:element name="names" minOccurs="0" type="Q"/></xs:sequence>',
            '<xs:complexType name="N"><xs:attribute name="k" use="required"/><xs:anyAttribute/></xs:complexType>'
            '<xs:complexType name="O"><xs:sequence/></xs:complexType>'
            '<xs:complexType name="A" abstract="true"><xs:sequence/></xs:complexType>'
            '<xs:simpleType name="Q"><xs:list itemType="xs:QName"/></xs:simpleType>',
        )
        reader = PlainReader(found)
        head = 'xmlns="urn:x" xmlns:t="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        value = reader.element(found.element("{urn:x}r"), etree.fromstring(f"<r {head}>{inside}</r>"))
        assert told == (reader.problems[0] if reader.problems else "")
        assert ["{urn:x}a", "{urn:x}b"] == value.get("names", ["{urn:x}a", "{urn:x}b"])

    def test_secrets(self):
        """The value of what is called like a password is in no message."""
        found = root('<xs:sequence><xs:element name="password" type="xs:int"/></xs:sequence>')
        node = etree.fromstring('<r xmlns="urn:x"><password>hush</password></r>')
        reader = PlainReader(found)
        reader.element(found.element("{urn:x}r"), node)
        told = [*reader.problems, *XmlSchema(found).problems(found.element("{urn:x}r"), node)]
        assert 2 <= len(told)
        assert "hush" not in "".join(told)

    def test_depth(self):
        """Elements that are nested too deeply are told, and not a RecursionError."""
        found = root('<xs:sequence><xs:element ref="r" minOccurs="0"/></xs:sequence>')
        reader = PlainReader(found)
        text = f'<r xmlns="urn:x">{"<r>" * 150}{"</r>" * 150}</r>'
        reader.element(found.element("{urn:x}r"), etree.fromstring(text))
        assert "nested more than 100 levels" in reader.problems[0]


class TestFilling:
    """What is given of a value, made whole."""

    def test_what_is_required_is_added(self):
        """A sample stands where nothing is given and something is required; Python's names are made exact."""
        found = root(
            '<xs:sequence><xs:element name="orderId" type="xs:int"/><xs:element name="state" type="xs:string"/>'
            '<xs:element name="opt" minOccurs="0" type="xs:int"/><xs:choice><xs:element name="a" type="xs:int"/>'
            '<xs:sequence><xs:element name="b" type="xs:int"/><xs:element name="c" type="xs:int"/>'
            '</xs:sequence></xs:choice></xs:sequence><xs:attribute name="at" use="required"/>'
        )
        declared = found.element("{urn:x}r")
        filled = Filling(found).element(declared, {"order_id": 5, "b": 3})
        assert {"orderId": 5, "b": 3, "at": "at", "state": "state", "c": 1} == filled

    def test_types_groups_and_elements_that_are_named(self):
        """What is missing of a named type, of an element that stands for another, and of a group is added."""
        found = root(
            '<xs:sequence><xs:element name="p" type="P"/><xs:element ref="h" maxOccurs="2"/>'
            '<xs:sequence minOccurs="0" maxOccurs="2"><xs:element name="k"/><xs:element name="v"/></xs:sequence>'
            '<xs:choice><xs:element name="x"/><xs:element name="y"/></xs:choice><xs:element name="m" type="M"/>'
            "</xs:sequence>",
            '<xs:complexType name="P"><xs:sequence/></xs:complexType><xs:complexType name="Q"><xs:complexContent>'
            '<xs:extension base="P"><xs:sequence><xs:element name="q"/></xs:sequence></xs:extension>'
            '</xs:complexContent></xs:complexType><xs:element name="h" abstract="true"/>'
            '<xs:element name="s" type="xs:int" substitutionGroup="h"/>'
            '<xs:element name="c" type="Q" substitutionGroup="h"/>'
            '<xs:complexType name="M"><xs:simpleContent><xs:extension base="xs:int">'
            '<xs:attribute name="u" use="required"/></xs:extension></xs:simpleContent></xs:complexType>',
        )
        given = {
            "p": {"xsi:type": "Q"},
            "h": [{"xsi:element": "s", "_value_1": 1}, {"xsi:element": "c"}],
            "_value_1": [{"k": "1"}],
            "m": 5,
        }
        expected = {
            "p": {"xsi:type": "Q", "q": "q"},
            "h": [{"xsi:element": "s", "_value_1": 1}, {"xsi:element": "c", "q": "q"}],
            "_value_1": [{"k": "1", "v": "v"}],
            "x": "x",
            "m": {"_value_1": 5, "u": "u"},
        }
        filling = Filling(found)
        assert expected == filling.element(found.element("{urn:x}r"), given)
        assert ([], 7) == (filling.unsure, filling.element(found.element("{urn:x}r"), 7))

    def test_a_list_for_what_holds_one(self):
        """A list may be given for a type that holds nothing but a list."""
        found = root(
            '<xs:sequence><xs:element name="items"><xs:complexType><xs:sequence><xs:element name="item" minOccurs="0" '
            'maxOccurs="unbounded" type="xs:int"/></xs:sequence></xs:complexType></xs:element></xs:sequence>'
        )
        assert {"items": {"item": [1, 2]}} == Filling(found).element(found.element("{urn:x}r"), {"items": [1, 2]})


SIMPLE = [
    "xs:string", "xs:int", "xs:decimal", "xs:boolean", "xs:date", "xs:dateTime", "xs:base64Binary", "xs:double",
    "xs:anyURI", "xs:token", "xs:long", "xs:hexBinary", "xs:duration", "xs:anyType", "xs:NMTOKENS",
]  # fmt: skip


@st.composite
def random_schemas(draw):
    """Draw a schema whose element "r" has some content, of names that are there once."""
    count = iter(range(1000))

    def occurs(several=True):
        least = draw(st.integers(0, 2 if several else 1))
        most = draw(st.sampled_from([max(least, 1), max(least, 1), 3, "unbounded"])) if several else 1
        return f'minOccurs="{least}" maxOccurs="{most}"'

    def simple():
        return draw(
            st.sampled_from(
                [
                    '<xs:restriction base="xs:string"><xs:minLength value="3"/><xs:maxLength value="9"/>'
                    "</xs:restriction>",
                    '<xs:restriction base="xs:string"><xs:pattern value="[A-Z]{1,3}-\\d+"/></xs:restriction>',
                    '<xs:restriction base="xs:int"><xs:minExclusive value="10"/></xs:restriction>',
                    '<xs:restriction base="xs:string"><xs:enumeration value="b"/><xs:enumeration value="a"/>'
                    "</xs:restriction>",
                    '<xs:list itemType="xs:int"/>',
                    '<xs:union memberTypes="xs:date xs:int"/>',
                ]
            )
        )

    def element(depth, repeated):
        name = f"e{next(count)}"
        nil = draw(st.sampled_from(["", 'nillable="true"']))
        head = f'<xs:element name="{name}" {occurs(several=not repeated)} {nil}'
        kind = draw(st.integers(0, 3 if depth else 2))
        if kind == 3:
            return f"{head}><xs:complexType>{group(depth - 1, top=True)}</xs:complexType></xs:element>"
        if kind == 2:
            return f"{head}><xs:simpleType>{simple()}</xs:simpleType></xs:element>"
        return f'{head} type="{draw(st.sampled_from(SIMPLE))}"/>'

    def group(depth, top=False, repeated=False):
        # What is repeated within what is repeated can be read in several ways.
        sort = draw(st.sampled_from(["sequence", "choice"]))
        several = not top and not repeated and draw(st.booleans())
        inside = "".join(
            element(depth, repeated or several)
            if not depth or draw(st.booleans())
            else group(depth - 1, repeated=repeated or several)
            for _ in range(draw(st.integers(1, 3)))
        )
        return f"<xs:{sort} {occurs(several)}>{inside}</xs:{sort}>"

    attributes = "".join(
        f'<xs:attribute name="a{each}" type="{draw(st.sampled_from(["xs:int", "xs:string"]))}" '
        f'use="{draw(st.sampled_from(["required", "optional"]))}"/>'
        for each in range(draw(st.integers(0, 2)))
    )
    return f"{group(2, top=True)}{attributes}"


@given(random_schemas(), st.booleans())
def test_any_schema(text, full):
    """The sample of any schema is valid by another program's reading of it, and is the same when it is read back."""
    found = root(text)
    checker = XmlSchema(found)
    declared = found.element("{urn:x}r")
    assume(checker.problems(declared, etree.Element("{urn:x}r")) is not None)
    sample(found, full=full, exact=False)
