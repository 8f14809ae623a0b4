"""Calls by the hundred thousand through faults: what is said of each change against what the server really made.

    python benchmarks/soak.py [--calls N] [--mode threads|tasks|forks] [--faults PERCENT] [--seed N]

Needs the extra `simulator`. The server is the simulator on a real socket in a process of its own, behind faults
(`soak_server.py`): connections reset and closed before and after the work, replies cut, HTTP 503, delays, answers that
come too late, tickets that expire, keep-alive connections that the server closes without a word. The same client is
used by 16 threads, by 200 tasks, and by 4 processes forked from the one that made and used it, which goes on too.

Each worker has users of its own and gives them values that nobody else uses. What it is told of a change is one of:

    done     the server has made it, once
    refused  with certainty not made: the server has not made it
    maybe    `maybe_applied`: either

Anything else is a violation, and so is a read that tells of another user or of values that this user cannot have, an
exception that is not the client's, and memory, sockets or threads that grow between the first and the last quarter.
The exit status is 1 if there is a violation.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs

from soapclient import AsyncClient, Client, errors

HERE = Path(__file__).parent
WORKERS = {"threads": 16, "tasks": 200, "forks": 5}
USERS = 2000
PATIENCE = 2.0
SAMPLES = 80
SLOW = {"forks": 0.003}  # seconds that an answer takes: time for another process to read it
ROOM = {"memory": 10.0, "sockets": 8, "threads": 4}  # megabytes, and how many: less is no growth


@attrs.frozen(kw_only=True)
class Step:
    """One call of a worker."""

    kind: str
    user: str
    values: dict[str, str] = attrs.field(factory=dict)


class Book:
    """A file of lines of JSON that threads share; what came of the calls is not kept in the memory that is measured."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8")
        self._lock = threading.Lock()

    def write(self, line: dict[str, Any]) -> None:
        """Write a line."""
        with self._lock:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()  # a fork would have the rest written twice

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()


