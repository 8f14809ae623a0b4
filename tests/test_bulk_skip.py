"""Rows that cannot be read are skipped, written as they are in the input, and planned again; rows of standard input."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soapclient import BulkPlan, Client, RowFile, errors
from soapclient.simulator import Simulator

BAD = "user_name,email,mobile\njdoe,new@example.com,\n,x@y,1\nadmin,a,b,c\nuser00001,!clea,\nJDOE,again@example.com,\n"
CLEA = "line 5: email: '!clea' begins like !clear but is another text; write !!clea for this text"


@pytest.fixture
def work(tmp_path, monkeypatch, configure):
    """The working directory of an administrator of a simulator."""
    monkeypatch.chdir(tmp_path)
    with Simulator(seed_users=2) as sim, sim.serve() as server:
        configure(server=server.url, username="admin", password="admin", wsdl="bundled")
        yield tmp_path


def lines(name):
    """The lines of the rows of a plan."""
    with BulkPlan.load(name) as plan:
        return [row.line for row in plan]


class TestSkipping:
    """`bulk plan FILE --skip-errors FILE2`."""

    def test_from_the_bad_rows_to_the_mended_ones(self, work, cli):
        """Bad rows are left out and written, no row is lost, and the command it prints plans the mended file."""
        Path("rows.csv").write_text(BAD)
        status, out, err = cli("bulk", "plan", "rows.csv", "-o", "p", "--skip-errors", "bad.csv")
        assert (5, "", [2]) == (status, err, lines("p"))
        assert "4 rows skipped, because they cannot be read:\n  line 3: the user's name is blank\n" in out
        assert "5 rows read: 1 planned, 4 skipped\n" in out
        assert 0o600 == stat.S_IMODE(Path("bad.csv").stat().st_mode)
        assert [
            ["#line", "#problem", "user_name", "email", "mobile"],
            ["3", "line 3: the user's name is blank", "", "x@y", "1"],
            ["4", "line 4: 4 cells, but the first line names 3 columns", "admin", "a", "b", "c"],
            ["5", CLEA, "user00001", "!clea", ""],
            ["6", "line 6: the user's name 'JDOE' is already on line 2", "JDOE", "again@example.com", ""],
        ] == read("bad.csv")

        again = next(each for each in out.splitlines() if "-o mended.jsonl" in each).split()
        assert ["soapclient", "bulk", "plan", "bad.csv", "-o", "mended.jsonl"] == again
        status, _, err = cli(*again[1:])
        assert (2, True) == (status, "line 2: the user's name is blank" in err)
        mended = Path("bad.csv").read_text("utf-8-sig").replace(",,x@y,1", ",admin,x@y,1").replace("!clea,", "!clear,")
        Path("bad.csv").write_text("".join(each + "\n" for each in mended.splitlines() if "a,b,c" not in each))
        assert 0 == cli(*again[1:])[0]
        with BulkPlan.load("mended.jsonl") as plan:
            assert ["admin", "user00001", "JDOE"] == [row.key for row in plan]

    def test_the_commands_that_it_prints(self, work, cli, monkeypatch):
        """They name the connection that the options named, and no file that they read."""
        server = os.environ["SOAPCLIENT_SERVER"]
        monkeypatch.delenv("SOAPCLIENT_SERVER")
        Path("rows.csv").write_text(BAD)
        where = ("--server", server, "--wsdl", "bundled")
        _, out, _ = cli("bulk", "plan", "rows.csv", "-o", "p", "--skip-errors", "mended.jsonl", *where)
        again = next(each for each in out.splitlines() if "bulk plan" in each).split()
        assert 2 == cli(*again[1:])[0]
        Path("mended.jsonl").write_text("user_name,email\njdoe,new@example.com\n")
        assert 0 == cli(*again[1:])[0]
        apply = next(each for each in out.splitlines() if "bulk apply" in each).split()
        assert 0 == cli(*apply[1:])[0]

    def test_skipped_rows_before_others(self, work, cli):
        """A plan of rows around skipped ones can be shown, carried out, and undone from its journal."""
        Path("rows.csv").write_text("user_name,email\n,x@y\njdoe,new@example.com\n,x@y\nadmin,a@example.com\n")
        assert 5 == cli("bulk", "plan", "rows.csv", "-o", "p", "--skip-errors", "bad.csv")[0]
        assert [3, 5] == lines("p")
        assert 0 == cli("bulk", "show", "p")[0]
        assert 0 == cli("bulk", "apply", "p", "--journal", "j")[0]
        assert 0 == cli("bulk", "status", "j")[0]
        assert 0 == cli("bulk", "undo", "j", "-o", "undo")[0]
        assert [3, 5] == lines("undo")
        assert 5 == cli("bulk", "run", "rows.csv", "--yes", "--journal", "k", "--skip-errors", "bad2.csv")[0]
        assert 0 == cli("bulk", "status", "k")[0]

    def test_skipped_rows_before_calls_without_a_key(self, work, cli):
        """Calls that are told apart by their number only are numbered without the skipped rows."""
        Path("rows.csv").write_text("UserName,x\n!oops,\njdoe,\n")
        words = ("--operation", "GetUser", "--ignore", "x", "--skip-errors", "bad.csv")
        assert 5 == cli("bulk", "plan", "rows.csv", "-o", "p", *words)[0]
        with BulkPlan.load("p") as plan:
            assert [(1, 3, "1")] == [(row.number, row.line, row.key) for row in plan]

    def test_it_does_not_overwrite(self, work, cli):
        """A file that exists is refused before anything is read; without bad rows none is made."""
        Path("rows.csv").write_text(BAD)
        Path("bad.csv").write_text("mine")
        status, out, err = cli("bulk", "plan", "rows.csv", "-o", "p", "--skip-errors", "bad.csv")
        assert (2, "", True) == (status, out, "bad.csv already exists" in err)
        assert ("mine", False) == (Path("bad.csv").read_text(), Path("p").exists())
        Path("rows.csv").write_text("user_name,email\njdoe,x@y\n")
        status, out, _ = cli("bulk", "plan", "rows.csv", "-o", "p", "--skip-errors", "none.csv")
        assert (0, True, False) == (status, "No row was skipped\n" in out, Path("none.csv").exists())

    def test_two_runs_that_write_one_file(self, tmp_path):
        """A file that appears meanwhile is not overwritten either."""
        (tmp_path / "rows.csv").write_text(BAD)
        rows = RowFile(tmp_path / "rows.csv", skip_errors=True)
        assert 1 == rows.check()
        (tmp_path / "bad.csv").write_text("mine")
        with pytest.raises(errors.BulkError, match="already exists"):
            rows.save_skipped(tmp_path / "bad.csv")
        assert "mine" == (tmp_path / "bad.csv").read_text()
        assert ["bad.csv", "rows.csv"] == sorted(each.name for each in tmp_path.iterdir())

    @pytest.mark.parametrize(("content", "hinted"), [(BAD, True), ("user_name,emai\njdoe,x\n", False)])
    def test_it_is_named_where_it_helps(self, work, cli, content, hinted):
        """A file that is refused for rows that can be skipped says how, and no other file does."""
        Path("rows.csv").write_text(content)
        status, _, err = cli("bulk", "plan", "rows.csv", "-o", "p")
        assert (2, hinted) == (
            status,
            err.endswith("; --skip-errors FILE goes on without such rows and writes them to FILE\n"),
        )
        status, _, err = cli("bulk", "plan", "rows.csv", "-o", "p", "--workers", "99")
        assert (2, False) == (status, "--skip-errors" in err)

    def test_json(self, work, cli):
        """`--json` counts what was skipped, names the file and lists the problems."""
        Path("rows.csv").write_text(BAD)
        status, out, _ = cli("bulk", "plan", "rows.csv", "-o", "p", "--skip-errors", "bad.csv", "--json")
        found = json.loads(out)
        assert (5, 1, 4, "bad.csv") == (status, found["summary"]["rows"], found["skipped"], found["skipped_file"])
        assert 4 == len(found["problems"])

    def test_run(self, work, cli):
        """`run` writes the skipped rows when it carries the others out; without --yes it writes nothing."""
        Path("rows.csv").write_text(BAD)
        words = ["bulk", "run", "rows.csv", "--journal", "j", "--skip-errors", "bad.csv"]
        assert (2, False) == (cli(*words)[0], Path("bad.csv").exists())
        status, out, _ = cli(*words, "--yes")
        assert (5, True, 5) == (status, "done      1\nskipped   4, in bad.csv\n" in out, len(read("bad.csv")))
        assert 0 == cli("bulk", "status", "j")[0]

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"user_name,emai\njdoe,x\n", "column 'emai' is not a field"),
            (b'user_name,email\n,x\nadmin,"y', "the file ends within a quoted cell"),
            (b"user_name,email,mobile\n,x,1\nadmin", "the file ends within this row"),
            (b'user_name,email\n,x\nadmin,"y"z\nasmith,q\n', "text follows the closing quote"),
        ],
    )
    def test_what_cannot_be_skipped(self, work, cli, content, told):
        """Where it is not known which rows follow, the file is refused: no row may be lost."""
        Path("rows.csv").write_bytes(content)
        status, out, err = cli("bulk", "plan", "rows.csv", "-o", "p", "--skip-errors", "bad.csv")
        assert (2, "", True, True) == (status, out, told in err, "mend the file" in err)
        assert not Path("bad.csv").exists() and not Path("p").exists()

    def test_a_file_that_changes_meanwhile(self, tmp_path):
        """Rows that were neither planned nor skipped are noticed."""
        path = tmp_path / "rows.csv"
        path.write_text(BAD)
        rows = RowFile(path, skip_errors=True)
        rows.check()
        path.write_text("user_name,email\njdoe,x\nadmin,y\n")
        with pytest.raises(errors.BulkError, match=r"rows\.csv changed while it was read"):
            list(rows)


class TestFormats:
    """Skipped rows are written so that they say the same when they are read again."""

    def test_json_lines(self, work, cli):
        """A JSON line is kept as text, whatever it is; a second time its notes are not doubled."""
        bad = [
            '{"user_name": "jdoe", "mobile": 15551234567890123456789}',
            '{"user_name": "jdoe", "email": "a", "email": "b"}',
            '{"user_name": "jdoe", "email": x}',
            "[1]",
            "{}",
            "jdoe",
        ]
        Path("rows.jsonl").write_text("\n".join(['{"user_name": "admin", "email": "ä"}', *bad]) + "\n", "utf-8")
        assert 5 == cli("bulk", "plan", "rows.jsonl", "-o", "p", "--skip-errors", "bad.jsonl")[0]
        written = Path("bad.jsonl").read_text("utf-8").splitlines()
        assert [2, 3, 4, None, 6, None] == [number(each) for each in written]
        assert (bad[3], bad[5]) == (written[3], written[5])
        assert written[0].endswith(', "user_name": "jdoe", "mobile": 15551234567890123456789}')
        assert written[1].endswith(', "user_name": "jdoe", "email": "a", "email": "b"}')
        assert {"#line": 6, "#problem": "line 6: the user's name is blank"} == json.loads(written[4])

        status, _, err = cli("bulk", "plan", "bad.jsonl", "-o", "q", "--skip-errors", "worse.jsonl")
        assert (5, "", []) == (status, err, lines("q"))
        again = Path("worse.jsonl").read_text("utf-8").splitlines()
        assert [1, 2, 3, None, 5, None] == [number(each) for each in again]
        assert [1] * 4 == [each.count("#problem") for each in again if each.startswith("{")]

    def test_json_lines_whose_notes_were_moved(self, tmp_path):
        """Notes that another program wrote behind the fields do not make a row unusable when it is skipped again."""
        bad = tmp_path / "bad.jsonl"
        bad.write_text('{"user_name": "", "email": "x", "#line": 7, "#problem": "line 7: ..."}\n')
        rows = RowFile(bad, skip_errors=True)
        assert 0 == rows.check()
        rows.save_skipped(tmp_path / "worse.jsonl")
        mended = tmp_path / "mended.jsonl"
        mended.write_text((tmp_path / "worse.jsonl").read_text().replace('"user_name": ""', '"user_name": "jdoe"'))
        assert [("jdoe", {"email": "x"})] == [(row.key, row.set) for row in RowFile(mended)]

    def test_a_csv_a_second_time(self, work, cli):
        """The notes of the first time are replaced, not doubled."""
        Path("rows.csv").write_text(BAD)
        cli("bulk", "plan", "rows.csv", "-o", "p", "--skip-errors", "bad.csv")
        assert 5 == cli("bulk", "plan", "bad.csv", "-o", "p", "--skip-errors", "worse.csv")[0]
        first, second = read("bad.csv"), read("worse.csv")
        assert (first[0], [each[2:] for each in first[1:4]]) == (second[0], [each[2:] for each in second[1:]])

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-be", "utf-32"])
    @pytest.mark.parametrize("named", [True, False])
    def test_encodings(self, tmp_path, encoding, named):
        """What was read in an encoding, named or found out, is read from the file again in the same way."""
        path = tmp_path / "rows.csv"
        said = "Ã¼ber" if named else "Müller"
        path.write_bytes(f"user_name;email\n;{said};x\n".encode(encoding))
        options = {"encoding": encoding} if named else {}
        rows = RowFile(path, skip_errors=True, **options)
        assert 0 == rows.check() == len(list(rows))
        assert 1 == rows.save_skipped(tmp_path / "bad.csv")
        again = RowFile(tmp_path / "bad.csv", skip_errors=True, **options)
        assert 0 == again.check()
        assert [said, "x"] == next(iter(again.skipped))[2][3:]

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.sampled_from(",;\t|"),
        st.lists(
            st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=4), max_size=6
        ),
    )
    def test_every_cell_comes_through(self, tmp_path_factory, delimiter, records):
        """Whatever is in the cells of skipped rows, the file says the same, and it is as wrong as it was."""
        folder = tmp_path_factory.mktemp("skip")
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=delimiter)
        writer.writerow(["user_name", "email"])
        writer.writerows(["", "x", *each] for each in records)
        (folder / "rows.csv").write_text(text.getvalue(), "utf-8", newline="")
        rows = RowFile(folder / "rows.csv", delimiter=delimiter, encoding="utf-8", skip_errors=True)
        assert 0 == rows.check()
        assert len(records) == len(rows.skipped) == rows.save_skipped(folder / "bad.csv")
        if records:
            again = RowFile(folder / "bad.csv", skip_errors=True)
            assert 0 == again.check()
            assert [["", "x", *each] for each in records] == [raw[2:] for _, _, raw in again.skipped]

    def test_a_workbook(self, tmp_path):
        """Rows of a workbook become a CSV, in which a cell that cannot be read cannot be read either."""
        openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
        import datetime as dt

        book = openpyxl.Workbook()
        for row in (
            ["user_name", "email", "show_archives", "mobile"],
            ["jdoe", "x@y", True, None],
            ["admin", dt.datetime(2026, 1, 2), True, 4915112345678],
            [dt.datetime(2026, 1, 2), "z", None, None],
            ["user00001", True, False, None],
            [True, "z", None, None],
        ):
            book.active.append(row)
        book.save(tmp_path / "rows.xlsx")
        rows = RowFile(tmp_path / "rows.xlsx", skip_errors=True)
        assert 1 == rows.check() == len(list(rows))
        rows.save_skipped(tmp_path / "bad.csv")
        found = read(tmp_path / "bad.csv")
        assert ["admin", "!? cell B3 is a date or a time: make it text, written as it is expected", "true"] == found[1][
            2:5
        ]
        assert (["4915112345678"], ["", "z"]) == (found[1][5:], found[2][2:4])
        assert (["user00001", "!? true", "false"], ["", "z"]) == (found[3][2:5], found[4][2:4])
        again = RowFile(tmp_path / "bad.csv", skip_errors=True)
        assert (0, 4) == (again.check(), len(again.skipped))


class TestStandardInput:
    """`bulk plan -`."""

    @pytest.fixture
    def typed(self, monkeypatch):
        """Let standard input say something."""

        def give(data):
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

        return give

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"user_name,email\njdoe,x@y\n", []),
            (b'\n {"user_name": "jdoe", "email": "x@y"}\n', []),
            ('{"user_name": "jdoe", "email": "x@y"}\n'.encode("utf-16"), []),
            (b"\xef\xbb\xbfuser_name;email\njdoe;x@y\n", []),
            (b"{user_name,email\njdoe,x@y\n", ["--format", "csv", "--map", "{user_name=user_name"]),
        ],
    )
    def test_rows(self, work, cli, typed, data, words):
        """CSV and JSON Lines are told apart by how they begin, or by --format."""
        typed(data)
        assert (0, "") == (cli("bulk", "plan", "-", "-o", "p", *words)[0::2])
        with BulkPlan.load("p") as plan:
            assert [("jdoe", "x@y")] == [(row.key, row.moves["email"].after) for row in plan]
            assert plan.header["source"].startswith("standard input (")

    @pytest.mark.parametrize(
        ("data", "words", "told"),
        [
            (b'[{"user_name": "jdoe"}]', [], "rows are JSON objects, one a line"),
            (b"PK\x03\x04", [], "standard input is a workbook or another archive"),
            (b"", ["--format", "xlsx"], "a workbook cannot be read from standard input"),
            (b"", ["--password-stdin"], "standard input has either the rows or the password"),
            (b"", [], "standard input is empty"),
            (b"user_name,email\n,x\n", [], "standard input: line 2: the user's name is blank"),
        ],
    )
    def test_what_it_cannot_be(self, work, cli, typed, data, words, told):
        """What standard input cannot give is said by that name."""
        typed(data)
        status, out, err = cli("bulk", "plan", "-", "-o", "p", *words)
        assert (2, "", True) == (status, out, told in err)

    def test_run_and_skip(self, work, cli, typed):
        """`run -` carries out what it reads and skips what it cannot read."""
        typed(BAD.encode())
        status, out, _ = cli("bulk", "run", "-", "--yes", "--journal", "j", "--skip-errors", "bad.txt")
        assert (5, 5) == (status, len(read("bad.txt")))
        assert "soapclient bulk plan bad.txt -o mended.jsonl --format csv\n" in out
        with Client("sim:", username="admin", password="admin"):
            assert 0 == cli("bulk", "status", "j")[0]


def read(name):
    """The records of a CSV."""
    with Path(name).open(encoding="utf-8-sig", newline="") as stream:
        return [*csv.reader(stream)]


def number(line):
    """The line that a skipped JSON line names."""
    start, _, rest = line.partition('"#line": ')
    return int(rest.partition(",")[0]) if start == "{" else None
