"""The one search result that a session holds on the server, shared by all searches.

`Search` prepares a result and `GetNextSearchPage` moves a cursor over it. Both belong to the session, so a second
search replaces the first one's result. Here the second one first reads the rest of the first, which then
continues from memory. No search waits for a program to continue with another one.

Source: the pages of Search, GetFoldersAndDocumentsByPage2 and GetNextSearchPage.
"""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final

from ...calls.flow import Flow, Listing, Page, UnderWay
from ...calls.profile import Call
from ...contract.model import Operation
from ...errors import Conflict, NotFound, ServiceError, SoapClientError, TransportError, UnexpectedReply
from ...wire import forks
from .. import counts
from ..models.entity import flag
from ..pages import Pages, changed
from ..reply import Reply


class SearchRun:
    """One search and its progress.

    Args:
        operation: the operation that prepares the result.
        arguments: its arguments.
        following: the operation that reads the next page.
        later: the arguments of that operation.
        call: makes a call.
        wanted: selects the hits to return; None for all.

    Attributes:
        waiting: the pages that were read but not returned.
        row: how many rows were read.
        last: whether the last page was read.
        broken: the reason why no more can be read.
    """

    def __init__(
        self,
        operation: Operation,
        arguments: Mapping[str, Any],
        following: Operation,
        later: Mapping[str, Any],
        call: Call,
        wanted: Callable[[Any], bool] | None = None,
    ) -> None:
        self._wanted = wanted
        self._operation, self._arguments = operation, arguments
        self._following, self._later = following, later
        self._call = call
        self.waiting: deque[tuple[Any, ...]] = deque()
        self.broken: SoapClientError | None = None
        self._reset()

    def _reset(self) -> None:
        self._new = Pages(self._following, repeats=True)
        self._total: int | None = None
        self.row = 0
        self.last = False

    def begin(self) -> Flow[None]:
        """Prepare the result."""
        self._reset()
        begun = yield from self._call(self._operation, self._arguments)
        self._total = counts.told(self._operation.name, begun.attributes, (self._operation.count.get("attribute"),))

    def read(self) -> Flow[None]:
        """Read the next page; if the first page is lost, search again, once."""
        if self.row:
            return (yield from self._page())
        try:
            yield from self._page()
        except (TransportError, Conflict, NotFound):  # the session was renewed, or something else moved the cursor
            yield from self.begin()
            yield from self._page()

    def _page(self) -> Flow[None]:
        operation = self._following
        try:
            reply = yield from self._call(operation, self._later)
        except (TransportError, ServiceError) as exc:
            if self.row:
                exc.message = f"{exc.message}; the search ended after {counts.many(self.row, 'hit')}; search again"
                exc.args = (exc.message,)
            raise
        page = self._new(reply)
        last = flag(reply.attributes.get(operation.paging.get("last", "")))
        row = _end(operation, reply, self.row, len(page))
        if not page and not last:
            raise UnexpectedReply(
                f"{operation.name}: the page is empty and is not the last one", operation=operation.name
            )
        if last and self._total is not None and row != self._total:
            raise changed(operation, counts.told_and_came(self._total, row))
        self.row, self.last = row, bool(last)
        self.waiting.append(page if self._wanted is None else tuple(filter(self._wanted, page)))

    def lost(self) -> SoapClientError:
        """Make the error for a page whose reply another search dropped."""
        name = self._following.name
        return UnexpectedReply(
            f"{name}: another search of this session was cancelled while it read a page of this one; search again",
            operation=name,
        )


class Cursor(forks.Unshared):
    """The result that a session holds, and the search that owns it."""

    def __init__(self) -> None:
        self._lock = forks.lock()
        self._busy: UnderWay | None = None
        self._run: SearchRun | None = None
        forks.renewed(self)

    def after_fork(self) -> None:
        """Forget the searches of the parent process."""
        self._busy = self._run = None

    def pages(self, run: SearchRun) -> Listing[Any]:
        """Return the pages of a search, up to the one marked as the last."""
        try:
            yield from self._begin(run)
            while True:
                yield Page((yield from self._next(run)))
                if run.last and not run.waiting:
                    return
        finally:
            if self._run is run:  # others must not read the rest of it
                self._run = None

    def _begin(self, run: SearchRun) -> Flow[None]:
        turn = UnderWay()
        try:
            yield from self._enter(turn)
            other = self._run
            if other is not None:
                yield from self._finish(other)
            self._run = run
            yield from run.begin()
        finally:
            self._leave(turn)

    def _finish(self, other: SearchRun) -> Flow[None]:
        """Read the rest of another search, as long as somebody uses it."""
        try:
            while self._run is other and not other.last and other.broken is None:
                yield from other.read()
        except SoapClientError as exc:
            other.broken = exc
        except BaseException:
            other.broken = other.lost()
            raise

    def _next(self, run: SearchRun) -> Flow[tuple[Any, ...]]:
        turn = UnderWay()
        try:
            yield from self._enter(turn)
            if not run.waiting:
                if run.broken is not None:
                    raise run.broken
                yield from run.read()
            return run.waiting.popleft()
        finally:
            self._leave(turn)

    def _enter(self, turn: UnderWay) -> Flow[None]:
        """Wait until no other search makes a call; that takes no longer than a few calls."""
        while True:
            with self._lock:
                busy = self._busy
                if busy is None:
                    self._busy = turn
                    return
            yield busy

    def _leave(self, turn: UnderWay) -> None:
        with self._lock:
            if self._busy is turn:
                self._busy = None
        turn.over()


_LOCK: Final = forks.lock()
_CURSORS: Final[weakref.WeakKeyDictionary[Any, Cursor]] = weakref.WeakKeyDictionary()


def cursor_of(caller: Any) -> Cursor:
    """Return the cursor of a client's one session.

    Args:
        caller: the client's caller.
    """
    with _LOCK:
        found = _CURSORS.get(caller)
        if found is None:
            found = _CURSORS[caller] = Cursor()
        return found


def _end(operation: Operation, reply: Reply, row: int, listed: int) -> int:
    """Return the number of the last row in a page of a search, after checking the page's row numbers."""
    begins, ends = (counts.told(operation.name, reply.attributes, (name,)) for name in ("from", "to"))
    if listed and begins is not None and begins != row + 1:
        raise UnexpectedReply(
            f"{operation.name}: rows from {begins} come after row {row}: another search used this session",
            operation=operation.name,
        )
    if begins is not None and ends is not None and (ends - begins + 1 if ends else 0) != listed:
        raise UnexpectedReply(
            f"{operation.name}: the reply counts rows {begins} to {ends} and lists {listed}", operation=operation.name
        )
    return row + listed
