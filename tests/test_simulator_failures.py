"""Failures on demand, over real sockets and without."""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import wire
from urllib3 import Timeout

from soapclient.simulator import Simulator

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

NOWHERE = "http://simulator.invalid/srv.asmx"
CONTACT = wire.soap("1.1", "UserExists", "<UserName>jdoe</UserName>")


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A simulator in memory."""
    with Simulator() as simulator:
        yield simulator


@pytest.fixture(params=["socket", "in-process"])
def way(request: pytest.FixtureRequest, simulator: Simulator) -> Iterator[tuple[requests.Session, str]]:
    """A session and a URL that reach the simulator, with and without sockets."""
    with requests.Session() as session:
        session.trust_env = False
        if request.param == "in-process":
            session.mount("http://", simulator.adapter())
            yield session, NOWHERE
            return
        with simulator.serve() as server:
            yield session, server.url


def post(way: tuple[requests.Session, str], request: wire.Request = CONTACT, timeout: Any = 30) -> requests.Response:
    """Send a raw request."""
    session, url = way
    return session.post(url + request.path, data=request.body, headers=dict(request.headers), timeout=timeout)


def raw(url: str) -> bytes:
    """Send the request and return every byte that comes back, however slowly."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    head = f"POST /srv.asmx HTTP/1.1\r\nHost: x\r\nContent-Length: {len(CONTACT.body)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in CONTACT.headers.items())
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall(f"{head}\r\n".encode() + CONTACT.body)
        return b"".join(iter(lambda: connection.recv(65536), b""))


class TestReplies:
    """Failures that are a reply."""

    def test_a_fault_has_text_code_and_version(self, simulator: Simulator, way: tuple[requests.Session, str]) -> None:
        """SOAP 1.2 has other names for the codes, and the plain protocols have only the text."""
        simulator.fail("fault", text="<boom> & co", code="Client", times=2)
        simulator.fail("fault", text="<boom> & co", operation="UserExists")

        answers = [post(way, request) for request in (CONTACT, wire.soap("1.2", "UserExists"))]
        plain = post(way, wire.form("UserExists", {"AuthenticationTicket": "", "UserName": ""}))

        faults = [wire.fault_of(wire.Answer(reply.status_code, {}, reply.content)) for reply in answers]
        assert [(fault.code, fault.reason) for fault in faults] == [
            ("Client", "<boom> & co"),
            ("Sender", "<boom> & co"),
        ]
        assert (plain.status_code, plain.text) == (500, "<boom> & co")

    def test_an_error_is_a_refusal_in_the_operations_root(
        self, simulator: Simulator, way: tuple[requests.Session, str]
    ) -> None:
        """And where only bytes or nothing can be said, no bytes or nothing."""
        simulator.fail("error", text='[1] "no"', times=None)

        assert '<response success="false" error="[1] &quot;no&quot;" xmlns="" />' in post(way).text
        assert '<root success="false"' in post(way, wire.soap("1.1", "LogOut")).text
        assert "<DownloadDocumentResult />" in post(way, wire.soap("1.2", "DownloadDocument")).text
        assert '<MaintenanceBeatResponse xmlns="http://tempuri.org/" />' in (
            post(way, wire.soap("1.1", "MaintenanceBeat")).text
        )

    def test_a_login_page(self, simulator: Simulator, way: tuple[requests.Session, str]) -> None:
        """With whatever status."""
        simulator.fail("html")
        simulator.fail("html", status=403)

        for status in (200, 403):
            reply = post(way)
            assert reply.status_code == status
            assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
            assert "<title>infoRouter Login</title>" in reply.text

    def test_a_status_and_a_raw_reply(self, simulator: Simulator, way: tuple[requests.Session, str]) -> None:
        """Any status, headers and bytes, even a status without a name."""
        simulator.fail("status", status=503, headers={"Retry-After": "7"}, body=b"later")
        simulator.fail("status", status=599)
        simulator.fail("reply", body=b"\x00\xff", headers={"Content-Type": "x/y", "content-length": "2"})

        first, second, third = post(way), post(way), post(way)

        assert (first.status_code, first.headers["Retry-After"], first.content) == (503, "7", b"later")
        assert (second.status_code, second.content) == (599, b"")
        assert (third.status_code, third.headers["Content-Type"], third.content) == (200, "x/y", b"\x00\xff")

    def test_a_redirect_can_be_followed(self, simulator: Simulator, way: tuple[requests.Session, str]) -> None:
        """By who follows redirects."""
        simulator.fail("status", status=302, headers={"Location": way[1]})

        reply = post(way)

        assert reply.text.startswith("<html>")
        assert reply.history[0].status_code == 302


