"""`documents get`, `put`, `ls`, `tree`, `find`, `info`, `checkout`, `checkin`, `sync` and `pickup`."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from servers import either

import soapclient
from soapclient import Client

REPORTS = "/Finance/Reports"
PATH = f"{REPORTS}/Budget.xlsx"
BYTES = b"Content of document 1001.\n"


@pytest.fixture
def admin(sim, configure, tmp_path, monkeypatch):
    """A client of a simulator whose URL and administrator are in the environment; an empty current directory."""
    monkeypatch.chdir(tmp_path)
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        configure(server=server.url, username="admin", password="admin", wsdl="bundled")
        yield ir


@pytest.fixture
def run(admin):
    """Run a command in a process of its own."""

    def start(*words, **pipes):
        environment = {**os.environ, "PYTHONPATH": str(Path(soapclient.__file__).parent.parent)}
        command = [sys.executable, "-m", "soapclient", "documents", *words]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **pipes)

    return start


def left(directory):
    """The names of what is in a directory, notes and parts of files too."""
    return sorted(path.name for path in directory.iterdir())


class TestGet:
    """`documents get`."""

    def test_its_own_name(self, cli, admin, tmp_path):
        """Without -o it is a file of the document's name, which is not written over unless that is said."""
        status, out, err = cli("documents", "get", "1001")
        assert (status, err) == (0, "")
        assert out.startswith(f"1001 -> {tmp_path}/Budget.xlsx: 26 bytes")
        (tmp_path / "Budget.xlsx").write_text("mine")
        assert cli("documents", "get", PATH, "--resume")[0] == 2
        status, _, err = cli("documents", "get", PATH)
        assert (status, "--force" in err) == (2, True)
        assert (tmp_path / "Budget.xlsx").read_text() == "mine"
        assert cli("documents", "get", PATH, "--force")[0] == 0
        assert (tmp_path / "Budget.xlsx").read_bytes() == BYTES
        assert left(tmp_path) == ["Budget.xlsx"]

    def test_a_file(self, cli, admin, tmp_path):
        """With -o it takes the place of that file; --json tells size and checksum."""
        (tmp_path / "x").write_text("old")
        status, out, _ = cli("documents", "get", PATH, "-o", "x", "--json")
        told = json.loads(out)
        assert (status, told["size"], told["crc"], told["file"]) == (0, 26, "92498DB4", f"{tmp_path}/x")
        assert (tmp_path / "x").read_bytes() == BYTES

    def test_standard_output(self, cli, admin):
        """- is standard output, the bytes as they are and nothing else."""
        assert cli("documents", "get", PATH, "-o", "-") == (0, BYTES.decode(), "")

    def test_a_version(self, cli, admin, tmp_path):
        """An earlier version by its number; one that there is not is refused."""
        number = admin.documents.get(PATH).version.stored
        admin.documents.upload(b"new", PATH, over="version")
        assert cli("documents", "get", PATH, "-o", "x", "--version", str(number))[0] == 0
        assert (tmp_path / "x").read_bytes() == BYTES
        assert cli("documents", "get", PATH, "-o", "y", "--version", "9000000")[0] == 1
        assert left(tmp_path) == ["x"]

    def test_refused(self, cli, admin, tmp_path):
        """What cannot be is one line, and leaves no file."""
        for words, status in [
            (["/nowhere/x"], 1),
            ([REPORTS], 1),
            ([PATH, "-o", "-", "--json"], 2),
            ([PATH, "-o", "-", "--resume"], 2),
            ([PATH, "-o", "none/x"], 2),
            ([PATH, "-o", "."], 2),
            ([PATH, "--version", "1"], 2),
        ]:
            found, out, err = cli("documents", "get", *words)
            assert (found, out, err.count("\n")) == (status, "", 1)
            assert left(tmp_path) == []

    def test_interrupted(self, run, admin, sim, tmp_path):
        """Ctrl-C ends a download in one line, and leaves no part of a file and no handler."""
        admin.documents.upload(os.urandom(600_000), f"{REPORTS}/large")
        sim.fail("delay", operation="DownloadFileChunk", seconds=30.0, times=None)
        process = run("get", f"{REPORTS}/large")
        _until(lambda: any(call.operation == "DownloadFileChunk" for call in sim.arrived), process)
        sim.stop_failing()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (130, b"", b"soapclient: interrupted\n")
        assert left(tmp_path) == []


