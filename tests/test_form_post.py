"""Calls by form POST, on the simulator and on a real ASMX service."""

from __future__ import annotations

import logging
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict
from servers import RawServer, either, http, judge, refusal, ticket_of

from soapclient import CLEAR, KEEP, AsyncClient, Client, Contract, errors
from soapclient.calls import form_post
from soapclient.simulator.reading import RequestReader
from soapclient.wire.redact import hide_form

OK = b'<?xml version="1.0" encoding="utf-8"?>\n<response success="true" error="" />'
NO_EMPTY = pytest.mark.classic("a form cannot carry an empty required text to servers of today")
NO_MARKUP = pytest.mark.classic("only ASP.NET Framework looks for markup in a form")
TRACE = b"\n  at srv.GetUser (System.String UserName) [0x0005c] in <9a27>:0 \n"


def by_form(url: str, **options):
    """Make a client that sends forms."""
    return Client(url, username="admin", password="admin", transport="http-post", wsdl="bundled", **options)


@pytest.fixture
def ir(server):
    """A client of an administrator that sends forms."""
    with by_form(server.url) as client:
        yield client


@pytest.fixture
def reading(server):
    """The same with current values read and sent again."""
    with by_form(server.url, on_null="read") as client:
        yield client


@pytest.fixture
def sending(server):
    """The same, but with empty texts sent as they are."""
    with by_form(server.url, on_clear="send") as client:
        yield client


@pytest.fixture
def verifying(server):
    """The same with what an empty text clears read back."""
    with by_form(server.url, on_clear="verify") as client:
        yield client


@pytest.fixture
def soap(server):
    """Another client of the same service, by SOAP."""
    with Client(server.url, username="admin", password="admin", wsdl="bundled") as client:
        yield client


def then(ir: Client, after: str, work):
    """Do something else as soon as a client has had its answer of the operation `after`."""
    send = ir.wiring.transport.post

    def post(url, *positional, **named):
        raw = send(url, *positional, **named)
        if url.endswith(f"/{after}"):
            work()
        return raw

    ir.wiring.transport.post = post


class TestCalls:
    """The same operations with the same arguments, replies and errors."""

    @pytest.mark.parametrize(
        "email",
        [
            "new@example.com",
            "a&b=c+d%20e;f@ü.example",
            " \t\r\n漢字😀 ",
            pytest.param("", marks=NO_EMPTY),
        ],
    )
    def test_value_arrives(self, sending, server, email):
        """A value arrives as it is, whatever a form means by its characters."""
        sending.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress=email)
        operation, arguments = server.arrived()
        assert (operation, arguments["UserName"], arguments["NewEmailAddress"]) == ("UpdateUserEmail", "jdoe", email)

    @NO_EMPTY
    def test_clear(self, verifying):
        """CLEAR is an empty value."""
        verifying.service.update_user_contact_info(user_name="jdoe", email_address=CLEAR, mobile_number="+1")
        assert (verifying.users.get("jdoe").email, verifying.users.get("jdoe").mobile) == ("", "+1")

    def test_numbers_and_flags(self, ir, server):
        """Numbers and booleans are written as forms read them: `1` for true is an error there."""
        filters = dict.fromkeys(
            ("lastNameFilter", "userNameFilter", "emailFilter", "authenticationSourceFilter", "domainNameFilter"), ""
        )
        reply = ir.service.GetAllUsers1(
            StartingRowNumber=0, NumbeOfRow="+2", StatusFilter=-1, SortBy=1, SortAscending="1", firstNameFilter="John",
            **filters,
        )  # fmt: skip
        assert reply.attributes["totalusercount"] == "1"
        assert {"SortAscending", "StatusFilter"} <= {*server.arrived()[1]}

    def test_nothing_and_no(self, ir):
        """An empty reply is the answer of an operation without a result, and a predicate answers no."""
        assert ir.service.MaintenanceBeat().element is None
        assert ir.service.UserExists(UserName="nobody") is False

    def test_errors(self, ir, server):
        """The service's refusals are the same exceptions as over SOAP."""
        with pytest.raises(errors.UserNotFound) as unknown:
            ir.users.get("nobody")
        assert str(unknown.value) == refusal("GetUser", "User not found", 4000)
        with pytest.raises(errors.AuthenticationFailed) as caught:
            Client(
                server.url, username="jdoe", password="a wrong one", transport="http-post", wsdl="bundled"
            ).service.GetCurrentUser()
        assert caught.value.code == either(900, 4010)

    def test_expired_ticket(self, server):
        """A ticket that the server has forgotten is replaced once, as over SOAP."""
        with Client(server.url, username="jdoe", password="secret", transport="http-post", wsdl="bundled") as ir:
            assert ir.users.get("jdoe").user_name == "jdoe"
            server.expire()
            assert ir.users.get("jdoe").user_name == "jdoe"

    async def _read(self, url):
        async with AsyncClient(
            url, username="admin", password="admin", transport="http-post", wsdl="bundled", on_null="read"
        ) as ir:
            return await ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="a@b.c")

    def test_asyncio(self, server):
        """The asyncio client does the same."""
        import asyncio

        assert asyncio.run(self._read(server.url)).resent == ("mobileNumber",)

    def test_shown_before(self, ir, server):
        """The form can be shown before it is sent, without ticket and password."""
        ir.service.ServerInfo()
        shown = ir.envelope("ChangeUserPassword", UserName="jdoe", NewPassword="a new one")
        assert shown == "UserName=jdoe\nNewPassword=***"
        assert server.arrived()[0] == "ServerInfo"


