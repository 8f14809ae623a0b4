"""Sample texts of simple types: plausible, and valid by their facets as far as possible."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ...schema.builtin import BUILTIN, XSD
from ...schema.components import SimpleType
from ...schema.members import local
from ...xsd import RANGES
from . import pattern_samples as patterns
from .facet_check import NUMBERS, fits, normalized, order

_PLAIN: Final = {
    "boolean": ("true", "false"),
    "float": ("1.5", "1", "0.5"),
    "double": ("1.5", "1", "0.5"),
    "decimal": ("19.90", "1.5", "1", "0.1", "0.01", "10", "100"),
    "dateTime": ("2026-01-31T08:30:00Z", "2026-01-31T08:30:00"),
    "date": ("2026-01-31",),
    "time": ("08:30:00", "08:30:00Z"),
    "duration": ("P1DT12H", "PT1H"),
    "gYear": ("2026",),
    "gYearMonth": ("2026-01",),
    "gMonthDay": ("--01-31",),
    "gDay": ("---31",),
    "gMonth": ("--01",),
    "anyURI": ("https://example.com/", "urn:a"),
    "language": ("en", "en-US"),
    "QName": ("{http://www.w3.org/2001/XMLSchema}string",),
}
_NAMED: Final = frozenset({"Name", "NCName", "IDREF", "ENTITY", "NMTOKEN"})
_DIGITS: Final = "0123456789"
_LONGEST: Final = 100_000


class SimpleSamples:
    """Makes repeatable texts of simple types.

    Attributes:
        unsure: the places without a text that fits; their text belongs to the base type.
    """

    def __init__(self) -> None:
        self.unsure: list[str] = []
        self._known: dict[tuple[SimpleType, str], str] = {}

    def text(self, kind: SimpleType, word: str, said: tuple[str | None, ...] = ()) -> str:
        """Return a text of a simple type.

        Args:
            kind: the type.
            word: the meaning of the text, such as the name of its element.
            said: the fixed or default value of the declaration.
        """
        for each in said:
            if each is not None:
                return each
        key = kind, word
        if key not in self._known:
            found = next((each for each in _candidates(kind, word) if fits(kind, each)), None)
            if found is None:
                self.unsure.append(word)
                found = next(_candidates(kind, word), word)
            self._known[key] = found
        return self._known[key]


def varied(kind: SimpleType, text: str, number: int) -> str:
    """Return a different text of a type for each number, if possible, for keys that must differ."""
    if kind.variety != "atomic" or kind.facets.enumeration:
        return text
    tried = []
    behind = len(text) - len(text.rstrip(_DIGITS))
    if 0 < len(str(number)) <= behind:
        width = min(behind, 6)
        tried.append(f"{text[:-width]}{number:0{width}d}")
    if kind.builtin in RANGES:
        tried.append(str(number))
    elif kind.builtin not in _PLAIN and kind.builtin not in NUMBERS:
        tried.append(f"{text}{number}")
    return next((each for each in tried if fits(kind, each)), text)


def _candidates(kind: SimpleType, word: str) -> Iterator[str]:
    facets = kind.facets
    yield from (normalized(kind, each) for each in facets.enumeration)
    least = max(facets.length or 0, facets.min_length or 0)
    if kind.variety == "union":
        for each in kind.members:
            yield from itertools.islice(_candidates(each, word), 50)
        return
    if kind.variety == "list":
        item = kind.item or BUILTIN[XSD + "string"]
        one = next((each for each in _candidates(item, word) if fits(item, each)), "1")
        yield " ".join([one] * max(least, 1))
        return
    for group in reversed(facets.patterns):
        for pattern in group:
            try:
                yield from patterns.texts(pattern, min(least, 1000))
            except patterns.Unsupported:
                continue
    yield from _plain(kind, word, min(least, _LONGEST))
    yield from _at_bounds(kind)


def _plain(kind: SimpleType, word: str, least: int) -> Iterator[str]:
    facets, builtin = kind.facets, kind.builtin
    most = facets.length if facets.length is not None else facets.max_length
    if builtin in _PLAIN:
        yield from _PLAIN[builtin]
    elif builtin in RANGES:
        yield from ("1", "0", "-1", "10")
    elif builtin in ("base64Binary", "hexBinary"):
        data = b"sample"[: most if most is not None else 6]
        data = data.ljust(least, b"x")
        yield base64.b64encode(data).decode() if builtin == "base64Binary" else data.hex().upper()
    else:
        name = "".join(each for each in local(word) if each.isalnum() or each in "_-") or "text"
        name = name if not name[0].isdigit() and name[0] != "-" else f"a{name}"
        yield (name if most is None else name[:most]).ljust(least, "x")
        if builtin not in _NAMED:
            yield ""


def _at_bounds(kind: SimpleType) -> Iterator[str]:
    """List the bounds of a range and the values next to them."""
    facets = kind.facets
    yield from (each for each in (facets.min_inclusive, facets.max_inclusive) if each)
    edges = [each for each in (facets.min_exclusive, facets.max_exclusive) if each]
    if kind.builtin in NUMBERS:
        steps = ["1"] if kind.builtin in RANGES else ["1", "0.1", "0.01", "0.001", "0.000001"]
        for edge, step in itertools.product(edges, steps):
            value = order("decimal", edge)
            if value is not None:
                yield from (f"{each:f}" for each in (value + Decimal(step), value - Decimal(step)))
        bounds = [facets.min_inclusive or facets.min_exclusive, facets.max_inclusive or facets.max_exclusive]
        values = [order("decimal", each) for each in bounds if each]
        if len(values) == 2 and None not in values:
            yield f"{(values[0] + values[1]) / 2:f}"
        return
    for edge in edges:
        year = edge[:4]
        if year.isdigit():
            yield from (f"{number:04}{edge[4:]}" for number in (int(year) + 1, int(year) - 1) if 0 < number < 10000)
