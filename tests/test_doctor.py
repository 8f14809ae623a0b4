"""What the doctor finds, and that its probe of null leaves nothing cleared."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import trustme
from servers import RawServer, envelope, http, refusal

import soapclient
from soapclient import Client, Finding, Ticket, diagnose
from soapclient.calls.checks import of_error, within
from soapclient.contract.bundled import bundled
from soapclient.errors import ArgumentError
from soapclient.simulator import Simulator
from soapclient.simulator.users import update_user_contact_info

COMMAND = [sys.executable, "-m", "soapclient", "doctor"]
NEVER_SHOWN = "S3cr3t-hunter2"
ORDER = ["versions", "proxy", "name", "tcp", "tls", "wsdl", "contract", "address", "service", "clock", "login"]
INFO = '<root xmlns="" success="true" VersionNumber="9.1.7"/>'


def examine(url, *, probe_null=False, **options):
    """Diagnose a server; give the findings by check."""
    options.setdefault("timeout", 5)
    with Client(url, **options) as ir:
        return {finding.check: finding for finding in diagnose(ir, probe_null=probe_null)}


def outcomes(found):
    return {check: finding.outcome for check, finding in found.items()}


def process(*words, data=None, **environment):
    """Run the command in a process of its own."""
    path = str(Path(soapclient.__file__).parent.parent)
    return subprocess.run(
        [*COMMAND, *words],
        input=data,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path, **environment},
        timeout=90,
    )


@pytest.fixture(scope="module")
def wsdl():
    """The bundled WSDL's bytes."""
    return bundled("srv.wsdl").read_bytes()


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch, tmp_path):
    """No profile of whoever runs the tests reaches them."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def forgetful(monkeypatch):
    """The simulator's update clears what is null, as a service that does not know the difference."""
    import soapclient.simulator.behaviour as behaviour

    def clears(call):
        arguments = {"emailAddress": "", "mobileNumber": ""} | {
            k: v for k, v in call.arguments.items() if v is not None
        }
        call.arguments = arguments
        return update_user_contact_info(call)

    monkeypatch.setitem(behaviour.BEHAVIOURS, "UpdateUserContactInfo", clears)


@pytest.fixture
def alike(monkeypatch):
    """All contracts are alike: comparing 425 operations takes a second, in tests that are about something else."""
    monkeypatch.setattr("soapclient.tools.doctor.doctor.compare", lambda first, second: ())


def answering(wsdl, *headers, page=None):
    """A service that knows its WSDL and ServerInfo."""

    def answer(connection, request):
        if request.startswith(b"GET"):
            connection.sendall(page or http("200 OK", wsdl, "text/xml", *headers))
        else:
            connection.sendall(http("200 OK", envelope("ServerInfo", INFO), "text/xml", *headers))

    return answer


class TestHealthy:
    """Servers with which all is well."""

    def test_on_both_services(self, server):
        """On the simulator and a real ASMX service every check is made in order, and none fails."""
        with Client(server.url, username="jdoe", password="secret") as ir:
            found = list(diagnose(ir, probe_null=True))

        assert [*ORDER, "null"] == [each.check for each in found]
        assert [] == [each for each in found if each.outcome == "failure"]
        by_check = {each.check: each for each in found}
        assert "logged in as jdoe" == by_check["login"].found
        assert "null keeps" in by_check["null"].found and "ok" == by_check["null"].outcome
        assert "http to this computer" in by_check["tls"].found
        assert "9.2.0" in by_check["service"].found

    def test_probe_writes_nothing_but_nulls(self, server):
        """The one update that the probe sends says null for both fields, and they stay."""
        with Client(server.url, username="jdoe", password="secret") as ir:
            before = ir.users.get("jdoe")
            seen = []
            call = ir.wiring.transport.post

            def post(url, body, *rest, **more):
                seen.append(body)
                return call(url, body, *rest, **more)

            ir.wiring.transport.post = post
            list(diagnose(ir, probe_null=True))
            updates = [body for body in seen if b"<soap-env:Body><ns0:UpdateUserContactInfo" in body]
            assert before == ir.users.get("jdoe")

        assert 1 == len(updates)
        assert not re.search(rb"emailAddress|mobileNumber", updates[0])

    def test_embedded_simulator(self):
        """An embedded simulator has no way to it, and all else is checked."""
        found = examine("sim:", username="jdoe", password="secret", probe_null=True)
        assert [each for each in ORDER if each not in ("proxy", "name", "tcp", "tls")] == list(found)[:-1]
        assert {"ok"} == set(outcomes(found).values())

    def test_without_a_login_nothing_is_written(self):
        """Without a user the login is skipped, and so is the probe."""
        found = examine("sim:", probe_null=True)
        assert ("skipped", "skipped") == (found["login"].outcome, found["null"].outcome)
        assert "needs a login" in found["null"].found

    def test_a_finding_in_one_line(self):
        """A finding is a line without control characters, whatever was found."""
        finding = Finding(check="wsdl", outcome="warning", found="a\n\x1b[31mb", advice="do\nit")
        assert "warning: wsdl: a [31mb (do it)" == str(finding)


