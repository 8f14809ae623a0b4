"""What the package relies on in libraries beyond their documentation, one test each, so that an update tells first.

Nothing here uses the package. A canary that fails says which part of a library has changed; its docstring names the
module of the package that has to follow.
"""

from __future__ import annotations

import http.client
import inspect
import io
import socket
import ssl
import threading
import warnings
import zipfile

import pytest
import requests
import urllib3
import zeep
import zeep.wsdl.bindings
from lxml import etree
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from requests.structures import CaseInsensitiveDict
from servers import RawServer
from servers import http as http_reply
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from zeep import xsd
from zeep.xsd.types import ListType

SETTINGS = {"verify": True, "cert": None, "proxies": {}}


@pytest.fixture
def server():
    """A server that answers every request with two letters."""
    with RawServer(lambda connection, _: connection.sendall(http_reply(body=b"ok"))) as running:
        yield running


def by_hand(server, body=b"<a/>"):
    """A request that is not prepared but filled in, as `wire/transport.py` does."""
    request = requests.PreparedRequest()
    request.method, request.url, request.body, request.hooks = "POST", server.url, body, {"response": []}
    request.headers = CaseInsensitiveDict({"X-Mine": "1", "Content-Length": str(len(body))})
    return request


def sent(session, server, body=b"<a/>", **options):
    """Send a request by hand, and read and close what comes."""
    named = {"stream": True, "allow_redirects": False, "timeout": (5, 5), **SETTINGS, **options}
    response = session.send(by_hand(server, body), **named)
    data = response.raw.read(100, decode_content=False)
    response.close()
    return response, data


class TestRequests:
    """requests; `wire/connections.py`, `wire/transport.py` and `simulator/adapter.py`."""

    def test_a_request_filled_in_by_hand_is_sent(self, server):
        """A session sends method, URL, headers, body of a PreparedRequest that was never prepared, as they are."""
        with requests.Session() as session:
            response, data = sent(session, server)
        assert (200, b"ok") == (response.status_code, data)
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        assert b"<a/>" == body
        assert b"POST /srv.asmx HTTP/1.1" == lines[0]
        assert {b"X-Mine: 1", b"Content-Length: 4"} < set(lines)
        assert not [line for line in lines if line.lower().startswith((b"cookie", b"transfer"))]

    def test_the_attributes_of_a_request(self):
        """A PreparedRequest has no attributes but those that are filled in and two that may stay None."""
        known = {"method", "url", "headers", "body", "hooks"}
        assert known | {"_cookies", "_body_position"} == {*vars(requests.PreparedRequest())}

    def test_authentication_of_a_request_filled_in_by_hand(self, server):
        """`prepare_auth` calls the authentication with the request, and takes over what that changes."""
        seen = []

        def auth(request):
            seen.append(request.url)
            request.headers["Authorization"] = "Mine"
            return request

        request = by_hand(server)
        request.prepare_auth(auth, server.url)
        assert [server.url] == seen
        assert ("Mine", "4") == (request.headers["Authorization"], request.headers["Content-Length"])

    def test_the_attributes_of_a_response(self):
        """A Response is made with these attributes, and no other that one without `__init__` would lack."""
        known = {"status_code", "headers", "raw", "url", "encoding", "history", "reason", "cookies", "elapsed"}
        assert known | {"request", "_content", "_content_consumed", "_next"} == {*vars(requests.Response())}

    def test_a_response_not_read_yet(self):
        """A Response whose `_content` is False has not been read; closing it closes `raw` and gives it back."""
        response = requests.Response()
        assert (False, False) == (response._content, response._content_consumed)
        done = []
        methods = {name: lambda self, name=name: done.append(name) for name in ("close", "release_conn")}
        response.raw = type("Raw", (), methods)()
        response.close()
        assert ["close", "release_conn"] == done

    def test_what_an_adapter_asks_itself(self, server):
        """`HTTPAdapter.send` gets its pool, the request's target and the response from methods that can be replaced."""
        asked = []

        class Adapter(HTTPAdapter):
            def get_connection_with_tls_context(self, request, verify, proxies=None, cert=None):
                asked.append("pool")
                return super().get_connection_with_tls_context(request, verify, proxies=proxies, cert=cert)

            def request_url(self, request, proxies):
                asked.append("target")
                return super().request_url(request, proxies)

            def build_response(self, req, resp):
                asked.append("response")
                response = super().build_response(req, resp)
                assert (200, "OK", resp, req) == (resp.status, resp.reason, response.raw, response.request)
                return response

        with requests.Session() as session:
            session.mount("http://", Adapter())
            sent(session, server)
        assert ["pool", "target", "response"] == asked

    def test_the_managers_of_an_adapter(self):
        """An adapter makes `poolmanager` while it is made, and one manager for each proxy when it is asked for."""
        made = []

        class Adapter(HTTPAdapter):
            def init_poolmanager(self, *args, **kwargs):
                super().init_poolmanager(*args, **kwargs)
                made.append(self.poolmanager)

        adapter = Adapter()
        assert [adapter.poolmanager] == made
        assert isinstance(adapter.poolmanager, urllib3.PoolManager)
        manager = adapter.proxy_manager_for("http://127.0.0.1:1")
        assert isinstance(manager, urllib3.ProxyManager)
        assert manager is adapter.proxy_manager_for("http://127.0.0.1:1")

    def test_a_session_asks_where_a_redirect_goes(self):
        """A session follows, and remembers, only the redirect that `get_redirect_target` names."""

        class Session(requests.Session):
            def get_redirect_target(self, resp):
                return None

        moved = http_reply("302 Found", b"", "text/xml", "Location: http://127.0.0.1:1/")
        with RawServer(lambda connection, _: connection.sendall(moved)) as server, Session() as session:
            response, _ = sent(session, server, allow_redirects=True)
        assert (302, [], None) == (response.status_code, response.history, response._next)

    def test_a_jar_that_takes_nothing(self):
        """Cookies of a reply come into a session's jar, and its response's, by `extract_cookies` alone."""

        class Jar(RequestsCookieJar):
            def extract_cookies(self, response, request):
                pass

        baked = http_reply("200 OK", b"ok", "text/xml", "Set-Cookie: a=1")
        with RawServer(lambda connection, _: connection.sendall(baked)) as server, requests.Session() as session:
            session.cookies = Jar()
            sent(session, server)
            assert 0 == len(session.cookies)

    def test_the_settings_of_the_environment(self, monkeypatch):
        """`merge_environment_settings` gives just what `send` takes: proxies, stream, verify, cert."""
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        found = requests.Session().merge_environment_settings("http://a.example/", {}, None, None, None)
        assert {"proxies", "stream", "verify", "cert"} == {*found}
        assert "http://127.0.0.1:1" == found["proxies"]["http"]

    def test_the_helpers(self):
        """`requests.utils` has the four functions and the constant that the doctor and the simulator use."""
        utils = requests.utils
        assert "http://p" == utils.select_proxy("http://a.example/", {"http": "http://p"})
        assert ("me", "it@") == utils.get_auth_from_url("http://me:it%40@p")
        assert "ISO-8859-1" == utils.get_encoding_from_headers({"content-type": "text/plain"})
        assert isinstance(utils.DEFAULT_CA_BUNDLE_PATH, str)


