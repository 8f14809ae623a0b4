"""A plan to look at: its overview, `bulk show` with filters and pages, and what is said of the wrong kind of file."""

from __future__ import annotations

import json
import os
import pty
import re
import stat
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import soapclient
from soapclient import BulkJournal, BulkPlan, Client
from soapclient.bulk.moves import Move
from soapclient.bulk.overview import overview
from soapclient.bulk.plan import PlannedRow, make
from soapclient.bulk.planner import header
from soapclient.cli import output, plantext
from soapclient.cli.bulkshow import duration
from soapclient.cli.folding import _folded, emit_folded
from soapclient.simulator import Simulator

ROWS = (
    "user_name,email,mobile\nuser00001,a@x,\nnobody1,b@x,\nuser00002,,!clear\nnobody2,b@x,\nuser00003,user00003@example.com,\n"
    "user00004,d@x,+1\n"
)


@pytest.fixture
def plan(tmp_path, monkeypatch, configure, cli):
    """A plan with rows of each kind, in the working directory."""
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text(ROWS)
    with Simulator(seed_users=10) as sim, sim.serve() as server:
        configure(server=server.url, username="admin", password="admin", wsdl="bundled")
        assert 5 == cli("bulk", "plan", "rows.csv", "-o", "plan.jsonl")[0]
        yield "plan.jsonl"


def lines(out):
    """The lines of the input that are shown, in order."""
    return [int(each) for each in re.findall(r"(?m)^  line (\d+), ", out)]


class TestOverview:
    """`BulkPlan.overview`."""

    def test_it_counts(self, plan):
        """Rows by kind, errors by reason, changes by field."""
        with BulkPlan.load(plan) as made:
            found = made.overview(1)

        assert {"error": 2, "clear": 1, "change": 2, "same": 1} == found.kinds
        assert [(2, ["nobody1"])] == [(each.rows, [row.key for row in each.examples]) for each in found.reasons]
        email, mobile = found.fields
        assert ("email", 2, 0, 1, 1, 0) == (
            email.name, email.set, email.cleared, email.unchanged, email.kept, email.left
        )  # fmt: skip
        assert (1, 1, 0, 2) == (mobile.set, mobile.cleared, mobile.unchanged, mobile.kept)
        assert {"error": "nobody1", "clear": "user00002", "change": "user00001", "same": "user00003"} == {
            kind: rows[0].key for kind, rows in found.examples.items()
        }

    def test_reasons_that_differ_in_what_is_the_row_s(self):
        """Keys, quoted values and line numbers do not make reasons apart; a reason of one row is told as it is."""
        errors = [
            "anna: 'x' is not a flag",
            "bert: 'y' is not a flag",
            "it is the one of line 3",
            "it is the one of line 4",
            "z",
        ]
        rows = [PlannedRow(number=n, line=n, key=("anna", "bert")[n % 2], error=each) for n, each in enumerate(errors)]

        found = overview(rows)

        assert [("...: ... is not a flag", 2), ("it is the one of line ...", 2), ("z", 1)] == [
            (each.text, each.rows) for each in found.reasons
        ]

    @given(st.lists(st.tuples(st.sampled_from(["", "no", "never"]), st.booleans(), st.booleans()), max_size=30))
    def test_every_row_is_counted_once(self, found):
        """Whatever a plan consists of, the kinds add up to its rows, and so do the reasons to its errors."""
        rows = [
            PlannedRow(
                number=n,
                line=n,
                key=f"k{n}",
                moves={"email": Move("a", "" if clears else "b")},
                operations=("X",) if calls else (),
                error=error,
            )
            for n, (error, clears, calls) in enumerate(found)
        ]
        told = overview(rows, 3)
        assert len(rows) == sum(told.kinds.values())
        assert told.kinds.get("error", 0) == sum(each.rows for each in told.reasons)