@pytest.mark.usefixtures("alike")
class TestWay:
    """Name, connection, proxy."""

    def test_unknown_host(self):
        """A host without an address fails, and all that need it are skipped for that reason; nothing raises."""
        found = examine("http://dms.example.invalid/srv.asmx", username="jdoe", password="x")
        assert "failure" == found["name"].outcome and "cannot be resolved" in found["name"].found
        rest = [found[check] for check in ORDER[3:]]
        assert {("skipped", "because name failed")} == {(each.outcome, each.found) for each in rest}

    def test_refused(self):
        """A port where nobody listens fails at the connection."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        found = examine(f"http://127.0.0.1:{port}/srv.asmx")
        assert ("ok", "failure", "unreachable") == (found["name"].outcome, found["tcp"].outcome, found["tcp"].reason)
        assert "refused" in found["tcp"].found

    def test_one_of_two_addresses(self, monkeypatch, wsdl):
        """Where one of a name's addresses does not answer, that is a warning which names it."""
        real = socket.getaddrinfo
        with RawServer(answering(wsdl)) as server:

            def two(host, port, *rest, **more):
                found = real("127.0.0.1", port, *rest, **more)
                return [*found, *real("127.0.0.2", 1, *rest, **more)] if host == "dms.example.com" else found

            monkeypatch.setattr(socket, "getaddrinfo", two)
            monkeypatch.setattr("soapclient.tools.doctor.network.socket.create_connection", _refusing("127.0.0.2"))
            found = examine(f"http://dms.example.com:{server.port}/srv.asmx")
        assert "warning" == found["tcp"].outcome
        assert re.search(
            r"connected to 127\.0\.0\.1:.*; no connection to 127\.0\.0\.2:\d+ \(Connection refused\)",
            found["tcp"].found,
        )

    def test_a_name_server_that_does_not_answer(self, monkeypatch):
        """Looking a name up ends with the time to connect, although the system's own look-up goes on."""
        go = threading.Event()
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: go.wait(30))
        found = examine("http://dms.example.com/srv.asmx", timeout=0.2)
        go.set()
        assert "no answer in time" in found["name"].found

    def test_proxy_without_its_password(self, wsdl, monkeypatch):
        """The proxy in use is named without its password, and it is the proxy that is connected to."""
        with RawServer(answering(wsdl)) as proxy:
            monkeypatch.setenv("HTTP_PROXY", f"http://me:{NEVER_SHOWN}@127.0.0.1:{proxy.port}")
            found = examine("http://dms.example.invalid/srv.asmx")
        assert f"calls go through http://127.0.0.1:{proxy.port}" == found["proxy"].found
        assert "connected to the proxy at 127.0.0.1" in found["tcp"].found
        assert "ok" == found["service"].outcome
        assert NEVER_SHOWN not in str(found)

    def test_plain_http_to_elsewhere_is_a_warning(self, wsdl, monkeypatch):
        """http to another computer lets tickets be read: a warning."""
        with RawServer(answering(wsdl)) as proxy:
            monkeypatch.setenv("HTTP_PROXY", f"127.0.0.1:{proxy.port}")
            found = examine("http://dms.example.invalid/srv.asmx")
        assert ("warning", "use https") == (found["tls"].outcome, found["tls"].advice)

    def test_a_proxy_that_refuses_the_tunnel(self):
        """A proxy that wants a login fails at the secure connection, with what it said and without the password."""
        refuse = http("407 Proxy Authentication Required", b"", "text/html")
        with RawServer(lambda connection, request: connection.sendall(refuse)) as proxy:
            found = examine(
                "https://dms.example.invalid/srv.asmx",
                proxies={"https": f"http://me:{NEVER_SHOWN}@127.0.0.1:{proxy.port}"},
            )
        assert "407" in found["tls"].found and "proxy" in found["tls"].advice
        assert b"proxy-authorization: basic" in proxy.requests[0].lower()
        assert NEVER_SHOWN not in str(found)


def _refusing(address):
    real = socket.create_connection

    def connect(place, *rest, **more):
        if place[0] == address:
            raise ConnectionRefusedError(111, "Connection refused")
        return real(place, *rest, **more)

    return connect


