"""The text of a CSV: its lines, its delimiter, and messages for the errors of `csv`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Final

from ..errors import BulkError
from ..wire.redact import one_line

DELIMITERS: Final = ",;\t|"
_LONGEST: Final = 2**22  # characters of a row; quoted cells may span lines


class CsvLines(Iterator[str]):
    """Lines of a CSV, whether the last one had an end, and the number of characters of the row so far."""

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


def told(error: csv.Error) -> str:
    """Return why csv cannot read a row."""
    if "unexpected end" in str(error):
        return "the file ends within a quoted cell"
    if "field limit" in str(error):
        return f"a cell has more than {csv.field_size_limit():,} characters: a quote is not closed"
    if "row limit" in str(error):
        return f"a row has more than {_LONGEST:,} characters: a quote is not closed"
    if "new-line character" in str(error):
        return "lines end in carriage returns only: save the file with the usual line ends"
    if "expected after" in str(error):
        return "text follows the closing quote of a cell"
    return one_line(str(error))


def delimiter_of(header: str, name: str) -> str:
    """Find the separator of the column names: the most frequent candidate outside quotes.

    Args:
        header: the first line.
        name: the name of the file in messages.

    Raises:
        BulkError: two candidates are equally frequent.
    """
    bare = re.sub(r'"(?:[^"]|"")*"', "", header)
    counts = sorted(((bare.count(each), each) for each in DELIMITERS), reverse=True)
    if counts[0][0] and counts[0][0] == counts[1][0]:
        raise BulkError(
            f"{name}: the first line does not show whether {counts[0][1]!r} or {counts[1][1]!r} separates cells"
        )
    return counts[0][1] if counts[0][0] else ","
