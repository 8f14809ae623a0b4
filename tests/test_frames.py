"""A report of a crash, with the locals of every frame, holds no password and no ticket."""

from __future__ import annotations

import asyncio
import itertools
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from servers import RawServer, envelope, http

from soapclient import AsyncClient, Client, Contract, Impersonate, Password, Ticket, Windows, errors
from soapclient.wire.secret import Secret

# A module's names are in no frame. Only what the package does with them may show them.
PASSWORD = "s3cret-Pa55word"
TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
ODD = "s3cret-Pa55word\x01"
SECRETS = ("s3cret", TICKET)

REFUSED = http(
    body=envelope("AuthenticateUser", '<root xmlns="" success="false" error="[900] Authentication failed" />')
)
LOGGED_IN = http(body=envelope("AuthenticateUser", f'<root xmlns="" success="true" ticket="{TICKET}" />'))
PAGE = http("500 Oops", b"<html><title>Oops</title></html>", "text/html")


def chain(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it, as far as a traceback shows it."""
    each: BaseException | None = error
    while each is not None:
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def shown(value: Any, depth: int = 6) -> str:
    """What a crash reporter makes of a value: containers are walked through, the rest is its repr."""
    if depth and isinstance(value, Mapping):
        return " ".join(shown(each, depth - 1) for each in itertools.chain(value, value.values()))
    if depth and isinstance(value, (list, tuple, set, frozenset)):
        return " ".join(shown(each, depth - 1) for each in value)
    return repr(value)


def report(error: BaseException) -> str:
    """All that a crash reporter tells of an error: the locals of every frame, also of those that led to it."""
    parts = ["".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())]
    for each in chain(error):
        parts += [repr(each), shown(vars(each))]
        parts += [shown(frame.f_locals) for frame, _ in traceback.walk_tb(each.__traceback__)]
        parts += [shown(getattr(each, "request", None) and vars(each.request))]
    return "\n".join(parts)


def reported(call: Any, *, asynchronous: bool = False) -> tuple[BaseException, str]:
    """Make a call that fails, and return its error and the report."""
    try:
        asyncio.run(call()) if asynchronous else call()
    except BaseException as exc:
        return exc, report(exc)
    raise AssertionError("nothing failed")


def use(make: Any, call: Any) -> Any:
    """A function that makes a client and uses it."""

    def run() -> None:
        with make() as ir:
            call(ir)

    return run


def use_async(make: Any, call: Any) -> Any:
    """The same for the asynchronous client."""

    async def run() -> None:
        async with make() as ir:
            await call(ir)

    return run


WAYS = {
    "password": lambda kind, url, **options: kind(url, username="u", password=PASSWORD, wsdl="bundled", **options),
    "function": lambda kind, url, **options: kind(url, auth=Password("u", lambda: PASSWORD), wsdl="bundled", **options),
    "trusted": lambda kind, url, **options: kind(url, auth=Impersonate(PASSWORD, "u"), wsdl="bundled", **options),
    "ticket": lambda kind, url, **options: kind(url, auth=Ticket(TICKET), wsdl="bundled", **options),
}
CALLS = {
    "user": lambda ir: ir.users.get("jdoe"),
    "update": lambda ir: ir.users.update("jdoe", email="a@example.com"),
    "operation": lambda ir: ir.service.ChangeUserPassword(UserName="jdoe", NewPassword=PASSWORD),
    "reply": lambda ir: ir.service.ChangeUserPassword.reply(UserName="jdoe", NewPassword=PASSWORD),
    "create": lambda ir: ir.users.create("new", first_name="A", last_name="B", email="", password=PASSWORD),
}


def drop(connection: Any, request: bytes) -> bool:
    """Close the connection instead of an answer."""
    return True


def answering(*replies: bytes) -> Any:
    """Answer with these, the last one again and again."""
    left = list(replies)
    return lambda connection, request: connection.sendall(left.pop(0) if len(left) > 1 else left[0])


def echo(connection: Any, request: bytes) -> None:
    """Answer with what was sent."""
    body = request.partition(b"\r\n\r\n")[2]
    connection.sendall(http("500 Oops", b"<html><title>" + body.replace(b"<", b" ") + b"</title></html>", "text/html"))


SERVERS = {
    "drops": lambda: drop,
    "refuses": lambda: answering(REFUSED),
    "fails": lambda: answering(PAGE),
    "echoes": lambda: echo,
    "fails later": lambda: answering(LOGGED_IN, PAGE),
    "drops later": lambda: (
        lambda connection, request: b"AuthenticateUser" not in request or connection.sendall(LOGGED_IN)
    ),
    "garbage": lambda: answering(http(body=b"<a><b></a>")),
}


class TestCalls:
    """Calls that fail, in every way that a login or a call can."""

    @pytest.mark.parametrize("transport", ["soap", "http-post"])
    @pytest.mark.parametrize("call", CALLS)
    @pytest.mark.parametrize("way", WAYS)
    def test_a_server_that_is_down(self, way, call, transport):
        """Nobody listens: at login, or at the call where a ticket was given."""
        url = "http://127.0.0.1:1/srv.asmx"
        options = {"transport": transport, "on_null": "read" if transport == "http-post" else "refuse"}
        error, told = reported(use(lambda: WAYS[way](Client, url, **options), CALLS[call]))

        assert isinstance(error, errors.ConnectError)
        assert [] == [each for each in SECRETS if each in told]
        assert "advance" in told, "where it was stays to be seen"

    @pytest.mark.parametrize("call", CALLS)
    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("server", SERVERS)
    def test_a_server_that_fails(self, server, way, call):
        """It drops the connection, refuses, answers garbage or what it was sent: at login or later."""
        with RawServer(SERVERS[server]()) as raw:
            error, told = reported(use(lambda: WAYS[way](Client, raw.url), CALLS[call]))

        assert isinstance(error, errors.SoapClientError)
        assert [] == [each for each in SECRETS if each in told]

    @pytest.mark.parametrize("call", CALLS)
    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("server", SERVERS)
    def test_the_asynchronous_client(self, server, way, call):
        """The same holds for calls that are awaited."""
        with RawServer(SERVERS[server]()) as raw:
            error, told = reported(use_async(lambda: WAYS[way](AsyncClient, raw.url), CALLS[call]), asynchronous=True)

        assert isinstance(error, errors.SoapClientError)
        assert [] == [each for each in SECRETS if each in told]

    def test_an_interrupted_login(self):
        """Ctrl-C while the password is on its way."""

        def make():
            ir = WAYS["password"](Client, "http://127.0.0.1:1/srv.asmx")

            def interrupted(*_, **__):
                raise KeyboardInterrupt

            ir.wiring.transport._send = interrupted
            return ir

        error, told = reported(use(make, CALLS["user"]))

        assert isinstance(error, KeyboardInterrupt)
        assert [] == [each for each in SECRETS if each in told]

    def test_a_remembered_refusal(self):
        """The error of a refused login that is told again holds no more than the first one."""

        def call(ir):
            with pytest.raises(errors.AuthenticationFailed):
                ir.users.get("jdoe")
            ir.users.get("jdoe")

        with RawServer(answering(REFUSED)) as raw:
            error, told = reported(use(lambda: WAYS["password"](Client, raw.url), call))

        assert "not tried again" in str(error)
        assert [] == [each for each in SECRETS if each in told]


WRONG = {
    "misspelt": lambda ir: ir.service.ChangeUserPassword(UserName="jdoe", NewPasword=PASSWORD),
    "by place": lambda ir: ir.service.ChangeUserPassword("jdoe", PASSWORD),
    "by place, reply": lambda ir: ir.service.ChangeUserPassword.reply("jdoe", PASSWORD),
    "by place, items": lambda ir: list(ir.service.GetAllUsers.items(PASSWORD)),
    "misspelt, items": lambda ir: list(ir.service.GetAllUsers.items(Password=PASSWORD)),
    "not writable": lambda ir: ir.service.ChangeUserPassword(UserName="jdoe", NewPassword=ODD),
    "wrong type": lambda ir: ir.service.ChangeUserPassword(UserName="jdoe", NewPassword=[PASSWORD]),
    "wrong keyword": lambda ir: ir.service.AuthenticateUser(UID=PASSWORD, PWD={"a": PASSWORD}),
}


class TestArguments:
    """Arguments that are refused before anything is sent."""

    @pytest.mark.parametrize("call", WRONG)
    def test_refused_arguments(self, call):
        """What was given is not in the report."""
        error, told = reported(use(lambda: Client("sim:", auth=Ticket(TICKET)), WRONG[call]))

        assert isinstance(error, errors.ArgumentError)
        assert [] == [each for each in SECRETS if each in told]

    @pytest.mark.parametrize("call", [name for name in WRONG if "items" not in name])
    def test_refused_when_awaited(self, call):
        """The same when they are awaited."""
        error, told = reported(
            use_async(lambda: AsyncClient("sim:", auth=Ticket(TICKET)), WRONG[call]), asynchronous=True
        )

        assert isinstance(error, errors.ArgumentError)
        assert [] == [each for each in SECRETS if each in told]

    def test_a_workflow_that_has_no_such_parameter(self):
        """A keyword that Python itself refuses is not in the report either."""
        changed = lambda ir: ir.users.update("jdoe", password=PASSWORD)  # noqa: E731
        error, told = reported(use(lambda: Client("sim:", auth=Ticket(TICKET)), changed))

        assert isinstance(error, TypeError)
        assert [] == [each for each in SECRETS if each in told]

        error, told = reported(use(lambda: Client("sim:", auth=Ticket(TICKET)), lambda ir: ir.users.list(PASSWORD)))

        assert isinstance(error, TypeError)
        assert [] == [each for each in SECRETS if each in told]

    def test_an_envelope_to_be_shown(self):
        """Neither when an envelope is only shown."""
        error, told = reported(
            use(lambda: Client("sim:"), lambda ir: ir.envelope("ChangeUserPassword", NewPasword=PASSWORD))
        )

        assert isinstance(error, errors.ArgumentError)
        assert [] == [each for each in SECRETS if each in told]

    def test_what_the_caller_was_handling_is_left_alone(self):
        """The frames of an error that the caller was handling keep their variables: they are not ours."""

        def failing():
            kept = "a value of the program"
            raise KeyError(kept)

        def run():
            with Client("sim:") as ir:
                try:
                    failing()
                except KeyError:
                    ir.service.ServerInfo(Nothing=1)

        error, told = reported(run)

        assert isinstance(error.__context__, KeyError)
        assert "kept = 'a value of the program'" in told


AT_FIRST_NEED = {
    "contract": lambda ir: ir.contract,
    "operation": lambda ir: ir.service.GetUser(UserName="jdoe"),
    "names": lambda ir: dir(ir.service),
    "contains": lambda ir: "GetUser" in ir.service,
    "check": lambda ir: ir.check_contract(),
    "rows": lambda ir: ir.users.plan_bulk([{"user_name": "jdoe", "email": "a@example.com"}]),
    "calls": lambda ir: ir.bulk.plan_operation("UpdateUserContactInfo", [{"userName": "jdoe"}]),
}


class TestContracts:
    """A contract that is read at first need, through a proxy whose URL holds a password."""

    @pytest.mark.parametrize("call", AT_FIRST_NEED)
    @pytest.mark.parametrize("wsdl", ["remote", "http://dms.example.invalid/other?WSDL"])
    def test_a_proxy_that_is_down(self, call, wsdl):
        """Whatever needs the contract first."""
        proxies = {"http": f"http://u:{PASSWORD}@127.0.0.1:1"}
        make = lambda: Client(  # noqa: E731
            "http://dms.example.invalid/srv.asmx", auth=Ticket(TICKET), wsdl=wsdl, proxies=proxies, cache=False
        )
        error, told = reported(use(make, AT_FIRST_NEED[call]))

        assert isinstance(error, errors.WsdlError)
        assert [] == [each for each in SECRETS if each in told]

    def test_one_without_a_client(self, monkeypatch):
        """A contract that is loaded from a URL, through the proxy of the environment."""
        monkeypatch.setenv("http_proxy", f"http://u:{PASSWORD}@127.0.0.1:1")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        error, told = reported(lambda: Contract.load("http://dms.example.invalid/srv.asmx?WSDL"))

        assert isinstance(error, errors.WsdlError)
        assert [] == [each for each in SECRETS if each in told]


ROWS = {
    "a secret column": lambda ir: ir.bulk.plan_operation(
        "ChangeUserPassword", [{"UserName": "u", "NewPassword": PASSWORD}]
    ),
    "an unknown column": lambda ir: ir.users.plan_bulk([{"user_name": "jdoe", "password": PASSWORD}]),
}


class TestRows:
    """Rows of a bulk run that hold what no plan may."""

    @pytest.mark.parametrize("plan", ROWS)
    def test_refused_rows(self, plan):
        """What the rows hold is not in the report."""
        error, told = reported(use(lambda: Client("sim:", username="admin", password="admin"), ROWS[plan]))

        assert isinstance(error, errors.BulkError)
        assert [] == [each for each in SECRETS if each in told]

    @pytest.mark.parametrize("plan", ROWS)
    def test_refused_when_awaited(self, plan):
        """The same when they are awaited."""
        make = lambda: AsyncClient("sim:", username="admin", password="admin")  # noqa: E731
        error, told = reported(use_async(make, ROWS[plan]), asynchronous=True)

        assert isinstance(error, errors.BulkError)
        assert [] == [each for each in SECRETS if each in told]

    def test_the_programs_own_error(self):
        """An error of the program that gives the rows keeps its variables."""

        def rows():
            kept = "a value of the program"
            yield {"user_name": "jdoe", "mobile": "1"}
            raise KeyError(kept)

        error, told = reported(
            use(lambda: Client("sim:", username="admin", password="admin"), lambda ir: ir.users.plan_bulk(rows()))
        )

        assert isinstance(error, KeyError)
        assert "kept = 'a value of the program'" in told


class TestProxies:
    """A proxy whose URL holds a password."""

    @pytest.mark.parametrize("scheme", ["http", "https"])
    @pytest.mark.parametrize("status", [None, "407 No", "502 Bad", "garbage"])
    def test_a_proxy_that_fails(self, scheme, status):
        """It is down, refuses the password, or answers garbage."""
        reply = b"\x00\x01garbage\r\n\r\n" if status == "garbage" else http(status or "200 OK", b"")
        with RawServer(answering(reply)) as raw:
            port = 1 if status is None else raw.port
            url = f"{scheme}://dms.example.invalid/srv.asmx"
            error, told = reported(
                use(
                    lambda: Client(url, wsdl="bundled", proxies={scheme: f"http://u:{PASSWORD}@127.0.0.1:{port}"}),
                    lambda ir: ir.service.ServerInfo(),
                )
            )

        assert isinstance(error, errors.TransportError)
        assert [] == [each for each in SECRETS if each in told]


BAD = {
    "no url": lambda kind: kind("dms", username="u", password=PASSWORD),
    "user in the url": lambda kind: kind(f"http://u:{PASSWORD}@dms.example.com/srv.asmx"),
    "key in the url": lambda kind: kind(f"http://dms.example.com/srv.asmx?key={PASSWORD}"),
    "half": lambda kind: kind("sim:", password=PASSWORD),
    "both": lambda kind: kind("sim:", username="u", password=PASSWORD, auth=Ticket(TICKET)),
    "proxy": lambda kind: kind("http://dms.example.com/srv.asmx", proxies={"http": f"http://u:{PASSWORD}@:x"}),
    "timeout": lambda kind: kind("sim:", username="u", password=PASSWORD, timeout=-1),
    "half of Windows": lambda kind: kind("sim:", auth=Windows(password=PASSWORD)),
    "both of Windows": lambda kind: kind("sim:", auth=Windows(PASSWORD, username="u", password=PASSWORD)),
}


class TestConstruction:
    """Clients that cannot be made."""

    @pytest.mark.parametrize("kind", [Client, AsyncClient])
    @pytest.mark.parametrize("call", BAD)
    def test_refused_options(self, call, kind):
        """What was given is not in the report."""
        error, told = reported(lambda: BAD[call](kind))

        assert isinstance(error, errors.ArgumentError)
        assert [] == [each for each in SECRETS if each in told]


class TestSecret:
    """The object that secrets travel in."""

    def test_what_it_shows(self):
        """It shows stars, and tells equal secrets from others."""
        secret = Secret(PASSWORD)

        assert ("***", "***", "***", PASSWORD) == (repr(secret), str(secret), f"{secret}", secret.reveal())
        assert secret == Secret(PASSWORD) != Secret("")
        assert (secret != PASSWORD, bool(secret), bool(Secret(""))) == (True, True, False)
        assert 1 == len({secret, Secret(PASSWORD)})
