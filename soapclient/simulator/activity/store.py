"""Stored events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any, Final

import attrs

from ..behaviour import Call
from ..content.dates import now
from ..content.documents import StoredDocument
from ..content.items import key_of
from ..store import Store


@attrs.frozen
class StoredEvent:
    """An event of a document or folder; its name and path are those at the time of the event."""

    event_id: int
    kind: str
    item: str
    name: str
    path: str
    date: str
    user_id: int
    version: int
    before: int
    after: int


_COLUMNS: Final = ", ".join(field.name for field in attrs.fields(StoredEvent))
_ADD: Final = "INSERT INTO events (kind, item, name, path, date, user_id, version) VALUES ('view', ?, ?, ?, ?, ?, ?)"


def viewed(call: Call, document: StoredDocument, version: int) -> None:
    """Record that the caller has read a version of a document."""
    values = key_of(document), document.name, document.path, now(), call.caller().user_id, version
    call.world.users.change(_ADD, *values)


def events(store: Store, kind: str, where: str = "1", values: Sequence[object] = ()) -> list[StoredEvent]:
    """Return events of a kind, the newest first.

    Args:
        store: the store.
        kind: the kind of events.
        where: another condition in SQL: a constant of the package.
        values: the values in it.
    """
    sql = f"SELECT {_COLUMNS} FROM events WHERE kind = ? AND {where} ORDER BY event_id DESC"  # noqa: S608 - constants
    return [StoredEvent(*row) for row in store.rows(sql, kind, *values)]


def between(call: Call, start: str, end: str) -> tuple[str, list[object]]:
    """Return the condition on an event's date from two parameters of a call; null means unbounded.

    Args:
        call: the call.
        start: the name of the first parameter.
        end: the name of the other.
    """
    conditions = ["1"]
    values: list[object] = []
    for name, operator in ((start, ">="), (end, "<=")):
        moment = _moment(call.arguments.get(name))
        if moment:
            conditions.append(f"date {operator} ?")
            values.append(moment)
    return " AND ".join(conditions), values


def _moment(value: Any) -> str:
    """Return a moment of a call as the store writes it; "" for null and for the first of all days."""
    if not isinstance(value, datetime):
        try:
            value = datetime.fromisoformat(str(value or "0001-01-01").replace("Z", "+00:00"))
        except ValueError:
            return ""
    if value.year == 1:
        return ""
    value = value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
    return f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03}Z"
