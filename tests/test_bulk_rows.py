"""Rows of a bulk run: CSV and JSON Lines, encodings, columns, the token that clears, and what is refused."""

from __future__ import annotations

import csv
import gc
import inspect
import io
import itertools
import json
import sys
import tempfile
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soapclient import CLEAR, KEEP, Client, RowFile, errors
from soapclient.bulk.moves import Move, moves_from_json, moves_to_json
from soapclient.bulk.rows import Columns, Keys, Problem, Token, from_mappings
from soapclient.bulk.target import USERS
from soapclient.inforouter.user_update import FLAGS, PREFERENCES
from soapclient.inforouter.users import Users

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1)


@pytest.fixture
def file(tmp_path):
    """Write a file and give its rows."""

    def write(content, name="rows.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return RowFile(path, **options)

    return write


def read(rows):
    """What each row says: key, what is set, what is kept."""
    return [(row.key, dict(row.set), row.keep) for row in rows]


class TestCells:
    """What a cell says."""

    def test_blank_keeps_and_the_token_clears(self, file):
        """A blank or absent cell keeps, the token clears in any letter case, any other text is the value as it is."""
        rows = file("user_name,email,mobile\na,,!clear\nb, x@y ,!CLEAR\nc\n")

        assert [
            ("a", {"mobile": ""}, ("email",)),
            ("b", {"email": " x@y ", "mobile": ""}, ()),
            ("c", {}, ()),
        ] == read(rows)

    def test_json_null_keeps(self, file):
        """In JSON Lines null, an absent name and an empty text keep, and true is a flag."""
        rows = file(
            '{"user_name": "a", "email": null, "mobile": "!clear", "show_archives": true}\n\n'
            '{"UserName": "b", "email": ""}\n',
            "rows.jsonl",
        )

        assert [
            ("a", {"mobile": "", "show_archives": True}, ("email",)),
            ("b", {}, ("email",)),
        ] == read(rows)

    def test_a_mistyped_token_is_no_value(self, file):
        """A cell that begins like the token and is another text is refused, with the way to mean it."""
        with pytest.raises(errors.BulkError, match=r"line 2: email: '!claer' .* write !!claer for this text"):
            file("user_name,email\na,!claer\n").check()

    def test_another_token(self, file):
        """Another token takes its place, and its first character, twice, begins a literal value."""
        rows = file("user_name,email,mobile\na,~null,!clear\nb,~~null,x\n", clear="~null")

        assert [("a", {"email": "", "mobile": "!clear"}, ()), ("b", {"email": "~null", "mobile": "x"}, ())] == read(
            rows
        )

    @pytest.mark.parametrize("token", ["", "!", "clear", "!!", " x", "1x"])
    def test_a_token_that_values_look_like(self, file, token):
        """A token that begins as values do is refused."""
        with pytest.raises(errors.BulkError, match="punctuation"):
            file("user_name\n", clear=token)

    @given(TEXT)
    def test_every_value_can_be_written(self, value):
        """What `write` makes of a value, `read` takes for that value, also of one that is blank."""
        token = Token()
        assert value == token.read(token.write(value))
        assert "" == token.read(token.write(""))

    @pytest.mark.parametrize(("cell", "value"), [("!  ", "  "), ("  ", None), ("!!", "!"), ("! \t", " \t")])
    def test_blanks_that_are_meant(self, cell, value):
        """Blanks behind the token's first character are those blanks; alone they keep."""
        assert value == Token().read(cell)

    @pytest.mark.parametrize("cell", ["!", " !", "! x"])
    def test_blanks_that_are_not(self, cell):
        """The character alone, and one with something else behind blanks, are mistyped tokens or values."""
        token = Token()
        if cell.startswith(" "):
            assert cell == token.read(cell)
            return
        with pytest.raises(Problem):
            token.read(cell)

    @pytest.mark.parametrize(("cell", "value"), [("yes", True), ("TRUE", True), ("0", False), ("no", False)])
    def test_flags(self, file, cell, value):
        """A flag is true, yes, 1, false, no or 0."""
        assert [("a", {"show_hiddens": value}, ())] == read(file(f"user_name,show_hiddens\na,{cell}\n"))

    def test_no_flag(self, file):
        """Another text in a flag is refused with its line."""
        with pytest.raises(errors.BulkError, match="line 2: show_hiddens: 'maybe' is neither true nor false"):
            file("user_name,show_hiddens\na,maybe\n").check()

    @pytest.mark.parametrize("value", [5, 1.5, ["x"], {"x": 1}, True])
    def test_json_of_another_type(self, file, value):
        """A number, a list or a flag where text is wanted is refused: a telephone number would lose its zeros."""
        with pytest.raises(errors.BulkError, match="line 1: mobile: .* where text is expected"):
            file(json.dumps({"user_name": "a", "mobile": value}), "rows.jsonl").check()

    @pytest.mark.parametrize("row", [{"user_name": "a", "email": "\ud800"}, {"user_name": "\udfff"}])
    def test_half_a_character(self, file, row):
        """Half a character, which JSON can say and no other file can hold, is refused with its line."""
        with pytest.raises(errors.BulkError, match="line 1: .*half a character"):
            file(json.dumps(row), "rows.jsonl").check()


class TestColumns:
    """Which column is which field."""

    def test_a_remark_that_is_mapped(self, file):
        """A column whose name begins with # is no remark where it is mapped."""
        rows = file("user_name,#phone,#line\na,1,2\n", columns={"#phone": "mobile"})
        assert [("a", {"mobile": "1"}, ())] == read(rows)

    @pytest.mark.parametrize(
        ("columns", "ignore", "told"),
        [
            ({"Mail": "email", "MAIL": "mobile"}, (), "is mapped to two fields"),
            ({"Mail": "email"}, ("mail",), "is both mapped and ignored"),
        ],
    )
    def test_contradictions(self, file, columns, ignore, told):
        """A column that is mapped twice, or mapped and ignored, is refused: neither is dropped silently."""
        with pytest.raises(errors.BulkError, match=told):
            file("user_name,mail\na,x\n", columns=columns, ignore=ignore).check()

    def test_letter_case_and_underscores_do_not_matter(self, file):
        """Names are found without regard to letter case, underscores, hyphens and blanks."""
        rows = file("UserName,E-Mail,FIRST NAME,last_name\na,1,2,3\n")

        assert [("a", {"email": "1", "first_name": "2", "last_name": "3"}, ())] == read(rows)

    def test_map_and_ignore(self, file):
        """Columns are mapped by name; one to be ignored, and one whose name begins with #, is left out."""
        rows = file(
            "login;phone;dept;#error\na;1;x;y\n", columns={"Login": "user_name", "phone": "mobile"}, ignore=["Dept"]
        )

        assert [("a", {"mobile": "1"}, ())] == read(rows)

    @pytest.mark.parametrize(
        ("header", "options", "told"),
        [
            ("user_name,emial", {}, r"line 1: column 'emial' is not a field \(did you mean email\?\)"),
            ("user_name,salary", {}, "the fields are email, mobile"),
            ("user_name,email,e_mail", {}, "two columns mean the field email"),
            ("user_name,email,mail", {"columns": {"mail": "email"}}, "two columns mean the field email"),
            ("email,mobile", {}, "the column user_name .* is missing"),
            ("user_name,email", {"columns": {"phone": "mobile"}}, "the mapped column 'phone' is missing"),
            ("user_name,,email", {}, "column '' is not a field"),
        ],
    )
    def test_a_header_that_cannot_be(self, file, header, options, told):
        """An unknown, a double, a missing or a nameless column is an error, not something to be skipped."""
        with pytest.raises(errors.BulkError, match=told):
            file(header + "\na,b,c\n", **options).check()

    def test_mapped_to_no_field(self, file):
        """A column that is mapped to no field is refused before anything is read."""
        with pytest.raises(errors.BulkError, match="'phone' is mapped to 'mobil', which is not a field"):
            file("", columns={"phone": "mobil"}).check()


class TestWrongRows:
    """What is named with its line."""

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("user_name,email\n ,x\n", "line 2: the user's name is blank"),
            ("user_name,email\na,x\nb,x\nA ,y\n", "line 4: the user's name 'A' is already on line 2"),
            ("user_name,email\na,x,y\n", "line 2: 3 cells, but the first line names 2 columns"),
            ('user_name,email\na,"x\n\ny\n', "line 2: the file ends within a quoted cell"),
            ('user_name,email\na,"x"y\n', "line 2: "),
            ("user_name,email,mobile\na,x,1\nb,y", "line 3: the file ends within this row: 2 cells of 3"),
            ("user_name,email\ra,x\r", "line 1: lines end in carriage returns only"),
            ('user_name,email\na,"' + "x" * 200_000 + '"\n', "line 2: a cell has more than 131,072 characters"),
            ("", "rows.csv is empty"),
        ],
    )
    def test_csv(self, file, text, told):
        """What cannot be a row is named with the line that it begins on."""
        with pytest.raises(errors.BulkError, match=told):
            file(text).check()

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ('{"user_name": "a"', "line 1: this is not a JSON object .* the file ends in it"),
            ('{"user_name": "a"}\n[1]\n', "line 2: a list where an object of fields is expected"),
            ('{"user_name": "a", "user_name": "b"}', "line 1: 'user_name' occurs twice"),
            ('{"user_name": "a", "email": "x", "E_mail": "y"}', "line 1: two names mean the field email"),
            ('{"user_name": 5}', "line 1: the user's name is not a text"),
            ('{"email": "x"}', "line 1: the user's name is blank"),
            ('{"user_name": "a", "salary": 1}', "line 1: column 'salary' is not a field"),
            ("[" * 100_000, "line 1: the JSON is nested too deeply"),
        ],
    )
    def test_json_lines(self, file, text, told):
        """What cannot be a row is named with its line."""
        with pytest.raises(errors.BulkError, match=told):
            file(text, "rows.jsonl").check()

    def test_a_last_row_that_may_be_cut_off(self, file):
        """A last row without a line end may be whole: it is read, and remarked on; one that has its end is not."""
        whole, cut = file("user_name,email\na,b@x\n"), file("user_name,email\na,b@x\nc,d@", "cut.csv")

        assert (1, []) == (whole.check(), whole.remarks)
        for _ in range(2):
            assert 2 == cut.check()
            (remark,) = cut.remarks
            assert "cut.csv has no line end after its last row: the file may be cut off there" in remark

    def test_all_at_once(self, file):
        """`check` names several rows at once, up to twenty; reading stops at the first."""
        rows = file("user_name,email\n" + ",x\n" * 30)

        with pytest.raises(errors.BulkError) as caught:
            rows.check()
        assert 20 == len(caught.value.problems)
        with pytest.raises(errors.BulkError) as caught:
            list(rows)
        assert 1 == len(caught.value.problems)

    def test_lines_are_those_of_the_file(self, file):
        """A cell with line ends in it and blank lines do not shift the line numbers; a row of blanks is no row."""
        rows = file('user_name,email\r\na,"x\r\ny"\r\n\r\n , \r\nb,z\r\n')

        assert [(2, "a", "x\r\ny"), (6, "b", "z")] == [(row.line, row.key, row.set["email"]) for row in rows]
        assert [1, 2] == [row.number for row in rows]

    def test_no_file(self, tmp_path):
        """A file that is not there, and a directory, are told in a sentence."""
        for path in (tmp_path, tmp_path / "none.csv"):
            with pytest.raises(errors.BulkError, match="is not a file"):
                RowFile(path)

    @pytest.mark.parametrize(
        "options", [{"delimiter": ""}, {"delimiter": ";;"}, {"format": "xml"}, {"encoding": "klingon"}]
    )
    def test_settings_that_cannot_be(self, file, options):
        """Settings that cannot be are told before a row is read."""
        with pytest.raises(errors.BulkError):
            file("user_name\na\n", **options).check()


