"""Read versions."""

from __future__ import annotations

from ..behaviour import Call, behaves
from ..writing import ResultElement, text
from .blobs import hex_crc
from .documents import StoredDocument, called_document
from .folders import StoredFolder
from .parts import part
from .versions import StoredVersion, version_of, versions_of


@behaves("GetDocumentVersions")
def get_document_versions(call: Call) -> ResultElement:
    """List the versions of a document; all but the number are child elements, and moments are in UTC."""
    return ResultElement(inner=versions(call, called_document(call)))


@behaves("GetDocumentVersion")
def get_document_version(call: Call) -> ResultElement:
    """Describe a version; 0 is the published one."""
    document = called_document(call)
    return ResultElement(inner=_version(version_of(call.world.users, document, call.arguments["versionNumber"])))


@part("withVersions")
def versions(call: Call, thing: StoredDocument | StoredFolder) -> str:
    """Return the <Versions> of a document; nothing for a folder."""
    if not isinstance(thing, StoredDocument):
        return ""
    return f"<Versions>{''.join(map(_version, versions_of(call.world.users, thing)))}</Versions>"


def _version(version: StoredVersion) -> str:
    values = {
        "VersionAuthor": version.author,
        "VersionAuthorId": str(version.author_id),
        "VersionSize": str(version.size),
        "CheckSum": hex_crc(version.crc),
        "DateCreated": version.created,
        "DatePublished": version.published,
        "Comment": version.comment,
        "ApprovalStatus": version.approval_status,
        "ApprovalDate": version.approval_date,
    }
    inner = "".join(f"<{name}>{text(value)}</{name}>" if value else f"<{name} />" for name, value in values.items())
    return f'<Version Number="{version.number}">{inner}</Version>'
