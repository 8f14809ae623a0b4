"""Credentials and headers of a client of any service: who gets them, and that nobody else sees them."""

from __future__ import annotations

import base64
import logging
import threading

import orders
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from orders import WSDL, head, serving
from servers import RawServer, http
from test_frames import reported

from soapclient import AsyncSoapClient, SoapClient, Windows, errors
from soapclient.wire.basic import BasicAuth
from soapclient.wire.heads import check_headers, origin
from soapclient.wire.negotiation import Negotiation

PASSWORD = "s3cret-Pa55word"
KEY = "s3cret-key-42"


def basic(user, password):
    """Write the header of basic authentication."""
    return b"Basic " + base64.b64encode(f"{user}:{password}".encode())


class TestWhoGetsThem:
    """The server and where the WSDL comes from, and nobody else."""

    @pytest.mark.parametrize("name", ["me", "Jürgen"])
    def test_basic(self, name):
        """User and password go with the WSDL and with each call."""
        with serving(guard="Authorization: ") as server:
            with SoapClient(server.wsdl, http_auth=(name, PASSWORD), headers={"X-Api-Key": KEY}) as soap:
                soap.service.GetOrder(id=5)
            assert [basic(name, PASSWORD)] * 2 == [head(each, "Authorization") for each in server.requests]
            assert [KEY.encode()] * 2 == [head(each, "X-Api-Key") for each in server.requests]

    def test_without(self):
        """A WSDL behind a login that is not given is told in a sentence."""
        with serving(guard="Authorization: ") as server, SoapClient(server.wsdl) as soap:
            with pytest.raises(errors.WsdlError, match="401"):
                soap.service.GetOrder(id=5)

    def test_two_origins(self):
        """A server that is said, on another host than the WSDL, gets them too; a third one does not."""
        with serving() as third, serving() as other, serving() as server:
            url = other.origin.replace("127.0.0.1", "localhost")
            options = {"http_auth": ("me", PASSWORD), "headers": {"X-Api-Key": KEY}}
            with SoapClient(server.wsdl, server=f"{url}/billing", **options) as soap:
                soap.service.GetOrder(id=5)
                soap.wiring.transport.get(third.wsdl)
            assert (
                basic("me", PASSWORD) == head(other.posts[0], "Authorization") == head(server.gets[0], "Authorization")
            )
            assert KEY.encode() == head(other.posts[0], "X-Api-Key") == head(server.gets[0], "X-Api-Key")
            assert (None, None) == (head(third.gets[0], "Authorization"), head(third.gets[0], "X-Api-Key"))

    @pytest.mark.parametrize("sort", ["url", "bytes"])
    def test_what_a_wsdl_imports(self, sort):
        """A host that may be imported from is asked for that, and gets none of them; without leave nothing is asked."""
        schema = (
            b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:e">'
            b'<xs:simpleType name="Id"><xs:restriction base="xs:int"/></xs:simpleType></xs:schema>'
        )
        with RawServer(lambda connection, request: connection.sendall(http(body=schema))) as third, serving() as server:
            place = third.url.replace("127.0.0.1", "localhost")
            imported = f'<xs:import xmlns:e="urn:e" namespace="urn:e" schemaLocation="{place}"/>'.encode()
            before = b'<xs:element name="GetOrder"><xs:complexType><xs:sequence><xs:element name="id" type="xs:int"/>'
            assert before in server.document
            server.document = server.document.replace(
                before, imported + before.replace(b'type="xs:int"', b'xmlns:e="urn:e" type="e:Id"')
            )
            wsdl = server.wsdl if sort == "url" else server.document
            options = {"http_auth": ("me", PASSWORD), "headers": {"X-Api-Key": KEY}}
            with SoapClient(wsdl, **options) as soap, pytest.raises(errors.WsdlError, match="localhost"):
                soap.service.GetOrder(id=5)
            assert 0 == third.connections
            with SoapClient(wsdl, allow_imports=["localhost"], **options) as soap:
                soap.service.GetOrder(id=5)
            assert {(None, None)} == {(head(each, "Authorization"), head(each, "X-Api-Key")) for each in third.requests}
            assert basic("me", PASSWORD) == head(server.posts[0], "Authorization")

    def test_an_address_that_is_refused(self):
        """Another host that the WSDL names sees nothing, not even a connection."""
        with serving() as other, serving(address=other.origin.replace("127.0.0.1", "localhost")) as server:
            with SoapClient(server.wsdl, http_auth=("me", PASSWORD)) as soap, pytest.raises(errors.ContractError):
                soap.service.GetOrder(id=5)
            assert 0 == other.connections

    def test_another_port_of_the_host(self):
        """A port of the WSDL on the same host, at another TCP port, is called with them: it is the server."""
        with serving() as other, serving(address=other.origin) as server:
            with SoapClient(server.wsdl, http_auth=("me", PASSWORD)) as soap:
                soap.service.GetOrder(id=5)
            assert basic("me", PASSWORD) == head(other.posts[0], "Authorization")

    def test_another_port_by_its_name(self):
        """A port that is called by its name, at another TCP port of the same host, gets them as the own one does."""
        with serving() as other, serving() as server:
            server.document = server.document.replace(
                f"{server.origin}/shipping12".encode(), f"{other.origin}/shipping12".encode()
            )
            with SoapClient(server.wsdl, http_auth=("me", PASSWORD)) as soap:
                soap.service.GetOrder(id=5)
                soap.services["Shipping"]["ShippingPort12"].Track(parcel="x")
            assert basic("me", PASSWORD) == head(other.posts[0], "Authorization")

    def test_a_function(self):
        """A password that a function gives is asked for each request."""
        asked = iter(["one", "two", "three"])
        with serving() as server, SoapClient(server.wsdl, http_auth=("me", lambda: next(asked))) as soap:
            for _ in range(2):
                soap.service.GetOrder(id=5)
            assert [basic("me", each) for each in ("one", "two", "three")] == [
                head(each, "Authorization") for each in server.requests
            ]

    @pytest.mark.parametrize("returned", [None, 5, "a\nb", "\ud800"])
    def test_a_function_that_gives_none(self, returned):
        """What a function returns that is no password is told, and nothing is sent."""
        with (
            serving() as server,
            SoapClient(WSDL, server=f"{server.origin}/x", http_auth=("me", lambda: returned)) as soap,
        ):
            with pytest.raises(errors.ArgumentError, match="the password function returned"):
                soap.service.GetOrder(id=5)
            assert [] == server.requests

    def test_an_object_of_requests(self):
        """An authentication object of requests writes each request."""
        with serving() as server:
            with SoapClient(server.wsdl, http_auth=requests.auth.HTTPBasicAuth("me", PASSWORD)) as soap:
                soap.service.GetOrder(id=5)
            assert [basic("me", PASSWORD)] * 2 == [head(each, "Authorization") for each in server.requests]

    def test_digest(self):
        """An object that answers a challenge does so for the WSDL and for calls; the call is carried out once."""
        challenge = 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth", algorithm=MD5'

        def answer(connection, request):
            if head(request, "Authorization") is None:
                return http("401 Unauthorized", b"", "text/plain", challenge)
            return orders.reply(orders.ORDER)

        class Guarded(orders.Orders):
            def _answered(self, connection, request):
                if request.startswith(b"GET") and head(request, "Authorization") is None:
                    return connection.sendall(http("401 Unauthorized", b"", "text/plain", challenge))
                return super()._answered(connection, request)

        with Guarded(answer) as server:
            with SoapClient(server.wsdl, http_auth=requests.auth.HTTPDigestAuth("me", PASSWORD)) as soap:
                assert "9.50" == soap.service.GetOrder.reply(id=5).element[0].text
            carried_out = [each for each in server.posts if head(each, "Authorization")]
            assert 1 == len(carried_out)
            assert head(carried_out[0], "Authorization").startswith(b'Digest username="me"')
            assert not any(PASSWORD.encode() in each for each in server.requests)

    def test_windows(self):
        """`Windows()` answers a server that asks for it; `Windows(http)` is that object."""
        with SoapClient(WSDL, server="http://127.0.0.1:1/x", http_auth=Windows()) as soap:
            assert isinstance(soap.wiring._private.auth, Negotiation)
        mine = requests.auth.HTTPBasicAuth("me", PASSWORD)
        with SoapClient(WSDL, server="http://127.0.0.1:1/x", http_auth=Windows(mine)) as soap:
            assert mine is soap.wiring._private.auth

    def test_a_bearer(self):
        """A token is a header."""
        with serving() as server:
            with SoapClient(server.wsdl, headers={"Authorization": f"Bearer {KEY}"}) as soap:
                soap.service.GetOrder(id=5)
            assert [f"Bearer {KEY}".encode()] * 2 == [head(each, "Authorization") for each in server.requests]

    @pytest.mark.parametrize(
        ("one", "two", "same"),
        [
            ("http://a/x", "http://A:80/y?z", True),
            ("https://a/x", "https://a:443", True),
            ("https://a/x", "http://a/x", False),
            ("http://a/x", "http://a:81/x", False),
            ("http://a/x", "http://b/x", False),
            ("http://[::1]/x", "http://[::1]:80/x", True),
        ],
    )
    def test_origin(self, one, two, same):
        """An origin is scheme, host and port, however they are written."""
        assert same == (origin(one) == origin(two))


