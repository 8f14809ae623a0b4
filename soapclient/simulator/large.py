"""Large bytes in requests: they stay in the body, a file, and are read in pieces, never as a whole in memory."""

from __future__ import annotations

import base64
import binascii
import re
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import attrs

from .environ import Environ, body

if TYPE_CHECKING:
    from .content.blobs import Staged

SMALL: Final = 2**20  # bodies up to this are read whole
_PIECE: Final = 2**20
_LEAST: Final = 64 * 1024  # longer base64 across pieces is replaced by a token
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/=\s]*")
_BLANKS: Final = b" \t\r\n\v\f"
_ASCII: Final = ("utf-8", "ascii", "iso8859", "cp125", "latin")


@attrs.frozen(eq=False)
class Run:
    """Base64 in the body of a request, which stays there until it is read.

    Attributes:
        file: the body.
        start: where the base64 begins in it.
        length: the number of characters.
        stage: starts to write bytes.
    """

    file: Any = attrs.field(repr=False)
    start: int
    length: int
    stage: Callable[[], Staged] = attrs.field(repr=False)

    def decoded(self) -> Staged:
        """Return the bytes, staged.

        Raises:
            ValueError: it is not base64.
            OSError: the disk is full.
        """
        staged, rest, ended = self.stage(), b"", False
        try:
            for piece in self._pieces():
                data = rest + piece.translate(None, _BLANKS)
                usable = len(data) // 4 * 4
                if usable and ended:
                    raise ValueError("there is something behind the end of the base64")
                staged.write(base64.b64decode(data[:usable], validate=True))
                rest, ended = data[usable:], ended or data[usable - 1 : usable] == b"="
            if rest:
                raise ValueError("the base64 ends too early")
        except BaseException as exc:
            staged.discard()
            if isinstance(exc, binascii.Error):
                raise ValueError("not base64") from None
            raise
        return staged

    def text(self) -> str:
        """Return it as it was sent."""
        return b"".join(self._pieces()).decode("ascii")

    def _pieces(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        left = self.length
        while left > 0 and (piece := self.file.read(min(left, _PIECE))):
            left -= len(piece)
            yield piece


Runs = dict[str, Run]


def set_aside(environ: Environ, codec: str, stage: Callable[[], Staged]) -> tuple[bytes, Runs]:
    """Return the body of a request, with a token instead of each long base64 in an element.

    A body that can be read only once is read as a whole.

    Args:
        environ: the request.
        codec: the codec of its charset.
        stage: starts to write bytes.

    Returns:
        The body, and the meaning of each token; none for a small body, or one with other long texts.
    """
    length = int(environ.get("CONTENT_LENGTH") or 0)
    file = environ["wsgi.input"]
    if length <= SMALL or not codec.startswith(_ASCII) or not hasattr(file, "seek"):
        return body(environ), {}
    place = begin = file.tell()
    document, runs = bytearray(), Runs()
    start = -1  # of the base64 that is being read
    while place < begin + length and (piece := file.read(min(_PIECE, begin + length - place))):
        if start < 0:
            document += piece
        else:
            end = piece.find(b"<")
            if not _is_base64(piece if end < 0 else piece[:end]):
                file.seek(begin)
                return file.read(length), {}
            if end >= 0:
                token = f"run-{uuid.uuid4().hex}"  # which no base64 is
                runs[token] = Run(file, start, place + end - start, stage)
                document += token.encode() + piece[end:]
                start = -1
        place += len(piece)
        tail = document.rfind(b">") + 1
        if start < 0 and tail and len(document) - tail >= _LEAST and _is_base64(document[tail:]):
            start = place - (len(document) - tail)
            del document[tail:]
    return bytes(document), runs


def restored(text: str, runs: Runs) -> str:
    """Return a text with its tokens replaced by what they stand for."""
    for token, run in runs.items():
        if token in text:
            text = text.replace(token, run.text())
    return text


def spooled(pieces: Any) -> Any:
    """Write pieces, or the content of a file, to a temporary file, and return it at its start."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the request
    if hasattr(pieces, "read"):
        shutil.copyfileobj(pieces, file, _PIECE)
    else:
        file.writelines(pieces)
    file.seek(0)
    return file


def _is_base64(data: bytes | bytearray) -> bool:
    found = _BASE64.match(data)
    return found is not None and found.end() == len(data)
