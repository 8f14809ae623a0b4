"""What few records have beside the values of their members."""

from __future__ import annotations

from typing import Any, Final

import attrs
from lxml import etree

from .xml_values import packed, unpacked

TYPE: Final = "xsi:type"
ELEMENT: Final = "xsi:element"


@attrs.define(kw_only=True, eq=False, repr=False)
class Extra:
    """What few records have: what the contract does not know, a type that the reply said, text, what an answer has.

    Attributes:
        said: the name of the type by which `xsi:type` says that it is another than the declared one.
        nil: whether it is nil and has attributes all the same.
        tag: the name of the element, where it stands for another one of its substitution group.
        unknown: the elements that the contract does not know.
        attributes: the attributes that the contract does not know, by name.
        text: the text between the elements.
        element: the element, where text may stand between what is in it.
        headers: of the answer of a call, its SOAP headers.
        repaired: of the answer of a call, where U+FFFD stands for a character that XML does not have.
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
        """Return what counts when two are compared."""
        return self.said, self.nil, self.tag, self.unknown, self.attributes, self.text

    def __getstate__(self) -> tuple[Any, ...]:
        return tuple(packed(getattr(self, name)) for name in self.__slots__ if not name.startswith("__"))

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        for name, value in zip((each for each in self.__slots__ if not each.startswith("__")), state, strict=True):
            setattr(self, name, unpacked(value))


def about(extra: Extra | None) -> dict[str, str]:
    """Return what is to be said of a record beside its members, to send it as it came."""
    if extra is None or not (extra.said or extra.tag):
        return {}
    return {name: said for name, said in ((TYPE, extra.said), (ELEMENT, extra.tag)) if said}
