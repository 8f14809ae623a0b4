"""Python values as XSD lexical forms and back: nothing is guessed, and nothing changes on the way."""

from __future__ import annotations

import copy
import datetime as dt
import decimal
import enum
import math
import pickle
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lexical import from_lexical
from lxml import etree

import soapclient
from soapclient import CLEAR, KEEP, values
from soapclient.contract.xsd import RANGES, TEXT_TYPES, check_bytes, check_text, to_lexical

UTC = dt.timezone.utc
MINUTES = st.integers(-14 * 60, 14 * 60)
ZONES = st.none() | MINUTES.map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
XML_CHARACTERS = "\t\n\r !~\x7f\x85\xa0\ud7ff\ue000\ufffd\U00010000\U0010ffff"
NO_XML_CHARACTERS = "\x00\x08\x0b\x0c\x0e\x1f\ud800\udbff\udc00\udfff\ufffe\uffff"
XML_TEXT = st.text(st.characters(exclude_categories=["Cs"])).filter(
    lambda text: not re.search(r"[^\t\n\r -\ufffd\U00010000-\U0010ffff]", text)
)
TYPES = [*RANGES, "boolean", "decimal", "float", "double", "dateTime", "date", "time", "base64Binary", "string"]


def integers(xsd_type: str) -> st.SearchStrategy[int]:
    low, high = RANGES[xsd_type]
    return st.integers(low, high)


def built_in(xsd_type: str, lexical: str) -> bool:
    """Ask libxml2's XSD validator, which shares no code with the package, about a lexical form."""
    schema = etree.XMLSchema(
        etree.fromstring(
            f'<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"><s:element name="v" type="s:{xsd_type}"/></s:schema>'
        )
    )
    element = etree.Element("v")
    element.text = lexical
    return bool(schema.validate(element))


