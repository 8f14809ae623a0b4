"""`call` and what tells of contracts, for any service, in processes of their own against a mock on a socket."""

from __future__ import annotations

import base64
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from test_cli import process

from soapclient import Mock
from soapclient.contract.plain import element_data

WSDLS = Path(__file__).parent / "wsdls"
ERP = WSDLS / "erp" / "erp.wsdl"
ORDERS = WSDLS / "orders.wsdl"
ORDER = {
    "id": 5,
    "placedAt": dt.datetime(2026, 1, 31, 8, 30, tzinfo=dt.timezone.utc),
    "lines": [{"sku": "A1", "unitPrice": Decimal("12345678901234567890.50")}],
    "customer": {"xsi:type": "Person", "name": "Jane", "born": dt.date(1990, 1, 2)},
    "scan": b"hi",
}


@pytest.fixture
def mock():
    with Mock(ERP) as made:
        yield made


@pytest.fixture
def admin(sim, configure):
    """The environment of an administrator of the simulator of infoRouter."""
    configure(server=sim.serve().url, username="admin", password="admin")


def call(mock, *words, data=None):
    return process("call", "--wsdl", mock.url, *words, data=data)


def value(done):
    """Return the JSON of an answer, with its numbers as they are written."""
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout, parse_float=str)


class TestCall:
    """`call --json`."""

    def test_an_answer(self, mock):
        """Nested values are JSON: decimals exact, dates by ISO, bytes as base64, the derived type by name."""
        mock.on("GetOrder", id=5).answer(order=ORDER)
        found = value(call(mock, "GetOrder", "id=5", "--json"))
        order = found["value"]
        assert ("GetOrder", "12345678901234567890.50") == (found["operation"], order["lines"][0]["unitPrice"])
        assert ("2026-01-31T08:30:00+00:00", "1990-01-02") == (
            order["placedAt"].replace("Z", "+00:00"), order["customer"]["born"],
        )  # fmt: skip
        assert ("{urn:erp}Person", b"hi") == (order["customer"]["xsi:type"], base64.b64decode(order["scan"]))

    def test_a_list_and_nothing(self, mock):
        """A list that is unwrapped is a list; a one-way call and an answer without a value print null."""
        mock.on("FindOrders").answer(id=[1, 2])
        assert [1, 2] == value(call(mock, "find_orders", "--json"))["value"]
        assert value(call(mock, "Ping", "--json"))["value"] is None
        done = call(mock, "Ping")
        assert (0, "", "") == (done.returncode, done.stdout, done.stderr)

    def test_dotted_names(self, mock, tmp_path):
        """Names with dots and positions lead inside, also to a derived type; bytes come from a file."""
        scan = tmp_path / "scan.bin"
        scan.write_bytes(b"\x00\xff")
        words = ("order.id=5", "order.placedAt=2026-01-31T08:30:00Z", "order.customer.xsi:type=Company")
        words += (
            "order.customer.name=n",
            "order.customer.vat=x",
            "order.lines[0].sku=A1",
            "order.lines[0].unitPrice=1.50",
        )
        words += (
            "order.lines[1].sku=A2",
            "order.lines[1].unit_price=2",
            "order.lines[1].note:=nil",
            f"order.scan=@{scan}",
        )
        assert value(call(mock, "PutOrder", *words, "--json"))["value"] is None
        (arrived,) = mock.calls
        order = arrived.arguments["order"]
        assert ([Decimal("1.50"), Decimal(2)], None, b"\x00\xff") == (
            [each["unitPrice"] for each in order["lines"]], order["lines"][1]["note"], order["scan"],
        )  # fmt: skip
        assert "x" == order["customer"]["vat"]

    def test_arguments_from_standard_input(self, mock):
        """What `call --json` printed can be sent, by standard input, beside what is written."""
        mock.on("GetOrder").answer(order=ORDER)
        order = json.loads(call(mock, "GetOrder", "id=5", "--json").stdout)["value"]
        mock.reset()
        done = call(mock, "PutOrder", "--arguments", "-", "--json", data=json.dumps({"order": order}))
        assert value(done)["value"] is None
        (arrived,) = mock.calls
        sent = arrived.arguments["order"]
        assert (ORDER["lines"][0]["unitPrice"], b"hi") == (sent["lines"][0]["unitPrice"], sent["scan"])

    def test_failures(self, mock):
        """A fault is status 1, an argument 2, an answer that never comes 3, a name 4."""
        mock.on("GetOrder", id=1).fault("no such order")
        mock.on("GetOrder", id=2).fail("reset")
        for words, status, told in (
            (("GetOrder", "id=1"), 1, "no such order"),
            (("GetOrder", "id=x"), 2, "not an int"),
            (("GetOrder", "order.id=x"), 2, "there is no parameter"),
            (("GetOrder", "id=2"), 3, "may have been made"),
            (("GetOder", "id=2"), 4, "GetOrder"),
        ):
            done = call(mock, *words)
            assert (status, "", True) == (done.returncode, done.stdout, told in done.stderr), done.stderr


