"""Files of certificates that cannot be used, and contexts of the user's own."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import trustme
from cryptography.hazmat.primitives import serialization
from servers import RawServer, http

from soapclient import AsyncClient, Client, errors
from soapclient.wire.transport import Abort, Transport

SERVER = "https://dms.example.invalid/srv.asmx"
HEADERS = {"Content-Type": "text/xml"}
FILES = ["missing", "directory", "empty", "not PEM"]


class Files:
    """Files of certificates and keys, good ones and others."""

    def __init__(self, place):
        self.place = place
        self.authority = trustme.CA()
        self.own = self.authority.issue_cert("client.example")
        self.bundle = self._written("ca.pem", self.authority.cert_pem.bytes())
        self.certificate = self._written("own.pem", self.own.cert_chain_pems[0].bytes())
        self.key = self._written("own.key", self.own.private_key_pem.bytes())
        self.both = self._written("both.pem", self.own.private_key_and_cert_chain_pem.bytes())
        self.other_key = self._written("other.key", self.authority.issue_cert("x").private_key_pem.bytes())

    def _written(self, name, data):
        path = self.place / name
        path.write_bytes(data)
        return str(path)

    def bad(self, kind):
        if kind == "missing":
            return str(self.place / "none.pem")
        if kind == "directory":
            (self.place / "some").mkdir(exist_ok=True)
            return str(self.place / "some")
        return self._written("bad.pem", b"" if kind == "empty" else b"\x30\x82 these are not the bytes you look for")

    def locked_key(self):
        key = serialization.load_pem_private_key(self.own.private_key_pem.bytes(), None)
        encryption = serialization.BestAvailableEncryption(b"s3cret")
        formats = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        return self._written("locked.key", key.private_bytes(*formats, encryption))

    def serve(self, *, asks=False):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert("127.0.0.1").configure_cert(context)
        if asks:
            context.verify_mode = ssl.CERT_REQUIRED
            self.authority.configure_trust(context)
        return RawServer(
            lambda connection, request: connection.sendall(http(body=b"<ok/>")),
            wrap=lambda connection: context.wrap_socket(connection, server_side=True),
        )


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def refused(url=SERVER, **options):
    """Construct both clients and a transport, which all refuse, and return the one problem that they name."""
    told = set()
    for kind in (Client, AsyncClient):
        with pytest.raises(errors.ArgumentError) as caught:
            kind(url, wsdl="bundled", **options)
        told.add(caught.value.problems)
    with pytest.raises(errors.ArgumentError) as caught:
        Transport(url, **options)
    told.add(caught.value.problems)
    ((problem,),) = told
    return problem


@pytest.mark.parametrize("url", [SERVER, SERVER.replace("https", "http")])
class TestRefused:
    """What is refused when a client is constructed, whether or not its URL needs it."""

    @pytest.mark.parametrize("kind", ["missing", "empty", "not PEM"])
    def test_a_bundle(self, url, files, kind):
        """A bundle that is missing or holds no certificates is told with its option and its path."""
        problem = refused(url, verify=files.bad(kind))
        assert problem.startswith(f"verify: {files.bad(kind)!r} ")

    @pytest.mark.parametrize("kind", FILES)
    @pytest.mark.parametrize("paired", [False, True])
    def test_a_certificate(self, url, files, kind, paired):
        """So is a certificate, alone or with its key."""
        bad = files.bad(kind)
        assert refused(url, cert=(bad, files.key) if paired else bad).startswith(f"cert: {bad!r} ")

    @pytest.mark.parametrize("kind", FILES)
    def test_a_key(self, url, files, kind):
        """So is a key."""
        bad = files.bad(kind)
        assert refused(url, cert=(files.certificate, bad)).startswith(f"cert: {bad!r} ")

    def test_a_key_of_another_certificate(self, url, files):
        """A key that belongs to another certificate is told as such."""
        problem = refused(url, cert=(files.certificate, files.other_key))
        assert f"the key in {files.other_key!r} does not belong to the certificate in {files.certificate!r}" in problem

    def test_a_key_with_a_passphrase(self, url, files):
        """A key with a passphrase is told as such, and nobody is asked for it on the terminal."""
        key = files.locked_key()
        problem = refused(url, cert=(files.certificate, key))
        assert f"the key in {key!r} has a passphrase" in problem
        assert "ssl.SSLContext" in problem

    def test_a_certificate_without_a_key(self, url, files):
        """A certificate alone is told to lack its key."""
        assert "cert=(certificate, key)" in refused(url, cert=files.certificate)

    def test_a_damaged_certificate(self, url, files):
        """A certificate that only looks like one is told to be damaged."""
        damaged = files.place / "damaged.pem"
        damaged.write_bytes(files.own.private_key_pem.bytes() + b"-----BEGIN CERTIFICATE-----\nMIIB\n")
        assert "damaged" in refused(url, cert=str(damaged))

    @pytest.mark.parametrize("verify", ["", None, 5, b"\0"])
    def test_what_is_no_path(self, url, verify):
        """What is neither True nor False nor a path is refused: an empty path does not switch checking off."""
        assert refused(url, verify=verify).startswith("verify must be ")

    @pytest.mark.parametrize("cert", ["", 5, ("a",), ("a", "b", "c"), ("a", "")])
    def test_what_is_no_certificate(self, url, cert):
        """What is neither a path nor a pair of paths is refused."""
        assert refused(url, cert=cert).startswith("cert must be ")


class TestEnvironment:
    """The bundle of the environment."""

    @pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
    @pytest.mark.parametrize("kind", ["missing", "empty", "not PEM"])
    def test_refused(self, files, monkeypatch, variable, kind):
        """A bundle that cannot be used is told with the variable that names it."""
        monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        bad = files.bad(kind)
        monkeypatch.setenv(variable, bad)
        assert refused().startswith(f"the environment variable {variable}: {bad!r} ")

    def test_where_it_does_not_matter(self, files, monkeypatch):
        """It is not looked at without TLS, beside a bundle of the client's own, or where the environment is not."""
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", files.bad("missing"))
        for options in ({"verify": files.bundle}, {"trust_env": False}, {"verify": ssl.create_default_context()}):
            Transport(SERVER, **options).close()
        Transport("http://dms.example.invalid/srv.asmx").close()

    def test_a_proxy_with_tls(self, files, monkeypatch):
        """It matters for a plain URL behind a proxy that speaks TLS."""
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", files.bad("missing"))
        with pytest.raises(errors.ArgumentError, match="REQUESTS_CA_BUNDLE"):
            Transport("http://dms.example.invalid/", proxies={"http": "https://proxy.example:8080"})


