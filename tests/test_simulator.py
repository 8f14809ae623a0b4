"""What the simulator's operations do, asked with raw requests."""

from __future__ import annotations

import gc
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from xml.sax.saxutils import escape

import pytest
import requests
import wire

from soapclient.contract.contract import Contract
from soapclient.simulator import Simulator, seeds
from soapclient.simulator.behaviour import BEHAVIOURS
from soapclient.simulator.passwords import hashed

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

URL = "http://simulator.invalid/srv.asmx"
GONE = "[901] Session expired or Invalid ticket"
FAILED = "[900] Authentication failed"
DENIED = "Access denied"
NO_USER = "User not found"


def post(simulator: Simulator, request: wire.Request, **cookies: str) -> requests.Response:
    """Send a raw request to a simulator without sockets."""
    with requests.Session() as session:
        session.mount("http://", simulator.adapter())
        return session.post(URL + request.path, data=request.body, headers=dict(request.headers), cookies=cookies)


def ask(simulator: Simulator, operation: str, cookies: dict[str, str] | None = None, **arguments: Any) -> ET.Element:
    """Call an operation and return the root of its result."""
    parameters = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in arguments.items())
    reply = post(simulator, wire.soap("1.1", operation, parameters), **(cookies or {}))
    assert reply.status_code == 200, reply.text
    return ET.fromstring(reply.content)[0][0][0][0]


def log_in(simulator: Simulator, user: str = "admin", password: str = "admin") -> str:
    """Return a ticket."""
    return ask(simulator, "AuthenticateUser", UID=user, PWD=password).attrib["ticket"]


def error(root: ET.Element) -> str | None:
    """Return the error of a refusal, or None where the call was done."""
    assert (root.attrib["success"] == "true") == (not root.get("error"))
    return root.get("error") or None


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A simulator in memory."""
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def admin(simulator: Simulator) -> str:
    """An administrator's ticket."""
    return log_in(simulator)


@pytest.fixture
def jdoe(simulator: Simulator) -> str:
    """An ordinary user's ticket."""
    return log_in(simulator, "jdoe", "secret")


