"""Export the rows of a run that are not done, as a CSV that can be planned again.

Values are written unchanged. A spreadsheet treats some of them as formulas, so a column of notes names these cells of
a row.
"""

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

# Columns whose names begin with this are ignored when the file is read.
_NOTES: Final = ("#line", "#status", "#error")
_FORMULAS: Final = "#formula"
# The first characters of formulas, also full-width, and the white space that a spreadsheet drops before them.
_BEGINNINGS: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def save_failures(failures: Callable[[], Iterator[tuple[PlannedRow, RowResult]]], shape: Shape, path: Path) -> int:
    """Write the rows that are not as planned.

    Args:
        failures: returns each row and its state; may be called several times.
        shape: the columns of the rows.
        path: the file.

    Returns:
        The number of rows written.
    """
    token = Token()
    used = {shape.key}
    formulas = False
    for row, result in failures():
        used |= row.moves.keys()
        said = (row.key, result.error or "", *(token.write(move.after) for move in row.moves.values()))
        formulas = formulas or any(map(_is_formula, said))
    fields = [field for field in shape.fields if field in used]
    fields += sorted(field for field in used if "." in field and field not in shape.fields)
    keys = [shape.key] if shape.key and shape.key not in shape.fields else []
    count = 0
    with private(path) as stream:
        # With a byte order mark, by which spreadsheets recognise UTF-8.
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        names = [*keys, *fields, *_NOTES]
        writer.writerow([*names, _FORMULAS] if formulas else names)
        for row, result in failures():
            cells = [token.write(row.moves[field].after) if field in row.moves else "" for field in fields]
            record = [*([row.key] if keys else []), *cells, row.line, result.status, result.error or ""]
            if formulas:
                found = (name for name, cell in zip(names, record, strict=True) if _is_formula(cell))
                record.append(", ".join(found))
            writer.writerow(record)
            count += 1
        text.flush()
        text.detach()
    return count


def _is_formula(cell: object) -> bool:
    """Return whether a spreadsheet would treat a cell as a formula."""
    return str(cell).startswith(_BEGINNINGS)
