"""The mock, called by clients that nobody here wrote: PHP's SoapClient and node-soap read its WSDL and its answers.

They are there where the servers of `.ci/interop/all` are; without these the tests are skipped.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable
from typing import Any

import foreign
import pytest
import spoken

from soapclient import Mock

pytestmark = pytest.mark.interop
CALLERS = foreign.CI / "interop" / "callers"
WSDL = foreign.CI / "interop" / "wsdl" / "orders.wsdl"
Call = Callable[..., list[dict[str, Any]]]


@pytest.fixture(params=["php", "node-1.1", "node-1.2"])
def call(request: pytest.FixtureRequest) -> Call:
    """What lets a client make calls of a WSDL."""
    name, _, version = request.param.partition("-")
    foreign.server(name)
    built = foreign.CI / "interop" / "built" / "node"
    program = {"php": ("php", CALLERS / "call.php"), "node": ("node", CALLERS / "call.js", built)}[name]

    def made(url: str, *calls: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
        command = [*program, url, *filter(None, [version]), json.dumps(calls)]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert result.returncode == 0, result.stderr
        told: list[dict[str, Any]] = json.loads(result.stdout)
        return told

    return made


def test_what_they_send_and_read(call):
    """They are served the WSDL and what it imports, send what the schema wants, and read what the mock answers."""
    notified = threading.Event()
    with Mock(WSDL, listener=lambda call: call.operation == "Notify" and notified.set()) as mock:
        mock.on("Store", name="n").answer(size=4, checksum="a & b")
        mock.on("Fetch").answer(spoken.BYTES)
        first, second, third, fourth = call(
            mock.url,
            ("Store", {"name": "n", "data": "AAECAw=="}),
            ("Update", {"email": "", "mobile": "1", "points": 1}),
            ("Notify", {"text": "ä"}),
            ("Empty", {}),
        )

        assert (int(first["answer"]["size"]), first["answer"]["checksum"]) == (4, "a & b")
        assert not any("fault" in each or "error" in each for each in (second, third, fourth))
        assert notified.wait(30)  # PHP does not wait for what comes of a one-way call
        arguments = {each.operation: each.arguments for each in mock.calls}
        assert {*arguments} == {"Store", "Update", "Notify", "Empty"}
        assert arguments["Update"]["email"] == ""
        assert arguments["Notify"] == {"text": "ä"}
        assert not mock.problems


def test_records(call):
    """They read each value of nested records, in lists of one and of several."""
    orders = [dict(spoken.order("php")) | {"id": number} for number in (1, 2)]
    with Mock(WSDL) as mock:
        mock.on("List", count=1).answer(orders[:1])
        mock.on("List", count=2).answer(orders)
        one, two = call(mock.url, ("List", {"count": 1}), ("List", {"count": 2}))

        assert not mock.problems
    found = [one["answer"]["order"], two["answer"]["order"]]
    assert [len(each) for each in found] == [1, 2]
    for order in (*found[0], *found[1]):
        assert order["customer"]["name"] == spoken.ORDER["customer"]["name"]
        assert order["status"] == "on hold"
        assert [line["sku"] for line in order["line"]] == ["A", "B"]
        assert float(order["total"]) == float(spoken.ORDER["total"])
        assert order.get("due") is None


def test_a_fault(call):
    """They read a fault with its code, text and detail."""
    with Mock(WSDL) as mock:
        mock.on("Fail").fault(
            "not today", "Client", detail={"Refused": {"code": 7, "reason": "no", "field": ["total"]}}
        )
        (told,) = call(mock.url, ("Fail", {"code": 7, "reason": "x"}))

    code, text, detail = told["fault"]
    assert code.rpartition(":")[2] in {"Client", "Sender"}
    assert "not today" in json.dumps(text)
    assert int(detail["Refused"]["code"]) == 7


def test_a_sample_of_each(call):
    """They read the samples that the mock answers of each operation."""
    with Mock(WSDL) as mock:
        told = call(mock.url, ("List", {"count": 3}), ("Fetch", {"size": 3}), ("Empty", {}))

        assert not mock.problems
    assert [[*each] for each in told] == [["answer"]] * 3