class TestTickets:
    """Logging in, staying in, logging out."""

    def test_a_login_tells_who_and_until_when(self, simulator: Simulator) -> None:
        """The reply has the documented attributes, and one login is counted."""
        root = ask(simulator, "AuthenticateUser1", UID="JDoe", PWD="secret", Lang="en")

        assert root.tag == "root"
        assert list(root.attrib) == [
            *("success", "ticket", "userid", "username", "firstName", "lastName", "fullname", "email", "expireOn"),
            "isAuthenticated",
        ]
        assert root.attrib["fullname"] == "John Doe"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", root.attrib["expireOn"])
        assert root.attrib["isAuthenticated"] == "True"
        assert simulator.logins == 1

    @pytest.mark.parametrize(
        ("user", "password", "expected"),
        [
            ("jdoe", "wrong", FAILED),
            ("jdoe", "", FAILED),
            ("nobody", "secret", FAILED),
            ("sysadmin", "wrong", FAILED),
            ("sysadmin", "sysadmin", "[902] Ticket generation not allowed"),
        ],
    )
    def test_a_login_is_refused(self, simulator: Simulator, user: str, password: str, expected: str) -> None:
        """Wrong credentials and the account without tickets are told apart."""
        assert error(ask(simulator, "AuthenticateUser", UID=user, PWD=password)) == expected
        assert simulator.logins == 0

    def test_a_disabled_user_is_out_at_once(self, simulator: Simulator, admin: str, jdoe: str) -> None:
        """Neither an old ticket nor a new login helps."""
        ask(simulator, "ChangeUserStatus", AuthenticationTicket=admin, UserName="jdoe", StatusCode=0)

        assert error(ask(simulator, "GetUser", AuthenticationTicket=jdoe)) == GONE
        assert error(ask(simulator, "AuthenticateUser", UID="jdoe", PWD="secret")) == FAILED
        assert simulator.user("jdoe")["enabled"] is False  # type: ignore[index]

    def test_a_ticket_lives_anew_with_every_successful_call(self) -> None:
        """Checking it with isValidTicket, or a refused call, does not extend it."""
        with Simulator(ticket_lifetime=timedelta(seconds=0.4)) as simulator:
            used, checked, refused = (log_in(simulator, "jdoe", "secret") for _ in range(3))
            for _ in range(3):
                time.sleep(0.2)
                assert error(ask(simulator, "GetUser", AuthenticationTicket=used)) is None
                ask(simulator, "isValidTicket", AuthenticationTicket=checked)
                ask(simulator, "GetAllUsers", AuthenticationTicket=refused)

            assert error(ask(simulator, "isValidTicket", AuthenticationTicket=checked)) == GONE
            assert error(ask(simulator, "GetUser", AuthenticationTicket=refused)) == GONE

    def test_every_ticket_can_be_forgotten(self, simulator: Simulator, jdoe: str) -> None:
        """After expire_tickets the next call answers [901]."""
        simulator.expire_tickets()

        assert error(ask(simulator, "GetUser", AuthenticationTicket=jdoe)) == GONE

    def test_a_ticket_may_be_spelt_otherwise(self, simulator: Simulator, jdoe: str) -> None:
        """It is a GUID, so letter case and braces do not matter."""
        spelt = "{" + jdoe.upper() + "}"

        assert error(ask(simulator, "GetUser", AuthenticationTicket=spelt)) is None
        assert error(ask(simulator, "GetUser", AuthenticationTicket="no ticket")) == GONE

    def test_a_missing_ticket_is_900_where_documented_and_901_elsewhere(self, simulator: Simulator) -> None:
        """GetUser documents [900], ChangeUserPassword only [901]."""
        assert error(ask(simulator, "GetUser")) == FAILED
        assert error(ask(simulator, "ChangeUserPassword", UserName="jdoe", NewPassword="x")) == GONE

    def test_logging_out_ends_the_ticket_once(self, simulator: Simulator, jdoe: str) -> None:
        """The second time there is nothing to end."""
        assert error(ask(simulator, "isValidTicket", AuthenticationTicket=jdoe)) is None
        assert error(ask(simulator, "LogOut", AuthenticationTicket=jdoe)) is None
        assert error(ask(simulator, "LogOut", AuthenticationTicket=jdoe)) == GONE
        assert error(ask(simulator, "LogOut")) == GONE

    def test_a_cookie_stands_in_for_an_absent_ticket(self, simulator: Simulator, jdoe: str) -> None:
        """LogOut ends the session of the cookie; GetUser does not look at it."""
        cookies = {"other": "1", "ticket": jdoe}

        assert error(ask(simulator, "GetUser", cookies)) == FAILED
        assert error(ask(simulator, "LogOut", cookies)) is None
        assert error(ask(simulator, "GetUser", AuthenticationTicket=jdoe)) == GONE

    def test_renewing_keeps_a_live_ticket_and_replaces_others(
        self, simulator: Simulator, admin: str, jdoe: str
    ) -> None:
        """The password is always needed; a ticket of another user is not taken over."""
        renew: dict[str, Any] = {"UID": "jdoe", "PWD": "secret"}

        assert ask(simulator, "RenewTicket", **renew, OldTicket=jdoe).attrib["ticket"] == jdoe
        assert ask(simulator, "RenewTicket", **renew, OldTicket=admin).attrib["ticket"] not in (admin, jdoe)
        assert ask(simulator, "RenewTicket", **renew).attrib["ticket"] != jdoe
        assert error(ask(simulator, "RenewTicket", UID="x", PWD="x", OldTicket="1")) == "invalid ticket format"
        assert error(ask(simulator, "RenewTicket", UID="jdoe", PWD="x", OldTicket=jdoe)) == FAILED
        assert error(ask(simulator, "RenewTicket", UID="sysadmin", PWD="sysadmin")) == (
            "[902] Ticket generation are not allowed for this user."
        )

    def test_the_trusted_password_gives_tickets_for_others(self) -> None:
        """It gives the ticket and nothing else, though not for the account without tickets."""
        with Simulator(trusted_password="magic") as simulator:
            root = ask(simulator, "CreateTicketforUser", TrustedUserPwd="magic", UserName="jdoe")

            assert list(root.attrib) == ["success", "ticket"]
            user = ask(simulator, "GetCurrentUser", authenticationTicket=root.attrib["ticket"])[0]
            assert user.attrib["UserName"] == "jdoe"
            for arguments, expected in (
                ({"TrustedUserPwd": "trusted", "UserName": "jdoe"}, FAILED),
                ({"TrustedUserPwd": "magic", "UserName": "nobody"}, FAILED),
                ({"TrustedUserPwd": "magic"}, FAILED),
                (
                    {"TrustedUserPwd": "magic", "UserName": "sysadmin"},
                    "[902] Ticket generation are not allowed for this user.",
                ),
            ):
                assert error(ask(simulator, "CreateTicketforUser", **arguments)) == expected

    def test_there_is_no_windows_identity(self, simulator: Simulator) -> None:
        """Over plain HTTP the reply is [900], after a look at the old ticket's form."""
        assert error(ask(simulator, "AuthenticateUserViaWindows")) == f"{FAILED} - Unauthenticated User."
        assert error(ask(simulator, "AuthenticateUserViaWindows", oldTicket="1")) == "invalid ticket format"


