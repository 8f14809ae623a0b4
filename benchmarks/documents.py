"""Documents and lists of them, beside zeep, suds and requests: `python benchmarks/documents.py [PART ...]`.

single  a document of 100 MB each way in one call: CPU and peak memory of each peer, as ratios to zeep's
large   1 GB each way, in one call and by handlers: the peak of memory above that of a client that made a small call
many    16 documents of 100 kB to and from a server that is 20 ms away: all at once, beside one after the other
walk    50,000 documents in 100 folders: walked, listed as models, and as zeep's plain elements

Needs the extras `simulator` and `bench`. Every client is a process of its own, and so is the server: in the first two
parts one that does nothing with the bytes, so that it holds nobody up, and else the simulator. Peers take turns in each
round; medians are shown.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
PEERS = ("soapclient", "zeep", "suds", "requests")
FOLDERS, DOCUMENTS, COUNT, DELAY = 100, 50_000, 16, 0.02
SIMULATE = """
import sys
from soapclient.simulator import Simulator
file, folders, documents, delay = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
with Simulator(file, seed_documents=documents) as simulator:
    change = simulator._world.users.change  # the service itself would take minutes for that
    for number in range(folders):
        insert = "INSERT INTO folders (folder_id, parent, name, description) VALUES (?, '/Finance/Archive', ?, '')"
        change(insert, 900_000 + number, f"{number:03}")
        inside = f"/Finance/Archive/{number:03}"
        where = "UPDATE documents SET folder = ? WHERE folder = '/Finance/Archive' AND document_id % ? = ?"
        change(where, inside, folders, number)
    with simulator.serve(threads=32) as server:
        if delay:
            simulator.fail("delay", seconds=delay, times=None)
        print(server.url, flush=True)
        sys.stdin.read()
"""


@contextlib.contextmanager
def serving(*command: str) -> Iterator[str]:
    """Start a server, and give its URL."""
    with subprocess.Popen(
        [sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None and server.stdin is not None
        yield server.stdout.readline().strip()
        server.stdin.close()


def simulated(
    folder: str, folders: int = 0, documents: int = 0, delay: float = 0
) -> contextlib.AbstractContextManager[str]:
    """Start a simulator."""
    return serving("-c", SIMULATE, f"{folder}/{folders}-{delay}.db", str(folders), str(documents), str(delay))


def run(script: str, *words: str) -> dict[str, float]:
    """Run a client, and return what it tells."""
    done = subprocess.run([sys.executable, str(HERE / script), *words], stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def filled(folder: str, name: str, size: int) -> str:
    """Make a file of this size, of bytes that are not all alike."""
    path = Path(folder, name)
    block = bytes(range(256)) * 4096
    with path.open("wb") as file:
        for _ in range(0, size, len(block)):
            file.write(block)
        file.truncate(size)
    return str(path)


def medians(
    rounds: int, names: tuple[str, ...], measure: dict[str, list[dict[str, float]]]
) -> dict[str, dict[str, float]]:
    return {
        name: {key: statistics.median(each[key] for each in measure[name]) for key in measure[name][0]}
        for name in names
    }


def single(folder: str, wsdl: str, rounds: int, size: int) -> None:
    file = filled(folder, "single", size)
    found: dict[str, list[dict[str, float]]] = {}
    with serving(str(HERE / "document_server.py"), str(size)) as url:
        for _ in range(rounds):
            for peer in PEERS:
                for way in ("idle", "up", "down"):
                    found.setdefault(f"{peer} {way}", []).append(run("document_peers.py", peer, way, url, wsdl, file))
    figures = medians(rounds, tuple(found), found)
    titles = ("CPU up", "of zeep", "CPU down", "of zeep", "peak up", "of zeep", "peak down", "of zeep")
    print(f"{size / 2**20:.0f} MiB in one call".ljust(21) + "".join(f"{title:>10}" for title in titles))
    for peer in PEERS:
        cells = []
        for key, unit, many in (("cpu", "s", 1.0), ("peak", "MB", 1024.0)):
            for way in ("up", "down"):
                value, zeep = figures[f"{peer} {way}"][key], figures[f"zeep {way}"][key]
                cells += [
                    f"{value / many:.2f} {unit}" if key == "cpu" else f"{value / many:.0f} {unit}",
                    f"{value / zeep:.2f}",
                ]
        print(f"{peer:<21}" + "".join(f"{cell:>10}" for cell in cells))


def large(folder: str, wsdl: str, rounds: int, size: int) -> None:
    file = filled(folder, "large", size)
    with serving(str(HERE / "document_server.py"), str(size)) as url:
        idle = run("document_peers.py", "soapclient", "idle", url, wsdl, file)
        for way in ("up", "down"):
            found = run("document_peers.py", "soapclient", way, url, wsdl, file)
            above = (found["peak"] - idle["peak"]) / 1024
            print(f"{size / 2**20:.0f} MiB {way}, one call: {above:.1f} MB above idle, {found['cpu']:.1f} s of CPU")
    with simulated(folder) as url:
        found = run("document_workflows.py", "handlers", url, file)
    for way in ("up", "down"):
        above, used = found[f"{way} peak"] / 1024, found[f"{way} cpu"]
        print(f"{size / 2**20:.0f} MiB {way}, handlers: {above:.1f} MB above idle, {used:.1f} s of CPU")


def many(folder: str, wsdl: str, rounds: int, size: int) -> None:
    found: dict[str, list[dict[str, float]]] = {}
    with simulated(folder, delay=DELAY) as url:
        for number in range(rounds):
            for way in ("threads", "async"):
                found.setdefault(way, []).append(run("document_workflows.py", way, url, str(COUNT), f"{way}{number}"))
    for way, each in medians(rounds, tuple(found), found).items():
        for name in ("upload", "download"):
            together, alone = each[f"{name} at once"], each[f"{name} in turn"]
            times = f"{together:.2f} s at once, {alone:.2f} s in turn: {alone / together:.1f} times"
            print(f"{COUNT} documents, {name}, {way}: {times}")


def walk(folder: str, wsdl: str, rounds: int, size: int) -> None:
    found: dict[str, list[dict[str, float]]] = {}
    with simulated(folder, FOLDERS, DOCUMENTS) as url:
        for _ in range(rounds):
            for way in ("elements", "models", "walk"):
                words = (url, str(DOCUMENTS), str(FOLDERS), wsdl)
                found.setdefault(way, []).append(run("document_workflows.py", way, *words))
    figures = medians(rounds, tuple(found), found)
    zeep = figures["elements"]["cpu"]
    for way, name in {
        "elements": "zeep's elements",
        "models": "models of the same calls",
        "walk": "ir.folders.walk",
    }.items():
        used, above = figures[way]["cpu"], figures[way]["peak"] / 1024
        print(f"{DOCUMENTS:,} documents, {name}: {used:.2f} s of CPU ({used / zeep:.2f}), {above:.1f} MB above idle")


PARTS = {"single": single, "large": large, "many": many, "walk": walk}
SIZES = {"single": 100 * 2**20, "large": 2**30}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, help="instead of 100 for single, and 1024 for large")
    options = parser.parse_args()

    from soapclient.contract.bundled import bundled

    for part in options.parts or PARTS:
        size = options.megabytes * 2**20 if options.megabytes else SIZES.get(part, 0)
        with tempfile.TemporaryDirectory() as folder:
            PARTS[part](folder, str(bundled("srv.wsdl")), options.rounds, size)


if __name__ == "__main__":
    main()
