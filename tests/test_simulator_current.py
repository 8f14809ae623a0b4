# ruff: noqa: RUF001 - Turkish has a dotless i
"""The simulator as a server of today: numbers, languages, and its own reading of SOAP and forms."""

from __future__ import annotations

import base64
import json
import string
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
import requests
import simulator_page
import wire
from hypothesis import given
from hypothesis import strategies as st
from test_simulator import URL, ask, log_in, post
from test_simulator_wire import XML_TEXT, written

from soapclient.contract.contract import Contract
from soapclient.simulator import Simulator, behaviour, messages
from soapclient.simulator.behaviour import BEHAVIOURS
from soapclient.simulator.core_writing import CoreWriter
from soapclient.simulator.generation import Generation
from soapclient.simulator.numbers import ANONYMOUS, DOCUMENTED
from soapclient.simulator.writing import ResultElement

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

UNKNOWN = "00000000-0000-4000-8000-000000000000"
REPORTS = "/Finance/Reports"
BUDGET = f"{REPORTS}/Budget.xlsx"
GENERATIONS = ("classic", "current")
MESSAGES = {name: value for name, value in vars(messages).items() if isinstance(value, messages.Wording)}

# The error numbers on the page of each operation, by hand.
PAGES: dict[str, set[int]] = {
    "AddPropertySetRow": {4000, 4010, 4030, 4041},
    "ChangeUserStatus": {4000, 4010, 4030, 4041},
    "ChangeUserType": {4000, 4010, 4030, 4041},
    "CreateUser": {4000, 4010, 4030},
    "DeleteUser": {4000, 4030},
    "DeleteUser1": {4000, 4010, 4030},
    "DocumentExists": {4010, 4041},
    "FolderExists": {4010, 4041},
    "GetAllUsers": {4010, 4030},
    "GetAllUsers1": {4010, 4030},
    "GetAllUsers2": {4010, 4030},
    "GetAllUsersWithoutDetails": {4010, 4030},
    "GetCurrentUser": {4010},
    "GetDocuments": {4010, 4041},
    "GetDocuments1": {4010, 4041},
    "GetDocumentsByPage": {4010, 4041},
    "GetFolder": {4010, 4041},
    "GetFolders": {4010, 4041},
    "GetFolders1": {4010, 4041},
    "GetFolders2": {4010, 4041},
    "GetFoldersAndDocuments1": {4010, 4041},
    "GetFoldersAndDocuments2": {4010, 4041},
    "GetFoldersAndDocumentsByPage": {4010, 4041},
    "GetFoldersByPage": {4010, 4041},
    "GetUser": {4000, 4010},
    "SetDocumentImportance": {4010, 4041, 5000},
    "UpdateDocumentProperties2": {4000, 4010, 4030, 4041, 4090},
    "UpdateFolderProperties": {4000, 4010, 4041, 4090},
    "UpdatePropertySetRow": {4000, 4010, 4030, 4041},
    "UpdateUserContactInfo": {4010, 4030, 4041},
    "UpdateUserEmail": {4010, 4030, 4041},
    "UpdateUserPreferences": {4000, 4010, 4030, 4041},
    "UpdateUserProfile": {4000, 4010, 4030, 4041, 4090},
    "UserExists": {4000, 4010},
}
READERS_DENIED = ("AddPropertySetRow", "UpdateDocument", "UpdatePropertySetRow")
PROFILE = {
    "UserName": "jdoe",
    "NewUserName": "jdoe",
    "NewFirstName": "J",
    "NewLastName": "D",
    "AuthenticateSource": "native",
}
ROW = '<psets><pset name="PROJECT"><row rownbr="{}" STATUS="Closed"/></pset></psets>'
# Who is refused for what beside the ticket: (operation, reason) to arguments.
CASES: dict[tuple[str, str], dict[str, Any]] = {
    ("AddPropertySetRow", "absent"): {"Path": "/x", "xmlpset": ROW.format(0)},
    ("AddPropertySetRow", "denied"): {"Path": BUDGET, "xmlpset": ROW.format(0)},
    ("AddPropertySetRow", "invalid"): {"Path": BUDGET, "xmlpset": "<psets"},
    ("ChangeUserStatus", "absent"): {"UserName": "nobody", "StatusCode": 1},
    ("ChangeUserStatus", "denied"): {"UserName": "jdoe", "StatusCode": 1},
    ("ChangeUserStatus", "invalid"): {"UserName": "jdoe", "StatusCode": 2},
    ("ChangeUserType", "absent"): {"UserName": "nobody", "UserType": 1},
    ("ChangeUserType", "denied"): {"UserName": "jdoe", "UserType": 1},
    ("ChangeUserType", "invalid"): {"UserName": "jdoe", "UserType": 0},
    ("CreateUser", "denied"): {"UserName": "new"},
    ("CreateUser", "invalid"): {"UserName": "new", "AuthenticationSource": "nowhere"},
    ("CreateUser", "taken"): {"UserName": "jdoe", "AuthenticationSource": "native"},
    ("DeleteUser", "absent"): {"UserName": "nobody"},
    ("DeleteUser", "denied"): {"UserName": "admin"},
    ("DeleteUser1", "absent"): {"UserName": "nobody", "UserPassword": "any"},
    ("DeleteUser1", "denied"): {"UserName": "admin", "UserPassword": "any"},
    ("GetUser", "absent"): {"UserName": "nobody"},
    ("SetDocumentImportance", "absent"): {"Path": REPORTS, "Importance": 1},
    ("SetDocumentImportance", "invalid"): {"Path": BUDGET, "Importance": 4},
    ("UpdateDocumentProperties2", "absent"): {"path": "/x"},
    ("UpdateDocumentProperties2", "denied"): {"path": BUDGET, "newDescription": "x"},
    ("UpdateDocumentProperties2", "invalid"): {"path": BUDGET, "newDocumentName": "a:b"},
    ("UpdateDocumentProperties2", "taken"): {"path": BUDGET, "newDocumentName": "Forecast.xlsx"},
    ("UpdateFolderProperties", "absent"): {"Path": "/x", "NewFolderName": "y"},
    ("UpdateFolderProperties", "invalid"): {"Path": REPORTS, "NewFolderName": "a|b"},
    ("UpdateFolderProperties", "taken"): {"Path": REPORTS, "NewFolderName": "archive"},
    ("UpdatePropertySetRow", "absent"): {"Path": "/x", "xmlpset": ROW.format(1)},
    ("UpdatePropertySetRow", "denied"): {"Path": BUDGET, "xmlpset": ROW.format(1)},
    ("UpdatePropertySetRow", "invalid"): {"Path": BUDGET, "xmlpset": ROW.format(0)},
    ("UpdateUserContactInfo", "absent"): {"userName": "nobody"},
    ("UpdateUserContactInfo", "denied"): {"userName": "admin"},
    ("UpdateUserEmail", "absent"): {"UserName": "nobody"},
    ("UpdateUserEmail", "denied"): {"UserName": "admin"},
    ("UpdateUserPreferences", "absent"): {"UserName": "nobody", "xmlPreferences": "<Preferences/>"},
    ("UpdateUserPreferences", "denied"): {"UserName": "admin", "xmlPreferences": "<Preferences/>"},
    ("UpdateUserPreferences", "invalid"): {"UserName": "jdoe", "xmlPreferences": "<Preferences"},
    ("UpdateUserProfile", "absent"): PROFILE | {"UserName": "nobody"},
    ("UpdateUserProfile", "denied"): PROFILE,
    ("UpdateUserProfile", "invalid"): PROFILE | {"AuthenticateSource": "nowhere"},
    ("UpdateUserProfile", "taken"): PROFILE | {"NewUserName": "ADMIN"},
    ("UserExists", "absent"): {"UserName": "nobody"},
}  # fmt: skip


