"""`users`: show, list, update."""

from __future__ import annotations

from typing import Any, Final

import click

from soapclient import User

from . import listing, output, showing, updating
from .connection import CommandContext
from .failure import one_line
from .options import Command, connection_options, together, update_options

_TEXTS: Final = ("email", "mobile", "first-name", "last-name", "language", "default-portal")
_FLAGS: Final = ("show-archives", "show-hiddens", "attach-document-to-email")
_FIELDS: Final = together(
    click.option("--user-name", metavar="TEXT", help="A new user name."),
    *(click.option(f"--{name}", metavar="TEXT") for name in _TEXTS),
    *(click.option(f"--{name}/--no-{name}", default=None) for name in _FLAGS),
    click.option("--notification-type", metavar="TYPE", help="NONE, INSTANT or DAILY REPORT."),
    click.option("--email-type", metavar="TYPE", help="HTML or TEXT."),
)


@click.command(cls=Command)
@click.argument("name")
@connection_options
@click.pass_obj
def show(connection: CommandContext, name: str) -> None:
    """Show the user NAME."""
    with connection.client() as ir:
        facts = showing.facts(ir.users.get(name))
    if connection.as_json:
        output.emit_json(facts)
        return
    showing.emit_facts(facts)


@click.command("list", cls=Command)
@click.option("--enabled/--disabled", default=None, help="Only users with or without a working account.")
@click.option("--name", "user_name", metavar="TEXT", help="Only users whose user name has this text.")
@click.option("--first-name", metavar="TEXT", help="Only users whose first name has this text.")
@click.option("--last-name", metavar="TEXT", help="Only users whose last name has this text.")
@click.option("--email", metavar="TEXT", help="Only users whose e-mail address has this text.")
@click.option("--domain", metavar="TEXT", help="Only users of libraries whose name has this text.")
@listing.no_header
@connection_options
@click.pass_obj
def list_(connection: CommandContext, /, no_header: bool, **filters: Any) -> None:
    """List users: name, status, e-mail, mobile number, full name."""
    with connection.client() as ir:
        found = ir.users.list(**filters)
        if connection.as_json:
            output.emit_json([showing.facts(user) for user in found])
            return
        header = _columns("USER", "STATUS", "E-MAIL", "MOBILE", "NAME")
        listing.emit(header, map(_row, found), "no user matches", no_header=no_header)


def _row(user: User) -> str:
    status = {True: "enabled", False: "disabled", None: ""}[user.enabled]
    return _columns(user.user_name, status, user.email, user.mobile, user.full_name)


def _columns(*texts: str | None) -> str:
    name, status, email, mobile, full_name = (one_line(text or "") for text in texts)
    return f"{name:20}  {status:8}  {email:32}  {mobile:16}  {full_name}".rstrip()


@click.command(cls=Command)
@click.argument("name")
@_FIELDS
@update_options(_TEXTS)
@click.pass_obj
def update(connection: CommandContext, /, name: str, clear: tuple[str, ...], dry_run: bool, **given: Any) -> None:
    """Change fields of the user NAME; the others keep their values."""
    updating.update(connection, lambda ir: ir.users, "user_name", name, given, clear=clear, dry_run=dry_run)
