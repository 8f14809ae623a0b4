"""What a process that is forked must not share with its parent: it begins with locks and connections of its own.

The threads of the parent are not in the child, so a lock that one of them held would never be free, and a connection
that both read from gives each of them replies of the other. Whatever holds such a thing renews itself in the child.
"""

from __future__ import annotations

import functools
import os
import sys
import threading
import weakref
from typing import Any, Final, Protocol, SupportsIndex

_CACHED: Final = ("soapclient.", "zeep.")


class Holder(Protocol):
    """What holds something that must not be shared with a child process."""

    def after_fork(self) -> None:
        """Begin anew in a child process, without a sign to whom the parent is connected to."""


class Unshared:
    """What cannot be copied or sent to another process."""

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        raise TypeError(f"a {type(self).__name__} cannot be copied or sent to another process: make one there")


_holders: Final[weakref.WeakSet[Any]] = weakref.WeakSet()
_locks: Final[weakref.WeakSet[Any]] = weakref.WeakSet()
_steady: Final[weakref.WeakSet[Any]] = weakref.WeakSet()
_held: Final[list[Any]] = []
_LONGEST_WAIT: Final = 10.0  # seconds, for what a lock protects to be whole


def renewed(holder: Holder) -> None:
    """Have `after_fork` of an object called in each process that is forked from this one, as long as it is there."""
    _holders.add(holder)


def lock() -> threading.Lock:
    """Return a lock that is free in a child process, whoever held it in the parent."""
    made = threading.Lock()
    _locks.add(made)
    return made


def recursive_lock() -> Any:
    """Return a lock like `lock()` that its thread can take again."""
    made = threading.RLock()
    _locks.add(made)
    return made


def steady_lock() -> threading.Lock:
    """Return a lock like `lock()` that nobody holds while a process is forked: what it protects is whole."""
    made = lock()
    _steady.add(made)
    return made


def disconnect(descriptor: int) -> None:
    """Let an open file of the parent's go in a child process: what is still written to it here goes nowhere."""
    os.close(descriptor)  # first: there may be no room for one more
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != descriptor:
        os.dup2(nowhere, descriptor)
        os.close(nowhere)


def members(found: weakref.WeakSet[Any]) -> tuple[Any, ...]:
    """Return what is in a set to which other threads may add."""
    while True:
        try:
            return tuple(found)
        except RuntimeError:  # one did
            continue


def _before() -> None:
    _held.extend(each for each in members(_steady) if each.acquire(timeout=_LONGEST_WAIT))


def _in_parent() -> None:
    while _held:
        _held.pop().release()


def _in_child() -> None:
    _held.clear()
    for each in tuple(_locks):
        each._at_fork_reinit()  # as the standard library's own locks are renewed
    if sys.version_info < (3, 12):
        _renew_cached_properties()
    failed: Exception | None = None
    for holder in tuple(_holders):
        try:
            holder.after_fork()
        except Exception as exc:  # the others are not to be shared for that
            failed = exc
    if failed is not None:
        raise failed  # which Python tells, and goes on


def _renew_cached_properties() -> None:
    """Free the lock that each cached property shares among all objects in Python before 3.12."""
    for name, module in tuple(sys.modules.items()):
        for kind in tuple(vars(module).values()) if name.startswith(_CACHED) else ():
            for each in tuple(vars(kind).values()) if isinstance(kind, type) else ():
                if isinstance(each, functools.cached_property):
                    each.lock._at_fork_reinit()  # type: ignore[attr-defined]  # the types are those of later versions


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before, after_in_parent=_in_parent, after_in_child=_in_child)
