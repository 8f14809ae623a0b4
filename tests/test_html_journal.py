"""The page about a bulk run: what it tells, that nothing in it is taken for markup, that it needs nothing else."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from lxml import html
from servers import refusal

from soapclient import CLEAR, BulkJournal, Client, errors, journal_html
from soapclient.bulk.private_files import dump
from soapclient.bulk.timing import seconds_between
from soapclient.cli import main
from soapclient.simulator import Simulator

HOSTILE = "</title></td><script>alert('x')</script><img src=x onerror=alert(1)>\"'&amp;"


@pytest.fixture
def sim():
    """A simulator with more users."""
    with Simulator(seed_users=30) as simulator:
        yield simulator


@pytest.fixture
def page(tmp_path):
    """The page of the journal of a run, as a tree."""

    def make(name="j"):
        with BulkJournal.open(tmp_path / name) as journal:
            return html.document_fromstring(journal_html(journal))

    return make


def run(ir, path, rows, **options):
    """Plan and apply rows, and give the result."""
    with ir.users.plan_bulk(rows, source="people.csv (csv, utf-8)") as plan:
        return plan.apply(path, max_errors=None, **options)


def table(tree, name):
    """The cells of a table."""
    return [
        [cell.text_content() for cell in row.iter("td")]
        for row in tree.iterfind(f".//table[@aria-label='{name}']/tbody/tr")
    ]


def facts(tree):
    """What the lists of facts tell."""
    names, values = tree.iterfind(".//dt"), tree.iterfind(".//dd")
    return {name.text_content(): value.text_content() for name, value in zip(names, values, strict=True)}


class TestWhatItTells:
    """The content."""

    def test_a_run_with_failures(self, admin, sim, tmp_path, page):
        """Counts, reasons, what was planned, and each row that is not done; then how to go on."""
        rows = [
            {"user_name": "user00001", "email": "a@x", "mobile": CLEAR},
            {"user_name": "user00002", "email": "user00002@example.com"},
            {"user_name": "nobody", "email": "b@x"},
            {"user_name": "noone", "email": "b@x"},
            {"user_name": "user00003", "email": "c@x"},
        ]
        sim.fail("status", operation="UpdateUserContactInfo", status=500, times=1)
        run(admin, tmp_path / "j j", rows, workers=1, verify=True)

        tree = page("j j")

        text = " ".join(tree.text_content().split())
        assert "3 of 5 rows are not done" in text
        assert [["done", "1"], ["same", "1"], ["failed", "2"], ["unknown", "1"]] == [
            row[:2] for row in table(tree, "Rows")
        ]
        assert ["failed", "2", refusal("GetUser", "User not found", 4000)] == table(tree, "Reasons")[0]
        assert [
            ["1", "user00001", "unknown", "email, mobile"],
            ["3", "nobody", "failed", "email"],
            ["4", "noone", "failed", "email"],
        ] == [row[:4] for row in table(tree, "Rows that are not done")]
        assert f"soapclient bulk resume '{tmp_path}/j j' goes on" in text
        assert f"soapclient bulk report '{tmp_path}/j j' -o failures.csv writes" in text
        told = facts(tree)
        assert ("people.csv (csv, utf-8)", "changed rows are read back") == (told["From"], told["Option"])
        assert "2: 3 fields, 1 of them cleared" == told["To change"]
        assert "at the end of the plan" == told["Ended"]

    def test_a_run_without_failures(self, admin, tmp_path, page):
        """Where every row is as planned it says so, and no more."""
        run(admin, tmp_path / "j", [{"user_name": "user00001", "email": "a@x"}])

        tree = page()

        assert "all 1 rows are as planned" in tree.text_content()
        assert [["done", "1", "as planned"]] == table(tree, "Rows")
        assert not table(tree, "Rows that are not done") and "soapclient bulk" not in tree.text_content()

    def test_a_run_that_goes_on(self, admin, tmp_path, page):
        """A journal without an end, and one that was resumed, are told from one that came to its end."""
        run(admin, tmp_path / "j", [{"user_name": f"user{n:05}", "email": "a@x"} for n in range(1, 9)])
        lines = (tmp_path / "j").read_bytes().splitlines(keepends=True)
        (tmp_path / "j").write_bytes(b"".join(lines[:-6]))

        assert "no: the run was killed" == facts(page())["Ended"]

        with admin.users.open_journal(tmp_path / "j") as journal:
            journal.resume()
        told = facts(page())
        assert ("at the end of the plan", "1") == (told["Ended"], told["Times resumed"])

    def test_times(self, tmp_path, admin, page):
        """Times are in UTC; the time at work leaves out the nights between, and the rate is of it."""
        run(admin, tmp_path / "j", [{"user_name": f"user{n:05}", "email": "a@x"} for n in range(1, 9)])
        lines = [json.loads(line) for line in (tmp_path / "j").read_bytes().splitlines()]
        events = [each for each in lines if "event" in each]
        for second, event in enumerate(events):
            event["time"] = f"2026-11-24T01:00:{second:02}.000+00:00"
        lines += [
            {"event": "resume", "time": "2026-11-25T01:00:00.000+00:00"},
            {"event": "end", "time": "2026-11-25T01:00:04.000+00:00", "stopped": ""},
        ]
        (tmp_path / "j").write_bytes(b"".join(map(dump, lines)))

        told = facts(page())

        seconds = len(events) - 1 + 4
        assert "2026-11-24 01:00:00 UTC" == told["Started"]
        assert "2026-11-25 01:00:04 UTC" == told["Last written"]
        assert f"0:00:{seconds}" == told["Time at work"]
        assert f"{8 / seconds:.1f} rows a second" == told["Rate"]

    def test_times_that_are_none(self):
        """A clock that was set back, and what is no time, count as nothing."""
        assert 0 == seconds_between("2026-11-24T01:00:01+00:00", "2026-11-24T01:00:00+00:00")
        assert (
            0
            == seconds_between("x", "2026-11-24T01:00:00+00:00")
            == seconds_between("2026-11-24", "2026-11-24T01:00:00+00:00")
        )

    def test_many_failures(self, admin, tmp_path, page):
        """Of very many rows that are not done the page lists a thousand, and says how many more there are."""
        run(admin, tmp_path / "j", [{"user_name": f"nobody{n}", "email": "a@x"} for n in range(1010)], workers=8)

        tree = page()

        assert 1000 == len(table(tree, "Rows that are not done"))
        assert "And 10 more, which soapclient bulk report writes" in tree.text_content()
        assert [["failed", "1,010", refusal("GetUser", "User not found", 4000)]] == table(tree, "Reasons")


class TestSafe:
    """What the page does not do."""

    def test_hostile_values(self, admin, tmp_path, page):
        """Names, reasons, sources and file names that look like markup are text."""
        path = tmp_path / HOSTILE.replace("/", "_")
        with admin.users.plan_bulk([{"user_name": HOSTILE, "email": "x"}], source=HOSTILE) as plan:
            plan.apply(path)

        tree = page(path.name)

        assert not tree.xpath("//script | //img | //*[@onerror]")
        assert HOSTILE == table(tree, "Rows that are not done")[0][1] == facts(tree)["From"]

    @settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(min_size=1).filter(str.strip), st.text(min_size=1))
    @example("0", "\0")
    def test_any_text_is_text(self, tmp_path_factory, key, source):
        """Whatever a name or a source consists of, the page has the same elements."""
        path = tmp_path_factory.mktemp("page") / "j"
        with Client("sim:", username="admin", password="admin") as ir:
            assume(key.strip().casefold() not in {user.user_name.casefold() for user in ir.users.list()})
            with ir.users.plan_bulk([{"user_name": key, "email": "x"}], source=source) as plan:
                plan.apply(path)
        with BulkJournal.open(path) as journal:
            text = journal_html(journal)
        assert "\0" not in text
        tags = [each.tag for each in html.document_fromstring(text.encode("utf-8", "replace")).iter()]
        assert [3 + 3 + 5, 0] == [tags.count("td"), sum(tags.count(each) for each in ("script", "img", "a", "b")) - 1]

    def test_no_secret(self, tmp_path):
        """Neither a password in the server's address nor any value of a field is in the page."""
        with Client("sim:", username="admin", password="admin") as ir:
            with ir.users.plan_bulk([{"user_name": "nobody", "email": "v4lue@x"}]) as plan:
                plan.apply(tmp_path / "j")
                plan.header["server"] = "https://u:s3cret@dms.example.com/srv.asmx?ticket=t1cket"
                with BulkJournal.open(tmp_path / "j") as journal:
                    journal.plan.header["server"] = plan.header["server"]
                    text = journal_html(journal)
        assert "dms.example.com" in text
        for secret in ("s3cret", "t1cket", "v4lue@x", "password"):
            assert secret not in text

    def test_it_needs_nothing_else(self, admin, tmp_path, page):
        """It has no script and refers to nothing outside; its policy allows its own style only."""
        run(admin, tmp_path / "j", [{"user_name": "nobody", "email": "x"}])
        tree = page()
        policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert policy.startswith("default-src 'none'; style-src 'sha256-") and "script" not in policy
        assert not tree.xpath("//script | //link | //@src | //@href")

    def test_damaged_before_its_beginning(self, admin, tmp_path):
        """A journal whose events do not begin with the start is refused."""
        run(admin, tmp_path / "j", [{"user_name": "user00001", "email": "x@y"}])
        lines = (tmp_path / "j").read_bytes().splitlines(keepends=True)
        (tmp_path / "j").write_bytes(b"".join(line for line in lines if b'"start"' not in line))
        with pytest.raises(errors.BulkError, match="is damaged in line 4"):
            BulkJournal.open(tmp_path / "j")


