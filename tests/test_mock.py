"""A mock of any WSDL: what it serves, checks, answers and remembers, over real sockets."""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
import threading
from decimal import Decimal
from pathlib import Path

import pytest
import requests
import schemas
import zeep
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from test_samples import plain, random_schemas

from soapclient import NIL, Contract, Mock, SoapClient, errors
from soapclient.contract.codec.sampling import messages
from soapclient.contract.codec.sampling.samples import Samples
from soapclient.contract.codec.writing.layouts import Layouts
from soapclient.mock import envelopes
from soapclient.mock.rules import matches

WSDLS = Path(__file__).parent / "wsdls"
ORDERS = WSDLS / "orders" / "orders.wsdl"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
LINE = {"sku": "AB-123", "price": {"_value_1": Decimal("1.50"), "currency": "EUR"}, "pieces": 2, "number": 7}


@pytest.fixture(scope="module")
def served():
    """One mock of the orders for all tests here."""
    with Mock(ORDERS) as mock:
        yield mock


@pytest.fixture
def mock(served):
    """A mock of the orders about which nothing was said yet."""
    served.reset()
    return served


@pytest.fixture(scope="module")
def client(served):
    """zeep, which read what the mock serves."""
    return zeep.Client(served.url)


@pytest.fixture
def orders(client):
    """The first port, as zeep calls it."""
    return client.service


def post(mock, body, *, path="/Orders/Orders", action="", version="1.1", header="", media=None):
    """Send an envelope, and return the response."""
    namespace = {each: name for name, each in envelopes.ENVELOPES.items()}[version]
    data = f'<s:Envelope xmlns:s="{namespace}" xmlns="urn:orders">{header}<s:Body>{body}</s:Body></s:Envelope>'
    headers = {"Content-Type": media or envelopes.MEDIA_TYPES[version], "SOAPAction": action}
    return requests.post(mock.url.partition("/?")[0] + path, data=data.encode(), headers=headers, timeout=30)


def told(response):
    """Return what the fault of a response says."""
    root = etree.fromstring(response.content)
    return next(each.text for each in root.iter("faultstring", "{http://www.w3.org/2003/05/soap-envelope}Text"))


class TestServing:
    """What a mock serves."""

    def test_the_address_is_its_own(self, mock):
        """The served WSDL has the mock in the address of each port."""
        text = requests.get(mock.url, timeout=30).text
        here = mock.url.removesuffix("/?wsdl")
        expected = [f"{here}/Orders/{port}" for port in ("Orders", "Orders12", "Sums")]
        assert expected == re.findall(r'address location="([^"]*)"', text)
        assert "orders.example.com" not in text

    def test_imports_are_served(self, mock):
        """What the WSDL imports is served by the mock."""
        location = re.search(r'schemaLocation="([^"]*)"', requests.get(mock.url, timeout=30).text)[1]
        assert location.startswith(mock.url.removesuffix("?wsdl"))
        assert "urn:orders:types" in requests.get(location, timeout=30).text

    def test_imports_in_a_circle(self):
        """WSDLs that import each other, and their schemas, are read by zeep from the mock."""
        with Mock(WSDLS / "split" / "service.wsdl") as mock:
            found = zeep.Client(mock.url)
            assert "Paint" in found.wsdl.services["Split"].ports["Split"].binding._operations

    def test_standard_schemas(self):
        """A standard that the WSDL imports without a place is served too: zeep fetches nothing from elsewhere."""
        text = '<xs:sequence><xs:element name="e" type="xs:int"/></xs:sequence><xs:attribute ref="xml:lang"/>'
        standard = '<xs:import namespace="http://www.w3.org/XML/1998/namespace"/>'
        document = WSDL.format(text, text).replace('<xs:element name="i">', standard + '<xs:element name="i">')
        with Mock(document.encode()) as mock:
            assert 1 == zeep.Client(mock.url).service.Do(e=5).e

    @pytest.mark.parametrize(
        ("query", "status"), [("?WSDL", 200), ("?xsd=99", 404), ("?wsdl=1", 404), ("", 200), ("?x=<y>", 200)]
    )
    def test_other_queries(self, mock, query, status):
        """A query that names no document is told, without an error page."""
        assert status == requests.get(mock.url.replace("?wsdl", query), timeout=30).status_code

    def test_other_methods(self, mock):
        """A method that no SOAP client uses is refused."""
        assert 405 == requests.put(mock.url, timeout=30).status_code

    def test_sources(self):
        """A WSDL may be given as bytes, path, text or contract; one that is none is refused."""
        path = WSDLS / "shop.wsdl"
        contract = Contract.load(path)
        assert {4} == {len(Mock(each).contract) for each in (path.read_bytes(), path, str(path), contract)}
        with pytest.raises(errors.WsdlError):
            Mock(b"<html/>")

    def test_life(self):
        """A mock has a URL while it is served, and may be served again."""
        mock = Mock(ORDERS)
        with pytest.raises(RuntimeError, match="is not being served"):
            mock.url  # noqa: B018
        with mock:
            assert mock.url.startswith("http://127.0.0.1:")
            with pytest.raises(RuntimeError, match="already being served"):
                mock.serve()
        mock.close()
        with mock.serve():
            assert requests.get(mock.url, timeout=30).ok
        assert "<Mock: 6 operations, 0 calls, 0 problems>" == repr(mock)