class Worker:
    """What one worker calls, and what it was told.

    Args:
        number: which one; the users whose number leaves this rest are its own.
        workers: how many there are.
        calls: how many to make.
        seed: which ones.
        book: takes a line for each change and each violation.
    """

    def __init__(self, number: int, workers: int, calls: int, seed: int, book: Book) -> None:
        self._mine = [f"user{one:05}" for one in range(1 + number, USERS + 1, workers)][:40]
        self._calls = calls
        self._prefix = f"{seed}-{number}"
        self._random = random.Random(self._prefix)
        self._book = book
        # What each value of a user may be: the last one that is known to be there, and those that may come to be.
        self._known: dict[tuple[str, str], str | None] = {}
        self._possible: dict[tuple[str, str], set[str]] = {}
        self.counts: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Step]:
        for number in range(self._calls):
            user = self._random.choice(self._mine)
            dice = self._random.random()
            values = {"email": f"{user}.{self._prefix}-{number}@example.com", "mobile": f"+{self._prefix}-{number}"}
            if dice < 0.6:
                said = self._random.choice((("email",), ("mobile",), ("email", "mobile")))
                yield Step(kind="update", user=user, values={name: values[name] for name in said})
            elif dice < 0.67:
                yield Step(kind="update", user=f"nobody{number}", values=values)
            elif dice < 0.74:
                yield Step(kind="get", user=f"nobody{number}")
            else:
                yield Step(kind="get" if dice < 0.87 else "GetUser", user=user)

    def done(self, step: Step, result: Any) -> None:
        """Take note of a call that was a success."""
        self.counts[f"{'changes' if step.values else 'reads'} done"] += 1
        if step.user.startswith("nobody"):
            self._violated(f"{step.kind} of {step.user}, which is not there, is a success")
        elif step.values:
            self._note(step, "done")
            for name, value in step.values.items():
                self._known[step.user, name] = value
        else:
            self._check(step, result)

    def failed(self, step: Step, error: BaseException) -> None:
        """Take note of a call that raised."""
        if not isinstance(error, errors.SoapClientError):
            self._violated(f"{step.kind} raised {type(error).__name__}: {error}")
        elif step.user.startswith("nobody") and isinstance(error, errors.UserNotFound):
            self.counts["refused: no such user"] += 1
        elif isinstance(error, errors.SessionExpired):  # the ticket that a call got for itself was over before it came
            self.counts["refused: ticket over twice"] += 1
        elif isinstance(error, errors.UnexpectedReply) or not isinstance(error, errors.TransportError):
            # Each reply that arrives whole is a good one.
            self._violated(f"{step.kind} of {step.user} raised {type(error).__name__}: {error}")
        else:
            maybe = error.maybe_applied
            what = "changes" if step.values else "reads"
            self.counts[f"{what}: maybe" if maybe else f"{what}: failed, not applied"] += 1
            if maybe and not step.values:
                self._violated(f"{step.kind} only reads and is said to be perhaps applied: {error}")
        if not step.user.startswith("nobody") and step.values:
            maybe = not isinstance(error, errors.SoapClientError) or getattr(error, "maybe_applied", False)
            self._note(step, "maybe" if maybe else "refused")
            for name, value in step.values.items() if maybe else ():
                self._possible.setdefault((step.user, name), set()).add(value)

    def _check(self, step: Step, result: Any) -> None:
        if step.kind == "get":
            found = {"user": result.user_name, "email": result.email, "mobile": result.mobile}
        else:
            about = next(iter(result.element.iter("{*}User"))).attrib
            found = {"user": about["UserName"], "email": about["Email"], "mobile": about["MobileNumber"]}
        if found["user"] != step.user:
            self._violated(f"{step.kind} of {step.user} tells of {found['user']}")
            return
        for name in ("email", "mobile"):
            place = step.user, name
            first = self._known.setdefault(place, found[name] if self._is_first(step.user, found[name]) else None)
            if found[name] != first and found[name] not in self._possible.get(place, ()):
                self._violated(f"{step.kind}: the {name} of {step.user} is {found[name]}, not {first}")

    @staticmethod
    def _is_first(user: str, value: str) -> bool:
        return value in (f"{user}@example.com", f"+1555{int(user[4:]):07}")

    def _note(self, step: Step, verdict: str) -> None:
        change = [step.user, step.values.get("email"), step.values.get("mobile")]
        self._book.write({"change": change, "verdict": verdict})

    def _violated(self, text: str) -> None:
        self._book.write({"violation": text})

    def close(self) -> None:
        """Write what was counted."""
        self._book.write({"counts": self.counts})


