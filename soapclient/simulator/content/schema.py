"""The tables of folders, documents, versions and the recycle bin, with their initial rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from .blobs import inline
from .dates import SEEDED

_DOCUMENTS: Final = (
    (1001, "/Finance/Reports", "Budget.xlsx", "Budget of 2026", "Monthly", "ERP", "English", "jdoe", 1),
    (1002, "/Finance/Reports", "Forecast.xlsx", "Forecast", "", "", "English", "", 0),
    (1003, "/Public", "Welcome.html", "", "", "", "", "", 0),
)
_FOLDERS: Final = (
    (101, "/", "Finance", "Money"),
    (102, "/Finance", "Reports", "Quarterly figures"),
    (103, "/Finance", "Archive", ""),
    (104, "/", "Public", ""),
)
# New items have numbers above those of the seeds.
LAST_SEED: Final = 1_000_000
FIRST_VERSION: Final = 1_000_000

# Columns that older files do not have.
ADDED: Final[Mapping[str, Sequence[str]]] = {
    "documents": (
        f"created TEXT NOT NULL DEFAULT '{SEEDED}'",
        f"modified TEXT NOT NULL DEFAULT '{SEEDED}'",
        f"registered TEXT NOT NULL DEFAULT '{SEEDED}'",
        "registered_by_id INTEGER NOT NULL DEFAULT 1",
        "owner_id INTEGER NOT NULL DEFAULT 1",
        "version INTEGER NOT NULL DEFAULT 0",
        "version_count INTEGER NOT NULL DEFAULT 0",
        "size INTEGER NOT NULL DEFAULT 0",
        "crc INTEGER NOT NULL DEFAULT 0",
        "published_version INTEGER NOT NULL DEFAULT 0",
        "publishing_rule TEXT NOT NULL DEFAULT 'LATEST'",
        "checked_out_by_id INTEGER NOT NULL DEFAULT 0",
        "checked_out_at TEXT NOT NULL DEFAULT ''",
        "document_type_id INTEGER NOT NULL DEFAULT 0",
        "document_type TEXT NOT NULL DEFAULT ''",
        "percent_complete INTEGER NOT NULL DEFAULT 0",
        "completion_date TEXT NOT NULL DEFAULT ''",
        "expiration_date TEXT NOT NULL DEFAULT ''",
        "retention_date TEXT NOT NULL DEFAULT ''",
        "disposition_date TEXT NOT NULL DEFAULT ''",
        "cutoff_date TEXT NOT NULL DEFAULT ''",
        "rd_def_id INTEGER NOT NULL DEFAULT 0",
        "classification_level INTEGER NOT NULL DEFAULT 0",
        "downgrade_on TEXT NOT NULL DEFAULT ''",
        "declassify_on TEXT NOT NULL DEFAULT ''",
        "approval_status TEXT NOT NULL DEFAULT ''",
        "workflow_id INTEGER NOT NULL DEFAULT 0",
        "workflow TEXT NOT NULL DEFAULT ''",
        "workflow_step_number INTEGER NOT NULL DEFAULT 0",
        "workflow_step TEXT NOT NULL DEFAULT ''",
        "target_id INTEGER NOT NULL DEFAULT 0",
        "template_id INTEGER NOT NULL DEFAULT 0",
        "last_iso_review TEXT NOT NULL DEFAULT ''",
        "next_iso_review TEXT NOT NULL DEFAULT ''",
        "ai_enhanced INTEGER NOT NULL DEFAULT 0",
    ),
    "folders": (
        f"created TEXT NOT NULL DEFAULT '{SEEDED}'",
        f"modified TEXT NOT NULL DEFAULT '{SEEDED}'",
        "owner_id INTEGER NOT NULL DEFAULT 1",
        "retention_date TEXT NOT NULL DEFAULT ''",
        "disposition_date TEXT NOT NULL DEFAULT ''",
        "cutoff_date TEXT NOT NULL DEFAULT ''",
        "rd_def_id INTEGER NOT NULL DEFAULT 0",
        "classification_level INTEGER NOT NULL DEFAULT 0",
        "downgrade_on TEXT NOT NULL DEFAULT ''",
        "declassify_on TEXT NOT NULL DEFAULT ''",
    ),
}


def _table(name: str, columns: str) -> str:
    return f"CREATE TABLE IF NOT EXISTS {name} ({columns}, {', '.join(ADDED[name])}, UNIQUE ({_UNIQUE[name]}))"


_UNIQUE: Final = {"documents": "folder, name", "folders": "parent, name"}
TABLES: Final = (
    _table(
        "documents",
        """
        document_id INTEGER PRIMARY KEY,
        folder TEXT NOT NULL COLLATE NOCASE,
        name TEXT NOT NULL COLLATE NOCASE,
        description TEXT NOT NULL DEFAULT '',
        update_instructions TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL DEFAULT '',
        language TEXT NOT NULL DEFAULT '',
        author TEXT NOT NULL DEFAULT '',
        importance INTEGER NOT NULL DEFAULT 0
        """,
    ),
    _table(
        "folders",
        """
        folder_id INTEGER PRIMARY KEY,
        parent TEXT NOT NULL COLLATE NOCASE,
        name TEXT NOT NULL COLLATE NOCASE,
        description TEXT NOT NULL DEFAULT ''
        """,
    ),
    """
    CREATE TABLE IF NOT EXISTS versions (
        version_id INTEGER PRIMARY KEY,
        document_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        blob TEXT NOT NULL,
        size INTEGER NOT NULL,
        crc INTEGER NOT NULL,
        author_id INTEGER NOT NULL DEFAULT 1,
        author TEXT NOT NULL DEFAULT '',
        created TEXT NOT NULL,
        published TEXT NOT NULL DEFAULT '',
        comment TEXT NOT NULL DEFAULT '',
        approval_status TEXT NOT NULL DEFAULT '',
        approval_date TEXT NOT NULL DEFAULT '',
        UNIQUE (document_id, number)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS recycled (
        handler TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        folder_id INTEGER NOT NULL,
        path TEXT NOT NULL,
        size INTEGER NOT NULL,
        deleted TEXT NOT NULL,
        deleted_by_id INTEGER NOT NULL,
        deleted_by TEXT NOT NULL
    )
    """,
    # New items have a number that is unique forever, across documents, versions, folders and everything else.
    "CREATE TABLE IF NOT EXISTS numbers (number INTEGER PRIMARY KEY AUTOINCREMENT)",
    f"INSERT OR IGNORE INTO numbers VALUES ({LAST_SEED})",  # noqa: S608 - a constant
    # Which seeds a file has had, and how many: deleted ones do not come back.
    "CREATE TABLE IF NOT EXISTS sown (seed TEXT PRIMARY KEY, count INTEGER NOT NULL)",
)

# Updates a document's columns about its versions.
SUM: Final = """
    UPDATE documents SET
        version = coalesce((SELECT max(number) FROM versions AS v WHERE v.document_id = documents.document_id), 0),
        version_count = (SELECT count(*) FROM versions AS v WHERE v.document_id = documents.document_id),
        size = coalesce((SELECT size FROM versions AS v WHERE v.document_id = documents.document_id
            ORDER BY number DESC LIMIT 1), 0),
        crc = coalesce((SELECT crc FROM versions AS v WHERE v.document_id = documents.document_id
            ORDER BY number DESC LIMIT 1), 0)
    WHERE document_id = ?
"""
_FOLDER: Final = "INSERT OR IGNORE INTO folders (folder_id, parent, name, description) VALUES (?, ?, ?, ?)"
_DOCUMENT: Final = (
    "INSERT OR IGNORE INTO documents (document_id, folder, name, description, update_instructions, source, language,"
    " author, importance) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_FIRST: Final = (
    "INSERT OR IGNORE INTO versions (version_id, document_id, number, blob, size, crc, author, created, published)"
    " VALUES (?, ?, ?, ?, ?, ?, 'System Administrator', ?, ?)"
)
_COUNTED: Final = (
    "UPDATE documents SET version = ?, version_count = 1, size = ?, crc = ?, published_version = ?"
    " WHERE document_id = ?"
)


def sow(connection: sqlite3.Connection, numbered: int) -> None:
    """Add the initial folders and documents to a store that has not had them yet, each with one version.

    Args:
        connection: the database; a transaction is open.
        numbered: the number of numbered documents in /Finance/Archive.
    """
    sown = dict(connection.execute("SELECT seed, count FROM sown").fetchall())
    if "named" not in sown:
        connection.executemany(_FOLDER, _FOLDERS)
        connection.executemany(_DOCUMENT, _DOCUMENTS)
    done = sown.get("numbered", 0)
    connection.executemany(_DOCUMENT, map(_numbered, range(done + 1, numbered + 1)))
    connection.executemany(
        "INSERT OR REPLACE INTO sown VALUES (?, ?)", [("named", 1), ("numbered", max(done, numbered))]
    )
    # Those, and those of an older file.
    found = connection.execute("SELECT document_id FROM documents WHERE version_count = 0").fetchall()
    for (document,) in found:
        blob, size, crc = inline(f"Content of document {document}.\n")
        connection.execute(_FIRST, (document, document, FIRST_VERSION, blob, size, crc, SEEDED, SEEDED))
        connection.execute(_COUNTED, (FIRST_VERSION, size, crc, FIRST_VERSION, document))


def _numbered(number: int) -> tuple[int, str, str, str, str, str, str, str, int]:
    return 100_000 + number, "/Finance/Archive", f"doc{number:05}.pdf", f"Document {number}", "", "", "", "jdoe", 0
