"""Read a sheet of an XLSX workbook row by row, with openpyxl.

A cell is used only if its text is unambiguous. Values that Excel displays differently from how it stores them (dates,
amounts), errors, hidden rows and columns, and merged cells are reported, not guessed.
"""

from __future__ import annotations

import contextlib
import math
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from ..errors import BulkError
from ..wire.redact import one_line
from .rows import Problem
from .workbook_parts import Runs, SheetRows, open_book, unescaped

# Limits of a workbook: text that is kept, and rows that are not; a cell has at most 32,767 characters.
MOST_HELD: Final = 2**27
MOST_ROWS: Final = 2**30
_LAST_ROW: Final = 2**20
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLAIN: Final = ("General", "@", "0")
_DIGITS: Final = 10**15
_MOST_NAMES: Final = 20  # sheets in a message
_NO_CHARACTERS: Final = frozenset("\0\ufffe\uffff")


class Figure(str):
    """The text of a number: a workbook does not store leading zeros, or a +, of the input."""


Cell = str | bool | Problem | None


class Sheet:
    """One sheet of a workbook, read again by each iteration.

    Args:
        path: the workbook.
        name: the sheet's name, in any letter case; by default the only visible sheet.

    Attributes:
        name: the sheet's name.
        hidden: the hidden columns, from 1, known after the first row.
        merged: the ranges of merged cells, known at the end: the name of each, its first row, its columns.

    Raises:
        BulkError: the file is not an XLSX workbook, or does not have this sheet.
    """

    def __init__(self, path: Path, name: str | None = None) -> None:
        self._path = path
        self.name = name
        self.hidden: set[int] = set()
        self.merged: list[tuple[str, int, range]] = []
        with self._opened() as (_, sheet):
            self.name = str(sheet.title)

    def __iter__(self) -> Iterator[tuple[int, list[Cell] | str]]:
        """Yield the number and the cells of each row, or why it cannot be used."""
        with self._opened() as (book, sheet), sheet._get_source() as source:
            found = SheetRows(book, sheet, source)
            cells = _Cells(sheet)
            last = 0
            for number, row in _quietly(iter(found)):
                if number <= last:
                    raise ValueError("its rows are not in order")
                if number > _LAST_ROW:
                    raise ValueError(f"it has more rows than Excel allows ({_LAST_ROW:,})")
                if not last:
                    self.hidden = _hidden(found.parser.column_dimensions)
                last = number
                said = cells.of(number, row)
                hidden = found.parser.row_dimensions.pop(str(number), {}).get("hidden") in ("1", "true")
                yield (
                    number,
                    "the row is hidden, perhaps by a filter: show it, or delete it" if hidden and said else said,
                )
            self.merged = [(each.coord, each.min_row, range(each.min_col, each.max_col + 1)) for each in found.merged]

    @contextlib.contextmanager
    def _opened(self) -> Iterator[tuple[Any, Any]]:
        try:
            import openpyxl  # noqa: F401 - whether it is there
        except ModuleNotFoundError as exc:
            if exc.name != "openpyxl":
                raise
            raise BulkError(
                f"{self._path} needs openpyxl to be read: install the extra with "
                "pip install 'inforouter-soapclient[xlsx]', or save it as CSV"
            ) from None
        try:
            with self._path.open("rb") as stream:
                _check(stream, self._path)
                with _silence():
                    book = open_book(stream)
                yield book, self._pick(book)
        except (BulkError, OSError):
            raise
        except Exception as exc:  # openpyxl raises any exception for a damaged workbook
            said = one_line(str(exc), 200)
            raise BulkError(f"{self._path} is damaged, or not a supported workbook ({said})") from None

    def _pick(self, book: Any) -> Any:
        sheets = {str(each.title): each for each in book.worksheets}
        if self.name is None:
            seen = [title for title, each in sheets.items() if each.sheet_state == "visible"]
            if len(seen) != 1:
                names = _shown(seen or [*sheets])
                told = f"name the sheet (--sheet): there are {names}" if names else "it has no sheet with rows"
                raise BulkError(f"{self._path}: {told}")
            return sheets[seen[0]]
        found = [each for title, each in sheets.items() if title.casefold() == self.name.casefold()]
        if not found:
            raise BulkError(f"{self._path} has no sheet {self.name!r}; there are {_shown([*sheets])}")
        return found[0]


