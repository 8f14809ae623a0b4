"""The changes of a row: fields, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..errors import NullNotAllowed
from .target import Shape, Target, Value


@attrs.frozen
class Move:
    """What one field changes from and to.

    Attributes:
        before: the value before; None where it is not known.
        after: the value to be; an empty string clears.
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
    """Return what is to be sent, and by which operations: with what is so already where a form could not keep it.

    Args:
        target: what is changed.
        key: which one.
        moves: the fields that are to change.
        said: all fields that the row sets, those included.

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
    """Return the values that are known of each field, for `Target.read`."""
    return {field: (move.after, move.before) for field, move in moves.items()}


def moved(now: Mapping[str, Value | None], moves: Mapping[str, Move]) -> str:
    """Say which fields no longer have the plan's value before, where it has one; empty where all do."""
    others = [field for field, move in moves.items() if move.before not in (None, now[field])]
    if not others:
        return ""
    return f"changed by others since the plan, and left alone: {', '.join(others)}"


def different(now: Mapping[str, Value | None], moves: Mapping[str, Move]) -> str:
    """Say which fields read back otherwise than written; empty where none does."""
    others = [field for field, move in moves.items() if now[field] != move.after]
    return f"read back otherwise than written: {', '.join(others)}" if others else ""


def moves_to_json(moves: Mapping[str, Move]) -> dict[str, Any]:
    """Write moves as a JSON object."""
    return {field: {"from": move.before, "to": move.after} for field, move in moves.items()}


def moves_from_json(found: Mapping[str, Any], shape: Shape) -> dict[str, Move]:
    """Read what `moves_to_json` wrote.

    Args:
        found: the JSON object.
        shape: which fields there are.

    Raises:
        ValueError: it does not hold moves of these fields.
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
            raise ValueError(f"{field!r} is no field with such values")
        moves[field] = Move(before, after)
    return moves
