"""The server's own contract: fetched, kept, checked again, and what is used when the server does not give it."""

from __future__ import annotations

import contextlib
import json
import re
import time
import warnings
from pathlib import Path

import pytest
from servers import SUCCESS, RawServer, envelope, http

from soapclient import Client, Contract, ContractWarning, errors
from soapclient.contract.loading import loader

WSDLS = Path(__file__).parent.parent / "wsdl"
OLD, NEW = (WSDLS / "srv-2019.wsdl").read_bytes(), (WSDLS / "srv.wsdl").read_bytes()
AWAY = http("503 Service Unavailable", b"busy", "text/plain")


class Publisher:
    """A server that gives a WSDL, with validators if it has some, and answers every call with a success."""

    def __init__(self, body=OLD, *headers):
        self.body = body
        self.headers = headers
        self.instead = None
        self.asked = []
        self.server = RawServer(self.answer)

    def answer(self, connection, request):
        if not request.startswith(b"GET "):
            connection.sendall(http(body=envelope("ServerInfo", SUCCESS)))
            return
        self.asked.append(request.decode("latin-1"))
        conditions = [value for header in self.headers for value in (header.partition(": ")[2],)]
        if self.instead is not None:
            connection.sendall(self.instead)
        elif conditions and all(value in self.asked[-1] for value in conditions):
            connection.sendall(http("304 Not Modified", b"", "text/xml", *self.headers))
        else:
            connection.sendall(http("200 OK", self.body, "text/xml", *self.headers))

    def client(self, **options):
        return Client(self.server.url, **options)

    def __enter__(self):
        self.server.__enter__()
        return self

    def __exit__(self, *error):
        self.server.__exit__(*error)


@pytest.fixture
def publisher():
    with Publisher() as publisher:
        yield publisher


@pytest.fixture
def later(monkeypatch):
    """Let time pass for the loading of contracts."""
    now = time.time

    def pass_by(seconds):
        monkeypatch.setattr(loader.time, "time", lambda: now() + seconds)

    return pass_by


def count(client):
    with client as ir:
        return len(ir.contract)


class TestFresh:
    """A contract that the server confirmed a moment ago."""

    def test_asked_once(self, publisher):
        """The second client asks nothing."""
        assert [162, 162] == [count(publisher.client()), count(publisher.client())]
        assert 1 == len(publisher.asked)

    def test_of_this_server_only(self, publisher):
        """Another server, or this one unverified, is asked for its own."""
        count(publisher.client())
        count(publisher.client(verify=False))
        with Publisher(NEW) as other:
            assert 425 == count(other.client())
            assert 1 == len(other.asked)

        assert 2 == len(publisher.asked)

    def test_no_cache(self, publisher, tmp_path):
        """`cache=False` keeps nothing, and a path is another place."""
        for choice in (False, False, tmp_path, tmp_path):
            count(publisher.client(cache=choice))

        assert 3 == len(publisher.asked)
        assert 1 == len(list(tmp_path.iterdir()))

    def test_a_directory_that_cannot_be_used(self, publisher, tmp_path):
        """A cache that cannot be written is no error: the server is asked each time."""
        (tmp_path / "file").write_text("")
        assert [162, 162] == [count(publisher.client(cache=tmp_path / "file")) for _ in "12"]
        assert 2 == len(publisher.asked)

    @pytest.mark.parametrize("raw", [b"", b"{}\n", b"garbage"])
    def test_damaged(self, publisher, tmp_path, raw):
        """A damaged entry is fetched again and mended."""
        for _ in range(3):
            assert 162 == count(publisher.client(cache=tmp_path))
            if 1 == len(publisher.asked):
                next(tmp_path.iterdir()).write_bytes(raw)

        assert 2 == len(publisher.asked)

    def test_what_is_no_wsdl_is_not_kept(self, publisher, tmp_path):
        """A login page is not kept, and an entry that is no WSDL is not used."""
        publisher.instead = http(body=b"<html/>", media="text/html")
        with pytest.warns(ContractWarning, match="bundled"):
            assert 425 == count(publisher.client(cache=tmp_path))
        assert [] == list(tmp_path.iterdir())

    def test_an_entry_that_this_version_cannot_read(self, publisher, tmp_path):
        """An entry that is whole and yet no WSDL is fetched again."""
        cache = loader.Cache(tmp_path)
        with publisher.client(cache=tmp_path) as ir:
            route = ir.wiring.transport.route
        now = time.time()
        cache.put(loader.Entry(url=publisher.server.url, data=b"<a/>", fetched=now, checked=now), route)

        assert 162 == count(publisher.client(cache=tmp_path))

    def test_a_clock_that_went_back(self, publisher, later):
        """An entry from the future is checked."""
        count(publisher.client())
        later(-1000)
        count(publisher.client())

        assert 2 == len(publisher.asked)


