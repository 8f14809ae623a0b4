"""The commands of `bulk`: what they print, how they exit."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import re
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from servers import refusal

import soapclient
from soapclient import AsyncClient, BulkJournal, Client
from soapclient.simulator import Simulator

CSV = "user_name,email,mobile\njdoe,new@example.com,!clear\nnobody,x,\nadmin,,\n"
PAGE = (Path(__file__).parents[1] / "docs" / "bulk.md").read_text("utf-8")


@pytest.fixture
def sim():
    """A simulator with more users."""
    with Simulator(seed_users=200) as simulator:
        yield simulator


@pytest.fixture
def work(sim, tmp_path, monkeypatch, configure):
    """A directory with a file of rows, in the environment of an administrator."""
    with sim.serve() as server:
        monkeypatch.chdir(tmp_path)
        configure(server=server.url, username="admin", password="admin", wsdl="bundled")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        Path("rows.csv").write_text(CSV)
        yield tmp_path


def many(sim, name="many.csv"):
    """Write rows that change all generated users."""
    names = [f"user{number:05}" for number in range(1, 201)]
    assert all(map(sim.user, names))
    Path(name).write_text("user_name,email\n" + "".join(f"{each},x@y\n" for each in names))


def start(*words, **settings):
    """Start a command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(soapclient.__file__).parent.parent)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-m", "soapclient", *words], **pipes, env=environment, **settings)


class TestFromPlanToUndo:
    """One file through all commands."""

    def test_text(self, work, sim, cli):
        """Plan shows, apply does, status tells, report writes what is not done, undo takes back."""
        before = sim.user("jdoe")
        status, out, err = cli("bulk", "plan", "rows.csv", "-o", "plan.jsonl")
        assert (5, "") == (status, err)
        assert "3 rows: 1 cannot be done, 1 clears a field, 1 needs nothing\n" in out
        assert "  email: set 1, cleared 0, unchanged 0, kept 1\n" in out
        assert "  mobile: set 0, cleared 1, unchanged 0, kept 1\n" in out
        assert (
            'line 2, jdoe: email "john.doe@example.com" -> "new@example.com"; mobile "+15551234567" -> cleared' in out
        )
        assert f"  1 row: {refusal('GetUser', 'User not found', 4000)}: line 3 (nobody)\n" in out
        assert before == sim.user("jdoe")

        status, out, err = cli("bulk", "apply", "plan.jsonl", "--journal", "run.journal", "--verify")
        assert (5, "") == (status, err)
        assert [
            "done      1",
            "failed    1",
            "same      1",
            f"line 3, nobody: failed: {refusal('GetUser', 'User not found', 4000)}",
        ] == out.splitlines()
        assert ("new@example.com", "") == (sim.user("jdoe")["email"], sim.user("jdoe")["mobile"])

        status, out, _ = cli("bulk", "status", "run.journal")
        assert (5, True) == (status, ", at the end of the plan" in out)
        assert (0, "1 row not done: failures.csv\n") == cli("bulk", "report", "run.journal", "-o", "failures.csv")[:2]
        assert "1 row: 1 cannot be done" in cli("bulk", "plan", "failures.csv", "-o", "again.jsonl")[1]

        out = cli("bulk", "undo", "run.journal", "-o", "undo.jsonl")[1]
        assert 'mobile "" -> "+15551234567"' in out
        assert "  soapclient bulk apply undo.jsonl --journal run-2.journal\n" in out  # run.journal exists
        assert 0 == cli("bulk", "apply", "undo.jsonl", "--journal", "undo.journal")[0]
        assert before == sim.user("jdoe")
        for name in ("plan.jsonl", "run.journal", "failures.csv", "undo.jsonl"):
            assert 0o600 == stat.S_IMODE((work / name).stat().st_mode)

    def test_json(self, work, cli):
        """Under --json every command prints one JSON document."""
        status, out, _ = cli("bulk", "plan", "rows.csv", "-o", "plan.jsonl", "--json")
        assert (5, 3, "plan.jsonl") == (status, json.loads(out)["summary"]["rows"], json.loads(out)["file"])
        status, out, _ = cli("bulk", "apply", "plan.jsonl", "--journal", "j", "--json")
        found = json.loads(out)
        assert (5, {"done": 1, "failed": 1, "same": 1}, False, None) == (
            status, found["counts"], found["ok"], found["resume"]
        )  # fmt: skip
        absent = {"type": "BulkError", "message": refusal("GetUser", "User not found", 4000)}
        assert [absent] == [each["error"] for each in found["failures"]]
        assert json.loads(cli("bulk", "status", "j", "--json")[1])["ended"] is True
        assert 1 == json.loads(cli("bulk", "report", "j", "-o", "f.csv", "--json")[1])["rows"]
        assert 1 == json.loads(cli("bulk", "undo", "j", "-o", "u", "--json")[1])["summary"]["change"]
        assert 5 == cli("bulk", "resume", "j", "--json")[0]
        status, _, err = cli("bulk", "resume", "none", "--json")
        assert (2, "BulkError") == (status, json.loads(err)["error"]["type"])

    def test_run(self, work, sim, cli):
        """`run` shows the plan and does nothing without --yes; with it, it plans and applies."""
        before = sim.user("jdoe")
        status, out, err = cli("bulk", "run", "rows.csv", "--journal", "j")
        assert (2, True, before) == (status, "Nothing was changed yet" in out, sim.user("jdoe"))
        assert "add --yes to carry it out" in err
        assert not Path("j").exists()
        Path("rows.csv").write_text("user_name,email\njdoe,new@example.com\n")
        assert 0 == cli("bulk", "run", "rows.csv", "--journal", "j", "--yes", "--rate", "1000")[0]
        assert "new@example.com" == sim.user("jdoe")["email"]
        assert 0 == cli("bulk", "status", "j")[0]

    def test_blind(self, work, sim, cli):
        """A blind plan needs no login and says that it shows no values before."""
        status, out, _ = cli("bulk", "plan", "rows.csv", "-o", "plan.jsonl", "--blind")
        assert (0, True) == (status, "the values before are not known" in out)
        assert 'line 2, jdoe: email -> "new@example.com"; mobile -> cleared' in out
        assert not sim.arrived


