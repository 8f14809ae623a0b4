"""The acting user: database triggers record who makes a change."""

from __future__ import annotations

import contextvars
from typing import Final

_user: Final[contextvars.ContextVar[int]] = contextvars.ContextVar("acting", default=0)


def act(user_id: int) -> None:
    """Set the acting user in this context; 0 for unknown."""
    _user.set(user_id)


def acting() -> int:
    """Return the number of the acting user; 0 for unknown."""
    return _user.get()
