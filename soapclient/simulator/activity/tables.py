"""The tables of activity. Triggers record events, so no operation can forget to."""

from __future__ import annotations

from typing import Final

from ..content.schema import LAST_SEED

_NOW: Final = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
_INTO: Final = "INSERT INTO events (kind, item, name, path, date, user_id, version, before, after)"


def _trigger(name: str, when: str, kind: str, values: str) -> str:
    return f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {when} BEGIN {_INTO} SELECT '{kind}', {values}; END"


def _document(row: str, user: str = "acting()", version: str = "0", before: str = "0", after: str = "0") -> str:
    path = f"{row}.folder || '/' || {row}.name"
    return f"'D' || {row}.document_id, {row}.name, {path}, {_NOW}, {user}, {version}, {before}, {after}"


_OF_VERSION: Final = "FROM documents AS d WHERE d.document_id = {}.document_id"
TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS events (
        event_id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        item TEXT NOT NULL,
        name TEXT NOT NULL,
        path TEXT NOT NULL,
        date TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        version INTEGER NOT NULL DEFAULT 0,
        before INTEGER NOT NULL DEFAULT 0,
        after INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX IF NOT EXISTS events_of_kind ON events (kind, event_id)",
    """
    CREATE TABLE IF NOT EXISTS personal_items (
        list TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        item TEXT NOT NULL,
        PRIMARY KEY (list, user_id, item)
    )
    """,
    _trigger("document_created", f"INSERT ON documents WHEN NEW.document_id > {LAST_SEED}", "new", _document("NEW")),
    _trigger(
        "folder_created",
        f"INSERT ON folders WHEN NEW.folder_id > {LAST_SEED}",
        "new",
        f"'F' || NEW.folder_id, NEW.name, rtrim(NEW.parent, '/') || '/' || NEW.name, {_NOW}, acting(), 0, 0, 0",
    ),
    _trigger(
        "checked_out",
        "UPDATE OF checked_out_by_id ON documents WHEN NEW.checked_out_by_id NOT IN (0, OLD.checked_out_by_id)",
        "checkout",
        _document("NEW", "NEW.checked_out_by_id"),
    ),
    _trigger(
        "checked_in",
        "UPDATE OF checked_out_by_id ON documents WHEN NEW.checked_out_by_id = 0 AND OLD.checked_out_by_id <> 0",
        "checkin",
        _document("OLD"),
    ),
    _trigger(
        "document_owned",
        "UPDATE OF owner_id ON documents WHEN NEW.owner_id <> OLD.owner_id",
        "owner",
        _document("NEW", before="OLD.owner_id", after="NEW.owner_id"),
    ),
    _trigger(
        "version_created",
        f"INSERT ON versions WHEN NEW.version_id > {LAST_SEED}",
        "version",
        f"{_document('d', version='NEW.number')} {_OF_VERSION.format('NEW')}",
    ),
    _trigger(
        "version_deleted",
        "DELETE ON versions",
        "version deleted",
        f"{_document('d', version='OLD.number', after='OLD.number = d.version')} {_OF_VERSION.format('OLD')}",
    ),
    _trigger(
        "recycled_item",
        "INSERT ON recycled",
        "delete",
        f"NEW.handler, NEW.name, NEW.path, {_NOW}, NEW.deleted_by_id, 0, 0, 0",
    ),
)
