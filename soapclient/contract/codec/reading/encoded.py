"""SOAP encoding: elements that refer to others of the message, and arrays.

Source: SOAP 1.1 section 5, SOAP 1.2 part 2 section 3.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from ..names import resolved
from .misfit import Misfit

_SOAP_11: Final = "{http://schemas.xmlsoap.org/soap/encoding/}"
_SOAP_12: Final = "{http://www.w3.org/2003/05/soap-encoding}"
_MOST: Final = 500_000  # elements read by way of references: a few may refer to each other and mean millions


class References:
    """What the elements of an encoded message refer to.

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
        """Return the element that is meant: what it refers to, or itself.

        Raises:
            Misfit: it refers to nothing, to itself, or all references mean too much together.
        """
        seen = 0
        while True:
            href = element.get("href")
            key = href[1:] if href is not None and href.startswith("#") else element.get(_SOAP_12 + "ref")
            if key is None:
                return element
            found = self._found.get(key)
            if found is None:
                raise Misfit("refers to what is not in the reply")
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
    """Return the name of the type of an array's items, as the array itself says; None where it does not."""
    said = element.get(_SOAP_11 + "arrayType") or element.get(_SOAP_12 + "itemType")
    return None if said is None else resolved(element, said.partition("[")[0])
