"""Check documents out for a block that always releases them, or reports that it could not.

Source: the pages of Lock, UnLock and GetDocument.
"""

from __future__ import annotations

import logging
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ...calls.faces import Awaited, Called
from ...calls.flow import Flow, ensuring
from ...errors import Conflict, DocumentNotFound, ServiceError, SoapClientError, TransportError
from ..looking import looked, noted
from .addressing import DocumentNaming, full_path, held_by, taken

if TYPE_CHECKING:
    from ..models.contents import Document
    from ..models.people import User
    from ..transfer.results import UploadResult

log = logging.getLogger("soapclient.checkout")


class HeldDocument(DocumentNaming):
    """A document that is checked out for a block; see `Documents.checkout`.

    Attributes:
        document: the document as it was just read.
        path: its path at that time.
    """

    document: Document
    path: str

    def __init__(self, documents: DocumentNaming, path_or_id: str | int, adopt: bool) -> None:
        super().__init__(documents._caller, documents.carrier, documents.server, documents._nulls)
        self._documents: Any = documents
        self._named = path_or_id
        self._adopts = adopt
        self._user: User | None = None

    def _begin(self) -> Flow[None]:
        if self._user is not None:
            raise Conflict(f"Lock: {self.path} is already checked out by this checkout", operation="Lock")
        yield from ensuring(self._check_out(), self._failed)

    def _check_out(self) -> Flow[None]:
        # Lock on a folder locks all its documents, so the path must be a document's.
        document = yield from self._get(self._named)
        user = yield from self._me()
        self.document, self.path = document, full_path(document)
        if (document.checked_out_by or "").strip():
            if not held_by(document, user):
                raise taken("Lock", document)
            if not self._adopts:
                raise Conflict(
                    f"Lock: {self.path} is already checked out by you; pass adopt=True to take it over, "
                    "or release() it",
                    operation="Lock",
                )
            self._user = user
            return
        self._user = user
        try:
            yield from self._call("Lock", Path=self.path)
        except TransportError as exc:
            if not exc.maybe_applied:
                raise
            now = yield from looked(self._get(document.document_id or self.path), "Lock", exc)
            if not held_by(now, user):
                raise
        except ServiceError as exc:
            self._user = None  # nothing to release
            raise (yield from self._refusal(exc, document, user)) from None

    def _refusal(self, error: ServiceError, document: Document, user: User) -> Flow[ServiceError]:
        """Return why a document could not be locked: somebody may have been faster, which not every text says."""
        try:
            now = yield from self._get(document.document_id or self.path)
        except SoapClientError:
            return error
        return taken("Lock", now) if (now.checked_out_by or "").strip() and not held_by(now, user) else error

    def _failed(self, error: BaseException | None) -> Flow[None]:
        """Release the lock of a checkout that did not finish."""
        if error is None or self._user is None:
            return
        try:
            yield from self._release()
        except SoapClientError as exc:
            _note(error, str(exc))

    def _end(self, error: BaseException | None) -> Flow[None]:
        """Release the document; no interruption prevents the call."""
        if self._user is None:
            return
        yield from ensuring(_nothing(), lambda left: self._ended(error))

    def _ended(self, error: BaseException | None) -> Flow[None]:
        try:
            yield from self._release()
        except SoapClientError as exc:
            if error is None:
                raise
            _note(error, str(exc))
        except KeyboardInterrupt as exc:
            _note(exc, f"{self.path} may still be checked out; release it with documents.release()")
            raise

    def _release(self) -> Flow[None]:
        """Undo the checkout, unless an upload has done so, wherever the document is now.

        Raises:
            SoapClientError: it is still checked out, or that is unknown.
        """
        user, self._user = self._user, None
        path = self.path
        before: Document | None = None
        try:
            before = now = yield from self._get(self.document.document_id or path)
        except DocumentNotFound:
            return  # it was deleted
        except SoapClientError as exc:
            log.info("could not read %s to release it: %s", path, exc)
        else:
            if user is None or not held_by(now, user):
                return
            path = full_path(now)
        try:
            yield from self._call("UnLock", Path=path, force=False)
        except (TransportError, ServiceError) as exc:
            yield from self._still_held(exc, user, path)
            return
        yield from self._freed(before, path)

    def _still_held(self, error: SoapClientError, user: User | None, path: str) -> Flow[None]:
        """Do nothing if the document is free anyway.

        Raises:
            SoapClientError: the error of the release, with the current state.
        """
        known = "is still checked out"
        try:
            now = yield from self._get(self.document.document_id or path)
        except DocumentNotFound:
            return
        except SoapClientError:
            known = "may still be checked out"
        else:
            if user is not None and not held_by(now, user):
                return
        error.message = f"{error.message}; {path} {known}; release it with documents.release()"
        error.args = (error.message,)
        raise error

    def _hold_again(self, result: UploadResult) -> Flow[None]:
        """Check the document out again, if the server has checked it in with an upload."""
        user = self._user
        if user is None or result.checkout != "ended":
            return
        try:
            yield from self._call("Lock", Path=self.path)
        except (TransportError, ServiceError) as exc:
            try:
                now = yield from self._get(self.document.document_id or self.path)
            except SoapClientError as unread:
                exc.done = result.operations
                unknown = f"the version was uploaded before; its checkout is unknown: {unread.message}"
                raise noted(exc, unknown) from unread
            if held_by(now, user):
                return
            self._user = None  # nothing to release
            why = taken("Lock", now).message if (now.checked_out_by or "").strip() else exc.message
            error = Conflict(f"{why}; the version was uploaded before", operation="Lock")
            error.done = result.operations
            raise error from exc

    def download(self, to: Any = None, /, **options: Any) -> Any:
        """Download the document; see `Documents.download`.

        Args:
            to: as there.
            options: as there.
        """
        return self._documents.download(self.path, to, **options)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'path', self._named)}{' (held)' if self._user else ''}>"