HEADERS = {
    "pairs": ([("X-Key", KEY)], "mapping"),
    "another header": ({"X-Key": f"{KEY}\r\nX-Other: 1"}, "X-Key must be a text without line breaks"),
    "line break": ({"X-Key": f"{KEY}\n"}, "X-Key"),
    "blank": ({"X-Key": f" {KEY}"}, "X-Key"),
    "zero": ({"X-Key": f"{KEY}\0"}, "X-Key"),
    "bytes": ({"X-Key": KEY.encode()}, "X-Key"),
    "none": ({"X-Key": None}, "X-Key"),
    "beyond Latin-1": ({"X-Key": f"{KEY}价"}, "X-Key"),
    "colon": ({f"X-{KEY}:": "1"}, "HTTP does not allow"),
    "name with a blank": ({f"X {KEY}": "1"}, "HTTP does not allow"),
    "name with a line break": ({f"X\r\n{KEY}": "1"}, "HTTP does not allow"),
    "no name": ({"": KEY}, "HTTP does not allow"),
    "number": ({5: KEY}, "HTTP does not allow"),
    "twice": ({"X-Key": "1", "x-key": KEY}, "twice"),
}
OURS = (
    *("Host", "content-length", "Content-Type", "SOAPAction", "Transfer-Encoding", "Connection", "TE", "User-Agent"),
    *("Accept-Encoding", "Content-Encoding", "Upgrade", "Keep-Alive", "Trailer", "Expect", "MIME-Version"),
    *("Proxy-Authorization", "Proxy-Connection"),
)
CREDENTIALS = {
    "no password": ("me", None),
    "line break": ("me", f"{PASSWORD}\n"),
    "colon": ("m:e", PASSWORD),
    "number": (5, PASSWORD),
    "user with a line break": ("me\r\n", PASSWORD),
    "half a character": ("me", f"{PASSWORD}\ud800"),
    "one": (PASSWORD,),
    "three": ("me", PASSWORD, "x"),
    "text": PASSWORD,
    "mapping": {"me": PASSWORD},
    "class": requests.auth.HTTPBasicAuth,
}


