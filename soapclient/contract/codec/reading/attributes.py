"""Read attributes as values."""

from __future__ import annotations

from typing import Any

from lxml import etree

from ..extra import Extra
from ..names import is_about_messages, prefixes, split
from ..shape import ABSENT
from .misfit import Misfit
from .plan_parts import TypePlan
from .texts import NoValue


def read_attributes(
    plan: TypePlan, element: etree._Element, values: list[Any], extra: Extra | None, *, strict: bool, encoded: bool
) -> Extra | None:
    """Read the attributes of an element into the values of its record, and return its additional parts.

    Args:
        plan: the plan of its type.
        element: the element.
        values: the values of its record.
        extra: its additional parts so far.
        strict: whether content that does not fit the schema is a `Misfit`.
        encoded: whether it belongs to a message in SOAP encoding, which has its own attributes.
    """
    for key, said in element.attrib.items():
        name, text = str(key), str(said)
        found = plan.attributes.get(name)
        if found is None and not is_about_messages(name):
            other = plan.loose_attributes.get(split(name)[1])
            namespace, _ = split(name)
            if other is not None and other not in element.attrib and (not namespace or "}" not in other):
                found = plan.attributes[other]
        if found is not None:
            field, reader = found
            try:
                values[field.index] = reader(text, lambda: prefixes(element))
            except NoValue as exc:
                if strict:
                    raise Misfit(str(exc), f"@{field.name}") from None
                values[field.index] = text
        elif is_about_messages(name) or (encoded and name in ("id", "href", "root")):
            continue
        elif plan.any_attribute is not None:
            index = plan.any_attribute.index
            if values[index] is ABSENT:
                values[index] = {}
            values[index][name] = text
        else:
            extra = extra or Extra()
            extra.attributes[name] = text
    return extra
