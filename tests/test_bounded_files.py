"""What a file from outside may cost its reader: a line or a file without end is one sentence in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from soapclient import errors
from soapclient.bulk import csv_text, private_files
from soapclient.bulk import plan as plans
from soapclient.bulk.journal import JournalFile
from soapclient.bulk.plan import PlanFile
from soapclient.bulk.row_file import RowFile
from soapclient.contract.loading.cache import Cache, Entry
from soapclient.contract.wsdl import imports

SIZE = 300 * 2**20
MOST = 200  # megabytes; reading such a file whole takes 300 and more
ROWS = [{"user_name": "jdoe", "email": "new@example.com"}]
ENDLESS = pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a file without an end is wanted")
COST = """
import sys
from soapclient import errors
{imports}
def peak():
    try:
        with open("/proc/self/status") as lines:  # of this program alone; what getrusage tells may be of its parent
            return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024
    except (OSError, StopIteration):
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2 ** (20 if sys.platform == "darwin" else 10)
before = peak()
try:
    print({work})
except errors.SoapClientError as error:
    print(error)
print(peak() - before)
"""


def cost(imports: str, work: str) -> tuple[str, int]:
    """Do something in a process of its own: what it prints, and the megabytes that it takes."""
    script = COST.format(imports=imports, work=work)
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert 0 == run.returncode, run.stderr
    *outcome, megabytes = run.stdout.splitlines()
    return "\n".join(outcome), int(megabytes)


def grow(path: Path, start: bytes, end: bytes = b"\n") -> Path:
    """Make a file that begins and ends so, with zeros between that take no room on the disk."""
    with path.open("wb") as stream:
        stream.write(start)
        stream.seek(len(start) + SIZE)
        stream.write(end)
    return path


@pytest.fixture
def journal(admin, tmp_path):
    """The journal of a run that ended, its plan in the first three lines."""
    with admin.users.plan_bulk(ROWS) as plan:
        plan.save(tmp_path / "plan")
        assert plan.apply(tmp_path / "journal").ok
    return tmp_path / "journal"


@pytest.mark.parametrize("lines", [0, 1, 2], ids=["header", "row", "end"])
def test_a_plan_with_a_line_without_end(journal, tmp_path, lines):
    """A line of 300 MB in a plan is one sentence that names it, and is not read whole."""
    kept = (tmp_path / "plan").read_bytes().splitlines(keepends=True)[:lines]
    file = grow(tmp_path / "long", b"".join(kept))
    outcome, megabytes = cost("from soapclient.bulk.plan import PlanFile", f"PlanFile.load({str(file)!r})")
    assert outcome == (
        f"{file}: line {lines + 1} has more than 16,777,216 bytes, so the file is damaged or the wrong one: choose the "
        "right file, or plan again"
        if lines < 2
        else f"{file} was changed or damaged since it was made (it has more rows than its header says): plan again"
    )
    assert MOST > megabytes


@pytest.mark.parametrize("lines", [0, 1, 2, 3, 4], ids=["header", "plan", "row", "start", "event"])
@pytest.mark.parametrize("end", [b"\n", b"0"], ids=["whole", "cut off"])
def test_a_journal_with_a_line_without_end(journal, tmp_path, lines, end):
    """A line of 300 MB in a journal, also one that is cut off, is one sentence that names it, and is not read whole."""
    kept = journal.read_bytes().splitlines(keepends=True)[:lines]
    file = grow(tmp_path / "long", b"".join(kept), end)
    outcome, megabytes = cost("from soapclient.bulk.journal import JournalFile", f"JournalFile.open({str(file)!r})")
    what, number = (f"the plan in {file}", lines) if lines in (1, 2) else (str(file), lines + 1)
    assert outcome == (
        f"{what}: line {number} has more than 16,777,216 bytes, so the file is damaged or the wrong one: choose the "
        "right file, or plan again"
    )
    assert MOST > megabytes


def test_resuming_does_not_read_it_either(admin, journal):
    """A journal that has got such a line since it was opened is not resumed, and stays as it is."""
    with admin.users.open_journal(journal) as found:
        grow(journal, journal.read_bytes())
        size = journal.stat().st_size
        with pytest.raises(errors.BulkError, match="line 8 has more than 16,777,216 bytes"):
            found.resume()
    assert size == journal.stat().st_size


@given(length=st.integers(-3, 3), end=st.sampled_from([b"\n", b""]))
@example(length=0, end=b"\n")
@example(length=1, end=b"")
def test_the_limit_is_exact(tmp_path_factory, length, end):
    """A line as long as the limit is read whole, its end included, and one byte more is refused."""
    file = tmp_path_factory.mktemp("limit") / "lines"
    line = b"x" * (private_files.LONGEST + length - len(end)) + end
    file.write_bytes(line)
    with file.open("rb") as stream:
        if length > 0:
            with pytest.raises(errors.BulkError, match="line 1"):
                private_files.read_line(stream, "it", 1)
        else:
            assert line == private_files.read_line(stream, "it", 1)


def test_what_is_too_long_to_be_read_again_is_not_written(admin, tmp_path, monkeypatch):
    """A row whose line a plan or a journal could not have is refused when the plan is made, by its line."""
    monkeypatch.setattr(plans, "_LONGEST_ROW", 1000)
    with pytest.raises(errors.BulkError, match="line 2: the stored and the new values have more than 1,000"):
        admin.users.plan_bulk([*ROWS, {"user_name": "sysadmin", "email": "x" * 2000}])


def test_the_longest_row_is_planned_applied_and_read_again(admin, tmp_path, monkeypatch):
    """What a plan may have at most, its journal can have and be read with: limits do not cut a run in two."""
    monkeypatch.setattr(private_files, "LONGEST", 2**20)
    monkeypatch.setattr(plans, "_LONGEST_ROW", 2**20 - 2**16)
    longest = (2**20 - 2**16 - 300) // 6
    rows = [{"user_name": "jdoe", "mobile": "é" * longest}]
    with admin.users.plan_bulk(rows) as plan:
        plan.save(tmp_path / "plan")
    with admin.users.load_plan(tmp_path / "plan") as plan:
        assert plan.apply(tmp_path / "journal").ok
    with JournalFile.open(tmp_path / "journal") as journal:
        assert ["done"] == [result.status for _, result in journal.results()]
    with PlanFile.load(tmp_path / "plan") as plan:
        assert longest == len(next(iter(plan)).moves["mobile"].after)


@pytest.mark.parametrize(
    ("name", "start", "said"),
    [
        ("rows.csv", b"user_name,email\njdoe,", "line 2 has more than 1,048,576 characters"),
        ("rows.csv", b'user_name,email\njdoe,"', "line 2 has more than 1,048,576 characters"),
        ("rows.jsonl", b'{"user_name": "', "line 1 has more than 1,048,576 characters"),
    ],
    ids=["csv", "quoted", "json"],
)
def test_rows_with_a_line_without_end(tmp_path, name, start, said):
    """A line of 300 MB in a file of rows is one sentence, and is not read whole."""
    file = grow(tmp_path / name, start)
    work = f"RowFile({str(file)!r}, encoding='utf-8').check()"
    outcome, megabytes = cost("from soapclient.bulk.row_file import RowFile", work)
    assert said in outcome
    assert MOST > megabytes


def test_a_row_of_many_lines_without_end(tmp_path):
    """Cells in quotes, each with its line end, are one row: it ends with the limit, not with the file."""
    file = tmp_path / "rows.csv"
    file.write_text("user_name,email\n" + '"\n",' * 8_000_000)
    outcome, megabytes = cost("from soapclient.bulk.row_file import RowFile", f"RowFile({str(file)!r}).check()")
    assert "a row has more than 4,194,304 characters: a quote is not closed" in outcome
    assert outcome.startswith(f"{file}: line 2: ")
    assert MOST > megabytes


def test_rows_of_many_lines_are_read(tmp_path):
    """Only what is one row counts: many rows with line ends in their cells are read."""
    file = tmp_path / "rows.csv"
    file.write_text("user_name,email\n" + "".join(f'u{number},"a\nb"\n' for number in range(200)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_text, "_LONGEST", 20)
        assert 200 == RowFile(file).check()


def test_a_cache_file_without_end(tmp_path):
    """A cache file of 300 MB is as if it were not there, and is not read whole."""
    entry = Entry(url="http://x.example/srv.asmx", data=b"<definitions/>", fetched=1.0, checked=1.0)
    cache = Cache(tmp_path / "cache")
    cache.put(entry)
    (file,) = (tmp_path / "cache").iterdir()
    start = file.read_bytes()
    for kept in (b"", start):
        grow(file, kept)
        work = f"Cache(Path({str(cache.path)!r})).get({entry.url!r})"
        outcome, megabytes = cost("from pathlib import Path\nfrom soapclient.contract.loading.cache import Cache", work)
        assert "None" == outcome
        assert MOST > megabytes


def test_the_largest_entry_is_kept(tmp_path):
    """The cache keeps a WSDL as large as one may be."""
    entry = Entry(url="http://x.example/", data=b"x" * imports.MAX_BYTES, fetched=1.0, checked=1.0)
    cache = Cache(tmp_path / "cache")
    cache.put(entry)
    assert entry == cache.get(entry.url)


WSDL = (
    '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:x="http://www.w3.org/2001/XMLSchema"><types><x:schema>'
    '<x:include schemaLocation="long.xsd"/></x:schema></types></definitions>'
)


@ENDLESS
def test_an_import_without_end(tmp_path):
    """An import that has no size and no end, as a device has none, is refused at the limit of a WSDL."""
    (tmp_path / "x.wsdl").write_text(WSDL)
    work = f"read(Path({str(tmp_path)!r}))"
    read = """
