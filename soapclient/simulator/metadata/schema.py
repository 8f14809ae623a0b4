"""The tables of metadata, and their initial rows."""

from __future__ import annotations

from typing import Final

# Seeds are added once: removed ones do not come back. The definitions come last, since they mark that.
TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS property_sets (name TEXT PRIMARY KEY COLLATE NOCASE, fields TEXT NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS property_rows (
        owner TEXT NOT NULL,
        name TEXT NOT NULL COLLATE NOCASE,
        row_number INTEGER NOT NULL,
        fields TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        user_name TEXT NOT NULL,
        applied TEXT NOT NULL,
        PRIMARY KEY (owner, name, row_number)
    )
    """,
    """
    INSERT INTO property_rows
        SELECT 'D1001', 'PROJECT', 1, '{"PROJECT_CODE": "P-1", "STATUS": "Open", "NOTES": "Draft"}', 1, 'admin',
            '2024-01-15 08:30'
        WHERE NOT EXISTS (SELECT 1 FROM property_sets)
    """,
    # Older files have no other table of sets; this one now only records that their row was seeded.
    """
    INSERT OR IGNORE INTO property_sets VALUES ('AUDIT', 'AUDITOR AUDIT_DATE'), ('PROJECT', 'PROJECT_CODE STATUS NOTES')
    """,
    """
    CREATE TABLE IF NOT EXISTS set_definitions (
        set_id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        caption TEXT NOT NULL UNIQUE COLLATE NOCASE,
        for_documents INTEGER NOT NULL DEFAULT 1,
        for_folders INTEGER NOT NULL DEFAULT 1,
        for_users INTEGER NOT NULL DEFAULT 0,
        system INTEGER NOT NULL DEFAULT 0,
        private INTEGER NOT NULL DEFAULT 0,
        domains TEXT NOT NULL DEFAULT ''
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS set_fields (
        set_name TEXT NOT NULL COLLATE NOCASE,
        name TEXT NOT NULL COLLATE NOCASE,
        caption TEXT NOT NULL,
        data_type TEXT NOT NULL,
        length INTEGER NOT NULL,
        required INTEGER NOT NULL,
        control_size INTEGER NOT NULL,
        control_order INTEGER NOT NULL,
        control_type TEXT NOT NULL,
        PRIMARY KEY (set_name, name)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS set_options (
        set_name TEXT NOT NULL COLLATE NOCASE,
        field TEXT NOT NULL COLLATE NOCASE,
        value TEXT NOT NULL,
        PRIMARY KEY (set_name, field, value)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS document_types (
        type_id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        property_set TEXT NOT NULL DEFAULT '',
        schedule TEXT NOT NULL DEFAULT '',
        description TEXT NOT NULL DEFAULT ''
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS keywords (
        document_id INTEGER NOT NULL,
        generated INTEGER NOT NULL,
        place INTEGER NOT NULL,
        keyword TEXT NOT NULL,
        PRIMARY KEY (document_id, generated, place)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS classification_log (
        kind TEXT NOT NULL,
        thing_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        path TEXT NOT NULL,
        before INTEGER NOT NULL,
        before_downgrade TEXT NOT NULL,
        before_declassify TEXT NOT NULL,
        after INTEGER NOT NULL,
        downgrade TEXT NOT NULL,
        declassify TEXT NOT NULL,
        reason TEXT NOT NULL,
        agency TEXT NOT NULL,
        done TEXT NOT NULL
    )
    """,
    """
    INSERT OR IGNORE INTO document_types SELECT column1, column2, column3, '', column4
    FROM (VALUES (1, 'CONTRACT', '', 'Contracts'), (2, 'INVOICE', 'INVOICE', 'Invoices'))
    WHERE NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'metadata')
    """,
    """
    INSERT OR IGNORE INTO set_fields
    SELECT column1, column2, column3, column4, column5, column6, column7, column8, column9
    FROM (VALUES
        ('AUDIT', 'AUDITOR', 'Auditor', 'CHAR', 255, 0, 30, 1, 'TEXT BOX'),
        ('AUDIT', 'AUDIT_DATE', 'Audit date', 'CHAR', 255, 0, 12, 2, 'TEXT BOX'),
        ('PROJECT', 'PROJECT_CODE', 'Project code', 'CHAR', 255, 0, 20, 1, 'TEXT BOX'),
        ('PROJECT', 'STATUS', 'Status', 'CHAR', 255, 0, 20, 2, 'TEXT BOX'),
        ('PROJECT', 'NOTES', 'Notes', 'CHAR', 255, 0, 60, 3, 'TEXT BOX'),
        ('INVOICE', 'INVOICE_NO', 'Invoice number', 'CHAR', 20, 1, 20, 1, 'TEXT BOX'),
        ('INVOICE', 'AMOUNT', 'Amount', 'NUMBER', 4, 0, 10, 2, 'TEXT BOX'),
        ('INVOICE', 'DUE', 'Due', 'DATE', 8, 0, 12, 3, 'TEXT BOX'),
        ('INVOICE', 'PAID', 'Paid', 'BOOLEAN', 1, 0, 0, 4, 'CHECK BOX'),
        ('INVOICE', 'STATUS', 'Status', 'CHAR', 30, 0, 30, 5, 'COMBO BOX'),
        ('INVOICE', 'NOTES', 'Notes', 'CHAR', 200, 0, 60, 6, 'TEXT BOX')
    ) WHERE NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'metadata')
    """,
    """
    INSERT OR IGNORE INTO set_options SELECT 'INVOICE', 'STATUS', column1
    FROM (VALUES ('Open'), ('Approved'), ('Disputed'), ('Paid'))
    WHERE NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'metadata')
    """,
    """
    INSERT OR IGNORE INTO set_definitions SELECT column1, column2, column3, 1, 1, column4, 0, 0, ''
    FROM (VALUES (1, 'AUDIT', 'Audit', 1), (2, 'INVOICE', 'Invoice', 0), (3, 'PROJECT', 'Project', 0))
    WHERE NOT EXISTS (SELECT 1 FROM sown WHERE seed = 'metadata')
    """,
    "INSERT OR IGNORE INTO sown VALUES ('metadata', 1)",
)