class TestUrllib3:
    """urllib3; `wire/connections.py`, `wire/transport.py` and `simulator/adapter.py`."""

    @pytest.mark.parametrize("manager", [urllib3.PoolManager(), urllib3.ProxyManager("http://127.0.0.1:1")])
    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_the_classes_of_pools(self, manager, scheme):
        """A manager, of a proxy too, makes the pools that its `pool_classes_by_scheme` says."""
        kinds = {"http": type("P", (HTTPConnectionPool,), {}), "https": type("S", (HTTPSConnectionPool,), {})}
        manager.pool_classes_by_scheme = kinds
        assert kinds[scheme] is type(manager.connection_from_url(f"{scheme}://a.example/{scheme}"))
        manager.clear()

    @pytest.mark.parametrize(
        ("pool", "connection"), [(HTTPConnectionPool, HTTPConnection), (HTTPSConnectionPool, HTTPSConnection)]
    )
    def test_the_class_of_connections(self, pool, connection):
        """A pool makes the connections that its `ConnectionCls` says."""
        assert connection is pool.ConnectionCls
        own = type("Own", (connection,), {})
        with type("Pool", (pool,), {"ConnectionCls": own})("127.0.0.1", 1) as made:
            assert own is type(made._new_conn())

    def test_what_a_connection_is_called_with(self, server):
        """A pool calls `request`, that `connect` for a new connection, then `send` with the head and with the body."""
        told = []

        class Connection(HTTPConnection):
            def request(self, method, url, body=None, headers=None, **options):
                told.append(("request", method, url, body, self.sock is None))
                super().request(method, url, body, headers, **options)

            def connect(self):
                told.append(("connect",))
                super().connect()

            def send(self, data):
                told.append(("send", bytes(data)[:6]))
                super().send(data)

        class Pool(HTTPConnectionPool):
            ConnectionCls = Connection

        with Pool("127.0.0.1", server.port) as pool:
            for _ in range(2):
                pool.urlopen("POST", "/x", body=b"<body>", headers={"Content-Length": "6"})
        parts = [("send", b"POST /"), ("send", b"<body>")]
        first, second = (("request", "POST", "/x", b"<body>", new) for new in (True, False))
        assert [first, *parts, second, *parts] == [each for each in told if each != ("connect",)]
        assert [("connect",)] == [each for each in told if len(each) == 1]
        assert first == told[0]

    def test_the_timeout_of_a_socket(self, server):
        """A socket has the timeout for connecting while a request is sent, and that for reading when a reply is."""
        seen = []

        class Response(http.client.HTTPResponse):
            def __init__(self, sock, *args, **kwargs):
                seen.append(sock.gettimeout())
                super().__init__(sock, *args, **kwargs)

        class Connection(HTTPConnection):
            response_class = Response

            def send(self, data):
                super().send(data)
                seen.append(self.sock.gettimeout())

        class Pool(HTTPConnectionPool):
            ConnectionCls = Connection

        with Pool("127.0.0.1", server.port, timeout=urllib3.Timeout(connect=3, read=7)) as pool:
            pool.urlopen("POST", "/x", body=b"<a/>")
        assert [3, 3, 7] == seen

    def test_a_tunnel_is_made_while_connecting(self):
        """What goes out for a proxy's CONNECT goes out within `connect`."""
        told = []

        class Connection(HTTPSConnection):
            def connect(self):
                told.append("connect")
                try:
                    super().connect()
                finally:
                    told.append("connected")

            def send(self, data):
                told.append(bytes(data)[:8])
                super().send(data)

        class Pool(HTTPSConnectionPool):
            ConnectionCls = Connection

        refusal = b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"
        with RawServer(lambda connection, _: connection.sendall(refusal) or True) as proxy:
            manager = urllib3.ProxyManager(f"http://127.0.0.1:{proxy.port}")
            manager.pool_classes_by_scheme = {"http": HTTPConnectionPool, "https": Pool}
            with pytest.raises(urllib3.exceptions.HTTPError):
                manager.urlopen("GET", "https://a.example/", retries=False)
            manager.clear()
        assert ["connect", b"CONNECT ", "connected"] == told

    def test_the_class_of_responses(self, server):
        """A connection's `response_class` is called with the socket, and what it is reads the reply."""
        made = []

        class Response(http.client.HTTPResponse):
            def __init__(self, sock, *args, **kwargs):
                super().__init__(sock, *args, **kwargs)
                made.append(sock)

        class Connection(HTTPConnection):
            response_class = Response

        class Pool(HTTPConnectionPool):
            ConnectionCls = Connection

        with Pool("127.0.0.1", server.port) as pool:
            response = pool.urlopen("GET", "/x", preload_content=False)
            assert isinstance(made[0], socket.socket)
            assert 2 == response.length_remaining
            assert b"ok" == response.read(100, decode_content=False)
            assert 0 == response.length_remaining
            response.release_conn()

    def test_a_response_of_ones_own(self):
        """A response is made of a file, its headers and status, and read as one from a socket."""
        headers = urllib3.HTTPHeaderDict([("A", "1"), ("a", "2")])
        said = {"headers": headers, "status": 200, "reason": "OK", "preload_content": False, "request_method": "GET"}
        made = urllib3.HTTPResponse(body=io.BytesIO(b"ok"), **said)
        assert ("1, 2", 200, "OK") == (made.headers["A"], made.status, made.reason)
        assert b"ok" == made.read(100, decode_content=False)

    def test_a_timeout_that_has_started(self):
        """The time for reading is known once a clone of the timeout has started to connect."""
        started = urllib3.Timeout(connect=3, read=7).clone()
        started.start_connect()
        assert 7 == started.read_timeout

    def test_a_context_for_tls(self):
        """`create_urllib3_context` gives an `ssl.SSLContext`, and `make_headers` a proxy's authorization."""
        from urllib3.util.ssl_ import create_urllib3_context

        assert isinstance(create_urllib3_context(), ssl.SSLContext)
        assert ["proxy-authorization"] == [*urllib3.util.make_headers(proxy_basic_auth="a:b")]

    def test_reasons(self):
        """The exceptions that say that nothing was sent are below `HTTPError`, and what failed is their `reason`."""
        with urllib3.PoolManager() as manager, pytest.raises(urllib3.exceptions.MaxRetryError) as caught:
            manager.urlopen("GET", "http://127.0.0.1:1/", retries=0)
        assert isinstance(caught.value.reason, urllib3.exceptions.NewConnectionError)
        names = ("ConnectTimeoutError", "LocationValueError", "IncompleteRead", "ProxyError", "SSLError")
        assert all(issubclass(getattr(urllib3.exceptions, name), urllib3.exceptions.HTTPError) for name in names)


