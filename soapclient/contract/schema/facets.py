"""The facets by which a restriction narrows its base type."""

from __future__ import annotations

from typing import Any, Final

import attrs
from lxml import etree

from .builtin import XSD
from .components import Facets, SimpleType

PRESERVED: Final = Facets(white_space="preserve")
_NUMBERS: Final = {
    XSD + "length": "length",
    XSD + "minLength": "min_length",
    XSD + "maxLength": "max_length",
    XSD + "totalDigits": "total_digits",
    XSD + "fractionDigits": "fraction_digits",
}
_TEXTS: Final = {
    XSD + "minInclusive": "min_inclusive",
    XSD + "maxInclusive": "max_inclusive",
    XSD + "minExclusive": "min_exclusive",
    XSD + "maxExclusive": "max_exclusive",
    XSD + "whiteSpace": "white_space",
}
FACETS: Final = frozenset({*_NUMBERS, *_TEXTS, XSD + "enumeration", XSD + "pattern"})


def read(node: etree._Element, base: Facets) -> Facets:
    """Read the facets of a restriction over those of its base."""
    changed: dict[str, Any] = {}
    values: list[str] = []
    patterns: list[str] = []
    for child in node:
        value = child.get("value")
        if value is None:
            continue
        if child.tag == XSD + "enumeration":
            values.append(value)
        elif child.tag == XSD + "pattern":
            patterns.append(value)
        elif child.tag in _NUMBERS and (number := count(value)) is not None:
            changed[_NUMBERS[str(child.tag)]] = number
        elif child.tag in _TEXTS:
            changed[_TEXTS[str(child.tag)]] = value.strip()
    if values:
        changed["enumeration"] = tuple(dict.fromkeys(values))
    if patterns:
        changed["patterns"] = (*base.patterns, tuple(patterns))
    return attrs.evolve(base, **changed) if changed else base


def narrowed(kind: SimpleType, node: etree._Element) -> SimpleType:
    """Return a simple type narrowed by the facets of a restriction."""
    found = read(node, kind.facets)
    return kind if found is kind.facets else attrs.evolve(kind, name="", base=kind, facets=found)


def count(text: str) -> int | None:
    """Return the number of things that a schema says, or None where it says none; a very long one is cut."""
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return int(text.lstrip("0")[:12] or "0")  # a longer number is as good as that
