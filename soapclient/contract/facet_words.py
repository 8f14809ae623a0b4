"""Describe facets in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .schema.components import Facets

# Each facet, its description, and whether a greater value allows more.
BOUNDS: Final = (
    ("min_length", "at least {} long", False),
    ("max_length", "at most {} long", True),
    ("min_inclusive", "at least {}", False),
    ("max_inclusive", "at most {}", True),
    ("min_exclusive", "more than {}", False),
    ("max_exclusive", "less than {}", True),
    ("total_digits", "at most {} digits", True),
    ("fraction_digits", "at most {} digits after the point", True),
)


def words(facets: Facets | None) -> tuple[str, ...]:
    """Describe facets in words, except enumerations and blanks.

    Args:
        facets: the facets; None for none.
    """
    if facets is None:
        return ()
    found = [] if facets.length is None else [f"{facets.length} long"]
    for name, text, _ in BOUNDS:
        value = getattr(facets, name)
        if value is not None and value != "":
            found.append(text.format(value))
    found += [f"matches {' or '.join(group)}" for group in facets.patterns]
    return tuple(found)
