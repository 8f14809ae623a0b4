"""Write to the sink of a caller: a file with or without a buffer, or any object with a `write`."""

from __future__ import annotations

import errno
import io
from typing import Protocol


class ByteSink(Protocol):
    """An object that the bytes of a document are written to."""

    def write(self, data: bytes, /) -> object:
        """Write bytes."""


def write_all(sink: ByteSink, data: bytes) -> None:
    """Write all bytes to a sink, with as many calls as needed.

    Only a returned number says that the sink took fewer; any other return value means that it took all.

    Args:
        sink: the sink.
        data: the bytes.

    Raises:
        BlockingIOError: it is a non-blocking file that takes no more now.
        Exception: what the sink raised.
    """
    while data:
        done = sink.write(data)
        if (type(done) is int and not done) or (done is None and isinstance(sink, io.RawIOBase)):
            raise BlockingIOError(errno.EAGAIN, "The file is non-blocking and full: open it in blocking mode")
        if type(done) is not int or not 0 < done < len(data):
            return
        data = data[done:]
