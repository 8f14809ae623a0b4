"""The life of an account: created, enabled, disabled, given a password; and none of that tells the password."""

from __future__ import annotations

import asyncio
import logging

import pytest
from in_process import changes, client_of, names, success
from lxml import etree
from servers import either
from test_frames import reported

from soapclient import AsyncClient, errors

# A module's names are in no frame.
SECRET = "s3cret-Pa55word"
NAMES = {"first_name": "Ann", "last_name": "Smith", "email": "ann@example.com"}
NEW = {**NAMES, "password": "Hush-Hush-1"}


@pytest.fixture(params=["soap", "http-post"])
def ir(request, sim):
    """An administrator's client of the simulator, by either transport."""
    with client_of(sim, transport=request.param) as client:
        yield client


@pytest.fixture
def soap(sim):
    """The same by SOAP only."""
    with client_of(sim) as client:
        yield client


class TestCreate:
    """New accounts."""

    def test_an_account_is_created(self, sim, ir):
        """It has what was said, can log in, and is in its library."""
        user = ir.users.create("asmith", **NEW, library="Finance", read_only=True)
        assert ("asmith", "Ann", "ann@example.com", True, "Finance") == (
            *(user.user_name, user.first_name, user.email, user.read_only, user.domain),
        )
        assert ["Finance"] == names(ir.users.libraries("asmith"))
        with client_of(sim, "asmith", "Hush-Hush-1") as other:
            assert "asmith" == other.users.current().user_name

    def test_a_password_may_be_asked_for(self, sim, soap):
        """It may be a function that returns it."""
        soap.users.create("asmith", **{**NEW, "password": lambda: "Later-1"})
        with client_of(sim, "asmith", "Later-1") as other:
            assert "asmith" == other.users.current().user_name

    def test_without_a_password_nobody_can_log_in(self, sim, soap):
        """None is a password that nobody knows: the service would take an empty one, or one that is left out."""
        soap.users.create("asmith", **{**NEW, "password": None})
        assert len(sim.arrived[-2].arguments["Password"]) > 30
        for password in ("", " "):
            with client_of(sim, "asmith", password) as other, pytest.raises(errors.ServiceError):
                other.users.current()

    @pytest.mark.parametrize("password", ["", "  ", lambda: "", lambda: None])
    def test_a_blank_password_is_refused(self, sim, soap, password):
        """Nothing is sent where the password is blank, for that would be none at all."""
        with pytest.raises(errors.ArgumentError, match="the password is"):
            soap.users.create("asmith", **{**NEW, "password": password})
        with pytest.raises(errors.ArgumentError, match="the password is"):
            soap.users.set_password("jdoe", password)
        assert [] == [*sim.arrived]

    def test_a_name_that_is_taken(self, sim, ir):
        """A user who is there is left alone, whatever the service calls it."""
        with pytest.raises(errors.AlreadyExists):
            ir.users.create("JDoe", **NEW)
        assert "Doe" == sim.user("jdoe")["last_name"]

    def test_the_source_is_found(self, sim, soap):
        """Where a server does not know the one name of its own passwords, it is given the other."""
        number = either({}, {"number": "4000"})
        sim.fail("error", operation="CreateUser", text="Unknown source", **number)
        if not number:
            with pytest.raises(errors.ServiceError):  # an old server's text says nothing to us
                soap.users.create("asmith", **NEW)
            return
        soap.users.create("asmith", **NEW)
        assert ["native", "INFOROUTER"] == [
            each.arguments["AuthenticationSource"] for each in sim.arrived if each.operation == "CreateUser"
        ]

    def test_both_reasons_are_told(self, sim, soap):
        """Where the other name of the source is refused too, neither reason hides the other."""
        number = either({}, {"number": "4000"})
        for text in ("Password too short", "Unknown source"):
            sim.fail("error", operation="CreateUser", text=text, **number)
        with pytest.raises(errors.ServiceError, match=either("Password too short", "Unknown.* native: Password too")):
            soap.users.create("asmith", **NEW)

    def test_another_source_is_not_replaced(self, soap):
        """A source that was said and is not known is refused."""
        if either(True, False):  # classic servers take any
            soap.users.create("asmith", **NEW, authentication_source="nowhere")
            return
        with pytest.raises(errors.InvalidValue):
            soap.users.create("asmith", **NEW, authentication_source="nowhere")
        assert not soap.users.exists("asmith")

    def test_what_is_read_back_otherwise_is_told(self, sim, soap):
        """An account that exists with other values than were said is an error that says so."""
        sim.fail("reply", operation="CreateUser", body=success("CreateUser", soap))
        with pytest.raises(errors.NotFound) as failed:
            soap.users.create("asmith", **NEW)
        assert ("CreateUser",) == failed.value.done

    def test_an_account_with_other_values_is_told(self, sim, soap):
        """An account that is read back with other values than were said is an error that names them."""
        with client_of(sim) as other:
            body = other.service.GetUser(UserName="jdoe").element
        body.find("{*}User").set("UserName", "asmith")
        told = success("GetUser", soap).replace(
            b' error="" />', b' error="">' + etree.tostring(body[0]) + b"</response>"
        )
        sim.fail("reply", operation="GetUser", body=told)
        with pytest.raises(
            errors.UnexpectedReply, match="read back: first_name is 'John', last_name is 'Doe'"
        ) as failed:
            soap.users.create("asmith", **NEW)
        assert ("CreateUser",) == failed.value.done

    def test_another_library_is_told(self, sim, soap):
        """A user who is created in another library than was said, or in none, is told."""
        sim._world.users.change(
            "CREATE TRIGGER nowhere AFTER INSERT ON users BEGIN"
            " UPDATE users SET domain = '' WHERE user_id = NEW.user_id; END"
        )
        with pytest.raises(errors.UnexpectedReply, match="asmith, read back: library is ''") as failed:
            soap.users.create("asmith", **{**NEW, "library": "Finance"})
        assert ("CreateUser",) == failed.value.done

    def test_another_account_is_told(self, sim, soap):
        """A reply about nobody is no account."""
        sim.fail("reply", operation="GetUser", body=success("GetUser", soap))
        with pytest.raises(errors.UnexpectedReply, match="the reply is not about jdoe alone"):
            soap.users.enable("jdoe")

    def test_who_may_not(self, sim):
        """Who may not create accounts hears so, whether or not there is one of the name."""
        with client_of(sim, "jdoe", "secret") as ir:
            for name in ("admin", "asmith"):
                with pytest.raises(errors.AccessDenied):
                    ir.users.create(name, **NEW)

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            ({"first_name": " "}, "first_name is blank"),
            ({"last_name": None}, "last_name must be a str, not NoneType"),
            ({"library": ""}, "the name of the library is blank"),
        ],
    )
    def test_bad_values(self, sim, soap, changed, told):
        """Values that no account can have are refused before anything is sent."""
        with pytest.raises(errors.ArgumentError, match=told):
            soap.users.create("asmith", **{**NEW, **changed})
        assert [] == [*sim.arrived]


