"""The checkout of a document during an upload: never somebody else's, never left behind.

The pages differ on whether an upload checks the document in. So afterwards UnLock releases it,
which may report that it is free already, and it is read. An earlier checkout by the caller is kept. If the server
ended that with the upload, it is not renewed: it may have belonged to another upload by the same user, which has
finished, and nobody would release it.

Source: the pages of Lock, UnLock, UploadDocument2, GetDocument and GetCurrentUser.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, Literal, Protocol, TypeAlias

from ...calls.flow import Flow
from ...errors import Conflict, ServiceError, SoapClientError, TransportError
from ..models.contents import Document
from ..models.people import User
from ..versions.addressing import held_by
from .sending import CallByName

log = logging.getLogger("soapclient.transfer")

_UPLOADED: Final = ("upload",)  # the `done` of an error

CheckoutState: TypeAlias = Literal["none", "released", "kept", "ended"]


class ReadDocument(Protocol):
    """Reads a document by its path or number."""

    def __call__(self, path_or_id: str | int, /) -> Flow[Document]:
        """Return the document."""


class UploadLock:
    """The checkout of one existing document.

    Args:
        call: calls an operation by its name.
        read: reads the document.
        myself: reads the caller's user.
        path: the document's path.

    Attributes:
        state: "none" before it is known, "released" if it was taken and released, "kept" if it is an earlier
            one by the caller, "ended" if the server ended that with the upload.
    """

    def __init__(self, call: CallByName, read: ReadDocument, myself: Callable[[], Flow[User]], path: str) -> None:
        self._call = call
        self._read = read
        self._ask = myself
        self._path = path
        self._ours = False
        self._me: User | None = None
        self.state: CheckoutState = "none"

    def take(self, document: Document) -> Flow[None]:
        """Check the document out, unless the caller has done so before.

        Args:
            document: the document, just read.

        Raises:
            Conflict: somebody else has checked it out.
            ServiceError: the service refused the checkout.
        """
        if _held(document):
            if not (yield from self._is_mine(document)):
                raise self._taken(document)
            self.state = "kept"
            return
        self._ours = True  # from here on it may be ours
        try:
            yield from self._call("Lock", Path=self._path)
        except ServiceError as exc:
            self._ours = False
            now = yield from self._read(self._path)
            if _held(now) and not (yield from self._is_mine(now)):
                raise self._taken(now) from exc
            if _held(now):  # by another program of the caller, or because the request arrived twice
                exc.message = (
                    f"{exc.message}; nothing was uploaded, and {self._path}, which was free just before, is checked out"
                    " by you; if no other program of yours has it, release it with documents.release()"
                )
                exc.args = (exc.message,)
            raise
        except TransportError as exc:
            if not exc.maybe_applied:
                self._ours = False
                raise
            now = yield from self._read(self._path)
            if not (yield from self._is_mine(now)):
                self._ours = False
                if _held(now):
                    raise self._taken(now) from exc
                raise

    def give_back(self, error: BaseException | None) -> Flow[None]:
        """Release the document if it was free before, and check that; an earlier checkout by the caller stays.

        Args:
            error: the error of the upload; it is extended if the document is still checked out.

        Raises:
            SoapClientError: the upload succeeded, but the document is still checked out or cannot be read.
        """
        if self._ours:
            yield from self._release(error)
        elif self.state == "kept" and error is None:
            try:
                held = yield from self.holds()
            except SoapClientError as exc:
                said = f"the version was uploaded, but the checkout of {self._path} could not be read"
                exc.message = f"{exc.message}; {said}"
                exc.args, exc.done = (exc.message,), _UPLOADED
                if isinstance(exc, TransportError):
                    exc.maybe_applied = True
                raise
            if not held:
                self.state = "ended"

    def holds(self) -> Flow[bool]:
        """Return whether the caller has the document checked out now."""
        return (yield from self._is_mine((yield from self._read(self._path))))

    def _release(self, error: BaseException | None) -> Flow[None]:
        problem: SoapClientError | None = None
        for _ in range(2):  # asks again after a lost reply
            try:
                yield from self._call("UnLock", Path=self._path, force=False)
            except SoapClientError as exc:
                problem = exc
            try:
                mine = yield from self.holds()
            except SoapClientError as exc:
                problem = problem or exc
                continue
            if not mine:
                self._ours = False
                self.state = "released"
                return
        self._left(error, problem)

    def _left(self, error: BaseException | None, problem: SoapClientError | None) -> None:
        """Report that the document may still be checked out."""
        said = f"{self._path} may still be checked out; release it with documents.release()"
        why = f"{said} ({problem.message})" if problem is not None else said
        log.warning("%s", why)
        if error is None:
            left = Conflict(f"UnLock: the version was uploaded, but {why}", operation="UnLock", text=said)
            left.done = _UPLOADED
            raise left from problem
        if isinstance(error, SoapClientError):
            error.message = f"{error.message}; {said}"
            error.args = (error.message,)

    def _is_mine(self, document: Document) -> Flow[bool]:
        if not _held(document):
            return False
        if self._me is None:
            self._me = yield from self._ask()
        return held_by(document, self._me)

    def _taken(self, document: Document) -> Conflict:
        who = document.checked_out_by_name or document.checked_out_by
        text = f"{self._path} is checked out by {who}"
        return Conflict(f"Lock: {text}; nothing was uploaded", operation="Lock", text=text)


def _held(document: Document) -> bool:
    return bool((document.checked_out_by or "").strip())
