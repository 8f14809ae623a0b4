"""The documentation as a site: its pages, links and references, its versions, and the built site in a browser."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import threading
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

import soapclient
from soapclient import errors

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "examples").glob("*.md"))
)
BUILT = ROOT / "build" / "site"


def program(name, path):
    """Load a program that is no module of the package."""
    loader = SourceFileLoader(name, str(path))
    spec = importlib.util.spec_from_loader(name, loader)
    found = importlib.util.module_from_spec(spec)
    loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def extension():
    """Load a module of docs/_ext by its name."""
    before = [*sys.path]
    sys.path.insert(0, str(DOCS / "_ext"))
    yield importlib.import_module
    sys.path[:] = before


@pytest.fixture(scope="module")
def site():
    """The program that builds the site."""
    return program("site_program", ROOT / ".ci" / "site")


def anchors(text):
    """The anchors of a page's headings, as a forge makes them."""
    found = set()
    for heading in re.findall(r"^#{1,6} (.*)", re.sub(r"(?ms)^```.*?^```", "", text), re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()).replace(" ", "-")
        found.add(slug if slug not in found else f"{slug}-1")
    return found


class TestPages:
    """The pages that are written by hand."""

    @pytest.mark.parametrize("page", PAGES)
    def test_links_lead_somewhere(self, page, extension):
        """Each link between pages leads to a file that exists, and to a heading that it has."""
        text = re.sub(r"(?ms)^```.*?^```", "", (ROOT / page).read_text("utf-8"))
        for _, address in extension("stage").LINK.findall(re.sub(r"`[^`]*`", "", text)):
            if "://" in address or address.startswith("mailto:"):
                continue
            path, _, anchor = address.partition("#")
            target = (ROOT / page).parent / path if path else ROOT / page
            assert target.exists(), address
            if anchor and target.suffix == ".md":
                assert anchor in anchors(target.read_text("utf-8")), address

    def test_every_page_is_in_a_section(self, extension):
        """Each page of the site belongs to one section, and the index leads to each section."""
        stage = extension("stage")
        pages = stage.pages()
        made = stage.navigation((DOCS / "index.md").read_text("utf-8"), pages)
        shown = [
            str(Path(section).parent / page).removeprefix("./") if not page.startswith("..") else page.lstrip("./")
            for section, text in made.items()
            for page in text.rpartition("```{toctree}")[2].split()
            if page.endswith(".md")
        ]
        assert [] == sorted(each for each in {*shown} if shown.count(each) > 1)
        assert {*pages} <= {*shown}
        assert {*made} - {"index.md"} <= {*shown}

    def test_links_that_leave_the_pages(self, extension):
        """A link to a file outside of docs/ leads to its page on the site, or becomes text if it has none."""
        relinked = extension("stage").relinked
        text = "[a](../CHANGELOG.md#b) [c](../pyproject.toml) [d](../examples/x_y.py) [e](search.md) `[f](../LICENSE)`"
        expected = "[a](../changes.md#b) c [d](../examples.md#x_ypy) [e](../searching.md)"
        assert expected == relinked(text, "docs/d.md", "x/d.md").rpartition(" ")[0]
        assert '<a href="../orders.wsdl" download>o</a>' == relinked(
            "[o](../../examples/orders.wsdl)", "docs/x/d.md", "x/d.md"
        )
        assert "[g](bulk.md)" == relinked("[g](docs/bulk.md)", "CHANGELOG.md", "changes.md")
        assert "```\n[g](../LICENSE)\n```" == relinked("```\n[g](../LICENSE)\n```", "docs/d.md", "d.md")
        assert "[h](gone.md)" == relinked("[h](gone.md)", "docs/d.md", "d.md")  # the build says so


