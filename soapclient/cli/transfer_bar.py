"""How far transfers are, in bytes and files, on standard error: a live bar at a terminal, else a line now and then."""

from __future__ import annotations

import contextlib
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from .connection import CommandContext
from .failure import one_line
from .progress import say

if TYPE_CHECKING:
    from soapclient import ExchangeProgress

_EVERY: Final = 5.0
_DRAWN: Final = 0.1
_LONGEST: Final = 40
_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")


class TransferBar:
    """The progress of transfers, shown while the `with` block lasts.

    Args:
        connection: whether to show it at all, and whether somebody may be typing a password.
        what: what is being done, in one word.
    """

    def __init__(self, connection: CommandContext, what: str) -> None:
        self._connection = connection
        self._what = what
        self._shown = not connection.as_json and not connection.given.get("quiet")
        self._bar: Any = None
        self._begun = False
        self._said = time.monotonic()

    def __enter__(self) -> TransferBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            with contextlib.suppress(OSError, ValueError):
                self._bar.stop()

    def one(self, done: int, total: int | None) -> None:
        """Take note of how many bytes of one file are done."""
        self._show(self._what, done, total or 0, "")

    def many(self, progress: ExchangeProgress) -> None:
        """Take note of how far many files are; see `ExchangeProgress`."""
        of = f"/{progress.of_files}" if progress.of_files else ""
        name = one_line(progress.name)
        name = name if len(name) <= _LONGEST else f"...{name[3 - _LONGEST :]}"
        self._show(name or self._what, progress.bytes, progress.of_bytes, f"{progress.files}{of} files")

    def _show(self, what: str, done: int, total: int, files: str) -> None:
        if not self._shown:
            return
        if not self._begun and self._connection.password_known:
            self._begun = True
            self._bar = _bar()
            if self._bar is not None:
                self._bar.add_task(what, total=None, files="")
                self._bar.start()
                self._said = 0.0
        now = time.monotonic()
        if now - self._said < (_EVERY if self._bar is None else _DRAWN):
            return
        self._said = now
        if self._bar is None:
            of = f" of {size(total)}" if total else ""
            say(", ".join(filter(None, (f"{self._what}: {size(done)}{of}", files))))
            return
        with contextlib.suppress(OSError, ValueError):
            self._bar.update(self._bar.task_ids[0], description=what, completed=done, total=total or None, files=files)


def size(count: int) -> str:
    """Write a number of bytes as people read it."""
    if count < 1000:
        return f"{count} bytes" if count != 1 else "1 byte"
    value, unit = float(count), 0
    while value >= 999.95 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_UNITS[unit]}"


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
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(compact=True),
        progress.TextColumn("{task.fields[files]}", markup=False),
        console=console,
        transient=True,
        refresh_per_second=4,
    )
