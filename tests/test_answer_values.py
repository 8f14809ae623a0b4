"""The texts of an answer as Python's values, by simple types."""

from __future__ import annotations

import datetime as dt
import math
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed import fields, read, value

from soapclient import errors
from soapclient.contract.codec.json_values import duration
from soapclient.contract.xsd import to_lexical

UTC = dt.timezone.utc
TWO = dt.timezone(dt.timedelta(hours=2))


class TestBuiltIn:
    """Each built-in type."""

    @pytest.mark.parametrize(
        ("kind", "text", "expected"),
        [
            ("xs:string", "  a b ", "  a b "),
            ("xs:string", "", ""),
            ("xs:normalizedString", "a\n b", "a  b"),
            ("xs:token", " a \n b ", "a b"),
            ("xs:anyURI", " urn:a ", "urn:a"),
            ("xs:int", " -7 ", -7),
            ("xs:integer", "+123456789012345678901234567890", 123456789012345678901234567890),
            ("xs:unsignedByte", "255", 255),
            ("xs:decimal", " 1.50 ", Decimal("1.50")),
            ("xs:decimal", ".5", Decimal("0.5")),
            ("xs:decimal", "-5.", Decimal(-5)),
            ("xs:double", "1.5E3", 1500.0),
            ("xs:float", "-INF", -math.inf),
            ("xs:boolean", " 1 ", True),
            ("xs:boolean", "false", False),
            ("xs:dateTime", "2026-01-31T08:30:00", dt.datetime(2026, 1, 31, 8, 30)),
            ("xs:dateTime", "2026-01-31T08:30:00Z", dt.datetime(2026, 1, 31, 8, 30, tzinfo=UTC)),
            ("xs:dateTime", "2026-01-31T08:30:00.5+02:00", dt.datetime(2026, 1, 31, 8, 30, 0, 500000, TWO)),
            ("xs:dateTime", "2026-01-31T08:30:00.1230000Z", dt.datetime(2026, 1, 31, 8, 30, 0, 123000, UTC)),
            ("xs:date", "2026-01-31", dt.date(2026, 1, 31)),
            ("xs:time", "08:30:00.25", dt.time(8, 30, 0, 250000)),
            ("xs:time", "08:30:00Z", dt.time(8, 30, tzinfo=UTC)),
            ("xs:duration", "P1DT2H3M4.5S", dt.timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
            ("xs:duration", "-PT36H", dt.timedelta(hours=-36)),
            ("xs:base64Binary", "AAH/ \n Ag==", b"\x00\x01\xff\x02"),
            ("xs:base64Binary", "", b""),
            ("xs:hexBinary", "00ff", b"\x00\xff"),
            ("xs:gYear", "2026", "2026"),
            ("xs:gMonthDay", "--01-31", "--01-31"),
            ("xs:gMonth", "--01", "--01"),
            ("xs:QName", "xs:int", "{http://www.w3.org/2001/XMLSchema}int"),
            ("xs:QName", "a", "{urn:x}a"),
            ("xs:NMTOKENS", "a b", ["a", "b"]),
            ("xs:anySimpleType", " a ", " a "),
        ],
    )
    def test_value(self, kind, text, expected):
        """A text is the value that its type says, of Python's type for it."""
        found = value(kind, text)
        assert (type(expected), expected) == (type(found), found)

    def test_not_a_number(self):
        """NaN is read as what it is."""
        assert math.isnan(value("xs:double", "NaN"))

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("xs:int", "x"),
            ("xs:int", ""),
            ("xs:int", "1_000"),
            ("xs:int", "\u0661"),
            ("xs:int", "2147483648"),
            ("xs:int", "1" * 5000),
            ("xs:unsignedInt", "-1"),
            ("xs:positiveInteger", "0"),
            ("xs:decimal", "1e5"),
            ("xs:decimal", "NaN"),
            ("xs:decimal", ""),
            ("xs:double", "Infinity"),
            ("xs:double", "1,5"),
            ("xs:boolean", "True"),
            ("xs:boolean", ""),
            ("xs:dateTime", "2026-01-31"),
            ("xs:dateTime", "20260131T083000"),
            ("xs:dateTime", "2026-02-30T08:30:00"),
            ("xs:dateTime", "2026-01-31T25:00:00"),
            ("xs:dateTime", "2026-01-31T08:30:00+15:00"),
            ("xs:date", "2026-02-30"),
            ("xs:date", "2026-02-30Z"),
            ("xs:date", "31.01.2026"),
            ("xs:time", "8:30:00"),
            ("xs:duration", "P"),
            ("xs:duration", "PT"),
            ("xs:duration", "1D"),
            ("xs:base64Binary", "a"),
            ("xs:base64Binary", "a-_="),
            ("xs:hexBinary", "0"),
            ("xs:hexBinary", "0g"),
            ("xs:gMonth", "13"),
            ("xs:QName", "nope:a"),
        ],
    )
    def test_no_value(self, kind, text):
        """A text that is none of its type is an error that names the place, and is given as it is if it is wanted."""
        with pytest.raises(errors.UnexpectedReply, match=r"^Get: v: is "):
            value(kind, text)
        assert text == value(kind, text, strict=False)

    def test_a_wrong_value_is_not_in_the_message(self):
        """The message does not quote what the reply says: it may be a secret."""
        with pytest.raises(errors.UnexpectedReply) as caught:
            value("xs:int", "hunter2")
        assert "hunter2" not in repr(caught.value)

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("xs:dateTime", "10000-01-01T00:00:00Z"),
            ("xs:dateTime", "-0001-01-01T00:00:00Z"),
            ("xs:dateTime", "0000-01-01T00:00:00Z"),
            ("xs:dateTime", "2026-01-31T24:00:00Z"),
            ("xs:dateTime", "2016-12-31T23:59:60Z"),
            ("xs:date", "12026-01-31"),
            ("xs:time", "24:00:00"),
            ("xs:time", "08:30:00.1234567"),
            ("xs:duration", "P1Y2M"),
            ("xs:duration", "P1M"),
            ("xs:duration", "PT0.0000001S"),
            ("xs:duration", "P999999999999D"),
            ("xs:integer", "1" * 5000),
        ],
    )
    def test_what_python_cannot_hold(self, kind, text):
        """A value that Python has no room for is the text that it is, and no error."""
        assert text == value(kind, text)