class TestPut:
    """`documents put`."""

    def test_a_name_that_is_a_path_there(self, cli, admin, tmp_path):
        """A file whose name the server would take for a folder and a name is refused after PATH/."""
        (tmp_path / "a\\b").write_bytes(b"1")
        status, _, err = cli("documents", "put", "a\\b", f"{REPORTS}/", "--make-folders")
        assert (status, "has a slash" in err) == (2, True)
        assert not admin.folders.exists(f"{REPORTS}/a")

    def test_new_and_a_version(self, cli, admin, tmp_path):
        """A file becomes a document; over one that is there only where that is said."""
        (tmp_path / "a.txt").write_bytes(b"1")
        assert cli("documents", "put", "a.txt", f"{REPORTS}/") == (0, f"{REPORTS}/a.txt: new, 1 byte\n", "")
        (tmp_path / "a.txt").write_bytes(b"22")
        status, _, err = cli("documents", "put", "a.txt", f"{REPORTS}/a.txt")
        assert (status, "--new-version" in err) == (1, True)
        status, out, _ = cli(
            "documents", "put", "a.txt", f"{REPORTS}/a.txt", "--new-version", "--comment", "x", "--json"
        )
        told = json.loads(out)
        assert (status, told["created"], told["size"], told["checkout"]) == (0, False, 2, "released")
        assert b"22" == b"".join(admin.documents.download(f"{REPORTS}/a.txt"))
        assert not admin.documents.get(f"{REPORTS}/a.txt").checked_out_by

    def test_standard_input(self, run, admin):
        """- is standard input, of any length."""
        data = os.urandom(700_000)
        process = run("put", "-", f"{REPORTS}/piped", stdin=subprocess.PIPE)
        _, err = process.communicate(data, timeout=60)
        assert (process.returncode, err) == (0, b""), err
        assert data == b"".join(admin.documents.download(f"{REPORTS}/piped"))

    def test_refused(self, cli, admin, tmp_path):
        """What cannot be is one line, and nothing is stored."""
        (tmp_path / "a").write_bytes(b"1")
        for words, status, told in [
            (["missing", f"{REPORTS}/x"], 2, "'missing' is missing"),
            ([".", f"{REPORTS}/x"], 2, "is not a file"),
            (["-", f"{REPORTS}/"], 2, "standard input has no name"),
            (["a", "/Finance/None/x"], 1, "--make-folders"),
            (["a", REPORTS], 1, "is a folder"),
            (["a", f"{REPORTS}/x", "--password-stdin", "--comment"], 2, "--comment"),
        ]:
            found, out, err = cli("documents", "put", *words)
            assert (found, out, told in err, err.count("\n")) == (status, "", True, 1)
        assert not admin.documents.exists(f"{REPORTS}/x")

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_interrupted(self, run, admin, sim, tmp_path, number):
        """Ctrl-C during a new version ends in one line that says what may have been done; nothing stays checked out.

        So do a request to end, and a terminal that goes away.
        """
        (tmp_path / "a").write_bytes(os.urandom(600_000))
        sim.fail("delay", operation="UploadFileChunk", seconds=30.0, times=None)
        process = run("put", "a", PATH, "--new-version")
        _until(lambda: any(call.operation == "UploadFileChunk" for call in sim.arrived), process)
        sim.stop_failing()
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 130
        assert err == b"soapclient: interrupted; the upload may have been applied: read before repeating it\n"
        assert (admin.documents.get(PATH).version_count, admin.documents.get(PATH).checked_out_by) == (1, "")


