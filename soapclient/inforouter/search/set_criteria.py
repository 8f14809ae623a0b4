"""Conditions on the fields of property sets, checked against the definition of the set before anything is searched.

Source: the property-set criteria and the operators by field type of the page of Search.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...errors import ArgumentError
from ..hints import meant
from .conditions import Comparable, Criteria, SetCondition, day, figure, in_order, refused, said, truth

if TYPE_CHECKING:
    from ..models.contents import PropertyField, PropertySet

_BLANK: Final = {
    "is_null": "NULL", "is_not_null": "NOTNULL", "any_time": "ANYTIME", "today": "TODAY", "yesterday": "YESTERDAY",
    "last_7_days": "LAST7DAYS", "next_7_days": "NEXT7DAYS", "last_week": "LASTWEEK", "this_week": "THISWEEK",
    "next_week": "NEXTWEEK", "last_month": "LASTMONTH", "this_month": "THISMONTH", "next_month": "NEXTMONTH",
}  # fmt: skip
_DATES: Final = {name: word for name, word in _BLANK.items() if name != "is_not_null"}
_SOME: Final = {"is_null": "NULL", "is_not_null": "NOTNULL"}


class _Kind(NamedTuple):
    """What fields of one type can be compared by."""

    read: Callable[[str, Any], str]
    operators: Mapping[str, str]


_KINDS: Final = {
    "CHAR": _Kind(said, {"==": "EQ", "!=": "NEQ", "contains": "LIKE", "not_contains": "NOTCONTAINS", **_SOME}),
    "NUMBER": _Kind(
        figure,
        {"==": "EQ", "!=": "NOTEQ", ">": "GT", "<": "LT", ">=": "EQGT", "<=": "EQLT", "between": "BETWEEN", **_SOME},
    ),
    "DATE": _Kind(
        day,
        # ANYTIME is how a date says that it has a value.
        {"==": "EQ", ">=": "EQGT", "<=": "EQLT", "between": "BETWEEN", **_DATES, "is_not_null": "ANYTIME"},
    ),
    "BOOLEAN": _Kind(truth, {"==": "EQ", **_SOME}),
}


class SetField(Comparable):
    """A field of a property set.

    Args:
        set_name: the property set.
        field: the field.
    """

    __slots__ = ("_field", "_set")

    def __init__(self, set_name: str, field: str) -> None:
        super().__init__(f"{set_name}.{field}")
        self._set, self._field = set_name, field

    def contains(self, text: str) -> Criteria:
        """Ask for a text with another one in it."""
        return self._compare("contains", text)

    def not_contains(self, text: str) -> Criteria:
        """Ask for a text without another one in it."""
        return self._compare("not_contains", text)

    def is_null(self) -> Criteria:
        """Ask for no value."""
        return self._compare("is_null")

    def is_not_null(self) -> Criteria:
        """Ask for any value."""
        return self._compare("is_not_null")

    def any_time(self) -> Criteria:
        """Ask for any date."""
        return self._compare("any_time")

    def today(self) -> Criteria:
        """Ask for today, as the server's clock has it; so do the other words."""
        return self._compare("today")

    def yesterday(self) -> Criteria:
        """Ask for yesterday."""
        return self._compare("yesterday")

    def last_7_days(self) -> Criteria:
        """Ask for the seven days before today."""
        return self._compare("last_7_days")

    def next_7_days(self) -> Criteria:
        """Ask for the seven days after today."""
        return self._compare("next_7_days")

    def last_week(self) -> Criteria:
        """Ask for the last calendar week."""
        return self._compare("last_week")

    def this_week(self) -> Criteria:
        """Ask for this calendar week."""
        return self._compare("this_week")

    def next_week(self) -> Criteria:
        """Ask for the next calendar week."""
        return self._compare("next_week")

    def last_month(self) -> Criteria:
        """Ask for the last calendar month."""
        return self._compare("last_month")

    def this_month(self) -> Criteria:
        """Ask for this calendar month."""
        return self._compare("this_month")

    def next_month(self) -> Criteria:
        """Ask for the next calendar month."""
        return self._compare("next_month")

    def _compare(self, operator: str, *values: Any) -> Criteria:
        if len(values) > 1:
            in_order(self.label, values)
        for each in values:
            _kind_of(self.label, each).read(self.label, each)
        return Criteria((SetCondition(self._set, self._field, operator, values),))