class TestOlder:
    """A contract that the server confirmed a while ago."""

    @pytest.mark.parametrize(
        ("header", "condition"),
        [
            ('ETag: "v1"', 'If-None-Match: "v1"'),
            ("Last-Modified: Tue, 03 Mar 2026 10:00:00 GMT", "If-Modified-Since: Tue, 03 Mar 2026 10:00:00 GMT"),
        ],
    )
    def test_not_modified(self, later, header, condition):
        """A server with a validator is asked whether it changed; its 304 makes the entry fresh again."""
        with Publisher(OLD, header) as publisher:
            count(publisher.client())
            later(301)
            assert [162, 162] == [count(publisher.client()), count(publisher.client())]
            assert [False, True] == [condition in request for request in publisher.asked]

            later(700)
            publisher.body, publisher.headers = NEW, ('ETag: "v2"',)
            assert [425, 425] == [count(publisher.client()), count(publisher.client())]
            assert 3 == len(publisher.asked)

    def test_without_validators(self, publisher, later):
        """A server without validators sends its WSDL again: the same makes the entry fresh, another replaces it."""
        count(publisher.client())
        later(301)
        assert [162, 162] == [count(publisher.client()), count(publisher.client())]
        assert 2 == len(publisher.asked)
        assert "If-" not in publisher.asked[1]

        later(700)
        publisher.body = NEW
        assert 425 == count(publisher.client())

    @pytest.mark.parametrize(
        "reply", [AWAY, http("404 Not Found"), http(body=b"<html/>", media="text/html"), http("304 Not Modified")]
    )
    def test_server_does_not_give_it(self, publisher, later, reply):
        """Where the server does not give its WSDL any more, the cached one is used, and its age and the reason told."""
        count(publisher.client())
        later(3 * 3600 + 5)
        publisher.instead = reply
        with pytest.warns(ContractWarning, match=r"using the contract of 3 hours ago from the cache.*WSDL"):
            assert 162 == count(publisher.client())

    def test_server_is_away(self, publisher, later):
        """A server that is away gets calls of its own contract, which fail as calls do; "remote" refuses."""
        count(publisher.client())
        later(2 * 86400)
        publisher.server.__exit__()
        with publisher.client(timeout=2) as ir:
            with (
                pytest.warns(ContractWarning, match=r"2 days ago.*Could not connect"),
                pytest.raises(errors.ConnectError),
            ):
                ir.service.ServerInfo()
        with (
            publisher.client(wsdl="remote", timeout=2) as ir,
            pytest.raises(errors.WsdlError, match="Could not connect"),
        ):
            ir.service.ServerInfo()

    def test_remote_always_asks(self, publisher):
        """ "remote" asks however fresh the entry is."""
        assert [162, 162] == [count(publisher.client(wsdl="remote")) for _ in "12"]
        assert 2 == len(publisher.asked)


class TestCached:
    """The cache's contract, without the server."""

    def test_without_a_request(self, publisher, later):
        """ "cached" asks nothing, however old the entry is, and warns of nothing."""
        count(publisher.client())
        later(10**7)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert 162 == count(publisher.client(wsdl="cached"))
        assert 1 == len(publisher.asked)

    def test_nothing_there(self, publisher, tmp_path):
        """Without an entry the message says what to do, and where it looked."""
        for choice, reason in ((tmp_path, "wsdl='auto' once"), (False, "no cache directory")):
            with publisher.client(wsdl="cached", cache=choice) as ir, pytest.raises(errors.WsdlError, match=reason):
                ir.service.ServerInfo()
        assert [] == publisher.server.requests

    def test_simulator(self):
        """The embedded simulator's contract is always at hand."""
        with Client("sim:", wsdl="cached") as ir:
            assert "bundled" == ir.contract.source

    @pytest.mark.parametrize("source", ["auto", "remote", "cached"])
    def test_needs_a_server(self, source):
        """A server's contract without a server is refused in a sentence that says so."""
        with pytest.raises(errors.WsdlError, match=r"name the server, as in Client\(server"):
            Contract.load(source)


