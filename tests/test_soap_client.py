"""`SoapClient` and `AsyncSoapClient`: any WSDL, its services and ports, over real sockets."""

from __future__ import annotations

import asyncio
import inspect
import pickle
import subprocess
import sys
import textwrap
import threading
from decimal import Decimal

import orders
import pytest
import servers
from lxml import etree
from orders import WSDL, Orders, body, head, serving

import soapclient
from soapclient import AsyncSoapClient, Contract, Port, SoapClient, errors
from soapclient.clients.soap_wiring import SoapOptions, SoapWiring
from soapclient.contract.ports import other_address, own_address

ODD = {"class": "1", "from": "2", "self": "3", "first-name": "4", "a.b": "5", "_soapheaders": "6"}


def refused(kind, call):
    """Return the message of the error that a call ends in."""
    with pytest.raises(kind) as caught:
        call()
    assert "\n" not in str(caught.value)
    return str(caught.value)


class TestSources:
    """Where the WSDL comes from, and when it is read."""

    def test_url(self):
        """By URL it is read at first need, once, and calls go to the port that it names."""
        with serving() as server, SoapClient(server.wsdl) as soap:
            assert [] == server.requests
            answers = [soap.service.GetOrder(id=5) for _ in range(2)]
            assert [Decimal("9.50")] * 2 == answers
            assert (1, 2) == (len(server.gets), len(server.posts))
            assert soap.url == f"{server.origin}/billing"

    @pytest.mark.parametrize("sort", ["path", "text", "bytes", "bytearray"])
    def test_a_file_and_its_bytes(self, sort, tmp_path):
        """By path and as bytes nothing is fetched, and `server` says where calls go."""
        given = {"path": WSDL, "text": str(WSDL), "bytes": WSDL.read_bytes(), "bytearray": bytearray(WSDL.read_bytes())}
        with serving() as server, SoapClient(given[sort], server=f"{server.origin}/billing?client=100") as soap:
            assert Decimal("9.50") == soap.service.GetOrder(id=5)
            assert [b"POST /billing?client=100 HTTP/1.1"] == [each.split(b"\r\n")[0] for each in server.requests]

    @pytest.mark.parametrize("sort", ["path", "bytes"])
    def test_addresses_of_a_file(self, sort, tmp_path):
        """An address that the user's own file names is taken at its word."""
        with serving() as server:
            path = tmp_path / "orders.wsdl"
            path.write_bytes(server.document)
            with SoapClient(path if sort == "path" else server.document) as soap:
                assert Decimal("9.50") == soap.service.GetOrder(id=5)

    def test_threads_read_it_once(self):
        """Many threads that need it first read it once."""
        with serving() as server, SoapClient(server.wsdl) as soap:
            start = threading.Barrier(8)
            found = []

            def call():
                start.wait()
                found.append(soap.service.GetOrder(id=5))

            threads = [threading.Thread(target=call) for _ in range(8)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            assert [Decimal("9.50")] * 8 == found
            assert 1 == len(server.gets)

    def test_one_that_could_not_be_had_is_asked_for_again(self):
        """A WSDL that could not be had the first time is asked for at the next call."""
        with serving() as server, SoapClient(server.wsdl) as soap:
            document, server.document = server.document, b"<html><title>Starting</title></html>"
            assert "Starting" in refused(errors.WsdlError, lambda: soap.service.GetOrder(id=5))
            server.document = document
            assert Decimal("9.50") == soap.service.GetOrder(id=5)

    @pytest.mark.parametrize("given", [None, 5, "ftp://x/y.wsdl", "http://", "http://u:p@x/y?wsdl", object()])
    def test_what_is_none(self, given):
        """What is no URL, path or bytes is refused when the client is made."""
        told = refused(errors.ArgumentError, lambda: SoapClient(given))
        assert ("give http_auth" if "@" in str(given) else "wsdl must be ") in told
        assert "u:p" not in told

    def test_a_missing_file(self, tmp_path):
        """A file that is not there is told when it is needed."""
        with SoapClient(tmp_path / "no.wsdl") as soap:
            assert "no.wsdl" in refused(errors.WsdlError, lambda: soap.contract)

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"server": "dms"}, "server must be the URL"),
            ({"server": "http://u:p@x/"}, "http_auth"),
            ({"server": 5}, "server must be the URL"),
            ({"soap_version": "2"}, "soap_version"),
            ({"timeout": 0}, "timeout"),
            ({"verify": "/no/such/file"}, "verify"),
            ({"cert": "/no/such/file"}, "cert"),
            ({"proxies": {"http": "x y"}}, "proxy"),
            ({"user_agent": "a\nb"}, "user_agent"),
            ({"reads": "GetOrder"}, "reads"),
            ({"reads": [5]}, "reads"),
            ({"allow_imports": "x"}, "allow_imports"),
            ({"http_auth": "me"}, "http_auth"),
        ],
    )
    @pytest.mark.parametrize("kind", [SoapClient, AsyncSoapClient])
    @pytest.mark.parametrize("wsdl", [WSDL, "http://127.0.0.1:1/x?wsdl"])
    def test_options_are_checked_when_it_is_made(self, options, told, kind, wsdl):
        """An option that cannot be used is refused at once, wherever the WSDL comes from."""
        assert told in refused(errors.ArgumentError, lambda: kind(wsdl, **options))


