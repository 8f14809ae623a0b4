"""Inputs made of good ones: bytes changed, cut, repeated, and joined with pieces of others."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from lxml import etree

_PIECE = re.compile(rb"<[^<>]*>|\"[^\"]*\"|'[^']*'|[^<>\"'\s]+|\s+")
_XML = re.compile(rb"<[?A-Za-z]")
_NUMBER = re.compile(rb"-?\d+")
_ODD = (
    *(b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"\r\n", b"\t", b"\x1b[2J", b"\x85"),
    *(
        "\u202e".encode(),
        "\u2028".encode(),
        "\u0130".encode(),
        "\u017f".encode(),
        "\U0001f600".encode(),
        b"&#0;",
        b"&#xD800;",
    ),
    *(b"-1", b"0", b"1e999", b"99999999999999999999999", b"NaN", b"true", b"null", b"[]", b"{}", b"%s{0}", b"]]>"),
    *(b"<", b">", b"&", b"'", b'"', b"<!--", b"-->", b"<![CDATA[", b"<?xml version='1.0'?>", b"<!DOCTYPE x>", b"&amp;"),
)


def _mended(data: bytes) -> bytes:
    """Make the XML in an input well-formed, as a browser would, so that what is behind the parser is reached."""
    start = _XML.search(data)
    if start is None:
        return data
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data[start.start() :], parser)
    except (etree.XMLSyntaxError, ValueError):
        return data
    return data if root is None else data[: start.start()] + etree.tostring(root, encoding="utf-8")


class Mutator:
    """Makes inputs.

    Args:
        corpus: good inputs.
        words: what to put in, beside what is odd everywhere.
        chance: where its choices come from.
    """

    def __init__(self, corpus: Sequence[bytes], words: Sequence[bytes], chance: random.Random) -> None:
        self._corpus = corpus
        self._words = (*words, *_ODD)
        self._chance = chance
        self._ways: tuple[Callable[[bytes], bytes], ...] = (
            *(self._flip, self._cut, self._insert, self._repeat, self._drop, self._splice),
            *(self._piece_out, self._piece_twice, self._pieces_swapped, self._piece_changed, self._piece_from_another),
            self._number,
        )

    def make(self) -> bytes:
        """Make an input: a good one, changed up to eight times, and then often made well-formed again."""
        data = self._chance.choice(self._corpus)
        for _ in range(self._chance.choice((1, 1, 1, 2, 2, 3, 5, 8))):
            data = self._chance.choice(self._ways)(data)
        return _mended(data) if self._chance.random() < 0.6 else data

    def _place(self, data: bytes) -> int:
        return self._chance.randrange(len(data) + 1)

    def _span(self, data: bytes) -> tuple[int, int]:
        start = self._place(data)
        return start, min(len(data), start + int(2 ** (self._chance.random() * 10)))

    def _word(self) -> bytes:
        return self._chance.choice(self._words)

    def _flip(self, data: bytes) -> bytes:
        if not data:
            return data
        place = self._chance.randrange(len(data))
        return data[:place] + bytes([data[place] ^ 1 << self._chance.randrange(8)]) + data[place + 1 :]

    def _cut(self, data: bytes) -> bytes:
        return data[: self._place(data)]

    def _insert(self, data: bytes) -> bytes:
        place = self._place(data)
        return data[:place] + self._word() + data[place:]

    def _repeat(self, data: bytes) -> bytes:
        start, end = self._span(data)
        return data[:end] + data[start:end] * self._chance.choice((1, 2, 30)) + data[end:]

    def _drop(self, data: bytes) -> bytes:
        start, end = self._span(data)
        return data[:start] + data[end:]

    def _splice(self, data: bytes) -> bytes:
        other = self._chance.choice(self._corpus)
        return data[: self._place(data)] + other[self._place(other) :]

    def _pieces(self, data: bytes) -> list[bytes]:
        return _PIECE.findall(data) or [data]

    def _piece_out(self, data: bytes) -> bytes:
        pieces = self._pieces(data)
        del pieces[self._chance.randrange(len(pieces))]
        return b"".join(pieces)

    def _piece_twice(self, data: bytes) -> bytes:
        pieces = self._pieces(data)
        pieces.insert(self._chance.randrange(len(pieces)), self._chance.choice(pieces))
        return b"".join(pieces)

    def _pieces_swapped(self, data: bytes) -> bytes:
        pieces = self._pieces(data)
        one, other = (self._chance.randrange(len(pieces)) for _ in range(2))
        pieces[one], pieces[other] = pieces[other], pieces[one]
        return b"".join(pieces)

    def _piece_changed(self, data: bytes) -> bytes:
        pieces = self._pieces(data)
        place = self._chance.randrange(len(pieces))
        old, word = pieces[place], self._word()
        quoted = len(old) > 1 and old[:1] in (b'"', b"'")
        pieces[place] = old[:1] + word + old[-1:] if quoted else word
        return b"".join(pieces)

    def _piece_from_another(self, data: bytes) -> bytes:
        pieces = self._pieces(data)
        pieces[self._chance.randrange(len(pieces))] = self._chance.choice(
            self._pieces(self._chance.choice(self._corpus))
        )
        return b"".join(pieces)

    def _number(self, data: bytes) -> bytes:
        numbers = list(_NUMBER.finditer(data))
        if not numbers:
            return data
        found = self._chance.choice(numbers)
        return (
            data[: found.start()]
            + self._chance.choice((b"0", b"-1", b"1", b"2147483648", b"1" * 5000, b"9" * 20))
            + data[found.end() :]
        )
