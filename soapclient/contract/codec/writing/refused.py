"""Errors for arguments that do not fit, each with its place, reported together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

# The argument for a parameter that is not given, and the value for one that is left out.
NOT_GIVEN: Final = object()
OMIT: Final = object()


class Refused(Exception):
    """An argument does not fit."""

    only_nulls = False

    def problems(self, place: str) -> list[str]:
        """Return the message for the argument at this place."""
        return [f"{place}: {self}" if place else str(self)]

    def told(self) -> tuple[str, ...]:
        """Return the message without a place."""
        return tuple(each.removeprefix(".") for each in self.problems(""))


class NullRefused(Refused):
    """Null would clear, or the contract cannot express it."""

    only_nulls = True


class RefusedInside(Refused):
    """Parts of one argument do not fit.

    Args:
        found: the steps to them, such as ".name" or "[0]", with the problem of each.
    """

    def __init__(self, found: Sequence[tuple[str, Refused]]) -> None:
        super().__init__()
        self.found = found
        self.only_nulls = all(refused.only_nulls for _, refused in found)

    def problems(self, place: str) -> list[str]:
        """Return the message for each place inside."""
        return [problem for step, refused in self.found for problem in refused.problems(place + step)]