class TestAddress:
    """Which addresses are taken at their word."""

    def test_another_host(self):
        """An address on another host than the WSDL's gets nothing until `server` says so."""
        with serving() as other, serving(address=other.origin.replace("127.0.0.1", "localhost")) as server:
            with SoapClient(server.wsdl, http_auth=("me", "pw")) as soap:
                told = refused(errors.ContractError, lambda: soap.service.GetOrder(id=5))
                assert "another host" in told
                assert "server=" in told
                assert "BillingPort" in told
                assert [] == other.requests + server.posts
                assert told == refused(errors.ContractError, lambda: soap.url)
            with SoapClient(server.wsdl, server=f"{other.origin}/billing") as soap:
                assert Decimal("9.50") == soap.service.GetOrder(id=5)

    @pytest.mark.parametrize(
        ("address", "source", "told"),
        [
            ("http://a.example/x", "x.wsdl", "placeholder"),
            ("http://www.example.com/x", "x.wsdl", "placeholder"),
            ("http://tempuri.org", "x.wsdl", "placeholder"),
            ("http://nowhere.invalid./x", "x.wsdl", "placeholder"),
            ("", "x.wsdl", "no address"),
            ("REPLACE_WITH_ACTUAL_URL", "x.wsdl", "not an http or https URL"),
            ("urn:x", "x.wsdl", "not an http or https URL"),
            ("jms:queue", "x.wsdl", "not an http or https URL"),
            ("http://host:port/x", "x.wsdl", "not an http or https URL"),
            ("http://u:s3cret@real/x", "x.wsdl", "user or password"),
            ("http://b/x", "http://a/x?wsdl", "another host"),
            ("http://a.b/x", "http://a/x?wsdl", "another host"),
            ("http://a/x", "https://a/x?wsdl", "without TLS"),
        ],
    )
    def test_refused(self, address, source, told):
        """None at all, a placeholder, one that leads elsewhere or gives up TLS is refused in a sentence that helps."""
        port = Port(name="P", binding="B", soap_version="1.1", address=address)
        for found in (lambda: own_address(port, source), lambda: other_address(port, source, source)):
            message = refused(errors.ContractError, found)
            assert told in message
            assert "server=" in message
            assert "s3cret" not in message

    @pytest.mark.parametrize(
        ("address", "source"),
        [
            ("http://real/x", "x.wsdl"),
            ("http://localhost:8080/x", "given as bytes"),
            ("http://127.0.0.1/x", "x.wsdl"),
            (" https://A:8443/x ", "https://a/x?wsdl"),
            ("https://a./x", "http://a/x?wsdl"),
            ("http://a:81/x?client=1", "http://a:80/x?wsdl"),
        ],
    )
    def test_taken(self, address, source):
        """One that leads to the host of the WSDL, or that the user's own file names, is taken."""
        port = Port(name="P", binding="B", soap_version="1.1", address=address)
        assert address.strip().lower() == own_address(port, source).lower()

    def test_another_port_elsewhere(self):
        """Another port of the WSDL is called on a host that the client talks to, and on no other."""
        port = Port(name="P", binding="B", soap_version="1.1", address="http://b/x")
        assert (
            "http://b/x"
            == other_address(port, "x.wsdl", "http://b:81/y")
            == other_address(port, "http://b/w", "http://c")
        )
        assert "another host" in refused(errors.ContractError, lambda: other_address(port, "x.wsdl", "http://c/y"))
        assert "without TLS" in refused(errors.ContractError, lambda: other_address(port, "https://b/w", "https://b/"))

    def test_the_own_port_by_its_name(self):
        """The port that `server` was given for is called there by its name too; others are not."""
        with serving() as server, SoapClient(WSDL, server=f"{server.origin}/billing") as soap:
            assert Decimal("9.50") == soap.services["Billing"]["BillingPort"].GetOrder(id=5)
            other = soap.services["Shipping"]["ShippingPort"]
            assert "placeholder" in refused(errors.ContractError, lambda: other.GetOrder(parcel="x"))
            assert 1 == len(server.requests)


