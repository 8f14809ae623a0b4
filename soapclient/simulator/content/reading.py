"""Read documents: GetDocument, and whether one exists."""

from __future__ import annotations

from ..behaviour import Call, behaves
from ..messages import NO_DOCUMENT, Refusal
from ..writing import ResultElement, attributes
from .blobs import hex_crc
from .dialects import Telling
from .documents import StoredDocument, called_document, document_at
from .folders import folder_at
from .parts import part


@behaves("GetDocument")
def get_document(call: Call) -> ResultElement:
    """Describe a document in full, with the parts that the flags request."""
    return ResultElement(inner=Telling(call).full(called_document(call)))


@behaves("DocumentExists")
def document_exists(call: Call) -> ResultElement:
    """Return whether a document exists, and the check sums of its latest and published versions.

    Absence is success="false".
    """
    return _sums(call, called_document(call, "list"))


@behaves("DocumentExists1")
def document_exists1(call: Call) -> ResultElement:
    """Return the same for a document in a folder by its name; `~D` does not work here."""
    call.caller()
    folder = folder_at(call, call.text("FolderPath"))
    name = call.text("DocumentName")
    if not name or "/" in name or "\\" in name:
        raise Refusal(NO_DOCUMENT)
    return _sums(call, document_at(call, f"{folder.path}/{name}", "list"))


def _sums(call: Call, document: StoredDocument) -> ResultElement:
    last = hex_crc(document.crc) if document.version else ""
    return ResultElement({"CRC32LASTVERSION": last, "CRC32": Telling(call).published_crc(document)})


@part("withOwner")
def owner(call: Call, document: StoredDocument) -> str:
    """Return the <User> that owns a document or folder."""
    found = call.world.users.by_id(document.owner_id)
    if found is None:
        return ""
    values = {"UserID": str(found.user_id), "UserName": found.user_name, "FullName": found.full_name}
    return f"<User{attributes(values)} />"
