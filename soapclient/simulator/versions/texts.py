"""Texts, summaries, abstracts, renditions and thumbnails of documents.

Source: the pages of GetDocumentTextOnlyContent, SetDocumentTextOnlyContent, GetVersionTextOnlyContent,
SetVersionTextOnlyContent, GetDocumentSummary, SetDocumentSummary, GetDocumentAbstract, GetDocumentAbstract1,
GetVersionRendition, GetDocumentThumbnail, UpdateDocumentThumbnail and DeleteDocumentThumbnail.
"""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..content.dates import now
from ..content.documents import StoredDocument, called_document
from ..content.versions import version_of
from ..messages import Refusal
from ..writing import ResultElement, attributes, text
from .wordings import BAD_RENDITION, NO_THUMBNAIL

_GET: Final = "SELECT content, user_id, applied, version FROM texts WHERE document_id = ? AND version = ? AND kind = ?"
_SET: Final = "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?, ?)"
_CLEAR: Final = "DELETE FROM texts WHERE document_id = ? AND version = ? AND kind = ?"
_RENDITIONS: Final = {"text": "Text", "markdown": "Markdown", "redactedtext": "RedactedText"}
# A summary belongs to a version, or to the whole document.
_WHOLE: Final = 0
_NONE: Final = "-"


@behaves("GetDocumentTextOnlyContent")
def get_document_text_only_content(call: Call) -> ResultElement:
    """Return the text of the published version, or of the latest if none is published; empty without a text."""
    document = called_document(call)
    return ResultElement(inner=text(_text(call, document, version_of(call.world.users, document, 0).number, "Text")))


@behaves("GetVersionTextOnlyContent")
def get_version_text_only_content(call: Call) -> ResultElement:
    """Return the text of a version; 0 is the latest one."""
    document = called_document(call)
    number = version_of(call.world.users, document, call.arguments["VersionNumber"] or document.version).number
    return ResultElement(inner=text(_text(call, document, number, "Text")))


@behaves("SetDocumentTextOnlyContent")
def set_document_text_only_content(call: Call) -> ResultElement:
    """Replace the text that GetDocumentTextOnlyContent returns; null and empty clear it."""
    document = called_document(call, "change")
    _store(call, document, version_of(call.world.users, document, 0).number, "Text", call.text("ContentText"))
    return ResultElement()


@behaves("SetVersionTextOnlyContent")
def set_version_text_only_content(call: Call) -> ResultElement:
    """Replace the text of a version."""
    document = called_document(call, "change")
    number = version_of(call.world.users, document, call.arguments["VersionNumber"]).number
    _store(call, document, number, "Text", call.text("ContentText"))
    return ResultElement()


@behaves("GetVersionRendition")
def get_version_rendition(call: Call) -> ResultElement:
    """Return a rendition of a version; one that was not produced is empty, and succeeds."""
    document = called_document(call)
    kind = _RENDITIONS.get(call.text("Rendition").casefold())
    if kind is None:
        raise Refusal(BAD_RENDITION, call.text("Rendition"))
    number = version_of(call.world.users, document, call.arguments["VersionNumber"]).number
    return ResultElement({"rendition": kind}, text(_text(call, document, number, kind)))


@behaves("GetDocumentSummary")
def get_document_summary(call: Call) -> ResultElement:
    """Return the summary: of a version, or in the current generation of the document."""
    document = called_document(call)
    return ResultElement({"status": "Ready"}, _value(call, document, _place(call, document), "Summary", "Value"))


@behaves("SetDocumentSummary")
def set_document_summary(call: Call) -> ResultElement:
    """Replace the summary; empty clears it."""
    document = called_document(call, "change")
    _store(call, document, _place(call, document), "Summary", call.text("summary"))
    return ResultElement()


@behaves("GetDocumentAbstract")
def get_document_abstract(call: Call) -> ResultElement:
    """Return the abstract, a dash without one: only an artificial intelligence writes one."""
    return _abstract(call, "abstract")


@behaves("GetDocumentAbstract1")
def get_document_abstract1(call: Call) -> ResultElement:
    """Return the abstract in an element with another name."""
    return _abstract(call, "Value")


@behaves("GetDocumentThumbnail")
def get_document_thumbnail(call: Call) -> ResultElement:
    """Return the bytes of the thumbnail; a missing one is a refusal, which is an empty result."""
    document = called_document(call, parameter="documentpath")
    rows = call.world.users.rows("SELECT image FROM thumbnails WHERE document_id = ?", document.document_id)
    if not rows:
        raise Refusal(NO_THUMBNAIL)
    return ResultElement(data=bytes(rows[0][0]))


@behaves("UpdateDocumentThumbnail")
def update_document_thumbnail(call: Call) -> ResultElement:
    """Replace the thumbnail."""
    document = called_document(call, "change", "documentpath")
    image = call.arguments.get("thumbnailContent") or b""
    data = image if isinstance(image, bytes) else b"".join(image.pieces())
    call.world.users.change("INSERT OR REPLACE INTO thumbnails VALUES (?, ?)", document.document_id, data)
    return ResultElement()


@behaves("DeleteDocumentThumbnail")
def delete_document_thumbnail(call: Call) -> ResultElement:
    """Remove the thumbnail; removing a missing one succeeds."""
    document = called_document(call, "change", "documentpath")
    call.world.users.change("DELETE FROM thumbnails WHERE document_id = ?", document.document_id)
    return ResultElement()


def _abstract(call: Call, name: str) -> ResultElement:
    document = called_document(call)
    arguments = {key.casefold(): value for key, value in call.arguments.items()}
    number = version_of(call.world.users, document, arguments["versionnumber"]).number
    return ResultElement(inner=_value(call, document, number, "Abstract", name))


def _place(call: Call, document: StoredDocument) -> int:
    number = version_of(call.world.users, document, call.arguments.get("versionNumber") or 0).number
    return _WHOLE if call.world.generation.current else number


def _value(call: Call, document: StoredDocument, version: int, kind: str, name: str) -> str:
    rows = call.world.users.rows(_GET, document.document_id, version, kind)
    if not rows:
        return f"<{name}>{_NONE}</{name}>"
    content, user_id, applied, _ = rows[0]
    user = call.world.users.by_id(user_id)
    values = {
        "AppliedById": str(user_id),
        "AppliedBy": user.full_name if user else "",
        "DateApplied": applied,
    }
    if call.world.generation.current:
        values["VersionNumber"] = str(document.version)
    return f"<{name}{attributes(values)}>{text(content)}</{name}>"


def _text(call: Call, document: StoredDocument, version: int, kind: str) -> str:
    rows = call.world.users.rows(_GET, document.document_id, version, kind)
    return rows[0][0] if rows else ""


def _store(call: Call, document: StoredDocument, version: int, kind: str, content: str) -> None:
    store = call.world.users
    if content:
        store.change(_SET, document.document_id, version, kind, content, call.caller().user_id, now())
    else:
        store.change(_CLEAR, document.document_id, version, kind)