class Renewing(Publisher):
    """A server whose first ticket has expired at its first use."""

    def __init__(self, body=OLD, *headers):
        super().__init__(body, *headers)
        self.calls = []
        self.at_expiry = None

    def answer(self, connection, request):
        if request.startswith(b"GET "):
            return super().answer(connection, request)
        operation = re.search(rb'SOAPAction: "http://tempuri.org/(\w+)"', request)[1].decode()
        self.calls.append((operation, request.partition(b"\r\n\r\n")[2].decode()))
        result = SUCCESS
        if operation == "AuthenticateUser":
            result = f'<response success="true" error="" ticket="{len(self.calls):036}" />'
        elif "0001<" in self.calls[-1][1]:
            result = '<response success="false" error="[901] Session expired or Invalid ticket" />'
            if self.at_expiry is not None:
                self.at_expiry()
        return connection.sendall(http(body=envelope(operation, result)))

    def upgrade(self):
        self.body = NEW


class TestChangesBetweenCalls:
    """A server that was restarted, and upgraded, between two calls."""

    def client(self, server, **options):
        return server.client(username="admin", password="admin", **options)

    def test_the_same(self):
        """After [901] the server is asked once whether its contract is still the same, and the call is repeated."""
        with Renewing() as server, self.client(server) as ir:
            ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress="x")
            ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress="y")

        assert ["AuthenticateUser", "UpdateUserEmail", "AuthenticateUser", "UpdateUserEmail", "UpdateUserEmail",
                "LogOut"] == [name for name, _ in server.calls]  # fmt: skip
        assert 2 == len(server.asked)

    def test_another(self):
        """A changed contract is told, and the call is bound to it before it is repeated."""
        with Renewing() as server, self.client(server) as ir:
            server.at_expiry = server.upgrade
            with pytest.warns(ContractWarning, match="has changed"):
                ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress="x")
            assert 425 == len(ir.contract) == len(ir.service)
            assert ir.contract.operations["GetUser"] is ir.service.GetUser.operation
            assert "UpdateUserEmail" == server.calls[-1][0]
        with Client(server.server.url, wsdl="cached") as ir:
            assert 425 == len(ir.contract)

    def test_a_parameter_that_was_renamed(self):
        """A parameter that the new contract does not have is refused: it would be ignored silently."""
        with Renewing() as server, self.client(server, written_for=None) as ir:
            server.at_expiry = server.upgrade
            with pytest.warns(ContractWarning, match="has changed"):
                with pytest.raises(errors.ArgumentError, match="AssociatedDocuments.*DocumentPath"):
                    ir.service.AssociatedDocuments(DocumentPath="/a/b")

        assert ["AuthenticateUser", "AssociatedDocuments"] == [name for name, _ in server.calls][:2]

    def test_an_operation_that_is_gone(self):
        """An operation that the new contract does not have is refused."""
        with Renewing(NEW) as server, self.client(server) as ir:
            call = ir.service.UpdateUserContactInfo
            server.at_expiry = lambda: setattr(server, "body", OLD)
            with pytest.warns(ContractWarning), pytest.raises(errors.UnknownOperation):
                call(userName="jdoe", emailAddress="x")
            with pytest.raises(errors.UnknownOperation):
                call(userName="jdoe", emailAddress="x")

    def test_what_can_be_read_once(self):
        """A list that can be read only once is not sent again as an empty one: the caller hears of the session."""
        old = OLD.replace(b'maxOccurs="1" name="NewEmailAddress"', b'maxOccurs="9" name="NewEmailAddress"')
        assert old != OLD
        for values, ending in ((["x"], contextlib.nullcontext()), (iter(["x"]), pytest.raises(errors.SessionExpired))):
            with Renewing(old) as server, self.client(server, written_for=None) as ir:
                server.at_expiry = lambda server=server: setattr(server, "body", old + b" ")
                with pytest.warns(ContractWarning, match="has changed"), ending:
                    ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress=values)
                assert all("NewEmailAddress>x<" in sent for name, sent in server.calls if name == "UpdateUserEmail")

    @pytest.mark.parametrize("wsdl", ["bundled", "bundled-2019", "cached"])
    def test_a_contract_that_was_chosen(self, wsdl):
        """A contract that the program chose is not asked for."""
        with Renewing() as server:
            count(server.client())
            with self.client(server, wsdl=wsdl) as ir:
                ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress="x")

            assert 1 == len(server.asked)

    def test_a_wsdl_that_is_away(self):
        """A server that does not give its WSDL at that moment is called as before."""
        with Renewing() as server, self.client(server) as ir:
            server.at_expiry = lambda: setattr(server, "instead", AWAY)
            ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress="x")

        assert (2, 5) == (len(server.asked), len(server.calls))


