"""Windows authentication, against a real acceptor: pyspnego's, on a socket."""

from __future__ import annotations

import base64
import contextlib
import ssl
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest
import trustme
from servers import SUCCESS, RawServer, envelope, http

from soapclient import Client, Windows, errors
from soapclient.wire import negotiation
from soapclient.wire.negotiation import Negotiation
from soapclient.wire.transport import Transport

spnego = pytest.importorskip("spnego")

USER, PASSWORD = "CORP\\jdoe", "s3cret-pässword"
HEADERS = {"Content-Type": "text/xml"}
TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"


@pytest.fixture(autouse=True)
def accounts(tmp_path, monkeypatch):
    """The accounts of the acceptor."""
    file = tmp_path / "users"
    file.write_text(f"CORP:jdoe:{PASSWORD}\n", "utf-8")
    monkeypatch.setenv("NTLM_USER_FILE", str(file))


class Acceptor(RawServer):
    """A server behind Windows authentication that gives a request back.

    Args:
        scheme: what it offers.
        each: whether every request needs a login, or a connection stays logged in.
    """

    def __init__(self, scheme="NTLM", *, each=False, wrap=None, reply=None):
        super().__init__(self._accepted, wrap=wrap)
        self.scheme = scheme
        self.each = each
        self.reply = reply or (lambda body: body)
        self.tries = 0
        self.done = []
        self._lock = threading.Lock()
        self._contexts = weakref.WeakKeyDictionary()
        self._logged_in = weakref.WeakSet()

    def _accepted(self, connection, request):
        head, _, body = request.partition(b"\r\n\r\n")
        prefix = f"authorization: {self.scheme} ".lower()
        token = None
        for line in head.decode("latin-1").split("\r\n"):
            if line.lower().startswith(prefix):
                token = base64.b64decode(line[len(prefix) :])
        if token is None:
            if connection in self._logged_in:
                return self._do(connection, body)
            return self._refuse(connection)
        context = self._contexts.pop(connection, None) or spnego.server(protocol=self.scheme.lower())
        try:
            answer = context.step(token)
        except spnego.exceptions.SpnegoError:
            with self._lock:
                self.tries += 1
            return self._refuse(connection)
        if context.complete:
            return self._do(connection, body)
        self._contexts[connection] = context
        return self._refuse(connection, " " + base64.b64encode(answer).decode())

    def _do(self, connection, body):
        if not self.each:
            self._logged_in.add(connection)
        with self._lock:
            self.done.append(body)
        connection.sendall(http(body=self.reply(body)))

    def _refuse(self, connection, challenge=""):
        connection.sendall(http("401 No", b"no", "text/plain", f"WWW-Authenticate: {self.scheme}{challenge}"))


def sent_by_many(transport, url, calls=30, threads=16):
    """Send from many threads, and return the bodies that were answered by something else."""

    def work(name):
        bodies = [f"<a>{name}-{number}</a>".encode() for number in range(calls)]
        return [body for body in bodies if (200, body) != _answered(transport.post(url, body, HEADERS))]

    with ThreadPoolExecutor(threads) as pool:
        return [body for wrong in pool.map(work, range(threads)) for body in wrong]


def _answered(reply):
    return reply.status, reply.body


@pytest.mark.parametrize("each", [False, True], ids=["per connection", "per request"])
@pytest.mark.parametrize("scheme", ["NTLM", "Negotiate"])
def test_many_threads(scheme, each):
    """Of 480 calls of 16 threads each is carried out once, and none is refused."""
    with Acceptor(scheme, each=each) as server:
        with Transport(server.url, timeout=60, auth=Negotiation(USER, PASSWORD)) as transport:
            assert [] == sent_by_many(transport, server.url)

    assert (480, 480) == (len(server.done), len(set(server.done)))


@pytest.mark.parametrize("each", [False, True], ids=["per connection", "per request"])
def test_an_object_of_requests_under_threads(each):
    """The steps of a login by an authentication object of requests are made on one connection too."""
    requests_ntlm = pytest.importorskip("requests_ntlm")
    with Acceptor(each=each) as server:
        auth = requests_ntlm.HttpNtlmAuth(USER, PASSWORD, send_cbt=False)
        with Transport(server.url, timeout=60, auth=auth) as transport:
            assert [] == sent_by_many(transport, server.url)

    assert 480 == len(server.done)


def test_steps_on_one_connection_under_threads():
    """An authentication object of requests that answers a challenge does so on the connection of the challenge."""
    from requests.auth import AuthBase

    class Steps(AuthBase):
        def __call__(self, request):
            request.register_hook("response", self.answer)
            return request

        def answer(self, response, **options):
            if response.status_code != 401:
                return response
            _ = response.content
            again = response.request.copy()
            again.headers["Authorization"] = "Steps " + response.headers["WWW-Authenticate"].split()[1]
            return response.connection.send(again, **options)

    def answer(connection, request):
        mine = f"Steps {id(connection)}"
        if f"Authorization: {mine}\r\n".encode() in request:
            connection.sendall(http(body=request.partition(b"\r\n\r\n")[2]))
        else:
            connection.sendall(http("401 No", b"no", "text/plain", f"WWW-Authenticate: {mine}"))

    with RawServer(answer) as server, Transport(server.url, timeout=60, auth=Steps()) as transport:
        assert [] == sent_by_many(transport, server.url)


