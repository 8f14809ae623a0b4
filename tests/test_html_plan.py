"""The page of a plan: the dangerous first, values side by side, nothing in it taken for markup, no secret, usable."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from soapclient import BulkPlan, Client, plan_html
from soapclient.bulk.moves import Move
from soapclient.bulk.plan import PlannedRow, make
from soapclient.bulk.planner import header

HOSTILE = "</title></td><script>alert('x')</script><img src=x onerror=alert(1)>\"'&amp;"
OPERATIONS = ("UpdateUserContactInfo",)
FLAGS = {"email": Move("", "b"), "show_archives": Move(False, True)}


@pytest.fixture(scope="module")
def target():
    """What plans of users are made for."""
    with Client("sim:", username="admin", password="admin") as ir:
        yield ir.users._target()


def page(target, rows, source="people.csv"):
    """The page of a plan of these rows, as text."""
    about = header(target, source, blind=False)
    with make(about, (PlannedRow(number=n, **each) for n, each in enumerate(rows, 1)), target, BulkPlan) as plan:
        return plan_html(plan)


def row(line, key="jdoe", before="a", after="b", **facts):
    """A row that changes an e-mail address."""
    return {"line": line, "key": key, "moves": {"email": Move(before, after)}, "operations": OPERATIONS, **facts}


ROWS = (
    row(2),
    row(3, error="User not found"),
    row(4, after=""),
    {"line": 5, "key": "same", "same": ("email",)},
    {"line": 6, "key": "left", "left": {"email": "others changed it since"}},
    row(7, before=None, after=HOSTILE),
)


def test_the_dangerous_rows_come_first(target):
    """Errors, what an undo leaves, clears, changes, and what needs nothing, each with its count and its rows."""
    tree = html.document_fromstring(page(target, ROWS))
    assert [
        "Cannot be done (1)", "Not restored (1)", "Clear a field (1)", "Change (2)", "Need nothing (1)"
    ] == [each.text_content() for each in tree.iterfind(".//h2")]  # fmt: skip
    bodies = tree.xpath("//table[@class='plan']/tbody")
    assert ["3", "6", "4", "2", "7", "5"] == [each.findtext(".//td") for each in bodies]
    cells = [[cell.text_content() for cell in each.iter("td")] for each in bodies]
    assert ["3", "jdoe", "User not foundasked for: email → b"] == cells[0]
    assert ["6", "left", "email", "not restored: others changed it since"] == cells[1]
    assert ["4", "jdoe", "email", "a", "cleared"] == cells[2]
    assert ["7", "jdoe", "email", "not known", HOSTILE] == cells[4]
    assert ["email", "2", "1", "1", "0"] == [
        cell.text_content() for cell in tree.xpath("//table[@aria-label='Fields']/tbody/tr/td")
    ]


def test_reasons_are_counted_where_they_are_shared(target):
    """Rows with one reason are counted above their list; a value that is empty, or a flag, is told as that."""
    rows = [row(n, f"k{n}", error="no") for n in range(3)] + [row(9, moves=FLAGS, resent=("last_name",))]
    tree = html.document_fromstring(page(target, rows))
    assert [["3", "no"]] == [
        [cell.text_content() for cell in each] for each in tree.xpath("//table[@aria-label='Reasons']/tbody/tr")
    ]
    (changed,) = tree.xpath("//section[@data-kind='change']//tbody")
    told = [cell.text_content() for cell in changed.iter("td")]
    assert ["9", "jdoe", "email", "empty", "b"] == told[:5]
    assert ["show_archives", "false", "true", "read and sent again: last_name"] == told[5:]
    assert "1 fields are read just before" in tree.text_content()


@settings(deadline=None, max_examples=40)
@given(st.text(), st.text(min_size=1), st.text(), st.text())
def test_any_text_is_text(target, key, before, after, why):
    """Whatever names, values and reasons consist of, the page has the same elements and loads nothing."""
    rows = [row(1, key, before, after), row(2, key, before, after, error=why or "x")]
    text = page(target, rows, why)
    tree = html.document_fromstring(text.encode("utf-8", "replace"))
    assert "\0" not in text
    assert [1, 1, 0] == [len([*tree.iter(name)]) for name in ("script", "style", "img")]
    assert 5 + 3 == len(tree.xpath("//table[@class='plan']//td"))
    assert not tree.xpath("//link | //@src | //@href | //@onerror")


def test_what_cannot_be_seen_is_shown(target):
    """Characters that are invisible or turn the order of writing are shown as escapes."""
    text = page(target, [row(1, "j\u202edoe", "a\u200b", "b\x1b")])
    assert ["\\u202e", "\\u200b", "\\x1b"] == html.document_fromstring(text).xpath("//mark/text()")


def test_no_secret_and_its_own_policy(target):
    """Neither a password nor a ticket of the server's address is in it, and its policy allows its own parts only."""
    about = {**header(target, "x", blind=True), "server": "https://u:s3cret@dms.example.com/srv.asmx?ticket=t1cket"}
    with make(about, iter([PlannedRow(number=1, **row(1))]), target, BulkPlan) as plan:
        text = plan_html(plan)
    assert "dms.example.com" in text and "without reading the server" in text
    assert "s3cret" not in text and "t1cket" not in text
    policy = html.document_fromstring(text).xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "'unsafe" not in policy


