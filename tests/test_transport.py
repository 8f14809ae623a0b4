"""What the transport does on the wire, and what it never does."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time

import pytest
import requests
import requests_mock
import trustme
from servers import SUCCESS, RawServer, envelope, http

from soapclient import Client, Ticket, Windows, errors
from soapclient.wire.transport import Transport

TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
GOOD = http("200 OK", envelope("UpdateUserContactInfo", SUCCESS), "text/xml", "Set-Cookie: ticket=stolen")


def answering(connection, request):
    connection.sendall(GOOD)


def call(url, **options):
    options.setdefault("timeout", 2)
    with Client(url, auth=Ticket(TICKET), wsdl="bundled", **options) as ir:
        return ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")


class TestOnTheWire:
    """Requests as a server sees them."""

    def test_headers_of_both_versions(self):
        """SOAP 1.1 has a quoted SOAPAction header, SOAP 1.2 an action parameter, and neither the other's."""
        with RawServer(answering) as server:
            call(server.url)
            call(server.url, soap_version="1.2")
        first, second = (request.split(b"\r\n\r\n")[0].lower() for request in server.requests)

        assert b'soapaction: "http://tempuri.org/updateusercontactinfo"' in first
        assert b"content-type: text/xml; charset=utf-8" in first
        assert b"soapaction" not in second
        assert b'application/soap+xml; charset=utf-8; action="http://tempuri.org/updateusercontactinfo"' in second

    def test_connection_is_kept(self):
        """Calls after each other share one connection."""
        with RawServer(answering) as server, Client(server.url, auth=Ticket(TICKET), wsdl="bundled") as ir:
            for _ in range(5):
                ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")

        assert (1, 5) == (server.connections, len(server.requests))

    def test_closing_closes_the_connections(self):
        """Closing a client closes its connections at once."""
        gone = threading.Event()

        def answer(connection, request):
            connection.sendall(GOOD)
            if not connection.recv(1):
                gone.set()
            return True

        with RawServer(answer) as server:
            call(server.url)
            assert gone.wait(2)

    def test_a_connection_that_the_server_closed_is_replaced(self):
        """A kept connection that the server has closed meanwhile is not an error."""

        def once(connection, request):
            connection.sendall(GOOD)
            return True

        with RawServer(once) as server, Client(server.url, auth=Ticket(TICKET), wsdl="bundled") as ir:
            for _ in range(3):
                ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")
                time.sleep(0.05)

        assert 3 == server.connections

    def test_no_cookies_and_no_netrc(self, tmp_path, monkeypatch):
        """A cookie that the server sets is not sent back, and `.netrc` is not read."""
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login someone password else")
        monkeypatch.setenv("NETRC", str(netrc))
        with RawServer(answering) as server, Client(server.url, auth=Ticket(TICKET), wsdl="bundled") as ir:
            for _ in range(2):
                ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")

        sent = b"".join(server.requests).lower()
        assert b"cookie" not in sent
        assert b"authorization" not in sent

    def test_calls_go_to_the_configured_url(self):
        """Whatever address the WSDL names, calls go to the server that was configured."""
        wsdl = Client("sim:").contract
        assert "http://localhost/srv.asmx" == wsdl.services[0].ports[0].address
        with RawServer(answering) as server:
            call(server.url.replace("srv.asmx", "other/path.asmx"))

        assert server.requests[0].startswith(b"POST /other/path.asmx HTTP/1.1\r\n")

    def test_redirects_are_not_followed(self):
        """A redirect is an error, and the place it points at is never asked."""
        with RawServer(answering) as target:
            reply = http("307 Temporary Redirect", b"", "text/html", f"Location: {target.url}")
            with RawServer(lambda connection, request: connection.sendall(reply)) as server:
                with pytest.raises(errors.HttpError) as caught:
                    call(server.url)

        assert (307, False, []) == (caught.value.status, caught.value.maybe_applied, target.requests)

    def test_a_call_is_one_packet(self):
        """Headers and body of a call arrive together; a body too large to be copied for that follows its headers."""
        pieces = []

        class Pieces(RawServer):
            @staticmethod
            def _read(connection):
                pieces.append(connection.recv(2**20, socket.MSG_PEEK))
                return RawServer._read(connection)

        with Pieces(answering) as server, Client(server.url, auth=Ticket(TICKET), wsdl="bundled") as ir:
            ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")
            ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x" * 100_000)

        assert server.requests[0] == pieces[0]
        assert b"x" * 100_000 in server.requests[1]

    def test_a_slow_upload(self):
        """A body has the time of a reply to go out, not that of a connection."""

        def slowly(connection, request):
            connection.sendall(GOOD)

        class Slow(RawServer):
            @staticmethod
            def _read(connection):
                time.sleep(0.8)
                return RawServer._read(connection)

        with Slow(slowly) as server, Client(server.url, auth=Ticket(TICKET), wsdl="bundled", timeout=(0.4, 8)) as ir:
            ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x" * 12_000_000)


