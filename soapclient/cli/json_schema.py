"""`wsdl json-schema`: requests and answers as JSON Schema."""

from __future__ import annotations

import click

from soapclient import json_schema

from . import output
from .connection import CommandContext
from .options import Command, server_options


@click.command("json-schema", cls=Command)
@click.argument("source", metavar="W")
@click.argument("operation", required=False)
@server_options
@click.pass_obj
def schema(connection: CommandContext, source: str, operation: str | None) -> None:
    """Print requests and answers as JSON Schema 2020-12.

    W is bundled, bundled-2019, a path, a URL, or, with --server, remote or cached. Without OPERATION, print those of
    all operations. Decimals may be text or numbers; dates, times and bytes are text.
    """
    output.emit_json(json_schema(connection.load(source), operation))
