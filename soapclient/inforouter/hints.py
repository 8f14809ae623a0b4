"""Suggest a known name for an unknown one."""

from __future__ import annotations

from collections.abc import Sequence

from ..contract.spelling import nearest


def meant(name: str, known: Sequence[str]) -> str:
    """Return the end of a sentence about an unknown name: the nearest names, otherwise all names.

    Args:
        name: the name.
        known: the known names.
    """
    close = nearest(name, list(known))
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"the known ones are {', '.join(known)}" if known else "none exist"
