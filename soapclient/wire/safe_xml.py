"""XML from outside, read without any of the things that XML can do to its reader.

No DTD that declares anything, hence no entities; nothing is fetched; what is nearly all markup is refused before a
tree of many times its size is built (`markup`). The size is the caller's to limit before.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from . import encodings, markup, repairs

_PROLOG: Final = re.compile(rb"\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*){0,256}", re.DOTALL)
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TITLE: Final = re.compile(rb"<title[^<>]*>([^<]*)</title", re.IGNORECASE)
# Compiled where a document may have one. What a DOCTYPE names is in quotes; in brackets it declares nothing.
_QUOTED: Final = rb"""(?:"[^"<>]*"|'[^'<>]*')"""
_DOCTYPE: Final = rb"<!DOCTYPE\s+[^\s<>\[\]\"']+(?:\s+[A-Z]{6}(?:\s+%b){1,2})?\s*(?:\[\s*\]\s*)?>" % _QUOTED
_BLANKS: Final = b" \t\r\n"
_AFTER: Final = b"\0" + _BLANKS


class NotXml(ValueError):
    """The bytes are no XML document that may be read; the message says what they are instead."""


def parse(data: bytes, charset: str = "", *, repair: bool = False, doctype: bool = False) -> etree._Element:
    """Read an XML document.

    Args:
        data: the document, in UTF-8, UTF-16, or an encoding that it names.
        charset: the encoding that the `Content-Type` names, which is over the document's own word.
        repair: whether characters that XML does not have are read as U+FFFD; `repairs.of` tells which values have them.
        doctype: whether a DOCTYPE that declares nothing is passed over; what it names is not read.

    Returns:
        The root element.

    Raises:
        NotXml: it is empty, an HTML page, not well-formed, has a DTD or too much markup, or is in a doubtful encoding.
    """
    try:
        data = encodings.in_utf8(data, charset)
    except encodings.Undecodable as exc:
        raise NotXml(str(exc)) from None
    if data[:1] in _BLANKS:
        data = data.lstrip()
    prolog = _PROLOG.match(data)
    end = prolog.end() if prolog else 0
    if doctype and data[end : end + 9] == b"<!DOCTYPE":
        data = _without_doctype(data, end)
        prolog = _PROLOG.match(data)
        end = prolog.end() if prolog else 0
    start = data[end : end + 4]
    if not start.strip(_AFTER):
        raise NotXml("it is empty")
    if _HTML.match(data, end):
        raise NotXml(describe_html(data))
    if start[:1] != b"<":
        raise NotXml("it is not XML")
    if start[:2] == b"<?" or start == b"<!--":
        raise NotXml("it has too much before its root")
    if start[:2] == b"<!":
        what = "a DTD that declares something, such as entities," if doctype else "a DTD,"
        raise NotXml(f"it has {what} which is refused")
    reason = markup.too_much(data)
    if reason:
        raise NotXml(reason)
    try:
        return _tree(data)
    except (etree.XMLSyntaxError, ValueError) as exc:
        reason = " ".join(str(exc).split())[:120]
    if repair:
        try:
            mended, mark = repairs.replaced(data.rstrip(_AFTER))
            root = _tree(mended)
            if mark:
                repairs.noted(root, mark)
            return root
        except etree.XMLSyntaxError:
            pass
        except ValueError as exc:
            reason = str(exc)
    raise NotXml(f"it is not well-formed XML ({reason})")


def _without_doctype(data: bytes, start: int) -> bytes:
    """Put blanks in the place of a DOCTYPE that declares nothing, so that lines keep their numbers."""
    found = None if _HTML.match(data, start) else re.compile(_DOCTYPE).match(data, start)
    return data if found is None else data[:start] + re.sub(rb"[^\r\n]", b" ", found[0]) + data[found.end() :]


def _tree(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, encoding="utf-8")
    return etree.fromstring(data, parser)


def local(name: object) -> str:
    """Return the name of an element or attribute without its namespace, which may be one that lxml refuses to take."""
    return str(name).rpartition("}")[2]


def describe_html(data: bytes) -> str:
    """Name an HTML page by its title, for a message."""
    found = _TITLE.search(data[:65536])
    title = " ".join(found[1].decode("utf-8", "replace").split())[:500] if found else ""
    return f"it is an HTML page titled {title!r}" if title else "it is an HTML page"
