"""Taking a run back: a plan that restores the values before, but for what others have changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import BulkError, ContractError, ServiceError
from ..models import User
from .fields import Move, current
from .pace import PATIENCE, WORKERS, Pace
from .plan import BulkPlan, PlannedRow, make
from .planner import header, stops_all

if TYPE_CHECKING:
    from ..users import Users
    from .journal import BulkJournal


def undo(journal: BulkJournal, *, workers: int = WORKERS, patience: float = PATIENCE) -> BulkPlan:
    """Plan the restoring of what a run changed.

    Args:
        journal: the run's.
        workers: how many users are read at once.
        patience: for how many seconds a read is tried again while the server is away.

    Returns:
        A plan like any other; a field that has another value than the run gave it is left, and the row says so.

    Raises:
        BulkError: the journal is of another server.
        SoapClientError: the server cannot be reached, or lets nobody in.
    """
    users, plan = journal.plan.users, journal.plan
    if users is None:
        raise BulkError("the journal has no client to read with")
    if plan.header["server"] != users.server:
        raise BulkError(f"the journal is of {plan.header['server']}, and this is {users.server}")
    pace = Pace(workers=workers, patience=patience)
    about = header(users, f"undo of {plan.header['sha256']}", blind=False)
    work = _Work(users, pace)
    return make(about, pace.ordered(work.row, _changed(journal)), users)


def _changed(journal: BulkJournal) -> Iterator[tuple[int, PlannedRow, Mapping[str, Move]]]:
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
    def __init__(self, users: Users, pace: Pace) -> None:
        self.users = users
        self.pace = pace

    def row(self, found: tuple[int, PlannedRow, Mapping[str, Move]]) -> PlannedRow:
        number, planned, moves = found
        facts: dict[str, Any] = {"number": number, "line": planned.line, "key": planned.key}
        wanted = {field: Move(move.after, move.before) for field, move in moves.items() if move.before is not None}
        try:
            user = self.pace.read(lambda: self.users.get(planned.key))
            left = {field: reason for field, move in moves.items() if (reason := _left(user, field, move))}
            same = tuple(field for field, move in wanted.items() if current(user, field) == move.after)
            restore = {field: move for field, move in wanted.items() if field not in left and field not in same}
            values = {field: move.after for field, move in restore.items()}
            operations = self.users.plan_update(planned.key, **values).operations if restore else ()
            return PlannedRow(**facts, moves=restore, same=same, left=left, operations=operations)
        except (ServiceError, ContractError) as exc:
            if stops_all(exc):
                raise
            return PlannedRow(**facts, moves=wanted, error=str(exc))


def _left(user: User, field: str, move: Move) -> str:
    if move.before is None:
        return "its value before is not known"
    if current(user, field) not in (move.after, move.before):
        return "others changed it since"
    return ""
