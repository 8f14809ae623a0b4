"""Convert XSD's lexical forms to values, as the server's framework does."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final

_BLANKS: Final = " \t\r\n"
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
_DATE_TIME: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)


def _integer(bits: int) -> Callable[[str], int]:
    limit = 2 ** (bits - 1)

    def read(text: str) -> int:
        digits = text.strip(_BLANKS)
        if not _INTEGER.fullmatch(digits) or not -limit <= int(digits) < limit:
            raise ValueError(f"not a {bits}-bit number")
        return int(digits)

    return read


def _boolean(text: str) -> bool:
    value = _BOOLEANS.get(text.strip(_BLANKS))
    if value is None:
        raise ValueError("not a boolean")
    return value


def _date_time(text: str) -> datetime:
    found = _DATE_TIME.fullmatch(text.strip(_BLANKS))
    if not found:
        raise ValueError("not a dateTime")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    micro = int((found[7] or "").ljust(7, "0")[:6])
    return datetime(year, month, day, hour, minute, second, micro, _zone(found[8]))


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return timezone.utc
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return timezone(-offset if text[0] == "-" else offset)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None


def _form_boolean(text: str) -> bool:
    value = {"true": True, "false": False}.get(text.strip(_BLANKS).lower())
    if value is None:
        raise ValueError("not a boolean")
    return value


READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "short": _integer(16),
    "int": _integer(32),
    "long": _integer(64),
    "boolean": _boolean,
    "dateTime": _date_time,
    "base64Binary": _bytes,
}
FORM_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    name: _form_boolean if name == "boolean" else read for name, read in READERS.items()
}
FRAMEWORK_TYPES: Final[Mapping[str, str]] = {
    "short": "System.Int16",
    "int": "System.Int32",
    "long": "System.Int64",
    "boolean": "System.Boolean",
    "dateTime": "System.DateTime",
}
DEFAULTS: Final[Mapping[str, Any]] = {"short": 0, "int": 0, "long": 0, "boolean": False, "dateTime": datetime.min}
