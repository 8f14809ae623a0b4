"""Show what commands print about a thing, and of an update of it: what it will do, and what it did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from soapclient import CLEAR, KEEP, FieldChange

from . import output
from .connection import CommandContext
from .failure import one_line
from .terminal import joined

if TYPE_CHECKING:
    from soapclient import (
        DocumentUpdatePlan,
        DocumentUpdateResult,
        PropertyResult,
        RowChange,
        UpdatePlan,
        UpdateResult,
    )

_LONGEST: Final = 60  # of a value in a line; --json has it whole


def facts(thing: Any) -> dict[str, Any]:
    """Return what is known about a thing, as JSON has it."""
    found: dict[str, Any] = jsonable(thing.to_dict())
    return found


def jsonable(value: Any) -> Any:
    """Return plain data as JSON's own types: dates as ISO 8601 has them, decimals and anything else as text."""
    if isinstance(value, dict):
        return {name: jsonable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [jsonable(each) for each in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def emit_facts(facts: Mapping[str, Any]) -> None:
    """Show facts, a line each: those inside others too, and what no field tells by the service's own names."""
    rows = [(key.replace("_", " "), _shown(value)) for key, value in _flat(facts) if value is not None]
    width = max(len(key) for key, _ in rows)
    output.emit(joined(f"{key:{width}}  {value}".rstrip() for key, value in rows))


def _flat(facts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in facts.items():
        if isinstance(value, Mapping):
            yield from _flat(value)
        else:
            yield key, value


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return one_line(str(value))


def emit_plan(connection: CommandContext, plan: UpdatePlan | DocumentUpdatePlan, about: Mapping[str, Any]) -> None:
    """Show what an update would do."""
    if not connection.as_json:
        output.emit(joined(_lines(plan)))
        return
    steps = [jsonable(step.to_dict()) for step in plan.steps]
    output.emit_json({**about, "operations": list(plan.operations), "steps": steps})


def _lines(plan: UpdatePlan | DocumentUpdatePlan) -> Iterator[str]:
    yield "Nothing is changed; this would be done:"
    for step in plan.steps:
        resends = (*step.resends, *step.completes)
        if resends:
            yield f"{plan.READS}: read {', '.join(resends)}"
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
        for name in resends:
            yield f"  {name}: kept (read and sent again)"


def emit_result(
    connection: CommandContext,
    result: UpdateResult | DocumentUpdateResult | PropertyResult,
    about: Mapping[str, str],
) -> None:
    """Show what an update did: which fields it changed, from what to what where it read that, and by which calls."""
    if connection.as_json:
        found = {**about, "operations": list(result.operations)}
        changes = [jsonable(each.to_dict()) for each in result.changes]
        output.emit_json({**found, "resent": list(result.resent), "atomic": result.atomic, "changes": changes})
        return
    if result.nothing_to_do:
        output.emit(f"{one_line(*about.values())}: nothing to do, it is so already")
        return
    resent = f"; read and sent again: {', '.join(result.resent)}" if result.resent else ""
    changes_ = "; ".join(text for each in result.changes for text in _changed(each))
    output.emit(f"{one_line(*about.values())}: {changes_} ({', '.join(result.operations)}{resent})")


def _changed(change: FieldChange | RowChange) -> Iterator[str]:
    """Say what became of a field, or of each field of a row."""
    if isinstance(change, FieldChange):
        yield _from_to(change.field.replace("_", "-"), change.after, change.before, read=change.read)
        return
    before = {name.upper(): text for name, text in change.before.items()}
    row = f"{change.set_name}[{change.number}]" if change.number else f"{change.set_name} (new row)"
    for name, text in change.fields.items():
        yield _from_to(f"{row}.{name}", text, before.get(name.upper(), ""), read=change.action == "update")


def _from_to(name: str, after: Any, before: Any, *, read: bool) -> str:
    told = read and before is not None
    if told and before == after:
        return f"{name} is {_quoted(after) if after != '' else 'empty'} already"
    if after == "":
        return f"{name} cleared" + (f" (was {_quoted(before)})" if told else "")
    return f"{name} {_quoted(before)} -> {_quoted(after)}" if told else f"{name} -> {_quoted(after)}"


def _quoted(value: Any) -> str:
    if isinstance(value, bool):
        return _shown(value)
    text = one_line(str(value))
    return json.dumps(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}...", ensure_ascii=False)
