"""The parts of an XLSX workbook, piece by piece, with a bound on everything that a small file can unpack to.

openpyxl says what the pieces mean. What it would hold, or look at one by one, without end is counted here first.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

# Of a part that is held as a whole: Excel has 65,490 formats at most, of three tags each.
MOST_TAGS: Final = 2**18
# Inside one row or text: Excel has 16,384 columns.
MOST_IN_ONE: Final = 2**18
# Blank cells, blank rows and what is no row, beside those that have a value.
MOST_BLANK: Final = 2**21
MOST_TEXTS: Final = 2**22
# Where they are packed to less than a hundredth, which texts that differ are not.
MOST_ALIKE: Final = 2**17
_PACKED: Final = 100
MOST_MERGED: Final = 2**16
_FOR_A_VALUE: Final = 64
_DEEPEST: Final = 64
_LONGEST: Final = 2**18
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")


class TooMuch(Exception):
    """A workbook unpacks to more than rows need; no ValueError, whose reason openpyxl would hide."""


class Runs(str):
    """A text of several runs whose escapes are read: across the runs there are none."""

    __slots__ = ()


class SheetRows:
    """The rows of a sheet, as they come.

    Args:
        book: the workbook.
        sheet: one of its sheets.
        stream: the sheet's part.

    Attributes:
        parser: openpyxl's own, which tells of columns and of the row that was read last.
        merged: the ranges of merged cells so far.
    """

    def __init__(self, book: Any, sheet: Any, stream: Any) -> None:
        from openpyxl.worksheet._reader import WorkSheetParser

        # The reader of openpyxl's own sheets for reading: they leave out what is hidden or merged, and formulas.
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
                raise TooMuch(f"it has more than {MOST_BLANK:,} blank cells, blank rows and other things of no value")


def open_book(stream: BinaryIO) -> Any:
    """Open a workbook, as `openpyxl.load_workbook` does, with its shared texts as they are: that drops letters."""
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles import cell_style
    from openpyxl.xml.constants import SHARED_STRINGS

    vars(cell_style)["print"] = _unheard  # it prints, on standard output, which styles a damaged workbook lacks
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
    """An archive of which no part is read as a whole that has too much in it.

    Attributes:
        opening: whether openpyxl opens the workbook. It looks for the size that each sheet says of itself, and holds
            all that comes before, to the end of a sheet that says none. Nothing here asks for that.
    """

    opening = True

    def open(self, *args: Any, **options: Any) -> Any:
        """Open a part; a sheet without anything in it while the workbook is opened."""
        return io.BytesIO(b"<worksheet/>") if self.opening else super().open(*args, **options)

    def part(self, name: str | zipfile.ZipInfo) -> Any:
        """Open a part as it is."""
        return super().open(name)

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """Read a part that is held as a whole."""
        with self.part(name) as part:
            data: bytes = part.read()
        if data.count(b"<") > MOST_TAGS:
            raise TooMuch(f"{getattr(name, 'filename', name)} has more than {MOST_TAGS:,} tags")
        return data


def _texts(stream: Any, most: int) -> Iterator[str]:
    """Read the shared texts; more than a workbook may have are refused."""
    from openpyxl.xml.constants import SHEET_MAIN_NS

    spent = found = 0
    for element, count in _pieces(stream, 1):
        spent += count
        if element.tag == f"{{{SHEET_MAIN_NS}}}si":
            found += 1
            yield _joined(element)
        if found > most or spent > MOST_BLANK + _FOR_A_VALUE * found:
            raise TooMuch(f"it has more than {most:,} texts, or what is no text among them")


def _pieces(stream: Any, depth: int) -> Iterator[tuple[Any, int]]:
    """Read the elements of a part down to a depth, each with all that is inside it, and forget them.

    Returns:
        Each of them as it ends, and how many elements began since the one before.
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
    """A part of a workbook in which no text is without end."""

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
    """Let a formula without a result be told from a blank cell, and the runs of a text from each other."""
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
    """Return the text of an item; its runs are escaped each for itself."""
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
    """Read the escapes of a text: `_x0041_` is A."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