class TestSecrets:
    """No password is told."""

    def test_not_in_messages_and_logs(self, sim, soap, caplog):
        """Neither a refusal that repeats it nor the log has the password."""
        caplog.set_level(logging.DEBUG)
        sim.fail("error", operation="CreateUser", text="Hush-Hush-1 is too short")
        with pytest.raises(errors.ServiceError) as failed:
            soap.users.create("asmith", **NEW)
        assert "Hush" not in f"{failed.value!r} {failed.value} {failed.value.detail} {caplog.text}"
        soap.users.create("asmith", **NEW)
        soap.users.set_password("asmith", "Hush-Hush-2")
        assert "Hush" not in caplog.text

    @pytest.mark.parametrize("kind", ["html", "drop", "truncate"])
    @pytest.mark.parametrize(
        ("operation", "call"),
        [
            ("CreateUser", lambda users: users.create("asmith", **NAMES, password=SECRET)),
            ("CreateUser", lambda users: users.create("asmith", **NAMES, password=lambda: SECRET)),
            ("ChangeUserPassword", lambda users: users.set_password("jdoe", SECRET)),
            ("ChangeUserPassword", lambda users: users.change_password(lambda: SECRET)),
            ("GetCurrentUser", lambda users: users.set_password("jdoe", SECRET)),
            ("DeleteUser1", lambda users: users.delete("sysadmin", own_password=SECRET)),
        ],
    )
    def test_not_in_the_frames_of_a_crash(self, sim, soap, operation, call, kind):
        """A report of a crash with the locals of every frame has no password, given as a text or as a function."""
        sim.fail(kind, operation=operation, times=2)
        error, told = reported(lambda: call(soap.users))
        assert isinstance(error, errors.SoapClientError)
        assert SECRET not in told

    def test_not_in_the_frames_of_a_refusal(self, soap):
        """Nor does a report of bad input have it."""
        for call in (
            lambda: soap.users.create("", **NAMES, password=SECRET),
            lambda: soap.users.create("asmith", SECRET),
            lambda: soap.users.create("asmith", **NAMES, password=SECRET, last_nmae="x"),
            lambda: soap.users.set_password("", SECRET),
            lambda: soap.users.set_password("admin", SECRET),
            lambda: soap.users.delete("admin", own_password=SECRET),
            lambda: soap.users.change_password(f"{SECRET}\x01"),
        ):
            _, told = reported(call)
            assert SECRET not in told