class Checkout(HeldDocument, Called):
    """A checked-out document, for `with`."""

    def upload(self, source: Any, /, **options: Any) -> UploadResult:
        """Upload a new version of the document, which stays checked out; see `Documents.upload`.

        Args:
            source: as there.
            options: as there, but `over`.

        Raises:
            Conflict: the version was uploaded, which checked the document in, and somebody else has it now.
        """
        result: UploadResult = self._documents.upload(source, self.path, over="version", **options)
        self.carrier.carry(self._hold_again(result))
        return result

    def __enter__(self) -> Checkout:
        self.carrier.carry(self._begin())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.carrier.carry(self._end(error))


class AsyncCheckout(HeldDocument, Awaited):
    """A checked-out document, for `async with`."""

    async def upload(self, source: Any, /, **options: Any) -> UploadResult:
        """Upload a new version of the document, which stays checked out; see `Checkout.upload`.

        Args:
            source: as there.
            options: as there.
        """
        result: UploadResult = await self._documents.upload(source, self.path, over="version", **options)
        await self.carrier.carry(self._hold_again(result))
        return result

    async def __aenter__(self) -> AsyncCheckout:
        await self.carrier.carry(self._begin())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.carrier.carry(self._end(error))


class CheckingOut(DocumentNaming, Called):
    """Documents that can be checked out with `with`."""

    def checkout(self, path_or_id: str | int, /, *, adopt: bool = False) -> Checkout:
        """Check a document out for a block: `with ir.documents.checkout(path) as held: held.upload(...)`.

        At the end of the block, however it ends, the document is released unless an upload has done that; it is found
        by its number, so it may be moved meanwhile. If it cannot be released, the error says so; an error in the
        block stays the main one and gets a note. A process that is killed leaves the document checked out:
        `checked_out()` lists these, and `release()` releases them. If the reply to Lock is lost, a read shows
        who has the document; a request that reaches the server only after that read still locks it.

        Args:
            path_or_id: the document's path or its number.
            adopt: take over an existing checkout by the caller; at the end it is released, too.

        Raises:
            DocumentNotFound: the document does not exist, or is a folder.
            Conflict: the document is checked out; the message says by whom.
        """
        return Checkout(self, path_or_id, adopt)


class AsyncCheckingOut(DocumentNaming, Awaited):
    """Documents that can be checked out with `async with`."""

    def checkout(self, path_or_id: str | int, /, *, adopt: bool = False) -> AsyncCheckout:
        """Check a document out for a block: `async with ir.documents.checkout(path)`; see `Documents.checkout`.

        Args:
            path_or_id: as there.
            adopt: as there.
        """
        return AsyncCheckout(self, path_or_id, adopt)


def _nothing() -> Flow[None]:
    yield from ()


def _note(error: BaseException, failure: str) -> None:
    """Add to an error that a document was not released."""
    log.warning("not released: %s", failure)
    if hasattr(error, "add_note"):  # Python 3.11
        error.add_note(failure)
    else:
        vars(error)["__notes__"] = [*getattr(error, "__notes__", ()), failure]