@pytest.mark.parametrize("scheme", ["NTLM", "Negotiate"])
def test_a_wrong_password(scheme):
    """A wrong password is tried once, refused with 401, and what was to be done is not done."""
    with Acceptor(scheme) as server:
        with Transport(server.url, timeout=60, auth=Negotiation(USER, "wrong")) as transport:
            reply = transport.post(server.url, b"<a/>", HEADERS)

    assert (401, 1, []) == (reply.status, server.tries, server.done)


def test_a_login_of_the_service():
    """`Windows` with a user logs in by the request's own authentication, and the ticket of that login is used."""

    def reply(body):
        if b"AuthenticateUserViaWindows" in body:
            result = f'<root xmlns="" success="true" ticket="{TICKET}" />'
            return envelope("AuthenticateUserViaWindows", result)
        assert TICKET.encode() in body
        return envelope("LogOut" if b"LogOut" in body else "UpdateUserContactInfo", SUCCESS)

    with Acceptor(reply=reply) as server:
        with Client(server.url, auth=Windows(username=USER, password=PASSWORD), wsdl="bundled") as ir:
            assert "true" == ir.service.UpdateUserContactInfo(userName="j", emailAddress="x").attributes["success"]

    assert 1 == sum(b"UpdateUserContactInfo" in body for body in server.done)


def test_a_refused_login_of_the_service():
    """A wrong password of Windows is an HttpError with its status, tried once, and nobody's message names it."""
    with Acceptor() as server:
        auth = Windows(username=USER, password="wr0ng-s3cret")
        with Client(server.url, auth=auth, wsdl="bundled") as ir:
            with pytest.raises(errors.HttpError) as caught:
                ir.users.get("jdoe")

    assert (401, False, 1) == (caught.value.status, caught.value.maybe_applied, server.tries)
    assert "wr0ng" not in f"{caught.value} {auth!r} {ir!r} {vars(ir.wiring.transport)}"


def test_a_server_that_does_not_ask():
    """Where no authentication is asked for, none is made, and the request goes out once."""
    with RawServer(lambda connection, request: connection.sendall(http(body=b"<ok/>"))) as server:
        with Transport(server.url, auth=Negotiation(USER, PASSWORD)) as transport:
            assert b"<ok/>" == transport.post(server.url, b"<a/>", HEADERS).body

    assert 1 == len(server.requests)
    assert b"uthorization" not in server.requests[0]


def test_a_server_that_asks_for_something_else():
    """A challenge of another scheme is not answered: its refusal is the reply."""
    refuse = http("401 No", b"no", "text/plain", "WWW-Authenticate: Basic realm=x")
    with RawServer(lambda connection, request: connection.sendall(refuse)) as server:
        with Transport(server.url, auth=Negotiation(USER, PASSWORD)) as transport:
            assert 401 == transport.post(server.url, b"<a/>", HEADERS).status

    assert 1 == len(server.requests)


def test_the_body_is_kept_back_until_it_counts():
    """The first step of NTLM goes out without the body, so a connection that breaks there has carried nothing out."""
    seen = []

    def answer(connection, request):
        seen.append(request)
        if b"Authorization" in request:
            return True
        connection.sendall(http("401 No", b"", "text/plain", "WWW-Authenticate: NTLM"))
        return False

    with RawServer(answer) as server, Transport(server.url, auth=Negotiation(USER, PASSWORD)) as transport:
        with pytest.raises(errors.ConnectError) as caught:
            transport.post(server.url, b"<a/>", HEADERS)

    assert (False, [True, False]) == (caught.value.maybe_applied, [b"<a/>" in each for each in seen])


@pytest.mark.parametrize("each", [False, True], ids=["per connection", "per request"])
def test_a_new_connection_logs_in_again(each):
    """A connection that the server closed is replaced by one that logs in, before the body goes out once more."""
    with Acceptor(each=each) as server:
        with Transport(server.url, auth=Negotiation(USER, PASSWORD), max_idle=1e-9) as transport:
            for number in range(3):
                assert 200 == transport.post(server.url, b"<%d/>" % number, HEADERS).status
        bodies = [request.partition(b"\r\n\r\n")[2] for request in server.requests]

    assert [b"<0/>", b"<1/>", b"<2/>"] == server.done
    assert 3 == server.connections
    assert [b"<0/>", b"", b"<0/>", b"", b"<1/>", b"", b"<2/>"] == bodies


