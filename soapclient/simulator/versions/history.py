"""Change and verify the history of a document.

Source: the pages of UpdateVersionComment, DeleteDocumentVersion, PruneDocumentVersions and VerifyVersionHash.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from ..behaviour import Call, behaves
from ..content.documents import StoredDocument, called_document
from ..content.locks import not_others
from ..content.messages import BAD_VERSION, NO_VERSION
from ..content.schema import FIRST_VERSION, SUM
from ..content.versions import StoredVersion, content_of, version_of, versions_of
from ..messages import DENIED, Refusal
from ..writing import ResultElement
from .wordings import BAD_KEEP, IN_USE, PUBLISHED_VERSION


@behaves("UpdateVersionComment")
def update_version_comment(call: Call) -> ResultElement:
    """Set the comment of a version; only its author may."""
    document = called_document(call, parameter="documentpath")
    version = version_of(call.world.users, document, _number(call))
    if version.author_id != call.caller().user_id:
        raise Refusal(DENIED)
    call.world.users.change(
        "UPDATE versions SET comment = ? WHERE version_id = ?", call.text("commentText"), version.version_id
    )
    return ResultElement()


@behaves("DeleteDocumentVersion")
def delete_document_version(call: Call) -> ResultElement:
    """Delete a version permanently, but not the published one."""
    document = called_document(call, "change", "documentpath")
    not_others(call, document)
    number = call.arguments["VersionNumber"]
    if number < FIRST_VERSION:
        raise Refusal(BAD_VERSION)
    found = [each for each in versions_of(call.world.users, document) if each.number == number]
    if not found:
        raise Refusal(IN_USE)
    if number == document.published_version:
        raise Refusal(PUBLISHED_VERSION)
    _delete(call, document, found)
    return ResultElement()


@behaves("PruneDocumentVersions")
def prune_document_versions(call: Call) -> ResultElement:
    """Delete versions permanently, except the newest published and unpublished ones and protected ones."""
    document = called_document(call, "change", "documentpath")
    published, unpublished = call.arguments["keepPublished"], call.arguments["keepUnpublished"]
    if published < 1:
        raise Refusal(BAD_KEEP, "keepPublished")
    if unpublished < 0:
        raise Refusal(BAD_KEEP, "keepUnpublished")
    newest = [*reversed(versions_of(call.world.users, document))]
    were = [each for each in newest if each.published]
    others = [each for each in newest if not each.published]
    last = were[0].number if were else 0
    old = [*were[published:], *(each for each in others[unpublished:] if each.number < last)]
    kept = document.published_version, document.version if document.checked_out_by_id else 0
    _delete(call, document, [each for each in old if each.number not in kept and each.approval_status != "Approved"])
    return ResultElement()


@behaves("VerifyVersionHash")
def verify_version_hash(call: Call) -> ResultElement:
    """Return whether the bytes of a version match the stored check sum."""
    document = called_document(call)
    version = version_of(call.world.users, document, call.arguments["versionNumber"])
    crc = 0
    for piece in content_of(call, version).pieces():
        crc = zlib.crc32(piece, crc)
    return ResultElement({"hashVerified": str(crc == version.crc).lower()})


def _number(call: Call) -> int:
    number: int = call.arguments["versionNumber"]
    if not number:
        raise Refusal(NO_VERSION)
    return number


def _delete(call: Call, document: StoredDocument, versions: Iterable[StoredVersion]) -> None:
    store = call.world.users
    for each in versions:
        store.change_all(
            ("DELETE FROM versions WHERE version_id = ?", (each.version_id,)), (SUM, (document.document_id,))
        )
        if not store.rows("SELECT 1 FROM versions WHERE blob = ?", each.blob):
            call.world.blobs.remove(each.blob)
