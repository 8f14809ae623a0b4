"""Planning: for each row, read the current values and compute what changes, what does not, and what cannot."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from ..errors import SoapClientError
from ..wire.redact import hide_source
from . import rows as rows_
from .blame import Replies
from .moves import Move, fewest
from .pace import Pace
from .pacing import Pacing
from .plan import P, PlanFile, PlannedRow, make, now
from .private_files import dump
from .row_file import RowFile
from .rows import Columns, Row, Token

if TYPE_CHECKING:
    from .target import Target

_NOTHING: Final[Mapping[str, Move]] = {}


def plan_rows(
    target: Target,
    rows: Iterable[Row | Mapping[str, Any]],
    pacing: Pacing = Pacing(),
    *,
    blind: bool = False,
    source: str = "",
    kind: type[P] = PlanFile,  # type: ignore[assignment]  # a default for P needs Python 3.13
) -> P:
    """Plan the changes of many rows.

    Args:
        target: the target of the rows.
        rows: rows of a file, or mappings of fields; an iterator is not stored.
        pacing: the speed of reading, and the progress function.
        blind: plan without reading: no old values, and no detection of rows without a change.
        source: the source of the rows, for the header.
        kind: the class of the plan.

    Returns:
        The plan.

    Raises:
        BulkError: a row cannot be used, or planning was stopped; planning changes nothing.
        SoapClientError: the server cannot be reached, or refuses the login.
    """
    blind = blind or not target.shape.readable
    pace = Pace(pacing)
    each: Iterable[Row]
    if isinstance(rows, RowFile):
        each = rows = rows.of(target.shape)
        rows.check()
    else:
        each = rows_.from_mappings(rows, Columns(target.shape), Token())
    replies = Replies()
    work = functools.partial(_planned, target, pace, replies, blind)
    planned = map(work, each) if blind else replies.judged(pace.ordered(work, each))
    return make(header(target, source, blind=blind), reported(_told_apart(planned), pacing), target, kind)


def header(target: Target, source: str, *, blind: bool) -> dict[str, Any]:
    """Return the header of a plan made now."""
    return {
        "server": target.server,
        "contract": fingerprint(target),
        "created": now(),
        "source": source,
        "options": {"blind": blind},
    }


def fingerprint(target: Target) -> dict[str, str]:
    """Return the source of a contract, and a hash of its description of the operations that a bulk run calls."""
    contract = target.contract
    said = [
        [name, [[each.name, each.type, each.null, each.on_null] for each in contract[name].parameters.values()]]
        for name in target.operations
        if name in contract
    ]
    return {"source": hide_source(contract.source), "sha256": hashlib.sha256(dump(said)).hexdigest()}


class _Found(NamedTuple):
    """A row, the identity of its object if the key has several spellings, and the fields that it sets."""

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
    with pace.turn():
        try:
            operations = target.plan(row.key, said)
            if blind:
                planned = PlannedRow(**facts, moves=wanted, operations=operations, resent=target.resends(row.key, said))
                return _Found(planned, target.identity(row.key, {}), wanted)
            there = pace.read(lambda: target.read(row.key, {field: (value,) for field, value in said.items()}))
            replies.good()
            moves = {field: Move(there[field], value) for field, value in said.items()}
            changed = {field: move for field, move in moves.items() if move.before != move.after}
            sent, operations = fewest(target, row.key, changed, moves) if changed else (_NOTHING, ())
            same = tuple(field for field in moves if field not in sent)
            resent = target.resends(row.key, {field: move.after for field, move in sent.items()}) if sent else ()
            planned = PlannedRow(**facts, moves=sent, same=same, operations=operations, resent=resent)
            return _Found(planned, target.identity(row.key, there), wanted)
        except BaseException as exc:
            if not isinstance(exc, SoapClientError) or not replies.of_the_row(exc):
                pace.fail(exc)
                raise
            return _Found(PlannedRow(**facts, moves=wanted, error=str(exc)))


def _told_apart(planned: Iterator[_Found]) -> Iterator[PlannedRow]:
    """Turn a row for the same object as an earlier row, under another key, into an error: both at once would race."""
    lines: dict[str, int] = {}
    for row, identity, wanted in planned:
        first = lines.get(identity)
        if first is None:
            yield row
            if identity:
                lines[identity] = row.line
        else:
            why = f"it is the same one as in line {first}, under another name: put all its changes in one row"
            yield attrs.evolve(row, moves=wanted, same=(), operations=(), error=why)


def reported(planned: Iterator[PlannedRow], pacing: Pacing) -> Iterator[PlannedRow]:
    """Pass rows on, and report their number after each."""
    for count, row in enumerate(planned, 1):
        yield row
        if pacing.progress is not None:
            pacing.progress(count)
