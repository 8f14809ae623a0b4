"""Connections: how long they are kept, how many, in whose process, and what is done where one was closed."""

from __future__ import annotations

import logging
import os
import socket
import ssl
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests_mock
import trustme
from servers import SUCCESS, RawServer, envelope, http, reset

from soapclient import AsyncClient, Client, Ticket, errors
from soapclient.wire.transport import Transport

HEADERS = {"Content-Type": "text/xml"}
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def echo(connection, request):
    connection.sendall(http(body=request.partition(b"\r\n\r\n")[2]))


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


class TestIdle:
    """Connections that no call uses."""

    def test_one_that_was_idle_for_too_long_is_not_used(self):
        """A call after a pause longer than `max_idle` has a new connection, and the old one is closed."""
        gone = threading.Event()

        def answer(connection, request):
            echo(connection, request)
            if b"first" in request:
                assert b"" == connection.recv(1)
                gone.set()
                return True
            return False

        with RawServer(answer) as server, Transport(server.url, max_idle=1e-6) as transport:
            transport.post(server.url, b"first", HEADERS)
            transport.post(server.url, b"second", HEADERS)
            assert gone.wait(5)

        assert 2 == server.connections

    def test_one_that_was_idle_for_less_is_used(self):
        """A call within `max_idle` uses the connection of the call before."""
        with RawServer(echo) as server, Transport(server.url, max_idle=600) as transport:
            for _ in range(3):
                transport.post(server.url, b"x", HEADERS)

        assert 1 == server.connections

    def test_all_that_idle_are_closed_by_the_next_call(self):
        """After a rush the connections that idle are closed by the next call, those to other hosts too."""
        barrier = threading.Barrier(8)
        closed = threading.Semaphore(0)

        def answer(connection, request):
            if b"rush" in request:
                barrier.wait(5)
            echo(connection, request)
            if b"rush" in request:
                assert b"" == connection.recv(1)
                closed.release()
                return True
            return False

        with RawServer(answer) as server, RawServer(answer) as other:
            with Transport(server.url, max_idle=0.2) as transport:
                with ThreadPoolExecutor(8) as pool:
                    urls = [server.url] * 4 + [other.url] * 4
                    list(pool.map(lambda url: transport.post(url, b"rush", HEADERS), urls))
                time.sleep(0.3)  # what is tested is the passing of time
                transport.post(server.url, b"calm", HEADERS)
                for _ in range(8):
                    assert closed.acquire(timeout=5)

    @pytest.mark.parametrize("max_idle", [0, -1, float("nan"), float("inf")])
    def test_it_is_finite(self, max_idle):
        """A `max_idle` that is no time is refused."""
        with pytest.raises(errors.ArgumentError, match="max_idle"):
            Transport("http://dms.example.com/", max_idle=max_idle)

    def test_an_option_of_both_clients(self):
        """Both clients have the option."""
        Client("http://dms.example.com/srv.asmx", wsdl="bundled", max_idle=5).close()
        AsyncClient("http://dms.example.com/srv.asmx", wsdl="bundled", max_idle=5)

    def test_keep_alive(self, monkeypatch):
        """The system looks after a connection that is silent, before firewalls forget it."""
        seen = []
        connect = socket.socket.connect_ex

        def noted(sock, address):
            seen.append(weakref.ref(sock))
            return connect(sock, address)

        monkeypatch.setattr(socket.socket, "connect_ex", noted)
        with RawServer(echo) as server, Transport(server.url) as transport:
            transport.post(server.url, b"x", HEADERS)
            sock = seen[0]()
            assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            if hasattr(socket, "TCP_KEEPIDLE"):
                assert 60 > sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)


def test_as_many_as_threads(caplog):
    """64 threads have 64 connections, of which none is thrown away, and nobody complains of a full pool."""
    caplog.set_level(logging.DEBUG)
    barrier = threading.Barrier(64)

    def answer(connection, request):
        barrier.wait(30)
        echo(connection, request)

    with RawServer(answer) as server, Transport(server.url, timeout=60) as transport:
        with ThreadPoolExecutor(64) as pool:
            for _ in range(3):
                list(pool.map(lambda number: transport.post(server.url, b"%d" % number, HEADERS), range(64)))

    assert 64 == server.connections
    assert "full" not in caplog.text