def case(operation: str, reason: str) -> dict[str, Any]:
    """Return the arguments with which an operation is refused for a reason."""
    if (operation, reason) in CASES:
        return CASES[operation, reason]
    return {"Path": "/x"} if reason == "absent" else {}


def ticket_name(operation: str) -> str:
    """Return how an operation spells its ticket."""
    names = Contract.load("bundled")[operation].parameters
    return next(name for name in names if name.casefold() == "authenticationticket")


def call(simulator: Simulator, ticket: str, operation: str, **arguments: Any) -> ET.Element:
    """Call an operation with a ticket."""
    return ask(simulator, operation, **{ticket_name(operation): ticket}, **arguments)


def done(root: ET.Element) -> ET.Element:
    """Hold a reply to success, and return it."""
    assert (root.get("success"), root.get("error", "")) == ("true", "")
    return root


@pytest.fixture(scope="module")
def current() -> Iterator[Simulator]:
    """A server of today; what its tests change no other test reads."""
    with Simulator(generation="current") as simulator:
        yield simulator


@pytest.fixture
def make() -> Iterator[Callable[..., Simulator]]:
    """Make simulators that are closed in the end."""
    made: list[Simulator] = []

    def make(**options: Any) -> Simulator:
        made.append(Simulator(**options))
        return made[-1]

    yield make
    for simulator in made:
        simulator.close()


