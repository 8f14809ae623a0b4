"""An XML element as JSON: of one shape, however often something is there."""

from __future__ import annotations

from typing import Any

from lxml import etree


def data(element: etree._Element) -> dict[str, Any]:
    """Return an element as an object that JSON can say.

    Args:
        element: the element.

    Returns:
        Its attributes as "@name", its text as "#text" where it has any but blanks, and its children by name: always a
        list, with one such object for each. Only attributes that have a namespace are named with it.
    """
    found: dict[str, Any] = {"@" + str(name): str(said) for name, said in element.attrib.items()}
    text = "".join((element.text or "", *(child.tail or "" for child in element)))
    if text.strip():
        found["#text"] = text
    for child in element.iterchildren("*"):
        found.setdefault(etree.QName(child).localname, []).append(data(child))
    return found
