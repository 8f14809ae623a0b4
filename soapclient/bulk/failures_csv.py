"""The rows of a run that are not done, as a CSV that can be planned again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from .plan import PlannedRow
from .private_files import private
from .result import RowResult
from .rows import Token
from .target import Shape

# Columns whose names begin so are ignored when the file is read.
_NOTES: Final = ("#line", "#status", "#error")


def save_failures(failures: Callable[[], Iterator[tuple[PlannedRow, RowResult]]], shape: Shape, path: Path) -> int:
    """Write rows that are not as planned.

    Args:
        failures: gives each row and what became of it, as often as it is called.
        shape: which fields there are.
        path: the file.

    Returns:
        How many rows were written.
    """
    token = Token()
    used = {field for row, _ in failures() for field in row.moves} | {shape.key}
    fields = [field for field in shape.fields if field in used]
    keys = [shape.key] if shape.key and shape.key not in shape.fields else []
    count = 0
    with private(path) as stream:
        # A mark, by which spreadsheets know UTF-8 too.
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([*keys, *fields, *_NOTES])
        for row, result in failures():
            cells = [token.write(row.moves[field].after) if field in row.moves else "" for field in fields]
            writer.writerow([*([row.key] if keys else []), *cells, row.line, result.status, result.error or ""])
            count += 1
        text.flush()
        text.detach()
    return count