class TestPorts:
    """One contract for each port: what is described is what is sent."""

    @pytest.mark.parametrize(
        ("service", "port", "arguments", "wrapper", "action"),
        [
            ("Billing", "BillingPort", {"id": 5}, "{urn:billing}GetOrder", b'"urn:billing/GetOrder"'),
            ("Shipping", "ShippingPort", {"parcel": "x"}, "{urn:shipping}GetOrder", b'"urn:shipping/GetOrder"'),
            ("Shipping", "ShippingPort12", {"parcel": "x"}, "{urn:shipping}GetOrder", None),
        ],
    )
    @pytest.mark.parametrize("way", ["options", "port alone", "services"])
    def test_one_name_in_two_port_types(self, way, service, port, arguments, wrapper, action):
        """An operation is that of the port: its parameters, its envelope, its action, its address, its answer."""
        options = {"options": {"service": service, "port": port}, "port alone": {"port": port}, "services": {}}[way]
        with serving() as server, SoapClient(server.wsdl, **options) as soap:
            calls = soap.services[service][port] if way == "services" else soap.service
            assert [*arguments] == [each.name for each in calls["GetOrder"].operation.parameters.values()]
            assert calls.get_order(**arguments) is not None
            (request,) = server.posts
            (content,) = etree.fromstring(body(request).encode()).find("{*}Body")
            assert (wrapper, action) == (content.tag, head(request, "SOAPAction"))
            assert f"{server.origin}/{port.removesuffix('Port').lower().replace('port12', '12')}".endswith(
                request.split()[1].decode()
            )
            if way != "services":
                assert soap.contract.services[0].name == service
                assert [port] == [each.name for each in soap.contract.services[0].ports]

    def test_what_a_port_does_not_have(self):
        """An operation of another port is unknown, and the nearest names are told."""
        with SoapClient(WSDL, port="ShippingPort") as soap:
            assert ["GetOrder", "Track"] == list(soap.contract) == list(soap.service)
            assert "Track" in refused(errors.UnknownOperation, lambda: soap.service.Trak)
            with pytest.raises(AttributeError):
                _ = soap.service.Notify
            assert not hasattr(soap.service, "__wrapped__")
            assert {"GetOrder", "get_order"} <= {*dir(soap.service)}
            assert ("Track" in soap.service, "Notify" in soap.service, len(soap.service)) == (True, False, 2)

    def test_version(self):
        """The first port of the version that is asked for; without one the first port at all."""
        for version, port in ((None, "BillingPort"), ("1.1", "BillingPort"), ("1.2", "ShippingPort12")):
            with SoapClient(WSDL, soap_version=version) as soap:
                assert port == soap.wiring.loader.port.name
        with SoapClient(WSDL, service="Shipping") as soap:
            assert ("ShippingPort", "1.1") == (soap.wiring.loader.port.name, soap.soap_version)

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"service": "Biling"}, "no service 'Biling'; did you mean Billing?"),
            ({"service": "X"}, "its services are: Billing, Shipping"),
            ({"port": "BilingPort"}, "no SOAP port 'BilingPort'; did you mean BillingPort"),
            ({"service": "Billing", "port": "X"}, "service Billing has no SOAP port 'X'; its ports are: BillingPort"),
            ({"port": "BillingPort", "soap_version": "1.2"}, "speaks SOAP 1.1"),
            ({"service": "Billing", "soap_version": "1.2"}, "no SOAP 1.2 port over HTTP in the service Billing"),
        ],
    )
    def test_unknown(self, options, told):
        """A service, port or version that is not there is told with the nearest, or with those that are."""
        with SoapClient(WSDL, **options) as soap:
            assert told in refused(errors.UnknownPort, lambda: soap.contract)
            with pytest.raises(LookupError):
                _ = soap.contract

    def test_a_port_in_two_services(self, tmp_path):
        """A name of a port in two services is not guessed at."""
        path = tmp_path / "two.wsdl"
        path.write_text(WSDL.read_text("utf-8").replace('"ShippingPort"', '"BillingPort"'), "utf-8")
        with SoapClient(path, port="BillingPort") as soap:
            assert "in the services Billing and Shipping: give service=" in refused(
                errors.UnknownPort, lambda: soap.contract
            )
        with SoapClient(path, service="Shipping", port="BillingPort") as soap:
            assert "Track" in soap.contract

    def test_services(self):
        """All services and ports are there by name, as mappings; the same port is the same contract."""
        with SoapClient(WSDL) as soap:
            assert ["Billing", "Shipping", ""] == list(soap.services)
            assert ["ShippingPort", "ShippingPort12", "SumsPort"] == list(soap.services["Shipping"])
            assert (3, 3, True, False) == (
                len(soap.services), len(soap.services["Shipping"]), "Billing" in soap.services, "X" in soap.services,
            )  # fmt: skip
            assert "its services are" in refused(errors.UnknownPort, lambda: soap.services["X"])
            assert "its ports are" in refused(errors.UnknownPort, lambda: soap.services["Billing"]["X"])
            assert "<Ports of Billing: BillingPort>" == repr(soap.services["Billing"])
            one, two = (soap.services["Shipping"]["SumsPort"]._caller for _ in range(2))
            assert one is two

    def test_a_binding_that_no_port_uses(self):
        """It is a port of its own name in a service without one, and called where `server` says."""
        with serving(orders.reply(orders.DONE)) as server:
            with SoapClient(server.wsdl, port="FilesSoap") as soap:
                assert ["Attach"] == list(soap.contract)
                assert "names no address of the port FilesSoap: give server=" in refused(
                    errors.ContractError, lambda: soap.service.Attach(content=b"x", title="x")
                )
            with SoapClient(server.wsdl, service="", port="FilesSoap", server=server.url) as soap:
                soap.service.Attach(content=b"x", title="x")
            assert [b'"urn:files/Attach"'] == [head(each, "SOAPAction") for each in server.posts]

    def test_rpc(self):
        """A port of rpc style is called in its style."""
        with serving() as server, SoapClient(server.wsdl, port="SumsPort") as soap:
            assert 5 == soap.service.Add(a=2, b=3)
            (content,) = etree.fromstring(body(server.posts[0]).encode()).find("{*}Body")
            assert ("{urn:sums}Add", ["a", "b"]) == (content.tag, [each.tag for each in content])

    def test_a_contract_without_a_client(self):
        """`Contract.at` narrows any contract, and keeps its notes."""
        narrowed = Contract.load(WSDL).at("Shipping", "ShippingPort12")
        assert ("1.2",) == narrowed.soap_versions
        assert {"1.2": ""} == dict(narrowed["Track"].actions)
        bundled = Contract.load("bundled")
        service = bundled.services[0]
        own = bundled.at(service.name, service.ports[0].name)
        assert (len(bundled), bundled["GetUser"].kind) == (len(own), own["GetUser"].kind)
        assert "its services are" in refused(errors.UnknownPort, lambda: bundled.at("X", "Y"))


