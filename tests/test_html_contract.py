"""The report pages: what they show, that nothing in them comes alive, and that they work in a real browser."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from soapclient import Contract, diff_html, report_html
from soapclient.cli import main

CURRENT = (Path(__file__).parent.parent / "wsdl" / "srv.wsdl").read_text("utf-8")
EVIL = "<script>document.title='evil'</script><img src=x onerror=\"document.title='evil'\">"
SHOP = Path(__file__).parent / "wsdls" / "shop.wsdl"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def nested():
    """The page of a contract with types inside types."""
    return report_html(Contract.load(SHOP))


@pytest.fixture(scope="module")
def page():
    """The page of the current contract compared with the older one."""
    return report_html(Contract.load(), Contract.load("bundled-2019"))


def of(page, name):
    """What a page shows of one operation, as text."""
    start = page.index(f'<details class="op" id="{name}"')
    rest = page[start + 1 :]
    return unescape(re.sub(r"<[^>]+>", " ", rest[: re.search(r'<details class="op"|</section>', rest).start()]))


@pytest.fixture
def evil(tmp_path):
    """A WSDL with markup wherever a WSDL may have text that the page shows."""
    text = EVIL.replace("<", "&lt;").replace('"', "&quot;")
    path = tmp_path / "evil.wsdl"
    changed = re.sub(r'location="[^"]*"', f'location="http://h.example/{text}"', CURRENT)
    changed = re.sub(r'soapAction="[^"]*/GetUser"', f'soapAction="{text}"', changed)
    path.write_text(re.sub(r'<(wsdl:)?service name="[^"]*"', rf'<\1service name="{text}"', changed), "utf-8")
    return path


def test_what_null_keeps_is_optional(page):
    """What may be left out since null keeps it is optional on the page, and the page says that it is kept."""
    shown = " ".join(of(page, "UpdateUserContactInfo").split())
    assert "userName user_name string required" in shown
    assert "emailAddress email_address string optional keeps left out: kept, over SOAP only" in shown


def test_every_operation_is_there_with_a_sample(page):
    """Every operation of the contract is on the page once, with a sample of its call, within three megabytes."""
    contract = Contract.load()
    assert list(contract) == [name for name in contract if page.count(f'<details class="op" id="{name}"') == 1]
    assert "No sample can be made" not in page
    assert page.count("<h3>Python call</h3>") == len(contract)
    assert len(page.encode("utf-8")) < 3_000_000


def test_an_operation_shows_what_null_does(page):
    """An operation shows its parameters, what null does to each, its call in Python and its errors."""
    shown = of(page, "UpdateUserContactInfo")
    assert re.search(r"emailAddress\s+email_address\s+string\s+\w+\s+keeps", shown)
    assert 'email_address="jdoe@example.com"' in shown
    assert "<emailAddress>jdoe@example.com</emailAddress>" in shown.replace("ns0:", "")
    for error in Contract.load()["UpdateUserContactInfo"].errors:
        assert error in shown


def test_secrets_are_stars(page):
    """A password or ticket in a sample is three stars, in Python and in the envelope."""
    shown = of(page, "AuthenticateUser")
    assert 'pwd="***"' in shown or 'password="***"' in shown.lower()
    values = re.findall(r"<(?:ns0:)?AuthenticationTicket>([^<]*)<", unescape(page))
    assert {"***"} == set(values)


def test_differences_are_marked_and_rated(page):
    """Compared with the older contract, a renamed parameter is marked as losing data, and a new operation as new."""
    assert "changed: loses data" in of(page, "AssociateDocument")
    new = next(name for name in Contract.load() if name not in Contract.load("bundled-2019"))
    assert re.search(r"\bnew\b", of(page, new))


def test_what_is_gone_is_named():
    """An operation that the compared contract has and this one has not is listed, not left out."""
    page = report_html(Contract.load("bundled-2019"), Contract.load())
    assert "No longer there" in page
    new = next(name for name in Contract.load() if name not in Contract.load("bundled-2019"))
    assert f"<code>{new}</code> removed" in page


def test_markup_of_a_wsdl_stays_text(evil):
    """Markup in names, addresses and the file's own name is shown as text on both pages."""
    ours = Contract.load(evil)
    for page in (report_html(ours, Contract.load()), diff_html(Contract.load(), ours)):
        assert page.count("<script") == 1
        assert "<img" not in page
        assert "default-src 'none'" in page


