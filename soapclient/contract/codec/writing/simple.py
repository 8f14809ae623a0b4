"""How values of a simple type are written."""

from __future__ import annotations

from ...schema.components import Attribute, Element, ModelGroup, SimpleType, Wildcard
from ...schema.members import local
from . import lexical


class Simple:
    """How values of a simple type are written.

    Args:
        kind: the type.

    Attributes:
        write: writes a value as text, or leaves bytes.
        names: whether it is a name with a namespace, or has such in it.
    """

    __slots__ = ("kind", "names", "write")

    def __init__(self, kind: SimpleType) -> None:
        self.kind = kind
        self.write = lexical.writer(kind)
        self.names = _has_names(kind)


def _has_names(kind: SimpleType, depth: int = 0) -> bool:
    if kind.variety == "atomic":
        return kind.builtin in ("QName", "NOTATION")
    inside = (*kind.members, *([kind.item] if kind.item else []))
    return depth < 10 and any(_has_names(each, depth + 1) for each in inside)


def shown_type(what: Element | Attribute | SimpleType | ModelGroup | Wildcard) -> str:
    """Return the type of a member in words."""
    if isinstance(what, (ModelGroup, Wildcard)):
        return "group" if isinstance(what, ModelGroup) else "any"
    kind = what if isinstance(what, SimpleType) else what.type
    return local(kind.name) or (kind.builtin if isinstance(kind, SimpleType) else "complex type")
