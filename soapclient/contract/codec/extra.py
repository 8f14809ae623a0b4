"""Additional parts of a record, which few records have, besides the values of its members."""

from __future__ import annotations

from typing import Any, Final

import attrs
from lxml import etree

from .xml_values import packed, unpacked

TYPE: Final = "xsi:type"
ELEMENT: Final = "xsi:element"


@attrs.define(kw_only=True, eq=False, repr=False)
class Extra:
    """Additional parts of a record: elements not in the contract, a type from the reply, text, parts of an answer.

    Attributes:
        said: the name of the type in `xsi:type`, if it differs from the declared one.
        nil: whether it is nil but has attributes.
        tag: the name of the element, if it replaces another one of its substitution group.
        unknown: the elements that are not in the contract.
        attributes: the attributes that are not in the contract, by name.
        text: the text between the elements.
        element: the element, if its content may be mixed with text.
        headers: the SOAP headers, for the answer of a call.
        repaired: the places where U+FFFD replaces a character that XML does not allow, for the answer of a call.
    """

    said: str = ""
    nil: bool = False
    tag: str = ""
    unknown: list[etree._Element] = attrs.Factory(list)
    attributes: dict[str, str] = attrs.Factory(dict)
    text: str = ""
    element: etree._Element | None = None
    headers: Any = None
    repaired: tuple[str, ...] = ()

    def told(self) -> tuple[Any, ...]:
        """Return the parts that count in a comparison."""
        return self.said, self.nil, self.tag, self.unknown, self.attributes, self.text

    def __getstate__(self) -> tuple[Any, ...]:
        return tuple(packed(getattr(self, name)) for name in self.__slots__ if not name.startswith("__"))

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        for name, value in zip((each for each in self.__slots__ if not each.startswith("__")), state, strict=True):
            setattr(self, name, unpacked(value))


def about(extra: Extra | None) -> dict[str, str]:
    """Return the parts needed to send a record as it arrived, besides its members."""
    if extra is None or not (extra.said or extra.tag):
        return {}
    return {name: said for name, said in ((TYPE, extra.said), (ELEMENT, extra.tag)) if said}