class TestWhatIsRefused:
    """Credentials and headers that cannot be sent are refused when the client is made, and not shown."""

    @pytest.mark.parametrize("case", HEADERS)
    @pytest.mark.parametrize("kind", [SoapClient, AsyncSoapClient])
    def test_headers(self, case, kind):
        """Names that HTTP does not have or that are ours, and values that would be more than a value."""
        error, shown = reported(lambda: kind(WSDL, headers=HEADERS[case][0]))
        assert isinstance(error, errors.ArgumentError)
        assert HEADERS[case][1] in str(error)
        assert "s3cret" not in shown

    @pytest.mark.parametrize("name", OURS)
    def test_headers_of_ours(self, name):
        """A header that the client writes itself is not taken from its user."""
        error, shown = reported(lambda: SoapClient(WSDL, headers={name: KEY}))
        assert f"may not have {name}" in str(error)
        assert "s3cret" not in shown

    @given(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3))
    def test_any_headers(self, headers):
        """Whatever is taken is one header for each, of one line each."""
        try:
            found = check_headers(headers)
        except errors.ArgumentError:
            return
        assert {*headers} == {*found}
        for name, value in found.items():
            sent = value if isinstance(value, bytes) else value.encode("ascii")
            assert not {*sent} & {0, 10, 13}
            assert name.isascii()
            assert not {*name} & {*" :\r\n\t"}

    @pytest.mark.parametrize("case", CREDENTIALS)
    @pytest.mark.parametrize("kind", [SoapClient, AsyncSoapClient])
    def test_credentials(self, case, kind):
        """A pair that cannot be sent, and what is no way to authenticate."""
        error, shown = reported(lambda: kind(WSDL, http_auth=CREDENTIALS[case]))
        assert isinstance(error, errors.ArgumentError)
        assert "http_auth" in str(error)
        assert "s3cret" not in shown

    def test_both(self):
        """Credentials and a header of the same meaning contradict each other."""
        error, shown = reported(
            lambda: SoapClient(WSDL, http_auth=("me", PASSWORD), headers={"authorization": f"Bearer {KEY}"})
        )
        assert "either http_auth or a header" in str(error)
        assert "s3cret" not in shown


