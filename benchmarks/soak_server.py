"""The server of the soak: the simulator behind faults, that remembers each change it really made.

It prints its URL; when its standard input ends, one line of JSON: the changes, in order, and the faults by kind.
"""

from __future__ import annotations

import json
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from soapclient.simulator import Simulator
from soapclient.simulator.connection import of

LATE = 3.0  # seconds; more than the client's patience
# What goes wrong, and how often among all that does.
FAULTS = {
    "reset before the work": 12,
    "reset after the work": 12,
    "closed before the work": 8,
    "closed after the work": 8,
    "reply cut": 12,
    "503 before the work": 8,
    "503 after the work": 6,
    "delay": 12,
    "answer too late": 0.4,
    "tickets expire": 5,
    "idle close": 16.6,
}


class Faulty:
    """A WSGI application some of whose answers do not arrive.

    Args:
        application: what answers.
        expire: ends all tickets.
        rate: how many of 100 requests have a fault.
        seed: which ones.
        wait: seconds that each answer takes.
    """

    def __init__(
        self, application: Callable[..., Any], expire: Callable[[], None], rate: float, seed: int, wait: float
    ) -> None:
        self._application = application
        self._expire = expire
        self._rate = rate / 100
        self._random = random.Random(seed)
        self._wait = wait
        self._lock = threading.Lock()
        self.counts: Counter[str] = Counter()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        fault = self._fault()
        connection = of(environ)
        if fault in ("reset before the work", "closed before the work"):
            connection.break_off((), reset=fault.startswith("reset"))
        if fault == "503 before the work":
            return _unavailable(start_response)
        if fault == "tickets expire":
            self._expire()
        wait = {"delay": 0.1, "answer too late": LATE}.get(fault, self._wait)
        if wait:
            connection.wait(wait)
        head: list[Any] = []
        body = b"".join(self._application(environ, lambda status, headers, *_: head.extend((status, headers))))
        if fault in ("reset after the work", "closed after the work"):
            connection.break_off((), reset=fault.startswith("reset"))
        if fault == "503 after the work":
            return _unavailable(start_response)
        if fault == "reply cut":
            lines = [f"HTTP/1.1 {head[0]}", *(f"{name}: {value}" for name, value in head[1])]
            connection.break_off(
                ("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body[: len(body) // 2],), reset=False
            )
        start_response(*head)
        return _ClosedSoon([body], connection) if fault == "idle close" else [body]

    def _fault(self) -> str:
        with self._lock:
            if self._random.random() >= self._rate:
                return ""
            fault = self._random.choices(list(FAULTS), list(FAULTS.values()))[0]
            self.counts[fault] += 1
            return fault


class _ClosedSoon:
    """A body after which the server closes the connection without having announced it."""

    def __init__(self, body: list[bytes], connection: Any) -> None:
        self._body = body
        self._connection = connection

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        self._connection._channel.close_when_flushed = True


def _unavailable(start_response: Callable[..., Any]) -> list[bytes]:
    body = b"<html><head><title>503 Service Unavailable</title></head></html>"
    start_response("503 Service Unavailable", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]


def main(users: int, rate: float, seed: int, generation: Any, wait: float) -> None:
    changes: list[tuple[str, str | None, str | None]] = []
    with Simulator(seed_users=users, generation=generation) as simulator:
        store = simulator._world.users
        apply = store.update_contact
        names = {simulator.user(name)["user_id"]: name for name in (f"user{one:05}" for one in range(1, users + 1))}

        def noted(user_id: int, email: str | None, mobile: str | None) -> bool:
            done = apply(user_id, email, mobile)
            changes.append((names[user_id], email, mobile))
            return done

        store.update_contact = noted
        simulator.wsgi = Faulty(simulator.wsgi, simulator.expire_tickets, rate, seed, wait)
        with simulator.serve(threads=48) as server:
            print(server.url, flush=True)
            sys.stdin.read()
        print(json.dumps({"changes": changes, "faults": simulator.wsgi.counts}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4], float(sys.argv[5]))
