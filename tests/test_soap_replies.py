"""What a reply of any SOAP service amounts to: its whole envelope, nothing for a one-way call, or one error."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from orders import DONE, ORDER, SOAP, SUM, reply, serving
from servers import http

from soapclient import AsyncSoapClient, SoapClient, errors

PROBLEM = '<detail><p:Problem xmlns:p="urn:billing"><p:number>1101</p:number></p:Problem></detail>'
FAULT = (
    f"<s:Fault><faultcode>c:Client.Rule</faultcode><faultstring>no such order</faultstring>"
    f"<faultactor>urn:me</faultactor>{PROBLEM}</s:Fault>"
)
CALLS = {
    "GetOrder": {"id": 5},
    "Notify": {"text": "x"},
    "Touch": {"text": "x"},
    "Odd": dict.fromkeys(("class", "from", "self", "first-name", "a.b", "_soapheaders"), "x"),
}
EMPTY = http(body=b"")


def called(answer, operation="GetOrder", *, asynchronous=False, **options):
    """Call an operation of a server that answers this, by either client."""
    with serving(answer) as server:
        if not asynchronous:
            with SoapClient(server.wsdl, **options) as soap:
                return soap.service[operation].reply(CALLS[operation])

        async def main():
            async with AsyncSoapClient(server.wsdl, **options) as soap:
                return await soap.service[operation].reply(CALLS[operation])

        return asyncio.run(main())


def error(kind, answer, operation="GetOrder", **options):
    """Return the error that a call ends in; it is of exactly this kind, whichever client makes it."""
    with pytest.raises(kind) as caught:
        called(answer, operation, **options)
    with pytest.raises(kind) as awaited:
        called(answer, operation, asynchronous=True, **options)
    assert str(caught.value) == str(awaited.value)
    assert kind is type(caught.value)
    assert operation == caught.value.operation
    return caught.value


class TestAnswers:
    """Replies that are answers."""

    @pytest.mark.parametrize("asynchronous", [False, True])
    def test_all_of_it(self, asynchronous):
        """The answer has the wrapper, the elements of the header, and those of the body beside it."""
        header = '<b:Trace xmlns:b="urn:billing">t1</b:Trace><!-- x --><h xmlns="urn:y"/>'
        found = called(reply(f"<!-- x -->{ORDER}<multi id='1'/>", header), asynchronous=asynchronous)
        assert "{urn:billing}GetOrderResponse" == found.element.tag
        assert ("t1", ["{urn:y}h"]) == (found.headers.trace, [each.tag for each in found.headers.unknown])
        assert Decimal("9.50") == found.value
        assert ["{urn:billing}GetOrderResponse", "multi"] == [each.tag for each in found.body]
        assert ("GetOrder", 0) == (found.operation, len(found.attachments))
        assert "<SoapAnswer GetOrder: <GetOrderResponse>, 1 children>" == repr(found)

    def test_soap_1_2(self):
        """By SOAP 1.2 too."""
        with serving() as server, SoapClient(server.wsdl, service="Shipping", soap_version="1.2") as soap:
            assert 2.5 == soap.service.Track(parcel="x")

    @pytest.mark.parametrize("wrapper", [SUM, SUM.replace("urn:sums", "urn:x"), SUM.replace("m:", "")])
    def test_rpc(self, wrapper):
        """The wrapper of an rpc answer is known by its name; servers differ in its namespace."""
        with serving(reply(wrapper)) as server, SoapClient(server.wsdl, port="SumsPort") as soap:
            assert 5 == soap.service.Add(a=2, b=3)

    @pytest.mark.parametrize("answer", [EMPTY, http("202 Accepted"), http("204 No Content"), reply("")])
    @pytest.mark.parametrize("asynchronous", [False, True])
    def test_one_way(self, answer, asynchronous):
        """A one-way call answers nothing, whether an empty envelope comes or not a byte."""
        assert called(answer, "Notify", asynchronous=asynchronous) is None

    def test_an_answer_with_nothing_in_it(self):
        """An output whose message has no parts is an empty body; one whose element is empty is that element."""
        found = called(reply("", '<h xmlns="urn:y"/>'), "Touch")
        assert (None, (), 1) == (found.element, found.body, len(found.headers.unknown))
        assert "{urn:billing}Done" == called(reply(DONE), "Odd").element.tag

    def test_parts_of_a_reply(self):
        """A reply in several parts: the root is the envelope, and the others are its attachments."""
        root = f'<s:Envelope xmlns:s="{SOAP["1.1"]}"><s:Body>{ORDER}</s:Body></s:Envelope>'
        parts = (
            f"--b\r\nContent-Type: text/xml; charset=utf-8\r\nContent-ID: <root>\r\n\r\n{root}\r\n"
            "--b\r\nContent-Type: text/plain\r\nContent-ID: <note>\r\n\r\nhello\r\n--b--"
        )
        media = 'multipart/related; boundary=b; type="text/xml"; start="<root>"'
        found = called(http(body=parts.encode(), media=media))
        assert [("note", "text/plain", b"hello")] == [
            (each.content_id, each.media, each.bytes) for each in found.attachments
        ]
        assert "9.50" == found.element[0].text

    def test_repaired(self):
        """A character that XML does not have is read as U+FFFD, with a warning."""
        with pytest.warns(UserWarning, match="in total/text"):
            found = called(reply(ORDER.replace("9.50", "9&#x1;")), strict=False)
        assert "9\N{REPLACEMENT CHARACTER}" == found.element[0].text
        assert ("total/text()",) == found.repaired


UNEXPECTED = {
    "empty": (EMPTY, "empty"),
    "accepted": (http("202 Accepted"), "empty"),
    "empty body": (reply(""), "the SOAP body is empty"),
    "comment": (reply("<!-- x -->"), "the SOAP body is empty"),
    "another operation": (reply(DONE), "belongs to another operation: <Done>"),
    "another namespace": (reply(ORDER.replace("urn:billing", "urn:shipping")), "belongs to another operation"),
    "no namespace": (reply("<GetOrderResponse/>"), "belongs to another operation"),
    "the question": (
        reply('<GetOrder xmlns="urn:billing"><id>5</id></GetOrder>'),
        "belongs to another operation: <GetOrder>",
    ),
    "two answers": (reply(ORDER + ORDER), "more than one answer"),
    "two bodies": (reply(f"{ORDER}</s:Body><s:Body>{DONE}"), "the envelope has more than one body"),
    "an answer behind": (reply(DONE + ORDER), "belongs to another operation"),
    "no envelope": (http(body=ORDER.encode()), "not a SOAP envelope"),
    "html": (http(body=b"<html><title>Log in</title></html>", media="text/html"), "titled 'Log in'"),
    "text": (http(body=b"OK", media="text/plain"), "it is not XML"),
    "broken": (http(body=reply(ORDER).partition(b"\r\n\r\n")[2][:-20]), "not well-formed"),
    "dtd": (http(body=b"<!DOCTYPE x []><x/>"), "DTD"),
}


class TestUnexpected:
    """Replies that are no answer of the operation."""

    @pytest.mark.parametrize("case", UNEXPECTED)
    def test_no_answer(self, case):
        """It is an `UnexpectedReply`, and the change may have been made."""
        answer, told = UNEXPECTED[case]
        found = error(errors.UnexpectedReply, answer)
        assert told in str(found)
        assert found.maybe_applied

    @pytest.mark.parametrize("case", ["accepted", "another operation"])
    def test_of_what_reads(self, case):
        """Of an operation that reads there is no doubt."""
        assert not error(errors.UnexpectedReply, UNEXPECTED[case][0], reads=("GetOrder",)).maybe_applied

    @pytest.mark.parametrize("answer", [reply(ORDER), http(body=b"<html></html>"), http(body=b"OK")])
    def test_one_way(self, answer):
        """What a one-way call does not answer is nothing that it could mean."""
        assert error(errors.UnexpectedReply, answer, "Notify").maybe_applied

    @pytest.mark.parametrize("answer", [EMPTY, reply(ORDER)])
    def test_an_empty_message(self, answer):
        """A call whose output is an empty message is answered by an envelope with nothing in it."""
        error(errors.UnexpectedReply, answer, "Touch")

    @pytest.mark.parametrize("inner", [SUM.replace("AddResponse", "SubResponse"), "<sum>5</sum>", ""])
    def test_rpc(self, inner):
        """Another wrapper than that of the rpc operation is another operation's."""
        with serving(reply(inner)) as server, SoapClient(server.wsdl, port="SumsPort") as soap:
            with pytest.raises(errors.UnexpectedReply):
                soap.service.Add(a=2, b=3)


