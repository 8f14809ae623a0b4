"""Spool a short listing while it arrives, and read it piece by piece after the reply was judged.

Each item of a short listing is one empty element, `f` or `d`. The items are taken out of the incoming reply and written
to a temporary file. The rest, with the root that reports success and the number of items, is judged
like any reply. Anything that looks different stays in the reply and is read there.
"""

from __future__ import annotations

import re
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

import attrs
from lxml import etree

from ...calls.flow import Flow, UnderWay
from ...calls.message import Message
from ...contract.model import Operation
from ...errors import UnexpectedReply
from ...replies.answer import warn_caller
from ...wire import repairs
from ...wire.safe_xml import NotXml, parse
from ..models.contents import Document, Folder
from ..reply import Reply

_IN_MEMORY: Final = 1024 * 1024
_PIECE: Final = 256 * 1024
_MOST_HEAD: Final = 64 * 1024
_CHARSET: Final = re.compile(r"charset\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")
_SUCCESS: Final = re.compile(rb"\ssuccess\s*=\s*[\"']true[\"']", re.IGNORECASE)
_OPEN: Final = rb"<(?:[\w.-]+:)?%s(?:\s[^<>]*)?>"
_ROOT: Final = rb"<[A-Za-z]+\s[^<>]*[^<>/]>"

_ITEM: Final = re.compile(rb"<[fd](?:\s+[^\s=<>\"'/]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*/>")


class ItemSpool:
    """Takes the reply of one listing while it arrives; see `wire.exchange.Taker`.

    Args:
        operation: the operation, whose items are `f` and `d`.
        plain: whether the reply is of a form POST, and has no envelope.

    Attributes:
        count: how many items were taken out of the reply.
    """

    def __init__(self, operation: Operation, *, plain: bool) -> None:
        before = rb"\A\s*(?:<\?xml[^>]*>\s*)?" if plain else _OPEN % re.escape((operation.result or "").encode())
        self._start = re.compile(before + rb"\s*" + _ROOT)
        self._operation = operation.name
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with this
        weakref.finalize(self, self._file.close)
        self.count = 0
        self._kept = bytearray()
        self._ahead = b""
        self._state = "keep"

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Start a reply; earlier bytes belonged to another one."""
        self._file.seek(0)
        self._file.truncate()
        self.count, self._ahead = 0, b""
        self._kept.clear()
        charset = _CHARSET.search(headers.get("Content-Type") or "")
        utf8 = charset is None or charset[1].lower() in ("utf-8", "utf8")
        self._state = "look" if 200 <= status < 300 and utf8 else "keep"

    def feed(self, piece: bytes) -> int:
        """Take the next bytes; return how many are kept in memory."""
        if self._state == "take":
            self._take(piece)
        else:
            self._kept += piece
            if self._state == "look":
                self._look()
        return len(self._kept) + len(self._ahead)

    def end(self) -> bytes:
        """Return the reply without the spooled items."""
        self._kept += self._ahead
        self._ahead = b""
        return bytes(self._kept)

    def _look(self) -> None:
        """Find the root of the result, which the items follow."""
        start = self._start.search(self._kept, 0, _MOST_HEAD)
        if start is None:
            self._state = "look" if len(self._kept) < _MOST_HEAD else "keep"
            return
        declared = _DECLARED.search(self._kept, 0, start.end())
        if (declared and declared[1].lower() not in (b"utf-8", b"utf8")) or not _SUCCESS.search(start[0]):
            self._state = "keep"
            return
        rest = bytes(self._kept[start.end() :])
        del self._kept[start.end() :]
        self._state = "take"
        self._take(rest)

    def _take(self, piece: bytes) -> None:
        """Spool complete items, up to the first markup that is not an item."""
        data = self._ahead + piece
        over = data.find(b"</")
        end = (data.rfind(b"/>", 0, over if over >= 0 else len(data)) + 2) or 0
        items = data[:end] if end > 1 else b""
        last = items.rfind(b"<")
        if last >= 0 and _ITEM.fullmatch(items, last) is None:  # the end is inside a value that contains "/>"
            items = items[:last]
        count = items.count(b"<")
        if count != items.count(b"<d ") + items.count(b"<f ") or not count == items.count(b">") == items.count(b"/>"):
            over, items, count = 0, b"", 0
        self._file.write(items)
        self.count += count
        self._ahead = data[len(items) :]
        if over >= 0 or len(self._ahead) > _MOST_HEAD:
            self._kept += self._ahead
            self._ahead, self._state = b"", "keep"

    def pages(self) -> Iterator[list[Document | Folder]]:
        """Read the spooled items piece by piece, and delete the spool.

        Raises:
            UnexpectedReply: they are not well-formed.
        """
        self._file.seek(0)
        ahead, left = b"", self.count
        while left:
            data = ahead + self._file.read(_PIECE)
            end = data.rfind(b"/>") + 2
            if end < 2:
                break
            ahead = data[end:]
            found = self._items(data[:end])
            left -= len(found)
            yield found
        self._file.close()
        if left:
            raise self._broken(f"{self.count} items came, but {self.count - left} can be read")

    def _items(self, data: bytes) -> list[Document | Folder]:
        try:
            root = parse(b"<items>" + data + b"</items>", repair=True)
        except NotXml as exc:
            raise self._broken(str(exc)) from None
        if repairs.of(root):
            warn_caller(
                f"{self._operation}: the reply has characters that XML does not allow; they are read as U+FFFD, and a "
                "name with one cannot be sent"
            )
        return [_model(each) for each in root.iterchildren("*")]

    def _broken(self, why: str) -> UnexpectedReply:
        name = self._operation
        return UnexpectedReply(f"{name}: the items of the reply cannot be read: {why}", operation=name)


def _model(element: etree._Element) -> Document | Folder:
    return (Folder if element.tag == "f" else Document).read(element)


def spooled(call: Flow[Reply], spool: ItemSpool) -> Flow[Reply]:
    """Make a call whose reply goes through a spool."""
    came: Any = None
    failed: BaseException | None = None
    while True:
        try:
            effect: Message | UnderWay = call.send(came) if failed is None else call.throw(failed)
        except StopIteration as end:
            reply: Reply = end.value
            return reply
        if isinstance(effect, Message):
            effect = attrs.evolve(effect, into=spool)
        came, failed = None, None
        try:
            came = yield effect
        except GeneratorExit:
            call.close()
            raise
        except BaseException as exc:
            failed = exc
