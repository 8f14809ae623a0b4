"""Downloads in one call, and the information before one."""

from __future__ import annotations

from ..activity.store import viewed
from ..behaviour import Call, behaves
from ..writing import ResultElement
from .blobs import hex_crc
from .dates import shown
from .documents import StoredDocument, called_document
from .media import content_type
from .schema import FIRST_VERSION
from .versions import StoredVersion, content_of, version_of


@behaves("DownloadDocument")
def download_document(call: Call) -> ResultElement:
    """Return the bytes of the latest version; a failure sends an empty result."""
    document = called_document(call)
    return _bytes(call, document, version_of(call.world.users, document, document.version))


@behaves("DownloadDocumentVersion")
def download_document_version(call: Call) -> ResultElement:
    """Return the bytes of a version; a number below 1,000,000 is that of a major version."""
    document, number = called_document(call), call.arguments["VersionNumber"]
    if 0 < number < FIRST_VERSION:
        number *= FIRST_VERSION
    return _bytes(call, document, version_of(call.world.users, document, number))


@behaves("GetDownloadInfo")
def get_download_info(call: Call) -> ResultElement:
    """Return the size, type and check sum of the result of DownloadDocument; the version number is always 0."""
    document = called_document(call)
    return download_info(call, document, version_of(call.world.users, document, document.version), 0)


@behaves("GetDownloadInfoByVersion")
def get_download_info_by_version(call: Call) -> ResultElement:
    """Return the same for a version; its number is returned as requested, so 0 stays 0."""
    document, number = called_document(call), call.arguments["VersionNumber"]
    return download_info(call, document, version_of(call.world.users, document, number), number)


def download_info(call: Call, document: StoredDocument, version: StoredVersion, number: int) -> ResultElement:
    """Return the information before a download."""
    return ResultElement(
        {
            "Size": str(version.size),
            "ContentType": content_type(document.name),
            "ModificationDate": shown(version.created, call.world.generation),
            "VersionNumber": str(number),
            "AlterDocumentName": document.name,
            "RenderedContent": "false",
            "CRC32": hex_crc(version.crc),
        }
    )


def _bytes(call: Call, document: StoredDocument, version: StoredVersion) -> ResultElement:
    viewed(call, document, version.number)
    return ResultElement(data=content_of(call, version))