class TestExactMoments:
    """Dates and times that say more than Python's."""

    def test_a_date_with_a_zone(self):
        """A date with a zone is a date, and keeps its zone when it is written."""
        found = value("xs:date", "2026-01-31+02:00")
        assert (dt.date(2026, 1, 31), "+02:00", "2026-01-31+02:00") == (found, found.zone, to_lexical("date", found))
        assert isinstance(found, dt.date)
        again = pickle.loads(pickle.dumps(found))
        assert (found, "+02:00") == (again, again.zone)

    @pytest.mark.parametrize("text", ["2026-01-31T08:30:00.1234567Z", "2026-01-31T08:30:00.0000001+02:00"])
    def test_more_digits_than_microseconds(self, text):
        """Digits beyond the microseconds are kept when it is written, pickled and compared with itself."""
        found = value("xs:dateTime", text)
        assert isinstance(found, dt.datetime)
        assert text == to_lexical("dateTime", found) == to_lexical("dateTime", pickle.loads(pickle.dumps(found)))

    def test_what_is_computed_has_no_such_digits(self):
        """A moment that is computed from a precise one has Python's precision."""
        found = value("xs:dateTime", "2026-01-31T08:30:00.1234567") + dt.timedelta(days=1)
        assert "2026-02-01T08:30:00.123456" == to_lexical("dateTime", found)