class TestContracts:
    """`ops`, `describe`, `envelope` and `stubs` of one port."""

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("ops",), ["Attach", "GetOrder", "Track"]),
            (("ops", "--port", "ShippingPort"), ["GetOrder", "Track"]),
            (("ops", "--service", "Shipping"), ["GetOrder", "Track"]),
            (("describe", "GetOrder"), ["id"]),
            (("describe", "GetOrder", "--port", "ShippingPort"), ["parcel"]),
            (("envelope", "GetOrder", "parcel=x", "--service", "Shipping"), ["parcel"]),
            (("stubs", "--port", "ShippingPort"), ["def Track(", "parcel: str", "-> float"]),
        ],
    )
    def test_of_a_port(self, cli, words, told):
        """What they tell is that of the port which is named."""
        status, out, _ = cli(*words, "--wsdl", str(ORDERS))
        assert (0, []) == (status, [each for each in told if each not in out])
        if "--port" in words or "--service" in words:
            assert "Attach" not in out and "id: int" not in out

    @pytest.mark.parametrize("command", ["ops", "stubs", "describe GetOrder"])
    def test_no_such_port(self, cli, command):
        """A port that the WSDL does not have is told with the nearest."""
        status, _, err = cli(*command.split(), "--wsdl", str(ORDERS), "--port", "ShipingPort")
        assert (4, True) == (status, "did you mean ShippingPort" in err), err


class TestInfoRouter:
    """`call --json` of infoRouter."""

    def test_data(self, cli, admin):
        """The reply is data: attributes with @, children always as lists; its items are the models' fields."""
        status, out, _ = cli("call", "GetUser", "UserName=jdoe", "--json")
        found = json.loads(out)
        (user,) = found["data"]["User"]
        assert (0, "jdoe") == (status, user["@UserName"])
        assert found["attributes"] == {name[1:]: said for name, said in found["data"].items() if name.startswith("@")}
        (item,) = found["items"]
        assert ["jdoe", 2, True, "2024-01-15T00:00:00"] == [
            item[name] for name in ("user_name", "user_id", "enabled", "last_password_change")
        ]
        assert "xml" not in found

    def test_a_ticket_that_is_asked_for(self, cli, tmp_path):
        """Calling the operation that gives a ticket shows it: it is the answer."""
        (tmp_path / "password").write_text("admin")
        words = ("call", "AuthenticateUser", "UID=admin", f"PWD=@{tmp_path / 'password'}", "--json", "--server", "sim:")
        status, out, err = cli(*words)
        found = json.loads(out)
        assert (0, "") == (status, err)
        assert found["attributes"]["ticket"] == found["data"]["@ticket"] != "***"

    def test_nothing_is_lost(self):
        """Each attribute, text and child is there, also of one name in two namespaces."""
        text = '<a x="1" n:x="2" xmlns:n="urn:n">t<b/>u<n:b>v</n:b><!-- c --> </a>'
        expected = {"@x": "1", "@{urn:n}x": "2", "#text": "tu ", "b": [{}, {"#text": "v"}]}
        assert expected == element_data(etree.fromstring(text))

    def test_no_element(self, cli, admin):
        """The answer no has none."""
        _, out, _ = cli("call", "UserExists", "UserName=nobody", "--json")
        found = json.loads(out)
        assert (False, None, []) == (found["answer"], found["data"], found["items"])
