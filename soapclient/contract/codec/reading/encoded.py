"""SOAP encoding: references between elements of a message, and arrays.

Source: SOAP 1.1 section 5, SOAP 1.2 part 2 section 3.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from ..names import resolved
from .misfit import Misfit

_SOAP_11: Final = "{http://schemas.xmlsoap.org/soap/encoding/}"
_SOAP_12: Final = "{http://www.w3.org/2003/05/soap-encoding}"
_MOST: Final = 500_000  # elements read through references: a few that refer to each other may mean millions


class References:
    """The references between the elements of an encoded message.

    Args:
        body: the body of its envelope.
    """

    def __init__(self, body: etree._Element) -> None:
        self._found: dict[str, etree._Element] = {}
        for element in body.iter("*"):
            for name in ("id", _SOAP_12 + "id"):
                key = element.get(name)
                if key is not None:
                    self._found.setdefault(key, element)
        self._sizes: dict[etree._Element, int] = {}
        self._read = 0

    def target(self, element: etree._Element) -> etree._Element:
        """Return the element that an element refers to, or the element itself.

        Raises:
            Misfit: it refers to a missing element or to itself, or the references mean too many elements together.
        """
        seen = 0
        while True:
            href = element.get("href")
            key = href[1:] if href is not None and href.startswith("#") else element.get(_SOAP_12 + "ref")
            if key is None:
                return element
            found = self._found.get(key)
            if found is None:
                raise Misfit("refers to an element that is not in the reply")
            seen += 1
            if seen > len(self._found):
                raise Misfit("refers to itself")
            element = found
            if element not in self._sizes:
                self._sizes[element] = sum(1 for _ in element.iter("*"))
            self._read += self._sizes[element]
            if self._read > _MOST:
                raise Misfit(f"refers to more than {_MOST:,} elements, counted each time")


def item_of(element: etree._Element) -> str | None:
    """Return the type name of an array's items that the array itself gives, or None."""
    said = element.get(_SOAP_11 + "arrayType") or element.get(_SOAP_12 + "itemType")
    return None if said is None else resolved(element, said.partition("[")[0])
