"""Who acts at this moment: what triggers in the database write of it."""

from __future__ import annotations

import contextvars
from typing import Final

_user: Final[contextvars.ContextVar[int]] = contextvars.ContextVar("acting", default=0)


def act(user_id: int) -> None:
    """Say who acts from here on in this context; 0 for nobody known."""
    _user.set(user_id)


def acting() -> int:
    """Return the number of who acts, 0 for nobody known."""
    return _user.get()
