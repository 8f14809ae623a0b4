"""Texts of the package and its pages: they avoid phrases that read as if translated."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")


class Pattern(NamedTuple):
    """A phrase to avoid: how to find it, what to write instead, and a sentence that has it."""

    phrase: str
    regex: str
    instead: str
    example: str


_BE = "(?:is|are|was|were)"

# A regex starts with letters where it can, so that the search of a large text is quick. A space in it stands for any
# white space: texts are read as one line.
PATTERNS = (
    Pattern("is no X", rf"(?<!here )\b{_BE} no (?!longer\b|more\b)", "is not a X", "The reply is no XML document."),
    Pattern("is none", rf"\b{_BE} none\b(?! of\b)", "has no X; is not a X", "None where there is none."),
    Pattern("is wanted", r"\b(?:is|are|was) wanted\b", "expected a X", "a number where text is wanted"),
    Pattern(
        "cannot be had", r"\bbe had\b", "could not fetch (find, read) X", "The WSDL cannot be had from the server."
    ),
    Pattern(", of which ...", r"[,;:(] of which\b", "whose; a sentence of its own", "a list, of which two are empty"),
    Pattern("called alike", r"\bcalled alike\b", "with the same name", "two parts that are called alike"),
    Pattern(
        "named otherwise", r"\b(?:named|called) otherwise\b", "with another name", "a column that is named otherwise"
    ),
    Pattern("otherwise than", r"\botherwise than\b", "differently from; not as", "it reads otherwise than written"),
    Pattern("so many", r"\bso many\b", "N; that many", "Stop beyond so many."),
    Pattern("The same.", r"[.:;] [Tt]he same\.", "say it again in full", "Changed rows: the same. [10]"),
    Pattern(
        "for it has ...",
        r", for (?:it|they|he|she|there|that) (?:has|have|is|are|was|were|had|would|could)\b",
        "because it has ...",
        "It is refused, for it has no type.",
    ),
    Pattern(
        "has the server its WSDL turned off",
        r"\b(?:has|have|had) (?:the|its) [\w ]{1,30}turned off\b",
        "if the server does not publish its WSDL",
        "has the server its WSDL turned off, ask for a copy",
    ),
    Pattern("is to be done", rf"\b{_BE} to be\b", "must be done; will be done; to do", "what is to be changed"),
    Pattern("by hand of", r"\bby hand of\b", "with; by", "found by hand of its name"),
    Pattern(
        "is said, is not said", rf"\b{_BE} (?:not )?said\b(?! to\b)", "is given; is missing", "`force` is not said"
    ),
    Pattern(
        "not said",
        r"(?<!if )(?<!return )(?<!and )\bnot said\b(?!\.)",
        "not given; missing",
        "options not said on the command line",
    ),
    Pattern(
        "says of X",
        r"\b(?:says?|said|tells?|told|knows?|known) (?:nothing )?of\b",
        "says about X",
        "what it says of it",
    ),
    Pattern(
        "bites, hurts", r"\b(?:bites?|hurts?) (?:a|who|in|the)\b", "breaks; causes; pitfall", "what can bite a caller"
    ),
    Pattern(
        "a program was written for", r"\bwas written for\b", "the contract that a program uses", "it was written for"
    ),
    Pattern("in vain", r"\bin vain\b", "without result; never comes", "a program waits in vain"),
    Pattern("all the same", r"\ball the same\b", "anyway; still", "the user is a member all the same"),
    Pattern(
        "is there already", r"\b(?:is|are|was|were) there already\b", "already exists", "the file is there already"
    ),
    Pattern("come to an end", r"\bcomes? to (?:its|their|an) end\b", "end", "accounts that come to their end"),
    Pattern("every way in which", r"\bways? in which\b", "how", "Every way in which this package fails"),
    Pattern("in the place of", r"\bin the place of\b", "instead of; in place of", "a token in the place of text"),
    Pattern("nothing is known of", r"\bnothing is known\b", "no information about", "nothing is known of the rest"),
    Pattern("lets nobody in", r"\blets? nobody in\b", "refuses the login", "a server that lets nobody in"),
    Pattern(
        "a heading or module that begins with What",
        r"^(?:#+ |\"\"\")What (?!to |has )",
        "name the thing",
        "# What a WSDL is",
    ),
)

# Rooms and pages still to be rewritten, by what their path begins with. It only ever gets shorter.
PENDING: tuple[str, ...] = ()

_JOINED = re.compile(r"\"\s*\n\s*(?:[rf]{1,2})?\"")  # between two literals that Python puts together
_COMMENT = re.compile(r"\n\s*#:? ?")
_SPACE = re.compile(r"\s+")
_QUOTED = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_SEARCHES = tuple((each, re.compile(each.regex)) for each in PATTERNS)


def found(text: str, *, page: bool = False) -> list[tuple[Pattern, str]]:
    """List the phrases in a text that must not be there, each with the words around it."""
    if page:
        lines = "\n".join(each for each in text.splitlines() if each.startswith("#"))
        text = _QUOTED.sub("`x`", text)
    else:
        lines = text
        text = _COMMENT.sub(" ", _JOINED.sub("", text))
    text = _SPACE.sub(" ", text)
    result = []
    for pattern, search in _SEARCHES:
        if pattern.regex.startswith("^"):
            starts = re.finditer(pattern.regex, lines, re.MULTILINE if page else 0)
            result += [(pattern, lines[each.start() : each.end() + 60].partition("\n")[0]) for each in starts]
        else:
            result += [(pattern, text[max(0, each.start() - 40) : each.end() + 40]) for each in search.finditer(text)]
    return result


def texts() -> list[Path]:
    """List the files whose texts people read: modules and pages."""
    return [
        *sorted((ROOT / "soapclient").rglob("*.py")),
        *sorted((ROOT / "docs").rglob("*.md")),
        *(ROOT / each for each in PAGES if (ROOT / each).exists()),
    ]


def test_texts_read_as_plain_english() -> None:
    """No text has a phrase of the list: the failure names the file, the words, and what to write instead."""
    wrong = []
    for path in texts():
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(PENDING or "\0"):
            text = path.read_text("utf-8")
            if name == "CHANGELOG.md":
                text = text.partition("\n## ")[2].partition("\n## ")[0]  # the other versions are history
            wrong += [
                f'{name}: "...{words}...": not "{pattern.phrase}" but: {pattern.instead}'
                for pattern, words in found(text, page=path.suffix == ".md")
            ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda each: each.phrase)
def test_a_pattern_finds_its_phrase(pattern: Pattern) -> None:
    """Each pattern finds its own example, also where the lines of a page, a literal or a comment break within it."""
    page = pattern.example.startswith("#")
    broken = pattern.example if page else pattern.example.replace(" ", "\n")
    comment = pattern.example.replace(" ", "\n    # ")
    literal = pattern.example.replace(" ", ' "\n        f"')

    assert pattern in [each for each, _ in found(broken, page=True)]
    if not page:
        assert pattern in [each for each, _ in found(comment)]
        assert pattern in [each for each, _ in found(f'"{literal}"')]


@pytest.mark.parametrize(
    "text",
    [
        "NotFound: there is no such user.",
        "The ticket is no longer valid.",
        "`x is none` in code of a page",
        "The server is said to be 9.1.",
        "if value is None: return",
    ],
)
def test_plain_sentences_pass(text: str) -> None:
    """Ordinary English and code are left alone."""
    expected: list[tuple[Pattern, str]] = []

    assert expected == found(text, page=True)


def test_a_module_that_begins_with_what_is_found() -> None:
    """The first docstring of a module names the thing; docstrings further down are free to begin as they like."""
    module = '"""What this is."""\n\n\nclass A:\n    """What that is."""\n'
    expected = ['"""What this is."""']

    assert expected == [words for _, words in found(module)]
