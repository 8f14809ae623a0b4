"""Check a text against a simple type, by its lexical form and facets, and convert it to a Python value.

A pattern that cannot be parsed here allows everything, and so does an order that no Python type has.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from ...schema.components import Facets, SimpleType
from ...xsd import RANGES, plain_iso, to_lexical
from ..writing import lexical
from . import pattern_samples as patterns

_NAMES: Final = {
    "Name": r"[\i][\c]*",
    "NCName": r"[\i-[:]][\c-[:]]*",
    "ID": r"[\i-[:]][\c-[:]]*",
    "IDREF": r"[\i-[:]][\c-[:]]*",
    "ENTITY": r"[\i-[:]][\c-[:]]*",
    "NMTOKEN": r"\c+",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
}
_ZONE: Final = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_GREGORIAN: Final = {
    "gYear": r"-?[1-9]?[0-9]{4}",
    "gYearMonth": r"-?[1-9]?[0-9]{4}-(0[1-9]|1[0-2])",
    "gMonthDay": r"--(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "gDay": r"---(0[1-9]|[12][0-9]|3[01])",
    "gMonth": r"--(0[1-9]|1[0-2])",
}
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_WORDED: Final = frozenset({"true", "1"})
NUMBERS: Final = frozenset({*RANGES, "decimal", "float", "double"})


def normalized(kind: SimpleType, text: str) -> str:
    """Return a text with blanks normalised by its type."""
    how = kind.facets.white_space
    if kind.variety == "list" or how == "collapse":
        return _BLANKS.sub(" ", text).strip(" ")
    return re.sub(r"[\t\r\n]", " ", text) if how == "replace" else text


def fits(kind: SimpleType, text: str) -> bool:
    """Return whether a text is valid for a simple type."""
    return not problem(kind, text)


def problem(kind: SimpleType, text: str) -> str:
    """Return why a text is not valid for a simple type; an empty text if it is."""
    text = normalized(kind, text)
    facets = kind.facets
    if kind.variety == "union":
        if kind.members and not any(fits(each, text) for each in kind.members):
            return f"{_shown(text)} is not a value of any allowed type"
    elif kind.variety == "list":
        for each in text.split():
            found = problem(kind.item, each) if kind.item is not None else ""
            if found:
                return found
    else:
        try:
            _check(kind.builtin, text)
        except (ValueError, ArithmeticError) as exc:
            return str(exc)
    if facets.enumeration and not _enumerated(kind, text):
        return f"{_shown(text)} is not one of {_shown(', '.join(facets.enumeration))}"
    return _length(kind, text) or _bounds(kind, text) or _digits(facets, text, kind.builtin) or _pattern(facets, text)


def value_of(kind: SimpleType, text: str) -> Any:
    """Return the Python value of a text; the text itself if no Python type has all of it."""
    if kind.variety == "list":
        return [value_of(kind.item, each) if kind.item is not None else each for each in text.split()]
    if kind.variety == "union":
        member = next((each for each in kind.members if fits(each, text)), None)
        return value_of(member, text) if member is not None else text
    try:
        found = _VALUES.get(kind.builtin, normalized_text)(normalized(kind, text))
    except (ValueError, ArithmeticError):
        return text
    narrow = kind.facets.patterns or kind.facets.enumeration
    return found if not narrow or kind.builtin not in _VALUES or _says(kind, found, text) else text


def normalized_text(text: str) -> str:
    """Return the text."""
    return text


def _says(kind: SimpleType, value: Any, text: str) -> bool:
    """Return whether a value is written as this text."""
    try:
        return lexical.text(lexical.writer(kind)(value)) == text
    except ValueError:
        return False


def _check(builtin: str, text: str) -> None:
    if builtin in _NAMES:
        if not patterns.matches(_NAMES[builtin], text):
            raise ValueError(f"{_shown(text)} is not a valid {builtin}")
    elif builtin in _GREGORIAN:
        if not re.fullmatch(_GREGORIAN[builtin] + _ZONE, text):
            raise ValueError(f"{_shown(text)} is not a valid {builtin}")
    elif builtin == "base64Binary":
        base64.b64decode("".join(text.split()), validate=True)
    elif builtin == "hexBinary":
        if not re.fullmatch(r"([0-9a-fA-F]{2})*", text):
            raise ValueError(f"{_shown(text)} is not a valid hexBinary")
    elif builtin == "QName":
        if not text.startswith("{") and not re.fullmatch(r"([^\s:]+:)?[^\s:]+", text):
            raise ValueError(f"{_shown(text)} is not a valid QName")
    else:
        to_lexical(builtin, text)


def _enumerated(kind: SimpleType, text: str) -> bool:
    if text in (normalized(kind, each) for each in kind.facets.enumeration):
        return True
    found = order(kind.builtin, text)
    return found is not None and any(order(kind.builtin, each) == found for each in kind.facets.enumeration)


def _length(kind: SimpleType, text: str) -> str:
    facets = kind.facets
    if facets.length is facets.min_length is facets.max_length is None or kind.builtin == "QName":
        return ""
    if kind.variety == "list":
        count = len(text.split())
    elif kind.builtin == "hexBinary":
        count = len(text) // 2
    elif kind.builtin == "base64Binary":
        count = len(base64.b64decode("".join(text.split())))
    else:
        count = len(text)
    least = facets.min_length if facets.length is None else facets.length
    most = facets.max_length if facets.length is None else facets.length
    if least is not None and count < least:
        return f"{_shown(text)} is shorter than {least}"
    return f"{_shown(text)} is longer than {most}" if most is not None and count > most else ""


def _bounds(kind: SimpleType, text: str) -> str:
    facets, found = kind.facets, None
    tests: tuple[tuple[str, str, Callable[[Any, Any], bool]], ...] = (
        ("less than", facets.min_inclusive, lambda one, other: one >= other),
        ("greater than", facets.max_inclusive, lambda one, other: one <= other),
        ("not greater than", facets.min_exclusive, lambda one, other: one > other),
        ("not less than", facets.max_exclusive, lambda one, other: one < other),
    )
    for words, bound, test in tests:
        if not bound:
            continue
        found = order(kind.builtin, text) if found is None else found
        other = order(kind.builtin, bound)
        try:
            if found is not None and other is not None and not test(found, other):
                return f"{_shown(text)} is {words} {bound}"
        except TypeError:  # only one of them has a zone
            continue
    return ""


def _digits(facets: Facets, text: str, builtin: str) -> str:
    if facets.total_digits is None and facets.fraction_digits is None:
        return ""
    whole, _, fraction = text.lstrip("+-").partition(".")
    whole, fraction = whole.lstrip("0"), fraction.rstrip("0")
    if facets.fraction_digits is not None and len(fraction) > facets.fraction_digits:
        return f"{_shown(text)} has more than {facets.fraction_digits} digits after the point"
    if facets.total_digits is not None and len(whole) + len(fraction) > facets.total_digits:
        return f"{_shown(text)} has more than {facets.total_digits} digits"
    return ""


def _pattern(facets: Facets, text: str) -> str:
    for group in facets.patterns:
        try:
            if not any(patterns.matches(each, text) for each in group):
                return f"{_shown(text)} does not match {_shown(' or '.join(group))}"
        except patterns.Unsupported:
            continue
    return ""


def order(builtin: str, text: str) -> Any:
    """Return the function that orders values of a type, or None."""
    try:
        if builtin in NUMBERS:
            return float(text) if builtin in ("float", "double") else Decimal(text)
        if builtin == "gYear":
            return int(re.sub(_ZONE + "$", "", text))
        return _VALUES[builtin](text) if builtin in ("dateTime", "date", "time") else None
    except (ValueError, ArithmeticError):
        return None


def _shown(text: str) -> str:
    return repr(text) if len(text) <= 60 else repr(text[:57] + "...")


def _time_span(text: str) -> dt.timedelta | str:
    found = re.fullmatch(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?)?", text)
    if found is None:
        return text
    days, hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:5])
    whole = dt.timedelta(
        days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=int((found[6] or "0").ljust(6, "0"))
    )
    return -whole if found[1] else whole


_VALUES: Final[dict[str, Callable[[str], Any]]] = {
    **dict.fromkeys(RANGES, int),
    "boolean": lambda text: text in _WORDED,
    "decimal": Decimal,
    "float": float,
    "double": float,
    "dateTime": lambda text: dt.datetime.fromisoformat(plain_iso(text)),
    "date": dt.date.fromisoformat,
    "time": lambda text: dt.time.fromisoformat(plain_iso(text)),
    "duration": _time_span,
    "base64Binary": lambda text: base64.b64decode("".join(text.split()), validate=True),
    "hexBinary": bytes.fromhex,
}
