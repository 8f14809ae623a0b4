"""Read the text of an input file line by line, never as a whole, and detect its encoding."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from ..errors import BulkError

LONGEST: Final = 2**20
_ZIP: Final = b"PK\x03\x04"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(path: Path, name: str = "") -> str:
    """Detect a file's encoding: by its byte order mark, as UTF-16 without one, as UTF-8, or else as Windows-1252.

    Args:
        path: the file; it is read completely.
        name: its name in messages; by default its path.

    Raises:
        BulkError: the file mixes encodings, or is not text.
    """
    with path.open("rb") as stream:
        start = stream.read(4096)
        if start.startswith(_ZIP):
            raise BulkError(f"{name or path} is a workbook or another archive, not text: use --format xlsx")
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding
        zeros = (start[::2].count(0), start[1::2].count(0))
        if max(zeros) > len(start) // 8:
            return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        stream.seek(0)
        return _utf8_or_1252(stream, name or str(path))


def _utf8_or_1252(stream: BinaryIO, name: str) -> str:
    utf8 = other = 0
    for number, line in enumerate(_byte_lines(stream, name), 1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            utf8 = utf8 or number
        except UnicodeDecodeError:
            other = other or number
        if utf8 and other:
            raise BulkError(
                f"{name}: line {utf8} is UTF-8 and line {other} is not: save the file in one encoding, or name it"
            )
    return "cp1252" if other else "utf-8"


def lines(path: Path, encoding: str, name: str = "") -> Iterator[str]:
    """Read a text file line by line, line ends as they are.

    Args:
        path: the file.
        encoding: its encoding.
        name: its name in messages; by default its path.

    Raises:
        BulkError: the file has another encoding, or a line too long for rows.
    """
    name = name or str(path)
    try:
        codec = codecs.lookup(encoding).name
        "".encode(codec)
    except (LookupError, ValueError):
        raise BulkError(f"unknown text encoding {encoding!r}") from None
    if codec.startswith(("utf-16", "utf-32")):
        yield from _wide_lines(path, codec, name)
        return
    with path.open("rb") as stream:
        for number, line in enumerate(_byte_lines(stream, name), 1):
            try:
                yield line.decode("utf-8" if codec == "utf-8-sig" and number > 1 else codec)
            except UnicodeDecodeError:
                raise BulkError(f"{name}: line {number} is not {encoding} text: name the file's encoding") from None


def _byte_lines(stream: BinaryIO, name: str) -> Iterator[bytes]:
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        if len(line) == LONGEST:
            raise BulkError(_too_long(name, number))
        yield line


def _wide_lines(path: Path, codec: str, name: str) -> Iterator[str]:
    number = 1
    try:
        with path.open(encoding=codec, newline="\n") as stream:
            while line := stream.readline(LONGEST):
                if len(line) == LONGEST:
                    raise BulkError(_too_long(name, number))
                number += 1
                yield line
    except UnicodeError:
        raise BulkError(f"{name}: the text after line {number - 1} is not {codec}: name the file's encoding") from None


def _too_long(name: str, number: int) -> str:
    return f"{name}: line {number} has more than {LONGEST:,} characters: this is not a file of rows"
