"""What a request's head must not have, and that nothing but our own errors comes of it."""

from __future__ import annotations

import base64
import contextlib
import struct
from http.client import HTTPException

import pytest
import requests
import requests_mock
import urllib3
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from servers import SUCCESS, RawServer, envelope, http

from soapclient import Client, Ticket, errors
from soapclient.wire.transport import Transport

URL = "http://dms.example.invalid/srv.asmx"
HEADERS = {"Content-Type": "text/xml"}
ODD = st.text(st.one_of(st.characters(), st.sampled_from("\r\n\t\0 \x7f\x85é☃:/@[]%?#\\")), max_size=20)


@pytest.fixture
def server():
    with RawServer(lambda connection, request: connection.sendall(http(body=b"<ok/>"))) as server:
        yield server


def head(request, name):
    """Return the values of a header as the server saw them."""
    lines = request.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]
    return [line.partition(b": ")[2] for line in lines if line.lower().startswith(name + b":")]


class TestValues:
    """Header values."""

    @pytest.mark.parametrize("action", ["http://tempuri.org/Übung", "urn:☃", "urn:plain"])
    @pytest.mark.parametrize("name", ["SOAPAction", "Content-Type"])
    def test_the_name_of_an_operation_in_any_script(self, server, action, name):
        """A SOAPAction, and the action of SOAP 1.2, goes out as UTF-8."""
        with Transport(server.url) as transport:
            transport.post(server.url, b"<a/>", {name: f'"{action}"'})

        assert [f'"{action}"'.encode()] == head(server.requests[0], name.lower().encode())

    @pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\0b", "a\x7f", "\ud800", "☃"])
    def test_what_cannot_be_sent(self, server, value):
        """A line break or a character without bytes is refused before anything is sent."""
        for headers in ({"X-Other": value}, {"SOAPAction": value} if value != "☃" else {"X-Two": value}):
            with Transport(server.url) as transport:
                with pytest.raises(errors.ArgumentError):
                    transport.post(server.url, b"<a/>", headers)
                with pytest.raises(errors.ArgumentError):
                    transport.get(server.url, headers)

        assert [] == server.requests

    def test_latin_1(self, server):
        """What a server said in Latin-1, such as the tag of a WSDL, it is told so again."""
        with Transport(server.url) as transport:
            transport.get(server.url, {"If-None-Match": '"é"'})

        assert [b'"\xe9"'] == head(server.requests[0], b"if-none-match")

    @pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\n", "☃", b"bytes", None])
    def test_a_user_agent(self, value):
        """A user agent that cannot be sent is refused when the client is constructed."""
        with pytest.raises(errors.ArgumentError, match="user_agent"):
            Client(URL, wsdl="bundled", user_agent=value)


class TestUrls:
    """URLs and proxies."""

    @pytest.mark.parametrize(
        "url",
        [
            "http://[::1",
            "http://h:99999/",
            "http://h:x/",
            "http://h:0/",
            "http:///srv.asmx",
            "ftp://h/",
            "http://h/a b",
            "http://h/a\r\nX: 1",
            "http://" + "a" * 70 + ".example/",
            "http://a..b/",
            "http://\ud800/",
            "http://h/\ud800",
            "http://h:80\\",
            "http://evil.example\\@h/",
            "http://h/a\\b",
            "",
        ],
    )
    def test_what_is_none(self, url):
        """What is no URL of a host is refused by the transport and the client, when made and when asked for it."""
        for refused in (lambda: Transport(url), lambda: Client(url, wsdl="bundled")):
            with pytest.raises(errors.ArgumentError):
                refused()
        with Transport(URL) as transport:
            with pytest.raises(errors.ArgumentError):
                transport.get(url)

    def test_an_operation_in_any_script(self, server):
        """A path in any script goes out in its percent-encoded form, as servers read it."""
        with Transport(server.url) as transport:
            transport.post(f"{server.url}/Übung☃%20", b"x=1", HEADERS)

        assert server.requests[0].startswith(b"POST /srv.asmx/%C3%9Cbung%E2%98%83%20 HTTP/1.1\r\n")

    @pytest.mark.parametrize(
        "proxy",
        [
            "http://u:p\r\n@proxy.example:1",
            "http://u:p@\nproxy.example:1",
            "http://proxy.example:99999",
            "http://proxy.example:x",
            "http://proxy..example:1",
            "http://u:s3cret☃@proxy.example:1",
            "http://u:s3cret%E2%98%83@proxy.example:1",
            "http://",
            "socks5://u:s3cret@proxy.example:1",
            "gopher://u:s3cret@proxy.example:1",
            5,
        ],
    )
    def test_proxies(self, proxy):
        """A proxy that cannot be used is refused when the client is constructed, without a word of its password."""
        with pytest.raises(errors.ArgumentError, match="prox") as caught:
            Client(URL, wsdl="bundled", proxies={"http": proxy})

        assert "s3cret" not in str(caught.value)

    def test_a_proxy_of_the_environment(self, monkeypatch):
        """So is one of the environment."""
        monkeypatch.setenv("HTTP_PROXY", "http://u:s3cret☃@proxy.example:1")
        with pytest.raises(errors.ArgumentError, match="http proxy") as caught:
            Client(URL, wsdl="bundled")

        assert "s3cret" not in str(caught.value)

    def test_a_proxy_of_the_environment_that_is_not_used(self, monkeypatch):
        """One for other URLs does not matter."""
        monkeypatch.setenv("FTP_PROXY", "http://h:x")
        monkeypatch.setenv("ALL_PROXY", "socks5://proxy.example:1")
        monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:1")
        Client(URL, wsdl="bundled").close()

    def test_a_password_with_a_line_break(self, server):
        """A password that is percent-encoded is sent as it is, a line break in it too, in Latin-1."""
        with Transport(URL, proxies={"http": f"http://u:p%0D%0A%C3%A9@127.0.0.1:{server.port}"}) as transport:
            transport.post(URL, b"x", HEADERS)

        (value,) = head(server.requests[0], b"proxy-authorization")
        assert b"u:p\r\n\xe9" == base64.b64decode(value.removeprefix(b"Basic "))