def echo(connection, request):
    """Answer a call with what was in its head and body, as the title of a page."""
    told = request.decode("latin-1").replace("<", " ").replace("\r\n", " ")
    return http("500 Oops", f"<html><title>{told}</title></html>".encode("latin-1"), "text/html")


def drop(connection, request):
    """Close the connection instead of an answer."""
    return True


CLIENTS = {
    "basic": {"http_auth": ("me", PASSWORD)},
    "function": {"http_auth": ("me", lambda: "s3cret-Pa55" + "word")},
    "bearer": {"headers": {"Authorization": f"Bearer {KEY}"}},
    "key": {"headers": {"X-Api-Key": KEY}},
    "cookie": {"headers": {"Cookie": f"session={KEY}"}},
}
CALLS = {
    "get": lambda soap: soap.service.GetOrder(id=5),
    "password": lambda soap: soap.service.LogIn(Password=PASSWORD),
    "wrong": lambda soap: soap.service.GetOrder(idd=PASSWORD),
    "wrong type": lambda soap: soap.service.LogIn(Password=[PASSWORD]),
    "by place": lambda soap: soap.service.GetOrder(PASSWORD),
    "mapping": lambda soap: soap.service.LogIn({"Password": [PASSWORD]}),
    "twice": lambda soap: soap.service.GetOrder({"id": PASSWORD}, id=PASSWORD),
    "envelope": lambda soap: soap.envelope("LogIn", Password=[PASSWORD]),
    "another port": lambda soap: soap.services["Billing"]["BillingPort"].LogIn({"Password": [PASSWORD]}),
}