class TestRoundTrips:
    """What is written is valid and read back the same."""

    @pytest.mark.parametrize("xsd_type", RANGES)
    @given(data=st.data())
    def test_integers(self, xsd_type, data):
        """Any integer of the type's range is written as digits and read back, and its text is read the same."""
        value = data.draw(integers(xsd_type))
        lexical = to_lexical(xsd_type, value)
        assert str(value) == lexical == to_lexical(xsd_type, lexical)
        assert value == from_lexical(xsd_type, lexical)

    @given(value=st.booleans())
    def test_booleans(self, value):
        """A boolean is `true` or `false`, and read back a bool."""
        lexical = to_lexical("boolean", value)
        assert ("true" if value else "false") == lexical
        assert from_lexical("boolean", lexical) is value

    @given(value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40))
    @example(decimal.Decimal("1E+3"))
    @example(decimal.Decimal("1.50"))
    @example(decimal.Decimal("-0"))
    @example(decimal.Decimal("1E-7"))
    def test_decimals(self, value):
        """A decimal is written without an exponent and read back equal."""
        lexical = to_lexical("decimal", value)
        assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", lexical)
        assert value == from_lexical("decimal", lexical)

    @pytest.mark.parametrize("xsd_type", ["float", "double"])
    def test_a_decimal_for_a_double(self, xsd_type):
        """A Decimal keeps its digits; one that a double cannot hold is refused."""
        assert "0.10" == to_lexical(xsd_type, decimal.Decimal("0.10"))
        with pytest.raises(ValueError, match="out of range for a double"):
            to_lexical(xsd_type, decimal.Decimal("1e400"))

    @pytest.mark.parametrize("xsd_type", ["float", "double"])
    @given(value=st.floats())
    @example(math.inf)
    @example(-math.inf)
    @example(math.nan)
    @example(-0.0)
    @example(5e-324)
    @example(1e300)
    def test_floats(self, xsd_type, value):
        """Any float survives, with its sign, infinite or not a number; it is never spelled as Python does."""
        lexical = to_lexical(xsd_type, value)
        assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?|-?INF|NaN", lexical)
        back = from_lexical(xsd_type, lexical)
        assert (
            math.isnan(back)
            if math.isnan(value)
            else (value, math.copysign(1, value)) == (back, math.copysign(1, back))
        )

    @given(value=st.datetimes(timezones=ZONES))
    @example(dt.datetime.min)
    @example(dt.datetime.max)
    def test_datetimes(self, value):
        """A datetime keeps its microseconds and its zone; a naive one stays naive."""
        lexical = to_lexical("dateTime", value)
        back = from_lexical("dateTime", lexical)
        assert (value.replace(tzinfo=None), value.utcoffset()) == (back.replace(tzinfo=None), back.utcoffset())
        assert lexical == to_lexical("dateTime", lexical)

    @given(value=st.times(timezones=ZONES))
    @example(dt.time.max)
    def test_times(self, value):
        """A time keeps its microseconds and its zone; a naive one stays naive."""
        lexical = to_lexical("time", value)
        back = from_lexical("time", lexical)
        assert (value.replace(tzinfo=None), value.utcoffset()) == (back.replace(tzinfo=None), back.utcoffset())
        assert lexical == to_lexical("time", lexical)

    @given(value=st.dates())
    @example(dt.date.min)
    @example(dt.date.max)
    def test_dates(self, value):
        """A date is read back a date."""
        lexical = to_lexical("date", value)
        assert value == from_lexical("date", lexical)
        assert lexical == to_lexical("date", lexical)

    @given(value=st.binary())
    def test_bytes(self, value):
        """Any bytes are Base64 without line ends, and read back the same, line ends or not."""
        lexical = to_lexical("base64Binary", value)
        assert re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", lexical)
        assert value == from_lexical("base64Binary", lexical)
        assert value == from_lexical("base64Binary", "\r\n".join(re.findall(".{1,4}", lexical)))

    @pytest.mark.parametrize("xsd_type", ["string", "anyURI", "Colour"])
    @given(value=XML_TEXT)
    @example(XML_CHARACTERS)
    def test_text(self, xsd_type, value):
        """Text is written and read as it is, with its blanks, also for types that are not built in."""
        assert value == to_lexical(xsd_type, value) == from_lexical(xsd_type, value)

    @pytest.mark.parametrize(
        ("xsd_type", "value"),
        [
            *((xsd_type, edge) for xsd_type, edges in RANGES.items() for edge in edges if edge is not None),
            ("boolean", True),
            ("decimal", decimal.Decimal("1E-7")),
            ("decimal", decimal.Decimal("1E+7")),
            ("float", 1.5),
            ("double", 1e300),
            ("double", math.nan),
            ("double", -math.inf),
            ("dateTime", dt.datetime(2026, 1, 31, 8, 30, 0, 1)),
            ("dateTime", dt.datetime(2026, 1, 31, 8, 30, tzinfo=UTC)),
            ("dateTime", dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=-14)))),
            ("time", dt.time(8, 30, 0, 1, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))),
            ("date", dt.date(1, 1, 1)),
            ("base64Binary", b"\x00\xff"),
        ],
    )
    def test_another_validator_agrees(self, xsd_type, value):
        """What is written is valid for another implementation of XSD."""
        assert built_in(xsd_type, to_lexical(xsd_type, value))