class TestConnections:
    """Failures below HTTP."""

    @pytest.mark.parametrize("kind", ["drop", "reset"])
    @pytest.mark.parametrize("applied", [False, True])
    def test_a_broken_connection_hides_whether_the_change_was_made(
        self, simulator: Simulator, way: tuple[requests.Session, str], kind: str, applied: bool
    ) -> None:
        """The client cannot tell, the test can choose."""
        simulator.fail(kind, operation="AuthenticateUser", applied=applied)

        with pytest.raises(requests.ConnectionError, match="reset" if kind == "reset" else "closed connection"):
            post(way, wire.soap("1.1", "AuthenticateUser", "<UID>jdoe</UID><PWD>secret</PWD>"))

        assert simulator.logins == int(applied)
        assert post(way).status_code == 200

    def test_a_truncated_reply_is_shorter_than_it_says(
        self, simulator: Simulator, way: tuple[requests.Session, str]
    ) -> None:
        """The rest never comes."""
        simulator.fail("truncate")

        with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
            post(way)

    def test_a_delayed_reply_is_the_usual_one(self, simulator: Simulator, way: tuple[requests.Session, str]) -> None:
        """For whoever waits."""
        simulator.fail("delay", seconds=0.1)

        assert post(way, timeout=None).status_code == 200

    @pytest.mark.parametrize("timeout", [0.1, (5, 0.1), Timeout(0.1)])
    def test_a_change_is_made_after_the_client_gave_up(
        self, simulator: Simulator, way: tuple[requests.Session, str], timeout: Any
    ) -> None:
        """A timeout says nothing about the change."""
        simulator.fail("delay", seconds=0.3)

        with pytest.raises(requests.ReadTimeout):
            post(way, wire.soap("1.1", "AuthenticateUser", "<UID>jdoe</UID><PWD>secret</PWD>"), timeout)

        deadline = time.monotonic() + 5
        while not simulator.logins and time.monotonic() < deadline:
            time.sleep(0.01)
        assert simulator.logins == 1

    def test_a_dripping_body_arrives_whole(self, simulator: Simulator, way: tuple[requests.Session, str]) -> None:
        """Byte by byte, each in time."""
        expected = post(way).content
        simulator.fail("drip", seconds=0.0005)

        assert post(way, timeout=5).content == expected

    def test_bytes_drip_one_by_one(self, simulator: Simulator) -> None:
        """Of the body, or of headers and body."""
        with simulator.serve() as server:
            for kind in ("drip", "drip-headers"):
                simulator.fail(kind, seconds=0.0005)
                answer = raw(server.url) if kind == "drip-headers" else None
                if answer is None:
                    assert wire.send(server.url, CONTACT).status == 200
                    continue
                head, _, body = answer.partition(b"\r\n\r\n")
                assert head.startswith(b"HTTP/1.1 200 OK\r\n")
                assert f"Content-Length: {len(body)}".encode() in head

    def test_dripping_headers_need_sockets(self, simulator: Simulator) -> None:
        """In-process there are none, and the test is told so."""
        simulator.fail("drip-headers", seconds=0)

        with requests.Session() as session, pytest.raises(NotImplementedError, match=r"use Simulator\.serve"):
            session.mount("http://", simulator.adapter())
            post((session, NOWHERE))

    def test_another_wsgi_server_cannot_break_off(self, simulator: Simulator) -> None:
        """It answers what would be needed; it can wait, though."""
        answers: list[tuple[str, bytes]] = []

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            answers.append((status, b""))

        def ask() -> tuple[str, bytes]:
            environ = {
                "REQUEST_METHOD": "POST",
                "PATH_INFO": "/srv.asmx",
                "CONTENT_TYPE": CONTACT.headers["Content-Type"],
                "HTTP_SOAPACTION": CONTACT.headers["SOAPAction"],
                "CONTENT_LENGTH": str(len(CONTACT.body)),
                "wsgi.input": io.BytesIO(CONTACT.body),
            }
            body = b"".join(simulator.wsgi(environ, start))
            return answers[-1][0], body

        simulator.fail("drop")
        simulator.fail("delay", seconds=0.01)

        assert ask() == (
            "500 Internal Server Error",
            b"This failure needs the connection: use serve() or adapter()",
        )
        assert ask()[0] == "200 OK"


