"""Requests that are broken off from another thread."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading

import pytest
import trustme
from servers import RawServer, http

from soapclient import Client, Ticket, errors
from soapclient.wire.transport import Abort, Transport

HEADERS = {"Content-Type": "text/xml"}


class Call:
    """A request in a thread of its own."""

    def __init__(self, transport, url, abort):
        self.outcome = None
        self._thread = threading.Thread(target=self._run, args=(transport, url, abort), daemon=True)
        self._thread.start()

    def _run(self, transport, url, abort):
        try:
            self.outcome = transport.post(url, b"<x/>", HEADERS, abort=abort)
        except BaseException as exc:
            self.outcome = exc

    def end(self):
        self._thread.join(5)
        assert not self._thread.is_alive()
        return self.outcome


@contextlib.contextmanager
def silent(wrap=None):
    """A server that reads a request and answers only those that say so; `arrived` is set when it has read one."""
    arrived = threading.Event()

    def answer(connection, request):
        if b"answer" in request:
            connection.sendall(http(body=b"<ok/>"))
            return False
        arrived.set()
        connection.recv(1)  # until the client goes
        return True

    with RawServer(answer, wrap=wrap) as server:
        server.arrived = arrived
        yield server


@pytest.fixture
def authority(tmp_path):
    made = trustme.CA()
    made.bundle = tmp_path / "ca.pem"
    made.cert_pem.write_to_path(made.bundle)
    return made


def secured(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return lambda connection: context.wrap_socket(connection, server_side=True)


@pytest.mark.parametrize("secure", [False, True])
def test_a_request_in_flight_is_broken_off(secure, authority):
    """The thread that waits for the reply fails at once, and says that the change may have been made."""
    with silent(secured(authority) if secure else None) as server:
        with Transport(server.url, timeout=60, verify=authority.bundle) as transport:
            abort = Abort()
            call = Call(transport, server.url, abort)
            assert server.arrived.wait(5)
            abort.now()
            outcome = call.end()

    assert (errors.ConnectError, True) == (type(outcome), outcome.maybe_applied)
    assert abort.aborted
    assert "aborted" in str(outcome)


def test_an_aborted_connection_is_not_used_again():
    """The next request has a connection of its own, and its reply is its own."""
    with silent() as server, Transport(server.url, timeout=60) as transport:
        assert b"<ok/>" == transport.post(server.url, b"answer", HEADERS).body
        abort = Abort()
        call = Call(transport, server.url, abort)
        assert server.arrived.wait(5)
        abort.now()
        call.end()

        assert b"<ok/>" == transport.post(server.url, b"answer", HEADERS).body
        assert 2 == server.connections


def test_before_the_request():
    """A request that was broken off before it began sends nothing."""
    with silent() as server, Transport(server.url, timeout=60) as transport:
        abort = Abort()
        abort.now()
        with pytest.raises(errors.TransportError, match="aborted") as caught:
            transport.post(server.url, b"answer", HEADERS, abort=abort)

        assert (False, []) == (caught.value.maybe_applied, server.requests)


def test_after_the_request():
    """What comes too late changes nothing: the reply stays, and the connection is good for the next request."""
    with silent() as server, Transport(server.url, timeout=60) as transport:
        abort = Abort()
        assert b"<ok/>" == transport.post(server.url, b"answer", HEADERS, abort=abort).body
        abort.now()
        abort.now()

        assert b"<ok/>" == transport.post(server.url, b"answer", HEADERS).body
        assert 1 == server.connections


def test_within_a_tls_handshake(authority):
    """A server that accepts and does not speak TLS is left at once, and nothing was sent."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/srv.asmx"
        with Transport(url, timeout=60, verify=authority.bundle) as transport:
            abort = Abort()
            call = Call(transport, url, abort)
            with listener.accept()[0] as connection:
                assert connection.recv(1, socket.MSG_PEEK)
                abort.now()
                outcome = call.end()

    assert (errors.ConnectError, False) == (type(outcome), outcome.maybe_applied)


def test_within_the_reply():
    """A reply that has begun is not taken for a whole one, though it names no length and the connection ends."""
    begun = threading.Event()

    def answer(connection, request):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<a/>")
        begun.set()
        connection.recv(1)
        return True

    with RawServer(answer) as server, Transport(server.url, timeout=60) as transport:
        abort = Abort()
        call = Call(transport, server.url, abort)
        assert begun.wait(5)
        abort.now()
        outcome = call.end()

    assert (errors.ConnectError, True) == (type(outcome), outcome.maybe_applied)


def test_an_embedded_simulator():
    """A client without sockets takes an abort too: what was broken off before is not sent."""
    with Client("sim:", auth=Ticket("x")) as ir:
        abort = Abort()
        abort.now()
        with pytest.raises(errors.ConnectError, match="aborted"):
            ir.wiring.transport.post(ir.url, b"<x/>", HEADERS, abort=abort)

        assert () == tuple(ir.simulator.arrived)


def test_aborts_among_requests():
    """While requests are broken off at any moment, each of the others gets the reply that belongs to it."""

    def answer(connection, request):
        body = request.partition(b"\r\n\r\n")[2]
        connection.sendall(http(body=body))

    wrong = []
    with RawServer(answer) as server, Transport(server.url, timeout=20) as transport:

        def work(name):
            for number in range(60):
                body = f"<{name}-{number}/>".encode()
                abort = Abort()
                other = threading.Thread(target=abort.now)
                if number % 2:
                    other.start()
                try:
                    came = transport.post(server.url, body, HEADERS, abort=abort).body
                    if came != body:
                        wrong.append((body, came))
                except errors.ConnectError:
                    if not number % 2:
                        wrong.append(body)
                if number % 2:
                    other.join()

        threads = [threading.Thread(target=work, args=(f"t{index}",)) for index in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

    assert [] == wrong
