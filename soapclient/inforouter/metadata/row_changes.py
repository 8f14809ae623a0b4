"""The changes to the rows of one set: checked against its definition, and compared with the stored rows.

Source: the pages of AddPropertySetRow, UpdatePropertySetRow, DeletePropertySetRow and GetPropertySetFieldOptions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from ...contract import spelling
from ...contract.plain import Plain
from ...values import CLEAR, KEEP
from . import values
from .stored_rows import PropertyRow, StoredRow

if TYPE_CHECKING:
    from ..models.contents import PropertyField, PropertySet

Action = Literal["update", "add", "remove"]
Kind = Literal["documents", "folders", "users"]
OPERATIONS: Final[Mapping[Action, str]] = {
    "update": "UpdatePropertySetRow",
    "add": "AddPropertySetRow",
    "remove": "DeletePropertySetRow",
}


@attrs.frozen(kw_only=True)
class RowChange(Plain):
    """The change of one row.

    Attributes:
        set_name: the property set.
        action: whether the row is updated, added or removed.
        number: the row's number; 0 for a new row.
        fields: the fields that change, with their new texts.
        before: the row when the change was planned.
    """

    set_name: str
    action: Action
    number: int = 0
    fields: Mapping[str, str] = attrs.field(factory=dict)
    before: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def operation(self) -> str:
        """The operation that makes the change."""
        return OPERATIONS[self.action]

    @property
    def name(self) -> str:
        """Its entry in `done`: the operation and the row."""
        row = f"{self.set_name} row {self.number}" if self.number else f"{self.set_name} new row"
        return f"{self.operation} ({row})"


@attrs.frozen(kw_only=True)
class KnownSet:
    """A definition, with the options of its lists as far as needed."""

    definition: PropertySet
    options: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)

    @property
    def name(self) -> str:
        """The set's name, as the service spells it."""
        return self.definition.name or ""

    @property
    def fields(self) -> dict[str, PropertyField]:
        """The fields by their names in capitals."""
        return {(each.name or "").upper(): each for each in self.definition.fields}