FOREIGN = [
    UnicodeError("x"),
    ValueError("x"),
    TypeError("x"),
    KeyError("x"),
    struct.error("x"),
    AssertionError("x"),
    MemoryError("x"),
    HTTPException("x"),
    urllib3.exceptions.LocationParseError("x"),
    urllib3.exceptions.ClosedPoolError(None, "x"),
    requests.exceptions.InvalidHeader("x"),
]


@pytest.mark.parametrize("foreign", FOREIGN, ids=lambda value: type(value).__name__)
def test_every_exception_below_is_mapped(foreign):
    """Whatever is raised where a request is sent becomes one of ours; what is not known is said to be unknown."""
    with requests_mock.Mocker() as mock, Transport(URL) as transport:
        mock.post(URL, exc=foreign)
        with pytest.raises(errors.TransportError) as caught:
            transport.post(URL, b"x", HEADERS)

    assert foreign is caught.value.__cause__


def test_an_interruption_is_not_mapped():
    """The user who interrupts a program is not a failure of the server."""
    with requests_mock.Mocker() as mock, Transport(URL) as transport:
        mock.post(URL, exc=KeyboardInterrupt)
        with pytest.raises(KeyboardInterrupt):
            transport.post(URL, b"x", HEADERS)


def test_nothing_was_sent_where_a_connection_was_taken_and_failed_before(server, monkeypatch):
    """What fails on a connection in use before a byte of the request is out has changed nothing."""
    with Transport(server.url) as transport:
        transport.post(server.url, b"x", HEADERS)
        monkeypatch.setattr("http.client.HTTPConnection.putrequest", lambda *args, **named: 1 / 0)
        with pytest.raises(errors.TransportError, match="ZeroDivisionError") as caught:
            transport.post(server.url, b"x", HEADERS)

    assert (False, 1) == (caught.value.maybe_applied, len(server.requests))


@pytest.fixture(scope="module")
def anywhere():
    """A server that answers every request, and stands for all hosts."""

    def answer(connection, request):
        connection.sendall(http(body=envelope("UpdateUserContactInfo", SUCCESS)))

    with RawServer(answer) as server:
        yield server


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tail=ODD, agent=ODD, proxy=ODD, name=ODD, value=ODD)
@example(tail="", agent="", proxy="u:p@", name="", value="")
@example(tail="\\", agent="", proxy="", name="", value="")
@example(tail="", agent="", proxy="\\", name="", value="")
@example(tail="\u2100", agent="a", proxy="", name="x", value="")
@example(tail="", agent="a", proxy="\u2100", name="x", value="")
@example(tail="", agent="a", proxy="", name="\u0130", value="")
def test_whatever_is_given(anywhere, tail, agent, proxy, name, value):
    """Whatever URL, user agent, proxy and header are given, what comes of it is a reply or one of our errors."""
    proxies = {"http": f"http://{proxy}127.0.0.1:{anywhere.port}"} if proxy else {}
    for url in (f"http://127.0.0.1:{anywhere.port}/{tail}", f"http://127.0.0.1:{anywhere.port}{tail}", tail):
        with contextlib.suppress(errors.SoapClientError):
            with Transport(url, user_agent=agent, proxies=proxies, trust_env=False, timeout=1) as transport:
                transport.post(url, b"x", {"SOAPAction": value, name: value})


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tail=ODD, agent=ODD, proxy=ODD)
@example(tail="\ud800", agent="", proxy="")
@example(tail="", agent="\ud800", proxy="")
@example(tail="", agent="", proxy="\ud800")
def test_whatever_a_client_is_given(anywhere, tail, agent, proxy):
    """So it is for a client, whose call has been made where it does not fail."""
    proxies = {"http": f"http://{proxy}@127.0.0.1:{anywhere.port}"} if proxy else {}
    options = {"user_agent": agent, "proxies": proxies, "trust_env": False, "timeout": 1}
    with contextlib.suppress(errors.SoapClientError):
        url = f"http://127.0.0.1:{anywhere.port}/{tail}"
        with Client(url, auth=Ticket("t"), wsdl="bundled", **options) as ir:
            reply = ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")
            assert "true" == reply.attributes["success"]
