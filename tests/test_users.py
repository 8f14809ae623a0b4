"""Users on the simulator: what is planned, what is refused, what happens in the middle."""

from __future__ import annotations

import datetime

import pytest
from lxml import etree

from soapclient import CLEAR, KEEP, Client, FieldChange, User, errors
from soapclient.inforouter import users


@pytest.fixture
def ir():
    with Client("sim:", username="admin", password="admin") as client:
        yield client


@pytest.fixture
def old():
    """A client of a server with the older contract."""
    with Client("sim:", username="admin", password="admin", wsdl="bundled-2019") as client:
        yield client


class TestPlan:
    """What an update will do."""

    @pytest.mark.parametrize(
        ("fields", "operations"),
        [
            ({"email": "x"}, ["UpdateUserContactInfo"]),
            ({"mobile": CLEAR}, ["UpdateUserContactInfo"]),
            ({"email": "x", "mobile": CLEAR}, ["UpdateUserContactInfo"]),
            ({"first_name": "x"}, ["GetUser", "UpdateUserProfile"]),
            ({"language": "German"}, ["GetUser", "UpdateUserPreferences"]),
            (
                {"user_name": "x", "email": "x", "show_hiddens": True},
                ["UpdateUserContactInfo", "GetUser", "UpdateUserPreferences", "GetUser", "UpdateUserProfile"],
            ),
        ],
    )
    def test_fewest_operations(self, ir, fields, operations):
        """An update takes the fewest operations, with renaming last, and planning it calls nothing."""
        assert operations == list(ir.users.plan_update("jdoe", **fields).operations)
        assert [] == list(ir.simulator.arrived)

    def test_what_a_plan_shows(self, ir):
        """A plan shows what is sent, what null keeps, and what is read and sent again."""
        contact, profile = ir.users.plan_update("jdoe", email="x", last_name="Roe").steps

        assert {"userName": "jdoe", "emailAddress": "x", "mobileNumber": KEEP} == dict(contact.arguments)
        assert ("mobileNumber",) == contact.keeps
        assert ("NewUserName", "NewFirstName", "AuthenticateSource") == profile.resends

    def test_2019(self, old):
        """With the older contract the e-mail address has an operation of its own, and a mobile number is refused."""
        assert ("UpdateUserEmail",) == old.users.plan_update("jdoe", email="x").operations
        with pytest.raises(errors.UnknownOperation, match="mobile number"):
            old.users.update("jdoe", email="x", mobile="y")
        assert "john.doe@example.com" == old.users.get("jdoe").email

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            ({}, "nothing to change"),
            ({"email": KEEP, "mobile": KEEP}, "nothing to change"),
            ({"email": ""}, "email: is blank; pass CLEAR to empty the field, or KEEP"),
            ({"mobile": "  "}, "mobile: is blank; pass CLEAR"),
            ({"email": "x", "last_name": "\u3000\t"}, "last_name: is blank; pass CLEAR"),
            ({"language": ""}, "language: is blank; pass CLEAR"),
            ({"default_portal": ""}, "default_portal: is blank; pass CLEAR"),
            ({"first_name": ""}, "first_name: is blank; pass CLEAR"),
            ({"user_name": " "}, "user_name: cannot be empty"),
            ({"notification_type": ""}, "notification_type: cannot be empty"),
            ({"email_type": " "}, "email_type: cannot be empty"),
            ({"show_hiddens": ""}, "True or False"),
            ({"email": 5}, "email: expected a str, not int"),
            ({"mobile": b"x"}, "mobile: expected a str, not bytes"),
            ({"user_name": ""}, "user_name: cannot be empty"),
            ({"user_name": CLEAR}, "user_name: cannot be empty"),
            ({"email_type": "PDF"}, "HTML, TEXT"),
            ({"email_type": CLEAR}, "email_type: cannot be empty"),
            ({"show_archives": "true"}, "True or False"),
            ({"show_archives": CLEAR}, "True or False"),
            ({"first_name": "\x00"}, r"U\+0000"),
        ],
    )
    def test_refused(self, ir, fields, problem):
        """What cannot be is refused before anything is sent."""
        with pytest.raises(errors.ArgumentError, match=problem):
            ir.users.update("jdoe", **fields)
        with pytest.raises(errors.ArgumentError, match=problem):
            ir.users.plan_update("jdoe", **fields)
        assert [] == list(ir.simulator.arrived)

    @pytest.mark.parametrize("fields", [{"email": None}, {"email": None, "mobile": KEEP, "show_archives": None}])
    def test_nothing_to_do(self, ir, fields):
        """Where the fields that are named are all None, nothing is sent, and the result says that nothing was to do."""
        result = ir.users.update("jdoe", **fields, verify=True)

        assert ("jdoe", (), (), True) == (result.user_name, result.operations, result.resent, result.atomic)
        assert result.nothing_to_do
        assert () == ir.users.plan_update("jdoe", **fields).steps
        assert [] == list(ir.simulator.arrived)
        assert not ir.users.update("jdoe", email="x").nothing_to_do

    def test_all_problems_at_once(self, ir):
        """Every problem of an update is told at once, unknown fields with those there are."""
        with pytest.raises(errors.ArgumentError) as caught:
            ir.users.plan_update(" ", e_mail="x", mobile=5, email_type="PDF")

        assert 4 == len(caught.value.problems)
        assert "the fields are email, mobile" in str(caught.value)

    @pytest.mark.parametrize("name", ["", "  ", None, 5])
    def test_empty_name(self, ir, name):
        """An empty user name, which the service would take for the caller's own, is refused everywhere."""
        for call in (ir.users.get, ir.users.exists, lambda name: ir.users.update(name, email="x")):
            with pytest.raises(errors.ArgumentError, match="user name is empty"):
                call(name)