class TestPasswords:
    """Changing and resetting passwords."""

    def test_a_password_is_changed_by_its_user_or_an_administrator(
        self, simulator: Simulator, admin: str, jdoe: str
    ) -> None:
        """The old password is not asked for, and may not be the new one."""

        def change(ticket: str, user: str, password: str) -> str | None:
            arguments = {"AuthenticationTicket": ticket, "UserName": user, "NewPassword": password}
            return error(ask(simulator, "ChangeUserPassword", **arguments))

        assert change(jdoe, "jdoe", "secret") == "New password cannot be the same as old password"
        assert change(jdoe, "jdoe", "") == "Password policy violation message"
        assert change(jdoe, "admin", "x") == "Insufficient rights"
        assert change(admin, "nobody", "x") == NO_USER
        assert change(jdoe, "jdoe", "new") is None
        log_in(simulator, "jdoe", "new")
        assert change(admin, "jdoe", "newer") is None
        log_in(simulator, "jdoe", "newer")

    def test_a_forgotten_password_is_reset_with_the_mailed_code_once(self, simulator: Simulator) -> None:
        """The code is in the outbox, hidden from its repr."""
        ask(simulator, "ForgotPassword", emailAddress="John.Doe@example.com")
        ask(simulator, "ForgotPasswordByUserName", userName="jdoe")
        older, mail = simulator.outbox
        assert mail.to == "john.doe@example.com"
        assert mail.secret_text not in repr(mail)

        def change(code: str, password: str = "new", user: str = "jdoe") -> str | None:
            arguments = {"userName": user, "secretText": code, "newPassword": password}
            return error(ask(simulator, "ChangePasswordUsingSecretText", **arguments))

        assert change(older.secret_text) == "Invalid or expired reset code"
        assert change("") == "Invalid or expired reset code"
        assert change(mail.secret_text, user="nobody") == NO_USER
        assert change(mail.secret_text, "secret") == "New password cannot be the same as old password"
        assert change(mail.secret_text) is None
        assert change(mail.secret_text, "newer") == "Invalid or expired reset code"
        log_in(simulator, "jdoe", "new")

    @pytest.mark.parametrize(
        ("operation", "arguments", "expected"),
        [
            ("ForgotPassword", {}, "Please enter your Email address."),
            ("ForgotPassword", {"emailAddress": "x@example.com"}, "No user found with this email"),
            ("ForgotPasswordByUserName", {}, "User name field cannot be empty."),
            ("ForgotPasswordByUserName", {"userName": "nobody"}, NO_USER),
            ("ForgotPasswordByUserName", {"userName": "sysadmin"}, "Email send failure message"),
        ],
    )
    def test_no_mail_without_an_address(
        self, simulator: Simulator, operation: str, arguments: dict[str, str], expected: str
    ) -> None:
        """Each way of not finding an address has its documented text."""
        assert error(ask(simulator, operation, **arguments)) == expected
        assert not simulator.outbox

    def test_an_external_password_is_not_ours_to_change(self, simulator: Simulator, admin: str) -> None:
        """A user of another authority is refused."""
        ask(
            simulator,
            "UpdateUserProfile",
            AuthenticationTicket=admin,
            UserName="jdoe",
            NewUserName="jdoe",
            AuthenticateSource="LDAP",
        )

        reply = ask(simulator, "ChangePasswordUsingSecretText", userName="jdoe", secretText="x", newPassword="y")

        assert error(reply) == "External authentication - password cannot be changed"