class TestUsed:
    """What is good is used."""

    @pytest.mark.parametrize("paired", [False, True])
    def test_a_certificate(self, files, paired):
        """The certificate is shown to a server that asks for one."""
        cert = (files.certificate, files.key) if paired else files.both
        with files.serve(asks=True) as server, Transport(server.url, verify=files.bundle, cert=cert) as transport:
            assert b"<ok/>" == transport.post(server.url, b"<a/>", HEADERS).body

    def test_a_directory(self, files, tmp_path):
        """A directory of certificates is one, for a transport that never needs it too."""
        Transport(SERVER, verify=tmp_path).close()

    def test_a_context(self, files):
        """A context of the user's own decides, with the certificate that it has loaded from a key with a passphrase."""
        context = ssl.create_default_context(cafile=files.bundle)
        context.load_cert_chain(files.certificate, files.locked_key(), password="s3cret")
        with files.serve(asks=True) as server, Transport(server.url, verify=context) as transport:
            assert b"<ok/>" == transport.post(server.url, b"<a/>", HEADERS).body

    def test_a_context_that_trusts_nobody_here(self, files):
        """A context that does not know the authority refuses it, and nothing was sent."""
        with files.serve() as server, Transport(server.url, verify=ssl.create_default_context()) as transport:
            with pytest.raises(errors.TlsError) as caught:
                transport.post(server.url, b"<a/>", HEADERS)

        assert (False, []) == (caught.value.maybe_applied, server.requests)

    def test_a_context_and_a_certificate(self, files):
        """A context loads a certificate itself: both are refused together."""
        assert "either cert or verify" in refused(verify=ssl.create_default_context(), cert=files.both)

    def test_the_route_of_a_context(self, files):
        """Two contexts that trust the same are the same way to a server, and others are not."""
        routes = [
            Transport(SERVER, verify=ssl.create_default_context(cafile=bundle)).route
            for bundle in (files.bundle, files.bundle, None)
        ]
        assert routes[0] == routes[1] != routes[2]
        assert "0x" not in str(routes)

    def test_one_context_for_all_connections(self, files, monkeypatch):
        """The bundle is read once for all connections of a client."""
        read = []
        load = ssl.SSLContext.load_verify_locations

        def noted(context, *args, **named):
            read.append(named)
            return load(context, *args, **named)

        monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", noted)
        with files.serve() as server, Transport(server.url, verify=files.bundle, max_idle=1e-9) as transport:
            for _ in range(3):
                transport.post(server.url, b"<a/>", HEADERS)

        assert (3, 1) == (server.connections, len(read))

    def test_nothing_is_read_for_a_client_that_never_needs_it(self, monkeypatch):
        """A client of a plain URL reads no bundle, and one of a secure URL reads the usual one when it first calls."""
        monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
        monkeypatch.setattr("soapclient.wire.tls.create_urllib3_context", lambda: 1 / 0)
        for url in (SERVER, SERVER.replace("https", "http")):
            Transport(url).close()


