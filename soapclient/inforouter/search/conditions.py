"""The conditions of a search; all of them must hold."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, NoReturn

import attrs

from ...errors import ArgumentError

_JOIN: Final = 'join comparisons with "&", each in parentheses: (c.created >= day) & (c.size >= 100)'


@attrs.frozen
class Condition:
    """One condition of a search, as the server reads it.

    Attributes:
        label: its name in the program.
        name: its name on the server.
        operator: the server's operator; empty for none.
        value: the value; None for none.
        more: further attributes, such as which date it compares.
        whole_name: the exact name of a hit, if the server may find more than that.
    """

    label: str
    name: str
    operator: str = ""
    value: str | None = None
    more: tuple[tuple[str, str], ...] = ()
    whole_name: str = ""


@attrs.frozen
class SetCondition:
    """One condition on a field of a property set; its type becomes known when the search is made.

    Attributes:
        set_name: the property set.
        field: the field.
        operator: the comparison: "==", "between", "is_null", "last_week" and so on.
        values: the values to compare with.
    """

    set_name: str
    field: str
    operator: str
    values: tuple[Any, ...] = ()

    @property
    def label(self) -> str:
        """The field's name in the program."""
        return f"{self.set_name}.{self.field}"


class Criteria:
    """Conditions that must all hold; `&` adds more.

    Args:
        conditions: the conditions.
    """

    __slots__ = ("conditions",)

    def __init__(self, conditions: Iterable[Condition | SetCondition]) -> None:
        self.conditions = tuple(conditions)

    def __and__(self, other: object) -> Criteria:
        if not isinstance(other, Criteria):
            raise TypeError(f"{other!r} is not a comparison: {_JOIN}")
        return Criteria((*self.conditions, *other.conditions))

    def __rand__(self, other: object) -> NoReturn:
        raise TypeError(f"{other!r} is not a comparison: {_JOIN}")

    def __or__(self, other: object) -> NoReturn:
        raise refused('a search cannot combine conditions with "or"; make two searches')

    def __ror__(self, other: object) -> NoReturn:
        self.__or__(other)

    def __invert__(self) -> NoReturn:
        raise refused(
            'a search cannot negate; use the opposite condition, such as "not_checked_out", "!=" or "not_contains"'
        )

    def __bool__(self) -> NoReturn:
        raise TypeError(f'a search comparison has no truth value; instead of "and", {_JOIN}')

    def __repr__(self) -> str:
        return f"<Criteria: {', '.join(each.label for each in self.conditions)}>"


class Comparable:
    """The left side of comparisons in a search; each kind allows some comparisons.

    Attributes:
        label: its name in the program.
    """

    __slots__ = ("label",)
    __hash__ = None  # type: ignore[assignment]  # it is compared, not found

    def __init__(self, label: str) -> None:
        self.label = label

    def _compare(self, operator: str, *values: Any) -> Criteria:
        """Make the criteria of a comparison.

        Raises:
            ArgumentError: this comparison is not possible.
        """
        raise NotImplementedError

    def __eq__(self, value: object) -> Criteria:  # type: ignore[override]
        return self._compare("==", value)

    def __ne__(self, value: object) -> Criteria:  # type: ignore[override]
        return self._compare("!=", value)

    def __lt__(self, value: object) -> Criteria:
        return self._compare("<", value)

    def __gt__(self, value: object) -> Criteria:
        return self._compare(">", value)

    def __le__(self, value: object) -> Criteria:
        return self._compare("<=", value)

    def __ge__(self, value: object) -> Criteria:
        return self._compare(">=", value)

    def between(self, low: object, high: object) -> Criteria:
        """Match values from one to another, both included."""
        return self._compare("between", low, high)

    def __and__(self, other: object) -> NoReturn:
        raise TypeError(f"{self.label} alone is not a comparison: {_JOIN}")

    __rand__ = __or__ = __ror__ = __and__

    def __bool__(self) -> NoReturn:
        raise TypeError(f"{self.label} has no truth value: {_JOIN}")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.label}>"


def refused(*problems: str) -> ArgumentError:
    """Make the error for impossible criteria."""
    return ArgumentError("Search", problems)


def said(label: str, value: object) -> str:
    """Check a text to compare with.

    Raises:
        ArgumentError: it is not a text, or is blank, which the server ignores as no condition.
    """
    if not isinstance(value, str):
        raise refused(f"compare {label} with a str, not with {value!r}")
    if not value.strip():
        raise refused(f"{label} is compared with an empty text; the server would ignore the condition and find more")
    return value


def day(label: str, value: object) -> str:
    """Check a day to compare with.

    Raises:
        ArgumentError: it is not a date; the server compares whole days.
    """
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise refused(f"compare {label} with a datetime.date, not with {value!r}; the server compares whole days")
    return value.isoformat()


def figure(label: str, value: object) -> str:
    """Check a number to compare with.

    Raises:
        ArgumentError: it is not a finite number.
    """
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole or (isinstance(value, Decimal) and value.is_finite()):
        return format(value, "d" if whole else "f")
    if isinstance(value, float) and math.isfinite(value):
        return format(Decimal(repr(value)), "f")
    raise refused(f"compare {label} with a number, not with {value!r}")


def count(label: str, value: object) -> str:
    """Check a whole number that is not negative.

    Raises:
        ArgumentError: it is something else.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise refused(f"compare {label} with a whole number from 0, not with {value!r}")
    return str(value)


def identity(label: str, value: object) -> str:
    """Check the number of something.

    Raises:
        ArgumentError: it is something else, or 0, which the server ignores as no condition.
    """
    if value == 0:
        raise refused(f"compare {label} with a number from 1; the server would ignore the condition with 0")
    return count(label, value)


def truth(label: str, value: object) -> str:
    """Check a bool to compare with.

    Raises:
        ArgumentError: it is not a bool.
    """
    if not isinstance(value, bool):
        raise refused(f"compare {label} with True or False, not with {value!r}")
    return "true" if value else "false"


def in_order(label: str, values: tuple[Any, ...]) -> None:
    """Refuse an empty range.

    Raises:
        ArgumentError: its low end is above its high end.
    """
    low, high = values
    try:
        empty = low > high
    except TypeError:
        return  # another check refuses one of them
    if empty:
        raise refused(f"{label}.between() has its low end {low} above its high end {high}")
