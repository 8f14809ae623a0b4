"""Sync, pickup and bulk uploads that are killed, again and again, at moments that nobody chose, and started again."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
import zlib
from collections import Counter
from pathlib import Path

import attrs
import pytest
from servers import level

import soapclient
from soapclient import Client
from soapclient.simulator import Simulator

FOLDER = "/Finance/Inbox"
PROCESSED = "/Finance/Processed"
FEW = pytest.param(3, 12, id="few")
MANY = pytest.param(50, 120, id="many", marks=pytest.mark.endurance)
# Imports once and goes on in a new process for each line, so that a start costs no start of Python.
RUNNER = """
import os, sys, traceback
from soapclient import Client, Contract
url, work = sys.argv[1:]
Contract.load("bundled")
import soapclient.bulk.actions, soapclient.inforouter.exchange.pickup, soapclient.inforouter.exchange.sync
import soapclient.inforouter.exchange.uploads
for line in sys.stdin:
    child = os.fork()
    if not child:
        status = 9
        try:
            with Client(url, username="admin", password="admin", wsdl="bundled", cache=False) as ir:
                exec(work)
                status = 0 if result.ok else 5
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


def content(number, change=""):
    """What document or file of this number has in it: some are empty, some need several chunks of a reader."""
    if number % 17 == 3:
        return change.encode()
    return f"{number}{change}|".encode() * (1 + (number * 7919) % (60_000 if number % 5 == 0 else 300))


def name(number):
    """The name of a document and its file."""
    return f"d{number:03}.txt"


@attrs.frozen
class Server:
    """A simulator that keeps everything in a file, and a client of its own."""

    url: str
    ir: Client

    def make(self, path, data):
        self.ir.service.UploadDocument(Path=path, FileContent=data)

    def change(self, path, data):
        self.ir.service.Lock(Path=path)
        self.ir.service.UploadDocument(Path=path, FileContent=data)
        if self.ir.documents.get(path).checked_out_by:
            self.ir.service.UnLock(Path=path, force=False)

    def documents(self, folder):
        """The CRC-32 and the number of versions of each document of a folder; none of them is checked out."""
        found = {}
        for each in self.ir.service.GetFoldersAndDocuments2(Path=folder).items:
            document = self.ir.documents.get(f"{folder}/{each.name}")
            assert not document.checked_out_by, document
            info = self.ir.service.DocumentExists.reply(Path=f"{folder}/{each.name}").attributes
            found[each.name] = int(info["CRC32LASTVERSION"] or "0", 16), document.version_count
        return found

    def folder(self, path):
        self.ir.service.CreateFolder(Path=path)


@pytest.fixture
def server(tmp_path):
    """The server."""
    with (
        Simulator(tmp_path / "store") as simulator,
        simulator.serve() as serving,
        Client(serving.url, username="admin", password="admin", wsdl="bundled", cache=False) as ir,
    ):
        found = Server(serving.url, ir)
        found.folder(FOLDER)
        yield found


