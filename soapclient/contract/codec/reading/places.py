"""Find places for content that a schema does not name, and write places in messages."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from ...schema.components import SimpleType, Type
from ..extra import Extra
from ..names import is_about_messages
from ..shape import ABSENT
from .plan_parts import ElementRoute, Field, How, TypePlan

RAW: Final = How(sort="raw")


def odd(element: etree._Element, place: str, extra: Extra | None) -> Extra | None:
    """Note the attributes of a text-only element that are not in the contract."""
    for key, text in element.attrib.items():
        name = str(key)
        if not is_about_messages(name):
            extra = extra or Extra()
            extra.attributes[f"{place}/@{name}"] = str(text)
    return extra


def any_place(plan: TypePlan, namespace: str, values: list[Any]) -> ElementRoute | None:
    """Find the wildcard for an element of a namespace."""
    for field, wildcard in plan.wildcards:
        if (field.many or values[field.index] is ABSENT) and wildcard.allows(namespace):
            return ElementRoute(field=field, how=RAW)
    for field in plan.groups:
        if field.group is not None and any_place(field.group, namespace, field.group.blank) is not None:
            return ElementRoute(field=field)
    return None


def derives(kind: Type, declared: Type | None, *, loose: bool) -> bool:
    """Return whether a type is the same as another one, or derived from it."""
    if loose and isinstance(kind, SimpleType):
        return True
    above: Type | None = kind
    for _ in range(100):
        if above is None or above is declared:
            break
        above = above.base
    return above is not None and above is declared


def place(field: Field, values: list[Any]) -> str:
    """Write the place of a value."""
    if not field.many:
        return field.name
    before = values[field.index]
    return f"{field.name}[{0 if before is ABSENT else len(before)}]"
