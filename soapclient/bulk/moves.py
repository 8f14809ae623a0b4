"""The changes of a row: fields with their old and new values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..errors import NullNotAllowed
from .target import Shape, Target, Value


@attrs.frozen
class Move:
    """The change of one field.

    Attributes:
        before: the old value; None if it is not known.
        after: the new value; an empty string clears.
    """

    before: Value | None
    after: Value

    @property
    def clears(self) -> bool:
        """Whether the field becomes empty."""
        return self.after == "" and self.before != ""


def fewest(
    target: Target, key: str, moves: Mapping[str, Move], said: Mapping[str, Move]
) -> tuple[Mapping[str, Move], tuple[str, ...]]:
    """Return the values to send and their operations, including unchanged values that a form could not keep.

    Args:
        target: the target of the changes.
        key: the key of the row.
        moves: the fields to change.
        said: all fields that the row sets, including these.

    Raises:
        ContractError: it cannot be done.
    """
    try:
        return moves, target.plan(key, _after(moves))
    except NullNotAllowed:
        if moves.keys() == said.keys():
            raise
    return said, target.plan(key, _after(said))


def _after(moves: Mapping[str, Move]) -> dict[str, Value]:
    return {field: move.after for field, move in moves.items()}


def known(moves: Mapping[str, Move]) -> dict[str, tuple[Value | None, ...]]:
    """Return the known values of each field, for `Target.read`."""
    return {field: (move.after, move.before) for field, move in moves.items()}


def moved(now: Mapping[str, Value | None], moves: Mapping[str, Move]) -> str:
    """Describe the fields that no longer have the plan's old value; an empty text if all have it."""
    others = [field for field, move in moves.items() if move.before not in (None, now[field])]
    if not others:
        return ""
    return f"changed by others since the plan, and left alone: {', '.join(others)}"


def different(now: Mapping[str, Value | None], moves: Mapping[str, Move]) -> str:
    """Describe the fields that read back differently from what was written; an empty text if none does."""
    others = [field for field, move in moves.items() if now[field] != move.after]
    return f"read back differently from what was written: {', '.join(others)}" if others else ""


def moves_to_json(moves: Mapping[str, Move]) -> dict[str, Any]:
    """Write moves as a JSON object."""
    return {field: {"from": move.before, "to": move.after} for field, move in moves.items()}


def moves_from_json(found: Mapping[str, Any], shape: Shape) -> dict[str, Move]:
    """Read the moves that `moves_to_json` wrote.

    Args:
        found: the JSON object.
        shape: which fields there are.

    Raises:
        ValueError: it does not have moves of these fields.
    """
    moves = {}
    for field, each in found.items():
        before, after = each["from"], each["to"]
        kind = bool if shape.fields.get(field) == "flag" else str
        if (
            shape.kind(field) is None
            or not isinstance(after, (kind, str))
            or not isinstance(before, (kind, type(None)))
        ):
            raise ValueError(f"{field!r} is not a field with such values")
        moves[field] = Move(before, after)
    return moves
