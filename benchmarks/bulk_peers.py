"""One way to update many users, in a process of its own: `bulk_peers.py PEER URL WSDL ROWS WORKERS JOURNAL`.

PEER is "zeep", a loop over raw zeep; "blind", a bulk run that plans without reading; "read", one that reads every user
first; "resume", the reading of a journal that is there and the resumption of its run. ROWS is a CSV of user names and
e-mail addresses; mobile numbers are kept. The login is not measured. It prints JSON: the seconds and CPU seconds of all
rows together, and the process's peak.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path


def zeep(url: str, wsdl: str, rows: str, workers: int, journal: str) -> Iterator[None]:
    import zeep

    client = zeep.Client(wsdl)
    service = client.create_service(str(next(iter(client.wsdl.bindings))), url)
    ticket = service.AuthenticateUser(UID="admin", PWD="admin").get("ticket")

    def update(name: str, email: str) -> None:
        reply = service.UpdateUserContactInfo(authenticationTicket=ticket, userName=name, emailAddress=email)
        if reply.get("success") != "true":
            raise RuntimeError(reply.get("error"))

    update("jdoe", "first@example.com")
    yield
    with Path(rows).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            update(row["user_name"], row["email"])


def bulk(url: str, wsdl: str, rows: str, workers: int, journal: str, *, blind: bool) -> Iterator[None]:
    from soapclient import Client, RowFile

    with Client(url, username="admin", password="admin", wsdl=wsdl) as ir:
        ir.users.update("jdoe", email="first@example.com")
        yield
        file = RowFile(rows)
        file.check()
        with ir.users.plan_bulk(file, workers=workers, blind=blind) as plan:
            result = plan.apply(journal, workers=workers, max_changes=None)
        if not result.ok:
            raise RuntimeError(f"not every row is done: {result.counts} {result.stopped}")


def resume(url: str, wsdl: str, rows: str, workers: int, journal: str) -> Iterator[None]:
    from soapclient import Client

    with Client(url, username="admin", password="admin", wsdl=wsdl) as ir:
        ir.users.update("jdoe", email="first@example.com")
        yield
        with ir.users.open_journal(journal) as opened:
            result = opened.resume(workers=workers)
        if not result.ok:
            raise RuntimeError(f"not every row is done: {result.counts} {result.stopped}")


Peer = Callable[[str, str, str, int, str], Iterator[None]]
PEERS: dict[str, Peer] = {
    "zeep": zeep,
    "blind": lambda *args: bulk(*args, blind=True),
    "read": lambda *args: bulk(*args, blind=False),
    "resume": resume,
}


def main(peer: str, url: str, wsdl: str, rows: str, workers: str, journal: str) -> None:
    work = PEERS[peer](url, wsdl, rows, int(workers), journal)
    next(work)
    cpu, started = time.process_time(), time.perf_counter()
    next(work, None)
    figures = {"cpu": time.process_time() - cpu, "seconds": time.perf_counter() - started}
    print(json.dumps({**figures, "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


if __name__ == "__main__":
    main(*sys.argv[1:])
