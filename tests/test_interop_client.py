"""`SoapClient` on servers that nobody here wrote: they read what is sent, and what they answer is what is given.

The servers are those of `.ci/interop/all`; without them the tests are skipped.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import math
import zlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import foreign
import pytest
import spoken
from lxml import etree

from soapclient import NIL, AsyncSoapClient, SoapClient, errors, xsd

pytestmark = pytest.mark.interop
VERSIONS = ("1.1", "1.2")
COMMON = ("php", "node", "gsoap")  # those with the WSDLs of .ci/interop/wsdl
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@pytest.fixture(params=foreign.NAMES)
def server(request: pytest.FixtureRequest) -> foreign.Server:
    """Each server, with nothing arrived yet."""
    return foreign.server(request.param)


@pytest.fixture(params=VERSIONS)
def soap(request: pytest.FixtureRequest, server: foreign.Server) -> Iterator[SoapClient]:
    """A client of the server in each version of SOAP."""
    with client(server, request.param) as found:
        yield found


def client(server: foreign.Server, version: str = "1.1", **options: Any) -> SoapClient:
    """Return a client of the orders of a server; spyne has a WSDL for each version, the others a port."""
    if server.name == "spyne":
        return SoapClient(server.wsdl("orders" if version == "1.1" else "orders12"), **options)
    return SoapClient(server.wsdl(), port="OrdersSoap" if version == "1.1" else "OrdersSoap12", **options)


def arrived(server: foreign.Server) -> foreign.Arrived:
    """Return what arrived."""
    found = server.arrived()
    assert found is not None, "nothing arrived"
    return found


def sent_in(request: bytes) -> etree._Element:
    """Return the element that was sent in the body."""
    body = etree.fromstring(request)[-1]
    (element,) = body
    return element


class TestRecords:
    """Nested records, there and back."""

    def test_the_server_reads_what_was_given(self, server, soap):
        """Each value of a nested record is read by the server as it was given, in its type."""
        soap.service.Echo(order=spoken.order(server.name))

        assert spoken.heard(server.name, arrived(server).read["order"]) == spoken.expected(server.name)

    def test_the_answer_is_what_was_given(self, server, soap):
        """Each value comes back in its Python type: decimals, points in time with their zone, lists, bytes."""
        order = soap.service.Echo(order=spoken.order(server.name))

        exact = server.name != "node"  # which reads decimals as floating-point numbers
        assert order.total == (Decimal("12345678901234567890.10") if exact else Decimal("12345678901234567000"))
        assert isinstance(order.total, Decimal)
        assert order.placed == spoken.PLACED
        assert order.placed.utcoffset() == dt.timedelta(0)
        assert order.due is None
        assert order.is_nil(next(name for name in order if name.lower() == "due"))
        assert order.express is True
        assert order.status == spoken.order(server.name)["Status" if server.name == "asmx" else "status"]
        assert order.weight == 0.1
        assert order.comment == ""
        assert order.scan == spoken.BYTES
        assert order.id == 5
        lines = order.lines.line if server.name == "asmx" else order.line
        assert [(line.position, line.currency, line.sku, line.quantity, line.price, line.note) for line in lines] == [
            (1, "EUR", "A", 2, Decimal("1.10"), "x\ny"),
            (2, None, "B", -1, Decimal("0.00"), None),
        ]
        tags = order.tags.tag if server.name == "spyne" else order.tag
        assert list(tags) == spoken.expected(server.name)["tag"]

    def test_a_derived_type(self, server, soap):
        """A record of a derived type is read as one, and comes back with its name and its own values."""
        order = soap.service.Echo(order=spoken.order(server.name))

        assert order.customer.type == f"{{{server.namespace}}}Company"
        assert (order.customer.name, order.customer.vat) == (spoken.ORDER["customer"]["name"], "DE 1")

    def test_an_answer_can_be_sent_again(self, server, soap):
        """A record that an answer gave is given as an argument, and the server reads the same."""
        order = soap.service.Echo(order=spoken.order(server.name))
        first = arrived(server).read

        soap.service.Echo(order=order)

        again = arrived(server).read
        if server.name == "node":  # what node-soap echoes has lost digits
            again, first = ({**read["order"], "total": 0} for read in (again, first))
        assert again == first

    def test_the_request_fits_the_schema(self, server, soap):
        """What is sent is valid by the schema of the WSDL; spyne checks each request itself."""
        soap.service.Echo(order=spoken.order(server.name))

        if server.name in COMMON:
            schema = etree.XMLSchema(etree.parse(foreign.SCHEMA))
            schema.assertValid(sent_in(arrived(server).request))


class TestTexts:
    """Texts and numbers at their limits."""

    @pytest.mark.parametrize(
        "text", ["a\r\nb\tc", "]]> &amp; <b>", "\U0001f389 ä\u0308 \u200f", " x ", "x" * 100_000, "\x85\u2028"]
    )
    def test_a_text_arrives_as_it_is(self, server, soap, text):
        """Line ends, markup, characters beyond the first 65,536 and blanks arrive and come back as they were given."""
        name = "Comment" if server.name == "asmx" else "comment"
        order = soap.service.Echo(order=spoken.order(server.name) | {name: text})

        read = arrived(server).read["order"][name]
        trimmed = text.strip(" \u2028") if server.name == "node" else text
        assert read == trimmed
        # Mono writes a carriage return as it is, which XML reads as a line feed.
        assert order.comment == (trimmed.replace("\r\n", "\n") if server.name == "asmx" else trimmed)

    @pytest.mark.parametrize("number", [float("inf"), float("-inf"), 1.7976931348623157e308, 5e-324, -0.0, 0.1 + 0.2])
    @pytest.mark.parametrize("name", foreign.NAMES)
    def test_a_floating_point_number(self, name, number):
        """Infinities and the largest and smallest numbers arrive and come back as they were given."""
        server = foreign.server(name)
        if name == "node" and (math.isinf(number) or number == 0):
            pytest.skip("node-soap reads INF as not a number, and -0 as 0")
        given = spoken.order(name) | {"Weight" if name == "asmx" else "weight": number}
        with client(server) as soap:
            if name == "spyne" and math.isinf(number):  # it writes "inf", which is no number in XML Schema
                with pytest.raises(errors.UnexpectedReply, match="weight: is not a number"):
                    soap.service.Echo(order=given)
                return
            weight = soap.service.Echo(order=given).weight

        if math.isfinite(number):
            assert arrived(server).read["order"]["Weight" if name == "asmx" else "weight"] == number
        assert weight == (pytest.approx(number, rel=1e-13) if name == "php" else number)  # by 14 digits of its own
        assert math.copysign(1, weight) == math.copysign(1, number)

    def test_more_digits_than_microseconds(self):
        """A point in time that .NET writes with seven digits keeps them when it is sent again."""
        server = foreign.server("asmx")
        with client(server) as soap:
            moment = soap.service.EchoAny(value=xsd("2026-01-02T03:04:05.1234567Z", "xs:dateTime"))
            assert moment == dt.datetime(2026, 1, 2, 3, 4, 5, 123456, dt.timezone.utc)
            soap.service.EchoAny(value=moment)

        assert arrived(server).read == {"value": "2026-01-02T03:04:05.1234567 Utc"}


class TestLists:
    """Lists are lists, however many items they have."""

    @pytest.mark.parametrize("count", [0, 1, 3])
    def test_a_list_of_records(self, server, soap, count):
        """A list of no, one or several records is a list of that many."""
        found = soap.service.List(count=count)

        orders = {"asmx": lambda: found.order, "spyne": lambda: found.order}.get(server.name, lambda: found)()
        assert [order.id for order in orders] == [*range(1, count + 1)]
        assert [order.total for order in orders] == [Decimal("10.50")] * count

    def test_spyne_has_lists_without_a_wrapper(self):
        """A result that repeats is a list, with one item too."""
        with client(foreign.server("spyne")) as soap:
            assert [order.id for order in soap.service.ListFlat(count=1)] == [1]
            assert list(soap.service.ListFlat(count=0)) == []

    def test_asmx_tells_null_from_an_empty_list(self):
        """A list that is null is None, and an empty one is not."""
        with client(foreign.server("asmx")) as soap:
            assert soap.service.List(count=-1) is None
            assert list(soap.service.List(count=0).order) == []

    def test_asmx_arrays_of_simple_types(self):
        """Arrays of texts and numbers keep blanks, digits and, where they can be nil, what is nil."""
        server = foreign.server("asmx")
        with client(server) as soap:
            texts = soap.service.EchoTexts(texts={"string": ["a", "", " b "]})
            assert arrived(server).read == {"texts": ["a", "", " b "]}
            numbers = soap.service.EchoNumbers(numbers={"decimal": [Decimal("1.10"), Decimal("-0.005")]})

        assert list(texts.string) == ["a", "", " b "]
        assert list(numbers.decimal) == [Decimal("1.10"), Decimal("-0.005")]
        assert arrived(server).read == {"numbers": ["1.10", "-0.005"]}


class TestResults:
    """Empty results and one-way operations."""

    def test_an_empty_result(self, server, soap):
        """An operation that answers an empty element gives None."""
        assert soap.service.Empty() is None
        assert arrived(server).operation == "Empty"

    def test_one_way(self, server, soap):
        """A one-way operation gives None, whether the server answers 202 or, as Mono, 200 with an empty page."""
        if server.name == "spyne":
            pytest.skip("spyne has no one-way operations")

        assert soap.service.Notify(text="hello") is None

        if server.name == "asmx":
            assert server.arrived() is None, "Mono calls one-way methods now: say so in docs/interop.md"
        else:
            assert arrived(server).read == {"text": "hello"}


class TestFaults:
    """Faults are `ServerFault`, with what the server said."""

    def test_a_fault_with_detail(self, server, soap):
        """A fault is told with its code, its text and its detail, whatever the HTTP status."""
        with pytest.raises(errors.ServerFault) as failure:
            soap.service.Fail(code=7, reason="not today")

        fault = failure.value
        assert "not today" in str(fault)
        assert fault.fault_code.rpartition(":")[2] in {"Client", "Sender", "Client.Rule"}
        assert fault.fault_detail is not None
        found = {etree.QName(each).localname: each.text for each in fault.fault_detail.iter("{*}*")}
        assert found["code"] == "7"
        assert found["reason"] == "not today"

    def test_a_declared_detail(self, server, soap):
        """The detail of a fault that the WSDL declares has its types; ASMX declares none."""
        with pytest.raises(errors.ServerFault) as failure:
            soap.service.Fail(code=7, reason="not today")

        value = failure.value.fault_value
        if server.name in COMMON and not (server.name == "node" and soap.soap_version == "1.2"):
            assert (value.code, value.reason, list(value.field)) == (7, "not today", ["total", "due"])
        elif server.name == "spyne":  # whose WSDL says that it is empty
            assert [each.text for each in value.unknown] == ["7", "not today", "total", "due"]
        else:  # node-soap puts what is in the detail of SOAP 1.2 into the namespace of SOAP
            assert value is None

    def test_asmx_exceptions(self):
        """An exception of a method is a fault, whose trace is kept beside the text."""
        with client(foreign.server("asmx")) as soap, pytest.raises(errors.ServerFault) as failure:
            soap.service.Crash(divisor=0)

        assert "divide by zero" in str(failure.value)
        assert "InternalInvoke" not in str(failure.value)


class TestHeaders:
    """SOAP headers, which are parameters by the names of their parts."""

    def test_a_header_is_read(self, server, soap):
        """A header of the request is read by the server as what its contract says."""
        names = ("User", "Token") if server.name == "asmx" else ("user", "token")
        (part,) = soap.contract["WhoAmI"].headers

        assert soap.service.WhoAmI(**{part.name: dict(zip(names, ("me & you", "t-1"), strict=True))}) == "me & you"

        assert arrived(server).headers == {"Session": dict(zip(names, ("me & you", "t-1"), strict=True))}

    def test_a_header_of_the_answer(self, server, soap):
        """A header of the answer is told beside its value."""
        reply = soap.service.WhoAmI.reply()

        (trace,) = [reply.headers[name] for name in reply.headers]
        assert trace.id == "trace-7"
        assert reply.value in ("", None)


class TestAny:
    """`xsd:anyType`, `xsd:any` and DataSets."""

    @pytest.mark.parametrize(
        ("value", "read"),
        [
            (5, {"class": "int", "value": 5}),
            (True, {"class": "boolean", "value": True}),
            (Decimal("1.10"), {"class": "decimal", "value": "1.10"}),
            ("text", {"class": "string", "value": "text"}),
            (spoken.PLACED, {"class": "dateTime", "value": "2026-01-02T03:04:05.678Z"}),
        ],
    )
    @pytest.mark.parametrize("name", ["asmx", "gsoap"])
    def test_a_value_of_any_type(self, name, value, read):
        """A value where any type may stand says its type: the server reads it as one of it, and answers one of it."""
        server = foreign.server(name)
        with client(server) as soap:
            answer = soap.service.EchoAny(value=value)

        told = arrived(server).read["value"]
        if name == "asmx":
            expected = {"dateTime": "2026-01-02T03:04:05.678 Utc"}.get(read["class"], read["value"])
            assert told == expected
        else:
            moment = told if read["class"] != "dateTime" else told | {"value": read["value"]}
            assert moment == read
        assert answer == value
        assert type(answer) is type(value)

    @pytest.mark.parametrize("name", ["asmx", "php", "gsoap"])
    def test_a_record_where_any_type_may_stand(self, name):
        """A record of a type of the contract, said by its name, is read as one of it."""
        server = foreign.server(name)
        names = ("Name", "Birthday") if name == "asmx" else ("name", "birthday")
        day = dt.datetime(2000, 1, 2) if name == "asmx" else dt.date(2000, 1, 2)
        with client(server) as soap:
            answer = soap.service.EchoAny(value={"xsi:type": "Person", names[0]: "Ann", names[1]: day})

        assert arrived(server).read["value"]["class"] == "Person"
        assert (answer.type, answer.name, answer.birthday) == (f"{{{server.namespace}}}Person", "Ann", day)

    @pytest.mark.parametrize("name", ["php", "gsoap"])
    def test_any_element(self, name):
        """An element of any namespace arrives as it is, and comes back as an element."""
        server = foreign.server(name)
        element = etree.fromstring('<x:note xmlns:x="urn:x" level="1"><x:text>a &amp; b</x:text></x:note>')
        with client(server) as soap:
            answer = soap.service.EchoXml(title="t", _value_1=element)

        assert etree.tostring(element).decode() in arrived(server).read["any"]
        assert answer.title == "t"
        (found,) = _elements(answer["_value_1"])
        assert etree.tostring(found, method="c14n", exclusive=True) == etree.tostring(
            element, method="c14n", exclusive=True
        )

    @pytest.mark.parametrize("name", ["asmx", "spyne"])
    def test_an_element_of_any_type(self, name):
        """An XML parameter of ASMX and spyne is an element within it."""
        server = foreign.server(name)
        element = etree.fromstring('<note xmlns="urn:x"><text>a &amp; b</text></note>')
        with client(server) as soap:
            answer = soap.service.EchoXml(any=element)

        plain = {"method": "c14n", "exclusive": True}
        read = etree.fromstring(arrived(server).read["any"]["xml"])
        (inner,) = [each for found in _elements(answer) for each in found.iter("{urn:x}note")]
        assert etree.tostring(read, **plain) == etree.tostring(element, **plain)
        assert etree.tostring(inner, **plain) == etree.tostring(element, **plain)

    def test_an_envelope_that_is_none(self):
        """spyne cannot answer a number where any element may stand: its answer is no envelope, and is refused."""
        server = foreign.server("spyne")
        with client(server) as soap, pytest.raises(errors.UnexpectedReply, match="SOAP envelope"):
            soap.service.EchoXml(any=5)

        assert arrived(server).read == {"any": 5}

    def test_a_dataset(self):
        """A DataSet comes as elements, and is sent back as it came: ASMX reads the same rows."""
        server = foreign.server("asmx")
        with client(server) as soap:
            rows = soap.service.Rows(count=2)
            assert [each.text for element in _elements(rows) for each in element.iter("{*}Sku")] == ["A1", "A2"]
            soap.service.EchoRows(rows=rows)

        assert arrived(server).read == {"rows": {"rows": [["A1", 1, "10.50"], ["A2", 2, "10.50"]]}}


def _elements(answer: Any) -> list[etree._Element]:
    """Return the elements that a value is, or that a record or list has."""
    if isinstance(answer, etree._Element):
        return [answer]
    values = answer if isinstance(answer, list) else [answer[name] for name in answer]
    return [element for value in values for element in _elements(value)]


class TestBytes:
    """Bytes, in the envelope and beside it."""

    @pytest.mark.parametrize("size", [0, 3, 70_000])
    def test_up(self, server, soap, size):
        """All bytes arrive."""
        data = bytes(range(256)) * (size // 256) + b"\xff" * (size % 256)

        stored = soap.service.Store(name="n", data=data)

        assert arrived(server).read["size"] == size
        assert (stored.size, stored.checksum) == (size, str(zlib.adler32(data)))

    @pytest.mark.parametrize("size", [1, 70_000])
    def test_down(self, server, soap, size):
        """All bytes come back, those that gSOAP sends beside the envelope too."""
        assert soap.service.Fetch(size=size) == (bytes(range(256)) * (size // 256 + 1))[:size]


class TestNull:
    """A partial update: nothing said, None, `""` and NIL."""

    def update(self, server, **said):
        """Update with what is required, and what is said."""
        with client(server) as soap:
            soap.service.Update(**({"mobile": "1", "points": 1, "age": 1} | said))
        return arrived(server).read

    def test_nothing_said_is_left_out(self, server):
        """What is not said of an optional element is not there for the server, or null."""
        assert self.update(server).get("email") is None

    def test_an_empty_text_is_an_empty_text(self, server):
        """`""` is an empty string for every server, and never null."""
        read = self.update(server, email="", mobile="")

        assert (read["email"], read["mobile"]) == ("", "")

    def test_none_is_null(self, server):
        """None is null for every server: left out where that is allowed, nil where the element has to be there."""
        read = self.update(server, email=None, points=None)

        assert (read.get("email"), read["points"]) == (None, None)
        element = sent_in(arrived(server).request)
        assert element.find("{*}email") is None
        assert element.find("{*}points").get(f"{XSI}nil") == "true"

    def test_nil_is_said_where_the_schema_has_it(self, server):
        """NIL of an optional element that may be nil is sent as nil, which is null for every server that has such."""
        if server.name == "asmx":
            pytest.skip("ASMX has no element that is optional and nillable")

        assert self.update(server, title=NIL)["title"] is None
        assert sent_in(arrived(server).request).find("{*}title").get(f"{XSI}nil") == "true"

    def test_inside_a_record(self, server):
        """In a record None is left out where it may be, and NIL is nil: PHP tells the one from the other."""
        if server.name == "asmx":
            pytest.skip("ASMX has no element that is optional and nillable")
        with client(server) as soap:
            answers = []
            for said in (None, NIL):
                answers.append(soap.service.Echo(order=spoken.order(server.name) | {"comment": said}))
                read = arrived(server).read["order"]
                assert read.get("comment") is None
                assert ("comment" in read) is (said is NIL or server.name in ("gsoap", "spyne"))

        assert [answer.comment for answer in answers] == [None, None]

    @pytest.mark.parametrize(
        ("name", "said", "read"),
        [
            ("Lines", None, None),
            ("Lines", {"Line": []}, []),
            ("Lines", {"Line": [None]}, [None]),
            ("Scan", b"", {"bytes": ""}),
            ("Scan", None, None),
            ("Points", 0, 0),
        ],
    )
    def test_inside_a_record_of_asmx(self, name, said, read):
        """ASMX tells null from an empty list, a list of null, and no bytes; so does what it answers."""
        server = foreign.server("asmx")
        with client(server) as soap:
            answer = soap.service.Echo(order=spoken.order("asmx") | {name: said})

        assert arrived(server).read["order"][name] == read
        found = answer[name]
        assert ([*found.line] if name == "Lines" and found is not None else found) == (
            said["Line"] if isinstance(said, dict) else said
        )


class TestRpc:
    """rpc/literal and rpc/encoded."""

    @pytest.mark.parametrize("name", ["php", "node", "gsoap"])
    def test_several_results(self, name):
        """An operation with two results gives a record of both, those of node-soap in the wrong namespace too."""
        server = foreign.server(name)
        with SoapClient(server.wsdl("rpc")) as soap:
            found = soap.service.Divide(dividend=7, divisor=2)

        assert (found.quotient, found.rest) == (3, 1)
        number = str if name == "node" else int  # node-soap knows no types of parts
        assert arrived(server).read == {"dividend": number(7), "divisor": number(2)}

    @pytest.mark.parametrize("name", ["php", "gsoap"])
    def test_a_record(self, name):
        """A record as a part of a message is read as it was given, and comes back."""
        server = foreign.server(name)
        with SoapClient(server.wsdl("rpc")) as soap:
            order = soap.service.Echo(order=spoken.order(name))

        assert spoken.heard(name, arrived(server).read["order"]) == spoken.expected(name)
        assert (order.id, order.customer.vat, order.total) == (5, "DE 1", spoken.ORDER["total"])

    def test_a_record_of_node_soap(self):
        """node-soap puts all of an answer into the namespace of the operation, which is refused as what it is."""
        server = foreign.server("node")
        with SoapClient(server.wsdl("rpc")) as soap, pytest.raises(errors.UnexpectedReply, match="customer"):
            soap.service.Echo(order=spoken.order("node"))

        assert arrived(server).read["order"]["total"] == str(spoken.ORDER["total"])

    @pytest.mark.parametrize("name", ["php", "gsoap"])
    def test_one_result_and_none(self, name):
        """A single result is its value; an operation without results gives None."""
        with SoapClient(foreign.server(name).wsdl("rpc")) as soap:
            assert soap.service.Count(text="äöü中") == 4
            assert soap.service.Empty() is None
            assert [order.id for order in _listed(soap.service.List(count=2))] == [1, 2]

    def test_a_fault(self):
        """A fault of an rpc operation is one."""
        with (
            SoapClient(foreign.server("php").wsdl("rpc")) as soap,
            pytest.raises(errors.ServerFault, match="not today"),
        ):
            soap.service.Fail(code=7, reason="not today")

    def test_encoded_by_php(self):
        """rpc/encoded: PHP reads arrays and records as they were given, and its own are read."""
        server = foreign.server("php")
        lines = [{"sku": "A", "quantity": 2, "price": Decimal("1.10")}]
        order = {"id": 1, "placed": spoken.PLACED, "express": True, "comment": None, "lines": lines}
        with SoapClient(server.wsdl("encoded")) as soap:
            assert soap.service.Sum(numbers=[1, 2, 3]) == 6
            assert arrived(server).read == {"numbers": [1, 2, 3]}
            echoed = soap.service.Echo(order=order)
            read = arrived(server).read["order"]
            found = soap.service.List(count=2)
            divided = soap.service.Divide(dividend=7, divisor=2)
            nothing = soap.service.Empty()

        assert (read["id"], read["express"], read["comment"]) == (1, True, None)
        assert read["lines"] == [{"sku": "A", "quantity": 2, "price": "1.10"}]
        assert (echoed.id, echoed.placed) == (1, spoken.PLACED)
        assert [line.price for line in _listed(echoed.lines)] == [Decimal("1.10")]
        assert [[line.sku for line in _listed(each.lines)] for each in _listed(found)] == [["A1"], ["A2"]]
        assert (divided.quotient, divided.rest) == (3, 1)
        assert nothing is None

    def test_encoded_by_asmx(self):
        """rpc/encoded: what ASMX writes once and refers to twice is there twice."""
        with SoapClient(foreign.server("asmx").wsdl("rpc"), port="RpcSoap") as soap:
            pairs = _listed(soap.service.List(count=2))
            divided = soap.service.Divide(dividend=7, divisor=2)
            echoed = soap.service.Echo(pair={"First": 1, "Second": "x", "Prices": [Decimal("1.10")]})

        assert [(pair.first, pair.second) for pair in pairs] == [(1, "shared"), (1, "shared")]
        assert (divided.divide_result, divided.rest) == (3, 1)
        assert (echoed.first, echoed.second, _listed(echoed.prices)) == (1, "x", [Decimal("1.10")])


def _listed(found: Any) -> list[Any]:
    """Return the items of a list, or of a record that has one list."""
    if isinstance(found, list | tuple):
        return [*found]
    (name,) = found
    return [*found[name]]


def test_many_at_once():
    """An asynchronous client's calls at once get each their own answer."""

    async def run(server: foreign.Server) -> list[int]:
        async with AsyncSoapClient(server.wsdl(), concurrency=4) as soap:
            found = await asyncio.gather(*(soap.service.List(count=count) for count in range(8)))
        return [len(each) for each in found]

    assert asyncio.run(run(foreign.server("php"))) == [*range(8)]
