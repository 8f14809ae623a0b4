"""List one folder: completely, or with an error.

One reply contains everything in a folder at one moment, so a folder is normally read that way. If a reply would be too
large, or on request, pages are read instead. Between two pages a folder may change, and an item that moves
to an earlier page would be missed. So all pages are read twice, and must be equal.

Source: the pages of GetFoldersAndDocuments, GetFoldersAndDocuments1, GetFolders, GetFolders1, GetDocuments,
GetDocuments1, GetFoldersAndDocumentsByPage, GetFoldersByPage and GetDocumentsByPage. GetFolders2, which leaves out what
returns only the items up to a limit, is not used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, Final, Literal

import attrs

from ...calls.flow import Flow
from ...errors import ArgumentError, ReplyTooLarge, UnexpectedReply
from .. import counts, paths
from ..models.contents import Document, Folder
from ..models.entity import known
from ..models.read import read
from ..reply import Reply
from .globs import NameFilter, passing
from .spool import ItemSpool, spooled

Detail = Literal["short", "full"]
Item = Document | Folder

# By whether folders and documents are requested.
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
_TOO_MUCH: Final = "too much markup"


@attrs.frozen(kw_only=True)
class Want:
    """The items that a listing returns.

    Attributes:
        folders: whether to list folders.
        documents: whether to list documents.
        passes: tells whether a name is requested.
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
        """Whether folders, and whether documents, are requested."""
        return self.folders, self.documents

    def has(self, item: Item) -> bool:
        """Tell whether an item is requested."""
        return (self.folders if isinstance(item, Folder) else self.documents) and self.passes(item.name)


def wanted(*, folders: bool, documents: bool, name: NameFilter, detail: Detail, pages: bool) -> Want:
    """Check the arguments of a listing.

    Raises:
        ArgumentError: they contradict each other.
    """
    if not folders and not documents:
        raise ArgumentError(None, ("folders and documents are both False, so there is nothing to list",))
    if detail not in ("short", "full"):
        raise ArgumentError(None, (f"detail must be 'short' or 'full', not {detail!r}",))
    if pages and detail == "full":
        raise ArgumentError(None, ("the service cannot page through full items; use detail='short'",))
    return Want(folders=folders, documents=documents, passes=passing(name), detail=detail, pages=pages)


class FolderPages:
    """The contents of one folder, read in one reply or page by page.

    Args:
        call: calls a listing operation.
        spool: makes the spool for the items of an operation's reply.
        path: the path of the folder, in normal form.
        want: the requested items.
        folder_id: the number that the folder had when it was last seen.
    """

    def __init__(
        self,
        call: Callable[..., Flow[Reply]],
        spool: Callable[[str], ItemSpool],
        path: str,
        want: Want,
        folder_id: int | None,
    ) -> None:
        self._call = call
        self._spool = spool
        self._path = path
        self._want = want
        self._folder_id = folder_id
        self._pages = want.pages
        self._pieces: Iterator[list[Item]] | None = None
        self._digests: list[bytes] = []
        self._over = False

    def next(self) -> Flow[list[Item] | None]:
        """Return the items of the next page; None at the end.

        Raises:
            UnexpectedReply: a reply is incomplete, or pages changed while they were read.
        """
        if self._over:
            return None
        if not self._pages and self._pieces is None:
            try:
                self._pieces = yield from self._whole()
            except (ReplyTooLarge, UnexpectedReply) as exc:
                too_large = isinstance(exc, ReplyTooLarge) or _TOO_MUCH in exc.message
                if self._want.detail == "full" or not too_large:
                    raise
                self._pages = True
        if self._pieces is None:
            return (yield from self._next_page())
        found = next(self._pieces, None)
        self._over = found is None
        return found

    def _whole(self) -> Flow[Iterator[list[Item]]]:
        """Request everything in the folder; return it piece by piece."""
        if self._want.detail == "full":
            found, _ = yield from self._read(_FULL[self._want.kinds])
            return iter([found])
        operation = _SHORT[self._want.kinds]
        spool = self._spool(operation)
        reply = yield from spooled(self._call(operation, Path=self._path), spool)
        rest = read_items(reply, self._path, spool.count)
        _same_folder(reply, rest, self._path, self._folder_id)
        return self._in_pieces(spool, rest, operation)

    def _in_pieces(self, spool: ItemSpool, rest: list[Item], operation: str) -> Iterator[list[Item]]:
        seen: set[int] = set()
        for each in chain(spool.pages(), [rest] if rest else ()):
            yield placed(each, self._path, operation, seen)

    def _read(self, operation: str, **said: Any) -> Flow[tuple[list[Item], Reply]]:
        reply = yield from self._call(operation, Path=self._path, **said)
        found = placed(read_items(reply, self._path), self._path, operation, set())
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
        """Read all pages again: an item that moved to an earlier page was missed."""
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
            raise UnexpectedReply(f"{operation}: page {number} of {self._path} is missing", operation=operation)
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
    """Write the identity of an item, for a digest."""
    return f"{type(item).__name__} {key_of(item)} {item.name}\0".encode("utf-8", "replace")


def read_items(reply: Reply, path: str, apart: int = 0) -> list[Item]:
    """Return the items in a reply.

    Args:
        reply: the reply.
        path: the path of the folder.
        apart: how many items were spooled.

    Raises:
        UnexpectedReply: the reply lists something else, or another number of items than it counts.
    """
    root, name = reply.element, reply.operation
    found = [] if root is None else read(root, reply.places, name)
    counts.check(name, reply.attributes, reply.counted, len(found) + apart)
    items: list[Item] = [each for each in found if isinstance(each, (Document, Folder))]
    others = 0 if root is None else sum(1 for _ in root.iterchildren("*")) - len(items)
    if others:
        what = counts.many(others, "thing")
        raise UnexpectedReply(f"{name}: {path} lists {what} of an unknown kind", operation=name)
    return items


def placed(items: list[Item], path: str, operation: str, seen: set[int]) -> list[Item]:
    """Give items their full paths; None for an item that cannot be addressed.

    Args:
        items: the items.
        path: the path of the folder.
        operation: the operation that listed them.
        seen: the items listed so far, to extend.

    Raises:
        UnexpectedReply: an item has no name or number, or comes twice.
    """
    for each in items:
        number = key_of(each)
        if number is None or each.name is None:
            raise UnexpectedReply(f"{operation}: {path} lists an item without a name or number", operation=operation)
        key = 2 * number + isinstance(each, Folder)
        if key in seen:
            raise UnexpectedReply(f"{operation}: {path} lists number {number} twice", operation=operation)
        seen.add(key)
        known(each, path=f"{path}/{each.name}" if paths.is_name(each.name) else None)
    return items


def key_of(item: Item) -> int | None:
    """Return the number of a document or folder."""
    return item.folder_id if isinstance(item, Folder) else item.document_id


def _same_folder(reply: Reply, found: list[Item], path: str, folder_id: int | None) -> None:
    """Refuse a reply about another folder than the one with this number, as far as the reply shows.

    Raises:
        UnexpectedReply: it is about another folder; the error has `replaced` set.
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
