"""Operations that take the number of a document, `~D1001`, where others take only its path.

For the others, the document's path is read by its number, and the document at that path is checked again: another
document that has the path by then is not touched.

Source: the pages of the operations named here say that they take `~D` with a number. The pages of DownloadDocument,
DeleteDocument, Lock, UnLock, Move and DocumentExists1 do not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..calls.flow import Flow
from ..errors import UnexpectedReply
from .document_update import numbered
from .fields import DOCUMENT
from .models.contents import Document

TAKES_NUMBERS: Final = frozenset((
    "DocumentExists", "DownloadZip", "DownloadZipWithHandler", "GetConnectProfile", "GetDocument",
    "GetDocumentAbstract", "GetDocumentAbstract1", "GetDocumentComments", "GetDocumentExpirationDate",
    "GetDocumentKeywords", "GetDocumentSummary", "GetDocumentTextOnlyContent", "GetDocumentVersion",
    "GetDocumentVersions", "GetDocumentViewLog", "GetDownloadHandler", "GetDownloadHandlerByVersion",
    "GetDownloadInfo", "GetDownloadInfoByVersion", "GetSubscribers", "GetVersionRendition",
    "GetVersionTextOnlyContent", "IsLockPossible", "PublishDocument", "RemoveDocumentCutoffDate",
    "RemoveExpirationDate", "RemoveFromFavorites", "RemoveUserFromDocumentSubscribers",
    "RemoveUsergroupFromDocumentSubscribers", "SetClassificationLevel", "SetDocumentCompletionStatus",
    "SetDocumentCutoffDate", "SetDocumentImportance", "SetDocumentSummary", "SetDocumentTextOnlyContent",
    "SetExpirationDate", "SetVersionTextOnlyContent", "UnpublishDocument", "UpdateDocumentKeywords",
    "UpdateDocumentProperties", "UpdateDocumentProperties1", "UpdateDocumentProperties2", "UpdateDocumentType",
    "VerifyVersionHash",
))  # fmt: skip
_PATHS: Final = frozenset(("path", "documentpath", "sourcepath"))


def to_resolve(operation: str, arguments: Mapping[str, Any]) -> str:
    """Return the argument with a document number that the operation does not take; empty for none.

    Args:
        operation: the name of the operation.
        arguments: the arguments of the call.
    """
    if operation in TAKES_NUMBERS:
        return ""
    for name, value in arguments.items():
        if type(value) is str and value[:2] in ("~D", "~d") and name.casefold() in _PATHS and numbered(value):
            return name
    return ""


def resolved(call: Callable[..., Flow[Any]], number: str, operation: str) -> Flow[str]:
    """Return the path of a document by its number.

    Args:
        call: calls an operation by the reference's names.
        number: the number, as `~D1001`.
        operation: the operation that takes only a path.

    Raises:
        DocumentNotFound: the document does not exist.
        UnexpectedReply: the path leads to another document; the operation was not called.
    """
    first = yield from _read(call, number)
    if not first.path or not first.name or {"path", "name"} & first.repaired:
        raise UnexpectedReply(f"GetDocument: the reply does not give the path of {number}", operation="GetDocument")
    path = f"{first.path.replace(chr(92), '/').rstrip('/')}/{first.name}"
    again = yield from _read(call, path)
    if first.document_id != numbered(number) or again.document_id != first.document_id:
        raise UnexpectedReply(
            f"{operation}: {path} is not the document with the number {numbered(number)}; the operation was not called",
            operation=operation,
        )
    return path


def _read(call: Callable[..., Flow[Any]], address: str) -> Flow[Document]:
    reply = yield from call(DOCUMENT.reads, **{DOCUMENT.key: address, **DOCUMENT.arguments})
    found = [] if reply.element is None else [*reply.element.iter(f"{{*}}{DOCUMENT.element}")]
    if len(found) != 1:
        raise UnexpectedReply(f"GetDocument: the reply is not about {address} alone", operation="GetDocument")
    return Document.read(found[0])
