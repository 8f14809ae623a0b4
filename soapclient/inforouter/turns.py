"""Changes that read something and write it as a whole: one after the other, where one client makes several at once.

Between the reading and the writing of one, another would write what the first then replaces. What other clients do at
that moment is not known here.
"""

from __future__ import annotations

import weakref
from typing import Any, Final, TypeVar

from ..calls.flow import Flow, UnderWay
from ..wire import forks

T = TypeVar("T")


class Turns(forks.Unshared):
    """Whose turn it is to change what, for one client."""

    def __init__(self) -> None:
        self._lock = forks.lock()
        self._busy: dict[str, UnderWay] = {}
        forks.renewed(self)

    def after_fork(self) -> None:
        """Forget the changes of the parent process."""
        self._busy = {}

    def enter(self, key: str, turn: UnderWay) -> Flow[None]:
        """Wait until nobody else changes it."""
        while True:
            with self._lock:
                busy = self._busy.setdefault(key, turn)
            if busy is turn:
                return
            yield busy

    def leave(self, key: str, turn: UnderWay) -> None:
        """Let the next one have its turn."""
        with self._lock:
            if self._busy.get(key) is turn:
                del self._busy[key]
        turn.over()


_LOCK: Final = forks.lock()
_TURNS: Final[weakref.WeakKeyDictionary[Any, Turns]] = weakref.WeakKeyDictionary()


def in_turn(caller: Any, what: str, path: str | int, part: Flow[T]) -> Flow[T]:
    """Carry a change through when no other one of the same thing by this client is under way.

    Args:
        caller: who makes the calls of the client.
        what: what is changed, such as "access".
        path: of what: its path, or the number of a document.
        part: the change, which makes no other one in turn.
    """
    with _LOCK:
        turns = _TURNS.get(caller)
        if turns is None:
            turns = _TURNS[caller] = Turns()
    key = f"~D{path}" if isinstance(path, int) else str(path).replace("\\", "/").strip("/")
    key, turn = f"{what} {key.casefold()}", UnderWay()
    try:
        yield from turns.enter(key, turn)
        return (yield from part)
    finally:
        turns.leave(key, turn)
