"""The tables of searches."""

from __future__ import annotations

from typing import Final

TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS saved_searches (
        page_id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        name TEXT NOT NULL COLLATE NOCASE,
        description TEXT NOT NULL,
        owner_id INTEGER NOT NULL,
        anonymous INTEGER NOT NULL,
        public INTEGER NOT NULL,
        group_ids TEXT NOT NULL,
        parameters TEXT NOT NULL,
        UNIQUE (kind, name)
    )
    """,
)
