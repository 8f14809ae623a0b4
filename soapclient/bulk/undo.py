"""Undo a run: plan to restore the old values, except those that others have changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import BulkError, SoapClientError
from ..wire.redact import one_line
from .blame import Replies
from .moves import Move, fewest, known
from .pace import Pace
from .pacing import Pacing
from .plan import P, PlanFile, PlannedRow, make
from .planner import header, reported

if TYPE_CHECKING:
    from .journal import JournalFile
    from .target import Target, Value


def undo(
    journal: JournalFile,
    pacing: Pacing = Pacing(),
    *,
    kind: type[P] = PlanFile,  # type: ignore[assignment]  # a default for P needs Python 3.13
) -> P:
    """Plan to restore the values that a run changed.

    Args:
        journal: the journal of the run.
        pacing: the speed of reading, and the progress function.
        kind: the class of the plan.

    Returns:
        An ordinary plan; a field whose value is no longer the one from the run is left alone, and the row says so.

    Raises:
        BulkError: the journal is for another server, the run is still in progress, or the planning was stopped.
        SoapClientError: the server cannot be reached, or refuses the login.
    """
    target, plan = journal.plan.target, journal.plan
    if target is None:
        raise BulkError("the journal was opened without a client, so nothing can be read")
    if not plan.shape.readable:
        raise BulkError(f"{plan.shape.unread}, so it cannot be undone")
    if plan.header["server"] != target.server:
        raise BulkError(f"the journal is for {one_line(plan.header['server'])}, not for {target.server}")
    if journal.in_use:
        raise BulkError(f"{journal.path} is in use: the run is still in progress")
    pace = Pace(pacing)
    about = header(target, f"undo of {plan.header['sha256']}", blind=False)
    work = _Work(target, pace)
    planned = work.replies.judged(pace.ordered(work.row, _changed(journal)))
    return make(about, reported(planned, pacing), target, kind)


def _changed(journal: JournalFile) -> Iterator[tuple[int, PlannedRow, Mapping[str, Move]]]:
    number = 0
    for row in journal.plan:
        state = journal.states.get(row.number)
        if state is None:
            continue
        unknown = state.status == "unknown"
        moves = {field: move for field, move in row.moves.items() if unknown or field in state.changed}
        if moves:
            number += 1
            yield number, row, moves


class _Work:
    def __init__(self, target: Target, pace: Pace) -> None:
        self.target = target
        self.pace = pace
        self.replies = Replies()

    def row(self, found: tuple[int, PlannedRow, Mapping[str, Move]]) -> PlannedRow:
        number, planned, moves = found
        facts: dict[str, Any] = {"number": number, "line": planned.line, "key": planned.key}
        wanted = {field: Move(move.after, move.before) for field, move in moves.items() if move.before is not None}
        with self.pace.turn():
            try:
                now = self.pace.read(lambda: self.target.read(planned.key, known(moves)))
                self.replies.good()
                return self._restored(facts, wanted, moves, now)
            except BaseException as exc:
                if not isinstance(exc, SoapClientError) or not self.replies.of_the_row(exc):
                    self.pace.fail(exc)
                    raise
                return PlannedRow(**facts, moves=wanted, error=str(exc))

    def _restored(
        self,
        facts: Mapping[str, Any],
        wanted: Mapping[str, Move],
        moves: Mapping[str, Move],
        now: Mapping[str, Value | None],
    ) -> PlannedRow:
        left = {field: reason for field, move in moves.items() if (reason := _left(now[field], move))}
        same = tuple(field for field, move in wanted.items() if now[field] == move.after)
        restore = {field: move for field, move in wanted.items() if field not in left and field not in same}
        if not restore:
            return PlannedRow(**facts, same=same, left=left)
        key = facts["key"]
        sent, operations = fewest(
            self.target, key, restore, {field: move for field, move in wanted.items() if field not in left}
        )
        same = tuple(field for field in same if field not in sent)
        resent = self.target.resends(key, {field: move.after for field, move in sent.items()})
        return PlannedRow(**facts, moves=sent, same=same, left=left, operations=operations, resent=resent)


def _left(now: Value | None, move: Move) -> str:
    if move.before is None:
        return "its old value is not known"
    if now not in (move.after, move.before):
        return "others changed it since"
    return ""
