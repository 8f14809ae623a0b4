"""What does not fit, with its place: told of all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

# What is said of a parameter that is not given, and what is sent of one that is left out.
NOT_GIVEN: Final = object()
OMIT: Final = object()


class Refused(Exception):
    """An argument does not fit."""

    only_nulls = False

    def problems(self, place: str) -> list[str]:
        """Say what is wrong with the argument at this place."""
        return [f"{place}: {self}" if place else str(self)]

    def told(self) -> tuple[str, ...]:
        """Say what is wrong, where there is nothing around it."""
        return tuple(each.removeprefix(".") for each in self.problems(""))


class NullRefused(Refused):
    """Null would clear, or cannot be said."""

    only_nulls = True


class RefusedInside(Refused):
    """Things inside one argument do not fit.

    Args:
        found: the steps to them, such as ".name" or "[0]", and what is wrong with each.
    """

    def __init__(self, found: Sequence[tuple[str, Refused]]) -> None:
        super().__init__()
        self.found = found
        self.only_nulls = all(refused.only_nulls for _, refused in found)

    def problems(self, place: str) -> list[str]:
        """Say what is wrong at each place inside."""
        return [problem for step, refused in self.found for problem in refused.problems(place + step)]
