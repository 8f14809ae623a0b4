"""Publishing documents.

Source: the pages of PublishDocument, UnpublishDocument, SetDocumentPublishingRule and GetPublishingRequirements.
"""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..content.dates import now
from ..content.documents import StoredDocument, called_document
from ..content.locks import not_others
from ..content.versions import version_of
from ..messages import Refusal
from ..people.store import find_library
from ..people.wordings import NO_LIBRARY
from ..writing import ResultElement
from .wordings import BAD_RULE, NO_RELEASE_TAG, NO_TAGGED_VERSION

_RULES: Final = ("LATEST", "LASTAPPROVED", "TAGGED", "SPESIFICVERSION", "UNPUBLISHED")
_PUBLISH: Final = "UPDATE documents SET published_version = ?, publishing_rule = ? WHERE document_id = ?"
_DATE: Final = "UPDATE versions SET published = ? WHERE document_id = ? AND number = ? AND published = ''"
_TAGGED: Final = "SELECT max(version) FROM tags WHERE document_id = ? AND tag = ?"
_APPROVED: Final = "SELECT max(number) FROM versions WHERE document_id = ? AND approval_status = 'Approved'"
_RELEASE: Final = "INSERT OR REPLACE INTO release_tags VALUES (?, ?)"


@behaves("PublishDocument")
def publish_document(call: Call) -> ResultElement:
    """Publish a version; 0 for the latest."""
    document = called_document(call, "change", "documentpath")
    not_others(call, document)
    number = call.arguments["VersionNumber"] or document.version
    version_of(call.world.users, document, number)
    publish(call, document, number, "LATEST" if number == document.version else "SPESIFICVERSION")
    return ResultElement()


@behaves("UnpublishDocument")
def unpublish_document(call: Call) -> ResultElement:
    """Publish no version; an unpublished document stays so."""
    document = called_document(call, "change", "documentpath")
    publish(call, document, 0, "UNPUBLISHED")
    return ResultElement()


@behaves("SetDocumentPublishingRule")
def set_document_publishing_rule(call: Call) -> ResultElement:
    """Choose which version is published; a tag that the rule does not need is ignored."""
    document = called_document(call, "change", "documentpath")
    store, rule = call.world.users, call.text("publishingRule").upper()
    if rule not in _RULES:
        raise Refusal(BAD_RULE)
    number = 0
    if rule == "LATEST":
        number = document.version
    elif rule == "LASTAPPROVED":
        number = store.rows(_APPROVED, document.document_id)[0][0] or 0
    elif rule == "SPESIFICVERSION":
        number = version_of(store, document, call.arguments.get("publishedVersionNumber") or -1).number
    elif rule == "TAGGED":
        tag = call.text("releaseTag")
        if not tag.strip():
            raise Refusal(NO_RELEASE_TAG)
        number = store.rows(_TAGGED, document.document_id, tag)[0][0] or 0
        if not number:
            raise Refusal(NO_TAGGED_VERSION, tag)
        store.change(_RELEASE, document.document_id, tag)
    publish(call, document, number, rule)
    return ResultElement()


@behaves("GetPublishingRequirements")
def get_publishing_requirements(call: Call) -> ResultElement:
    """List a library's requirements for published documents: none, here."""
    call.caller()
    if find_library(call.world.users, call.text("domainname").strip("/")) is None:
        raise Refusal(NO_LIBRARY)
    return ResultElement(inner="<PublishingRequirements />")


def publish(call: Call, document: StoredDocument, number: int, rule: str) -> None:
    """Publish a version, 0 for none, by a rule."""
    call.world.users.change_all(
        (_PUBLISH, (number, rule, document.document_id)), (_DATE, (now(), document.document_id, number))
    )
