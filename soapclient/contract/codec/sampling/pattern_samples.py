"""Generate text that matches an XSD pattern, and check text against one.

Source: XML Schema Part 2: Datatypes, second edition, appendix F.
"""

from __future__ import annotations

import functools
import itertools
import re
import string
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

import attrs

# Candidates for a class, plain characters first.
_TRIED: Final = "".join(
    dict.fromkeys("1aA" + string.digits + string.ascii_letters + "-_.:/@ +,;!?'\"()#$%&*<=>[]{}|~^`\\\t\n")
)
_MOST: Final = 5_000
_DEEPEST: Final = 50
_VARIANTS: Final = 8
_NAME_START: Final = (
    "A-Za-z_:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\ud7ff"
)
_NAME: Final = _NAME_START + "0-9.\u00b7\u0300-\u036f-"
_SINGLE: Final = {"n": "\n", "r": "\r", "t": "\t"}

_Test = Callable[[str], bool]


class Unsupported(ValueError):
    """A pattern that is not a regular expression of XSD, or has parts that are not supported here."""


@attrs.frozen
class _Class:
    test: _Test

    def texts(self, more: int) -> Iterator[str]:
        found = next((each for each in _TRIED if self.test(each)), None)
        if found is None:
            found = next((each for each in map(chr, range(0xA0, 0xD800)) if self.test(each)), None)
        if found is not None:
            yield found


@attrs.frozen
class _Sequence:
    parts: tuple[_Node, ...]

    def texts(self, more: int) -> Iterator[str]:
        made = [list(itertools.islice(each.texts(more), _VARIANTS)) for each in self.parts]
        if all(made):
            for turn in range(max(map(len, made), default=1)):
                yield "".join(each[min(turn, len(each) - 1)] for each in made)


@attrs.frozen
class _Choice:
    alternatives: tuple[_Node, ...]

    def texts(self, more: int) -> Iterator[str]:
        for each in self.alternatives:
            yield from each.texts(more)


@attrs.frozen
class _Repeated:
    part: _Node
    least: int
    most: int | None

    def texts(self, more: int) -> Iterator[str]:
        count = self.least + more if self.most is None else min(self.least + more, self.most)
        if count > _MOST:
            return
        if not count:
            yield ""
            return
        for each in self.part.texts(more):
            yield each * count


_Node = _Class | _Sequence | _Choice | _Repeated


def texts(pattern: str, least: int = 0) -> Iterator[str]:
    """Yield texts that match a pattern: short ones first, with at least a given length if its repetitions allow it.

    Args:
        pattern: the pattern, in XSD syntax.
        least: the desired least length of a text.

    Raises:
        Unsupported: the pattern cannot be parsed.
    """
    node = _read(pattern)
    seen: set[str] = set()
    for more in (*range(4), *range(4, least + 1)):
        for each in node.texts(more):
            if each not in seen:
                seen.add(each)
                yield each
            if len(seen) > 200:
                return


def matches(pattern: str, text: str) -> bool:
    """Return whether a text matches a pattern.

    Raises:
        Unsupported: the pattern cannot be parsed, or has too many ways to match.
    """
    ends = _ends(_read(pattern), text, frozenset({0}))
    return len(text) in ends


def _ends(node: _Node, text: str, starts: frozenset[int]) -> frozenset[int]:
    """Return the places where a match of a node may end, from several start places at once."""
    if isinstance(node, _Class):
        return frozenset(each + 1 for each in starts if each < len(text) and node.test(text[each]))
    if isinstance(node, _Sequence):
        for each in node.parts:
            starts = _ends(each, text, starts)
        return starts
    if isinstance(node, _Choice):
        return frozenset().union(*(_ends(each, text, starts) for each in node.alternatives))
    for _ in range(node.least):
        before, starts = starts, _ends(node.part, text, starts)
        if not starts:
            return starts
        if starts == before:  # no further progress
            break
    reached, new, left = starts, starts, node.most
    count = node.least
    while new and (left is None or count < left):
        new = _ends(node.part, text, new) - reached
        reached |= new
        count += 1
    return reached


@functools.lru_cache(maxsize=2000)
def _read(pattern: str) -> _Node:
    if len(pattern) > 20_000:
        raise Unsupported("the pattern is too long")
    reader = _Reader(pattern)
    found = reader.choice(0)
    if reader.at < len(pattern):
        raise Unsupported(f"the pattern has {pattern[reader.at]!r} where it cannot stand")
    return found