class TestPools:
    """The pools of urllib3 and the locks of the standard library; `wire/connections.py` and `wire/forks.py`."""

    def test_a_pool_takes_a_connection_and_puts_it_back(self, server):
        """A request takes its connection by `_get_conn`, and what has read the reply puts it back by `_put_conn`."""
        told = []

        class Pool(HTTPConnectionPool):
            def _get_conn(self, timeout=None):
                told.append("get")
                return super()._get_conn(timeout)

            def _put_conn(self, conn):
                told.append(f"put {conn is not None}")
                super()._put_conn(conn)

        with Pool("127.0.0.1", server.port) as pool:
            response = pool.urlopen("POST", "/x", body=b"<a/>", preload_content=False)
            assert ["get"] == told
            assert b"ok" == response.read(100)
            assert ["get", "put True"] == told

    def test_one_of_no_size(self, server):
        """A pool of size 0 begins empty and keeps as many connections as are put back, the newest to be used first."""
        with HTTPConnectionPool("127.0.0.1", server.port, maxsize=0) as pool:
            assert [] == pool.pool.queue
            made = [pool._get_conn() for _ in range(20)]
            for each in made:
                pool._put_conn(each)
            with pool.pool.mutex:
                assert made == pool.pool.queue
            assert made[-1] is pool._get_conn()

    def test_how_a_connection_is_opened(self):
        """A connection opens its socket by `_new_conn`, to the `_dns_host` and the port, and TLS wraps that one."""
        opened = []

        class Opening:
            def _new_conn(self):
                opened.append((self._dns_host, self.port))
                raise urllib3.exceptions.NewConnectionError(self, "mine")

        for kind in (HTTPConnection, HTTPSConnection):
            with pytest.raises(urllib3.exceptions.NewConnectionError, match="mine"):
                type("Connection", (Opening, kind), {})("a.example.", 8).connect()
        assert [("a.example.", 8)] * 2 == opened

    def test_a_tunnel_is_made_by_one_method(self):
        """The tunnel of a proxy is made by `_tunnel`, with the socket there already."""

        class Connection(HTTPSConnection):
            def _tunnel(self):
                raise RuntimeError(f"tunnel {self.sock.gettimeout()}")

        with RawServer(lambda connection, _: True) as proxy:
            connection = Connection("127.0.0.1", proxy.port, timeout=3)
            connection.set_tunnel("a.example", 443, scheme="http")
            with pytest.raises(RuntimeError, match="tunnel 3"):
                connection.connect()
            connection.close()

    def test_a_context_for_a_pool(self):
        """An `ssl_context` decides what is verified where nothing else is said."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        with HTTPSConnectionPool("127.0.0.1", 1, ssl_context=context) as pool:
            connection = pool._new_conn()
        assert (context, ssl.CERT_REQUIRED) == (connection.ssl_context, connection.cert_reqs)

    def test_a_lock_is_made_free(self):
        """A lock that is held can be made free in a child process."""
        held = threading.Lock()
        held.acquire()
        held._at_fork_reinit()
        assert held.acquire(blocking=False)


class TestHttpClient:
    """The standard library's `http.client`; `wire/connections.py`."""

    def test_the_file_of_a_response(self):
        """A response reads from `fp`, a buffered reader on the socket's file that can be taken apart and replaced."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            response = http.client.HTTPResponse(ours)
            assert type(response.fp) is io.BufferedReader
            raw = response.fp.detach()
            assert isinstance(raw, socket.SocketIO)
            response.fp = io.BufferedReader(raw)
            response.begin()
            assert (200, b"ok") == (response.status, response.read())
            response.close()

    def test_the_head_of_a_response(self):
        """`begin` has `_read_status` read the first line, and what a response says of `will_close` is obeyed."""

        class Response(http.client.HTTPResponse):
            def _read_status(self):
                read.append(super()._read_status())
                return read[-1]

            def begin(self):
                super().begin()
                self.will_close = True

        read = []
        with RawServer(lambda connection, _: connection.sendall(b"HTTP/1.1 204 No\r\n\r\n")) as server:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            connection.response_class = Response
            connection.request("GET", "/")
            assert 204 == connection.getresponse().status
            assert connection.sock is None
        assert [("HTTP/1.1", 204)] == [each[:2] for each in read]

    def test_the_tunnel_of_a_connection(self):
        """A connection whose `set_tunnel` was called tells the proxy in `connect`, and refuses what that refuses."""
        with RawServer(lambda connection, _: connection.sendall(b"HTTP/1.1 403 No\r\n\r\n") or True) as proxy:
            connection = http.client.HTTPSConnection("127.0.0.1", proxy.port, timeout=5)
            connection.set_tunnel("a.example", 443, {"A": "1"})
            with pytest.raises(OSError, match="403"):
                connection.connect()
            connection.close()
        assert b"\r\nA: 1\r\n" in proxy.requests[0]


WSDL = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:s12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:x="http://www.w3.org/2001/XMLSchema"
  xmlns:t="urn:t" targetNamespace="urn:t"><types><x:schema targetNamespace="urn:t" elementFormDefault="qualified">
  <x:simpleType name="Code"><x:restriction base="x:string"/></x:simpleType>
  <x:complexType name="Kind"><x:sequence><x:element name="deep" type="x:string"/></x:sequence>
    <x:attribute name="must" type="x:int" use="required"/></x:complexType>
  <x:group name="G"><x:sequence><x:element name="grouped" type="x:string"/></x:sequence></x:group>
  <x:element name="Do"><x:complexType><x:sequence>
    <x:element name="one" type="t:Code" nillable="true" maxOccurs="unbounded"/>
    <x:element name="kind" type="t:Kind"/>
    <x:choice minOccurs="0"><x:element name="left" type="x:int"/><x:element name="right" type="x:int"/></x:choice>
    <x:sequence minOccurs="0"><x:element name="maybe" type="x:string"/></x:sequence>
    <x:group ref="t:G"/>
    <x:element name="many"><x:simpleType><x:list itemType="x:int"/></x:simpleType></x:element>
    <x:any minOccurs="0"/></x:sequence></x:complexType></x:element>
  <x:element name="Done"><x:complexType><x:sequence><x:element name="r" type="x:string"/></x:sequence></x:complexType>
  </x:element><x:element name="Head" type="x:string"/></x:schema></types>
  <message name="in"><part name="p" element="t:Do"/></message><message name="out">
  <part name="p" element="t:Done"/></message><message name="head"><part name="h" element="t:Head"/></message>
  <portType name="T"><operation name="Do"><input message="t:in"/><output message="t:out"/></operation></portType>
  <binding name="B" type="t:T"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="Do">
    <s:operation soapAction="urn:act" style="document"/><input><s:body use="literal"/>
    <s:header message="t:head" part="h" use="literal"/></input>
    <output><s:body use="literal"/></output></operation></binding>
  <binding name="B12" type="t:T"><s12:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="Do">
    <s12:operation soapAction="urn:act" style="document"/><input><s12:body use="literal"/></input>
    <output><s12:body use="literal"/></output></operation></binding>
  <service name="S"><port name="P" binding="t:B"><s:address location="http://a.example/"/></port>
    <port name="P12" binding="t:B12"><s12:address location="http://a.example/"/></port></service></definitions>"""