class TestReferences:
    """The pages that are written from the package."""

    def test_every_error_class_has_advice(self, extension):
        """Each exception of the package stands in the tree, with what to do about it."""
        reference = extension("error_reference")
        found = {
            each.__name__ for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)
        }
        assert found == {kind.__name__ for _, kind in reference.classes()} == {*reference.ADVICE}

    def test_every_number_has_its_place(self, extension):
        """Each number of the error table has an anchor, its class and the operations that document it."""
        page = extension("error_reference").written()
        for row in json.loads((ROOT / "wsdl" / "errors.json").read_text("utf-8")):
            number = row.get("code", row.get("number"))
            if number is not None:
                assert f"\n(error-{number})=\n" in page
                section = page.partition(f"(error-{number})=")[2].partition("\n(error-")[0]
                assert row["error"] in section
        users = page.partition("(error-4041)=")[2].partition("\n(error-")[0]
        assert "<tr><td><code>UpdateUserContactInfo</code></td><td>no user by that name</td></tr>" in users

    def test_every_command_has_its_options(self, extension):
        """Each command stands on the page with its usage, each of its options and the exit statuses."""
        pytest.importorskip("click", reason="the extra cli is not installed")
        import click

        from soapclient.cli.app import app

        page = extension("command_reference").written()
        seen = 0
        for context in extension("command_reference").commands(click.Context(app, info_name="soapclient")):
            section = page.partition(f" {context.command_path}\n\n```text\n")[2].partition("\n## ")[0]
            assert section.startswith(context.command_path)
            for option in context.command.params:
                if isinstance(option, click.Option) and not option.hidden:
                    assert max(option.opts, key=len) in page
            seen += 1
        assert seen > 30
        assert ["0", "1", "2", "3", "4", "5"] == re.findall(r"(?m)^\| ([0-9]) \| \w", page)

    def test_help_of_a_command(self, extension):
        """Help keeps its code and its preformatted lines; characters that are markup in Markdown are escaped."""
        click = pytest.importorskip("click", reason="the extra cli is not installed")
        text = "    \b\n    Either:\n      a_b=[x]   one\n\n    Say `a_b` for <b>.\n\n    Exit status: 0 done; 7 odd."
        told = f"Call *it*.\n\n{text}"
        command = click.Command("it", help=told)
        reference = extension("command_reference")
        assert [
            "Call \\*it\\*.\n",
            "```text\nEither:\n  a_b=[x]   one\n```\n",
            "Say `a_b` for \\<b\\>.\n",
        ] == list(reference._help(command.help))
        assert [("0", "done"), ("7", "odd")] == reference.statuses(command)

    def test_every_public_name_is_described(self, extension):
        """Each public name stands on one page of the API reference, and so do errors, simulator and fixtures."""
        pages = extension("api_reference").pages()
        text = "\n".join(pages.values())
        for name in {*soapclient.__all__} - {"__version__", "errors", "paths"}:
            assert 1 == len(re.findall(rf"(?m)^\.\. \S+:: soapclient\.{name}$", text)), name
        assert "ir.users\n--------" in pages["workflows"]
        assert "soapclient.errors.UserNotFound" in pages["errors"]
        assert ".. py:data:: soapclient_client\n\n   A client" in pages["fixtures"]

    def test_docstrings(self, extension):
        """An indented block after a colon is code, a section of a docstring is none, and a star is a star."""
        as_rst = extension("docstrings").as_rst
        lines = ["Like this:", "", "    x = 1", "", "Args:", "    a: *b and `*c`."]
        assert ["Like this::", "", "    x = 1", "", "Args:", r"    a: \*b and `*c`."] == as_rst(lines)


