"""`simulate --wsdl` and `wsdl json-schema` on the command line."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest
import requests
from test_cli import running

WSDLS = Path(__file__).parent / "wsdls"
ORDERS = str(WSDLS / "orders" / "orders.wsdl")
ENVELOPE = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{}</s:Body></s:Envelope>'
PING = ENVELOPE.format('<Ping xmlns="urn:orders"/>')
BAD = ENVELOPE.format('<GetOrder xmlns="urn:orders"><id>hush</id></GetOrder>')


class TestSimulate:
    """`simulate --wsdl`, in processes of its own."""

    def test_it_serves_until_it_is_told_to_stop(self):
        """The URL is the one line on standard output, each call a line on standard error, without what it carries."""
        with running("simulate", "--wsdl", ORDERS) as (server, line):
            assert line.endswith("/?wsdl")
            assert "urn:orders:types" in requests.get(line, timeout=30).text
            for data in (PING, BAD, "nonsense"):
                requests.post(line, data=data, timeout=30)
            server.send_signal(signal.SIGINT)
            out, err = server.communicate(timeout=30)
        assert (server.returncode, out) == (0, "")
        assert err.splitlines() == [
            "Ping: answered",
            "refused: GetOrder: id: str 'hush' is not an int",
            "refused: The request cannot be read: it is not XML",
        ]

    def test_json(self):
        """With --json each call is an object on standard output."""
        with running("simulate", "--wsdl", ORDERS, "--json") as (server, line):
            url = json.loads(line)["url"]
            for data in (PING, BAD):
                requests.post(url, data=data, timeout=30)
            server.send_signal(signal.SIGTERM)
            out, err = server.communicate(timeout=30)
        assert (server.returncode, err) == (0, "")
        assert [json.loads(each) for each in out.splitlines()] == [
            {"operation": "Ping", "problem": None},
            {"operation": "GetOrder", "problem": "GetOrder: id: str 'hush' is not an int"},
        ]

    @pytest.mark.parametrize(
        ("words", "status", "told"),
        [
            (["--wsdl", "nope.wsdl"], 2, "The WSDL 'nope.wsdl' cannot be read"),
            (["--wsdl", ORDERS, "--seed-users", "2"], 2, "--seed-users is an option of the simulator, not of a mock"),
            (["--wsdl", ORDERS, "--generation", "classic"], 2, "--generation is an option of the simulator"),
            (["--wsdl", ORDERS, "--host", "300.0.0.1"], 2, "the mock cannot serve at 300.0.0.1"),
        ],
    )
    def test_what_cannot_be(self, cli, words, status, told):
        """What a mock cannot do is one sentence."""
        found, out, err = cli("simulate", *words)
        assert (status, "", 1) == (found, out, err.count("\n"))
        assert told in err


class TestJsonSchema:
    """`wsdl json-schema`."""

    def test_one_operation(self, cli):
        """It prints the schema of one operation, by its exact or Python name."""
        status, out, err = cli("wsdl", "json-schema", ORDERS, "get_order")
        found = json.loads(out)
        assert (0, "", "GetOrder") == (status, err, found["title"])
        assert {"request", "answer", "faults"} == found["properties"].keys()

    def test_all(self, cli):
        """Without a name it prints all operations."""
        found = json.loads(cli("wsdl", "json-schema", ORDERS)[1])
        assert ["GetOrder", "PutOrder", "Ping", "Draw", "Add", "Find"] == list(found["properties"])

    def test_an_operation_that_it_does_not_have(self, cli):
        """An unknown operation is told with the nearest names."""
        status, out, err = cli("wsdl", "json-schema", ORDERS, "GetOrde")
        assert (4, "") == (status, out)
        assert "did you mean GetOrder" in err