class TestAnswers:
    """What a mock answers without a word."""

    def test_zeep_reads_it(self, mock, orders):
        """zeep gets typed answers of a document/literal operation."""
        found = orders.GetOrder(id=5).body.GetOrderResult
        assert (1, "open", dt.date(2026, 1, 31)) == (found.id, found.status, found.buyer.born)
        assert (Decimal("19.90"), 1, b"sample") == (
            found.lines.line[0].price._value_1,
            found.lines.line[0].pieces,
            found.scan,
        )

    def test_rpc(self, mock, client):
        """zeep gets typed answers of rpc/literal operations."""
        sums = client.bind("Orders", "Sums")
        assert 1 == sums.Add(1, 2)
        found = sums.Find({"name": "Ann", "born": None})
        assert (1, "AA-111") == (found["count"], found["first"].lines.line[0].sku)
        assert {"a": 1, "b": 2} == mock.calls[0].arguments
        assert {"who": {"name": "Ann", "born": None}} == mock.calls[1].arguments

    def test_soap_12(self, mock, client):
        """A port of SOAP 1.2 answers in SOAP 1.2."""
        assert "open" == client.bind("Orders", "Orders12").GetOrder(id=5).status
        assert ("1.2", "urn:orders/GetOrder") == (mock.calls[0].soap_version, mock.calls[0].action)

    def test_one_way(self, mock, orders):
        """A one-way operation is accepted, without a body."""
        response = post(mock, "<Ping/>")
        assert (202, b"", "Ping") == (response.status_code, response.content, mock.calls[0].operation)

    def test_the_least(self):
        """A mock may leave out what is optional."""
        with Mock(ORDERS, full=False) as mock:
            found = zeep.Client(mock.url).service.GetOrder(id=5).body.GetOrderResult
            assert (1, None, None) == (found.id, found.lines, found.scan)

    def test_our_client(self, mock):
        """The own client calls it by what it serves."""
        with SoapClient(mock.url, port="Orders") as soap:
            soap.service.GetOrder(id=5)
        assert [("GetOrder", {"id": 5})] == [(each.operation, each.arguments) for each in mock.calls]

    def test_soap_encoding(self):
        """An operation in SOAP encoding is served: arrays, and types that each element says."""
        with Mock(WSDLS / "encoded.wsdl") as mock, SoapClient(mock.url) as soap:
            mock.on("put", id=6, lines=[{"sku": "a"}]).answer([{"sku": "z", "n": 3}])
            found = [soap.service.put(id=each, lines=[{"sku": "a", "n": 1}]) for each in (5, 6)]
            assert [[("sku", 1)], [("z", 3)]] == [[(line.sku, line.n) for line in lines] for lines in found]
            assert {"id": 5, "lines": [{"sku": "a", "n": 1}]} == mock.calls[0].arguments

    @pytest.mark.parametrize("name", ["orders/orders.wsdl", "shop.wsdl", "split/service.wsdl", "encoded.wsdl"])
    def test_every_operation(self, name):
        """Every operation that can be called answers what its schema allows, and what is read is the sample."""
        mock = Mock(WSDLS / name)
        session = requests.Session()
        session.mount("http://", mock.adapter())
        definitions, called = mock.contract.definitions, 0
        for binding in definitions.bindings.values():
            for operation in binding.operations.values():
                sent = messages.sample(operation.input, Samples(definitions.schemas))
                data = messages.write(operation.input, sent, Layouts(definitions.schemas), binding.soap_version)
                headers = {
                    "Content-Type": envelopes.MEDIA_TYPES[binding.soap_version],
                    "SOAPAction": operation.action,
                }
                response = session.post("http://mock/", data=data, headers=headers)
                assert response.ok, response.text
                assert (operation.name, plain(sent)) == (mock.calls[-1].operation, plain(mock.calls[-1].arguments))
                called += 1
                if operation.output is None:
                    continue
                received = envelopes.read(response.content, "")
                expected = messages.sample(operation.output, Samples(definitions.schemas, full=True))
                found = messages.read(operation.output, received.body, definitions.schemas)
                assert (plain(expected), []) == (plain(found[0]), found[1])
        assert called == len(mock.calls) >= 1
        assert not mock.problems


