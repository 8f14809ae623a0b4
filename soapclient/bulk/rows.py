"""Rows of an input: their keys, and the fields to set, clear or keep.

A blank or missing cell and a JSON null keep a field. The token `!clear` clears it. A cell that begins with the token's
first character twice is literal, without the first of them: `!!clear` is the text `!clear`.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from ..errors import BulkError
from ..values import CLEAR, KEEP
from .target import Kind, Shape, Value, flag, folded

TOKEN: Final = "!clear"  # noqa: S105 - no secret
MOST_ROWS: Final = 2_000_000


class Problem(Exception):
    """A row cannot be used; the text says why."""


@attrs.frozen(kw_only=True)
class Row:
    """One row of an input.

    Attributes:
        number: its position among the rows, from 1.
        line: the line of the file where it begins; for other inputs its number.
        key: the value of its key column.
        set: the fields to change and their values; an empty string clears.
        keep: the fields that the input has and this row leaves alone.
    """

    number: int
    line: int
    key: str
    set: Mapping[str, Value]
    keep: tuple[str, ...] = ()


class Token:
    """The text that clears a field.

    Args:
        text: the text; its first character, doubled, begins a literal value.

    Raises:
        BulkError: it begins with a letter, a digit or a blank, like ordinary values.
    """

    def __init__(self, text: str = TOKEN) -> None:
        if len(text) < 2 or text[0].isalnum() or text[0].isspace() or text[0] == text[1]:
            raise BulkError(f"the clear token must begin with one punctuation mark, as {TOKEN} does, not {text!r}")
        self.text = text
        self._mark = text[0]

    def read(self, cell: str) -> str | None:
        """Return the value of a cell: None to keep, an empty string to clear.

        Raises:
            Problem: it begins like the token but is another text.
        """
        if not cell.strip():
            return None
        if cell.strip().casefold() == self.text.casefold():
            return ""
        if cell.startswith(self._mark * 2) or (cell[1:] and cell[0] == self._mark and not cell[1:].strip()):
            return cell[1:]
        if cell.startswith(self._mark):
            said = self._mark + cell[:40]
            said = said if said.isprintable() else repr(said)
            raise Problem(f"{cell[:40]!r} begins like {self.text} but is another text; write {said} for this text")
        return cell

    def write(self, value: Value) -> str:
        """Write a value as a cell that `read` reads as this value."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if value == "":
            return self.text
        return self._mark + value if value.startswith(self._mark) or not value.strip() else value


class Columns:
    """The field of each column.

    Args:
        shape: the columns of the target.
        mapping: field by column, for names that differ.
        ignore: the columns to leave out.

    Raises:
        BulkError: a column is mapped to an unknown field.
    """

    def __init__(self, shape: Shape, mapping: Mapping[str, str] | None = None, ignore: Iterable[str] = ()) -> None:
        self.shape = shape
        self._known = {folded(field): field for field in (shape.key, *shape.fields) if field}
        self._dotted: dict[str, str] = {}
        self._barred = {folded(name): why for name, why in shape.barred.items()}
        self._ignored = {folded(column) for column in ignore}
        self._mapped: dict[str, str] = {}
        for column, name in (mapping or {}).items():
            if folded(column) in self._ignored:
                raise BulkError(f"column {column!r} is both mapped and ignored")
            try:
                found = self._field(name)
            except Problem as problem:
                raise BulkError(f"column {column!r} is mapped to {name!r}: {problem}") from None
            if found is None:
                raise BulkError(f"column {column!r} is mapped to {name!r}, which is not a field{self._hint(name)}")
            field = found
            if self._mapped.setdefault(folded(column), field) != field:
                raise BulkError(f"column {column!r} is mapped to two fields")

    def field(self, column: str) -> str | None:
        """Return the field of a column; None for an ignored column.

        Raises:
            Problem: the column is not a field.
        """
        name = folded(column)
        if name in self._ignored or (column.startswith("#") and name not in self._mapped):
            return None
        found = self._mapped.get(name) or self._field(column)
        if found is None and name in self._barred:
            raise Problem(f"column {column[:60]!r} is {self._barred[name]}; ignore it by name")
        if found is None:
            raise Problem(f"column {column[:60]!r} is not a field{self._hint(column)}; map it or ignore it by name")
        return found

    def of(self, columns: Iterable[str]) -> list[str | None]:
        """Return the fields of all columns of a file, in order.

        Raises:
            Problem: a column is not a field, two columns are the same field, or a mapped column or the key is missing.
        """
        names = list(columns)
        found = [self.field(column) for column in names]
        for field in {*found} - {None}:
            if found.count(field) > 1:
                raise Problem(f"two columns mean the field {field}")
        missing = self._mapped.keys() - {folded(column) for column in names}
        if missing:
            raise Problem(f"the mapped column {sorted(missing)[0]!r} is missing")
        if self.shape.key and self.shape.key not in found:
            raise Problem(f"the column {self.shape.key} ({self.shape.what}) is missing: add it, or map a column to it")
        return found

    def _field(self, column: str) -> str | None:
        """Return the field with this name in any letter case; a field in two parts is looked up once.

        Raises:
            Problem: the field in two parts does not exist.
        """
        found = self._known.get(folded(column))
        if found is None and "." in column and self.shape.resolve is not None:
            if column not in self._dotted:
                try:
                    self._dotted[column] = self.shape.resolve(column)
                except ValueError as exc:
                    raise Problem(f"column {column[:60]!r} is not a field: {exc}") from None
            found = self._dotted[column]
        return found

    def _hint(self, name: str) -> str:
        close = difflib.get_close_matches(folded(name), self._known, n=1)
        return (
            f" (did you mean {self._known[close[0]]}?)"
            if close
            else f" (the fields are {', '.join(self.shape.fields)})"
        )