class _Reader:
    """Parses one pattern.

    Args:
        pattern: the pattern.
    """

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self.at = 0

    def _next(self) -> str:
        return self._text[self.at : self.at + 1]

    def _take(self) -> str:
        found = self._next()
        if not found:
            raise Unsupported("the pattern ends too early")
        self.at += 1
        return found

    def choice(self, depth: int) -> _Node:
        """Parse alternatives."""
        if depth > _DEEPEST:
            raise Unsupported("the pattern is nested too deeply")
        found = [self._sequence(depth)]
        while self._next() == "|":
            self.at += 1
            found.append(self._sequence(depth))
        return found[0] if len(found) == 1 else _Choice(tuple(found))

    def _sequence(self, depth: int) -> _Node:
        parts: list[_Node] = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._repeated(self._atom(depth)))
        return _Sequence(tuple(parts))

    def _repeated(self, atom: _Node) -> _Node:
        sign = self._next()
        if sign in ("?", "*", "+") and sign:
            self.at += 1
            least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}[sign]
            return _Repeated(atom, least, most)
        if sign == "{":
            found = re.compile(r"\{([0-9]{1,9})(,?)([0-9]{0,9})\}").match(self._text, self.at)
            if not found or (found[3] and not found[2]):
                raise Unsupported("the pattern has an invalid quantity")
            self.at = found.end()
            least = int(found[1])
            return _Repeated(atom, least, int(found[3]) if found[3] else None if found[2] else least)
        return atom

    def _atom(self, depth: int) -> _Node:
        sign = self._take()
        if sign == "(":
            if self._text.startswith("?:", self.at):  # not XSD syntax, but in use
                self.at += 2
            inside = self.choice(depth + 1)
            if self._take() != ")":
                raise Unsupported("the pattern does not close a group")
            return inside
        if sign == "[":
            return _Class(self._class(depth))
        if sign == ".":
            return _Class(lambda char: char not in "\n\r")
        if sign == "\\":
            return _Class(self._escape())
        if sign in "?*+{}":
            raise Unsupported(f"the pattern has {sign!r} where it cannot stand")
        return _Class(_one(sign))

    def _class(self, depth: int) -> _Test:
        if depth > _DEEPEST:
            raise Unsupported("the pattern is nested too deeply")
        tests: list[_Test] = []
        outside = self._next() == "^"
        self.at += outside
        without: _Test | None = None
        first = True
        while first or self._next() != "]":
            if not first and self._text.startswith("-[", self.at):
                self.at += 2
                without = self._class(depth + 1)
                break
            sign = self._take()
            first = False
            if sign == "\\":
                at = self.at
                test = self._escape()
                end = self._text[self.at - 1]
                if self.at != at + 1 or not _is_single(end):
                    tests.append(test)
                    continue
                sign = _SINGLE.get(end, end)
            if self._next() == "-" and self._text[self.at + 1 : self.at + 2] not in ("]", "[", ""):
                self.at += 1
                end = self._take()
                if end == "\\":
                    end = self._take()
                    end = _SINGLE.get(end, end)
                tests.append(_between(sign, end))
            else:
                tests.append(_one(sign))
        if self._take() != "]":
            raise Unsupported("the pattern does not close a class")
        return _combined(tests, outside, without)

    def _escape(self) -> _Test:
        sign = self._take()
        if sign in "pP":
            if self._take() != "{":
                raise Unsupported("the pattern has an invalid category")
            end = self._text.find("}", self.at)
            if end < 0:
                raise Unsupported("the pattern has an invalid category")
            name, self.at = self._text[self.at : end], end + 1
            inside = _category(name)
            return inside if sign == "p" else _not(inside)
        if sign.lower() in _ESCAPES and sign.isalpha() and sign not in _SINGLE:
            inside = _ESCAPES[sign.lower()]
            return inside if sign.islower() else _not(inside)
        if sign in _SINGLE:
            return _one(_SINGLE[sign])
        if sign.isalnum():
            raise Unsupported(f"the pattern has \\{sign}, which XSD does not have")
        return _one(sign)


def _is_single(sign: str) -> bool:
    return sign in _SINGLE or not sign.isalnum()


def _one(sign: str) -> _Test:
    return lambda char: char == sign


def _between(first: str, last: str) -> _Test:
    if last < first:
        raise Unsupported(f"the pattern has the range {first}-{last}")
    return lambda char: first <= char <= last


def _not(test: _Test) -> _Test:
    return lambda char: not test(char)


def _combined(tests: list[_Test], outside: bool, without: _Test | None) -> _Test:
    def test(char: str) -> bool:
        inside = any(each(char) for each in tests) != outside
        return inside and not (without is not None and without(char))

    return test


def _category(name: str) -> _Test:
    if name.startswith("Is"):
        return _BLOCKS.get(name[2:], _letter)
    if name[:1] not in "LMNPZSC" or len(name) > 2:
        raise Unsupported(f"the pattern has the category {name!r}")
    return lambda char: unicodedata.category(char).startswith(name)


def _letter(char: str) -> bool:
    raise Unsupported("the pattern has an unknown block of Unicode")


_BLOCKS: Final[dict[str, _Test]] = {
    "BasicLatin": lambda char: char <= "\x7f",
    "Latin-1Supplement": lambda char: "\x80" <= char <= "\xff",
    "LatinExtended-A": lambda char: "\u0100" <= char <= "\u017f",
    "LatinExtended-B": lambda char: "\u0180" <= char <= "\u024f",
    "Greek": lambda char: "\u0370" <= char <= "\u03ff",
    "Cyrillic": lambda char: "\u0400" <= char <= "\u04ff",
    "Hebrew": lambda char: "\u0590" <= char <= "\u05ff",
    "Arabic": lambda char: "\u0600" <= char <= "\u06ff",
}
_NAMES: Final = (re.compile(f"[{_NAME_START}]"), re.compile(f"[{_NAME}]"))
_ESCAPES: Final[dict[str, _Test]] = {
    "s": lambda char: char in " \t\n\r",
    "d": lambda char: unicodedata.category(char) == "Nd",
    "w": lambda char: unicodedata.category(char)[0] not in "PZC",
    "i": lambda char: _NAMES[0].match(char) is not None,
    "c": lambda char: _NAMES[1].match(char) is not None,
}
