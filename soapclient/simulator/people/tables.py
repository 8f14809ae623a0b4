"""The tables of groups and libraries, and their initial rows."""

from __future__ import annotations

from typing import Final

TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS libraries (
        library_id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        anonymous INTEGER NOT NULL DEFAULT 0,
        archive INTEGER NOT NULL DEFAULT 0,
        hidden INTEGER NOT NULL DEFAULT 0,
        welcome TEXT NOT NULL DEFAULT ''
    )
    """,
    # A global group has library 0, so that its name is compared only with those of global groups.
    """
    CREATE TABLE IF NOT EXISTS user_groups (
        group_id INTEGER PRIMARY KEY,
        library_id INTEGER NOT NULL,
        name TEXT NOT NULL COLLATE NOCASE,
        public INTEGER NOT NULL,
        UNIQUE (library_id, name)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS group_members (
        group_id INTEGER NOT NULL, user_id INTEGER NOT NULL, PRIMARY KEY (group_id, user_id)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS library_users (
        library_id INTEGER NOT NULL, user_id INTEGER NOT NULL, PRIMARY KEY (library_id, user_id)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS library_groups (
        library_id INTEGER NOT NULL, group_id INTEGER NOT NULL, PRIMARY KEY (library_id, group_id)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS library_managers (
        library_id INTEGER NOT NULL, user_id INTEGER NOT NULL, PRIMARY KEY (library_id, user_id)
    )
    """,
    # Once only: removed rows do not come back.
    """
    INSERT OR IGNORE INTO user_groups
        SELECT column1, column2, column3, 1 FROM (VALUES (11, 0, 'Auditors'), (12, 1, 'Accountants'))
        WHERE NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'people')
    """,
    """
    INSERT OR IGNORE INTO group_members
        SELECT 12, user_id FROM users WHERE name_key = 'jdoe' AND NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'people')
    """,
    """
    INSERT OR IGNORE INTO library_users
        SELECT column1, user_id FROM users JOIN (VALUES (1, 'admin'), (1, 'jdoe'), (2, 'admin')) ON name_key = column2
        WHERE NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'people')
    """,
    """
    INSERT OR IGNORE INTO library_groups
        SELECT column1, 11 FROM (VALUES (1), (2)) WHERE NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'people')
    """,
    """
    INSERT OR IGNORE INTO library_managers
        SELECT 1, user_id FROM users WHERE name_key = 'admin' AND NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'people')
    """,
    """
    INSERT OR IGNORE INTO libraries (library_id, name, welcome)
        SELECT * FROM (VALUES (1, 'Finance', 'Money'), (2, 'Public', ''))
        WHERE NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'people')
    """,
    "INSERT OR IGNORE INTO sown VALUES ('people', 1)",
)
