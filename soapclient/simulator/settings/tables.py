"""The tables of settings."""

from __future__ import annotations

from typing import Final

TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """
    CREATE TABLE IF NOT EXISTS user_columns (
        user_id INTEGER NOT NULL,
        folder_id INTEGER NOT NULL,
        columns TEXT NOT NULL,
        property_set_id INTEGER NOT NULL,
        sort_by TEXT NOT NULL,
        sort_vector TEXT NOT NULL,
        sort_by_property_set_id INTEGER NOT NULL,
        sort_by_property_set_column TEXT NOT NULL,
        PRIMARY KEY (user_id, folder_id)
    )
    """,
)