class TestCommand:
    """`bulk report --html`."""

    def test_page_and_csv(self, admin, tmp_path, cli, monkeypatch):
        """It writes the page, for its owner only, alone or beside the CSV; without either it says so."""
        monkeypatch.chdir(tmp_path)
        run(admin, "j", [{"user_name": "nobody", "email": "x"}])

        assert (0, "1 row not done: p.html\n", "") == cli("bulk", "report", "j", "--html", "p.html")
        assert 0o600 == stat.S_IMODE(Path("p.html").stat().st_mode)
        status, out, _ = cli("bulk", "report", "j", "--html", "q.html", "-o", "f.csv", "--json")
        assert (0, {"rows": 1, "left_unknown": 0, "file": "f.csv", "html": "q.html"}) == (status, json.loads(out))
        assert Path("p.html").read_bytes() == Path("q.html").read_bytes() and Path("f.csv").exists()
        status, _, err = cli("bulk", "report", "j")
        assert (2, True) == (status, "-o FILE" in err and "--html FILE" in err)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser(admin, tmp_path, scheme):
    """On a telephone nothing is cut off, and the browser complains of nothing."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not installed")
    run(admin, tmp_path / "j", [{"user_name": HOSTILE + "x" * 100, "email": "x"}])
    assert 0 == main(["bulk", "report", str(tmp_path / "j"), "--html", str(tmp_path / "p.html")])
    seen = []
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 360, "height": 800}, color_scheme=scheme)
        tab.on("console", lambda message: seen.append(message.text))
        tab.on("dialog", lambda dialog: seen.append(dialog.message))
        tab.goto((tmp_path / "p.html").as_uri())
        assert 360 == tab.evaluate("document.documentElement.scrollWidth")
        colour = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ("rgb(255, 255, 255)" == colour) == (scheme == "light")
        browser.close()
    assert [] == seen
