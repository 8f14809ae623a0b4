"""Workbooks as rows of a bulk run: what each kind of cell says, what is refused, what no workbook may do."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import subprocess
import sys
import textwrap
import tracemalloc
import zipfile
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soapclient import Client, RowFile, errors
from soapclient.bulk import workbook as sheet_
from soapclient.bulk import workbook_parts
from soapclient.bulk.rows import Token

HEADER = ["user_name", "email", "mobile", "show_archives"]
# What both XML and Excel can say; a line end is one character in XML.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20)

# What a cell of Excel has, with much that looks like its escapes.
EXCEL_TEXT = st.lists(
    st.one_of(st.sampled_from(["_", "_x", "x005F_", "_x0041_", "_x005f_", "\r", "\n", "\t", "\x01", "😀"]), TEXT),
    min_size=1,
).map(lambda each: "a" + "".join(each))


def excel(text):
    """A text as Excel writes it: what XML cannot say and what looks like an escape is escaped."""
    text = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return re.sub("[\x01-\x08\x0b-\x1f]", lambda found: f"_x{ord(found[0]):04X}_", text)


@pytest.fixture
def book(tmp_path):
    """Write a workbook and give its rows; `change` is given the sheet before it is saved, `raw` its parts after."""

    def write(rows, change=None, raw=None, **options):
        path = tmp_path / "rows.xlsx"
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        for row in rows:
            sheet.append(row)
        if change:
            change(sheet)
        workbook.save(path)
        rewrite(path, as_excel)
        if raw:
            rewrite(path, raw)
        return RowFile(path, **options)

    return write


def rewrite(path, change):
    """Change the parts of a workbook: names and contents."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def as_excel(parts):
    """Put the texts of all sheets in one part, as Excel does and openpyxl does not."""
    texts = []

    def share(found):
        texts.append(found[2])
        return b'%s t="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    for name in [name for name in parts if name.startswith("xl/worksheets/")]:
        parts[name] = re.sub(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="inlineStr"><is>(.*?)</is></c>', share, parts[name])
    items = b"".join(b"<si>%s</si>" % text for text in texts)
    parts[STRINGS] = b'<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="%s">%s</sst>' % (_MAIN.encode(), items)
    override = f'<Override PartName="/{STRINGS}" ContentType="{_OFFICE}.sharedStrings+xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())


def replaced(old, new, part=SHEET):
    """A change of a part's text, which has to be there."""

    def change(parts):
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return change


def read(rows):
    """What each row says: its row, key, what is set, what is kept."""
    return [(row.line, row.key, dict(row.set), row.keep) for row in rows]


class TestCells:
    """What a cell says."""

    def test_kinds(self, book):
        """Text is as written, blank and absent cells keep, the token clears, its escape holds, flags are flags."""
        rows = book(
            [
                HEADER,
                ["a", " x@y ", "0049 1", True],
                ["b", None, "!clear"],
                ["c", "!!clear", "", "no"],
                [None, " ", None],
                ["d"],
            ]
        )

        assert [
            (2, "a", {"email": " x@y ", "mobile": "0049 1", "show_archives": True}, ()),
            (3, "b", {"mobile": ""}, ("email", "show_archives")),
            (4, "c", {"email": "!clear", "show_archives": False}, ("mobile",)),
            (6, "d", {}, ("email", "mobile", "show_archives")),
        ] == read(rows)
        assert 4 == rows.check()

    @pytest.mark.parametrize(
        ("value", "said"),
        [(4915112345678, "4915112345678"), (12.0, "12"), (1.5, "1.5"), (-3, "-3"), (0.1 + 0.2, "0.3")],
    )
    def test_numbers(self, book, value, said):
        """A number is its shortest text, a whole one without a point; how many there are is remarked on by field."""
        rows = book([HEADER, ["a", None, value, 1]])

        assert [(2, "a", {"mobile": said, "show_archives": True}, ("email",))] == read(rows)
        (remark,) = rows.remarks
        assert "cells that are numbers (mobile 1): leading zeros, or a +, are not in the workbook" in remark

    @pytest.mark.parametrize(
        ("value", "shown", "told"),
        [
            (0.5, "0%", r"cell C3 is a number with another display text \('0%'\): make it text"),
            (49151, "000000", "cell C3 is a number with another display text"),
            (1234, "#,##0.00", "cell C3 is a number with another display text"),
            (1.5, "0", "cell C3 is a number with another display text"),
            (1234567890123456, "General", "cell C3 is a number with more digits than Excel stores"),
            (1e300, "General", "cell C3 is a number with more digits"),
            (1e-9, "General", "cell C3 is a number with more digits"),
            (dt.date(2026, 2, 1), None, "cell C3 is a date or a time"),
            (dt.datetime(2026, 2, 1, 12), None, "cell C3 is a date or a time"),
            (dt.time(12), None, "cell C3 is a date or a time"),
            (dt.timedelta(1), None, "cell C3 is a date or a time"),
            (49151, "d-mmm", "cell C3 is a date or a time"),
            ("#N/A", None, "cell C3 is the error #N/A"),
            ("=A1", None, "cell C3 is a formula without a stored result"),
            (True, None, "mobile: bool where text is expected"),
            ("!claer", None, "mobile: '!claer' begins like !clear"),
        ],
    )
    def test_what_is_shown_otherwise_than_kept(self, book, value, shown, told):
        """A cell that is no text and does not tell the text that is meant is refused, with its row and cell."""

        def change(sheet):
            sheet["C3"] = value
            if shown:
                sheet["C3"].number_format = shown

        with pytest.raises(errors.BulkError, match=r"rows\.xlsx: row 3: " + told):
            book([HEADER, ["a", "x"], ["b", "x"]], change).check()

    def test_what_is_ignored_may_be_anything(self, book):
        """Cells of a column that is ignored are not looked at."""
        rows = book([["user_name", "since", "#note"], ["a", dt.date(2026, 2, 1), "=1/0"]], ignore=["since"])

        assert [(2, "a", {}, ())] == read(rows)

    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            (b'<c r="B2" t="str"><f>"x"&amp;1</f><v>x1</v></c>', "x1"),
            (b'<c r="B2"><f>1+1</f><v>2</v></c>', "2"),
            (b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "cell B2 is the error #DIV/0!"),
            (b'<c r="B2" t="inlineStr"><is><t>a</t></is></c>', "a"),
            (b'<c r="B2" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c>', "a b"),
            (b'<c r="B2" t="inlineStr"><is><t>_x0041_ _x005F_x0041_ _xyz_</t></is></c>', "A _x0041_ _xyz_"),
            (
                b'<c r="B2" t="inlineStr"><is><t>_xD800_</t></is></c>',
                "cell B2 has an invalid character, or half of one",
            ),
            (b'<c r="B2" t="inlineStr"><is><r><t>_</t></r><r><t>x0041__x0042_</t></r></is></c>', "_x0041_B"),
            (b'<c r="B2" t="str"><v>_x0041__x005F_x0041_</v></c>', "A_x0041_"),
            (b'<c r="B2" t="d"><v>2026-02-01</v></c>', "cell B2 is a date"),
            (b'<c r="B2"><v>1.0E3</v></c>', "1000"),
            (b'<c r="B2"><v>1.0E999</v></c>', "cell B2 is a number with more digits"),
            (b"<c><v>7</v></c>", "7"),
        ],
    )
    def test_as_other_programs_write_them(self, book, cell, said):
        """Results of formulas, rich text, Excel's escapes, cells without a place: each as Excel would show it."""

        def raw(parts):
            content, count = re.subn(rb'<c r="B2".*?</c>', lambda _: cell, parts[SHEET])
            assert 1 == count
            parts[SHEET] = content

        rows = book([HEADER, ["a", "x"]], raw=raw)

        if said.startswith("cell "):
            with pytest.raises(errors.BulkError, match=said):
                rows.check()
        else:
            assert [said] == [row.set["email"] for row in rows]

    @given(texts=st.lists(EXCEL_TEXT, min_size=1, max_size=6), name=st.sampled_from(["sharedStrings", "strings"]))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_escapes_of_shared_texts(self, book, texts, name):
        """Whatever texts Excel shares, with characters and underscores escaped as it does, is read as it was meant."""

        def raw(parts):
            items = [*HEADER[:2], *(each for number, text in enumerate(texts) for each in (f"u{number}", text))]
            shared = "".join(f"<si><t xml:space='preserve'>{escape(excel(each))}</t></si>" for each in items)
            types = parts["[Content_Types].xml"].decode()
            parts.pop(STRINGS)
            parts[f"xl/{name}.xml"] = f'<sst xmlns="{_MAIN}">{shared}</sst>'.encode()
            parts["[Content_Types].xml"] = types.replace("sharedStrings.xml", f"{name}.xml").encode()

        rows = book([HEADER[:2], *(["x", "x"] for _ in texts)], raw=raw)

        assert texts == [row.set["email"] for row in rows]

    def test_runs_of_a_shared_text(self, book):
        """What looks like an escape only because two runs of a rich text meet is none."""
        runs = b"<r><t>_</t></r><r><t>x0041__x0042_</t></r>"
        rows = book([HEADER, ["a", "xyz"]], raw=replaced(b"<t>xyz</t>", runs, STRINGS))
        assert ["_x0041_B"] == [row.set["email"] for row in rows]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("fax005F_1", "fax005F_1"),
            ("_x005F_x0041_", "_x0041_"),
            ("_x0041_x0042_", "Ax0042_"),
            ("_x000d__x000A_", "\r\n"),
            ("_xD83D__xDE00_", "😀"),
            ("_x_x004_ _X0041_ _x00G1_", "_x_x004_ _X0041_ _x00G1_"),
            ("_xDE00__xD83D_", None),
            ("_xD83D_x", None),
            ("_x0000_", None),
            ("_xFFFF_", None),
        ],
    )
    def test_one_shared_text(self, book, text, said):
        """An escape is a character, all else is what it looks like; only the cell with what is no text is refused."""
        rows = book([HEADER[:2], ["x", "y"], ["a", text]])
        if said is None:
            told = re.escape(f"{rows.path}: row 3: cell B3 has an invalid character, or half of one: type it again")
            with pytest.raises(errors.BulkError, match=f"^{told}$"):
                rows.check()
        else:
            [row] = book([HEADER[:2], ["a", text + "!"]])
            assert said + "!" == row.set["email"]


