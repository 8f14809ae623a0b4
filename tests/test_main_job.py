"""The main job, end to end, on the simulator and on a real ASMX service: change one field, keep the other."""

from __future__ import annotations

import concurrent.futures
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import either, keeping, snapshot, ticket_of

from soapclient import CLEAR, KEEP, Client, Impersonate, Ticket, errors
from soapclient.wire.secret import Secret

VERSIONS = ("1.1", "1.2")
SOURCES = ("bundled", "remote")
BEFORE = {"email": "john.doe@example.com", "mobile": "+15551234567"}
PARAMETER = {"email": "emailAddress", "mobile": "mobileNumber"}


@pytest.fixture(params=VERSIONS)
def version(request):
    return request.param


@pytest.fixture(params=SOURCES)
def ir(request, server, version):
    """A client of either service, in either SOAP version, on its own WSDL and on the bundled one."""
    with Client(server.url, username="admin", password="admin", wsdl=request.param, soap_version=version) as client:
        yield client


@pytest.mark.parametrize("field", ["email", "mobile"])
class TestOneField:
    """Changing one of the two fields of UpdateUserContactInfo."""

    def test_set(self, ir, server, field):
        """A value arrives, the other field arrives as null, and nothing but the named field changes."""
        before = snapshot(ir)

        ir.service.UpdateUserContactInfo(userName="jdoe", **{PARAMETER[field]: "new value"})

        operation, arguments = server.arrived()
        assert "UpdateUserContactInfo" == operation
        other = PARAMETER["mobile" if field == "email" else "email"]
        assert ("new value", None) == (arguments[PARAMETER[field]], arguments[other])
        before["jdoe"][{"email": "Email", "mobile": "MobileNumber"}[field]] = "new value"
        assert before == snapshot(ir)

    def test_clear(self, ir, field):
        """CLEAR and an empty string empty the field and keep the other."""
        for clear in (CLEAR, ""):
            ir.users.update("jdoe", **BEFORE)

            ir.service.UpdateUserContactInfo(userName="jdoe", **{PARAMETER[field]: clear})

            user = ir.users.get("jdoe")
            assert {**BEFORE, field: ""} == {"email": user.email, "mobile": user.mobile}

    @pytest.mark.parametrize("keep", [KEEP, None])
    def test_keep(self, ir, field, keep):
        """KEEP and None keep a field while the other one is set."""
        other = "mobile" if field == "email" else "email"

        ir.service.UpdateUserContactInfo(userName="jdoe", **{PARAMETER[field]: keep, PARAMETER[other]: "changed"})

        user = ir.users.get("jdoe")
        assert {**BEFORE, other: "changed"} == {"email": user.email, "mobile": user.mobile}


def test_both_kept_changes_nothing(ir, server):
    """A call that names neither field sends null for both, and nothing changes."""
    before = snapshot(ir)

    ir.service.UpdateUserContactInfo(userName="jdoe")

    assert [None, None] == [server.arrived()[1][name] for name in ("emailAddress", "mobileNumber")]
    assert before == snapshot(ir)


@pytest.mark.parametrize(
    "value",
    [
        "&<>\"'",
        "  leading and trailing  ",
        "]]>",
        "<!-- --><![CDATA[x]]>",
        "tab\tnew line\ncarriage return\rboth\r\nend",
        "Ärger, Łódź, Ελλάδα, Москва, 東京, مرحبا",
        "😀 \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u0085\u2028\u00a0\ufeff",
        "x" * 100_000,
        "null",
        "xsi:nil",
    ],
    ids=lambda value: ascii(value[:12]),
)
def test_values_arrive_exactly(ir, server, value):
    """A value arrives character by character, whatever it is made of."""
    ir.service.UpdateUserContactInfo(userName="jdoe", mobileNumber=value)

    assert value == server.arrived()[1]["mobileNumber"]


