"""SOAP around a call: WS-Security, WS-Addressing and parts, by a client over a socket."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import re

import pytest
import trustme
from lxml import etree
from servers import RawServer, http

from soapclient import (
    Addressing,
    AsyncSoapClient,
    Mtom,
    ReplyWarning,
    Security,
    Signature,
    SignedReply,
    SoapClient,
    Timestamp,
    UsernameToken,
    errors,
)
from soapclient.calls.soap_header import SOAP_11, SOAP_12, header_of
from soapclient.replies import multipart

try:
    import xmlsec
except Exception:  # not installed, or built with another libxml2 than lxml
    xmlsec = None

signs = pytest.mark.skipif(xmlsec is None, reason="xmlsec is not installed, or does not go with this lxml")
WSA = "http://www.w3.org/2005/08/addressing"
BIG = os.urandom(300_000)
WSDL = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:store" targetNamespace="urn:store"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/{ns}/" xmlns:wsam="http://www.w3.org/2007/05/addressing/metadata">
  <types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:store" elementFormDefault="qualified">
    <element name="Store"><complexType><sequence><element name="name" type="string"/>
      <element name="data" type="base64Binary" minOccurs="0" maxOccurs="unbounded"/>
      <element name="password" type="string" minOccurs="0"/></sequence></complexType></element>
    <element name="StoreResponse"><complexType><sequence><element name="size" type="int"/></sequence></complexType>
    </element></schema></types>
  <message name="In"><part name="p" element="t:Store"/></message>
  <message name="Out"><part name="p" element="t:StoreResponse"/></message>
  <portType name="T"><operation name="Store"><input message="t:In" wsam:Action="urn:store:said"/>
    <output message="t:Out"/></operation></portType>
  <binding name="B" type="t:T"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Store"><soap:operation soapAction="urn:store:soap"/><input><soap:body use="literal"/></input>
      <output><soap:body use="literal"/></output></operation></binding>
  <service name="S"><port name="P" binding="t:B"><soap:address location="{url}"/></port></service></definitions>"""
ANSWER = '<StoreResponse xmlns="urn:store"><size>5</size></StoreResponse>'
FAULT = "<s:Fault><faultcode>s:Server</faultcode><faultstring>no {}</faultstring></s:Fault>"


class Store(RawServer):
    """The service: a function makes the envelope of the reply of that of the request.

    Args:
        answer: called with the request's envelope, returns the reply's, or bytes of an HTTP reply.
    """

    def __init__(self, answer=None, version="1.1"):
        super().__init__(self._answered)
        self._reply = answer or (lambda request: envelope())
        self.document = WSDL.format(ns="soap" if version == "1.1" else "soap12", url=self.url).encode()
        self.arrived = []

    def _answered(self, connection, request):
        head, _, body = request.partition(b"\r\n\r\n")
        headers = dict(line.decode().split(": ", 1) for line in head.split(b"\r\n")[1:])
        media, parts = headers["Content-Type"], {}
        if multipart.is_multipart(media):
            found = multipart.read(media, body)
            body, parts = found.root, found.others
        root = etree.fromstring(body)
        if parts:
            multipart.inlined(root, parts)
        self.arrived.append((headers, root, parts))
        found = self._reply(root)
        connection.sendall(found if isinstance(found, bytes) else http(body=etree.tostring(found)))

    def client(self, **options):
        """Make a client of it."""
        return SoapClient(self.document, **options)


def envelope(content=ANSWER, related=""):
    """Write the envelope of a reply."""
    root = etree.fromstring(f"<s:Envelope xmlns:s='{SOAP_11}'><s:Body>{content}</s:Body></s:Envelope>")
    if related:
        etree.SubElement(header_of(root), f"{{{WSA}}}RelatesTo").text = related
    return root


def text(root, name):
    """Return the text of the one element of a local name; None where there is none."""
    (found,) = list(root.iter(f"{{*}}{name}")) or [None]
    return None if found is None else found.text


