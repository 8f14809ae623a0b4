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
from typing import Any, Final, NamedTuple

from ..errors import BulkError
from . import text_file
from .csv_text import CsvLines, delimiter_of, told
from .rows import TOKEN, Columns, Keys, Problem, Row, Token, cells_of, row
from .skipped import NOTES, SkippedRows
from .target import USERS, Shape
from .workbook import Cell, Figure, Sheet

_MOST: Final = 20
_SEPARATOR: Final = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_SUFFIXES: Final = {
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), "jsonl"),
    **dict.fromkeys((".xlsx", ".xlsm"), "xlsx"),
    **dict.fromkeys((".xls", ".xlsb", ".ods", ".numbers"), ""),
}
_FORMATS: Final = ("csv", "jsonl", "xlsx")


# The line of a record, its cells by field or why it cannot be used, and what it says; None where that is not known.
_Record = tuple[int, dict[str, Any] | str, Sequence[Cell] | str | None]


class _Bad(NamedTuple):
    line: int
    told: str
    problem: str
    said: Sequence[Cell] | str | None


class RowFile:
    """A CSV, JSON Lines or XLSX file of rows, read again by each iteration and never kept in memory.

    Args:
        path: the file.
        format: "csv", "jsonl" or "xlsx"; by default the extension of its name.
        encoding: its encoding; by default detected: a byte order mark, UTF-16, UTF-8 or else Windows-1252.
        delimiter: the separator of the cells of a CSV; by default detected in its first line.
        sheet: the sheet of a workbook; by default the only visible one.
        columns: a mapping of column to field, for names that differ in more than letter case and underscores.
        ignore: the columns to leave out.
        clear: the text that clears a field.
        skip_errors: leave out rows that cannot be used, for `save_skipped`, rather than refuse the file.
        name: what to call the file in messages; by default its path.

    Attributes:
        skipped: the rows that were left out; complete after `check`.
        remarks: possible problems of the rows that were read last, which can be used anyway; complete after `check`.

    Raises:
        BulkError: the file does not exist, or the settings contradict each other.
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
        skip_errors: bool = False,
        name: str | None = None,
    ) -> None:
        self.path = Path(path)
        self.name = name or str(path)
        if format not in (None, *_FORMATS):
            raise BulkError(f"the format must be csv, jsonl or xlsx, not {format!r}")
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '\r\n"'):
            raise BulkError(f"the delimiter must be one character, not {delimiter!r}")
        if not self.path.is_file():
            raise BulkError(f"{self.name} is not a file")
        self.format = format or _SUFFIXES.get(self.path.suffix.lower(), "csv")
        if not self.format:
            raise BulkError(f"{self.path}: {self.path.suffix} files are not supported: save it as .xlsx or CSV")
        self.remarks: list[str] = []
        self._found: Counter[str] = Counter()
        self._delimiter = delimiter
        self._said = (dict(columns or {}), tuple(ignore))
        self._shape = USERS
        self._token = Token(clear)
        self._encoding = encoding
        self._skips = skip_errors
        self.skipped = SkippedRows(self._token)
        self._sheet: Sheet | None = None
        if self.format == "xlsx" and (encoding or delimiter):
            raise BulkError("a workbook takes neither an encoding nor a delimiter")
        if self.format != "xlsx" and sheet is not None:
            raise BulkError(f"{self.path} is not a workbook, so it has no sheet {sheet!r}")
        try:
            if self.format == "xlsx":
                self._sheet = Sheet(self.path, sheet)
                self.encoding = f"sheet {self._sheet.name}"
            else:
                self.encoding = encoding or text_file.encoding_of(self.path, self.name)
        except OSError as exc:
            raise BulkError(f"{self.name} cannot be read ({exc.strerror or exc})") from None

    def __iter__(self) -> Iterator[Row]:
        count = 0
        for each in self._read():
            if isinstance(each, Row):
                count += 1
                yield each
            elif not self._may_skip(each):
                raise BulkError(each.problem)
        if self._skips and count != self.count:
            raise BulkError(f"{self.name} changed while it was read: plan again")

    @functools.cached_property
    def _columns(self) -> Columns:
        return Columns(self._shape, *self._said)

    def of(self, shape: Shape) -> RowFile:
        """Return the same file for rows of another target."""
        other = copy.copy(self)
        other._shape = shape
        other.__dict__.pop("_columns", None)
        return other

    def check(self) -> int:
        """Read the whole file and return the number of its rows.

        Raises:
            BulkError: some rows cannot be used; `problems` has the first twenty, with their lines.
        """
        problems: list[str] = []
        count = 0
        self.skipped.clear()
        self._found.clear()
        for each in self._read():
            if isinstance(each, Row):
                count += 1
            elif self._may_skip(each):
                self.skipped.add(each.line, each.told, each.said or "", _MOST)
            elif self._skips:
                raise BulkError(f"{each.problem}; rows cannot be skipped here: mend the file", problems=(each.problem,))
            else:
                problems.append(each.problem)
                self._found["skippable" if each.said is not None else "unskippable"] += 1
                if len(problems) == _MOST:
                    break
        if problems:
            raise BulkError("; ".join(problems), problems=tuple(problems))
        self._found["rows"] = count
        return count

    def save_skipped(self, path: str | os.PathLike[str]) -> int:
        """Write the skipped rows to a new file, to fix and plan again; without skipped rows there is no file.

        They are in the format of this file (a CSV for a workbook), with their line and problem in columns that are
        ignored when the file is read.

        Args:
            path: the file; only its owner can read it.

        Returns:
            How many rows it has.

        Raises:
            BulkError: the file exists, or cannot be written.
        """
        return self.skipped.save(Path(path), as_json=self.format == "jsonl", encoding=self._encoding)

    def _may_skip(self, bad: _Bad) -> bool:
        return self._skips and bad.said is not None

    @property
    def skippable(self) -> bool:
        """Whether `check` found problems, all of them of rows that `skip_errors` would leave out."""
        return self._found["skippable"] > 0 and not self._found["unskippable"]

    @property
    def count(self) -> int:
        """The number of rows that `check` found last, also for the same file with another target."""
        return self._found["rows"]

    def _read(self) -> Iterator[Row | _Bad]:
        keys = Keys(self._columns.shape)
        self.remarks.clear()
        count = 0
        for line, cells, said in self._records():
            try:
                if isinstance(cells, str):
                    raise Problem(cells)
                made = row(count + 1, line, cells, self._token, self._columns.shape)
                keys.add(made.key, line)
            except Problem as problem:
                place = f"{'row' if self._sheet else 'line'} {line}"
                yield _Bad(line, f"{place}: {problem}", f"{self.name}: {place}: {problem}", said)
            else:
                count += 1
                yield made

    def _records(self) -> Iterator[_Record]:
        try:
            if self._sheet is not None:
                yield from self._table(self._sheet, self._sheet)
            elif self.format == "csv":
                yield from self._table(self._csv(CsvLines(text_file.lines(self.path, self.encoding, self.name))))
            else:
                yield from self._json(text_file.lines(self.path, self.encoding, self.name))
        except OSError as exc:
            raise BulkError(f"{self.name} cannot be read ({exc.strerror or exc})") from None

    def _json(self, lines: Iterator[str]) -> Iterator[_Record]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                found = json.loads(line.removeprefix("\ufeff"), object_pairs_hook=_once)
                yield number, cells_of(found, self._columns), line.removeprefix("\ufeff")
            except Problem as problem:
                yield number, str(problem), line.removeprefix("\ufeff")
            except RecursionError:
                yield number, "the JSON is nested too deeply", line
            except ValueError as exc:
                whole = "" if line.endswith("\n") else ", and the file ends in it"
                said = line.removeprefix("\ufeff") if line.endswith("\n") else None
                yield number, f"this is not a JSON object ({getattr(exc, 'msg', exc)}){whole}", said

    def _table(
        self, records: Iterable[tuple[int, Sequence[Cell] | str]], sheet: Sheet | None = None
    ) -> Iterator[_Record]:
        """Read records by the names in the first record that is not blank."""
        fields: list[str | None] = []
        figures: Counter[str] = Counter()
        for line, record in records:
            if isinstance(record, str):
                yield line, record, None
                if not fields:
                    return
            elif not any(not isinstance(cell, str) or cell.strip() for cell in record if cell is not None):
                continue
            elif not fields:
                try:
                    fields = self._fields(record, sheet)
                except Problem as problem:
                    yield line, str(problem), None
                    return
                key, kinds = self._shape.key, [field and self._shape.kind(field) for field in fields]
                texts = (place for place, kind in enumerate(kinds) if fields[place] and kind not in ("flag", "value"))
                self.skipped.begin(record, fields.index(key) if key else None, texts)
            elif len(record) > len(fields):
                yield line, f"{len(record)} cells, but the first line names {len(fields)} columns", record
            else:
                # Missing cells of a sheet are blank; a row of a CSV may be too short.
                blank = [None] * (len(fields) - len(record)) if sheet else []
                yield line, _cells(dict(zip(fields, [*record, *blank], strict=False)), figures), record
        if not fields:
            raise BulkError(f"{self.name} is empty: add a line with the names of the columns")
        if figures:
            found = ", ".join(f"{field} {count}" for field, count in sorted(figures.items()))
            self.remarks.append(
                f"{self.name}: cells that are numbers ({found}): leading zeros, or a +, are not in the "
                "workbook; format such columns as text"
            )
        for name, line, columns in sheet.merged if sheet else ():
            if any(fields[column - 1 : column] not in ([], [None]) for column in columns):
                yield (
                    line,
                    f"the cells {name} are merged, so only the first of them has a value: unmerge them",
                    None,
                )

    def _fields(self, record: Sequence[Cell], sheet: Sheet | None) -> list[str | None]:
        for cell in record:
            if isinstance(cell, Problem):
                raise cell
        fields = self._columns.of("" if cell is None else str(cell).strip() for cell in record)
        for column in sorted(sheet.hidden if sheet else ()):
            if fields[column - 1 : column] not in ([], [None]):
                raise Problem(f"the column {str(record[column - 1])[:60]!r} is hidden: show it, or ignore it by name")
        return fields

    def _csv(self, lines: CsvLines) -> Iterator[tuple[int, list[str] | str]]:
        first = next(lines, "").removeprefix("\ufeff")
        said = _SEPARATOR.fullmatch(first)
        skipped = 0
        if said:
            first, skipped = next(lines, ""), 1
        delimiter = self._delimiter or (said[1] if said else delimiter_of(first, self.name))
        self.skipped.delimiter = delimiter
        # Blanks after each delimiter of the first line do not belong to the next cell, in any line.
        blanks = 0 < first.count(delimiter) == first.count(f"{delimiter} ")
        reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True, skipinitialspace=blanks)
        most = 0
        while True:
            line = reader.line_num + 1 + skipped
            lines.size = 0
            try:
                record = next(reader, None)
            except csv.Error as exc:
                yield line, told(exc)
                return
            if record is None:
                if not lines.ended:
                    self.remarks.append(
                        f"{self.name} has no line end after its last row: the file may be cut off there"
                    )
                return
            filled = any(cell.strip() for cell in record)
            most = most or (filled and len(record))
            if filled and len(record) < most and not lines.ended:
                yield line, f"the file ends within this row: {len(record)} cells of {most} and no line end"
            else:
                yield line, record


def _cells(said: Mapping[str | None, Cell], figures: Counter[str]) -> dict[str, Any] | str:
    """Return the cells of a row by field, or why one cannot be used; count cells with numbers."""
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


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found and name not in NOTES:  # written in front of those of an earlier time
            raise Problem(f"{name[:60]!r} occurs twice")
        found[name] = value
    return found