class TestReadingUsers:
    """GetUser and its kin."""

    def test_a_user_is_described_in_full(self, simulator: Simulator, admin: str) -> None:
        """GetUser has every documented attribute, the mobile number, and preferences as attributes."""
        (user,) = ask(simulator, "GetUser", AuthenticationTicket=admin, UserName="JDOE")

        assert user.attrib == {
            "exists": "true",
            "UserID": "2",
            "FirstName": "John",
            "LastName": "Doe",
            "Email": "john.doe@example.com",
            "MobileNumber": "+15551234567",
            "Enabled": "TRUE",
            "UserName": "jdoe",
            "Domain": "Finance",
            "LastLogonDate": "",
            "LastPasswordChangeDate": "2024-01-15",
            "AuthenticationAuthority": "native",
            "ReadOnlyUser": "FALSE",
        }
        assert user[0].attrib == {
            "Language": "en",
            "DefaultPortal": "",
            "ShowArchives": "FALSE",
            "ShowHiddens": "FALSE",
            "NotificationType": "INSTANT",
            "NotificationTypeId": "1",
            "EmailType": "HTML",
            "AttachDocumentToEmail": "FALSE",
        }

    @pytest.mark.parametrize("arguments", [{}, {"UserName": ""}])
    def test_no_name_is_the_caller(self, simulator: Simulator, jdoe: str, arguments: dict[str, str]) -> None:
        """A forgotten user name reads somebody, silently."""
        (user,) = ask(simulator, "GetUser", AuthenticationTicket=jdoe, **arguments)

        assert user.attrib["UserName"] == "jdoe"

    def test_the_current_user_has_preferences_as_elements(self, simulator: Simulator, jdoe: str) -> None:
        """GetCurrentUser speaks the other dialect, under <root>."""
        root = ask(simulator, "GetCurrentUser", authenticationTicket=jdoe)

        assert root.tag == "root"
        assert "error" not in root.attrib
        preferences, redirection = root[0]
        assert preferences.findtext("EmailType") == "HTML"
        assert preferences.findtext("DefaultPortal") == ""
        assert redirection.tag == "TaskRedirection"

    def test_absence_is_a_refusal(self, simulator: Simulator, jdoe: str) -> None:
        """UserExists and GetUser answer the same text for nobody."""
        assert error(ask(simulator, "UserExists", AuthenticationTicket=jdoe, UserName="Admin")) is None
        assert error(ask(simulator, "UserExists", AuthenticationTicket=jdoe, UserName="nobody")) == NO_USER
        assert error(ask(simulator, "UserExists", AuthenticationTicket=jdoe)) == NO_USER
        assert error(ask(simulator, "GetUser", AuthenticationTicket=jdoe, UserName="nobody")) == NO_USER


