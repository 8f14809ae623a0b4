"""Counts in words."""

from __future__ import annotations


def number(count: int, what: str = "row") -> str:
    """Write a count and the word for what is counted."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
