"""Decode the bytes of a document while the reply arrives, with only one piece in memory.

The rest of the reply is kept, with a token in place of the base64, and judged like any other reply, with the same
errors. Bytes are written only after a real parser has found the start of the result's element.
"""

from __future__ import annotations

import functools
import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final
from xml.parsers import expat

from ..contract.model import Operation
from ..wire.exchange import SinkFailed
from . import json_form
from .base64_bytes import Base64Decoder, Unescaper
from .multipart import is_multipart
from .sinks import ByteSink, write_all

_MOST_HEAD: Final = 64 * 1024
_BOM: Final = b"\xef\xbb\xbf"
_SOAP: Final = ("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")
_BLANKS: Final = b" \t\r\n"
_FIRST: Final = 2  # bytes that tell an empty document and a document of one byte from others


class Intake:
    """Takes one reply while it arrives and writes the bytes of its result to a sink.

    Args:
        operation: the operation, which returns bytes.
        sink: the object that they are written to.
        plain: whether the reply answers a form POST, without an envelope.
        refused: returns whether status and headers make a reply a refusal, whatever its body.

    Attributes:
        written: the number of bytes written.
        begun: whether a reply was passed to this intake.
        matched: whether the judge of the reply found these bytes to be the result.
    """

    def __init__(
        self,
        operation: Operation,
        sink: ByteSink,
        *,
        plain: bool = False,
        refused: Callable[[int, Mapping[str, str]], bool] | None = None,
    ) -> None:
        self._operation = operation
        self._sink = sink
        self._plain = plain
        self._refused = refused
        self.written = 0
        self._fresh()

    def _fresh(self) -> None:
        self._token = ""
        self._first = b""
        self._kept = bytearray()
        self._tail = bytearray()
        self._decoder = Base64Decoder()
        self._unescaper = Unescaper()
        self._take: Callable[[bytes], None] = self._kept.extend
        self._found = False
        self._gap = False
        self._marking: _Markup | None = None
        self.begun = False
        self.matched = False

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Start a reply.

        Args:
            status: its status.
            headers: its headers.
        """
        self._fresh()
        self.begun = True
        media = headers.get("Content-Type") or ""
        if not 200 <= status < 300 or is_multipart(media):
            return
        if self._refused is not None and self._refused(status, headers):
            return
        if self._plain and json_form.is_json(media):
            self._decoder = Base64Decoder(blanks=False)
            self._take = self._before_string
        else:
            self._take = self._before_result

    def feed(self, piece: bytes) -> int:
        """Take the next bytes; return the number of bytes kept in memory.

        Raises:
            SinkFailed: the sink raised an error.
        """
        self._take(piece)
        return len(self._kept) + len(self._tail)

    def end(self) -> bytes:
        """Return the reply with a token in place of the base64 that was cut out.

        Raises:
            SinkFailed: the sink raised an error.
        """
        if self._marking is not None:
            self._marked(self._marking, b"", last=True)
        if self._found:
            self._token = f"... {self.written:,} bytes (~{secrets.token_hex(16)}~)"
        return bytes(self._kept) + self._token.encode("ascii") + bytes(self._tail)

    @property
    def streamed(self) -> bool:
        """Whether bytes of the result are being cut out of the reply."""
        return self._found

    def taken(self, text: str) -> bytes | None:
        """Return the first of the written bytes if the text is their token; None for any other text.

        Args:
            text: the text of a result.

        Raises:
            ValueError: the bytes are incomplete, because the text is not base64.
        """
        if not self._token or text != self._token:
            return None
        self._decoder.finish()
        self.matched = True
        return self._first

    def pour(self, data: bytes) -> None:
        """Write bytes that arrived as a whole.

        Raises:
            Exception: what the sink raised.
        """
        try:
            self._write(data)
        except SinkFailed as exc:
            raise exc.reason from None

    def _write(self, data: bytes) -> None:
        if not data:
            return
        if len(self._first) < _FIRST:
            self._first += data[: _FIRST - len(self._first)]
        self.written += len(data)
        try:
            write_all(self._sink, data)
        except Exception as exc:
            raise SinkFailed(exc) from exc

    def _before_result(self, piece: bytes) -> None:
        """Look for the start of the result in an XML document."""
        kept = self._kept
        kept += piece
        if b">" not in piece and len(kept) < _MOST_HEAD:
            return
        name = "base64Binary" if self._plain else self._operation.result or ""
        start = _start(name).search(kept, 0, _MOST_HEAD)
        if start is not None:
            markup = _Markup(self._operation, plain=self._plain)
            if markup.begins(bytes(kept[: start.end()])):
                rest = bytes(kept[start.end() :])
                del kept[start.end() :]
                self._found, self._take = True, functools.partial(self._text, markup)
                self._text(markup, rest)
                return
        if start is not None or len(kept) >= _MOST_HEAD:
            self._take = kept.extend

    def _text(self, markup: _Markup, piece: bytes) -> None:
        """Take base64 that is plain text; markup and references are left to the parser."""
        end = piece.find(b"<")
        end = len(piece) if end < 0 else end
        reference = piece.find(b"&", 0, end)
        end = end if reference < 0 else reference
        if end and not self._decoded(piece if end == len(piece) else piece[:end]):
            self._over(b"~" + piece)  # not a character of base64
        elif end < len(piece):
            self._marking, self._take = markup, functools.partial(self._marked, markup)
            self._marked(markup, piece[end:])

    def _marked(self, markup: _Markup, piece: bytes, *, last: bool = False) -> None:
        """Take base64 with references, CDATA or comments in it, up to the end of the element."""
        text, rest, over = markup.feed(piece, last=last)
        try:
            good = self._decoded(text.encode("ascii"))
        except UnicodeEncodeError:
            good = False
        if over or not good:
            self._over(rest if good else b"~" + rest)  # as above

    def _before_string(self, piece: bytes) -> None:
        """Look for the start of a JSON string."""
        self._kept += piece
        start = self._kept.removeprefix(_BOM).lstrip(_BLANKS)
        if len(start) < 2 and len(self._kept) < _MOST_HEAD:
            return
        if start[:1] != b'"' or start[1:2] == b"\0":  # the start of UTF-16
            self._take = self._kept.extend
            return
        del self._kept[len(self._kept) - len(start) + 1 :]
        self._found, self._take = True, self._string
        self._string(bytes(start[1:]))

    def _string(self, piece: bytes) -> None:
        """Take base64 in a JSON string."""
        end = piece.find(b'"')
        run = self._unescaper.feed(piece if end < 0 else piece[:end], last=end >= 0)
        if not self._decoded(self._unspaced(run)):
            self._over(b"~" + piece)  # as above
        elif end >= 0:
            self._over(piece[end:])

    def _unspaced(self, run: bytes) -> bytes:
        """Strip blanks off the start and end of a JSON string; a blank inside makes base64 invalid."""
        if not self.written and not self._decoder.waiting:
            run = run.lstrip(b" ")
        if self._gap and run.strip(b" "):
            return b"~"
        self._gap = self._gap or run.endswith(b" ")
        return run.rstrip(b" ")

    def _decoded(self, run: bytes) -> bool:
        """Decode base64 and write the bytes; return whether it was valid."""
        try:
            found = self._decoder.feed(run)
        except ValueError:
            return False
        self._write(found)
        return True

    def _over(self, rest: bytes) -> None:
        """Keep the bytes after the base64."""
        self._tail += rest
        self._marking, self._take = None, self._tail.extend


class _Markup:
    """A parser that finds the start and end of the result in a document.

    Args:
        operation: the operation.
        plain: whether the document has no envelope.
    """

    def __init__(self, operation: Operation, *, plain: bool) -> None:
        space = operation.namespace
        self._path = [f"{space} base64Binary"]
        if not plain:
            self._path = [f"{space} {operation.output}", f"{space} {operation.result}"]
        self._plain = plain
        self._open: list[str] = []
        self._refused = False
        self._within = False
        self._texts: list[str] = []
        self._end = -1
        self._raw = b""
        self._base = 0
        parser = self._parser = expat.ParserCreate("utf-8", " ")
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        parser.StartDoctypeDeclHandler = self._doctype

    def begins(self, head: bytes) -> bool:
        """Return whether the text of the result follows the start of a document."""
        head = head.removeprefix(_BOM)
        if not head.isascii():
            return False
        try:
            self._parser.Parse(head, False)
        except expat.ExpatError:
            return False
        soap = [] if self._plain else self._open[:2]
        around = [[], *([f"{space} Envelope", f"{space} Body"] for space in _SOAP)]
        good = soap in around and bool(soap) is not self._plain and self._open[len(soap) :] == self._path
        self._base = len(head)
        self._within = True
        self._parser.CharacterDataHandler = self._texts.append
        return good and not self._refused

    def feed(self, piece: bytes, *, last: bool = False) -> tuple[str, bytes, bool]:
        """Continue reading in the result.

        Args:
            piece: the next bytes of the document.
            last: whether these are the last bytes; a parser may defer what does not end within a piece.

        Returns:
            The text, the bytes after it, and whether the text has ended.
        """
        self._raw += piece
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError:
            if self._end < 0:
                return "", self._raw, True
        text = "".join(self._texts)
        self._texts.clear()
        if self._end >= 0:
            return text, self._raw[self._end - self._base :], True
        done = self._parser.CurrentByteIndex - self._base
        if done > 0:
            self._raw, self._base = self._raw[done:], self._base + done
        return text, self._raw, False

    def _started(self, name: str, attributes: Any) -> None:
        self._open.append(name)
        if self._within:
            self._over()

    def _ended(self, name: str) -> None:
        if self._within:
            self._over()
            return
        self._open.pop()

    def _over(self) -> None:
        if self._end < 0:
            self._end = self._parser.CurrentByteIndex
        self._parser.CharacterDataHandler = None

    def _doctype(self, *_: Any) -> None:
        self._refused = True


@functools.lru_cache(maxsize=8)
def _start(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"<(?:[\w.-]+:)?%s(?:\s[^<>]*)?>" % re.escape(name.encode()))