class TestOptions:
    """What a simulator can be."""

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ({"generation": "new"}, "generation must be one of classic, current, not 'new'"),
            ({"generation": "current", "language": "de"}, "language must be one of en, tr, not 'de'"),
            ({"language": "tr"}, "language 'tr' needs generation 'current': classic texts are English"),
            ({"page_size": 0}, "page_size must be at least 1, not 0"),
        ],
    )
    def test_what_cannot_be_is_refused_in_a_sentence(self, options: dict[str, Any], expected: str) -> None:
        """A wrong value is a ValueError that names what there is."""
        with pytest.raises(ValueError) as refused:
            Simulator(**options)
        assert str(refused.value) == expected

    def test_the_repr_names_the_current_generation(self, current: Simulator) -> None:
        """The classic one, the default, is not named."""
        assert repr(current) == "<Simulator: 425 operations, <Store in memory>, current>"

    def test_classic_is_the_default_and_knows_no_numbers(self, make: Callable[..., Simulator]) -> None:
        """Two simulators, one by default and one by name, answer the same bytes, without an error number."""
        request = wire.soap("1.1", "GetUser", f"<AuthenticationTicket>{UNKNOWN}</AuthenticationTicket>")
        replies = {post(make(**options), request).content for options in ({}, {"generation": "classic"})}
        assert len(replies) == 1
        assert b"[901] Session expired" in (reply := replies.pop())
        assert b"errorcode" not in reply.lower()


class TestNumbers:
    """Refusals of the current generation."""

    def test_the_table_is_that_of_the_pages(self) -> None:
        """Every documented number of an operation that the simulator answers can be had from it, and no other."""
        assert {name: {*numbers.values()} for name, numbers in DOCUMENTED.items()} == PAGES
        assert {*PAGES} <= {*BEHAVIOURS}

    @pytest.mark.parametrize(
        ("operation", "reason"),
        [(name, reason) for name, numbers in DOCUMENTED.items() for reason in numbers],
    )
    @pytest.mark.parametrize("language", ["en", "tr"])
    def test_each_reason_has_its_number(
        self, make: Callable[..., Simulator], operation: str, reason: str, language: str
    ) -> None:
        """An operation refuses for each documented reason with the number of its page, in whatever language."""
        simulator = make(generation="current", language=language)
        admin, jdoe = log_in(simulator), log_in(simulator, "jdoe", "secret")
        if operation.startswith(READERS_DENIED):
            done(call(simulator, admin, "ChangeUserType", UserName="jdoe", UserType=2))
        ticket = {"expired": UNKNOWN, "missing": "", "denied": jdoe}.get(reason, admin)

        root = call(simulator, ticket, operation, **case(operation, reason))

        assert root.attrib.keys() == {"success", "error", "errorCode"}
        assert root.attrib["success"] == "false"
        assert root.attrib["errorCode"] == str(DOCUMENTED[operation][reason])  # type: ignore[index]
        assert "[" not in root.attrib["error"]

    @pytest.mark.parametrize("operation", sorted(ANONYMOUS))
    def test_folders_without_a_ticket_are_read_by_nobody_who_sees_none(
        self, current: Simulator, operation: str
    ) -> None:
        """Readers of folders run as the anonymous user, who finds nothing."""
        assert call(current, "", operation, Path=REPORTS).attrib["errorCode"] == "4041"

    @pytest.mark.parametrize(
        ("operation", "expected"),
        [("AuthenticateUser", {"errorcode": "4010"}), ("AuthenticateUser1", {"errorCode": "4010"})],
    )
    def test_a_login_is_refused_by_number(self, current: Simulator, operation: str, expected: dict[str, str]) -> None:
        """AuthenticateUser spells it errorcode, as its page does."""
        root = ask(current, operation, UID="jdoe", PWD="wrong")
        assert root.attrib == {"success": "false", "error": "Authentication failed", **expected}

    def test_the_account_without_tickets_is_told_from_a_wrong_password(self, current: Simulator) -> None:
        """What was [902] is 4030."""
        root = ask(current, "AuthenticateUser1", UID="sysadmin", PWD="sysadmin")
        assert root.attrib["errorCode"] == "4030"

    def test_an_error_inside_is_5000(self, make: Callable[..., Simulator]) -> None:
        """It carries what went wrong, without a prefix."""
        simulator = make(generation="current")
        ticket = log_in(simulator)
        simulator.close()
        root = call(simulator, ticket, "GetUser")
        assert root.attrib["errorCode"] == "5000"
        assert root.attrib["error"].startswith("System error: ")

    @pytest.mark.parametrize(
        ("operation", "expected"),
        [
            ("Search", {"errorCode": "4000"}),
            ("GetNextSearchPage", {"errorCode": "4000", "errorcode": "4000"}),
            ("GetFolderRules", {"errorcode": "4000"}),
        ],
    )
    def test_a_failure_on_demand_has_a_number(
        self, make: Callable[..., Simulator], operation: str, expected: dict[str, str]
    ) -> None:
        """In the spelling of the operation, and under its root, also where the simulator has no behaviour for it."""
        simulator = make(generation="current")
        simulator.fail("error", text="x", number="4000", operation=operation)
        root = ask(simulator, operation)
        assert (root.tag, root.attrib) == ("response", {"success": "false", "error": "x", **expected})

    def test_a_number_of_another_form_is_refused(self, current: Simulator) -> None:
        """It has four digits."""
        with pytest.raises(ValueError, match="cannot be '41'"):
            current.fail("error", text="x", number="41")


