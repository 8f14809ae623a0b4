"""What a client of any service puts around its messages: security, addressing, bytes beside the envelope."""

from __future__ import annotations

import asyncio
import logging
import re

import orders
import pytest
from lxml import etree
from orders import WSDL, body, head, reply, serving

from soapclient import Addressing, AsyncSoapClient, Mtom, SoapClient, UsernameToken, errors
from soapclient.replies import multipart

PASSWORD = "s3cret-Pa55word"
WSA = "{http://www.w3.org/2005/08/addressing}"
WSSE = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd}"


def header(request):
    """Return the SOAP header of a request."""
    return etree.fromstring(body(request).encode()).find("{*}Header")


def both(wsdl, call, **options):
    """Make a call by each client."""
    with SoapClient(wsdl, **options) as soap:
        found = [call(soap)]

    async def main():
        async with AsyncSoapClient(wsdl, **options) as soap:
            return await call(soap)

    return [*found, asyncio.run(main())]


class TestSecurity:
    """WS-Security."""

    def test_a_user_name(self, caplog):
        """Each message has the token, with a nonce of its own, and no log has the password."""
        with serving() as server, caplog.at_level(logging.DEBUG):
            both(server.wsdl, lambda soap: soap.service.GetOrder(id=5), security=UsernameToken("me", PASSWORD))
            tokens = [header(each).find(f"{WSSE}Security/{WSSE}UsernameToken") for each in server.posts]
            assert [("me", PASSWORD)] * 2 == [
                (each.findtext(f"{WSSE}Username"), each.findtext(f"{WSSE}Password")) for each in tokens
            ]
            assert 2 == len({each.findtext(f"{WSSE}Nonce") for each in tokens})
            assert "s3cret" not in caplog.text

    def test_shown(self):
        """An envelope that is shown has the token without the password."""
        with SoapClient(WSDL, security=[UsernameToken("me", PASSWORD)]) as soap:
            shown = soap.envelope("GetOrder", id=5)
            assert "UsernameToken" in shown
            assert "s3cret" not in shown + repr(soap) + str(vars(soap.wiring))

    def test_echoed(self):
        """A fault that quotes the password does not bring it into a message."""
        fault = f"<s:Fault><faultcode>s:Client</faultcode><faultstring>bad {PASSWORD}</faultstring></s:Fault>"
        with serving(reply(fault)) as server:
            with SoapClient(server.wsdl, security=UsernameToken("me", PASSWORD)) as soap:
                with pytest.raises(errors.ServerFault, match=r"GetOrder: bad \*\*\*") as caught:
                    soap.service.GetOrder(id=5)
            assert PASSWORD not in caught.value.detail


class TestAddressing:
    """WS-Addressing."""

    def test_headers(self):
        """Each message says where it goes and what it is about, and has an identifier of its own."""
        with serving() as server:
            both(server.wsdl, lambda soap: soap.service.GetOrder(id=5), addressing=Addressing())
            found = [header(each) for each in server.posts]
            assert [(f"{server.origin}/billing", "urn:billing/GetOrder")] * 2 == [
                (each.findtext(f"{WSA}To"), each.findtext(f"{WSA}Action")) for each in found
            ]
            assert 2 == len({each.findtext(f"{WSA}MessageID") for each in found})

    def test_an_operation_without_an_action(self):
        """Its action is that of the standard's pattern."""
        with serving(reply("")) as server, SoapClient(server.wsdl, addressing=Addressing()) as soap:
            soap.service.Touch(text="x")
            soap.service.Notify(text="x")
            assert ["urn:orders:Billing:TouchRequest", "urn:orders:Billing:Notify"] == [
                header(each).findtext(f"{WSA}Action") for each in server.posts
            ]

    @pytest.mark.parametrize("own", [True, False])
    def test_a_reply(self, own):
        """A reply to this message is one; a reply to another is refused, and the change may have been made."""

        def answer(connection, request):
            identifier = re.search(r"MessageID[^>]*>([^<]*)<", body(request))[1] if own else "urn:uuid:other"
            return reply(orders.ORDER, f'<RelatesTo xmlns="{WSA[1:-1]}">{identifier}</RelatesTo>')

        with serving(answer) as server, SoapClient(server.wsdl, addressing=Addressing()) as soap:
            if own:
                assert "9.50" == soap.service.GetOrder(id=5).element[0].text
                return
            with pytest.raises(errors.UnexpectedReply, match="GetOrder: .*answers another message") as caught:
                soap.service.GetOrder(id=5)
            assert ("GetOrder", True) == (caught.value.operation, caught.value.maybe_applied)

    def test_an_address_that_nobody_said(self):
        """An envelope that says where it goes cannot be shown before that is known."""
        with SoapClient(WSDL, addressing=Addressing()) as soap:
            with pytest.raises(errors.ContractError, match="placeholder"):
                soap.envelope("GetOrder", id=5)
        with SoapClient(WSDL, addressing=Addressing(), server="http://real.test/x") as soap:
            assert "http://real.test/x" in soap.envelope("GetOrder", id=5)


class TestMtom:
    """Bytes beside the envelope."""

    @pytest.mark.parametrize("sort", ["bytes", "path", "file"])
    def test_they_arrive(self, sort, tmp_path):
        """Bytes, a file by its path and an open one go beside the envelope, whole."""
        data = bytes(range(256)) * 300
        path = tmp_path / "a.bin"
        path.write_bytes(data)
        with serving(reply(orders.DONE)) as server:
            wsdl = server.document.replace(b"tns:BillingSoap", b"tns:FilesSoap")
            with SoapClient(wsdl, mtom=Mtom()) as soap, path.open("rb") as stream:
                given = {"bytes": data, "path": path, "file": stream}[sort]
                soap.service.Attach(content=given, title="x")
            (request,) = server.posts
            parts = multipart.read(head(request, "Content-Type").decode(), request.partition(b"\r\n\r\n")[2])
            root = etree.fromstring(parts.root)
            multipart.inlined(root, parts.others)
            assert [data] == [bytes(each) for each in parts.others.values()]
            assert "x" == root.findtext(".//{urn:billing}title")
            assert b'"urn:files/Attach"' == head(request, "SOAPAction")

    def test_what_cannot_go_beside(self, tmp_path):
        """A file that cannot be read is told with the operation, and nothing is sent."""
        with serving() as server:
            wsdl = server.document.replace(b"tns:BillingSoap", b"tns:FilesSoap")
            with SoapClient(wsdl, mtom=Mtom()) as soap:
                with pytest.raises(errors.ArgumentError, match="Attach: content: "):
                    soap.service.Attach(content=tmp_path / "no.bin", title="x")
                with pytest.raises(errors.ArgumentError, match="Attach: title: "):
                    soap.service.Attach(content=b"x", title=WSDL)
            assert [] == server.posts


@pytest.mark.parametrize(
    "options",
    [{"security": "x"}, {"security": [5]}, {"addressing": True}, {"mtom": True}, {"mtom": Addressing()}],
)
@pytest.mark.parametrize("kind", [SoapClient, AsyncSoapClient])
def test_options(kind, options):
    """An option that is something else is refused when the client is made."""
    with pytest.raises(errors.ArgumentError, match=next(iter(options))):
        kind(WSDL, **options)
