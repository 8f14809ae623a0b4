"""`stubs`: a contract as a stub file for editors and type checkers."""

from __future__ import annotations

import click

from soapclient import stub_text

from . import output
from .connection import CommandContext
from .options import Command, connection_options, port_options


@click.command(cls=Command)
@click.option("-o", "--output", "file", metavar="FILE", help="Write to FILE; by default, or for -, to standard output.")
@port_options
@connection_options
@click.pass_obj
def stubs(connection: CommandContext, file: str | None) -> None:
    """Write a stub file (.pyi) with every operation of the contract, for editors and type checkers.

    With --wsdl of another service than infoRouter, it has a class for each type of its answers too.

    The operations of the bundled contract need none: the package has them.
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
        output.emit_beside(f"{file}: {len(contract)} operations", file)