class TestFaults:
    """The service says no."""

    @pytest.mark.parametrize("status", ["500 Internal Server Error", "200 OK", "400 Bad", "401 Unauthorized"])
    @pytest.mark.parametrize("inner", [FAULT, ORDER + FAULT, f"<x/>{FAULT}", f"<x>{FAULT}</x>"])
    def test_anywhere(self, status, inner):
        """A fault anywhere in the body is the answer, whatever the status and whatever is beside it."""
        found = error(errors.ServerFault, reply(inner, status=status))
        assert ("no such order", "c:Client.Rule", "urn:me") == (found.text, found.fault_code, found.fault_actor)
        assert "1101" == found.fault_detail.findtext("{urn:billing}Problem/{urn:billing}number")
        assert "GetOrder: no such order" == str(found)

    def test_one_way(self):
        """A one-way call may be refused as well."""
        error(errors.ServerFault, reply(FAULT), "Notify")

    def test_soap_1_2(self):
        """A fault of SOAP 1.2, also where the call was one of 1.1."""
        inner = (
            "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>m:Rule</s:Value></s:Subcode></s:Code>"
            '<s:Reason><s:Text xml:lang="en">no</s:Text></s:Reason></s:Fault>'
        )
        found = error(errors.ServerFault, reply(inner, version="1.2", status="500 X"))
        assert ("no", "s:Sender", "m:Rule") == (found.text, found.fault_code, found.fault_subcode)


class TestStatus:
    """HTTP statuses of failure, and redirects."""

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 502, 503])
    @pytest.mark.parametrize("body", [b"", b"<html><title>Oops</title></html>", b"<x/>", b"{}"])
    def test_without_an_answer(self, status, body):
        """It is an `HttpError`; what a 4xx answers was not carried out."""
        found = error(errors.HttpError, http(f"{status} X", body))
        assert (status, status >= 500) == (found.status, found.maybe_applied)

    @pytest.mark.parametrize("status", [400, 500])
    def test_with_an_answer(self, status):
        """An answer with the status of a failure is not believed, and may have been carried out."""
        found = error(errors.HttpError, reply(ORDER, status=f"{status} X"))
        assert found.maybe_applied

    def test_a_redirect(self):
        """A redirect is named, without its query, and not followed."""
        found = error(errors.HttpError, http("302 Found", b"", "text/plain", "Location: http://x.test/y?key=s3cret"))
        assert "http://x.test/y?***" in str(found)