class TestChangingUsers:
    """What keeps, what clears, and who may."""

    def contact(self, simulator: Simulator, ticket: str, user: str = "jdoe", **arguments: str) -> str | None:
        """Call UpdateUserContactInfo."""
        root = ask(simulator, "UpdateUserContactInfo", authenticationTicket=ticket, userName=user, **arguments)
        return error(root)

    @pytest.mark.parametrize(
        ("arguments", "email", "mobile"),
        [
            ({}, "john.doe@example.com", "+15551234567"),
            ({"emailAddress": "new@example.com"}, "new@example.com", "+15551234567"),
            ({"mobileNumber": ""}, "john.doe@example.com", ""),
            ({"emailAddress": "", "mobileNumber": "1"}, "", "1"),
        ],
    )
    def test_null_keeps_and_empty_clears(
        self, simulator: Simulator, jdoe: str, arguments: dict[str, str], email: str, mobile: str
    ) -> None:
        """Each field by itself."""
        assert self.contact(simulator, jdoe, **arguments) is None

        user = simulator.user("jdoe")
        assert user is not None
        assert (user["email"], user["mobile"]) == (email, mobile)

    def test_only_the_user_or_an_administrator_may(self, simulator: Simulator, admin: str, jdoe: str) -> None:
        """Others are denied, and an administrator hears of users that are not there."""
        assert self.contact(simulator, jdoe, "JDOE", emailAddress="a") is None
        assert self.contact(simulator, jdoe, "admin", emailAddress="b") == DENIED
        assert self.contact(simulator, jdoe, "", emailAddress="b") == DENIED
        assert self.contact(simulator, admin, "jdoe", emailAddress="c") is None
        assert self.contact(simulator, admin, "nobody", emailAddress="d") == NO_USER
        assert self.contact(simulator, admin, "", emailAddress="d") == NO_USER

    def test_an_email_is_set(self, simulator: Simulator, jdoe: str) -> None:
        """UpdateUserEmail has no way to keep it."""
        change = {"AuthenticationTicket": jdoe, "UserName": "jdoe"}

        assert error(ask(simulator, "UpdateUserEmail", **change, NewEmailAddress="n@example.com")) is None
        assert simulator.user("jdoe")["email"] == "n@example.com"  # type: ignore[index]
        ask(simulator, "UpdateUserEmail", **change)
        assert simulator.user("jdoe")["email"] == ""  # type: ignore[index]

    def test_a_profile_is_replaced(self, simulator: Simulator, admin: str, jdoe: str) -> None:
        """What is not said is lost, the user name is demanded, and a taken one refused."""

        def profile(ticket: str, **arguments: str) -> str | None:
            return error(ask(simulator, "UpdateUserProfile", AuthenticationTicket=ticket, UserName="jdoe", **arguments))

        assert profile(jdoe, NewUserName="jd") == DENIED
        assert profile(admin) == "[903]Required parameter.'NewUserName'"
        assert profile(admin, NewUserName="ADMIN") == "Username already exists"
        assert profile(admin, NewUserName="JDoe", NewFirstName="Jane", AuthenticateSource="native") is None
        user = simulator.user("jdoe")
        assert user is not None
        assert (user["user_name"], user["first_name"], user["last_name"]) == ("JDoe", "Jane", "")
        assert error(ask(simulator, "GetUser", AuthenticationTicket=jdoe)) is None

    def test_users_come_and_go(self, simulator: Simulator, admin: str, jdoe: str) -> None:
        """Created once, found by name, deleted with their tickets."""
        new: dict[str, Any] = {"UserName": "Zoë", "FirstName": "Z", "LastName": "O", "ReadOnlyUser": "true"}

        root = ask(simulator, "CreateUser", AuthenticationTicket=admin, Password="p", **new)
        assert root.attrib["id"] == "4"
        assert error(ask(simulator, "CreateUser", AuthenticationTicket=admin, **new)) == "Username already exists"
        assert error(ask(simulator, "CreateUser", AuthenticationTicket=jdoe, **new)) == DENIED
        assert error(ask(simulator, "CreateUser", AuthenticationTicket=admin)) == "[903]Required parameter.'UserName'"
        ticket = log_in(simulator, "zoË", "p")
        stored = simulator.user("ZOË")
        assert stored is not None
        assert stored["read_only"] is True
        assert "password" not in stored
        assert error(ask(simulator, "DeleteUser", AuthenticationTicket=jdoe, UserName="Zoë")) == DENIED
        assert error(ask(simulator, "DeleteUser", AuthenticationTicket=admin, UserName="Zoë")) is None
        assert error(ask(simulator, "DeleteUser", AuthenticationTicket=admin, UserName="Zoë")) == NO_USER
        assert error(ask(simulator, "GetUser", AuthenticationTicket=ticket)) == GONE
        assert simulator.user("Zoë") is None

    def test_a_user_without_password_cannot_log_in(self, simulator: Simulator, admin: str) -> None:
        """No password is not the empty password."""
        ask(simulator, "CreateUser", AuthenticationTicket=admin, UserName="new")

        assert error(ask(simulator, "AuthenticateUser", UID="new", PWD="")) == FAILED

    @pytest.mark.parametrize("name", ["ID:2", "id: 2"])
    def test_a_user_is_deleted_by_number(self, simulator: Simulator, admin: str, name: str) -> None:
        """The reference allows ID:number instead of the name."""
        assert error(ask(simulator, "DeleteUser", AuthenticationTicket=admin, UserName="ID:x")) == NO_USER
        assert error(ask(simulator, "DeleteUser", AuthenticationTicket=admin, UserName="ID:99")) == NO_USER
        assert error(ask(simulator, "DeleteUser", AuthenticationTicket=admin, UserName=name)) is None
        assert simulator.user("jdoe") is None

    def test_the_careful_deletion_wants_the_callers_password(self, simulator: Simulator, admin: str) -> None:
        """A wrong one is [900] although the ticket is fine."""
        delete = {"AuthenticationTicket": admin, "UserName": "jdoe"}

        assert error(ask(simulator, "DeleteUser1", **delete, UserPassword="x")) == FAILED
        assert error(ask(simulator, "DeleteUser1", **delete, UserPassword="admin")) is None

    def test_status_and_type_are_codes(self, simulator: Simulator, admin: str, jdoe: str) -> None:
        """Other codes are system errors; a forgotten status is 0 and disables."""

        def change(operation: str, ticket: str = admin, user: str = "jdoe", **code: int) -> str | None:
            return error(ask(simulator, operation, AuthenticationTicket=ticket, UserName=user, **code))

        assert change("ChangeUserType", UserType=2) is None
        assert simulator.user("jdoe")["read_only"] is True  # type: ignore[index]
        assert change("ChangeUserType", UserType=1) is None
        assert simulator.user("jdoe")["read_only"] is False  # type: ignore[index]
        assert change("ChangeUserType") == "SystemError:ValueError: UserType cannot be 0"
        assert change("ChangeUserStatus", user="nobody", StatusCode=1) == NO_USER
        assert change("ChangeUserStatus", jdoe, StatusCode=0) == DENIED
        assert change("ChangeUserStatus") is None
        assert simulator.user("jdoe")["enabled"] is False  # type: ignore[index]
        assert change("ChangeUserStatus", StatusCode=1) is None