class TestNames:
    """Names that Python has a word for, or cannot say."""

    @pytest.mark.parametrize(
        "call",
        [
            lambda odd: odd(**ODD),
            lambda odd: odd(ODD),
            lambda odd: odd({"first-name": "4", "a.b": "5"}, class_="1", from_="2", self="3", soapheaders="6"),
            lambda odd: odd(class_="1", from_="2", self="3", first_name="4", a_b="5", soapheaders="6"),
        ],
    )
    @pytest.mark.parametrize("spelling", ["Odd", "odd"])
    def test_they_arrive(self, call, spelling):
        """By exact name from a mapping or as keywords, or by a Python spelling: each value is where it belongs."""
        with serving(orders.reply(orders.DONE)) as server, SoapClient(server.wsdl) as soap:
            call(soap.service[spelling])
            call(soap.service[spelling])
            for request in server.posts:
                (content,) = etree.fromstring(body(request).encode()).find("{*}Body")
                assert ODD == {etree.QName(each).localname: each.text for each in content}

    @pytest.mark.parametrize("other", ["tns:Trace", "tns:Other"])
    def test_a_header_that_is_there_twice(self, other):
        """A header that a WSDL names twice, or two of one name, are one name in the signature."""
        trace = '<soap:header message="{}" part="trace" use="literal"/>'
        text = WSDL.read_text("utf-8").replace("tns:BillingSoap", "tns:FilesSoap")
        before = '"urn:files/Attach"/><wsdl:input>'
        assert before in text
        text = text.replace(before, before + trace.format("tns:Trace") + trace.format(other))
        part = '<wsdl:message name="Other"><wsdl:part name="trace" element="b:Password"/></wsdl:message>'
        text = text.replace('  <wsdl:message name="Nothing"/>', f'{part}<wsdl:message name="Nothing"/>')
        with SoapClient(text.encode(), server="http://real.test/") as soap:
            assert ["content", "title", "trace"] == list(inspect.signature(soap.service.Attach).parameters)
            assert soap.envelope("Attach", content=b"x", title="x", trace="t1").count(">t1</") == 1

    def test_signature(self):
        """The signature has Python's spelling where the exact name cannot be said."""
        with SoapClient(WSDL) as soap:
            assert ["class_", "from_", "self", "first_name", "a_b", "_soapheaders"] == list(
                inspect.signature(soap.service.Odd).parameters
            )
            assert "first-name (first_name)" in soap.service.Odd.__doc__

    @pytest.mark.parametrize(
        ("positional", "named", "told"),
        [
            (("x",), {}, "give arguments by name: GetOrder(id=...)"),
            (({"id": 1}, {"id": 1}), {}, "give arguments by name"),
            (({"id": 1},), {"id": 1}, "id is given twice"),
            (({5: 1},), {}, "the name 5 is not a text"),
            (({"ID": 1},), {}, "there is no parameter 'ID'; did you mean id?"),
            (([("id", 1)],), {}, "give arguments by name"),
        ],
    )
    def test_what_is_refused(self, positional, named, told):
        """A value by place, a name twice and a name that is no text are refused before anything is sent."""
        with serving() as server, SoapClient(server.wsdl) as soap:
            assert told in refused(errors.ArgumentError, lambda: soap.service.GetOrder(*positional, **named))
            assert [] == server.posts


