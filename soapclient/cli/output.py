"""The output of commands: text, JSON and XML on standard output, and files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from lxml import etree

from . import links
from .failure import Failure
from .progress import say
from .terminal import safe, safe_xml

STANDARD: Final = "-"
_BLOCK: Final = 2**20


def prepare() -> None:
    """Let standard output show, in some way, characters that its encoding does not have.

    Raises:
        Failure: it is closed: better said before anything is done than after.
    """
    if sys.stdout is None:
        raise Failure("standard output is closed", kind="OSError")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def emit(text: str) -> None:
    """Write text and a line end to standard output at once; what a terminal might obey is escaped.

    Raises:
        BrokenPipeError: the reader went away.
        Failure: it cannot be written.
    """
    with _written():
        sys.stdout.write(f"{safe(text)}\n")
        sys.stdout.flush()


def emit_beside(text: str, *files: str | None) -> None:
    """Write text to standard output, or to standard error where one of the files is standard output."""
    if STANDARD not in files:
        emit(text)
    else:
        say(text)


def alone(as_json: bool, *files: str | None) -> None:
    """Make sure that standard output is used once.

    Args:
        as_json: whether `--json` wants it.
        files: `-` wants it.

    Raises:
        Failure: it is used twice.
    """
    count = files.count(STANDARD)
    if count > 1:
        raise Failure("standard output can be only one of the files")
    if count and as_json:
        raise Failure("- for a file and --json both want standard output")


def emit_json(value: Any) -> None:
    """Write a value to standard output as indented JSON."""
    emit(json.dumps(value, indent=2).replace("\x7f", "\\u007f"))


def emit_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are; at a terminal as text in which what it might obey is escaped."""
    if sys.stdout.isatty():
        emit(data.decode("utf-8", "backslashreplace").removesuffix("\n"))
        return
    with _written():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def emit_stream(stream: BinaryIO) -> None:
    """Write all that a stream has to standard output."""
    while data := stream.read(_BLOCK):
        emit_bytes(data)


@contextlib.contextmanager
def _written() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as exc:
        silence(sys.stdout)
        raise Failure(f"standard output cannot be written ({exc.strerror or exc})", kind="OSError") from exc


def silence(stream: Any) -> None:
    """Lead a stream to nowhere, so that Python does not fail on it once more when it exits."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)


def xml(element: etree._Element, *, indented: bool) -> str:
    """Return an element as XML text, without the namespaces of what was around it that nothing in it needs.

    Args:
        element: the element; it is not changed.
        indented: whether to break it into lines.
    """
    own = copy.deepcopy(element)
    kept = _prefixes_in_values(element)
    if not kept.keys() <= own.nsmap.keys():
        holder = etree.Element("holder", nsmap=kept)
        holder.append(own)
    own.tail = None
    etree.cleanup_namespaces(own, keep_ns_prefixes=list(kept))
    if indented:
        etree.indent(own)
    return etree.tostring(own, encoding="unicode")


def _prefixes_in_values(element: etree._Element) -> dict[str, str]:
    """Return the namespaces of the prefixes that stand in a value, such as that of `xs:int` in `xsi:type`."""
    words = {
        word.partition(":")[0]
        for each in element.iter("*")
        for value in (each.text, *each.values())
        if isinstance(value, str) and ":" in value
        for word in value.split()
    }
    return {prefix: name for prefix, name in element.nsmap.items() if prefix and prefix in words}


def emit_xml(text: str) -> None:
    """Write XML to standard output, with references for what a terminal might obey or its encoding does not have."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    emit(safe_xml(text).encode(encoding, "xmlcharrefreplace").decode(encoding))


@contextlib.contextmanager
def replacing(name: str, *, private: bool = False) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `name` when the block ends well, and leaves it alone when it does not.

    It is written where the user's own links lead.

    Args:
        name: the file, `-` for standard output; anything but a regular file, such as a pipe, is written directly.
        private: whether only its owner may read it.

    Raises:
        Failure: it cannot be written, said before the block begins where possible.
    """
    if name == STANDARD:
        draft = io.BytesIO()
        yield draft
        emit_bytes(draft.getvalue())
        return
    target = place(name)
    try:
        if target.exists() and not target.is_file():
            links.require_own(target)
            with target.open("wb") as stream:
                yield stream
            return
        with _beside(target, private) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as exc:
        raise _unwritable(name, exc) from exc


def place(name: str) -> Path:
    """Find where to write a file, by a path without links.

    Raises:
        Failure: another user's link is in its path.
    """
    try:
        return links.followed(name)
    except OSError as exc:
        raise _unwritable(name, exc) from exc


def _unwritable(name: str, error: OSError) -> Failure:
    return Failure(f"{name!r} cannot be written ({error.strerror or error})", kind="OSError")


@contextlib.contextmanager
def _beside(target: Path, private: bool) -> Iterator[BinaryIO]:
    mode = _mode(target) & (0o600 if private else 0o777)
    descriptor, place = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    draft = Path(place)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(mode)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    if target.exists():
        if not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
