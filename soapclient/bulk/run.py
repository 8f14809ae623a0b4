"""Apply a plan: only its changes, within its limits, with each intent in the journal before its call."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, Final, TypeVar

from ..errors import BulkError, SoapClientError, TransportError
from .blame import ends_run, status_after_read, status_after_send, stops_all
from .journal import JournalFile, State
from .limits import MAX_AGE, MAX_CHANGES, MAX_CLEARS, MAX_ERRORS, Limit, check_fits, check_limits
from .moves import Move, different, fewest, known, moved
from .pace import Pace, Patience, Stopped
from .pacing import Pacing
from .plan import PlanFile, PlannedRow, now
from .result import FINAL, BulkResult, RowResult, Status
from .target import Target, Value

T = TypeVar("T")
_UNKNOWN: Final = "it was sent, and it is unknown whether it was done"
_NOTHING: Final[Mapping[str, Move]] = {}


def apply(
    plan: PlanFile,
    journal: str | os.PathLike[str] | None = None,
    pacing: Pacing = Pacing(),
    *,
    max_changes: Limit = MAX_CHANGES,
    max_clears: Limit = MAX_CLEARS,
    max_errors: int | None = MAX_ERRORS,
    max_age: float | None = MAX_AGE,
    if_unchanged: bool = False,
    verify: bool = False,
    allow_destructive: bool = False,
    repeat_unknown: bool = False,
) -> BulkResult:
    """Apply a plan.

    Args:
        plan: the plan, with its target.
        journal: the path of a new file for the journal; None for a journal that ends with the run.
        pacing: the speed and patience of the work, and its progress function.
        max_changes: how many rows may change: a number, a percentage of the rows such as "10%", or None for any.
        max_clears: how many fields may be cleared: a number, a percentage of the rows, or None for any.
        max_errors: stop after more than this many failed rows; None to never stop.
        max_age: the largest age of the plan in seconds; None for any age.
        if_unchanged: read each object again and leave it alone if its values have changed since the plan.
        verify: read each changed object back and compare.
        allow_destructive: allow an operation that destroys data, or may.
        repeat_unknown: send a call of an idempotent operation again if no answer came, because its effect cannot be
            read.

    Returns:
        Counts, and the result of each row in the order of the input.

    Raises:
        BulkError: the plan is for another server, too old or exceeds a limit (nothing was sent), or the journal cannot
            be written.
    """
    target = check_fits(plan, max_age)
    check_limits(plan, max_changes, max_clears)
    if if_unchanged and plan.blind:
        raise BulkError("a blind plan has no old values, so if-unchanged cannot be checked")
    if verify and not plan.shape.readable:
        raise BulkError(f"{plan.shape.unread}, so it cannot be verified")
    _check_said(target, allow_destructive=allow_destructive, repeat_unknown=repeat_unknown)
    kept = JournalFile.create(journal, plan, {"if_unchanged": if_unchanged, "verify": verify})
    return _Run(target, kept, pacing, max_errors, repeat=repeat_unknown).go()


def resume(
    journal: JournalFile,
    pacing: Pacing = Pacing(),
    *,
    max_errors: int | None = MAX_ERRORS,
    max_age: float | None = MAX_AGE,
    repeat_unknown: bool = False,
) -> BulkResult:
    """Resume a run that did not end.

    Args:
        journal: the journal of the run; its `if_unchanged` and `verify` still apply.
        pacing: as for `apply`; its `progress` is also called for rows that were done before.
        max_errors: as for `apply`, counted from now on.
        max_age: as for `apply`.
        repeat_unknown: as for `apply`, also for rows that are already unknown; otherwise they stay unknown.

    Raises:
        BulkError: another run is using the journal, or its plan is for another server or too old.
    """
    target = check_fits(journal.plan, max_age)
    _check_said(target, allow_destructive=True, repeat_unknown=repeat_unknown)
    found = journal.reopen()
    with found.plan:
        return _Run(target, found, pacing, max_errors, repeat=repeat_unknown).go()


def _check_said(target: Target, *, allow_destructive: bool, repeat_unknown: bool) -> None:
    if target.danger and not allow_destructive:
        raise BulkError(f"{target.danger}; nothing was sent: use allow-destructive to allow it")
    if target.unrepeatable and repeat_unknown:
        raise BulkError(f"{target.unrepeatable}: repeat-unknown is for idempotent operations")


class _Run:
    def __init__(
        self, target: Target, journal: JournalFile, pacing: Pacing, max_errors: int | None, *, repeat: bool
    ) -> None:
        self.target = target
        self.journal = journal
        self.pace = Pace(pacing)
        self.progress = pacing.progress
        self.max_errors = max_errors
        self.if_unchanged = bool(journal.options.get("if_unchanged")) or (target.guarded and not journal.plan.blind)
        self.verify = bool(journal.options.get("verify"))
        self.before = journal.states
        self.ahead = target.shape.readable and not self.if_unchanged and pacing.workers > 1
        self.leaves = frozenset(FINAL if target.shape.readable or repeat else {*FINAL, "unknown"})
        self.error: SoapClientError | None = None
        self.lost = 0
        self.failures = 0

    def go(self) -> BulkResult:
        results: list[RowResult] = []
        stopped = "it was interrupted"
        try:
            rows = self.journal.plan.summary["rows"]
            for result in self._results():
                results.append(result)
                if self.progress is not None:
                    self.progress(result, rows)
            stopped = self._why(results)
        finally:
            try:
                self.journal.write({"event": "end", "time": now(), "stopped": stopped})
            finally:
                self.journal.close()
        path = None if self.journal.path is None else str(self.journal.path)
        return BulkResult(results=results, stopped=stopped, journal=path, error=self.error)

    def _why(self, results: list[RowResult]) -> str:
        if self.error is not None:
            return str(self.error)
        if self.max_errors is not None and self.failures > self.max_errors:
            return f"more than {self.max_errors} rows failed"
        left = self.pace.stopped.is_set() and any(each.status not in self.leaves for each in results)
        return "it was stopped" if left else ""

    def _results(self) -> Iterator[RowResult]:
        threads = 2 * self.pace.workers if self.ahead else None
        for row, result in self.pace.ordered(self._one, self.journal.plan, threads):
            yield result
            state = self.before.get(row.number)
            failed_now = row.changes and not result.ok and not (state and state.status in self.leaves)
            self.failures += failed_now and (result.status != "unsent" or result.error is not None)
            if self.max_errors is not None and self.failures > self.max_errors:
                self.pace.stop()

    def _one(self, row: PlannedRow) -> tuple[PlannedRow, RowResult]:
        facts: dict[str, Any] = {"number": row.number, "line": row.line, "key": row.key}
        state = self.before.get(row.number, State())
        if row.error:
            return row, RowResult(**facts, status="failed", error=BulkError(row.error))
        if not row.changes:
            return row, RowResult(**facts, status="same")
        if state.status in self.leaves:
            why = state.error or (_UNKNOWN if state.status == "unknown" else "")
            return row, RowResult(**facts, status=state.status, error=BulkError(why) if why else None)
        self.pace.wait()
        if self.pace.stopped.is_set():
            return row, RowResult(**facts, status=state.status)
        status, error = self._carry_out(row, again=state.status == "unknown")
        return row, RowResult(**facts, status=status, error=error)

    def _carry_out(self, row: PlannedRow, *, again: bool) -> tuple[Status, SoapClientError | None]:
        intended = self.ahead and not again
        if intended:  # while calls of other rows are in progress: after a kill this only costs a read
            self.pace.has_begun()
            self.journal.intent(row, row.moves)
        with self.pace.turn():
            try:
                return self._persist(row, again, intended)
            except BaseException as exc:
                self.pace.fail(exc)
                raise

    def _persist(self, row: PlannedRow, again: bool, intended: bool) -> tuple[Status, SoapClientError | None]:
        """Try until there is an outcome or patience runs out; a failure that ends the run does so within the turn."""
        patience = Patience(self.pace)
        while True:
            status, changed, error = self._attempt(row, again, intended)
            self.journal.outcome(row, status, changed, error)
            if not isinstance(error, TransportError) or status in self.leaves or not patience.again(error):
                break
            again, intended = again or status == "unknown", False
        # An unknown row is not retried until the server is back: later rows show whether it is unreachable.
        self.lost = self.lost + 1 if status == "unknown" and status in self.leaves else 0
        ends = self.lost > self.pace.workers if self.lost else error is not None and ends_run(error)
        if ends:
            self.error = self.error or error
            self.pace.stop()
        return status, error

    def _attempt(
        self, row: PlannedRow, again: bool, intended: bool
    ) -> tuple[Status, Mapping[str, Move], SoapClientError | None]:
        """Try once; `again`: it may have been done already; `intended`: its intent is in the journal."""
        moves: Mapping[str, Move] = row.moves
        there = _NOTHING
        doubt: Status = "unknown" if again else "unsent"
        try:
            if self.target.shape.readable and (again or self.if_unchanged):
                now = self._read(row, moves)
                there = {field: move for field, move in moves.items() if again and now[field] == move.after}
                moves = {field: move for field, move in moves.items() if field not in there}
                others = moved(now, moves)
                if others:
                    return "moved", there, BulkError(others)
                if not moves:
                    return "done", row.moves, None
                moves, _ = fewest(self.target, row.key, moves, row.moves)
        except Stopped:
            return doubt, _NOTHING, None
        except SoapClientError as exc:
            return status_after_read(exc, doubt), _NOTHING, exc
        if not intended:
            self.journal.intent(row, moves)
        values = {field: move.after for field, move in moves.items()}
        try:
            self._call(row.operations, lambda: self.target.send(row.key, values, again=again))
        except Stopped:
            return doubt, _NOTHING, None
        except SoapClientError as exc:
            status = status_after_send(exc, doubt)
            done = self.target.changed_by(exc.done, row.moves) if status == "failed" else ()
            changed = {field: row.moves[field] for field in done}
            return status, {**there, **changed} if status == "failed" else _NOTHING, exc
        if self.verify:
            try:
                found = different(self._read(row, row.moves, finishing=True), row.moves)
            except SoapClientError as exc:
                return "unknown", _NOTHING, exc
            if found:
                return "differs", row.moves, BulkError(found)
        return "done", row.moves, None

    def _read(self, row: PlannedRow, moves: Mapping[str, Move], *, finishing: bool = False) -> dict[str, Value | None]:
        return self._call("read", lambda: self.target.read(row.key, known(moves)), finishing=finishing)

    def _call(self, kind: Hashable, call: Callable[[], T], *, finishing: bool = False) -> T:
        try:
            return self.pace.call(kind, call, finishing=finishing)
        except SoapClientError as exc:
            if stops_all(exc):
                self.pace.stop()  # at once: each further call would try the password again
            raise