class Files:
    """What zeep asks for imported documents."""

    def load(self, url):
        """There are none."""
        raise AssertionError(url)


def document(wsdl=WSDL, **settings):
    """zeep's view of a WSDL, made as `contract/wsdl/zeep_reader.py` does."""
    settings = zeep.Settings(forbid_dtd=True, forbid_external=True, **settings)
    return zeep.wsdl.Document(io.BytesIO(wsdl.encode()), Files(), base=None, settings=settings)


@pytest.fixture
def ports():
    """The ports of a service by name."""
    return next(iter(document().services.values())).ports


@pytest.fixture
def operation(ports):
    """zeep's operation over SOAP 1.1."""
    return ports["P"].binding.get("Do")


@pytest.fixture
def members(operation):
    """What is in the operation's element: name and particle, groups nested."""
    ((_, outer),) = operation.input.body.type.elements_nested
    return outer


class TestZeep:
    """zeep; `contract/wsdl/zeep_reader.py`, `describe.py` and `envelope.py`."""

    def test_services_and_ports(self, ports):
        """A document has services by name, those have ports by name, with their binding and the address."""
        port = ports["P"]
        assert ("P", "B") == (port.name, port.binding.name.localname)
        assert "http://a.example/" == port.binding_options["address"]
        assert ["Do"] == [*port.binding.all()]

    def test_soap_versions(self, ports):
        """The class of a binding tells its SOAP version."""
        assert type(ports["P"].binding) is zeep.wsdl.bindings.Soap11Binding
        assert type(ports["P12"].binding) is zeep.wsdl.bindings.Soap12Binding

    def test_an_operation(self, operation):
        """An operation has its action and style, and the elements of its body and headers."""
        assert ("urn:act", "document") == (operation.soapaction, operation.style)
        body, header = operation.input.body, operation.input.header
        assert ("urn:t", "Do") == (body.qname.namespace, body.qname.localname)
        assert ["h"] == [name for name, _ in header.type.elements]
        assert "Done" == operation.output.body.qname.localname

    def test_flat_and_nested_members(self, operation):
        """`elements` lists the elements below all groups, `elements_nested` the groups; attributes are listed apart."""
        kind = operation.input.body.type
        assert isinstance(kind, xsd.ComplexType)
        named = [name for name, each in kind.elements if isinstance(each, xsd.Element)]
        assert ["one", "kind", "left", "right", "maybe", "grouped", "many"] == named
        assert isinstance(kind.elements[-1][1], xsd.Any)
        assert [xsd.Sequence] == [type(each) for _, each in kind.elements_nested]
        ((name, attribute),) = dict(kind.elements)["kind"].type.attributes
        assert ("must", True) == (name, attribute.required)
        assert isinstance(attribute, xsd.Attribute)

    def test_groups(self, members):
        """A group within a sequence has no name, and is a Choice, a Sequence, or a Group with its child."""
        nameless = [each for name, each in members.elements_nested if name is None]
        assert [xsd.Choice, xsd.Sequence, xsd.Group] == [type(each) for each in nameless]
        choice, sequence, group = nameless
        assert [("left", 0), ("right", 0)] == [(each.name, choice.min_occurs) for each in choice]
        assert ["left", "right"] == [name for name, _ in choice.elements_nested]
        assert (0, 1, False) == (sequence.min_occurs, sequence.max_occurs, sequence.accepts_multiple)
        assert isinstance(group.child, xsd.Sequence)
        assert all(issubclass(each, object) for each in (xsd.All, xsd.Group))

    def test_elements(self, members):
        """An element has its name, occurrences, nillability and type; unbounded is no number."""
        one = dict(members.elements_nested)["one"]
        assert ("one", "one", 1, "unbounded") == (one.name, one.attr_name, one.min_occurs, one.max_occurs)
        assert (True, "urn:t", "one") == (one.nillable, one.qname.namespace, one.qname.localname)

    def test_types(self, members):
        """A complex type has a name where it is global; a simple one is of a class that says what it restricts."""
        elements = dict(members.elements_nested)
        kind = elements["kind"].type
        assert (True, "{urn:t}Kind") == (kind.is_global, kind.qname.text)
        assert isinstance(elements["many"].type, ListType)
        names = [vars(each).get("_default_qname") for each in type(elements["one"].type).__mro__]
        assert "string" == next(name.localname for name in names if name is not None)

    def test_envelopes(self, operation):
        """`create` writes an envelope of values by name and of headers, and gives it as `content`."""
        values = {"one": ["a"], "kind": {"deep": "d", "must": 1}, "maybe": "m", "grouped": "g", "many": [1, 2]}
        message = operation.create(**values, _soapheaders={"h": "x"})
        text = etree.tostring(message.content).decode()
        assert message.content.tag.endswith("}Envelope")
        assert text.index(">x<") < text.index(">a<") < text.index(">m<") < text.index(">g<")
        assert 'must="1"' in text
        assert "left" not in text

    def test_an_envelope_without_a_body(self, operation):
        """A message whose `body` is None serializes to an envelope into which an element's `render` can write."""
        import copy

        message = copy.copy(operation.input)
        message.body = None
        content = message.serialize(_soapheaders={"h": "x"}).content
        assert content[-1].tag.endswith("}Body")
        assert not len(content[-1])
        text = xsd.Element("{urn:t}e", xsd.String(), nillable=True)
        text.render(content[-1], None)
        assert "{urn:t}e" == content[-1][0].tag

    def test_a_sequence_of_ones_own(self, members):
        """A sequence can be made one of a subclass, which may say anew what it accepts and how it is written."""

        class Sequence(xsd.Sequence):
            def accept(self, values):
                return super().accept(values)

            def render(self, parent, value, render_path):
                super().render(parent, value, render_path)

        sequence = next(each for _, each in members.elements_nested if type(each) is xsd.Sequence)
        sequence.__class__ = Sequence
        assert ["self", "values"] == [*inspect.signature(xsd.Sequence.accept).parameters]
        assert ["self", "parent", "value", "render_path"] == [*inspect.signature(xsd.Sequence.render).parameters]
        assert ["maybe"] == [name for name, _ in sequence.elements]

    def test_what_is_missing_is_a_warning(self):
        """An operation that the port type lacks is left out, with a warning that speaks of `wsdl:` names."""
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            document(
                WSDL.replace('<portType name="T"><operation name="Do">', '<portType name="T"><operation name="No">')
            )
        assert [each for each in told if "wsdl:" in str(each.message)]

    def test_what_is_refused_has_its_url(self):
        """An import from elsewhere is `ExternalReferenceForbidden` with its `url`, or the transport is asked."""
        imported = '<x:import namespace="urn:o" schemaLocation="http://a.example/o.xsd"/><x:simpleType name="Code">'
        with pytest.raises((zeep.exceptions.ExternalReferenceForbidden, AssertionError)) as caught:
            document(WSDL.replace('<x:simpleType name="Code">', imported))
        assert "http://a.example/o.xsd" == getattr(caught.value, "url", str(caught.value))
        assert issubclass(zeep.exceptions.ExternalReferenceForbidden, zeep.exceptions.Error)


