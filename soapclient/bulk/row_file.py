"""Files of rows: CSV, JSON Lines and XLSX, read as a stream."""

from __future__ import annotations

import copy
import csv
import functools
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

from ..errors import BulkError
from ..wire.redact import one_line
from . import text_file
from .rows import TOKEN, Columns, Keys, Problem, Row, Token, cells_of, row
from .target import USERS, Shape
from .workbook import Cell, Figure, Sheet

_DELIMITERS: Final = ",;\t|"
_MOST: Final = 20
_LONGEST: Final = 2**22  # of a row; cells in quotes may have lines
_SEPARATOR: Final = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_SUFFIXES: Final = {
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), "jsonl"),
    **dict.fromkeys((".xlsx", ".xlsm"), "xlsx"),
    **dict.fromkeys((".xls", ".xlsb", ".ods", ".numbers"), ""),
}
_FORMATS: Final = ("csv", "jsonl", "xlsx")


class RowFile:
    """A CSV, JSON Lines or XLSX file of rows, read anew by each iteration and never held.

    Args:
        path: the file.
        format: "csv", "jsonl" or "xlsx"; by default what its name ends in.
        encoding: by default found out: a byte order mark, UTF-16, UTF-8 or else Windows-1252.
        delimiter: what separates the cells of a CSV; by default found in its first line.
        sheet: the sheet of a workbook; by default the only one that is not hidden.
        columns: field by column, where the names are not the same, letter case and underscores aside.
        ignore: columns to leave out.
        clear: the text that clears a field.

    Attributes:
        remarks: what may be wrong with the rows that were read last, though they can be used; full after `check`.

    Raises:
        BulkError: there is no such file, or the settings contradict each other.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        format: str | None = None,
        encoding: str | None = None,
        delimiter: str | None = None,
        sheet: str | None = None,
        columns: Mapping[str, str] | None = None,
        ignore: Iterable[str] = (),
        clear: str = TOKEN,
    ) -> None:
        self.path = Path(path)
        if format not in (None, *_FORMATS):
            raise BulkError(f"the format is csv, jsonl or xlsx, not {format!r}")
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '\r\n"'):
            raise BulkError(f"the delimiter is one character, not {delimiter!r}")
        if not self.path.is_file():
            raise BulkError(f"{self.path} is no file")
        self.format = format or _SUFFIXES.get(self.path.suffix.lower(), "csv")
        if not self.format:
            raise BulkError(f"{self.path}: {self.path.suffix} files are not read: save it as .xlsx or CSV")
        self.remarks: list[str] = []
        self._found: Counter[str] = Counter()
        self._delimiter = delimiter
        self._said = (dict(columns or {}), tuple(ignore))
        self._shape = USERS
        self._token = Token(clear)
        self._sheet: Sheet | None = None
        if self.format == "xlsx" and (encoding or delimiter):
            raise BulkError("a workbook has neither an encoding nor a delimiter to be given")
        if self.format != "xlsx" and sheet is not None:
            raise BulkError(f"{self.path} is no workbook, so it has no sheet {sheet!r}")
        try:
            if self.format == "xlsx":
                self._sheet = Sheet(self.path, sheet)
                self.encoding = f"sheet {self._sheet.name}"
            else:
                self.encoding = encoding or text_file.encoding_of(self.path)
        except OSError as exc:
            raise BulkError(f"{self.path} cannot be read ({exc.strerror or exc})") from None

    def __iter__(self) -> Iterator[Row]:
        for each in self._read():
            if not isinstance(each, Row):
                raise BulkError(each)
            yield each

    @functools.cached_property
    def _columns(self) -> Columns:
        return Columns(self._shape, *self._said)

    def of(self, shape: Shape) -> RowFile:
        """Return the same file, read as rows of another target."""
        other = copy.copy(self)
        other._shape = shape
        other.__dict__.pop("_columns", None)
        return other

    def check(self) -> int:
        """Read all of the file and return how many rows it has.

        Raises:
            BulkError: rows cannot be used; `problems` has the first twenty, with their lines.
        """
        problems: list[str] = []
        count = 0
        for each in self._read():
            if isinstance(each, Row):
                count += 1
            else:
                problems.append(each)
                if len(problems) == _MOST:
                    break
        if problems:
            raise BulkError("; ".join(problems), problems=tuple(problems))
        self._found["rows"] = count
        return count

    @property
    def count(self) -> int:
        """How many rows `check` found last, also that of the same file for another target."""
        return self._found["rows"]

    def _read(self) -> Iterator[Row | str]:
        keys = Keys(self._columns.shape)
        self.remarks.clear()
        for number, (line, cells) in enumerate(self._records(), 1):
            try:
                if isinstance(cells, str):
                    raise Problem(cells)
                made = row(number, line, cells, self._token, self._columns.shape)
                keys.add(made.key, line)
            except Problem as problem:
                yield f"{self.path}: {'row' if self._sheet else 'line'} {line}: {problem}"
            else:
                yield made

    def _records(self) -> Iterator[tuple[int, dict[str, Any] | str]]:
        try:
            if self._sheet is not None:
                yield from self._table(self._sheet, self._sheet)
            elif self.format == "csv":
                yield from self._table(self._csv(_Lines(text_file.lines(self.path, self.encoding))))
            else:
                yield from self._json(text_file.lines(self.path, self.encoding))
        except OSError as exc:
            raise BulkError(f"{self.path} cannot be read ({exc.strerror or exc})") from None

    def _json(self, lines: Iterator[str]) -> Iterator[tuple[int, dict[str, Any] | str]]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield number, cells_of(json.loads(line.removeprefix("\ufeff"), object_pairs_hook=_once), self._columns)
            except Problem as problem:
                yield number, str(problem)
            except RecursionError:
                yield number, "the JSON is too deep"
            except ValueError as exc:
                whole = "" if line.endswith("\n") else ", and the file ends in it"
                yield number, f"this is no JSON object ({getattr(exc, 'msg', exc)}){whole}"

    def _table(
        self, records: Iterable[tuple[int, Sequence[Cell] | str]], sheet: Sheet | None = None
    ) -> Iterator[tuple[int, dict[str, Any] | str]]:
        """Read records by the names in the first of them that is not blank."""
        fields: list[str | None] = []
        figures: Counter[str] = Counter()
        for line, record in records:
            if isinstance(record, str):
                yield line, record
                if not fields:
                    return
            elif not any(not isinstance(cell, str) or cell.strip() for cell in record if cell is not None):
                continue
            elif not fields:
                try:
                    fields = self._fields(record, sheet)
                except Problem as problem:
                    yield line, str(problem)
                    return
            elif len(record) > len(fields):
                yield line, f"{len(record)} cells where the first line names {len(fields)} columns"
            else:
                # What a sheet does not have is blank; a CSV's row may be short.
                blank = [None] * (len(fields) - len(record)) if sheet else []
                yield line, _cells(dict(zip(fields, [*record, *blank], strict=False)), figures)
        if not fields:
            raise BulkError(f"{self.path} is empty: a line with the names of the columns is wanted")
        if figures:
            found = ", ".join(f"{field} {count}" for field, count in sorted(figures.items()))
            self.remarks.append(
                f"{self.path}: cells that are numbers ({found}): zeros at their start, or a +, are not in the "
                "workbook; format such columns as text"
            )
        for name, line, columns in sheet.merged if sheet else ():
            if any(fields[column - 1 : column] not in ([], [None]) for column in columns):
                yield line, f"the cells {name} are merged, so that only the first of them has a value: unmerge them"

    def _fields(self, record: Sequence[Cell], sheet: Sheet | None) -> list[str | None]:
        for cell in record:
            if isinstance(cell, Problem):
                raise cell
        fields = self._columns.of("" if cell is None else str(cell).strip() for cell in record)
        for column in sorted(sheet.hidden if sheet else ()):
            if fields[column - 1 : column] not in ([], [None]):
                raise Problem(f"the column {str(record[column - 1])[:60]!r} is hidden: show it, or ignore it by name")
        return fields

    def _csv(self, lines: _Lines) -> Iterator[tuple[int, list[str] | str]]:
        first = next(lines, "").removeprefix("\ufeff")
        said = _SEPARATOR.fullmatch(first)
        skipped = 0
        if said:
            first, skipped = next(lines, ""), 1
        delimiter = self._delimiter or (said[1] if said else _delimiter(first, self.path))
        # Blanks after each delimiter of the first line are no part of what follows, in no line.
        blanks = 0 < first.count(delimiter) == first.count(f"{delimiter} ")
        reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True, skipinitialspace=blanks)
        most = 0
        while True:
            line = reader.line_num + 1 + skipped
            lines.size = 0
            try:
                record = next(reader, None)
            except csv.Error as exc:
                yield line, _told(exc)
                return
            if record is None:
                if not lines.ended:
                    self.remarks.append(
                        f"{self.path} has no line end after its last row: if it was cut off, so is that"
                    )
                return
            filled = any(cell.strip() for cell in record)
            most = most or (filled and len(record))
            if filled and len(record) < most and not lines.ended:
                yield line, f"the file ends within this row: {len(record)} cells of {most} and no line end"
            else:
                yield line, record


class _Lines(Iterator[str]):
    """Lines, whether the last one had an end, and how many characters the row has so far."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.ended = True
        self.size = 0

    def __next__(self) -> str:
        line = next(self._lines)
        self.size += len(line)
        if self.size > _LONGEST:
            raise csv.Error("row limit")
        self.ended = line.endswith(("\n", "\r"))
        return line