class TestDialects:
    """CSV as programs write it."""

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_delimiters(self, file, delimiter):
        """The delimiter is found in the first line, whatever the rows contain."""
        text = delimiter.join(["user_name", "email"]) + "\n" + delimiter.join(["a", '"1,2;3\t4|5"']) + "\n"

        assert [("a", {"email": "1,2;3\t4|5"}, ())] == read(file(text))

    @pytest.mark.parametrize("delimiter", [",", ";"])
    def test_blanks_after_the_delimiter(self, file, delimiter):
        """Where the first line has blanks after each delimiter they are no part of any cell; elsewhere they are."""
        rows = file('user_name, email, mobile\na, "x@y, z", 5\n'.replace(", ", f"{delimiter} "))

        assert [("a", {"email": f"x@y{delimiter} z", "mobile": "5"}, ())] == read(rows)
        assert [("a", {"email": " x"}, ())] == read(file("user_name,email\na, x\n"))

    def test_the_separator_line_of_excel(self, file):
        """A first line `sep=;` tells the delimiter and is no row; line numbers count it."""
        rows = file("sep=;\r\nuser_name;email\r\na;1,2\r\n")

        assert [("a", {"email": "1,2"}, ())] == read(rows)
        assert [3] == [row.line for row in rows]

    def test_a_header_that_tells_two(self, file):
        """Where the first line does not tell the delimiter, it is asked for."""
        with pytest.raises(errors.BulkError, match="does not show whether"):
            file("user_name;email,mobile\n").check()
        assert [("a", {}, ("email",))] == read(file("user_name;email\na;\n", delimiter=";"))

    @given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5), st.sampled_from(",;\t"))
    def test_what_csv_writers_write_is_read(self, tmp_path_factory, rows, delimiter):
        """Every text that a CSV writer writes is read as it was."""
        token = Token()
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(["user_name", "email", "mobile"])
        for number, (email, mobile) in enumerate(rows):
            writer.writerow([f"user{number}", token.write(email), token.write(mobile)])
        path = tmp_path_factory.mktemp("csv") / "rows.csv"
        path.write_bytes(stream.getvalue().encode("utf-8"))

        found = [(row.set.get("email"), row.set.get("mobile")) for row in RowFile(path, delimiter=delimiter)]

        assert rows == found