class TestIntegers:
    """Ranges, and what is no integer."""

    @pytest.mark.parametrize("xsd_type", RANGES)
    def test_edges(self, xsd_type):
        """The least and the greatest value fit, one beyond is refused, as a number and as text."""
        low, high = RANGES[xsd_type]
        for edge, beyond in ((low, -1), (high, 1)):
            if edge is None:
                assert str(beyond * 2**70) == to_lexical(xsd_type, beyond * 2**70)
                continue
            assert str(edge) == to_lexical(xsd_type, edge) == to_lexical(xsd_type, str(edge))
            for wrong in (edge + beyond, str(edge + beyond)):
                with pytest.raises(ValueError, match=f"is out of range for an? {xsd_type} "):
                    to_lexical(xsd_type, wrong)
            with pytest.raises(ValueError, match="out of range"):
                from_lexical(xsd_type, str(edge + beyond))

    @pytest.mark.parametrize(
        ("xsd_type", "bits", "signed"),
        [
            ("byte", 8, True),
            ("short", 16, True),
            ("int", 32, True),
            ("long", 64, True),
            ("unsignedByte", 8, False),
            ("unsignedShort", 16, False),
            ("unsignedInt", 32, False),
            ("unsignedLong", 64, False),
        ],
    )
    def test_ranges_are_those_of_xsd(self, xsd_type, bits, signed):
        """The ranges are those of two's complement."""
        assert ((-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)) == RANGES[xsd_type]

    @pytest.mark.parametrize("xsd_type", RANGES)
    @pytest.mark.parametrize("value", [True, False, 1.0, decimal.Decimal(1), None, b"1", [1], KEEP])
    def test_only_an_int_is_an_integer(self, xsd_type, value):
        """A bool, a float without fraction and the rest are no integers, and the message names what came."""
        with pytest.raises(ValueError, match=re.escape(f"{type(value).__name__} {value!r} where a")):
            to_lexical(xsd_type, value)

    @pytest.mark.parametrize(
        "text", ["", " ", " 1", "1 ", "1.0", "1e3", "0x1", "1_000", "٣", "²", "--1", "+", "1\n", "None"]
    )
    def test_text_that_is_no_integer(self, text):
        """Text counts where it is in the lexical form, and not where only Python would read it."""
        with pytest.raises(ValueError, match=r"is not an int$"):
            to_lexical("int", text)

    @pytest.mark.parametrize(("text", "expected"), [("7", "7"), ("+7", "7"), ("-7", "-7"), ("007", "7"), ("-0", "0")])
    def test_text_that_is_one(self, text, expected):
        """Text in the lexical form is written in its shortest form."""
        assert expected == to_lexical("int", text)
        assert int(expected) == from_lexical("int", f" \n{text}\t")

    def test_thousands_of_digits(self):
        """A text of thousands of digits is refused in a short message."""
        with pytest.raises(ValueError, match="a number of 5000 digits is out of range for a long"):
            to_lexical("long", "9" * 5000)
        with pytest.raises(ValueError, match="out of range"):
            from_lexical("integer", "9" * 5000)

    @pytest.mark.parametrize("xsd_type", ["int", "integer", "float", "double"])
    def test_int_of_thousands_of_digits(self, xsd_type):
        """So is a number of thousands of digits, whatever Python makes of it."""
        with pytest.raises(ValueError, match="an int of 16610 bits is out of range for an? "):
            to_lexical(xsd_type, 10**5000)

    def test_member_of_an_int_enum_is_its_number(self):
        """A member of an enum that is also an int is written as its number."""

        class Level(enum.IntEnum):
            HIGH = 3

        assert to_lexical("int", Level.HIGH) == "3"


class TestBooleans:
    """What is a boolean."""

    @pytest.mark.parametrize("value", [0, 1, -1, 1.0, None, "", "True", "TRUE", "yes", "on", " true", b"true", KEEP])
    def test_what_is_none(self, value):
        """An int is no boolean, and neither is text in another spelling than XSD's."""
        with pytest.raises(ValueError, match="where a boolean is expected: True or False"):
            to_lexical("boolean", value)

    @pytest.mark.parametrize(
        ("text", "expected"), [("true", "true"), ("1", "true"), ("false", "false"), ("0", "false")]
    )
    def test_text(self, text, expected):
        """XSD's four spellings are taken and written as words."""
        assert expected == to_lexical("boolean", text)

    @pytest.mark.parametrize("text", ["true", "TRUE", "True", " 1 ", "\ttrue\n"])
    def test_reading_is_generous(self, text):
        """Any letter case is read, as the service writes it."""
        assert from_lexical("boolean", text) is True
        assert from_lexical("boolean", text.lower().replace("true", "FALSE").replace("1", "0")) is False

    @pytest.mark.parametrize("text", ["", "yes", "2", "truefalse"])
    def test_reading_what_is_none(self, text):
        """Another word is no boolean."""
        with pytest.raises(ValueError, match="boolean"):
            from_lexical("boolean", text)


class TestNumbers:
    """Decimals and floats."""

    @pytest.mark.parametrize(
        "value",
        [1.5, True, None, "", ".", "1e3", "NaN", "1,5", " 1", "٣", *map(decimal.Decimal, ("NaN", "sNaN", "Infinity"))],
    )
    def test_what_is_no_decimal(self, value):
        """A float is no exact decimal, and there is no infinite one."""
        with pytest.raises(ValueError, match="where a decimal is expected: a Decimal or an int"):
            to_lexical("decimal", value)

    @pytest.mark.parametrize(
        ("value", "expected"), [(5, "5"), (-(2**70), str(-(2**70))), ("+1.50", "+1.50"), (".5", ".5"), ("1.", "1.")]
    )
    def test_what_is_a_decimal(self, value, expected):
        """An int is one, and text in the lexical form stays as it is."""
        assert expected == to_lexical("decimal", value)

    @pytest.mark.parametrize(
        "value", [True, None, "", "nan", "inf", "+INF", "Infinity", "1,5", " 1", "1e", b"1", decimal.Decimal("NaN")]
    )
    def test_what_is_no_float(self, value):
        """Python's spellings of what is not finite are not XSD's."""
        with pytest.raises(ValueError, match="where a number is expected"):
            to_lexical("double", value)

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (math.nan, "NaN"),
            (math.inf, "INF"),
            (-math.inf, "-INF"),
            (3, "3.0"),
            ("1e3", "1e3"),
            ("INF", "INF"),
            ("NaN", "NaN"),
        ],
    )
    def test_what_is_a_float(self, value, expected):
        """NaN and the infinities are written as XSD does; an int is taken."""
        assert expected == to_lexical("double", value)

    @pytest.mark.parametrize("text", ["INF", " INF\n"])
    def test_reading_infinity(self, text):
        """Blanks around a number are no part of it."""
        assert from_lexical("double", text) == math.inf
        assert from_lexical("double", text.replace("INF", "-INF")) == -math.inf


