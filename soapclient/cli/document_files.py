"""`documents get` and `documents put`: the bytes of a document, to a file and from one."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from soapclient import errors, paths

from . import output
from .connection import CommandContext
from .failure import Failure, one_line
from .options import Command, connection_options, progress_options
from .transfer_bar import TransferBar, size

_WORDS: Final = {
    "over='version'": "--new-version",
    "make_folders=True": "--make-folders",
    "recursive=True": "-r",
    "force=True": "--force",
    "pass adopt=True to take it over, or release() it": "check it in, or undo that with 'documents checkin --discard'",
}


@click.command(cls=Command)
@click.argument("path")
@click.option("-o", "--output", "file", metavar="FILE", help="Write to FILE, which is replaced; - is standard output.")
@click.option("--force", is_flag=True, help="Without -o: replace the file of the document's name, if there is one.")
@click.option("--version", "number", type=int, metavar="NUMBER", help="This version, such as 1000001.  [the latest]")
@click.option("--rendition", type=click.Choice(["Text", "Markdown", "RedactedText"]), help="A text of the document.")
@click.option("--resume", is_flag=True, help="Go on with an earlier download of the same version.")
@progress_options
@connection_options
@click.pass_obj
def get(
    connection: CommandContext,
    /,
    path: str,
    file: str | None,
    force: bool,
    resume: bool,
    number: int | None,
    **more: Any,
) -> None:
    """Download the document PATH, a path or a number; by default to a file of its name in this directory.

    The file is there whole or not at all, and its checksum is compared with the server's.
    """
    output.alone(connection.as_json, file)
    if file == output.STANDARD and resume:
        raise Failure("--resume needs a file: say -o FILE")
    options: dict[str, Any] = {"version": number, "rendition": more["rendition"]}
    with connection.client() as ir:
        if file == output.STANDARD:
            with tempfile.TemporaryFile() as draft:
                with TransferBar(connection, "downloaded") as bar:
                    ir.documents.download(path, draft, progress=bar.one, **options)
                draft.seek(0)
                output.emit_stream(draft)
            return
        target = output.place(file) if file is not None else _named(ir.documents.get(path).name, force)
        with TransferBar(connection, "downloaded") as bar:
            result = ir.documents.download(path, target, resume=resume, progress=bar.one, **options)
    facts = {"path": path, "file": str(target), "size": result.size, "crc": f"{result.crc:08X}"}
    facts["version"] = None if result.version is None else str(result.version)
    if connection.as_json:
        output.emit_json(facts)
    else:
        version = f", version {result.version}" if result.version is not None else ""
        output.emit(f"{one_line(path)} -> {one_line(str(target))}: {size(result.size)}{version}")


def _named(name: str | None, replace: bool) -> Path:
    """Return the file of a document's own name."""
    if not name or not paths.is_name(name):
        raise Failure("the document's name cannot be the name of a file: say -o FILE")
    target = output.place(name)
    if target.exists() and not replace:
        raise Failure(f"{name!a} already exists: use --force to replace it, or -o FILE")
    return target


@click.command(cls=Command)
@click.argument("file")
@click.argument("path")
@click.option("--new-version", is_flag=True, help="Add a version where there is such a document; else that is refused.")
@click.option("--comment", metavar="TEXT", help="A comment on the version.")
@click.option("--make-folders", is_flag=True, help="Make the folders of PATH that are missing.")
@progress_options
@connection_options
@click.pass_obj
def put(
    connection: CommandContext, /, file: str, path: str, new_version: bool, comment: str | None, make_folders: bool
) -> None:
    """Upload FILE, or - for standard input, as the document PATH; PATH/ takes the file's own name.

    What the server stores is compared with what was sent, by size and checksum.
    """
    source: Any = _input(connection) if file == output.STANDARD else existing(file)
    if path.endswith("/"):
        if file == output.STANDARD:
            raise Failure("standard input has no name: end PATH with the name of the document")
        path = f"{path}{paths.check_name(Path(file).name, 'the file name')}"
    over: Any = "version" if new_version else "refuse"
    with connection.client() as ir:
        connection.doubt = "the upload"
        with TransferBar(connection, "uploaded") as bar, in_these_words():
            result = ir.documents.upload(
                source, path, over=over, comment=comment, make_folders=make_folders, progress=bar.one
            )
        connection.doubt = None
    facts = {"path": result.path, "document_id": result.document_id, "created": result.created, "size": result.size}
    facts |= {"version": None if result.version is None else str(result.version), "crc": f"{result.crc:08X}"}
    facts |= {"renamed": result.renamed, "checkout": result.checkout}
    if connection.as_json:
        output.emit_json(facts)
        return
    what = "new" if result.created else "new version"
    version = f" {result.version}" if result.version is not None and not result.created else ""
    renamed = "; the server changed the name" if result.renamed else ""
    kept = {"kept": "; still checked out by you", "ended": "; the server ended your checkout"}.get(result.checkout, "")
    output.emit(f"{one_line(result.path)}: {what}{version}, {size(result.size)}{renamed}{kept}")


@contextlib.contextmanager
def in_these_words() -> Iterator[None]:
    """Name the options and commands of the command line where an error names arguments and methods of Python."""
    try:
        yield
    except errors.ServiceError as exc:
        for python, words in _WORDS.items():
            exc.message = exc.message.replace(python, words)
        exc.args = (exc.message,)
        raise


def _input(connection: CommandContext) -> Any:
    if connection.password_from_stdin:
        raise Failure("standard input is already used for something else")
    if sys.stdin is None:
        raise Failure("standard input is closed")
    return sys.stdin.buffer


def existing(file: str) -> Path:
    """Return the path of a file to read.

    Raises:
        Failure: there is no such file.
    """
    path = Path(file)
    if not path.is_file():
        raise Failure(f"{file!a} is {'not a file' if path.exists() else 'missing'}")
    return path
