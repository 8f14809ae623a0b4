"""Conditions on the fields of property sets."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final, TypeAlias

from ..messages import Refusal
from .found import Fields, typed
from .wordings import BAD_CONDITION, NO_SEARCHED_FIELD

Row: TypeAlias = Mapping[str, str]
Holds: TypeAlias = Callable[[Row], bool]
_CHAR: Final = ("LIKE", "CONTAINS", "NOTCONTAINS", "EQ", "NEQ", "NULL", "NOTNULL")
_CLASSIC_CHAR: Final = ("LIKE", "EQ", "NULL", "NOTNULL")
_NUMBER: Final = ("EQ", "NOTEQ", "GT", "LT", "EQGT", "EQLT", "NULL", "NOTNULL")
_RELATIVE: Final = (
    *("ANYTIME", "YESTERDAY", "TODAY", "LAST7DAYS", "NEXT7DAYS", "LASTWEEK", "THISWEEK", "NEXTWEEK"),
    *("LASTMONTH", "THISMONTH", "NEXTMONTH"),
)
_DATE: Final = ("EQ", "EQGT", "EQLT", "NULL", *_RELATIVE)
_BOOLEAN: Final = ("EQ", "NULL", "NOTNULL")
_BLANK: Final = frozenset(("NULL", "NOTNULL", *_RELATIVE))
_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "EQ": operator.eq, "NEQ": operator.ne, "NOTEQ": operator.ne, "GT": operator.gt, "LT": operator.lt,
    "EQGT": operator.ge, "EQLT": operator.le, "LIKE": operator.contains, "CONTAINS": operator.contains,
    "NOTCONTAINS": lambda stored, text: text not in stored,
}  # fmt: skip


def operators(kind: str, *, current: bool) -> tuple[str, ...]:
    """Return the operators of a type; servers of today have more."""
    if kind == "NUMBER":
        return (*_NUMBER, "NEQ", "BETWEEN") if current else _NUMBER
    if kind == "DATE":
        return (*_DATE, "BETWEEN") if current else _DATE
    if kind == "BOOLEAN":
        return _BOOLEAN
    return _CHAR if current else _CLASSIC_CHAR


def condition(fields: Fields, name: str, word: str, value: str, *, current: bool) -> Holds | None:
    """Return a test for the rows of a set; None without a condition.

    An operator without its required value is ignored: the search finds more.

    Raises:
        Refusal: the field, operator or value does not exist.
    """
    field, word = name.upper(), word.upper()
    label = f"{fields.name}.{field}"
    kind = fields.types.get(field)
    if kind is None:
        raise Refusal(NO_SEARCHED_FIELD, label)
    if not word:
        if value:
            raise Refusal(BAD_CONDITION, label, "no operator")
        return None
    if word not in operators(kind, current=current):
        raise Refusal(BAD_CONDITION, label, f"Invalid operator for {kind}")
    if word in _BLANK:
        if value:
            raise Refusal(BAD_CONDITION, label, "the value must be empty")
        return _without_value(field, kind, word)
    if word == "BETWEEN":
        return _between(label, field, kind, value)
    if not value:
        return None
    wanted, compare = _wanted(label, kind, value), _COMPARE[word]

    def holds(row: Row) -> bool:
        stored = typed(kind, row.get(field, ""))
        return stored is not None and compare(stored, wanted)

    return holds


def _wanted(label: str, kind: str, value: str) -> Any:
    try:
        wanted = typed(kind, value)
        if kind == "DATE":
            date.fromisoformat(wanted or "")
    except (KeyError, ValueError):
        raise Refusal(BAD_CONDITION, label, value) from None
    return wanted if wanted is not None else value.casefold()  # a blank text counts


def _between(label: str, field: str, kind: str, value: str) -> Holds:
    ends = value.replace(";", "|").split("|")
    if len(ends) != 2 or not all(end.strip() for end in ends):
        raise Refusal(BAD_CONDITION, label, "BETWEEN needs two values")
    low, high = (_wanted(label, kind, end) for end in ends)

    def holds(row: Row) -> bool:
        stored = typed(kind, row.get(field, ""))
        return stored is not None and bool(low <= stored <= high)

    return holds


def _without_value(field: str, kind: str, word: str) -> Holds:
    if word == "NULL":
        return lambda row: typed(kind, row.get(field, "")) is None
    if word in ("NOTNULL", "ANYTIME"):
        return lambda row: typed(kind, row.get(field, "")) is not None
    first, last = (each.isoformat() for each in _days(word))

    def holds(row: Row) -> bool:
        stored = typed(kind, row.get(field, ""))
        return stored is not None and bool(first <= stored <= last)

    return holds


def _days(word: str) -> tuple[date, date]:
    """Return the first and last day of a relative word."""
    today = datetime.now(timezone.utc).date()
    day = timedelta(days=1)
    monday, first = today - today.weekday() * day, today.replace(day=1)
    following = (first + 31 * day).replace(day=1)
    week = 7 * day
    return {
        "TODAY": (today, today),
        "YESTERDAY": (today - day, today - day),
        "LAST7DAYS": (today - week, today),
        "NEXT7DAYS": (today, today + week),
        "LASTWEEK": (monday - week, monday - day),
        "THISWEEK": (monday, monday + week - day),
        "NEXTWEEK": (monday + week, monday + 2 * week - day),
        "LASTMONTH": ((first - day).replace(day=1), first - day),
        "THISMONTH": (first, following - day),
        "NEXTMONTH": (following, (following + 31 * day).replace(day=1) - day),
    }[word]