@NO_MARKUP
class TestMarkup:
    """What ASP.NET takes for markup in a form."""

    @pytest.mark.parametrize(
        "value", ["<a", "a<B>", "<!", "</a", "<?", "< a", "<1", "<ä", "<", "&#", "&#1;", "&a;", "\uff1ca"]
    )
    def test_same_on_both(self, ir, soap, value):
        """The simulator refuses the values that ASP.NET refuses, and takes the others; SOAP takes them all."""
        refused = value in ("<a", "a<B>", "<!", "&#", "&#1;", "\uff1ca")
        if refused:
            with pytest.raises(errors.InvalidValue):
                ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress=value)
            soap.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress=value)
        else:
            ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress=value)
        assert soap.users.get("jdoe").email == value


class TestNull:
    """What a form cannot say."""

    @pytest.mark.parametrize("said", [{}, {"mobileNumber": None}, {"mobileNumber": KEEP}])
    def test_keep_is_refused(self, ir, server, said):
        """A value to keep is refused before anything is sent, and the message says what to do."""
        ir.service.ServerInfo()
        with pytest.raises(errors.NullNotAllowed) as caught:
            ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="new@example.com", **said)
        assert "mobileNumber: a form cannot express null, which would keep it" in caught.value.message
        assert "on_null='read'" in caught.value.message
        assert server.arrived()[0] == "ServerInfo"

    def test_other_nulls_are_refused(self, reading):
        """Other nulls are refused too, all at once: whether an empty filter means none is not said."""
        with pytest.raises(errors.NullNotAllowed) as caught:
            reading.service.GetAllUsers1(
                StartingRowNumber=0, NumbeOfRow=1, StatusFilter=-1, SortBy=1, SortAscending=True
            )
        assert len(caught.value.problems) == 6
        assert "give a value, or CLEAR or '' for empty" in caught.value.problems[0]

    def test_read_and_sent_again(self, reading, server):
        """With on_null="read" the current value is read and sent again, and the reply says so."""
        reply = reading.service.UpdateUserContactInfo(userName="jdoe", emailAddress="new@example.com")
        assert (reply.resent, reply.atomic) == (("mobileNumber",), False)
        assert server.arrived()[1]["mobileNumber"] == "+15551234567"
        user = reading.users.get("jdoe")
        assert (user.email, user.mobile) == ("new@example.com", "+15551234567")

    def test_nothing_to_read(self, reading):
        """Where every value is given nothing is read, and the call is atomic."""
        reply = reading.service.UpdateUserContactInfo(userName="jdoe", emailAddress="a@b.c", mobileNumber="+2")
        assert (reply.resent, reply.atomic) == ((), True)

    def test_empty_name(self, server):
        """Nothing is read for an empty name, which the service takes for the caller's own."""
        with by_form(server.url, on_null="read", on_clear="send") as reading:
            reading.service.ServerInfo()
            with pytest.raises(errors.NullNotAllowed, match="userName is empty"):
                reading.service.UpdateUserContactInfo(userName="", emailAddress="a@b.c")
            assert server.arrived()[0] == "ServerInfo"

    def test_change_in_between_is_lost(self, reading, soap):
        """A change that another makes between the read and the call is undone: why this must be asked for."""
        then(reading, "GetUser", lambda: soap.service.UpdateUserContactInfo(userName="jdoe", mobileNumber="+49301"))
        reading.service.UpdateUserContactInfo(userName="jdoe", emailAddress="new@example.com")
        assert soap.users.get("jdoe").mobile == "+15551234567"

    def test_soap_loses_nothing(self, soap, reading):
        """The same change is kept by SOAP's null, whatever the caller read before."""
        soap.users.get("jdoe")
        reading.service.UpdateUserContactInfo(userName="jdoe", emailAddress=KEEP, mobileNumber="+49301")
        assert soap.service.UpdateUserContactInfo(userName="jdoe", emailAddress="new@example.com").atomic
        user = soap.users.get("jdoe")
        assert (user.email, user.mobile) == ("new@example.com", "+49301")

    @pytest.mark.parametrize(
        "told",
        [
            b'<response success="true"><User UserName="jdoe" Email="a@b.c" /></response>',
            b'<response success="true"><User UserName="other" Email="a" MobileNumber="1" /></response>',
            b'<response success="true" />',
        ],
    )
    def test_current_value_is_not_told(self, told):
        """A current value that the server does not tell, or tells of another user, ends in an error before the call."""
        with RawServer(lambda connection, _: connection.sendall(http(body=told))) as server:
            with Client(
                server.url, auth=_ticket(), transport="http-post", on_null="read", wsdl="bundled", timeout=5
            ) as ir:
                with pytest.raises(errors.UnexpectedReply, match="the operation was not called") as caught:
                    ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="new@example.com")
        assert not caught.value.maybe_applied
        assert [request.split(b" ")[1] for request in server.requests] == [b"/srv.asmx/GetUser"]