class TestEncodings:
    """How the text is encoded."""

    @pytest.mark.parametrize(
        ("encoding", "found"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("utf-32", "utf-32"),
            ("cp1252", "cp1252"),
        ],
    )
    def test_found_out(self, file, encoding, found):
        """The encoding is found out, with a mark and without."""
        rows = file("user_name;last_name\njdoe;Müller-Österreicher ß\nx;y\n".encode(encoding))

        assert found == rows.encoding
        assert ["Müller-Österreicher ß", "y"] == [row.set["last_name"] for row in rows]

    def test_given(self, file):
        """A given encoding is taken, with a mark or without."""
        content = "user_name;last_name\na;Łódź\n"
        for data in (content.encode("iso-8859-2"), content.encode("utf-8-sig"), content.encode("utf-8")):
            name = "iso-8859-2" if b"\xa3" in data else "utf-8"
            assert [("a", {"last_name": "Łódź"}, ())] == read(file(data, encoding=name))

    def test_a_mixture(self, file):
        """A file whose lines are encoded differently is refused, with a line of each."""
        with pytest.raises(errors.BulkError, match=r"\w.csv: line 2 is UTF-8 and line 3 is not"):
            file("user_name;last_name\na;Müller\n".encode() + "b;Möller\n".encode("cp1252"))

    @pytest.mark.parametrize(
        ("data", "encoding", "told"),
        [
            (b"user_name,email\na,\xff\n", "utf-8", "line 2 is not utf-8 text"),
            (b"user_name,email\na,\x81\n", None, "line 2 is not cp1252 text"),
            ("user_name,email\na,b\n".encode("utf-16-le") + b"\x00\xd8\n", "utf-16-le", "is not utf-16-le"),
        ],
    )
    def test_not_so_encoded(self, file, data, encoding, told):
        """Bytes that the encoding does not have are named with their line."""
        with pytest.raises(errors.BulkError, match=told):
            file(data, encoding=encoding).check()

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_a_line_without_end(self, file, encoding):
        """A line of more than a million characters is refused before it is held."""
        with pytest.raises(errors.BulkError, match="line 2 has more than 1,048,576 characters"):
            file(("user_name\n" + "x" * 3_000_000).encode(encoding)).check()


