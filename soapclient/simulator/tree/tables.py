"""The tables of the rules of folders."""

from __future__ import annotations

from typing import Final

TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS folder_rules (
        folder_id INTEGER NOT NULL,
        name TEXT NOT NULL COLLATE NOCASE,
        value TEXT NOT NULL,
        PRIMARY KEY (folder_id, name)
    )
    """,
)