@pytest.mark.usefixtures("alike")
class TestTls:
    """Certificates."""

    @pytest.fixture
    def authority(self):
        return trustme.CA()

    @pytest.fixture
    def bundle(self, authority, tmp_path):
        path = tmp_path / "ca.pem"
        authority.cert_pem.write_to_path(path)
        return path

    def serve(self, authority, wsdl, name="127.0.0.1", **options):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name, **options).configure_cert(context)
        return RawServer(answering(wsdl), wrap=lambda connection: context.wrap_socket(connection, server_side=True))

    def test_good(self, authority, bundle, wsdl):
        """A good certificate is ok, with protocol, issuer and the day it ends."""
        end = dt.datetime.now(dt.timezone.utc) + dt.timedelta(days=90, hours=1)
        with self.serve(authority, wsdl, not_after=end) as server:
            found = examine(server.url, verify=bundle)
        assert "ok" == found["tls"].outcome
        assert re.match(r"TLSv1\.[23]; a certificate for this host by trustme", found["tls"].found)
        assert f"valid for 90 more days, until {end:%Y-%m-%d}" in found["tls"].found
        assert "ok" == found["service"].outcome

    def test_ends_soon(self, authority, bundle, wsdl):
        """A certificate that ends within a month is a warning."""
        end = dt.datetime.now(dt.timezone.utc) + dt.timedelta(days=5, hours=1)
        with self.serve(authority, wsdl, not_after=end) as server:
            found = examine(server.url, verify=bundle)
        assert "warning" == found["tls"].outcome
        assert "valid for 5 more days" in found["tls"].found

    @pytest.mark.parametrize("directory", [False, True])
    def test_unknown_authority(self, authority, wsdl, tmp_path, directory):
        """A certificate of an unknown authority fails, and the advice names the way to trust it."""
        verify = tmp_path if directory else True
        with self.serve(authority, wsdl) as server:
            found = examine(server.url, verify=verify)
        assert "failure" == found["tls"].outcome
        assert "no trusted authority issued the certificate" in found["tls"].found
        assert "REQUESTS_CA_BUNDLE" in found["tls"].advice
        assert ("skipped", "because tls failed") == (found["wsdl"].outcome, found["wsdl"].found)

    def test_other_host(self, authority, bundle, wsdl):
        """A certificate of another host fails, with the names that it has."""
        with self.serve(authority, wsdl, "other.example") as server:
            found = examine(server.url, verify=bundle)
        assert "the certificate is for other.example, not for 127.0.0.1" == found["tls"].found

    @pytest.mark.parametrize(("first", "last", "word"), [(-9, -2, "has expired"), (2, 9, "is not valid yet")])
    def test_not_now(self, authority, bundle, wsdl, first, last, word):
        """A certificate that has expired or is not valid yet fails, with the day."""
        now = dt.datetime.now(dt.timezone.utc)
        start, end = now + dt.timedelta(days=first), now + dt.timedelta(days=last)
        with self.serve(authority, wsdl, not_before=start, not_after=end) as server:
            found = examine(server.url, verify=bundle)
        day = f"{end if last < 0 else start:%Y-%m-%d}"
        assert f"a certificate of 127.0.0.1 {word} ({day})" == found["tls"].found
        assert "clock" in found["tls"].advice

    def test_old_protocol(self, authority, bundle, wsdl):
        """A server that offers only TLS 1.1 is told as such."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        context.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning):
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        with RawServer(answering(wsdl), wrap=lambda each: context.wrap_socket(each, server_side=True)) as server:
            found = examine(server.url, verify=bundle)
        assert "offers no TLS 1.2 or newer" in found["tls"].found

    def test_a_handshake_that_fails(self, authority, bundle, wsdl):
        """A server that wants a certificate of the client, which has none, is a failure with what TLS says of it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        context.verify_mode, context.maximum_version = ssl.CERT_REQUIRED, ssl.TLSVersion.TLSv1_2
        with RawServer(answering(wsdl), wrap=lambda each: context.wrap_socket(each, server_side=True)) as server:
            found = examine(server.url, verify=bundle)
        assert found["tls"].found.startswith("could not make a TLS connection (")

    @pytest.mark.parametrize(
        ("code", "told"),
        [(68, "the certificate is refused (too weak)"), (62, "the certificate is for another host, not for 127.0.0.1")],
    )
    def test_a_refusal_that_tells_little(self, authority, bundle, wsdl, monkeypatch, code, told):
        """Any other reason is told as it is, and a second look at the certificate may fail."""
        error = ssl.SSLCertVerificationError("no")
        error.verify_code, error.verify_message = code, "too weak"

        def refused(*_):
            raise error

        monkeypatch.setattr("soapclient.tools.doctor.network.Way._shake", refused)
        with self.serve(authority, wsdl) as server:
            assert told == examine(server.url, verify=bundle)["tls"].found

    def test_unchecked(self, authority, wsdl):
        """A client that does not check certificates is warned of it."""
        with self.serve(authority, wsdl) as server, pytest.warns(Warning, match="Unverified HTTPS"):
            found = examine(server.url, verify=False)
        assert "warning" == found["tls"].outcome and "not verified" in found["tls"].found

    def test_no_tls_at_all(self, wsdl):
        """A port that speaks plain HTTP is told as such."""
        with RawServer(answering(wsdl), wrap=lambda connection: connection) as server:
            # One that answers in the clear whatever comes.
            server._read = lambda connection: connection.recv(100)
            found = examine(server.url)
        assert "does not speak TLS" in found["tls"].found

    @pytest.mark.parametrize("option", ["verify", "cert"])
    def test_a_bundle_that_is_not_there(self, authority, wsdl, tmp_path, option):
        """A CA bundle or a client certificate that cannot be read is told before anything is examined."""
        with self.serve(authority, wsdl) as server:
            with pytest.raises(ArgumentError, match=rf"{option}: .*cannot be read"):
                examine(server.url, **{option: str(tmp_path / "none.pem")})

    def test_a_client_certificate(self, authority, bundle, wsdl, tmp_path):
        """The client's certificate is shown to a server that asks for one."""
        own = tmp_path / "own.pem"
        authority.issue_cert("client.example").private_key_and_cert_chain_pem.write_to_path(own)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.verify_mode = ssl.CERT_REQUIRED
        authority.configure_trust(context)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        with RawServer(answering(wsdl), wrap=lambda each: context.wrap_socket(each, server_side=True)) as server:
            found = examine(server.url, verify=bundle, cert=str(own))
        assert ("ok", "ok") == (found["tls"].outcome, found["service"].outcome)

    def test_through_a_proxy_of_another_kind(self, wsdl):
        """Through a proxy that itself speaks TLS the certificate is left to the calls."""
        with RawServer(answering(wsdl)) as proxy:
            found = examine("https://dms.example.invalid/", proxies={"https": f"https://127.0.0.1:{proxy.port}"})
        assert "skipped" == found["tls"].outcome
        assert "failure" == found["wsdl"].outcome

    def test_through_a_proxy(self, authority, bundle, wsdl):
        """Through a proxy the certificate is that of the server."""
        with self.serve(authority, wsdl) as server:
            place = ("127.0.0.1", server.port)

            def tunnel(connection, request):
                with socket.create_connection(place, 5) as behind:
                    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                    back = threading.Thread(target=_pump, args=(behind, connection), daemon=True)
                    back.start()
                    _pump(connection, behind)
                return True

            with RawServer(tunnel) as proxy:
                found = examine(server.url, verify=bundle, proxies={"https": f"http://127.0.0.1:{proxy.port}"})
        assert ("ok", "ok") == (found["tls"].outcome, found["service"].outcome)
        assert proxy.requests[0].startswith(b"CONNECT 127.0.0.1:")


