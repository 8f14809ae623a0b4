"""Rows that `bulk plan` and `bulk run` read: of a file or of standard input, and those that were skipped."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from soapclient import RowFile, errors

from . import output
from .connection import CommandContext
from .counting import number
from .failure import Failure, one_line
from .progress import say

_INPUT: Final = "standard input"
_SHOWN: Final = 10
_FORMATS: Final = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl"}
_WORDS: Final = ("what", "operation", "key", "encoding", "delimiter", "clear_token")


@contextlib.contextmanager
def rows_of(connection: CommandContext, file: str, given: dict[str, Any]) -> Iterator[RowFile]:
    """Give the rows of a file, `-` for standard input, as the options say.

    Raises:
        Failure: the options exclude each other, or the file for skipped rows exists.
        BulkError: the file cannot be used.
    """
    skipped = given["skip_errors"]
    if skipped is not None:
        _check_new(skipped)
    if file != output.STANDARD:
        yield _row_file(file, given, None)
        return
    if connection.password_from_stdin:
        raise Failure("standard input has either the rows or the password: name a file, or set SOAPCLIENT_PASSWORD")
    if given["format"] == "xlsx":
        raise Failure("a workbook cannot be read from standard input: save it to a file and name that")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "rows")
        if sys.stdin is None:
            raise Failure("standard input is closed")
        if sys.stdin.isatty():
            say("reading rows from standard input; end with Ctrl-D")
        with copy.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        found = given if given["format"] else {**given, "format": _format(copy)}
        yield _row_file(copy, found, _INPUT)


def _row_file(file: str | Path, given: dict[str, Any], name: str | None) -> RowFile:
    return RowFile(
        file,
        format=given["format"],
        encoding=given["encoding"],
        delimiter=given["delimiter"],
        sheet=given["sheet"],
        columns=_mapped(given["mapped"]),
        ignore=given["ignore"],
        clear=given["clear_token"],
        skip_errors=given["skip_errors"] is not None,
        name=name,
    )


def _format(copy: Path) -> str:
    """Tell JSON Lines from CSV by the first character that is not blank, in any encoding."""
    with copy.open("rb") as stream:
        start = stream.read(4096).replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")
    start = start.removeprefix(b"\xfe\xff").lstrip()
    if start.startswith(b"["):
        raise Failure("standard input begins with [: rows are JSON objects, one a line; for a CSV say --format csv")
    return "jsonl" if start.startswith(b"{") else "csv"


def _check_new(file: str) -> None:
    if file == output.STANDARD:
        raise Failure("--skip-errors needs a file: standard output cannot take the skipped rows")
    if Path(file).suffix.lower() in (".xlsx", ".xlsm"):
        raise Failure("--skip-errors writes the rows of a workbook as a CSV: name the file .csv")
    if Path(file).exists():
        raise Failure(f"{file} already exists: choose another file for --skip-errors")


def _mapped(words: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        column, equals, field = word.rpartition("=")
        if not equals or not column or not field:
            raise Failure(f"--map is COLUMN=FIELD, not {word!r}")
        if found.setdefault(column, field) != field:
            raise Failure(f"--map {word}: the column is mapped to {found[column]} already")
    return found


def save_skipped(rows: RowFile, given: dict[str, Any], planned: int) -> dict[str, Any]:
    """Write the skipped rows to their file, and return what JSON says about them.

    Args:
        rows: the input.
        given: the options.
        planned: how many rows are in the plan.

    Raises:
        BulkError: not every row that was read is in the plan or skipped, or the file cannot be written.
    """
    file = given["skip_errors"]
    if file is None:
        return {}
    if planned != rows.count:
        raise errors.BulkError(f"{rows.name} has {rows.count:,} usable rows and {planned:,} were planned: plan again")
    count = rows.save_skipped(output.place(file))
    return {"skipped": count, "skipped_file": file if count else None, "problems": list(rows.skipped.problems)}


def skipped_text(
    connection: CommandContext, rows: RowFile, given: dict[str, Any], planned: int, *, saved: bool
) -> Iterator[str]:
    """Say how many rows were skipped and why, where they are, and how to plan them once they are mended."""
    file = given["skip_errors"]
    count = len(rows.skipped)
    if file is None:
        return
    if not count:
        yield "No row was skipped"
        return
    yield f"{number(count)} skipped, because {'it' if count == 1 else 'they'} cannot be read:"
    yield from (f"  {one_line(each)}" for each in rows.skipped.problems[:_SHOWN])
    if count > _SHOWN:
        yield f"  ... and {count - _SHOWN:,} more"
    yield f"{number(count + planned)} read: {planned:,} planned, {count:,} skipped"
    if saved:
        yield f"The skipped rows are in {file}. Mend them and plan them again:"
        yield f"  {_again(connection, rows, given)}"
    yield ""


def _again(connection: CommandContext, rows: RowFile, given: dict[str, Any]) -> str:
    """Return the command that plans the mended rows, with the options that say how to read them."""
    file = given["skip_errors"]
    format_ = "jsonl" if rows.format == "jsonl" else "csv"
    words = [
        "soapclient",
        "bulk",
        "plan",
        file,
        "-o",
        "mended.jsonl" if Path(file).name != "mended.jsonl" else "plan.jsonl",
    ]
    if _FORMATS.get(Path(file).suffix.lower()) != format_:
        words += ["--format", format_]
    for name in _WORDS:
        if given[name] is not None and (name, given[name]) != ("clear_token", "!clear"):
            words += [f"--{'target' if name == 'what' else name.replace('_', '-')}", given[name]]
    words += [word for each in given["mapped"] for word in ("--map", each)]
    words += [word for each in given["ignore"] for word in ("--ignore", each)]
    return shlex.join([*words, *(["--blind"] if given["blind"] else []), *connection.words])