class TestSheets:
    """Which rows are read."""

    def test_the_only_one_that_is_seen(self, book):
        """A hidden sheet is left alone, unless it is named, in any letter case."""

        def change(sheet):
            other = sheet.parent.create_sheet("Old", 0)
            other.append(HEADER)
            other.append(["z"])
            other.sheet_state = "hidden"

        assert ["a"] == [row.key for row in book([HEADER, ["a"]], change)]
        assert ["z"] == [row.key for row in book([HEADER, ["a"]], change, sheet="old")]

    def test_which_one_is_not_guessed(self, book):
        """Of several sheets one has to be named; a name that none has is told with those that there are."""

        def change(sheet):
            sheet.parent.create_sheet("More")

        with pytest.raises(errors.BulkError, match=r"name the sheet \(--sheet\): there are 'Sheet', 'More'"):
            book([HEADER], change)
        with pytest.raises(errors.BulkError, match="has no sheet 'Moer'; there are 'Sheet', 'More'"):
            book([HEADER], change, sheet="Moer")
        with pytest.raises(errors.BulkError, match="is empty"):
            book([HEADER], change, sheet="more").check()

    def test_hidden_rows(self, book):
        """A hidden row stops the run: who filters a sheet may mean only what is seen. A hidden blank row is none."""

        def change(sheet):
            for row in (3, 5):
                sheet.row_dimensions[row].hidden = True

        with pytest.raises(errors.BulkError) as caught:
            book([HEADER, ["a"], ["b"], ["c"], [None]], change).check()
        assert 1 == len(caught.value.problems)
        assert "row 3: the row is hidden, perhaps by a filter" in str(caught.value)

    def test_hidden_columns(self, book):
        """A hidden column is refused unless it is ignored by name; hidden columns beside the table do not matter."""

        def change(sheet):
            sheet.column_dimensions["B"].hidden = True
            sheet.column_dimensions["K"].hidden = True

        with pytest.raises(errors.BulkError, match="row 1: the column 'email' is hidden"):
            book([HEADER, ["a"]], change).check()
        assert 1 == book([HEADER, ["a", "x"]], change, ignore=["email"]).check()

    def test_merged_cells(self, book):
        """Merged cells are refused, for only the first of them has the value; in ignored columns they do not matter."""

        def change(sheet):
            sheet.merge_cells("B2:B3")

        rows = [HEADER, ["a", "x@y"], ["b"]]
        with pytest.raises(errors.BulkError, match="row 2: the cells B2:B3 are merged"):
            book(rows, change).check()
        assert 2 == book(rows, change, ignore=["email"]).check()
        assert 2 == book(rows, lambda sheet: sheet.merge_cells("H2:K3")).check()

    def test_a_size_that_is_not_true(self, book):
        """Rows beyond the size that the sheet says it has are read too."""
        rows = book([HEADER, ["a"], ["b"]], raw=replaced(b'<dimension ref="A1:D3"/>', b'<dimension ref="A1:A2"/>'))

        assert ["a", "b"] == [row.key for row in rows]

    def test_rows_and_cells_that_are_left_out(self, book):
        """Blank rows are counted and not read; many of them at the end do not matter."""

        def change(sheet):
            sheet["A9"] = "b"
            sheet["A1000000"].number_format = "0%"

        assert [(2, "a"), (9, "b")] == [(row.line, row.key) for row in book([HEADER, ["a"]], change)]

    @pytest.mark.parametrize(
        ("rows", "told"),
        [
            ([HEADER, ["a", None, None, None, "x"]], "row 2: 5 cells, but the first line names 4 columns"),
            ([HEADER, ["a"], ["A"]], "row 3: .*'A' is already on line 2"),
            ([HEADER, [None, "x"]], "row 2: the user's name is blank"),
            ([["user_name", "salary"]], "row 1: column 'salary' is not a field"),
            ([["user_name", None, "email"]], "row 1: column '' is not a field"),
            ([["user_name", dt.date(2026, 1, 1)]], "row 1: cell B1 is a date"),
            ([[]], "is empty"),
        ],
    )
    def test_wrong_rows(self, book, rows, told):
        """What a CSV must not have, a sheet must not have either."""
        with pytest.raises(errors.BulkError, match=told):
            book(rows).check()