class TestUpdate:
    """What an update does."""

    @pytest.mark.parametrize("value", ["O'Neil & <Söhne>", '"quoted"', "a\tb\nc", CLEAR])
    def test_names_and_preferences_survive(self, ir, value):
        """Whatever a name or a preference is made of, it arrives, and its neighbours stay."""
        ir.users.update("jdoe", last_name=value, default_portal=value)

        value = "" if value is CLEAR else value
        row = ir.simulator.user("jdoe")
        assert ("John", value) == (row["first_name"], row["last_name"])
        assert value == preference(ir, "DefaultPortal")

    def test_resends_what_is_there(self, ir):
        """A rename keeps names and authority as they are, empty ones included."""
        ir.users.update("jdoe", first_name=CLEAR)
        result = ir.users.update("jdoe", user_name="jroe")

        user = ir.users.get("jroe")
        assert ("jroe", "", "Doe", "native") == (
            result.user_name, user.first_name, user.last_name, user.authentication_authority
        )  # fmt: skip

    def test_unknown_current_value(self, ir):
        """When the current value of a name to keep is not told, nothing is sent in its place."""
        reply = etree.fromstring('<response success="true" error=""><User UserName="jdoe" LastName="Doe"/></response>')
        body = (
            '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetUserResponse '
            f'xmlns="http://tempuri.org/"><GetUserResult>{etree.tostring(reply).decode()}</GetUserResult>'
            "</GetUserResponse></s:Body></s:Envelope>"
        ).replace("<response ", '<response xmlns="" ')
        ir.simulator.fail(
            "reply", operation="GetUser", status=200, headers={"Content-Type": "text/xml"}, body=body.encode()
        )
        with pytest.raises(errors.UnexpectedReply, match="NewFirstName, AuthenticateSource"):
            ir.users.update("jdoe", last_name="Roe")

        assert "Doe" == ir.simulator.user("jdoe")["last_name"]

    def test_failure_in_the_middle(self, ir):
        """An update that fails half way says which operations were applied."""
        ir.simulator.fail("error", text="Access denied", operation="UpdateUserProfile")
        with pytest.raises(errors.AccessDenied) as caught:
            ir.users.update("jdoe", email="x@y", last_name="Roe", language="German")

        assert ("UpdateUserContactInfo", "UpdateUserPreferences") == caught.value.done
        assert "already applied: UpdateUserContactInfo, UpdateUserPreferences" in str(caught.value)
        assert "x@y" == ir.simulator.user("jdoe")["email"]

    def test_letter_case_of_the_contract(self, tmp_path):
        """Where a server spells its parameters in another letter case, its spelling is used."""
        from pathlib import Path

        text = (Path(__file__).parent.parent / "wsdl" / "srv.wsdl").read_text()
        text = text.replace('name="emailAddress"', 'name="EmailAddress"').replace('name="PWD"', 'name="Pwd"')
        path = tmp_path / "other.wsdl"
        path.write_text(text)
        with Client("sim:", username="admin", password="admin", wsdl=path) as ir:
            ir.simulator.fail("error", text="stop", operation="AuthenticateUser")
            with pytest.raises(errors.ServiceError):
                ir.users.update("jdoe", email="x")
            assert "EmailAddress" in ir.envelope("UpdateUserContactInfo", userName="j", EmailAddress="x")
            assert ("UpdateUserContactInfo",) == ir.users.plan_update("jdoe", email="x").operations

    def test_null_that_cannot_be_said(self, tmp_path):
        """Where the other field has no null, the e-mail goes by its own operation and the mobile not at all."""
        from pathlib import Path

        text = (Path(__file__).parent.parent / "wsdl" / "srv.wsdl").read_text()
        start = text.index('<s:element name="UpdateUserContactInfo">')
        end = text.index("</s:element>", start)
        path = tmp_path / "strict.wsdl"
        path.write_text(text[:start] + text[start:end].replace('minOccurs="0"', 'minOccurs="1"') + text[end:])
        with Client("sim:", wsdl=path) as ir:
            assert ("UpdateUserEmail",) == ir.users.plan_update("jdoe", email="x").operations
            with pytest.raises(errors.UnknownOperation):
                ir.users.plan_update("jdoe", mobile="x")


