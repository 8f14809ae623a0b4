"""One client of the comparison of documents, in a process of its own; see `documents.py`. It prints JSON."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from soapclient import AsyncClient, Client

SMALL = bytes(range(256)) * 400
LOGIN: dict[str, Any] = {"username": "admin", "password": "admin", "wsdl": "bundled", "timeout": 600}


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak() -> int:
    with Path("/proc/self/status").open() as lines:
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


def handlers(url: str, file: str) -> dict[str, float]:
    """A large document by handlers: CPU, and the peak of memory above that of a small document."""
    target = Path(file).with_suffix(".down")
    with Client(url, **LOGIN) as ir:
        ir.documents.upload(SMALL, "/Finance/small.bin")
        ir.documents.download("/Finance/small.bin", target)
        found: dict[str, float] = {}
        for way, action in (
            ("up", lambda: ir.documents.upload(Path(file), "/Finance/large.bin")),
            ("down", lambda: ir.documents.download("/Finance/large.bin", target)),
        ):
            before, idle = cpu(), peak()
            action()
            found |= {f"{way} cpu": cpu() - before, f"{way} peak": peak() - idle}
    if target.stat().st_size != Path(file).stat().st_size:
        raise RuntimeError("it is not what was uploaded")
    return found


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def threads(url: str, count: str, name: str) -> dict[str, float]:
    """Documents in turn, and at once in threads: seconds by the clock."""
    with Client(url, **LOGIN) as ir, ThreadPoolExecutor(int(count)) as pool:

        def up(number: str) -> None:
            ir.documents.upload(SMALL, f"/Finance/{name}-{number}.bin")

        def down(number: str) -> None:
            if b"".join(ir.documents.download(f"/Finance/{name}-{number}.bin")) != SMALL:
                raise RuntimeError("it is not what was uploaded")

        one, two = ([f"{way}{number}" for number in range(int(count))] for way in "ab")
        up("first")
        down("first")
        return {
            "upload in turn": timed(lambda: [*map(up, one)]),
            "upload at once": timed(lambda: [*pool.map(up, two)]),
            "download in turn": timed(lambda: [*map(down, one)]),
            "download at once": timed(lambda: [*pool.map(down, two)]),
        }


def asynchronous(url: str, count: str, name: str) -> dict[str, float]:
    """The same awaited."""

    async def all_of_it() -> dict[str, float]:
        async with AsyncClient(url, **LOGIN, concurrency=int(count)) as ir:

            async def up(number: str) -> None:
                await ir.documents.upload(SMALL, f"/Finance/{name}-{number}.bin")

            async def down(number: str) -> None:
                pieces = [piece async for piece in ir.documents.download(f"/Finance/{name}-{number}.bin")]
                if b"".join(pieces) != SMALL:
                    raise RuntimeError("it is not what was uploaded")

            async def in_turn(action: Callable[[str], Any], numbers: Iterable[str]) -> float:
                start = time.perf_counter()
                for number in numbers:
                    await action(number)
                return time.perf_counter() - start

            async def at_once(action: Callable[[str], Any], numbers: Iterable[str]) -> float:
                start = time.perf_counter()
                await asyncio.gather(*map(action, numbers))
                return time.perf_counter() - start

            one, two = ([f"{way}{number}" for number in range(int(count))] for way in "ab")
            await up("first")
            await down("first")
            return {
                "upload in turn": await in_turn(up, one),
                "upload at once": await at_once(up, two),
                "download in turn": await in_turn(down, one),
                "download at once": await at_once(down, two),
            }

    return asyncio.run(all_of_it())


def measured(action: Callable[[], int], expected: int) -> dict[str, float]:
    before, idle = cpu(), peak()
    count = action()
    if count != expected:
        raise RuntimeError(f"{count} documents")
    return {"cpu": cpu() - before, "peak": peak() - idle}


def walk(url: str, documents: str, folders: str, wsdl: str) -> dict[str, float]:
    """All documents of a tree, one after the other; name and number of each are read."""
    with Client(url, **LOGIN) as ir:
        [*ir.folders.walk("/Public")]
        each = ir.folders.walk("/Finance/Archive", folders=False)
        return measured(lambda: sum(bool(one.name and one.document_id) for one in each), int(documents))


def models(url: str, documents: str, folders: str, wsdl: str) -> dict[str, float]:
    """The same documents, a call for each folder that is known."""
    with Client(url, **LOGIN) as ir:

        def listed(path: str) -> int:
            reply = ir.service.GetDocuments1(Path=path)
            return sum(bool(each.name and each.document_id) for each in reply)

        listed("/Public")
        paths = [f"/Finance/Archive/{number:03}" for number in range(int(folders))]
        return measured(lambda: sum(map(listed, paths)), int(documents))


def elements(url: str, documents: str, folders: str, wsdl: str) -> dict[str, float]:
    """The same calls by zeep, whose answer is plain XML."""
    import zeep

    client = zeep.Client(wsdl)
    service = client.create_service(str(next(iter(client.wsdl.bindings))), url)
    ticket = service.AuthenticateUser(UID="admin", PWD="admin").get("ticket")

    def listed(path: str) -> int:
        reply = service.GetDocuments1(AuthenticationTicket=ticket, Path=path)
        return sum(bool(each.get("n") and each.get("id")) for each in reply)

    listed("/Public")
    paths = [f"/Finance/Archive/{number:03}" for number in range(int(folders))]
    return measured(lambda: sum(map(listed, paths)), int(documents))


WAYS: dict[str, Callable[..., dict[str, float]]] = {
    "handlers": handlers,
    "threads": threads,
    "async": asynchronous,
    "walk": walk,
    "models": models,
    "elements": elements,
}

if __name__ == "__main__":
    print(json.dumps(WAYS[sys.argv[1]](*sys.argv[2:])))
