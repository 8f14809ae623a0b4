"""`wsdl save`: a WSDL with all that it imports, as files."""

from __future__ import annotations

import click

from soapclient import save_wsdl

from . import output
from .connection import CommandContext
from .failure import Failure
from .options import Command, allow_imports_option, json_option
from .terminal import joined


@click.command(cls=Command)
@click.argument("source", metavar="W")
@click.argument("folder", metavar="DIR")
@allow_imports_option
@json_option
@click.pass_obj
def save(connection: CommandContext, source: str, folder: str) -> None:
    """Save a WSDL and all its imports as files in DIR.

    W is a path, a URL, bundled or bundled-2019. The saved files import each other, so they load without a network. No
    file is overwritten: if one exists already, nothing is written.
    """
    connection.remote = source.lower().startswith(("http://", "https://"))
    try:
        saved = save_wsdl(source, folder, allow_imports=connection.allow_imports)
    except FileExistsError as exc:
        raise Failure(f"{exc.filename!r} already exists, so nothing was written; choose another folder") from exc
    except OSError as exc:
        raise Failure(f"{exc.filename or folder!r} cannot be written ({exc.strerror or exc})", kind="OSError") from exc
    if connection.as_json:
        files = [{"file": str(each.path), "source": each.source} for each in saved]
        output.emit_json({"wsdl": str(saved[0].path), "files": files})
    else:
        output.emit(joined(f"{each.path}: {each.source}" for each in saved))
