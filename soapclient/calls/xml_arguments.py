"""Arguments that are XML: the accepted forms, and their required content.

The required content (`Parameter.must_hold`) is written in one of two ways:

==================  ===================================================================================================
`Name`              an element or an attribute with that name, anywhere inside
`pset/row/@name`    an attribute of each element at that depth below the root, where every branch must end. The names of
                    the elements are for readers: only the depth counts. The attribute may be in any letter case
==================  ===================================================================================================
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from ..contract.codec.writing.xml_parts import element, is_element
from ..wire import safe_xml

# The declared encoding of a text does not matter for how it is sent.
_DECLARATION: Final = re.compile(r"\s*<\?xml\s[^>]*\?>")


def lacks(path: str, value: Any) -> str:
    """Return the missing content of XML, as the end of "must contain ..."; empty if nothing is missing.

    Args:
        path: the required content, as in `Parameter.must_hold`.
        value: the text or element; any other value, such as None, is empty.

    Raises:
        ValueError: the text is not XML.
    """
    *steps, last = path.split("/")
    name = last.removeprefix("@")
    wanted = f"{name} on each {steps[-1]}" if steps else name
    if not is_element(value) and not (isinstance(value, str) and value):
        return wanted
    root = value if is_element(value) else element(_DECLARATION.sub("", value, count=1))
    holds = _on_each(root, len(steps), name) if steps else _anywhere(root, name)
    return "" if holds else wanted


def sample(root: str, path: str) -> str:
    """Return a sample of XML with the required content.

    Args:
        root: the name of its root.
        path: the required content, as in `Parameter.must_hold`; empty for nothing.
    """
    *steps, last = path.split("/")
    attribute = f' {last[1:]}="1"' if last.startswith("@") else ""
    names = [root, *steps] if attribute else [root, *filter(None, [last])]
    text = f"<{names.pop()}{attribute}/>"
    for name in reversed(names):
        text = f"<{name}>{text}</{name}>"
    return text


def _anywhere(root: etree._Element, name: str) -> bool:
    return any(
        safe_xml.local(each.tag) == name or any(safe_xml.local(key) == name for key in each.attrib)
        for each in root.iter("*")
    )


def _on_each(root: etree._Element, depth: int, name: str) -> bool:
    level = [root]
    for _ in range(depth):
        inside = [list(each.iterchildren("*")) for each in level]
        if not all(inside):
            return False
        level = [child for children in inside for child in children]
    return all(_says(each, name) for each in level)


def _says(each: etree._Element, name: str) -> bool:
    return any(str(key).casefold() == name.casefold() and value.strip() for key, value in each.attrib.items())