class TestUsage:
    """What is refused, and how."""

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("plan", "none.csv", "-o", "p"), "none.csv is not a file"),
            (("plan", "rows.csv"), "'-o'"),
            (("plan", "rows.csv", "-o", "p", "--map", "x"), "--map is COLUMN=FIELD"),
            (("plan", "rows.csv", "-o", "p", "--map", "mobile=pager"), "which is not a field"),
            (("plan", "rows.csv", "-o", "p", "--map", "x=email", "--map", "x=mobile"), "mapped to email already"),
            (("plan", "rows.csv", "-o", "./rows.csv"), "would be overwritten"),
            (("undo", "j", "-o", "j"), "would be overwritten"),
            (("report", "j", "-o", "p", "--html", "./p"), "would be overwritten"),
            (("plan", "rows.csv", "-o", "p", "--delimiter", ";"), "column 'user_name,email,mobile' is not a field"),
            (("plan", "rows.csv", "-o", "p", "--workers", "99"), "workers must be from 1 to 64"),
            (("plan", "rows.csv", "-o", "/dev/full"), "/dev/full is not a regular file"),
            (("plan", "rows.csv", "-o", "-", "--json"), "both want standard output"),
            (("undo", "j", "-o", "-", "--json"), "both want standard output"),
            (("report", "j", "-o", "-", "--html", "-"), "only one of the files"),
            (("run", "rows.csv", "--yes", "--journal", "-"), "a journal is a file"),
            (("apply", "rows.csv", "--journal", "j"), "rows.csv is not a plan"),
            (("apply", "rows.csv"), "--journal"),
            (("apply", "rows.csv", "--journal", "j", "--max-age", "soon"), "'soon' is not a time"),
            (("apply", "rows.csv", "--journal", "j", "--max-errors", "x"), "'x' is not a number"),
            (("status", "rows.csv"), "rows.csv is not the journal"),
            (("run", "rows.csv", "--journal", "j", "--yes", "--max-changes", "0"), "more than max-changes 0 allows"),
        ],
    )
    def test_wrong(self, work, sim, cli, words, told):
        """Wrong usage and input exit 2 in one line, and nothing is changed."""
        before = sim.user("jdoe")
        status, _, err = cli("bulk", *words)
        assert 2 == status
        assert told in err
        assert 1 == err.count("\n")
        assert before == sim.user("jdoe")

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"user_name,email\njdoe,x\nadmin,y,z\n", "line 3: 3 cells"),
            (b"user_name,email\njdoe,x\n ,y\n", "line 3: the user's name is blank"),
            (b"user_name,email\njdoe,x\nJDOE,y\n", "line 3: "),
            (b"user_name,email,mobile\njdoe,x,1\nadmin", "line 3: the file ends within this row"),
            (b'user_name,email\njdoe,x\nadmin,"y', "line 3: the file ends within a quoted cell"),
            ("user_name,last_name\njdoe,Müller\nadmin,".encode() + b"M\xfcller\n", "line 2 is UTF-8 and line 3 is not"),
            (b"user_name,email\njdoe,x\nadmin,!clea\n", "line 3: email: '!clea' begins like !clear"),
        ],
    )
    def test_a_wrong_row_stops_it_before_anything_is_sent(self, work, sim, cli, content, told):
        """One row that cannot be used, though it is the last, is named with its line, and the server hears nothing."""
        Path("wrong.csv").write_bytes(content)
        sim.arrived.clear()
        status, out, err = cli("bulk", "run", "wrong.csv", "--journal", "j", "--yes")
        assert (2, "", 1) == (status, out, err.count("\n"))
        assert told in err
        assert not sim.arrived and not Path("j").exists()

    def test_a_remark(self, work, cli):
        """What may be wrong with a file is said on standard error, and the plan is made."""
        Path("cut.csv").write_text("user_name,email\njdoe,x@")
        status, out, err = cli("bulk", "plan", "cut.csv", "-o", "p", "--json")
        assert (0, 1) == (status, json.loads(out)["summary"]["change"])
        assert "soapclient: warning: cut.csv has no line end after its last row: the file may be cut off there\n" == err

    def test_options_are_taken(self, work, sim, cli):
        """Mapping, ignoring, token, limits and age are taken from the options."""
        Path("rows.txt").write_bytes("login;phone;dept\njdoe;~empty;x\n".encode("utf-16"))
        words = ["--map", "login=user_name", "--map", "phone=mobile", "--ignore", "dept", "--clear-token", "~empty"]
        assert 0 == cli("bulk", "plan", "rows.txt", "-o", "p", *words)[0]
        limits = ["--max-changes", "100%", "--max-clears", "none", "--max-errors", "none", "--max-age", "1h"]
        assert 0 == cli("bulk", "apply", "p", "--journal", "j", *limits)[0]
        assert "" == sim.user("jdoe")["mobile"]
        status, _, err = cli("bulk", "apply", "p", "--journal", "j2", "--max-age", "0s")
        assert (2, True) == (status, "older than max-age" in err)

    def test_standard_output_as_the_file(self, work, sim, cli):
        """For `-o -` the plan or the CSV goes to standard output as it is, and what is shown to standard error."""
        status, out, err = cli("bulk", "plan", "rows.csv", "-o", "-")
        Path("plan.jsonl").write_text(out)
        assert (5, True) == (status, "Nothing was changed; the plan is in standard output\n" in err)
        assert 5 == cli("bulk", "apply", "plan.jsonl", "--journal", "j")[0]

        status, out, err = cli("bulk", "report", "j", "-o", "-", "--html", "page.html")
        assert (0, "1 row not done: - and page.html\n") == (status, err)
        assert ["user_name", "nobody"] == [line.split(",")[0] for line in out.removeprefix("\ufeff").splitlines()]
        assert Path("page.html").read_text("utf-8") == cli("bulk", "report", "j", "--html", "-")[1]

        status, out, err = cli("bulk", "undo", "j", "-o", "-")
        Path("undo.jsonl").write_text(out)
        assert (0, True) == (status, "restored" not in err and "1 row: 1 changes" in err)
        assert 0 == cli("bulk", "apply", "undo.jsonl", "--journal", "j2")[0]
        assert "john.doe@example.com" == sim.user("jdoe")["email"]
        assert not Path("-").exists()

    def test_a_password_that_is_refused(self, work, cli, monkeypatch):
        """A refused login exits 1, and no password is in what is said or written."""
        monkeypatch.setenv("SOAPCLIENT_PASSWORD", "wr0ng-pw")
        status, out, err = cli("bulk", "plan", "rows.csv", "-o", "p")
        assert (1, "") == (status, out)
        assert refusal("AuthenticateUser", "[900] Authentication failed", 4010) in err and "wr0ng-pw" not in err
        assert not Path("p").exists()

    def test_a_server_that_is_away(self, work, sim, cli):
        """A server that stays away exits 3, after what was done and how to go on."""
        cli("bulk", "plan", "rows.csv", "-o", "p")
        sim.fail("status", operation="UpdateUserContactInfo", status=503, times=None)
        status, out, err = cli("bulk", "apply", "p", "--journal", "my journal", "--patience", "0")
        assert 3 == status
        assert "go on with: soapclient bulk resume 'my journal'" in out
        assert "503" in err
        sim.stop_failing()
        assert 5 == cli("bulk", "resume", "my journal")[0]
        assert "new@example.com" == sim.user("jdoe")["email"]

    def test_the_way_to_go_on_is_the_way_it_went(self, work, sim, cli):
        """The command to go on has the options that said how to reach the server."""
        cli("bulk", "plan", "rows.csv", "-o", "p")
        sim.fail("status", operation="UpdateUserContactInfo", status=503, times=None)
        said = ["--soap-version", "1.2", "--timeout", "30"]
        out = cli("bulk", "apply", "p", "--journal", "j", "--patience", "0", *said)[1]
        assert "go on with: soapclient bulk resume j --soap-version 1.2 --timeout 30.0" in out