def _ticket():
    from soapclient import Ticket

    return Ticket("6f1a24b9-1c5f-4f3f-9f0a-0a4a2a3a1a11")


class TestUsers:
    """`ir.users` over forms."""

    def test_email_alone(self, ir, server):
        """An e-mail address goes by its own operation, which keeps the mobile number without null."""
        result = ir.users.update("jdoe", email="new@example.com")
        assert (result.operations, result.resent, result.atomic) == (("UpdateUserEmail",), (), True)
        assert ir.users.get("jdoe").mobile == "+15551234567"

    @NO_EMPTY
    def test_both(self, verifying):
        """Both together are one call, with nothing to keep."""
        assert verifying.users.update("jdoe", email=CLEAR, mobile="+1").operations == ("UpdateUserContactInfo",)
        assert (verifying.users.get("jdoe").email, verifying.users.get("jdoe").mobile) == ("", "+1")

    def test_mobile_alone_is_refused(self, ir, server):
        """A mobile number alone would need null, so it is refused before any other field is changed."""
        ir.service.ServerInfo()
        with pytest.raises(errors.NullNotAllowed, match="mobile: a form cannot express null.*on_null='read'"):
            ir.users.update("jdoe", mobile="+1", language="German")
        assert server.arrived()[0] == "ServerInfo"

    def test_mobile_alone_read(self, reading, soap):
        """With on_null="read" the plan and the result say what is read and sent again; a change in between is lost."""
        assert reading.users.plan_update("jdoe", mobile="+1").steps[0].resends == ("emailAddress",)
        then(reading, "GetUser", lambda: soap.users.update("jdoe", email="changed@example.com"))
        result = reading.users.update("jdoe", mobile="+1")
        assert result.operations == ("GetUser", "UpdateUserContactInfo")
        assert (result.resent, result.atomic) == (("emailAddress",), False)
        assert (soap.users.get("jdoe").email, soap.users.get("jdoe").mobile) == ("john.doe@example.com", "+1")

    @NO_MARKUP
    def test_preferences(self, ir, soap):
        """Preferences are XML, which a server that checks forms for markup refuses: nothing is changed."""
        with pytest.raises(errors.InvalidValue, match="looks like markup"):
            ir.users.update("jdoe", default_portal="news")
        assert soap.users.get("jdoe").preferences.default_portal == ""

    def test_list(self, ir):
        """All users are listed; a filter, which would leave others to null, is refused."""
        assert [user.user_name for user in ir.users.list()].count("jdoe") == 1
        with pytest.raises(errors.NullNotAllowed):
            list(ir.users.list(last_name="D"))

    def test_names_by_soap_are_not_atomic(self, soap):
        """Names are read and sent again over SOAP too, and the result says so."""
        result = soap.users.update("jdoe", first_name="Jane")
        assert (result.resent, result.atomic) == (("NewUserName", "NewLastName", "AuthenticateSource"), False)


