"""`wsdl report`: a contract as an HTML page."""

from __future__ import annotations

import click

from soapclient import report_html

from . import output
from .connection import CommandContext
from .counting import number
from .options import Command, connection_options


@click.command(cls=Command)
@click.argument("source", metavar="[W]", required=False)
@click.option("--compare", "before", metavar="OTHER", help="Mark what changed since the contract OTHER.")
@click.option("-o", "--output", "file", metavar="FILE", required=True, help="Write to FILE; - is standard output.")
@connection_options
@click.pass_obj
def report(connection: CommandContext, source: str | None, before: str | None, file: str) -> None:
    """Write a contract as one searchable HTML page.

    W and OTHER are each bundled, bundled-2019, a path or a URL. Without W, write the contract of the connection.
    """
    output.alone(connection.as_json, file)
    load = connection.settings.load_contract
    contract = connection.contract() if source is None else load(source)
    page = report_html(contract, None if before is None else load(before)).encode("utf-8")
    with output.replacing(file) as stream:
        stream.write(page)
    if connection.as_json:
        output.emit_json({"operations": len(contract), "file": file, "bytes": len(page)})
    else:
        output.emit_beside(f"{file}: {number(len(contract), 'operation')}, {len(page):,} bytes", file)
