"""`stubs`: a contract as a stub file for editors and type checkers."""

from __future__ import annotations

import click

from soapclient import stub_text

from . import output
from .connection import CommandContext
from .counting import number
from .options import Command, connection_options, port_options


@click.command(cls=Command)
@click.option("-o", "--output", "file", metavar="FILE", help="Write to FILE, not to standard output.")
@port_options
@connection_options
@click.pass_obj
def stubs(connection: CommandContext, file: str | None) -> None:
    """Write a stub file (.pyi) of a contract for editors.

    The bundled contract needs none: the package includes its stub. For another service (--wsdl), the stub also has a
    class for each type of the answers.
    """
    output.alone(connection.as_json, file)
    contract = connection.contract()
    text = stub_text(contract)
    if file is not None:
        with output.replacing(file) as stream:
            stream.write(text.encode("utf-8"))
    if connection.as_json:
        told = {"text": text} if file is None else {"file": file}
        output.emit_json({"operations": len(contract), **told})
    elif file is None:
        output.emit(text.rstrip("\n"))
    else:
        output.emit_beside(f"{file}: {number(len(contract), 'operation')}", file)