class TestProxies:
    """Proxies that speak TLS themselves."""

    @staticmethod
    def tunnelling(place, files):
        """A proxy with a certificate of the same authority, which connects to one place whatever it is asked for."""

        def tunnel(connection, request):
            with socket.create_connection(place, 5) as behind:
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                relay(connection, behind)
            return True

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        files.authority.issue_cert("127.0.0.1").configure_cert(context)
        return RawServer(tunnel, wrap=lambda connection: context.wrap_socket(connection, server_side=True))

    def test_tls_within_tls(self, files):
        """Both the proxy and the server behind it are verified, and a client certificate is for the server alone."""
        with files.serve(asks=True) as server, self.tunnelling(("127.0.0.1", server.port), files) as proxy:
            options = {"verify": files.bundle, "proxies": {"https": f"https://127.0.0.1:{proxy.port}"}}
            with Transport(server.url, cert=files.both, **options) as transport:
                for _ in range(2):
                    assert b"<ok/>" == transport.post(server.url, b"<a/>", HEADERS).body
            with Transport(server.url, proxies=options["proxies"], trust_env=False) as transport:
                with pytest.raises(errors.TlsError) as caught:
                    transport.post(server.url, b"<a/>", HEADERS)

        assert (1, False) == (server.connections, caught.value.maybe_applied)

    def test_a_plain_url(self, files):
        """A request for a plain URL goes through the proxy's TLS."""
        with files.serve() as proxy:
            options = {"verify": files.bundle, "proxies": {"http": f"https://127.0.0.1:{proxy.port}"}}
            with Transport("http://dms.example.invalid/srv.asmx", **options) as transport:
                assert b"<ok/>" == transport.post("http://dms.example.invalid/srv.asmx", b"<a/>", HEADERS).body

        assert proxy.requests[0].startswith(b"POST http://dms.example.invalid/srv.asmx HTTP/1.1")

    def test_an_abort_within_tls_within_tls(self, files):
        """A request is broken off through both layers."""
        arrived = threading.Event()

        def answer(connection, request):
            arrived.set()
            connection.recv(1)
            return True

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        files.authority.issue_cert("127.0.0.1").configure_cert(context)
        server = RawServer(answer, wrap=lambda connection: context.wrap_socket(connection, server_side=True))
        with server, self.tunnelling(("127.0.0.1", server.port), files) as proxy:
            options = {"verify": files.bundle, "proxies": {"https": f"https://127.0.0.1:{proxy.port}"}}
            with Transport(server.url, timeout=60, **options) as transport, ThreadPoolExecutor(1) as pool:
                abort = Abort()
                call = pool.submit(transport.post, server.url, b"<a/>", HEADERS, abort=abort)
                assert arrived.wait(5)
                abort.now()
                error = call.exception(5)

        assert (errors.ConnectError, True) == (type(error), error.maybe_applied)


def relay(connection, behind):
    """Carry bytes both ways until either side ends, in one thread: two at once would break the one TLS connection."""
    with contextlib.suppress(OSError):
        while True:
            ready = [connection] if connection.pending() else select.select([connection, behind], [], [])[0]
            for each in ready:
                piece = each.recv(65536)
                if not piece:
                    return
                (behind if each is connection else connection).sendall(piece)
