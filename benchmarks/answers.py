"""Reading large answers, beside zeep: `python benchmarks/answers.py [--rows 10000] [--rounds 5]`.

Each peer reads the same envelope, of nested rows with typed values, in a process of its own, and adds up what it read.
Nothing is sent. Printed are CPU seconds for one answer and the peak of memory above what the process has before, and
both as ratios to zeep's.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

WSDL = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
 xmlns:t="urn:x" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x"><types>
<xs:schema targetNamespace="urn:x" xmlns="urn:x" elementFormDefault="qualified">
<xs:element name="List"><xs:complexType/></xs:element>
<xs:element name="ListResponse"><xs:complexType><xs:sequence><xs:element name="ListResult" type="Rows"/></xs:sequence>
</xs:complexType></xs:element>
<xs:complexType name="Rows"><xs:sequence><xs:element name="Row" type="Row" minOccurs="0" maxOccurs="unbounded"/>
</xs:sequence></xs:complexType>
<xs:complexType name="Row"><xs:sequence><xs:element name="Id" type="xs:int"/><xs:element name="Name" type="xs:string"/>
<xs:element name="Placed" type="xs:dateTime"/><xs:element name="Paid" type="xs:boolean"/>
<xs:element name="Customer" type="Customer" minOccurs="0"/><xs:element name="Note" type="xs:string" minOccurs="0"/>
<xs:element name="Line" type="Line" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
<xs:complexType name="Customer"><xs:sequence><xs:element name="Name" type="xs:string"/>
<xs:element name="Email" type="xs:string" nillable="true"/></xs:sequence></xs:complexType>
<xs:complexType name="Line"><xs:sequence><xs:element name="Sku" type="xs:string"/>
<xs:element name="Price" type="xs:decimal"/></xs:sequence><xs:attribute name="count" type="xs:int"/></xs:complexType>
</xs:schema></types><message name="i"><part name="p" element="t:List"/></message>
<message name="o"><part name="p" element="t:ListResponse"/></message>
<portType name="pt"><operation name="List"><input message="t:i"/><output message="t:o"/></operation></portType>
<binding name="b" type="t:pt"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="List">
<s:operation soapAction="List"/><input><s:body use="literal"/></input><output><s:body use="literal"/></output>
</operation></binding>
<service name="S"><port name="P" binding="t:b"><s:address location="http://localhost/"/></port></service></definitions>
"""
ROW = """<Row><Id>{0}</Id><Name>order {0}</Name><Placed>2026-01-31T08:30:00Z</Placed><Paid>true</Paid><Customer>
<Name>customer {0}</Name><Email>c{0}@example.com</Email></Customer><Line count="1"><Sku>sku {0}</Sku>
<Price>{0}.50</Price></Line><Line count="2"><Sku>sku b</Sku><Price>1.25</Price></Line></Row>"""


def envelope(rows: int) -> bytes:
    inside = "".join(map(ROW.format, range(rows)))
    head = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><ListResponse xmlns="urn:x">'
    return f"{head}<ListResult>{inside}</ListResult></ListResponse></s:Body></s:Envelope>".encode()


def soapclient(wsdl: str) -> Callable[[bytes], Any]:
    from soapclient import Contract

    contract = Contract.load(wsdl)
    return lambda data: contract.decode("List", data).Row


def zeep(wsdl: str) -> Callable[[bytes], Any]:
    import requests
    import zeep

    client = zeep.Client(wsdl)
    binding = next(iter(client.wsdl.bindings.values()))
    operation = binding.get("List")

    def read(data: bytes) -> Any:
        response = requests.Response()
        response.status_code, response._content = 200, data
        response.headers["Content-Type"] = "text/xml; charset=utf-8"
        return binding.process_reply(client, operation, response)

    return read


PEERS = {"soapclient": soapclient, "zeep": zeep}


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def run(peer: str, wsdl: str, rows: int) -> None:
    read = PEERS[peer](wsdl)
    data, small = envelope(rows), envelope(10)
    read(small)
    start = peak()
    before = cpu()
    found = read(data)
    used = cpu() - before
    total = sum((line.Price for row in found for line in row.Line), Decimal(0))
    print(json.dumps({"cpu": used, "peak_kb": peak() - start, "rows": len(found), "total": str(total)}))


def measured(peer: str, wsdl: str, rows: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--peer", peer, "--wsdl", wsdl, "--rows", str(rows)]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", choices=PEERS)
    parser.add_argument("--wsdl")
    said = parser.parse_args()
    if said.peer:
        run(said.peer, said.wsdl, said.rows)
        return
    with tempfile.TemporaryDirectory() as folder:
        wsdl = Path(folder, "rows.wsdl")
        wsdl.write_text(WSDL, "utf-8")
        rounds = [{peer: measured(peer, str(wsdl), said.rows) for peer in PEERS} for _ in range(said.rounds)]
    assert len({(found["rows"], found["total"]) for each in rounds for found in each.values()}) == 1, "they differ"
    print(f"{'peer':12} {'CPU s':>8} {'of zeep':>8} {'peak MB':>8} {'of zeep':>8}")
    for peer in PEERS:
        middle = {key: statistics.median(each[peer][key] for each in rounds) for key in ("cpu", "peak_kb")}
        of = {key: statistics.median(each[peer][key] / each["zeep"][key] for each in rounds) for key in middle}
        print(f"{peer:12} {middle['cpu']:8.3f} {of['cpu']:8.2f} {middle['peak_kb'] / 1024:8.1f} {of['peak_kb']:8.2f}")


if __name__ == "__main__":
    main()
