"""How many calls may be in flight: fewer when a server answers slowly or says that it is busy, else more."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

_SLOW: Final = 2.0  # times what is typical of the kind,
_SLACK: Final = 0.05  # and so many seconds: what a quick server's answers vary by
_FIRST: Final = 3  # answers, of which the one in the middle is typical
_LATER: Final = 25
_ALONE: Final = 9


class _Measure:
    """What is typical of answers of one kind when the server is at rest.

    It is the quickest that the middle of a number of answers has been. Answers to calls that were alone are the truth:
    what they say holds, also where it is more.
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
    """Return the one in the middle, and empty the list."""
    found = sorted(seconds)[len(seconds) // 2]
    seconds.clear()
    return found


class Flow:
    """How many calls may be in flight; not safe to share between threads.

    It begins with one, so that the first answers are those of a server at rest, and doubles after each round of quick
    ones up to the first slow round; from then on it adds one a round. A round has as many answers as calls may be in
    flight, and three at least. A round of which more than three quarters are slow, or a server that is busy, halves it.
    A server that stays slow when it is called by one at a time becomes its own measure.

    Args:
        most: how many calls may be in flight at most.
    """

    def __init__(self, most: int) -> None:
        self.allowed = 1
        self._most = most
        self._measures: dict[Hashable, _Measure] = {}
        self._starting = True
        self._halved = 0
        self._answers = self._slow = 0

    def begin(self) -> int:
        """Return what `answered` and `busy` are to be told of a call that begins now."""
        return self._halved

    def answered(self, kind: Hashable, seconds: float, begun: int) -> None:
        """Take note of an answer.

        Args:
            kind: what was called: only answers of the same kind are compared.
            seconds: how long it took.
            begun: what `begin` returned.
        """
        slow = self._measures.setdefault(kind, _Measure()).is_slow(seconds, alone=self.allowed == 1)
        if begun != self._halved:
            return  # it was under way when the flow was halved, and tells nothing of what came of that
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
        """Take note of a server that is busy or away; calls that were in flight together count as one.

        Args:
            begun: what `begin` returned.
        """
        if begun == self._halved:
            self._halve()

    def _halve(self) -> None:
        self.allowed = max(1, self.allowed // 2)
        self._halved += 1
        self._starting = False
        self._answers = self._slow = 0
