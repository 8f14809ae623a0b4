"""What a call answered, whatever the service."""

from __future__ import annotations

import attrs
from lxml import etree


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Answer:
    """The answer of one call that succeeded.

    Attributes:
        operation: the name of the operation.
        element: the root of the result's XML, an lxml element; None for bytes and for an operation without a result.
        bytes: the bytes of the result; empty for a result in XML.
        resent: the parameters whose current value was read just before and sent again, since null could not be said.
    """

    operation: str
    element: etree._Element | None = None
    bytes: bytes = b""
    resent: tuple[str, ...] = ()

    @property
    def atomic(self) -> bool:
        """Whether nothing was read to be sent again: if something was, a change made in between may be undone."""
        return not self.resent

    def __repr__(self) -> str:
        if self.element is not None:
            name = etree.QName(self.element).localname
            return f"<{type(self).__name__} {self.operation}: <{name}>, {len(self.element)} children>"
        return f"<{type(self).__name__} {self.operation}: {len(self.bytes)} bytes>"