class TestClosed:
    """A connection that the server closes when the next call is under way on it."""

    @pytest.fixture(params=["closed", "reset"])
    def server(self, request):
        """A server that answers once on each connection, and closes it when the next request came."""
        served = weakref.WeakSet()

        def answer(connection, came):
            if connection in served:
                return reset(connection) if request.param == "reset" else True
            served.add(connection)
            echo(connection, came)
            return False

        with RawServer(answer) as server:
            yield server

    def test_a_read_is_repeated(self, server):
        """A read is repeated on a new connection, once, and its caller notices nothing."""
        with Transport(server.url) as transport:
            for number in range(4):
                body = b"<%d/>" % number
                assert body == transport.post(server.url, body, HEADERS, safe=True).body

        assert (4, 7) == (server.connections, len(server.requests))

    def test_a_get_is_a_read(self, server):
        """So is a GET, as for the WSDL."""
        with Transport(server.url) as transport:
            for _ in range(2):
                assert 200 == transport.get(server.url).status

    def test_a_write_is_not(self, server):
        """A write is not repeated: its caller hears that it may have been made."""
        with Transport(server.url) as transport:
            transport.post(server.url, b"first", HEADERS)
            with pytest.raises(errors.ConnectError) as caught:
                transport.post(server.url, b"second", HEADERS)

        assert (True, 2) == (caught.value.maybe_applied, len(server.requests))

    def test_a_new_connection_is_not(self):
        """What fails on a connection that nobody used before is not repeated."""
        with RawServer(lambda connection, request: True) as server, Transport(server.url) as transport:
            with pytest.raises(errors.ConnectError):
                transport.post(server.url, b"x", HEADERS, safe=True)

        assert 1 == len(server.requests)

    def test_once(self):
        """The repetition is the last one."""
        answered = threading.Event()

        def answer(connection, request):
            if answered.is_set():
                return True
            answered.set()
            echo(connection, request)
            return False

        with RawServer(answer) as server, Transport(server.url) as transport:
            transport.post(server.url, b"x", HEADERS, safe=True)
            with pytest.raises(errors.ConnectError):
                transport.post(server.url, b"x", HEADERS, safe=True)

        assert 3 == len(server.requests)

    @pytest.mark.parametrize("begun", [b"H", b"HTTP/1.1 2"])
    def test_not_after_a_byte_of_the_reply(self, begun):
        """Where any byte of the reply came, the server had begun: nothing is repeated."""
        served = weakref.WeakSet()

        def answer(connection, request):
            if connection in served:
                connection.sendall(begun)
                return True
            served.add(connection)
            echo(connection, request)
            return False

        with RawServer(answer) as server, Transport(server.url) as transport:
            transport.post(server.url, b"x", HEADERS, safe=True)
            with pytest.raises(errors.TransportError):
                transport.post(server.url, b"x", HEADERS, safe=True)

        assert 2 == len(server.requests)

    def test_not_after_silence(self):
        """A server that does not answer in time is not asked twice."""
        served = weakref.WeakSet()

        def answer(connection, request):
            if connection in served:
                connection.recv(1)
                return True
            served.add(connection)
            echo(connection, request)
            return False

        with RawServer(answer) as server, Transport(server.url, timeout=(5, 0.3)) as transport:
            transport.post(server.url, b"x", HEADERS, safe=True)
            with pytest.raises(errors.RequestTimeout):
                transport.post(server.url, b"x", HEADERS, safe=True)

        assert 2 == len(server.requests)

    def test_operations(self):
        """Operations that change nothing are reads; others are not, over SOAP and over forms."""
        served = weakref.WeakSet()

        def answer(connection, request):
            if connection in served:
                return True
            served.add(connection)
            name = "ServerInfo" if b"ServerInfo" in request else "UpdateUserContactInfo"
            connection.sendall(http(body=envelope(name, SUCCESS)))
            return False

        with RawServer(answer) as server, Client(server.url, auth=Ticket("t"), wsdl="bundled") as ir:
            for _ in range(3):
                ir.service.ServerInfo()
            with pytest.raises(errors.ConnectError) as caught:
                ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")

        assert caught.value.maybe_applied
        heads = [each.partition(b"\r\n\r\n")[0] for each in server.requests]
        assert (5, 1) == tuple(sum(name in each for each in heads) for name in (b"ServerInfo", b"UpdateUserContact"))

    def test_over_tls(self, authority):
        """A connection with TLS is no different."""
        served = weakref.WeakSet()

        def answer(connection, request):
            if connection in served:
                return True
            served.add(connection)
            echo(connection, request)
            return False

        with RawServer(answer, wrap=secured(authority)) as server:
            with Transport(server.url, verify=authority.bundle) as transport:
                for number in range(3):
                    body = b"<%d/>" % number
                    assert body == transport.post(server.url, body, HEADERS, safe=True).body


