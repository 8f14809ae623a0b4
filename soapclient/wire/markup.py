"""Estimate the memory of an XML document's tree before it is built.

An element of four bytes takes a node of 125 bytes and a text another; an attribute takes two. The limit is one sum in
bytes of memory, so no mixture of elements, texts and attributes costs more than one kind may.
"""

from __future__ import annotations

import re
from typing import Final

_SMALL: Final = 1_000_000
MOST: Final = 440 * 2**20  # together with a body of 64 MiB and the interpreter this stays below 600 MB
# Measured with lxml 6 on 64-bit Linux; the lengths of texts are counted separately.
_TAG, _TEXT, _ATTRIBUTE = 160, 132, 250
# Compiled for the first document that may be too large.
_IN_A_TAG: Final = rb"""=\s*["']"""
_WHOLE_TAG: Final = rb"""<[^<>"']*(?:"[^<"]*"[^<>"']*|'[^<']*'[^<>"']*)*>"""


def too_much(data: bytes) -> str:
    """Return why the tree of an XML document would be too large; an empty text if it may be built.

    Args:
        data: the document in an encoding that keeps ASCII.
    """
    if len(data) <= _SMALL:
        return ""
    if len(data) + (_TAG + _TEXT) * data.count(b"<") + _ATTRIBUTE * data.count(b"=") <= MOST:
        return ""  # almost every reply ends here, without counting the rest
    opening, attributes, texts, total = _counted(data)
    if total <= MOST:
        return ""
    return f"it has too much markup: {opening:,} tags, {attributes:,} attributes and {texts:,} texts"


def cost(data: bytes) -> int:
    """Estimate the bytes of memory of an XML document's tree; at most a few times too high."""
    return _counted(data)[-1]


def _counted(data: bytes) -> tuple[int, int, int, int]:
    """Count opening tags, attributes and texts, and the bytes of memory of these and the document."""
    tags = data.count(b"<")
    opening = tags - data.count(b"</")
    texts = min(data.count(b">") - data.count(b"><"), tags)
    bare = len(data) + _TAG * opening + _TEXT * texts
    attributes = min(data.count(b"="), (data.count(b'"') + data.count(b"'")) // 2)
    if bare <= MOST < bare + _ATTRIBUTE * attributes:  # texts may look like attributes
        attributes = 0
        for tag in re.finditer(_WHOLE_TAG, data):
            attributes += len(re.findall(_IN_A_TAG, tag[0]))
    return opening, attributes, texts, bare + _ATTRIBUTE * attributes