def _until(happened, process):
    """Wait until something has happened, or the process has ended."""
    end = time.monotonic() + 60
    while not happened() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    assert happened(), process.communicate()


class TestLists:
    """`documents info`, `ls`, `tree` and `find`."""

    def test_info(self, cli, admin):
        """A document or a folder, by its path or number."""
        assert "document id            1001" in cli("documents", "info", "1001")[1]
        told = json.loads(cli("documents", "info", REPORTS, "--json")[1])
        assert (told["kind"], told["folder_id"]) == ("folder", 102)
        status, _, err = cli("documents", "info", "/nowhere")
        assert (status, err.count("\n")) == (1, 1)

    def test_ls(self, cli, admin):
        """What is directly in a folder, folders first; --json has the names of the models."""
        status, out, err = cli("documents", "ls", "/Finance")
        assert (status, err, [line.split()[-1] for line in out.splitlines()]) == (
            0,
            "",
            ["NAME", "Archive/", "Reports/"],
        )
        assert (0, out.partition("\n")[2], "") == cli("documents", "ls", "/Finance", "--no-header")
        nothing = (0, "", "soapclient: nothing in this folder matches\n")
        assert nothing == cli("documents", "ls", "/Finance", "--name", "x*")
        assert "  1.0.0  " in cli("documents", "ls", REPORTS, "--name", "bud*")[1]
        told = json.loads(cli("documents", "ls", REPORTS, "--json")[1])
        assert [(each["kind"], each["path"]) for each in told] == [
            ("document", PATH),
            ("document", f"{REPORTS}/Forecast.xlsx"),
        ]
        assert cli("documents", "ls", PATH)[0] == 1

    def test_find(self, cli, admin):
        """What is below a folder at any depth, a path a line."""
        assert cli("documents", "find", "/Finance", "--name", "*.xlsx") == (
            0,
            f"{PATH}\n{REPORTS}/Forecast.xlsx\n",
            "",
        )
        assert cli("documents", "find", "/Finance", "--type", "folder")[1] == f"/Finance/Archive\n{REPORTS}\n"
        assert cli("documents", "find", "/Finance", "--depth", "1", "--type", "document")[1] == ""

    def test_tree(self, cli, admin):
        """All that is below a folder, drawn; --json has it nested."""
        out = cli("documents", "tree", "/Finance")[1]
        assert "└── Forecast.xlsx\n2 folders, 2 documents\n" in out
        told = json.loads(cli("documents", "tree", "/Finance", "--json")[1])
        assert [each["name"] for each in told["folders"]] == ["Archive", "Reports"]

    def test_names_that_a_terminal_obeys(self, cli, admin, sim):
        """A name with control characters is shown as escapes, in each of them."""
        bad = "\x1b[2J\u202etxt"
        sim._world.users.change("UPDATE documents SET name = ? WHERE document_id = 1001", bad)
        for words in (["ls", REPORTS], ["find", REPORTS], ["tree", REPORTS], ["info", "1001"]):
            out = cli("documents", *words)[1]
            assert "\x1b" not in out
            assert "\u202e" not in out


