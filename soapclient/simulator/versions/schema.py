"""The tables of tags, comments, texts and thumbnails."""

from __future__ import annotations

from typing import Final

TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS tags (
        tag_id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL,
        tag TEXT NOT NULL,
        applied TEXT NOT NULL,
        version INTEGER NOT NULL,
        user_id INTEGER NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS tags_by_document ON tags (document_id, applied, tag_id)",
    "CREATE TABLE IF NOT EXISTS tag_definitions (tag TEXT PRIMARY KEY)",
    "INSERT OR IGNORE INTO tag_definitions VALUES ('Approved'), ('Draft'), ('Final')",
    "CREATE TABLE IF NOT EXISTS release_tags (document_id INTEGER PRIMARY KEY, tag TEXT NOT NULL)",
    """
    CREATE TABLE IF NOT EXISTS comments (
        comment_id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL,
        author_id INTEGER NOT NULL,
        written TEXT NOT NULL,
        comment TEXT NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS comments_by_document ON comments (document_id, comment_id)",
    """
    CREATE TABLE IF NOT EXISTS texts (
        document_id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        kind TEXT NOT NULL,
        content TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        applied TEXT NOT NULL,
        PRIMARY KEY (document_id, version, kind)
    )
    """,
    "CREATE TABLE IF NOT EXISTS thumbnails (document_id INTEGER PRIMARY KEY, image BLOB NOT NULL)",
)