class TestAction:
    """The SOAP action of each version."""

    def test_characters_beyond_latin_1(self):
        """An action is sent in UTF-8."""
        with serving(orders.reply(orders.DONE)) as server, SoapClient(server.wsdl) as soap:
            soap.service.Odd(ODD)
            assert '"urn:billing/Größe-价"'.encode() == head(server.posts[0], "SOAPAction")

    def test_a_line_break(self):
        """An action with a line break is refused in a sentence of ours, and nothing is sent."""
        with serving() as server, SoapClient(server.wsdl) as soap:
            told = refused(errors.ArgumentError, lambda: soap.service.LogIn(Password="s3cret"))
            assert "SOAPAction has a line break" in told
            assert "s3cret" not in told
            assert [] == server.posts

    @pytest.mark.parametrize(("operation", "expected"), [("Notify", b'""'), ("Touch", b'""')])
    def test_none(self, operation, expected):
        """An empty action, and one that the binding does not name, are the empty text, which SOAP 1.1 demands."""
        with serving(orders.reply("")) as server, SoapClient(server.wsdl) as soap:
            soap.service[operation](text="x")
            assert expected == head(server.posts[0], "SOAPAction")

    def test_in_soap_1_2(self):
        """In SOAP 1.2 it is a parameter of the media type: quoted, in UTF-8, and left out where it is empty."""
        with serving() as server, SoapClient(server.wsdl, port="ShippingPort12") as soap:
            soap.service.GetOrder(parcel="x")
            soap.service.Track(parcel="x")
            media = "application/soap+xml; charset=utf-8"
            assert [f'{media}; action="urn:shipping/\\"GetOrder\\"-価"'.encode(), media.encode()] == [
                head(each, "Content-Type") for each in server.posts
            ]
            assert [None, None] == [head(each, "SOAPAction") for each in server.posts]


