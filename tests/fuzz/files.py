"""Files that a bulk run reads: rows in every format, plans and journals."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import tempfile
import zipfile
from pathlib import Path

import openpyxl

from soapclient import Client, errors
from soapclient.bulk.journal import JournalFile
from soapclient.bulk.plan import PlanFile
from soapclient.bulk.row_file import RowFile
from soapclient.tools.html.journal import journal_html

from .target import Target, check_error

ROWS = [
    {"user_name": "jdoe", "email": "new@example.com", "mobile": "!clear"},
    {"user_name": "admin", "email": "", "mobile": "+15551234567"},
    {"user_name": "sysadmin", "email": "ä@example.com", "mobile": "!!x"},
]
# Inputs depend on the seed alone.
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?")
_NOW = b"2026-01-02T03:04:05.678"
CSV = "user_name,email,mobile\n" + "".join(",".join(row.values()) + "\n" for row in ROWS)


class Files(Target):
    """An input is a file in a temporary folder of its own."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name)

    def close(self) -> None:
        self._folder.cleanup()

    def _file(self, name: str, data: bytes) -> Path:
        file = self._path / name
        file.write_bytes(data)
        return file


class Rows(Files):
    """An input is the name of a format and a line end, and a file of rows."""

    words = (
        *(
            b"user_name",
            b"email",
            b"show_archives",
            b"!clear",
            b"!!",
            b"!x",
            b"sep=;\n",
            b";",
            b",",
            b'"',
            b'""',
            b"#x",
        ),
        *(
            b'{"user_name": "x"}',
            b'"user_name"',
            b"\\u0000",
            b"\\ud800",
            b"[" * 2000,
            b"<c",
            b"<v>1</v>",
            b't="s"',
            b"1e5",
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        jsonl = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
        texts = (CSV.encode(), CSV.encode("cp1252"), CSV.encode("utf-8-sig"), CSV.encode("utf-16"), self._quoted())
        self.corpus = (*(b"csv\n" + text for text in texts), b"jsonl\n" + jsonl, *self._books())

    def _quoted(self) -> bytes:
        return CSV.replace(",", '";"').replace("\n", '"\n"').encode()[:-1]

    def _books(self) -> tuple[bytes, ...]:
        book = openpyxl.Workbook()
        book.active.append(list(ROWS[0]))
        for row in ROWS:
            book.active.append(list(row.values()))
        stream = io.BytesIO()
        book.save(stream)
        with zipfile.ZipFile(stream) as archive:
            self._parts = {name: _TIME.sub(_NOW, archive.read(name)) for name in archive.namelist()}
        # A part alone is put in its place: what is changed inside would not pass its checksum.
        ends = ("sheet1.xml", "workbook.xml", "sharedStrings.xml", "styles.xml", ".rels", "Types].xml")
        parts = ((name, data) for name, data in self._parts.items() if name.endswith(ends))
        return b"xlsx\n" + self._with("", b""), *(b"part:" + name.encode() + b"\n" + data for name, data in parts)

    def check(self, data: bytes) -> str:
        """Read a file of rows."""
        kind, _, content = data.partition(b"\n")
        name = kind.decode("latin-1")
        if name.startswith("part:"):
            name, content = "xlsx", self._with(name[5:], content)
        name = name if name in ("csv", "jsonl", "xlsx") else "csv"
        try:
            rows = RowFile(self._file(f"rows.{name}", content))
            count = rows.check()
            found = sum(1 for _ in rows)
            assert count == found, f"{count} rows are {found}"
        except errors.BulkError as error:
            for problem in error.problems:
                assert "\n" not in problem, problem
            return check_error(error, 20_000)
        return name

    def _with(self, part: str, content: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            for name, data in self._parts.items():
                archive.writestr(zipfile.ZipInfo(name), content if name == part else data)
        return stream.getvalue()


class Plans(Files):
    """An input is a plan or a journal; its seal is put right, so that what is behind it is reached."""

    words = (
        *(b'"row":1', b'"row":true', b'"key":null', b'"change":{}', b'"operations":[]', b'"version":1', b'"rows":0'),
        *(b'"status":"done"', b'"event":"start"', b'"event":"end"', b'"before":null', b'"created":"x"', b"[" * 2000),
    )

    def __init__(self) -> None:
        super().__init__()
        with Client("sim:", username="admin", password="admin") as ir, ir.users.plan_bulk(ROWS) as plan:
            plan.save(self._path / "plan")
            plan.apply(self._path / "journal", workers=1)
        made = [_sealed(_TIME.sub(_NOW, (self._path / name).read_bytes())) for name in ("plan", "journal")]
        lines = made[1].splitlines(keepends=True)
        self.corpus = (*made, b"".join(lines[:-1]), b"".join(lines[:6]))

    def check(self, data: bytes) -> str:
        """Read a plan or a journal, and all that is in it."""
        file = self._file("file", _sealed(data))
        outcomes = []
        for kind in (PlanFile, JournalFile):
            try:
                with PlanFile.load(file) if kind is PlanFile else JournalFile.open(file) as found:
                    repr(found)
                    if isinstance(found, PlanFile):
                        _ = found.summary, found.blind, found.age, [row.changes for row in found]
                    else:
                        _ = found.stopped, found.sessions, list(found.results())
                        found.save_failures(self._path / "failures")
                        assert journal_html(found).startswith("<!DOCTYPE html>")
                outcomes.append(kind.__name__)
            except errors.BulkError as error:
                outcomes.append(check_error(error))
        return ", ".join(outcomes)


def _sealed(data: bytes) -> bytes:
    """Put the seal of a plan right, if it can be."""
    lines = data.splitlines(keepends=True)
    for place, line in enumerate(lines[:2]):
        with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
            header = json.loads(line)
            rows = header["summary"]["rows"]
            del header["sha256"]
            digest = hashlib.sha256(b"".join(lines[place + 1 : place + 1 + rows]))
            whole = {**header}
            digest.update(json.dumps(whole, separators=(",", ":")).encode("ascii") + b"\n")
            header["sha256"] = digest.hexdigest()
            lines[place] = json.dumps(header, separators=(",", ":")).encode("ascii") + b"\n"
            break
    return b"".join(lines)
