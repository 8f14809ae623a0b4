"""Bad replies over real sockets: each raises one of our errors, in one line, and without secrets."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from servers import SUCCESS, RawServer, envelope, http, reset

from soapclient import Client, Ticket, errors

TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
OPERATION = "UpdateUserContactInfo"
GOOD = envelope(OPERATION, SUCCESS)
TIMEOUT = 0.6

LOGIN_PAGE = b"<!DOCTYPE html><html><head><title>infoRouter Login</title></head><body><form></form></body></html>"
FAULT_11 = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>'
    b"<faultstring>%s</faultstring></s:Fault></s:Body></s:Envelope>"
)
FAULT_12 = (
    b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Receiver'
    b'</s:Value></s:Code><s:Reason><s:Text xml:lang="en">%s</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>'
)
ENTITY_BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><x y="&c;">&c;</x>'
)

REPLIES = {
    "redirect": (http("302 Found", b"", "text/html", "Location: /login.aspx?ticket=x"), errors.HttpError, True),
    "moved": (http("301 Moved", b"", "text/html", "Location: https://other.example/"), errors.HttpError, False),
    "accepted": (http("202 Accepted", b""), errors.UnexpectedReply, True),
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", errors.UnexpectedReply, True),
    "empty": (http(body=b""), errors.UnexpectedReply, True),
    "login page": (http(body=LOGIN_PAGE, media="text/html"), errors.UnexpectedReply, True),
    "well-formed page": (http(body=b"<html><body/></html>", media="text/html"), errors.UnexpectedReply, True),
    "json": (http(body=b'{"ok": true}', media="application/json"), errors.UnexpectedReply, True),
    "text": (http(body=b"OK", media="text/plain"), errors.UnexpectedReply, True),
    "truncated XML": (http(body=GOOD[:-40]), errors.UnexpectedReply, True),
    "other operation": (http(body=envelope("GetUser", SUCCESS)), errors.UnexpectedReply, True),
    "no result": (http(body=GOOD.replace(b"Result>", b"Outcome>")), errors.UnexpectedReply, True),
    "empty body": (http(body=GOOD[: GOOD.index(b"<s:Body>")] + b"<s:Body/></s:Envelope>"), errors.UnexpectedReply, 1),
    "dtd": (http(body=b'<!DOCTYPE s SYSTEM "http://x.example/x.dtd">' + GOOD[38:]), errors.UnexpectedReply, True),
    "entity bomb": (http(body=ENTITY_BOMB), errors.UnexpectedReply, True),
    "unauthorized": (http("401 Unauthorized", LOGIN_PAGE, "text/html"), errors.HttpError, False),
    "forbidden": (http("403 Forbidden", b"no", "text/plain"), errors.HttpError, False),
    "not found": (http("404 Not Found", LOGIN_PAGE, "text/html"), errors.HttpError, False),
    "bad request": (http("400 Bad Request", b""), errors.HttpError, False),
    "server error": (http("500 Internal Server Error", LOGIN_PAGE, "text/html"), errors.HttpError, True),
    "bad gateway": (http("502 Bad Gateway", b"<html/>", "text/html"), errors.HttpError, True),
    "unavailable": (http("503 Service Unavailable", b"", "text/html"), errors.HttpError, True),
    "good reply, bad status": (http("500 Oops", GOOD), errors.HttpError, True),
    "not http": (b"220 smtp.example.com ESMTP\r\n", errors.ConnectError, True),
    "unknown compression": (http("200 OK", GOOD, "text/xml", "Content-Encoding: br"), errors.UnexpectedReply, True),
    "damaged gzip": (
        http("200 OK", gzip.compress(GOOD).replace(b"\x8b\x08", b"\x8b\x09", 1), "text/xml", "Content-Encoding: gzip"),
        errors.UnexpectedReply, True,
    ),
    "cut gzip": (
        http("200 OK", gzip.compress(GOOD)[:-12], "text/xml", "Content-Encoding: gzip"), errors.UnexpectedReply, True,
    ),
    "short of its length": (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 5000\r\n\r\n" + GOOD, errors.ConnectError, True,
    ),
    "cut chunk": (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n" + GOOD,
        errors.ConnectError, True,
    ),
    "endless header": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n", errors.ConnectError, True),
    "many headers": (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n", errors.ConnectError, True),
}  # fmt: skip

FAULTS = {
    "1.1 fault": (FAULT_11 % b"System.Exception: it broke", errors.ServerFault, None),
    "1.2 fault": (FAULT_12 % b"System.Exception: it broke", errors.ServerFault, None),
    "expired in a fault": (FAULT_11 % b"[901] Session expired or Invalid ticket", errors.SessionExpired, 901),
    "refusal": (
        envelope(OPERATION, '<response xmlns="" success="false" error="Access denied" />'), errors.AccessDenied, None,
    ),
    "refusal with echo": (
        envelope(OPERATION, f'<response xmlns="" success="false" error="bad ticket {TICKET}" />'),
        errors.ServiceError, None,
    ),
}  # fmt: skip


def client(server, **options):
    return Client(server.url, auth=Ticket(TICKET), wsdl="bundled", timeout=TIMEOUT, **options)


def fails(server, **options):
    """Call a writing operation that must fail, and check what holds for every failure."""
    with client(server, **options) as ir:
        with pytest.raises(errors.SoapClientError) as caught:
            ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x@example.com")
    error = caught.value
    assert OPERATION == error.operation
    assert OPERATION in str(error)
    assert "\n" not in str(error)
    assert 600 > len(str(error))
    assert TICKET not in repr(error) + str(error) + str(getattr(error, "detail", ""))
    return error


@pytest.mark.parametrize(("reply", "kind", "maybe_applied"), REPLIES.values(), ids=REPLIES)
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_no_answer_of_the_service(reply, kind, maybe_applied, version):
    """A reply that is no answer of the operation is a TransportError that knows whether the change may be made."""

    def answer(connection, request):
        connection.sendall(reply)
        return True

    with RawServer(answer) as server:
        error = fails(server, soap_version=version)

    assert kind is type(error)
    assert maybe_applied == error.maybe_applied
    assert 1 == len(server.requests), "a request that may have been carried out was repeated"


@pytest.mark.parametrize(("body", "kind", "code"), FAULTS.values(), ids=FAULTS)
def test_the_service_says_no(body, kind, code):
    """Faults of both versions and refusals are the documented errors, whatever the status."""
    for status in ("200 OK", "500 Internal Server Error") if b"Fault" in body else ("200 OK",):
        with RawServer(lambda connection, request, s=status: connection.sendall(http(s, body))) as server:
            error = fails(server)

        assert (kind, code) == (type(error), error.code)


def test_reset():
    """A connection reset after the request is a ConnectError, and the change may have been made."""
    with RawServer(lambda connection, request: reset(connection)) as server:
        error = fails(server)

    assert (errors.ConnectError, True) == (type(error), error.maybe_applied)
    assert 1 == len(server.requests)


def test_closed_without_a_reply():
    """A connection closed without a reply is a ConnectError, and the change may have been made."""
    with RawServer(lambda connection, request: True) as server:
        error = fails(server)

    assert (errors.ConnectError, True) == (type(error), error.maybe_applied)


def test_silence():
    """A server that says nothing is a RequestTimeout, while it still says nothing."""
    with RawServer(lambda connection, request: server.wait(60)) as server:
        error = fails(server)

    assert (errors.RequestTimeout, True) == (type(error), error.maybe_applied)


@pytest.mark.parametrize("lead", [0, 60, len(http(body=GOOD)) - 200], ids=["status line", "headers", "body"])
@pytest.mark.parametrize("chunked", [False, True])
def test_drip(lead, chunked):
    """A reply that drips is a RequestTimeout in time, wherever it drips: no single byte keeps the call alive."""
    reply = http(body=GOOD)
    if chunked:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
        reply = head + b"".join(b"1\r\n%c\r\n" % byte for byte in GOOD)
        lead = min(lead, len(reply) - 400)

    def answer(connection, request):
        connection.sendall(reply[:lead])
        for byte in reply[lead:]:
            connection.sendall(bytes([byte]))
            server.wait(0.05)

    with RawServer(answer) as server:
        error = fails(server)

    assert errors.RequestTimeout is type(error)


def test_slow_but_complete_reply_is_no_failure():
    """A reply that comes in pieces within the timeout is as good as any."""

    def answer(connection, request):
        for start in range(0, len(reply), 60):
            connection.sendall(reply[start : start + 60])
            server.wait(0.01)

    reply = http(body=GOOD)
    with RawServer(answer) as server, client(server) as ir:
        assert "true" == ir.service.UpdateUserContactInfo(userName="jdoe").attributes["success"]


class TestSize:
    """Limits on what a reply may cost."""

    LIMIT = 4 * 2**20

    def test_gzip_bomb(self):
        """A gzip bomb is ReplyTooLarge with bounded memory."""
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(300)) + packer.flush()
        reply = http("200 OK", bomb, "text/xml", "Content-Encoding: gzip")
        with RawServer(lambda connection, request: connection.sendall(reply)) as server:
            tracemalloc.start()
            try:
                error = fails(server, max_reply_bytes=self.LIMIT)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        assert errors.ReplyTooLarge is type(error)
        assert 4 * self.LIMIT > peak

    def test_endless_reply(self):
        """A reply without end is ReplyTooLarge once it passes the limit."""

        def answer(connection, request):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n")
            while True:
                connection.sendall(b" " * 65536)

        with RawServer(answer) as server:
            error = fails(server, max_reply_bytes=self.LIMIT)

        assert (errors.ReplyTooLarge, True) == (type(error), error.maybe_applied)

    def test_compressed_reply(self):
        """An honest compressed reply is read, and the limit counts what it unpacks to."""
        reply = http("200 OK", gzip.compress(GOOD), "text/xml", "Content-Encoding: gzip")
        with RawServer(lambda connection, request: connection.sendall(reply)) as server:
            with client(server, max_reply_bytes=len(GOOD)) as ir:
                ir.service.UpdateUserContactInfo(userName="jdoe")
            error = fails(server, max_reply_bytes=len(GOOD) - 1)

        assert errors.ReplyTooLarge is type(error)


def test_reading_is_never_in_doubt():
    """A lost reply of an operation that only reads leaves no change in doubt."""
    with RawServer(lambda connection, request: True) as server, client(server) as ir:
        with pytest.raises(errors.ConnectError) as caught:
            ir.service.GetUser(UserName="jdoe")

    assert caught.value.maybe_applied is False
    assert "may have been made" not in str(caught.value)


def test_a_login_that_fails_leaves_the_change_certain():
    """When the login before a change fails, the change was certainly not made."""
    with RawServer(lambda connection, request: True) as server:
        with Client(server.url, username="a", password="b", wsdl="bundled") as ir:
            with pytest.raises(errors.ConnectError) as caught:
                ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")

    assert ("AuthenticateUser", False) == (caught.value.operation, caught.value.maybe_applied)


def test_small_gzip_of_much_markup():
    """A few kilobytes of gzip that unpack to millions of elements are an UnexpectedReply soon."""
    body = gzip.compress(envelope(OPERATION, f'<response xmlns="" success="true">{"<a/>" * 3_000_000}</response>'))
    reply = http("200 OK", body, "text/xml", "Content-Encoding: gzip")
    with RawServer(lambda connection, request: connection.sendall(reply)) as server:
        error = fails(server)

    assert (errors.UnexpectedReply, True) == (type(error), error.maybe_applied)
    assert "it has too much markup: 3,000,0" in str(error)