class TestNothingSent:
    """Failures before a byte of a request is out."""

    @pytest.mark.parametrize(
        "error", [BrokenPipeError(32, "Broken pipe"), ConnectionResetError(104, "reset"), TimeoutError()]
    )
    def test_the_system_takes_nothing(self, monkeypatch, error):
        """Where the system does not take the first byte, nothing has been changed, on a used connection too."""

        def refuse(sock, data, *flags):
            raise error

        with RawServer(echo) as server, Transport(server.url) as transport:
            transport.post(server.url, b"first", HEADERS)
            with monkeypatch.context() as patched:
                patched.setattr(socket.socket, "send", refuse)
                with pytest.raises(errors.ConnectError) as caught:
                    transport.post(server.url, b"second", HEADERS)
            assert b"third" == transport.post(server.url, b"third", HEADERS).body

        assert (False, 2) == (caught.value.maybe_applied, len(server.requests))

    def test_the_system_takes_a_part(self, monkeypatch):
        """What the system takes in pieces arrives as a whole; where a piece fails, the change may have been made."""
        send = socket.socket.send
        with RawServer(echo) as server, Transport(server.url) as transport:
            with monkeypatch.context() as patched:
                patched.setattr(socket.socket, "send", lambda sock, data, *flags: send(sock, data[:7], *flags))
                assert b"whole" == transport.post(server.url, b"whole", HEADERS).body
                body = b"large" * 100_000
                assert body == transport.post(server.url, body, HEADERS).body
                patched.setattr(socket.socket, "sendall", lambda *args: 1 / 0)
                with pytest.raises(errors.ConnectError) as caught:
                    transport.post(server.url, b"part", HEADERS)

        assert caught.value.maybe_applied


class TestClosing:
    """A client that is closed while threads call."""

    def test_urls_and_proxies_that_come_meanwhile(self):
        """A call that begins to use another URL or proxy just then does not make it fail."""
        with RawServer(echo) as server, Transport(server.url) as transport:
            transport.post(server.url, b"a", HEADERS)
            adapter = transport._session.get_adapter(server.url)
            pool, proxy = adapter._known_pools[server.url], adapter.proxy_manager_for(server.url)
            end, clear = pool.close, proxy.clear

            def close():
                adapter._known_pools["http://127.0.0.1:9/"] = pool
                end()

            def forget():
                adapter.proxy_manager_for("http://127.0.0.1:9")
                clear()

            pool.close, proxy.clear = close, forget
            transport.close()

            assert pool.pool is None
            assert not adapter._known_pools


