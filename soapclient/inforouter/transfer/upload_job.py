"""One upload in progress: what exists, what is sent, what is stored, and what remains.

Source: the pages of UploadNewDocumentWidthHandler, UploadDocumentWithHandler1, UploadDocument1, CreateFolder and
FolderExists.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from lxml import etree

from ...calls.flow import Flow, ensuring
from ...errors import (
    AccessDenied,
    AlreadyExists,
    Conflict,
    FolderNotFound,
    HandlerNotFound,
    NotFound,
    ServiceError,
    SoapClientError,
    TransportError,
    UnexpectedReply,
)
from .. import paths
from ..models.contents import Document
from ..reply import Reply
from ..versions.addressing import DocumentNaming
from .facts import attribute
from .locking import UploadLock
from .results import UploadResult
from .sending import Progress, Sender, gone
from .sources import UploadSource
from .storing import StoredUpload, Storing, cleaned, where

Over = Literal["refuse", "version"]

SMALL: Final = 262_144  # up to this size, one call sends all bytes
_LARGE: Final = 2**20  # from this size on, the folder is checked before anything is sent
_NEW_ONLY: Final = "UploadNewDocumentWidthHandler"


class UploadJob:
    """One upload in progress.

    Args:
        flows: the document workflows, which make the calls.
        source: the bytes to upload.
        path: the requested path.
        comment: the comment of the version.
        over: what to do if the document exists.
        verify: whether to compare the stored bytes, if they were not compared before.
        progress: called with the number of bytes sent.
        chunk_size: the size of chunks.
    """

    def __init__(
        self,
        flows: DocumentNaming,
        source: UploadSource,
        path: str,
        comment: str,
        over: Over,
        verify: bool,
        progress: Progress | None,
        chunk_size: int | None,
    ) -> None:
        self._flows = flows
        self._source = source
        self._asked = self._path = path
        self._comment = comment
        self._over = over
        self._verify = verify
        self._progress = progress
        self._operations: list[str] = []
        self._sender = Sender(self._call, source, chunk_size, progress)
        self._storing = Storing(self._call, self._read, path, None)
        self._lock: UploadLock | None = None
        self._make_folders = False

    def run(self, make_folders: bool) -> Flow[UploadResult]:
        """Make the upload; `clean` must follow, whatever happens."""
        self._make_folders = make_folders
        before = yield from self._storing.at(self._path)
        if before is None:
            yield from self._prepare()
            stored = yield from self._new()
            late = (stored.document.version_count or 1) > 1 and stored.version == stored.document.version
            return self._result(stored, created=not late)  # otherwise the document was created meanwhile
        if self._over == "refuse":
            raise self._exists(self._path)
        self._path = where(before)
        self._storing = Storing(self._call, self._read, self._path, before)
        self._lock = UploadLock(self._call, self._read, self._flows._me, self._path)
        stored = yield from ensuring(self._version(self._lock, before), self._lock.give_back)
        return self._result(stored, created=False)

    def clean(self, error: BaseException | None) -> Flow[None]:
        """Delete its remains on the server."""
        yield from self._sender.drop()

    def _version(self, lock: UploadLock, before: Document) -> Flow[StoredUpload]:
        yield from lock.take(before)
        return (yield from self._store())

    def _prepare(self) -> Flow[None]:
        """Refuse the path of a folder, and make sure that the parent folder exists."""
        if (yield from self._ask_folder(self._path)):
            raise Conflict(
                f"{self._path} is a folder; add a document name", operation="FolderExists", text="is a folder"
            )
        clean = cleaned(self._path)
        if clean not in (None, self._path) and (yield from self._storing.at(clean)) is not None:
            raise self._exists(clean, f", the name that a server of today would give {self._path}")
        size = self._source.size
        if self._make_folders or size is None or size > _LARGE:
            yield from self._need_folder()

    def _need_folder(self) -> Flow[None]:
        folder = paths.parent(self._path)
        if (yield from self._ask_folder(folder)):
            return
        if not self._make_folders:
            raise self._no_folder(folder)
        try:
            reply = yield from self._call("CreateFolder", Path=folder)
        except AlreadyExists:
            return  # somebody else created it meanwhile
        except TransportError as exc:
            if not exc.maybe_applied or not (yield from self._ask_folder(folder)):
                raise
            return
        made = attribute(reply, "FolderName")
        if made and made != paths.name(folder):
            folder = paths.join(paths.parent(folder), made)
        if not (yield from self._ask_folder(folder)):
            raise UnexpectedReply(
                f"CreateFolder: the server created other folders for {folder} than requested: their names have"
                " characters that it replaces",
                operation="CreateFolder",
                maybe_applied=True,
            )
        self._path = paths.join(folder, paths.name(self._path))
        self._storing = Storing(self._call, self._read, self._path, None)

    def _new(self) -> Flow[StoredUpload]:
        """Store a new document; with over="refuse" it never becomes a version."""
        if self._over == "refuse" and _NEW_ONLY in self._flows.contract:
            return (yield from self._by_handler(self._commit_new))
        stored = yield from self._store()
        if self._over == "refuse" and (stored.document.version_count or 1) > 1:
            raise UnexpectedReply(
                f"{where(stored.document)} was created meanwhile; the upload became its version {stored.version}",
                operation="UploadDocument1",
                maybe_applied=True,
            )
        return stored

    def _store(self) -> Flow[StoredUpload]:
        """Store a document or a version, by one call if it is small; the server decides which it becomes."""
        size = self._source.size
        if size is None or not 0 < size <= SMALL or not self._source.repeatable:
            return (yield from self._by_handler(self._commit))
        data = self._source.whole()
        self._sender.size, self._sender.crc = len(data), zlib.crc32(data)
        try:
            reply = yield from self._call(
                "UploadDocument1", Path=self._path, FileContent=data, **self._comment_as("VersionComment")
            )
        except TransportError as exc:
            if not exc.maybe_applied:
                raise
            return (yield from self._storing.after_loss(exc, len(data), zlib.crc32(data)))
        except ServiceError as exc:
            yield from self._look_for_folder(exc)
            found = yield from self._after_refusal(exc)
            if found is None:
                raise
            return found
        if self._progress is not None:
            self._progress(len(data), len(data))
        return (yield from self._check(reply))

    def _by_handler(self, commit: Callable[[], Flow[Reply]]) -> Flow[StoredUpload]:
        sender = self._sender
        while True:
            yield from sender.send()
            try:
                reply = yield from commit()
            except TransportError as exc:
                if not exc.maybe_applied:
                    raise
                return (yield from self._storing.after_loss(exc, sender.size, sender.crc))
            except ServiceError as exc:
                yield from self._look_for_folder(exc)
                found = yield from self._after_refusal(exc)
                if found is not None:
                    return found
                continue
            return (yield from self._check(reply))

    def _after_refusal(self, refused: ServiceError) -> Flow[StoredUpload | None]:
        """Handle a refused commit: return what was stored anyway, or None to send everything again.

        A request that arrives twice, or again in a new session, is refused because its handler is gone.
        """
        sender = self._sender
        lost = gone(refused)
        new_only = self._over == "refuse" and _NEW_ONLY in self._flows.contract
        if isinstance(refused, AccessDenied) or not (lost or new_only):
            raise refused
        try:
            found = yield from self._storing.find(sender.size, sender.crc)
        except SoapClientError as exc:
            raise UnexpectedReply(
                f"{refused.message}; a request that arrives twice is refused so, and whether the first one stored"
                f" {self._path} could not be read: {exc.message}",
                operation=refused.operation,
                maybe_applied=True,
            ) from exc
        if found is not None and lost and not isinstance(refused, AlreadyExists):
            return found
        if new_only and (found is not None or (yield from self._storing.look()) is not None):
            same = " with the same bytes" if found is not None else ""
            raise self._exists(self._path, f"{same}: it was created during this upload") from refused
        if self._lock is not None and not (yield from self._lock.holds()):
            text = f"{self._path} is no longer checked out by you"
            raise Conflict(f"{text}; nothing was stored", operation=refused.operation, text=text) from refused
        if not lost or not sender.may_start_again:
            if sender.size == 0:
                refused.message += "; the server does not accept an empty document"
                refused.args = (refused.message,)
            raise refused
        return None

    def _check(self, reply: Reply) -> Flow[StoredUpload]:
        sender = self._sender
        yield from sender.drop()
        return (
            yield from self._storing.check(
                reply, sender.size, sender.crc, confirmed=sender.confirmed, verify=self._verify
            )
        )

    def _commit_new(self) -> Flow[Reply]:
        said = {"VERSIONCOMMENT": self._comment} if self._comment else {}
        return self._call(
            _NEW_ONLY,
            folderPath=paths.parent(self._path),
            documentName=paths.name(self._path),
            uploadHandler=self._sender.handler,
            xmlParameters=_parameters(said),
        )

    def _commit(self) -> Flow[Reply]:
        return self._call(
            "UploadDocumentWithHandler1",
            Path=self._path,
            UploadHandler=self._sender.handler,
            **self._comment_as("VersionComments"),
        )

    def _comment_as(self, name: str) -> dict[str, str]:
        return {name: self._comment} if self._comment else {}

    def _call(self, name: str, /, **arguments: Any) -> Flow[Reply]:
        self._note(name)
        return self._flows._call(name, **arguments)

    def _read(self, path_or_id: str | int, /) -> Flow[Document]:
        self._note("GetDocument")
        return self._flows._get(path_or_id)

    def _note(self, name: str) -> None:
        if self._operations[-1:] != [name]:
            self._operations.append(name)

    def _ask_folder(self, path: str) -> Flow[bool]:
        self._note("FolderExists")
        return self._flows._ask("FolderExists", Path=path)

    def _exists(self, path: str, more: str = "") -> AlreadyExists:
        text = f"{path} exists already{more}"
        how = "" if more else "; pass over='version' to add a version, or choose another name"
        return AlreadyExists(f"{text}{how}; nothing was stored", operation="upload", text=text)

    def _look_for_folder(self, refused: ServiceError) -> Flow[None]:
        """Report that the folder does not exist, if the server refused for that reason."""
        if isinstance(refused, NotFound) and not isinstance(refused, HandlerNotFound):
            folder = paths.parent(self._path)
            if not (yield from self._ask_folder(folder)):
                raise self._no_folder(folder) from refused

    def _no_folder(self, folder: str) -> FolderNotFound:
        text = f"the folder {folder} does not exist"
        return FolderNotFound(f"{text}; pass make_folders=True to create it", operation="FolderExists", text=text)

    def _result(self, stored: StoredUpload, *, created: bool) -> UploadResult:
        return UploadResult(
            path=where(stored.document),
            asked=self._asked,
            document_id=stored.document.document_id,
            version=stored.version,
            size=self._sender.size,
            crc=self._sender.crc,
            created=created,
            checkout="none" if self._lock is None else self._lock.state,
            operations=tuple(self._operations),
        )


def _parameters(said: Mapping[str, str]) -> str:
    """Write the additional parameters of an upload in the service's format; "" without any."""
    if not said:
        return ""
    root = etree.Element("xmlparameters")
    for name, value in said.items():
        etree.SubElement(root, "item", NAME=name, VALUE=value)
    return etree.tostring(root, encoding="unicode")