class TestRules:
    """What a test says that calls get."""

    def test_answer(self, mock, orders):
        """What is said is answered; what the schema requires beside it is a sample."""
        mock.on("GetOrder", id=5).answer(status="shipped", lines=[LINE])
        found = orders.GetOrder(id=5).body.GetOrderResult
        assert ("shipped", 1, None) == (found.status, found.id, found.scan)
        assert ("AB-123", 7) == (found.lines.line[0].sku, found.lines.line[0].number)
        assert "open" == orders.GetOrder(id=6).body.GetOrderResult.status

    @pytest.mark.parametrize(
        "value",
        [
            {"status": "shipped"},
            {"GetOrderResult": {"status": "shipped"}},
            {"get_order_result": {"status": "shipped"}},
            lambda call: {"status": "shipped", "id": call.arguments["id"]},
        ],
    )
    def test_ways_to_say_it(self, mock, orders, value):
        """A result may be given by itself, by its name, or by a function of the call."""
        mock.on("GetOrder").answer(value)
        assert "shipped" == orders.GetOrder(id=5).body.GetOrderResult.status

    def test_single_values(self, mock, client):
        """A result that is one value is given as it is."""
        mock.on("Add", a=1).answer(42)
        assert [42, 1] == [client.bind("Orders", "Sums").Add(each, 2) for each in (1, 2)]

    def test_several_results(self, mock, orders):
        """Several results are given by name."""
        at = dt.datetime(2026, 2, 3, 4, 5, 6, tzinfo=dt.timezone.utc)
        mock.on("put_order").answer(number=9, at=at)
        found = orders.PutOrder(order={"id": 1, "status": "open", "buyer": person(mock, orders)})
        assert (9, at) == (found.number, found.at)

    def test_answers_without_a_value(self, mock, orders):
        """An answer without a value is the sample; for a one-way operation it is the only one."""
        mock.on("GetOrder").answer()
        mock.on("Ping").answer()
        assert "open" == orders.GetOrder(id=5).body.GetOrderResult.status
        assert 202 == post(mock, "<Ping/>").status_code

    def test_headers(self, mock, orders):
        """A rule may answer SOAP headers; headers that arrive are told, decoded where they are declared."""
        mock.on("GetOrder").answer(headers={"session": {"token": "b"}, "Own": etree.Element("{urn:own}Own")})
        found = orders.GetOrder(id=5, _soapheaders={"session": {"token": "a"}})
        assert "b" == found.header.session.token
        assert {"token": "a"} == mock.calls[0].headers["Session"]
        post(mock, "<Ping/>", header='<s:Header><x xmlns="urn:y">z</x></s:Header>')
        assert ("{urn:y}x", "z") == (mock.calls[1].headers["x"].tag, mock.calls[1].headers["x"].text)

    def test_faults(self, mock, orders):
        """A fault has its code, its text and a detail that is declared."""
        mock.on("GetOrder", id=6).fault("no such order", "Client", detail={"NoSuchOrder": {"id": 6, "nearest": [5, 7]}})
        with pytest.raises(zeep.exceptions.Fault) as caught:
            orders.GetOrder(id=6)
        assert ("no such order", "soap:Client") == (caught.value.message, caught.value.code)
        assert ["6", "5", "7"] == [each.text for each in caught.value.detail[0]]
        mock.on("GetOrder").fault("odd", "Busy.Now", detail=etree.fromstring("<why>no</why>"))
        for _ in range(2):
            with pytest.raises(zeep.exceptions.Fault, match="odd") as caught:
                orders.GetOrder(id=6)
            assert ("Busy.Now", "no") == (caught.value.code, caught.value.detail[0].text)

    @pytest.mark.parametrize(("code", "value", "sub"), [("Client", "Sender", None), ("X", "Receiver", "X")])
    def test_faults_of_soap_12(self, mock, client, code, value, sub):
        """A fault of SOAP 1.2 has its codes."""
        mock.on("GetOrder").fault("no", code)
        with pytest.raises(zeep.exceptions.Fault, match="no") as caught:
            client.bind("Orders", "Orders12").GetOrder(id=6)
        assert f"soap:{value}" == caught.value.code
        assert ([sub] if sub else []) == [getattr(each, "localname", each) for each in caught.value.subcodes or []]

    @pytest.mark.parametrize("kind", ["reset", "drop"])
    def test_broken_connections(self, mock, orders, kind):
        """A rule breaks the connection off, once; the call arrived."""
        mock.on("GetOrder").fail(kind).once()
        with pytest.raises(requests.ConnectionError):
            orders.GetOrder(id=5)
        assert "open" == orders.GetOrder(id=5).body.GetOrderResult.status
        assert 2 == len(mock.calls)

    def test_other_failures(self, mock):
        """A reply may be cut short, late, or another one."""
        mock.on("GetOrder").answer(status="shipped").fail("truncate").once()
        with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
            post(mock, "<GetOrder><id>5</id></GetOrder>")
        assert b"open" in post(mock, "<GetOrder><id>5</id></GetOrder>").content
        mock.on("GetOrder").fail("status", status=503, headers={"Retry-After": "1"})
        found = post(mock, "<GetOrder><id>5</id></GetOrder>")
        assert (503, "1") == (found.status_code, found.headers["Retry-After"])
        mock.on("GetOrder").fail("delay", seconds=0.01)
        assert 200 == post(mock, "<GetOrder><id>5</id></GetOrder>").status_code
        mock.on().fail("html", status=500)
        assert "<html>" in post(mock, "<Ping/>").text

    def test_the_last_rule_counts(self, mock, client):
        """Of the rules that fit, the one made last counts, as often as it says; a rule that says nothing does not."""
        mock.on("Add").answer(1)
        mock.on("Add", a=5).answer(2).times(2)
        mock.on("Add", a=5, b=5).answer(3).once()
        mock.on("Add")
        sums = client.bind("Orders", "Sums")
        assert [3, 2, 2, 1, 1] == [sums.Add(5, 5) for _ in range(4)] + [sums.Add(0, 5)]

    def test_nested_matches(self, mock, client):
        """Arguments are compared by what is said of them, at any depth; odd names are given in a mapping."""
        mock.on("Find", who={"name": "Ann"}).answer(count=5)
        mock.on("Find", who={"name": lambda name: name.startswith("B")}).answer(count=2)
        mock.on("GetOrder", {"class": "x"}).answer(status="shipped")
        sums = client.bind("Orders", "Sums")
        found = [sums.Find({"name": name, "born": None})["count"] for name in ("Ann", "Bob", "Cid")]
        assert [5, 2, 1] == found
        assert "shipped" == client.service.GetOrder(**{"id": 5, "class": "x"}).body.GetOrderResult.status

    @pytest.mark.parametrize(
        ("wanted", "found", "expected"),
        [
            ({}, {"a": 1}, True),
            ({"a": 1}, {"a": 1, "b": 2}, True),
            ({"a": None}, {}, False),
            ({"a": None}, {"a": None}, True),
            ([1, {"a": 1}], [1, {"a": 1, "b": 1}], True),
            ([1], [1, 2], False),
            (5, Decimal(5), True),
            ("5", 5, False),
            ({"a": 1}, "x", False),
            (etree.fromstring("<a/>"), etree.fromstring("<a></a>"), True),
        ],
    )
    def test_matching(self, wanted, found, expected):
        """A mapping has to have what is wanted of it, a list each item, and a value has to be equal."""
        assert expected == matches(wanted, found)

    @pytest.mark.parametrize(
        ("say", "error"),
        [
            (lambda mock: mock.on("GetOrde"), "has no operation 'GetOrde'; did you mean GetOrder"),
            (lambda mock: mock.on("GetOrder", idd=1), "GetOrder: unknown argument idd; it has id, class"),
            (lambda mock: mock.on("Find", who={"nam": "Ann"}), "Find: there is no nam; "),
            (
                lambda mock: mock.on("GetOrder").answer(stat="x"),
                "GetOrder: GetOrderResult.stat: there is no such element; it has id, status",
            ),
            (lambda mock: mock.on("GetOrder").answer(status="x"), "GetOrderResult.status: it must be one of open"),
            (lambda mock: mock.on("GetOrder").answer(5), "GetOrderResult: expected a mapping with id, status"),
            (lambda mock: mock.on("PutOrder").answer(x=5), "the answer has no x; it has number, at"),
            (lambda mock: mock.on("PutOrder").answer(5), "pass a mapping; the answer has number, at"),
            (lambda mock: mock.on("Ping").answer(5), "Ping: a one-way operation has no answer"),
            (lambda mock: mock.on("GetOrder").answer(headers={"x": 1}), "the answer has no header 'x'"),
            (
                lambda mock: mock.on("GetOrder").fault("x", detail={"Nope": {}}),
                "unknown fault 'Nope'; it declares NoSuchOrder",
            ),
            (lambda mock: mock.on("GetOrder").fault("x", detail={"NoSuchOrder": {"q": 1}}), "q: unknown part"),
            (lambda mock: mock.on("GetOrder").fail("fault"), "Unknown failure 'fault'; the kinds are delay"),
            (lambda mock: mock.on("GetOrder").fail("delay"), "needs seconds"),
            (lambda mock: mock.on("GetOrder").times(0), "times must be 1 or more"),
            (lambda mock: mock.on().answer(5), "name the operation"),
        ],
    )
    def test_what_cannot_be_said(self, mock, say, error):
        """What a mock could not do later is refused at once, with a sentence."""
        with pytest.raises(ValueError, match=re.escape(error)):
            say(mock)

    def test_one_port(self, mock, client):
        """A rule may be for the operation of one port."""
        mock.on("Orders12.GetOrder").answer(status="shipped")
        assert "open" == client.service.GetOrder(id=5).body.GetOrderResult.status
        assert "shipped" == client.bind("Orders", "Orders12").GetOrder(id=5).status

    def test_reset(self, mock, orders):
        """A mock forgets what was said and what arrived."""
        mock.on("GetOrder").fault("no")
        post(mock, "<GetOrder/>")
        mock.reset()
        assert "open" == orders.GetOrder(id=5).body.GetOrderResult.status
        assert (1, 0) == (len(mock.calls), len(mock.problems))

    def test_many_threads(self, mock, client):
        """A rule for some calls is taken by exactly so many, whichever threads they come from."""
        mock.on("Add").answer(7).times(20)
        found = []
        threads = [
            threading.Thread(
                target=lambda: found.extend(
                    etree.fromstring(post(mock, BODY, path="/Orders/Sums").content).findtext(".//sum") for _ in range(5)
                )
            )
            for _ in range(8)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert (20, 20, 40) == (found.count("7"), found.count("1"), len(mock.calls))


BODY = '<t:Add xmlns:t="urn:sums" xmlns=""><a>1</a><b>2</b></t:Add>'


def person(mock, orders):
    """Make a person for zeep."""
    kind = zeep.Client(mock.url).get_type("{urn:orders:types}Person")
    return kind(name="Ann", born=dt.date(2000, 1, 1))


class TestProblems:
    """What a mock refuses."""

    @pytest.mark.parametrize(
        ("body", "more", "problem"),
        [
            ("<GetOrder><id>70000</id></GetOrder>", {}, "GetOrder: id: '70000' is greater than 9999"),
            ("<GetOrder/>", {}, "GetOrder: id is missing"),
            ("<GetOrder><id>5</id><x/></GetOrder>", {}, "GetOrder: the element x is not expected here"),
            ('<GetOrder y="1"><id>5</id></GetOrder>', {}, "GetOrder: there is no attribute y"),
            ("<Nope/>", {}, "No operation of the WSDL fits the element {urn:orders}Nope"),
            ("<Nope/>", {"action": "urn:x"}, "and the SOAP action 'urn:x'"),
            ("", {}, "No operation of the WSDL fits an empty body"),
            ("<Nope/>", {"action": "urn:orders/GetOrder"}, "GetOrder: the element {urn:orders}Nope is not expected"),
            (BODY.replace("<b>2</b>", ""), {"path": "/Orders/Sums"}, "Add: b is missing"),
            (BODY.replace("2", "x"), {"path": "/Orders/Sums"}, "Add: b: str 'x' is not an int"),
            ("<Ping/>", {"path": "/Orders/Orders12"}, "This port uses SOAP 1.2, but the request uses SOAP 1.1"),
            ("<Ping/><Ping/>", {}, "Ping: the element {urn:orders}Ping is not expected in the body"),
            ("<Ping/>", {"media": "multipart/related; type=text/xml"}, "The mock does not read MIME parts"),
            (
                "<GetOrder><id>5</id></GetOrder>",
                {"header": "<s:Header><Session><token><x/></token></Session></s:Header>"},
                "Session.token: there are elements where a simple value is expected",
            ),
        ],
    )
    def test_a_bad_request(self, mock, body, more, problem):
        """A request that the schema does not allow gets a fault that names the problem, and is remembered."""
        response = post(mock, body, **more)
        assert 500 == response.status_code
        assert problem in told(response)
        assert (1, 0) == (len(mock.problems), len(mock.calls))
        assert told(response) == str(mock.problems[0])
        assert body.encode() in mock.problems[0].envelope

    @pytest.mark.parametrize(
        ("data", "problem"),
        [
            (b"", "it is empty"),
            (b"hello", "it is not XML"),
            (b"<a/>", "is not a SOAP envelope: its root is a"),
            (b"<!DOCTYPE a><a/>", "it has a DTD"),
            (f'<e:Envelope xmlns:e="{SOAP}"/>'.encode(), "The envelope has no Body"),
            (b"\xff\xfe\x00", "cannot be read"),
        ],
    )
    def test_what_is_no_envelope(self, mock, data, problem):
        """What is no envelope gets a fault, and nothing crashes."""
        response = requests.post(mock.url, data=data, headers={"Content-Type": "text/xml"}, timeout=30)
        assert (500, True) == (response.status_code, problem in told(response))

    def test_depth(self, mock):
        """Elements that are nested too deeply get a fault."""
        body = f"<GetOrder><id>{'<a>' * 5000}{'</a>' * 5000}</id></GetOrder>"
        assert post(mock, body).status_code == 500
        many = "".join(["<x>"] * 200) + "".join(["</x>"] * 200)
        assert post(mock, f"<GetOrder>{many}</GetOrder>").status_code == 500
        assert 2 == len(mock.problems)

    def test_another_server(self, mock):
        """Another WSGI server cannot break off, and a request that is too long is refused before it is read."""
        body = f'<e:Envelope xmlns:e="{SOAP}"><e:Body><Ping xmlns="urn:orders"/></e:Body></e:Envelope>'.encode()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/",
            "CONTENT_TYPE": "text/xml",
            "wsgi.input": io.BytesIO(body),
        }
        statuses = []

        def call(length):
            whole = mock.wsgi(
                {**environ, "CONTENT_LENGTH": str(length)}, lambda status, headers: statuses.append(status)
            )
            return b"".join(whole)

        assert b"larger than 64 MiB" in call(2**30)
        mock.on("Ping").fail("reset")
        assert b"This failure needs the connection" in call(len(body))
        assert ["413", "500"] == [each[:3] for each in statuses]

    def test_what_cannot_be_read(self, tmp_path):
        """An operation whose request or faults cannot be read takes no other down."""
        text = ORDERS.read_text("utf-8").replace('element="tns:PutOrder"', 'element="tns:Nope"')
        text = text.replace('name="fault" element="tns:NoSuchOrder"', 'name="fault" element="tns:Nope"')
        (tmp_path / "orders.wsdl").write_text(text, "utf-8")
        (tmp_path / "types.xsd").write_text((ORDERS.parent / "types.xsd").read_text("utf-8"), "utf-8")
        with Mock(tmp_path / "orders.wsdl") as mock:
            assert "no schema declares the element '{urn:orders}Nope'" in told(post(mock, "<PutOrder/>"))
            with pytest.raises(errors.ArgumentError, match="unknown fault 'NoSuchOrder'; it declares none"):
                mock.on("GetOrder").fault("no", detail={"NoSuchOrder": {}})
            assert post(mock, "<GetOrder><id>5</id></GetOrder>").ok

    def test_a_version_that_it_has_not(self):
        """An envelope of a version that no port has is told."""
        with Mock(WSDLS / "split" / "service.wsdl") as mock:
            response = post(mock, "<x/>", path="/", version="1.2")
            assert "The WSDL has no port for SOAP 1.2" == told(response)

    def test_an_answer_that_cannot_be_made(self, tmp_path):
        """An operation whose answer cannot be read is a fault of its own; the others answer."""
        path = tmp_path / "shop.wsdl"
        text = (WSDLS / "shop.wsdl").read_text("utf-8")
        path.write_text(text.replace('name="number" type="xs:int"', 'name="number" type="t:Nope"'), "utf-8")
        with Mock(path) as mock:
            find = mock.contract.definitions.bindings["{urn:shop}ShopSoap"].operations["Order"]
            sent = messages.sample(find.input, Samples(mock.contract.definitions.schemas))
            data = messages.write(find.input, sent, Layouts(mock.contract.definitions.schemas))
            here = mock.url.removesuffix("?wsdl") + "ShopService/ShopPort"
            response = requests.post(here, data=data, timeout=30)
            assert "The mock cannot answer Order: no schema declares the type '{urn:shop:types}Nope'" == told(response)
            assert "Weather" == zeep_free(mock, here)

    def test_a_function_that_answers_nonsense(self, mock):
        """What a function answers is checked when it is called, and a fault says what is wrong with it."""
        mock.on("GetOrder").answer(lambda call: {"status": "lost"})
        assert "GetOrderResult.status: it must be one of open, shipped" in told(
            post(mock, "<GetOrder><id>5</id></GetOrder>")
        )

    def test_listener(self):
        """A listener is told of each call and each problem."""
        heard = []
        with Mock(ORDERS, listener=heard.append) as mock:
            post(mock, "<Ping/>")
            post(mock, "<GetOrder/>")
        assert ["Ping", "GetOrder"] == [each.operation for each in heard]
        assert heard == [*mock.calls, *mock.problems]

    def test_a_mock_stays_where_it_is(self, mock):
        """A mock cannot be copied or pickled."""
        with pytest.raises(TypeError, match="cannot be copied"):
            copy.copy(mock)