class TestProcesses:
    """What happens to the process."""

    def test_status_of_a_run_that_is_under_way(self, work, sim, cli):
        """A run that is under way is told from one that was killed, in text, as JSON and on the page."""
        many(sim)
        sim.fail("delay", operation="UpdateUserContactInfo", times=None, seconds=0.2)

        def told():
            text = re.search("ended .*", cli("bulk", "status", "j")[1])[0]
            found = json.loads(cli("bulk", "status", "j", "--json")[1])
            cli("bulk", "report", "j", "--html", "page.html")
            page = re.search("no: the run [a-z ]+", Path("page.html").read_text("utf-8"))
            return text, found["ended"], found["running"], found["stopped"], page and page[0]

        with start("bulk", "run", "many.csv", "--journal", "j", "--yes") as process:
            while not (Path("j").exists() and b'"outcome"' in Path("j").read_bytes()):
                assert process.poll() is None
            under_way = told()
            assert process.poll() is None
            process.kill()
            process.wait(60)
        killed = told()
        sim.stop_failing()
        assert 0 == cli("bulk", "resume", "j")[0]
        assert ("ended     no: the run is under way", False, True, None, "no: the run is under way") == under_way
        assert killed[0].startswith("ended     no: the run was killed; its last entry is of ")
        assert (False, False, None, "no: the run was killed") == killed[1:]
        ended = told()
        assert ended[0].endswith(" UTC, at the end of the plan") and (True, False, "", None) == ended[1:]

    def test_status_of_a_run_that_ends_meanwhile(self, admin, work, monkeypatch, cli):
        """A run that ends while its journal is read is not called killed."""
        kept = BulkJournal.in_use.fget
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "x"}]) as plan:
            assert plan.apply("j").ok
        whole = Path("j").read_bytes()
        Path("j").write_bytes(whole[: whole.rindex(b'{"event":"end"')])

        def ended(journal):
            Path("j").write_bytes(whole)
            return kept(journal)

        monkeypatch.setattr(BulkJournal, "in_use", property(ended))
        assert cli("bulk", "status", "j")[1].endswith(" UTC, at the end of the plan\n")

    def test_ctrl_c(self, work, sim):
        """Ctrl-C exits 130 with the command to go on, and that command ends the run as planned."""
        many(sim)
        sim.fail("delay", operation="UpdateUserContactInfo", times=None, seconds=0.2)
        # What runs in the background may have been told to ignore Ctrl-C.
        heard = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
        with start("bulk", "run", "many.csv", "--journal", "j", "--yes", **heard) as process:
            while not (Path("j").exists() and b'"outcome"' in Path("j").read_bytes()):
                assert process.poll() is None
            process.send_signal(signal.SIGINT)
            err = process.communicate(timeout=60)[1]
        assert 130 == process.returncode
        assert err.splitlines()[-1].endswith("go on with: soapclient bulk resume j")
        sim.stop_failing()
        with start("bulk", "resume", "j") as process:
            assert "done      200\n" == process.communicate(timeout=60)[0]
        assert 0 == process.returncode

    def test_a_file_system_that_is_full(self, work, sim):
        """When the journal cannot grow the run stops with a sentence and 2; later it is resumed to its end."""
        many(sim)
        limit = 60_000
        with start(
            "bulk", "run", "many.csv", "--journal", "j", "--yes",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        ) as process:  # fmt: skip
            err = process.communicate(timeout=60)[1]
        assert (2, True) == (process.returncode, "the journal j cannot be written (File too large)" in err)
        assert 1 == err.count("\n")
        with start("bulk", "resume", "j") as process:
            assert "done      200\n" == process.communicate(timeout=60)[0]