def answer(ir, operation, result):
    """Let the next call of an operation be answered with this result."""
    body = (
        f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><{operation}Response '
        f'xmlns="http://tempuri.org/"><{operation}Result>{result}</{operation}Result></{operation}Response></s:Body></s:Envelope>'
    )
    headers = {"Content-Type": "text/xml"}
    ir.simulator.fail("reply", operation=operation, status=200, headers=headers, body=body.encode(), times=1)


class TestServersThatDiffer:
    """Servers that answer or offer other things than they should."""

    @pytest.mark.parametrize("name", ['UserName="other"', "", 'UserName=""'])
    def test_another_user(self, ir, name):
        """A reply about another user, or about none, is never taken for the one that was asked for."""
        told = f'<User {name} FirstName="F" LastName="L" AuthenticationAuthority="native"/>'
        answer(ir, "GetUser", f'<response xmlns="" success="true" error="">{told}</response>')
        with pytest.raises(errors.UnexpectedReply, match="another user"):
            ir.users.update("jdoe", first_name="X")

        assert "UpdateUserProfile" not in [each.operation for each in ir.simulator.arrived]

    def test_letter_case_of_a_user_name(self, ir):
        """User names have no letter case, as on the server, and a rename of names keeps the server's spelling."""
        ir.users.update("JDOE", last_name="Roe")

        assert ("jdoe", "Roe") == (ir.users.get("JDoe").user_name, ir.simulator.user("jdoe")["last_name"])

    def contract(self, tmp_path, operation, old, new):
        from pathlib import Path

        text = (Path(__file__).parent.parent / "wsdl" / "srv.wsdl").read_text("utf-8")
        start = text.index(f'<s:element name="{operation}">')
        end = text.index(f'<s:element name="{operation}Response">')
        assert old in text[start:end]
        path = tmp_path / "server.wsdl"
        path.write_text(text[:start] + text[start:end].replace(old, new, 1) + text[end:], "utf-8")
        return path

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('name="AuthenticateSource"', 'name="AuthSource"'),
            ("</s:sequence>", '<s:element minOccurs="1" maxOccurs="1" name="Level" type="s:int" /></s:sequence>'),
        ],
    )
    def test_nothing_is_half_done(self, tmp_path, old, new):
        """A later step that this contract cannot make is told before the first one is made."""
        path = self.contract(tmp_path, "UpdateUserProfile", old, new)
        with Client("sim:", username="admin", password="admin", wsdl=path) as ir:
            for call in (ir.users.plan_update, ir.users.update):
                with pytest.raises(errors.ContractError):
                    call("jdoe", email="x", first_name="y")
            assert [] == list(ir.simulator.arrived)

    def test_contact_info_without_a_mobile_number(self, tmp_path):
        """Where UpdateUserContactInfo has no mobile number, the e-mail goes by its own operation."""
        path = self.contract(tmp_path, "UpdateUserContactInfo", 'name="mobileNumber"', 'name="other"')
        with Client("sim:", wsdl=path) as ir:
            assert ("UpdateUserEmail",) == ir.users.plan_update("jdoe", email="x").operations

    def test_no_operation_at_all(self, tmp_path):
        """A field that no operation of the contract changes is refused with the operation that lacks."""
        from pathlib import Path

        text = (Path(__file__).parent.parent / "wsdl" / "srv.wsdl").read_text("utf-8")
        path = tmp_path / "less.wsdl"
        path.write_text(text.replace('"UpdateUserPreferences"', '"SetUserPreferences"'), "utf-8")
        with Client("sim:", wsdl=path) as ir, pytest.raises(errors.UnknownOperation, match="UpdateUserPreferences"):
            ir.users.plan_update("jdoe", language="German")

    def test_a_page_that_repeats(self, ir):
        """A service that sends the same page again and again does not keep the list going for ever."""
        page = '<response xmlns="" success="true" error=""><users><User UserName="a"/></users></response>'
        for _ in range(3):
            answer(ir, "GetAllUsers1", page)
        with pytest.raises(errors.UnexpectedReply, match="again"):
            list(ir.users.list(page_size=1))


