"""Users and preferences, as the service writes them, in Python's types."""

from __future__ import annotations

import copy
import datetime as dt
import pickle

import attrs
import pytest
from lxml import etree

from soapclient import Preferences, User
from soapclient.inforouter.models.entity import flag, moment, number

SETTINGS = {
    "Language": "en",
    "DefaultPortal": "",
    "ShowArchives": "TRUE",
    "ShowHiddens": "FALSE",
    "NotificationType": "DAILY REPORT",
    "NotificationTypeId": "2",
    "EmailType": "HTML",
    "AttachDocumentToEmail": "true",
}
PREFERENCES = Preferences(
    language="en",
    default_portal="",
    show_archives=True,
    show_hiddens=False,
    notification_type="DAILY REPORT",
    email_type="HTML",
    attach_document_to_email=True,
)
SAID = {
    "exists": "true",
    "UserID": "42",
    "FirstName": "Jane",
    "LastName": "Doe & Söhne",
    "Email": "",
    "MobileNumber": "+15551234567",
    "Enabled": "TRUE",
    "UserName": "jdoe",
    "Domain": "",
    "LastLogonDate": "2026-01-31T08:30:00",
    "LastPasswordChangeDate": "0001-01-01",
    "AuthenticationAuthority": "native",
    "ReadOnlyUser": "FALSE",
}
USER = User(
    user_name="jdoe",
    user_id=42,
    email="",
    mobile="+15551234567",
    first_name="Jane",
    last_name="Doe & Söhne",
    enabled=True,
    read_only=False,
    domain="",
    authentication_authority="native",
    last_logon=dt.datetime(2026, 1, 31, 8, 30),
    last_password_change=None,
    preferences=PREFERENCES,
)


def as_attributes(namespace: str = "") -> etree._Element:
    """Preferences as GetUser has them."""
    return etree.Element(f"{{{namespace}}}Preferences" if namespace else "Preferences", SETTINGS)


def as_elements(namespace: str = "") -> etree._Element:
    """Preferences as GetCurrentUser has them."""
    prefix = f"{{{namespace}}}" if namespace else ""
    found = etree.Element(f"{prefix}Preferences")
    for name, value in SETTINGS.items():
        etree.SubElement(found, prefix + name).text = value or None
    return found


def user(preferences: etree._Element | None = None, **other: str) -> etree._Element:
    """Return a User element with what is said in it, and more."""
    element = etree.Element("User", SAID | other)
    if preferences is not None:
        element.append(preferences)
    return element


class TestFlag:
    """Booleans in the service's spellings."""

    @pytest.mark.parametrize("text", ["TRUE", "true", "True", "1", " true ", "\nTRUE"])
    def test_true(self, text):
        """True is written in any letter case or as 1."""
        assert flag(text) is True

    @pytest.mark.parametrize("text", ["FALSE", "false", "False", "0", " false "])
    def test_false(self, text):
        """False is written in any letter case or as 0."""
        assert flag(text) is False

    @pytest.mark.parametrize("text", [None, "", " ", "yes", "Y", "2", "-1", "truefalse"])
    def test_unknown(self, text):
        """Anything else is not taken for either."""
        assert flag(text) is None


class TestNumber:
    """Whole numbers."""

    @pytest.mark.parametrize(("text", "expected"), [("42", 42), ("0", 0), ("-1", -1), (" 7 ", 7), ("007", 7)])
    def test_number(self, text, expected):
        """Digits are read."""
        assert expected == number(text)

    @pytest.mark.parametrize("text", [None, "", " ", "x", "1.5", "1e3", "9" * 5000])
    def test_none(self, text):
        """What is absent or no number is None, and no error."""
        assert number(text) is None


