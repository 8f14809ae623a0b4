"""Writing to what a caller gave: files with and without a buffer, and anything that has a `write`."""

from __future__ import annotations

import errno
import io
from typing import Protocol


class ByteSink(Protocol):
    """What the bytes of a document are written to."""

    def write(self, data: bytes, /) -> object:
        """Write bytes."""


def write_all(sink: ByteSink, data: bytes) -> None:
    """Write all bytes to a sink, in as many turns as it takes.

    Only a number says that it took less: what returns something else has taken all.

    Args:
        sink: the sink.
        data: the bytes.

    Raises:
        BlockingIOError: it is a file that does not wait, and takes no more now.
        Exception: what the sink raised.
    """
    while data:
        done = sink.write(data)
        if (type(done) is int and not done) or (done is None and isinstance(sink, io.RawIOBase)):
            raise BlockingIOError(errno.EAGAIN, "The file takes no more now, and does not wait: open it to wait")
        if type(done) is not int or not 0 < done < len(data):
            return
        data = data[done:]
