"""Answers as plain data: `to_dict` and `to_json` of models, replies, results and plans."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import re
from decimal import Decimal
from pathlib import Path

import attrs
import orders
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from orders import serving

import soapclient
from soapclient import AccessEntry, Client, Right, SoapClient, VersionNumber, errors
from soapclient.contract.notes import bundled_notes
from soapclient.contract.plain import plain, without_secrets
from soapclient.inforouter.models import read
from soapclient.inforouter.models.contents import Document, Folder, Version
from soapclient.inforouter.models.entity import Entity
from soapclient.inforouter.models.people import Domain, Group, User

MODELS = [User, Group, Domain, Document, Folder, Version]
PLAIN = (str, int, float, Decimal, bytes, dt.date, dt.time, dt.timedelta, type(None))
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=12
)
SAID = st.one_of(
    TEXTS, st.sampled_from(["true", "0", "-5", "3.0.1", "2026-01-31T08:30:00.000Z", "0001-01-01T00:00:00", " "])
)


@pytest.fixture
def ir():
    """A client of a simulator."""
    with Client("sim:", username="admin", password="admin") as client:
        yield client


def names_of(kind: type[Entity]) -> list[str]:
    return [name for each in attrs.fields(kind) for name in each.metadata.get("names", ())]


@st.composite
def elements(draw):
    """An element of a model, in any dialect, with names that no model knows."""
    kind = draw(st.sampled_from(MODELS))
    own = st.sampled_from(names_of(kind))
    said = draw(st.dictionaries(own | st.sampled_from(["NewInRelease9", "Ticket", "Password"]), SAID, max_size=8))
    element = etree.Element("x")
    for name, text in said.items():
        if draw(st.booleans()):
            element.set(name, text)
        else:
            etree.SubElement(element, name).text = text
    return kind, element, said


def only_plain(value: object) -> bool:
    """Tell whether a value is plain data through and through."""
    if type(value) is dict:
        return all(type(name) is str and only_plain(each) for name, each in value.items())
    return all(map(only_plain, value)) if type(value) is list else isinstance(value, PLAIN)


class TestModels:
    """Models."""

    @given(elements())
    def test_it_is_what_the_attributes_say(self, drawn):
        """Each field is there under its name; what no field tells is in "more"; nothing else, and no secret."""
        kind, element, _ = drawn
        found = kind.read(element)
        told = found.to_dict()
        fields = [each.name for each in attrs.fields(kind) if each.name != "attributes"]
        assert [*fields, "more"] == [*told]
        assert {name: plain(getattr(found, name)) for name in fields} == {name: told[name] for name in fields}
        assert only_plain(told)
        assert without_secrets(found.more) == told["more"]
        assert json.loads(found.to_json()).keys() == told.keys()
        assert told == pickle.loads(pickle.dumps(found)).to_dict()

    @given(elements())
    def test_nothing_is_dropped(self, drawn):
        """Each text of the element is a field's value, or in `more`, or says that there is no value."""
        kind, element, _ = drawn
        found = kind.read(element)
        for name, text in found.attributes.items():
            if name in found.more:
                assert found.more[name] == text
                continue
            (field,) = [each for each in attrs.fields(kind) if name.casefold() in each.metadata.get("names", ())]
            value = getattr(found, field.name)
            assert value == field.metadata["read"](text)
            assert (
                value is not None or text.strip() in ("", "0") or text.strip().startswith(("0001-01-01", "1900-01-01"))
            )

    def test_a_text_that_cannot_be_read(self):
        """A field that could not be read is None, and its text is in `more`."""
        user = User.read(etree.fromstring('<User UserName="a" UserID="seven" LastLogonDate="soon" IsRobot="true"/>'))
        assert (None, None) == (user.user_id, user.last_logon)
        assert {"UserID": "seven", "LastLogonDate": "soon", "IsRobot": "true"} == user.more == user.to_dict()["more"]

    def test_the_notes_know_them(self):
        """The notes name the same class for each element as the reading of a reply takes."""
        assert {place: kind.__name__ for place, kind in read._MODELS.items()} == bundled_notes().models

    def test_one_that_was_made(self):
        """A model that a program made has its plain data, too."""
        user = User(user_name="a", attributes={"UserName": "a", "IsRobot": "true"})
        assert ("a", {"IsRobot": "true"}) == (user.to_dict()["user_name"], user.to_dict()["more"])