class TestSecurity:
    """A user's name and password in each message."""

    def test_each_sending_is_new(self):
        """Two calls have two nonces and the digest of the password, which is nowhere to be read."""
        with Store() as server, server.client(security=UsernameToken("jdoe", "s3cret-word", digest=True)) as soap:
            for _ in range(2):
                soap.service.Store(name="n")
            assert "s3cret-word" not in repr([soap, vars(soap), vars(soap.wiring)])
        (_, first, _), (_, second, _) = server.arrived
        assert text(first, "Nonce") != text(second, "Nonce")
        assert ("jdoe", "n") == (text(first, "Username"), text(second, "name"))
        assert not [request for request in server.requests if b"s3cret-word" in request]

    def test_a_function_is_asked_each_time(self):
        """A password that is a function's is asked for each sending, also by the asynchronous client."""
        passwords = iter(["one", "two"])

        async def calls(server):
            security = [UsernameToken("jdoe", lambda: next(passwords)), Timestamp(60)]
            async with AsyncSoapClient(server.document, security=security) as soap:
                for _ in range(2):
                    await soap.service.Store(name="n")

        with Store() as server:
            asyncio.run(calls(server))
        assert ["one", "two"] == [text(root, "Password") for _, root, _ in server.arrived]
        assert all(text(root, "Expires") for _, root, _ in server.arrived)

    @pytest.mark.parametrize("digest", [False, True])
    def test_it_is_hidden(self, caplog, digest):
        """Neither a log nor an error that repeats what was sent has the password or its digest."""
        caplog.set_level(logging.DEBUG)
        echo = lambda root: http("500 Error", etree.tostring(envelope(FAULT.format(text(root, "Password")))))  # noqa: E731
        token = UsernameToken("jdoe", "s3cret-word", digest=digest)
        with Store(echo) as server, server.client(security=token) as soap:
            with pytest.raises(errors.ServerFault, match=r"no \*\*\*") as caught:
                soap.service.Store(name="n")
        sent = text(server.arrived[0][1], "Password")
        assert sent
        for said in (caplog.text, str(caught.value), repr(vars(caught.value))):
            assert sent not in said

    def test_shown(self):
        """What a call would send is shown with stars, and the function for the password is not asked."""
        token = UsernameToken("jdoe", lambda: pytest.fail("asked"))
        with Store() as server, server.client(security=token, addressing=True, mtom=True) as soap:
            shown = soap.envelope("Store", name="n", data=[BIG, b"small"], password="other")
        assert [] == server.arrived
        assert ("***", "urn:store:said") == tuple(
            re.search(rf":{name}[^>]*>([^<]*)<", shown)[1] for name in ("Password", "Action")
        )
        assert f"of-{len(BIG)}-bytes" in shown
        assert "c21hbGw=" in shown
        assert "other" not in shown

    @pytest.mark.parametrize(
        "options",
        [{"security": "jdoe"}, {"security": [5]}, {"addressing": "yes"}, {"mtom": 5}, {"addressing": Mtom()}],
    )
    def test_options(self, options):
        """Options that are something else are refused when the client is made."""
        with pytest.raises(errors.ArgumentError, match=next(iter(options))):
            SoapClient(b"", **options)