def zeep_free(mock, here):
    """Call the operation Weather without any client, and return its answer."""
    body = f'<e:Envelope xmlns:e="{SOAP}"><e:Body><City xmlns="urn:shop:types">x</City></e:Body></e:Envelope>'
    response = requests.post(here, data=body, timeout=30)
    return etree.fromstring(response.content).findtext(".//{urn:shop:types}Weather")


WSDL = """<wsdl:definitions targetNamespace="urn:x" xmlns:t="urn:x" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"><wsdl:types>
    <xs:schema targetNamespace="urn:x" elementFormDefault="qualified"><xs:element name="i"><xs:complexType>{0}
    </xs:complexType></xs:element><xs:element name="o"><xs:complexType>{1}</xs:complexType></xs:element></xs:schema>
    </wsdl:types><wsdl:message name="i"><wsdl:part name="p" element="t:i"/></wsdl:message>
    <wsdl:message name="o"><wsdl:part name="p" element="t:o"/></wsdl:message>
    <wsdl:portType name="P"><wsdl:operation name="Do"><wsdl:input message="t:i"/><wsdl:output message="t:o"/>
    </wsdl:operation></wsdl:portType><wsdl:binding name="B" type="t:P">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/><wsdl:operation name="Do"><soap:operation/>
    <wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output>
    </wsdl:operation></wsdl:binding><wsdl:service name="S"><wsdl:port name="P" binding="t:B">
    <soap:address location="http://x/"/></wsdl:port></wsdl:service></wsdl:definitions>"""