class TestLxml:
    """lxml; all that reads XML."""

    def test_no_entity_is_resolved(self, tmp_path):
        """A parser without entities, DTD and network leaves a reference to a file where it is."""
        (tmp_path / "secret").write_text("secret")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        uri = (tmp_path / "secret").as_uri()
        root = etree.fromstring(f'<!DOCTYPE a [<!ENTITY e SYSTEM "{uri}">]><a>&e;</a>'.encode(), parser)
        assert b"secret" not in etree.tostring(root).replace(uri.encode(), b"")

    def test_what_is_nested_deeply_is_read(self):
        """With `huge_tree`, elements nested a thousand deep are read."""
        parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
        root = etree.fromstring(b"<a>" * 1000 + b"</a>" * 1000, parser)
        assert 1000 == sum(1 for _ in root.iter())


class TestOpenpyxl:
    """openpyxl; `bulk/workbook.py` and `bulk/workbook_parts.py`."""

    @pytest.fixture
    def stream(self):
        openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
        from openpyxl.utils import get_column_letter

        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["text", 1.5, None, True])
        sheet["A2"] = "=1+1"
        sheet["C3"] = "c"
        sheet.merge_cells("A5:B6")
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True
        sheet["B1"].number_format = "0.00"
        assert "B" == get_column_letter(2)
        stream = io.BytesIO()
        book.save(stream)
        return stream

    @pytest.fixture
    def reader(self, stream):
        from openpyxl.reader.excel import ExcelReader

        return ExcelReader(stream, read_only=True, data_only=True, keep_links=False)

    def test_the_reader_of_a_workbook(self, reader):
        """`ExcelReader.read` makes `wb`, and reads the shared texts by the `read_strings` that it finds on itself."""
        read = []
        reader.read_strings = lambda: read.append(reader.package)
        reader.read()
        assert [reader.package] == read
        assert ["Sheet"] == [each.title for each in reader.wb.worksheets]
        assert "visible" == reader.wb.worksheets[0].sheet_state

    def test_the_shared_texts(self, reader):
        """The part of the shared texts is found in the package and the archive, and `shared_strings` is a list."""
        from openpyxl.cell.text import Text
        from openpyxl.reader.excel import ExcelReader
        from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
        from openpyxl.xml.functions import iterparse

        strings = f'<sst xmlns="{SHEET_MAIN_NS}"><si><t>text</t></si></sst>'
        override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED_STRINGS}"/></Types>'
        parts = {name: reader.archive.read(name) for name in reader.archive.namelist()}
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            for name, content in {**parts, "xl/sharedStrings.xml": strings}.items():
                archive.writestr(name, content)
        reader = ExcelReader(written, read_only=True, data_only=True, keep_links=False)
        assert [] == reader.shared_strings
        reader.read_manifest()
        with reader.archive.open(reader.package.find(SHARED_STRINGS).PartName[1:]) as source:
            items = [node for _, node in iterparse(source) if node.tag == f"{{{SHEET_MAIN_NS}}}si"]
            assert ["text"] == [Text.from_tree(each).content for each in items]

    def test_the_runs_of_a_text(self):
        """A text is its plain part and its runs, in order, and `content` is what they say together."""
        from openpyxl.cell.text import Text
        from openpyxl.xml.constants import SHEET_MAIN_NS

        text = Text.from_tree(etree.fromstring(f'<si xmlns="{SHEET_MAIN_NS}"><r><t>a</t></r><r><t>b</t></r></si>'))
        assert (None, ["a", "b"], "ab") == (text.plain, [run.t for run in text.formatted], text.content)

    def test_the_parser_of_a_sheet(self, reader):
        """The parser of a sheet that is read only gives rows of cells as dictionaries, and what is hidden or merged."""
        from openpyxl.worksheet._reader import WorkSheetParser

        reader.read()
        book, sheet = reader.wb, reader.wb.worksheets[0]
        with sheet._get_source() as source:
            parser = WorkSheetParser(
                source,
                sheet._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            rows = dict(parser.parse())
        assert {"row": 1, "column": 1, "value": "text", "data_type": "s"}.items() <= rows[1][0].items()
        assert ("n", 1.5) == (rows[1][1]["data_type"], rows[1][1]["value"])
        assert ("b", True) == (rows[1][-1]["data_type"], rows[1][-1]["value"])
        assert "1" == parser.column_dimensions["B"]["hidden"]
        assert "1" == parser.row_dimensions["3"]["hidden"]
        (merged,) = parser.merged_cells.mergeCell
        assert ("A5:B6", 5, 1, 2) == (merged.coord, merged.min_row, merged.min_col, merged.max_col)

    def test_the_pieces_of_a_sheet(self, reader):
        """A row and a column that are parsed alone say the same, and a range of merged cells is one by its name."""
        from openpyxl.worksheet._reader import COL_TAG, ROW_TAG, WorkSheetParser
        from openpyxl.worksheet.cell_range import CellRange
        from openpyxl.xml.functions import iterparse

        reader.read()
        sheet = reader.wb.worksheets[0]
        parser = WorkSheetParser(None, sheet._shared_strings, data_only=True)
        rows = {}
        with sheet._get_source() as source:
            for _, element in iterparse(source, ("start", "end")):
                if element.tag == COL_TAG:
                    parser.parse_column_dimensions(element)
                elif element.tag == ROW_TAG and len(element):
                    number, rows[number] = parser.parse_row(element)
        assert ("text", 1.5) == (rows[1][0]["value"], rows[1][1]["value"])
        assert ("1", "1") == (parser.column_dimensions["B"]["hidden"], parser.row_dimensions["3"]["hidden"])
        merged = CellRange("A5:B6")
        assert ("A5:B6", 5, 1, 2) == (merged.coord, merged.min_row, merged.min_col, merged.max_col)

    def test_what_is_read_of_an_archive(self, reader):
        """The reader reads whole parts by `read` of its `archive`, so that it can be another."""
        read = []
        usual = reader.archive.read
        reader.archive.read = lambda name, *rest: read.append(name) or usual(name, *rest)
        reader.read_properties = reader.read_custom = reader.read_theme = lambda: None
        reader.read()
        assert {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"} == {*read}

    def test_each_cell_goes_through_one_method(self, reader):
        """The parser calls its own `parse_cell` with the element of each cell, so that it can be wrapped."""
        from openpyxl.worksheet._reader import INLINE_STRING, WorkSheetParser

        reader.read()
        sheet = reader.wb.worksheets[0]
        assert INLINE_STRING.endswith("}is")
        seen = []
        with sheet._get_source() as source:
            parser = WorkSheetParser(source, sheet._shared_strings, data_only=True)
            parse = parser.parse_cell
            parser.parse_cell = lambda element: seen.append(element.get("r")) or parse(element)
            assert {1, 2, 3} <= {number for number, _ in parser.parse()}
        assert {"A1", "B1", "D1", "A2", "C3"} <= {*seen}

    def test_the_format_of_a_cell(self, reader):
        """`ReadOnlyCell` takes what the parser gives of a cell, and says its number format."""
        from openpyxl.cell.read_only import ReadOnlyCell

        reader.read()
        sheet = reader.wb.worksheets[0]
        style = next(sheet.iter_rows())[1]._style_id
        cell = ReadOnlyCell(sheet, row=1, column=2, value=1.5, data_type="n", style_id=style)
        assert "0.00" == cell.number_format


class TestWaitress:
    """waitress; `simulator/server.py`."""

    def test_a_server_is_taken_apart(self):
        """The server runs a loop over its map, has a dispatcher and a trigger, and ends once the map is empty."""
        pytest.importorskip("waitress", reason="the extra simulator is not installed")
        from waitress.channel import HTTPChannel
        from waitress.server import TcpWSGIServer
        from waitress.task import ThreadedTaskDispatcher, WSGITask

        told = []

        class Task(WSGITask):
            def get_environment(self):
                environ = super().get_environment()
                told.append((environ["PATH_INFO"], {"write_soon", "socket"} <= {*dir(self.channel)}))
                return environ

        class Channel(HTTPChannel):
            task_class = Task

        def application(environ, start_response):
            start_response("200 OK", [("Content-Length", "2")])
            return [b"ok"]

        dispatcher, opened = ThreadedTaskDispatcher(), {}
        dispatcher.set_thread_count(1)
        assert {"logger", "queue_logger"} <= {*dir(dispatcher)}
        server = TcpWSGIServer(application, map=opened, host="127.0.0.1", port=0, dispatcher=dispatcher)
        server.channel_class = Channel
        thread = threading.Thread(target=server.run)
        thread.start()
        with socket.create_connection(("127.0.0.1", server.effective_port), 5) as connection:
            connection.sendall(b"GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            assert connection.makefile("rb").read().endswith(b"ok")
        assert [("/x", True)] == told
        assert server.task_dispatcher is dispatcher
        dispatcher.shutdown()
        assert server._map is opened
        pulled = threading.Event()

        def close():
            pulled.wait()
            for each in list(opened.values()):
                each.handle_close() if isinstance(each, HTTPChannel) else each.close()
            opened.clear()

        server.trigger.pull_trigger(close)
        pulled.set()
        thread.join()
        assert not opened

    def test_a_client_that_is_gone(self):
        """A channel knows `ClientDisconnected` as the end of its connection; channels and tasks have their log."""
        pytest.importorskip("waitress", reason="the extra simulator is not installed")
        from waitress.channel import ClientDisconnected, HTTPChannel
        from waitress.task import WSGITask

        assert issubclass(ClientDisconnected, Exception)
        assert {"logger", "get_environment"} <= {*dir(WSGITask)}
        assert {"write_soon", "handle_close", "task_class", "logger"} <= {*dir(HTTPChannel)}
        assert "ClientDisconnected" in inspect.getsource(HTTPChannel.service)