class TestSamePlan:
    """One file of rows in three formats."""

    @settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(TEXT, TEXT, st.sampled_from([None, True, False])), min_size=1, max_size=6), st.booleans())
    def test_as_csv_and_as_json_lines(self, tmp_path_factory, rows, shared):
        """The same rows, as CSV, JSON Lines and XLSX, make the same plan: the same values, kept fields and errors."""
        token = Token()
        work = tmp_path_factory.mktemp("rows")
        names = ["jdoe", "admin", *(f"user{number}" for number in range(len(rows)))]
        cells = [
            [name, "!clear" if not email else token.write(email), token.write(mobile) if mobile else None, flag]
            for name, (email, mobile, flag) in zip(names, rows, strict=False)
        ]
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows(
            [HEADER, *([{True: "yes", False: "no", None: ""}.get(cell, cell) for cell in row] for row in cells)]
        )
        (work / "rows.csv").write_bytes(stream.getvalue().encode("utf-8"))
        (work / "rows.jsonl").write_text(
            "\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in ([None] * 4, *cells)[1:])
        )
        workbook = openpyxl.Workbook(write_only=True)
        sheet = workbook.create_sheet()
        for row in [HEADER, *cells]:
            sheet.append([_literal(sheet, cell) for cell in row])
        workbook.save(work / "rows.xlsx")
        if shared:
            rewrite(work / "rows.xlsx", as_excel)

        plans = []
        with Client("sim:", username="admin", password="admin") as ir:
            for name in ("rows.csv", "rows.jsonl", "rows.xlsx"):
                with ir.users.plan_bulk(RowFile(work / name)) as plan:
                    plans.append([(row.key, row.moves, row.keep, row.same, row.error) for row in plan])

        assert plans[0] == plans[1] == plans[2]


