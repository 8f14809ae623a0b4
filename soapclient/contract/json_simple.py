"""Simple types as JSON Schema: JSON's own types, and text in XSD form for the rest."""

from __future__ import annotations

from typing import Any, Final

from .schema.components import Facets
from .xsd import RANGES

_DECIMAL: Final = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$"
_FORMATS: Final = {
    "dateTime": "date-time", "date": "date", "time": "time", "duration": "duration", "anyURI": "uri-reference",
}  # fmt: skip
# Parts of XSD's expressions that JSON Schema lacks or reads differently.
_OWN: Final = (r"\i", r"\c", r"\I", r"\C", r"\p", r"\P", "-[", r"\w", r"\W", "^", "$", "(?")


def built_in(builtin: str, facets: Facets) -> dict[str, Any]:
    """Describe a type that restricts a built-in one.

    Args:
        builtin: the local name of the built-in type.
        facets: its facets.
    """
    if builtin == "boolean":
        return {"type": "boolean"}
    if builtin in RANGES:
        low, high = RANGES[builtin]
        return {"type": "integer", **_bounds(facets, low, high)}
    if builtin == "decimal":
        return {"type": ["string", "number"], "pattern": _DECIMAL, **_bounds(facets, None, None)}
    if builtin in ("float", "double"):
        number = {"type": "number", **_bounds(facets, None, None)}
        return {"anyOf": [number, {"enum": ["INF", "-INF", "NaN"]}]}
    found: dict[str, Any] = {"type": "string"}
    if builtin in _FORMATS:
        found["format"] = _FORMATS[builtin]
    elif builtin == "base64Binary":
        return {**found, "contentEncoding": "base64"}
    elif builtin != "hexBinary":
        found |= lengths(facets, "minLength", "maxLength")
    pattern = _pattern(facets)
    return {**found, "pattern": pattern} if pattern else found


def lengths(facets: Facets, least: str, most: str) -> dict[str, int]:
    """Return the lengths that facets allow, by JSON Schema's keywords for the least and the greatest."""
    exact = facets.length
    low, high = (exact, exact) if exact is not None else (facets.min_length, facets.max_length)
    return {name: value for name, value in ((least, low), (most, high)) if value}


def _bounds(facets: Facets, low: int | None, high: int | None) -> dict[str, Any]:
    words = {
        "minimum": facets.min_inclusive, "maximum": facets.max_inclusive,
        "exclusiveMinimum": facets.min_exclusive, "exclusiveMaximum": facets.max_exclusive,
    }  # fmt: skip
    found: dict[str, Any] = {}
    for word, text in words.items():
        try:
            number = float(text) if text else None
        except ValueError:
            continue
        if number is not None and abs(number) != float("inf"):
            found[word] = int(number) if number.is_integer() else number
    if low is not None and not {"minimum", "exclusiveMinimum"} & found.keys():
        found["minimum"] = low
    if high is not None and not {"maximum", "exclusiveMaximum"} & found.keys():
        found["maximum"] = high
    return found


def _pattern(facets: Facets) -> str:
    """Return the last pattern in JSON Schema's syntax; nothing if its expressions have another meaning there."""
    if not facets.patterns or facets.white_space == "replace":
        return ""
    said = facets.patterns[-1]
    return "" if any(word in each for each in said for word in _OWN) else f"^(?:{'|'.join(said)})$"
