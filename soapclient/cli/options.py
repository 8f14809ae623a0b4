"""The options that many commands share; each may also stand before the command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from .connection import Connection

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value is not None and value is not False:
        context.ensure_object(Connection).given[str(parameter.name)] = value


def _option(*names: str, **settings: Any) -> Callable[[_Command], _Command]:
    return click.option(*names, expose_value=False, callback=_remember, **settings)


_CONNECTION: Final = (
    _option("--server", metavar="URL", help="URL of srv.asmx, or sim: or sim:FILE.  [env: SOAPCLIENT_SERVER]"),
    _option(
        "--username",
        metavar="NAME",
        help="User to log in as; the password comes from SOAPCLIENT_PASSWORD or a prompt.  [env: SOAPCLIENT_USERNAME]",
    ),
    _option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input."),
    _option(
        "--wsdl",
        metavar="WSDL",
        help="auto, remote, bundled, bundled-2019, a path or a URL.  [env: SOAPCLIENT_WSDL]",
    ),
    _option("--profile", metavar="NAME", help="Take what is not said from this profile of profiles.ini."),
    _option("--soap-version", type=click.Choice(["1.1", "1.2"]), help="SOAP version.  [default: 1.1]"),
    _option("--timeout", type=float, metavar="SECONDS", help="Seconds until a reply must be complete."),
)
_JSON: Final = _option("--json", is_flag=True, help="Print JSON; errors too, on standard error.")


def json_option(command: _Command) -> _Command:
    """Give a command `--json`."""
    return _JSON(command)


def connection_options(command: _Command) -> _Command:
    """Give a command the connection options and `--json`."""
    for option in (_JSON, *reversed(_CONNECTION)):
        command = option(command)
    return command