class TestWords:
    """The texts of refusals."""

    @pytest.mark.parametrize("name", sorted(MESSAGES))
    def test_every_message_is_in_every_wording(self, name: str) -> None:
        """Each wording of a message takes the same values; without the codes of before, and in Turkish another text."""
        message = MESSAGES[name]
        for wording in (message.classic, message.english, message.turkish):
            fields = [field for _, field, _, _ in string.Formatter().parse(wording) if field is not None]
            assert len(fields) <= message.classic.count("{")
            assert wording.format("a", "b")
        assert name == "SOME_ROWS" or not message.english.startswith(("[", "SystemError"))
        assert name == "SOME_ROWS" or message.turkish != message.english

    @given(value=st.text())
    def test_values_stand_in_a_text_as_they_are(self, value: str) -> None:
        """Braces in a value are no places for others."""
        refusal = messages.Refusal(messages.BAD_PREFERENCE, "Language", value)
        assert str(refusal) == f"Invalid value for Language: {value}"
        assert Generation("current", "tr").text(refusal) == f"Language için geçersiz değer: {value}"

    def test_texts_are_translated_and_numbers_are_not(self, make: Callable[..., Simulator]) -> None:
        """The same refusal in both languages."""
        roots = [call(make(generation="current", language=each), UNKNOWN, "GetUser") for each in ("en", "tr")]
        assert [root.attrib["errorCode"] for root in roots] == ["4010", "4010"]
        assert [root.attrib["error"] for root in roots] == [
            "Session expired or invalid ticket",
            "Oturumun süresi doldu veya bilet geçersiz",
        ]


class TestSuccess:
    """Replies of calls that were done."""

    def test_some_say_zero(self, make: Callable[..., Simulator]) -> None:
        """Operations that write say errorCode 0, but for those of property rows; those that read say none."""
        simulator = make(generation="current")
        ticket = log_in(simulator)
        wrote = done(call(simulator, ticket, "UpdateUserEmail", UserName="jdoe", NewEmailAddress="x"))
        row = done(call(simulator, ticket, "UpdatePropertySetRow", Path=BUDGET, xmlpset=ROW.format(1)))
        read = done(call(simulator, ticket, "GetUser"))
        assert [wrote.attrib, row.attrib, read.attrib] == [
            {"success": "true", "error": "", "errorCode": "0"},
            {"success": "true", "error": ""},
            {"success": "true", "error": ""},
        ]

    def test_roots_are_those_of_the_pages(self, current: Simulator) -> None:
        """Most are response, and GetCurrentUser stays root."""
        ticket = log_in(current)
        tags = [call(current, ticket, name).tag for name in ("GetCurrentUser", "GetUser")]
        assert tags == ["root", "response"]

    def test_a_document_tells_its_importance_as_a_name(self, current: Simulator) -> None:
        """GetDocument does not tell the number that SetDocumentImportance takes."""
        (document,) = call(current, log_in(current), "GetDocument", Path=BUDGET)
        assert document.attrib["Importance"] == "Normal"