class Keys:
    """The keys so far, as hashes, to find a second row with the same key without keeping the rows.

    Args:
        shape: the columns of the target, one of them the key, if any.
    """

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._lines: dict[bytes, int] = {}
        self._count = 0

    def add(self, key: str, line: int) -> None:
        """Note a key.

        Raises:
            Problem: an earlier row has the key, letter case aside.
            BulkError: there are more rows than one run can have.
        """
        self._count += 1
        if self._count > MOST_ROWS:
            raise BulkError(f"there are more than {MOST_ROWS:,} rows: split them into several files and runs")
        if not self._shape.key:
            return
        digest = hashlib.blake2b(key.casefold().encode("utf-8", "surrogatepass"), digest_size=10).digest()
        first = self._lines.setdefault(digest, line)
        if first != line:
            raise Problem(f"the {self._shape.what} {key[:60]!r} is already on line {first}")


def row(number: int, line: int, cells: Mapping[str, Any], token: Token, shape: Shape) -> Row:
    """Build a row from its cells.

    Args:
        number: its position.
        line: its line.
        cells: the cell of each field: text, a bool for a flag, `CLEAR`, `KEEP` or None.
        token: the text that clears a field.
        shape: which fields there are.

    Raises:
        Problem: the key is blank, or a cell has another type.
    """
    said: dict[str, Value] = {}
    keep = []
    for field, cell in cells.items():
        if field == shape.key and field not in shape.fields:
            continue
        try:
            value = _value(shape.kind(field) or "text", cell, token)
        except Problem as problem:
            raise Problem(f"{field}: {problem}") from None
        if value is None:
            keep.append(field)
        else:
            said[field] = value
    key = _key(number, cells, said, shape)
    return Row(number=number, line=line, key=key, set=said, keep=tuple(keep))


def _key(number: int, cells: Mapping[str, Any], said: Mapping[str, Value], shape: Shape) -> str:
    if not shape.key:
        return str(number)
    key = said.get(shape.key) if shape.key in shape.fields else cells.get(shape.key)
    if shape.numbered and isinstance(key, int) and not isinstance(key, bool):
        return str(key)
    if isinstance(key, str) and key.strip():
        return _whole(key).strip()
    raise Problem(f"the {shape.what} is {'blank' if key is None or isinstance(key, str) else 'not a text'}")


def _whole(text: str) -> str:
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise Problem(f"{text[:40]!r} has half a character in it")
    return text


def _value(kind: Kind, cell: Any, token: Token) -> Value | None:
    if cell is None or cell is KEEP:
        return None
    if cell is CLEAR:
        return ""
    if isinstance(cell, bool) and kind == "flag":
        return cell
    if isinstance(cell, int) and not isinstance(cell, bool) and kind in ("number", "value"):
        return str(cell)
    if isinstance(cell, bool) and kind == "value":
        return "true" if cell else "false"
    if not isinstance(cell, str):
        raise Problem(
            f"{type(cell).__name__} where text is expected" + ("" if isinstance(cell, bool) else ": quote it")
        )
    value = token.read(_whole(cell))
    if not value or kind != "flag":
        return value
    state = flag(value)
    if state is None:
        raise Problem(f"{cell[:40]!r} is neither true nor false")
    return state


def from_mappings(found: Iterable[Mapping[str, Any] | Row], columns: Columns, token: Token) -> Iterator[Row]:
    """Read rows from mappings of fields to values one by one; a `Row` gets its position among these.

    Raises:
        BulkError: a row cannot be used; its number is in the message.
    """
    keys = Keys(columns.shape)
    for number, each in enumerate(found, 1):
        try:
            if isinstance(each, Row):
                if not all(map(columns.shape.kind, each.set)):
                    raise BulkError(f"row {number} is not a row of {columns.shape.name}")
                made = attrs.evolve(each, number=number, key=each.key if columns.shape.key else str(number))
            else:
                made = row(number, number, cells_of(each, columns), token, columns.shape)
            keys.add(made.key, number)
        except Problem as problem:
            raise BulkError(f"row {number}: {problem}") from None
        yield made


def cells_of(found: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    """Return the values of a mapping, by field.

    Raises:
        Problem: it is not a mapping, or a name is not a field.
    """
    if not isinstance(found, Mapping):
        raise Problem(f"a {type(found).__name__} where an object of fields is expected")
    cells: dict[str, Any] = {}
    for column, cell in found.items():
        field = columns.field(str(column))
        if field in cells:
            raise Problem(f"two names mean the field {field}")
        if field is not None:
            cells[field] = cell
    return cells