class TestClient:
    """What a client is like."""

    def test_envelope(self):
        """An envelope is shown with its secrets hidden, and nothing is sent but for the WSDL."""
        with serving() as server, SoapClient(server.wsdl) as soap:
            assert "<ns0:id>5</ns0:id>" in soap.envelope("get_order", id=5)
            shown = soap.envelope("LogIn", Password="s3cret")
            assert "***" in shown
            assert "s3cret" not in shown
            assert [] == server.posts

    def test_repr(self):
        """It names the WSDL, without the query that may hold a key."""
        soap = SoapClient("http://dms.test/x?key=s3cret", headers={"X-Key": "s3cret"}, http_auth=("me", "s3cret"))
        assert "<SoapClient http://dms.test/x?***>" == repr(soap)
        soap.close()
        assert "<SoapClient http://dms.test/x?*** (closed)>" == repr(soap)
        assert "<PortProxy>" == repr(soap.service)

    def test_closed(self):
        """A closed client makes no call, of no port, also of one that was at hand before."""
        with serving() as server:
            soap = SoapClient(server.wsdl)
            other = soap.services["Shipping"]["ShippingPort"].GetOrder
            soap.close()
            soap.close()
            calls = [
                lambda: soap.service.GetOrder(id=5),
                lambda: other(parcel="x"),
                lambda: soap.services["Shipping"]["SumsPort"].Add(a=1, b=2),
            ]
            for call in calls:
                assert "closed" in refused(errors.ContractError, call)
            assert [] == server.posts

    def test_it_stays_in_its_process(self):
        """It cannot be copied or sent to another process."""
        with SoapClient(WSDL) as soap, pytest.raises(TypeError, match="SoapClient"):
            pickle.dumps(soap)

    def test_it_knows_nothing_of_one_service(self):
        """A client of any service, and its calls, import nothing that is of one service."""
        code = """
            import sys
            from soapclient import SoapClient
            with SoapClient(sys.argv[1], server=sys.argv[2], http_auth=("me", "pw")) as soap:
                assert soap.service.GetOrder(id=5) is not None
            print(*sorted(name for name in sys.modules if name.startswith("soapclient.inforouter.")))
        """
        with serving() as server:
            command = [sys.executable, "-c", textwrap.dedent(code), str(WSDL), f"{server.origin}/billing"]
            assert "" == subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def test_forked(self):
        """A child process has connections of its own, and the WSDL that the parent has read."""
        code = """
            import os, sys
            from soapclient import SoapClient
            soap = SoapClient(sys.argv[1])
            first = soap.service.GetOrder(id=5)
            child = os.fork()
            if not child:
                os._exit(0 if soap.service.GetOrder(id=5) == first else 1)
            assert os.waitpid(child, 0)[1] == 0
            assert soap.service.GetOrder(id=5) == first
        """
        with serving() as server:
            subprocess.run([sys.executable, "-c", textwrap.dedent(code), server.wsdl], check=True, timeout=60)
            assert (1, 3, 2) == (len(server.gets), len(server.posts), server.connections)


