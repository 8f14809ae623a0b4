"""An error for a reply that does not fit its schema, while its place is still being determined."""

from __future__ import annotations


class Misfit(ValueError):
    """A part of a message does not fit the schema.

    Args:
        problem: the problem, such as "is missing".
        place: its place; the names of the surrounding members are put in front of it on the way out.
    """

    def __init__(self, problem: str, place: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place

    def within(self, place: str) -> Misfit:
        """Add the name of the surrounding member."""
        self.place = f"{place}.{self.place}" if self.place and not self.place.startswith("[") else place + self.place
        return self

    def __str__(self) -> str:
        shown = self.place if len(self.place) <= 300 else f"{self.place[:200]}...{self.place[-80:]}"
        return f"{shown}: {self.problem}" if shown else self.problem
