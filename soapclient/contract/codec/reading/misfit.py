"""A reply that does not fit its schema, while the place in it is still being found out."""

from __future__ import annotations


class Misfit(ValueError):
    """A part of a message does not fit the schema.

    Args:
        problem: what is wrong: "is missing".
        place: where, from the inside: the names of the members around it are put before it on the way out.
    """

    def __init__(self, problem: str, place: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place

    def within(self, place: str) -> Misfit:
        """Say what it is in."""
        self.place = f"{place}.{self.place}" if self.place and not self.place.startswith("[") else place + self.place
        return self

    def __str__(self) -> str:
        shown = self.place if len(self.place) <= 300 else f"{self.place[:200]}...{self.place[-80:]}"
        return f"{shown}: {self.problem}" if shown else self.problem
