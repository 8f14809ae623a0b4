"""Sum up a plan: rows by kind, errors by reason, changes by field, and a few rows of each as examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from .plan import PlannedRow, RowKind

_REASONS: Final = 1000  # kept apart; what comes after them is counted together
_OTHERS: Final = "other reasons"
_TOLD: Final = ("set", "cleared", "unchanged", "kept", "left")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_PLACE: Final = re.compile(r"\b(line|row) \d+")


@attrs.frozen(kw_only=True)
class PlanReason:
    """Rows that cannot be done for the same reason.

    Attributes:
        text: the reason; what differs from row to row is written as `...`.
        rows: how many rows.
        examples: the first of them.
    """

    text: str
    rows: int
    examples: tuple[PlannedRow, ...]


@attrs.frozen(kw_only=True)
class PlanField:
    """How many rows do what with one field; rows that cannot be done are left out.

    Attributes:
        name: the field.
        set: rows that give it a value.
        cleared: rows that make it empty.
        unchanged: rows that ask for the value it has.
        kept: rows that say nothing about it.
        left: rows of an undo that do not restore it.
    """

    name: str
    set: int
    cleared: int
    unchanged: int
    kept: int
    left: int


@attrs.frozen(kw_only=True)
class PlanOverview:
    """A plan in short.

    Attributes:
        kinds: how many rows are of each kind; see `PlannedRow.kind`.
        reasons: why rows cannot be done, the most frequent first.
        fields: what happens to each field.
        examples: the first rows of each kind.
    """

    kinds: Mapping[RowKind, int]
    reasons: tuple[PlanReason, ...]
    fields: tuple[PlanField, ...]
    examples: Mapping[RowKind, tuple[PlannedRow, ...]]


def overview(rows: Iterable[PlannedRow], most: int = 10) -> PlanOverview:
    """Sum up the rows of a plan; only the examples are held in memory.

    Args:
        rows: the rows.
        most: how many rows to keep as examples, of each kind and of each reason.
    """
    kinds: Counter[RowKind] = Counter()
    reasons: dict[str, _Reason] = {}
    fields: dict[str, Counter[str]] = {}
    examples: dict[RowKind, list[PlannedRow]] = {}
    for row in rows:
        kind = row.kind
        kinds[kind] += 1
        first = examples.setdefault(kind, [])
        if len(first) < most:
            first.append(row)
        if kind == "error":
            text = _common(row)
            text = text if text in reasons or len(reasons) < _REASONS else _OTHERS
            reasons.setdefault(text, _Reason(row.error)).add(row, text, most)
            continue
        for name, move in row.moves.items():
            fields.setdefault(name, Counter())["cleared" if move.clears else "set"] += 1
        for what, names in (("unchanged", row.same), ("kept", row.keep), ("left", row.left)):
            for name in names:
                fields.setdefault(name, Counter())[what] += 1
    return PlanOverview(
        kinds=dict(kinds),
        reasons=tuple(each.told() for each in sorted(reasons.values(), key=lambda each: -each.rows)),
        fields=tuple(PlanField(name=name, **{what: found[what] for what in _TOLD}) for name, found in fields.items()),
        examples={kind: tuple(found) for kind, found in examples.items()},
    )


class _Reason:
    """Rows with the same reason, while they are counted."""

    def __init__(self, text: str) -> None:
        self.text = text  # as it is, while all rows say the same
        self.rows = 0
        self._examples: list[PlannedRow] = []

    def add(self, row: PlannedRow, common: str, most: int) -> None:
        if row.error != self.text:
            self.text = common
        self.rows += 1
        if len(self._examples) < most:
            self._examples.append(row)

    def told(self) -> PlanReason:
        return PlanReason(text=self.text, rows=self.rows, examples=tuple(self._examples))


def _common(row: PlannedRow) -> str:
    """Return an error without what only this row says: its key, what is quoted, numbers of lines."""
    text = row.error
    if row.key and row.key in text:
        text = re.sub(rf"(?<!\w){re.escape(row.key)}(?!\w)", "...", text)
    return _PLACE.sub(r"\1 ...", _QUOTED.sub("...", text))
