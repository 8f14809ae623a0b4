"""Take turns for changes that read something and write it as a whole, within one client.

Without turns, one change would overwrite what another wrote since the first one read. Changes by other clients
at the same moment are not known here.
"""

from __future__ import annotations

import weakref
from typing import Any, Final, TypeVar

from ..calls.flow import Flow, UnderWay
from ..wire import forks

T = TypeVar("T")


class Turns(forks.Unshared):
    """The changes in progress and those that wait, for one client."""

    def __init__(self) -> None:
        self._lock = forks.lock()
        self._busy: dict[str, UnderWay] = {}
        forks.renewed(self)

    def after_fork(self) -> None:
        """Forget the changes of the parent process."""
        self._busy = {}

    def enter(self, key: str, turn: UnderWay) -> Flow[None]:
        """Wait until nobody else changes the thing."""
        while True:
            with self._lock:
                busy = self._busy.setdefault(key, turn)
            if busy is turn:
                return
            yield busy

    def leave(self, key: str, turn: UnderWay) -> None:
        """Let the next change proceed."""
        with self._lock:
            if self._busy.get(key) is turn:
                del self._busy[key]
        turn.over()


_LOCK: Final = forks.lock()
_TURNS: Final[weakref.WeakKeyDictionary[Any, Turns]] = weakref.WeakKeyDictionary()


def in_turn(caller: Any, what: str, path: str | int, part: Flow[T]) -> Flow[T]:
    """Make a change once no other change of the same thing by this client is in progress.

    Args:
        caller: the client's caller.
        what: the kind of change, such as "access".
        path: the path of the thing, or the number of a document.
        part: the change itself; it must not take turns.
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
