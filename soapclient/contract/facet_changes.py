"""Compare two sets of facets: which allows more, and the effect on the reader."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from .facet_words import BOUNDS
from .rating import Rating

if TYPE_CHECKING:
    from .schema.components import Facets

Way = Literal["narrower", "wider", "other"]


def compared(before: Facets | None, after: Facets | None) -> Iterator[tuple[str, str, Way]]:
    """List the facets that differ: before and after in words, and whether less or more is allowed.

    Args:
        before: the facets in the first contract.
        after: those in the second.
    """
    if before == after:
        return
    old, new = getattr(before, "length", None), getattr(after, "length", None)
    if old != new:
        way: Way = "narrower" if old is None else "wider" if new is None else "other"
        yield _long(old), _long(new), way
    for name, text, more in BOUNDS:
        old, new = getattr(before, name, None) or None, getattr(after, name, None) or None
        if getattr(before, name, None) == 0:
            old = 0 if name != "min_length" else None
        if getattr(after, name, None) == 0:
            new = 0 if name != "min_length" else None
        if old != new:
            yield _worded(text, old), _worded(text, new), _way(old, new, more)
    ours, theirs = getattr(before, "patterns", ()), getattr(after, "patterns", ())
    if ours != theirs:
        way = "narrower" if theirs[: len(ours)] == ours else "wider" if ours[: len(theirs)] == theirs else "other"
        yield _patterns(ours), _patterns(theirs), way
    if before is not None and after is not None and before.white_space != after.white_space:
        yield f"blanks: {before.white_space}", f"blanks: {after.white_space}", "other"


def _long(value: int | None) -> str:
    return "of any length" if value is None else f"{value} long"


def _worded(text: str, value: object) -> str:
    return f"not {text.format('...')}" if value is None else text.format(value)


def _patterns(groups: tuple[tuple[str, ...], ...]) -> str:
    return " and ".join(f"matches {' or '.join(group)}" for group in groups) or "any form"


def _way(old: str | int | None, new: str | int | None, more: bool) -> Way:
    if old is None or new is None:
        return "narrower" if old is None else "wider"
    try:
        first, second = Decimal(old), Decimal(new)
    except InvalidOperation:
        return "other"
    if first == second:
        return "wider"
    return "wider" if (second > first) is more else "narrower"


def rated(way: Way, direction: Literal["request", "answer"]) -> tuple[Rating, str]:
    """Rate a change of facets.

    Args:
        way: whether less or more is allowed.
        direction: whether the server or the program reads it.
    """
    if direction == "request":
        if way == "wider":
            return "harmless", "the server takes more values"
        return "breaks", "a value that was right before may be refused"
    if way == "narrower":
        return "harmless", "fewer values come"
    return "breaks", "new values may come"
