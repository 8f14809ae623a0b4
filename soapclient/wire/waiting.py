"""How long a request may take."""

from __future__ import annotations

from typing import Any, Final

from ..errors import ArgumentError

CONNECT_TIMEOUT: Final = 10.0
REPLY_TIMEOUT: Final = 60.0
Seconds = tuple[float, float]


def seconds(timeout: Any, connect: float = CONNECT_TIMEOUT) -> Seconds:
    """Return the seconds to connect, and the seconds until the reply must be complete.

    Args:
        timeout: the seconds until the reply must be complete, or a pair of both.
        connect: the seconds to connect where they are not given; never more than the others.

    Raises:
        ArgumentError: it is something else, or not finite, or not greater than 0.
    """
    pair = timeout if isinstance(timeout, tuple) and len(timeout) == 2 else (timeout, timeout)
    if not all(isinstance(each, (int, float)) and type(each) is not bool and 0 < each < float("inf") for each in pair):
        raise ArgumentError(None, (f"timeout must be finite seconds greater than 0, not {timeout!r}",))
    return pair if pair is timeout else (min(connect, timeout), timeout)
