"""The commands, and what click says about their usage."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence

import click

from soapclient import __version__

from .bulk import COMMANDS as bulk_commands  # noqa: N811 - they become a group of this name
from .call import call
from .connection import CommandContext
from .contracts import describe, envelope, ops
from .doctor import doctor
from .document_checkouts import checkin, checkout
from .document_exchange import pickup, sync
from .document_files import get, put
from .document_lists import find, info, tree
from .document_lists import list_ as list_folder
from .document_moves import cp, mv, restore, rm
from .document_properties import properties
from .documents import exists
from .documents import show as show_document
from .documents import update as update_document
from .failure import Failure
from .json_schema import schema
from .lint import lint
from .options import Command, connection_options, json_option
from .report import report
from .save import save
from .simulate import simulate
from .stubs import stubs
from .users import list_, show, update
from .wsdl import diff


class Commands(Command, click.Group):
    """A group that shows its help when nothing is asked for, and names the nearest command for one it does not have."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Show the help where there is nothing to parse."""
        return super().parse_args(ctx, args or ["--help"])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the words begin with."""
        if self.get_command(ctx, args[0]) is None:
            names = self.list_commands(ctx)
            close = difflib.get_close_matches(args[0], names, n=2)
            hint = f"did you mean {' or '.join(close)}?" if close else f"the commands are: {', '.join(names)}"
            raise click.UsageError(f"there is no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="%(version)s")
@connection_options
def app() -> None:
    """A SOAP client for infoRouter.

    Exit status: 0 done; 1 the service refused; 2 wrong usage or input; 3 the server cannot be reached or its answer
    cannot be used; 4 this contract does not have it or cannot say it; 5 a bulk run ended with rows not done.
    """


@app.group(cls=Commands)
@connection_options
def users() -> None:
    """Show, list and update users."""


@app.group(cls=Commands)
@connection_options
def documents() -> None:
    """Show, move and update documents and folders, and bring their bytes here and there."""


@app.group(cls=Commands)
@connection_options
def bulk() -> None:
    """Plan, carry out, resume and take back the updates of many users."""


@app.group(cls=Commands)
@connection_options
def wsdl() -> None:
    """Look at contracts."""


@app.command(cls=Command)
@json_option
@click.pass_obj
def demo(connection: CommandContext) -> None:
    """Show what null does to a user's fields, on an embedded simulator."""
    from .demo import demo

    demo(sys.stdout, as_json=connection.as_json)


for each in (ops, describe, envelope, call, doctor, simulate, stubs):
    app.add_command(each)
for each in (show, list_, update):
    users.add_command(each)
for each in (info, list_folder, tree, find, get, put, mv, cp, rm, restore, checkout, checkin, sync, pickup):
    documents.add_command(each)
for each in (show_document, exists, update_document, properties):
    documents.add_command(each)
for each in bulk_commands:
    bulk.add_command(each)
wsdl.add_command(diff)
wsdl.add_command(report)
wsdl.add_command(lint)
wsdl.add_command(save)
wsdl.add_command(schema)


def invoke(words: Sequence[str], connection: CommandContext) -> int:
    """Run the command that the words name.

    Args:
        words: what follows the program's name.
        connection: filled with what the options say.

    Returns:
        The exit status.

    Raises:
        Failure: the words cannot be understood.
    """
    try:
        with app.make_context("soapclient", list(words), obj=connection) as context:
            app.invoke(context)
    except click.exceptions.Exit as exc:
        return exc.exit_code
    except click.ClickException as exc:
        path = getattr(getattr(exc, "ctx", None), "command_path", "soapclient")
        raise Failure(f"{exc.format_message().rstrip('.')} (see '{path} --help')") from None
    return 0
