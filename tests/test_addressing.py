"""WS-Addressing: the headers of a message, its action by the WSDL, and replies that answer another message."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from soapclient.calls.addressing import Addressing
from soapclient.calls.soap_header import SOAP_11, SOAP_12
from soapclient.contract.wsdl.actions import input_action
from soapclient.errors import ArgumentError, UnexpectedReply

NEW = "http://www.w3.org/2005/08/addressing"
OLD = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
URL = "https://erp.example.com/orders"


def port_type_of(binding: etree._Element) -> str:
    """Return the name of a binding's port type, as `input_action` takes it."""
    prefix, _, name = binding.get("type", "").rpartition(":")
    namespace = binding.nsmap.get(prefix or None)
    return f"{{{namespace}}}{name}" if namespace else name


def envelope(headers: str = "", namespace: str = SOAP_11):
    """Make an envelope with these headers."""
    head = f"<s:Header>{headers}</s:Header>" if headers else ""
    return etree.fromstring(f"<s:Envelope xmlns:s='{namespace}'>{head}<s:Body/></s:Envelope>")


def related(text: str, namespace: str = NEW, kind: str = "") -> str:
    """Write a RelatesTo."""
    return f"<a:RelatesTo xmlns:a='{namespace}'{kind}>{text}</a:RelatesTo>"


class TestHeaders:
    """What is sent."""

    @pytest.mark.parametrize(
        ("version", "namespace", "anonymous"),
        [("1.0", NEW, f"{NEW}/anonymous"), ("2004/08", OLD, f"{OLD}/role/anonymous")],
    )
    def test_headers(self, version, namespace, anonymous):
        """A message says where it goes, what it is about, who it is and where the reply goes, before the body."""
        root = envelope()
        identifier = Addressing(version=version).apply(root, to=URL, action="urn:orders:Get")
        assert [f"{{{SOAP_11}}}Header", f"{{{SOAP_11}}}Body"] == [each.tag for each in root]
        found = {etree.QName(each): "".join(each.itertext()) for each in root[0]}
        expected = {"To": URL, "Action": "urn:orders:Get", "MessageID": identifier, "ReplyTo": anonymous}
        assert {f"{{{namespace}}}{name}": value for name, value in expected.items()} == found
        assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", identifier)

    def test_each_message_is_another(self):
        """A message that is sent again has another identifier, and each header once."""
        root, addressing = envelope(), Addressing()
        first, second = (addressing.apply(root, to=URL, action="urn:a") for _ in range(2))
        assert first != second
        assert [second] == [each.text for each in root.iter(f"{{{NEW}}}MessageID")]
        assert 4 == len(root[0])

    def test_where_the_reply_goes(self):
        """ReplyTo is an address of the caller's, or left out."""
        for reply_to, expected in [("https://me.example.com/in", ["https://me.example.com/in"]), (None, [])]:
            root = envelope("<own xmlns='urn:o'/>")
            Addressing(reply_to=reply_to).apply(root, to=URL, action="urn:a")
            assert expected == [each.text for each in root.iterfind(f".//{{{NEW}}}ReplyTo/{{{NEW}}}Address")]
            assert "{urn:o}own" == root[0][0].tag

    @pytest.mark.parametrize(("namespace", "true"), [(SOAP_11, "1"), (SOAP_12, "true")])
    def test_must_understand(self, namespace, true):
        """A server may be made to refuse what it does not understand, in the words of its version of SOAP."""
        root = envelope(namespace=namespace)
        Addressing(must_understand=True, reply_to=None).apply(root, to=URL, action="urn:a")
        assert {true} == {each.get(f"{{{namespace}}}mustUnderstand") for each in root[0]}

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"version": "1.1"}, "version"),
            ({"reply_to": "somewhere"}, "reply_to"),
            ({"reply_to": 5}, "reply_to"),
            ({"reply_to": "urn:a\nb"}, "reply_to"),
        ],
    )
    def test_options(self, options, told):
        """Options that cannot be used are refused at once."""
        with pytest.raises(ArgumentError, match=told):
            Addressing(**options)


