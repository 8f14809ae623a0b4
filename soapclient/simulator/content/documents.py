"""Stored documents, and how to find them."""

from __future__ import annotations

import re
from typing import Final

import attrs

from ..behaviour import Call
from ..messages import NO_DOCUMENT, Refusal
from ..store import Store
from . import rights
from .messages import BAD_IDENTIFIER

_NUMBERED: Final = re.compile(r"~D([0-9]{1,9})(?:\..*)?", re.IGNORECASE | re.DOTALL)
# Replaces the path of a folder for items in the recycle bin. No real path begins with it.
BIN: Final = "*"


@attrs.frozen
class StoredDocument:
    """A stored document, column by column; moments are texts in UTC, and "" or 0 means no value."""

    document_id: int
    folder: str
    name: str
    description: str
    update_instructions: str
    source: str
    language: str
    author: str
    importance: int
    created: str
    modified: str
    registered: str
    registered_by_id: int
    owner_id: int
    version: int
    version_count: int
    size: int
    crc: int
    published_version: int
    publishing_rule: str
    checked_out_by_id: int
    checked_out_at: str
    document_type_id: int
    document_type: str
    percent_complete: int
    completion_date: str
    expiration_date: str
    retention_date: str
    disposition_date: str
    cutoff_date: str
    rd_def_id: int
    classification_level: int
    downgrade_on: str
    declassify_on: str
    approval_status: str
    workflow_id: int
    workflow: str
    workflow_step_number: int
    workflow_step: str
    target_id: int
    template_id: int
    last_iso_review: str
    next_iso_review: str
    ai_enhanced: int

    @property
    def path(self) -> str:
        """The path from the root, with slashes."""
        return f"{self.folder.rstrip('/')}/{self.name}"


COLUMNS: Final = ", ".join(field.name for field in attrs.fields(StoredDocument))
_SELECT: Final = f"SELECT {COLUMNS} FROM documents"  # noqa: S608 - names of columns


def find(store: Store, path: str) -> StoredDocument | None:
    """Return the document at a path, or with `~D`, a number and an optional extension."""
    numbered = _NUMBERED.fullmatch(path)
    if numbered:
        return by_id(store, int(numbered[1]))
    folder, name = folder_and_name(path)
    rows = store.rows(f"{_SELECT} WHERE folder = ? AND name = ?", folder, name)
    return StoredDocument(*rows[0]) if rows else None


def by_id(store: Store, document_id: int) -> StoredDocument | None:
    """Return the document of this number, unless it is in the recycle bin."""
    rows = store.rows(f"{_SELECT} WHERE document_id = ?", document_id)
    document = StoredDocument(*rows[0]) if rows else None
    return None if document is None or document.folder.startswith(BIN) else document


def select(store: Store, where: str, *values: object) -> list[StoredDocument]:
    """Return documents by a condition in SQL, and perhaps an order; those in the recycle bin are left out.

    Args:
        store: the store.
        where: what follows WHERE: a constant of the package.
        values: the values in it.
    """
    rows = store.rows(f"{_SELECT} WHERE folder NOT LIKE '{BIN}%' AND {where}", *values)
    return [StoredDocument(*row) for row in rows]


def inside(store: Store, folder: str, start: int = 0, count: int = -1) -> list[StoredDocument]:
    """Return the documents in the folder at this path, by name: from a start, all or the requested number."""
    rows = store.rows(f"{_SELECT} WHERE folder = ? ORDER BY name LIMIT ? OFFSET ?", folder, count, start)
    return [StoredDocument(*row) for row in rows]


def below_folder(store: Store, folder: str) -> list[StoredDocument]:
    """Return the documents in the folder at this path and in all folders below it, by path."""
    tree = f"{folder.rstrip('/')}/"
    return select(
        store,
        "(folder = ? OR substr(folder, 1, ?) = ? COLLATE NOCASE) ORDER BY folder, name",
        *(folder, len(tree), tree),
    )


def folder_and_name(path: str) -> tuple[str, str]:
    """Return the folder and the name in a path, whatever its slashes."""
    folder, _, name = path.replace("\\", "/").rstrip("/").rpartition("/")
    return f"/{folder.strip('/')}", name


def called_document(call: Call, right: rights.Right = "read", parameter: str = "path") -> StoredDocument:
    """Return the document in the parameter `Path` of a call, or in another one, in any letter case.

    Args:
        call: the call.
        right: the right that the caller needs.
        parameter: the parameter's name in lower case.

    Raises:
        Refusal: the ticket is invalid, the document is missing or hidden from the caller, or the right is missing.
    """
    call.caller()
    said = next((value for name, value in call.arguments.items() if name.casefold() == parameter), None)
    return document_at(call, said or "", right)


def document_at(call: Call, path: str, right: rights.Right = "read") -> StoredDocument:
    """Return the document at a path, after checking the caller's right.

    Raises:
        Refusal: the document does not exist or is hidden from the caller, or the right is missing.
    """
    if path.startswith("~") and path[1:2] not in ("D", "d"):
        raise Refusal(BAD_IDENTIFIER)
    document = find(call.world.users, path)
    if document is None or not rights.sees(call, document):
        raise Refusal(NO_DOCUMENT)
    rights.require(call, document, right)
    return document
