"""Connecting to a host with several addresses, within one time."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time

import pytest
import trustme
from servers import RawServer, http

from soapclient import errors
from soapclient.wire.transport import Abort, Transport

HEADERS = {"Content-Type": "text/xml"}
URL = "http://several.example:8080/srv.asmx"


@contextlib.contextmanager
def dead():
    """An address on loopback that does not answer: its queue of connections is full."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(8):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()


@pytest.fixture
def names(monkeypatch):
    """A name that has the addresses that a test gives it."""
    found = []
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, *args, **named: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in found],
    )
    return found


def free():
    """A place where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()


def test_dead_addresses_share_one_time(names):
    """Three addresses that do not answer take the time to connect together, and the message names them."""
    with contextlib.ExitStack() as stack:
        names += [stack.enter_context(dead()) for _ in range(3)]
        with Transport(URL, timeout=(0.6, 30)) as transport:
            with pytest.raises(errors.ConnectError) as caught:
                transport.post(URL, b"x", HEADERS)

    assert caught.value.maybe_applied is False
    assert "within 0.6 s" in str(caught.value)
    for host, port in names:
        assert f"{host}:{port} (no answer)" in str(caught.value)


def test_a_dead_address_does_not_use_up_the_time(names):
    """Behind an address that does not answer the next one is reached, long before the time is over."""
    with dead() as place, RawServer(lambda connection, request: connection.sendall(http(body=b"<ok/>"))) as server:
        names += [place, ("127.0.0.1", server.port)]
        with Transport(URL, timeout=30) as transport:
            assert b"<ok/>" == transport.post(URL, b"x", HEADERS).body


def test_an_address_that_refuses(names):
    """After one that refuses the next is tried at once; if all refuse, the message says so of each."""
    with RawServer(lambda connection, request: connection.sendall(http(body=b"<ok/>"))) as server:
        names += [free(), ("127.0.0.1", server.port)]
        with Transport(URL, timeout=30) as transport:
            assert b"<ok/>" == transport.post(URL, b"x", HEADERS).body

    names[:] = [free(), free()]
    with Transport(URL, timeout=30) as transport:
        with pytest.raises(errors.ConnectError) as caught:
            transport.post(URL, b"x", HEADERS)

    assert caught.value.maybe_applied is False
    for host, port in names:
        assert f"{host}:{port} (Connection refused)" in str(caught.value)


def test_a_family_that_this_computer_does_not_have(names, monkeypatch):
    """An address of a family that cannot be used here does not hide the others."""
    with RawServer(lambda connection, request: connection.sendall(http(body=b"<ok/>"))) as server:
        names += [("127.0.0.1", server.port)]
        given = socket.getaddrinfo("", 0)
        odd = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%none", 1, 0, 0))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **named: [odd, *given])
        with Transport(URL, timeout=30) as transport:
            assert b"<ok/>" == transport.post(URL, b"x", HEADERS).body


def test_looking_up_the_name_counts(names, monkeypatch):
    """What looking up the name takes is part of the time, and the message says what took it."""
    names.append(free())
    (place,) = socket.getaddrinfo("", 0)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **named: time.sleep(0.3) or [place])
    with Transport(URL, timeout=(0.2, 30)) as transport:
        with pytest.raises(errors.ConnectError, match="looking up the name took all the time") as caught:
            transport.post(URL, b"x", HEADERS)

    assert caught.value.maybe_applied is False


def test_a_name_without_addresses(names):
    """A name that has no address at all is told as such."""
    with Transport(URL) as transport:
        with pytest.raises(errors.ConnectError, match="has no address") as caught:
            transport.post(URL, b"x", HEADERS)

    assert caught.value.maybe_applied is False


def test_a_proxy(names):
    """The addresses of a proxy share the time too, and the message says that it is the proxy's."""
    with dead() as one, dead() as other:
        names += [one, other]
        with Transport(URL, timeout=(0.3, 30), proxies={"http": "http://proxy.example:3128"}) as transport:
            with pytest.raises(errors.ConnectError, match="proxy") as caught:
                transport.post(URL, b"x", HEADERS)

    assert caught.value.maybe_applied is False
    assert f"{one[0]}:{one[1]} (no answer)" in str(caught.value)


def test_a_proxy_and_tls_share_one_time(tmp_path, monkeypatch):
    """A tunnel that takes its time leaves TLS the rest of it."""
    left = []
    wrap = ssl.SSLContext.wrap_socket

    def noted(context, sock, **options):
        left.append(sock.gettimeout())
        return wrap(context, sock, **options)

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", noted)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")

    def tunnel(connection, request):
        time.sleep(0.3)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while connection.recv(1000):  # TLS that never answers
            pass
        return True

    with RawServer(tunnel) as proxy:
        options = {"timeout": (0.8, 30), "proxies": {"https": f"http://127.0.0.1:{proxy.port}"}}
        with Transport("https://dms.example.invalid/", verify=tmp_path / "ca.pem", **options) as transport:
            with pytest.raises(errors.ConnectError) as caught:
                transport.post("https://dms.example.invalid/", b"x", HEADERS)

    assert 1 == len(left)
    assert left[0] <= 0.5
    assert caught.value.maybe_applied is False


def test_a_tunnel_that_drips():
    """A proxy that sends its answer byte by byte is given up within the time to connect."""

    def tunnel(connection, request):
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100:
            connection.sendall(bytes([byte]))
            proxy.wait(0.05)
        return True

    with RawServer(tunnel) as proxy:
        options = {"timeout": (0.4, 30), "proxies": {"https": f"http://127.0.0.1:{proxy.port}"}}
        with Transport("https://dms.example.invalid/", **options) as transport:
            with pytest.raises(errors.ConnectError, match=r"within 0\.4 s|proxy") as caught:
                transport.post("https://dms.example.invalid/", b"x", HEADERS)

    assert caught.value.maybe_applied is False


def test_an_abort(names):
    """A request that connects is broken off at once."""
    with dead() as place:
        names += [place]
        with Transport(URL, timeout=60) as transport:
            abort, outcome = Abort(), []

            def call():
                try:
                    transport.post(URL, b"x", HEADERS, abort=abort)
                except errors.TransportError as exc:
                    outcome.append(exc)

            thread = threading.Thread(target=call)
            thread.start()
            abort.now()
            thread.join(5)

    assert ["aborted"] == [str(each)[-7:] for each in outcome]
    assert outcome[0].maybe_applied is False