class Meter:
    """Memory, sockets and threads of this process, looked at so many times while calls are made.

    Args:
        calls: how many will be made.
        book: takes a line at the end.
    """

    def __init__(self, calls: int, book: Book) -> None:
        self._every = max(1, calls // SAMPLES)
        self._book = book
        self._lock = threading.Lock()
        self._made = 0
        self._samples: list[dict[str, float]] = []

    def count(self) -> None:
        """Count a call."""
        with self._lock:
            self._made += 1
            if self._made % self._every == 0:
                self._samples.append(_now())

    def close(self) -> None:
        """Write what was seen."""
        self._book.write({"samples": self._samples})


def _now() -> dict[str, float]:
    if not Path("/proc/self/status").exists():
        return {}
    about = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    sockets = sum(1 for _ in Path("/proc/self/fd").iterdir())
    return {"memory": int(about["VmRSS"].split()[0]) / 1024, "sockets": sockets, "threads": int(about["Threads"])}


def call(ir: Any, step: Step) -> Any:
    """Make a call; an asynchronous client's is to be awaited."""
    if step.kind == "update":
        return ir.users.update(step.user, **step.values)
    return ir.users.get(step.user) if step.kind == "get" else ir.service.GetUser(UserName=step.user)


def work(ir: Client, worker: Worker, meter: Meter) -> None:
    for step in worker:
        try:
            worker.done(step, call(ir, step))
        except Exception as exc:
            worker.failed(step, exc)
        meter.count()
    worker.close()


async def work_async(ir: AsyncClient, worker: Worker, meter: Meter) -> None:
    for step in worker:
        try:
            worker.done(step, await call(ir, step))
        except Exception as exc:
            worker.failed(step, exc)
        meter.count()
    worker.close()


def run(mode: str, url: str, calls: int, seed: int, folder: str) -> None:
    """Make the calls of one mode; files in the folder tell what came of them."""
    workers = WORKERS[mode]
    each = calls // workers
    options: Any = {"username": "admin", "password": "admin", "wsdl": "bundled", "timeout": PATIENCE}
    with Book(Path(folder, f"{mode}.jsonl")) as book:
        made = [Worker(number, workers, each, seed, book) for number in range(workers)]
        if mode == "tasks":
            asyncio.run(_tasks(url, options, made, Meter(each * workers, book)))
            return
        with Client(url, **options) as ir:
            if mode == "threads":
                _threads(ir, made, Meter(each * workers, book))
            else:
                _forks(ir, made, each, seed, folder, book)


def _threads(ir: Client, workers: list[Worker], meter: Meter) -> None:
    threads = [threading.Thread(target=work, args=(ir, worker, meter)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    meter.close()


async def _tasks(url: str, options: Any, workers: list[Worker], meter: Meter) -> None:
    async with AsyncClient(url, concurrency=32, **options) as ir:
        await asyncio.gather(*(work_async(ir, worker, meter) for worker in workers))
    meter.close()


def _forks(ir: Client, workers: list[Worker], each: int, seed: int, folder: str, book: Book) -> None:
    with ThreadPoolExecutor(8) as pool:  # each worker inherits a ticket and connections that were used
        list(pool.map(lambda _: _use(ir), range(32)))
    children = [
        multiprocessing.get_context("fork").Process(target=_child, args=(ir, number, each, seed, folder))
        for number in range(1, len(workers))
    ]
    for child in children:
        child.start()
    meter = Meter(each, book)
    work(ir, workers[0], meter)
    meter.close()
    for child in children:
        child.join()
        if child.exitcode:
            book.write({"violation": f"a forked worker ended with {child.exitcode}"})


def _use(ir: Client) -> None:
    with contextlib.suppress(errors.TransportError):
        ir.users.get("admin")


def _child(ir: Client, number: int, each: int, seed: int, folder: str) -> None:
    with Book(Path(folder, f"forks-{number}.jsonl")) as book:
        meter = Meter(each, book)
        work(ir, Worker(number, WORKERS["forks"], each, seed, book), meter)
        meter.close()
        ir.close()


@attrs.frozen(kw_only=True)
class Verdict:
    """What came of one mode."""

    mode: str
    calls: int
    seconds: float
    counts: Counter[str]
    faults: Counter[str]
    growth: dict[str, tuple[float, float]]
    violations: list[str]


def soak(mode: str, calls: int, faults: float = 6.0, seed: int = 1, generation: str = "classic") -> Verdict:
    """Run one mode, and compare what was said with what the server made."""
    server = [str(HERE / "soak_server.py"), str(USERS), str(faults), str(seed), generation, str(SLOW.get(mode, 0))]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, *server], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process,
    ):
        assert process.stdin is not None and process.stdout is not None
        url = process.stdout.readline().strip()
        start = time.perf_counter()
        client = [str(HERE / "soak.py"), "--run", mode, "--url", url, "--folder", folder]
        subprocess.run([sys.executable, *client, "--calls", str(calls), "--seed", str(seed)], check=True)
        seconds = time.perf_counter() - start
        process.stdin.close()
        told = json.loads(process.stdout.readline())
        books = sorted(Path(folder).iterdir())
        notes = [json.loads(line) for book in books for line in book.read_text("utf-8").splitlines()]
    counts: Counter[str] = Counter()
    for note in notes:
        counts.update(note.get("counts", {}))
    growth, grown = _growth([note["samples"] for note in notes if "samples" in note])
    violations = [note["violation"] for note in notes if "violation" in note]
    violations += [*_compare(notes, told["changes"]), *grown]
    return Verdict(
        mode=mode,
        calls=calls // WORKERS[mode] * WORKERS[mode],
        seconds=seconds,
        counts=counts,
        faults=Counter(told["faults"]),
        growth=growth,
        violations=violations,
    )


def _compare(notes: list[dict[str, Any]], changes: list[list[str | None]]) -> Iterator[str]:
    """Compare what was said of each change with those that were made."""
    made = Counter(tuple(change) for change in changes)
    asked = {}
    for note in notes:
        if "change" in note:
            asked[tuple(note["change"])] = note["verdict"]
    for change, verdict in asked.items():
        if verdict == "done" and not made[change]:
            yield f"said to be done, and was not: {change}"
        elif verdict == "refused" and made[change]:
            yield f"said to be certainly not made, and was: {change}"
    for change, times in made.items():
        if change not in asked:
            yield f"made, and nobody asked for it: {change}"
        elif times > 1:
            yield f"made {times} times: {change}"


def _growth(meters: list[list[dict[str, float]]]) -> tuple[dict[str, tuple[float, float]], list[str]]:
    """Compare the first and the last quarter of what each process used, after it got warm."""
    found: dict[str, tuple[float, float]] = {}
    grown = []
    for samples in meters:
        warm = [sample for sample in samples[len(samples) // 10 :] if sample]
        quarter = max(1, len(warm) // 4)
        for name, room in ROOM.items() if warm else ():
            first = statistics.median(sample[name] for sample in warm[:quarter])
            last = statistics.median(sample[name] for sample in warm[-quarter:])
            if last - first > max(room, first / 10 if name == "memory" else 0):
                grown.append(f"{name} grew from {first:g} to {last:g}")
            if name not in found or last - first > found[name][1] - found[name][0]:
                found[name] = first, last
    return found, grown


def show(verdict: Verdict) -> None:
    """Print what came of one mode."""
    print(f"\n{verdict.mode}: {verdict.calls:,} calls by {WORKERS[verdict.mode]} workers, ", end="")
    print(f"{verdict.seconds:.0f} s, {verdict.calls / verdict.seconds:,.0f} a second")
    faults = sum(verdict.faults.values())
    print(f"  {'faults':<36}{faults:>10,}  ({', '.join(f'{name} {n}' for name, n in sorted(verdict.faults.items()))})")
    for name, count in sorted(verdict.counts.items()):
        print(f"  {name:<36}{count:>10,}")
    for name, (first, last) in verdict.growth.items():
        print(f"  {name + ', first and last quarter':<36}{first:>10,.0f}{last:>10,.0f}")
    print(f"  {'violations':<36}{len(verdict.violations):>10,}")
    for violation in verdict.violations[:20]:
        print(f"    {violation}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=200_000, help="how many in all, shared by the modes")
    parser.add_argument("--mode", choices=WORKERS, action="append")
    parser.add_argument("--faults", type=float, default=6.0, help="of 100 requests")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--generation", choices=("classic", "current"), default="classic")
    parser.add_argument("--run", choices=WORKERS, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run(options.run, options.url, options.calls, options.seed, options.folder)
        return
    modes = options.mode or list(WORKERS)
    violations = 0
    for mode in modes:
        verdict = soak(mode, options.calls // len(modes), options.faults, options.seed, options.generation)
        show(verdict)
        violations += len(verdict.violations)
    raise SystemExit(1 if violations else 0)


if __name__ == "__main__":
    main()
