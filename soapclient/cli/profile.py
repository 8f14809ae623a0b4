"""`profile`: named sets of connection options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from . import output
from .any_service import INFOROUTERS
from .connection import CommandContext
from .failure import Failure
from .options import Command, connection_options
from .terminal import joined

if TYPE_CHECKING:
    from soapclient import ConnectionSettings

_FILES: Final = ("ca_file", "cert", "cert_key")


@click.command(cls=Command)
@click.argument("name")
@click.option("--password-command", metavar="COMMAND", help="Run COMMAND, without a shell, to get the password.")
@click.option("--default", "is_default", is_flag=True, help="Make it the default profile.")
@click.option("--replace", is_flag=True, help="Replace a profile of this name.")
@connection_options
@click.pass_obj
def create(
    connection: CommandContext, name: str, password_command: str | None, is_default: bool, replace: bool
) -> None:
    """Save connection options as profile NAME.

    A profile never holds a password or ticket. Run soapclient login to keep the password in the key ring, or name a
    command that prints it on its first line.

    \b
    Example:
      soapclient profile create prod --server https://dms.example.com/srv.asmx \\
          --username jdoe --password-command "pass show dms"
    """
    from soapclient import ConnectionSettings, ProfileFile

    refused = [f"--{each.replace('_', '-')}" for each in ("password_stdin", "ticket_file") if each in connection.given]
    if refused:
        raise Failure(f"{refused[0]} is not saved in a profile: leave it out; soapclient login keeps a password")
    said = connection.said
    if not said:
        raise Failure("a profile needs at least one connection option, such as --server URL")
    file = ProfileFile()
    if name in file.names and not replace:
        raise Failure(f"there is a profile {name!r} already: choose another name, or replace it with --replace")
    ConnectionSettings.checked(said)
    texts = {key: " ".join(each) if isinstance(each, tuple) else _text(key, each) for key, each in said.items()}
    if password_command:
        texts["password_command"] = password_command
    file.write(name, texts)
    if is_default:
        file.set_default(name)
    if connection.as_json:
        output.emit_json({"profile": name, "file": str(file.path), "settings": texts, "default": file.default == name})
    else:
        output.emit(f"{name}: saved in {file.path}{', the default profile' if file.default == name else ''}")


def _text(key: str, value: Any) -> str:
    """Return a setting as text that means the same in every folder."""
    if key in _FILES or (key == "wsdl" and value not in INFOROUTERS and "://" not in value):
        return str(Path(value).expanduser().resolve())
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)


@click.command("list", cls=Command)
@connection_options
@click.pass_obj
def list_(connection: CommandContext) -> None:
    """List the profiles; * marks the default one."""
    from soapclient import ProfileFile

    file = ProfileFile()
    default = file.default
    rows = [(name, file.read(name)) for name in file.names]
    if connection.as_json:
        output.emit_json([{"profile": name, "default": name == default, "settings": dict(each)} for name, each in rows])
        return
    if not rows:
        output.emit(f"There are no profiles in {file.path}; soapclient profile create NAME makes one.")
        return
    width = max(len(name) for name, _ in rows)
    output.emit(
        joined(f"{'*' if name == default else ' '} {name:{width}}  {_place(each)}".rstrip() for name, each in rows)
    )


def _place(settings: Any) -> str:
    place = settings.get("server") or settings.get("wsdl") or ""
    user = settings.get("impersonate") or settings.get("username")
    return f"{place}  {user}" if user else place


@click.command(cls=Command)
@click.argument("name", required=False)
@connection_options
@click.pass_obj
def show(connection: CommandContext, name: str | None) -> None:
    """Show the settings in effect, and where the password comes from.

    Options and environment take precedence over the profile, as in every command. Without NAME, show what a command
    would use.
    """
    settings = _settings(connection, name)
    facts = _facts(settings)
    if connection.as_json:
        output.emit_json(facts)
        return
    shown = {key: " ".join(each) if isinstance(each, list) else each for key, each in facts.items() if each}
    width = max(map(len, shown), default=0)
    output.emit(joined(f"{key:{width}}  {each}" for key, each in shown.items()) or "Nothing is set.")


def _settings(connection: CommandContext, name: str | None) -> ConnectionSettings:
    if name is not None:
        if connection.given.get("profile", name) != name:
            raise Failure("give either NAME or --profile")
        connection.given["profile"] = name
    return connection.settings


def _facts(settings: ConnectionSettings) -> dict[str, Any]:
    import attrs

    hidden = ("ticket", "password_command", "login")
    facts = attrs.asdict(settings, filter=lambda field, value: field.name not in hidden and value not in (None, ()))
    facts["login"] = settings.login
    if settings.needs_password:
        facts["password"] = settings.password_source or "none: soapclient login keeps one, or it is asked for"
    return {name: list(each) if isinstance(each, tuple) else each for name, each in facts.items()}


@click.command(cls=Command)
@click.argument("name", required=False)
@connection_options
@click.pass_obj
def check(connection: CommandContext, name: str | None) -> None:
    """Connect, log in, and say what is wrong.

    The checks and the exit status are those of soapclient doctor. For another service than infoRouter, the WSDL is read
    and its ports are listed. Without NAME, check what a command would use.
    """
    from . import any_service
    from .doctor import examine

    settings = _settings(connection, name)
    if settings.server is None and settings.wsdl is None:
        raise Failure("the profile names neither a server nor a WSDL" if settings.profile else "no profile: give NAME")
    if not any_service.is_meant(connection):
        examine(connection)
        return
    with any_service.client(connection) as soap:
        ports = [(service, port, len(found)) for service, each in soap.services.items() for port, found in each.items()]
        url = soap.url
    if connection.as_json:
        rows = [{"service": service, "port": port, "operations": count} for service, port, count in ports]
        output.emit_json({"status": 0, "wsdl": settings.wsdl, "url": url, "ports": rows})
        return
    output.emit(joined(f"ok  {service}.{port}: {count} operations" for service, port, count in ports))
    output.emit(f"ok  calls go to {url}; no operation was called, so a login was not tried")


@click.command(cls=Command)
@click.argument("name")
@connection_options
@click.pass_obj
def remove(connection: CommandContext, name: str) -> None:
    """Remove profile NAME.

    A password that soapclient login keeps stays in the key ring: run soapclient logout --profile NAME first.
    """
    from soapclient import ProfileFile

    ProfileFile().remove(name)
    if connection.as_json:
        output.emit_json({"profile": name, "removed": True})
    else:
        output.emit(f"{name}: removed")


@click.command(cls=Command)
@click.argument("name", required=False)
@click.option("--none", "nothing", is_flag=True, help="Have no default profile.")
@connection_options
@click.pass_obj
def default(connection: CommandContext, name: str | None, nothing: bool) -> None:
    """Make NAME the default profile, or print the one that is."""
    from soapclient import ProfileFile

    if nothing and name is not None:
        raise Failure("give either NAME or --none")
    file = ProfileFile()
    if nothing or name is not None:
        file.set_default(name)
    if connection.as_json:
        output.emit_json({"default": file.default})
    else:
        output.emit(file.default or "There is no default profile.")