class TestReplies:
    """Which message a reply answers."""

    MINE = "urn:uuid:6B29FC40-CA47-1067-B31D-00DD010662DA"
    OTHER = "urn:uuid:00000000-0000-0000-0000-000000000000"

    @pytest.mark.parametrize(
        "headers",
        [
            "",
            related(MINE),
            related(f"\n {MINE} "),
            related(MINE, OLD),
            related(MINE, kind=f" RelationshipType='{NEW}/reply'"),
            related(MINE, OLD, " RelationshipType='a:Reply'"),
            related(MINE) + related(OTHER, kind=" RelationshipType='urn:my:supersedes'"),
            related(f"{NEW}/unspecified"),
        ],
    )
    def test_mine(self, headers):
        """A reply to this message is taken, and one that does not say, or whose server could not read which."""
        Addressing().check(envelope(headers), self.MINE)

    @pytest.mark.parametrize(
        "headers",
        [
            related(OTHER),
            related(OTHER, OLD),
            related(""),
            related(MINE) + related(OTHER),
            related(OTHER, kind=f" RelationshipType='{NEW}/reply'"),
            related(OTHER, OLD, " RelationshipType='a:Reply'"),
            related(f"{MINE}<!-- -->0"),
            f"<x/></s:Header><s:Header>{related(OTHER)}",
        ],
    )
    def test_of_another(self, headers):
        """A reply to another message is somebody else's, in doubt whether what was asked was done."""
        with pytest.raises(UnexpectedReply, match="The reply answers another message") as caught:
            Addressing().check(envelope(headers), self.MINE)
        assert caught.value.maybe_applied


def wsdl(*, name: str = "", said: str = "", output: bool = True, namespace: str = "http://example.com/stockquote"):
    """Make a WSDL with one operation."""
    return etree.fromstring(
        f"""<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="{namespace}" xmlns:t="{namespace}"
          xmlns:wsam="http://www.w3.org/2007/05/addressing/metadata" xmlns:wsaw="http://www.w3.org/2006/05/addressing/wsdl">
        <portType name="StockQuotePortType"><operation name="GetLastTradePrice">
          <input message="t:In" {f'name="{name}"' if name else ""} {said}/>
          {'<output message="t:Out"/>' if output else ""}</operation></portType>
        <binding name="B" type="t:StockQuotePortType"/></definitions>"""
    )


class TestAction:
    """What a message is about."""

    @pytest.mark.parametrize(
        ("options", "soap_action", "expected"),
        [
            # The examples of the WSDL binding of WS-Addressing 1.0, section 3.
            ({"name": "GetLastTradePriceInput"}, "", "{}/StockQuotePortType/GetLastTradePriceInput"),
            ({}, "", "{}/StockQuotePortType/GetLastTradePriceRequest"),
            ({"output": False}, "", "{}/StockQuotePortType/GetLastTradePrice"),
            ({"namespace": "http://example.com/stockquote/"}, "", "{}/StockQuotePortType/GetLastTradePriceRequest"),
            ({"namespace": "urn:example"}, "", "urn:example:StockQuotePortType:GetLastTradePriceRequest"),
            ({}, "urn:soap-action", "urn:soap-action"),
            ({"said": 'wsam:Action="urn:said"'}, "urn:soap-action", "urn:said"),
            ({"said": 'wsaw:Action="urn:said"'}, "urn:soap-action", "urn:said"),
            ({"said": 'wsaw:Action="urn:older" wsam:Action="urn:said"'}, "", "urn:said"),
            ({"said": 'wsam:Action=""'}, "urn:soap-action", "urn:soap-action"),
        ],
    )
    def test_action(self, options, soap_action, expected):
        """The WSDL's own word comes first, then the SOAP action, then the pattern of the standard."""
        root = wsdl(**options)
        action = input_action([root], "StockQuotePortType", "GetLastTradePrice", soap_action)
        assert expected.format("http://example.com/stockquote") == action
        binding = root.find("{*}binding")
        assert action == input_action([root], port_type_of(binding), "GetLastTradePrice", soap_action)

    def test_it_is_the_port_type_of_the_namespace(self):
        """Of two port types of one name the one of the namespace is meant."""
        roots = [wsdl(namespace="urn:one"), wsdl(namespace="urn:two")]
        found = input_action(roots, "{urn:two}StockQuotePortType", "GetLastTradePrice")
        assert "urn:two:StockQuotePortType:GetLastTradePriceRequest" == found

    def test_no_such_operation(self):
        """An operation that is not there is told by name."""
        with pytest.raises(LookupError, match="StockQuotePortType has no operation Buy"):
            input_action([wsdl()], "StockQuotePortType", "Buy")
