"""Read the parts of an XLSX workbook piece by piece, with a limit for everything that a small file can unpack to.

openpyxl interprets the pieces. Everything that it would keep, or look at, without a limit is counted here first.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

# For a part that is kept as a whole: Excel has at most 65,490 formats, of three tags each.
MOST_TAGS: Final = 2**18
# Inside one row or text: Excel has 16,384 columns.
MOST_IN_ONE: Final = 2**18
# Blank cells, blank rows and other elements, besides those that have a value.
MOST_BLANK: Final = 2**21
MOST_TEXTS: Final = 2**22
# If they are packed to less than a hundredth, which different texts cannot be.
MOST_ALIKE: Final = 2**17
_PACKED: Final = 100
MOST_MERGED: Final = 2**16
_FOR_A_VALUE: Final = 64
_DEEPEST: Final = 64
_LONGEST: Final = 2**18
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")


class TooMuch(Exception):
    """A workbook unpacks to more than rows need; not a ValueError, because openpyxl would hide its reason."""


class Runs(str):
    """A text of several runs with escapes decoded in each run; an escape does not span runs."""

    __slots__ = ()


class SheetRows:
    """The rows of a sheet, one by one.

    Args:
        book: the workbook.
        sheet: one of its sheets.
        stream: the sheet's part.

    Attributes:
        parser: openpyxl's parser, which has the columns and the row that was read last.
        merged: the ranges of merged cells so far.
    """

    def __init__(self, book: Any, sheet: Any, stream: Any) -> None:
        from openpyxl.worksheet._reader import WorkSheetParser

        # The reader of openpyxl's read-only sheets, which leave out hidden and merged cells, and formulas.
        parser: Any = WorkSheetParser(
            stream,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        parser.parse_cell = _with_more(parser.parse_cell)
        self.parser = parser
        self.merged: list[Any] = []

    def __iter__(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        from openpyxl.worksheet._reader import COL_TAG, ROW_TAG
        from openpyxl.worksheet.cell_range import CellRange
        from openpyxl.xml.constants import SHEET_MAIN_NS

        spent = values = 0
        for element, count in _pieces(self.parser.source, 2):
            spent += count
            if element.tag == ROW_TAG:
                number, cells = self.parser.parse_row(element)
                values += sum(cell["value"] is not None for cell in cells)
                yield number, cells
            elif element.tag == COL_TAG:
                self.parser.parse_column_dimensions(element)
            elif element.tag == f"{{{SHEET_MAIN_NS}}}mergeCell":
                self.merged.append(CellRange(element.get("ref")))
                if len(self.merged) > MOST_MERGED:
                    raise TooMuch(f"it has more than {MOST_MERGED:,} merged cells")
            if spent > MOST_BLANK + _FOR_A_VALUE * values:
                raise TooMuch(f"it has more than {MOST_BLANK:,} blank cells, blank rows and items without a value")


def open_book(stream: BinaryIO) -> Any:
    """Open a workbook like `openpyxl.load_workbook`, which drops letters, but with unchanged shared texts."""
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles import cell_style
    from openpyxl.xml.constants import SHARED_STRINGS

    vars(cell_style)["print"] = _unheard  # it prints the missing styles of a damaged workbook on standard output
    reader: Any = ExcelReader(stream, read_only=True, data_only=True, keep_links=False)
    reader.archive = _Archive(stream)

    def read_strings() -> None:
        part = reader.package.find(SHARED_STRINGS)
        if part is not None:
            info = reader.archive.getinfo(part.PartName[1:])
            packed = min(info.compress_size, stream.seek(0, os.SEEK_END))
            with reader.archive.part(info) as source:
                most = MOST_TEXTS if info.file_size <= _PACKED * packed else MOST_ALIKE
                reader.shared_strings = list(_texts(source, most))

    reader.read_strings = read_strings
    reader.read_properties = reader.read_custom = reader.read_theme = lambda: None
    reader.read()
    reader.archive.opening = False
    return reader.wb


def _unheard(*_: Any) -> None:
    """Print nothing."""


class _Archive(zipfile.ZipFile):
    """An archive that refuses to read a too large part as a whole.

    Attributes:
        opening: whether openpyxl is opening the workbook. It then looks for the declared size of each sheet, and keeps
            everything before it, to the end of a sheet without one. Nothing here needs that.
    """

    opening = True

    def open(self, *args: Any, **options: Any) -> Any:
        """Open a part; an empty sheet while the workbook is being opened."""
        return io.BytesIO(b"<worksheet/>") if self.opening else super().open(*args, **options)

    def part(self, name: str | zipfile.ZipInfo) -> Any:
        """Open a part unchanged."""
        return super().open(name)

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """Read a part that is kept as a whole."""
        with self.part(name) as part:
            data: bytes = part.read()
        if data.count(b"<") > MOST_TAGS:
            raise TooMuch(f"{getattr(name, 'filename', name)} has more than {MOST_TAGS:,} tags")
        return data


def _texts(stream: Any, most: int) -> Iterator[str]:
    """Read the shared texts; refuse more than a workbook may have."""
    from openpyxl.xml.constants import SHEET_MAIN_NS

    spent = found = 0
    for element, count in _pieces(stream, 1):
        spent += count
        if element.tag == f"{{{SHEET_MAIN_NS}}}si":
            found += 1
            yield _joined(element)
        if found > most or spent > MOST_BLANK + _FOR_A_VALUE * found:
            raise TooMuch(f"it has more than {most:,} texts, or other elements among them")


def _pieces(stream: Any, depth: int) -> Iterator[tuple[Any, int]]:
    """Read the elements of a part down to a depth, each with its content, and drop them.

    Returns:
        Each element at its end, with the number of elements that started since the one before.
    """
    from openpyxl.xml.functions import iterparse

    around: list[Any] = []
    count = 0
    for event, element in iterparse(_Bounded(stream), ("start", "end")):
        if event == "start":
            around.append(element)
            count += 1
            if count > MOST_IN_ONE or len(around) > _DEEPEST:
                raise TooMuch("a row or text has more in it than Excel allows")
            continue
        around.pop()
        if len(around) <= depth:
            yield element, count
            count = 0
            if around:
                around[-1].clear()


class _Bounded:
    """A part of a workbook with a limit for the length of each text."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._text = 0

    def read(self, size: int = -1) -> bytes:
        """Read some of it."""
        data: bytes = self._stream.read(size)
        place = data.rfind(b"<")
        self._text = self._text + len(data) if place < 0 else len(data) - place
        if self._text > _LONGEST:
            raise TooMuch("a cell has more characters than Excel allows")
        return data


def _with_more(parse: Any) -> Any:
    """Mark formulas without a result and the runs of a text, to tell them from blank cells and from each other."""
    from openpyxl.worksheet._reader import INLINE_STRING

    def parse_cell(element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = parse(element)
        if cell["value"] is None and any(each.tag.endswith("}f") for each in element):
            cell["data_type"] = "formula"
        elif element.get("t") == "inlineStr" and "_x" in (cell["value"] or ""):
            cell["value"] = _joined(element.find(INLINE_STRING))
        return cell

    return parse_cell


def _joined(item: Any) -> str:
    """Return the text of an item; each of its runs has its own escapes."""
    if len(item) == 1 and item[0].tag.endswith("}t"):
        return item[0].text or ""
    space = item.tag.rpartition("}")[0] + "}"
    runs = [run.findtext(f"{space}t") or "" for run in item.iterfind(f"{space}r")]
    plain: str = item.findtext(f"{space}t") or ""
    joined = plain + "".join(runs)
    if "_x" not in joined or not runs:
        return joined
    return Runs("".join(unescaped(run) for run in (plain, *runs)))


def unescaped(text: str) -> str:
    """Decode the escapes of a text: `_x0041_` is A."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