class TestInStep:
    """Replies that are followed by another one: the next call must not take that for its own."""

    @staticmethod
    def late(first):
        """Answer the first request in two parts, as a server does that says early that it is at work."""

        def answer(connection, request):
            if b"first" in request:
                connection.sendall(first)
                time.sleep(0.1)
            else:
                time.sleep(0.2)
            echo(connection, request)

        return answer

    @pytest.mark.parametrize("status", ["100 Continue", "102 Processing", "103 Early Hints"])
    def test_an_interim_reply_is_not_the_reply(self, status):
        """Whatever a server says before it has done the work, the call waits for the reply."""
        first = f"HTTP/1.1 {status}\r\nLink: </a>\r\n\r\n".encode()
        with RawServer(self.late(first * 2)) as server, Transport(server.url) as transport:
            got = [transport.post(server.url, body, HEADERS) for body in (b"first", b"second")]

        assert [(200, b"first"), (200, b"second")] == [(each.status, each.body) for each in got]
        assert 1 == server.connections

    @pytest.mark.parametrize("status", ["101 Switching Protocols", "204 No Content", "304 Not Modified"])
    def test_a_reply_that_has_no_body_by_its_status(self, status):
        """What comes behind it goes nowhere."""
        first = f"HTTP/1.1 {status}\r\nContent-Length: 9\r\n\r\n".encode()
        with RawServer(self.late(first)) as server, Transport(server.url) as transport:
            got = [transport.post(server.url, body, HEADERS) for body in (b"first", b"second")]

        assert [b"", b"second"] == [each.body for each in got]

    def test_no_user_takes_the_answer_about_another(self):
        """Each of three changes is told what became of it."""

        def answer(connection, request):
            if b">one<" in request:
                connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            time.sleep(0.1)
            word = SUCCESS if b">two<" not in request else SUCCESS.replace('"true" error=""', '"false" error="No"')
            connection.sendall(http(body=envelope("UpdateUserContactInfo", word)))

        said = []
        with RawServer(answer) as server, Client(server.url, auth=Ticket("t"), wsdl="bundled") as ir:
            for name in ("one", "two", "three"):
                try:
                    ir.service.UpdateUserContactInfo(userName=name, emailAddress="a@example.com")
                    said.append("done")
                except errors.ServiceError:
                    said.append("refused")

        assert ["done", "refused", "done"] == said


class TestHeld:
    """What a connection that was left in the middle of a reply is good for: nothing."""

    def test_an_authentication_object_that_asks_another_server(self):
        """A request within a request does not take its place: whether the outer one was sent is known."""
        from requests.auth import AuthBase

        class Asking(AuthBase):
            def __call__(self, request):
                other.post(server.url, b"token", HEADERS)
                return request

        def answer(connection, request):
            return reset(connection) if b"write" in request else echo(connection, request)

        with (
            RawServer(answer) as server,
            Transport(server.url) as other,
            Transport(server.url, auth=Asking()) as transport,
        ):
            assert b"read" == transport.post(server.url, b"read", HEADERS).body
            assert b"read" == transport.post(server.url, b"read", HEADERS).body
            assert 2 == server.connections  # one of each
            with pytest.raises(errors.ConnectError) as caught:
                transport.post(server.url, b"write", HEADERS)

        assert server.requests[-1].endswith(b"write")
        assert caught.value.maybe_applied

    def test_an_authentication_object_that_fails(self):
        """A challenge that nobody read to its end is not taken for the reply of the next call."""
        from requests.auth import AuthBase

        class Failing(AuthBase):
            def __call__(self, request):
                request.register_hook("response", self.answer)
                return request

            def answer(self, response, **options):
                if response.status_code == 401:
                    raise RuntimeError("no ticket of this computer")

        def answer(connection, request):
            if b"refuse" in request:
                connection.sendall(http("401 No", b"stale"))
            else:
                echo(connection, request)

        with RawServer(answer) as server, Transport(server.url, auth=Failing()) as transport:
            with pytest.raises(errors.TransportError, match="RuntimeError"):
                transport.post(server.url, b"refuse", HEADERS)
            assert b"next" == transport.post(server.url, b"next", HEADERS).body

        assert 2 == server.connections


