"""Texts that the version workflows send: never empty by accident."""

from __future__ import annotations

from ...errors import ArgumentError
from ...values import CLEAR, Clear


def plain_text(operation: str, label: str, text: str | Clear) -> str:
    """Return a text to store, empty for `CLEAR`.

    Args:
        operation: the operation that takes it, for the error.
        label: its name in the error.
        text: the text.

    Raises:
        ArgumentError: it is not a text, or is blank.
    """
    return "" if text is CLEAR else some_text(operation, label, text, "; CLEAR removes it")


def some_text(operation: str, label: str, text: object, hint: str = "") -> str:
    """Return a text to store, which must not be blank.

    Args:
        operation: the operation that takes it, for the error.
        label: its name in the error.
        text: the text.
        hint: the alternative, for the error.

    Raises:
        ArgumentError: it is not a text, or is blank.
    """
    if not isinstance(text, str):
        raise ArgumentError(operation, (f"{label} must be a str, not {text!r}",))
    if not text.strip():
        raise ArgumentError(operation, (f"{label} is empty{hint}",))
    return text
