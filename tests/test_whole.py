"""Preferences and rows of property sets: read first, sent whole, read back."""

from __future__ import annotations

import pytest
from lxml import etree
from servers import SUCCESS, envelope, keeping

from soapclient import CLEAR, Client, errors
from soapclient.inforouter.fields import PREFERENCES
from soapclient.simulator import Simulator

BUDGET = "/Finance/Reports/Budget.xlsx"
CHANGES = ("UpdateUserPreferences", "UpdatePropertySetRow")
# How a user's preferences are stored, who has none of the defaults.
OWN = {
    "language": "tr",
    "default_portal": "News",
    "show_archives": True,
    "show_hiddens": False,
    "notification_type": 2,
    "email_type": "TEXT",
    "attach_document_to_email": True,
}
ALL = {
    "Language": "tr",
    "DefaultPortal": "News",
    "ShowArchives": "true",
    "ShowHiddens": "false",
    "NotificationType": "DAILY REPORT",
    "EmailType": "TEXT",
    "AttachDocumentToEmail": "true",
}


@pytest.fixture(params=[(generation, keeps) for generation in ("classic", "current") for keeps in (True, False)])
def sim(request):
    """Both generations of servers, in both readings of the reference."""
    generation, keeps = request.param
    with Simulator(generation=generation, null_keeps=keeps) as simulator:
        yield simulator


@pytest.fixture
def ir(sim):
    """An administrator's client; jdoe has no preference that is the default."""
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as client:
        client.service.UpdateUserPreferences(UserName="jdoe", xmlPreferences=attributes(ALL))
        sim.arrived.clear()
        yield client


def attributes(values):
    """Preferences as the notes of the reference write them."""
    return etree.tostring(etree.Element("Preferences", values), encoding="unicode")


def elements(values):
    """Preferences as its examples write them."""
    root = etree.Element("Preferences")
    for name, value in values.items():
        etree.SubElement(root, name).text = value
    return etree.tostring(root, encoding="unicode")


def stored(sim):
    """The preferences that jdoe has."""
    user = sim.user("jdoe")
    return {field: user[field] for field in OWN}


def arrived(sim):
    """The operations that arrived."""
    return [call.operation for call in sim.arrived]


def prefer(ir, xml, name="jdoe"):
    return ir.service.UpdateUserPreferences(UserName=name, xmlPreferences=xml)


def rows(ir, *rows, name="Project", path=BUDGET):
    """Change rows of one property set."""
    return ir.service.UpdatePropertySetRow(
        Path=path, xmlpset=f'<psets><pset name="{name}">{"".join(rows)}</pset></psets>'
    )


class TestPreferences:
    """UpdateUserPreferences."""

    @pytest.mark.parametrize("write", [attributes, elements])
    def test_one(self, ir, sim, write):
        """One preference changes in either shape, the others stay, and the reply tells what was sent again."""
        reply = prefer(ir, write({"EmailType": "HTML"}))
        assert stored(sim) == {**OWN, "email_type": "HTML"}
        assert reply.resent == tuple(each for each in PREFERENCES.values() if each != "EmailType")
        assert ["GetUser", "UpdateUserPreferences", "GetUser"] == arrived(sim)
        (sent,) = (call.arguments["xmlPreferences"] for call in sim.arrived if call.operation in CHANGES)
        root = etree.fromstring(sent)
        assert dict(root.attrib) == {each.tag: each.text or "" for each in root}
        assert list(root.attrib) == list(PREFERENCES.values())

    def test_all(self, ir, sim):
        """Where all are said nothing is read before, and nothing is sent again."""
        reply = prefer(ir, elements({**ALL, "Language": "de"}))
        assert stored(sim) == {**OWN, "language": "de"}
        assert reply.atomic
        assert ["UpdateUserPreferences", "GetUser"] == arrived(sim)

    @pytest.mark.parametrize("daily", ["DAILY", " daily ", "DAILY REPORT"])
    @pytest.mark.parametrize("write", [attributes, elements])
    def test_a_daily_report(self, ir, sim, daily, write):
        """A daily report may be called as the examples call it."""
        prefer(ir, attributes({"NotificationType": "NONE"}))
        prefer(ir, write({"NotificationType": daily.strip() if write is attributes else daily}))
        assert stored(sim) == OWN

    def test_what_the_server_told(self, ir, sim):
        """The server's own element, with one preference changed, can be sent: what else it tells is not changed."""
        root = ir.service.GetUser(UserName="jdoe").element.find(".//{*}Preferences")
        assert "NotificationTypeId" in root.attrib
        root.set("Language", "de")
        prefer(ir, etree.tostring(root, encoding="unicode"))
        assert stored(sim) == {**OWN, "language": "de"}

    @pytest.mark.parametrize("declaration", ['<?xml version="1.0" encoding="iso-8859-1"?>\n', " <?xml version='1.0'?>"])
    def test_declaration(self, ir, sim, declaration):
        """The encoding that a text names for itself means nothing."""
        prefer(ir, f'{declaration}<Preferences DefaultPortal="Söhne €"/>')
        assert stored(sim) == {**OWN, "default_portal": "Söhne €"}

    @pytest.mark.parametrize(
        ("xml", "match"),
        [
            ("<Preferences/>", "it names no preference; the preferences are Language, DefaultPortal"),
            ('<Preferences NotificationTypeId="0"/>', "it names no preference"),
            ("<Preferences", "it is not well-formed XML"),
            ('<!DOCTYPE a><Preferences Language="de"/>', "it has a DTD"),
            (CLEAR, "it is empty"),
            (None, "it is empty"),
        ],
    )
    def test_what_might_reset_all(self, ir, sim, xml, match):
        """XML in which no preference is found, which might reset all of them, is refused and not sent."""
        with pytest.raises(errors.ArgumentError, match=f"xmlPreferences: {match}"):
            prefer(ir, xml)
        assert stored(sim) == OWN
        assert [] == arrived(sim)

    @pytest.mark.parametrize("more", [{"NotificationTypeId": "0"}, {"Langauge": "de"}])
    def test_what_would_be_dropped(self, ir, sim, more):
        """A change of something that is no preference is refused, and the preference beside it is not made."""
        with pytest.raises(errors.ArgumentError, match=f"{next(iter(more))} cannot be changed"):
            prefer(ir, attributes({"EmailType": "HTML", **more}))
        assert stored(sim) == OWN

    @pytest.mark.parametrize("name", [None, CLEAR, " "])
    def test_nobody(self, ir, sim, name):
        """An empty user name, which may stand for the caller, is refused and nothing is sent."""
        with pytest.raises(errors.NullNotAllowed, match="UserName is empty"):
            prefer(ir, attributes(ALL), name)
        assert [] == arrived(sim)

    def test_a_value_that_cannot_be(self, ir, sim):
        """A value that the service refuses changes nothing."""
        with pytest.raises(errors.ServiceError):
            prefer(ir, attributes({"EmailType": "PDF", "Language": "de"}))
        assert stored(sim) == OWN


