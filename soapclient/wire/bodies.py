"""The body of a reply while it arrives: its Content-Encoding is decoded piece by piece, within a limit.

Servers and proxies send more than the standard allows: several gzip members, deflate without its zlib header, a coding
that was applied twice, names of character sets instead of a coding, and a coding that was already decoded.

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
        """An object that takes a reply while it arrives."""

        def begin(self, status: int, headers: Any) -> None:
            """Start a reply: its status and its headers."""

        def feed(self, piece: bytes) -> int:
            """Take the next decoded bytes; return how many bytes are kept in memory."""

        def end(self) -> bytes:
            """Return the body to judge, after the last byte."""


_PIECE: Final = 64 * 1024
_LARGE_PIECE: Final = 256 * 1024
_IN_MEMORY: Final = 8 * 2**20
_MOST_CODINGS: Final = 4
_MOST_MEMBERS: Final = 100_000
_PACKED: Final = frozenset({"gzip", "x-gzip", "deflate"})
# Codings that exist and cannot be decoded here; any other name says nothing about the bytes.
_UNKNOWN: Final = frozenset(
    {"br", "zstd", "compress", "x-compress", "exi", "pack200-gzip", "aes128gcm", "dcb", "dcz", "bzip2", "x-bzip2",
     "lzma", "xz", "snappy", "lz4"}
)  # fmt: skip
_GZIP: Final = b"\x1f\x8b"


def read(raw: Any, coding: str, limit: int, *, spooled: bool = False) -> bytes:
    """Read a body to its end, and decode its Content-Encoding.

    Args:
        raw: urllib3's response, with its body not yet read.
        coding: the `Content-Encoding` header.
        limit: the largest number of bytes, as sent and after decompression.
        spooled: whether to write a large body to a temporary file and return it mapped into memory, which can be
            searched, sliced and viewed like bytes.

    Raises:
        ReplyTooLarge: it exceeds the limit.
        UnexpectedReply: its coding cannot be decoded, or it ends too early.
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
    """Pass a decoded body to a taker, piece by piece.

    Args:
        raw: urllib3's response, with its body not yet read.
        coding: the `Content-Encoding` header.
        limit: the largest number of bytes to keep in memory; the size of the body is not limited.
        taker: the object that takes the body; its `begin` was called.

    Returns:
        The body to judge.

    Raises:
        ReplyTooLarge: the taker keeps more than the limit.
        SinkFailed: the sink raised an error.
        UnexpectedReply, zlib.error: as in `read`.
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
        raise UnexpectedReply(f"The reply is compressed with {one_line(header, 40)!r}, unsupported", maybe_applied=True)
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
                    done = True  # padding after the last member
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
    """Tell whether a body is plain XML: some proxies decode it and leave the header."""
    if coding == "deflate":  # other data may begin with these bytes, except for this check
        return start.startswith((b"<?xml ", b"\xef\xbb\xbf<?xml "))
    return start.startswith((b"<", b"\xef\xbb\xbf<"))


def _window(start: bytes, coding: str) -> int:
    """Return zlib's format of a stream, by its first bytes."""
    if start[:2] == _GZIP:
        return 15 + 16
    is_zlib = start[0] & 0x0F == 8 and start[0] >> 4 <= 7 and (start[0] << 8 | start[1]) % 31 == 0
    return -15 if coding == "deflate" and not is_zlib else 15 + 32
