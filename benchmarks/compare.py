"""CPU per call, and CPU and time to the first reply, side by side with peers, in one run, as ratios.

    python benchmarks/compare.py [--rounds N] [--calls N] [--json FILE]

Needs the extras `simulator` and `bench`. The server is the simulator in a process of its own, so that its work does
not count. "warm auto" is soapclient on the server's own WSDL, which the first, uncounted run leaves in the cache; the
other soapclient reads the WSDL from a file, as zeep and suds do. Peers take turns in each round, so that a machine
whose speed drifts is fair to all; medians are shown. Of the first reply, CPU time is the steadier figure where other
programs run too. Bytecode is written, as for an installed package.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
PEERS = ("soapclient", "warm auto", "zeep", "suds", "requests", "plain")
SERVE = """
import sys, time
from soapclient.simulator import Simulator
with Simulator() as simulator, simulator.serve() as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


def run(peer: str, mode: str, url: str, wsdl: str, calls: int) -> dict[str, float]:
    command = [sys.executable, str(HERE / "peers.py"), peer, mode, url, wsdl, str(calls)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        first = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{peer} failed")
    return {**json.loads(line), **({"first": first} if mode == "first" else {})}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()

    from soapclient.contract.bundled import bundled

    wsdl = str(bundled("srv.wsdl"))
    figures: dict[str, dict[str, list[float]]] = {peer: {} for peer in PEERS}
    with (
        tempfile.TemporaryDirectory() as cache,
        subprocess.Popen(
            [sys.executable, "-c", SERVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server,
    ):
        assert server.stdout is not None and server.stdin is not None
        url = server.stdout.readline().strip()
        os.environ["SOAPCLIENT_CACHE_DIR"] = cache
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        for peer in PEERS:
            run(peer, "first", url, wsdl, 1)
        for _ in range(options.rounds):
            for peer in PEERS:
                for mode in ("first", "calls"):
                    for name, value in run(peer, mode, url, wsdl, options.calls).items():
                        figures[peer].setdefault(name, []).append(value)
        server.stdin.close()
    medians = {
        peer: {name: statistics.median(values) for name, values in each.items()} for peer, each in figures.items()
    }
    if options.json:
        options.json.write_text(json.dumps({"medians": medians, "all": figures}, indent=1))
    titles = ("CPU per call", "of zeep", "of plain", "CPU to first", "of zeep", "time to first", "of zeep", "peak")
    print(f"{'peer':<10}" + "".join(f"{title:>14}" for title in titles))
    zeep, plain = medians["zeep"], medians["plain"]
    for peer, each in medians.items():
        cells = (
            f"{each['cpu_per_call'] * 1e6:.0f} us",
            f"{each['cpu_per_call'] / zeep['cpu_per_call']:.2f}",
            f"{each['cpu_per_call'] / plain['cpu_per_call']:.2f}",
            f"{each['first_cpu'] * 1000:.0f} ms",
            f"{each['first_cpu'] / zeep['first_cpu']:.2f}",
            f"{each['first'] * 1000:.0f} ms",
            f"{each['first'] / zeep['first']:.2f}",
            f"{each['peak_kb'] / 1024:.0f} MB",
        )
        print(f"{peer:<10}" + "".join(f"{cell:>14}" for cell in cells))


if __name__ == "__main__":
    main()
