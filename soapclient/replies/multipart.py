"""A multipart reply (MTOM, SOAP with attachments): its root, the bytes that the root refers to, and the rest.

Source: RFC 2387, XOP 1.0 section 3.
"""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Mapping
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from .attachments import Attachment, Attachments
from .base64_bytes import decoded
from .texts import whole

INCLUDE: Final = "{http://www.w3.org/2004/08/xop/include}Include"
_MOST: Final = 1000
_MOST_AGAIN: Final = 16 * 2**20  # bytes of parts that are referred to more than once
_REST_OF_LINE: Final = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")


class NotParts(ValueError):
    """The body does not have the parts that its media type announces; the message says why."""


class Parts(NamedTuple):
    """A multipart reply.

    Attributes:
        media: the media type of the root.
        root: the root's bytes.
        others: the other parts by their `Content-ID`.
        rest: all other parts in order, also those without one.
    """

    media: str
    root: bytes
    others: Mapping[str, memoryview | bytes]
    rest: tuple[Attachment, ...] = ()


def is_multipart(media: str) -> bool:
    """Return whether a `Content-Type` is multipart."""
    return media.lstrip()[:10].lower() == "multipart/"


def read(media: str, body: bytes) -> Parts:
    """Split a body into its parts.

    Args:
        media: its `Content-Type`.
        body: the body.

    Raises:
        NotParts: it has no boundary, no part, two parts with one name, or lacks its declared root.
    """
    head = Message()
    head["Content-Type"] = media
    boundary = head.get_boundary() or ""
    if not boundary:
        raise NotParts("it is multipart without a boundary")
    start = _name(str(head.get_param("start") or ""))
    found = [_part(piece) for piece in _split(body, b"--" + boundary.encode("latin-1", "replace"))]
    names = [each.content_id for each in found if each.content_id]
    if len({*names}) < len(names):
        raise NotParts("it has two parts with the same name")
    root = next((each for each in found if each.content_id == start), None) if start else next(iter(found), None)
    if root is None and len(found) == 1 and not names:
        root = found[0]
    if root is None:
        raise NotParts("its declared root part is missing" if found else "it has no parts")
    rest = tuple(each for each in found if each is not root)
    return Parts(root.media, root.bytes, {each.content_id: each.data for each in rest if each.content_id}, rest)


def attachments(root: etree._Element, parts: Parts) -> Attachments:
    """Return the parts that a document does not refer to.

    Args:
        root: the document, before `inlined` has changed it.
        parts: the reply.
    """
    used = {name for reference in root.iter(INCLUDE) if (name := _meant(reference, parts.others)) is not None}
    return Attachments(each for each in parts.rest if not each.content_id or each.content_id not in used)


def include(element: etree._Element) -> etree._Element | None:
    """Return the element that refers to a part and replaces an element's bytes, if it contains nothing else."""
    elements = [child for child in element if isinstance(child.tag, str)]
    alone = len(elements) == 1 and elements[0].tag == INCLUDE
    return elements[0] if alone and not whole(element).strip() else None


def referred(reference: etree._Element, parts: Mapping[str, memoryview | bytes]) -> bytes | None:
    """Return the bytes that a reference names; None if the part is missing."""
    name = _meant(reference, parts)
    return None if name is None else bytes(parts[name])


def _meant(reference: etree._Element, parts: Mapping[str, memoryview | bytes]) -> str | None:
    """Return the part name in a reference."""
    href = str(reference.get("href") or "").strip()
    if href[:4].lower() != "cid:":
        return None
    return next((name for name in (unquote(href[4:]).strip(), href[4:].strip()) if name in parts), None)


def inlined(root: etree._Element, parts: Mapping[str, memoryview | bytes]) -> None:
    """Replace the references in a document by the bytes of their parts, as base64.

    Raises:
        NotParts: a part is missing, a reference has other content next to it, or parts are referred to too often.
    """
    seen: set[str] = set()
    again = 0
    for reference in list(root.iter(INCLUDE)):
        name, parent = _meant(reference, parts), reference.getparent()
        if name is None or parent is None:
            raise NotParts("it refers to a part that is missing")
        if include(parent) is None:
            raise NotParts("it has a reference to a part together with other content")
        data = parts[name]
        again += len(data) if name in seen else 0
        if again > _MOST_AGAIN:
            raise NotParts(f"it refers to the same parts so often that they have more than {_MOST_AGAIN:,} bytes")
        seen.add(name)
        parent.remove(reference)
        parent.text = base64.b64encode(data).decode("ascii")


def _split(body: bytes, delimiter: bytes) -> list[memoryview]:
    """Split a body at its boundary, at the start of lines.

    Raises:
        NotParts: it has too many parts, or the end of the last of several is missing.
    """
    pieces: list[memoryview] = []
    view = memoryview(body)
    begin = -1
    place = 0
    while True:
        place = body.find(delimiter, place)
        if place < 0:
            break
        line = _REST_OF_LINE.match(body, place + len(delimiter))
        if line is None or (place and body[place - 1 : place] != b"\n"):
            place += len(delimiter)
            continue
        if begin >= 0:
            end = place - 2 if body[place - 2 : place] == b"\r\n" else max(place - 1, begin)
            pieces.append(view[begin:end])
        if len(pieces) > _MOST:
            raise NotParts(f"it has more than {_MOST:,} parts")
        if line[1]:
            return pieces
        begin = place = line.end()
    if begin >= 0 and not pieces:  # the end is missing: the XML itself shows whether it is complete
        pieces.append(view[begin:])
    elif begin >= 0 and bytes(view[begin : begin + 100]).strip():
        raise NotParts("it ends within its last part")
    return pieces


def _part(piece: memoryview) -> Attachment:
    """Read a part: its names, its media type, and its bytes."""
    start = bytes(piece[:65536])
    if start[:1] == b"\n" or start[:2] == b"\r\n":
        head, skip = b"", 1 if start[:1] == b"\n" else 2
    else:
        ends = [(start.find(blank), len(blank)) for blank in (b"\r\n\r\n", b"\n\n") if blank in start]
        place, length = min(ends, default=(0, 0))
        head, skip = start[:place], place + length
    headers = BytesHeaderParser().parsebytes(head + b"\r\n\r\n")
    data: memoryview | bytes = piece[skip:]
    coding = str(headers.get("Content-Transfer-Encoding") or "").strip().lower()
    try:
        if coding == "base64":
            data = decoded(data)
        elif coding == "quoted-printable":
            data = quopri.decodestring(bytes(data))
    except ValueError:
        raise NotParts("it has a part that is not base64") from None
    return Attachment(
        content_id=_name(str(headers.get("Content-ID") or "")),
        media=str(headers.get("Content-Type") or ""),
        name=re.split(r"[\\/]", headers.get_filename() or "")[-1],
        location=str(headers.get("Content-Location") or "").strip(),
        data=data,
    )


def _name(text: str) -> str:
    return text.strip().removeprefix("<").removesuffix(">").strip()
