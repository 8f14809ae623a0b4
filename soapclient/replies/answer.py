"""What a call answered, whatever the service."""

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
    """A reply was read, but not all of it is what the server has."""


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Answer:
    """The answer of one call that succeeded.

    Attributes:
        operation: the name of the operation.
        element: the root of the result's XML, an lxml element; None for bytes and for an operation without a result.
        bytes: the bytes of the result; empty for a result in XML, refused where they were written to a sink.
        written: how many bytes were written to the sink that was given to the call; None where none was.
        resent: the parameters whose current value was read just before and sent again, since null could not be said.
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
            ValueError: they were written to the sink that was given to the call.
        """
        if self.written is not None:
            raise ValueError(f"{self.operation}: the bytes were written to the sink; .written says how many")
        return self._bytes

    @property
    def atomic(self) -> bool:
        """Whether nothing was read to be sent again: if something was, a change made in between may be undone."""
        return not self.resent

    @property
    def repaired(self) -> tuple[str, ...]:
        """Where U+FFFD stands for a character that XML does not have, below the element: "User[3]/@FirstName".

        Such a value is not what is stored, and must not be sent back as if it were.
        """
        return () if self.element is None else repairs.of(self.element)

    def __repr__(self) -> str:
        if self.element is not None:
            name = local(self.element.tag)
            return f"<{type(self).__name__} {self.operation}: <{name}>, {len(self.element)} children>"
        size = len(self._bytes) if self.written is None else self.written
        return f"<{type(self).__name__} {self.operation}: {size} bytes>"


def warn_repaired(answer: Answer) -> None:
    """Warn whoever called into the package that values of an answer are not what is stored."""
    places = ", ".join(answer.repaired[:5]) + (", ..." if len(answer.repaired) > 5 else "")
    warn_caller(
        f"{answer.operation}: the reply has characters that XML does not have; they are read as U+FFFD in {places}, "
        "and such a value is never sent back by itself"
    )


def warn_caller(text: str) -> None:
    """Warn whoever called into the package of something about a reply."""
    depth, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        depth, frame = depth + 1, frame.f_back
    warnings.warn(text, ReplyWarning, stacklevel=depth)
