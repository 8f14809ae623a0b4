"""The journal of a run: its plan, and every intent and outcome, so it can be resumed, explained and undone.

A file of JSON Lines: a header, the lines of the plan, `start`, then events. An intent is on disk before its call is
made. A last line that is cut off does not count: a call with an incomplete intent was not made.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, ClassVar, Final, TypeVar

import attrs

from ..errors import BulkError, SoapClientError
from ..wire.forks import Unshared
from ..wire.redact import one_line
from .failures_csv import save_failures
from .journal_writer import JournalWriter, created, lock
from .moves import Move, moves_from_json, moves_to_json
from .plan import FORMAT as PLAN
from .plan import JOURNAL, READABLE, PlanFile, PlannedRow, now
from .private_files import dump, load, read_line
from .result import GOOD, RowResult, Status
from .target import Find

FORMAT: Final = JOURNAL
VERSION: Final = 2
_STATUSES: Final = frozenset({"done", "failed", "unknown", "moved", "differs", "unsent"})

J = TypeVar("J", bound="JournalFile")


@attrs.define(kw_only=True)
class State:
    """The state of one row, as far as the journal shows.

    Attributes:
        status: see `RowResult`; "unknown" from its first intent to its outcome.
        changed: the fields that are known to have been changed, by the plan's row.
        error: why it is not done.
    """

    status: Status = "unsent"
    changed: tuple[str, ...] = ()
    error: str = ""


class JournalFile(Unshared):
    """The journal of one run, as data; `BulkJournal` is one that can be resumed and undone.

    Attributes:
        path: the path of its file; None for a journal that ends with the run.
        plan: the plan of the run.
        options: the options that a resumed run must follow too.
        states: the state of each row that was started, by its number.
        stopped: why the run ended early; None if it did not record a reason.
        sessions: the start of the run and of each resumed run, each with the last event after it.
    """

    plans: ClassVar[type[PlanFile]] = PlanFile  # the class of the plan in a journal

    def __init__(self, path: Path | None, plan: PlanFile, options: Mapping[str, Any]) -> None:
        self.path = path
        self.plan = plan
        self.options = dict(options)
        self.states: dict[int, State] = {}
        self._changed: dict[tuple[str, ...], tuple[str, ...]] = {}  # one of each, for all rows
        self.stopped: str | None = None
        self.sessions: list[tuple[str, str]] = []
        self._writer: JournalWriter | None = None
        self._temporary: IO[bytes] | None = None

    @classmethod
    def create(cls: type[J], path: str | os.PathLike[str] | None, plan: PlanFile, options: Mapping[str, Any]) -> J:
        """Create the journal of a run and lock it.

        Args:
            path: the path of its file; None for a temporary file.
            plan: the plan of the run.
            options: the options that a resumed run must follow too.

        Raises:
            BulkError: the file already exists, or cannot be written.
        """
        made = cls(None if path is None else Path(path), plan, options)
        if path is None:
            made._temporary = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
            writer = JournalWriter(os.dup(made._temporary.fileno()), "of this run", durable=False)
        else:
            writer = JournalWriter(created(Path(path)), str(path))
        made._writer = writer
        try:
            writer.write({"format": FORMAT, "version": VERSION, "created": now(), "options": made.options})
            for line in plan.lines():
                writer.write_line(line)
            writer.write({"event": "start", "time": now()}, sync=True)
        except BaseException:
            made.close()
            raise
        return made

    @classmethod
    def open(cls: type[J], path: str | os.PathLike[str], find: Find | None = None) -> J:
        """Read a journal, also of a run in progress.

        Args:
            path: the file.
            find: returns the target of the plan; None to inspect the journal only.

        Raises:
            BulkError: the file is not a journal, is of another version or target, or is damaged before its last line.
        """
        try:
            with Path(path).open("rb") as stream:
                return cls._read(stream, Path(path), find)[0]
        except OSError as exc:
            raise BulkError(f"{path} cannot be read ({exc.strerror or exc})") from None

    def reopen(self: J) -> J:
        """Return the current journal, locked, to resume the run.

        Raises:
            BulkError: another run is using it, or it cannot be written.
        """
        if self.path is None:
            raise BulkError("a run without a journal cannot be resumed")
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
            try:
                if not lock(descriptor):
                    raise BulkError(f"{self.path} is in use: another run has resumed it")
                target = self.plan.target
                with os.fdopen(os.dup(descriptor), "rb") as stream:
                    stream.seek(0)
                    found, end = self._read(stream, self.path, None if target is None else lambda _: target)
                os.ftruncate(descriptor, end)
                found._writer = JournalWriter(descriptor, str(self.path))
                found.write({"event": "resume", "time": now()}, sync=True)
                self.states = found.states  # two copies would waste memory
            except BaseException:
                os.close(descriptor)
                raise
        except OSError as exc:
            raise BulkError(f"{self.path} cannot be written ({exc.strerror or exc})") from None
        return found

    @property
    def in_use(self) -> bool:
        """Whether a run is using it now.

        Raises:
            BulkError: it cannot be read.
        """
        if self.path is None:
            return False
        try:
            with self.path.open("rb") as stream:
                return not lock(stream.fileno())
        except OSError as exc:
            raise BulkError(f"{self.path} cannot be read ({exc.strerror or exc})") from None

    @classmethod
    def _read(cls: type[J], stream: IO[bytes], path: Path, find: Find | None) -> tuple[J, int]:
        header = _header(read_line(stream, str(path), 1), path)
        try:
            plan = cls.plans.read(stream, f"the plan in {path}", find)
        except BulkError:
            if stream.read(1):
                raise
            raise BulkError(_never_begun(path)) from None
        found = cls(path, plan, header["options"])
        try:
            return found, found._events(stream)
        except BaseException:
            plan.close()
            raise

    def _events(self, stream: IO[bytes]) -> int:
        number = self.plan.summary["rows"] + 2
        begun = False
        end = stream.tell()
        while line := read_line(stream, str(self.path), number + 1):
            number += 1
            if not line.endswith(b"\n"):
                break
            try:
                event = load(line)
                begun = begun or event["event"] == "start"
                self._take(event)
            except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
                raise BulkError(f"{self.path} is damaged in line {number} and cannot be trusted") from None
            end += len(line)
        if not begun:
            raise BulkError(_never_begun(self.path))
        return end

    def _take(self, event: Mapping[str, Any]) -> None:
        kind, time = event["event"], str(event["time"])
        if kind in ("start", "resume"):
            self.sessions.append((time, time))
        else:
            self.sessions[-1] = (self.sessions[-1][0], time)
        if kind == "end":
            self.stopped = str(event["stopped"])
        elif kind in ("start", "resume"):
            self.stopped = None
        elif kind in ("intent", "outcome"):
            state = self.states.setdefault(int(event["row"]), State())
            moves = moves_from_json(event["change"], self.plan.shape)
            if kind == "intent":
                state.status, state.error = "unknown", ""
            elif event["status"] in _STATUSES:
                names = tuple(moves)
                state.status, state.changed = event["status"], self._changed.setdefault(names, names)
                state.error = str((event.get("error") or {}).get("message", ""))
            else:
                raise ValueError(event["status"])
        else:
            raise ValueError(kind)

    def intent(self, row: PlannedRow, moves: Mapping[str, Move]) -> None:
        """Write the intended changes; they are on disk when this returns.

        Raises:
            BulkError: it cannot be written: the call must not be made.
        """
        change = moves_to_json(moves)
        self.write({"event": "intent", "row": row.number, "key": row.key, "time": now(), "change": change}, sync=True)

    def outcome(
        self, row: PlannedRow, status: Status, changed: Mapping[str, Move], error: SoapClientError | None
    ) -> None:
        """Write the outcome of a row.

        Raises:
            BulkError: it cannot be written.
        """
        event: dict[str, Any] = {"event": "outcome", "row": row.number, "key": row.key, "time": now(), "status": status}
        event["change"] = moves_to_json(changed)
        if changed:
            event["operations"] = row.operations
        if error is not None:
            facts = {"type": type(error).__name__, "code": getattr(error, "code", None), "message": str(error)}
            event["error"] = {**facts, "operation": error.operation}
        self.write(event)

    def write(self, event: dict[str, Any], *, sync: bool = False) -> None:
        """Append an event; see `JournalWriter.write`."""
        if self._writer is None:
            raise BulkError(f"{self.path} was opened for reading only")
        self._writer.write(event, sync=sync)

    def results(self) -> Iterator[tuple[PlannedRow, RowResult]]:
        """Return each row of the plan with its state so far, in order."""
        for row in self.plan:
            state = self.states.get(row.number)
            if row.error:
                status, error = "failed", row.error
            elif not row.changes:
                status, error = "same", ""
            else:
                status, error = (state.status, state.error) if state else ("unsent", "")
            facts: dict[str, Any] = {"number": row.number, "line": row.line, "key": row.key, "status": status}
            yield row, RowResult(**facts, error=BulkError(error) if error and status not in GOOD else None)

    def save_failures(self, path: str | os.PathLike[str], *, unknown: bool = False) -> int:
        """Write the rows that are not done to a CSV that can be planned again, with reasons in ignored columns.

        Args:
            path: the file; only its owner can read it.
            unknown: write only the rows whose outcome is unknown. By default such rows of operation calls are left out,
                because planning them again would repeat the calls.

        Returns:
            The number of rows written.

        Raises:
            BulkError: it cannot be written.
        """
        return save_failures(lambda: self._not_done(unknown), self.plan.shape, Path(path))

    def _not_done(self, unknown: bool) -> Iterator[tuple[PlannedRow, RowResult]]:
        for row, result in self.results():
            known = result.status != "unknown"
            if not result.ok and (not known if unknown else known or self.plan.shape.readable):
                yield row, result

    def close(self) -> None:
        """Close it; another run may then resume it."""
        if self._writer is not None:
            self._writer.close()
        if self._temporary is not None:
            self._temporary.close()

    def __enter__(self: J) -> J:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        self.plan.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.path}>"


def _never_begun(path: Path | None) -> str:
    return f"{path} was cut off before the first call, so nothing was sent: delete it and apply the plan again"


def _header(line: bytes, path: Path) -> dict[str, Any]:
    if not line.endswith(b"\n") and (not line or dump({"format": FORMAT}).rstrip(b"}\n").startswith(line[:20])):
        raise BulkError(_never_begun(path))
    try:
        header = load(line)
    except ValueError:
        header = {}
    if header.get("format") != FORMAT:
        if header.get("format") == PLAN:
            raise BulkError(f"{path} is a plan, not a journal: look at it with bulk show, carry it out with bulk apply")
        raise BulkError(f"{path} is not the journal of a bulk run")
    if header.get("version") not in READABLE or not isinstance(header.get("options"), dict):
        version = one_line(repr(header.get("version")), 40)
        raise BulkError(f"{path} is a journal of version {version}; this program reads 1 and 2")
    return header
