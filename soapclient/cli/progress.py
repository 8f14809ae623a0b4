"""How far a bulk run is, on standard error: a live bar at a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final

from soapclient import RowResult

from .failure import INTERRUPTED
from .terminal import safe

_EVERY: Final = 5.0
_DRAWN: Final = 0.1
_ENDING: Final = "finishing the calls in flight"


def say(text: str) -> None:
    """Write a line to standard error, if it can be."""
    if sys.stderr is None:  # print would take standard output instead
        return
    with contextlib.suppress(OSError, ValueError):
        print(safe(text), file=sys.stderr, flush=True)


class ProgressBar:
    """The progress of one run, shown while the `with` block lasts; Ctrl-C is answered at once in it.

    Args:
        what: what is being done, in one word.
        shown: whether it is shown at all.
        ready: whether a bar may be drawn now, rather than over somebody who types a password.
    """

    def __init__(self, what: str, *, shown: bool, ready: Callable[[], bool]) -> None:
        self._what = what
        self._shown = shown
        self._ready = ready
        self._failed = 0
        self._done = 0
        self._said = time.monotonic()
        self._bar: Any = None
        self._begun = False
        self._ending = False
        self._before: Any = None

    def __enter__(self) -> ProgressBar:
        main = threading.current_thread() is threading.main_thread()
        if main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            self._before = signal.signal(signal.SIGINT, self._interrupted)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
        if self._bar is not None:
            with contextlib.suppress(OSError, ValueError):
                self._bar.stop()

    def result(self, each: RowResult, rows: int) -> None:
        """Take note of a result."""
        self._failed += not each.ok
        self.count(self._done + 1, rows)

    def count(self, done: int, rows: int) -> None:
        """Take note of how many rows are done."""
        self._done = done
        if self._shown and not self._begun and self._ready():
            self._begin()
        now = time.monotonic()
        if not self._shown or now - self._said < (_EVERY if self._bar is None else _DRAWN):
            return
        self._said = now
        failed = f"{self._failed} not done" if self._failed else ""
        if self._bar is None:
            say(", ".join(filter(None, (f"{self._what}: {done}/{rows}", failed))))
            return
        speed = self._bar.tasks[0].speed
        rate = "" if speed is None else f"{speed:.0f}/s" if speed >= 10 else f"{speed:.1f}/s"
        with contextlib.suppress(OSError, ValueError):
            self._bar.update(self._bar.task_ids[0], completed=done, total=rows, rate=rate, failed=failed)

    def _begin(self) -> None:
        self._begun = True
        self._bar = _bar()
        if self._bar is not None:
            self._bar.add_task(self._what, total=None, rate="", failed="")
            self._bar.start()
            self._said = 0.0

    def _interrupted(self, *_: object) -> None:
        if self._ending:
            if self._bar is not None:
                self._bar.console.show_cursor(True)
            say("\nended at once: what became of the calls in flight is read when the run is resumed")
            os._exit(INTERRUPTED)
        self._ending = True
        if self._bar is not None:
            self._bar.tasks[0].description = _ENDING
        elif self._shown:
            say(f"interrupted: {_ENDING}; Ctrl-C again ends at once")
        raise KeyboardInterrupt


def _bar() -> Any:
    """Make a live bar, or None where there is no terminal that shows one, or no rich."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    try:
        from rich import progress
        from rich.console import Console
    except ModuleNotFoundError:
        return None
    console = Console(stderr=True)
    if console.is_dumb_terminal:
        return None
    return progress.Progress(
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(bar_width=20),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}", markup=False),
        progress.TimeRemainingColumn(compact=True),
        progress.TextColumn("{task.fields[failed]}", style="red", markup=False),
        console=console,
        transient=True,
        refresh_per_second=4,
    )