class TestMoment:
    """The service's dates."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-01-31", dt.datetime(2026, 1, 31)),
            ("2026-01-31T08:30:00", dt.datetime(2026, 1, 31, 8, 30)),
            ("2026-01-31 08:30:00", dt.datetime(2026, 1, 31, 8, 30)),
            ("2026-01-31T08:30", dt.datetime(2026, 1, 31, 8, 30)),
            ("2026-01-31T08:30:00.123", dt.datetime(2026, 1, 31, 8, 30, 0, 123_000)),
            ("2026-01-31T08:30:00.12", dt.datetime(2026, 1, 31, 8, 30, 0, 120_000)),
            ("2026-01-31T08:30:00.1234567", dt.datetime(2026, 1, 31, 8, 30, 0, 123_456)),
            ("2026-01-31 08:30", dt.datetime(2026, 1, 31, 8, 30)),
            (" 2026-01-31T08:30:00\n", dt.datetime(2026, 1, 31, 8, 30)),
            ("1900-01-02", dt.datetime(1900, 1, 2)),
            ("0001-01-02T00:00:00", dt.datetime(1, 1, 2)),
        ],
    )
    def test_without_a_zone(self, text, expected):
        """Plain days and date-times are read as they are, without a zone."""
        found = moment(text)
        assert (expected, None) == (found, found.tzinfo)

    @pytest.mark.parametrize(
        ("text", "offset"),
        [
            ("2026-01-31T08:30:00Z", dt.timedelta()),
            ("2026-01-31T08:30:00+00:00", dt.timedelta()),
            ("2026-01-31T08:30:00-05:30", -dt.timedelta(hours=5, minutes=30)),
        ],
    )
    def test_with_a_zone(self, text, offset):
        """A zone that is written is kept."""
        found = moment(text)
        assert (dt.datetime(2026, 1, 31, 8, 30), offset) == (found.replace(tzinfo=None), found.utcoffset())

    @pytest.mark.parametrize(
        "text", [None, "", " ", "0001-01-01", "0001-01-01T00:00:00", "1900-01-01", "1900-01-01T00:00:00"]
    )
    def test_no_date(self, text):
        """Nothing, the first day of all, and the first day of 1900 each say that there is no date."""
        assert moment(text) is None

    @pytest.mark.parametrize(
        "text", ["never", "2026-02-30", "31.01.2026", "1/31/2026 8:30:00 AM", "2026-01-31T25:00:00"]
    )
    def test_unreadable(self, text):
        """What cannot be read is None, and no error; a user keeps the text in its attributes."""
        assert moment(text) is None
        assert User.read(user(LastLogonDate=text)).attributes["LastLogonDate"] == text


class TestPreferences:
    """Preferences in both dialects."""

    @pytest.mark.parametrize("dialect", [as_attributes, as_elements])
    @pytest.mark.parametrize("namespace", ["", "http://tempuri.org/"])
    def test_both_dialects(self, dialect, namespace):
        """Attributes and child elements, in a namespace or in none, tell the same."""
        assert PREFERENCES == Preferences.read(dialect(namespace))

    @pytest.mark.parametrize("xml", ["<Preferences/>", "<Preferences><!-- c --><?p i?></Preferences>", "<P>text</P>"])
    def test_empty(self, xml):
        """What is not told is None."""
        assert Preferences() == Preferences.read(etree.fromstring(xml))

    def test_part(self):
        """What is told alone is read; an empty element is an empty text and no unknown."""
        xml = "<Preferences Language='tr'><!-- c --><DefaultPortal/><EmailType>TEXT</EmailType></Preferences>"
        assert Preferences(language="tr", default_portal="", email_type="TEXT") == Preferences.read(
            etree.fromstring(xml)
        )

    def test_attribute_before_element(self):
        """Where both are there, the attribute counts."""
        xml = "<Preferences Language='tr'><Language>en</Language></Preferences>"
        assert Preferences.read(etree.fromstring(xml)).language == "tr"

    @pytest.mark.parametrize(("text", "expected"), [("TRUE", True), ("false", False), ("maybe", None), ("", None)])
    @pytest.mark.parametrize("name", ["ShowArchives", "ShowHiddens", "AttachDocumentToEmail"])
    def test_flags(self, name, text, expected):
        """Each flag is read by itself, in each dialect."""
        attribute = etree.Element("Preferences", {name: text})
        element = etree.fromstring(f"<Preferences><{name}>{text}</{name}></Preferences>")
        for found in (Preferences.read(attribute), Preferences.read(element)):
            told = {
                field: value
                for field, value in attrs.asdict(found).items()
                if field != "attributes" and value is not None
            }
            assert ([] if expected is None else [expected]) == list(told.values())


class TestUser:
    """A user."""

    @pytest.mark.parametrize("dialect", [as_attributes, as_elements])
    def test_everything(self, dialect):
        """All that the service tells is there in Python's types, whichever way it tells the preferences."""
        assert USER == User.read(user(dialect()))

    def test_user_in_a_namespace(self):
        """Preferences are found in the namespace of the user."""
        element = etree.Element("{http://tempuri.org/}User", SAID)
        element.append(as_elements("http://tempuri.org/"))
        assert USER == User.read(element)

    def test_short_form(self):
        """What an operation does not tell is None and not empty; an empty text is empty."""
        xml = "<User exists='true' UserID='7' FirstName='' UserName='jdoe' Enabled='false'/>"
        expected = User(user_name="jdoe", user_id=7, first_name="", enabled=False)
        assert expected == User.read(etree.fromstring(xml))
        assert (None, None) == (expected.email, expected.preferences)

    def test_nothing(self):
        """An element that tells nothing is a user without a name."""
        assert User(user_name="") == User.read(etree.fromstring("<User/>"))

    def test_unreadable_values(self):
        """What cannot be read is None, and its text is in the attributes."""
        found = User.read(user(UserID="x", Enabled="maybe", LastLogonDate="never"))
        assert (None, None, None) == (found.user_id, found.enabled, found.last_logon)
        assert ("x", "maybe", "never") == tuple(found.attributes[key] for key in ("UserID", "Enabled", "LastLogonDate"))

    def test_unknown_attributes_are_kept(self):
        """Everything the element says is kept by the service's own names, also what this package does not know."""
        found = User.read(user(as_attributes(), Badge="b<1>", **{"{urn:x}y": "z"}))
        assert SAID | {"Badge": "b<1>", "{urn:x}y": "z"} == found.attributes
        assert all(type(text) is str for pair in found.attributes.items() for text in pair)

    def test_attributes_do_not_tell_users_apart(self):
        """Users that tell the same are equal, whatever else their elements say, and their repr does not show it."""
        one, other = User.read(user(Badge="1")), User.read(user(Badge="2"))
        assert (one, hash(one)) == (other, hash(other))
        assert "Badge" not in repr(one)

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [("Jane", "Doe", "Jane Doe"), ("Jane", "", "Jane"), (None, "Doe", "Doe"), (None, None, ""), ("", "", "")],
    )
    def test_full_name(self, first, last, expected):
        """The full name has no blank where a part of it is missing."""
        assert expected == User(user_name="jdoe", first_name=first, last_name=last).full_name

    def test_frozen(self):
        """A user and its preferences cannot be changed, for that would change nothing on the server."""
        for thing, name in ((USER, "email"), (PREFERENCES, "language")):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(thing, name, "x")

    def test_copies_and_pickles(self):
        """A user that was read can be copied and pickled with all it says, but without the XML that it came from."""
        found = User.read(user(as_elements(), Badge="1"))
        for same in (copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
            assert (found, found.attributes) == (same, same.attributes)
            assert (found.element.tag, same.element) == ("User", None)


@pytest.mark.parametrize("text", ["1_000", "\u0663", "1.0", "x", "", "1 0", "9" * 5000])
def test_no_numbers(text):
    """What only Python takes for a number is none."""
    assert number(text) is None