def _cells(said: Mapping[str | None, Cell], figures: Counter[str]) -> dict[str, Any] | str:
    """Return the cells of a row by field, or why one cannot be used; numbers are counted."""
    cells: dict[str, Any] = {}
    for field, cell in said.items():
        if field is None:
            continue
        if isinstance(cell, Problem):
            return str(cell)
        if isinstance(cell, Figure) and cell not in ("0", "1"):
            figures[field] += 1
        cells[field] = str(cell) if isinstance(cell, Figure) else cell
    return cells


def _told(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "the file ends within a quoted cell"
    if "field limit" in str(error):
        return f"a cell has more than {csv.field_size_limit():,} characters: a quote is opened and not closed"
    if "row limit" in str(error):
        return f"a row has more than {_LONGEST:,} characters: a quote is opened and not closed"
    if "new-line character" in str(error):
        return "lines end in carriage returns alone: save the file with the usual line ends"
    if "expected after" in str(error):
        return "text follows the closing quote of a cell"
    return one_line(str(error))


def _delimiter(header: str, path: Path) -> str:
    """Find what separates the names of the columns: what is there most often, outside of quotes."""
    bare = re.sub(r'"(?:[^"]|"")*"', "", header)
    counts = sorted(((bare.count(each), each) for each in _DELIMITERS), reverse=True)
    if counts[0][0] and counts[0][0] == counts[1][0]:
        raise BulkError(
            f"{path}: the first line does not tell whether {counts[0][1]!r} or {counts[1][1]!r} separates cells"
        )
    return counts[0][1] if counts[0][0] else ","


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Problem(f"{name[:60]!r} is there twice")
        found[name] = value
    return found