XML_TEXT = st.text(
    st.characters(
        exclude_categories=("Cs",), exclude_characters="".join(map(chr, [*range(9), 11, 12, *range(14, 32)]))
    ).filter(lambda char: char not in "\ufffe\uffff"),
    min_size=1,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=XML_TEXT)
def test_any_text_arrives_exactly(server, value):
    """Any text that XML can carry arrives as it is, on either service."""
    with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress=value)

        assert value == server.arrived()[1]["emailAddress"]


def test_value_types(ir, server):
    """A nullable value type arrives as null or as its value, and its siblings, where null keeps, as null."""
    keeping(ir, "UpdateDocumentProperties2")
    arrived = []
    for argument in ({"newDescription": "d"}, {"importance": 3}):
        ir.service.UpdateDocumentProperties2(path="/Finance/Reports/Budget.xlsx", **argument)
        arrived.append(server.arrived()[1])
    first, second = arrived

    assert (None, "d", None) == (first["importance"], first["newDescription"], first["newDocumentName"])
    assert (3, None) == (int(second["importance"]), second["newDescription"])


class TestUsers:
    """The workflows of `ir.users`."""

    def test_update_chooses_operations(self, ir):
        """An update of every kind of field uses three operations, reads before two, and changes what was said."""
        result = ir.users.update(
            "jdoe", email="a@b", mobile=CLEAR, last_name="Roe", user_name="jroe", show_archives=True, email_type="TEXT"
        )

        assert ("UpdateUserContactInfo", "GetUser", "UpdateUserPreferences", "GetUser", "UpdateUserProfile") == (
            result.operations
        )
        user = ir.users.get("jroe")
        assert ("a@b", "", "John", "Roe", "native") == (
            user.email, user.mobile, user.first_name, user.last_name, user.authentication_authority
        )  # fmt: skip
        assert user.preferences is not None
        assert (True, False, "TEXT") == (
            user.preferences.show_archives, user.preferences.show_hiddens, user.preferences.email_type
        )  # fmt: skip

    def test_list_pages(self, ir):
        """A list goes through all pages, whatever their size, and its filters reach the service."""
        assert ["admin", "jdoe", "sysadmin"] == [user.user_name for user in ir.users.list(page_size=1)]
        assert ["jdoe"] == [user.user_name for user in ir.users.list(user_name="do", page_size=1)]
        assert [] == list(ir.users.list(enabled=False))

    def test_exists_and_current(self, ir):
        """`exists` answers yes or no, and `current` is the user who is logged in."""
        assert (True, False) == (ir.users.exists("jdoe"), ir.users.exists("nobody"))
        assert "admin" == ir.users.current().user_name


class TestErrors:
    """The documented errors as they arrive."""

    def test_authentication_failed(self, server, version):
        """A wrong password is AuthenticationFailed with code 900, or 4010, and shows no password."""
        with Client(server.url, username="jdoe", password="wr0ng-pw", wsdl="bundled", soap_version=version) as ir:
            with pytest.raises(errors.AuthenticationFailed) as caught:
                ir.users.get("jdoe")

        assert (either(900, 4010), "AuthenticateUser") == (caught.value.code, caught.value.operation)
        assert "wr0ng-pw" not in str(caught.value)

    def test_ticket_not_allowed(self, server):
        """The account without tickets is TicketNotAllowed with code 902, or AccessDenied with 4030."""
        with Client(server.url, username="sysadmin", password="sysadmin", wsdl="bundled") as ir:
            with pytest.raises(either(errors.TicketNotAllowed, errors.AccessDenied)) as caught:
                ir.users.get("jdoe")

        assert either(902, 4030) == caught.value.code

    def test_given_ticket_expired(self, server):
        """A given ticket that the server does not know is SessionExpired with code 901, or 4010, and is not renewed."""
        with Client(server.url, auth=Ticket("3f2504e0-4f89-11d3-9a0c-0305e82c3301"), wsdl="bundled") as ir:
            with pytest.raises(errors.SessionExpired) as caught:
                ir.users.get("jdoe")

        assert either(901, 4010) == caught.value.code

    def test_user_not_found(self, ir):
        """An unknown user is UserNotFound, without a code, or with 4041."""
        with pytest.raises(errors.UserNotFound) as caught:
            ir.service.UpdateUserContactInfo(userName="nobody", emailAddress="x")

        assert (either(None, 4041), "UpdateUserContactInfo") == (caught.value.code, caught.value.operation)

    def test_access_denied(self, server):
        """A user who changes another one gets AccessDenied, and nothing changes."""
        with Client(server.url, username="jdoe", password="secret", wsdl="bundled") as ir:
            with pytest.raises(errors.AccessDenied):
                ir.users.update("admin", email="x")

    def test_refused_before_sending(self, ir, server):
        """A name in another letter case, which the service would silently ignore, never leaves the client."""
        ir.service.ServerInfo()
        with pytest.raises(errors.ArgumentError, match="did you mean emailAddress"):
            ir.service.UpdateUserContactInfo(userName="jdoe", emailaddress="x")

        assert "ServerInfo" == server.arrived()[0]


