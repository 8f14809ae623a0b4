"""The dialects of documents: in full, as `d` of the short listings, and as `d` of the shortest one.

All of them write the same facts, from the same columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..behaviour import Call
from ..stored import StoredUser
from ..writing import attributes
from .blobs import hex_crc
from .dates import shown
from .documents import StoredDocument
from .folders import find_folder, library
from .media import extension, in_words
from .parts import asked_for

IMPORTANCES: Final = {-1: "NoMarkings", 0: "Low", 1: "Normal", 2: "High", 3: "Vital"}
LEVELS: Final = {0: "No Markings", 1: "Declassified", 2: "Confidential", 3: "Secret", 4: "Top Secret"}
_PUBLISHED_CRC: Final = "SELECT crc FROM versions WHERE document_id = ? AND number = ?"


class Telling:
    """Writes documents in one call; shared values are looked up once."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._store = call.world.users
        self._generation = call.world.generation
        self._users: dict[int, StoredUser | None] = {}
        self._folders: dict[str, dict[str, str]] = {}

    def user_name(self, user_id: int) -> str:
        """Return the name of a user; `~U` with the number for a deleted one, "" for 0."""
        user = self._user(user_id)
        return user.user_name if user else f"~U{user_id}" if user_id else ""

    def full_name(self, user_id: int) -> str:
        """Return the full name of a user; "" for a deleted one."""
        user = self._user(user_id)
        return user.full_name if user else ""

    def date(self, moment: str) -> str:
        """Return a moment as this generation writes it."""
        return shown(moment, self._generation)

    def published_crc(self, document: StoredDocument) -> str:
        """Return the check sum of the published version; "" without one."""
        if not document.published_version:
            return ""
        if document.published_version == document.version:
            return hex_crc(document.crc)
        rows = self._store.rows(_PUBLISHED_CRC, document.document_id, document.published_version)
        return hex_crc(rows[0][0]) if rows else ""

    def full(self, document: StoredDocument, inner: str = "") -> str:
        """Return <document> with the attributes of the full dialect and the requested parts."""
        importance, level = document.importance, document.classification_level
        values = {
            "DocumentID": str(document.document_id),
            "Name": document.name,
            "Path": document.folder.replace("/", "\\"),
            "Description": document.description,
            "UpdateInstructions": document.update_instructions,
            "CreationDate": self.date(document.created),
            "ModificationDate": self.date(document.modified),
            "CheckoutDate": self.date(document.checked_out_at),
            "CheckoutBy": self.full_name(document.checked_out_by_id),
            "CheckoutByUserName": self.user_name(document.checked_out_by_id),
            "Size": str(document.size),
            "Type": in_words(document.name),
            "PercentComplete": str(document.percent_complete),
            "CompletionDate": self.date(document.completion_date),
            "Importance": IMPORTANCES.get(importance, "") if self._generation.current else str(importance),
            "RetentionDate": self.date(document.retention_date),
            "DispositionDate": self.date(document.disposition_date),
            "CutoffDate": self.date(document.cutoff_date),
            "RDDefId": str(document.rd_def_id),
            "ExpirationDate": self.date(document.expiration_date),
            "RegisterDate": self.date(document.registered),
            "RegisteredBy": self.user_name(document.registered_by_id),
            "DocTypeID": str(document.document_type_id),
            "DocTypeName": document.document_type,
            "VersionNumber": str(document.version),
            "PublishedVersionNumber": str(document.published_version),
            "PublishingRule": document.publishing_rule,
            "OwnerName": self.user_name(document.owner_id),
            "WorkflowId": str(document.workflow_id),
            "WorkflowName": document.workflow,
            "WorkflowStepNumber": str(document.workflow_step_number),
            "WorkflowStepName": document.workflow_step,
            "Author": document.author,
            "Language": document.language,
            "Source": document.source,
            "ApprovalStatus": document.approval_status,
            "ClassificationLevel": LEVELS.get(level, ""),
            "ClassificationLevelId": str(level),
            "DeclassifyOn": self.date(document.declassify_on),
            "DowngradeOn": self.date(document.downgrade_on),
            **self._around(document.folder),
            "IsShortcut": "true" if document.target_id else "false",
            "TargetDocumentId": str(document.target_id),
            "LastISOReviewDate": self.date(document.last_iso_review),
            "NextISOReviewDate": self.date(document.next_iso_review),
            "OwnerId": str(document.owner_id),
            "RegisterById": str(document.registered_by_id),
            "TemplateID": str(document.template_id),
            "VersionCount": str(document.version_count),
            "UserViewStatus": "0",
            **({"AIEnhanced": str(document.ai_enhanced)} if self._generation.current else {}),
        }
        inner += asked_for(self._call, document)
        head = f"<document{attributes(values)}"
        return f"{head}>{inner}</document>" if inner else f"{head} />"

    def short(self, document: StoredDocument) -> str:
        """Return <d> of the short listings."""
        values = {
            "id": str(document.document_id),
            "n": document.name,
            "mdate": self.date(document.modified),
            "cdate": self.date(document.created),
            "size": str(document.size),
            "dformat": extension(document.name).upper(),
            "chkoutbyusername": self.user_name(document.checked_out_by_id),
            "chkoutbyfullname": self.full_name(document.checked_out_by_id),
            "version": str(document.version),
            "publishedversion": str(document.published_version),
            "regdate": self.date(document.registered),
            "dtype": str(document.document_type_id),
        }
        return f"<d{attributes(values)} />"

    def shortest(self, document: StoredDocument) -> str:
        """Return <d> of GetFoldersAndDocuments2."""
        values = {
            "id": str(document.document_id),
            "n": document.name,
            "sz": str(document.size),
            "pv": str(document.published_version),
            "lv": str(document.version),
            "chksum": self.published_crc(document),
            "tid": str(document.template_id),
        }
        return f"<d{attributes(values)} />"

    def _user(self, user_id: int) -> StoredUser | None:
        if user_id not in self._users:
            self._users[user_id] = self._store.by_id(user_id) if user_id else None
        return self._users[user_id]

    def _around(self, path: str) -> dict[str, str]:
        """Return a document's attributes about its folder and library."""
        if path not in self._folders:
            folder, domain = find_folder(self._store, path), library(self._store, path)
            self._folders[path] = {
                "DomainId": str(domain.number),
                "DomainName": domain.name,
                "FolderId": str(folder.folder_id if folder else 0),
                "Foldername": folder.name if folder else "",
            }
        return self._folders[path]


def documents_in_full(call: Call, documents: Iterable[StoredDocument]) -> str:
    """Return <document> elements in the full dialect."""
    telling = Telling(call)
    return "".join(map(telling.full, documents))
