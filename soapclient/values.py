"""`KEEP` and `CLEAR`, and Python values as XSD lexical forms.

A value that is not exactly of its XSD type is refused rather than guessed at: a telephone number given as an `int`
has already lost its leading zeros, and `1` is not `True`.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    pass


class Say(enum.Enum):
    """What can be said about a field instead of a value."""

    KEEP = "KEEP"
    CLEAR = "CLEAR"

    def __repr__(self) -> str:
        return self.name


KEEP: Final = Say.KEEP
CLEAR: Final = Say.CLEAR
Keep = Literal[Say.KEEP]
Clear = Literal[Say.CLEAR]
