# ruff: noqa: RUF001 - Turkish has a dotless i
"""A reply belongs to its request: one that names another user, document or handler is an `UnexpectedReply`."""

from __future__ import annotations

import json

import pytest
from lxml import etree
from servers import SUCCESS, RawServer, envelope, http

from soapclient import Client, Contract, Ticket, errors
from soapclient.contract.bundled import bundled
from soapclient.inforouter import about
from soapclient.simulator import Simulator

CONTRACT = Contract.load("bundled")
TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
NOTES = {
    name: note["about"]
    for name, note in json.loads(bundled("annotations.json").read_text("utf-8")).items()
    if "about" in note
}
DOCUMENT = '<document DocumentID="7" Name="Budget.xlsx" Path="\\Finance\\Reports" />'
PAGE = 'folderid="7" parentid="1" name="Reports" path="\\Finance\\Reports" itemcount="0"'
# What an operation was asked, what it answers below its root, and whether that belongs together.
CASES = {
    "user": ("GetUser", {"UserName": "jdoe"}, '<User UserName="jdoe"/>', True),
    "another user": ("GetUser", {"UserName": "jdoe"}, '<User UserName="asmith"/>', False),
    "another user, of a child element": (
        "GetUser", {"UserName": "jdoe"}, "<user><userName>asmith</userName></user>", False,
    ),
    "letter case": ("GetUser", {"UserName": "JDoe"}, '<User UserName="jdoE"/>', True),
    "blanks": ("GetUser", {"UserName": " jdoe "}, '<User UserName="jdoe"/>', True),
    "blanks that an attribute does not keep": ("GetUser", {"UserName": "Ann\tDoe"}, '<User UserName="Ann Doe"/>', True),
    "Turkish letters": ("GetUser", {"UserName": "IŞIK"}, '<User UserName="ışık"/>', True),
    "accents": ("GetUser", {"UserName": "jose"}, '<User UserName="José"/>', True),
    "a domain before the name": ("GetUser", {"UserName": "ACME\\jdoe"}, '<User UserName="jdoe"/>', True),
    "a domain in the reply": ("GetUser", {"UserName": "jdoe"}, '<User UserName="ACME\\jdoe"/>', True),
    "another domain": ("GetUser", {"UserName": "ACME\\jdoe"}, '<User UserName="OTHER\\jdoe"/>', False),
    "an address": ("GetUser", {"UserName": "jdoe@acme.example"}, '<User UserName="john"/>', True),
    "another address": ("GetUser", {"UserName": "jdoe@acme.example"}, '<User UserName="ann@acme.example"/>', False),
    "the caller": ("GetUser", {"UserName": ""}, '<User UserName="admin"/>', True),
    "no user": ("GetUser", {"UserName": "jdoe"}, "", True),
    "a user without a name": ("GetUser", {"UserName": "jdoe"}, '<User UserID="3" UserName=""/>', True),
    "document": ("GetDocument", {"Path": "/Finance/Reports/Budget.xlsx"}, DOCUMENT, True),
    "document, other slashes": ("GetDocument", {"Path": "Finance\\reports\\BUDGET.xlsx/"}, DOCUMENT, True),
    "document by number": ("GetDocument", {"Path": "~D7"}, DOCUMENT, True),
    "document by number and ending": ("GetDocument", {"Path": "~d7.xlsx"}, DOCUMENT, True),
    "document by number, after a slash": ("GetDocument", {"Path": "/~D7/"}, DOCUMENT, True),
    "another document by number, after a slash": ("GetDocument", {"Path": "/~D8/"}, DOCUMENT, False),
    "document in a folder by number": ("GetDocument", {"Path": "~F5/Budget.xlsx"}, DOCUMENT, True),
    "another document in a folder by number": ("GetDocument", {"Path": "~F5/Plan.xlsx"}, DOCUMENT, False),
    "another shortcut by number": (
        "GetDocument", {"Path": "~D8"}, DOCUMENT.replace(" />", ' IsShortcut="TRUE" />'), False,
    ),
    "document, by a path with a step that leads nowhere": (
        "GetDocument", {"Path": "/Finance/./Reports/Budget.xlsx"}, DOCUMENT, True,
    ),
    "another document by number": ("GetDocument", {"Path": "~D8"}, DOCUMENT, False),
    "another document": ("GetDocument", {"Path": "/Finance/Reports/Plan.xlsx"}, DOCUMENT, False),
    "another folder's document": ("GetDocument", {"Path": "/Sales/Reports/Budget.xlsx"}, DOCUMENT, False),
    "document whose path is told whole": (
        "GetDocument", {"Path": "/a/b"}, '<document DocumentID="7" Name="b" Path="/a/b"/>', True,
    ),
    "document without a path": ("GetDocument", {"Path": "/a/b"}, '<document DocumentID="7" Name="b"/>', True),
    "folder": ("GetFolder", {"Path": "/Finance/Reports"}, '<folder Name="Reports" Path="\\Finance\\Reports"/>', True),
    "another folder": ("GetFolder", {"Path": "/Finance/Plans"}, '<folder id="3" name="Reports"/>', False),
    "another folder of the same name": (
        "GetFolder", {"Path": "/Sales/Reports"}, '<folder Name="Reports" Path="\\Finance\\Reports"/>', False,
    ),
    "domain": ("GetDomain", {"DomainName": "finance"}, '<domain DomainName="Finance"/>', True),
    "another domain's page": ("GetDomain", {"DomainName": "finance"}, '<domain DomainName="Sales"/>', False),
    "group": (
        "GetUserGroup", {"GroupName": "All", "DomainName": "x"}, '<usergroup GroupName="All" DomainName="x"/>', True,
    ),
    "another group": (
        "GetUserGroup", {"GroupName": "All", "DomainName": "x"}, '<usergroup GroupName="None" DomainName="x"/>', False,
    ),
    "task": ("GetTask", {"taskId": 7}, "<Task><TaskID>7</TaskID></Task>", True),
    "another task": ("GetTask", {"taskId": 7}, "<Task><TaskID>8</TaskID></Task>", False),
    "version": ("GetDocumentVersion", {"path": "/a/b", "versionNumber": 2000000}, '<Version Number="2"/>', True),
    "another version": (
        "GetDocumentVersion", {"path": "/a/b", "versionNumber": 2000000}, '<Version Number="3"/>', False,
    ),
    "the published version": (
        "GetDocumentVersion", {"path": "/a/b", "versionNumber": 0}, '<Version Number="3"/>', True,
    ),
    "schedule": ("GetRandDScheduleInfo", {"RDDefId": 4}, '<RetentionDispositionSchedule DefId="5"/>', False),
    "definition": (
        "CreateFlowDef3",
        {"DomainName": "x", "FlowName": "Legal", "ActiveFolderPath": "/x", "OnEndMoveToPath": "/x", "Supervisor": "a",
         "OnEndEventUrl": "", "Hide": False},
        '<FlowDef FlowName="Other" DomainName="x"/>', False,
    ),
    "a change of another user": (
        "UpdateUserContactInfo", {"userName": "jdoe", "emailAddress": "a@b.c"}, '<User UserName="asmith"/>', False,
    ),
}  # fmt: skip