class TestPreferences:
    """UpdateUserPreferences merges."""

    def change(self, simulator: Simulator, ticket: str, **arguments: str) -> str | None:
        """Call it for jdoe."""
        return error(ask(simulator, "UpdateUserPreferences", AuthenticationTicket=ticket, UserName="jdoe", **arguments))

    @pytest.mark.parametrize(
        ("xml", "changed"),
        [
            ("<Preferences/>", {}),
            ("<Preferences EmailType='text'/>", {"email_type": "TEXT"}),
            ("<Preferences NotificationType='Daily Report'/>", {"notification_type": 2}),
            ("<Preferences NotificationTypeId='0' Unknown='1'/>", {"notification_type": 0}),
            (
                "<Preferences ShowArchives='true'><ShowHiddens>TRUE</ShowHiddens><!-- --><Language/></Preferences>",
                {"show_archives": True, "show_hiddens": True, "language": ""},
            ),
        ],
    )
    def test_what_is_named_changes_and_the_rest_stays(
        self, simulator: Simulator, jdoe: str, xml: str, changed: dict[str, object]
    ) -> None:
        """Attributes and child elements alike; names that are not known are ignored."""
        before = simulator.user("jdoe")
        assert before is not None

        assert self.change(simulator, jdoe, xmlPreferences=xml) is None

        assert simulator.user("jdoe") == before | changed

    @pytest.mark.parametrize(
        ("xml", "expected"),
        [
            ("", "[903]Required parameter.'xmlPreferences'"),
            ("<Preferences", "SystemError:XmlException: xmlPreferences is not well-formed"),
            ("<!DOCTYPE a><Preferences/>", "SystemError:XmlException: xmlPreferences is not well-formed"),
            ("<Preferences EmailType='RTF'/>", "Invalid value for EmailType: RTF"),
            ("<Preferences ShowArchives='1'/>", "Invalid value for ShowArchives: 1"),
            ("<Preferences NotificationType='X'/>", "Invalid value for NotificationType: X"),
            ("<Preferences NotificationTypeId='3'/>", "Invalid value for NotificationTypeId: 3"),
            ("<Preferences NotificationTypeId='x'/>", "Invalid value for NotificationTypeId: x"),
        ],
    )
    def test_what_cannot_be_is_refused_as_a_whole(
        self, simulator: Simulator, jdoe: str, xml: str, expected: str
    ) -> None:
        """Nothing is changed then."""
        before = simulator.user("jdoe")

        assert self.change(simulator, jdoe, xmlPreferences=xml) == expected
        assert simulator.user("jdoe") == before


