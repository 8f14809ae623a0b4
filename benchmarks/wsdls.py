"""Describing all operations of WSDLs, beside zeep: `python benchmarks/wsdls.py [--rounds 5] [FILE ...]`.

Each peer has a process of its own. soapclient loads the WSDL and describes every operation as `describe --json` does,
answers and faults included; zeep loads it and makes the message of every operation, without arguments, as far as it
gets. "ops" is what the command `ops` needs after its start, "diff" a comparison of the WSDL with itself. Without files
a WSDL of 1,200 operations with a type of their own each is made. Printed are CPU seconds and the peak of memory above
what the process has before, and both as ratios to zeep's.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

COUNT = 1200
ELEMENT = """<xs:element name="Op{0}"><xs:complexType><xs:sequence><xs:element name="id" type="xs:int"/>
<xs:element name="item" type="T{0}" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
<xs:element name="Op{0}Response"><xs:complexType><xs:sequence><xs:element name="result" type="T{0}"/></xs:sequence>
</xs:complexType></xs:element><xs:complexType name="T{0}"><xs:sequence><xs:element name="name" type="xs:string"/>
<xs:element name="price" type="xs:decimal" nillable="true"/><xs:element name="at" type="xs:dateTime" minOccurs="0"/>
</xs:sequence><xs:attribute name="kind" type="xs:string"/></xs:complexType>"""
MESSAGES = """<message name="In{0}"><part name="p" element="t:Op{0}"/></message>
<message name="Out{0}"><part name="p" element="t:Op{0}Response"/></message>"""
KIND = '<operation name="Op{0}"><input message="t:In{0}"/><output message="t:Out{0}"/></operation>'
BOUND = """<operation name="Op{0}"><s:operation soapAction="Op{0}"/><input><s:body use="literal"/></input>
<output><s:body use="literal"/></output></operation>"""
WSDL = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
 xmlns:t="urn:x" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x"><types>
<xs:schema targetNamespace="urn:x" xmlns="urn:x" elementFormDefault="qualified">{0}</xs:schema></types>{1}
<portType name="P">{2}</portType><binding name="B" type="t:P">
<s:binding transport="http://schemas.xmlsoap.org/soap/http"/>{3}</binding>
<service name="S"><port name="Q" binding="t:B"><s:address location="http://localhost/"/></port></service></definitions>
"""


def made() -> str:
    parts = ("".join(map(each.format, range(COUNT))) for each in (ELEMENT, MESSAGES, KIND, BOUND))
    return WSDL.format(*parts)


def describe(wsdl: str) -> Callable[[], int]:
    from soapclient import Contract
    from soapclient.cli import describing
    from soapclient.errors import WsdlError

    def run() -> int:
        contract, count = Contract.load(wsdl), 0
        for name in contract:
            with contextlib.suppress(WsdlError):
                describing.description(contract[name])
                count += 1
        return count

    return run


def ops(wsdl: str) -> Callable[[], int]:
    from soapclient.cli import contracts, main

    def run() -> int:
        assert contracts.ops
        found = io.StringIO()
        with contextlib.redirect_stdout(found):
            main(["ops", "--wsdl", wsdl])
        return found.getvalue().count("\n")

    return run


def diff(wsdl: str) -> Callable[[], int]:
    from soapclient import Contract, compare

    def run() -> int:
        first, second = Contract.load(wsdl), Contract.load(wsdl)
        assert not compare(first, second), "it differs from itself"
        return len(first)

    return run


def zeep(wsdl: str) -> Callable[[], int]:
    import zeep

    def run() -> int:
        client, count = zeep.Client(wsdl), 0
        for binding in client.wsdl.bindings.values():
            for operation in getattr(binding, "_operations", {}).values():
                with contextlib.suppress(Exception):
                    operation.create()
                count += 1
        return count

    return run


PEERS = {"describe": describe, "ops": ops, "diff": diff, "zeep": zeep}


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def run(peer: str, wsdl: str) -> None:
    do = PEERS[peer](wsdl)
    start, before = peak(), cpu()
    count = do()
    print(json.dumps({"cpu": cpu() - before, "peak_kb": peak() - start, "operations": count}))


def measured(peer: str, wsdl: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--peer", peer, wsdl]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode:
        return {"cpu": float("nan"), "peak_kb": float("nan"), "operations": 0}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def show(wsdl: str, rounds: int) -> None:
    figures = [{peer: measured(peer, wsdl) for peer in PEERS} for _ in range(rounds)]
    print(f"{Path(wsdl).name}: {figures[0]['describe']['operations']} operations, {Path(wsdl).stat().st_size:,} bytes")
    print(f"  {'':12} {'CPU s':>8} {'of zeep':>8} {'peak MB':>8} {'of zeep':>8}")
    for peer in PEERS:
        middle = {key: statistics.median(each[peer][key] for each in figures) for key in ("cpu", "peak_kb")}
        of = {
            key: statistics.median(each[peer][key] / max(each["zeep"][key], 1e-9) for each in figures) for key in middle
        }
        print(f"  {peer:12} {middle['cpu']:8.3f} {of['cpu']:8.2f} {middle['peak_kb'] / 1024:8.1f} {of['peak_kb']:8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", choices=PEERS)
    parser.add_argument("wsdls", nargs="*")
    said = parser.parse_args()
    if said.peer:
        run(said.peer, said.wsdls[0])
        return
    with tempfile.TemporaryDirectory() as folder:
        if not said.wsdls:
            Path(folder, "made.wsdl").write_text(made(), "utf-8")
        for wsdl in said.wsdls or [str(Path(folder, "made.wsdl"))]:
            show(wsdl, said.rounds)


if __name__ == "__main__":
    main()
