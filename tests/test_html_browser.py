"""The report pages in a real browser: search, keys, links, tabs, themes, phone, print, and no JavaScript at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from soapclient import Contract, diff_html, report_html

SHOP = Path(__file__).parent / "wsdls" / "shop.wsdl"
PHONE = {"width": 390, "height": 844}
CONTRAST = """(selector) => {
  const light = (text) => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = (e) => { const own = getComputedStyle(e).backgroundColor;
    return own === "rgba(0, 0, 0, 0)" && e.parentElement ? behind(e.parentElement) : own; };
  const all = [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
  return Math.min(...all.map((e) => { const [a, b] = [light(getComputedStyle(e).color), light(behind(e))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); })); }"""
# What is typed, what must be found, and among how many.
QUERIES = {
    "change e-mail address": ("UpdateUserContactInfo", 3),
    "update mail": ("UpdateUserEmail", 3),
    "update_user_contact_info": ("UpdateUserContactInfo", 1),
    "UpdateUserContactInfo": ("UpdateUserContactInfo", 1),
    "updateusercontct": ("UpdateUserContactInfo", 1),
    "getuser": ("GetUser", 1),
    "get usr": ("GetUser", 3),
    "dcoument versions": ("GetDocumentVersions", 3),
    "remove a user": ("DeleteUser", 3),
    "how do I delete a folder": ("DeleteFolder", 1),
    "phone number": ("UpdateUserContactInfo", 3),
    "mobileNumber": ("UpdateUserContactInfo", 3),
    "check out a document": ("Lock", 1),
    "unlock document": ("UnLock", 1),
    "move document": ("Move", 1),
    "restore a deleted document": ("RestoreRecycleBinItem", 1),
    "reset password": ("ChangeUserPassword", 1),
    "who can read this folder": ("GetAccessList", 5),
    "full-text search": ("Search", 3),
    "list groups of user": ("GetGroupMembershipsOfUser", 5),
    "approve a task": ("CompleteTask", 1),
    "set metadata": ("UpdatePropertySetRow", 3),
    "who am i": ("GetCurrentUser", 1),
    "grant access": ("SetAccessList", 1),
    "e mail": ("SendEmail", 3),
    "sign in": ("AuthenticateUser", 5),
    "library members": ("GetDomainMembers", 5),
    "empty the trash": ("EmptyRecycleBin", 3),
    "rename a folder": ("UpdateFolderProperties", 1),
    "irreversible": ("DeleteUser", 8),
}
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def contract():
    """The current contract."""
    return Contract.load()


@pytest.fixture(scope="module")
def page(contract):
    """The page of the current contract compared with the older one."""
    return report_html(contract, Contract.load("bundled-2019"))


@pytest.fixture(scope="module")
def nested():
    """The page of a contract with types inside types, and without notes."""
    return report_html(Contract.load(SHOP))


@pytest.fixture(scope="module")
def differences():
    """The page of the differences of the two bundled contracts."""
    return diff_html(Contract.load("bundled-2019"), Contract.load())


def shown(tab):
    """The names of the operations that a tab shows."""
    return tab.eval_on_selector_all("details.op", "all => all.filter(e => e.offsetParent).map(e => e.id.slice(3))")


def found(tab):
    """The names in the list of results, the best first."""
    return tab.eval_on_selector_all("[role=option] > a", "all => all.map(e => e.firstChild.textContent)")


def opened(tab, name):
    """Wait until an operation is open, and return it."""
    row = tab.locator(f"[id='op-{name}']")
    tab.wait_for_selector(f"[id='op-{name}'][open]", state="attached")
    return row


class TestSearch:
    """What is found, and in which order."""

    def test_ranking(self, visit, page):
        """Words of names in both spellings, of parameters and of the documentation find; synonyms and typos too."""
        tab = visit(page)
        missed = {}
        for query, (expected, among) in QUERIES.items():
            tab.fill("[type=search]", query)
            first = found(tab)[:among]
            if expected not in first:
                missed[query] = (expected, first)
        assert {} == missed

    def test_no_answer(self, visit, page):
        """A query that nothing fits shows nothing, and says so."""
        tab = visit(page)
        tab.fill("[type=search]", "zzzzqqqqxxxx")
        assert [] == found(tab) == shown(tab)
        assert "Nothing found" in tab.locator("[role=status]").inner_text()

    def test_with_the_keyboard(self, visit, page):
        """A slash leads to the search, which says how many fit; arrows choose, Enter opens, Escape shows all again."""
        tab = visit(page)
        tab.keyboard.press("/")
        tab.keyboard.type("updateusercontact")
        assert ["UpdateUserContactInfo"] == shown(tab) == found(tab)
        assert "1 of 425 shown" == tab.locator("[role=status]").inner_text()
        tab.keyboard.press("Enter")
        opened(tab, "UpdateUserContactInfo")
        assert "SUMMARY" == tab.evaluate("document.activeElement.tagName")
        tab.keyboard.press("/")
        tab.keyboard.press("Escape")
        assert 425 == len(shown(tab))
        tab.keyboard.type("delete user")
        second = found(tab)[1]
        tab.keyboard.press("ArrowDown")
        chosen = tab.locator("[role=option][aria-selected=true]")
        assert chosen.get_attribute("id") == tab.locator("[type=search]").get_attribute("aria-activedescendant")
        tab.keyboard.press("Enter")
        opened(tab, second)

    def test_no_result_is_left_out(self, visit, page):
        """The list has every operation that the count tells, however many fit."""
        tab = visit(page)
        tab.fill("[type=search]", "get")
        assert f"{len(found(tab))} of 425 shown" == tab.locator("[role=status]").inner_text()
        assert len(found(tab)) > 100
        assert set(found(tab)) == set(shown(tab))

    def test_what_is_inside_is_found(self, visit, nested):
        """What is inside a parameter is found by its name."""
        tab = visit(nested)
        tab.fill("[type=search]", "currency")
        assert ["Order"] == shown(tab)

    def test_filters(self, visit, page, contract):
        """A kind shows its operations only, a mark only those of them that have it; the sidebar follows."""
        tab = visit(page)
        tab.check("[value=write]")
        assert {name for name in contract if contract[name].kind == "write"} == set(shown(tab))
        tab.check("[value=destructive]")
        expected = {name for name in contract if contract[name].kind == "write" and contract[name].destructive}
        assert expected
        assert expected == set(shown(tab))
        counts = tab.eval_on_selector_all(
            "nav details:not([hidden]) > summary .dim", "all => all.map(e => +e.innerText)"
        )
        assert len(expected) == sum(counts)
        tab.uncheck("[value=destructive]")
        tab.uncheck("[value=write]")
        tab.check("[value=changed]")
        assert "AssociateDocument" in shown(tab)
        assert "GetUser" not in shown(tab)
        tab.uncheck("[value=changed]")
        tab.check("[value=new]")
        assert {name for name in contract if name not in Contract.load("bundled-2019")} == set(shown(tab))


class TestLinks:
    """Addresses that lead into the page."""

    @pytest.mark.parametrize("fragment", ["#op-GetUser", "#GetUser"])
    def test_to_an_operation(self, visit, page, fragment):
        """An address with an operation's name opens it, in sight, also when a search had hidden it."""
        tab = visit(page, fragment)
        assert opened(tab, "GetUser").is_visible()
        top = tab.evaluate("document.getElementById('op-GetUser').getBoundingClientRect().top")
        assert 0 <= top < tab.viewport_size["height"]
        tab.fill("[type=search]", "zzzzqqqqxxxx")
        assert [] == shown(tab)
        tab.evaluate("location.hash = '#op-UserExists'")
        opened(tab, "UserExists")
        assert 425 == len(shown(tab))

    def test_to_a_parameter(self, visit, page):
        """An address with an operation's and a parameter's name opens the operation and marks the row, in sight."""
        tab = visit(page, "#op-UpdateUserContactInfo.mobileNumber")
        opened(tab, "UpdateUserContactInfo")
        row = tab.locator("tr:target")
        assert "mobileNumber" in row.inner_text()
        assert 100 < row.bounding_box()["y"] < tab.viewport_size["height"] - 100

    def test_the_sidebar_leads_and_follows(self, visit, page):
        """A category opens, its links open operations, and the one that is open is marked."""
        tab = visit(page)
        group = tab.locator("nav details", has_text="User Management").last
        group.locator("summary").click()
        group.get_by_text("GetUser", exact=True).click()
        opened(tab, "GetUser")
        assert "GetUser" == tab.locator("nav [aria-current]").inner_text()
        assert tab.evaluate("location.hash") == "#op-GetUser"

    def test_opening_gives_an_address_to_share(self, visit, page):
        """Opening an operation puts its name into the address."""
        tab = visit(page)
        tab.locator("details.op > summary").first.click()
        name = tab.locator("details.op").first.get_attribute("id")
        assert f"#{name}" == tab.evaluate("location.hash")


class TestSamples:
    """The tabs of requests and answers."""

    def test_the_choice_is_remembered(self, visit, page):
        """A tab that is chosen once is chosen in all operations, and in the next visit."""
        tab = visit(page, "#op-UpdateUserContactInfo")
        row = opened(tab, "UpdateUserContactInfo")
        assert {"Python"} == set(row.locator("[role=tab][aria-selected=true]").all_inner_texts())
        row.get_by_role("tab", name="Command line").first.click()
        assert row.get_by_text("soapclient call UpdateUserContactInfo").first.is_visible()
        tab.evaluate("location.hash = '#op-GetUser'")
        assert opened(tab, "GetUser").get_by_text("soapclient call GetUser").is_visible()
        tab.reload()
        assert opened(tab, "GetUser").get_by_text("soapclient call GetUser").is_visible()

    def test_tabs_by_keys(self, visit, page):
        """Arrows move between the tabs, which take one stop of the Tab key."""
        tab = visit(page, "#op-GetUser")
        row = opened(tab, "GetUser")
        row.get_by_role("tab", selected=True).first.focus()
        tab.keyboard.press("ArrowRight")
        assert "Command line" == tab.evaluate("document.activeElement.innerText")
        assert row.get_by_role("tabpanel").first.get_by_text("soapclient call").is_visible()
        assert 2 == row.locator("[role=tab][tabindex='0']").count()

    def test_copy(self, visit, page):
        """The button copies the code beside it, as it stands."""
        tab = visit(page, "#op-GetUser", permissions=["clipboard-read", "clipboard-write"])
        row = opened(tab, "GetUser")
        row.get_by_role("button", name="Copy").first.click()
        row.get_by_role("button", name="Copied").wait_for()
        assert 'reply = ir.service.get_user(user_name="jdoe")' == tab.evaluate("navigator.clipboard.readText()")


class TestKeys:
    """The keyboard, beyond the search."""

    def test_up_and_down(self, visit, page):
        """j and k go to the next and the previous operation, Enter opens it, Escape closes it."""
        tab = visit(page)
        names = shown(tab)
        tab.keyboard.press("j")
        tab.keyboard.press("j")
        tab.keyboard.press("j")
        tab.keyboard.press("k")
        tab.keyboard.press("Enter")
        row = opened(tab, names[1])
        tab.keyboard.press("Escape")
        assert row.get_attribute("open") is None

    def test_help(self, visit, page):
        """A question mark shows the keys, and Escape closes them."""
        tab = visit(page)
        tab.keyboard.press("?")
        assert tab.get_by_role("dialog").is_visible()
        tab.keyboard.press("Escape")
        assert not tab.get_by_role("dialog").is_visible()

    def test_focus_is_visible(self, visit, page):
        """What the keyboard leads to has an outline."""
        tab = visit(page)
        tab.locator("#op-GetUser > summary").focus()
        tab.keyboard.press("Tab")
        tab.keyboard.press("Shift+Tab")
        assert "solid" == tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")

    def test_landmarks(self, visit, page):
        """There is one banner, one navigation with a name, one search and one main part; each control has a name."""
        tab = visit(page)
        for role in ("banner", "navigation", "search", "main"):
            assert 1 == tab.get_by_role(role).count()
        assert "" not in tab.eval_on_selector_all(
            "button, input",
            "all => all.map(e => e.getAttribute('aria-label') || (e.labels?.[0] || e).textContent.trim())",
        )


class TestLook:
    """Colours, the phone, and paper."""

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_contrast(self, visit, page, scheme):
        """In both colour schemes each text has a contrast of at least 4.5 to what is behind it."""
        tab = visit(page, "#op-AssociateDocument", color_scheme=scheme)
        opened(tab, "AssociateDocument")
        body = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (scheme == "dark") == (sum(map(int, re.findall(r"\d+", body))) < 200)
        selector = "#op-AssociateDocument *, header *, nav *, .tag, .kind, dl *"
        assert tab.evaluate(CONTRAST, selector) >= 4.5

    def test_the_switch(self, visit, page):
        """The button changes the colours, and the next visit has them."""
        tab = visit(page, color_scheme="light")
        tab.get_by_role("button", name="Theme: auto").click()
        background = "getComputedStyle(document.body).backgroundColor"
        dark = tab.evaluate(background)
        assert "rgb(255, 255, 255)" != dark
        tab.reload()
        assert dark == tab.evaluate(background)
        tab.get_by_role("button", name="Theme: dark").click()
        assert "rgb(255, 255, 255)" == tab.evaluate(background)

    def test_phone(self, visit, page):
        """On a phone the page is as wide as the screen, and only code scrolls sideways."""
        tab = visit(page, "#op-UpdateUserContactInfo", viewport=PHONE)
        opened(tab, "UpdateUserContactInfo")
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    def test_the_menu_of_a_phone(self, visit, page):
        """The menu opens with the search in focus; a result opens and closes it; Escape closes it."""
        tab = visit(page, viewport=PHONE)
        assert not tab.get_by_role("searchbox").or_(tab.get_by_role("combobox")).is_visible()
        tab.get_by_role("button", name="Menu").click()
        tab.keyboard.type("change e-mail")
        assert "UpdateUserEmail" == found(tab)[0]
        tab.keyboard.press("Enter")
        opened(tab, "UpdateUserEmail")
        tab.locator("nav").wait_for(state="hidden")
        tab.get_by_role("button", name="Menu").click()
        tab.keyboard.press("Escape")
        tab.keyboard.press("Escape")
        tab.locator("nav").wait_for(state="hidden")

    def test_what_is_inside_is_printed(self, visit, nested):
        """On paper what is inside parameters is there, and closed again afterwards."""
        tab = visit(nested)
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert tab.get_by_text("@currency").is_visible()
        tab.evaluate("dispatchEvent(new Event('afterprint'))")
        assert not tab.get_by_text("@currency").is_visible()

    def test_paper(self, visit, page):
        """On paper there are no sidebar and no buttons, the colours are those of paper, and every tab is there."""
        tab = visit(page, "#op-GetUser", color_scheme="dark")
        row = opened(tab, "GetUser")
        tab.emulate_media(media="print")
        assert not tab.locator("nav").is_visible()
        assert not tab.locator("button").first.is_visible()
        assert "rgb(255, 255, 255)" == tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert row.get_by_text("soapclient call GetUser").is_visible()
        assert row.get_by_text("ir.service.get_user").is_visible()

    def test_without_javascript(self, visit, page):
        """Without JavaScript every operation opens by a key with all its samples; no button does nothing."""
        tab = visit(page, java_script_enabled=False)
        assert not tab.locator("[type=search]").is_visible()
        assert 0 == tab.locator("button:visible").count()
        assert 425 == tab.locator("details.op").count()
        tab.locator("#op-GetUser > summary").focus()
        tab.keyboard.press("Enter")
        for text in ("soapclient call GetUser", "ir.service.get_user", "<soap-env:Envelope"):
            assert tab.locator("#op-GetUser pre", has_text=text).first.is_visible()

    def test_a_phone_without_javascript(self, visit, nested):
        """What is inside a parameter opens by a key without JavaScript, and a phone is wide enough."""
        tab = visit(nested, "#op-Order", viewport=PHONE, java_script_enabled=False)
        if not tab.locator("#op-Order > div").is_visible():
            tab.locator("#op-Order > summary").press("Enter")
        attribute = tab.locator("#op-Order").get_by_text("@id")
        assert not attribute.is_visible()
        tab.locator("#op-Order .within summary").first.press("Enter")
        assert attribute.is_visible()
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_markup_does_not_run(visit, tmp_path):
    """Markup in a WSDL does not run: it is the text of the title."""
    evil = "<script>document.title='evil'</script><img src=x onerror=\"document.title='evil'\">"
    text = evil.replace("<", "&lt;").replace('"', "&quot;")
    wsdl = (Path(__file__).parent.parent / "wsdl" / "srv.wsdl").read_text("utf-8")
    path = tmp_path / "evil.wsdl"
    path.write_text(re.sub(r'<(wsdl:)?service name="[^"]*"', rf'<\1service name="{text}"', wsdl), "utf-8")
    tab = visit(report_html(Contract.load(path), Contract.load()))
    assert f"{evil}: API reference" == tab.title()
    assert 0 == tab.locator("img").count()


def test_what_is_gone_is_searched(visit, contract):
    """An operation that is no longer there is found in the list at the top, and the rest of the list is not shown."""
    tab = visit(report_html(Contract.load("bundled-2019"), contract))
    tab.fill("[type=search]", "ActivateFlowDef")
    assert ["ActivateFlowDef", "DeactivateFlowDef"] == tab.locator(".changes li:visible > code").all_inner_texts()
    tab.fill("[type=search]", "")
    assert tab.locator(".changes li:visible").count() > 200


class TestDifferences:
    """The page of differences."""

    def test_the_harmless_are_closed(self, visit, differences):
        """What loses data is in sight, what is harmless in a closed group with its count."""
        tab = visit(differences)
        assert 4 == tab.locator("section li:visible").count()
        assert ["Operations: added (263)"] == tab.locator("details.group > summary").all_inner_texts()

    def test_search_opens_them(self, visit, differences):
        """A search shows what it finds in closed groups too, and closes them afterwards."""
        tab = visit(differences)
        tab.fill("[type=search]", "updateusercontactinfo")
        assert tab.locator("details.group li:visible").count() == 1
        tab.fill("[type=search]", "")
        assert 0 == tab.locator("details.group li:visible").count()

    def test_filter(self, visit, differences):
        """The boxes show one rating only."""
        tab = visit(differences)
        assert "267 of 267 shown" == tab.locator("[aria-live]").inner_text()
        tab.check('[value="loses data"]')
        assert "4 of 267 shown" == tab.locator("[aria-live]").inner_text()
        assert ["Loses data (4)"] == tab.locator("h2:visible").all_inner_texts()
