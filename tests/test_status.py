"""The body of a reply is judged before its HTTP status; and what else a reply could make escape that is not ours."""

from __future__ import annotations

import pickle

import pytest
from servers import RawServer, envelope, http

from soapclient import Client, Ticket, errors
from soapclient.simulator import Simulator

TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
OVER = {
    "old": '<response success="false" error="[901]Session expired or Invalid ticket" xmlns=""/>',
    "of today": '<response success="false" error="Oturum" errorCode="4010" xmlns=""/>',
}
FAULT = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>c:Client.Rule'
    b"</faultcode><faultstring/><faultactor>urn:gate</faultactor><detail><ErrorCode>1101</ErrorCode></detail></s:Fault>"
    b"</s:Body></s:Envelope>"
)


@pytest.mark.parametrize("wrapped", [True, False], ids=["envelope", "bare"])
@pytest.mark.parametrize("status", [400, 401, 403, 500, 503])
@pytest.mark.parametrize("said", OVER.values(), ids=OVER)
@pytest.mark.parametrize("transport", ["soap", "http-post"])
def test_a_ticket_that_is_over_is_renewed(transport, said, status, wrapped):
    """A ticket that is over is renewed and the call repeated, whatever the HTTP status that says so."""
    body = envelope("UpdateUserEmail", said) if wrapped and transport == "soap" else said.encode()
    with Simulator() as simulator, simulator.serve() as server:
        with Client(server.url, username="admin", password="admin", wsdl="bundled", transport=transport) as ir:
            simulator.fail("reply", operation="UpdateUserEmail", status=status, body=body)
            ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress="new@example.com")
        assert "new@example.com" == simulator.user("jdoe")["email"]
    names = [each.operation for each in simulator.arrived if each.operation in ("AuthenticateUser", "UpdateUserEmail")]
    assert 2 == names.count("AuthenticateUser")


def test_what_a_fault_says_is_on_the_error():
    """The code, the actor and the detail of a fault are on the error, and pickling drops the element alone."""
    with RawServer(lambda connection, request: connection.sendall(http("500 Oops", FAULT))) as server:
        with Client(server.url, auth=Ticket(TICKET), wsdl="bundled") as ir:
            with pytest.raises(errors.ServerFault, match="GetUser: 1101$") as caught:
                ir.service.GetUser(UserName="jdoe")
    error = caught.value
    assert ("c:Client.Rule", "urn:gate", None) == (error.fault_code, error.fault_actor, error.fault_subcode)
    assert "1101" == error.fault_detail.findtext("ErrorCode")
    again = pickle.loads(pickle.dumps(error))
    assert ("c:Client.Rule", None) == (again.fault_code, again.fault_detail)


def test_an_error_that_is_no_fault_has_none_of_it():
    """Where no fault was, its facts are None."""
    with Simulator() as simulator, simulator.serve() as server:
        with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
            with pytest.raises(errors.UserNotFound) as caught:
                ir.service.GetUser(UserName="nobody")
    assert {None} == {getattr(caught.value, f"fault_{name}") for name in ("code", "subcode", "actor", "detail")}


@pytest.mark.parametrize("where", ["element", "attribute", "inside"])
def test_a_namespace_that_is_no_uri_in_an_argument(where):
    """A namespace that is no URI in the caller's own XML is no foreign exception."""
    xml = {
        "element": '<Preferences xmlns="relative" Language="en"/>',
        "attribute": '<Preferences xmlns:r="relative" r:x="1" Language="en"/>',
        "inside": '<Preferences Language="en"><b xmlns="relative"/></Preferences>',
    }[where]
    with Client("sim:", username="admin", password="admin") as ir:
        try:
            ir.service.UpdateUserPreferences(UserName="jdoe", xmlPreferences=xml)
        except errors.SoapClientError as exc:
            assert str(exc)


@pytest.mark.parametrize("inner", ['<users><b xmlns="relative"/></users>', '<b xmlns="relative"/>'])
def test_a_namespace_that_is_no_uri_in_a_list(inner):
    """A list that has such an element says so, and its reply has a repr."""
    body = envelope("GetAllUsers", f'<response success="true" error="" xmlns="">{inner}</response>')
    with RawServer(lambda connection, request: connection.sendall(http(body=body))) as server:
        with Client(server.url, auth=Ticket(TICKET), wsdl="bundled") as ir:
            reply = ir.service.GetAllUsers()
            with pytest.raises(errors.UnexpectedReply, match="<b>"):
                _ = reply.items
    assert "<response>" in repr(reply)
