"""What XML from outside may cost its reader."""

from __future__ import annotations

import subprocess
import sys

import pytest

from soapclient.wire.safe_xml import NotXml, describe_html, parse

MANY = 3_000_000
MEGABYTE = 2**20
COST = """
from soapclient.wire.safe_xml import NotXml, parse
data = {data}
def high():
    return int(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]) // 1024
before = high()
try:
    parse(data)
except NotXml as error:
    print(error)
else:
    print("read")
print(high() - before)
"""


def cost(data: str) -> tuple[str, int]:
    """Parse what an expression makes in a process of its own: the outcome and the megabytes."""
    run = subprocess.run([sys.executable, "-c", COST.format(data=data)], capture_output=True, text=True, check=False)
    assert 0 == run.returncode, run.stderr
    outcome, megabytes = run.stdout.splitlines()
    return outcome, int(megabytes)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (f'b"<r>" + b"<a/>" * {MANY} + b"</r>"', "it has too much markup: 3,000,0"),
        (f'b"<r>" + b"<!---->" * {MANY} + b"</r>"', "it has too much markup: 3,000,0"),
        (f'b"<r>" + b"<?x?>" * {MANY} + b"</r>"', "it has too much markup: 3,000,0"),
        ("""b"<r>" + b"<a b='' c=' ' d='='/>" * 1_500_000 + b"</r>" """, "it has too much markup: 1,500,0"),
        ("""b"<r>" + b'<a b = "" c =\\n"" d\\t= ""/>' * 1_500_000 + b"</r>" """, "it has too much markup: 1,500,0"),
        ('b"<?x?>" * 3_300_000 + b"<r/>"', "it has too much before its root"),
        ('b"<!---->" * 3_300_000 + b"<r/>"', "it has too much before its root"),
        ('("<r>" + "<a/>" * 3_000_000 + "</r>").encode("utf-16")', "it has too much markup: 3,000,0"),
    ],
    ids=[
        "elements",
        "comments",
        "instructions",
        "attributes",
        "wide attributes",
        "prolog",
        "prolog comments",
        "utf-16",
    ],
)
def test_too_much_markup_is_refused_before_it_costs(data, reason):
    """Markup by the million is refused in little memory, before a tree is built."""
    outcome, megabytes = cost(data)
    assert outcome.startswith(reason)
    assert 100 > megabytes


@pytest.mark.parametrize("data", ['b"<a>" * 1_000_000 + b"</a>" * 1_000_000', 'b"<a>" * 1_000_000'])
def test_a_million_nested_elements_are_refused(data):
    """Nesting without end is refused, and neither crashes the process nor costs much memory."""
    outcome, megabytes = cost(data)
    assert outcome.startswith("it is not well-formed XML")
    assert 100 > megabytes


@pytest.mark.parametrize("text", [b"A" * 48 * MEGABYTE, b"a = b, " * 7 * MEGABYTE], ids=["base64", "equals signs"])
def test_one_text_of_many_megabytes_is_read(text):
    """The size of a text does not count as markup."""
    assert parse(b"<r>" + text + b"</r>").text == text.decode()


def test_a_long_list_is_read():
    """A list of fifty thousand documents with thirty attributes each is read."""
    row = b"<d " + b" ".join(b'a%d="%d"' % (number, number) for number in range(30)) + b"/>"
    assert 50_000 == len(parse(b"<r>" + row * 50_000 + b"</r>"))


def test_a_text_full_of_what_looks_like_attributes_is_read():
    """Markup is counted where it is markup: a text with two million equals signs before quotes has no attribute."""
    assert parse(b"<r>" + b'a="b" ' * 2_000_000 + b"</r>").text


@pytest.mark.parametrize("piece", [b"<?x y?>", b"<!-- y -->", b" \n<?x?>\n "])
def test_prolog(piece):
    """Comments and instructions may stand before the root, and hide neither a DTD nor a page."""
    assert "r" == parse(piece * 50 + b"<r/>").tag
    with pytest.raises(NotXml, match="DTD"):
        parse(piece * 50 + b"<!DOCTYPE r><r/>")
    with pytest.raises(NotXml, match="too much before its root"):
        parse(piece * 300 + b"<!DOCTYPE r><r/>")
    with pytest.raises(NotXml, match="HTML page titled 'x'"):
        parse(piece + b"<html><title>x</title></html>")


@pytest.mark.parametrize("page", [b"<title>" * MANY, b"<title" * MANY, b"<title>" + b"</titl" * MANY])
def test_title_is_looked_for_at_the_beginning(page):
    """A page made of millions of beginnings of titles is described without searching it whole."""
    assert "it is an HTML page" == describe_html(b"<html>" + page + b"<title>far below</title>")
