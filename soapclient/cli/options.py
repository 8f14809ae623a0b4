"""The options that many commands share; each may also stand before the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import click

from .connection import CommandContext

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Command(click.Command):
    """A command whose options take neither the option that follows nor nothing at all for their value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse a value that is an option, or blank; click would take `--email --dry-run` for an address."""
        parameters = self.get_params(ctx)
        _check_values(ctx, parameters, args)
        rest = super().parse_args(ctx, args)
        _check_blank(ctx, parameters)
        return rest


def _check_values(context: click.Context, parameters: list[click.Parameter], words: list[str]) -> None:
    options = [each for each in parameters if isinstance(each, click.Option)]
    names = [name for option in options for name in (*option.opts, *option.secondary_opts)]
    with_value = {name: option for option in options if not option.is_flag for name in option.opts}
    rest = iter(words)
    for word in rest:
        if word == "--" or not (word.startswith("-") or context.allow_interspersed_args):
            return
        if word not in with_value:
            continue
        value = next(rest, "")
        if value.startswith("--") and any(name.startswith(value.partition("=")[0]) for name in names):
            long = max(with_value[word].opts, key=len)
            raise click.UsageError(f"{word} needs a value (write {long}={value} to mean that text)", context)


def _check_blank(context: click.Context, parameters: list[click.Parameter]) -> None:
    """Refuse the blank of a variable that is not set; several blanks only for a field, which they would empty."""
    clear = next(
        (each.type for each in parameters if each.name == "clear" and isinstance(each.type, click.Choice)), None
    )
    for each in parameters:
        given = context.params.get(str(each.name))
        for text in given if isinstance(given, tuple) else (given,):
            if isinstance(each, click.Option) and isinstance(text, str) and not (text.strip() if clear else text):
                raise _blank(context, each, clear.choices if clear else ())


def _blank(context: click.Context, option: click.Parameter, clears: Sequence[str] = ()) -> click.UsageError:
    name = max(option.opts, key=len)
    field = name.lstrip("-")
    why = f"is blank; say --clear {field} to empty the field" if field in clears else "cannot be empty; give a value"
    return click.UsageError(f"{name}: {why}, or leave {name} out", context)


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value == "":
        raise _blank(context, parameter)
    if value is not None and value is not False and value != ():
        context.ensure_object(CommandContext).given[str(parameter.name)] = value


def _option(*names: str, **settings: Any) -> Callable[[_Command], _Command]:
    return click.option(*names, expose_value=False, callback=_remember, **settings)


_SERVER: Final = _option(
    "--server", metavar="URL", help="URL of srv.asmx, or sim: or sim:FILE.  [env: SOAPCLIENT_SERVER]"
)
_ALLOW_IMPORTS: Final = _option(
    "--allow-imports",
    metavar="HOST",
    multiple=True,
    help="Let a WSDL import from this host too; repeatable.  [default: only the WSDL's own server]",
)
_PROFILE: Final = _option("--profile", metavar="NAME", help="Take what is not said from this profile of profiles.ini.")
_TIMEOUT: Final = _option("--timeout", type=float, metavar="SECONDS", help="Seconds until a reply must be complete.")
_CONNECTION: Final = (
    _SERVER,
    _option(
        "--username",
        metavar="NAME",
        help="User to log in as; the password comes from SOAPCLIENT_PASSWORD or a prompt.  [env: SOAPCLIENT_USERNAME]",
    ),
    _option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input."),
    _option(
        "--wsdl",
        metavar="WSDL",
        help="auto, remote, cached, bundled, bundled-2019, a path or a URL.  [env: SOAPCLIENT_WSDL]",
    ),
    _ALLOW_IMPORTS,
    _PROFILE,
    _option("--soap-version", type=click.Choice(["1.1", "1.2"]), help="SOAP version.  [default: 1.1]"),
    _option(
        "--transport",
        type=click.Choice(["soap", "http-post"]),
        help="http-post where the server has SOAP switched off.  [default: soap]",
    ),
    _option(
        "--on-null",
        type=click.Choice(["refuse", "read"]),
        help="http-post has no null to keep a value: refuse, or read it and send it again.  [default: refuse]",
    ),
    _option(
        "--on-clear",
        type=click.Choice(["refuse", "verify", "send"]),
        help="Empty values by http-post, which may not clear: refuse, send and verify, or send.  [default: refuse]",
    ),
    _TIMEOUT,
)
_PORT: Final = (
    _option("--service", metavar="NAME", help="The service of another WSDL than infoRouter's.  [default: the first]"),
    _option("--port", metavar="NAME", help="The port of that service.  [default: the first over HTTP]"),
)
_JSON: Final = _option("--json", is_flag=True, help="Print JSON; errors too, on standard error.")
_QUIET: Final = _option("--quiet", is_flag=True, help="Show no progress.")


def together(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Make one decorator of several options, listed in this order."""

    def give(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return give


def allow_imports_option(command: _Command) -> _Command:
    """Give a command `--allow-imports`."""
    return _ALLOW_IMPORTS(command)


def json_option(command: _Command) -> _Command:
    """Give a command `--json`."""
    return _JSON(command)


def progress_options(command: _Command) -> _Command:
    """Give a command `--quiet`."""
    return _QUIET(command)


def update_options(texts: Sequence[str]) -> Callable[[_Command], _Command]:
    """Give a command that updates `--clear`, `--dry-run` and the connection options.

    Args:
        texts: the options whose fields can be made empty.
    """
    return together(
        click.option("--clear", multiple=True, type=click.Choice(texts), help="Make a field empty; may be repeated."),
        click.option(
            "--dry-run", is_flag=True, help="Show what would be sent, kept, and read and sent again; change nothing."
        ),
        connection_options,
    )


def server_options(command: _Command) -> _Command:
    """Give a command `--json` and what finds a server, for a command that names its contracts itself."""
    return together(_SERVER, _ALLOW_IMPORTS, _PROFILE, _TIMEOUT, _JSON)(command)


def arguments_option(command: _Command) -> _Command:
    """Give a command `--arguments`."""
    return click.option(
        "--arguments", "given", metavar="FILE", help="Take arguments from a JSON object too; - is standard input."
    )(command)


def port_options(command: _Command) -> _Command:
    """Give a command `--service` and `--port`."""
    return together(*_PORT)(command)


def connection_options(command: _Command) -> _Command:
    """Give a command the connection options and `--json`."""
    return together(*_CONNECTION, _JSON)(command)