class TestCheckout:
    """`documents checkout` and `documents checkin`."""

    def test_out_and_in(self, cli, admin, tmp_path):
        """A document is checked out to a file, and the file becomes its new version."""
        status, out, _ = cli("documents", "checkout", PATH, "-o", "x")
        assert (status, out) == (0, f"{PATH}: checked out to {tmp_path}/x\n")
        assert (admin.documents.get(PATH).checked_out_by, (tmp_path / "x").read_bytes()) == ("admin", BYTES)
        (tmp_path / "x").write_bytes(b"edited")
        assert cli("documents", "checkin", PATH, "x", "--comment", "edited")[0] == 0
        document = admin.documents.get(PATH)
        assert (document.checked_out_by, document.version_count, document.size) == ("", 2, 6)

    def test_discard(self, cli, admin):
        """--discard makes no version."""
        assert cli("documents", "checkout", "1001")[0] == 0
        assert json.loads(cli("documents", "checkin", "1001", "--discard", "--json")[1])["checked_out"] is False
        assert (admin.documents.get(PATH).checked_out_by, admin.documents.get(PATH).version_count) == ("", 1)

    def test_in_without_out(self, cli, admin, tmp_path):
        """What is not checked out, or not there at all, is not checked in: no version and no document is made."""
        (tmp_path / "x").write_bytes(b"edited")
        status, _, err = cli("documents", "checkin", PATH, "x", "--json")
        assert (status, json.loads(err)["error"]["type"]) == (1, "Conflict")
        assert admin.documents.get(PATH).version_count == 1
        status, _, err = cli("documents", "checkin", f"{REPORTS}/Bugdet.xlsx", "x", "--json")
        assert (status, json.loads(err)["error"]["type"]) == (1, "DocumentNotFound")
        assert not admin.documents.exists(f"{REPORTS}/Bugdet.xlsx")

    def test_in_over_another(self, cli, admin, tmp_path):
        """The checkout of somebody else is not broken by a new version, --force or not."""
        (tmp_path / "x").write_bytes(b"edited")
        with Client(admin.url, username="jdoe", password="secret", wsdl="bundled") as other:
            other.service.Lock(Path=PATH)
            status, _, err = cli("documents", "checkin", PATH, "x", "--force")
            assert (status, "checked out by" in err) == (1, True), err
        assert admin.documents.get(PATH).checked_out_by == "jdoe"

    def test_in_the_words_of_the_command_line(self, cli, admin):
        """Errors name options and commands, not arguments of Python."""
        admin.service.Lock(Path=PATH)
        assert "--discard" in cli("documents", "checkout", PATH)[2]
        assert "Pass -r to" in cli("documents", "rm", REPORTS, "--yes")[2]
        assert "Pass --force to" in cli("documents", "rm", PATH, "--yes")[2]

    def test_not_left_checked_out(self, cli, admin):
        """Where the file cannot be written, the document is not left checked out."""
        status, _, err = cli("documents", "checkout", PATH, "-o", "/proc/none/x")
        assert (status, err.count("\n")) == (2, 1)
        assert not admin.documents.get(PATH).checked_out_by

    @pytest.mark.parametrize("words", [[PATH], [PATH, "x", "--discard"], [PATH, "--discard", "--comment", "x"]])
    def test_refused(self, cli, admin, words):
        """A file or --discard, one of them."""
        assert cli("documents", "checkin", *words)[0] == 2


class TestSync:
    """`documents sync`."""

    def test_plan_and_sync(self, cli, admin, tmp_path):
        """--dry-run shows what would be done; without it that is done; what is not in step is status 5."""
        root = tmp_path / "files"
        root.mkdir()
        (root / "new.txt").write_text("new")
        status, out, err = cli("documents", "sync", "files", REPORTS, "--dry-run")
        assert (status, err) == (0, "")
        assert out.splitlines() == [
            f"{root} and {REPORTS}: 0 alike, 3 to change, 55 bytes",
            "Budget.xlsx: new there, to be downloaded",
            "Forecast.xlsx: new there, to be downloaded",
            "new.txt: new here, to be uploaded",
            "nothing was changed",
        ]
        assert left(root) == ["new.txt"]
        told = json.loads(cli("documents", "sync", "files", REPORTS, "--dry-run", "--json")[1])
        assert told["counts"] == {"same": 0, "download": 2, "upload": 1}
        assert cli("documents", "sync", "files", REPORTS)[0] == 0
        (root / "Budget.xlsx").write_text("mine")
        admin.documents.upload(b"theirs", PATH, over="version")
        status, out, _ = cli("documents", "sync", "files", REPORTS)
        assert (status, "Budget.xlsx: conflict: changed here and there" in out) == (5, True)
        status, out, _ = cli("documents", "sync", "files", REPORTS, "--json")
        told = json.loads(out)
        assert (status, told["ok"], [each["name"] for each in told["problems"]]) == (5, False, ["Budget.xlsx"])

    def test_deletions_are_asked_for(self, cli, admin, tmp_path):
        """Nothing is deleted without --delete."""
        assert cli("documents", "sync", "files", REPORTS)[0] == 0
        (tmp_path / "files" / "Budget.xlsx").unlink()
        assert "deleted here; deletions are not synced unless" in cli("documents", "sync", "files", REPORTS)[1]
        assert admin.documents.exists(PATH)
        assert "deleted here, to be deleted there" in cli("documents", "sync", "files", REPORTS, "--delete")[1]
        assert not admin.documents.exists(PATH)

    @pytest.mark.parametrize(
        ("words", "status"),
        [(["none", "/Finance/None", "--direction", "down"], 1), (["none", REPORTS, "--direction", "up"], 2),
         (["x", "/"], 2), (["x", REPORTS, "--direction", "sideways"], 2)],
    )  # fmt: skip
    def test_refused(self, cli, admin, words, status):
        """What cannot be is one line."""
        found, _, err = cli("documents", "sync", *words)
        assert (found, err.count("\n")) == (status, 1)