class TestDoubt:
    """What is known after a reply was lost."""

    def test_what_may_write_is_not_repeated(self):
        """A call whose reply is lost is made once, and its error says that it may have been applied."""
        with serving(lambda connection, request: servers.reset(connection)) as server, SoapClient(server.wsdl) as soap:
            with pytest.raises(errors.ConnectError) as caught:
                soap.service.GetOrder(id=5)
            assert (True, 1) == (caught.value.maybe_applied, len(server.posts))
            assert "GetOrder" == caught.value.operation

    @pytest.mark.parametrize("name", ["GetOrder", "get_order"])
    def test_what_reads(self, name):
        """One that is said to read is never in doubt."""
        answer = lambda connection, request: servers.reset(connection)  # noqa: E731
        with serving(answer) as server, SoapClient(server.wsdl, reads=[name]) as soap:
            with pytest.raises(errors.ConnectError) as caught:
                soap.service.GetOrder(id=5)
            assert not caught.value.maybe_applied
            assert ("read", "unknown") == (soap.contract["GetOrder"].kind, soap.contract["Notify"].kind)
            assert "read" == soap.services["Shipping"]["ShippingPort"].GetOrder.operation.kind

    def test_what_reads_is_repeated_on_a_new_connection(self):
        """It is sent again where the server had closed the connection before it; what may write is not."""

        def closing():
            turn = iter(range(9))

            def answer(connection, request):
                number = next(turn)
                if number == 0:
                    connection.sendall(orders.reply(orders.ORDER))
                return number == 1 or orders.reply(orders.ORDER) if number else None

            return answer

        for reads, calls in ((("GetOrder",), 3), ((), 2)):
            with serving(closing()) as server, SoapClient(server.wsdl, reads=reads) as soap:
                soap.service.GetOrder(id=1)
                if reads:
                    assert Decimal("9.50") == soap.service.GetOrder(id=2)
                else:
                    with pytest.raises(errors.ConnectError) as caught:
                        soap.service.GetOrder(id=2)
                    assert caught.value.maybe_applied
                assert calls == len(server.posts)

    def test_a_name_that_reads_and_is_not_there(self):
        """A misspelt name is told when the WSDL is read."""
        with SoapClient(WSDL, reads=["GetOder"]) as soap:
            assert "did you mean GetOrder" in refused(errors.UnknownOperation, lambda: soap.contract)


