"""`login` and `logout`: a password in the system's key ring."""

from __future__ import annotations

import click

from . import any_service, output
from .connection import NO_USER, CommandContext
from .failure import Failure
from .options import Command, connection_options


@click.command(cls=Command)
@connection_options
@click.pass_obj
def login(connection: CommandContext) -> None:
    """Keep a password in the system's key ring.

    Ask for the password at the terminal, or read it with --password-stdin; prove it by logging in; then keep it for
    this server and user. Later commands and Client.from_profile use it.

    Needs the extra keyring: pip install 'inforouter-soapclient[keyring]'.
    """
    settings = connection.settings
    if not settings.needs_password:
        raise Failure(NO_USER if settings.login is None else f"a login by {settings.login} needs no password")
    settings.require_password_store()
    if not connection.password_from_stdin:
        connection.use_password(connection.ask_password())
    tried = _try(connection)
    settings.keep_password(connection.password)
    place = settings.server or settings.wsdl
    if connection.as_json:
        output.emit_json({"server": place, "username": settings.user, "tried": tried, "kept": True})
    else:
        note = "" if tried else "; it was not tried, since no operation was called"
        output.emit(f"{place}: the password of {settings.user} is kept in the key ring{note}")


def _try(connection: CommandContext) -> bool:
    """Log in, and tell whether that shows that the password is right."""
    if any_service.is_meant(connection):
        with any_service.client(connection) as soap:
            _ = soap.contract
        return False
    with connection.client() as ir:
        ir.users.current()
    return True


@click.command(cls=Command)
@connection_options
@click.pass_obj
def logout(connection: CommandContext) -> None:
    """Remove a password from the system's key ring.

    It is the one of this server and user, as soapclient login keeps it.
    """
    settings = connection.settings
    if not settings.needs_password:
        raise Failure(NO_USER)
    removed = settings.forget_password()
    place = settings.server or settings.wsdl
    if connection.as_json:
        output.emit_json({"server": place, "username": settings.user, "removed": removed})
    elif removed:
        output.emit(f"{place}: the password of {settings.user} is removed from the key ring")
    else:
        output.emit(f"{place}: the key ring has no password of {settings.user}")
