"""What a server or a file says reaches a terminal as text: nothing in it is obeyed, hidden or turned around."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from soapclient.cli.terminal import joined, safe, safe_xml

TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
# A C1 control that begins a sequence, a C0 one, marks that turn the order, what is invisible, markup of rich.
HOSTILE = "a\x9b31m\u202eb\u2066\u200b\u2028c\x85[red]d[/red]\x7f"
BARRED = "\x9b\x85\x7f\u202e\u2066\u200b\u2028\x1b"
WSDL = Path(__file__).parent.parent / "wsdl" / "srv.wsdl"


@pytest.fixture
def url(sim, configure):
    """A server on which a user and a document are full of what a terminal obeys."""
    with sim.serve() as server:
        configure(server=server.url, username="admin", password="admin", wsdl="bundled")
        yield server.url


@pytest.fixture
def hostile(url, cli, tmp_path):
    """Put the text into an e-mail address and a name."""
    (tmp_path / "text").write_text(HOSTILE, encoding="utf-8")
    words = ("userName=jdoe", f"emailAddress=@{tmp_path / 'text'}")
    assert cli("call", "UpdateUserContactInfo", *words)[0] == 0
    assert cli("users", "update", "jdoe", "--last-name", HOSTILE)[0] == 0


def is_harmless(text):
    """Whether a text has nothing of what a terminal obeys or is turned by, but tabs and line ends."""
    return not any(
        (unicodedata.category(each) in ("Cc", "Zl", "Zp", "Cs") and each not in "\n\t")
        or unicodedata.bidirectional(each) in TURNS
        for each in text
    )


class TestText:
    """What is made of a text."""

    def test_every_character(self):
        """No character that is a control, a line end or turns the order of writing is left, and all letters are."""
        every = "".join(map(chr, range(sys.maxunicode + 1)))
        assert is_harmless(safe(every)) and is_harmless(safe_xml(every))
        left = {each for each in every if safe(each) != each}
        assert {unicodedata.category(each) for each in left} <= {"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"}
        assert "a\tb\nÄ😀\u00a0 \u200d" == safe("a\tb\nÄ😀\u00a0 \u200d")

    def test_a_line_is_one(self):
        """A line end inside a line does not make it look like two."""
        assert "a\\nb\nc\\u2028\\x1b[0m" == joined(["a\nb", "c\u2028\x1b[0m"])

    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff", min_codepoint=32)))
    def test_xml_is_the_same(self, text):
        """XML says the same with references, in text and in attributes."""
        element = etree.Element("a", b=text)
        element.text = text
        shown = safe_xml(etree.tostring(element, encoding="unicode"))
        found = etree.fromstring(shown)
        assert is_harmless(shown)
        assert (text, text) == (found.text or "", found.get("b"))


@pytest.mark.usefixtures("hostile")
class TestCommands:
    """What commands show of a user whose e-mail address and name are full of it."""

    @pytest.mark.parametrize(
        "words",
        [
            ["users", "show", "jdoe"],
            ["users", "list"],
            ["users", "update", "jdoe", "--email", HOSTILE, "--dry-run"],
            ["users", "update", "jdoe", "--first-name", HOSTILE],
            ["users", "show", HOSTILE],
            ["documents", "show", f"/{HOSTILE}"],
            ["documents", "update", f"/{HOSTILE}", "--description", HOSTILE, "--dry-run"],
            ["call", "GetUser", "UserName=jdoe"],
            ["call", "GetUser", f"UserName={HOSTILE}"],
            ["call", "GetUser", f"UserName={HOSTILE}", "--transport", "http-post"],
            ["call", HOSTILE],
            ["call", "GetUser", f"{HOSTILE}=x"],
            ["envelope", "UpdateUserEmail", "UserName=jdoe", f"NewEmailAddress={HOSTILE}"],
            ["envelope", "UpdateUserEmail", "UserName=jdoe", f"NewEmailAddress={HOSTILE}", "--transport", "http-post"],
            ["ops", HOSTILE],
            ["describe", HOSTILE],
            ["users", HOSTILE],
            ["ops", "--profile", HOSTILE],
            ["wsdl", "lint", HOSTILE],
            ["bulk", "status", HOSTILE],
        ],
    )
    @pytest.mark.parametrize("more", [[], ["--json"]])
    def test_harmless(self, cli, words, more):
        """Nothing of it is on either stream, whatever the command is and whether it succeeds; JSON stays JSON."""
        _, out, err = cli(*words, *more)
        assert is_harmless(out) and is_harmless(err)
        assert out or err
        if more and out:
            json.loads(out)

    def test_exact_where_a_program_reads(self, cli):
        """JSON and XML have the value as it is."""
        assert json.loads(cli("users", "show", "jdoe", "--json")[1])["email"] == HOSTILE
        reply = etree.fromstring(cli("call", "GetUser", "UserName=jdoe")[1])
        assert next(each.get("Email") for each in reply.iter() if each.get("Email")) == HOSTILE

    def test_what_the_service_says(self, cli, sim):
        """The text of a refusal is harmless, in words and in JSON."""
        for more in ([], ["--json"]):
            sim.fail("error", operation="GetUser", text=HOSTILE)
            status, out, err = cli("users", "show", "jdoe", *more)
            assert (status, out, is_harmless(err)) == (1, "", True)

    @pytest.mark.parametrize("words", [["call", "GetUser", "UserName=jdoe", "-o", "-"], ["stubs"]])
    def test_bytes_at_a_terminal(self, monkeypatch, words):
        """What goes to standard output as it is goes to a terminal escaped, and elsewhere exactly."""
        from soapclient.cli import main

        class Terminal(io.TextIOWrapper):
            def isatty(self):
                return True

        shown = {}
        for kind in (io.TextIOWrapper, Terminal):
            stream = kind(io.BytesIO(), encoding="utf-8")
            monkeypatch.setattr("sys.stdout", stream)
            assert main(words) == 0
            shown[kind] = stream.buffer.getvalue().decode()
        assert is_harmless(shown[Terminal])
        if words[0] == "call":
            assert "b\u2066" in shown[io.TextIOWrapper] and "b\\u2066" in shown[Terminal]

    def test_a_bulk_run(self, cli, tmp_path):
        """Rows of a file, what is planned of them and what becomes of them are harmless."""
        rows = tmp_path / "rows.jsonl"
        rows.write_text(
            "\n".join(json.dumps({"user_name": name, "email": HOSTILE + "2"}) for name in ("jdoe", HOSTILE)), "utf-8"
        )
        plan, journal = tmp_path / "plan", tmp_path / "journal"
        for words in (
            ["plan", str(rows), "-o", str(plan)],
            ["apply", str(plan), "--journal", str(journal)],
            ["status", str(journal)],
            ["plan", str(rows), "-o", str(tmp_path / "again"), "--map", f"{HOSTILE}=email"],
            ["plan", str(rows), "-o", str(tmp_path / "again"), "--sheet", HOSTILE],
        ):
            _, out, err = cli("bulk", *words)
            assert is_harmless(out) and is_harmless(err) and (out or err)


@pytest.mark.parametrize(
    "words",
    [
        ["ops"],
        ["describe", f"Get{HOSTILE}"],
        ["wsdl", "lint", "{wsdl}"],
        ["wsdl", "diff", "bundled", "{wsdl}"],
        ["stubs"],
    ],
)
def test_a_contract(cli, tmp_path, words):
    """A WSDL with it in names and texts is shown without it, or refused without it."""
    path = tmp_path / "a.wsdl"
    name = "".join(each if each in "\x85\x9b" or each.isprintable() else f"&#{ord(each)};" for each in f"Get{HOSTILE}")
    text = WSDL.read_text("utf-8")
    path.write_text(
        text.replace('"GetUser"', f'"{name}"').replace('name="UserName"', 'name="User&#x202e;Name"'), "utf-8"
    )
    named = "{wsdl}" in words
    _, out, err = cli(
        *(word.format(wsdl=path) if named else word for word in words), *([] if named else ["--wsdl", str(path)])
    )
    assert is_harmless(out) and is_harmless(err) and (out or err)
