"""The guides tell the truth: their programs and commands run as written and print what the pages show."""

from __future__ import annotations

import re
import shutil

import pytest
from guide import BLOCK, DOCS, Guide, alike, blocks, plain

FRAMEWORKS = {"howto/celery.md", "howto/django.md", "howto/fastapi.md", "migrate/suds.md"}
LONG = {"tutorials/hr-sync.md"}
PAGES = sorted(
    path.relative_to(DOCS).as_posix()
    for place in ("start.md", "answers.md", "tutorials/*.md", "howto/*.md", "migrate/*.md")
    for path in DOCS.glob(place)
)


def marked(page):
    """Return a page as a parameter, with the marks that say when it runs."""
    marks = [pytest.mark.classic("the pages show what classic servers say")]
    marks += [pytest.mark.frameworks] * (page in FRAMEWORKS) + [pytest.mark.endurance] * (page in LONG)
    return pytest.param(page, marks=marks)


@pytest.mark.parametrize("page", [marked(page) for page in PAGES])
def test_a_guide_runs_as_written(page, monkeypatch, capfd, tmp_path, tmp_path_factory):
    """The blocks of a guide run in order in a directory that has orders.wsdl, and print what it shows."""
    pytest.importorskip("click", reason="the extra cli is not installed")
    pytest.importorskip("waitress", reason="the extra simulator is not installed")
    monkeypatch.chdir(tmp_path)
    shutil.copy(DOCS.parent / "examples" / "orders.wsdl", tmp_path)
    Guide(page, monkeypatch, capfd, tmp_path_factory.mktemp("programs")).read()


@pytest.mark.parametrize("page", PAGES)
def test_every_block_says_what_it_is(page):
    """Each fence of a guide opens a block whose language decides whether it runs."""
    text = (DOCS / page).read_text("utf-8")

    assert text.count("```") == 2 * len(BLOCK.findall(text))
    assert {block.language for block in blocks(page)} <= {
        "python", "sh", "console", "output", "text", "ini", "csv", "json", "toml", "ruby",
    }  # fmt: skip


def test_what_is_shown_is_compared():
    """Three dots stand for anything, also for lines; anything else has to be there."""
    assert alike("a ... c\n", "a b c \n")
    assert alike("first\n...\nlast", "first\nsecond\nthird\nlast\n")
    assert not alike("a c", "a b c")
    assert not alike("a", "a\nb")


def test_which_commands_need_a_shell():
    """A command with a pipe, a redirection or a variable is run by a shell, quoted ones and remarks aside."""
    assert plain("soapclient documents find / --name '*.pdf'    # all of them; below any folder")
    assert plain('soapclient bulk plan a.csv -o "a plan"')
    assert not plain("soapclient users list | head")
    assert not plain('soapclient users show "$USER"')
    assert not plain("python program.py")


@pytest.mark.parametrize("page", [*PAGES, "../examples/README.md"])
def test_links_lead_somewhere(page):
    """What a guide links to is there, down to the heading."""
    place = (DOCS / page).parent
    links = re.findall(r"\]\(([^)#:]*)(#[^)]*)?\)", (DOCS / page).read_text("utf-8"))
    targets = [((place / path) if path else DOCS / page, anchor[1:]) for path, anchor in links]

    assert [] == [str(path) for path, _ in targets if not path.exists()]
    assert [] == [(str(path), anchor) for path, anchor in targets if anchor and anchor not in anchors(path)]


def anchors(path):
    """Return the anchors of the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_code_fits_on_the_site(page):
    """No line of code is cut off at its end on the site."""
    long = [
        line
        for block in blocks(page)
        if block.language != "output"
        for line in block.text.splitlines()
        if len(line) > 84
    ]

    assert [] == long