def _literal(sheet, value):
    """A cell that is no formula, whatever its text begins with."""
    cell = openpyxl.cell.WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


class TestOtherFiles:
    """What is no workbook that can be read."""

    @pytest.mark.parametrize(
        ("name", "content", "options", "told"),
        [
            (
                "a.xlsx",
                b"user_name,email\na,b\n",
                {},
                "is not a complete XLSX workbook.* is it a CSV with another name",
            ),
            ("a.xlsx", b"", {}, "is not a complete XLSX workbook"),
            ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, {}, "has a password, or the old .xls"),
            ("a.xls", b"x", {}, "a.xls: .xls files are not supported: save it as .xlsx or CSV"),
            ("a.csv", b"PK\x03\x04\xff\xc3\xa4\n\xff", {}, r"is a workbook .* --format xlsx"),
            ("a.jsonl", b"PK\x03\x04", {}, "is a workbook or another archive"),
            ("a.xlsx", b"", {"encoding": "utf-8"}, "neither an encoding nor a delimiter"),
            ("a.xlsx", b"", {"delimiter": ";"}, "neither an encoding nor a delimiter"),
            ("a.csv", b"user_name\n", {"sheet": "x"}, "is not a workbook, so it has no sheet 'x'"),
        ],
    )
    def test_told_in_a_sentence(self, tmp_path, name, content, options, told):
        """Another file is told from a workbook, in one sentence that says what to do."""
        (tmp_path / name).write_bytes(content)
        with pytest.raises(errors.BulkError, match=told) as caught:
            RowFile(tmp_path / name, **options)
        assert "\n" not in str(caught.value)

    def test_wherever_it_is_cut_off(self, book):
        """A workbook that is cut off anywhere is refused, and never read as a shorter one."""
        whole = book([HEADER, *([f"u{number}", "x@y"] for number in range(200))]).path
        content = whole.read_bytes()
        for length in range(1, len(content) - 30, len(content) // 40):
            whole.write_bytes(content[:length])
            with pytest.raises(errors.BulkError):
                RowFile(whole).check()

    @pytest.mark.parametrize(
        "change",
        [
            replaced(b"</sheetData>", b"</sheetDat"),
            replaced(b'<c r="B1" t="s"><v>1</v>', b'<c r="B1" t="s"><v>999</v>'),
            replaced(b"<v>5</v>", b"<v>NaN</v>"),
            replaced(b'<row r="2"', b'<row r="9"'),
            replaced(b'<row r="2"', b'<row r="x"'),
            replaced(b'r="B2"', b'r="2B"'),
            replaced(b'r="B2"', b'r="A2"'),
            replaced(b'r="B2"', b'r="B3"'),
            replaced(b'<c r="B2"', b'<c r="B2" s="99"'),
            lambda parts: parts.pop("xl/workbook.xml"),
            lambda parts: parts.pop(SHEET),
            lambda parts: parts.update({STRINGS: b"<sst"}),
            lambda parts: parts.pop(STRINGS),
            lambda parts: parts.update({"[Content_Types].xml": b"x"}),
        ],
    )
    def test_damaged(self, book, change):
        """Whatever is wrong inside, it is one sentence and no row is made up."""
        with pytest.raises(errors.BulkError, match=r"rows\.xlsx is damaged|is empty|no sheet with rows") as caught:
            book([HEADER, ["a", 5], ["b", 6]], raw=change).check()
        assert "\n" not in str(caught.value)

    def test_a_byte_that_changed(self, book):
        """A workbook whose bytes have changed is noticed by its checksums."""
        path = book([HEADER, *([f"u{number}", f"{number}@y"] for number in range(300))]).path
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo(STRINGS)
        content = bytearray(path.read_bytes())
        content[info.header_offset + 200] ^= 0x10
        path.write_bytes(content)

        with pytest.raises(errors.BulkError, match="is damaged"):
            RowFile(path).check()

    def test_without_openpyxl(self, book):
        """Without the extra, one sentence says how to install it."""
        path = book([HEADER, ["a"]]).path
        code = f"""
            import sys
            sys.modules["openpyxl"] = None
            from soapclient import RowFile
            RowFile({str(path)!r})
        """
        done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True)
        assert "pip install 'inforouter-soapclient[xlsx]', or save it as CSV" in done.stderr.splitlines()[-1]


