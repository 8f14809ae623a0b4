"""The reverse of `to_lexical`: what tests read back of what was written."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from soapclient.contract.xsd import (
    RANGES,
    _boolean,
    _checked,
    _date,
    _decimal,
    _float,
    _integer,
    _read_datetime,
    _time,
)


def _read_boolean(text: str) -> bool:
    return _boolean(text.lower()) == "true"


def _read_decimal(text: str) -> Decimal:
    return Decimal(_decimal(text))


def _read_base64(text: str) -> bytes:
    return base64.b64decode("".join(text.split()), validate=True)


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "boolean": _read_boolean,
    "decimal": _read_decimal,
    "float": lambda text: float(_float(text)),
    "double": lambda text: float(_float(text)),
    "dateTime": _read_datetime,
    "date": lambda text: dt.date.fromisoformat(_date(text)[:10]),
    "time": lambda text: _checked(dt.time.fromisoformat, _time(text), "time"),
    "base64Binary": _read_base64,
}


def from_lexical(xsd_type: str, text: str) -> Any:
    """Read the lexical form of an XSD built-in type: the reverse of `to_lexical`.

    Args:
        xsd_type: the type's local name, such as "int".
        text: the lexical form.

    Returns:
        A str, bool, int, Decimal, float, datetime, date, time or bytes.

    Raises:
        ValueError: the text is not in the lexical form.
    """
    if xsd_type in RANGES:
        return int(_integer(xsd_type, text.strip()))
    reader = _READERS.get(xsd_type)
    return text if reader is None else reader(text.strip())