class TestMappings:
    """Rows from a program."""

    def test_what_a_program_says(self):
        """Mappings say fields by name: CLEAR clears; None, KEEP and a blank text keep."""
        rows = [
            {"user_name": "a", "email": CLEAR, "mobile": None, "first_name": KEEP, "last_name": ""},
            {"user_name": "b"},
        ]

        made = list(from_mappings(rows, Columns(USERS), Token()))

        assert [("a", {"email": ""}, ("mobile", "first_name", "last_name")), ("b", {}, ())] == read(made)

    def test_a_wrong_one_is_named_by_its_number(self):
        """A row that cannot be used is named by its number."""
        for rows in (
            [{"user_name": "a"}, {"user_name": "A"}],
            [{"user_name": "a"}, {"email": "x"}],
            [{"user_name": "a"}, 5],
        ):
            with pytest.raises(errors.BulkError, match="row 2: "):
                list(from_mappings(rows, Columns(USERS), Token()))

    def test_an_iterator_is_not_held(self):
        """Rows come as they are read."""
        endless = ({"user_name": f"u{number}"} for number in itertools.count())
        assert ["u0", "u1"] == [row.key for row in itertools.islice(from_mappings(endless, Columns(USERS), Token()), 2)]


class TestSize:
    """Large files."""

    def test_a_large_file_is_not_held(self, tmp_path):
        """Reading many rows takes the memory of their keys' hashes, not of their text."""
        path = tmp_path / "rows.csv"
        with path.open("w") as stream:
            stream.write("user_name,email\n")
            for number in range(20_000):
                stream.write(f"user{number},{'x' * 500}\n")
        tracemalloc.start()
        try:
            assert 20_000 == RowFile(path).check()
            assert tracemalloc.get_traced_memory()[1] < path.stat().st_size / 2
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize("suffix", ["csv", "jsonl"])
    def test_ten_times_the_rows(self, tmp_path, suffix):
        """Planning ten times the rows takes the memory of their keys' hashes more, not that of their text."""
        peaks = []
        with Client("sim:", username="admin", password="admin", wsdl="bundled") as ir:
            for count in (200, 2_000):
                path = tmp_path / f"rows.{suffix}"
                with path.open("w") as stream:
                    if suffix == "csv":
                        stream.write("user_name,email\n")
                    for number in range(count):
                        row = {"user_name": f"user{number}", "email": "x" * 4_000}
                        stream.write(f"{','.join(row.values())}\n" if suffix == "csv" else f"{json.dumps(row)}\n")
                tracemalloc.start()
                try:
                    with ir.users.plan_bulk(RowFile(path), blind=True) as plan:
                        assert count == sum(1 for _ in plan)
                    peaks.append(tracemalloc.get_traced_memory()[1])
                finally:
                    tracemalloc.stop()
        assert peaks[1] - peaks[0] < 1_800 * 1_000

    @pytest.mark.parametrize(
        ("start", "options", "told"),
        [
            (b"", {}, "line 1 has more than 1,048,576 characters"),
            (b"user_name,email\njdoe,", {"encoding": "utf-8"}, "line 2 has more than 1,048,576 characters"),
            (b"\xff\xfeu\0s\0e\0r\0_\0n\0a\0m\0e\0\n\0", {}, "line 2 has more than 1,048,576 characters"),
            (
                b'user_name,email\njdoe,"' + b"a@b,\n" * 50_000,
                {"encoding": "utf-8"},
                "line 2: a cell has more than 131,072 characters: a quote is not closed",
            ),
            (b'{"user_name":"', {"format": "jsonl"}, "line 1 has more than 1,048,576 characters"),
        ],
        ids=["zeros", "line", "utf-16", "quote", "json"],
    )
    def test_two_gigabytes_that_are_no_rows(self, tmp_path, start, options, told):
        """A line or cell that goes on for two gigabytes is refused in one sentence, after a little of it is read."""
        path = tmp_path / "rows.csv"
        with path.open("wb") as stream:
            stream.write(start)
            stream.truncate(2**31)
        tracemalloc.start()
        try:
            with pytest.raises(errors.BulkError, match=told):
                RowFile(path, **options).check()
            assert tracemalloc.get_traced_memory()[1] < 2**25
        finally:
            tracemalloc.stop()

    def test_too_many_rows(self, monkeypatch):
        """An input with more rows than a run can hold the results of is refused, also where it never ends."""
        monkeypatch.setattr("soapclient.bulk.rows.MOST_ROWS", 50)
        endless = ({"user_name": f"u{number}"} for number in itertools.count())
        with pytest.raises(errors.BulkError, match=r"more than 50 rows: split them into several files"):
            list(from_mappings(endless, Columns(USERS), Token()))

    def test_no_room_for_the_plan(self, monkeypatch):
        """Where the disk of the temporary files is full, planning says so, and what to do."""
        rows = [{"user_name": f"u{number}", "email": "x" * 100} for number in range(100)]
        monkeypatch.setattr("tempfile.TemporaryFile", lambda: open("/dev/full", "r+b"))  # noqa: SIM115, PTH123
        with Client("sim:", username="admin", password="admin", wsdl="bundled") as ir:
            for count in (1, 100):
                with pytest.raises(errors.BulkError, match=r"a temporary file in .* \(No space .* TMPDIR"):
                    list(ir.users.plan_bulk(rows[:count], blind=True))

    def test_no_place_for_the_plan(self, monkeypatch, tmp_path):
        """Where there is no directory for temporary files, planning says so, and what was not made is silent."""
        ignored = []
        monkeypatch.setattr(sys, "unraisablehook", ignored.append)
        monkeypatch.setattr(tempfile, "tempdir", None)
        monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(tmp_path / "gone")])
        with Client("sim:", username="admin", password="admin", wsdl="bundled") as ir:
            with pytest.raises(errors.BulkError, match="No usable temporary directory .* TMPDIR"):
                ir.users.plan_bulk([{"user_name": "jdoe", "email": "x"}], blind=True)
        gc.collect()

        assert [] == ignored

    def test_keys_fold(self):
        """Two keys that differ in letter case are the same."""
        keys = Keys(USERS)
        keys.add("Straße", 1)
        with pytest.raises(Problem, match="line 1"):
            keys.add("STRASSE", 2)


