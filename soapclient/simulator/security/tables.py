"""The tables of access lists and subscriptions."""

from __future__ import annotations

from typing import Final

TABLES: Final = (
    # Every list that a document ("D" and its number) or folder ("F") has had; entries as JSON: who, number, right.
    """
    CREATE TABLE IF NOT EXISTS access_lists (
        list_id INTEGER PRIMARY KEY AUTOINCREMENT,
        owner TEXT NOT NULL,
        entries TEXT NOT NULL,
        applied TEXT NOT NULL,
        applied_by TEXT NOT NULL,
        in_force INTEGER NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS access_lists_in_force ON access_lists (owner) WHERE in_force",
    """
    CREATE TABLE IF NOT EXISTS subscriptions (
        owner TEXT NOT NULL,
        who TEXT NOT NULL,
        member_id INTEGER NOT NULL,
        events TEXT NOT NULL,
        PRIMARY KEY (owner, who, member_id)
    )
    """,
)
