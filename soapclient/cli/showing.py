"""What commands show of a thing, and of an update of it: what it will do, and what it did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from soapclient import CLEAR, KEEP

from . import output
from .connection import CommandContext
from .failure import one_line
from .terminal import joined

if TYPE_CHECKING:
    from soapclient import DocumentUpdatePlan, DocumentUpdateResult, UpdatePlan, UpdateResult


def facts(thing: Any) -> dict[str, Any]:
    """Return what is known of a thing, as JSON has it."""
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
    """Show facts, a line each; what is not told is not there."""
    rows = {key: value for key, value in facts.items() if value is not None}
    width = max(map(len, rows))
    output.emit(joined(f"{key.replace('_', ' '):{width}}  {_shown(value)}".rstrip() for key, value in rows.items()))


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
    connection: CommandContext, result: UpdateResult | DocumentUpdateResult, about: Mapping[str, str]
) -> None:
    """Show what an update did."""
    if connection.as_json:
        found = {**about, "operations": list(result.operations)}
        output.emit_json({**found, "resent": list(result.resent), "atomic": result.atomic})
        return
    resent = f" (read and sent again: {', '.join(result.resent)})" if result.resent else ""
    output.emit(f"{one_line(*about.values())}: {', '.join(result.operations)}{resent}")