class TestSoap:
    """How a .NET Core host reads SOAP."""

    def arrived(self, simulator: Simulator, parameters: str, operation: str = "UpdateUserContactInfo") -> Any:
        """Send parameters, and return what arrived that is not null."""
        post(simulator, wire.soap("1.1", operation, parameters))
        return {name: value for name, value in simulator.arrived[-1].arguments.items() if value is not None}

    @pytest.mark.parametrize(
        ("sent", "expected"),
        [
            ("", {}),
            ('<emailAddress xsi:nil="true"/>', {}),
            ('<emailAddress xsi:nil="1">x</emailAddress>', {}),
            ('<emailAddress xsi:nil="false"/>', {"emailAddress": ""}),
            ("<emailAddress/>", {"emailAddress": ""}),
            ("<EmailAddress>x</EmailAddress>", {}),
            ('<emailAddress xmlns="">x</emailAddress>', {"emailAddress": "x"}),
            ('<emailAddress xmlns="urn:x">x</emailAddress>', {}),
            ("<fax>1</fax><!-- c --><emailAddress>x</emailAddress>", {"emailAddress": "x"}),
            ("<emailAddress>x</emailAddress><emailAddress>y</emailAddress>", {"emailAddress": "x"}),
            ("<emailAddress>a<!-- c -->b<![CDATA[<]]></emailAddress>", {"emailAddress": "ab<"}),
        ],
    )
    def test_a_text_is_null_when_left_out_or_nil(self, current: Simulator, sent: str, expected: dict[str, str]) -> None:
        """And found by its exact local name, in the operation's namespace or in none."""
        assert self.arrived(current, sent) == expected

    @pytest.mark.parametrize(
        ("sent", "expected"),
        [
            ("", {}),
            ('<importance xsi:nil="true"/>', {}),
            ("<importance>2</importance>", {"importance": 2}),
        ],
    )
    def test_a_nullable_number_is_null_when_left_out_or_nil(
        self, current: Simulator, sent: str, expected: dict[str, int]
    ) -> None:
        """As on servers of before."""
        assert self.arrived(current, sent, "UpdateDocumentProperties2") == expected

    @pytest.mark.parametrize(
        "sent",
        [
            '<StatusCode xsi:nil="true"/>',
            "<StatusCode/>",
            "<StatusCode>x</StatusCode>",
            "<StatusCode><a/></StatusCode>",
        ],
    )
    @pytest.mark.parametrize("version", ["1.1", "1.2"])
    def test_a_plain_number_that_is_none_is_a_fault(self, current: Simulator, sent: str, version: str) -> None:
        """Nil too; a forgotten one is 0."""
        reply = post(current, wire.soap(version, "ChangeUserStatus", sent))
        fault = ET.fromstring(reply.content)[0][0]
        assert (reply.status_code, fault.tag.rpartition("}")[2]) == (500, "Fault")
        assert self.arrived(current, "", "ChangeUserStatus") == {"StatusCode": 0}

    def test_faults_have_the_form_of_their_host(self, current: Simulator) -> None:
        """The prefix is s, the client is always blamed, and there is no detail and no stack trace."""
        request = wire.soap("1.1", "GetUser")
        headers = {**request.headers, "SOAPAction": '"http://tempuri.org/Nope"'}
        reply = post(current, wire.Request(request.method, request.path, headers, request.body))
        assert reply.status_code == 500
        assert (
            "<s:Fault><faultcode>s:Client</faultcode><faultstring>No operation found for specified action:"
            " http://tempuri.org/Nope</faultstring></s:Fault>"
        ) in reply.text

        reply = post(current, wire.soap("1.2", "GetAddInPart"))
        assert "<s:Value>s:Receiver</s:Value>" in reply.text
        assert "The simulator has no behaviour for GetAddInPart" in reply.text

    @pytest.mark.parametrize(
        ("action", "content_type", "expected"),
        [
            ('"http://tempuri.org/GetUser"', "text/xml", "GetUser"),
            ("http://tempuri.org/getuser", "text/xml", "GetUser"),
            ("GetUser", "text/xml", "GetUser"),
            ('""', "text/xml", "GetUser"),
            (None, "text/xml", "GetUser"),
            (None, 'application/soap+xml; action="http://tempuri.org/GetUser"', "GetUser"),
            ("http://tempuri.org/GetUser", "text/plain", "GetUser"),
        ],
    )
    def test_how_the_operation_is_found(
        self, current: Simulator, action: str | None, content_type: str, expected: str
    ) -> None:
        """By the header, the content type or the first element; letter case and media type do not matter."""
        headers = {"Content-Type": content_type} | ({} if action is None else {"SOAPAction": action})
        current.arrived.clear()
        post(current, wire.Request("POST", "", headers, wire.soap("1.1", "GetUser").body))
        assert [each.operation for each in current.arrived] == [expected]

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"<a", 400),
            (b"<a/>", 500),
            (b'<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"/>', 400),
            (b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>', 500),
            (wire.soap("1.1", "UserExists").body, 400),
        ],
    )
    def test_what_is_no_call_is_a_fault(self, current: Simulator, body: bytes, status: int) -> None:
        """Malformed XML, another document, no body, nothing in it, and the element of another operation."""
        action = {} if b"e:Body/" in body else {"SOAPAction": "GetUser"}
        reply = post(current, wire.Request("POST", "", {"Content-Type": "text/xml", **action}, body))
        assert reply.status_code == status
        assert ET.fromstring(reply.content)[0][0].tag.endswith("}Fault")

    def test_xml_arrives_as_xml(self, current: Simulator) -> None:
        """The parameter that is XML by type, as an element or as text."""
        given = self.arrived(current, "<xmlRules><Rules a='1'/></xmlRules>", "SetFolderRules")
        assert ET.fromstring(given["xmlRules"]).attrib == {"a": "1"}
        assert self.arrived(current, "<xmlRules>x</xmlRules>", "SetFolderRules")["xmlRules"] == "x"

    @given(email=XML_TEXT, mobile=XML_TEXT, version=st.sampled_from(["1.1", "1.2"]))
    def test_whatever_xml_can_carry_comes_back(self, current: Simulator, email: str, mobile: str, version: str) -> None:
        """Through UpdateUserContactInfo and GetUser no character is lost or changed."""
        ticket = log_in(current, "jdoe", "secret")
        parameters = (
            f"<authenticationTicket>{ticket}</authenticationTicket><userName>jdoe</userName>"
            f"<emailAddress>{written(email)}</emailAddress><mobileNumber>{written(mobile)}</mobileNumber>"
        )
        assert b'success="true"' in post(current, wire.soap(version, "UpdateUserContactInfo", parameters)).content
        reply = post(current, wire.soap(version, "GetUser", f"<AuthenticationTicket>{ticket}</AuthenticationTicket>"))
        user = ET.fromstring(reply.content)[0][0][0][0][0]
        assert (user.attrib["Email"], user.attrib["MobileNumber"]) == (email, mobile)