def _pump(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


class TestService:
    """WSDL, contract, address, clock, login."""

    @pytest.mark.usefixtures("alike")
    @pytest.mark.parametrize(
        ("page", "told"),
        [
            (http("200 OK", b"<!DOCTYPE html><html><body>log in</body></html>", "text/html"), "cannot be read"),
            (http("404 Not Found", b"", "text/html"), "HTTP 404"),
            (
                http(
                    "302 Found",
                    b"",
                    "text/html",
                    f"Location: https://me:{NEVER_SHOWN}@sso.example.com/?t={NEVER_SHOWN}",
                ),
                "which leads to https://sso.example.com/?*** (redirects are not followed)",
            ),
        ],
    )
    def test_no_wsdl(self, wsdl, page, told):
        """Where the server has no WSDL that is a warning, for the bundled one is used; for `remote` it is a failure."""
        with RawServer(answering(wsdl, page=page)) as server:
            found = examine(server.url)
            strict = examine(server.url, wsdl="remote")
        assert "warning" == found["wsdl"].outcome and told in found["wsdl"].found
        assert ("failure", "contract") == (strict["wsdl"].outcome, strict["wsdl"].reason)
        assert ("skipped", "skipped", "ok") == tuple(found[each].outcome for each in ("contract", "address", "service"))
        assert NEVER_SHOWN not in str(found)

    def test_another_contract(self):
        """Where the contract differs, they are counted by rating, and the command that lists them is told."""
        with Simulator(contract="bundled-2019") as simulator, simulator.serve() as server:
            found = examine(server.url)["contract"]
        assert "warning" == found.outcome
        assert re.search(
            r"differs from 'bundled': [1-9]\d* loses? data, [1-9]\d* breaks?, \d+ (is|are) harmless", found.found
        )
        assert f"soapclient wsdl diff bundled {server.url}?WSDL" in found.advice

    def test_the_contract_in_use(self):
        """A client that was given a contract has that one compared, and is told of the server's own."""
        with Simulator() as simulator, simulator.serve() as server:
            found = examine(server.url, wsdl="bundled-2019")["contract"]
        assert "differs from 'bundled-2019'" in found.found and "--wsdl auto" in found.advice

    def test_harmless_differences_are_ok(self, wsdl, tmp_path):
        """A server that merely has one operation more is ok, and the difference is told."""
        less = re.sub(rb'<(\w+:)?operation name="GetUser">.*?</(\w+:)?operation>', b"", wsdl, flags=re.S)
        (tmp_path / "less.wsdl").write_bytes(less)
        with RawServer(answering(wsdl)) as server:
            found = examine(server.url, wsdl=tmp_path / "less.wsdl")["contract"]
        assert "ok" == found.outcome
        assert "0 lose data, 0 break, 1 is harmless" in found.found

    @pytest.mark.usefixtures("alike")
    def test_a_contract_that_cannot_be_read(self, wsdl, tmp_path):
        """A contract that is not there fails with its reason, and the rest is still checked."""
        with RawServer(answering(wsdl)) as server:
            found = examine(server.url, wsdl=tmp_path / "none.wsdl")
        assert ("failure", "contract") == (found["contract"].outcome, found["contract"].reason)
        assert "none.wsdl" in found["contract"].found

    @pytest.mark.usefixtures("alike")
    def test_address(self, wsdl):
        """Addresses of the WSDL that are not the URL called are a warning which says in what they differ."""
        with RawServer(answering(wsdl)) as server:
            found = examine(server.url)["address"]
        assert "warning" == found.outcome
        assert "http://localhost/srv.asmx (another host, another port)" in found.found

    @pytest.mark.usefixtures("alike")
    def test_an_address_that_is_none(self, wsdl):
        """An address that is no URL is one that differs in everything, and is not shown."""
        odd = wsdl.replace(b"http://localhost/srv.asmx", b"http://[me:pwd/")
        with RawServer(answering(odd)) as server:
            found = examine(server.url)["address"]
        assert "*** (another scheme, another host, another port, another path)" in found.found

    @pytest.mark.usefixtures("alike")
    def test_without_server_info(self, wsdl):
        """A contract without ServerInfo is told, and the login is tried all the same."""
        less = re.sub(rb'<(\w+:)?operation name="ServerInfo">.*?</(\w+:)?operation>', b"", wsdl, flags=re.S)
        with RawServer(answering(less)) as server:
            found = examine(server.url, username="jdoe", password="x")
        assert ("skipped", "this contract does not have ServerInfo") == (
            found["service"].outcome,
            found["service"].found,
        )
        assert "failure" == found["login"].outcome

    def test_not_installed(self, monkeypatch):
        """A library, or the package itself, that is not installed as a package is told as such."""
        monkeypatch.setattr("soapclient.tools.doctor.doctor.LIBRARIES", ("no-such-library",))
        with Client("sim:") as ir:
            assert "no-such-library (not installed as a package)" in next(diagnose(ir)).found

    @pytest.mark.usefixtures("alike")
    @pytest.mark.parametrize(
        ("date", "told"),
        [
            ("Sun, 06 Nov 1994 08:49:37 GMT", "h behind (by HTTP)"),
            ("Sun, 06 Nov 2094 08:49:37 GMT", "h ahead (by HTTP)"),
        ],
    )
    def test_clock(self, wsdl, date, told):
        """A server whose clock is far from ours is a warning."""
        with RawServer(answering(wsdl, f"Date: {date}")) as server:
            found = examine(server.url)["clock"]
        assert "warning" == found.outcome and told in found.found

    @pytest.mark.usefixtures("alike")
    @pytest.mark.parametrize("headers", [(), ("Date: yesterday",), ("Date: Sun, 06 Nov 1994 08:49:37 GMT", "Age: 5")])
    def test_no_clock(self, wsdl, headers):
        """No date, one that is none, and one that a cache has kept tell nothing."""
        with RawServer(answering(wsdl, *headers)) as server:
            assert "skipped" == examine(server.url)["clock"].outcome

    @pytest.mark.usefixtures("alike")
    def test_wrong_password(self):
        """A wrong password is a refusal, its probe is skipped, and no line has the password."""
        found = examine("sim:", username="jdoe", password=NEVER_SHOWN, probe_null=True)
        assert ("failure", "refused") == (found["login"].outcome, found["login"].reason)
        assert "because login failed" == found["null"].found
        assert NEVER_SHOWN not in str(found)

    @pytest.mark.usefixtures("alike")
    def test_a_ticket_that_is_not_valid(self):
        """A ticket is tried, not believed."""
        found = examine("sim:", auth=Ticket(NEVER_SHOWN))
        assert ("failure", "refused") == (found["login"].outcome, found["login"].reason)
        assert NEVER_SHOWN not in str(found)

    @pytest.mark.usefixtures("alike")
    @pytest.mark.parametrize(
        ("kind", "options"), [("html", {}), ("drop", {}), ("fault", {"text": "no"}), ("status", {"status": 503})]
    )
    def test_a_service_that_fails(self, kind, options):
        """A service that does not answer ServerInfo fails, and the login is not tried."""
        with Client("sim:", username="jdoe", password="secret") as ir:
            ir.simulator.fail(kind, operation="ServerInfo", **options)
            found = {each.check: each for each in diagnose(ir)}
        assert ("failure", "skipped") == (found["service"].outcome, found["login"].outcome)

    def test_no_check_raises(self, monkeypatch):
        """An error that nobody thought of is a failure too, and what it says is not shown."""

        def broken(*_):
            raise RuntimeError(NEVER_SHOWN)

        monkeypatch.setattr("soapclient.tools.doctor.doctor.compare", broken)
        found = examine("sim:")
        assert "an unexpected RuntimeError" == found["contract"].found
        assert "ok" == found["service"].outcome
        assert "not done within 1 s" == of_error("x", TimeoutError("not done within 1 s"), "").found
        assert NEVER_SHOWN not in str(of_error("x", ValueError(NEVER_SHOWN), ""))

    def test_within(self):
        """What is done within its time gives its value or its error."""
        assert 3 == within(5, lambda: 3)
        with pytest.raises(ZeroDivisionError):
            within(5, lambda: 1 / 0)


@pytest.mark.usefixtures("alike")
class TestProbe:
    """Whether null keeps, and that nothing stays cleared where it does not."""

    FIELDS = ("john.doe@example.com", "+15551234567")

    @pytest.fixture
    def client(self):
        with Client("sim:", username="jdoe", password="secret") as ir:
            user = ir.simulator.user("jdoe")
            assert self.FIELDS == (user["email"], user["mobile"])
            yield ir

    def probe(self, client):
        return list(diagnose(client, probe_null=True))[-1]

    def fields(self, client):
        user = client.simulator.user("jdoe")
        return user["email"], user["mobile"]

    def updates(self, client):
        return [dict(each.arguments) for each in client.simulator.arrived if each.operation == "UpdateUserContactInfo"]

    def test_a_server_on_which_null_clears(self, client, forgetful):
        """A null that clears is found, and the old values are sent and read back."""
        found = self.probe(client)
        assert ("failure", "contract") == (found.outcome, found.reason)
        assert "NULL CLEARS on this server: a null cleared the e-mail address and mobile number of jdoe" in found.found
        assert "RESTORED, and read back: e-mail address 'john.doe@example.com'" in found.found
        assert "NOT RESTORED" not in found.found
        assert self.FIELDS == self.fields(client)
        assert [(None, None), self.FIELDS] == [
            (each["emailAddress"], each["mobileNumber"]) for each in self.updates(client)
        ]

    def test_only_what_was_there_is_restored(self, client, forgetful):
        """A field that was empty before is empty after."""
        client.users.update("jdoe", email="john.doe@example.com", mobile=soapclient.CLEAR)
        found = self.probe(client)
        assert "a null cleared the e-mail address of jdoe" in found.found
        assert ("john.doe@example.com", "") == self.fields(client)

    def test_a_restore_that_fails_at_first(self, client, forgetful):
        """The old values are sent again where that failed: they may be, for they are the same."""
        client.simulator.fail("delay", operation="UpdateUserContactInfo", seconds=0)
        client.simulator.fail("html", operation="UpdateUserContactInfo", times=2)
        assert "RESTORED, and read back" in self.probe(client).found
        assert self.FIELDS == self.fields(client)

    def test_a_restore_that_is_refused(self, client, forgetful):
        """Where the old values cannot be restored, that is said loudly, with the values and the command."""
        client.simulator.fail("delay", operation="UpdateUserContactInfo", seconds=0)
        client.simulator.fail("error", operation="UpdateUserContactInfo", text="Access denied", times=None)
        found = self.probe(client)
        assert "failure" == found.outcome
        assert "NOT RESTORED (UpdateUserContactInfo: Access denied)" in found.found
        assert "users update jdoe --email=john.doe@example.com --mobile=+15551234567" in found.advice

    @pytest.mark.parametrize("times", [2, 3, 4])
    def test_a_read_that_fails_between(self, client, forgetful, times):
        """An error between the null and the look at what it did still restores."""
        real = client.users.get
        seen = []

        def get(name):
            seen.append(name)
            if 2 <= len(seen) <= times:
                raise soapclient.errors.ConnectError("gone")
            return real(name)

        client.users.get = get
        found = self.probe(client)
        assert self.FIELDS == self.fields(client)
        assert ("failure" if times < 4 else "warning") == found.outcome
        assert "read back: e-mail address 'john.doe@example.com'" in found.found

    def test_a_restore_that_does_nothing(self, client, monkeypatch):
        """A service that takes the old values and does not keep them is no restore."""
        import soapclient.simulator.behaviour as behaviour

        def empties(call):
            call.arguments = {**call.arguments, "emailAddress": "", "mobileNumber": ""}
            return update_user_contact_info(call)

        monkeypatch.setitem(behaviour.BEHAVIOURS, "UpdateUserContactInfo", empties)
        assert "NOT RESTORED (the field has another value now)" in self.probe(client).found

    def test_a_restore_that_cannot_be_read(self, client, forgetful):
        """Where nothing can be read after the null, the old values are sent, and it is not said that all is well."""
        real = client.users.get
        seen = []

        def get(name):
            seen.append(name)
            if len(seen) > 1:
                raise soapclient.errors.ConnectError("gone")
            return real(name)

        client.users.get = get
        found = self.probe(client)
        assert ("failure", "unreachable") == (found.outcome, found.reason)
        assert "NOT RESTORED (the service accepted them, but reading failed)" in found.found
        assert self.FIELDS == self.fields(client)

    def test_no_answer_to_the_null(self, client, forgetful):
        """Where the null was applied and no answer came, the fields are restored all the same."""
        client.simulator.fail("drop", operation="UpdateUserContactInfo", applied=True)
        found = self.probe(client)
        assert "RESTORED" in found.found and "NOT" not in found.found
        assert self.FIELDS == self.fields(client)

    def test_no_answer_and_nothing_cleared(self, client):
        """Where no answer came and the fields are as before, it is said that the nulls may still arrive."""
        client.simulator.fail("drop", operation="UpdateUserContactInfo")
        found = self.probe(client)
        assert "failure" == found.outcome
        assert "may still arrive" in found.advice and "'john.doe@example.com'" in found.advice
        assert 1 == len(self.updates(client))

    def test_a_refusal(self, client):
        """A refused update is told as such, with the fields as before."""
        client.simulator.fail("error", operation="UpdateUserContactInfo", text="Access denied")
        found = self.probe(client)
        assert ("failure", "refused", "the fields are unchanged") == (found.outcome, found.reason, found.advice)

    def test_a_change_by_somebody_else(self, client, monkeypatch):
        """A field that has another value afterwards is told and left alone: it may be somebody's change."""
        import soapclient.simulator.behaviour as behaviour

        def other(call):
            call.arguments = {**call.arguments, "emailAddress": "other@example.com"}
            return update_user_contact_info(call)

        monkeypatch.setitem(behaviour.BEHAVIOURS, "UpdateUserContactInfo", other)
        found = self.probe(client)
        assert "failure" == found.outcome and "'other@example.com'" in found.found
        assert ("other@example.com", self.FIELDS[1]) == self.fields(client)

    def test_only_one_field_to_lose(self, client):
        """With one field empty the other tells, and it is said that nothing is known of the empty one."""
        client.users.update("jdoe", mobile=soapclient.CLEAR)
        found = self.probe(client)
        assert "ok" == found.outcome
        assert "(the mobile number is empty and shows nothing)" in found.found

    def test_nothing_to_lose(self, client):
        """With both fields empty nothing could be seen, so nothing is sent."""
        client.users.update("jdoe", email=soapclient.CLEAR, mobile=soapclient.CLEAR)
        client.simulator.arrived.clear()
        found = self.probe(client)
        assert "skipped" == found.outcome and "nothing was sent" in found.found
        assert [] == self.updates(client)

    def test_a_field_that_is_not_told(self, client):
        """Where the server does not tell a field, its loss could not be seen, so nothing is sent."""
        real = client.users.get
        client.users.get = lambda name: __import__("attrs").evolve(real(name), mobile=None)
        found = self.probe(client)
        assert "skipped" == found.outcome and "does not return the mobile number" in found.found
        assert [] == self.updates(client)

    def test_an_older_contract(self):
        """A contract without the operation is told."""
        found = examine("sim:", wsdl="bundled-2019", username="jdoe", password="secret", probe_null=True)
        assert "skipped" == found["null"].outcome
        assert "does not have UpdateUserContactInfo" in found["null"].found

    def test_an_error_before_it(self, client):
        """A user that cannot be read is an error before anything is written."""
        client.simulator.fail("html", operation="GetUser")
        found = self.probe(client)
        assert ("failure", "nothing was written") == (found.outcome, found.advice)
        assert [] == self.updates(client)

    def test_an_error_that_nobody_thought_of(self, client, monkeypatch):
        """Even then the fields come first."""
        real = client.service["UpdateUserContactInfo"]
        assert callable(real)
        monkeypatch.setattr("soapclient.inforouter.null_probe._Trial.run", lambda self: 1 / 0)
        assert "an unexpected ZeroDivisionError" == self.probe(client).found

    def test_an_interruption_waits(self, client, forgetful, monkeypatch):
        """Ctrl-C between the null and the restore is held back until the values are restored; then it is heeded."""
        client.simulator.fail("delay", operation="UpdateUserContactInfo", seconds=0.5)
        findings = []

        def interrupt():
            while not self.updates(client):
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGINT)

        thread = threading.Thread(target=interrupt)
        thread.start()
        with pytest.raises(KeyboardInterrupt):
            for finding in diagnose(client, probe_null=True):
                findings.append(finding)
        thread.join()
        assert "RESTORED, and read back" in findings[-1].found
        assert self.FIELDS == self.fields(client)