class TestDerived:
    """Restrictions, lists and unions."""

    def test_enumeration(self):
        """An enumeration's value is text; another one breaks the schema."""
        rest = """<xs:simpleType name="E"><xs:restriction base="xs:string"><xs:enumeration value="a"/>
            <xs:enumeration value="b c"/></xs:restriction></xs:simpleType>"""
        assert "b c" == value("E", "b c", rest=rest)
        with pytest.raises(errors.UnexpectedReply, match="v: is not one of the values that the contract lists"):
            value("E", "d", rest=rest)
        assert "d" == value("E", "d", rest=rest, strict=False)

    def test_enumerated_numbers(self):
        """Enumerated numbers are numbers, however they are written."""
        rest = """<xs:simpleType name="E"><xs:restriction base="xs:decimal"><xs:enumeration value="1.50"/>
            </xs:restriction></xs:simpleType>"""
        assert Decimal("1.5") == value("E", "1.5", rest=rest)

    def test_bounds(self):
        """A number that is out of the contract's range breaks the schema."""
        rest = """<xs:simpleType name="B"><xs:restriction base="xs:int"><xs:minInclusive value="1"/>
            <xs:maxExclusive value="10"/></xs:restriction></xs:simpleType>"""
        assert [1, 9] == [value("B", text, rest=rest) for text in ("1", "9")]
        for text in ("0", "10"):
            with pytest.raises(errors.UnexpectedReply, match="v: is outside the contract's range"):
                value("B", text, rest=rest)

    def test_list(self):
        """A list is a list of its items, each by its type."""
        rest = '<xs:simpleType name="L"><xs:list itemType="xs:int"/></xs:simpleType>'
        assert [[1, 2], [], [3]] == [value("L", text, rest=rest) for text in (" 1\n2 ", "", "3")]
        with pytest.raises(errors.UnexpectedReply, match="v: is not of the type int"):
            value("L", "1 x", rest=rest)

    def test_a_list_of_names(self):
        """The names of a list are resolved where the list stands."""
        rest = '<xs:simpleType name="L"><xs:list itemType="xs:QName"/></xs:simpleType>'
        assert ["{urn:x}a", "{http://www.w3.org/2001/XMLSchema}b"] == value("L", "t:a xs:b", rest=rest)

    def test_union(self):
        """A union's value is of the first member that it fits, facets considered."""
        rest = """<xs:simpleType name="U"><xs:union memberTypes="Small Word xs:date"/></xs:simpleType>
            <xs:simpleType name="Small"><xs:restriction base="xs:int"><xs:maxInclusive value="9"/></xs:restriction>
            </xs:simpleType><xs:simpleType name="Word"><xs:restriction base="xs:token"><xs:pattern value="[a-z]{1,3}"/>
            </xs:restriction></xs:simpleType>"""
        texts = ("7", "abc", "2026-01-31")
        assert [7, "abc", dt.date(2026, 1, 31)] == [value("U", text, rest=rest) for text in texts]
        for text in ("10", "abcd"):
            with pytest.raises(errors.UnexpectedReply, match="v: is not a value of any type"):
                value("U", text, rest=rest)

    def test_the_type_of_any_simple_value(self):
        """What is of any simple type is of the one that it says."""
        schema = fields('<xs:element name="v" type="xs:anySimpleType"/>')
        assert Decimal("1.5") == read(schema, '<v xsi:type="xs:decimal">1.5</v>')


class TestBackAndForth:
    """What is written by the contract's lexical forms is read back."""

    @given(st.datetimes(min_value=dt.datetime(1, 1, 2), timezones=st.none() | st.just(UTC) | st.just(TWO)))
    def test_datetimes(self, moment):
        """Every datetime is read back as it was written."""
        assert moment == value("xs:dateTime", to_lexical("dateTime", moment))

    @given(st.decimals(allow_nan=False, allow_infinity=False))
    def test_decimals(self, number):
        """Every decimal is read back digit by digit."""
        found = value("xs:decimal", to_lexical("decimal", number))
        assert (number, f"{number:f}") == (found, f"{found:f}")

    @given(st.floats())
    def test_doubles(self, number):
        """Every double is read back as it was written."""
        found = value("xs:double", to_lexical("double", number))
        assert number == found or (math.isnan(number) and math.isnan(found))

    @given(st.timedeltas())
    def test_durations(self, length):
        """Every length of time is read back as it was written."""
        assert length == value("xs:duration", duration(length))

    @given(st.binary())
    def test_bytes(self, data):
        """Bytes are read back as they were written."""
        assert data == value("xs:base64Binary", to_lexical("base64Binary", data))
        assert data == value("xs:hexBinary", data.hex())

    @given(st.text(alphabet="0123456789.-+:TZPYMDHS INFaN", max_size=25), st.sampled_from(
        ["int", "decimal", "double", "boolean", "dateTime", "date", "time", "duration", "gYear", "base64Binary"]
    ))  # fmt: skip
    def test_any_text(self, text, kind):
        """No text makes another error than ours, and what is not strict gives a value or the text."""
        try:
            value(f"xs:{kind}", text)
        except errors.UnexpectedReply:
            assert text == value(f"xs:{kind}", text, strict=False)


class TestPatterns:
    """Patterns, by which the member of a union is chosen: Python tries each way to divide a text."""

    @pytest.mark.parametrize(
        "pattern", [".*" * 12 + "x", "(a|aa)?" * 40 + "x", "((a?){9999}){9999}x", "([a-z]{1,9}){1,9}([a-z]*)*x"]
    )
    def test_any_pattern(self, pattern):
        """What a pattern says is found out in reasonable time, however it says it."""
        union = fields(
            '<xs:element name="v" type="U"/>',
            f"""<xs:simpleType name="U"><xs:union memberTypes="P xs:string"/></xs:simpleType>
            <xs:simpleType name="P"><xs:restriction base="xs:token"><xs:pattern value="{pattern}"/></xs:restriction>
            </xs:simpleType>""",
        )
        text = " " + "a" * 300
        assert text == read(union, f"<v>{text}</v>")
