"""Values that may be lxml elements: pickled as XML, and compared by its content."""

from __future__ import annotations

import copy
import datetime as dt
import re
from typing import Any, Final

import attrs
from lxml import etree

_PREFIX: Final = re.compile(r"([\w.-]+):")


@attrs.frozen
class PackedXml:
    """An element as bytes, since lxml's cannot be pickled.

    Attributes:
        data: its XML, with the namespaces that are known where it stands.
    """

    data: bytes


def text_of(element: etree._Element) -> str:
    """Write an element as XML, without what stands behind it."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def copied(element: etree._Element) -> etree._Element:
    """Copy an element with the prefixes that its values may need where it stands, such as that of `xs:int`.

    lxml's own copy has those alone that names are in.
    """
    own = copy.deepcopy(element)
    own.tail = None
    if element.getparent() is None:
        return own
    named = str(element.tag).startswith("{")
    wanted = _prefixes(element)
    known: Any = {prefix: name for prefix, name in element.nsmap.items() if prefix in wanted or (not prefix and named)}
    if known.items() <= own.nsmap.items():
        return own
    attributes: Any = dict(element.items())
    whole = etree.Element(element.tag, attributes, known)
    whole.text = own.text
    whole.extend(list(own))
    return whole


def _prefixes(element: etree._Element) -> set[str]:
    """List what may be a prefix in the values of an element and of those in it."""
    found: set[str] = set()
    for each in element.iter("*"):
        for value in (each.text, *each.values()):
            if isinstance(value, str) and ":" in value:
                found.update(_PREFIX.findall(value))
    return found


def packed(value: Any) -> Any:
    """Return a value with each element in it as bytes."""
    if isinstance(value, etree._Element):
        return PackedXml(etree.tostring(value, encoding="utf-8", with_tail=False))
    return [packed(each) for each in value] if isinstance(value, list) else value


def unpacked(value: Any) -> Any:
    """Return a value as it was before `packed`."""
    if isinstance(value, PackedXml):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        return etree.fromstring(value.data, parser)
    return [unpacked(each) for each in value] if isinstance(value, list) else value


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same; elements are by their canonical XML."""
    if isinstance(one, (list, tuple)) and type(one) is type(other):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, etree._Element) and isinstance(other, etree._Element):
        return one is other or _canonical(one) == _canonical(other)
    if isinstance(one, dt.date) and isinstance(other, dt.date):
        return one == other and _beyond(one) == _beyond(other)
    return bool(one == other) or (one != one and other != other)


def _beyond(moment: dt.date) -> tuple[str, str]:
    """Return what a date or datetime has that Python's do not compare."""
    return getattr(moment, "zone", ""), getattr(moment, "digits", "")


def _canonical(element: etree._Element) -> bytes:
    try:
        return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    except etree.C14NError:  # a namespace that is a relative URI has no canonical form
        return etree.tostring(element, with_tail=False)