class TestCommand:
    """`soapclient doctor`, in processes of its own."""

    @pytest.fixture
    def sim(self):
        with Simulator() as simulator:
            yield simulator

    @pytest.fixture
    def url(self, sim):
        with sim.serve() as server:
            yield server.url

    def test_all_well_is_0(self, url):
        """Each check is a line on standard output, then their count; nothing is on standard error."""
        done = process("--server", url, "--username", "jdoe", SOAPCLIENT_PASSWORD="secret")
        assert (0, "") == (done.returncode, done.stderr)
        lines = done.stdout.splitlines()
        assert ORDER == [line.split()[1] for line in lines[:-1]]
        assert "10 ok, 0 warnings, 0 failures, 1 skipped" == lines[-1]

    def test_json(self, url):
        """--json is the status and the checks."""
        done = process("--server", url, "--json")
        value = json.loads(done.stdout)
        assert (0, "", 0) == (done.returncode, done.stderr, value["status"])
        assert ORDER == [each["check"] for each in value["checks"]]
        assert {"check", "outcome", "found", "advice", "reason"} == set(value["checks"][0])

    def test_a_server_that_is_not_there_is_3(self):
        """A server that cannot be reached exits 3, with what to do, and without a word on standard error."""
        done = process("--server", "http://127.0.0.1:1/srv.asmx", "--username", "jdoe", SOAPCLIENT_PASSWORD=NEVER_SHOWN)
        assert (3, "") == (done.returncode, done.stderr)
        assert re.search(
            r"(?m)^failure  tcp       no connection to 127\.0\.0\.1:1 .*\n {19}-> check the URL", done.stdout
        )
        assert NEVER_SHOWN not in done.stdout

    def test_a_wrong_password_is_1(self, url):
        """What the service refuses exits 1."""
        done = process("--server", url, "--username", "jdoe", "--password-stdin", data=NEVER_SHOWN)
        assert 1 == done.returncode
        refused = refusal("AuthenticateUser", "[900] Authentication failed", 4010)
        assert f"failure  login     {refused}" in done.stdout
        assert NEVER_SHOWN not in done.stdout + done.stderr

    def test_a_contract_that_cannot_be_had_is_4(self, url):
        """A contract that is not there exits 4."""
        assert 4 == process("--server", url, "--wsdl", "none.wsdl").returncode

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ([], "no server"),
            (["--server", "sim:", "--probe-null"], "a login is needed"),
            (["--server", "sim:", "--username", "jdoe"], "no password"),
            (["--server", "sim:", "--timeout", "0"], "timeout"),
        ],
    )
    def test_what_is_missing_is_2(self, words, told):
        """Without a server, a user for the probe, or a password, nothing is checked."""
        done = process(*words, data="")
        assert (2, "") == (done.returncode, done.stdout)
        assert told in done.stderr and 1 == done.stderr.count("\n")

    def test_probe(self, url):
        """--probe-null says first what it writes."""
        done = process("--server", url, "--username", "jdoe", "--probe-null", SOAPCLIENT_PASSWORD="secret")
        assert 0 == done.returncode
        assert done.stdout.startswith("--probe-null sends nulls to your own user")
        assert re.search(
            r"(?m)^ok       null      null keeps: the e-mail address and mobile number of jdoe", done.stdout
        )

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_an_end_between_is_130_after_the_restore(self, sim, url, forgetful, number):
        """A signal between null and restore ends the command only when the old values are back, and it tells so."""
        sim.fail("delay", operation="UpdateUserContactInfo", seconds=1)
        path = str(Path(soapclient.__file__).parent.parent)
        with subprocess.Popen(
            [*COMMAND, "--server", url, "--username", "jdoe", "--probe-null", "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path, "SOAPCLIENT_PASSWORD": "secret"},
        ) as running:
            end = time.monotonic() + 60
            while not any(each.operation == "UpdateUserContactInfo" for each in sim.arrived):
                assert time.monotonic() < end
                time.sleep(0.02)
            running.send_signal(number)
            out, err = running.communicate(timeout=60)
        assert 130 == running.returncode
        assert "RESTORED" in json.loads(out)["checks"][-1]["found"]
        assert "interrupted" in err
        assert ("john.doe@example.com", "+15551234567") == (sim.user("jdoe")["email"], sim.user("jdoe")["mobile"])

    def test_a_reader_that_goes_away(self, url):
        """A closed pipe ends it quietly with 141."""
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "w") as pipe:
            path = str(Path(soapclient.__file__).parent.parent)
            done = subprocess.run(
                [*COMMAND, "--server", url],
                stdout=pipe,
                stderr=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": path},
                timeout=60,
            )
        assert (141, b"") == (done.returncode, done.stderr)