class TestShow:
    """`bulk show` on a plan."""

    def test_the_dangerous_rows_come_first(self, cli, plan):
        """Without a filter all rows are there: errors, clears, changes, and those that need nothing."""
        status, out, err = cli("bulk", "show", plan)
        assert (0, "") == (status, err)
        assert [3, 5, 4, 2, 7, 6] == lines(out)
        assert out.startswith("plan.jsonl: 6 rows\n\n2 rows cannot be done:\n")

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (["--errors"], [3, 5]),
            (["--clears"], [4]),
            (["--changes"], [2, 7]),
            (["--unchanged"], [6]),
            (["--left"], []),
            (["--errors", "--clears"], [3, 5, 4]),
            (["--user", "USER00001"], [2]),
            (["--only", "user*", "--changes"], [2, 7]),
            (["--user", "*1"], [3, 2]),
            (["--user", "user0000"], []),
            (["--user", "nobody1", "--user", "user00002"], [3, 4]),
        ],
    )
    def test_filters(self, cli, plan, words, expected):
        """Filters of kinds add up; keys are whole ones, letter case aside, and a star is any text."""
        out = cli("bulk", "show", plan, *words)[1]
        assert expected == lines(out)
        assert f"plan.jsonl: {len(expected)} row{'' if len(expected) == 1 else 's'} of 6\n" in out
        shown = json.loads(cli("bulk", "show", plan, *words, "--json")[1])
        assert (sorted(expected), len(expected)) == ([row["line"] for row in shown["rows"]], shown["matched"])

    def test_pages(self, cli, plan):
        """A page says which rows it has of how many, and the command of the next one, which works."""
        seen, words = [], ["bulk", "show", plan, "--user", "*o*", "--user", "user*", "--page", "1", "--per-page", "4"]
        out = cli(*words)[1]
        seen += lines(out)
        assert "rows 1 to 4 of 6; the next ones:\n" in out
        out = cli(*out.splitlines()[-1].replace("'", "").split()[1:])[1]
        assert [3, 5, 4, 2, 7, 6] == seen + lines(out)
        assert out.endswith("rows 5 to 6 of 6\n")
        assert (2, True) == (cli(*words[:-3], "9")[0], "the last one is 1" in cli(*words[:-3], "9")[2])

    def test_json_is_the_whole_plan(self, cli, plan):
        """`--json` is one object: header, counts, and each row with its kind, in the order of the plan."""
        found = json.loads(cli("bulk", "show", plan, "--json")[1])
        assert (6, 6, 0, 6) == (found["summary"]["rows"], found["matched"], found["offset"], found["shown"])
        assert ["change", "error", "clear", "error", "same", "change"] == [row["kind"] for row in found["rows"]]
        assert {"from": "user00001@example.com", "to": "a@x"} == found["rows"][0]["change"]["email"]
        page = json.loads(cli("bulk", "show", plan, "--json", "--page", "2", "--per-page", "4")[1])
        assert (6, 4, [5, 6]) == (page["matched"], page["offset"], [row["row"] for row in page["rows"]])
        assert [] == json.loads(cli("bulk", "show", plan, "--json", "--left")[1])["rows"]

    def test_a_terminal_gets_a_page(self, plan):
        """At a terminal long plans come in pages and long lines are folded, but the command to copy is whole."""
        rows = [{"user_name": f"{n}-{'x ' * 30}", "email": "x"} for n in range(60)]
        with Client("sim:", username="admin", password="admin") as ir, ir.users.plan_bulk(rows, blind=True) as made:
            made.save("long.jsonl")
        ours, theirs = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(Path(soapclient.__file__).parent.parent), "COLUMNS": "40"}
        with subprocess.Popen(
            [sys.executable, "-m", "soapclient", "bulk", "show", "long.jsonl"], stdout=theirs, env=environment
        ) as process:
            os.close(theirs)
            out = b""
            try:
                while block := os.read(ours, 65536):
                    out += block
            except OSError:  # it has ended
                pass
            os.close(ours)
            assert 0 == process.wait(60)
        shown = out.decode().splitlines()
        assert "  soapclient bulk show long.jsonl --page 2" == shown[-1]
        assert [] == [each for each in shown[:-1] if len(each) > 40]


