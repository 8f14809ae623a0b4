"""What is in one folder: complete, or an error.

One reply has everything that is in a folder at one moment, so that is how a folder is read. Where one would be too
large, and where it is asked for, pages are read instead; between two pages a folder may change, and an item that moves
from one page to the page before is seen by nobody. So all pages are read twice, and have to be the same.

Source: the pages of GetFoldersAndDocuments, GetFoldersAndDocuments1, GetFolders, GetFolders1, GetDocuments,
GetDocuments1, GetFoldersAndDocumentsByPage, GetFoldersByPage and GetDocumentsByPage. GetFolders2, which leaves out what
is beyond a limit, is not used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

import attrs

from ...calls.flow import Flow
from ...errors import ArgumentError, ReplyTooLarge, UnexpectedReply
from .. import counts, paths
from ..models.contents import Document, Folder
from ..models.entity import known
from ..reply import Reply
from .base import PLAIN, FolderBase
from .globs import NameFilter, passing

Detail = Literal["short", "full"]
Item = Document | Folder

# By whether folders and documents are wanted.
_SHORT: Final = {
    (True, True): "GetFoldersAndDocuments1",
    (True, False): "GetFolders1",
    (False, True): "GetDocuments1",
}
_FULL: Final = {(True, True): "GetFoldersAndDocuments", (True, False): "GetFolders", (False, True): "GetDocuments"}
_PAGED: Final = {
    (True, True): "GetFoldersAndDocumentsByPage",
    (True, False): "GetFoldersByPage",
    (False, True): "GetDocumentsByPage",
}
_ALL: Final[Mapping[str, Any]] = MappingProxyType({**PLAIN, "withVersions": False})
_TOO_MUCH: Final = "too much markup"


@attrs.frozen(kw_only=True)
class Want:
    """What a listing is to give out.

    Attributes:
        folders: whether folders are wanted.
        documents: whether documents are wanted.
        passes: tells whether a name is wanted.
        detail: "short" or "full".
        pages: whether to read page by page.
    """

    folders: bool
    documents: bool
    passes: Callable[[str | None], bool]
    detail: Detail
    pages: bool

    @property
    def kinds(self) -> tuple[bool, bool]:
        """Whether folders, and whether documents, are wanted."""
        return self.folders, self.documents

    def has(self, item: Item) -> bool:
        """Tell whether an item is to be given out."""
        return (self.folders if isinstance(item, Folder) else self.documents) and self.passes(item.name)


def wanted(*, folders: bool, documents: bool, name: NameFilter, detail: Detail, pages: bool) -> Want:
    """Check what is asked of a listing.

    Raises:
        ArgumentError: it contradicts itself.
    """
    if not folders and not documents:
        raise ArgumentError(None, ("folders and documents are both False: nothing is left to list",))
    if detail not in ("short", "full"):
        raise ArgumentError(None, (f"detail is 'short' or 'full', not {detail!r}",))
    if pages and detail == "full":
        raise ArgumentError(None, ("the service has no pages of items in full: say detail='short'",))
    return Want(folders=folders, documents=documents, passes=passing(name), detail=detail, pages=pages)


class FolderContents(FolderBase):
    """Workflows that read what is in a folder, for the others to build on."""

    def _contents(self, path: str, want: Want, folder_id: int | None = None) -> FolderPages:
        """Begin to read everything in a folder, whatever its name.

        Args:
            path: the path of the folder, in normal form.
            want: what is wanted.
            folder_id: the number that the folder had when it was seen last.
        """
        return FolderPages(self._call, self._listing_said, path, want, folder_id)

    def _listing_said(self, operation: str) -> dict[str, Any]:
        """Return what has to be said to an operation that lists, beside where."""
        names = {name.casefold() for name in self._caller.find(operation).parameters}
        said = _ALL if self._nulls == "say" else {**_ALL, "FolderFilter": "", "DocumentFilter": ""}
        return {name: value for name, value in said.items() if name.casefold() in names}


class FolderPages:
    """What is in one folder, read in one reply or page by page.

    Args:
        call: calls an operation.
        said: returns what has to be said to an operation beside where.
        path: the path of the folder, in normal form.
        want: what is wanted.
        folder_id: the number that the folder had when it was seen last.
    """

    def __init__(
        self,
        call: Callable[..., Flow[Reply]],
        said: Callable[[str], dict[str, Any]],
        path: str,
        want: Want,
        folder_id: int | None,
    ) -> None:
        self._call = call
        self._said = said
        self._path = path
        self._want = want
        self._folder_id = folder_id
        self._pages = want.pages
        self._digests: list[bytes] = []
        self._over = False

    def next(self) -> Flow[list[Item] | None]:
        """Return the items of the next page; None where all have been returned.

        Raises:
            UnexpectedReply: a reply is not complete, or pages changed while they were read.
        """
        if self._over:
            return None
        if not self._pages:
            try:
                found = yield from self._whole()
            except (ReplyTooLarge, UnexpectedReply) as exc:
                too_large = isinstance(exc, ReplyTooLarge) or _TOO_MUCH in exc.message
                if self._want.detail == "full" or not too_large:
                    raise
                self._pages = True
            else:
                self._over = True
                return found
        return (yield from self._next_page())

    def _whole(self) -> Flow[list[Item]]:
        operation = (_SHORT if self._want.detail == "short" else _FULL)[self._want.kinds]
        return (yield from self._read(operation))[0]

    def _read(self, operation: str, **said: Any) -> Flow[tuple[list[Item], Reply]]:
        reply = yield from self._call(operation, Path=self._path, **self._said(operation), **said)
        found = read_items(reply, self._path)
        _same_folder(reply, found, self._path, self._folder_id)
        return found, reply

    def _next_page(self) -> Flow[list[Item]]:
        digests, number = self._digests, len(self._digests) + 1
        found, digest, last = yield from self._page(number)
        if found and digests and digests[-1] == digest:
            raise self._changed(f"page {number} repeats the one before it")
        digests.append(digest)
        if last:
            self._over = True
            if number > 1:
                yield from self._compare()
        return found

    def _compare(self) -> Flow[None]:
        """Read all pages once more: an item that moved to a page before was seen on neither."""
        for number, before in enumerate(self._digests, 1):
            _, digest, last = yield from self._page(number)
            if digest != before or last != (number == len(self._digests)):
                raise self._changed(f"page {number} has other items now; list it again")

    def _page(self, number: int) -> Flow[tuple[list[Item], bytes, bool]]:
        """Read a page; return its items, a digest of them, and whether it is the last."""
        operation = _PAGED[self._want.kinds]
        found, reply = yield from self._read(operation, PageNumber=number)
        attributes = {name.casefold(): text.strip() for name, text in reply.attributes.items()}
        size = counts.told(operation, attributes, ("pagesize",))
        if attributes.get("page", str(number)) != str(number):
            raise UnexpectedReply(f"{operation}: page {number} of {self._path} did not come", operation=operation)
        if size is not None and len(found) > size:
            raise UnexpectedReply(f"{operation}: a page of {self._path} has more items than fit", operation=operation)
        digest = hashlib.blake2b(digest_size=16)
        for each in found:
            digest.update(written(each))
        return found, digest.digest(), not found or (size is not None and len(found) < size)

    def _changed(self, how: str) -> UnexpectedReply:
        operation = _PAGED[self._want.kinds]
        return UnexpectedReply(f"{operation}: {self._path} changed while it was read: {how}", operation=operation)


def written(item: Item) -> bytes:
    """Write what an item is known by, for a digest."""
    return f"{type(item).__name__} {key_of(item)} {item.name}\0".encode("utf-8", "replace")


def read_items(reply: Reply, path: str) -> list[Item]:
    """Return the items that a reply lists, each with its whole path; None as the path of one that cannot be addressed.

    Raises:
        UnexpectedReply: the reply lists something else, an item without a name or number, or one of them twice.
    """
    found = reply.items
    root, name = reply.element, reply.operation
    others = 0 if root is None else sum(1 for _ in root.iterchildren("*")) - len(found)
    if others:
        raise UnexpectedReply(
            f"{name}: the reply lists {counts.many(others, 'thing')} that nothing knows", operation=name
        )
    items: list[Item] = []
    seen: set[tuple[bool, int]] = set()
    for each in found:
        if not isinstance(each, (Document, Folder)) or key_of(each) is None or each.name is None:
            raise UnexpectedReply(f"{name}: {path} lists an item without a name or number", operation=name)
        key = isinstance(each, Folder), key_of(each) or 0
        if key in seen:
            raise UnexpectedReply(f"{name}: {path} lists number {key[1]} twice", operation=name)
        seen.add(key)
        items.append(known(each, path=f"{path}/{each.name}" if paths.is_name(each.name) else None))
    return items


def key_of(item: Item) -> int | None:
    """Return the number of a document or folder."""
    return item.folder_id if isinstance(item, Folder) else item.document_id


def _same_folder(reply: Reply, found: list[Item], path: str, folder_id: int | None) -> None:
    """Refuse a reply about another folder than the one of this number, as far as the reply tells.

    Raises:
        UnexpectedReply: it is about another; the error says `replaced`.
    """
    if folder_id is None:
        return
    attributes = {name.casefold(): text.strip() for name, text in reply.attributes.items()}
    told = {attributes.get("folderid") or attributes.get("id") or ""}
    told |= {str(each.parent_id if isinstance(each, Folder) else each.folder_id or "") for each in found[:1]}
    if {each for each in told if each.isdecimal() and int(each)} - {str(folder_id)}:
        raise UnexpectedReply(
            f"{reply.operation}: {path} is another folder now than the one with number {folder_id}",
            operation=reply.operation,
            replaced=True,
        )