class TestAddressing:
    """The headers of WS-Addressing."""

    @pytest.mark.parametrize("version", ["1.1", "1.2"])
    def test_headers(self, version):
        """A message has the action that the WSDL says, the address that is called, and an identifier of its own."""
        with Store(version=version, answer=lambda root: related(root, version)) as server:
            with server.client(addressing=Addressing(reply_to=None)) as soap:
                soap.service.Store(name="n")
                soap.service.Store(name="n")
        (_, first, _), (_, second, _) = server.arrived
        assert ("urn:store:said", server.url) == (text(first, "Action"), text(first, "To"))
        assert text(first, "MessageID") != text(second, "MessageID")

    @pytest.mark.parametrize("reply", [ANSWER, FAULT])
    def test_somebody_elses_reply(self, reply):
        """A reply to another message, a fault too, is refused by the operation's name, in doubt what was done."""
        with Store(lambda root: envelope(reply, "urn:uuid:other")) as server, server.client(addressing=True) as soap:
            with pytest.raises(errors.UnexpectedReply, match="Store: The reply answers another message") as caught:
                soap.service.Store(name="n")
        assert caught.value.maybe_applied

    def test_without_it(self):
        """A client without addressing sends none of it and asks for none."""
        with Store(lambda root: envelope(ANSWER, "urn:uuid:other")) as server, server.client() as soap:
            soap.service.Store(name="n")
        assert text(server.arrived[0][1], "MessageID") is None


def related(root, version):
    """Write the reply to a message."""
    found = envelope(ANSWER, text(root, "MessageID"))
    return (
        found
        if version == "1.1"
        else etree.fromstring(etree.tostring(found).replace(SOAP_11.encode(), SOAP_12.encode()))
    )


class TestParts:
    """Bytes beside the envelope."""

    @pytest.mark.parametrize("version", ["1.1", "1.2"])
    @pytest.mark.parametrize("kind", ["bytes", "path", "file"])
    def test_they_arrive(self, tmp_path, version, kind):
        """Bytes, a path and an open file go beside the envelope; what is small stays in it."""
        path = tmp_path / "f"
        path.write_bytes(BIG)
        with path.open("rb") as file, Store(lambda root: related(root, version), version) as server:
            value = {"bytes": BIG, "path": path, "file": file}[kind]
            with server.client(mtom=Mtom(threshold=10), addressing=True) as soap:
                for _ in range(2):
                    soap.service.Store(name="n", data=[value, b"small"])
        for headers, root, parts in server.arrived:
            found = [each.text for each in root.iter("{urn:store}data")]
            assert [BIG] == [bytes(each) for each in parts.values()]
            assert ["c21hbGw="] == found[1:]
            action = (
                headers.get("SOAPAction")
                if version == "1.1"
                else re.search(r'action=("[^"]*")', headers["Content-Type"])[1]
            )
            assert '"urn:store:soap"' == action

    def test_what_cannot_be_sent(self, tmp_path):
        """A file for what is a text, and one that is not there, are refused by name before anything is sent."""
        path = tmp_path / "f"
        path.write_bytes(BIG)
        with Store() as server, server.client(mtom=True) as soap:
            for arguments in ({"name": path}, {"name": "n", "data": [tmp_path / "none"]}):
                with pytest.raises(errors.ArgumentError, match="^Store: .*(name|data)"):
                    soap.service.Store(**arguments)
        assert [] == server.arrived

    def test_a_file_without_it(self):
        """Without the option a file is refused, and not written as something else."""
        with Store() as server, server.client() as soap:
            with pytest.raises(errors.ArgumentError, match="data"):
                soap.service.Store(name="n", data=[io.BytesIO(b"x")])
        assert [] == server.arrived

    def test_attachments(self):
        """What comes beside an answer is there by its name, and a call that gives only the value warns of it."""
        root = etree.tostring(envelope())
        body = b"--b\r\n\r\n" + root + b"\r\n--b\r\nContent-ID: <a@x>\r\n\r\n" + BIG + b"\r\n--b--"
        with Store(lambda _: http(body=body, media="multipart/related; boundary=b")) as server, server.client() as soap:
            answer = soap.service.Store.reply(name="n")
            with pytest.warns(ReplyWarning, match=r"Store: the reply has attachments \(1\): call Store.reply") as told:
                assert 5 == soap.service.Store(name="n")
            assert [__file__] == [each.filename for each in told]
        assert [BIG] == [each.bytes for each in answer.attachments]
        assert BIG == answer.attachments.resolve("cid:a@x").bytes

    def test_bound_parts(self):
        """Parts that the WSDL binds to attachments, and references in the answer, are found among the attachments."""
        mime = 'xmlns:m="http://schemas.xmlsoap.org/wsdl/mime/"'
        bound = (
            f'<output><m:multipartRelated {mime}><m:part><soap:body parts="p" use="literal"/></m:part><m:part>'
            '<m:content part="photo" type="image/jpeg"/></m:part></m:multipartRelated></output>'
        )
        photo = '<part name="photo" type="x:base64Binary" xmlns:x="http://www.w3.org/2001/XMLSchema"/>'
        changes = {
            '<part name="p" element="t:StoreResponse"/>': f'<part name="p" element="t:StoreResponse"/>{photo}',
            '<output><soap:body use="literal"/></output>': bound,
            '<element name="size" type="int"/>': '<element name="size" type="int"/><element name="ref" type="anyURI"/>',
        }
        root = etree.tostring(envelope(ANSWER.replace("</size>", "</size><ref>cid:photo=1@x</ref>")))
        body = b"--b\r\n\r\n" + root + b"\r\n--b\r\nContent-ID: <photo=1@x>\r\n\r\nJPEG\r\n--b--"
        with Store(lambda _: http(body=body, media="multipart/related; boundary=b")) as server:
            for old, new in changes.items():
                server.document = server.document.replace(old.encode(), new.encode())
            with server.client() as soap:
                found = soap.service.Store.reply(name="n")
        by_reference = found.attachments.resolve(found.value.ref)
        assert (5, b"JPEG", by_reference) == (found.value.size, by_reference.bytes, found.attachments.part("photo"))


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """The files of a client's key and certificate, and of its server's."""
    folder, authority, found = tmp_path_factory.mktemp("keys"), trustme.CA(), []
    for name in ("client", "server"):
        made = authority.issue_cert(f"{name}.example.com", key_type=trustme.KeyType.RSA)
        key, cert = folder / f"{name}.key", folder / f"{name}.pem"
        made.private_key_pem.write_to_path(key)
        made.cert_chain_pems[0].write_to_path(cert)
        found.append((key, cert))
    return found