class _Cells:
    """Convert the cells of openpyxl's parser to values."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._shown: dict[Any, str] = {}

    def of(self, number: int, found: list[dict[str, Any]]) -> list[Cell]:
        """Return the cells of a row, without blank ones at its end."""
        row: list[Cell] = []
        column = 0
        for cell in found:
            if cell["row"] != number or cell["column"] <= column:
                raise ValueError(f"the cells of row {number} are not in order")
            column = cell["column"]
            said = self._said(cell)
            if said is not None:
                row += [None] * (column - 1 - len(row))
                row.append(said)
        return row

    def _said(self, cell: dict[str, Any]) -> Cell:
        kind, value = cell["data_type"], cell["value"]
        if kind == "formula":
            return _problem(cell, "is a formula without a stored result: open the workbook in Excel and save it")
        if value is None or value == "":
            return None
        if kind == "n":
            return self._number(cell)
        if kind == "b":
            return bool(value)
        if kind == "e":
            return _problem(cell, f"is the error {value}")
        if kind == "s" and isinstance(value, str):
            return _text(cell, value)
        return _problem(cell, "is a date or a time: make it text, written as it is expected")

    def _number(self, cell: dict[str, Any]) -> Cell:
        value, shown = cell["value"], self._format(cell)
        text = format(value, ".15g")
        if shown not in _PLAIN or (shown == "0" and value != round(value)):
            return _problem(cell, f"is a number with another display text ({shown!r}): make it text")
        if abs(value) >= _DIGITS or not math.isfinite(value) or "e" in text:
            return _problem(cell, "is a number with more digits than Excel stores (15): make it text")
        return Figure(text)

    def _format(self, cell: dict[str, Any]) -> str:
        from openpyxl.cell.read_only import ReadOnlyCell

        style = cell["style_id"]
        if style not in self._shown:
            self._shown[style] = str(ReadOnlyCell(self._sheet, **cell).number_format)
        return self._shown[style]


def _text(cell: dict[str, Any], value: str) -> Cell:
    if "_x" not in value:
        return value
    units = (value if isinstance(value, Runs) else unescaped(value)).encode("utf-16-le", "surrogatepass")
    with contextlib.suppress(UnicodeDecodeError):
        said = units.decode("utf-16-le")
        if _NO_CHARACTERS.isdisjoint(said):
            return said
    return _problem(cell, "has an invalid character, or half of one: type it again")


def _shown(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(map(repr, names[:_MOST_NAMES])) + more


def _problem(cell: dict[str, Any], why: str) -> Problem:
    from openpyxl.utils import get_column_letter

    return Problem(f"cell {get_column_letter(cell['column'])}{cell['row']} {why}")


def _hidden(columns: dict[str, dict[str, str]]) -> set[int]:
    hidden: set[int] = set()
    for each in columns.values():
        if each.get("hidden") in ("1", "true"):
            hidden.update(range(int(each["min"]), min(int(each["max"]), 16384) + 1))
    return hidden


def _check(stream: BinaryIO, path: Path) -> None:
    if stream.read(len(_OLD)) == _OLD:
        raise BulkError(f"{path} has a password, or the old .xls format: save it as .xlsx without a password")
    if not zipfile.is_zipfile(stream):
        raise BulkError(f"{path} is not a complete XLSX workbook: is it a CSV with another name (--format csv)?")
    with zipfile.ZipFile(stream) as archive:
        rows = held = 0
        for part in archive.infolist():
            if part.filename.startswith("xl/worksheets/"):
                rows = max(rows, part.file_size)
            elif part.filename.endswith((".xml", ".rels")):
                held += part.file_size
        if rows > MOST_ROWS or held > MOST_HELD:
            raise BulkError(f"{path} unpacks to more than can be read: save it as a CSV, or as several workbooks")
    stream.seek(0)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Silence openpyxl about parts that it does not read, such as the colours of a sheet."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"openpyxl\.")
        yield


def _quietly(rows: Iterator[Any]) -> Iterator[Any]:
    while True:
        with _silence():
            row = next(rows, None)
        if row is None:
            return
        yield row
