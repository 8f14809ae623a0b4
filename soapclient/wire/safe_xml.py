"""Parse XML from outside, without the features of XML that can harm its reader.

A DTD that declares anything is refused, hence there are no entities; nothing is fetched; a document that is nearly all
markup is refused before its much larger tree is built (`markup`). The caller limits the size beforehand.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from . import encodings, markup, repairs

_PROLOG: Final = re.compile(rb"\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*){0,256}", re.DOTALL)
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TITLE: Final = re.compile(rb"<title[^<>]*>([^<]*)</title", re.IGNORECASE)
# Compiled for the first document that may have a DOCTYPE: names in quotes, and brackets that declare nothing.
_QUOTED: Final = rb"""(?:"[^"<>]*"|'[^'<>]*')"""
_DOCTYPE: Final = rb"<!DOCTYPE\s+[^\s<>\[\]\"']+(?:\s+[A-Z]{6}(?:\s+%b){1,2})?\s*(?:\[\s*\]\s*)?>" % _QUOTED
_BLANKS: Final = b" \t\r\n"
_AFTER: Final = b"\0" + _BLANKS


class NotXml(ValueError):
    """The bytes are not an acceptable XML document; the message says why."""


def parse(data: bytes, charset: str = "", *, repair: bool = False, doctype: bool = False) -> etree._Element:
    """Parse an XML document.

    Args:
        data: the document in UTF-8, UTF-16, or an encoding that it declares.
        charset: the encoding that the `Content-Type` names, which wins over the document's own declaration.
        repair: whether to read characters that XML does not allow as U+FFFD; `repairs.of` lists the values with them.
        doctype: whether to skip a DOCTYPE that declares nothing; the file it names is not read.

    Returns:
        The root element.

    Raises:
        NotXml: it is empty, an HTML page, not well-formed, has a DTD or too much markup, or its encoding is doubtful.
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
    """Replace a DOCTYPE that declares nothing by blanks, so line numbers stay the same."""
    found = None if _HTML.match(data, start) else re.compile(_DOCTYPE).match(data, start)
    return data if found is None else data[:start] + re.sub(rb"[^\r\n]", b" ", found[0]) + data[found.end() :]


def _tree(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, encoding="utf-8")
    return etree.fromstring(data, parser)


def local(name: object) -> str:
    """Return the name of an element or attribute without its namespace, also a namespace that lxml refuses."""
    return str(name).rpartition("}")[2]


def describe_html(data: bytes) -> str:
    """Describe an HTML page by its title, for a message."""
    found = _TITLE.search(data[:65536])
    title = " ".join(found[1].decode("utf-8", "replace").split())[:500] if found else ""
    return f"it is an HTML page titled {title!r}" if title else "it is an HTML page"
