"""The body of a reply as it comes: taken off its Content-Encoding piece by piece, within a limit.

Servers and proxies write more than the standard has: several gzip members, deflate without its zlib header, a coding
that was applied twice, names of character sets where a coding belongs, and a coding that was taken off already.

Source: RFC 9110 section 8.4, RFC 1952 section 2.2.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, cast

from ..errors import ReplyTooLarge, UnexpectedReply
from .redact import one_line

if TYPE_CHECKING:
    from typing import Protocol

    class Taker(Protocol):
        """Who takes a reply while it arrives."""

        def begin(self, status: int, headers: Any) -> None:
            """Begin with a reply: its status and its headers."""

        def feed(self, piece: bytes) -> int:
            """Take the next bytes, off their Content-Encoding; return how many bytes are kept in memory."""

        def end(self) -> bytes:
            """Return what is to be judged, when all has come."""


_PIECE: Final = 64 * 1024
_LARGE_PIECE: Final = 256 * 1024
_IN_MEMORY: Final = 8 * 2**20
_MOST_CODINGS: Final = 4
_MOST_MEMBERS: Final = 100_000
_PACKED: Final = frozenset({"gzip", "x-gzip", "deflate"})
# Codings that exist and that nothing here can unpack; any other name says nothing about the bytes.
_UNKNOWN: Final = frozenset(
    {"br", "zstd", "compress", "x-compress", "exi", "pack200-gzip", "aes128gcm", "dcb", "dcz", "bzip2", "x-bzip2",
     "lzma", "xz", "snappy", "lz4"}
)  # fmt: skip
_GZIP: Final = b"\x1f\x8b"


def read(raw: Any, coding: str, limit: int, *, spooled: bool = False) -> bytes:
    """Read a body to its end, and take its Content-Encoding off.

    Args:
        raw: urllib3's response, whose body was not read.
        coding: the `Content-Encoding` header.
        limit: the most bytes, as sent and after decompression.
        spooled: whether a large one is written to a temporary file, and what is returned is that file mapped into
            memory: it can be searched, sliced and viewed as bytes can.

    Raises:
        ReplyTooLarge: it has more bytes than the limit.
        UnexpectedReply: it is in a coding that cannot be taken off, or ends within one.
        zlib.error: it is damaged.
    """
    pieces = _received(raw, limit)
    for name in reversed(_codings(coding) if coding else ()):
        pieces = _within(_inflated(pieces, name), limit)
    whole = io.BytesIO()  # hands its bytes on without a copy
    for piece in pieces:
        whole.write(piece)
        if spooled and whole.tell() > _IN_MEMORY:
            return _mapped(whole, pieces)
    return whole.getvalue()


def pour(raw: Any, coding: str, limit: int, taker: Taker) -> bytes:
    """Give a body to whoever takes it, piece by piece, off its Content-Encoding.

    Args:
        raw: urllib3's response, whose body was not read.
        coding: the `Content-Encoding` header.
        limit: the most bytes that may be kept in memory; how many come is not limited.
        taker: who takes the body, and has been told of its beginning.

    Returns:
        What is to be judged.

    Raises:
        ReplyTooLarge: more is kept than the limit.
        SinkFailed: what the body is written to takes no more.
        UnexpectedReply: as in `read`, and so is `zlib.error`.
    """
    pieces = _received(raw, None, _LARGE_PIECE)
    for name in reversed(_codings(coding) if coding else ()):
        pieces = _inflated(pieces, name)
    for piece in pieces:
        if taker.feed(piece) > limit:
            raise _too_large(limit)
    return taker.end()


def _mapped(begun: io.BytesIO, pieces: Iterable[bytes]) -> bytes:
    """Write a body to a temporary file that nobody else can open, and map it into memory."""
    import mmap
    import tempfile

    with tempfile.TemporaryFile() as file:
        file.write(begun.getbuffer())
        for piece in pieces:
            file.write(piece)
        file.flush()
        mapped: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return cast(bytes, mapped)


def _codings(header: str) -> list[str]:
    names = [name for name in re.split(r"[\s,]+", header.strip().strip('"').lower()) if name]
    unknown = [name for name in names if name in _UNKNOWN]
    packed = [name for name in names if name in _PACKED]
    if unknown or len(packed) > _MOST_CODINGS:
        raise UnexpectedReply(f"The reply is compressed with {one_line(header, 40)!r}", maybe_applied=True)
    return packed


def _received(raw: Any, limit: int | None, size: int = _PIECE) -> Iterator[bytes]:
    received = 0
    while True:
        piece = raw.read(size, decode_content=False)
        received += len(piece)
        if limit is not None and received > limit:
            raise _too_large(limit)
        if piece:
            yield piece
        if not piece or raw.length_remaining == 0:
            return


def _within(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise _too_large(limit)
        yield piece


def _too_large(limit: int) -> ReplyTooLarge:
    return ReplyTooLarge(f"The reply has more than {limit:,} bytes, the limit", maybe_applied=True)


def _inflated(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Unpack one coding: as many gzip members as there are, or one deflate stream, in pieces of bounded size."""
    unpack: Any = None
    members = 0
    done = False
    rest = b""
    for piece in pieces:
        rest += piece
        while rest and not done:
            if unpack is None:
                if len(rest) < len(_GZIP):
                    break
                if members and rest[:2] != _GZIP:
                    done = True  # padding behind the last member
                    break
                if not members and _is_plain(rest, coding):
                    yield rest
                    yield from pieces
                    return
                members += 1
                if members > _MOST_MEMBERS:
                    raise UnexpectedReply("The compressed reply has too many parts", maybe_applied=True)
                unpack = zlib.decompressobj(_window(rest, coding))
            out = unpack.decompress(rest, _PIECE * 4)
            rest = unpack.unconsumed_tail
            if unpack.eof:
                rest, unpack = unpack.unused_data, None
            if out:
                yield out
        if done:
            rest = b""
    if unpack is not None:
        yield unpack.flush()
    if (unpack is not None and not unpack.eof) or (not members and rest):
        raise UnexpectedReply("The compressed reply ends too early", maybe_applied=True)


def _is_plain(start: bytes, coding: str) -> bool:
    """Tell whether a body is XML as it is: some proxies unpack it and leave the header."""
    if coding == "deflate":  # anything may begin so, but for the whole of this
        return start.startswith((b"<?xml ", b"\xef\xbb\xbf<?xml "))
    return start.startswith((b"<", b"\xef\xbb\xbf<"))


def _window(start: bytes, coding: str) -> int:
    """Say in which of zlib's formats a stream is, by its first bytes."""
    if start[:2] == _GZIP:
        return 15 + 16
    is_zlib = start[0] & 0x0F == 8 and start[0] >> 4 <= 7 and (start[0] << 8 | start[1]) % 31 == 0
    return -15 if coding == "deflate" and not is_zlib else 15 + 32
