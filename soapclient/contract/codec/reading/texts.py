"""Convert XSD lexical forms to Python values, one function for each built-in type; `contract.xsd` is the inverse.

A text stays a text if Python has no value for it: years before 1 and after 9999, 24:00:00, leap seconds, durations with
years or months or finer than microseconds, integers with thousands of digits.

Source: XML Schema Part 2: Datatypes, second edition.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from ...xsd import plain_iso
from .moments import precise, zoned_date

# The prefixes in scope at a text.
Prefixes = Mapping["str | None", str]
Read = Callable[[str], Any]

BLANKS: Final = " \t\r\n"
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_FLOAT: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?|[+-]?INF|NaN")
_ZONE: Final = r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DATE: Final = r"(-?(?:[1-9][0-9]{4,}|[0-9]{4}))-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME: Final = r"([01][0-9]|2[0-4]):([0-5][0-9]):([0-5][0-9]|60)(?:\.([0-9]+))?"
_DATE_TIME: Final = re.compile(f"{_DATE}T{_TIME}{_ZONE}")
_DATE_ONLY: Final = re.compile(_DATE + _ZONE)
_TIME_ONLY: Final = re.compile(_TIME + _ZONE)
_DURATION: Final = re.compile(
    r"(-)?P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?"
)
_PARTS: Final = {
    "gYear": re.compile(r"-?(?:[1-9][0-9]{4,}|[0-9]{4})" + _ZONE),
    "gYearMonth": re.compile(r"-?(?:[1-9][0-9]{4,}|[0-9]{4})-(?:0[1-9]|1[0-2])" + _ZONE),
    "gMonthDay": re.compile(r"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])" + _ZONE),
    "gDay": re.compile(r"---(?:0[1-9]|[12][0-9]|3[01])" + _ZONE),
    "gMonth": re.compile(r"--(?:0[1-9]|1[0-2])(?:--)?" + _ZONE),
}
_BOOLEANS: Final = {"true": True, "false": False, "1": True, "0": False}
_MOST_DIGITS: Final = 4000  # Python refuses to convert more


class NoValue(ValueError):
    """A text is not in the lexical space of its type; the message names the type, without the text."""


def words(text: str) -> list[str]:
    """Return the items of a list."""
    return text.split() if text.isascii() else re.findall(r"[^ \t\r\n]+", text)


def preserved(text: str) -> str:
    """Return a text unchanged."""
    return text


def replaced(text: str) -> str:
    """Return a text with a blank in place of each white space character."""
    return re.sub("[\t\r\n]", " ", text)


def collapsed(text: str) -> str:
    """Return a text with one blank between words, and none around them."""
    return " ".join(words(text))


def integer(low: int | None, high: int | None, builtin: str, text: str) -> int | str:
    """Read a whole number.

    Args:
        low: the smallest value of the type, or None.
        high: the greatest value, or None.
        builtin: the name of the type.
        text: the text.
    """
    text = text.strip(BLANKS)
    if not _INTEGER.fullmatch(text):
        raise NoValue(f"is not of the type {builtin}")
    if len(text) > _MOST_DIGITS:
        if high is not None and low is not None:
            raise NoValue(f"is out of range for the type {builtin}")
        return text
    found = int(text)
    if (low is not None and found < low) or (high is not None and found > high):
        raise NoValue(f"is out of range for the type {builtin}")
    return found


def _decimal(text: str) -> Decimal:
    text = text.strip(BLANKS)
    if not _DECIMAL.fullmatch(text):
        raise NoValue("is not of the type decimal")
    try:
        return Decimal(text)
    except InvalidOperation:  # pragma: no cover  # only for exponents, which a decimal does not have
        raise NoValue("is not of the type decimal") from None


def _float(text: str) -> float:
    text = text.strip(BLANKS)
    if not _FLOAT.fullmatch(text):
        raise NoValue("is not a number")
    return float(text)


def _boolean(text: str) -> bool:
    found = _BOOLEANS.get(text)
    if found is None:
        found = _BOOLEANS.get(text.strip(BLANKS))
        if found is None:
            raise NoValue("is not of the type boolean")
    return found


def _date_time(text: str) -> dt.datetime | str:
    text = text.strip(BLANKS)
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        raise NoValue("is not of the type dateTime")
    year, _, _, hour, _, second, fraction, _ = found.groups()
    if len(year) != 4 or year == "0000" or hour == "24" or second == "60":
        return text
    try:
        moment = dt.datetime.fromisoformat(plain_iso(text) if fraction or text[-1] == "Z" else text)
    except ValueError:
        raise NoValue("is not of the type dateTime") from None
    if fraction and len(fraction) > 6 and fraction[6:].strip("0"):
        return precise(moment, fraction[6:].rstrip("0"))
    return moment


def _date(text: str) -> dt.date | str:
    text = text.strip(BLANKS)
    found = _DATE_ONLY.fullmatch(text)
    if found is None:
        raise NoValue("is not of the type date")
    year, month, day, zone = found.groups()
    if len(year) != 4 or year == "0000":
        return text
    try:
        if zone:
            return zoned_date(int(year), int(month), int(day), zone)
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise NoValue("is not of the type date") from None


def _time(text: str) -> dt.time | str:
    text = text.strip(BLANKS)
    found = _TIME_ONLY.fullmatch(text)
    if found is None:
        raise NoValue("is not of the type time")
    hour, _, second, fraction, _ = found.groups()
    if hour == "24" or second == "60" or (fraction and fraction[6:].strip("0")):
        return text
    return dt.time.fromisoformat(plain_iso(text))


def _duration(text: str) -> dt.timedelta | str:
    text = text.strip(BLANKS)
    found = _DURATION.fullmatch(text)
    if found is None:
        raise NoValue("is not of the type duration")
    minus, years, months, days, hours, minutes, seconds, fraction = found.groups()
    longest = max(len(each or "") for each in found.groups())
    if (years or months) or longest > 14 or (fraction and fraction[6:].strip("0")):
        return text
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    try:
        length = dt.timedelta(
            int(days or 0), int(seconds or 0), micro, minutes=int(minutes or 0), hours=int(hours or 0)
        )
        return -length if minus else length
    except OverflowError:
        return text


def _part(name: str, text: str) -> str:
    text = text.strip(BLANKS)
    if not _PARTS[name].fullmatch(text):
        raise NoValue(f"is not of the type {name}")
    return text


def _base64(text: str) -> bytes:
    if " " in text or "\n" in text or "\r" in text or "\t" in text:
        text = text.translate({ord(each): None for each in BLANKS})
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoValue("is not of the type base64Binary") from None


def _hex(text: str) -> bytes:
    try:
        return binascii.unhexlify(text.strip(BLANKS))
    except (binascii.Error, ValueError):
        raise NoValue("is not of the type hexBinary") from None


def qname(text: str, prefixes: Prefixes) -> str:
    """Read a prefixed name as a name with a namespace."""
    prefix, _, local = text.strip(BLANKS).rpartition(":")
    namespace = prefixes.get(prefix or None)
    if not local or (namespace is None and prefix):
        raise NoValue("is not of the type QName, or has an undeclared prefix")
    return f"{{{namespace}}}{local}" if namespace else local


READERS: Final[dict[str, Read]] = {
    "boolean": _boolean,
    "decimal": _decimal,
    "float": _float,
    "double": _float,
    "dateTime": _date_time,
    "date": _date,
    "time": _time,
    "duration": _duration,
    "base64Binary": _base64,
    "hexBinary": _hex,
    **{name: functools.partial(_part, name) for name in _PARTS},
}
