"""Calls of any service whose answers are typed, over sockets: values, headers, faults, doubt."""

from __future__ import annotations

import asyncio
import inspect
import pickle
from decimal import Decimal
from typing import Any

import pytest
from orders import ORDER, reply, serving
from servers import http

from soapclient import AsyncSoapClient, ReplyWarning, SoapClient, errors

TRACE = '<b:Trace xmlns:b="urn:billing">t1</b:Trace>'
BROKEN = ORDER.replace("9.50", "hunter2")
FAULT = (
    "<s:Fault><faultcode>s:Client</faultcode><faultstring>no such order</faultstring><detail>"
    '<p:Problem xmlns:p="urn:billing"><p:number>1101</p:number></p:Problem></detail></s:Fault>'
)


def called(answer: bytes, work: Any, **options: Any) -> Any:
    """Do something with each client of a server that answers this, and return what both found."""
    with serving(answer) as server:
        with SoapClient(server.wsdl, **options) as soap:
            found = work(soap.service.GetOrder)

        async def main() -> Any:
            async with AsyncSoapClient(server.wsdl, **options) as soap:
                return await work(soap.service.GetOrder)

        assert repr(found) == repr(asyncio.run(main()))
    return found


def refused(kind: type, answer: bytes, **options: Any) -> Any:
    with serving(answer) as server, SoapClient(server.wsdl, **options) as soap, pytest.raises(kind) as caught:
        soap.service.GetOrder(id=5)
    return caught.value


class TestCalls:
    """What a call returns."""

    def test_the_value(self):
        """A call returns the value, of its type, by both clients."""
        assert Decimal("9.50") == called(reply(ORDER, TRACE), lambda operation: operation(id=5))

    def test_the_reply(self):
        """A reply has the value, the typed headers and the element."""
        found = called(reply(ORDER, TRACE), lambda operation: operation.reply(id=5))
        assert (Decimal("9.50"), "t1") == (found.value, found.headers.trace)
        assert "{urn:billing}GetOrderResponse" == found.element.tag

    def test_a_value_that_is_not_all(self):
        """A call that gives only the value warns where the reply has elements beside it that the contract lacks."""
        odd = ORDER.replace("</total>", "</total><new/><newer/>")
        text = r"GetOrder: besides its value the reply has <new>, <newer>, which is not in the contract: call GetOr"
        with pytest.warns(ReplyWarning, match=text):
            called(reply(odd), lambda operation: operation(id=5))

    def test_what_the_wrapper_has_beside_the_value(self):
        """What the contract does not know beside the one value is in the whole of the reply."""
        found = called(reply(ORDER.replace("</total>", "</total><new/>")), lambda operation: operation.reply(id=5))
        assert (Decimal("9.50"), ["{urn:billing}new"]) == (found.value, [each.tag for each in found.whole.unknown])

    def test_the_signature(self):
        """A call is not said to return the answer as a whole."""
        with serving() as server, SoapClient(server.wsdl) as soap:
            assert Any is inspect.signature(soap.service.GetOrder).return_annotation


class TestBroken:
    """Answers that break their schema."""

    def test_an_operation_that_may_write_is_in_doubt(self):
        """The error says where, that the change may have been made, and not what the reply said."""
        found = refused(errors.UnexpectedReply, reply(BROKEN))
        assert found.maybe_applied
        assert str(found).startswith("GetOrder: total: is not of the type decimal; the change may have been made")
        assert "hunter2" not in str(found)

    def test_an_operation_that_reads_is_not(self):
        """What changes nothing is in no doubt."""
        found = refused(errors.UnexpectedReply, reply(BROKEN), reads=("GetOrder",))
        assert ("GetOrder: total: is not of the type decimal", False) == (str(found), found.maybe_applied)

    def test_as_it_is(self):
        """By `strict=False` the answer is given as it is."""
        assert "hunter2" == called(reply(BROKEN), lambda operation: operation(id=5), strict=False)


class TestFaults:
    """Declared faults."""

    def test_a_typed_detail(self):
        """The detail of a declared fault is typed, and survives pickling, which the element does not."""
        found = refused(errors.ServerFault, http("500 X", reply(FAULT).partition(b"\r\n\r\n")[2]))
        assert (1101, "{urn:billing}Problem") == (found.fault_value.number, found.fault_detail[0].tag)
        again = pickle.loads(pickle.dumps(found))
        assert (1101, None) == (again.fault_value.number, again.fault_detail)

    def test_another_detail(self):
        """A detail that the WSDL does not declare has no value."""
        found = refused(errors.ServerFault, reply(FAULT.replace("Problem", "Other")))
        assert (None, "{urn:billing}Other") == (found.fault_value, found.fault_detail[0].tag)