class SetCriteria:
    """The fields of a property set, as attributes and items: `invoice.AMOUNT`, `invoice["DUE ON"]`.

    Args:
        name: the name of the property set.
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, field: str) -> SetField:
        if field.startswith("_"):
            raise AttributeError(f"write set({self._name!r})[{field!r}] for a field of this name")
        return SetField(self._name, field)

    def __getitem__(self, field: str) -> SetField:
        return SetField(self._name, said("the name of a field", field))

    def __repr__(self) -> str:
        return f"<SetCriteria {self._name}>"


class Written(NamedTuple):
    """A condition on a field as the server reads it."""

    field: str
    operator: str
    value: str


def written(conditions: Sequence[SetCondition], definition: PropertySet | None) -> list[Written]:
    """Write the conditions on the fields of one property set.

    Args:
        conditions: the conditions.
        definition: the definition of the set; without one, the types are those of the values.

    Raises:
        ArgumentError: there is no such field, or a field of its type cannot be compared so.
    """
    found: dict[str, Written] = {}
    problems: list[str] = []
    for each in conditions:
        try:
            one = _one(each, definition)
            before = found.get(one.field.casefold())
            found[one.field.casefold()] = one if before is None else joined(each.label, before, one)
        except ArgumentError as exc:
            problems += exc.problems
    if problems:
        raise refused(*problems)
    return list(found.values())


def joined(label: str, first: Written, second: Written) -> Written:
    """Make one condition of two on the same thing: a range of its two ends.

    Raises:
        ArgumentError: they are not the ends of a range. Which one of two the server would take is not documented.
    """
    ends = {each.operator: each.value for each in (first, second)}
    if ends.keys() == {"EQGT", "EQLT"}:
        low, high = ends["EQGT"], ends["EQLT"]
        in_order(label, (_ordered(low), _ordered(high)))
        return Written(first.field, "BETWEEN", f"{low}|{high}")
    raise refused(f"{label} is compared twice: whether a server takes two conditions on it is not documented")


def field_of(definition: PropertySet, name: str) -> PropertyField:
    """Return a field of a property set, letter case aside.

    Raises:
        ArgumentError: the set has no such field.
    """
    fields = {(each.name or "").casefold(): each for each in definition.fields}
    if name.casefold() not in fields:
        names = [each.name or "" for each in definition.fields]
        raise refused(f"the property set {definition.name} has no field {name}: {meant(name, names)}")
    return fields[name.casefold()]


def _one(condition: SetCondition, definition: PropertySet | None) -> Written:
    label, operator = condition.label, condition.operator
    field = condition.field
    kind: _Kind | None = None
    kind_name = ""
    if definition is not None:
        known = field_of(definition, field)
        field, kind_name = known.name or field, (known.data_type or "").upper()
        kind = _KINDS.get(kind_name)
    if kind is None:
        kind_name, kind = "", _unknown(condition)
    if operator not in kind.operators:
        fits = ", ".join(kind.operators)
        what = f"a field of type {kind_name}" if kind_name else "such a value"
        raise refused(f'{label} cannot be compared by "{operator}": {what} knows {fits}')
    value = "|".join(kind.read(label, each) for each in condition.values)
    return Written(field, kind.operators[operator], value)


def _unknown(condition: SetCondition) -> _Kind:
    """Return how a field is compared whose type is not known: by the type of the value."""
    if not condition.values:
        return _Kind(said, _BLANK)
    return _kind_of(condition.label, condition.values[0])


def _kind_of(label: str, value: object) -> _Kind:
    if isinstance(value, bool):
        return _KINDS["BOOLEAN"]
    if isinstance(value, dt.date):
        return _KINDS["DATE"]
    if isinstance(value, (int, float, Decimal)):
        return _KINDS["NUMBER"]
    if isinstance(value, str):
        return _KINDS["CHAR"]
    raise refused(f"{label} is compared with a text, a number, a date or a bool, not with {value!r}")


def _ordered(text: str) -> Any:
    """Return what a number or a day of a condition is ordered by."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return Decimal(text)
