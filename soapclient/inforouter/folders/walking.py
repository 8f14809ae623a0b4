"""Read everything below a folder, and notice changes while it is read.

A walk reads one folder after another, so the tree may change meanwhile. A problem is raised, or passed to a
function: a listed folder that cannot be read, was replaced or contains itself, and an item that is seen twice
because it was moved. With `verify`, every folder is listed again at the end, so that items that
were moved out of sight are noticed, too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final, Literal

import attrs

from ...calls.flow import Flow
from ...contract.plain import Plain
from ...errors import ArgumentError, NotFound, ServiceError, UnexpectedReply
from ..models.contents import Folder
from .contents import FolderContents
from .listing import FolderPages, Item, Want, key_of, written

Reason = Literal["gone", "refused", "replaced", "circle", "twice", "changed", "unaddressable"]
_WORDS: Final[dict[Reason, str]] = {
    "gone": "was listed but no longer exists",
    "refused": "cannot be listed",
    "replaced": "was replaced by another folder since it was listed",
    "circle": "contains itself",
    "twice": "was listed before in another folder; it was moved during the walk",
    "changed": "has other items now than when it was listed",
    "unaddressable": "has a name that cannot be sent, so it cannot be listed",
}


@attrs.frozen(kw_only=True)
class WalkProblem(Plain):
    """A problem that makes a walk incomplete, or leaves it in doubt.

    Attributes:
        path: the path of the item.
        reason: "gone", "refused", "replaced", "circle", "twice", "changed" or "unaddressable".
        error: the service's error, if any.
    """

    path: str
    reason: Reason
    error: ServiceError | None = attrs.field(default=None, eq=False)

    def __str__(self) -> str:
        return f"{self.path} {_WORDS[self.reason]}" + (f": {self.error}" if self.error else "")


ProblemTold = Callable[[WalkProblem], object] | None


@attrs.frozen
class _Ahead:
    """A folder to list: its path, its number if known, its level, and the numbers of its parents."""

    path: str
    folder_id: int | None
    level: int
    above: tuple[int, ...] = ()


class FolderWalk:
    """A walk in progress.

    Args:
        flows: reads folders.
        path: the path of the first folder, in normal form.
        want: the requested items.
        depth: how many levels; None for all.
        verify: whether to list each folder once more at the end.
        problem: called with each problem; None to raise it.
    """

    def __init__(
        self,
        flows: FolderContents,
        path: str,
        want: Want,
        depth: int | None = None,
        *,
        verify: bool = False,
        problem: ProblemTold = None,
    ) -> None:
        if depth is not None and (isinstance(depth, bool) or not isinstance(depth, int) or depth < 1):
            raise ArgumentError(None, (f"depth must be 1 or more, or None for all levels, not {depth!r}",))
        self._flows = flows
        # The walk needs folders, whether or not they are returned.
        self._reading = attrs.evolve(want, folders=want.folders or depth != 1)
        self._depth = depth
        self._verify = verify
        self._problem = problem
        self._ahead = [_Ahead(path, None, 1)]
        self._seen: set[int] = set()
        self._digests: dict[str, bytes] = {}
        self._here: _Ahead | None = None
        self._inside: FolderPages
        self._below: list[_Ahead] = []
        self._digest = hashlib.blake2b(digest_size=16)

    def next(self) -> Flow[list[Item] | None]:
        """Return the next items, of one folder; None at the end.

        Raises:
            ServiceError: a folder cannot be listed.
            UnexpectedReply: a reply is incomplete, or the tree changed during the walk.
        """
        while self._here is not None or self._ahead:
            here = self._here or self._enter()
            page = yield from self._page(here, self._inside)
            if page is None:
                self._leave(here)
                continue
            for each in page:
                self._digest.update(written(each))
                self._note(each, here)
            return page
        if self._verify:
            self._verify = False
            for path, before in self._digests.items():
                yield from self._compare(path, before)
        return None

    def _enter(self) -> _Ahead:
        here = self._here = self._ahead.pop()
        self._inside = self._flows._contents(here.path, self._reading, here.folder_id)
        self._below, self._digest = [], hashlib.blake2b(digest_size=16)
        return here

    def _leave(self, here: _Ahead) -> None:
        if self._verify:
            self._digests[here.path] = self._digest.digest()
        self._ahead += reversed(self._below)
        self._here = None

    def _page(self, here: _Ahead, inside: FolderPages) -> Flow[list[Item] | None]:
        """Return the next items in a folder; None at their end, and if a listed folder cannot be read."""
        try:
            return (yield from inside.next())
        except ServiceError as exc:
            if here.folder_id is None:
                raise
            self._tell(here.path, "gone" if isinstance(exc, NotFound) else "refused", exc)
        except UnexpectedReply as exc:
            if not getattr(exc, "replaced", False):
                raise
            self._tell(here.path, "replaced")
        return None

    def _note(self, each: Item, here: _Ahead) -> None:
        """Remember an item; a folder to list is queued."""
        number, is_folder = key_of(each) or 0, isinstance(each, Folder)
        path = each.path or f"{here.path}/{each.name}"
        above = (*here.above, here.folder_id or 0)
        if is_folder and number in above:
            self._tell(path, "circle")
            return
        key = 2 * number + is_folder
        if key in self._seen:
            self._tell(path, "twice")
            return
        self._seen.add(key)
        if is_folder and (self._depth is None or here.level < self._depth):
            if each.path is None or "name" in each.repaired:
                self._tell(path, "unaddressable")
            else:
                self._below.append(_Ahead(each.path, number, here.level + 1, above))

    def _compare(self, path: str, before: bytes) -> Flow[None]:
        """List a folder again, and report changed items."""
        digest = hashlib.blake2b(digest_size=16)
        inside, here = self._flows._contents(path, self._reading), _Ahead(path, 0, 0)
        while (page := (yield from self._page(here, inside))) is not None:
            for each in page:
                digest.update(written(each))
        if digest.digest() != before:
            self._tell(path, "changed")

    def _tell(self, path: str, reason: Reason, error: ServiceError | None = None) -> None:
        """Report a problem, or raise it."""
        found = WalkProblem(path=path, reason=reason, error=error)
        if self._problem is not None:
            self._problem(found)
        elif error is not None and reason == "refused":
            raise error
        else:
            raise UnexpectedReply(f"The walk is incomplete: {found}", operation=error.operation if error else None)
