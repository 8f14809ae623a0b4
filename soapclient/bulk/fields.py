"""The fields of a user that a bulk run can change, and their values in files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from ..models import User

Value = str | bool  # an empty string is an empty field

KEY: Final = "user_name"
_PREFERENCES: Final = (
    "language",
    "default_portal",
    "show_archives",
    "show_hiddens",
    "notification_type",
    "email_type",
    "attach_document_to_email",
)
FIELDS: Final = ("email", "mobile", "first_name", "last_name", *_PREFERENCES)
FLAGS: Final = frozenset({"show_archives", "show_hiddens", "attach_document_to_email"})
_WORDS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


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
        return self.after == ""


def current(user: User, field: str) -> Value | None:
    """Return the value that a field has now, None where the service does not tell it."""
    found: Value | None = getattr(user.preferences if field in _PREFERENCES else user, field, None)
    return found


def flag(text: str) -> bool | None:
    """Read a flag: true, yes, 1, false, no or 0 in any letter case; None for other text."""
    return _WORDS.get(text.strip().casefold())


def fields_of(operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
    """Return those of the fields that these operations change."""
    changed: set[str] = set()
    for operation in operations:
        if operation == "UpdateUserProfile":
            changed |= {"first_name", "last_name"}
        elif operation == "UpdateUserPreferences":
            changed |= {*_PREFERENCES}
        else:
            changed |= {"email", "mobile"}
    return tuple(field for field in fields if field in changed)


def moves_to_json(moves: Mapping[str, Move]) -> dict[str, Any]:
    """Write moves as a JSON object."""
    return {field: {"from": move.before, "to": move.after} for field, move in moves.items()}


def moves_from_json(found: Mapping[str, Any]) -> dict[str, Move]:
    """Read what `moves_to_json` wrote.

    Raises:
        ValueError: it is something else.
    """
    moves = {}
    for field, each in found.items():
        before, after = each["from"], each["to"]
        kind = bool if field in FLAGS else str
        if field not in FIELDS or not isinstance(after, (kind, str)) or not isinstance(before, (kind, type(None))):
            raise ValueError(f"{field!r} is no field with such values")
        moves[field] = Move(before, after)
    return moves