def replied(inner: str, attributes: str = "") -> str:
    return f'<response success="true" error="" {attributes} xmlns="">{inner}</response>'


@pytest.fixture(scope="module")
def server():
    """A server that answers what it is told to."""

    def answer(connection, request):
        connection.sendall(http(body=answer.body))

    with RawServer(answer) as raw:
        raw.answer = answer
        yield raw


@pytest.mark.parametrize(("operation", "said", "inner", "fits"), CASES.values(), ids=CASES)
def test_a_reply_that_names_what_was_asked(server, operation, said, inner, fits):
    """A reply that names another thing than was asked for is refused; one that names the same, or nothing, is taken."""
    server.answer.body = envelope(operation, replied(inner))
    flags = {each.name: False for each in CONTRACT[operation].own_parameters if each.type == "boolean"}
    with Client(server.url, auth=Ticket(TICKET), wsdl="bundled") as ir:
        if fits:
            assert "true" == ir.service[operation](**{**flags, **said}).attributes["success"]
            return
        with pytest.raises(errors.UnexpectedReply, match=f"{operation}: the reply is about another ") as caught:
            ir.service[operation](**{**flags, **said})
    assert operation == caught.value.operation
    assert CONTRACT[operation].changes == caught.value.maybe_applied


@pytest.mark.parametrize("operation", [name for name, note in NOTES.items() if "folder ." in note.values()])
def test_a_page_of_another_folder(server, operation):
    """The page of a folder that is not the one that was asked for is refused, by its path and by its name."""
    said = {each.name: "" for each in CONTRACT[operation].own_parameters} | {"PageNumber": 1}
    said = {name: value for name, value in said.items() if name in CONTRACT[operation].parameters}
    server.answer.body = envelope(operation, replied("", PAGE))
    with Client(server.url, auth=Ticket(TICKET), wsdl="bundled") as ir:
        for path in ("/Finance/Reports", "\\finance\\reports\\", "~F7"):
            ir.service[operation](**{**said, "Path": path})
        for path in ("/Finance/Plans", "/Sales/Reports", "~F8"):
            with pytest.raises(errors.UnexpectedReply, match="about another folder"):
                ir.service[operation](**{**said, "Path": path})


