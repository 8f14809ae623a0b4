"""Facets in words, and which of two sets of them allows more."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, Literal

from .rating import Rating

if TYPE_CHECKING:
    from .schema.components import Facets

Way = Literal["narrower", "wider", "other"]
# Each facet, what it is called, and whether more of it allows more.
_BOUNDS: Final = (
    ("min_length", "at least {} long", False),
    ("max_length", "at most {} long", True),
    ("min_inclusive", "at least {}", False),
    ("max_inclusive", "at most {}", True),
    ("min_exclusive", "more than {}", False),
    ("max_exclusive", "less than {}", True),
    ("total_digits", "at most {} digits", True),
    ("fraction_digits", "at most {} digits after the point", True),
)


def words(facets: Facets | None) -> tuple[str, ...]:
    """Say in words what facets demand, enumerations and blanks aside.

    Args:
        facets: the facets; None for none.
    """
    if facets is None:
        return ()
    found = [] if facets.length is None else [f"{facets.length} long"]
    for name, text, _ in _BOUNDS:
        value = getattr(facets, name)
        if value is not None and value != "":
            found.append(text.format(value))
    found += [f"matches {' or '.join(group)}" for group in facets.patterns]
    return tuple(found)


def compared(before: Facets | None, after: Facets | None) -> Iterator[tuple[str, str, Way]]:
    """List which facets differ: before and after in words, and whether less or more is allowed.

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
    for name, text, more in _BOUNDS:
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
        direction: whether the server reads it or the program.
    """
    if direction == "request":
        if way == "wider":
            return "harmless", "the server takes more values"
        return "breaks", "a value that was right before may be refused"
    if way == "narrower":
        return "harmless", "fewer values come"
    return "breaks", "a value may come that did not before"