def plain(simulator: Simulator, method: str, operation: str, /, **fields: str) -> requests.Response:
    """Send fields as a query or a form to an operation's own URL."""
    with requests.Session() as session:
        session.mount("http://", simulator.adapter())
        where = {"params": fields} if method == "GET" else {"data": fields}
        return session.request(method, f"{URL}/{operation}", **where)  # type: ignore[arg-type]


class TestForms:
    """How model binding reads GET and form POST."""

    CONTACT = {"userName": "jdoe", "emailAddress": "new@example.com", "mobileNumber": "1"}

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_call_is_answered_with_the_bare_document(self, make: Callable[..., Simulator], method: str) -> None:
        """Letter case does not matter, neither of the operation nor of the parameters."""
        simulator = make(generation="current")
        ticket = log_in(simulator)
        reply = plain(simulator, method, "updateusercontactinfo", AUTHENTICATIONTICKET=ticket, **self.CONTACT)
        assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert done(ET.fromstring(reply.content)).tag == "response"
        user = simulator.user("jdoe")
        assert user is not None
        assert user["email"] == "new@example.com"

    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize("value", [None, "", "  "])
    def test_a_required_text_without_a_value_is_400(
        self, make: Callable[..., Simulator], method: str, value: str | None
    ) -> None:
        """Left out, empty or blank: no document of the service, no call, and nothing is cleared."""
        simulator = make(generation="current")
        ticket = log_in(simulator)
        fields = self.CONTACT | {"emailAddress": value}
        fields = {name: text for name, text in fields.items() if text is not None}
        before, calls = simulator.user("jdoe"), len(simulator.arrived)
        reply = plain(simulator, method, "UpdateUserContactInfo", authenticationTicket=ticket, **fields)
        assert reply.status_code == 400
        assert b"<" not in reply.content
        assert [*reply.json()["errors"]] == ["emailAddress"]
        assert (simulator.user("jdoe"), len(simulator.arrived)) == (before, calls)

    @pytest.mark.parametrize("value", [None, "", " "])
    def test_an_optional_text_without_a_value_is_nothing_sent(
        self, make: Callable[..., Simulator], value: str | None
    ) -> None:
        """So it clears nothing where null keeps."""
        simulator = make(generation="current")
        ticket = log_in(simulator)
        fields = {"Path": BUDGET, "NewUpdateInstructions": "Weekly"} | (
            {} if value is None else {"NewDescription": value}
        )
        reply = plain(simulator, "POST", "UpdateDocumentProperties", AuthenticationTicket=ticket, **fields)
        done(ET.fromstring(reply.content))
        document = simulator.document(BUDGET)
        assert document is not None
        assert (document["description"], document["update_instructions"]) == ("Budget of 2026", "Weekly")

    def test_no_ticket_reaches_the_operation(self, current: Simulator) -> None:
        """Its own refusal answers, not model binding."""
        reply = plain(current, "GET", "UpdateUserContactInfo", **self.CONTACT)
        assert ET.fromstring(reply.content).attrib["errorCode"] == "4030"

    def test_nobody_named_is_the_caller(self, current: Simulator) -> None:
        """GetUser is the one whose required name may be left out."""
        ticket = log_in(current, "jdoe", "secret")
        for fields in ({}, {"UserName": ""}):
            reply = plain(current, "GET", "GetUser", AuthenticationTicket=ticket, **fields)
            assert ET.fromstring(reply.content)[0].attrib["UserName"] == "jdoe"

    def test_filters_must_be_there_and_may_be_empty(self, current: Simulator) -> None:
        """A filter that is left out of GetAllUsers2 is HTTP 400."""
        filters = ("firstName", "lastName", "userName", "email", "authenticationSource", "domainName")
        fields = {f"{name}Filter": "" for name in filters} | {
            "AuthenticationTicket": log_in(current), "StartingRowNumber": "0", "NumberOfRow": "9",
            "UserStatusFilter": "-1", "UserTypeFilter": "-1", "SortBy": "0", "SortAscending": "true",
        }  # fmt: skip
        reply = plain(current, "GET", "GetAllUsers2", **fields)
        assert done(ET.fromstring(reply.content)).attrib["totalusercount"] == "3"
        del fields["emailFilter"]
        assert plain(current, "GET", "GetAllUsers2", **fields).json()["errors"].keys() == {"emailFilter"}

    @pytest.mark.parametrize("value", [None, "", "x", "99999999999"])
    def test_a_number_that_is_none_is_400(self, current: Simulator, value: str | None) -> None:
        """A plain number is required, whatever it is."""
        fields = {"UserName": "jdoe"} | ({} if value is None else {"StatusCode": value})
        reply = plain(current, "GET", "ChangeUserStatus", **fields)
        assert (reply.status_code, [*reply.json()["errors"]]) == (400, ["StatusCode"])

    def test_a_nullable_number_can_be_left_out(self, current: Simulator) -> None:
        """The operation that ASMX does not offer to forms is there."""
        reply = plain(current, "POST", "UpdateDocumentProperties2", path="/x")
        assert ET.fromstring(reply.content).attrib["errorCode"] == "4010"
        assert current.arrived[-1].arguments["importance"] is None

    @given(value=st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: text.strip()))
    def test_whatever_a_form_can_carry_arrives(self, current: Simulator, value: str) -> None:
        """Text that is not blank arrives as it was sent, also where it looks like markup."""
        for method in ("GET", "POST"):
            plain(current, method, "UserExists", UserName=value)
            assert current.arrived[-1].arguments["UserName"] == value

    def test_a_name_twice_counts_once(self, current: Simulator) -> None:
        """The first value."""
        with requests.Session() as session:
            session.mount("http://", current.adapter())
            session.get(f"{URL}/UserExists?UserName=a&UserName=b")
        assert current.arrived[-1].arguments["UserName"] == "a"

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", "UploadDocument", 415),
            ("GET", "Nope", 404),
            ("PUT", "GetUser", 405),
        ],
    )
    def test_what_has_no_document(self, current: Simulator, method: str, path: str, status: int) -> None:
        """Bytes by GET, an unknown operation, another method."""
        reply = plain(current, method, path)
        assert (reply.status_code, b"<" in reply.content) == (status, False)

    def test_another_content_type_is_415(self, current: Simulator) -> None:
        """A form is the one that is read."""
        with requests.Session() as session:
            session.mount("http://", current.adapter())
            assert session.post(f"{URL}/UserExists", json={"UserName": "jdoe"}).status_code == 415

    def test_no_behaviour_is_a_status(self, current: Simulator) -> None:
        """What is a fault over SOAP is HTTP 500 here."""
        reply = plain(current, "GET", "GetUsersTaskPerformance")
        assert (reply.status_code, reply.text) == (500, "The simulator has no behaviour for GetUsersTaskPerformance")

    def test_over_a_socket(self, current: Simulator) -> None:
        """The status and the JSON of a refused form go over the wire as they are."""
        with current.serve() as server:
            reply = requests.post(f"{server.url}/UserExists", data={"UserName": ""}, timeout=10)
            document = requests.get(f"{server.url}/UserExists", params={"UserName": "x"}, timeout=10)
        assert (reply.status_code, reply.headers["Content-Type"]) == (400, "application/problem+json; charset=utf-8")
        assert 'errorCode="4010"' in document.text


