"""What may have been meant by a name that is not known."""

from __future__ import annotations

from collections.abc import Sequence

from ..contract.spelling import nearest


def meant(name: str, known: Sequence[str]) -> str:
    """Return the end of a sentence about an unknown name: the nearest ones, or else all that there are.

    Args:
        name: the name.
        known: the names that are known.
    """
    close = nearest(name, list(known))
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"known are {', '.join(known)}" if known else "there are none"