class TestPlanning:
    """Which call a failure hits, and what is refused."""

    def test_failures_come_in_order_and_as_often_as_said(self, simulator: Simulator) -> None:
        """Those of another operation wait."""
        with requests.Session() as session:
            session.mount("http://", simulator.adapter())
            way = session, NOWHERE
            simulator.fail("status", status=501, operation="log_out")
            simulator.fail("status", status=502, times=2)
            simulator.fail("status", status=503, times=None)

            assert [post(way).status_code for _ in range(4)] == [502, 502, 503, 503]
            assert post(way, wire.soap("1.1", "LogOut")).status_code == 501
            simulator.stop_failing()
            assert post(way).status_code == 200

    @pytest.mark.parametrize(
        ("kind", "options", "message"),
        [
            ("explode", {}, "Unknown failure 'explode'; the kinds are delay, drop, reset, drip, drip-headers, "),
            ("delay", {}, "The failure 'delay' needs seconds"),
            ("delay", {"seconds": -1}, "The option seconds of the failure 'delay' cannot be -1"),
            ("delay", {"seconds": "1"}, "cannot be '1'"),
            ("drop", {"seconds": 1}, "The failure 'drop' has no option 'seconds'; its options are applied"),
            ("truncate", {"text": ""}, "its options are none"),
            ("drop", {"applied": 1}, "cannot be 1"),
            ("fault", {"text": 1}, "cannot be 1"),
            ("fault", {"text": "", "code": "<"}, "cannot be '<'"),
            ("status", {"status": 100}, "cannot be 100"),
            ("status", {"status": 600}, "cannot be 600"),
            ("status", {"status": 200, "headers": []}, r"cannot be \[\]"),
            ("reply", {"body": ""}, "cannot be ''"),
            ("drop", {"times": 0}, "times must be 1 or more"),
            ("drop", {"operation": "Nope"}, "This contract has no operation 'Nope'"),
        ],
    )
    def test_what_cannot_be_is_refused_at_once(
        self, simulator: Simulator, kind: str, options: dict[str, Any], message: str
    ) -> None:
        """By name, with what there is."""
        with pytest.raises(ValueError, match=message):
            simulator.fail(kind, **options)


class TestServing:
    """The server on a socket."""

    def test_it_ends_at_once_and_for_good(self, simulator: Simulator) -> None:
        """Open connections and a reply that a day would be waited for included; closing twice is fine."""
        server = simulator.serve(threads=2)
        parts = urlsplit(server.url)
        assert parts.hostname is not None
        assert parts.port is not None
        idle = http.client.HTTPConnection(parts.hostname, parts.port)
        idle.connect()
        simulator.fail("delay", seconds=86_400)
        busy = http.client.HTTPConnection(parts.hostname, parts.port)
        busy.request("POST", parts.path, CONTACT.body, dict(CONTACT.headers))
        while not simulator.arrived:
            time.sleep(0.01)

        server.close()
        server.close()

        with pytest.raises(OSError):
            socket.create_connection((parts.hostname, parts.port), timeout=1).close()
        idle.close()
        busy.close()

    def test_it_is_on_a_port_of_its_own(self, simulator: Simulator) -> None:
        """Two at once have two URLs, shown in the repr."""
        with simulator.serve() as one, simulator.serve("127.0.0.1") as other:
            assert one.url != other.url
            assert repr(one) == f"<Server {one.url}>"

    def test_an_ipv6_address_is_written_in_brackets(self, simulator: Simulator) -> None:
        """As URLs want it."""
        try:
            server = simulator.serve("::1")
        except OSError:
            pytest.skip("this machine has no IPv6")
        with server:
            assert server.url.startswith("http://[::1]:")
            assert wire.send(server.url, CONTACT).status == 200

    def test_it_says_which_extra_is_missing(self, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
        """In one sentence."""
        monkeypatch.setitem(__import__("sys").modules, "waitress.server", None)
        monkeypatch.delitem(__import__("sys").modules, "soapclient.simulator.server", raising=False)

        with pytest.raises(ImportError, match=r"inforouter-soapclient\[simulator\]"):
            simulator.serve()
