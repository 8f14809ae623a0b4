"""What is put around a message, judged by gSOAP: WS-Security, WS-Addressing and bytes beside the envelope.

The server is that of `.ci/interop/gsoap`; without it the tests are skipped.
"""

from __future__ import annotations

import base64
import zlib
from typing import Any

import foreign
import pytest
import trustme
import wire
from lxml import etree

from soapclient import Addressing, Mtom, Security, Signature, SoapClient, Timestamp, UsernameToken, errors
from soapclient.calls.mtom import package

try:
    import xmlsec
except Exception as exc:  # not installed, or built with another libxml2 than lxml
    xmlsec = None
    why = f"xmlsec cannot be loaded: {exc}"
else:
    why = ""

pytestmark = pytest.mark.interop
VERSIONS = ("1.1", "1.2")
ACTION = "urn:example:orders/OrdersPort/WhoAmIRequest"
PASSWORD = "open sesame"
signs = pytest.mark.skipif(xmlsec is None, reason=why)


@pytest.fixture
def around() -> foreign.Server:
    """The process of gSOAP that does with what is around SOAP."""
    found = foreign.server("gsoap").around()
    found.forget()
    return found


def call(server: foreign.Server, path: str, version: str, *protections: Any) -> wire.Answer:
    """Call WhoAmI with protections."""
    return send(server, path, version, protected(server, version, *protections))


def protected(server: foreign.Server, version: str, *protections: Any) -> etree._Element:
    """Return a call of WhoAmI with protections."""
    envelope = etree.fromstring(wire.envelope(version, wire.wrapper("WhoAmI", "", server.namespace)).encode())
    if protections:
        Security(protections).apply(envelope)
    return envelope


def send(server: foreign.Server, path: str, version: str, envelope: etree._Element) -> wire.Answer:
    """Send an envelope to a path."""
    headers = wire.headers(version, f"{server.namespace}/WhoAmI")
    return wire.send(server.url(path), wire.Request("POST", "", headers, etree.tostring(envelope)))


@pytest.mark.parametrize("version", VERSIONS)
class TestUserNames:
    """UsernameToken: gSOAP checks the password or its digest, the nonce, and the time."""

    @pytest.mark.parametrize(
        "options",
        [{}, {"digest": True}, {"digest": True, "timestamp_seconds": 60}, {"nonce": False}],
        ids=["password", "digest", "timestamp", "no nonce"],
    )
    def test_accepted(self, around, version, options):
        """The right password is accepted, said or as a digest."""
        answer = call(around, "secured", version, UsernameToken("me & you", PASSWORD, **options))

        assert answer.status == 200
        assert b"<o:user>me &amp; you</o:user>" in answer.body

    @pytest.mark.parametrize("digest", [False, True])
    def test_refused(self, around, version, digest):
        """Another password is refused, and nothing is called."""
        answer = call(around, "secured", version, UsernameToken("me", "open barley", digest=digest))

        assert b"FailedAuthentication" in answer.body
        assert around.arrived() is None

    def test_a_message_is_good_once(self, around, version):
        """The same digest a second time is refused; the next message has another."""
        token = UsernameToken("me", PASSWORD, digest=True)
        message = protected(around, version, token)

        assert send(around, "secured", version, message).status == 200
        assert b"FailedAuthentication" in send(around, "secured", version, message).body
        assert call(around, "secured", version, token).status == 200

    def test_a_message_that_is_too_old(self, around, version):
        """A message whose time is over is refused."""
        message = protected(around, version, UsernameToken("me", PASSWORD, timestamp_seconds=60))
        for name, year in (("Created", "2001"), ("Expires", "2002")):
            element = message.find(f".//{{*}}Timestamp/{{*}}{name}")
            element.text = year + element.text[4:]

        assert b"MessageExpired" in send(around, "secured", version, message).body


@pytest.fixture(scope="module")
def signature(tmp_path_factory: pytest.TempPathFactory) -> Signature:
    """A signature by an RSA key."""
    folder = tmp_path_factory.mktemp("keys")
    pair = trustme.CA().issue_cert("me.example.com", key_type=trustme.KeyType.RSA)
    pair.private_key_pem.write_to_path(str(folder / "key.pem"))
    pair.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    return Signature(folder / "key.pem", folder / "cert.pem")


@signs
@pytest.mark.parametrize("version", VERSIONS)
class TestSignatures:
    """X.509 signatures: gSOAP checks the signature, and that the body and the time are signed."""

    def test_accepted(self, around, version, signature):
        """A signed message is accepted."""
        assert call(around, "signed", version, signature).status == 200

    def test_with_a_user_name(self, around, version, signature):
        """A signature over a user name too is accepted, and so is the user name."""
        assert call(around, "signed", version, UsernameToken("me", PASSWORD), signature).status == 200

    @pytest.mark.parametrize("changed", ["Body/{*}WhoAmI", "Created"])
    def test_a_changed_message(self, around, version, signature, changed):
        """A message that was changed after it was signed is refused, and nothing is called."""
        message = protected(around, version, signature)
        element = message.find(f".//{{*}}{changed}")
        element.text = f" {element.text or ''}"

        assert b"FailedCheck" in send(around, "signed", version, message).body
        assert around.arrived() is None

    def test_without_a_signature(self, around, version):
        """A message without a signature is refused there."""
        assert b"FailedCheck" in call(around, "signed", version, Timestamp()).body
        assert around.arrived() is None