class RowPlanner:
    """Plans the changes of one set's rows, and collects the problems.

    Args:
        known: the definition.
        stored: the existing rows.
        kind: the kind of thing that has them.
    """

    def __init__(self, known: KnownSet, stored: Sequence[StoredRow], kind: Kind) -> None:
        self.problems: list[str] = []
        self._known = known
        self._stored = {row.number: row for row in stored}
        self._kind = kind

    def changes(self, said: Any, removed: Iterable[int] = ()) -> list[RowChange]:
        """Return the changes: updates, then new rows, then removals from the last row to the first.

        Args:
            said: the argument of `set_properties` for one set.
            removed: the numbers of the rows to remove.
        """
        name = self._known.name
        gone = sorted({*removed}, reverse=True)
        missing = [number for number in gone if number not in self._stored]
        if missing:
            self._wrong("", f"row {missing[0]} does not exist{self._rows()}")
        left = [row for number, row in self._stored.items() if number not in gone]
        found = [change for change in self._said(said, left) if change is not None]
        found.sort(key=lambda change: change.action == "add")
        found += [
            RowChange(set_name=name, action="remove", number=number, before=self._stored[number].texts)
            for number in gone
            if number in self._stored
        ]
        if found and self._known.definition.system:
            self._wrong("", "the system manages it, so it cannot be changed")
        applies = getattr(self._known.definition, f"for_{self._kind}")
        if applies is False and any(change.action == "add" for change in found):
            self._wrong("", f"it does not apply to {self._kind}")
        return found

    def _said(self, said: Any, left: Sequence[StoredRow]) -> Iterator[RowChange | None]:
        if said is None or said is KEEP:
            return
        if said is CLEAR:
            self._wrong("", "name the rows to remove in remove_rows")
        elif isinstance(said, Mapping) and said and all(type(key) is int for key in said):
            yield from self._by_number(said, left)
        elif isinstance(said, Mapping):
            if len(left) > 1:
                self._wrong("", f"it has {len(left)} rows; pass all of them as a list, or {{number: values}}")
            else:
                yield self._row(said, left[0] if left else None, "")
        elif isinstance(said, Sequence) and not isinstance(said, (str, bytes)):
            yield from self._all(said, left)
        else:
            self._wrong("", f"expected a mapping of fields or a list of mappings, not {type(said).__name__}")

    def _by_number(self, said: Mapping[int, Any], left: Sequence[StoredRow]) -> Iterator[RowChange | None]:
        rows = {row.number: row for row in left}
        for number, values_ in said.items():
            if number in rows:
                yield self._row(values_, rows[number], f"[{number}]")
            else:
                self._wrong("", f"row {number} does not exist{self._rows()}")

    def _all(self, said: Sequence[Any], left: Sequence[StoredRow]) -> Iterator[RowChange | None]:
        """Match a list with the rows: rows that were read by number, the others by order."""
        rows = {row.number: row for row in left}
        numbered = [each.number if isinstance(each, PropertyRow) else None for each in said]
        known = [number for number in numbered if number is not None]
        if len({*known}) != len(known) or not {*known} <= {*rows}:
            self._wrong("", f"the list has a row twice, or a row that does not exist{self._rows()}")
            return
        others = iter([row for number, row in rows.items() if number not in known])
        for place, (number, each) in enumerate(zip(numbered, said, strict=True), 1):
            row = rows[number] if number is not None else next(others, None)
            yield self._row(each, row, f"[{row.number if row else f'new row {place}'}]")
        unnamed = [str(row.number) for row in others]
        if unnamed:
            self._wrong("", f"the list leaves out row {', '.join(unnamed)}; to remove it, name it in remove_rows")

    def _row(self, said: Any, row: StoredRow | None, where: str) -> RowChange | None:
        if said is None or said is KEEP:
            return None
        if not isinstance(said, Mapping):
            self._wrong(where, f"expected a mapping of fields, not {type(said).__name__}")
            return None
        before = {} if row is None else row.texts
        fields: dict[str, str] = {}
        problems = len(self.problems)
        for key, value in said.items():
            name = str(key).upper()
            if name not in self._known.fields and value is not None and value == before.get(name):
                continue  # a row that was read, with the server's other attributes
            if value is None or value is KEEP:
                self._field(name, where)
            elif name in fields:
                self._wrong(f"{where}.{key}", "it is named twice, in different letter case")
            else:
                text = self._value(name, value, before.get(name, ""), where)
                if text is not None:
                    fields[name] = text
        if len(self.problems) > problems:
            return None  # the resulting row is unknown
        if row is None and not fields:
            if where:
                self._wrong(where, "a new row needs at least one value")
            return None
        if row is not None and not fields:
            return None
        self._check_whole(row, fields, where)
        action: Action = "add" if row is None else "update"
        number = 0 if row is None else row.number
        return RowChange(set_name=self._known.name, action=action, number=number, fields=fields, before=before)

    def _value(self, name: str, value: Any, stored: str, where: str) -> str | None:
        """Return the new text of a field; None if it does not change, or cannot have it."""
        field = self._field(name, where)
        if field is None:
            return None
        there = values.read(field, stored)
        if type(value) is type(there) and value == there:
            return None  # a value that was read
        try:
            text = values.said(field, value)
        except ValueError as exc:
            self._wrong(f"{where}.{name}", str(exc))
            return None
        if values.same(field, text, stored):
            return None
        options = self._known.options.get(name, ())
        if text and options and text not in options:
            self._wrong(f"{where}.{name}", f"{text!r} is not an option{nearest(text, options)}")
            return None
        return text

    def _field(self, name: str, where: str) -> PropertyField | None:
        fields = self._known.fields
        if name not in fields:
            self._wrong(where, f"unknown field {name!r}{nearest(name, [*fields])}")
        return fields.get(name)

    def _check_whole(self, row: StoredRow | None, fields: Mapping[str, str], where: str) -> None:
        before = {} if row is None else row.texts
        for name, field in self._known.fields.items():
            if field.required and not {**before, **fields}.get(name, "").strip():
                self._wrong(f"{where}.{name}", "the definition requires a value")
        doubtful = sorted((row.repaired if row else frozenset()) - fields.keys())
        if doubtful:
            told = "was returned with a character that XML does not allow, so it could not be kept"
            self._wrong(where, f"{', '.join(doubtful)} {told}")

    def _rows(self) -> str:
        numbers = ", ".join(map(str, self._stored))
        return f" (its rows are {numbers})" if numbers else " (it has no rows here)"

    def _wrong(self, where: str, why: str) -> None:
        self.problems.append(f"{self._known.name}{where}: {why}")


def whole(known: KnownSet | None, row: StoredRow, fields: Mapping[str, str]) -> dict[str, str]:
    """Return a whole row as it is sent: the changes, and the stored values of the rest.

    Args:
        known: the definition.
        row: the row as it is stored now.
        fields: the fields that change.
    """
    kinds = {} if known is None else known.fields
    kept = {name: values.resent(kinds.get(name), text) for name, text in row.texts.items()}
    return {**kept, **fields}


def nearest(name: str, names: Sequence[str]) -> str:
    """Suggest the nearest name, or list the names if none is near."""
    close = spelling.nearest(name, list(names), 1)
    if close:
        return f" (did you mean {close[0]}?)"
    return f" (there are {', '.join(names)})" if names and len(names) <= 12 else ""
