"""Rows to a plan: read what each one has now, and say what will change, what will not, and what cannot."""

from __future__ import annotations

import functools
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import attrs

from ..errors import (
    AuthenticationFailed,
    ContractError,
    HttpError,
    ServiceError,
    SessionExpired,
    SoapClientError,
    TicketNotAllowed,
    TlsError,
    TransportError,
)
from ..wire.redact import hide_source
from . import rows as rows_
from .moves import Move, fewest
from .pace import PATIENCE, WORKERS, Pace, passes
from .plan import P, PlanFile, PlannedRow, make, now
from .private_files import dump
from .row_file import RowFile
from .rows import Columns, Row, Token

if TYPE_CHECKING:
    from .target import Target

T = TypeVar("T")
_NOTHING: Final[Mapping[str, Move]] = {}
# So many replies that cannot be used are the server's: in a row, or a fifth of all when they are more than a few.
_IN_A_ROW: Final = 5
_FEW: Final = 20
_PART: Final = 5


def plan_rows(
    target: Target,
    rows: Iterable[Row | Mapping[str, Any]],
    *,
    blind: bool = False,
    workers: int = WORKERS,
    patience: float = PATIENCE,
    source: str = "",
    progress: Callable[[int], None] | None = None,
    stop: threading.Event | None = None,
    kind: type[P] = PlanFile,  # type: ignore[assignment]  # a default for P needs Python 3.13
) -> P:
    """Plan many updates.

    Args:
        target: what is to be changed.
        rows: rows of a file, or mappings of fields; an iterator is not held.
        blind: plan without reading: no values before, no rows that need nothing.
        workers: how many are read at once.
        patience: for how many seconds a read is tried again while the server is away.
        source: what the rows were read from, for the header.
        progress: called with the number of rows planned so far.
        stop: an event that ends the planning when it is set; one that fails sets it too.
        kind: the class of the plan.

    Returns:
        The plan.

    Raises:
        BulkError: a row cannot be used, or it was stopped; nothing is changed by planning.
        SoapClientError: the server cannot be reached, or lets nobody in.
    """
    blind = blind or not target.shape.readable
    pace = Pace(workers=workers, patience=patience, stop=stop)
    each: Iterable[Row]
    if isinstance(rows, RowFile):
        each = rows = rows.of(target.shape)
        rows.check()
    else:
        each = rows_.from_mappings(rows, Columns(target.shape), Token())
    replies = Replies()
    work = functools.partial(_planned, target, pace, replies, blind)
    planned = map(work, each) if blind else replies.judged(pace.ordered(work, each))
    return make(header(target, source, blind=blind), reported(_told_apart(planned), progress), target, kind)


def header(target: Target, source: str, *, blind: bool) -> dict[str, Any]:
    """Return what a plan made now says about itself."""
    return {
        "server": target.server,
        "contract": fingerprint(target),
        "created": now(),
        "source": source,
        "options": {"blind": blind},
    }


def fingerprint(target: Target) -> dict[str, str]:
    """Return where a contract is from, and a hash of what it says about the operations that a bulk run calls."""
    contract = target.contract
    said = [
        [name, [[each.name, each.type, each.null, each.on_null] for each in contract[name].parameters.values()]]
        for name in target.operations
        if name in contract
    ]
    return {"source": hide_source(contract.source), "sha256": hashlib.sha256(dump(said)).hexdigest()}


def stops_all(error: SoapClientError) -> bool:
    """Return whether an error is none of the row's: no row would fare better."""
    if isinstance(error, (AuthenticationFailed, TicketNotAllowed, SessionExpired)):
        return True
    return isinstance(error, ContractError) and error.operation is None


def is_login_refused(error: SoapClientError) -> bool:
    """Return whether HTTP refused a login, the server's or a proxy's: another try might lock the account."""
    return isinstance(error, HttpError) and error.status in (401, 407)


class Replies:
    """Replies to a planning: one that cannot be used is its row's error, many are those of a sick server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all = self._bad = self._in_a_row = 0
        self._last: TransportError | None = None

    def good(self) -> None:
        """Take note of one that was understood, were it a refusal."""
        with self._lock:
            self._all += 1
            self._in_a_row = 0

    def of_the_row(self, error: SoapClientError) -> bool:
        """Take note of an error, and return whether it is the row's and the next one may be planned."""
        if isinstance(error, (ServiceError, ContractError)):
            if isinstance(error, ServiceError):
                self.good()
            return not stops_all(error)
        if not isinstance(error, TransportError) or passes(error) or isinstance(error, TlsError):
            return False
        if is_login_refused(error):
            return False
        with self._lock:
            self._last = error
            self._all += 1
            self._bad += 1
            self._in_a_row += 1
            return self._in_a_row < _IN_A_ROW and (self._bad <= _FEW or self._bad * _PART <= self._all)

    def judged(self, planned: Iterator[T]) -> Iterator[T]:
        """Pass rows on.

        Raises:
            TransportError: not one reply was understood.
        """
        yield from planned
        if self._last is not None and self._bad == self._all:
            raise self._last


class _Found(NamedTuple):
    """A row, which one it is about where its key does not tell, and all that it wants."""

    row: PlannedRow
    identity: str = ""
    wanted: Mapping[str, Move] = _NOTHING


def _planned(target: Target, pace: Pace, replies: Replies, blind: bool, row: Row) -> _Found:
    facts: dict[str, Any] = {"number": row.number, "line": row.line, "key": row.key, "keep": row.keep}
    said = target.normal(row.set)
    wanted = {field: Move(None, value) for field, value in said.items()}
    if not wanted:
        return _Found(PlannedRow(**facts))
    pace.check()
    try:
        operations = target.plan(row.key, said)
        if blind:
            planned = PlannedRow(**facts, moves=wanted, operations=operations)
            return _Found(planned, target.identity(row.key, {}), wanted)
        there = pace.read(lambda: target.read(row.key, said))
        replies.good()
        moves = {field: Move(there[field], value) for field, value in said.items()}
        changed = {field: move for field, move in moves.items() if move.before != move.after}
        sent, operations = fewest(target, row.key, changed, moves) if changed else (_NOTHING, ())
        same = tuple(field for field in moves if field not in sent)
        planned = PlannedRow(**facts, moves=sent, same=same, operations=operations)
        return _Found(planned, target.identity(row.key, there), wanted)
    except SoapClientError as exc:
        if not replies.of_the_row(exc):
            raise
        return _Found(PlannedRow(**facts, moves=wanted, error=str(exc)))


def _told_apart(planned: Iterator[_Found]) -> Iterator[PlannedRow]:
    """Make an error of a row that is about the same one as a row before, under another key: both at once would race."""
    lines: dict[str, int] = {}
    for row, identity, wanted in planned:
        first = lines.get(identity)
        if first is None:
            yield row
            if identity:
                lines[identity] = row.line
        else:
            why = f"it is the one of line {first}, named otherwise: say all that is to be changed in one row"
            yield attrs.evolve(row, moves=wanted, same=(), operations=(), error=why)


def reported(planned: Iterator[PlannedRow], progress: Callable[[int], None] | None) -> Iterator[PlannedRow]:
    """Pass rows on, and tell how many there were after each."""
    for count, row in enumerate(planned, 1):
        yield row
        if progress is not None:
            progress(count)
