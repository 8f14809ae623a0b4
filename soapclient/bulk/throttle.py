"""Limit the calls in progress: fewer if a server answers slowly or is busy, else more."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

_SLOW: Final = 2.0  # times the typical time of the kind,
_SLACK: Final = 0.05  # plus these seconds, by which the answers of a quick server vary
_FIRST: Final = 3  # answers; the middle one is typical
_LATER: Final = 25
_ALONE: Final = 9


class _Measure:
    """The typical time of answers of one kind when the server is idle.

    It is the smallest median of several answers so far. Answers to calls that ran alone are decisive: their time counts
    even if it is longer.
    """

    def __init__(self) -> None:
        self._answers: list[float] = []
        self._alone: list[float] = []
        self._enough = _FIRST
        self._typical = float("inf")

    def is_slow(self, seconds: float, *, alone: bool) -> bool:
        self._answers.append(seconds)
        if len(self._answers) == self._enough:
            self._typical = min(self._typical, _middle(self._answers))
            self._enough = _LATER
        if not alone:
            self._alone.clear()
        else:
            self._alone.append(seconds)
            if len(self._alone) == _ALONE:
                self._typical = _middle(self._alone)
                self._answers.clear()
        return seconds > _SLOW * self._typical + _SLACK


def _middle(seconds: list[float]) -> float:
    """Return the median, and empty the list."""
    found = sorted(seconds)[len(seconds) // 2]
    seconds.clear()
    return found


class Flow:
    """The limit of calls in progress; not safe to share between threads.

    It starts with one, so the first answers are those of an idle server, and doubles after each quick round up to the
    first slow round; from then on it grows by one a round. A round has as many answers as the limit, and at least
    three. A round with more than three quarters slow answers, or a busy server, halves it. A server that stays slow
    when it gets one call at a time becomes its own measure.

    Args:
        most: the largest limit.
    """

    def __init__(self, most: int) -> None:
        self.allowed = 1
        self._most = most
        self._measures: dict[Hashable, _Measure] = {}
        self._starting = True
        self._halved = 0
        self._answers = self._slow = 0

    def begin(self) -> int:
        """Return the argument of `answered` and `busy` for a call that starts now."""
        return self._halved

    def answered(self, kind: Hashable, seconds: float, begun: int) -> None:
        """Note an answer.

        Args:
            kind: the kind of call; only answers of the same kind are compared.
            seconds: its duration.
            begun: the result of `begin`.
        """
        slow = self._measures.setdefault(kind, _Measure()).is_slow(seconds, alone=self.allowed == 1)
        if begun != self._halved:
            return  # it started before the limit was halved, so it does not show the effect
        self._answers += 1
        self._slow += slow
        if self._answers < max(_FIRST, self.allowed):
            return
        if 4 * self._slow > 3 * self._answers:
            self._halve()
            return
        self._answers = self._slow = 0
        self.allowed = min(self._most, 2 * self.allowed if self._starting else self.allowed + 1)

    def busy(self, begun: int) -> None:
        """Note a busy or unreachable server; calls that were in progress together count as one.

        Args:
            begun: the result of `begin`.
        """
        if begun == self._halved:
            self._halve()

    def _halve(self) -> None:
        self.allowed = max(1, self.allowed // 2)
        self._halved += 1
        self._starting = False
        self._answers = self._slow = 0
