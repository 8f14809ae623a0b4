"""A folder of many documents, beside zeep: `python benchmarks/listings.py [--entries 50000] [--rounds 3]`.

Needs the extra `simulator`. The server is the simulator in a process of its own; each peer lists the same folder in a
process of its own, by GetFoldersAndDocuments1, and reads the number and the name of each entry: raw zeep from the
elements of the reply, soapclient from models, with their paths, through `ir.service`, `ir.folders.walk` and page by
page. Printed are CPU seconds, their ratio to zeep's, and the peak of memory above what the process has before.

"models" are these of a reply that is there already, against zeep reading the same bytes: what a model costs, and
nothing else. "typed" reads dates, size and version, too.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from typing import Any

OPERATION = "GetFoldersAndDocuments1"
FOLDER = "/Finance/Archive"
ITEM = (
    '<d id="{0}" n="Document {0}.pdf" mdate="2026-01-31T08:30:00.000Z" cdate="2026-01-31T08:30:00.000Z" size="12345"'
    ' dformat="PDF Document" chkoutbyusername="" chkoutbyfullname="" version="1000000" publishedversion="1000000"'
    ' regdate="2026-01-31T08:30:00.000Z" dtype="0" />'
)
TYPED = ("document_id", "name", "size", "created", "modified", "version", "published_version", "checked_out_by")


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def reply(entries: int) -> bytes:
    """Write a reply of this many documents."""
    items = "".join(map(ITEM.format, range(1, entries + 1)))
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<{OPERATION}Response xmlns="http://tempuri.org/"><{OPERATION}Result><response xmlns="" success="true"'
        f' error="" itemcount="{entries}">{items}</response></{OPERATION}Result></{OPERATION}Response></s:Body>'
        "</s:Envelope>"
    ).encode()


def zeep_client() -> Any:
    import zeep

    from soapclient.contract.bundled import bundled

    return zeep.Client(str(bundled("srv.wsdl")))


def elements(result: Any) -> Any:
    return getattr(result, "_value_1", result)


def zeep_listing(url: str) -> Callable[[str], int]:
    from soapclient import Client

    with Client(url, username="admin", password="admin", wsdl="bundled") as ir:
        ticket = ir.service.AuthenticateUser(UID="admin", PWD="admin").attributes["ticket"]
    client = zeep_client()
    service = client.create_service(next(iter(client.wsdl.bindings)), url)

    def run(folder: str) -> int:
        found = elements(service[OPERATION](AuthenticationTicket=ticket, Path=folder))
        return sum(1 for each in found if int(each.get("id")) and each.get("n"))

    return run


def our_listing(url: str, how: str) -> Callable[[str], int]:
    from soapclient import Client

    ir = Client(url, username="admin", password="admin", wsdl="bundled")

    def run(folder: str) -> int:
        if how == "service":
            found = iter(ir.service[OPERATION](Path=folder).items)
        else:
            found = ir.folders.walk(folder, pages=how == "pages")
        return sum(1 for each in found if each.document_id and each.name)

    return run


def zeep_models(entries: int, typed: bool) -> Callable[[bytes], int]:
    import requests

    client = zeep_client()
    binding = next(iter(client.wsdl.bindings.values()))
    names = ("id", "n", "size", "cdate", "mdate", "version", "publishedversion", "chkoutbyusername")

    def run(data: bytes) -> int:
        response = requests.Response()
        response.status_code, response._content = 200, data
        response.headers["Content-Type"] = "text/xml; charset=utf-8"
        found = elements(binding.process_reply(client, binding.get(OPERATION), response))
        for each in found:
            for name in names if typed else names[:2]:
                each.get(name)
        return len(found)

    return run


def our_models(entries: int, typed: bool) -> Callable[[bytes], int]:
    from soapclient import Contract
    from soapclient.inforouter.profile import INFOROUTER
    from soapclient.replies import faults

    operation = Contract.load("bundled")[OPERATION]

    def run(data: bytes) -> int:
        headers = {"Content-Type": "text/xml; charset=utf-8"}
        root = faults.judge(operation, 200, headers, data, (), verdict=INFOROUTER.verdict)
        found = INFOROUTER.answer(operation, element=root, resent=()).items
        for each in found:
            for name in TYPED if typed else TYPED[:2]:
                getattr(each, name)
        return len(found)

    return run


LISTINGS: dict[str, Callable[[str], Callable[[str], int]]] = {
    "zeep": zeep_listing,
    "service": lambda url: our_listing(url, "service"),
    "walk": lambda url: our_listing(url, "walk"),
    "pages": lambda url: our_listing(url, "pages"),
}
MODELS = {"zeep": zeep_models, "soapclient": our_models}


def work(kind: str, peer: str, argument: str, entries: int) -> None:
    if kind == "listing":
        run: Callable[[Any], int] = LISTINGS[peer](argument)
        small: Any = "/Finance/Reports"
        large: Any = FOLDER
    else:
        run = MODELS[peer](entries, kind == "typed")
        small, large = reply(10), reply(entries)
    run(small)
    start, before = peak(), cpu()
    found = run(large)
    print(json.dumps({"cpu": cpu() - before, "peak": peak() - start, "found": found}))


def measured(kind: str, peer: str, argument: str, entries: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--work", kind, "--peer", peer, "--argument", argument]
    done = subprocess.run([*command, "--entries", str(entries)], capture_output=True, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["found"] == entries, found
    return found


def table(kind: str, peers: list[str], argument: str, entries: int, rounds: int) -> None:
    all_rounds = [{peer: measured(kind, peer, argument, entries) for peer in peers} for _ in range(rounds)]
    print(f"\n{kind:12} {'CPU s':>8} {'of zeep':>8} {'peak MB':>8} {'of zeep':>8}")
    for peer in peers:
        middle = {key: statistics.median(each[peer][key] for each in all_rounds) for key in ("cpu", "peak")}
        of = {key: statistics.median(each[peer][key] / each["zeep"][key] for each in all_rounds) for key in middle}
        print(f"{peer:12} {middle['cpu']:8.3f} {of['cpu']:8.2f} {middle['peak']:8.1f} {of['peak']:8.2f}")


def serve(entries: int) -> None:
    from soapclient.simulator import Simulator

    with Simulator(seed_documents=entries, page_size=1000, generation="current") as sim, sim.serve() as server:
        print(server.url, flush=True)
        sys.stdin.read()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", choices=("listing", "models", "typed", "serve"))
    parser.add_argument("--peer", default="zeep")
    parser.add_argument("--argument", default="")
    said = parser.parse_args()
    if said.work == "serve":
        serve(said.entries)
        return
    if said.work:
        work(said.work, said.peer, said.argument, said.entries)
        return
    for kind in ("models", "typed"):
        table(kind, [*MODELS], "", said.entries, said.rounds)
    command = [sys.executable, __file__, "--work", "serve", "--entries", str(said.entries)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None and server.stdin is not None
        table("listing", [*LISTINGS], server.stdout.readline().strip(), said.entries, said.rounds)
        server.stdin.close()


if __name__ == "__main__":
    main()