def preference(ir, name):
    element = ir.service.GetUser(UserName="jdoe").element.find("User/Preferences")
    return element.get(name)


class TestReading:
    """Users as they are read."""

    def test_typed(self, ir):
        """A user has flags as bool, dates as datetime, and everything else the service says as attributes."""
        user = ir.users.get("jdoe")

        assert (True, False, 2) == (user.enabled, user.read_only, user.user_id)
        assert isinstance(user.last_password_change, datetime.datetime)
        assert "jdoe" == user.attributes["UserName"]
        assert "John Doe" == user.full_name
        assert user.preferences is not None
        assert user.preferences.show_archives is False

    def test_preferences_in_both_dialects(self, ir):
        """Preferences are the same whether they come as attributes or as child elements."""
        with Client("sim:", username="jdoe", password="secret") as own:
            current, got = own.users.current(), own.users.get("jdoe")

        assert current.preferences == got.preferences

    def test_list_of_2019(self, old):
        """A server without paging lists everyone in one call, and filters are refused."""
        assert ["admin", "jdoe", "sysadmin"] == sorted(user.user_name for user in old.users.list())
        with pytest.raises(errors.UnknownOperation, match="filtered"):
            list(old.users.list(email="x"))
        assert "admin" == old.users.current().user_name

    def test_list_of_many(self):
        """Pages join without a gap or a double, and a page that is a full last one is no reason to loop."""
        with Client("sim:", username="admin", password="admin") as ir:
            for number in range(7):
                ir.service.CreateUser(
                    UserName=f"u{number}", FirstName="F", LastName="L", Password="secret-1", ReadOnlyUser=False,
                    AuthenticationSource="native",
                )  # fmt: skip
            for size in (1, 3, 5, 10, 100):
                names = [user.user_name for user in ir.users.list(page_size=size)]
                assert sorted({"admin", "jdoe", "sysadmin", *(f"u{n}" for n in range(7))}) == sorted(names)
            ir.service.ChangeUserStatus(UserName="u0", StatusCode=0)
            assert ["u0"] == [user.user_name for user in ir.users.list(enabled=False)]
            with pytest.raises(errors.ArgumentError, match="page_size"):
                ir.users.list(page_size=0)

    def test_exists_does_not_hide_failures(self, ir):
        """Only "no such user" is a no; a missing right or a failing server raises."""
        ir.simulator.fail("error", text="[2730]Insufficient rights", operation="UserExists")
        with pytest.raises(errors.AccessDenied):
            ir.users.exists("jdoe")
        for text in ("User does not exist", ""):
            ir.simulator.fail("error", text=text, operation="UserExists")
            assert ir.users.exists("jdoe") is False
        ir.simulator.fail("error", text="Zugriff verweigert", operation="UserExists")
        with pytest.raises(errors.ServiceError, match="Zugriff"):
            ir.users.exists("jdoe")
        ir.simulator.fail("error", text="SystemError:disk", operation="UserExists")
        with pytest.raises(errors.ServerFault):
            ir.users.exists("jdoe")

    def test_a_reply_without_a_user(self, ir):
        """A success without a User element is an UnexpectedReply, not an empty user."""
        assert User.read(etree.fromstring("<User/>")).user_name == ""
        with pytest.raises(errors.UnexpectedReply, match="no User element"):
            users._one([], "GetUser", "jdoe")


class TestChanges:
    """What a result says of the fields that were changed."""

    def test_from_what_to_what(self, ir):
        """A result says what changed; from what, only where the update had to read that anyway."""
        result = ir.users.update("jdoe", email="a@example.com", mobile=CLEAR)
        assert ("UpdateUserContactInfo",) == result.operations
        assert (
            FieldChange(field="email", after="a@example.com"),
            FieldChange(field="mobile", after=""),
        ) == result.changes
        assert [{"field": "email", "after": "a@example.com"}, {"field": "mobile", "after": ""}] == [
            each.to_dict() for each in result.changes
        ]
        result = ir.users.update("jdoe", last_name="Roe", language="de", show_archives=True)
        assert (
            FieldChange(field="language", after="de"),
            FieldChange(field="show_archives", after=True),
            FieldChange(field="last_name", after="Roe", before="Doe", read=True),
        ) == result.changes
        assert () == ir.users.update("jdoe", email=None).changes
