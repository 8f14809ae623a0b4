"""Rows of an input that cannot be used, kept with their problems, to write in the input's format and fix."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from ..errors import BulkError
from .csv_text import DELIMITERS
from .private_files import Spool, dump, private
from .rows import Problem, Token
from .workbook import Cell

# Columns whose names begin so are ignored when the file is read again; they come first, since a row may have too many
# cells.
NOTES: Final = ("#line", "#problem")
_FORMER: Final = re.compile(r'\{\s*"#line"\s*:\s*\d+\s*,\s*"#problem"\s*:\s*"(?:[^"\\]|\\.)*"\s*(,|(?=\}))')
_UTF8: Final = "utf-8-sig"  # with a byte order mark, so the encoding is clear


class SkippedRows:
    """Rows that cannot be used, unchanged from the input.

    Args:
        token: the text that clears a field.

    Attributes:
        header: the names of the columns.
        delimiter: what separates the cells of the input, or is to separate them.
        problems: the first problems, with their lines.
    """

    def __init__(self, token: Token) -> None:
        self._token = token
        self.header: list[str] = []
        self.delimiter = ","
        self.problems: list[str] = []
        self._key: int | None = None
        self._texts: frozenset[int] = frozenset()
        self._spool: Spool | None = None
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def clear(self) -> None:
        """Forget all rows."""
        if self._spool is not None:
            self._spool.close()
        self._spool = None
        self._count = 0
        self.problems.clear()

    def begin(self, header: Sequence[Cell], key: int | None, texts: Iterable[int]) -> None:
        """Note the names of the columns.

        Args:
            header: the names.
            key: the place of the key among them, if there is one.
            texts: the places of those in which TRUE and FALSE of a workbook cannot be used.
        """
        self.header = [_plain(cell) for cell in header]
        self._key = key
        self._texts = frozenset(texts)

    def add(self, line: int, problem: str, said: Sequence[Cell] | str, most: int) -> None:
        """Store a row.

        Args:
            line: its line.
            problem: why it cannot be used.
            said: its cells, or the text of its line.
            most: how many problems to keep in memory.

        Raises:
            BulkError: there is no room for it.
        """
        if self._spool is None:
            self._spool = Spool()
        self._count += 1
        if len(self.problems) < most:
            self.problems.append(problem)
        raw = said if isinstance(said, str) else [self._cell(place, cell) for place, cell in enumerate(said)]
        self._spool.add(dump([line, problem, raw]))

    def save(self, path: Path, *, as_json: bool, encoding: str | None) -> int:
        """Write the rows to a new file that only its owner can read; without rows there is no file.

        Args:
            path: the file.
            as_json: whether the input is JSON Lines; otherwise it is written as a CSV.
            encoding: the encoding that was given for the input, if any.

        Returns:
            How many rows it has.

        Raises:
            BulkError: the file exists, or cannot be written.
        """
        if not self._count:
            return 0
        with private(path, new=True) as stream:
            codec = _codec(encoding, as_json)
            text = io.TextIOWrapper(stream, encoding=codec, errors="strict", newline="")
            try:
                text.write("\ufeff" if codec.endswith(("-le", "-be")) else "")
                (self._write_json if as_json else self._write_csv)(text)
                text.flush()
            except UnicodeEncodeError as exc:
                raise BulkError(
                    f"{path}: {exc.object[exc.start : exc.end]!r} cannot be written in {encoding}"
                ) from None
            text.detach()
        return self._count

    def __iter__(self) -> Iterator[tuple[int, str, Any]]:
        for line in self._spool or ():
            number, problem, raw = json.loads(line)
            yield number, problem, raw

    def _write_json(self, text: io.TextIOWrapper) -> None:
        for number, problem, raw in self:
            line = raw.strip("\r\n")
            if line.lstrip().startswith("{"):
                # As text: a line that is not JSON, or has a name twice, stays unchanged.
                line = _FORMER.sub("{", line.lstrip(), count=1)
                rest = line[1:].lstrip()
                notes = json.dumps(dict(zip(NOTES, (number, problem), strict=True)))
                line = f"{notes[:-1]}{'' if rest.startswith('}') else ', '}{rest}"
            text.write(f"{line}\n")

    def _write_csv(self, text: io.TextIOWrapper) -> None:
        old = {place for place, name in enumerate(self.header) if name in NOTES}
        names = [*NOTES, *(name for place, name in enumerate(self.header) if place not in old)]
        quoting: Any = (
            csv.QUOTE_ALL if any(each in name for name in names for each in DELIMITERS) else csv.QUOTE_MINIMAL
        )
        csv.writer(text, delimiter=self.delimiter, quoting=quoting).writerow(names)
        writer = csv.writer(text, delimiter=self.delimiter)
        for number, problem, raw in self:
            told = problem.encode(text.encoding, "backslashreplace").decode(text.encoding)
            writer.writerow([number, told, *(cell for place, cell in enumerate(raw) if place not in old)])

    def _cell(self, place: int, cell: Cell) -> str:
        """Write a cell; an unusable cell stays unusable."""
        if not isinstance(cell, Problem) and not (isinstance(cell, bool) and place in self._texts):
            return _plain(cell)
        return "" if place == self._key else f"{self._token.text[0]}? {_plain(cell)}"


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


def _codec(encoding: str | None, as_json: bool) -> str:
    name = (encoding or "utf-8").lower().replace("_", "-")
    if name in ("utf-8", "utf8", _UTF8):
        return "utf-8" if as_json else _UTF8
    return name
