"""What the tree of an XML document will cost, known before it is built.

An element of four bytes makes a node of 125 and a text another; an attribute makes two. All that a document has is
counted together, in bytes of memory, so that no mixture of them costs more than any one of them may.
"""

from __future__ import annotations

import re
from typing import Final

_SMALL: Final = 1_000_000
MOST: Final = 440 * 2**20  # with a body of 64 MiB and the interpreter it stays below 600 MB
# Measured with lxml 6 on 64-bit Linux; lengths are counted apart.
_TAG, _TEXT, _ATTRIBUTE = 160, 132, 250
# Compiled for a large document that may be too large.
_IN_A_TAG: Final = rb"""=\s*["']"""
_WHOLE_TAG: Final = rb"""<[^<>"']*(?:"[^<"]*"[^<>"']*|'[^<']*'[^<>"']*)*>"""


def too_much(data: bytes) -> str:
    """Say what an XML document has too much of, or nothing where its tree may be built.

    Args:
        data: the document in an encoding that keeps ASCII.
    """
    if len(data) <= _SMALL:
        return ""
    if len(data) + (_TAG + _TEXT) * data.count(b"<") + _ATTRIBUTE * data.count(b"=") <= MOST:
        return ""  # as of almost every reply, and without counting the rest
    opening, attributes, texts, total = _counted(data)
    if total <= MOST:
        return ""
    return f"it has too much markup: {opening:,} tags, {attributes:,} attributes and {texts:,} texts"


def cost(data: bytes) -> int:
    """Say how many bytes of memory an XML document will cost, at most a few times too many."""
    return _counted(data)[-1]


def _counted(data: bytes) -> tuple[int, int, int, int]:
    """Count opening tags, attributes and texts, and the bytes of memory that they and the document cost."""
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
