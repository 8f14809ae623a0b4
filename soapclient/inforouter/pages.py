"""The pages of one list: each page and each item comes once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from lxml import etree

from ..contract.model import Operation
from ..errors import UnexpectedReply
from .models.activity import Task
from .models.contents import Document, Folder
from .models.people import User
from .reply import Reply

# The identity of an item, for the classes whose items occur once in a list.
_KEYS: Final = {Document: "document_id", Folder: "folder_id", Task: "task_id", User: "user_id"}


class Pages:
    """The pages read so far.

    A server that ignores the start would be asked forever, and a list that changes between two pages moves items
    from one page to the other.

    Args:
        operation: the operation that lists.
        repeats: whether an item may come on two pages.
    """

    def __init__(self, operation: Operation, *, repeats: bool = False) -> None:
        self._operation = operation
        self._repeats = repeats
        self._pages: set[bytes] = set()
        self._items: set[tuple[type, Any]] = set()
        self._end: bytes | None = None

    def __call__(self, reply: Reply, asked: int = 0) -> tuple[Any, ...]:
        """Return the items of the next page.

        Args:
            reply: the page.
            asked: the requested number of rows, if given.

        Raises:
            UnexpectedReply: the page or an item came before, or the reply lists another number than it counts.
        """
        page = reply.items
        if not page:
            return page
        digest = hashlib.blake2b(digest_size=16)
        for item in page:
            digest.update(_written(item))
        if digest.digest() in self._pages:
            name = self._operation.name
            raise UnexpectedReply(f"{name}: the service sends the same page again and again", operation=name)
        self._pages.add(digest.digest())
        if not self._repeats:
            self._refuse_repeated(page)
            self._end = _written(page[-1]) if len(page) < asked else None
        return page

    def _refuse_repeated(self, page: Sequence[Any]) -> None:
        """Refuse a page with an item of an earlier one, or one that begins where a short page ended."""
        keys = {(type(item), getattr(item, _KEYS[type(item)])) for item in page if type(item) in _KEYS}
        keys = {(kind, key) for kind, key in keys if key is not None}
        for kind, key in keys & self._items:
            raise changed(self._operation, f"{kind.__name__.lower()} {key} came twice")
        if self._end == _written(page[0]):
            raise changed(self._operation, "a row came twice")
        self._items |= keys


def changed(operation: Operation, how: str) -> UnexpectedReply:
    """Make the error for a list that changed between two of its pages."""
    return UnexpectedReply(f"{operation.name}: the list changed while it was read: {how}", operation=operation.name)


def _written(item: Any) -> bytes:
    element = item if isinstance(item, etree._Element) else item.element
    return b"" if element is None else etree.tostring(element, with_tail=False)