class TestListing:
    """GetAllUsers and its pages."""

    def names(self, simulator: Simulator, operation: str = "GetAllUsers2", **arguments: Any) -> tuple[list[str], str]:
        """Return the user names of a page and the total."""
        filters = {"UserStatusFilter": -1, "UserTypeFilter": -1, "NumberOfRow": 100, "SortAscending": "true"}
        if operation == "GetAllUsers1":
            filters = {"StatusFilter": -1, "NumbeOfRow": 100, "SortAscending": "true"}
        root = ask(simulator, operation, AuthenticationTicket=log_in(simulator), **filters | arguments)
        assert error(root) is None
        (users,) = root
        assert users.tag == "users"
        return [user.attrib["UserName"] for user in users], root.attrib["totalusercount"]

    def test_all_of_them(self, simulator: Simulator, admin: str, jdoe: str) -> None:
        """In full but for the mobile number, which only GetUser promises; for administrators."""
        root = ask(simulator, "GetAllUsers", AuthenticationTicket=admin)

        assert [user.attrib["UserName"] for user in root[0]] == ["jdoe", "sysadmin", "admin"]
        assert root[0][0][0].tag == "Preferences"
        assert "MobileNumber" not in root[0][0].attrib
        for operation in ("GetAllUsers", "GetAllUsers1", "GetAllUsers2", "GetAllUsersWithoutDetails"):
            assert error(ask(simulator, operation, AuthenticationTicket=jdoe)) == DENIED

    def test_without_details(self, simulator: Simulator, admin: str) -> None:
        """Few attributes and no preferences."""
        root = ask(
            simulator,
            "GetAllUsersWithoutDetails",
            AuthenticationTicket=admin,
            NumberOfRow=1,
            UserStatusFilter=-1,
            UserTypeFilter=-1,
        )

        (user,) = root[0]
        assert list(user.attrib) == ["exists", "UserID", "FirstName", "LastName", "Email", "Enabled", "UserName"]
        assert not len(user)

    @pytest.mark.parametrize("operation", ["GetAllUsers1", "GetAllUsers2"])
    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            ({"firstNameFilter": "JOH"}, ["jdoe"]),
            ({"lastNameFilter": "min"}, ["sysadmin", "admin"]),
            ({"userNameFilter": "adm"}, ["sysadmin", "admin"]),
            ({"emailFilter": "EXAMPLE"}, ["jdoe", "admin"]),
            ({"authenticationSourceFilter": "nat"}, ["jdoe", "sysadmin", "admin"]),
            ({"domainNameFilter": "fin"}, ["jdoe"]),
            ({"domainNameFilter": ""}, ["jdoe", "sysadmin", "admin"]),
            ({"userNameFilter": "%"}, []),
            ({"SortBy": 1}, ["admin", "jdoe", "sysadmin"]),
            ({"SortBy": 1, "SortAscending": "false"}, ["sysadmin", "jdoe", "admin"]),
            ({"SortBy": 3}, ["sysadmin", "admin", "jdoe"]),
            ({"SortBy": 4}, ["sysadmin", "admin", "jdoe"]),
            ({"SortBy": 99}, ["jdoe", "sysadmin", "admin"]),
        ],
    )
    def test_filters_and_order(
        self, simulator: Simulator, operation: str, arguments: dict[str, Any], expected: list[str]
    ) -> None:
        """Filters match parts of a value, letter case aside; an empty one is none."""
        assert self.names(simulator, operation, **arguments) == (expected, str(len(expected)))

    def test_status_and_type(self, simulator: Simulator, admin: str) -> None:
        """-1 is all; a forgotten filter is 0: the disabled users."""
        ask(simulator, "ChangeUserStatus", AuthenticationTicket=admin, UserName="jdoe", StatusCode=0)
        ask(simulator, "ChangeUserType", AuthenticationTicket=admin, UserName="sysadmin", UserType=2)

        assert self.names(simulator, UserStatusFilter=0)[0] == ["jdoe"]
        assert self.names(simulator, UserStatusFilter=1)[0] == ["sysadmin", "admin"]
        assert self.names(simulator, UserTypeFilter=1)[0] == ["jdoe", "admin"]
        assert self.names(simulator, UserTypeFilter=2)[0] == ["sysadmin"]
        assert self.names(simulator, "GetAllUsers1", StatusFilter=0)[0] == ["jdoe"]

    def test_pages_cover_everybody_once(self) -> None:
        """The start is zero-based, the total is that of all pages, and zero rows are none."""
        with Simulator(seed_users=20) as simulator:
            pages = [self.names(simulator, StartingRowNumber=start, NumberOfRow=5) for start in range(0, 25, 5)]

            assert {total for _, total in pages} == {"23"}
            assert sorted(name for page, _ in pages for name in page) == sorted(self.names(simulator)[0])
            assert [len(page) for page, _ in pages] == [5, 5, 5, 5, 3]
            assert self.names(simulator, NumberOfRow=0) == ([], "23")