def test_the_page_names_no_resource(page):
    """The page refers to nothing outside itself: no source, style sheet or link but to its own places."""
    markup = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"<(?:link|img|iframe|object|embed)\b|\ssrc=", markup)
    assert {"#"} == {target[:1] for target in re.findall(r'\shref="([^"]*)"', markup)}


def test_a_credential_in_an_address_is_hidden(tmp_path):
    """A password in the address of a port is on neither page."""
    path = tmp_path / "own.wsdl"
    path.write_text(re.sub(r'location="https?://', 'location="https://u:hunter2@', CURRENT), "utf-8")
    assert "hunter2" not in report_html(Contract.load(path), Contract.load())
    assert "hunter2" not in diff_html(Contract.load(), Contract.load(path))


def test_a_type_without_a_sample_is_said(tmp_path):
    """Where a required parameter has a type that no sample is known for, the page says so and shows no envelope."""
    start = CURRENT.index('<s:element name="GetUser">')
    body = CURRENT[start : CURRENT.index("</s:element>", start)]
    other = body.replace('name="UserName" type="s:string"', 'name="UserName" type="s:gYear"')
    assert other != body
    path = tmp_path / "own.wsdl"
    path.write_text(CURRENT.replace(body, other), "utf-8")
    shown = of(report_html(Contract.load(path)), "GetUser")
    assert "No sample can be made: UserName is of the type gYear" in shown
    assert "Envelope" not in shown


def test_both_versions(page):
    """A contract with both versions of SOAP shows an envelope of each."""
    shown = of(page, "GetUser")
    for version, namespace in (("1.1", "http://schemas.xmlsoap.org/soap/"), ("1.2", "http://www.w3.org/2003/05/soap")):
        assert f"Envelope, SOAP {version}" in shown
        assert namespace in shown


def test_xml_is_said(page):
    """Where the reference wants XML in a text, the page says so and names the root, and the sample has it."""
    shown = of(page, "UpdateUserPreferences")
    assert "string: XML <Preferences>" in shown
    assert 'xml_preferences="<Preferences/>"' in shown


def test_what_is_inside_a_parameter(nested):
    """What is inside a complex parameter is shown at each level with type, need and how null is written, and called."""
    shown = re.sub(r"\s+", " ", of(nested, "Order"))
    for row in (
        "nick string optional undocumented xsi:nil leave out, None, CLEAR",
        "@id int required undocumented cannot be said a value only",
        "_value_1 value_1 decimal required undocumented cannot be said a value only",
        "@currency string: EUR, USD required undocumented cannot be said a value only",
        "weight double one of choice 1 undocumented left out leave out, None",
        "session Session header undocumented left out leave out, None",
    ):
        assert f" {row} " in shown
    assert 'item=[{"sku": "text", "price": {"value_1": 1, "currency": "EUR"}, "pieces": 1}]' in shown
    assert shown.count(" parent Person ") == 1
    assert "No sample can be made" not in nested


def test_the_style_rpc(nested):
    """An operation of the style rpc is shown with an envelope and the call of a client that calls it."""
    shown = of(nested, "Add")
    assert "of the style rpc: SoapClient calls it" in shown
    assert "Envelope, SOAP 1.1" in shown
    assert "soap.service.add" in shown
    assert "rpc" not in of(nested, "Order")


def test_a_large_type_is_cut(tmp_path):
    """Of a type with very many elements the page shows the first, and says how to see all."""
    many = "".join(f'<xs:element name="e{number}" type="xs:int" minOccurs="0"/>' for number in range(1000))
    path = tmp_path / "many.wsdl"
    path.write_text(SHOP.read_text("utf-8").replace('<xs:element name="sku" type="xs:string"/>', many), "utf-8")
    page = report_html(Contract.load(path))
    assert "soapclient describe Order" in page
    assert "e100</code>" in page
    assert "e900</code>" not in page