def test_more_rows_than_a_page_shows(target, monkeypatch):
    """Of very many rows the page shows the dangerous ones and says how many it leaves out."""
    monkeypatch.setattr("soapclient.tools.html.plan.MOST_ROWS", 3)
    rows = [row(1), row(2), row(3), row(4, after=""), row(5, error="no")]
    tree = html.document_fromstring(page(target, rows))
    assert ["5", "4", "1"] == [each.findtext(".//td") for each in tree.xpath("//table[@class='plan']/tbody")]
    assert ['2 more rows are not on this page; "soapclient bulk show" lists them.'] == tree.xpath(
        "//p[@class='missing']/text()"
    )


@pytest.mark.browser
def test_in_a_browser(target, tmp_path):
    """Thousands of rows open on a phone without a scroll to the side, and the filter finds one of them."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not installed")
    rows = [row(n, f"user{n:05}", error="no" if n % 100 == 0 else "") for n in range(1, 3998)]
    rows += [row(1, HOSTILE + "x" * 200, "y" * 200, "z" * 200), *ROWS[2:4]]
    (tmp_path / "p.html").write_text(page(target, rows), "utf-8")
    seen = []
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 360, "height": 800}, color_scheme="light")
        tab.on("console", lambda message: seen.append(message.text))
        tab.on("dialog", lambda dialog: seen.append(dialog.message))
        tab.goto((tmp_path / "p.html").as_uri())

        def shown(text):
            tab.get_by_text(f"{text} of 4,000 rows shown", exact=True).wait_for()
            return tab.evaluate(
                "[...document.querySelectorAll('section:not([hidden]) .chunk:not([hidden]) tbody:not([hidden])')]"
                ".slice(0, 2).map((row) => row.textContent)"
            )

        assert 2 == len(shown("4,000"))
        assert 360 == tab.evaluate("document.documentElement.scrollWidth")
        tab.keyboard.press("/")
        tab.keyboard.type("USER00777")
        (only,) = shown("1")
        assert "user00777" in only
        tab.keyboard.press("Escape")
        tab.get_by_label("clears").check()
        (only,) = shown("1")
        assert "cleared" in only
        background = "getComputedStyle(document.body).backgroundColor"
        assert "rgb(255, 255, 255)" == tab.evaluate(background)
        tab.emulate_media(color_scheme="dark")
        assert "rgb(255, 255, 255)" != tab.evaluate(background)
        browser.close()
    assert [] == seen