class TestPickup:
    """`documents pickup`."""

    def test_once(self, cli, admin, tmp_path):
        """Each document is delivered and told; a second start has nothing to do."""
        status, out, err = cli("documents", "pickup", REPORTS, "--to", "out", "--then", "delete")
        assert (status, err) == (0, "")
        assert out.splitlines()[0] == f"{PATH} -> {tmp_path}/out/Budget.xlsx: 26 bytes"
        assert out.splitlines()[-1] == "2 delivered, 0 left, 0 failed"
        assert not admin.documents.exists(PATH)
        told = json.loads(cli("documents", "pickup", REPORTS, "--to", "out", "--then", "delete", "--json")[1])
        assert told == {"delivered": [], "left": [], "failed": [], "ok": True}

    def test_ended_by_the_server(self, cli, admin, sim):
        """What was delivered before an error that ends it is shown, and so is the error."""
        sim.fail("status", status=503, operation="DeleteDocument", after=1, times=None)
        status, out, err = cli("documents", "pickup", REPORTS, "--to", "out", "--then", "delete", "--json")
        told = json.loads(out)
        assert (status, [each["path"] for each in told["delivered"]], told["ok"]) == (3, [PATH], False)
        assert json.loads(err)["error"]["type"] == "HttpError"

    def test_failed(self, cli, admin, sim):
        """What cannot be deleted is told, with status 5."""
        sim.fail("error", operation="DeleteDocument", text="Access denied", number=either("", "4030"))
        status, out, _ = cli("documents", "pickup", REPORTS, "--to", "out", "--then", "delete")
        assert (status, out.splitlines()[-1]) == (5, "1 delivered, 0 left, 1 failed")

    def test_in_use(self, run, admin, sim, cli, tmp_path):
        """While one works on a directory another one is refused; Ctrl-C lets go of it, and nothing is half there."""
        sim.fail("delay", operation="DeleteDocument", seconds=30.0, times=None)
        process = run("pickup", REPORTS, "--to", "out", "--then", "delete")
        _until(lambda: any(call.operation == "DeleteDocument" for call in sim.arrived), process)
        status, _, err = cli("documents", "pickup", REPORTS, "--to", "out")
        assert (status, "is in use" in err) == (2, True)
        sim.stop_failing()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (130, b"soapclient: interrupted\n")
        status = cli("documents", "pickup", REPORTS, "--to", "out", "--then", "delete")[0]
        assert (status, sorted(left(tmp_path / "out"))) == (0, [".soapclient", "Budget.xlsx", "Forecast.xlsx"])
        mode = (tmp_path / "out" / "Budget.xlsx").stat().st_mode
        assert stat.S_ISREG(mode)