class TestReplies:
    """Replies."""

    def test_items_and_data(self, ir):
        """A reply has typed items, all of the XML as data, and its attributes."""
        reply = ir.service.GetUser(UserName="jdoe")
        told = reply.to_dict()
        assert [ir.users.get("jdoe").to_dict()] == told["items"]
        assert told["data"]["User"][0]["@UserName"] == "jdoe" and told["data"]["@success"] == "true"
        assert ("GetUser", None, None, [], []) == tuple(
            told[name] for name in ("operation", "bytes", "written", "resent", "repaired")
        )
        assert only_plain(told)
        assert json.loads(reply.to_json())["items"][0]["user_id"] == 2

    def test_bytes(self, ir):
        """The bytes of a document are in it, as base64 in JSON."""
        ir.documents.upload(b"%PDF", "/Public/to-dict.pdf")
        told = ir.service.DownloadDocument(Path="/Public/to-dict.pdf").to_dict()
        assert (b"%PDF", None, []) == (told["bytes"], told["data"], told["items"])

    def test_a_ticket_is_hidden(self, ir):
        """A reply that carries a ticket hides it in its plain data; `attributes` has it."""
        reply = ir.service.AuthenticateUser(UID="admin", PWD="admin")
        told = reply.to_dict()
        assert ("***", "***") == (told["attributes"]["ticket"], told["data"]["@ticket"])
        assert reply.attributes["ticket"] not in reply.to_json()

    def test_secrets_further_down(self, ir):
        """A secret anywhere in the XML is hidden in plain data, and `data` has it."""
        reply = ir.service.GetUser(UserName="jdoe")
        etree.SubElement(reply.element[0], "Login", {"{urn:n}Password": "hunter-2"})
        etree.SubElement(reply.element[0], "Pwd").text = "hunter-3"
        assert "hunter" not in str(reply.to_dict()) and "hunter" not in reply.to_json()
        told = reply.data["User"][0]
        assert ("hunter-2", "hunter-3") == (told["Login"][0]["@{urn:n}Password"], told["Pwd"][0]["#text"])
        assert "***" == reply.to_dict()["data"]["User"][0]["Pwd"][0]["#text"]

    def test_a_value_of_blanks(self, ir):
        """A text of blanks alone is a value; blanks between elements are none."""
        reply = ir.service.GetUser(UserName="jdoe")
        etree.SubElement(reply.element[0], "Note").text = "  "
        reply.element.text = "\n"
        assert [{"#text": "  "}] == reply.to_dict()["data"]["User"][0]["Note"]
        assert "#text" not in reply.data

    def test_a_list_that_is_cut_short(self, ir):
        """What `items` refuses, `to_dict` refuses: no list looks complete that is not."""
        reply = ir.service.GetAllUsers1(
            StartingRowNumber=0, NumbeOfRow=5, StatusFilter=-1, SortBy=1, SortAscending=True
        )
        etree.SubElement(reply.element.find("{*}users"), "Robot")
        with pytest.raises(errors.UnexpectedReply, match="Robot"):
            reply.to_dict()


class TestResults:
    """Results and plans."""

    def test_an_update(self, ir):
        """A plan and a result are data: what is sent, kept, sent again, and which operations were called."""
        planned = ir.users.plan_update("jdoe", email="a@example.com", mobile=soapclient.CLEAR, first_name="Jo")
        told = planned.to_dict()
        assert {"userName": "jdoe", "emailAddress": "a@example.com", "mobileNumber": ""} == told["steps"][0]["sends"]
        assert ["NewUserName", "NewLastName", "AuthenticateSource"] == told["steps"][1]["resends"]
        assert ["UpdateUserContactInfo", "GetUser", "UpdateUserProfile"] == told["operations"]
        result = ir.users.apply(planned).to_dict()
        assert ("jdoe", False) == (result["user_name"], result["atomic"])
        assert only_plain(told) and only_plain(result)

    def test_an_upload(self, ir):
        """Numbers of versions are text, and what is worked out is there, too."""
        found = ir.documents.upload(b"x", "/Public/to-dict.txt")
        told = found.to_dict()
        assert ["/Public/to-dict.txt", 1, True, False] == [
            told[name] for name in ("path", "size", "created", "renamed")
        ]
        assert str(found.version) == told["version"] and told == json.loads(found.to_json())

    def test_every_public_one(self):
        """Every public class that tells what was read, planned or done has `to_dict` and `to_json`."""
        ends = re.compile(r".*(Plan|Result|Reply|Answer|Entry|Tree|Step|Action|Row|RowChange|Problem|Progress)")
        without = {"BulkPlan", "AsyncBulkPlan", "PlannedRow", "MockProblem", "SignedReply"}
        public = {name: getattr(soapclient, name) for name in soapclient.__all__ if name not in without}
        kinds = [each for name, each in public.items() if ends.fullmatch(name)]
        kinds += [each for each in public.values() if isinstance(each, type) and issubclass(each, Entity)]
        assert len(kinds) > 30
        assert [] == [each for each in kinds if not (hasattr(each, "to_dict") and hasattr(each, "to_json"))]

    def test_soap_answers(self):
        """An answer of any service has the data of what its call returns."""
        with serving(orders.reply(orders.ORDER)) as server, SoapClient(server.wsdl) as soap:
            answer = soap.service.GetOrder.reply(id=5)
        assert isinstance(answer.value, Decimal) and answer.value == answer.to_dict()
        assert answer.to_json() == json.dumps(str(answer.value))


class TestValues:
    """Values of any attribute."""

    def test_secrets(self):
        """Texts whose name tells of a ticket or password are hidden, but for flags and small numbers."""
        said = {"Ticket": "0123-AB", "userPWD": "hunter2", "PasswordLength": "8", "PasswordExpired": "True", "a": "b"}
        told = {"Ticket": "***", "userPWD": "***", "PasswordLength": "8", "PasswordExpired": "True", "a": "b"}
        assert told == without_secrets(said)
        assert {"Ticket": "***"} == User.read(etree.fromstring('<User Ticket="0123-AB"/>')).to_dict()["more"]

    def test_each_kind(self):
        """Names of members, texts of version numbers, lists of sets, paths, elements and errors are plain."""
        assert ["full_control", "2.0.1", ["a", "b"], "a/b"] == plain(
            [Right.FULL_CONTROL, VersionNumber(2, 0, 1), {"b", "a"}, Path("a/b")]
        )
        assert {"@a": "1", "#text": "t"} == plain(etree.fromstring('<x a="1">t</x>'))
        assert "no" == plain(ValueError("no"))
        assert {"who": "user", "right": "read", "name": "a"}.items() <= AccessEntry.user("a", "read").to_dict().items()
