"""The service's texts as Python values, and elements of any dialect as attrs classes."""

from __future__ import annotations

import datetime as dt
import pickle

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from soapclient import VersionNumber
from soapclient.inforouter.models.entity import Entity, flag, moment, named, number, revision, told

MOMENTS = st.datetimes(min_value=dt.datetime(1900, 1, 2))
WRITTEN = {
    "%Y-%m-%d": {"hour": 0, "minute": 0, "second": 0},
    "%Y-%m-%d %H:%M:%S": {},
    "%Y-%m-%d %H:%M": {"second": 0},
    "%Y-%m-%dT%H:%M:%S": {},
}


@attrs.frozen(kw_only=True, slots=False)
class Thing(Entity):
    """A thing of these tests."""

    thing_id: int | None = named("ThingID", "id", read=number)
    name: str | None = named("Name", "n")


class TestConversions:
    """Dates, numbers, booleans and versions that come back as they were written."""

    @settings(deadline=None)
    @given(MOMENTS, st.sampled_from(sorted(WRITTEN)))
    def test_dates_without_a_zone(self, value, form):
        """Each form without a fraction reads as what was written, without a zone."""
        value = value.replace(microsecond=0, **WRITTEN[form])
        written = value.strftime(form).rjust(len(value.isoformat()[:4]), "0")
        assert moment(written) == value

    @settings(deadline=None)
    @given(MOMENTS)
    def test_dates_with_a_fraction(self, value):
        """Milliseconds with Z are UTC; seven digits are cut to microseconds."""
        millis = value.replace(microsecond=value.microsecond // 1000 * 1000)
        assert moment(f"{millis:%Y-%m-%dT%H:%M:%S}.{millis.microsecond // 1000:03}Z") == millis.replace(
            tzinfo=dt.timezone.utc
        )
        assert moment(f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond:06}9") == value

    @settings(deadline=None)
    @given(st.sampled_from(["0001-01-01", "1900-01-01"]), st.sampled_from(["", "T00:00:00", " 00:00:00", "T00:00:00Z"]))
    def test_no_date(self, day, time):
        """Every way to write the days that stand for no date is None."""
        assert moment(day + time) is None

    @settings(deadline=None)
    @given(st.integers(), st.booleans())
    def test_numbers_and_flags(self, value, truth):
        """A number reads as itself, a boolean in any letter case too."""
        assert number(f" {value}\n") == value
        assert [flag(form(str(truth))) for form in (str.upper, str.lower, str.title)] == [truth] * 3

    @settings(deadline=None)
    @given(st.integers(1, 2000), st.integers(0, 999), st.integers(0, 999))
    def test_versions(self, major, minor, patch):
        """A version reads alike in words and as it is stored, and is stored as it was read."""
        value = VersionNumber(major, minor, patch)
        assert revision(str(value)) == revision(str(value.stored)) == value
        assert revision(f"{major}.{minor}") == (major, minor, 0)

    @settings(deadline=None)
    @given(st.text())
    def test_no_text_fails(self, raw):
        """No text at all makes a reader fail."""
        for read in (flag, number, moment, revision):
            read(raw)

    @pytest.mark.parametrize("raw", [None, "", "0", "0.0.0", "x", "1.2.3.4", "-1", "1.", "\u0663", "9" * 5000])
    def test_no_version(self, raw):
        """Nothing, zero, and what is no version is None."""
        assert revision(raw) is None

    @pytest.mark.parametrize(
        ("raw", "said"), [("3", "3.0.0"), ("2.0.0", "2.0.0"), ("1.0", "1.0.0"), ("3000001", "3.0.1")]
    )
    def test_how_versions_are_written(self, raw, said):
        """Each of the service's ways to write a version is said the same way."""
        assert str(revision(raw)) == said


class TestEntity:
    """Reading an element."""

    @pytest.mark.parametrize(
        "xml",
        [
            "<t ThingID='7' Name='a'/>",
            "<t id='7' n='a'/>",
            "<t ID='7' NAME='a'/>",
            "<t><ThingId>7</ThingId><name>a</name></t>",
            "<t xmlns='urn:x' id='7'><n>a</n><!-- c --></t>",
        ],
    )
    def test_every_dialect(self, xml):
        """Attributes and elements, long and short names, in any letter case, tell the same."""
        assert Thing.read(etree.fromstring(xml)) == Thing(thing_id=7, name="a")

    def test_the_first_name_counts(self):
        """Where an element has two names of a field, the first in the field's list counts, and both are kept."""
        found = Thing.read(etree.fromstring("<t n='short' Name='long'/>"))
        assert (found.name, found.attributes) == ("long", {"n": "short", "Name": "long"})

    def test_what_is_unknown_or_nested(self):
        """Unknown texts are in the attributes; what is nested is in the element, which a pickle does not have."""
        found = Thing.read(etree.fromstring("<t id='x' more='1'><sub>2</sub><deep><a>3</a></deep><at b='4'/></t>"))
        assert found.thing_id is None
        assert found.attributes == {"id": "x", "more": "1", "sub": "2"}
        assert found.element.findtext("deep/a") == "3"
        again = pickle.loads(pickle.dumps(found))
        assert (again, again.attributes, again.element) == (found, found.attributes, None)

    def test_nothing(self):
        """An element that says nothing is a thing of which nothing is known."""
        assert Thing.read(etree.fromstring("<t><!-- c --><?p i?></t>")) == Thing()
        assert Thing().element is None

    @settings(deadline=None)
    @given(
        st.dictionaries(
            st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}", fullmatch=True), st.from_regex(r"[ -~]*", fullmatch=True)
        )
    )
    def test_everything_is_kept(self, said):
        """All that an element says is kept, whether in attributes or in elements."""
        element = etree.Element("t")
        for name, value in said.items():
            etree.SubElement(element, name).text = value
        assert told(etree.Element("t", said)) == said == told(element)