from pathlib import Path
from soapclient.contract.wsdl.imports import Imports
def read(base):
    files = Imports(str(base / "x.wsdl"))
    Path.is_file = lambda path: True
    return files.read("/dev/zero")
"""
    outcome, megabytes = cost(read, work)
    assert "zero' has more than the limit of 67,108,864 bytes" in outcome
    assert MOST > megabytes


def command(tmp_path, *words, stdin=None, **environment):
    """Run a command in a process of its own under a limit of memory."""
    script = (
        "import resource, sys\nfrom soapclient.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\nsys.exit(main(sys.argv[1:]))"
    )
    found = {"SOAPCLIENT_CACHE_DIR": str(tmp_path / "cache"), "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        stdin=stdin or subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={**found, **environment},
    )


@ENDLESS
def test_commands_with_files_without_end(tmp_path):
    """Profiles, passwords and texts from a file without an end are one sentence, below a gigabyte of memory."""
    server = ("--server", "sim:", "--username", "admin")
    zero = "/dev/zero"
    ran = command(tmp_path, "--profile", "x", "users", "list", SOAPCLIENT_PROFILES=zero)
    assert (2, f"soapclient: '{zero}' has more than 1,048,576 characters, so it is not a file of profiles\n") == (
        ran.returncode,
        ran.stderr,
    )
    with Path(zero).open() as stdin:
        ran = command(tmp_path, *server, "--password-stdin", "users", "list", stdin=stdin)
    told = "soapclient: standard input begins with a line of more than 1,048,576 characters, which is not a password\n"
    assert (2, told) == (ran.returncode, ran.stderr)
    for file in (zero, "-"):
        with Path(zero).open() as stdin:
            ran = command(
                tmp_path, *server, "call", "GetUser", f"UserName=@{file}", stdin=stdin, SOAPCLIENT_PASSWORD="admin"
            )
        what = repr(zero) if file == zero else "standard input"
        assert f"UserName: {what} cannot be read (it has more than 67,108,864 bytes)" in ran.stderr
        assert (2, 1) == (ran.returncode, len(ran.stderr.splitlines()))


def test_a_row_of_json_says_what_it_can(tmp_path):
    """A row of JSON as long as a line may be is read whole."""
    file = tmp_path / "rows.jsonl"
    text = "x" * (2**20 - 60)
    file.write_text(json.dumps({"user_name": "jdoe", "email": text}) + "\n")
    assert [text] == [each.set["email"] for each in RowFile(file)]


def test_junk_within_the_limit(tmp_path):
    """A line of nothing but brackets, as long as a line may be, costs no more than a hostile reply may."""
    file = tmp_path / "plan"
    file.write_bytes(b"[" + b"[]," * ((private_files.LONGEST - 10) // 3) + b"[]]\n")
    outcome, megabytes = cost("from soapclient.bulk.plan import PlanFile", f"PlanFile.load({str(file)!r})")
    assert f"{file} is not a plan: make one with bulk plan" == outcome
    assert 600 > megabytes
