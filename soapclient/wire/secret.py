"""A wrapper for secrets: its repr, as in a crash report with the locals of each frame, shows stars."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Iterator
from typing import Generic, TypeVar

import requests

from .redact import HIDDEN

T = TypeVar("T")


class Secret(Generic[T]):
    """A value that its repr does not show; two are equal if their values are.

    Args:
        value: the value.
    """

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """Return the value; call it as late as possible, and do not store the result in a variable that lives on."""
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and bool(self._value == other._value)

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return HIDDEN


def forget_locals(error: BaseException, outer: BaseException | None = None) -> None:
    """Clear the variables of every frame that an error and its causes went through; file and line stay visible.

    Frames that are still running keep theirs.

    Args:
        error: the error.
        outer: the error that was being handled before, if any; it and its causes are left alone.
    """
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if each is None or each is outer or id(each) in seen:
            continue
        seen.add(id(each))
        traceback.clear_frames(each.__traceback__)
        if isinstance(each, requests.RequestException):
            each.request = each.response = None  # they hold the body
        waiting += [each.__cause__, each.__context__]


@contextlib.contextmanager
def unseen(kind: type[BaseException] = BaseException) -> Iterator[None]:
    """Clear the variables of the frames below this block when an error leaves it.

    Args:
        kind: the class of these errors.
    """
    outer = sys.exc_info()[1]
    try:
        yield
    except kind as exc:
        forget_locals(exc, outer)
        raise
