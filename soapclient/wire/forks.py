"""Give a forked process its own locks and connections, which it must not share with its parent.

The parent's threads do not exist in the child, so a lock that one of them held would never be released; and a shared
connection would give each process replies for the other. Objects that hold such resources renew them in the child.
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
    """An object that holds a resource that must not be shared with a child process."""

    def after_fork(self) -> None:
        """Start again in a child process, without sending anything on the parent's connections."""


class Unshared:
    """An object that cannot be copied or sent to another process."""

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        raise TypeError(f"a {type(self).__name__} cannot be copied or sent to another process: make one there")


_holders: Final[weakref.WeakSet[Any]] = weakref.WeakSet()
_locks: Final[weakref.WeakSet[Any]] = weakref.WeakSet()
_steady: Final[weakref.WeakSet[Any]] = weakref.WeakSet()
_held: Final[list[Any]] = []
_LONGEST_WAIT: Final = 10.0  # seconds to wait for a lock before a fork


def renewed(holder: Holder) -> None:
    """Call `after_fork` of an object in each process forked from this one, for the lifetime of the object."""
    _holders.add(holder)


def lock() -> threading.Lock:
    """Return a lock that is released in a child process, whoever held it in the parent."""
    made = threading.Lock()
    _locks.add(made)
    return made


def recursive_lock() -> Any:
    """Return a reentrant lock like `lock()`."""
    made = threading.RLock()
    _locks.add(made)
    return made


def steady_lock() -> threading.Lock:
    """Return a lock like `lock()` that nobody holds during a fork, so the data it protects is consistent."""
    made = lock()
    _steady.add(made)
    return made


def disconnect(descriptor: int) -> None:
    """Drop an open file of the parent in a child process; later writes to it here go nowhere."""
    os.close(descriptor)  # first, because there may be no free descriptor
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != descriptor:
        os.dup2(nowhere, descriptor)
        os.close(nowhere)


def members(found: weakref.WeakSet[Any]) -> tuple[Any, ...]:
    """Return the items of a set to which other threads may add."""
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
        each._at_fork_reinit()  # the standard library renews its locks the same way
    if sys.version_info < (3, 12):
        _renew_cached_properties()
    failed: Exception | None = None
    for holder in tuple(_holders):
        try:
            holder.after_fork()
        except Exception as exc:  # the others must be renewed anyway
            failed = exc
    if failed is not None:
        raise failed  # Python reports it and goes on


def _renew_cached_properties() -> None:
    """Release the lock that a cached property shares among all objects before Python 3.12."""
    for name, module in tuple(sys.modules.items()):
        for kind in tuple(vars(module).values()) if name.startswith(_CACHED) else ():
            for each in tuple(vars(kind).values()) if isinstance(kind, type) else ():
                if isinstance(each, functools.cached_property):
                    each.lock._at_fork_reinit()  # type: ignore[attr-defined]  # the types are those of later versions


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before, after_in_parent=_in_parent, after_in_child=_in_child)
