"""Values that are XML: an lxml element or text."""

from __future__ import annotations

import copy
from typing import Any

from lxml import etree

from ...wire import safe_xml
from .. import xsd


def is_element(value: Any) -> bool:
    """Tell whether something is an lxml element: not a comment or the like, which lxml counts among them."""
    return etree.iselement(value) and isinstance(value.tag, str)


def element(value: Any) -> etree._Element:
    """Read XML that is given as text or as an element, of which a copy is made.

    Raises:
        ValueError: it is neither, or the text is not XML.
    """
    if isinstance(value, str):
        try:
            return safe_xml.parse(xsd.check_text(value).encode("utf-8"))
        except safe_xml.NotXml as exc:
            raise ValueError(f"XML is wanted, but {exc}") from exc
    if is_element(value):
        own: etree._Element = copy.deepcopy(value)
        own.tail = None
        return own
    raise ValueError(f"{type(value).__name__} where XML is wanted: an lxml element or text")