@pytest.mark.parametrize("version", VERSIONS)
class TestAddressing:
    """WS-Addressing: gSOAP reads the headers and relates its answer to the message."""

    def test_an_answer_to_a_message(self, around, version):
        """The answer relates to the message, and not to another one."""
        addressing = Addressing()
        envelope = protected(around, version)
        identifier = addressing.apply(envelope, to=around.url("addressed"), action=ACTION)

        answer = etree.fromstring(send(around, "addressed", version, envelope).body)

        arrived = around.arrived()
        assert arrived is not None
        assert arrived.headers == {"MessageID": identifier}
        assert answer.findtext(".//{*}RelatesTo") == identifier
        addressing.check(answer, identifier)
        with pytest.raises(errors.UnexpectedReply):
            addressing.check(answer, "urn:uuid:another")

    def test_without_headers(self, around, version):
        """A message without the headers is refused there."""
        assert b"MessageAddressingHeaderRequired" in call(around, "addressed", version).body


@pytest.mark.parametrize(("name", "version"), [("gsoap", "1.1"), ("gsoap", "1.2"), ("spyne", "1.1"), ("spyne", "1.2")])
@pytest.mark.parametrize("held", ["bytes", "a file"])
def test_bytes_beside_the_envelope(name, version, held, tmp_path):
    """Bytes and files that are sent beside the envelope are read by gSOAP and spyne as the values that they are."""
    server = foreign.server(name)
    data = bytes(range(256)) * 100 + b"\r\n--"
    path = tmp_path / "data.bin"
    path.write_bytes(data)
    arguments, parts = Mtom().hold({"data": path if held == "a file" else data})
    text = f"<name>n</name><data>{base64.b64encode(arguments['data']).decode()}</data>"
    envelope = etree.fromstring(wire.envelope(version, wire.wrapper("Store", text, server.namespace)).encode())

    headers, body = package(envelope, parts.placed(envelope), f"{server.namespace}/Store")
    request = wire.Request("POST", "", headers, b"".join(bytes(piece) for piece in body))
    answer = wire.send(server.url("orders" if version == "1.1" else "orders12"), request)

    assert answer.status == 200
    arrived = server.arrived()
    assert arrived is not None
    assert arrived.read["size"] == len(data)
    assert data in arrived.request


@pytest.mark.parametrize("version", VERSIONS)
class TestClient:
    """The options of `SoapClient`, which put these around each message."""

    def client(self, server, version, path, **options):
        """Return a client that calls a path of the server."""
        port = "OrdersSoap" if version == "1.1" else "OrdersSoap12"
        return SoapClient(server.wsdl(), port=port, server=server.url(path), **options)

    @pytest.mark.parametrize("digest", [False, True])
    def test_a_user_name(self, around, version, digest):
        """Each call has a user name that is accepted, with a nonce of its own."""
        with self.client(around, version, "secured", security=UsernameToken("me", PASSWORD, digest=digest)) as soap:
            assert [soap.service.WhoAmI(), soap.service.WhoAmI()] == ["me", "me"]

    def test_a_wrong_password(self, around, version):
        """A password that the server refuses is a fault with its reason and its code, and without the password."""
        with self.client(around, version, "secured", security=UsernameToken("me", "open barley")) as soap:
            with pytest.raises(errors.ServerFault) as failure:
                soap.service.WhoAmI()

        fault = failure.value
        assert "FailedAuthentication" in f"{fault.fault_code} {fault.fault_subcode}"
        assert "barley" not in f"{fault!r} {fault}"

    @signs
    def test_a_signature(self, around, version, signature):
        """Each call is signed, with the headers of WS-Addressing in it."""
        with self.client(around, version, "signed", security=[Timestamp(), signature], addressing=True) as soap:
            soap.service.WhoAmI()

        assert around.arrived() is not None

    def test_addressing(self, around, version):
        """Each call has the headers of WS-Addressing, and its answer is one to it."""
        with self.client(around, version, "addressed", addressing=True) as soap:
            soap.service.WhoAmI()

        arrived = around.arrived()
        assert arrived is not None
        assert arrived.headers["MessageID"].startswith("urn:uuid:")

    @pytest.mark.parametrize("name", ["gsoap", "spyne"])
    def test_bytes_beside_the_envelope(self, version, name, tmp_path):
        """Bytes and files are sent beside the envelope, and arrive whole."""
        server = foreign.server(name)
        data = bytes(range(256)) * 400
        path = tmp_path / "data.bin"
        path.write_bytes(data)
        wsdl = server.wsdl("orders12" if name == "spyne" and version == "1.2" else "orders")
        port = None if name == "spyne" else "OrdersSoap" if version == "1.1" else "OrdersSoap12"
        with SoapClient(wsdl, port=port, mtom=True) as soap:
            stored = [soap.service.Store(name="n", data=given) for given in (data, path)]

        assert [(one.size, one.checksum) for one in stored] == [(len(data), str(zlib.adler32(data)))] * 2
        arrived = server.arrived()
        assert arrived is not None
        assert arrived.media.startswith("multipart/related")
        assert data in arrived.request