@signs
class TestSigned:
    """Messages that both sides sign."""

    def test_both_ways(self, keys):
        """The server accepts what the client signs, with parts beside it, and the client what the server signs."""
        client, server_keys = keys

        def answer(root):
            SignedReply(client[1]).check(root)
            found = envelope(ANSWER, text(root, "MessageID"))
            Signature(*server_keys).apply(found)
            return found

        security = [Signature(*client, verify=server_keys[1]), UsernameToken("jdoe", "secret")]
        with Store(answer) as server, server.client(security=security, addressing=True, mtom=True) as soap:
            for _ in range(2):
                assert 5 == soap.service.Store(name="n", data=[BIG])
        assert [1, 1] == [len(parts) for _, _, parts in server.arrived]

    @pytest.mark.parametrize("reply", [ANSWER, FAULT])
    def test_unsigned(self, keys, reply):
        """An answer and a fault that nobody signed are neither: what was asked may have been done."""
        with Store(lambda root: envelope(reply)) as server, server.client(security=SignedReply(keys[1][1])) as soap:
            with pytest.raises(errors.UnexpectedReply, match="Store: .*it is not signed") as caught:
                soap.service.Store(name="n")
        assert caught.value.maybe_applied

    def test_a_signed_fault(self, keys):
        """A fault that the server signed is one."""

        def answer(root):
            found = envelope(FAULT)
            Signature(*keys[1]).apply(found)
            return http("500 Error", etree.tostring(found))

        with Store(answer) as server, server.client(security=Security(SignedReply(keys[1][1]))) as soap:
            with pytest.raises(errors.ServerFault):
                soap.service.Store(name="n")