class TestAsync:
    """The same, awaited."""

    def run(self, work, wsdl=WSDL, **options):
        """Run a coroutine with a client."""

        async def main():
            async with AsyncSoapClient(wsdl, **options) as soap:
                return await asyncio.wait_for(work(soap), 30)

        return asyncio.run(main())

    def test_calls(self):
        """Calls of the port, and of others by name, many at once."""

        async def work(soap):
            one = soap.service.GetOrder(id=5)
            two = soap.service["get_order"]({"id": 5})
            three = soap.services["Shipping"]["ShippingPort12"].GetOrder(parcel="x")
            return await asyncio.gather(one, two, three)

        with serving() as server:
            assert [Decimal("9.50"), Decimal("9.50"), 2.5] == self.run(work, server.wsdl)
            assert 1 == len(server.gets)

    def test_what_it_tells(self):
        """Contract, services, envelope and the names of operations are there, awaited."""

        async def work(soap):
            contract = await soap.contract()
            services = await soap.list_services()
            described = await soap.service.GetOrder.describe()
            return (
                list(contract)[:1],
                [each.name for each in services],
                "<ns0:id>5</ns0:id>" in await soap.envelope("GetOrder", id=5),
                described.name,
                repr(soap.services["A"]["B"]),
                repr(soap.services["A"]),
                repr(soap.services),
            )

        assert (
            ["GetOrder"], ["Billing", "Shipping", ""], True, "GetOrder", "<AsyncPortProxy>", "<AsyncPorts of A>",
            "<AsyncServices>",
        ) == self.run(work)  # fmt: skip

    @pytest.mark.parametrize(
        ("call", "kind"),
        [
            (lambda soap: soap.service.GetOder(id=5), errors.UnknownOperation),
            (lambda soap: soap.services["X"]["Y"].GetOrder(id=5), errors.UnknownPort),
            (lambda soap: soap.services["Billing"]["Y"].GetOrder(id=5), errors.UnknownPort),
            (lambda soap: soap.service.GetOrder(id="x"), errors.ArgumentError),
            (lambda soap: soap.envelope("GetOrder", idd=5), errors.ArgumentError),
            (lambda soap: soap.service.GetOrder(id=5), errors.ContractError),
        ],
    )
    def test_refusals(self, call, kind):
        """What the WSDL does not have, or cannot be taken at its word, is told by the call."""
        with pytest.raises(kind):
            self.run(call)

    def test_the_wsdl_is_read_beside_the_event_loop(self):
        """While the WSDL is on its way the event loop goes on: the server waits for something that the loop does."""
        released = threading.Event()

        class Slow(Orders):
            def _answered(self, connection, request):
                if request.startswith(b"GET") and not released.wait(20):
                    return True
                return super()._answered(connection, request)

        async def work(soap):
            call = asyncio.ensure_future(soap.service.GetOrder(id=5))
            while not server.requests:
                await asyncio.sleep(0.01)
            released.set()
            return await call

        with Slow() as server:
            assert Decimal("9.50") == self.run(work, server.wsdl)

    def test_a_call_that_is_cancelled_while_the_wsdl_is_read(self):
        """It leaves nothing behind: the WSDL is asked for again by the next call."""
        asked, released = threading.Event(), threading.Event()

        class Slow(Orders):
            def _answered(self, connection, request):
                if request.startswith(b"GET") and not asked.is_set():
                    asked.set()
                    released.wait(20)
                    return True
                return super()._answered(connection, request)

        async def work(soap):
            call = asyncio.ensure_future(soap.service.GetOrder(id=5))
            while not asked.is_set():
                await asyncio.sleep(0.01)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            return (await soap.service.GetOrder.reply(id=5)).element[0].text

        with Slow() as server:
            try:
                assert "9.50" == self.run(work, server.wsdl)
            finally:
                released.set()
            assert (2, 1) == (len(server.gets), len(server.posts))

    def test_options(self):
        """It has the options of the other client, with their types and defaults; others are refused as by Python."""
        client, wiring = (inspect.signature(kind.__init__).parameters for kind in (SoapClient, SoapWiring))
        written = {name: str(kind.__forward_arg__) for name, kind in SoapOptions.__annotations__.items()}
        for found in (client, wiring):
            types = {name: each.annotation for name, each in found.items() if name not in ("self", "wsdl")}
            assert types == written
        assert [each.default for each in client.values()] == [each.default for each in wiring.values()]
        with pytest.raises(TypeError, match="unexpected keyword argument 'sevrer'"):
            AsyncSoapClient(WSDL, sevrer="x")
        assert "concurrency" in refused(errors.ArgumentError, lambda: AsyncSoapClient(WSDL, concurrency=0))

    def test_exported(self):
        """Both are public, and so is what they give."""
        assert {"SoapClient", "AsyncSoapClient", "SoapAnswer", "PortProxy", "AsyncPortProxy"} <= {*soapclient.__all__}

    def test_closed(self):
        """A closed client makes no call."""

        async def main():
            soap = AsyncSoapClient(WSDL)
            await soap.close()
            await soap.close()
            await soap.service.GetOrder(id=5)

        with pytest.raises(errors.ContractError, match="closed"):
            asyncio.run(main())