class TestDates:
    """Dates, times and their zones."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (dt.datetime(2026, 1, 31, 8, 30), "2026-01-31T08:30:00"),
            (dt.datetime(2026, 1, 31, 8, 30, tzinfo=UTC), "2026-01-31T08:30:00Z"),
            (dt.datetime(2026, 1, 31, 8, 30, 1, 500, tzinfo=UTC), "2026-01-31T08:30:01.000500Z"),
            (
                dt.datetime(2026, 1, 31, tzinfo=dt.timezone(dt.timedelta(hours=-5, minutes=-30))),
                "2026-01-31T00:00:00-05:30",
            ),
            (dt.datetime(2026, 1, 31, tzinfo=dt.timezone(dt.timedelta(hours=14))), "2026-01-31T00:00:00+14:00"),
            (dt.datetime(1, 1, 1), "0001-01-01T00:00:00"),
            ("2026-01-31T08:30:00.123456789+05:30", "2026-01-31T08:30:00.123456789+05:30"),
        ],
    )
    def test_datetime(self, value, expected):
        """A naive datetime gets no zone, UTC is Z, and text in the lexical form stays as it is."""
        assert expected == to_lexical("dateTime", value)

    @pytest.mark.parametrize(
        "offset",
        [
            dt.timedelta(seconds=30),
            dt.timedelta(hours=1, seconds=1),
            dt.timedelta(microseconds=1),
            dt.timedelta(hours=14, minutes=1),
            -dt.timedelta(hours=14, minutes=1),
            dt.timedelta(hours=23, minutes=59),
        ],
    )
    def test_zone_that_xsd_does_not_have(self, offset):
        """An offset of seconds, or of more than fourteen hours, is refused rather than rounded."""
        zone = dt.timezone(offset)
        with pytest.raises(ValueError, match="has a zone that XSD cannot write"):
            to_lexical("dateTime", dt.datetime(2026, 1, 31, tzinfo=zone))
        with pytest.raises(ValueError, match="has a zone that XSD cannot write"):
            to_lexical("time", dt.time(8, 30, tzinfo=zone))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "tomorrow",
            "2026-01-31",
            "2026-01-31 08:30:00",
            "2026-01-31T08:30",
            "2026-1-31T08:30:00",
            "20260131T083000",
            "2026-01-31T08:30:00.Z",
            "2026-01-31T08:30:00z",
            "2026-01-31T08:30:00+0530",
            "2026-01-31T08:30:00+14:01",
            "2026-01-31T08:30:00+05:60",
            "2026-02-29T08:30:00",
            "2026-13-01T08:30:00",
            "0000-01-01T08:30:00",
            "2026-01-31T25:00:00",
            "2026-01-31T08:30:60",
            "\uff12026-01-31T08:30:00",
            "2026-01-31T08:30:00 x",
        ],
    )
    def test_text_that_is_no_datetime(self, text):
        """Text of another form, or of a day or an hour that is not there, is refused."""
        with pytest.raises(ValueError, match="is not a dateTime"):
            to_lexical("dateTime", text)
        with pytest.raises(ValueError, match="is not a dateTime"):
            from_lexical("dateTime", text)

    @pytest.mark.parametrize(("xsd_type", "text"), [("dateTime", "2026-01-31T08:30:00"), ("date", "2026-01-31")])
    @pytest.mark.parametrize("blank", [" ", "\n"])
    def test_blanks_around_what_is_written(self, xsd_type, text, blank):
        """Text with blanks around it is not in the lexical form."""
        for wrong in (blank + text, text + blank):
            with pytest.raises(ValueError, match=xsd_type):
                to_lexical(xsd_type, wrong)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-01-31T08:30:00", dt.datetime(2026, 1, 31, 8, 30)),
            ("2026-01-31T08:30:00Z", dt.datetime(2026, 1, 31, 8, 30, tzinfo=UTC)),
            ("2026-01-31T08:30:00-00:00", dt.datetime(2026, 1, 31, 8, 30, tzinfo=UTC)),
            ("2026-01-31T08:30:00.5", dt.datetime(2026, 1, 31, 8, 30, 0, 500_000)),
            (
                "2026-01-31T08:30:00.1234567+01:00",
                dt.datetime(2026, 1, 31, 8, 30, 0, 123_456, dt.timezone(dt.timedelta(hours=1))),
            ),
            (" 2026-01-31T08:30:00\n", dt.datetime(2026, 1, 31, 8, 30)),
        ],
    )
    def test_reading_datetime(self, text, expected):
        """Any number of fractional digits is read, as .NET writes seven; blanks around are no part of it."""
        back = from_lexical("dateTime", text)
        assert (expected, expected.utcoffset()) == (back, back.utcoffset())

    def test_date_is_no_datetime_and_the_other_way_round(self):
        """A date has no hour to send, and the hour of a datetime is not dropped."""
        with pytest.raises(ValueError, match=r"date datetime\.date.* where a dateTime is expected: a datetime"):
            to_lexical("dateTime", dt.date(2026, 1, 31))
        with pytest.raises(ValueError, match="where a date is expected: a date"):
            to_lexical("date", dt.datetime(2026, 1, 31))
        with pytest.raises(ValueError, match="where a time is expected: a time"):
            to_lexical("time", dt.datetime(2026, 1, 31))

    @pytest.mark.parametrize(
        ("xsd_type", "text", "expected"),
        [
            ("date", "2026-01-31", dt.date(2026, 1, 31)),
            ("date", "2026-01-31Z", dt.date(2026, 1, 31)),
            ("date", " 2026-01-31+05:30 ", dt.date(2026, 1, 31)),
            ("time", "08:30:00", dt.time(8, 30)),
            ("time", "08:30:00.25Z", dt.time(8, 30, 0, 250_000, UTC)),
        ],
    )
    def test_reading_dates_and_times(self, xsd_type, text, expected):
        """Dates and times are read with and without a zone, and their text is written as it is."""
        assert expected == from_lexical(xsd_type, text)
        assert text.strip() == to_lexical(xsd_type, text.strip())

    @pytest.mark.parametrize(
        ("xsd_type", "text"),
        [
            ("date", ""),
            ("date", "2026-02-29"),
            ("date", "31.01.2026"),
            ("date", "2026-01-31T00:00:00"),
            ("date", "2026-01-31+15:00"),
            ("date", 20260131),
            ("time", ""),
            ("time", "25:00:00"),
            ("time", "08:30"),
            ("time", "08:30:00+15:00"),
            ("time", 83000),
        ],
    )
    def test_what_is_no_date_or_time(self, xsd_type, text):
        """What is not in the form, or not in the calendar, is refused."""
        with pytest.raises(ValueError, match=rf"(is not|where) a {xsd_type}"):
            to_lexical(xsd_type, text)


class TestText:
    """Text, and what is none."""

    @pytest.mark.parametrize(
        "value", [15551234567, 1.5, True, None, [], KEEP, CLEAR, dt.date(2026, 1, 31), memoryview(b"x")]
    )
    @pytest.mark.parametrize("xsd_type", ["string", "anyURI", "Colour"])
    def test_what_is_no_text(self, xsd_type, value):
        """A number has already lost its leading zeros: nothing but a str is text."""
        with pytest.raises(ValueError, match="where text is expected: pass it as a str"):
            to_lexical(xsd_type, value)

    @pytest.mark.parametrize(
        "value", ["", "P", "PT", "P1DT", "1D", "P-1D", "P1W", "PT1.5H", "PT0.0000001S", "P1Y\n", dt.timedelta(1), 1]
    )
    def test_what_is_no_duration(self, value):
        """What XSD does not take for a duration is refused, and what zeep would write with another value."""
        with pytest.raises(ValueError, match="where a duration is expected: text such as P1DT12H"):
            to_lexical("duration", value)

    @pytest.mark.parametrize("value", [b"x", bytearray(b"x"), b""])
    def test_bytes_are_no_text(self, value):
        """Bytes are not decoded by guess."""
        with pytest.raises(ValueError, match="bytes where text is expected: decode them first"):
            to_lexical("string", value)

    @pytest.mark.parametrize("char", XML_CHARACTERS)
    def test_what_xml_can_carry(self, char):
        """The characters at the edges of XML's ranges pass, one by one."""
        assert char == check_text(char) == to_lexical("string", char)

    @pytest.mark.parametrize("char", NO_XML_CHARACTERS)
    @pytest.mark.parametrize("before", ["", "a", "😀\n"])
    def test_what_xml_cannot_carry(self, char, before):
        """The characters next to these edges are refused, with number and place but without the text."""
        message = f"XML cannot carry the character U+{ord(char):04X} at position {len(before)}"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            to_lexical("string", f"{before}{char}after")
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            check_text(before + char)

    def test_a_kind_of_str_is_plain_text(self):
        """A member of a text enum and another kind of str become plain strs of the same characters."""

        class Colour(str, enum.Enum):
            RED = "red"

        class Loud(str):
            def __str__(self):
                return self.upper()

        for value in (Colour.RED, Loud("red")):
            lexical = to_lexical("string", value)
            assert (str, "red") == (type(lexical), lexical)

    @pytest.mark.parametrize("xsd_type", [each for each in TYPES if each != "string"])
    def test_long_values_are_not_in_messages(self, xsd_type):
        """A refused value of many characters is cut in the message."""
        with pytest.raises(ValueError, match=r"\.\.\.") as caught:
            to_lexical(xsd_type, "x" * 1000)
        assert len(str(caught.value)) < 150