class TestStatus:
    """Enabled and disabled; only reading."""

    def test_once(self, sim, ir):
        """What is so already is not sent again."""
        assert [True, False, True, False] == [
            ir.users.disable("jdoe"), ir.users.disable("JDOE"), ir.users.enable("jdoe"), ir.users.enable("jdoe"),
        ]  # fmt: skip
        assert (True, False) == (ir.users.set_read_only("jdoe", True), ir.users.set_read_only("jdoe", True))
        assert ir.users.set_read_only("jdoe", False)
        assert ["ChangeUserStatus"] * 2 + ["ChangeUserType"] * 2 == changes(sim)

    def test_nobody_disables_himself(self, sim, ir):
        """The account of the client stays enabled."""
        with pytest.raises(errors.ArgumentError, match="Admin makes this call"):
            ir.users.disable("Admin")
        assert [] == changes(sim)

    @pytest.mark.parametrize(
        ("operation", "call"),
        [
            ("ChangeUserStatus", lambda users: users.disable("jdoe")),
            ("ChangeUserType", lambda users: users.set_read_only("jdoe", True)),
        ],
    )
    def test_a_change_that_is_not_made_is_told(self, sim, soap, operation, call):
        """A success after which all is as before is no success."""
        sim.fail("reply", operation=operation, body=success(operation, soap))
        with pytest.raises(errors.UnexpectedReply, match="read back"):
            call(soap.users)


class TestPasswords:
    """Passwords, of others and of one's own."""

    def test_of_another(self, sim, ir):
        """An administrator gives a user another password."""
        ir.users.set_password("jdoe", lambda: "Another-1")
        with client_of(sim, "jdoe", "Another-1") as other:
            assert "jdoe" == other.users.current().user_name

    def test_of_ones_own(self, sim):
        """A user changes the own password, and goes on with the ticket at hand."""
        with client_of(sim, "jdoe", "secret") as ir:
            ir.users.change_password("Another-1")
            assert "jdoe" == ir.users.current().user_name
            with pytest.raises(errors.ServiceError):
                ir.users.change_password("Another-1")

    def test_ones_own_is_not_set_by_the_way(self, sim, soap):
        """The password that the client logs in with is changed only where that is meant."""
        with pytest.raises(errors.ArgumentError, match="use change_password"):
            soap.users.set_password("admin", "Another-1")
        assert [] == changes(sim)


def test_memberships(ir):
    """The groups and libraries of a user, and those that a user manages."""
    assert ["Accountants"] == names(ir.users.groups("jdoe"))
    assert ["Finance"] == names(ir.users.libraries("jdoe"))
    assert ([], ["Finance"]) == (names(ir.users.managed_libraries("jdoe")), names(ir.users.managed_libraries("admin")))
    with pytest.raises(errors.UserNotFound):
        [*ir.users.groups("nobody")]
    with pytest.raises(errors.ArgumentError):
        [*ir.users.managed_libraries("")]


def test_the_same_awaited(sim):
    """The asynchronous face has the same workflows."""

    async def work(url):
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as ir:
            await ir.users.create("asmith", **NEW)
            await ir.users.disable("asmith")
            return (await ir.users.get("asmith")).enabled, names([each async for each in ir.users.groups("jdoe")])

    with sim.serve() as server:
        assert (False, ["Accountants"]) == asyncio.run(work(server.url))
