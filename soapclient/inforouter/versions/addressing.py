"""Names of documents, versions and the caller in the version workflows.

Source: the pages of GetDocument and GetDocumentVersions.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Final, TypeAlias

from ...calls.flow import Flow
from ...errors import ArgumentError, Conflict, SoapClientError, UnexpectedReply
from ..document_base import DocumentReading
from ..document_update import numbered
from ..models.entity import VersionNumber
from ..people.myself import CallerReading

if TYPE_CHECKING:
    from ..models.contents import Document, Version
    from ..models.people import User

    VersionLike: TypeAlias = int | VersionNumber | Version

_FIRST: Final = 1_000_000
log = logging.getLogger("soapclient.checkout")


class DocumentNaming(DocumentReading, CallerReading):
    """Workflows that find documents for operations that take a path but no number."""

    def _freed(self, before: Document | None, path: str) -> Flow[None]:
        """Check that a document is free after the service said so, as far as possible.

        Another program of the same user may have checked it out again, at another moment. Older servers return only
        the day.

        Args:
            before: the document as it was just read; None if it could not be read.
            path: its path.

        Raises:
            UnexpectedReply: the same checkout is still there.
        """
        if before is None or before.checked_out_at is None or before.checked_out_at.time() == dt.time():
            return
        try:
            now = yield from self._get(before.document_id or path)
        except SoapClientError as exc:
            log.info("%s was released, but could not be read afterwards: %s", path, exc)
            return
        holder = (now.checked_out_by or "").strip()
        if holder and (holder, now.checked_out_at) == ((before.checked_out_by or "").strip(), before.checked_out_at):
            raise UnexpectedReply(
                f"UnLock: the service reported that it released {path}, but it is still checked out; release it with "
                "documents.release()",
                operation="UnLock",
                maybe_applied=True,
            )

    def _path(self, path_or_id: str | int, operation: str) -> Flow[str]:
        """Return the path of a document: as given, or from the document if a number was given."""
        from ..by_number import resolved

        path = self._address(path_or_id, operation)
        return path if numbered(path) is None else (yield from resolved(self._call, path, operation))


def full_path(document: Document) -> str:
    """Return the full path of a document from GetDocument, whose `path` is its folder.

    Raises:
        UnexpectedReply: the document has no path.
    """
    if not document.path or not document.name:
        raise UnexpectedReply("GetDocument: the reply does not give the document's folder", operation="GetDocument")
    return f"{document.path.rstrip('/').rstrip(chr(92))}/{document.name}".replace("\\", "/")


def held_by(document: Document, user: User) -> bool:
    """Return whether a user has a document checked out."""
    holder = (document.checked_out_by or "").strip().casefold()
    if not holder:
        return False
    if user.user_id is not None and document.checked_out_by_id not in (None, 0):
        return document.checked_out_by_id == user.user_id
    return holder == user.user_name.casefold() or (user.user_id is not None and holder == f"~u{user.user_id}")


def taken(operation: str, document: Document) -> Conflict:
    """Make the error for a document that somebody else has checked out."""
    holder = document.checked_out_by or ""
    named = document.checked_out_by_name
    who = f"{holder} ({named})" if named and named.casefold() != holder.casefold() else holder
    return Conflict(f"{operation}: {full_path(document)} is checked out by {who}", operation=operation)


def stored_number(version: VersionLike, operation: str, *, zero: bool = False) -> int:
    """Return the number of a version as the service stores it.

    Args:
        version: that number, or a version.
        operation: the operation that takes it, for the error.
        zero: whether 0 has a meaning there.

    Raises:
        ArgumentError: it is not the number of a version. Version 2 is not 2000000 everywhere: read it.
    """
    from ..models.contents import Version

    if isinstance(version, Version):
        version = version.number or 0
    if isinstance(version, VersionNumber):
        version = version.stored
    if isinstance(version, int) and not isinstance(version, bool) and (version >= _FIRST or (zero and version == 0)):
        return version
    raise ArgumentError(
        operation, (f"{version!r} is not the number of a version; take it from versions(), such as 1000001",)
    )