class TestWrittenFor:
    """A server whose operations differ from those that the program was written for."""

    def told(self, caught):
        return [str(each.message) for each in caught if each.category is ContractWarning]

    def use(self, publisher, **options):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with publisher.client(**options) as ir:
                for _ in "12":
                    with pytest.raises(errors.SoapClientError):
                        ir.service.AssociatedDocuments(DocumentPath="/a/b", authenticationTicket="x" * 36)
                    ir.service.ServerInfo()
        return self.told(caught)

    @pytest.mark.parametrize("wsdl", ["auto", "remote"])
    def test_first_use(self, publisher, wsdl):
        """The first use of an operation that differs warns, before it is sent, and names the difference."""
        [text] = self.use(publisher, wsdl=wsdl)
        assert "differs from 'bundled'" in text
        assert "loses data: AssociatedDocuments.ItemPath renamed (ItemPath -> DocumentPath)" in text

    @pytest.mark.parametrize(
        "written_for", [None, "bundled-2019", WSDLS / "srv-2019.wsdl", Contract.load("bundled-2019")]
    )
    def test_the_right_one(self, publisher, written_for):
        """A program written for the server's contract, or one that does not want to hear of it, is told nothing."""
        assert [] == self.use(publisher, written_for=written_for)

    def test_another_contract(self, publisher):
        """The contract may be a `Contract` or a path."""
        for other in (Contract.load("bundled"), WSDLS / "srv.wsdl"):
            assert ["ItemPath" in text for text in self.use(publisher, written_for=other)] == [True]

    def test_a_chosen_contract_is_not_compared(self, publisher):
        """With a contract that the program chose itself there is nothing to tell."""
        assert [] == self.use(publisher, wsdl="bundled-2019")

    def test_unknown_there(self, publisher):
        """An operation that the other contract does not have is no difference."""
        publisher.body = NEW
        with publisher.client(written_for="bundled-2019") as ir, warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(errors.ArgumentError, match="login"):
                ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-5, "less than a minute"), (59, "less than a minute"), (60, "1 minute"), (7300, "2 hours"), (86400, "1 day")],
)
def test_ages(seconds, text):
    """Ages are told in the largest unit."""
    entry = loader.Entry(url="", data=b"", fetched=0, checked=time.time() - seconds - 0.1 * (seconds > 0))
    assert text == loader._age(entry)


def test_warnings_name_the_program(publisher):
    """A warning names the line of the program, not one of the package."""
    publisher.instead = AWAY
    with publisher.client() as ir, pytest.warns(ContractWarning) as caught:
        ir.service.ServerInfo()
    with publisher.client() as ir, pytest.warns(ContractWarning) as direct:
        _ = ir.contract

    assert {__file__} == {each.filename for each in [*caught, *direct]}


class TestCommandLine:
    """`cached` and `remote` as contracts of a command."""

    @pytest.fixture(autouse=True)
    def _command_line(self):
        pytest.importorskip("click", reason="the extra cli is not installed")

    def run(self, *words):
        from soapclient.cli import main

        return main([str(word) for word in words])

    def test_diff(self, publisher, capsys):
        """`wsdl diff` takes the server's and the cached contract."""
        url = publisher.server.url
        assert 2 == self.run("wsdl", "diff", "cached", "bundled")
        assert "no server" in capsys.readouterr().err
        assert 2 == self.run("wsdl", "diff", "cached", "bundled", "--server", url)
        assert "wsdl='auto' once" in capsys.readouterr().err

        assert 0 == self.run("wsdl", "diff", "remote", "bundled-2019", "--server", url, "--fail-on", "any")
        assert 4 == self.run("wsdl", "diff", "cached", "bundled", "--server", url, "--fail-on", "loses-data")
        assert 1 == len(publisher.asked)

    def test_lint(self, publisher, capsys):
        """`wsdl lint` examines the server's contract, asked for once, and the cached one."""
        url = publisher.server.url
        assert 2 == self.run("wsdl", "lint", "cached")
        assert "no server" in capsys.readouterr().err
        for words in (["remote"], ["cached"], []):
            assert 0 == self.run("wsdl", "lint", *words, "--server", url, "--rule", "address-elsewhere", "--json")
            rows = json.loads(capsys.readouterr().out)
            assert ["line 8153", "line 8156"] == [row["place"] for row in rows]
        assert 1 == len(publisher.asked)

    def test_ops(self, publisher, capsys):
        """`--wsdl cached` is used without asking the server, and needs one that is named."""
        assert 0 == self.run("ops", "--server", publisher.server.url)
        publisher.instead = AWAY
        assert 0 == self.run("ops", "--server", publisher.server.url, "--wsdl", "cached")
        assert 1 == len(publisher.asked)
        assert 2 == self.run("ops", "--wsdl", "cached")
        assert "no server" in capsys.readouterr().err
