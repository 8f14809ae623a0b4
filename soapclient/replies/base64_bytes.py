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
from typing import Final, NamedTuple

_BLANKS: Final = b" \t\r\n"
_LONG: Final = 2**20
_PIECE: Final = 2**20
_ESCAPE: Final = 6  # bytes, at the most
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


class Base64Decoder:
    """Decodes base64 that comes in pieces; where they are cut makes no difference.

    Args:
        blanks: whether there may be blanks in it, anywhere.
    """

    def __init__(self, *, blanks: bool = True) -> None:
        self._rest = b""
        self._ended = False
        self._blanks = _BLANKS if blanks else b""
        self._seen = False

    def feed(self, piece: bytes) -> bytes:
        """Return the bytes of what is complete.

        Raises:
            ValueError: it is not base64.
        """
        data = self._rest + piece if self._rest else piece
        found = None if self._seen or self._ended else self._quads(data)
        if found is None:
            self._seen = True
            found = self._quads(data.translate(None, self._blanks))
        if found is None:
            raise ValueError("it is not base64")
        return found

    def _quads(self, data: bytes) -> bytes | None:
        usable = len(data) & ~3
        if usable and (self._ended or data.startswith(b"====", usable - 4)):  # which some versions of Python take
            return None
        try:
            found = base64.b64decode(data[:usable], validate=True)
        except ValueError:
            return None
        self._ended = self._ended or data[usable - 1 : usable] == b"="
        self._rest = data[usable:]
        return found

    @property
    def waiting(self) -> bool:
        """Whether there is something that is not complete."""
        return bool(self._rest)

    def finish(self) -> None:
        """Make sure that all was base64 to the end.

        Raises:
            ValueError: it ends too early.
        """
        if self._rest.translate(None, self._blanks).strip(b"="):
            raise ValueError("the base64 ends too early")


class Unescaper:
    """Reads the inside of a JSON string that comes in pieces, as far as base64 can be written in one."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes, *, last: bool = False) -> bytes:
        """Return what a piece says; what may be the beginning of an escape waits for the next one.

        Args:
            piece: the piece.
            last: whether there is no other one.
        """
        if not self._rest and b"\\" not in piece:
            return piece
        piece = self._rest + piece
        cut = -1 if last else piece.rfind(b"\\", -_ESCAPE)
        piece, self._rest = (piece, b"") if cut < 0 else (piece[:cut], piece[cut:])
        return _ESCAPED.sub(_meant, piece)


def decoded(run: bytes | memoryview, *, escaped: bool = False) -> bytes:
    """Decode base64 with blanks anywhere, piece by piece.

    Args:
        run: the base64.
        escaped: whether it is the inside of a JSON string, which has blanks by escape only.

    Raises:
        ValueError: it is not base64.
    """
    whole = io.BytesIO()
    decoder, unescaper = Base64Decoder(blanks=not escaped), Unescaper()
    for place in range(0, len(run), _PIECE):
        piece = bytes(run[place : place + _PIECE])
        if escaped:
            piece = unescaper.feed(piece, last=place + _PIECE >= len(run))
        whole.write(decoder.feed(piece))
    decoder.finish()
    return whole.getvalue()


def _meant(found: re.Match[bytes]) -> bytes:
    return _MEANS[found[2]] if found[2] is not None else bytes([int(found[1], 16)]).strip(b"\t\r\n")