class TestDocumentation:
    """What the page about bulk runs says, done as it is written."""

    @pytest.fixture
    def shell(self, work, monkeypatch):
        """Run a line of the page in a shell; give exit status and output."""
        (work / "bin").mkdir()
        command = work / "bin" / "soapclient"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m soapclient "$@"\n')
        command.chmod(0o755)
        monkeypatch.setenv("PATH", f"{work / 'bin'}:{os.environ['PATH']}")
        monkeypatch.setenv("PYTHONPATH", str(Path(soapclient.__file__).parent.parent))
        (work / "users.csv").write_text(re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL)[1])

        def run(line):
            done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, timeout=60)
            return done.returncode, done.stdout + done.stderr

        return run

    @staticmethod
    def lines(first):
        """The lines of the block of commands that has a text in it."""
        (block,) = (each for each in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) if first in each)
        return block.splitlines()

    def test_from_plan_to_undo(self, work, sim, shell):
        """The commands at the top of the page: one of the two users is not there, so that 5 comes where it should."""
        lines = [line for line in self.lines("# 1. Plan") if line.startswith("soapclient")]
        assert [5, 0, 5, 5, 5, 0, 0, 0] == [shell(line)[0] for line in lines]
        assert "john.doe@example.com" == sim.user("jdoe")["email"] and Path("undo.jsonl").exists()

    def test_the_nightly_job(self, work, sim, shell, monkeypatch):
        """The preparation, the line of the crontab and the morning: failures are told, a second start does nothing."""
        (prepare,) = self.lines("umask 077 && mkdir")
        assert 0 == shell(prepare)[0] and "0o600" == oct(stat.S_IMODE(Path(".password").stat().st_mode))
        Path(".password").write_text("admin\n")
        monkeypatch.delenv("SOAPCLIENT_PASSWORD")
        *_, entry = self.lines("15 2 * * *")
        line = entry.removeprefix("15 2 * * * ").replace("\\%", "%").replace("cd /srv/hr", f"cd '{work}'")
        assert (0, "bulk run: exit status 5, see bulk.log\n") == shell(line)
        assert (0, "bulk run: exit status 2, see bulk.log\n") == shell(line)
        assert "already exists" in Path("bulk.log").read_text().splitlines()[-1]
        (journal,) = Path("journals").iterdir()
        assert {"0o600"} == {oct(stat.S_IMODE(each.stat().st_mode)) for each in (journal, Path("bulk.log"))}

        assert [5, 0] == [shell(line)[0] for line in self.lines('bulk status "journals')]
        assert Path("morning.html").exists() and "asmith" in Path("failures.csv").read_text("utf-8-sig")


def test_documentation(work, sim, monkeypatch):
    """The examples in Python of the page about bulk runs run as they stand."""
    example, awaited = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    simulated = {"username": "admin", "password": "admin"}
    monkeypatch.setattr("soapclient.Client", lambda *_, **__: Client("sim:", **simulated))

    names = {}
    exec(example, names)

    assert (work / "run.journal").exists() and (work / "undo.jsonl").exists()
    (work / "run.journal").unlink()
    names |= {"show": print, "AsyncClient": lambda *_, **__: AsyncClient("sim:", **simulated)}
    asyncio.run(eval(compile(awaited, "", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names))
    assert names["result"].counts == {"done": 1, "failed": 1}
