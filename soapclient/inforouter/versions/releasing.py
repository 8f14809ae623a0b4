"""List checked-out documents, and release them without a block.

Source: the pages of UnLock, GetDocument, GetCheckedoutDocuments and GetCheckedoutDocumentsByUser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...calls.faces import listing, workflow
from ...calls.flow import Flow, Listing, Page
from ...errors import DocumentNotFound, ServiceError, SoapClientError, TransportError
from ..read_back import spelled
from .addressing import DocumentNaming, full_path, held_by, taken

if TYPE_CHECKING:
    from ..models.contents import Document

_FLAGS: Final = dict.fromkeys(("withpropertysets", "withsecurity", "withOwner", "withVersions"), False)


class CheckoutFlows(DocumentNaming):
    """The workflows for checked-out documents, for both faces."""

    @listing
    def checked_out(self, user: str | None = None, /) -> Listing[Document]:
        """Iterate over the caller's checked-out documents, for example those of a killed program.

        Args:
            user: another user; for administrators.
        """
        from .. import paging

        if user is None:
            return self._own_checked_out()
        operation = self._caller.find("GetCheckedoutDocumentsByUser")
        return paging.walk(operation, spelled(operation, {"userName": user}), self._caller.call, self._caller.find)

    def _own_checked_out(self) -> Listing[Document]:
        from ..models.contents import Document

        reply = yield from self._call("GetCheckedoutDocuments", **_FLAGS)
        yield Page(each for each in reply.items if isinstance(each, Document))

    @workflow
    def release(self, path_or_id: str | int, /, *, force: bool = False) -> Flow[bool]:
        """Undo a checkout without creating a version.

        Args:
            path_or_id: the document's path or its number.
            force: undo another user's checkout, discarding their edits; for administrators.

        Returns:
            Whether the document was checked out; if not, nothing is called.

        Raises:
            Conflict: somebody else has it checked out; with `force` their checkout ends.
            AccessDenied: the caller may not force.
            SoapClientError: it could not be released, or that is unknown.
        """
        document = yield from self._get(path_or_id)
        holder = (document.checked_out_by or "").strip()
        if not holder:
            return False
        mine = held_by(document, (yield from self._me()))
        if not mine and not force:
            raise taken("UnLock", document)
        try:
            yield from self._call("UnLock", Path=full_path(document), force=not mine)
        except (TransportError, ServiceError) as exc:
            now = yield from self._state_after(exc, document)
            if now is not None and (now.checked_out_by or "").strip().casefold() == holder.casefold():
                raise
        else:
            yield from self._freed(document, full_path(document))
        return True

    def _state_after(self, error: SoapClientError, document: Document) -> Flow[Document | None]:
        """Read a document again after a failed call; None if it is gone.

        Raises:
            SoapClientError: the original error, if the document cannot be read either.
        """
        try:
            return (yield from self._get(document.document_id or full_path(document)))
        except DocumentNotFound:
            return None
        except SoapClientError:
            raise error from None
