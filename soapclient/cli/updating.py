"""An update of one thing from the options of a command: what it would do, or what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from soapclient import CLEAR, Client

from . import showing
from .connection import CommandContext
from .failure import Failure


def update(
    connection: CommandContext,
    things: Callable[[Client], Any],
    about: str,
    key: str,
    given: Mapping[str, Any],
    *,
    clear: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Change fields of one thing, or show what that would do.

    Args:
        connection: the connection.
        things: those of a client that it is one of.
        about: what names it in a plan and in a result.
        key: which one it is.
        given: by field, None for an option that is not given.
        clear: the options whose fields to clear.
        dry_run: whether to change nothing.

    Raises:
        Failure: a field is both set and cleared.
    """
    fields = _fields(given, clear)
    with connection.client(login=not dry_run) as ir:
        plan = things(ir).plan_update(key, **fields)
        if dry_run:
            showing.emit_plan(connection, plan, {about: getattr(plan, about)})
            return
        connection.doubt = " or ".join(step.operation for step in plan.steps)
        result = things(ir).apply(plan)
        connection.doubt = None
    showing.emit_result(connection, result, {about: getattr(result, about)})


def _fields(given: Mapping[str, Any], clear: tuple[str, ...]) -> dict[str, Any]:
    fields = {field: value for field, value in given.items() if value is not None}
    for option in clear:
        if option.replace("-", "_") in fields:
            raise Failure(f"--{option} and --clear {option} contradict each other")
    return {**fields, **{option.replace("-", "_"): CLEAR for option in clear}}
