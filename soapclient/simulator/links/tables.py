"""The table of associations."""

from __future__ import annotations

from typing import Final

TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS associations (
        source TEXT NOT NULL, target TEXT NOT NULL, type_id INTEGER NOT NULL, PRIMARY KEY (source, target)
    )
    """,
)
