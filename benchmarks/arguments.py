"""Writing envelopes of nested arguments, beside zeep: `python benchmarks/arguments.py [--rows 1 100] [--rounds 7]`.

Each peer writes the same order, of lines with typed values, in a process of its own. Nothing is sent. Printed are CPU
seconds for one envelope, and the ratio to zeep's.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

WSDL = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
 xmlns:t="urn:x" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x"><types>
<xs:schema targetNamespace="urn:x" xmlns="urn:x" elementFormDefault="qualified">
<xs:element name="Put"><xs:complexType><xs:sequence><xs:element name="Id" type="xs:int"/>
<xs:element name="Placed" type="xs:dateTime"/><xs:element name="Customer" type="Customer"/>
<xs:element name="Line" type="Line" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
<xs:complexType name="Customer"><xs:sequence><xs:element name="Name" type="xs:string"/>
<xs:element name="Email" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType>
<xs:complexType name="Line"><xs:sequence><xs:element name="Sku" type="xs:string"/>
<xs:element name="Price" type="xs:decimal"/><xs:element name="Gift" type="xs:boolean" minOccurs="0"/></xs:sequence>
<xs:attribute name="count" type="xs:int"/></xs:complexType>
</xs:schema></types><message name="i"><part name="p" element="t:Put"/></message>
<portType name="pt"><operation name="Put"><input message="t:i"/></operation></portType>
<binding name="b" type="t:pt"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="Put">
<s:operation soapAction="Put"/><input><s:body use="literal"/></input></operation></binding>
<service name="S"><port name="P" binding="t:b"><s:address location="http://localhost/"/></port></service></definitions>
"""


def order(rows: int) -> dict[str, Any]:
    lines = [{"Sku": f"sku {row}", "Price": Decimal("1.50"), "Gift": True, "count": row} for row in range(rows)]
    placed = dt.datetime(2026, 1, 31, 8, 30, tzinfo=dt.timezone.utc)
    return {"Id": 5, "Placed": placed, "Customer": {"Name": "n", "Email": "n@example.com"}, "Line": lines}


def soapclient(wsdl: str) -> Callable[[dict[str, Any]], bytes]:
    from soapclient import Contract
    from soapclient.calls.arguments import bind

    contract = Contract.load(wsdl)
    operation = contract["Put"]
    return lambda given: contract.encode(operation, bind(operation, given))


def zeep(wsdl: str) -> Callable[[dict[str, Any]], bytes]:
    import zeep as peer
    from lxml import etree

    client = peer.Client(wsdl)
    return lambda given: bytes(etree.tostring(client.create_message(client.service, "Put", **given)))


PEERS: dict[str, Callable[[str], Callable[[dict[str, Any]], bytes]]] = {"soapclient": soapclient, "zeep": zeep}


def measured(peer: str, rows: int, rounds: int) -> float:
    """Return the CPU seconds for one envelope: the least of several rounds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.wsdl"
        path.write_text(WSDL, "utf-8")
        write, given = PEERS[peer](str(path)), order(rows)
        write(given)
        count = max(1, 400 // rows)
        found = []
        for _ in range(rounds):
            start = time.process_time()
            for _ in range(count):
                write(given)
            found.append((time.process_time() - start) / count)
    return min(found)


def main() -> None:
    """Measure each peer in a process of its own, and print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1, 100])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peer:
        print(json.dumps(measured(given.peer, given.rows[0], given.rounds)))
        return
    for rows in given.rows:
        found: dict[str, list[float]] = {name: [] for name in PEERS}
        for _ in range(3):
            for name in PEERS:
                command = [sys.executable, __file__, "--peer", name, "--rows", str(rows), "--rounds", str(given.rounds)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                found[name].append(json.loads(done.stdout))
        ours, theirs = (statistics.median(each) for each in found.values())
        print(
            f"{rows} lines: soapclient {ours * 1e6:.0f} µs, zeep {theirs * 1e6:.0f} µs, {ours / theirs:.2f} of zeep's"
        )


if __name__ == "__main__":
    main()
