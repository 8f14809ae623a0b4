"""Python values as the text of a simple type, by its variety and its facets."""

from __future__ import annotations

import base64
import datetime as dt
import enum
import functools
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from ....values import Say
from ... import xsd
from ...schema.components import Facets, SimpleType
from . import patterns

# A value as text; bytes stay bytes, because they may be sent separately.
Write = Callable[[Any], "str | bytes"]
_Check = Callable[[str], None]

_SHOWN: Final = 20
_BLANKS: Final = re.compile("[ \t\n\r]+")
_NUMBERS: Final = frozenset({*xsd.RANGES, "decimal"})
_FLOATS: Final = frozenset({"float", "double"})
_MOMENTS: Final = {"dateTime": dt.datetime.fromisoformat, "date": dt.date.fromisoformat, "time": dt.time.fromisoformat}
_ZONE: Final = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR: Final = r"-?([1-9][0-9]{4,}|[0-9]{4})"
_MONTH: Final = "(0[1-9]|1[0-2])"
_DAY: Final = "(0[1-9]|[12][0-9]|3[01])"
_PARTS: Final = {
    "gYear": (_YEAR, "2026"),
    "gYearMonth": (f"{_YEAR}-{_MONTH}", "2026-01"),
    "gMonth": (f"--{_MONTH}", "--01"),
    "gMonthDay": (f"--{_MONTH}-{_DAY}", "--01-31"),
    "gDay": (f"---{_DAY}", "---31"),
}
_CLOCK: Final = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
# What Python's own classes cannot hold: years of five digits, midnight as the end of a day, times of any precision.
_BEYOND: Final = {
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE}",
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "time": f"{_CLOCK}{_ZONE}",
}
_LENGTH: Final = r"-?P(?=[0-9T])([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"
_NAME: Final = re.compile(r"(?:\{[^{}]*\})?[^\W\d][\w.-]*")


def writer(kind: SimpleType) -> Write:
    """Return what writes values of a simple type.

    Args:
        kind: the type.

    Returns:
        A function; it raises a ValueError, which says why, for what does not fit, with no value of long texts.
    """
    write: Write
    if kind.variety == "list":
        write = functools.partial(_list, _text_writer(kind.item))
    elif kind.variety == "union":
        write = functools.partial(_union, tuple(writer(each) for each in kind.members))
    elif kind.builtin in _PARTS:
        write = functools.partial(_part_of_a_date, kind.builtin)
    elif kind.builtin in xsd.RANGES and kind.facets.patterns:
        write = functools.partial(_as_said, kind.builtin)
    else:
        write = _OWN.get(kind.builtin) or functools.partial(xsd.to_lexical, kind.builtin)
    facets, plain = kind.facets, kind.variety == "atomic" and kind.builtin == "base64Binary"
    if plain:
        return _bytes_writer(facets)
    checks = list(_checks(kind))
    allowed = _allowed(kind)
    if not checks and allowed is None:
        return write

    def narrowed(value: Any) -> str:
        text = str(write(plain_value(value)))
        normal = _normalised(text, facets.white_space)
        if allowed is not None:
            found = allowed(normal)
            if found is None:
                raise ValueError(one_of(facets.enumeration))
            text = found
        for check in checks:
            check(normal)
        return text

    return narrowed


def text(value: str | bytes) -> str:
    """Return what was written as text."""
    return value if isinstance(value, str) else base64.b64encode(value).decode("ascii")


def plain_value(value: Any) -> Any:
    """Return the value of a member of an enumeration of Python's, and any other value as it is."""
    return value.value if isinstance(value, enum.Enum) and not isinstance(value, (Say, str, int)) else value


def one_of(allowed: tuple[str, ...]) -> str:
    """Say which values are allowed."""
    more = f", ... ({len(allowed)} values)" if len(allowed) > _SHOWN else ""
    return f"it must be one of {', '.join(allowed[:_SHOWN])}{more}"


def same(kind: SimpleType, one: str, other: str) -> bool:
    """Tell whether two texts are the same value of a type."""
    key = _key(kind)
    return bool(key(_normalised(one, kind.facets.white_space)) == key(_normalised(other, kind.facets.white_space)))


def _text_writer(kind: SimpleType | None) -> Callable[[Any], str]:
    write: Write = functools.partial(xsd.to_lexical, "string") if kind is None else writer(kind)
    return lambda value: text(write(value))


def _bytes_writer(facets: Facets) -> Write:
    def write(value: Any) -> bytes:
        data = xsd.check_bytes(value)
        for check in _lengths(facets, "bytes"):
            check(len(data))
        return data

    return write