@attrs.frozen
class Killed:
    """Work that is started until it ends, and killed on the way."""

    process: subprocess.Popen
    moments: random.Random

    def to_the_end(self, kills, look):
        """Start the work until it ends, killed this many times before; `look` is called after each kill.

        Returns how often it was killed before it had ended, and the exit status.
        """
        cut = 0
        while True:
            child = self.start()
            if cut < kills:
                time.sleep(self.moments.uniform(0.005, 0.25))
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            status = int(self.process.stdout.readline())
            if os.WIFEXITED(status):
                return cut, os.WEXITSTATUS(status)
            cut += 1
            look()

    def start(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture
def killed(server):
    """Make work that can be killed."""
    started = []

    def make(work):
        environment = {**os.environ, "PYTHONPATH": str(Path(soapclient.__file__).parent.parent)}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": environment}
        started.append(subprocess.Popen([sys.executable, "-c", RUNNER, server.url, work], **pipes))
        return Killed(started[-1], random.Random(4))

    yield make
    for process in started:
        with process:
            process.stdin.close()
        assert 0 == process.wait(30)


def files(directory):
    """The CRC-32 of each file of a directory, but for what is on its way."""
    return {path.name: zlib.crc32(path.read_bytes()) for path in directory.iterdir() if path.is_file()}


def crc(data):
    return zlib.crc32(data)


def repeated(run, kills, start):
    """Run work with new data until it was killed often enough; give how often."""
    done = rounds = 0
    while done < kills:
        start(rounds)
        cut, status = run(kills - done)
        assert 0 == status
        done += cut
        rounds += 1
        assert rounds < 100
    return done


@pytest.mark.parametrize(("kills", "count"), [FEW, MANY])
def test_sync(tmp_path, server, killed, kills, count):
    """Killed again and again, a sync ends with both sides alike, each change as one version, and no file in part."""
    root = tmp_path / "files"
    root.mkdir()
    whole: dict[str, set[int]] = {}
    expected: dict[str, tuple[int, int]] = {}

    def of(number, data, versions):
        whole.setdefault(name(number), set()).add(crc(data))
        expected[name(number)] = crc(data), versions

    def start(rounds):
        """Change what there is on either side, and add to both."""
        first = rounds * count
        if rounds:
            for number in range(first - count, first, 3):
                data = content(number, f"here{rounds}")
                (root / name(number)).write_bytes(data)
                of(number, data, expected[name(number)][1] + 1)
            for number in range(first - count + 1, first, 3):
                data = content(number, f"there{rounds}")
                server.change(f"{FOLDER}/{name(number)}", data)
                of(number, data, expected[name(number)][1] + 1)
        for number in range(first, first + count):
            data = content(number)
            of(number, data, 1)
            if number % 2:
                (root / name(number)).write_bytes(data)
            else:
                server.make(f"{FOLDER}/{name(number)}", data)

    def look():
        for file, found in files(root).items():
            assert found in whole[file], f"{file} is there in part"

    work = killed(f"result = ir.documents.sync({str(root)!r}, {FOLDER!r})")
    repeated(lambda left: work.to_the_end(left, look), kills, start)
    assert {file: found for file, (found, _) in expected.items()} == files(root)
    assert expected == server.documents(FOLDER)
    assert [] == [*(root / ".soapclient" / "incoming").iterdir()]


@pytest.mark.parametrize(
    ("then", "kills", "count"),
    [
        pytest.param(f"move:{PROCESSED}", 3, 12, id="few"),
        pytest.param(f"move:{PROCESSED}", 50, 120, id="many-move", marks=pytest.mark.endurance),
        pytest.param("delete", 50, 120, id="many-delete", marks=pytest.mark.endurance),
    ],
)
def test_pickup(tmp_path, server, killed, then, kills, count):
    """Killed again and again, a pickup delivers every document once, and moves none whose bytes are not here."""
    root = tmp_path / "files"
    staged = root / ".soapclient" / "pickup"
    server.folder(PROCESSED)
    made: dict[str, bytes] = {}

    def start(rounds):
        for number in range(rounds * count, (rounds + 1) * count):
            made[name(number)] = content(number)
            server.make(f"{FOLDER}/{name(number)}", made[name(number)])

    def look():
        here = files(root) if root.exists() else {}
        assert here == {file: crc(made[file]) for file in here}
        waiting = {each.name for each in server.ir.service.GetFoldersAndDocuments2(Path=FOLDER).items}
        on_their_way = Counter(crc(path.read_bytes()) for path in staged.iterdir()) if staged.exists() else Counter()
        for file in made.keys() - waiting - here.keys():
            assert on_their_way[crc(made[file])], f"{file} was moved unread"

    work = killed(f"result = ir.documents.pickup({FOLDER!r}, {str(root)!r}, then={then!r})")
    repeated(lambda left: work.to_the_end(left, look), kills, start)
    assert {file: crc(data) for file, data in made.items()} == files(root)
    assert {} == server.documents(FOLDER)
    if then != "delete":
        assert {file: (crc(data), 1) for file, data in made.items()} == server.documents(PROCESSED)
    assert [] == [*staged.iterdir()]


@pytest.mark.parametrize(("kills", "count"), [FEW, MANY])
def test_uploads(tmp_path, server, killed, kills, count):
    """Killed again and again, a bulk run of uploads makes each document once, and each change one version."""
    root = tmp_path / "files"
    root.mkdir()
    plan, journal = tmp_path / "plan", tmp_path / "journal"
    expected: dict[str, tuple[int, int]] = {}
    rows = []

    def start(rounds):
        rows.clear()
        for path in (plan, journal):
            path.unlink(missing_ok=True)
        for number in range(rounds * count, (rounds + 1) * count):
            data, versions = content(number, "new"), 1
            (root / name(number)).write_bytes(data)
            if number % 3 == 0:
                server.make(f"{FOLDER}/{name(number)}", content(number))
                versions = 2
            expected[name(number)] = crc(data), versions
            row = {"path": f"{FOLDER}/{name(number)}", "file": str(root / name(number)), "description": "scan"}
            rows.append({**row, "importance": "high", "keywords": "a, b"})
        with server.ir.bulk.plan_uploads(rows) as made:
            assert count == made.summary["change"]
            made.save(plan)

    def look():
        if journal.exists() and b'"start"' not in journal.read_bytes():
            journal.unlink()  # what the message says: nothing was sent yet

    work = killed(
        f"""
import os
if os.path.exists({str(journal)!r}):
    result = ir.bulk.open_journal({str(journal)!r}).resume(workers=3)
else:
    result = ir.bulk.load_plan({str(plan)!r}).apply({str(journal)!r}, workers=3)
"""
    )
    repeated(lambda left: work.to_the_end(left, look), kills, start)
    assert expected == server.documents(FOLDER)
    for row in rows:
        document = server.ir.documents.get(row["path"])
        assert ("scan", "2") == (document.description, level(document.importance))
    with server.ir.bulk.open_journal(journal) as found, found.undo() as undo:
        new = sum(versions == 1 for _, versions in list(expected.values())[-count:])
        assert (new, count - new) == (undo.summary["change"], undo.summary["errors"])
        assert {"done": new, "failed": count - new} == undo.apply(max_clears=None).counts
    gone = {row["path"].rpartition("/")[2] for row in rows if expected[row["path"].rpartition("/")[2]][1] == 1}
    assert expected.keys() - gone == server.documents(FOLDER).keys()
