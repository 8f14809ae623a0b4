"""Python values to XSD lexical forms, checked against the type."""

from __future__ import annotations

import base64
import datetime as dt
import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    pass


_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Compiled when first used: most programs use none or one of them.
_INTEGER = r"[+-]?[0-9]+"
_DECIMAL = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_FLOAT = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([Ee][+-]?[0-9]+)?|-?INF|NaN"
_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DATE = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_TIME = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
_DATETIME = f"{_DATE}T{_TIME}{_ZONE}"
_DATE_ONLY = f"{_DATE}{_ZONE}"
_TIME_ONLY = f"{_TIME}{_ZONE}"
# Of the fractions of a second zeep writes six digits.
_DURATION = (
    r"-?P(?=[0-9T])([0-9]{1,8}Y)?([0-9]{1,8}M)?([0-9]{1,8}D)?"
    r"(T(?=[0-9])([0-9]{1,8}H)?([0-9]{1,8}M)?([0-9]{1,8}(\.[0-9]{1,6})?S)?)?"
)
RANGES: Final = {
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}


def to_lexical(xsd_type: str, value: Any) -> str:
    """Write a value in the lexical form of an XSD built-in type.

    Args:
        xsd_type: the type's local name, such as "int".
        value: a Python value of that type, or text that already is in the lexical form.

    Returns:
        The lexical form; for a type that is not built in, the text itself.

    Raises:
        ValueError: the value does not fit; the message says why, without the value of long texts.
    """
    if xsd_type in RANGES:
        return _integer(xsd_type, value)
    lexical = _WRITERS.get(xsd_type, _text)(value)
    return lexical if type(lexical) is str else str.__str__(lexical)  # a str enum's str() may be its Python name


def check_text(text: str) -> str:
    """Return the text if XML can carry it.

    Raises:
        ValueError: it has a character that XML 1.0 forbids; the message names it and its place.
    """
    found = _NOT_XML.search(text)
    if found:
        raise ValueError(f"XML cannot carry the character U+{ord(found[0]):04X} at position {found.start()}")
    return text


def check_bytes(value: Any) -> bytes:
    """Return the bytes of a bytes-like value.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    raise ValueError(f"{named(value)} where bytes are expected")


def named(value: Any) -> str:
    """Name a value by its type, in short."""
    shown = repr(value)
    return f"{type(value).__name__} {shown if len(shown) <= 40 else shown[:37] + '...'}"


def _text(value: Any) -> str:
    if isinstance(value, str):
        return check_text(value)
    if isinstance(value, (bytes, bytearray)):
        raise ValueError("bytes where text is expected: decode them first")
    raise ValueError(f"{named(value)} where text is expected: pass it as a str")


def _integer(xsd_type: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError(f"{named(value)} where {a(xsd_type)} is expected")
    if isinstance(value, str):
        if not re.fullmatch(_INTEGER, value):
            raise ValueError(f"{named(value)} is not {a(xsd_type)}")
        if len(value) > 400:
            raise ValueError(f"a number of {len(value)} digits is out of range for {a(xsd_type)}")
        value = int(value)
    if value.bit_length() > 2000:
        raise ValueError(f"an int of {value.bit_length()} bits is out of range for {a(xsd_type)}")
    low, high = RANGES[xsd_type]
    if (low is not None and value < low) or (high is not None and value > high):
        raise ValueError(f"{named(value)} is out of range for {a(xsd_type)} ({low} to {high})")
    return str(int(value))


def a(word: str) -> str:
    """Write a word, such as the name of a type, behind its article."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _boolean(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value in ("true", "false", "1", "0"):
        return "true" if value in ("true", "1") else "false"
    raise ValueError(f"{named(value)} where a boolean is expected: True or False")


def _decimal(value: Any) -> str:
    from decimal import Decimal  # for its own type only

    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and re.fullmatch(_DECIMAL, value):
        return value
    raise ValueError(f"{named(value)} where a decimal is expected: a Decimal or an int")


def _float(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(_FLOAT, value):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            raise ValueError(f"an int of {int(value).bit_length()} bits is out of range for a double") from None
        if math.isnan(number):
            return "NaN"
        if math.isinf(number):
            return "INF" if number > 0 else "-INF"
        return repr(number)
    from decimal import Decimal  # for its own type only

    if isinstance(value, Decimal) and value.is_finite():
        if math.isinf(float(value)):
            raise ValueError(f"{value} is out of range for a double")
        return str(value)
    raise ValueError(f"{named(value)} where a number is expected")


def _datetime(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return _zoned(value)
    if isinstance(value, str):
        _read_datetime(value)
        return value
    raise ValueError(f"{named(value)} where a dateTime is expected: a datetime")


def _zoned(value: dt.datetime | dt.time) -> str:
    offset = value.utcoffset()
    if offset is not None and (offset.total_seconds() % 60 or abs(offset) > dt.timedelta(hours=14)):
        raise ValueError(f"{named(value)} has a zone that XSD cannot write")
    text = value.isoformat()
    return text[: -len("+00:00")] + "Z" if text.endswith("+00:00") else text


def _read_datetime(text: str) -> dt.datetime:
    found = re.fullmatch(_DATETIME, text)
    if not found:
        raise ValueError(f"{named(text)} is not a dateTime such as 2026-01-31T08:30:00 or 2026-01-31T08:30:00Z")
    return cast(dt.datetime, _checked(dt.datetime.fromisoformat, text, "dateTime"))


def plain_iso(text: str) -> str:
    """Return an ISO date or time in a form that Python 3.10 reads too: with six fractional digits and without Z."""
    return re.sub(r"\.([0-9]+)", lambda found: "." + found[1][:6].ljust(6, "0"), text).replace("Z", "+00:00")


def _checked(read: Callable[[str], Any], text: str, xsd_type: str) -> Any:
    try:
        return read(plain_iso(text))
    except ValueError as exc:
        raise ValueError(f"{named(text)} is not a {xsd_type}: {exc}") from None


def _date(value: Any) -> str:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, str) and re.fullmatch(_DATE_ONLY, value):
        _checked(dt.date.fromisoformat, value[:10], "date")
        return value
    raise ValueError(f"{named(value)} where a date is expected: a date")


def _time(value: Any) -> str:
    if isinstance(value, dt.time):
        return _zoned(value)
    if isinstance(value, str) and re.fullmatch(_TIME_ONLY, value):
        _checked(dt.time.fromisoformat, value, "time")
        return value
    raise ValueError(f"{named(value)} where a time is expected: a time")


def _duration(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(_DURATION, value):
        return value
    raise ValueError(
        f"{named(value)} where a duration is expected: text such as P1DT12H, of at most a microsecond's precision"
    )


def _base64(value: Any) -> str:
    return base64.b64encode(check_bytes(value)).decode("ascii")


_WRITERS: Final[dict[str, Callable[[Any], str]]] = {
    "boolean": _boolean,
    "decimal": _decimal,
    "float": _float,
    "double": _float,
    "dateTime": _datetime,
    "date": _date,
    "time": _time,
    "duration": _duration,
    "base64Binary": _base64,
}
TEXT_TYPES: Final = frozenset(
    {"string", "normalizedString", "token", "anyURI", "anySimpleType", "anyType", "language", "Name", "NCName", "ID"}
    | {"IDREF", "IDREFS", "ENTITY", "ENTITIES", "NMTOKEN", "NMTOKENS", "QName", "hexBinary"}
)
VALUE_TYPES: Final = frozenset(RANGES) | frozenset(_WRITERS) - {"base64Binary"}