SAID = attributes({"Language": "de"})
USER = '<User exists="true" UserName="{}">{}</User>'


def answer(sim, inner, times=1):
    """Let GetUser be answered with this."""
    body = envelope("GetUser", SUCCESS.replace(" />", f">{inner}</response>"))
    sim.fail("reply", operation="GetUser", body=body, times=times)


class TestReadBack:
    """What a user's preferences are after they were sent."""

    @pytest.fixture
    def sim(self):
        with Simulator(null_keeps=False) as simulator:
            yield simulator

    def lose(self, sim, times):
        body = envelope("UpdateUserPreferences", SUCCESS)
        sim.fail("reply", operation="UpdateUserPreferences", body=body, times=times)

    def test_once(self, ir, sim):
        """Where a preference is not as it was sent, all are sent once more."""
        self.lose(sim, 1)
        prefer(ir, SAID)
        assert stored(sim) == {**OWN, "language": "de"}
        change = ["UpdateUserPreferences", "GetUser"]
        assert ["GetUser", *change, *change] == arrived(sim)

    def test_twice(self, ir, sim):
        """Where it is not then either, that is an error which names it."""
        self.lose(sim, 2)
        with pytest.raises(errors.UnexpectedReply, match="sent twice, and Language is 'tr', not 'de'") as caught:
            prefer(ir, SAID)
        assert caught.value.maybe_applied
        assert "UpdateUserPreferences" == caught.value.operation

    def test_unreadable(self, ir, sim):
        """Where it cannot be read back, the error says that the change may have been made."""
        post = ir.wiring.transport.post

        def posted(url, body, *more, **named):
            if b"UpdateUserPreferences" in body:
                sim.fail("html", operation="GetUser")
            return post(url, body, *more, **named)

        ir.wiring.transport.post = posted
        with pytest.raises(errors.UnexpectedReply, match="cannot be read back: GetUser") as caught:
            prefer(ir, SAID)
        assert caught.value.maybe_applied
        assert "UpdateUserPreferences" == caught.value.operation
        assert stored(sim) == {**OWN, "language": "de"}

    @pytest.mark.parametrize(
        ("told", "match"),
        [
            (USER.format("jdoe", '<Preferences Language="en"/>'), "does not return DefaultPortal, ShowArchives"),
            (USER.format("jdoe", ""), "does not return DefaultPortal"),
            (USER.format("admin", attributes(ALL)), "is not about jdoe alone"),
            ("", "alone"),
            (USER.format("jdoe", attributes(ALL)) * 2, "alone"),
        ],
    )
    def test_what_is_not_told(self, ir, sim, told, match):
        """Where a preference to be kept is not told, or is another user's, nothing is sent."""
        answer(sim, told)
        with pytest.raises(errors.UnexpectedReply, match=f"{match}.*the operation was not called") as caught:
            prefer(ir, SAID)
        assert not caught.value.maybe_applied
        assert ["GetUser"] == arrived(sim)

    def test_a_flag_that_is_none(self, ir, sim):
        """A flag that is read back as neither yes nor no is not taken for what was sent."""
        answer(sim, USER.format("jdoe", attributes({**ALL, "ShowArchives": "perhaps"})), times=None)
        with pytest.raises(errors.UnexpectedReply, match="ShowArchives is 'perhaps', not 'true'"):
            prefer(ir, attributes(ALL))

    def test_what_is_told_no_more(self, ir, sim):
        """A preference that is not read back at all is not taken for what was sent."""
        told = {name: value for name, value in ALL.items() if name != "EmailType"}
        answer(sim, USER.format("jdoe", attributes(told)), times=None)
        with pytest.raises(errors.UnexpectedReply, match="EmailType is None, not 'TEXT'"):
            prefer(ir, attributes(ALL))

    def test_where_it_keeps(self, ir, sim):
        """Where a server has shown that it keeps, the call is made as it is, and nothing is read."""
        keeping(ir, "UpdateUserPreferences")
        assert prefer(ir, SAID).atomic
        assert ["UpdateUserPreferences"] == arrived(sim)
        assert SAID == sim.arrived[0].arguments["xmlPreferences"]