@settings(max_examples=30)
@given(random_schemas(), random_schemas(), st.booleans())
def test_any_service(sent, answered, full):
    """The mock of any service takes a sample of its request, and answers one that is valid."""
    mock = Mock(WSDL.format(sent, answered).encode(), full=full)
    definitions = mock.contract.definitions
    operation = definitions.bindings["{urn:x}B"].operations["Do"]
    value = messages.sample(operation.input, Samples(definitions.schemas, full=not full))
    session = requests.Session()
    session.mount("http://", mock.adapter())
    data = messages.write(operation.input, value, Layouts(definitions.schemas))
    response = session.post("http://mock/S/P", data=data)
    assert response.ok, response.text
    received = envelopes.read(response.content, "")
    found, problems = messages.read(operation.output, received.body, definitions.schemas)
    assert [] == problems
    # What decode gives, the mock writes again.
    whole = definitions.decoder.answer(operation, received.body).whole
    assert plain(found) == plain(whole.to_dict())
    written = messages.write(operation.output, {name: whole[name] for name in whole}, Layouts(definitions.schemas))
    assert response.content == written
    assume(found)  # nothing at all is an empty result where there is one
    mock.on("Do").answer(lambda call: found)
    assert response.content == session.post("http://mock/S/P", data=data).content


def test_nil_of_a_rule(tmp_path):
    """What is nil in a call is `NIL` or None in a rule; what is not there is neither."""
    content = '<xs:sequence><xs:element name="n" type="xs:int" minOccurs="0" nillable="true"/></xs:sequence>'
    schema = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" elementFormDefault="qualified">'
        f'<xs:element name="Do"><xs:complexType>{content}</xs:complexType></xs:element></xs:schema>'
    )
    path = tmp_path / "nil.wsdl"
    path.write_text(schemas.ENVELOPE.format(schema=schema), "utf-8")
    with Mock(path) as mock, SoapClient(mock.url) as client:
        mock.on("Do").answer(n=1)
        for said in (NIL, None):
            mock.on("Do", n=said).answer(n=2).once()
            assert [1, 2, 1] == [client.service.Do(**given) for given in ({}, {"n": NIL}, {"n": NIL})]