class TestMoves:
    """`documents mv`, `cp`, `rm` and `restore`."""

    def test_moved_and_copied(self, cli, admin):
        """A document or folder goes into a folder, or to a whole new path; nothing is overwritten."""
        assert cli("documents", "mv", PATH, "/Finance/Archive") == (
            0,
            f"document {PATH} moved to /Finance/Archive/Budget.xlsx\n",
            "",
        )
        status, out, _ = cli("documents", "cp", "1001", f"{REPORTS}/Copy.xlsx", "--json")
        assert (status, json.loads(out)["path"]) == (0, f"{REPORTS}/Copy.xlsx")
        status, _, err = cli("documents", "mv", f"{REPORTS}/Copy.xlsx", f"{REPORTS}/Forecast.xlsx")
        assert (status, err.count("\n")) == (1, 1)
        assert cli("documents", "mv", REPORTS, "/Finance", "--name", "Papers")[0] == 0
        assert admin.documents.exists("/Finance/Papers/Copy.xlsx")

    def test_nothing_is_changed(self, cli, admin, sim):
        """--dry-run tells what would be done."""
        for words in (["mv", PATH, "/Finance/Archive"], ["cp", PATH, "/Finance/Archive"], ["rm", PATH]):
            status, out, _ = cli("documents", *words, "--dry-run")
            assert (status, out.startswith("nothing is changed; this would be done: ")) == (0, True)
            assert json.loads(cli("documents", *words, "--dry-run", "--json")[1])["path"] == PATH
        assert not {"Move", "Copy", "DeleteDocument"} & {call.operation for call in sim.arrived}

    def test_deleted_and_restored(self, cli, admin):
        """rm deletes only with --yes, a folder with what is in it only recursively; restore brings back."""
        status, out, err = cli("documents", "rm", PATH)
        assert (status, out, "--yes deletes the document" in err) == (2, "", True)
        assert cli("documents", "rm", PATH, "--yes") == (0, f"document {PATH} deleted\n", "")
        assert ["HANDLER", "D1001"] == [line.split()[0] for line in cli("documents", "restore")[1].splitlines()]
        assert cli("documents", "restore", PATH, "--dry-run")[0] == 0
        assert not admin.documents.exists(PATH)
        assert cli("documents", "restore", PATH) == (0, f"document {PATH} restored to {PATH}\n", "")
        assert admin.documents.exists(PATH)
        assert cli("documents", "rm", REPORTS, "--yes")[0] == 1
        status, out, _ = cli("documents", "rm", REPORTS, "--yes", "-r")
        assert (status, out) == (0, f"folder {REPORTS} deleted with 0 folders and 2 documents in it\n")

    def test_restored_elsewhere(self, cli, admin):
        """By its handler, and into another folder; what is not in the bin, and several of one path, are told."""
        cli("documents", "rm", PATH, "--yes")
        handler = json.loads(cli("documents", "restore", "--json")[1])[0]["handler"]
        status, out, _ = cli("documents", "restore", handler, "--to", "/Finance/Archive", "--json")
        assert (status, json.loads(out)["path"]) == (0, "/Finance/Archive/Budget.xlsx")
        assert cli("documents", "restore", PATH)[0] == 1
        for data in (b"1", b"2"):
            admin.documents.upload(data, PATH)
            cli("documents", "rm", PATH, "--yes")
        status, _, err = cli("documents", "restore", PATH)
        assert (status, "name one by its handler: D" in err) == (2, True)

    @pytest.mark.parametrize(
        "words", [["mv", "/nowhere/x", REPORTS], ["cp", "/nowhere/x", REPORTS], ["rm", "/nowhere/x", "--yes"],
                  ["mv", PATH, "/nowhere/x"], ["mv", PATH, REPORTS], ["rm", "99", "--yes"]]
    )  # fmt: skip
    def test_refused(self, cli, admin, words):
        """What is not there, or cannot go there, is one line."""
        status, out, err = cli("documents", *words)
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert admin.documents.exists(PATH)