class TestText:
    """The words for plans that are larger than what is shown of them."""

    def test_much_of_everything(self, tmp_path):
        """What is not shown is counted: rows of a reason, reasons, rows of a kind and fields."""
        with Client("sim:", username="admin", password="admin") as ir:
            target = ir.users._target()
            shape = attrs.evolve(target.shape, fields={f"f{n}": "text" for n in range(25)})
        wide = {f"f{n}": Move("a", "b") for n in range(25)}
        rows = [
            *(PlannedRow(number=n, line=n, key=f"k{n}", error="gone") for n in range(1, 8)),
            *(PlannedRow(number=n, line=n, key=f"k{n}", error="x" * n) for n in range(8, 20)),
            *(PlannedRow(number=n, line=n, key=f"k{n}", moves=wide, operations=("X",)) for n in range(20, 40)),
        ]
        with make(header(target, "x", blind=True), iter(rows), target, BulkPlan) as made:
            made.shape = shape
            found = [*plantext.summary(made, "a plan")]
            unsaved = [*plantext.summary(made, None)]

        assert "39 rows: 19 cannot be done, 20 change" == found[0]
        assert "  7 rows: gone: line 1 (k1), line 2 (k2), line 3 (k3), line 4 (k4), line 5 (k5) and 2 more" in found
        assert "  3 rows for 3 other reasons" in found
        assert "    soapclient bulk show 'a plan' --errors" in found and "  ... and 10 more:" in found
        assert "  ... and 5 more fields" in found
        assert "  ... and 10 more" in unsaved
        assert not any("bulk show" in each or "All of them" in each for each in unsaved)

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("short", "short"),
            ("  soapclient bulk show a-plan --errors", "  soapclient bulk show a-plan --errors"),
            ("      -> soapclient wsdl diff bundled", "      -> soapclient wsdl diff bundled"),
            ("  a line that is too long", "  a line that is too\n      long"),
            ("x" * 30, "x" * 30),
        ],
    )
    def test_lines_are_folded(self, line, expected):
        """A line that is too long goes on below, indented; a command and a word stay whole."""
        assert expected == _folded(line, 20, None)

    @pytest.mark.parametrize(("width", "indent"), [(40, 10), (16, 4)])
    def test_lines_hang(self, width, indent):
        """The rest of a line begins under its text, or near its start at a narrow terminal."""
        _first, *rest = _folded("ok        some words that are too long for one line of it", width, 10).splitlines()
        assert {indent} == {len(line) - len(line.lstrip()) for line in rest}

    def test_many_lines_are_not_held_in_memory(self, monkeypatch):
        """Lines are written while the next ones are still to come, and all of them are."""
        written = []
        monkeypatch.setattr(output, "emit_beside", lambda text, *files: written.append(text))
        behind = []

        def found():
            for number in range(5000):
                behind.append(number - sum(len(each.split("\n")) for each in written))
                yield f"line {number}"

        emit_folded(found())
        assert (True, 5000) == (max(behind) <= 1000, len("\n".join(written).split("\n")))

    @pytest.mark.parametrize(
        ("seconds", "expected"),
        [(0, "0.0 s"), (3.21, "3.2 s"), (303, "5 min 3 s"), (7500, "2 h 5 min"), (59.96, "1 min 0 s")],
    )
    def test_durations(self, seconds, expected):
        """A duration has the two largest units that it fills."""
        assert expected == duration(seconds)


class TestTheWrongFile:
    """A plan where a journal is expected, and the reverse."""

    def test_each_says_what_to_do(self, cli, plan):
        """The sentence names what the file is and the commands for it."""
        with Client("sim:", username="admin", password="admin") as ir:
            with ir.users.plan_bulk([{"user_name": "jdoe", "email": "x@y"}]) as made:
                made.apply("run.journal")
        for words in (["show", "run.journal"], ["apply", "run.journal", "--journal", "j"]):
            status, _, err = cli("bulk", *words)
            assert (2, True) == (status, "run.journal is the journal of a run, not a plan: use it with bulk" in err)
        for words in (["status", plan], ["resume", plan], ["undo", plan, "-o", "u"], ["report", plan, "-o", "f"]):
            status, _, err = cli("bulk", *words)
            assert (2, True) == (status, "plan.jsonl is a plan, not a journal: look at it with bulk show" in err)