def in_child(function):
    """Call a function in a forked process, and return its exit status: 0 where it returned True."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = 0 if function() else 2
        finally:
            os._exit(status)
    return lambda: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@FORKS
class TestForks:
    """Processes that are forked from one that has called."""

    @pytest.mark.parametrize("secure", [False, True])
    def test_each_has_its_own(self, secure, authority):
        """4 children and their parent call at once over connections of their own, and each reply is its own."""

        def slow(connection, request):
            time.sleep(0.003)
            echo(connection, request)

        with RawServer(slow, wrap=secured(authority) if secure else None) as server:
            with Transport(server.url, timeout=20, verify=authority.bundle) as transport:
                transport.post(server.url, b"before", HEADERS)

                def calls(name):
                    bodies = [f"{name}-{number}".encode() for number in range(25)]
                    return all(body == transport.post(server.url, body, HEADERS).body for body in bodies)

                children = [in_child(lambda name=name: calls(f"child {name}")) for name in range(4)]
                assert calls("parent")
                assert [0] * 4 == [each() for each in children]
                assert calls("parent again")

        assert 5 == server.connections

    @pytest.mark.parametrize("secure", [False, True])
    def test_a_child_leaves_without_a_sign(self, secure, authority):
        """A child that ends, having closed its client, does not disturb the connection of its parent."""
        with RawServer(echo, wrap=secured(authority) if secure else None) as server:
            with Transport(server.url, timeout=20, verify=authority.bundle) as transport:
                transport.post(server.url, b"before", HEADERS)

                def end():
                    import gc

                    transport.close()
                    gc.collect()
                    return True

                assert 0 == in_child(end)()
                assert b"after" == transport.post(server.url, b"after", HEADERS).body

        assert 1 == server.connections

    def test_a_child_holds_nothing_open(self):
        """A connection that the parent closes is closed for the server, though a child lives on."""
        gone = threading.Event()

        def answer(connection, request):
            echo(connection, request)
            connection.recv(1)
            gone.set()
            return True

        go, wait = os.pipe()
        with RawServer(answer) as server:
            transport = Transport(server.url)
            transport.post(server.url, b"before", HEADERS)
            child = in_child(lambda: os.close(wait) or os.read(go, 1) == b"")
            transport.close()
            assert gone.wait(5)
            os.close(wait)
            assert 0 == child()
            os.close(go)

    def test_a_connection_in_use_by_another_thread(self):
        """A reply that a thread of the parent waits for reaches it, and no child."""
        arrived, go = threading.Event(), threading.Event()

        def answer(connection, request):
            if b"wait" in request:
                arrived.set()
                go.wait(10)
            echo(connection, request)

        with RawServer(answer) as server, Transport(server.url, timeout=20) as transport:
            with ThreadPoolExecutor(1) as pool:
                waiting = pool.submit(transport.post, server.url, b"wait", HEADERS)
                assert arrived.wait(5)
                child = in_child(lambda: b"child" == transport.post(server.url, b"child", HEADERS).body)
                assert 0 == child()
                go.set()
                assert b"wait" == waiting.result(5).body

    def test_locks_of_pools_are_free(self):
        """A child calls, though a thread of the parent held the lock of the pool when it was forked."""
        with RawServer(echo) as server, Transport(server.url, timeout=20) as transport:
            transport.post(server.url, b"before", HEADERS)
            adapter = transport._session.get_adapter(server.url)
            (pool,) = adapter._known_pools.values()
            held, go = threading.Event(), threading.Event()

            def hold():
                with pool.pool.mutex, adapter.poolmanager.pools.lock:
                    held.set()
                    go.wait(10)

            thread = threading.Thread(target=hold)
            thread.start()
            assert held.wait(5)

            def calls():
                import gc

                gc.collect()
                return b"child" == transport.post(server.url, b"child", HEADERS).body

            child = in_child(calls)
            assert 0 == child()
            go.set()
            thread.join()

    def test_mounted_adapters_stay(self):
        """What was mounted answers in the child too."""
        with Transport("http://dms.example.invalid/srv.asmx") as transport:
            adapter = requests_mock.Adapter()
            adapter.register_uri("POST", "http://dms.example.invalid/srv.asmx", text="mounted")
            transport.mount("http://dms.example.invalid/", adapter)
            url = "http://dms.example.invalid/srv.asmx"

            assert 0 == in_child(lambda: b"mounted" == transport.post(url, b"x", HEADERS).body)()