MOVES = st.dictionaries(
    st.sampled_from(["email", "mobile", "first_name"]), st.builds(Move, st.none() | st.text(), st.text())
)


class TestMoves:
    """What plans and journals write of a change."""

    @given(MOVES)
    def test_written_and_read(self, moves):
        """Values before and after are read as they were written, whatever characters they have."""
        assert moves == moves_from_json(json.loads(json.dumps(moves_to_json(moves))), USERS)

    @pytest.mark.parametrize(
        "found",
        [
            {"salary": {"from": "", "to": ""}},
            {"email": {"from": 1, "to": ""}},
            {"email": {"from": "", "to": None}},
            {"show_archives": {"from": "yes", "to": True}},
        ],
    )
    def test_no_change(self, found):
        """What is no change of a field is refused."""
        with pytest.raises(ValueError, match="is not a field with such values"):
            moves_from_json(found, USERS)
        assert "flag" == USERS.fields["show_archives"]


class TestUsers:
    """The rows of users, whose fields the bulk room has in writing."""

    def test_they_are_what_an_update_takes(self):
        """A row of users has the fields of an update of one, in the same order, but for what is not a field."""
        taken = [
            name for name, each in inspect.signature(Users.update).parameters.items() if each.kind is each.KEYWORD_ONLY
        ]
        assert [*USERS.fields] == [name for name in taken if name not in (USERS.key, "verify")]

    def test_their_kinds(self):
        """E-mail, mobile and names are text; of the preferences those are flags that an update takes as flags."""
        fields = ("email", "mobile", "first_name", "last_name", *PREFERENCES)
        assert {field: "flag" if field in FLAGS else "text" for field in fields} == dict(USERS.fields)