class TestProxies:
    """Proxies of the environment, looked up once."""

    def test_environment_proxy(self, monkeypatch):
        """A proxy of the environment is used, and `NO_PROXY` and `trust_env` are honoured."""
        with RawServer(answering) as proxy, RawServer(answering) as server:
            monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
            call("http://dms.example.invalid/srv.asmx")
            assert proxy.requests[0].startswith(b"POST http://dms.example.invalid/srv.asmx HTTP/1.1")

            call(server.url, trust_env=False)
            monkeypatch.setenv("NO_PROXY", "127.0.0.1")
            call(server.url)

        assert (1, 2) == (len(proxy.requests), len(server.requests))

    def test_environment_is_looked_up_once(self, monkeypatch):
        """Changing the environment after the client was made changes nothing."""
        with RawServer(answering) as server, Client(server.url, auth=Ticket(TICKET), wsdl="bundled") as ir:
            monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
            ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")

    def test_a_proxy_that_fails(self):
        """A proxy that cannot be reached is a ConnectError, and nothing was sent."""
        with pytest.raises(errors.ConnectError, match="proxy") as caught:
            call("http://dms.example.invalid/srv.asmx", proxies={"http": "http://127.0.0.1:1"})

        assert caught.value.maybe_applied is False

    def test_a_proxy_that_refuses_the_tunnel(self):
        """A proxy that refuses the tunnel to an https server has not sent the request on."""
        refuse = http("407 Proxy Authentication Required", b"", "text/html")
        with RawServer(lambda connection, request: connection.sendall(refuse)) as proxy:
            with pytest.raises(errors.TransportError) as caught:
                call("https://dms.example.invalid/srv.asmx", proxies={"https": f"http://127.0.0.1:{proxy.port}"})

        assert caught.value.maybe_applied is False
        assert proxy.requests[0].startswith(b"CONNECT dms.example.invalid:443")


