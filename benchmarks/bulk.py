"""Updates of many users: a bulk run at 1, 4 and 16 workers against a loop over raw zeep, in one run, as ratios.

    python benchmarks/bulk.py [--users N] [--delay MS] [--memory-rows N] [--rounds N] [--json FILE]

Needs the extra `simulator`. The server is the simulator in a process of its own; first it answers at once, then it
waits before each answer, as a real network does. Every run changes the e-mail address of users and keeps the mobile
number, from a CSV, with a journal that is on the disk before each call. All take turns in each of the rounds, in which
each updates its share of the users, so that a machine whose speed drifts is fair to all; medians are shown. Against the
server that waits, the loop and the single worker do a tenth of the rows: their rate does not depend on how many there
are. At last the peak memory of a run of many rows, and of reading its journal and resuming it, is set beside that of
2,000. Without `--delay` or `--memory-rows` it waits 20 ms and takes 200,000 rows; 0 leaves that part out.
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
RUNS = (("zeep", 1), ("blind", 1), ("blind", 4), ("blind", 16), ("read", 16))
LOOP = "loop over zeep"
FEW = 2000
SERVE = """
import sys
from soapclient.simulator import Simulator
with Simulator(seed_users=int(sys.argv[1])) as simulator, simulator.serve(threads=32) as server:
    if float(sys.argv[2]):
        simulator.fail("delay", seconds=float(sys.argv[2]) / 1000, times=None)
    print(server.url, flush=True)
    sys.stdin.read()
"""


@contextlib.contextmanager
def serving(users: int, delay: float) -> Iterator[str]:
    command = [sys.executable, "-c", SERVE, str(users), str(delay)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None and server.stdin is not None
        yield server.stdout.readline().strip()
        server.stdin.close()


def run(peer: str, workers: int, rows: int, url: str, wsdl: str, folder: str, label: str = "") -> dict[str, float]:
    """Let one peer update users, with files in a folder, and return its figures per row."""
    file = Path(folder) / "rows.csv"
    lines = (f"user{number:05},{label}{number}@example.com\n" for number in range(1, rows + 1))
    file.write_text("user_name,email\n" + "".join(lines), encoding="utf-8")
    command = [sys.executable, str(HERE / "bulk_peers.py"), peer, url, wsdl, str(file), str(workers)]
    done = subprocess.run([*command, f"{folder}/journal"], stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    return {"cpu": found["cpu"] / rows, "rate": rows / found["seconds"], "peak_mb": found["peak_kb"] / 1024}


def throughput(users: int, delay: float, rounds: int, wsdl: str) -> dict[str, dict[str, float]]:
    """Measure every run against one server, in turns; show and return the medians."""
    titles = ("rows per second", "of the loop", "CPU per row", "of the loop", "peak")
    print(f"{'':<18}" + "".join(f"{title:>17}" for title in titles), flush=True)
    figures: dict[str, list[dict[str, float]]] = {}
    medians: dict[str, dict[str, float]] = {}
    with serving(users, delay) as url:
        for number in range(rounds):
            for peer, workers in RUNS:
                name = LOOP if peer == "zeep" else f"{peer}, {workers} worker{'s' if workers > 1 else ''}"
                rows = max(1, users // rounds // (10 if delay and workers == 1 else 1))
                with tempfile.TemporaryDirectory() as folder:
                    found = run(peer, workers, rows, url, wsdl, folder, f"{peer}{workers}.{number}.")
                figures.setdefault(name, []).append(found)
                if number == rounds - 1:
                    medians[name] = {key: statistics.median(each[key] for each in figures[name]) for key in found}
                    show(name, medians[name], medians[LOOP])
    return medians


def memory(rows: int, wsdl: str) -> dict[str, dict[str, float]]:
    """Measure the peak of a run of few rows and of many, and of resuming it, in MB."""
    peaks: dict[str, dict[str, float]] = {"run": {}, "resumption": {}}
    with serving(max(rows, FEW), 0) as url:
        for count in (FEW, rows):
            with tempfile.TemporaryDirectory() as folder:
                for name, peer in (("run", "blind"), ("resumption", "resume")):
                    peaks[name][f"{count:,} rows"] = run(peer, 16, count, url, wsdl, folder)["peak_mb"]
    return peaks


def show(name: str, each: dict[str, float], loop: dict[str, float]) -> None:
    cells = (
        f"{each['rate']:.0f}",
        f"{each['rate'] / loop['rate']:.2f}",
        f"{each['cpu'] * 1e6:.0f} us",
        f"{each['cpu'] / loop['cpu']:.2f}",
        f"{each['peak_mb']:.0f} MB",
    )
    print(f"{name:<18}" + "".join(f"{cell:>17}" for cell in cells), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=20_000)
    parser.add_argument("--delay", type=float, default=20, help="milliseconds; 0 leaves that part out")
    parser.add_argument("--memory-rows", type=int, default=200_000, help="0 leaves that part out")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()

    from soapclient.contract.bundled import bundled

    wsdl = str(bundled("srv.wsdl"))
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for delay in (0.0, options.delay) if options.delay else (0.0,):
        part = f"{options.users:,} users, the server waits {delay:g} ms"
        print(part)
        figures[part] = throughput(options.users, delay, options.rounds, wsdl)
    if options.memory_rows:
        print("peak memory, 16 workers")
        figures["memory"] = memory(options.memory_rows, wsdl)
        for name, peaks in figures["memory"].items():
            told = ", ".join(f"{rows} {peak:.0f} MB" for rows, peak in peaks.items())
            print(f"{name}: {told}, difference {max(peaks.values()) - min(peaks.values()):.0f} MB")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
