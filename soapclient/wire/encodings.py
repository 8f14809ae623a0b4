"""Find the encoding of an XML document from outside, and decode it to UTF-8.

A byte order mark wins over the `Content-Type`, which wins over the document's own declaration. A name that the bytes
disprove does not count: UTF-8 if they are not UTF-8 and the document names another encoding, UTF-16 if they lack its
zero bytes.

Source: RFC 7303 section 3, XML 1.0 appendix F; for the meaning of names, the Encoding Standard of the WHATWG.
"""

from __future__ import annotations

import codecs
import functools
import io
import re
from collections.abc import Iterator
from email.message import Message
from typing import Final

# Compiled for the first document that is not in UTF-8.
_DECLARED: Final = rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"'<>]{1,60})["']"""
_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,39}"
_MARKS: Final = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_USUAL: Final = (b'<?xml version="1.0" encoding="utf-8"?>', b'<?xml version="1.0" encoding="UTF-8"?>')
_WIDE: Final = ("utf-16", "utf-32")
_SINGLE: Final = ("iso8859", "cp125", "latin")
# The encodings in use under a name: .NET means the Windows code pages, which have more characters, and some others.
_MEANT: Final = {
    "utf-8-sig": "utf-8",
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Encodings that Python reads and no document should use: they hide markup in the bytes, change their meaning within a
# document, or use escapes.
_REFUSED: Final = r"utf-7|punycode|idna|undefined|.*unicode.?escape|hz|iso2022.*|mbcs|oem|cp65000"
_PIECE: Final = 2**20
# A document may be three times as long in UTF-8, and reading it makes copies.
_MOST: Final = 112 * 2**20


class Undecodable(ValueError):
    """The encoding of a document is not supported; the message names it."""


@functools.lru_cache(maxsize=64)
def charset_of(media: str) -> str:
    """Return the character set that a `Content-Type` names, or an empty text."""
    if "charset" not in media.lower():
        return ""
    message = Message()
    message["Content-Type"] = media
    return str(message.get_content_charset() or "").strip()


def in_utf8(data: bytes, charset: str = "") -> bytes:
    """Return a document in UTF-8 without a byte order mark; bytes in UTF-8 are not checked.

    Args:
        data: the document.
        charset: the encoding that the `Content-Type` names, or an empty text.

    Raises:
        Undecodable: its encoding is refused, or the bytes do not match it.
    """
    if charset in ("utf-8", "") and data.startswith(_USUAL):
        return data
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :] if name == "utf-8" else _decoded(data, name, len(mark))
    name = _wide(data)
    if name:
        return _decoded(data, name)
    told = _known(charset)
    named = re.match(_DECLARED, data[:600].lstrip())
    declared = named[1].decode("ascii", "replace").strip() if named else ""
    if declared.lower().replace("-", "").replace("_", "") == "utf7":  # used to disguise markup
        raise Undecodable(f"it is encoded in {declared}, which is refused")
    if told and not told.startswith(_WIDE):
        if told != "utf-8":
            # Bytes that match this declaration cannot be text in an encoding with one byte for each character.
            single = told.startswith(_SINGLE) and _known(declared) == "utf-8"
            return data if single and not data.isascii() and _is_utf8(data) else _decoded(data, told)
        if not declared or _known(declared) in ("utf-8", "", *_WIDE) or _is_utf8(data):
            return data
    if not declared:
        if data[:4].count(0):
            raise Undecodable("it is not valid UTF-8")
        return data
    own = _known(declared)
    if not own:
        raise Undecodable(f"it is encoded in {declared[:40]}, which is refused")
    return data if own.startswith(("utf-8", *_WIDE)) else _decoded(data, own)


def _wide(data: bytes) -> str:
    """Return the encoding of a document that begins with `<` in UTF-16 or UTF-32, without a byte order mark."""
    start = data[:64].lstrip(b"\0 \t\r\n")
    lead = len(data[:64]) - len(start)
    if not start.startswith(b"<"):
        return ""
    zeros = len(start[1:4]) - len(start[1:4].lstrip(b"\0"))
    if not zeros and not lead:
        return ""
    if zeros == 3 and lead % 4 in (0, 3):
        return "utf-32-be" if lead % 4 else "utf-32-le"
    if b"\0" not in data[:lead] + start[1:2]:
        return ""
    return "utf-16-be" if lead % 2 else "utf-16-le"


@functools.lru_cache(maxsize=64)
def _known(name: str) -> str:
    """Return Python's name of a supported text encoding; an empty text for any other name."""
    if not re.fullmatch(_NAME, name):
        return ""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if not getattr(found, "_is_text_encoding", True) or re.fullmatch(_REFUSED, found.name):
        return ""
    return _MEANT.get(found.name, found.name)


def _is_utf8(data: bytes) -> bool:
    try:
        for _ in codecs.iterdecode(_pieces(data), "utf-8"):
            pass
    except UnicodeError:
        return False
    return True


def _decoded(data: bytes, name: str, skip: int = 0) -> bytes:
    """Convert a document to UTF-8 piece by piece; as one string it might take four times the memory."""
    whole = io.BytesIO()
    most = max(_MOST, len(data) * 3 // 2)
    try:
        for text in codecs.iterdecode(_pieces(data, skip), name):
            whole.write(text.encode("utf-8"))
            if whole.tell() > most:
                raise Undecodable(f"it is encoded in {name}, and has more than {most:,} bytes in UTF-8")
    except UnicodeError:
        family = "UTF-16" if name.startswith("utf-16") else name
        raise Undecodable(f"it is not well-formed {family}") from None
    return whole.getvalue()


def _pieces(data: bytes, start: int = 0) -> Iterator[bytes]:
    for place in range(start, len(data), _PIECE):
        yield data[place : place + _PIECE]