def _list(item: Callable[[Any], str], value: Any) -> str:
    if isinstance(value, str):
        value = _BLANKS.split(value.strip(" \t\n\r")) if value.strip(" \t\n\r") else []
    elif isinstance(value, (bytes, bytearray)) or not hasattr(value, "__iter__"):
        raise ValueError("expected a list")
    words = [item(each) for each in value]
    if any(word.split() != [word] for word in words):
        raise ValueError("a text in this list is empty or has a blank, which separates the items")
    return " ".join(words)


def _union(members: tuple[Write, ...], value: Any) -> str:
    reasons = []
    for each in members:
        try:
            return text(each(value))
        except ValueError as exc:
            reasons.append(str(exc))
    raise ValueError(f"it does not fit any allowed type: {'; '.join(dict.fromkeys(reasons)) or 'none'}")


def _part_of_a_date(builtin: str, value: Any) -> str:
    pattern, example = _PARTS[builtin]
    if builtin == "gYear" and isinstance(value, int) and not isinstance(value, bool) and 0 < abs(value) < 10**9:
        return f"{'-' if value < 0 else ''}{abs(value):04d}"
    if isinstance(value, str) and re.fullmatch(pattern + _ZONE, value):
        return str.__str__(value)
    raise ValueError(f"{xsd.named(value)} where {xsd.a(builtin)} is expected: text such as {example}")


def _hex(value: Any) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex().upper()
    if isinstance(value, str) and re.fullmatch("(?:[0-9A-Fa-f]{2})*", value):
        return str.__str__(value)
    raise ValueError(f"{xsd.named(value)} where hexBinary is expected: bytes, or text of hexadecimal digits")


def _moment(builtin: str, value: Any) -> str:
    """Write a date or time; text may say what Python's own classes cannot hold."""
    beyond = isinstance(value, str) and re.match("-|[0-9]{5}|([0-9-]+T)?24", value)
    if beyond and re.fullmatch(_BEYOND[builtin], value):
        return str.__str__(value)
    return xsd.to_lexical(builtin, value)


def _as_said(builtin: str, value: Any) -> str:
    """Write a whole number; text keeps its form, since a pattern may ask for zeros before it."""
    written = xsd.to_lexical(builtin, value)
    return str.__str__(value) if isinstance(value, str) else written


def _duration(value: Any) -> str:
    if not isinstance(value, dt.timedelta):
        if isinstance(value, str) and re.fullmatch(_LENGTH, value):
            return str.__str__(value)
        return xsd.to_lexical("duration", value)
    sign, value = ("-", -value) if value < dt.timedelta() else ("", value)
    hours, rest = divmod(value.seconds, 3600)
    minutes, whole = divmod(rest, 60)
    seconds = f"{whole}.{value.microseconds:06d}".rstrip("0").rstrip(".")
    day = f"{value.days}D" if value.days else ""
    clock = "".join(
        f"{each}{unit}" for each, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if each not in (0, "0")
    )
    return f"{sign}P{day}{'T' if clock else ''}{clock}" if day or clock else "PT0S"


def _qname(value: Any) -> str:
    if isinstance(value, str) and _NAME.fullmatch(value):
        return str.__str__(value)
    raise ValueError(f"{xsd.named(value)} where a QName is expected: text such as {{urn:x}}name")


def _anything(value: Any) -> str:
    from .guess import builtin_of  # its types are those of Python's values

    return text(writer(builtin_of(value))(value)) if not isinstance(value, str) else xsd.to_lexical("string", value)


_OWN: Final[dict[str, Callable[[Any], str]]] = {
    "hexBinary": _hex,
    "duration": _duration,
    **{name: functools.partial(_moment, name) for name in _BEYOND},
    "QName": _qname,
    "NOTATION": _qname,
    "anySimpleType": _anything,
}


def _normalised(value: str, white_space: str) -> str:
    if white_space == "collapse":
        return " ".join(value.split())
    return re.sub("[\t\n\r]", " ", value) if white_space == "replace" else value


# Facets


def _key(kind: SimpleType) -> Callable[[str], Any]:
    """Return what makes equal values of a type equal."""
    if kind.variety == "atomic" and kind.builtin in _NUMBERS:
        return Decimal
    if kind.variety == "atomic" and kind.builtin in _FLOATS:
        return lambda said: float(said.replace("INF", "inf"))
    if kind.builtin == "boolean":
        return lambda said: said in ("true", "1")
    if kind.builtin == "hexBinary":
        return str.upper
    if kind.builtin in ("QName", "NOTATION"):
        return lambda said: re.split("[:}]", said)[-1]
    return str