class TestWhoSeesThem:
    """Nothing of them is in a message, a log or a report of a crash."""

    @pytest.mark.parametrize("answer", [echo, drop, orders.reply(orders.DONE)])
    @pytest.mark.parametrize("options", CLIENTS)
    @pytest.mark.parametrize("call", CALLS)
    @pytest.mark.parametrize("asynchronous", [False, True])
    def test_a_report(self, answer, options, call, asynchronous, caplog):
        """A server that echoes, drops the connection or answers something else; arguments that are refused."""
        with serving(answer) as server, caplog.at_level(logging.DEBUG):

            def use():
                with SoapClient(server.wsdl, **CLIENTS[options]) as soap:
                    CALLS[call](soap)

            async def use_async():
                async with AsyncSoapClient(server.wsdl, **CLIENTS[options]) as soap:
                    await CALLS[call](soap)

            error, told = reported(use_async if asynchronous else use, asynchronous=asynchronous)
            assert isinstance(error, errors.SoapClientError)
            assert "s3cret" not in told
            assert "s3cret" not in caplog.text
            assert base64.b64encode(f"me:{PASSWORD}".encode()).decode() not in told + caplog.text

    @pytest.mark.parametrize("options", CLIENTS)
    def test_a_wsdl_that_cannot_be_had(self, options):
        """Neither where the WSDL is refused, or nobody is there."""
        answer = lambda connection, request: connection.sendall(http("403 No", request.replace(b"<", b" ")))  # noqa: E731
        with RawServer(answer) as server:
            for url in (server.url + "?wsdl", "http://127.0.0.1:1/x?wsdl"):
                with SoapClient(url, **CLIENTS[options]) as soap:
                    error, told = reported(lambda soap=soap: soap.contract)
                assert isinstance(error, errors.WsdlError)
                assert "s3cret" not in told

    def test_reprs(self):
        """Neither in the repr of a client, its parts or its credentials."""
        auth = BasicAuth("me", PASSWORD)
        with SoapClient(WSDL, http_auth=("me", PASSWORD), headers={"X-Api-Key": KEY}) as soap:
            told = f"{soap!r} {vars(soap)} {vars(soap.wiring)} {vars(soap.wiring._private)} {auth!r} {vars(auth)}"
        assert "s3cret" not in told
        assert "<BasicAuth me>" in told

    def test_a_fault_that_echoes(self):
        """A fault that quotes a key of the head does not bring it into the message."""
        fault = f"<s:Fault><faultcode>s:Client</faultcode><faultstring>bad key {KEY}</faultstring></s:Fault>"
        with serving(orders.reply(fault)) as server, SoapClient(server.wsdl, headers={"X-Api-Key": KEY}) as soap:
            with pytest.raises(errors.ServerFault, match=r"bad key \*\*\*") as caught:
                soap.service.GetOrder(id=5)
            assert KEY not in caught.value.detail + caught.value.text

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"headers": {"Cookie": f"session={KEY}; user={PASSWORD}"}}, [KEY, PASSWORD]),
            ({"headers": {"Authorization": f'Token user="x", key="{KEY}"'}}, [KEY]),
            (
                {"http_auth": requests.auth.HTTPBasicAuth("me", PASSWORD)},
                [PASSWORD, basic("me", PASSWORD)[6:].decode()],
            ),
        ],
    )
    def test_each_of_several_is_hidden(self, options, told):
        """Of a header with several secrets none is in the message of a fault that echoes them, in whatever form."""
        fault = f"<s:Fault><faultcode>s:Client</faultcode><faultstring>bad {' or '.join(told)}</faultstring></s:Fault>"
        with serving(orders.reply(fault)) as server, SoapClient(server.wsdl, **options) as soap:
            with pytest.raises(errors.ServerFault) as caught:
                soap.service.GetOrder(id=5)
            assert f"bad {' or '.join('***' for _ in told)}" == caught.value.text

    def test_threads_share_them(self):
        """Calls of many threads have them, each time whole."""
        with serving() as server, SoapClient(server.wsdl, http_auth=("me", PASSWORD)) as soap:
            threads = [threading.Thread(target=soap.service.GetOrder, kwargs={"id": 5}) for _ in range(8)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            assert {basic("me", PASSWORD)} == {head(each, "Authorization") for each in server.requests}
            assert 8 == len(server.posts)
