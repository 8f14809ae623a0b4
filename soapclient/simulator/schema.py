"""The tables of a simulator's database."""

from __future__ import annotations

from typing import Final

from .activity.tables import TABLES as ACTIVITY
from .content import schema as content
from .links.tables import TABLES as LINKS
from .metadata.schema import TABLES as METADATA
from .people.tables import TABLES as PEOPLE
from .retention.tables import TABLES as RETENTION
from .reviews.tables import TABLES as REVIEWS
from .search.tables import TABLES as SEARCHES
from .security.tables import TABLES as SECURITY
from .settings.tables import TABLES as SETTINGS
from .tree.tables import TABLES as TREE
from .versions.schema import TABLES as VERSIONS
from .workflow.tables import TABLES as WORKFLOW

APPLICATION_ID: Final = 0x69527361
VERSION: Final = 1

COLUMNS: Final = (
    "user_id, user_name, first_name, last_name, email, mobile, enabled, read_only, domain, authority, administrator,"
    " may_have_tickets, last_logon, last_password_change, language, default_portal, show_archives, show_hiddens,"
    " notification_type, email_type, attach_document_to_email"
)

SCHEMA: Final = (
    """
    CREATE TABLE users (
        user_id INTEGER PRIMARY KEY AUTOINCREMENT,
        name_key TEXT NOT NULL UNIQUE,
        user_name TEXT NOT NULL COLLATE NOCASE,
        first_name TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
        last_name TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
        email TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
        mobile TEXT NOT NULL DEFAULT '',
        enabled INTEGER NOT NULL DEFAULT 1,
        read_only INTEGER NOT NULL DEFAULT 0,
        domain TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
        authority TEXT NOT NULL DEFAULT 'native' COLLATE NOCASE,
        administrator INTEGER NOT NULL DEFAULT 0,
        may_have_tickets INTEGER NOT NULL DEFAULT 1,
        last_logon TEXT NOT NULL DEFAULT '',
        last_password_change TEXT NOT NULL DEFAULT '2024-01-15',
        language TEXT NOT NULL DEFAULT 'en',
        default_portal TEXT NOT NULL DEFAULT '',
        show_archives INTEGER NOT NULL DEFAULT 0,
        show_hiddens INTEGER NOT NULL DEFAULT 0,
        notification_type INTEGER NOT NULL DEFAULT 1,
        email_type TEXT NOT NULL DEFAULT 'HTML',
        attach_document_to_email INTEGER NOT NULL DEFAULT 0,
        password TEXT
    )
    """,
    "CREATE INDEX users_by_name ON users (first_name, last_name, user_id)",
    "CREATE INDEX users_by_user_name ON users (user_name, user_id)",
    "CREATE TABLE facts (seeded INTEGER NOT NULL)",
    "INSERT INTO facts VALUES (0)",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {VERSION}",
)

# The parts that older files lack.
LATER: Final = (
    *content.TABLES,
    *PEOPLE,
    *SECURITY,
    *METADATA,
    *ACTIVITY,
    *LINKS,
    *SETTINGS,
    *TREE,
    *SEARCHES,
    *VERSIONS,
    *WORKFLOW,
    *REVIEWS,
    *RETENTION,
)
# Columns that the tables of older files lack, by table.
ADDED: Final = {**content.ADDED}
