"""The tables of reviews."""

from __future__ import annotations

from typing import Final

TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS review_definitions (
        document_id INTEGER PRIMARY KEY, reviewer_id INTEGER NOT NULL, said TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS review_logs (
        log_id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        document_id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        date TEXT NOT NULL,
        comment TEXT NOT NULL,
        user_id INTEGER NOT NULL
    )
    """,
)