class TestSession:
    """Tickets: got once, renewed once, given back."""

    def test_own_ticket_is_logged_out(self, server):
        """Closing a client logs its own ticket out."""
        with Client(server.url, username="jdoe", password="secret", wsdl="bundled") as ir:
            ticket = ir.service.AuthenticateUser(UID="jdoe", PWD="secret").attributes["ticket"]
            own = ticket_of(ir)
        with Client(server.url, auth=Ticket(own), wsdl="bundled") as other:
            with pytest.raises(errors.SessionExpired):
                other.users.current()
        with Client(server.url, auth=Ticket(ticket), wsdl="bundled") as other:
            assert "jdoe" == other.users.current().user_name
        with Client(server.url, auth=Ticket(ticket), wsdl="bundled") as other:
            assert "jdoe" == other.users.current().user_name, "a given ticket was logged out"

    def test_replayed_once(self, server, ir):
        """A call that meets an expired ticket is repeated after one login, and its change is made."""
        ir.users.get("jdoe")
        server.expire()
        first = ticket_of(ir)

        ir.users.update("jdoe", email="after@expiry")

        assert "after@expiry" == ir.users.get("jdoe").email
        if server.name == "simulator":
            assert first != ticket_of(ir)

    def test_impersonation(self, server):
        """The trusted password gives a ticket of the named user."""
        with Client(server.url, auth=Impersonate("trusted", "jdoe"), wsdl="bundled") as ir:
            assert "jdoe" == ir.users.current().user_name

    def test_threads_share_one_client_while_the_session_expires(self, server):
        """16 threads change their own users while tickets expire: no call fails, and there is one new login."""
        count, rounds = 16, 12
        with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
            for number in range(count):
                ir.service.CreateUser(
                    UserName=f"u{number}", FirstName="U", LastName=str(number), EmailAddress="", Password="secret-1",
                    ReadOnlyUser=False, AuthenticationSource="native",
                )  # fmt: skip
            logins = []
            login, lock = ir.wiring.session._login, threading.Lock()

            def counted():
                with lock:
                    logins.append(1)
                return login()

            ir.wiring.session._login = counted
            middle = threading.Barrier(count + 1)

            def work(number):
                for turn in range(rounds):
                    if turn == rounds // 2:
                        middle.wait(60)
                        middle.wait(60)
                    ir.users.update(f"u{number}", email=f"{number}-{turn}@example.com")

            with concurrent.futures.ThreadPoolExecutor(count) as pool:
                futures = [pool.submit(work, number) for number in range(count)]
                middle.wait(60)
                ir.wiring.session._ticket = Secret("00000000-0000-0000-0000-000000000000")
                middle.wait(60)
                for future in futures:
                    future.result()

            assert 1 == len(logins)
            found = {user.user_name: user.email for user in ir.users.list()}
            assert {f"u{n}": f"{n}-{rounds - 1}@example.com" for n in range(count)}.items() <= found.items()
