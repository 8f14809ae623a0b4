"""The report pages: what they show, that nothing in them comes alive, and that they work in a real browser."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from soapclient import Contract, diff_html, report_html
from soapclient.cli import main

CURRENT = (Path(__file__).parent.parent / "wsdl" / "srv.wsdl").read_text("utf-8")
EVIL = "<script>document.title='evil'</script><img src=x onerror=\"document.title='evil'\">"
SHOP = Path(__file__).parent / "wsdls" / "shop.wsdl"


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
    start = page.index(f'<details class="op" id="op-{name}"')
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
    assert list(contract) == [name for name in contract if page.count(f'<details class="op" id="op-{name}"') == 1]
    assert "No sample can be made" not in page
    assert len(re.findall(r"<h3>Request</h3>", page)) == len(contract)
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
        assert page.count("<script") == (3 if "/data" in page else 1)
        assert "<img" not in page
        assert "default-src 'none'" in page


@pytest.mark.parametrize("name", ["Weather", "sku", "note", "ShopPort", "number"])
def test_markup_in_names_stays_text(tmp_path, name):
    """Markup in the name of an operation, element or port is text on the page; a sample may be missing."""
    text = EVIL.replace("<", "&lt;").replace('"', "&quot;")
    path = tmp_path / "evil.wsdl"
    path.write_text(SHOP.read_text("utf-8").replace(f'name="{name}"', f'name="{name}{text}"'), "utf-8")
    page = report_html(Contract.load(path))
    assert page.count("<script") == 3
    assert "<img" not in page
    assert "&lt;img" in page


def test_the_page_names_no_resource(page):
    """The page refers to nothing outside itself: no source, style sheet or link but to its own places."""
    markup = re.sub(r"<(style|script)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
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
    assert "soap-env:Envelope" not in shown


def test_both_versions(page):
    """A contract with both versions of SOAP shows an envelope of 1.1, and what differs in 1.2."""
    shown = of(page, "GetUser")
    assert '<soap-env:Envelope xmlns:soap-env="http://schemas.xmlsoap.org/soap/envelope/"' in shown
    assert 'SOAPAction: "http://tempuri.org/GetUser"' in shown
    assert "SOAP 1.2: the same body in an envelope of http://www.w3.org/2003/05/soap-envelope" in " ".join(
        shown.split()
    )


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
        "@id int required undocumented not possible a value only",
        "_value_1 value_1 decimal required undocumented not possible a value only",
        "@currency string: EUR, USD required undocumented not possible a value only",
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
    assert "style rpc: call it with SoapClient" in shown
    assert "<soap-env:Envelope" in shown
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


def test_the_example_of_the_guide_runs(capsys):
    """The example of docs/contracts.md runs as written and prints what its comment says."""
    guide = (Path(__file__).parent.parent / "docs" / "contracts.md").read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", guide, re.DOTALL)[1]
    exec(code, {})
    assert re.search(r"parameter\) *# (.*)", code)[1] == capsys.readouterr().out.strip()


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
