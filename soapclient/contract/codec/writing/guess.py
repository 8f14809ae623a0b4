"""The built-in type of a Python value, for elements of any type."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from ...schema.builtin import BUILTIN, XSD
from ...schema.components import SimpleType

_TYPES: Final = (
    (bool, "boolean"),
    (str, "string"),
    (float, "double"),
    (Decimal, "decimal"),
    (dt.datetime, "dateTime"),
    (dt.date, "date"),
    (dt.time, "time"),
    (dt.timedelta, "duration"),
    ((bytes, bytearray, memoryview), "base64Binary"),
)


def builtin_of(value: Any) -> SimpleType:
    """Return the built-in type to write a value of any type as.

    Raises:
        ValueError: no type matches.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        bits = value.bit_length() if value >= 0 else (value + 1).bit_length()
        return BUILTIN[XSD + ("int" if bits < 32 else "long" if bits < 64 else "integer")]
    for kind, name in _TYPES:
        if isinstance(value, kind):
            return BUILTIN[XSD + name]
    raise ValueError(f"{type(value).__name__} where any type is expected: name the type, as in xsd(value, 'TypeName')")