class TestOffered:
    """Which operations there are."""

    @pytest.mark.parametrize("source", ["bundled", "bundled-2019"])
    def test_every_operation(self, source):
        """For every operation the client and the simulator, written apart, agree whether a form can call it."""
        contract = Contract.load(source)
        differ = [
            o for o in contract.operations.values() if (form_post.offered(o) is None) != RequestReader(o).has_form
        ]
        assert not differ

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("UpdateDocumentProperties2", "importance is nullable"),
            ("SetFolderRules", "xmlRules is XML"),
            ("UploadDocument", "FileContent is bytes"),
        ],
    )
    def test_not_offered(self, ir, name, why):
        """An operation that a form cannot call is refused with the reason, before anything is sent."""
        said = {"string": "x", "xml": "<x />", "base64Binary": b"x", "boolean": True, "short": 1}
        arguments = {each.name: said[each.type] for each in ir.contract[name].own_parameters}
        with pytest.raises(errors.UnknownOperation, match=f"{name} cannot be called by form POST: .*{why}"):
            ir.service[name](**arguments)

    def test_options(self):
        """Only the two transports there are, and reading only where null cannot be said."""
        for options in (
            {"transport": "get"},
            {"transport": "http-post", "on_null": "keep"},
            {"on_null": "read"},
            {"transport": "http-post", "on_clear": "read"},
            {"on_clear": "send"},
        ):
            with pytest.raises(errors.ArgumentError):
                Client("sim:", **options)


