"""`users`: show, list, update."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final, TypeVar

import attrs
import click

from soapclient import CLEAR, KEEP, UpdatePlan, User

from . import output
from .connection import Connection
from .failure import Failure, one_line
from .options import Command, connection_options

_Command = TypeVar("_Command", bound=Callable[..., Any])
_TEXTS: Final = ("email", "mobile", "first-name", "last-name", "language", "default-portal")
_FLAGS: Final = ("show-archives", "show-hiddens", "attach-document-to-email")


@click.command(cls=Command)
@click.argument("name")
@connection_options
@click.pass_obj
def show(connection: Connection, name: str) -> None:
    """Show the user NAME."""
    with connection.client() as ir:
        facts = _facts(ir.users.get(name))
    if connection.as_json:
        output.emit_json(facts)
        return
    preferences = facts.pop("preferences") or {}
    rows = {key: value for key, value in {**facts, **preferences}.items() if value is not None}
    width = max(map(len, rows))
    output.emit("\n".join(f"{key.replace('_', ' '):{width}}  {_shown(value)}".rstrip() for key, value in rows.items()))


@click.command("list", cls=Command)
@click.option("--enabled/--disabled", default=None, help="Only users with or without a working account.")
@click.option("--name", "user_name", metavar="TEXT", help="Only users whose user name has this text.")
@click.option("--first-name", metavar="TEXT", help="Only users whose first name has this text.")
@click.option("--last-name", metavar="TEXT", help="Only users whose last name has this text.")
@click.option("--email", metavar="TEXT", help="Only users whose e-mail address has this text.")
@click.option("--domain", metavar="TEXT", help="Only users of libraries whose name has this text.")
@connection_options
@click.pass_obj
def list_(connection: Connection, /, **filters: Any) -> None:
    """List users: name, status, e-mail, mobile number, full name."""
    with connection.client() as ir:
        found = ir.users.list(**filters)
        if connection.as_json:
            output.emit_json([_facts(user) for user in found])
            return
        for user in found:
            output.emit(_row(user))


def _row(user: User) -> str:
    status = {True: "enabled", False: "disabled", None: ""}[user.enabled]
    name, email, mobile = (one_line(text or "") for text in (user.user_name, user.email, user.mobile))
    return f"{name:20}  {status:8}  {email:32}  {mobile:16}  {one_line(user.full_name)}".rstrip()


def _facts(user: User) -> dict[str, Any]:
    return attrs.asdict(
        user,
        filter=lambda field, _: field.name != "attributes",
        value_serializer=lambda _, __, value: value.isoformat() if isinstance(value, datetime) else value,
    )


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return one_line(str(value))


def _fields(command: _Command) -> _Command:
    options = [
        click.option("--user-name", metavar="TEXT", help="A new user name."),
        *(click.option(f"--{name}", metavar="TEXT") for name in _TEXTS),
        *(click.option(f"--{name}/--no-{name}", default=None) for name in _FLAGS),
        click.option("--notification-type", metavar="TYPE", help="NONE, INSTANT or DAILY REPORT."),
        click.option("--email-type", metavar="TYPE", help="HTML or TEXT."),
        click.option("--clear", multiple=True, type=click.Choice(_TEXTS), help="Make a field empty; may be repeated."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command(cls=Command)
@click.argument("name")
@_fields
@click.option("--dry-run", is_flag=True, help="Show what would be sent, kept, and read and sent again; change nothing.")
@connection_options
@click.pass_obj
def update(connection: Connection, /, name: str, clear: tuple[str, ...], dry_run: bool, **given: Any) -> None:
    """Change fields of the user NAME; the others keep their values."""
    fields = {field: value for field, value in given.items() if value is not None}
    for option in clear:
        field = option.replace("-", "_")
        if field in fields:
            raise Failure(f"--{option} and --clear {option} contradict each other")
    fields |= {option.replace("-", "_"): CLEAR for option in clear}
    with connection.client(login=not dry_run) as ir:
        plan = ir.users.plan_update(name, **fields)
        if dry_run:
            _show_plan(connection, plan)
            return
        connection.doubt = " or ".join(step.operation for step in plan.steps)
        result = ir.users.apply(plan)
        connection.doubt = None
    if connection.as_json:
        facts = {"user_name": result.user_name, "operations": list(result.operations)}
        output.emit_json({**facts, "resent": list(result.resent), "atomic": result.atomic})
    else:
        resent = f" (read and sent again: {', '.join(result.resent)})" if result.resent else ""
        output.emit(f"{one_line(result.user_name)}: {', '.join(result.operations)}{resent}")


def _show_plan(connection: Connection, plan: UpdatePlan) -> None:
    if connection.as_json:
        steps = [
            {
                "operation": step.operation,
                "sends": {name: _sent(value) for name, value in step.arguments.items() if value is not KEEP},
                "keeps": list(step.keeps),
                "resends": list(step.resends),
            }
            for step in plan.steps
        ]
        output.emit_json({"user_name": plan.user_name, "operations": list(plan.operations), "steps": steps})
    else:
        output.emit("\n".join(_lines(plan)))


def _lines(plan: UpdatePlan) -> Iterator[str]:
    yield "Nothing is changed; this would be done:"
    for step in plan.steps:
        if step.resends:
            yield f"GetUser: read {', '.join(step.resends)}"
        yield step.operation
        for name, value in step.arguments.items():
            said = (
                "kept (null)"
                if value is KEEP
                else "cleared"
                if value in (CLEAR, "")
                else json.dumps(value, ensure_ascii=False)
            )
            yield f"  {name}: {said}"
        for name in step.resends:
            yield f"  {name}: kept (read and sent again)"


def _sent(value: Any) -> Any:
    return "" if value is CLEAR else value