class TestTls:
    """Secure connections."""

    @pytest.fixture
    def authority(self):
        return trustme.CA()

    def serve(self, authority, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        return RawServer(answering, wrap=lambda connection: context.wrap_socket(connection, server_side=True))

    def test_unknown_authority_and_own_bundle(self, authority, tmp_path, monkeypatch):
        """A certificate of an unknown authority is a TlsError; its bundle, given or in the environment, is trusted."""
        bundle = tmp_path / "ca.pem"
        authority.cert_pem.write_to_path(bundle)
        with self.serve(authority, "127.0.0.1") as server:
            with pytest.raises(errors.TlsError) as caught:
                call(server.url)
            call(server.url, verify=bundle)
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
            call(server.url)

        assert (False, 2) == (caught.value.maybe_applied, len(server.requests))

    def test_wrong_name(self, authority, tmp_path):
        """A certificate of another host is a TlsError, and nothing was sent."""
        bundle = tmp_path / "ca.pem"
        authority.cert_pem.write_to_path(bundle)
        with self.serve(authority, "other.example") as server:
            with pytest.raises(errors.TlsError):
                call(server.url, verify=bundle)

        assert [] == server.requests

    def test_no_tls_at_all(self):
        """A server that does not speak TLS is a TlsError."""
        with socket.create_server(("127.0.0.1", 0)) as listener:

            def answer_in_the_clear():
                connection = listener.accept()[0]
                with connection:
                    connection.sendall(GOOD)

            threading.Thread(target=answer_in_the_clear, daemon=True).start()
            with pytest.raises(errors.TlsError) as caught:
                call(f"https://127.0.0.1:{listener.getsockname()[1]}/srv.asmx")

        assert caught.value.maybe_applied is False

    def test_a_handshake_that_never_ends(self):
        """A server that accepts and says nothing is given up within the time to connect."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            with pytest.raises(errors.ConnectError, match="within 0.5 s") as caught:
                call(f"https://127.0.0.1:{listener.getsockname()[1]}/srv.asmx", timeout=0.5)

        assert caught.value.maybe_applied is False


class TestUnreachable:
    """Servers that are not there."""

    def test_refused(self):
        """A port where nobody listens is a ConnectError, and nothing was sent."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        with pytest.raises(errors.ConnectError) as caught:
            call(f"http://127.0.0.1:{port}/srv.asmx")

        assert caught.value.maybe_applied is False
        assert "refused" in str(caught.value)

    def test_unknown_host(self):
        """A host without an address is a ConnectError, and nothing was sent."""
        with pytest.raises(errors.ConnectError) as caught:
            call("http://dms.example.invalid/srv.asmx")

        assert caught.value.maybe_applied is False


MOCKED = [
    (requests.ConnectTimeout("no"), errors.ConnectError, False),
    (requests.ReadTimeout("no"), errors.RequestTimeout, True),
    (requests.ConnectionError("reset"), errors.ConnectError, True),
    (requests.exceptions.SSLError("bad"), errors.TlsError, False),
    (requests.exceptions.ProxyError("bad"), errors.ConnectError, False),
    (requests.exceptions.ChunkedEncodingError("cut"), errors.ConnectError, True),
    (OSError("odd"), errors.ConnectError, True),
]


@pytest.mark.parametrize(("raised", "kind", "maybe_applied"), MOCKED, ids=lambda value: type(value).__name__)
def test_every_foreign_exception_is_mapped(raised, kind, maybe_applied):
    """Whatever requests raises becomes one of our errors, which knows whether the request may have arrived."""
    with requests_mock.Mocker() as mock:
        mock.post("http://dms.example.com/srv.asmx", exc=raised)
        with pytest.raises(errors.TransportError) as caught:
            call("http://dms.example.com/srv.asmx")

    assert (kind, maybe_applied) == (type(caught.value), caught.value.maybe_applied)
    assert raised is caught.value.__cause__


def test_no_exception_of_requests_is_forgotten():
    """Every exception class of requests, today's and tomorrow's, ends in one of our errors."""
    found = [each for each in vars(requests.exceptions).values() if isinstance(each, type)]
    for each in found:
        if issubclass(each, requests.RequestException) and each is not requests.exceptions.JSONDecodeError:
            with requests_mock.Mocker() as mock:
                mock.post("http://dms.example.com/srv.asmx", exc=each("x"))
                with pytest.raises(errors.TransportError):
                    call("http://dms.example.com/srv.asmx")


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan"), (5, 0)])
def test_timeouts_are_finite(timeout):
    """A timeout that never ends, or has ended before it began, is refused."""
    with pytest.raises(errors.ArgumentError, match="timeout"):
        Transport("http://dms.example.com/srv.asmx", timeout=timeout)


def test_the_log_shows_the_call_without_its_secrets(caplog):
    """At DEBUG the envelope and the reply are logged, the ticket is not."""
    caplog.set_level(logging.DEBUG)
    with RawServer(answering) as server:
        call(server.url)

    assert "<ns0:emailAddress>x</ns0:emailAddress>" in caplog.text
    assert "UpdateUserContactInfoResult" in caplog.text
    assert TICKET not in caplog.text


class TestWindows:
    """Login by the HTTP request's own authentication."""

    class Negotiate(requests.auth.AuthBase):
        """Stands for NTLM: answers a challenge by sending the request again, with a header."""

        def __call__(self, request):
            request.register_hook("response", self.answer)
            return request

        def answer(self, response, **options):
            if response.status_code != 401:
                return response
            _ = response.content
            again = response.request.copy()
            again.headers["Authorization"] = "NTLM s3cret"
            return response.connection.send(again, **options)

    def test_challenge_and_ticket(self):
        """The HTTP authentication object answers the challenge, and the ticket of that login is used."""

        def answer(connection, request):
            head = request.split(b"\r\n\r\n")[0]
            if b"Authorization: NTLM s3cret" not in head:
                connection.sendall(http("401 Unauthorized", b"no", "text/plain", "WWW-Authenticate: NTLM"))
            elif b"AuthenticateUserViaWindows" in head:
                result = f'<root xmlns="" success="true" ticket="{TICKET}" />'
                connection.sendall(http(body=envelope("AuthenticateUserViaWindows", result)))
            else:
                assert TICKET.encode() in request
                connection.sendall(GOOD)

        with RawServer(answer) as server, Client(server.url, auth=Windows(self.Negotiate()), wsdl="bundled") as ir:
            reply = ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")
            ir.wiring.session._ticket = None

        assert "true" == reply.attributes["success"]

    def test_refused(self):
        """A server that does not accept the HTTP authentication is an HttpError with its status."""
        refuse = http("401 Unauthorized", b"no", "text/plain", "WWW-Authenticate: NTLM")
        with RawServer(lambda connection, request: connection.sendall(refuse)) as server:
            with Client(server.url, auth=Windows(self.Negotiate()), wsdl="bundled") as ir:
                with pytest.raises(errors.HttpError) as caught:
                    ir.users.get("jdoe")

        assert (401, "AuthenticateUserViaWindows") == (caught.value.status, caught.value.operation)