class TestSecrets:
    """No ticket and no password where others may read."""

    def test_only_post(self):
        """Every request is a POST, with nothing in its URL but the operation's name."""
        with RawServer(lambda connection, _: connection.sendall(http(body=OK))) as server:
            with Client(server.url, auth=_ticket(), transport="http-post", wsdl="bundled", timeout=5) as ir:
                ir.service.ChangeUserPassword(UserName="jdoe", NewPassword="a new one")
        lines = [request.split(b"\r\n")[0] for request in server.requests]
        assert lines == [b"POST /srv.asmx/ChangeUserPassword HTTP/1.1"]
        assert b"application/x-www-form-urlencoded; charset=utf-8" in server.requests[0]

    def test_log(self, server, caplog):
        """The debug log shows the form with neither password nor ticket."""
        with caplog.at_level(logging.DEBUG, logger="soapclient"):
            with Client(server.url, username="jdoe", password="secret", transport="http-post", wsdl="bundled") as ir:
                ticket = ticket_of(ir)
                ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress="ü@example.com")
        assert "UID=jdoe&PWD=***" in caplog.text
        assert "AuthenticationTicket=***&UserName=jdoe&NewEmailAddress=ü@example.com" in caplog.text
        assert ticket not in caplog.text
        assert "=secret" not in caplog.text

    @NO_MARKUP
    @pytest.mark.parametrize("secret", ["<hunter-2-hunter-2-hunter", "hunter&#x41;hunter"])
    def test_quoted_by_the_server(self, server, caplog, secret):
        """A password that looks like markup, which ASP.NET quotes the beginning of, is in no message and no log."""
        with caplog.at_level(logging.DEBUG, logger="soapclient"), pytest.raises(errors.InvalidValue) as caught:
            with Client(server.url, username="jdoe", password=secret, transport="http-post", wsdl="bundled") as ir:
                ir.users.current()
        assert "HttpRequestValidationException" in caplog.text
        assert "hunter" not in caplog.text + repr(vars(caught.value))

    def test_secret_in_a_value(self):
        """A password inside of XML in a field, or one that is known, is hidden too."""
        text = "xml=%3Ca+password%3D%22p1%22+%2F%3E&q=p2&NewPassword=p3"
        assert hide_form(text, ("p2",)) == 'xml=<a password="***" />&q=***&NewPassword=***'


