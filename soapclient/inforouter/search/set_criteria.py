"""Conditions on the fields of property sets, checked against the set's definition before the search.

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
    """The comparisons for fields of one type."""

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
        # ANYTIME matches a date that has any value.
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
        """Match texts that contain another one."""
        return self._compare("contains", text)

    def not_contains(self, text: str) -> Criteria:
        """Match texts that do not contain another one."""
        return self._compare("not_contains", text)

    def is_null(self) -> Criteria:
        """Match fields without a value."""
        return self._compare("is_null")

    def is_not_null(self) -> Criteria:
        """Match fields with any value."""
        return self._compare("is_not_null")

    def any_time(self) -> Criteria:
        """Match any date."""
        return self._compare("any_time")

    def today(self) -> Criteria:
        """Match today, by the server's clock; so do the other words."""
        return self._compare("today")

    def yesterday(self) -> Criteria:
        """Match yesterday."""
        return self._compare("yesterday")

    def last_7_days(self) -> Criteria:
        """Match the seven days before today."""
        return self._compare("last_7_days")

    def next_7_days(self) -> Criteria:
        """Match the seven days after today."""
        return self._compare("next_7_days")

    def last_week(self) -> Criteria:
        """Match the last calendar week."""
        return self._compare("last_week")

    def this_week(self) -> Criteria:
        """Match this calendar week."""
        return self._compare("this_week")

    def next_week(self) -> Criteria:
        """Match the next calendar week."""
        return self._compare("next_week")

    def last_month(self) -> Criteria:
        """Match the last calendar month."""
        return self._compare("last_month")

    def this_month(self) -> Criteria:
        """Match this calendar month."""
        return self._compare("this_month")

    def next_month(self) -> Criteria:
        """Match the next calendar month."""
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
            raise AttributeError(f"write set({self._name!r})[{field!r}] for the field of this name")
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
        definition: the definition of the set; without one, the values decide the types.

    Raises:
        ArgumentError: the field does not exist, or its type does not allow the comparison.
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
    """Combine two conditions on the same field to a range.

    Raises:
        ArgumentError: they are not the ends of a range. The reference does not say which one the server would use.
    """
    ends = {each.operator: each.value for each in (first, second)}
    if ends.keys() == {"EQGT", "EQLT"}:
        low, high = ends["EQGT"], ends["EQLT"]
        in_order(label, (_ordered(low), _ordered(high)))
        return Written(first.field, "BETWEEN", f"{low}|{high}")
    raise refused(
        f"{label} is compared twice; the reference does not say whether a server accepts two conditions on it"
    )


def field_of(definition: PropertySet, name: str) -> PropertyField:
    """Return a field of a property set, ignoring letter case.

    Raises:
        ArgumentError: the set does not have the field.
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
        raise refused(f'{label} cannot be compared with "{operator}"; {what} supports {fits}')
    value = "|".join(kind.read(label, each) for each in condition.values)
    return Written(field, kind.operators[operator], value)


def _unknown(condition: SetCondition) -> _Kind:
    """Return the comparison for a field of unknown type: by the type of the value."""
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
    raise refused(f"compare {label} with a str, a number, a date or a bool, not with {value!r}")


def _ordered(text: str) -> Any:
    """Return the sort key of a number or day in a condition."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return Decimal(text)
