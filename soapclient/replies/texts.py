"""Cut the texts of a reply before they take memory: one rare character can make a Python string four times as long."""

from __future__ import annotations

from typing import Final

from lxml import etree

LONGEST: Final = 65536  # characters of the service's own text; a message shows far fewer
LARGE: Final = 2**20  # bytes of a reply; texts of a smaller one are not cut
_FIRST: Final = 100
_ATTRIBUTE: Final = etree.XPath("substring(@*[name() = $name], 1, $most)")
_LONG: Final = etree.XPath("string-length(.) > $most")
_TEXT: Final = etree.XPath("substring(text()[$number], 1, $most)")


def attribute(element: etree._Element, name: str, most: int) -> str | None:
    """Return the beginning of an attribute without a namespace; None if it is missing."""
    if name not in element.attrib:
        return None
    return str(_ATTRIBUTE(element, name=name, most=most))


def text(element: etree._Element, most: int) -> str:
    """Return the beginning of the text directly in an element; comments may split it."""
    if not _LONG(element, most=most):
        return whole(element)
    return "".join(str(_TEXT(element, number=number, most=most)) for number in range(1, _FIRST))[:most]


def whole(element: etree._Element) -> str:
    """Return the text directly in an element; comments may split it."""
    if not len(element):
        return element.text or ""
    return "".join((element.text or "", *(child.tail or "" for child in element)))


def words(element: etree._Element, most: int) -> str:
    """Return the texts of an element and its descendants, joined by blanks, or their beginning."""
    found: list[str] = []
    length = 0
    for each in element.iter("*"):
        piece = text(each, most)
        if len(piece) < most:  # a longer one will be cut
            piece = " ".join(piece.split())
        if piece:
            found.append(piece)
            length += len(piece) + 1
        if length > most:
            break
    return " ".join(found)[:most]
