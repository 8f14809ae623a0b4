"""Find missing members of a complex type, and members that exclude each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import xsd
from ...schema.components import Element
from ...spelling import nearest
from ...xsd import a
from .layouts import Slot, Struct
from .refused import OMIT, NullRefused, Refused
from .simple import Simple


def missing(slot: Slot) -> Any:
    """Return the value for a required member that is not given."""
    if slot.nillable:
        return [None] * slot.least if slot.is_list else None
    if slot.aliases and isinstance(slot.what, Element) and slot.what.abstract:
        raise Refused(f"is missing: give one of {', '.join(slot.aliases)}")
    only = f": it can only be {slot.fixed!r}" if slot.fixed is not None else ""
    raise Refused(f"is missing: {a(slot.shown_type)} is required{only}")


def null(slot: Slot) -> Any:
    """Return how null is written for a member."""
    if slot.optional or slot.least == 0:
        return OMIT
    if slot.nillable:
        return missing(slot)
    raise NullRefused(f"null is not possible for a required {slot.shown_type}; give a value")


def nil(slot: Slot) -> Any:
    """Return `xsi:nil` for a member, if the schema allows it."""
    if not slot.nillable:
        raise NullRefused("NIL is not possible: the schema does not allow xsi:nil here")
    needed = () if slot.simple is not None or slot.element.is_any else slot.struct.attributes
    names = [each.name for each in needed if each.required]
    if names:
        raise NullRefused(f"NIL needs the attributes {', '.join(names)}: give them together with 'xsi:nil': True")
    return [None] if slot.is_list else None


def complete(
    struct: Struct, parts: dict[str, Any], said: set[str], required: tuple[Slot, ...]
) -> list[tuple[str, Refused]]:
    """List missing members of a complex type, and members that exclude each other; write nil if it is required.

    Args:
        struct: the type.
        parts: the values to send, by name.
        said: the names of the given values, including those that do not fit.
        required: the members that are always required.
    """
    found: list[tuple[str, Refused]] = []
    wanted = [each for each in required if each.name not in said and said.isdisjoint(each.aliases)]
    if struct.root is not None:
        for name, refused in struct.root.check(said, frozenset(said)):
            if refused is None:
                wanted.append(struct.by_name[name])
            else:
                found.append(("", refused))
    for slot in wanted:
        try:
            parts[slot.name] = missing(slot)
        except Refused as refused:
            found.append((f".{slot.name}", refused))
    for slot in struct.slots:
        if slot.aliases and not said.isdisjoint(slot.aliases):
            found += _of_one_head(slot, parts, said)
    return found


def _of_one_head(slot: Slot, parts: Mapping[str, Any], said: set[str]) -> list[tuple[str, Refused]]:
    """Report an element and its replacements if they are too many together."""
    names = [each for each in (slot.name, *slot.aliases) if each in said]
    if slot.most is None or len(names) < 2:
        return []
    count = sum(len(parts[each]) if isinstance(parts.get(each), list) else 1 for each in names)
    if count <= slot.most:
        return []
    return [("", Refused(f"{' and '.join(names)} exclude each other: give one of them"))]


class NoEmpty(ValueError):
    """The type has no empty form."""


def empty(simple: Simple) -> str | bytes:
    """Return the empty value of a type.

    Raises:
        NoEmpty: the type has no empty value.
        ValueError: its facets do not allow it.
    """
    builtin = simple.kind.builtin
    if builtin == "base64Binary":
        return simple.write(b"")
    has_none = builtin in xsd.VALUE_TYPES or builtin.startswith("g") or builtin in ("QName", "NOTATION")
    if simple.kind.variety == "list" or has_none:
        raise NoEmpty
    return simple.write("")


def is_abstract(slot: Slot) -> bool:
    """Return whether another element or type is required instead of a member or its type."""
    if slot.sort != "element":
        return False
    return bool(getattr(slot.element.type, "abstract", False) or slot.element.element.abstract)


def needs_something(struct: Struct) -> bool:
    """Return whether a type has required content."""
    if any(not each.nillable for each in struct.required):
        return True
    return struct.root is not None and any(True for _ in struct.root.check((), frozenset()))


def unknown(given: str, struct: Struct) -> Refused:
    """Return the error for an unknown member of a type, with the known names."""
    names = list(struct.by_name)
    close = nearest(given, names) if len(names) > 8 else ()
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return Refused(f"there is no such element; it has {', '.join(names) or 'none'}{hint}")


def laid_out(struct: Struct, saying: Any) -> dict[str, Any]:
    """Return XML without names, such as the schema and the rows of a DataSet, by the names of its wildcards.

    Raises:
        ValueError: the number of wildcards differs.
    """
    given = list(saying) if isinstance(saying, (list, tuple)) else [saying]
    *first, last = struct.content
    if len(given) < len(first) or (len(given) > len(struct.content) and not last.is_list):
        raise ValueError(f"expected {len(struct.content)} elements, not {len(given)}")
    rest = given[len(first) :]
    found = {slot.name: [one] if slot.is_list else one for slot, one in zip(first, given)}  # noqa: B905  # last aside
    if rest or last.is_list:
        found[last.name] = rest if last.is_list else rest[0]
    return found