class TestBounds:
    """What a hostile workbook cannot do."""

    @pytest.mark.parametrize("part", [SHEET, STRINGS, "xl/workbook.xml"])
    def test_entities(self, book, part):
        """Entities that multiply are not followed."""
        levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
        bomb = f'<!DOCTYPE x [<!ENTITY e0 "{"x" * 1000}">{levels}]>'.encode()

        def raw(parts):
            parts[part] = bomb + re.sub(rb"^<\?xml.*?\?>", b"", parts[part]).replace(b"user_name", b"&e9;", 1)
            for old, new in ((b'name="Sheet"', b'name="&e9;"'), (b"<v>0</v>", b"<v>&e9;</v>")):
                parts[part] = parts[part].replace(old, new)
            assert b"&e9;" in parts[part].rpartition(b"]>")[2]

        tracemalloc.start()
        try:
            with pytest.raises(errors.BulkError):
                book([HEADER, ["a"]], raw=raw).check()
            assert tracemalloc.get_traced_memory()[1] < 50_000_000
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize(("limit", "part"), [("MOST_ROWS", SHEET), ("MOST_HELD", "xl/styles.xml")])
    def test_what_it_unpacks_to(self, book, monkeypatch, limit, part):
        """A workbook that unpacks to too much is refused before it is unpacked."""
        path = book([HEADER, ["a"]]).path
        rewrite(path, lambda parts: parts.update({part: parts[part] + b" " * 1_000_000}))
        monkeypatch.setattr(sheet_, limit, 900_000)

        with pytest.raises(errors.BulkError, match="unpacks to more than can be read"):
            RowFile(path)

    @pytest.mark.parametrize(
        ("part", "before", "unit", "told"),
        [
            (SHEET, b"</sheetData>", b"<x/>", "blank cells, blank rows and items"),
            (SHEET, b"</worksheet>", b"<x/>", "blank cells, blank rows and items"),
            (SHEET, b"<sheetData>", b'<x a="1"><y/></x>', "blank cells, blank rows and items"),
            (SHEET, b"</sheetData>", b"<row/>", "blank cells, blank rows and items"),
            (SHEET, b"</sheetData>", b'<row><c/><c s="1"/></row>', "blank cells, blank rows and items"),
            (SHEET, b"</row>", b"<c/>", "a row or text has more in it than Excel allows"),
            (SHEET, b"</c>", b"<x/>", "a row or text has more in it than Excel allows"),
            (SHEET, b"</worksheet>", b'<mergeCell ref="H1:I2"/>', "merged cells"),
            (SHEET, b"<sheetData>", b'<col min="9" max="9"/>', "blank cells, blank rows and items"),
            (SHEET, b"</worksheet>", b"<dataValidation/>", "blank cells, blank rows and items"),
            (STRINGS, b"</sst>", b"<si/>", "texts, or other elements"),
            (STRINGS, b"</sst>", b"<si><t>a</t></si>", "texts, or other elements"),
            (STRINGS, b"</sst>", b"<x/>", "texts, or other elements"),
            (STRINGS, b"</si>", b"<r/>", "a row or text has more in it than Excel allows"),
            ("xl/styles.xml", b"</cellXfs>", b"<xf/>", "xl/styles.xml has more than .* tags"),
            ("xl/workbook.xml", b"</workbook>", b"<x/>", "xl/workbook.xml has more than .* tags"),
            ("xl/_rels/workbook.xml.rels", b"</Relationships>", b"<x/>", "workbook.xml.rels has more than .* tags"),
            ("[Content_Types].xml", b"</Types>", b"<x/>", "Content_Types.* has more than .* tags"),
        ],
    )
    def test_junk(self, book, monkeypatch, part, before, unit, told):
        """Whatever there is too much of is refused in a sentence, and a little of it is read over."""
        path = book([HEADER, *([f"u{number}"] for number in range(9))]).path
        for name in ("MOST_TAGS", "MOST_IN_ONE", "MOST_BLANK", "MOST_TEXTS", "MOST_ALIKE", "MOST_MERGED"):
            monkeypatch.setattr(workbook_parts, name, 2_000)
        rewrite(path, replaced(before, unit * 9 + before, part))
        if unit not in (b"<c/>", b"<xf/>", b"<x/>") or part == SHEET:
            assert 9 == RowFile(path).check()
        rewrite(path, replaced(before, unit * 4_000 + before, part))
        with pytest.raises(errors.BulkError, match=told) as caught:
            RowFile(path).check()
        assert "\n" not in str(caught.value)

    def test_sheets_without_end(self, book):
        """Of many sheets a message names the first, and says how many more there are."""
        path = book([HEADER, ["a"]]).path
        with zipfile.ZipFile(path) as archive:
            sheet = re.search(rb"<sheet .*?/>", archive.read("xl/workbook.xml"))[0]
        more = b"".join(sheet.replace(b'name="', b'name="%d ' % number) for number in range(999))
        rewrite(path, replaced(b"</sheets>", more + b"</sheets>", "xl/workbook.xml"))
        with pytest.raises(errors.BulkError, match=r"there are 'Sheet', '0 Sheet', .* and 980 more$"):
            RowFile(path)
        with pytest.raises(errors.BulkError, match=r"no sheet 'x'; there are .* and 980 more$"):
            RowFile(path, sheet="x")

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of memory")
    @pytest.mark.parametrize(
        ("part", "before", "unit"),
        [
            (SHEET, b"</worksheet>", b"<x/>"),
            (SHEET, b"<dimension", b"<x/>"),
            (SHEET, b"</sheetData>", b"<row>" + b"<c/>" * 9_999 + b"</row>"),
            (SHEET, b"</worksheet>", b"<x>"),
            (STRINGS, b"</sst>", b"<x/>"),
            (STRINGS, b"</sst>", b"<si/>"),
            ("xl/styles.xml", b"</styleSheet>", b"<x/>"),
        ],
        ids=["junk", "junk before its size", "cells", "nested", "junk texts", "texts", "styles"],
    )
    def test_a_hundred_megabytes_in_a_small_file(self, book, part, before, unit):
        """A workbook of 0.2 MB that unpacks to a hundred is refused by a process that has little memory."""
        path = book([HEADER, ["a"]]).path
        rewrite(path, replaced(before, unit * (100_000_000 // len(unit)) + before, part))
        assert path.stat().st_size < 250_000
        code = f"""
            import resource
            from soapclient import RowFile, errors
            from openpyxl.worksheet import _reader
            resource.setrlimit(resource.RLIMIT_DATA, (700_000_000, 700_000_000))
            try:
                RowFile({str(path)!r}).check()
            except errors.BulkError as exc:
                print(exc)
        """
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=300
        )
        assert (0, 1) == (done.returncode, done.stdout.count("\n")), done.stderr
        assert "more" in done.stdout and "Traceback" not in done.stderr

    def test_many_rows_of_values(self, book, monkeypatch):
        """What has values may be as much as a sheet can have; a row beyond the last that there can be is refused."""
        monkeypatch.setattr(workbook_parts, "MOST_BLANK", 50)
        assert 300 == book([HEADER, *([f"u{number}", None, None, True] for number in range(300))]).check()
        beyond = replaced(b'<row r="2"', b'<row r="1048577"')
        with pytest.raises(errors.BulkError, match="more rows than Excel allows"):
            book(
                [HEADER, ["a", 5]],
                raw=lambda parts: (
                    beyond(parts),
                    replaced(b'"A2"', b'"A1048577"')(parts),
                    replaced(b'"B2"', b'"B1048577"')(parts),
                ),
            ).check()

    def test_a_cell_without_end(self, book):
        """A cell of more text than Excel allows is refused before it is held."""
        text = b'<c r="B2" t="inlineStr"><is><t>' + b"x" * 30_000_000 + b"</t></is></c>"
        rows = book([HEADER, ["a", 5]], raw=replaced(b'<c r="B2" t="n"><v>5</v></c>', text))
        tracemalloc.start()
        try:
            with pytest.raises(errors.BulkError, match="more characters than Excel allows"):
                rows.check()
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()

    def test_a_large_sheet_is_not_held(self, tmp_path):
        """Reading many rows takes a small part of the memory that their cells would."""
        workbook = openpyxl.Workbook(write_only=True)
        sheet = workbook.create_sheet()
        sheet.append(HEADER)
        for number in range(5_000):
            sheet.append([f"user{number}", "x" * 2_000 if number % 2 else "y" * 2_000])
        workbook.save(tmp_path / "rows.xlsx")
        rows = RowFile(tmp_path / "rows.xlsx")
        tracemalloc.start()
        try:
            assert 5_000 == rows.check()
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()
