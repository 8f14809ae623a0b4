"""The bytes of a document as base64 in a reply of many megabytes: decoded in pieces, never held as one text.

A long run of base64 directly in the result is cut out before the document is parsed, so it becomes neither a node of
the tree nor a text.
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
_ESCAPE: Final = 6  # bytes at most
_RUN: Final = re.compile(rb"[A-Za-z0-9+/=\s]*")
_ESCAPED: Final = re.compile(rb"\\(?:u00([0-9A-Fa-f]{2})|([/rnt]))")
_MEANS: Final = {b"/": b"/", b"r": b"", b"n": b"", b"t": b""}


class Apart(NamedTuple):
    """A reply whose long run of base64 was cut out.

    Attributes:
        document: the document, with a token in place of the run.
        token: the token; empty if nothing was cut out.
        run: the base64.
    """

    document: bytes
    token: str
    run: memoryview


def apart(body: bytes, name: str) -> Apart:
    """Cut a long run of base64 out of the element with this name, if the element contains nothing else.

    Args:
        body: a reply in an ASCII-compatible encoding.
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
    """Return the content of a body that is one JSON string without blanks; None for any other body."""
    start = len(body[:100]) - len(body[:100].removeprefix(b"\xef\xbb\xbf").lstrip(_BLANKS))
    end = len(body) - (len(body[-100:]) - len(body[-100:].rstrip(_BLANKS)))
    simple = end - start >= 2 and body[start : start + 1] == body[end - 1 : end] == b'"'
    if not simple or body.find(b'"', start + 1, end - 1) >= 0 or body.find(b" ", start, end) >= 0:
        return None
    return memoryview(body)[start + 1 : end - 1]


class Base64Decoder:
    """Decodes base64 in pieces, cut anywhere.

    Args:
        blanks: whether it may contain blanks.
    """

    def __init__(self, *, blanks: bool = True) -> None:
        self._rest = b""
        self._ended = False
        self._blanks = _BLANKS if blanks else b""
        self._seen = False

    def feed(self, piece: bytes) -> bytes:
        """Decode a piece and return the bytes that are complete.

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
        if usable and (self._ended or data.startswith(b"====", usable - 4)):  # some versions of Python accept it
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
        """Whether the last group is incomplete."""
        return bool(self._rest)

    def finish(self) -> None:
        """Check the end of the base64.

        Raises:
            ValueError: it ends too early.
        """
        if self._rest.translate(None, self._blanks).strip(b"="):
            raise ValueError("the base64 ends too early")


class Unescaper:
    """Reads the content of a JSON string in pieces, as far as base64 needs it."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes, *, last: bool = False) -> bytes:
        """Return the text of a piece; a possible start of an escape waits for the next piece.

        Args:
            piece: the piece.
            last: whether it is the last piece.
        """
        if not self._rest and b"\\" not in piece:
            return piece
        piece = self._rest + piece
        cut = -1 if last else piece.rfind(b"\\", -_ESCAPE)
        piece, self._rest = (piece, b"") if cut < 0 else (piece[:cut], piece[cut:])
        return _ESCAPED.sub(_meant, piece)


def decoded(run: bytes | memoryview, *, escaped: bool = False) -> bytes:
    """Decode base64, which may contain blanks, piece by piece.

    Args:
        run: the base64.
        escaped: whether it is the content of a JSON string, which has blanks only as escapes.

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
