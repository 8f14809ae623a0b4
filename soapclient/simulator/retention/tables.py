"""The tables of retention, and the initial schedules."""

from __future__ import annotations

from typing import Final

_APPLIED: Final = (
    "CREATE TRIGGER IF NOT EXISTS {0}_scheduled AFTER UPDATE OF rd_def_id ON {0}s WHEN NEW.rd_def_id <> OLD.rd_def_id"
    " BEGIN INSERT INTO schedule_logs (item, def_id, date, user_id) SELECT '{1}' || NEW.{0}_id, NEW.rd_def_id,"
    " strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), acting(); END"
)
TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS schedules (
        def_id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        permanent INTEGER NOT NULL,
        said TEXT NOT NULL,
        created_by_id INTEGER NOT NULL,
        created TEXT NOT NULL,
        updated_by_id INTEGER NOT NULL,
        updated TEXT NOT NULL
    )
    """,
    "CREATE TABLE IF NOT EXISTS authorities (name TEXT PRIMARY KEY)",
    """
    CREATE TABLE IF NOT EXISTS schedule_logs (
        log_id INTEGER PRIMARY KEY,
        item TEXT NOT NULL,
        def_id INTEGER NOT NULL,
        date TEXT NOT NULL,
        user_id INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS freeze_logs (
        log_id INTEGER PRIMARY KEY,
        item TEXT NOT NULL,
        frozen INTEGER NOT NULL,
        date TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        comment TEXT NOT NULL
    )
    """,
    # Once only: deleted rows do not come back.
    """
    INSERT OR IGNORE INTO schedules
        SELECT column1, column2, 0, column3, 1, '2024-01-15T08:30:00.000Z', 1, '2024-01-15T08:30:00.000Z' FROM (VALUES
            (1, 'Contracts', '{"Description": "Ten years", "RetentionPeriodYears": "10", "DispositionType": "2"}'),
            (2, 'Drafts', '{"Description": "One year", "RetentionPeriodYears": "1", "DispositionType": "2"}')
        ) WHERE NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'retention')
    """,
    "INSERT OR IGNORE INTO authorities SELECT 'System' WHERE NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'retention')",
    "INSERT OR IGNORE INTO sown VALUES ('retention', 1)",
    _APPLIED.format("document", "D"),
    _APPLIED.format("folder", "F"),
)
