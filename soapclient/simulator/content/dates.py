"""Moments: stored as UTC texts with milliseconds, written in the form of each generation."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Final

from ..generation import Generation

SEEDED: Final = "2024-01-15T08:30:00.000Z"


def now() -> str:
    """Return the current moment as the store keeps it."""
    moment = datetime.now(timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def kept(text: str) -> str:
    """Return a caller's moment as the store keeps it; without an offset it is UTC here.

    Raises:
        ValueError: it is not a moment.
    """
    text = text.strip()
    moment = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text)
    moment = moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def shown(moment: str, generation: Generation) -> str:
    """Return a stored moment as the generation writes it: a day, or the moment in UTC; "" stays empty."""
    return moment if generation.current else moment[:10]
