"""`KEEP`, `CLEAR` and `NIL`, and a value with its type.

A value that does not match its XSD type exactly is refused, not guessed: phone numbers must be strings, because an
`int` drops leading zeros, and `1` is not `True`.
"""

from __future__ import annotations

import enum
from typing import Any, Final, Literal


class Say(enum.Enum):
    """The markers that a caller can give instead of a value."""

    KEEP = "KEEP"
    CLEAR = "CLEAR"
    NIL = "NIL"

    def __repr__(self) -> str:
        return self.name


KEEP: Final = Say.KEEP
CLEAR: Final = Say.CLEAR
NIL: Final = Say.NIL
Keep = Literal[Say.KEEP]
Clear = Literal[Say.CLEAR]
Nil = Literal[Say.NIL]


class Typed:
    """A value and the type to send it as.

    Attributes:
        value: the value.
        type: the name of the type.
    """

    __slots__ = ("type", "value")

    def __init__(self, value: Any, type: str) -> None:
        self.value = value
        self.type = type

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Typed) and (self.value, self.type) == (other.value, other.type)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"xsd(..., {self.type!r})"


def xsd(value: Any, type: str) -> Typed:
    """Give a value with its type, for a parameter that accepts any type or a derived one.

    Args:
        value: the value.
        type: the name of the type: a built-in one such as "xs:int", or one of the contract such as "{urn:x}Customer".

    Returns:
        An object to pass instead of the value.
    """
    return Typed(value, type)