class TestBytes:
    """Bytes, and what is none."""

    @pytest.mark.parametrize("value", [b"\0ab", bytearray(b"\0ab"), memoryview(b"\0ab"), memoryview(b"\0_a_b_")[::2]])
    def test_anything_bytes_like(self, value):
        """Bytes, a bytearray and a view, with gaps or not, are the same bytes."""
        assert b"\0ab" == check_bytes(value)
        assert to_lexical("base64Binary", value) == "AGFi"

    @pytest.mark.parametrize("value", ["AGFi", "", 3, None, [0, 97], KEEP])
    def test_what_is_none(self, value):
        """Text is not taken for Base64, and a number not for so many zeros."""
        with pytest.raises(ValueError, match=re.escape(f"{type(value).__name__} {value!r} where bytes are expected")):
            to_lexical("base64Binary", value)

    @pytest.mark.parametrize("text", ["A", "AA", "AA=A", "A-_A", "!", "é"])
    def test_what_is_no_base64(self, text):
        """Base64 with foreign characters or a wrong end is refused and not read in part."""
        with pytest.raises(ValueError):
            from_lexical("base64Binary", text)


class TestKeepAndClear:
    """`KEEP` and `CLEAR` themselves."""

    @pytest.mark.parametrize("said", [KEEP, CLEAR])
    def test_each_is_one_object(self, said):
        """Copying, deep copying and pickling, also within something, give the very same object."""
        assert copy.copy(said) is said
        assert copy.deepcopy({"a": [said]})["a"][0] is said
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps([said], protocol))[0] is said

    def test_they_show_as_they_are_written(self):
        """Their repr is what a program says, and they are two, and no text."""
        assert ("KEEP", "CLEAR") == (repr(KEEP), repr(CLEAR))
        assert KEEP is not CLEAR
        assert not isinstance(KEEP, str)
        assert (soapclient.KEEP, soapclient.CLEAR) == (values.KEEP, values.CLEAR)

    @pytest.mark.parametrize("said", [KEEP, CLEAR])
    @pytest.mark.parametrize("xsd_type", TYPES)
    def test_they_are_no_values(self, xsd_type, said):
        """Neither is written as if it were a value of any type."""
        with pytest.raises(ValueError, match=repr(said)):
            to_lexical(xsd_type, said)


class TestEmpty:
    """Which types have an empty value."""

    @pytest.mark.parametrize("xsd_type", TYPES)
    def test_can_be_empty(self, xsd_type):
        """Another validator takes an empty element for just the types that are said to have an empty value."""
        assert (xsd_type in TEXT_TYPES or xsd_type == "base64Binary") == built_in(xsd_type, "")
