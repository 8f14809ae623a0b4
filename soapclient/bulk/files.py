"""Files of rows: CSV and JSON Lines, read as a stream."""

from __future__ import annotations

import copy
import csv
import functools
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final

from ..errors import BulkError
from . import text
from .rows import TOKEN, Columns, Keys, Problem, Row, Token, cells_of, row
from .target import Shape
from .users import USERS

_DELIMITERS: Final = ",;\t|"
_MOST: Final = 20
_SEPARATOR: Final = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_JSON: Final = (".jsonl", ".ndjson", ".json")


class RowFile:
    """A CSV or JSON Lines file of rows, read anew by each iteration and never held.

    Args:
        path: the file.
        format: "csv" or "jsonl"; by default what its name ends in.
        encoding: by default found out: a byte order mark, UTF-16, UTF-8 or else Windows-1252.
        delimiter: what separates the cells of a CSV; by default found in its first line.
        columns: field by column, where the names are not the same, letter case and underscores aside.
        ignore: columns to leave out.
        clear: the text that clears a field.

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
        columns: Mapping[str, str] | None = None,
        ignore: Iterable[str] = (),
        clear: str = TOKEN,
    ) -> None:
        self.path = Path(path)
        if format not in (None, "csv", "jsonl"):
            raise BulkError(f"the format is csv or jsonl, not {format!r}")
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '\r\n"'):
            raise BulkError(f"the delimiter is one character, not {delimiter!r}")
        if not self.path.is_file():
            raise BulkError(f"{self.path} is no file")
        self.format = format or ("jsonl" if self.path.suffix.lower() in _JSON else "csv")
        self._delimiter = delimiter
        self._said = (dict(columns or {}), tuple(ignore))
        self._shape = USERS
        self._token = Token(clear)
        try:
            self.encoding = encoding or text.encoding_of(self.path)
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
        return count

    def _read(self) -> Iterator[Row | str]:
        keys = Keys(self._columns.shape)
        for number, (line, cells) in enumerate(self._records(), 1):
            try:
                if isinstance(cells, str):
                    raise Problem(cells)
                made = row(number, line, cells, self._token, self._columns.shape)
                keys.add(made.key, line)
            except Problem as problem:
                yield f"{self.path}: line {line}: {problem}"
            else:
                yield made

    def _records(self) -> Iterator[tuple[int, dict[str, Any] | str]]:
        lines = text.lines(self.path, self.encoding)
        try:
            yield from self._csv(_Lines(lines)) if self.format == "csv" else self._json(lines)
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

    def _csv(self, lines: _Lines) -> Iterator[tuple[int, dict[str, Any] | str]]:
        first = next(lines, "").removeprefix("\ufeff")
        said = _SEPARATOR.fullmatch(first)
        skipped = 0
        if said:
            first, skipped = next(lines, ""), 1
        delimiter = self._delimiter or (said[1] if said else _delimiter(first, self.path))
        reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
        header: list[str] = []
        fields: list[str | None] = []
        while True:
            line = reader.line_num + 1 + skipped
            try:
                record = next(reader, None)
            except csv.Error as exc:
                yield line, _told(exc)
                return
            if record is None:
                break
            if not any(cell.strip() for cell in record):
                continue
            if not header:
                header = [cell.strip() for cell in record]
                try:
                    fields = self._columns.of(header)
                except Problem as problem:
                    yield line, str(problem)
                    return
                continue
            wrong = _shape(record, header, lines.ended)
            yield line, wrong or {field: cell for field, cell in zip(fields, record, strict=False) if field}
        if not header:
            raise BulkError(f"{self.path} is empty: a line with the names of the columns is wanted")


class _Lines(Iterator[str]):
    """Lines, and whether the last one had an end."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.ended = True

    def __next__(self) -> str:
        line = next(self._lines)
        self.ended = line.endswith(("\n", "\r"))
        return line


def _shape(record: list[str], header: list[str], ended: bool) -> str | None:
    if len(record) > len(header):
        return f"{len(record)} cells where the first line names {len(header)} columns"
    if len(record) < len(header) and not ended:
        return f"the file ends within this row: {len(record)} cells of {len(header)} and no line end"
    return None


def _told(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "the file ends within a quoted cell"
    if "field limit" in str(error):
        return f"a cell has more than {csv.field_size_limit():,} characters: a quote is opened and not closed"
    return str(error)


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
