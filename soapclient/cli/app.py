"""The commands, and what click says about their usage; each is imported when it is asked for."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Any, Final

import click

from soapclient import __version__

from .connection import CommandContext
from .failure import Failure
from .groups import Commands
from .options import Command, connection_options, json_option

_NARROWEST: Final = 20
_CLICKS_NARROWEST: Final = 52  # by itself click writes help for no narrower terminal
_LONE = {
    "call": "call:call",
    "completion": "completion:completion",
    "describe": "contracts:describe",
    "doctor": "doctor:doctor",
    "envelope": "contracts:envelope",
    "login": "login:login",
    "logout": "login:logout",
    "ops": "contracts:ops",
    "simulate": "simulate:simulate",
    "stubs": "stubs:stubs",
}
_USERS = {"list": "users:list_", "show": "users:show", "update": "users:update"}
_DOCUMENTS = {
    "checkin": "document_checkouts:checkin",
    "checkout": "document_checkouts:checkout",
    "cp": "document_moves:cp",
    "exists": "documents:exists",
    "find": "document_lists:find",
    "get": "document_files:get",
    "info": "document_lists:info",
    "ls": "document_lists:list_",
    "mv": "document_moves:mv",
    "pickup": "document_exchange:pickup",
    "properties": "document_properties:properties",
    "put": "document_files:put",
    "restore": "document_moves:restore",
    "rm": "document_moves:rm",
    "show": "documents:show",
    "sync": "document_exchange:sync",
    "tree": "document_lists:tree",
    "update": "documents:update",
}
_WSDL = {
    "diff": "wsdl:diff",
    "json-schema": "json_schema:schema",
    "lint": "lint:lint",
    "report": "report:report",
    "save": "save:save",
}
_PROFILES = {name: f"profile:{name}" for name in ("check", "create", "default", "list", "remove", "show")}
_PROFILES["list"] = "profile:list_"


@click.group(cls=Commands, lazy=_LONE, context_settings={"max_content_width": 100})
@click.version_option(__version__, "--version", message=f"%(prog)s %(version)s (Python {sys.version.split()[0]})")
@connection_options
def app() -> None:
    """Call infoRouter, or any other SOAP service, from the command line.

    \b
    Start here:
      soapclient demo                           see it work, without a server
      soapclient ops user                       list operations by name
      soapclient describe GetUser               show the parameters of one
      soapclient profile create NAME --server URL --username USER
      soapclient call GetUser UserName=jdoe --profile NAME

    Connection options may stand before or after a command. Those with a value may also come from the environment
    (SOAPCLIENT_SERVER, SOAPCLIENT_USERNAME, ...) or from a profile. The password comes from SOAPCLIENT_PASSWORD, the
    profile's password command, the key ring (soapclient login), or a prompt.

    Exit status: 0 done; 1 the service refused; 2 wrong usage or input; 3 no usable answer from the server; 4 not in
    this contract, or not expressible in it; 5 a bulk run finished with failed rows.
    """


@app.group(cls=Commands, lazy=_USERS)
@connection_options
def users() -> None:
    """Show, list and update users."""


@app.group(cls=Commands, lazy=_DOCUMENTS)
@connection_options
def documents() -> None:
    """Upload, download, find, move and update documents and folders."""


@app.group(cls=Commands, more="bulk")
@connection_options
def bulk() -> None:
    """Plan, run, resume and undo updates of many rows."""


@app.group(cls=Commands, lazy=_WSDL)
@connection_options
def wsdl() -> None:
    """Compare, check, save and document contracts."""


@app.group(cls=Commands, lazy=_PROFILES)
@connection_options
def profile() -> None:
    """Create, list, show and check profiles of connection options.

    A profile is chosen by --profile or SOAPCLIENT_PROFILE; otherwise the default profile is used, if there is one and
    no server or WSDL is given. Options go before the environment, and both go before the profile.
    """


@app.command(cls=Command)
@json_option
@click.pass_obj
def demo(connection: CommandContext) -> None:
    """Show what null does to a user's fields, on a built-in simulator.

    It needs no server, and changes nothing outside its own memory.
    """
    from .demo import demo

    demo(sys.stdout, as_json=connection.as_json)


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
    columns = shutil.get_terminal_size().columns
    narrow: dict[str, Any] = {"terminal_width": max(columns, _NARROWEST)} if columns < _CLICKS_NARROWEST else {}
    try:
        with app.make_context("soapclient", list(words), obj=connection, **narrow) as context:
            app.invoke(context)
    except click.exceptions.Exit as exc:
        return exc.exit_code
    except click.ClickException as exc:
        path = getattr(getattr(exc, "ctx", None), "command_path", "soapclient")
        raise Failure(f"{exc.format_message().rstrip('.')} (see '{path} --help')") from None
    return 0
