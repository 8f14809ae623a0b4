"""`KEEP`, `CLEAR` and `NIL`, and a value with its type.

A value that is not exactly of its XSD type is refused rather than guessed at: a telephone number given as an `int`
has already lost its leading zeros, and `1` is not `True`.
"""

from __future__ import annotations

import enum
from typing import Any, Final, Literal


class Say(enum.Enum):
    """What can be said about a field instead of a value."""

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
    """A value and the type that it is sent as.

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
    """Say the type that a value is sent as, where a service takes any type or a derived one.

    Args:
        value: the value.
        type: the name of the type: a built-in one as "xs:int", one of the contract as "Customer" or "{urn:x}Customer".

    Returns:
        What may be given in the place of the value.
    """
    return Typed(value, type)
