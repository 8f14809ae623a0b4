"""XML from outside, read without any of the things that XML can do to its reader.

No DTD, hence no entities; nothing is fetched; what is nearly all markup is refused before a tree of many times its size
is built. The size is the caller's to limit before.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_PROLOG: Final = re.compile(rb"\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*){0,256}", re.DOTALL)
_ENCODING: Final = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ENCODINGS: Final = frozenset({"utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TITLE: Final = re.compile(rb"<title[^<>]*>([^<]*)</title", re.IGNORECASE)
# A tree costs up to 140 bytes for a tag and 220 for an attribute, fifty times their own size. The limits are above what
# a list of 100,000 documents needs; a document that is too small to pass them is not counted.
_SMALL: Final = 1_000_000
_MOST_TAGS: Final = 2_000_000
_MOST_ATTRIBUTES: Final = 4_000_000
_ATTRIBUTE: Final = re.compile(rb"""=\s*["']""")


class NotXml(ValueError):
    """The bytes are no XML document that may be read; the message says what they are instead."""


def parse(data: bytes) -> etree._Element:
    """Read an XML document.

    Args:
        data: the document, in UTF-8, UTF-16 with a byte order mark, or a single-byte encoding it names.

    Returns:
        The root element.

    Raises:
        NotXml: it is empty, an HTML page, not well-formed, has a DTD or too much markup, or is in a doubtful encoding.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = _from_utf16(data)
    elif data[:3] == b"\xef\xbb\xbf":
        data = data[3:]
    if b"\0" in data[:4]:
        raise NotXml("it is no text in UTF-8, and UTF-16 without a byte order mark is refused")
    prolog = _PROLOG.match(data)
    end = prolog.end() if prolog else 0
    start = data[end : end + 4]
    if not start:
        raise NotXml("it is empty")
    if _HTML.match(data, end):
        raise NotXml(describe_html(data))
    if start[:1] != b"<":
        raise NotXml("it is not XML")
    if start[:2] == b"<?" or start == b"<!--":
        raise NotXml("it has too much before its root")
    if start[:2] == b"<!":
        raise NotXml("it has a DTD, which is refused")
    encoding = _ENCODING.match(data.lstrip())
    if encoding and encoding[1].decode("ascii").lower() not in _ENCODINGS:
        raise NotXml(f"it is encoded in {encoding[1].decode('ascii')[:40]}, which is refused")
    if len(data) > _SMALL:
        _check_markup(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        reason = " ".join(str(exc).split())[:120]
        raise NotXml(f"it is not well-formed XML ({reason})") from None


def _check_markup(data: bytes) -> None:
    if data.count(b"<") > _MOST_TAGS:
        raise NotXml(f"it has more than {_MOST_TAGS} tags")
    if data.count(b"=") > _MOST_ATTRIBUTES and (data.count(b'"') + data.count(b"'")) > 2 * _MOST_ATTRIBUTES:
        for number, _ in enumerate(_ATTRIBUTE.finditer(data)):
            if number >= _MOST_ATTRIBUTES:
                raise NotXml(f"it has more than {_MOST_ATTRIBUTES} attributes")


def describe_html(data: bytes) -> str:
    """Name an HTML page by its title, for a message."""
    found = _TITLE.search(data[:65536])
    title = " ".join(found[1].decode("utf-8", "replace").split())[:500] if found else ""
    return f"it is an HTML page titled {title!r}" if title else "it is an HTML page"


def _from_utf16(data: bytes) -> bytes:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        raise NotXml("it is not well-formed UTF-16") from None
    return re.sub(r"^<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL).encode("utf-8", "replace")
