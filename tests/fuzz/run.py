"""Give a target inputs, each made by its seed and number alone, until one comes out as nothing documented."""

from __future__ import annotations

import base64
import contextlib
import random
import signal
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from .commands import Commands
from .files import Plans, Rows
from .replies import Replies
from .simulators import Simulators
from .target import Target
from .wsdls import Wsdls

TARGETS: dict[str, Callable[[], Target]] = {
    "replies": Replies,
    "wsdls": Wsdls,
    "rows": Rows,
    "plans": Plans,
    "commands": Commands,
    "simulator": Simulators,
}
PATIENCE = 20  # seconds for one input, far more than any takes


class TooLong(BaseException):
    """An input took too long; nothing that is fuzzed catches this."""


@attrs.frozen(kw_only=True)
class Failure:
    """An input that came out as nothing documented."""

    target: str
    seed: int
    number: int
    data: bytes
    trace: str

    def __str__(self) -> str:
        encoded = base64.b64encode(self.data).decode()
        return (
            f"{self.target}: input {self.number} of seed {self.seed} came out as nothing documented\n{self.trace}"
            f"again: python -m tests.fuzz {self.target} --seed {self.seed} --from {self.number} --count 1\n"
            f"or:    python -m tests.fuzz {self.target} --input {encoded}\n"
        )


@attrs.define(kw_only=True)
class Found:
    """What a run found."""

    count: int = 0
    outcomes: Counter[str] = attrs.field(factory=Counter)
    failures: list[Failure] = attrs.field(factory=list)


def made(target: Target, seed: int, number: int) -> bytes:
    """Make one input: the good ones come first."""
    if number < len(target.corpus):
        return target.corpus[number]
    return target.make(random.Random(f"{seed}:{number}"))


def fuzz(
    name: str, seed: int, *, count: int | None = None, seconds: float | None = None, start: int = 0, most: int = 1
) -> Found:
    """Give a target inputs.

    Args:
        name: the target.
        seed: which inputs.
        count: how many; None for as many as there is time for.
        seconds: how long.
        start: the number of the first.
        most: how many kinds of failures to look for.
    """
    found = Found()
    kinds: set[str] = set()
    ends = None if seconds is None else time.monotonic() + seconds
    with contextlib.closing(TARGETS[name]()) as target:
        number = start
        while (count is None or number < start + count) and (ends is None or time.monotonic() < ends):
            data = made(target, seed, number)
            found.count += 1
            try:
                with _patience():
                    found.outcomes[target.check(data)] += 1
            except (Exception, SystemExit, TooLong) as exc:
                kind = _kind(exc)
                if kind not in kinds:
                    kinds.add(kind)
                    trace = "".join(traceback.format_exception(type(exc), exc, exc.__traceback__, limit=-6))[-4000:]
                    found.failures.append(Failure(target=name, seed=seed, number=number, data=data, trace=trace))
                if len(kinds) >= most:
                    break
            number += 1
    return found


def once(name: str, data: bytes) -> str:
    """Give a target one input, and return what became of it; what it raises is raised."""
    with contextlib.closing(TARGETS[name]()) as target, _patience():
        return target.check(data)


def _kind(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {last.filename}:{last.lineno} {str(error)[:25]}"


@contextlib.contextmanager
def _patience() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def over(*_: Any) -> None:
        raise TooLong(f"an input took more than {PATIENCE} seconds")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