class TestOthers:
    """What is no user's."""

    def test_the_server_tells_about_itself(self, simulator: Simulator) -> None:
        """ServerInfo needs no ticket."""
        assert ask(simulator, "ServerInfo").attrib["WindowsAuthenticationIsOn"] == "false"

    def test_a_beat_answers_nothing(self, simulator: Simulator) -> None:
        """MaintenanceBeat has no result, in any protocol."""
        assert b'<MaintenanceBeatResponse xmlns="http://tempuri.org/" />' in (
            post(simulator, wire.soap("1.1", "MaintenanceBeat")).content
        )
        reply = post(simulator, wire.form("MaintenanceBeat"))
        assert (reply.status_code, reply.content) == (200, b"")

    def test_every_operation_is_routed_and_none_pretends(self, simulator: Simulator) -> None:
        """What has no behaviour answers a fault that says so."""
        operations = Contract.load("bundled").operations
        assert set(BEHAVIOURS) <= set(operations)
        for version in ("1.1", "1.2"):
            for operation in set(operations) - set(BEHAVIOURS):
                reply = post(simulator, wire.soap(version, operation))
                assert reply.status_code == 500
                assert f"The simulator has no behaviour for {operation}<" in reply.text

    def test_the_older_contract_can_be_served(self) -> None:
        """It has fewer operations, and the WSDL that the simulator hands out is its own."""
        with Simulator(contract="bundled-2019") as simulator:
            ticket = log_in(simulator)

            assert error(ask(simulator, "GetUser", AuthenticationTicket=ticket)) is None
            reply = post(simulator, wire.soap("1.1", "UpdateUserContactInfo"))
            assert "did not recognize the value of HTTP Header SOAPAction" in reply.text

    def test_a_failure_inside_is_a_system_error(self, simulator: Simulator, jdoe: str) -> None:
        """The request is answered, with the kind of what went wrong."""
        simulator.close()

        root = ask(simulator, "GetUser", AuthenticationTicket=jdoe)

        assert (error(root) or "").startswith("SystemError:ProgrammingError: ")

    def test_what_arrived_is_remembered(self, simulator: Simulator) -> None:
        """With exact names, null as None, values read; and without secrets in the repr."""
        arguments = "<UserName>new</UserName><Password>hush</Password><ReadOnlyUser>1</ReadOnlyUser>"
        post(simulator, wire.soap("1.2", "CreateUser", arguments))

        (arrival,) = simulator.arrived
        assert (arrival.operation, arrival.protocol) == ("CreateUser", "soap12")
        assert arrival.arguments["Password"] == "hush"
        assert arrival.arguments["ReadOnlyUser"] is True
        assert arrival.arguments["AuthenticationTicket"] is None
        assert "hush" not in repr(arrival)

    def test_reprs_are_short_and_tell_no_secrets(self, simulator: Simulator, admin: str) -> None:
        """Neither tickets nor passwords."""
        shown = repr(simulator) + repr(simulator.adapter()) + repr(vars(simulator))

        assert repr(simulator) == "<Simulator: 425 operations, <Store in memory>>"
        assert admin not in shown
        assert "trusted" not in shown

    def test_many_users_are_seeded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Twenty thousand, each able to log in, without hashing a password for each."""
        made: list[str] = []
        monkeypatch.setattr(seeds, "hashed", lambda password: made.append(password) or hashed(password))
        with Simulator(seed_users=20_000) as simulator:
            assert len(made) < 10
            log_in(simulator, "user20000", "secret")
            user = simulator.user("user00001")
            assert user is not None
            assert user["email"] == "user00001@example.com"

    def test_many_threads_lose_nothing(self, simulator: Simulator, admin: str) -> None:
        """Every creation counts once, every reader sees a whole user."""

        def create(number: int) -> str | None:
            arguments = {"AuthenticationTicket": admin, "UserName": f"new{number % 40}", "FirstName": "N"}
            return error(ask(simulator, "CreateUser", **arguments))

        with ThreadPoolExecutor(8) as pool:
            errors = list(pool.map(create, range(80)))

        assert errors.count(None) == 40
        assert errors.count("Username already exists") == 40


def test_a_port_in_use():
    """A port in use is an OSError, and nothing of the attempt is left open."""
    with Simulator() as simulator, simulator.serve() as server:
        with pytest.raises(OSError):
            simulator.serve(port=int(server.url.split(":")[2].split("/")[0]))
        gc.collect()


def test_a_server_whose_loop_is_awake_closes():
    """Closing does not fail where the loop runs what it is told before it has been woken for that."""
    with Simulator() as simulator, simulator.serve() as server:
        trigger = server._server.trigger
        pull = trigger._physical_pull

        def late():
            pull()
            server._thread.join(0.5)
            pull()

        trigger._physical_pull = late
    assert not server._thread.is_alive()
