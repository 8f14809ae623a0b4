"""The answer of a call, for any service."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Final

import attrs
from lxml import etree

from ..wire import repairs
from ..wire.safe_xml import local

_PACKAGE: Final = str(Path(__file__).parents[1])


class ReplyWarning(UserWarning):
    """A reply was read, but some of its values differ from those on the server."""


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Answer:
    """The answer of a successful call.

    Attributes:
        operation: the name of the operation.
        element: the root element of the result's XML (lxml); None for bytes and for an operation without a result.
        bytes: the bytes of the result; empty for a result in XML; an error if they were written to a sink.
        written: the number of bytes written to the sink of the call; None without a sink.
        resent: the parameters whose current value was read and sent again, because null could not be sent.
    """

    operation: str
    element: etree._Element | None = None
    _bytes: bytes = b""
    written: int | None = None
    resent: tuple[str, ...] = ()

    @property
    def bytes(self) -> bytes:
        """The bytes of the result; empty for a result in XML.

        Raises:
            ValueError: they were written to the sink of the call.
        """
        if self.written is not None:
            raise ValueError(f"{self.operation}: the bytes were written to the sink; see .written for their number")
        return self._bytes

    @property
    def atomic(self) -> bool:
        """Whether nothing was read and sent again; if something was, a change made in between may be undone."""
        return not self.resent

    @property
    def repaired(self) -> tuple[str, ...]:
        """The places where U+FFFD replaces a character that XML does not allow, such as "User[3]/@FirstName".

        Such a value differs from the stored one, and must not be sent back as the stored value.
        """
        return () if self.element is None else repairs.of(self.element)

    def __repr__(self) -> str:
        if self.element is not None:
            name = local(self.element.tag)
            return f"<{type(self).__name__} {self.operation}: <{name}>, {len(self.element)} children>"
        size = len(self._bytes) if self.written is None else self.written
        return f"<{type(self).__name__} {self.operation}: {size} bytes>"


def warn_repaired(answer: Answer) -> None:
    """Warn the caller of the package that values of an answer differ from the stored ones."""
    places = ", ".join(answer.repaired[:5]) + (", ..." if len(answer.repaired) > 5 else "")
    warn_caller(
        f"{answer.operation}: the reply has characters that XML does not allow; they are read as U+FFFD in {places}, "
        "and these values are never sent back automatically"
    )


def warn_caller(text: str) -> None:
    """Warn the caller of the package about a reply."""
    depth, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        depth, frame = depth + 1, frame.f_back
    warnings.warn(text, ReplyWarning, stacklevel=depth)
