"""How many calls at once pay: calls a second, CPU and memory by concurrency, beside zeep in a pool of threads.

    python benchmarks/concurrency.py [--calls N] [--delay MS] [--rounds N]

The server answers each call after the delay, from one asyncio loop in a process of its own, with bytes that are ready:
what is measured is the clients. Each figure has a process of its own; the peers take turns in each round, and medians
are shown. The ratios are to zeep with as many threads.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

LEVELS = (1, 4, 16, 64, 128, 256)
USER = '<User UserID="2" UserName="jdoe" FirstName="Jane" LastName="Doe" Email="jdoe@example.com" Enabled="TRUE" />'
ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">'
    '<soap:Body><{0}Response xmlns="http://tempuri.org/"><{0}Result><response success="true" error="" {1} xmlns="">'
    "{2}</response></{0}Result></{0}Response></soap:Body></soap:Envelope>"
)


def answer(operation: str) -> bytes:
    more = ('ticket="0123456789abcdef"', "") if operation == "AuthenticateUser" else ("", USER)
    body = ENVELOPE.format(operation, *more).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(delay: float) -> None:
    answers = {name.lower(): answer(name) for name in ("AuthenticateUser", "GetUser", "LogOut")}

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
                lines = dict(line.split(":", 1) for line in head.split("\r\n")[1:] if ":" in line)
                await reader.readexactly(int(lines["content-length"]))
                await asyncio.sleep(delay)
                writer.write(answers[lines["soapaction"].strip().strip('"').rpartition("/")[2]])
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/srv.asmx", flush=True)
    await asyncio.to_thread(sys.stdin.read)


def asynchronous(url: str, wsdl: str, count: int, calls: int) -> dict[str, float]:
    from soapclient import AsyncClient

    async def main() -> dict[str, float]:
        async with AsyncClient(url, username="admin", password="admin", wsdl=wsdl, concurrency=count) as ir:

            async def one() -> None:
                if (await ir.service.GetUser(UserName="jdoe")).element[0].get("UserName") != "jdoe":
                    raise RuntimeError("another user")

            await one()
            before = figures()
            await asyncio.gather(*(one() for _ in range(calls)))
            return since(before, calls)

    return asyncio.run(main())


def pooled(one: Callable[[], None], count: int, calls: int) -> dict[str, float]:
    one()
    with ThreadPoolExecutor(count) as pool:
        before = figures()
        for done in [pool.submit(one) for _ in range(calls)]:
            done.result()
        return since(before, calls)


def threads(url: str, wsdl: str, count: int, calls: int) -> dict[str, float]:
    from soapclient import Client

    with Client(url, username="admin", password="admin", wsdl=wsdl) as ir:

        def one() -> None:
            if ir.service.GetUser(UserName="jdoe").element[0].get("UserName") != "jdoe":
                raise RuntimeError("another user")

        return pooled(one, count, calls)


def zeep(url: str, wsdl: str, count: int, calls: int) -> dict[str, float]:
    import requests
    import zeep
    from requests.adapters import HTTPAdapter

    session = requests.Session()
    session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=count))
    client = zeep.Client(wsdl, transport=zeep.Transport(session=session))
    service: Any = client.create_service(str(next(iter(client.wsdl.bindings))), url)
    ticket = service.AuthenticateUser(UID="admin", PWD="admin").get("ticket")

    def one() -> None:
        if service.GetUser(AuthenticationTicket=ticket, UserName="jdoe")[0].get("UserName") != "jdoe":
            raise RuntimeError("another user")

    return pooled(one, count, calls)


PEERS = {"zeep": zeep, "Client": threads, "AsyncClient": asynchronous}


def figures() -> tuple[float, float, int]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), used.ru_utime + used.ru_stime, used.ru_maxrss


def since(before: tuple[float, float, int], calls: int) -> dict[str, float]:
    after = figures()
    return {
        "rate": calls / (after[0] - before[0]),
        "cpu": (after[1] - before[1]) / calls * 1e6,
        "grown": (after[2] - before[2]) / 1024,
    }


def run(peer: str, url: str, wsdl: str, count: int, calls: int) -> dict[str, float]:
    words = [sys.executable, __file__, "--peer", peer, url, wsdl, str(count), str(calls)]
    found: dict[str, float] = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--delay", type=float, default=20, help="milliseconds")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--peer", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve is not None:
        asyncio.run(serve(options.serve))
        return
    if options.peer:
        peer, url, wsdl, count, calls = options.peer
        print(json.dumps(PEERS[peer](url, wsdl, int(count), int(calls))))
        return

    from soapclient.contract.bundled import bundled

    wsdl = str(bundled("srv.wsdl"))
    server = [sys.executable, __file__, "--serve", str(options.delay / 1000)]
    with subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        url = process.stdout.readline().strip()
        print("| at once | " + " | ".join(f"{peer} calls/s, CPU/call, memory" for peer in PEERS) + " | rates to zeep |")
        print("|---|" + "---|" * (len(PEERS) + 1))
        for count in LEVELS:
            calls = min(options.calls, 100 * count)
            rounds = [{peer: run(peer, url, wsdl, count, calls) for peer in PEERS} for _ in range(options.rounds)]
            cells, ratios = [], []
            for peer in PEERS:
                rate, cpu, grown = (
                    statistics.median(each[peer][key] for each in rounds) for key in ("rate", "cpu", "grown")
                )
                cells.append(f"{rate:.0f}, {cpu:.0f} us, +{grown:.0f} MB")
                ratios.append(statistics.median(each[peer]["rate"] / each["zeep"]["rate"] for each in rounds))
            print(
                f"| {count} | " + " | ".join(cells) + " | " + " / ".join(f"{each:.2f}" for each in ratios) + " |",
                flush=True,
            )
        process.stdin.close()


if __name__ == "__main__":
    main()