class TestBytes:
    """Operations that answer bytes."""

    @given(data=st.binary())
    def test_bytes_are_a_json_string_of_base64(self, data: bytes) -> None:
        """Over GET and POST, and base64 in the result over SOAP."""
        writer = CoreWriter(Contract.load("bundled")["DownloadDocument"])
        for protocol in ("get", "post"):
            response = writer.success(ResultElement(data=data), protocol)  # type: ignore[arg-type]
            assert ("Content-Type", "application/json; charset=utf-8") in response.headers
            assert base64.b64decode(json.loads(b"".join(response.body))) == data
        document = ET.fromstring(b"".join(writer.success(ResultElement(data=data), "soap11").body))
        assert base64.b64decode(document[0][0][0].text or "") == data

    def test_a_failure_is_a_status_with_headers(self, make: Callable[..., Simulator]) -> None:
        """The number and the text are in headers, the body is an empty string."""
        simulator = make(generation="current")
        simulator.fail("error", text="Belge bulunamadı", number="4041", operation="DownloadDocument", times=None)
        reply = plain(simulator, "GET", "DownloadDocument", Path="/x")
        assert (reply.status_code, reply.json()) == (404, "")
        assert reply.headers["X-InfoRouter-ErrorCode"] == "4041"
        assert unquote(reply.headers["X-InfoRouter-Error"]) == "Belge bulunamadı"
        soap = post(simulator, wire.soap("1.1", "DownloadDocument"))
        assert soap.status_code == 200
        assert "<DownloadDocumentResult />" in soap.text

    def test_a_thumbnail_fails_with_success(self, make: Callable[..., Simulator]) -> None:
        """Its page says HTTP 200 and the headers."""
        simulator = make(generation="current")
        simulator.fail("error", text="x", number="4041", operation="GetDocumentThumbnail")
        writer = CoreWriter(Contract.load("bundled")["GetDocumentThumbnail"])
        writer._bytes = True  # the contract of a server may say XML
        response = writer.refusal("x", "get", "4041")
        assert response.status == 200
        assert ("X-InfoRouter-ErrorCode", "4041") in response.headers

    @pytest.mark.parametrize("protocol", ["get", "soap11"])
    def test_nothing_is_answered_as_before(self, protocol: Any) -> None:
        """An operation without a result has no JSON."""
        writer = CoreWriter(Contract.load("bundled")["MaintenanceBeat"])
        response = writer.refusal("x", protocol, "4000")
        assert b"".join(response.body).endswith(b"" if protocol == "get" else b"</s:Body></s:Envelope>")


def test_the_documentation_lists_every_operation() -> None:
    """docs/simulator.md lists what the simulator answers: python tests/simulator_page.py writes it anew."""
    assert simulator_page.HEADING + simulator_page.PAGE.read_text("utf-8").partition(simulator_page.HEADING)[2] == (
        simulator_page.written()
    )


def test_an_operation_has_one_behaviour() -> None:
    """What enters another is told, rather than that the one entered last wins."""
    with pytest.raises(ValueError, match=r"GetUser: already registered by soapclient\.simulator\.users"):
        behaviour.behaves("GetUser")(lambda call: ResultElement())


class TestDeletingUsers:
    """DeleteUser1 asks for the password only where its policy says so."""

    def test_the_password_is_not_looked_at(self, make: Callable[..., Simulator]) -> None:
        """A wrong one deletes the user in the current generation, as its page warns."""
        simulator = make(generation="current")
        done(call(simulator, log_in(simulator), "DeleteUser1", UserName="jdoe", UserPassword="wrong"))
        assert simulator.user("jdoe") is None
