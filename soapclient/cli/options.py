"""The options that many commands share; each may also stand before the command."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import click

from .connection import CHOICES, CommandContext

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Command(click.Command):
    """A command whose options take neither the option that follows nor nothing at all for their value."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for each in self.params:
            if not isinstance(each.type, click.Choice):
                each.shell_complete = functools.partial(_suggest, each)  # type: ignore[method-assign]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse a value that is an option, or blank; click would take `--email --dry-run` for an address."""
        if ctx.resilient_parsing:  # for completion, of a line that is not finished
            return super().parse_args(ctx, args)
        parameters = self.get_params(ctx)
        _check_values(ctx, parameters, args)
        rest = super().parse_args(ctx, args)
        _check_blank(ctx, parameters)
        return rest

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """Return the names of the help option, whoever asks first: click keeps the option."""
        return ["-h", "--help"]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options, and those of the connection as a group of their own."""
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        found = [(each, each.get_help_record(ctx)) for each in options]
        for title, kind in (("Options", False), ("Connection options", True)):
            records = [record for each, record in found if record and isinstance(each, ConnectionOption) is kind]
            if records:
                with formatter.section(title):
                    formatter.write_dl(records, col_max=30 if formatter.width >= 60 else formatter.width // 4)

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return the first sentence of the help, however long it is."""
        text = " ".join((self.short_help or self.help or "").partition("\n\n")[0].split())
        return text.partition(". ")[0].removesuffix(".")


def _suggest(parameter: click.Parameter, context: click.Context, incomplete: str) -> list[Any]:
    from .suggesting import suggest

    return suggest(parameter, context, incomplete)


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
    if value == "" and not context.resilient_parsing:
        raise _blank(context, parameter)
    if value is not None and value is not False and value != ():
        connection = context.ensure_object(CommandContext)
        connection.given[str(parameter.name)] = value
        if parameter.name == "debug" and not context.resilient_parsing:
            from .debugging import begin

            begin(connection)


class ConnectionOption(click.Option):
    """An option of the connection, which help lists apart."""


def _option(
    *names: str, kind: type[click.Option] = ConnectionOption, **settings: Any
) -> Callable[[_Command], _Command]:
    return click.option(*names, cls=kind, expose_value=False, callback=_remember, **settings)


def _choice(name: str, text: str) -> Callable[[_Command], _Command]:
    known = CHOICES[name]
    return _option(
        f"--{name.replace('_', '-')}", metavar=name.rpartition("_")[2].upper(), type=click.Choice(known), help=text
    )


_PROFILE: Final = _option("--profile", metavar="NAME", help="Read missing options from this profile.")
_SERVER: Final = _option("--server", metavar="URL", help="URL of srv.asmx, or sim: for a simulator.")
_ALLOW_IMPORTS: Final = _option(
    "--allow-imports", metavar="HOST", multiple=True, help="Let a WSDL import from HOST; repeatable."
)
_TIMEOUT: Final = _option("--timeout", type=float, metavar="SECONDS", help="Limit the time to a complete reply.")
_TLS: Final = (
    _option("--ca-file", metavar="FILE", help="Trust the certificates in FILE."),
    _option("--cert", metavar="FILE", help="Send this client certificate (PEM)."),
    _option("--cert-key", metavar="FILE", help="Key of the client certificate."),
    _option("--proxy", metavar="URL", help="Send all requests through this proxy."),
)
_DEBUG: Final = _option("--debug", is_flag=True, help="Show requests and replies, without secrets.")
_CONNECTION: Final = (
    _PROFILE,
    _SERVER,
    _option("--username", metavar="NAME", help="User to log in as."),
    _option("--password-stdin", is_flag=True, help="Read the password from standard input."),
    _choice("auth", "Log in by password or by windows."),
    _option("--impersonate", metavar="USER", help="Act as USER by the trusted password."),
    _option("--ticket-file", metavar="FILE", help="Read a ticket from FILE; - is standard input."),
    _option("--wsdl", metavar="WSDL", help="auto, remote, cached, bundled, a path or a URL."),
    _ALLOW_IMPORTS,
    _choice("soap_version", "1.1 or 1.2."),
    _choice("transport", "soap, or http-post where SOAP is off."),
    _choice("on_null", "Keep a value by http-post: refuse or read."),
    _choice("on_clear", "Clear by http-post: refuse, verify or send."),
    *_TLS,
    _TIMEOUT,
    _DEBUG,
)
_PORT: Final = (
    _option("--service", metavar="NAME", help="Service of the WSDL, if not its first."),
    _option("--port", metavar="NAME", help="Port of that service, if not its first."),
)
_JSON: Final = _option("--json", kind=click.Option, is_flag=True, help="Print JSON, errors too.")
_QUIET: Final = _option("--quiet", kind=click.Option, is_flag=True, help="Show no progress.")


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
        click.option(
            "--clear", multiple=True, metavar="FIELD", type=click.Choice(texts), help="Make FIELD empty; repeatable."
        ),
        click.option("--dry-run", is_flag=True, help="Show what would be sent and kept; change nothing."),
        connection_options,
    )


def server_options(command: _Command) -> _Command:
    """Give a command `--json` and what finds a server, for a command that names its contracts itself."""
    return together(_PROFILE, _SERVER, _ALLOW_IMPORTS, *_TLS, _TIMEOUT, _DEBUG, _JSON)(command)


def arguments_option(command: _Command) -> _Command:
    """Give a command `--arguments`."""
    return click.option(
        "--arguments", "given", metavar="FILE", help="Read more arguments from a JSON object; - is standard input."
    )(command)


def port_options(command: _Command) -> _Command:
    """Give a command `--service` and `--port`."""
    return together(*_PORT)(command)


def connection_options(command: _Command) -> _Command:
    """Give a command the connection options and `--json`."""
    return together(*_CONNECTION, _JSON)(command)