class TestRows:
    """UpdatePropertySetRow."""

    BEFORE = {"RowNbr": "1", "PROJECT_CODE": "P-1", "STATUS": "Open", "NOTES": "Draft"}

    def found(self, sim):
        (row,) = sim.property_rows(BUDGET)["PROJECT"]
        return row

    @pytest.mark.parametrize(
        ("given", "changed"),
        [
            (['<row rownbr="1" STATUS="Closed"/>'], {"STATUS": "Closed"}),
            (['<row RowNbr=" 01 " status="" />'], {"STATUS": ""}),
            (['<row rownbr="1"><STATUS>Closed</STATUS></row>'], {"STATUS": "Closed"}),
            (['<row rownbr="1" status="Closed"><STATUS>Other</STATUS></row>'], {"STATUS": "Closed"}),
            (['<row rownbr="1" STATUS="x" />', '<row rownbr="01" NOTES="y"/>'], {"STATUS": "x", "NOTES": "y"}),
            (['<row rownbr="1" STATUS="x" NOTES="n" PROJECT_CODE="p"/>'],
             {"STATUS": "x", "NOTES": "n", "PROJECT_CODE": "p"}),
        ],
    )  # fmt: skip
    def test_only_what_is_said(self, ir, sim, given, changed):
        """Fields that are named change, wherever in the document, and the others stay."""
        reply = rows(ir, *given)
        assert self.found(sim) == {**self.BEFORE, **changed}
        assert reply.atomic == (len(changed) == 3)
        assert ["GetPropertySets", "UpdatePropertySetRow"] == arrived(sim)

    @pytest.mark.parametrize(
        ("given", "options", "error", "match"),
        [
            ('<row rownbr="7" STATUS="x"/>', {}, errors.PropertySetNotFound, "no row 7 in the set 'project'"),
            ('<row rownbr="1" STATUS="x"/>', {"name": "Other"}, errors.PropertySetNotFound, "in the set 'other'"),
            ('<row rownbr="1" STATUS="x"/>', {"path": "/Finance"}, errors.PropertySetNotFound, "no row 1"),
            ('<row rownbr="0" STATUS="x"/>', {}, errors.ArgumentError, "each row needs its number"),
            ('<row rownbr="1.0" STATUS="x"/>', {}, errors.ArgumentError, "each row needs its number"),
            ('<row rownbr="+1" STATUS="x"/>', {}, errors.ArgumentError, "each row needs its number"),
            ('<row STATUS="x"/>', {}, errors.ArgumentError, "each row needs its number"),
            ("<row", {}, errors.ArgumentError, "xmlpset: it is not well-formed XML"),
            ('<row rownbr="1" STATUS="x"/>', {"path": CLEAR}, errors.NullNotAllowed, "Path is empty"),
            ('<row rownbr="1" STATUS="x"/>', {"path": None}, errors.NullNotAllowed, "Path is empty"),
            ('<row rownbr="1" STATUS="x"/>', {"path": "/nope"}, errors.NotFound, "Path not found"),
        ],
    )
    def test_refused(self, ir, sim, given, options, error, match):
        """A row that cannot be read, and so might lose its other fields, is not sent."""
        with pytest.raises(error, match=match):
            rows(ir, given, **options)
        assert self.found(sim) == self.BEFORE
        assert "UpdatePropertySetRow" not in arrived(sim)

    def test_where_it_keeps(self, ir, sim):
        """Where a server has shown that it keeps, the call is made as it is, and nothing is read."""
        keeping(ir, "UpdatePropertySetRow")
        rows(ir, '<row rownbr="1" STATUS="Closed"/>')
        assert ["UpdatePropertySetRow"] == arrived(sim)