class TestVersions:
    """Several releases beside each other."""

    def test_all_releases(self, site, tmp_path):
        """Each release is built by its own program into its own folder; the switch lists them, newest first."""
        repository, out = tmp_path / "repository", tmp_path / "out"
        (repository / ".ci").mkdir(parents=True)
        shutil.copy(ROOT / ".ci" / "site", repository / ".ci" / "all")
        git = functools.partial(subprocess.run, cwd=repository, check=True, capture_output=True)
        git(["git", "init", "-q"])
        for tag in ("v0.9.0", "v0.10.0", "v0.11.0", "w1.0.0"):
            if tag != "v0.9.0":  # from before there was a site
                script = f"#!/bin/sh\nmkdir -p $3 && echo built by {tag} as $2 >$3/index.html\n"
                (repository / ".ci" / "site").write_text(script)
                (repository / ".ci" / "site").chmod(0o755)
            git(["git", "add", "-A"])
            git(["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", tag])
            git(["git", "tag", tag])
        command = [sys.executable, repository / ".ci" / "all", "--all", out, "--url", "https://docs.example.com/s/"]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
        assert "v0.9.0: has no site\n" == told
        assert "built by v0.11.0 as 0.11.0\n" == (out / "0.11.0" / "index.html").read_text()
        assert "built by v0.11.0 as 0.11.0\n" == (out / "latest" / "index.html").read_text()
        assert "built by v0.10.0 as 0.10.0\n" == (out / "0.10.0" / "index.html").read_text()
        assert "built by w1.0.0 as dev\n" == (out / "dev" / "index.html").read_text()
        assert 'url=latest/"' in (out / "index.html").read_text()
        assert [
            ("dev", "https://docs.example.com/s/dev/"),
            ("0.11.0 (latest)", "https://docs.example.com/s/latest/"),
            ("0.10.0", "https://docs.example.com/s/0.10.0/"),
        ] == [(row["name"], row["url"]) for row in json.loads((out / "switcher.json").read_text())]

    def test_without_a_release(self, site):
        """Before the first release only "dev" is listed."""
        assert [{"name": "dev", "version": "dev", "url": "/dev/"}] == site.versions([], "/")

    def test_nothing_is_loaded_from_elsewhere(self, site, tmp_path):
        """A font, script or picture of another host is found; a link that a reader follows is none."""
        (tmp_path / "a.html").write_text(
            '<a href="https://example.com/">x</a><link rel="icon" href="i.svg"><script src="//example.com/x"></script>'
        )
        (tmp_path / "b.css").write_text("@font-face { src: url(https://fonts.example.com/f.woff2) }")
        assert ["a.html", "b.css"] == [line.partition(":")[0] for line in site.foreign(tmp_path)]


@pytest.fixture(scope="module")
def served():
    """The built site on loopback."""
    if not (BUILT / "index.html").is_file():
        pytest.skip("the site is not built: run .ci/site")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=BUILT)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def tab(chromium, served):
    """A tab of a phone's width; it collects errors, and what is loaded from elsewhere."""
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.problems = []
    page.on("console", lambda told: page.problems.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith((served, "data:")) else page.problems.append(one.url))
    yield page
    page.close()


@pytest.mark.browser
class TestBrowser:
    """The built site in a real browser."""

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("change e-mail address", "start.html"),
            ("4041", "reference/errors.html#error-4041"),
            ("client certificate", "howto/proxy.html"),
        ],
    )
    def test_search(self, tab, served, query, expected):
        """The search finds the page that a reader looks for among the first five."""
        tab.goto(f"{served}search.html?q={query.replace(' ', '+')}")
        tab.wait_for_selector("#search-results li a")
        tab.wait_for_function("document.querySelector('.search-summary')?.textContent.includes('found')")
        found = tab.eval_on_selector_all("#search-results li", "all => all.map(e => e.querySelector('a').href)")
        assert any(expected in address for address in found[:5]), found

    @pytest.mark.parametrize(
        "page", ["index", "reference/errors", "reference/commands", "reference/api/clients", "bulk"]
    )
    def test_phone(self, tab, served, page):
        """A page fits a phone: only its tables and code scroll; nothing comes from elsewhere or fails."""
        tab.goto(f"{served}{page}.html")
        assert 390 == tab.evaluate("document.documentElement.scrollWidth")
        assert [] == tab.problems

    def test_numbers_sort(self, tab, served):
        """A click on a heading of the numbers sorts them, another one the other way round."""
        tab.goto(f"{served}reference/errors.html")
        first = "document.querySelector('#numbers tbody td').innerText"
        tab.click("#numbers th button")
        assert "115" == tab.evaluate(first)
        tab.click("#numbers th button")
        assert "5030" == tab.evaluate(first)
