"""What is shown and told of what a client puts around its messages; `test_around` has what is sent."""

from __future__ import annotations

import orders
import pytest
from lxml import etree
from orders import WSDL, body, reply, serving

from soapclient import Addressing, SoapClient, UsernameToken, errors

PASSWORD = "s3cret-Pa55word"
ACTION = "{http://www.w3.org/2005/08/addressing}Action"


def test_an_operation_without_an_action():
    """Its action is that of the standard's pattern, with the port type and the direction."""
    with serving(reply("")) as server, SoapClient(server.wsdl, addressing=Addressing()) as soap:
        soap.service.Touch(text="x")
        soap.service.Notify(text="x")
        assert ["urn:orders:Billing:TouchRequest", "urn:orders:Billing:Notify"] == [
            etree.fromstring(body(each).encode()).findtext(f"{{*}}Header/{ACTION}") for each in server.posts
        ]


def test_one_name_in_two_port_types():
    """The action of an operation is that of the port that is called."""
    with serving() as server, SoapClient(server.wsdl, addressing=True) as soap:
        soap.service.GetOrder(id=5)
        soap.services["Shipping"]["ShippingPort"].GetOrder(parcel="x")
        assert ["urn:billing/GetOrder", "urn:shipping/GetOrder"] == [
            etree.fromstring(body(each).encode()).findtext(f"{{*}}Header/{ACTION}") for each in server.posts
        ]


def test_an_address_that_nobody_said():
    """An envelope that says where it goes cannot be shown before that is known; one that does not say it can."""
    with SoapClient(WSDL, security=UsernameToken("me", PASSWORD)) as soap:
        shown = soap.envelope("GetOrder", id=5)
        assert "UsernameToken" in shown
        assert "s3cret" not in shown + repr(soap) + str(vars(soap.wiring))
    with SoapClient(WSDL, addressing=True) as soap, pytest.raises(errors.ContractError, match="placeholder"):
        soap.envelope("GetOrder", id=5)
    with SoapClient(WSDL, addressing=True, server="http://real.test/x") as soap:
        assert "http://real.test/x" in soap.envelope("GetOrder", id=5)


def test_a_password_that_is_echoed():
    """A fault that quotes the password of a token does not bring it into a message."""
    fault = f"<s:Fault><faultcode>s:Client</faultcode><faultstring>bad {PASSWORD}</faultstring></s:Fault>"
    with serving(orders.reply(fault)) as server:
        with SoapClient(server.wsdl, security=UsernameToken("me", PASSWORD)) as soap:
            with pytest.raises(errors.ServerFault, match=r"GetOrder: bad \*\*\*") as caught:
                soap.service.GetOrder(id=5)
        assert PASSWORD not in caught.value.detail
