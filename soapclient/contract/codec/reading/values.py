"""Read the texts of a simple type, including restrictions, lists and unions.

Enumerations and bounds are checked. Lengths, digits and patterns are only checked to choose the member of a union,
because they do not affect how a text is read.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

import attrs

from ...schema.components import Facets, SimpleType
from ...xsd import RANGES
from ..writing.patterns import compiled, fits
from .texts import BLANKS, READERS, NoValue, Prefixes, Read, collapsed, integer, preserved, qname, replaced, words

_DEEPEST: Final = 20  # nested lists and unions


@attrs.frozen
class Reader:
    """Reads the texts of one simple type.

    Attributes:
        read: reads a text; with `named` it also takes the prefixes in scope at the text.
        named: whether it reads QNames.
    """

    read: Callable[..., Any]
    named: bool = False

    def __call__(self, text: str, prefixes: Callable[[], Prefixes]) -> Any:
        """Read a text, with a function that returns the prefixes in scope."""
        return self.read(text, prefixes()) if self.named else self.read(text)


def reader(kind: SimpleType, depth: int = 0) -> Reader:
    """Build the reader for the texts of a simple type.

    Args:
        kind: the type.
        depth: the number of lists and unions around it.
    """
    if depth > _DEEPEST:
        return Reader(preserved)
    if kind.variety == "list":
        return _list(reader(kind.item, depth + 1) if kind.item is not None else Reader(preserved))
    if kind.variety == "union":
        return _union(kind, tuple(reader(each, depth + 1) for each in kind.members))
    if kind.builtin in ("QName", "NOTATION"):
        return Reader(qname, named=True)
    return Reader(_checked(kind.builtin, kind.facets, _plain(kind.builtin, kind.facets)))


def _plain(builtin: str, facets: Facets) -> Read:
    if builtin in RANGES:
        low, high = RANGES[builtin]
        return functools.partial(integer, low, high, builtin)
    found = READERS.get(builtin)
    if found is not None:
        return found
    if facets.white_space == "preserve":
        return preserved
    return replaced if facets.white_space == "replace" else collapsed


def _checked(builtin: str, facets: Facets, read: Read) -> Read:
    """Add the checks of enumerations and bounds."""
    if facets.enumeration:
        values = set()
        for text in facets.enumeration:
            try:
                values.add(read(text))
            except NoValue:
                continue
        return functools.partial(_enumerated, read, frozenset(values))
    if builtin in RANGES or builtin in ("decimal", "float", "double"):
        low, high = _bound(read, facets.min_inclusive), _bound(read, facets.max_inclusive)
        above, below = _bound(read, facets.min_exclusive), _bound(read, facets.max_exclusive)
        if any(each is not None for each in (low, high, above, below)):
            return functools.partial(_bounded, read, low, high, above, below)
    return read


def _bound(read: Read, text: str) -> Any:
    try:
        found = read(text) if text else None
    except NoValue:
        return None
    return None if isinstance(found, str) else found


def _enumerated(read: Read, values: frozenset[Any], text: str) -> Any:
    found = read(text)
    if found not in values:
        raise NoValue("is not one of the values that the contract lists")
    return found


def _bounded(read: Read, low: Any, high: Any, above: Any, below: Any, text: str) -> Any:
    found = read(text)
    if isinstance(found, str) or found != found:
        return found
    if (low is not None and found < low) or (high is not None and found > high):
        raise NoValue("is outside the contract's range")
    if (above is not None and found <= above) or (below is not None and found >= below):
        raise NoValue("is outside the contract's range")
    return found


def _list(item: Reader) -> Reader:
    if item.named:
        return Reader(lambda text, prefixes: [item.read(each, prefixes) for each in text.split()], named=True)
    read = item.read
    return Reader(lambda text: [read(each) for each in words(text)])


def _union(kind: SimpleType, members: tuple[Reader, ...]) -> Reader:
    named = any(each.named for each in members)
    listed = frozenset(kind.facets.enumeration)

    def read(text: str, prefixes: Prefixes | None = None) -> Any:
        for each, member in zip(members, kind.members, strict=True):
            try:
                found = each.read(text, prefixes) if each.named else each.read(text)
            except NoValue:
                continue
            if (not listed or text.strip(BLANKS) in listed) and _fits(text, member.facets):
                return found
        raise NoValue("is not a value of any type that the contract allows")

    return Reader(read, named=named)


def _fits(text: str, facets: Facets) -> bool:
    """Return whether a text may belong to a member of a union, by the facets that its reader does not check."""
    text = text.strip(BLANKS) if facets.white_space == "collapse" else text
    least, most = facets.length or facets.min_length or 0, facets.length or facets.max_length
    if len(text) < least or (most is not None and len(text) > most):
        return False
    return all(any(_matches(each, text) for each in group) for group in facets.patterns)


def _matches(pattern: str, text: str) -> bool:
    """Return whether a text matches a pattern; True if only XSD can express the pattern, or it would take long."""
    found = compiled(pattern)
    return found is None or len(text) > 1000 or fits(found, pattern, text)
