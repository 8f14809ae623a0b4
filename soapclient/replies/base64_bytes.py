"""The bytes of a document, as base64 in a reply that may be many megabytes: read in pieces, and never whole as a text.

A long run of base64 right inside the result is taken out before the document is parsed, so that neither a tree nor a
text is made of it.
"""

from __future__ import annotations

import base64
import functools
import io
import re
import secrets
from collections.abc import Iterator
from typing import Final, NamedTuple

_BLANKS: Final = b" \t\r\n"
_LONG: Final = 2**20
_PIECE: Final = 3 * 2**20
_RUN: Final = re.compile(rb"[A-Za-z0-9+/=\s]*")
_ESCAPED: Final = re.compile(rb"\\(?:u00([0-9A-Fa-f]{2})|([/rnt]))")
_MEANS: Final = {b"/": b"/", b"r": b"", b"n": b"", b"t": b""}


class Apart(NamedTuple):
    """A reply whose long run of base64 was taken out.

    Attributes:
        document: the document, with a token in the place of the run.
        token: the token; empty where nothing was taken out.
        run: the base64.
    """

    document: bytes
    token: str
    run: memoryview


def apart(body: bytes, name: str) -> Apart:
    """Take a long run of base64 out of the element of this name, where it is all that the element has.

    Args:
        body: a reply in an encoding that keeps ASCII.
        name: the local name of the element.
    """
    start = _start(name).search(body, 0, _LONG) if len(body) > _LONG else None
    if start is not None:
        place, end = start.end(), body.find(b"</", start.end())
        if end - place > _LONG:
            run = _RUN.match(body, place, end)
            if run is not None and run.end() == end:
                view, token = memoryview(body), secrets.token_hex(16)
                return Apart(b"".join((view[:place], token.encode(), view[end:])), token, view[place:end])
    return Apart(body, "", memoryview(b""))


@functools.lru_cache(maxsize=8)
def _start(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"<(?:[\w.-]+:)?%s(?:\s[^<>]*)?>" % re.escape(name.encode()))


def json_run(body: bytes) -> memoryview | None:
    """Return the inside of a JSON string without blanks that is all of a body; None for anything else."""
    start = len(body[:100]) - len(body[:100].removeprefix(b"\xef\xbb\xbf").lstrip(_BLANKS))
    end = len(body) - (len(body[-100:]) - len(body[-100:].rstrip(_BLANKS)))
    simple = end - start >= 2 and body[start : start + 1] == body[end - 1 : end] == b'"'
    if not simple or body.find(b'"', start + 1, end - 1) >= 0 or body.find(b" ", start, end) >= 0:
        return None
    return memoryview(body)[start + 1 : end - 1]


def decoded(run: bytes | memoryview, *, escaped: bool = False) -> bytes:
    """Decode base64 with blanks anywhere, piece by piece.

    Args:
        run: the base64.
        escaped: whether it is the inside of a JSON string.

    Raises:
        ValueError: it is not base64.
    """
    whole = io.BytesIO()
    rest = b""
    ended = False
    for piece in _pieces(run, escaped):
        rest += piece if escaped else piece.translate(None, _BLANKS)  # JSON has blanks by escape only
        usable = len(rest) // 4 * 4
        if ended and rest.strip(b"="):
            raise ValueError("there is something behind the end of the base64")
        if usable and not ended:
            whole.write(base64.b64decode(rest[:usable], validate=True))
            ended = rest[usable - 1 : usable] == b"="
        rest = rest[usable:]
    if rest.strip(b"="):
        raise ValueError("the base64 ends too early")
    return whole.getvalue()


def _pieces(run: bytes | memoryview, escaped: bool) -> Iterator[bytes]:
    rest = b""
    for place in range(0, len(run), _PIECE):
        piece = rest + bytes(run[place : place + _PIECE])
        rest = b""
        if escaped and b"\\" in piece:
            cut = piece.rfind(b"\\", -5) if place + _PIECE < len(run) else -1
            if cut >= 0:
                piece, rest = piece[:cut], piece[cut:]
            piece = _ESCAPED.sub(_meant, piece)
        yield piece
    if rest:
        yield rest


def _meant(found: re.Match[bytes]) -> bytes:
    return _MEANS[found[2]] if found[2] is not None else bytes([int(found[1], 16)]).strip(b"\t\r\n")