def test_report_command(tmp_path, capsys):
    """`wsdl report` writes the page and says, as JSON too, what it wrote."""
    file = tmp_path / "contract.html"
    assert main(["wsdl", "report", "bundled-2019", "-o", str(file), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {"operations": 162, "file": str(file), "bytes": file.stat().st_size} == said
    assert report_html(Contract.load("bundled-2019")) == file.read_text("utf-8")


def test_standard_output(capsys):
    """`-o -` is standard output for the page alone; the list of differences cannot share it with a page."""
    assert main(["wsdl", "report", "bundled-2019", "-o", "-"]) == 0
    shown = capsys.readouterr()
    assert report_html(Contract.load("bundled-2019")) == shown.out
    assert "162 operations" in shown.err
    assert main(["wsdl", "diff", "bundled-2019", "bundled", "--html", "-"]) == 2
    assert "name a file for --html" in capsys.readouterr().err


def test_diff_command_writes_a_page(tmp_path, capsys):
    """`wsdl diff --html` writes the page besides what it prints, also where it ends with a status."""
    file = tmp_path / "differences.html"
    words = ["wsdl", "diff", "bundled-2019", "bundled", "--html", str(file), "--fail-on", "loses-data"]
    assert main(words) == 4
    assert "267 differences" in capsys.readouterr().out
    assert "Loses data (4)" in file.read_text("utf-8")


def test_a_page_that_cannot_be_written(tmp_path, capsys):
    """A file that cannot be written is one sentence and the status of wrong input."""
    assert main(["wsdl", "report", "-o", str(tmp_path / "none" / "x.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium of the system."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, page, tmp_path):
    """Open a page in a new window; in the end nothing was complained about and nothing else was asked for."""
    seen: list[str] = []
    contexts = []

    def visit(text=page, fragment="", **options):
        file = tmp_path / "page.html"
        file.write_text(text, "utf-8")
        contexts.append(chromium.new_context(**options))
        tab = contexts[-1].new_page()
        tab.on("console", lambda message: seen.append(message.text))
        tab.on("pageerror", lambda error: seen.append(str(error)))
        tab.on("request", lambda request: request.url.startswith(file.as_uri()) or seen.append(request.url))
        tab.goto(file.as_uri() + fragment)
        return tab

    yield visit
    for context in contexts:
        context.close()
    assert not seen


def shown(tab):
    """The names of the operations that a tab shows."""
    return tab.eval_on_selector_all("details.op", "all => all.filter(e => e.offsetParent).map(e => e.id)")


@pytest.mark.browser
class TestBrowser:
    """The page in a real browser."""

    def test_search_with_the_keyboard(self, visit):
        """A slash leads to the search, which shows what fits and says how many; Enter opens it, Escape shows all."""
        tab = visit()
        tab.keyboard.press("/")
        tab.keyboard.type("updateusercontact")
        assert ["UpdateUserContactInfo"] == shown(tab)
        assert tab.locator("[aria-live]").inner_text() == "1 of 425 shown"
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#UpdateUserContactInfo[open]", state="attached")
        assert tab.evaluate("document.activeElement.tagName") == "SUMMARY"
        tab.keyboard.press("/")
        tab.keyboard.press("Escape")
        assert len(shown(tab)) == 425

    def test_enter_prefers_the_exact_name(self, visit):
        """Enter opens the operation of exactly this name, though others that have it in theirs come before."""
        tab = visit()
        tab.keyboard.press("/")
        tab.keyboard.type("getuser")
        assert len(shown(tab)) > 1
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#GetUser[open]", state="attached")

    def test_hash_opens(self, visit):
        """An address that ends with an operation's name opens it, in sight, also when a search had hidden it."""
        tab = visit(fragment="#GetUser")
        assert tab.evaluate("document.querySelector('#GetUser').open")
        top = tab.evaluate("document.querySelector('#GetUser').getBoundingClientRect().top")
        assert 0 <= top < tab.viewport_size["height"]
        tab.fill("[type=search]", "nothing like it")
        assert shown(tab) == []
        tab.evaluate("location.hash = '#UserExists'")
        tab.wait_for_selector("#UserExists[open]", state="attached")
        assert len(shown(tab)) == 425

    def test_filters(self, visit):
        """A kind shows its operations only, a mark only those of them that have it."""
        contract, tab = Contract.load(), visit()
        tab.check("[value=write]")
        assert {name for name in contract if contract[name].kind == "write"} == set(shown(tab))
        tab.check("[value=destructive]")
        expected = {name for name in contract if contract[name].kind == "write" and contract[name].destructive}
        assert expected and expected == set(shown(tab))
        tab.uncheck("[value=destructive]")
        tab.uncheck("[value=write]")
        tab.check("[value=changed]")
        assert "AssociateDocument" in shown(tab)
        assert "GetUser" not in shown(tab)
        tab.uncheck("[value=changed]")
        tab.check("[value=new]")
        assert {name for name in contract if name not in Contract.load("bundled-2019")} == set(shown(tab))

    def test_without_javascript(self, visit):
        """Without JavaScript every operation is there and opens by a key; there is no search that would not work."""
        tab = visit(java_script_enabled=False)
        assert not tab.locator("[type=search]").is_visible()
        assert tab.locator("details.op").count() == 425
        tab.locator("#GetUser > summary").focus()
        tab.keyboard.press("Enter")
        assert tab.locator("#GetUser pre").first.is_visible()

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_contrast(self, visit, scheme):
        """In both colour schemes each kind of text has a contrast of at least 4.5 to what is behind it."""
        tab = visit(fragment="#AssociateDocument", color_scheme=scheme)
        body = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", body))) < 200) == (scheme == "dark")
        worst = tab.evaluate(
            """() => {
              const light = (text) => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
                .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
              const behind = (e) => { const own = getComputedStyle(e).backgroundColor;
                return own === "rgba(0, 0, 0, 0)" && e.parentElement ? behind(e.parentElement) : own; };
              const all = [...document.querySelectorAll("#AssociateDocument *, header *, .tools *, .tag")];
              return Math.min(...all.map((e) => { const [a, b] = [light(getComputedStyle(e).color), light(behind(e))];
                return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); })); }"""
        )
        assert worst >= 4.5

    def test_focus_is_visible(self, visit):
        """What the keyboard leads to has an outline."""
        tab = visit()
        tab.locator("#GetUser > summary").focus()
        tab.keyboard.press("Tab")
        tab.keyboard.press("Shift+Tab")
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"

    def test_phone(self, visit):
        """On a phone the page is as wide as the screen, and only tables and code scroll sideways."""
        tab = visit(fragment="#UpdateUserContactInfo", viewport={"width": 360, "height": 740})
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360

    def test_what_is_inside_opens_by_a_key(self, visit, nested):
        """What is inside a parameter is closed, and opens by a key, without JavaScript too; a phone is wide enough."""
        tab = visit(nested, "#Order", viewport={"width": 360, "height": 740}, java_script_enabled=False)
        if not tab.locator("#Order > div").is_visible():
            tab.locator("#Order > summary").press("Enter")
        attribute = tab.locator("#Order").get_by_text("@id")
        assert not attribute.is_visible()
        tab.locator("#Order .within summary").first.press("Enter")
        assert attribute.is_visible()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360

    def test_search_finds_what_is_inside(self, visit, nested):
        """What is inside a parameter is found by its name."""
        tab = visit(nested)
        tab.fill("[type=search]", "currency")
        assert ["Order"] == shown(tab)

    def test_print_opens_what_is_inside(self, visit, nested):
        """On paper what is inside parameters is there, and closed again afterwards."""
        tab = visit(nested)
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert tab.get_by_text("@currency").is_visible()
        tab.evaluate("dispatchEvent(new Event('afterprint'))")
        assert not tab.get_by_text("@currency").is_visible()

    def test_print(self, visit):
        """On paper there is no search, the colours are those of paper, and what is open is there."""
        tab = visit(fragment="#GetUser", color_scheme="dark")
        tab.emulate_media(media="print")
        assert not tab.locator("[type=search]").is_visible()
        assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert tab.locator("#GetUser pre").first.is_visible()

    def test_markup_does_not_run(self, visit, evil):
        """Markup in a WSDL does not run."""
        tab = visit(report_html(Contract.load(evil), Contract.load()))
        assert tab.title() == "Contract"
        assert tab.locator("img").count() == 0

    def test_differences(self, visit):
        """The page of differences is searched and filtered by rating."""
        tab = visit(diff_html(Contract.load("bundled-2019"), Contract.load()))
        assert tab.locator("[aria-live]").inner_text() == "267 of 267 shown"
        tab.check('[value="loses data"]')
        assert tab.locator("[aria-live]").inner_text() == "4 of 267 shown"
        assert tab.locator("h2:visible").all_inner_texts() == ["Loses data (4)"]
