"""What a call answered."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from lxml import etree


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Reply:
    """The answer of one call that succeeded.

    Attributes:
        operation: the name of the operation.
        element: the root of the result's XML, an lxml element; None for bytes and for an operation without a result.
        bytes: the bytes of a document; empty for a result in XML.
    """

    operation: str
    element: etree._Element | None = None
    bytes: bytes = b""

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes of the result's root, such as `totalusercount`."""
        if self.element is None:
            return {}
        return {str(name): str(value) for name, value in self.element.attrib.items()}

    @property
    def text(self) -> str:
        """The text directly in the result's root, as some operations give content."""
        if self.element is None:
            return ""
        return "".join((self.element.text or "", *(child.tail or "" for child in self.element)))

    def __repr__(self) -> str:
        if self.element is not None:
            return f"<Reply {self.operation}: <{etree.QName(self.element).localname}>, {len(self.element)} children>"
        return f"<Reply {self.operation}: {len(self.bytes)} bytes>"
