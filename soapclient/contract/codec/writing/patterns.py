"""Patterns of XSD as Python's, where Python can say the same.

Source: XML Schema Part 2, appendix F. Not said: classes taken out of classes, blocks and categories of Unicode but for
the few that Python has a name for.
"""

from __future__ import annotations

import functools
import re
from typing import Final

_NAME_START: Final = (
    r":A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
)
_NAME: Final = _NAME_START + r"\-.0-9\u00B7\u0300-\u036F\u203F-\u2040"
# What stands behind a backslash, outside a class and inside one; XSD's \s is XML's white space alone, and its \w has
# symbols, which Python's does not have.
_ESCAPES: Final = {"n": r"\n", "r": r"\r", "t": r"\t", "d": r"\d", "D": r"\D"}
_OUTSIDE: Final = {
    "s": r"[ \t\n\r]", "S": r"[^ \t\n\r]", "i": f"[{_NAME_START}]", "c": f"[{_NAME}]", "I": f"[^{_NAME_START}]",
    "C": f"[^{_NAME}]",
}  # fmt: skip
_INSIDE: Final = {"s": r" \t\n\r", "i": _NAME_START, "c": _NAME}
_CATEGORIES: Final = {"Nd": r"\d"}
_PLAIN: Final = frozenset(r"\|.?*+(){}-[]^$")
_ATOMS: Final = re.compile(r"\\.|\[(?:[^\]\\]|\\.)*\]", re.DOTALL)  # a class, or what is escaped
_LOOPS: Final = re.compile(r"[*+]|\{[0-9]*,[0-9]*\}")
_AROUND: Final = re.compile(r"\)([*+]|\{[0-9,]*\})")
_MOST_TURNS: Final = 10_000_000
_LONGEST: Final = 1000
_COUNT: Final = re.compile(r"\{[0-9]{1,4}(,[0-9]{0,4})?\}")


@functools.lru_cache(1024)
def compiled(pattern: str) -> re.Pattern[str] | None:
    """Return the equivalent Python pattern, to match as a whole; None if Python has no equivalent."""
    try:
        return re.compile(_translated(pattern))
    except (_Unsaid, re.error, OverflowError, RecursionError):
        return None


def fits(found: re.Pattern[str], pattern: str, text: str) -> bool:
    """Return whether a text matches a pattern; True if the match would take too long.

    Args:
        found: the pattern as Python has it.
        pattern: the same as the schema has it.
        text: the text.
    """
    loops, branches = _turns(pattern)
    if max(len(text), 2) ** loops * 2**branches <= _MOST_TURNS:
        return found.fullmatch(text) is not None
    if len(text) > _LONGEST:
        return True
    from ..sampling.pattern_samples import Unsupported, matches

    try:
        return matches(pattern, text)
    except (Unsupported, RecursionError):
        return True


@functools.lru_cache(1024)
def _turns(pattern: str) -> tuple[int, int]:
    """Count where Python, which tries each way to divide a text, has a choice: loops, and what is there or not."""
    plain = _ATOMS.sub("a", pattern)
    loops, branches = len(_LOOPS.findall(plain)), plain.count("?") + plain.count("|")
    around = _AROUND.findall(plain)
    inside = loops + branches - sum(1 for each in around if _LOOPS.fullmatch(each))
    return (64 if around and inside else min(loops, 64)), min(branches, 64)


class _Unsaid(Exception):
    """Python cannot say it."""


def _translated(pattern: str) -> str:
    found: list[str] = []
    place = 0
    while place < len(pattern):
        char = pattern[place]
        if char == "\\":
            said, place = _escape(pattern, place + 1, _OUTSIDE)
            found.append(said)
            continue
        if char == "[":
            said, place = _class(pattern, place + 1)
            found.append(said)
            continue
        if char == "{":
            count = _COUNT.match(pattern, place)
            if count is None:
                raise _Unsaid
            found.append(count[0])
            place = count.end()
            if pattern[place : place + 1] in ("?", "+", "*"):
                raise _Unsaid
            continue
        if char in "?*+" and pattern[place + 1 : place + 2] in ("?", "+", "*"):
            raise _Unsaid  # Python reads two of them as one of another kind
        if char == "(":
            found.append("(?:")
            if pattern[place + 1 : place + 2] == "?":
                raise _Unsaid
        elif char == ".":
            found.append(r"[^\n\r]")
        elif char in "^$":
            found.append("\\" + char)
        else:
            found.append(char if char in "|)?*+" else re.escape(char))
        place += 1
    return "".join(found)


def _escape(pattern: str, place: int, words: dict[str, str]) -> tuple[str, int]:
    char = pattern[place : place + 1]
    if char == "p":
        end = pattern.find("}", place)
        said = _CATEGORIES.get(pattern[place + 2 : end])
        if said is None or end < 0:
            raise _Unsaid
        return said, end + 1
    if char in words:
        return words[char], place + 1
    said = _ESCAPES.get(char) or (re.escape(char) if char in _PLAIN else None)
    if said is None:
        raise _Unsaid
    return said, place + 1


def _class(pattern: str, place: int) -> tuple[str, int]:
    found = ["["]
    if pattern[place : place + 1] == "^":
        found.append("^")
        place += 1
    start = place
    while True:
        char = pattern[place : place + 1]
        if not char or char == "[":
            raise _Unsaid  # not ended, or a class is taken out of it
        if char == "]" and place > start:
            return "".join(found) + "]", place + 1
        if char == "\\":
            said, place = _escape(pattern, place + 1, _INSIDE)
            found.append(said)
            continue
        if char == "-" and pattern[place + 1 : place + 2] == "[":
            raise _Unsaid
        dash = char == "-" and place > start and pattern[place + 1 : place + 2] != "]"
        found.append("-" if dash else re.escape(char))
        place += 1