@pytest.mark.parametrize("scheme", ["NTLM", "Negotiate"])
def test_over_tls_a_login_is_bound_to_the_certificate(scheme, tmp_path, monkeypatch):
    """Over TLS a login names the server's certificate, and is good for that alone."""
    bound = []
    made = negotiation._binding

    def binding(link):
        found = made(link)
        bound.append(None if found is None else found.application_data)
        return found

    monkeypatch.setattr(negotiation, "_binding", binding)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with Acceptor(scheme, wrap=lambda each: context.wrap_socket(each, server_side=True)) as server:
        with Transport(
            server.url, verify=tmp_path / "ca.pem", auth=Negotiation(USER, PASSWORD), max_idle=1e-9
        ) as transport:
            for body in (b"<a/>", b"<b/>"):
                assert (200, body) == _answered(transport.post(server.url, body, HEADERS))

    assert 2 == server.connections
    assert [True, True] == [each is not None and each.startswith(b"tls-server-end-point:") for each in bound]


class TestOptions:
    """What is refused before anything is sent."""

    @pytest.mark.parametrize("options", [{"username": "jdoe"}, {"password": "x"}])
    def test_half_of_a_login(self, options):
        """A user without a password, and a password without a user, are refused."""
        with pytest.raises(errors.ArgumentError, match="is missing"):
            Windows(**options)
        with pytest.raises(errors.ArgumentError, match="is missing"):
            Negotiation(**options)

    def test_two_ways(self):
        """An authentication object and a user are two ways to log in."""
        with pytest.raises(errors.ArgumentError, match="either http"):
            Windows(("a", "b"), username="a", password="b")

    def test_without_pyspnego(self, monkeypatch):
        """Where pyspnego is not installed a user is refused at once, in a sentence that says how to install it."""
        monkeypatch.setattr(negotiation.importlib.util, "find_spec", lambda name: None)
        with pytest.raises(errors.ArgumentError, match=r"soapclient\[windows\]"):
            Client("http://dms.example.com/srv.asmx", auth=Windows(username="a", password="b"), wsdl="bundled")

    def test_the_user_of_this_computer_without_pyspnego(self, monkeypatch):
        """`Windows()` works without pyspnego until a server asks for it, and nothing was carried out then."""
        monkeypatch.setitem(__import__("sys").modules, "spnego", None)
        with Acceptor() as server, Transport(server.url, auth=Negotiation()) as transport:
            with pytest.raises(errors.HttpError, match=r"soapclient\[windows\]") as caught:
                transport.post(server.url, b"<a/>", HEADERS)

        assert (401, False) == (caught.value.status, caught.value.maybe_applied)

    def test_a_login_that_cannot_be_made_here(self, monkeypatch):
        """Without a user, and nobody logged in whose password this computer knows, the refusal says what to do."""

        def unknown(*args, **options):
            raise spnego.exceptions.NoCredentialError(context_msg="nobody is logged in")

        monkeypatch.setattr(spnego, "client", unknown)
        with Acceptor() as server, Transport(server.url, auth=Negotiation()) as transport:
            with pytest.raises(errors.HttpError, match="give Windows a user and password") as caught:
                transport.post(server.url, b"<a/>", HEADERS)

        assert (401, False) == (caught.value.status, caught.value.maybe_applied)


@pytest.mark.parametrize("challenge", [b"", b"NTLMSSP\0", b"no token at all", b"NTLMSSP\0\2\0\0\0" + b"\xff" * 40])
def test_a_damaged_challenge(challenge):
    """A challenge that is none is an HttpError or the refusal itself, and nothing was carried out."""

    def answer(connection, request):
        token = base64.b64encode(challenge).decode() if b"Authorization" in request else ""
        connection.sendall(http("401 No", b"no", "text/plain", f"WWW-Authenticate: NTLM {token}"))

    with RawServer(answer) as server, Transport(server.url, auth=Negotiation(USER, PASSWORD)) as transport:
        try:
            assert 401 == transport.post(server.url, b"<a/>", HEADERS).status
        except errors.HttpError as exc:
            assert (401, False) == (exc.status, exc.maybe_applied)


def test_a_refusal_without_end():
    """A refusal that never ends is given up after its first megabyte; the login then has a new connection."""

    def answer(connection, request):
        connection.sendall(b"HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM\r\n\r\n")
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(b"x" * 65536)
        return True

    with (
        RawServer(answer) as server,
        Transport(server.url, auth=Negotiation(USER, PASSWORD), max_reply_bytes=1000) as t,
    ):
        with pytest.raises(errors.ReplyTooLarge):
            t.post(server.url, b"<a/>", HEADERS)

    assert 2 == server.connections


def test_a_mock_in_place_of_a_server():
    """A requests adapter that is none of ours is asked too, and its refusal answered."""
    import requests_mock

    with (
        requests_mock.Mocker() as mock,
        contextlib.closing(Transport("http://dms.example.com/srv.asmx", auth=Negotiation(USER, PASSWORD))) as transport,
    ):
        mock.post("http://dms.example.com/srv.asmx", status_code=200, text="fine")
        assert b"fine" == transport.post("http://dms.example.com/srv.asmx", b"<a/>", HEADERS).body