@pytest.mark.parametrize(
    ("operation", "parameter"),
    [("DownloadFileChunk", "DownloadHandler"), ("UploadFileChunk", "UploadHandler")],
)
def test_a_handler_is_not_told(operation, parameter):
    """A reply that names another handler is refused without writing either: whoever has one may use it."""
    root = etree.fromstring(replied("", f'{parameter.lower()}="other-handler"'))
    why = about.another(CONTRACT[operation], {parameter: "my-handler"}, root)
    assert why == "the reply is about another handler than the one that was asked for"
    assert not about.another(CONTRACT[operation], {parameter: "OTHER-handler"}, root)
    assert not about.another(CONTRACT[operation], {parameter: "my-handler"}, etree.fromstring(replied("")))


def test_a_login_of_another_user():
    """The ticket of another user is not taken: no call is made with it."""
    logins = []

    def answer(connection, request):
        logins.append(request)
        who = 'username="asmith" ticket="3f2504e0-4f89-11d3-9a0c-0305e82c3301"'
        connection.sendall(http(body=envelope("AuthenticateUser", SUCCESS.replace(" />", f" {who} />"))))

    with RawServer(answer) as raw, Client(raw.url, username="jdoe", password="s3cr3t", wsdl="bundled") as ir:
        with pytest.raises(errors.UnexpectedReply, match="AuthenticateUser: the reply is about another user") as caught:
            ir.service.GetUser(UserName="jdoe")
    assert not caught.value.maybe_applied
    assert b"AuthenticateUser" in logins[0]
    assert not [each for each in logins if b"GetUser" in each]


def test_a_change_is_in_doubt():
    """Where a change was answered by another one's reply, the error says that it may have been made."""
    with Simulator() as simulator, simulator.serve() as server:
        with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
            body = envelope("UpdateUserContactInfo", replied('<User UserName="asmith"/>'))
            simulator.fail("reply", operation="UpdateUserContactInfo", body=body)
            with pytest.raises(errors.UnexpectedReply, match="may have been made") as caught:
                ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x@example.com")
    assert caught.value.maybe_applied


def test_over_form_post():
    """A form's reply belongs to its request too."""
    with Simulator() as simulator, simulator.serve() as server:
        options = {"username": "admin", "password": "admin", "wsdl": "bundled", "transport": "http-post"}
        with Client(server.url, **options) as ir:
            ir.service.GetUser(UserName="jdoe")
            simulator.fail("reply", operation="GetUser", body=replied('<User UserName="asmith"/>').encode())
            with pytest.raises(errors.UnexpectedReply, match="about another user than jdoe"):
                ir.service.GetUser(UserName="jdoe")


@pytest.mark.parametrize("operation", NOTES)
def test_what_is_noted(operation):
    """Each note names a parameter of the operation, a kind, and one place below the root."""
    for parameter, noted in NOTES[operation].items():
        assert parameter in CONTRACT[operation].parameters
        kind, place = noted.split(" ")
        assert kind.replace("-", "").isalpha()
        element, slash, name = place.partition("/")
        assert element
        assert bool(slash) == bool(name) == (kind not in ("document", "folder"))