def _allowed(kind: SimpleType) -> Callable[[str], str | None] | None:
    """Return what finds the enumerated form of a text; None where nothing is enumerated."""
    if not kind.facets.enumeration:
        return None
    key = _key(kind)
    known: dict[Any, str] = {}
    for each in kind.facets.enumeration:
        try:
            known.setdefault(key(_normalised(each, kind.facets.white_space)), each)
        except (ArithmeticError, ValueError):
            continue  # the schema enumerates what the type does not have
    if kind.builtin in ("QName", "NOTATION"):
        return lambda said: said if key(said) in known else None
    return lambda said: known.get(key(said))


def _checks(kind: SimpleType) -> list[_Check]:
    facets = kind.facets
    found: list[_Check] = []
    # mypy knows no type for a lambda that binds a variable of the loop.
    if kind.variety == "list":
        found += [lambda said, check=check: check(len(said.split())) for check in _lengths(facets, "items")]  # type: ignore[misc]
    elif kind.builtin == "hexBinary":
        found += [lambda said, check=check: check(len(said) // 2) for check in _lengths(facets, "bytes")]  # type: ignore[misc]
    elif kind.builtin not in ("QName", "NOTATION"):
        found += [lambda said, check=check: check(len(said)) for check in _lengths(facets, "characters")]  # type: ignore[misc]
    found += _bounds(kind)
    if facets.total_digits is not None or facets.fraction_digits is not None:
        found.append(functools.partial(_digits, facets.total_digits, facets.fraction_digits))
    for alternatives in facets.patterns:
        known = [patterns.compiled(each) for each in alternatives]
        if all(known):
            found.append(functools.partial(_matches, [each for each in known if each], alternatives))
    return found


def _lengths(facets: Facets, what: str) -> list[Callable[[int], None]]:
    least = facets.length if facets.length is not None else facets.min_length
    most = facets.length if facets.length is not None else facets.max_length
    if not least and most is None:
        return []

    def check(length: int) -> None:
        if least is not None and length < least:
            raise ValueError(f"it has {length} {what}, and needs {'at least ' if least != most else ''}{least}")
        if most is not None and length > most:
            raise ValueError(f"it has {length} {what}, and may have {'at most ' if least != most else ''}{most}")

    return [check]


def _bounds(kind: SimpleType) -> list[_Check]:
    facets = kind.facets
    read: Callable[[str], Any]
    if kind.variety != "atomic":
        return []
    if kind.builtin in _NUMBERS or kind.builtin in _FLOATS:
        read = _key(kind)
    elif kind.builtin in _MOMENTS:
        moment = _MOMENTS[kind.builtin]
        read = lambda said: moment(xsd.plain_iso(said))  # noqa: E731 - one of three
    else:
        return []
    found: list[_Check] = []
    for bound, fits, words in (
        (facets.min_inclusive, lambda one, other: one >= other, "at least"),
        (facets.max_inclusive, lambda one, other: one <= other, "at most"),
        (facets.min_exclusive, lambda one, other: one > other, "more than"),
        (facets.max_exclusive, lambda one, other: one < other, "less than"),
    ):
        if bound:
            try:
                found.append(functools.partial(_bounded, read, read(bound), fits, f"{words} {bound}"))
            except (ArithmeticError, ValueError):
                continue  # the schema's bound is none of the type
    return found


def _bounded(read: Callable[[str], Any], bound: Any, fits: Callable[[Any, Any], bool], words: str, said: str) -> None:
    try:
        fine = fits(read(said), bound)
    except (TypeError, ValueError):
        return  # one has a zone and the other has none, or Python cannot read it
    if not fine:
        raise ValueError(f"it must be {words}")


def _digits(total: int | None, fraction: int | None, said: str) -> None:
    whole, _, rest = said.lstrip("+-").partition(".")
    whole, rest = whole.lstrip("0"), rest.rstrip("0")
    if total is not None and len(whole) + len(rest) > total:
        raise ValueError(f"it has {len(whole) + len(rest)} digits, and may have at most {total}")
    if fraction is not None and len(rest) > fraction:
        raise ValueError(f"it has {len(rest)} digits after the point, and may have at most {fraction}")


def _matches(known: list[re.Pattern[str]], alternatives: tuple[str, ...], said: str) -> None:
    if not any(patterns.fits(found, each, said) for found, each in zip(known, alternatives, strict=True)):
        shown = " or ".join(alternatives)
        raise ValueError(f"it does not have the form {shown if len(shown) <= 120 else shown[:117] + '...'}")
