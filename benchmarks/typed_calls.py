"""Whole calls of a typed service, beside other libraries: `python benchmarks/typed_calls.py [--calls 1000]`.

Each peer is a process of its own and calls the same server: it sends a nested order, and reads the order with its lines
that comes back. Printed is the CPU time of one call in the client, envelope, sending and typed answer, in microseconds
and as a ratio to zeep's. suds is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

WSDL = Path(__file__).parents[1] / "examples" / "orders.wsdl"
PLACED = dt.datetime(2026, 1, 31, 8, 30, tzinfo=dt.timezone.utc)
LINES = [{"sku": f"sku {number}", "price": Decimal("19.90"), "quantity": number} for number in range(1, 6)]
ORDER = {"id": 5, "status": "open", "placed": PLACED, "lines": LINES}
ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:example:orders"><s:Body>{}</s:Body>'
    "</s:Envelope>"
)
ROW = "<lines><sku>sku {0}</sku><price>19.90</price><quantity>{0}</quantity></lines>"
XML = (
    "<order><id>5</id><status>open</status><placed>2026-01-31T08:30:00Z</placed>"
    + "".join(map(ROW.format, range(1, 6)))
    + "</order>"
)
ANSWERS = {
    b"GetOrder": ENVELOPE.format(f"<GetOrderResponse>{XML}</GetOrderResponse>").encode(),
    b"SaveOrder": ENVELOPE.format("<SaveOrderResponse><id>5</id></SaveOrderResponse>").encode(),
}


class Handler(BaseHTTPRequestHandler):
    """Answers each call with what it always answers."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        request = self.rfile.read(int(self.headers["Content-Length"]))
        data = ANSWERS[b"SaveOrder" if b"SaveOrder" in request else b"GetOrder"]
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: {len(data)}\r\n\r\n"
        self.wfile.write(head.encode() + data)


def soapclient(url: str) -> Callable[[], Any]:
    from soapclient import SoapClient

    soap = SoapClient(WSDL, server=url)

    def calls() -> Any:
        soap.service.SaveOrder(order=ORDER)
        return soap.service.GetOrder(id=5).lines[4].price

    return calls


def zeep(url: str) -> Callable[[], Any]:
    import zeep

    client = zeep.Client(str(WSDL))
    service = client.create_service("{urn:example:orders}OrdersSoap", url)

    def calls() -> Any:
        service.SaveOrder(order=ORDER)
        return service.GetOrder(id=5).lines[4].price

    return calls


def suds(url: str) -> Callable[[], Any]:
    from suds.client import Client

    client = Client(WSDL.as_uri(), location=url, cache=None)

    def calls() -> Any:
        client.service.SaveOrder(order=ORDER)
        return Decimal(client.service.GetOrder(id=5).lines[4].price)

    return calls


def plain(url: str) -> Callable[[], Any]:
    import requests
    from lxml import etree

    session = requests.Session()
    saved = ENVELOPE.format(f"<SaveOrder>{XML}</SaveOrder>").encode()
    asked = ENVELOPE.format("<GetOrder><id>5</id></GetOrder>").encode()

    def calls() -> Any:
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
        etree.fromstring(session.post(url, saved, headers=headers).content)
        root = etree.fromstring(session.post(url, asked, headers=headers).content)
        return Decimal(root.findall(".//{*}price")[4].text)

    return calls


PEERS = {"soapclient": soapclient, "zeep": zeep, "suds": suds, "plain": plain}


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def run(peer: str, url: str, count: int) -> None:
    calls = PEERS[peer](url)
    for _ in range(20):
        assert Decimal("19.90") == calls()
    before = cpu()
    for _ in range(count):
        calls()
    print(json.dumps((cpu() - before) / count / 2))


def measured(peer: str, url: str, count: int) -> float | None:
    command = [sys.executable, __file__, "--peer", peer, "--url", url, "--calls", str(count)]
    done = subprocess.run(command, capture_output=True, text=True)
    if "No module named 'suds'" in done.stderr:
        return None
    done.check_returncode()
    return float(json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000, help="how many of each operation")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", choices=PEERS)
    parser.add_argument("--url")
    said = parser.parse_args()
    if said.peer:
        run(said.peer, said.url, said.calls)
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/orders"
    rounds = [{peer: measured(peer, url, said.calls) for peer in PEERS} for _ in range(said.rounds)]
    print(f"{'peer':12} {'CPU us':>8} {'of zeep':>8}")
    for peer in PEERS:
        found = [(each[peer], each["zeep"]) for each in rounds]
        times = [(one, of) for one, of in found if one is not None and of is not None]
        if times:
            middle = statistics.median(one for one, _ in times)
            print(f"{peer:12} {middle * 1e6:8.0f} {statistics.median(one / of for one, of in times):8.2f}")


if __name__ == "__main__":
    main()
