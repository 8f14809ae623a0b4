"""Files that the commands of `bulk` read and write."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import output
from .failure import Failure


@contextlib.contextmanager
def place(name: str) -> Iterator[str]:
    """Give the file to be written; for `-` one that goes to standard output in the end."""
    if name != output.STANDARD:
        yield str(output.place(name))
        return
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder, "output")
        yield str(found)
        with found.open("rb") as stream:
            output.emit_stream(stream)


def apart(*files: str | None) -> None:
    """Make sure that no file is named twice.

    Raises:
        Failure: one is: what is read or written would be overwritten.
    """
    paths = [os.path.realpath(file) for file in files if file not in (None, output.STANDARD)]
    if len({*paths}) < len(paths):
        raise Failure(f"{paths[-1]} is named twice and would be overwritten: name another file")
