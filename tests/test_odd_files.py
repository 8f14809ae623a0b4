"""Files that are not what they should be: one line that says so, and nothing else on any stream."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from soapclient import Contract, errors
from soapclient.bulk.journal import JournalFile
from soapclient.bulk.plan import PlanFile
from soapclient.bulk.row_file import RowFile
from soapclient.tools.lint.lint import lint


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("user_name,email\njdoe,!clear\x85\u202ex\n", "begins like !clear but is another text"),
        ("user_name,email\njdoe,!\x1b[2J\n", "begins like !clear but is another text"),
        ('user_name\temail\njdoe\t"a"b\n', "line 2: text follows the closing quote of a cell"),
    ],
)
def test_what_is_in_a_cell_is_shown_in_one_line(tmp_path, content, said):
    """A message that quotes a cell or a delimiter is one line that a terminal can be shown."""
    file = tmp_path / "rows.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(errors.BulkError, match=re.escape(said)) as caught:
        RowFile(file).check()
    assert str(caught.value).isprintable()


@pytest.fixture
def plan(admin, tmp_path):
    """The file of a plan."""
    with admin.users.plan_bulk([{"user_name": "jdoe", "email": "new@example.com"}]) as made:
        made.save(tmp_path / "plan")
    return tmp_path / "plan"


def change(file, **said):
    """Change the header of a plan, and seal it again."""
    first, *rows = file.read_bytes().splitlines(keepends=True)
    header = {**json.loads(first), **said}
    del header["sha256"]
    whole = b"".join(rows) + json.dumps(header, separators=(",", ":")).encode() + b"\n"
    header["sha256"] = hashlib.sha256(whole).hexdigest()
    file.write_bytes(json.dumps(header, separators=(",", ":")).encode() + b"\n" + b"".join(rows))


@pytest.mark.parametrize("created", ["", "yesterday", "2026-01-02", "2026-01-02T03:04:05", "2026-01-02T25:04:05+00:00"])
def test_a_plan_that_does_not_tell_when_it_was_made(plan, created):
    """A plan whose time is none, or has no zone, is damaged: its age could not be limited."""
    change(plan, created=created)
    with pytest.raises(errors.BulkError, match="was changed or damaged since it was made"):
        PlanFile.load(plan)


@pytest.mark.parametrize(
    "name", ["rows", "change", "fields", "clears", "same", "errors", "left", "operations"], ids=lambda name: name
)
@pytest.mark.parametrize("value", [None, "1", [], True, {"GetUser": "x"}], ids=repr)
def test_a_plan_that_does_not_count(plan, name, value):
    """A plan without one of its counts, by which it is limited and shown, is damaged."""
    summary = json.loads(plan.read_bytes().splitlines()[0])["summary"]
    change(plan, summary={**summary, name: value})
    with pytest.raises(errors.BulkError, match="was changed or damaged since it was made"):
        PlanFile.load(plan)


def test_an_older_plan_counts_less(plan):
    """A plan of a version that did not count what is sent again is read."""
    summary = json.loads(plan.read_bytes().splitlines()[0])["summary"]
    del summary["resent"]
    change(plan, summary=summary)
    with PlanFile.load(plan) as found:
        assert 1 == found.summary["rows"]


def test_what_is_wrong_with_a_plan_is_short(plan):
    """What a damaged line says is not repeated at any length, and in one line."""
    change(plan, created="\n" * 10 + "9" * 5000)
    with pytest.raises(errors.BulkError) as caught:
        PlanFile.load(plan)
    assert 600 > len(str(caught.value))
    assert str(caught.value).isprintable()


def test_a_plan_for_another_server_is_one_line(admin, plan):
    """The server that a plan is for is shown in one line, whatever it is."""
    change(plan, server="sim:\n\x1b[2J")
    with admin.users.load_plan(plan) as found, pytest.raises(errors.BulkError, match="the plan is for") as caught:
        found.apply(None)
    assert str(caught.value).isprintable()


def test_a_damaged_workbook_prints_nothing(tmp_path, capfd):
    """A workbook whose styles are not there is refused or read, and nothing is printed beside."""
    book = openpyxl.Workbook()
    book.active.append(["user_name", "email"])
    book.active.append(["jdoe", "new@example.com"])
    stream = io.BytesIO()
    book.save(stream)
    file = tmp_path / "rows.xlsx"
    with zipfile.ZipFile(stream) as whole, zipfile.ZipFile(file, "w") as damaged:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "xl/styles.xml":
                data = re.sub(rb"<cellStyleXfs.*</cellStyleXfs>", b"<cellStyleXfs/>", data, flags=re.DOTALL)
            damaged.writestr(name, data)
    try:
        RowFile(file).check()
    except errors.BulkError as error:
        assert "is damaged, or not a supported workbook" in str(error)
    assert ("", "") == capfd.readouterr()


@pytest.mark.parametrize("number", ["1e999", "-1e999", '"x"', "null", "[]"])
def test_numbers_that_are_none(admin, plan, tmp_path, number):
    """A row or an event whose number is none, such as one beyond all numbers, is damage in one sentence."""
    with admin.users.load_plan(plan) as found:
        assert found.apply(tmp_path / "journal").ok
    for file, place in ((plan, 1), (tmp_path / "journal", 4)):
        lines = file.read_bytes().splitlines(keepends=True)
        lines[place] = lines[place].replace(b'"row":1', b'"row":' + number.encode())
        file.write_bytes(b"".join(lines))
    change(plan)
    with pytest.raises(errors.BulkError, match="was changed or damaged since it was made"):
        PlanFile.load(plan)
    with pytest.raises(errors.BulkError, match="is damaged in line 5 and cannot be trusted"):
        JournalFile.open(tmp_path / "journal")


def test_a_version_of_thousands_of_digits(tmp_path):
    """What a plan or a journal says of its version is not repeated at length."""
    for name, kind in (("plan", PlanFile.load), ("journal", JournalFile.open)):
        file = tmp_path / name
        text = '{"format":"soapclient bulk ' + name + '","version":' + "1" * 4000 + ',"options":{}}\n'
        file.write_text(text, "ascii")
        with pytest.raises(errors.BulkError, match="of version 1{37}\\.\\.\\.; this program reads 1 and 2"):
            kind(file)


@pytest.mark.parametrize("half", [rb"\ud800", rb"\uDFFF", rb"\udc00\ud800", b"\xed\xa0\x80"])
def test_half_a_character(admin, plan, tmp_path, half):
    """A journal with half a character is damage in one sentence, before anything is made of it; a whole one is text."""
    with admin.users.load_plan(plan) as found:
        assert found.apply(tmp_path / "journal").ok
    kept = (tmp_path / "journal").read_bytes()
    for said, fits in ((half, False), (rb"\ud83d\ude00", True)):
        lines = kept.splitlines(keepends=True)
        lines[-1] = lines[-1].replace(b'"stopped":""', b'"stopped":"' + said + b'"')
        (tmp_path / "journal").write_bytes(b"".join(lines))
        if fits:
            with JournalFile.open(tmp_path / "journal") as journal:
                assert "\N{GRINNING FACE}" == journal.stopped
        else:
            with pytest.raises(errors.BulkError, match="is damaged in line .* and cannot be trusted"):
                JournalFile.open(tmp_path / "journal")


SHOP = (Path(__file__).parent / "wsdls" / "shop.wsdl").read_text("utf-8")


@pytest.mark.parametrize(
    "data",
    [
        f"<x\ufeff{'1' * 5000}/>",
        re.sub(r"<(\w+:)sequence>", "<\\1sequence><\\1e\ufefflement/>", SHOP, count=1),
        re.sub(r'type="(\w+):string"', 'type="\\1:str\ufeffing"', SHOP, count=1),
    ],
    ids=["root", "element", "type"],
)
def test_what_a_wsdl_has_is_shown_in_one_line(data):
    """An error that quotes a WSDL is one line that a terminal can be shown, and no longer than that."""
    with pytest.raises(errors.WsdlError) as caught:
        contract = Contract.from_bytes(data.encode(), "x.wsdl")
        for name in contract:
            waiting = [(each,) for each in contract[name].parameters.values()]
            while waiting:
                *around, last = waiting.pop()
                waiting += [(*around, last, each) for each in last.shown_inside(around)]
    assert str(caught.value).isprintable()
    assert 600 > len(str(caught.value))


def test_what_lint_says_is_one_line(tmp_path):
    """A finding of lint that quotes a WSDL is one line that a terminal can be shown, and no longer than that."""
    file = tmp_path / "x.wsdl"
    file.write_text(re.sub(r'location="http://[^"]*"', f'location="http://x\ufeff/{"y" * 5000}"', SHOP), "utf-8")
    found = lint(file)
    assert any("is without TLS" in each.message or "http://x" in each.message for each in found)
    assert all(each.message.isprintable() and 1000 >= len(each.message) for each in found)


def test_what_a_workbook_has_is_shown_in_one_line(tmp_path):
    """An error that quotes a damaged workbook is one line that a terminal can be shown."""
    file = tmp_path / "rows.xlsx"
    book = openpyxl.Workbook()
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as whole, zipfile.ZipFile(file, "w") as damaged:
        for name in whole.namelist():
            damaged.writestr(name, whole.read(name).replace(b"ContentType", "ContentTy\ufeffpe".encode()))
    with pytest.raises(errors.BulkError, match="is damaged, or not a supported workbook") as caught:
        RowFile(file)
    assert str(caught.value).isprintable()