class TestStatus:
    """Times in `bulk status`."""

    def test_of_a_run_that_ended(self, cli, plan):
        """Start, end, duration and rate, in words and as data."""
        assert 5 == cli("bulk", "apply", plan, "--journal", "j")[0]
        text = cli("bulk", "status", "j")[1]
        found = json.loads(cli("bulk", "status", "j", "--json")[1])
        with BulkJournal.open("j") as journal:
            begun, last = journal.sessions[0]
        assert (begun, last, last, 1) == (found["started"], found["ended_at"], found["last_event"], found["sessions"])
        assert (6, 0, None, None) == (found["rows"], found["left"], found["seconds_left"], found["estimated_end"])
        assert found["rows_per_second"] is None or 3 == round(found["rows_per_second"] * found["seconds"])
        assert f"started   {begun[:19].replace('T', ' ')} UTC\n" in text and "duration  " in text

    def test_of_a_run_that_was_killed_and_resumed(self, cli, plan):
        """What is left is counted, with the command to go on; the time between two sessions is not worked time."""
        cli("bulk", "apply", plan, "--journal", "j")
        written = [json.loads(each) for each in Path("j").read_bytes().splitlines()]
        cut = next(n for n, each in enumerate(written) if each.get("event") == "outcome")
        for second, event in enumerate(each for each in written if "event" in each):
            event["time"] = f"2026-11-24T01:00:{10 * second:02}.000+00:00"
        kept = [json.dumps(each, separators=(",", ":")) + "\n" for each in written[: cut + 1]]
        Path("j").write_text("".join(kept))
        found = json.loads(cli("bulk", "status", "j", "--json")[1])
        assert (False, False, None, 2) == (found["ended"], found["running"], found["ended_at"], found["left"])
        assert 1 / found["seconds"] == found["rows_per_second"]
        assert cli("bulk", "status", "j")[1].endswith("go on with: soapclient bulk resume j\n")

        assert 5 == cli("bulk", "resume", "j", "--max-age", "none")[0]
        again = json.loads(cli("bulk", "status", "j", "--json")[1])
        assert (2, 0, True) == (again["sessions"], again["left"], again["ended"])
        assert again["seconds"] < found["seconds"] + 3600
        assert ", resumed once\n" in cli("bulk", "status", "j")[1]

    def test_of_a_run_that_goes_on(self, cli, plan, monkeypatch):
        """A run under way has a rate so far and an estimate of its end."""
        cli("bulk", "apply", plan, "--journal", "j")
        written = Path("j").read_bytes().splitlines(keepends=True)
        first = next(number for number, each in enumerate(written) if b'"outcome"' in each)
        Path("j").write_bytes(re.sub(rb'"time":"20\d\d', b'"time":"2001', b"".join(written[: first + 1])))
        monkeypatch.setattr(BulkJournal, "in_use", property(lambda _: True))
        found = json.loads(cli("bulk", "status", "j", "--json")[1])
        assert (True, True) == (found["running"], found["left"] > 0)
        assert found["seconds_left"] == pytest.approx(found["left"] / found["rows_per_second"])
        assert found["estimated_end"] > found["started"] and found["seconds"] > 24 * 3600
        text = cli("bulk", "status", "j")[1]
        assert "ended     no: the run is under way\nexpected  " in text and "go on with" not in text


def test_the_page_is_its_owner_s(cli, plan):
    """`--html` writes the plan as a page that only its owner can read, and takes no filter along."""
    assert (0, "6 rows: p.html\n", "") == cli("bulk", "show", plan, "--html", "p.html")
    assert 0o600 == stat.S_IMODE(Path("p.html").stat().st_mode)
    assert {"rows": 6, "html": "q.html"} == json.loads(cli("bulk", "show", plan, "--html", "q.html", "--json")[1])
    assert Path("p.html").read_bytes() == Path("q.html").read_bytes()
    for words in (["--html", "r.html", "--errors"], ["--html", plan]):
        assert 2 == cli("bulk", "show", plan, *words)[0]