class TestVerdict:
    """What a reply without an envelope amounts to."""

    @pytest.mark.parametrize(
        ("operation", "body"),
        [
            ("GetUser", b'<root success="TRUE"><User /></root>'),
            ("GetUser", b'\xef\xbb\xbf<Response success="true" />'),
            ("MaintenanceBeat", b""),
            ("DownloadDocument", b'<base64Binary xmlns="http://tempuri.org/">YWJj</base64Binary>'),
        ],
    )
    def test_success(self, bundled, operation, body):
        """The bare result is the answer: its root, its bytes, or nothing for an operation that answers nothing."""
        result = _judge(bundled[operation], 200, body)
        assert result == {"MaintenanceBeat": None, "DownloadDocument": b"abc"}.get(operation, result)

    @pytest.mark.parametrize(
        ("operation", "status", "media", "body", "kind", "text"),
        [
            ("GetUser", 200, "text/xml", b"", errors.UnexpectedReply, "it is empty"),
            ("GetUser", 200, "text/html", b"<html><title>Log in</title></html>", errors.UnexpectedReply, "'Log in'"),
            ("GetUser", 200, "text/xml", b"<response />", errors.UnexpectedReply, "does not say whether"),
            ("GetUser", 200, "text/xml", b'<status success="true" />', errors.UnexpectedReply, "not a result"),
            ("GetUser", 200, "text/xml", b"<r:response xmlns:r='u' success='true'/>", errors.UnexpectedReply, "not a"),
            ("GetUser", 200, "text/xml", b'<base64Binary xmlns="http://tempuri.org/" />', errors.UnexpectedReply, "no"),
            ("GetUser", 200, "text/xml", b'<response error="User not found" />', errors.UserNotFound, "not found"),
            ("GetUser", 200, "text/xml", b'<response success="true" error="x" />', errors.PartialFailure, "x"),
            ("GetUser", 302, "text/html", b"", errors.HttpError, "redirect"),
            ("GetUser", 500, "text/plain", b"", errors.HttpError, "HTTP 500 without"),
            ("GetUser", 500, "text/plain", b"upstream error", errors.HttpError, "HTTP 500 without"),
            ("GetUser", 502, "text/plain", b"System.Exception: boom" + TRACE, errors.HttpError, "HTTP 502"),
            ("GetUser", 500, "text/plain", b"System.Exception: boom" + TRACE, errors.ServerFault, r"^GetUser: boom$"),
            ("GetUser", 500, "text/plain", b"\xef\xbb\xbfSystem.Exception: b" + TRACE, errors.ServerFault, ": b$"),
            (
                "GetUser", 500, "Text/Plain; charset=utf-8",
                b"System.Web.Services.Protocols.SoapException: [901] Session expired" + TRACE,
                errors.SessionExpired, r"^GetUser: \[901\] Session expired$",
            ),
            (
                "GetUser", 500, "text/plain",
                b"System.InvalidOperationException: Missing parameter: UserName." + TRACE,
                errors.RequiredParameter, r"^GetUser: Missing parameter: UserName\.$",
            ),
            (
                "GetUser", 500, "text/plain",
                b"System.ArgumentException: Cannot convert x to System.Int32.\nParameter name: type" + TRACE,
                errors.ServerFault, "Cannot convert x to System.Int32",
            ),
            (
                "GetUser", 500, "text/html",
                b"<html><head><title>Request format is unrecognized for URL unexpectedly ending in '/GetUser'.</title>",
                errors.HttpError, "form POST is switched off",
            ),
            ("MaintenanceBeat", 200, "text/xml", OK, errors.UnexpectedReply, "not a result of this operation"),
            ("MaintenanceBeat", 200, "text/html", b"<html></html>", errors.UnexpectedReply, "HTML"),
            ("DownloadDocument", 200, "text/xml", OK, errors.UnexpectedReply, "not a result of this operation"),
            ("DownloadDocument", 200, "text/xml", b"<base64Binary>YWJj</base64Binary>", errors.UnexpectedReply, "no"),
            ("DownloadDocument", 200, "", b'<base64Binary xmlns="http://tempuri.org/"/>', errors.EmptyBytes, "zero"),
            ("DownloadDocument", 200, "", b'<base64Binary xmlns="http://tempuri.org/">!</base64Binary>',
             errors.UnexpectedReply, "not base64"),
        ],
    )  # fmt: skip
    def test_failure(self, bundled, operation, status, media, body, kind, text):
        """Whatever is not a proof of success is the documented exception."""
        with pytest.raises(kind, match=text) as caught:
            _judge(bundled[operation], status, body, media)
        assert type(caught.value) is kind

    def test_soap_is_not_plain(self, bundled):
        """A bare result is no answer over SOAP, nor is an envelope one to a form."""
        with pytest.raises(errors.UnexpectedReply):
            judge(bundled["GetUser"], 200, {}, OK)
        with pytest.raises(errors.UnexpectedReply):
            _judge(bundled["GetUser"], 200, b'<E xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body/></E>')

    def test_doubt(self, bundled):
        """A reply that cannot be used leaves a change in doubt, and a secret in it is not told."""
        with pytest.raises(errors.HttpError) as caught:
            _judge(bundled["UpdateUserEmail"], 500, b"<html><title>oops s3cr3t</title></html>", secrets=("s3cr3t",))
        assert caught.value.maybe_applied
        assert "s3cr3t" not in str(caught.value)


def _judge(operation, status, body, media="text/xml; charset=utf-8", secrets=()):
    headers = CaseInsensitiveDict({"content-type": media})
    return judge(operation, status, headers, body, secrets, plain=True)


class TestEncoding:
    """The bytes of a form."""

    @given(
        name=st.text(st.characters(exclude_categories=["Cs"])), email=st.text(st.characters(exclude_categories=["Cs"]))
    )
    def test_any_text(self, bundled, name, email):
        """Any text comes back from the form as it was, each parameter once and in the contract's spelling."""
        data = form_post.encode(bundled["UpdateUserEmail"], {"UserName": name, "NewEmailAddress": email})
        assert parse_qsl(data.decode("ascii"), keep_blank_values=True, strict_parsing=True) == [
            ("AuthenticationTicket", ""),
            ("UserName", name),
            ("NewEmailAddress", email),
        ]
