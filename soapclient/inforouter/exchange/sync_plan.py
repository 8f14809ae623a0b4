"""The plan of a sync, and its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ...contract.plain import Plain, plain
from .comparison import Direction, Seen, SyncAction, totals


@attrs.frozen(kw_only=True)
class SyncPlan(Plain):
    """The plan of a sync: what it will do, and what it leaves alone.

    Attributes:
        directory: the local directory.
        folder: the path of the folder.
        server: the server's name in plans.
        direction: "up", "down" or "both".
        delete: whether it propagates deletions.
        actions: the actions and, last, what it leaves alone and why.
        same: how many items are in step already.
    """

    directory: str
    folder: str
    server: str
    direction: Direction
    delete: bool
    actions: tuple[SyncAction, ...] = attrs.field(repr=False)
    _same: Mapping[str, Seen] = attrs.field(repr=False, eq=False)
    _kept: Mapping[str, Seen] = attrs.field(repr=False, eq=False)
    _last: Mapping[str, Seen] = attrs.field(repr=False, eq=False)

    @property
    def same(self) -> int:
        """See the class."""
        return len(self._same)

    @property
    def changes(self) -> tuple[SyncAction, ...]:
        """The actions that do something."""
        return tuple(each for each in self.actions if each.does)

    @property
    def problems(self) -> tuple[SyncAction, ...]:
        """The conflicts, and items that cannot be kept in step: nothing is done about these."""
        return tuple(each for each in self.actions if each.kind in ("conflict", "unusable"))

    @property
    def counts(self) -> dict[str, int]:
        """How many actions there are of each kind, and how many files are "same"."""
        return {"same": self.same, **{kind: count for kind, count, _ in totals(self.actions)}}

    @property
    def bytes(self) -> int:
        """How many bytes it moves."""
        return sum(each.size for each in self.changes if not each.kind.startswith("delete"))

    def to_dict(self) -> dict[str, Any]:
        """Return "directory", "path", "server", "counts", "bytes", and "actions" as their `to_dict` gives them."""
        about = {"directory": self.directory, "path": self.folder, "server": self.server}
        return {
            **about,
            "counts": self.counts,
            "bytes": self.bytes,
            "actions": [each.to_dict() for each in self.actions],
        }


@attrs.frozen(kw_only=True)
class SyncResult(Plain):
    """The result of a sync.

    Attributes:
        done: the completed actions.
        failed: the failed actions, each with the error.
        problems: the conflicts, and items that cannot be kept in step.
        same: how many items were in step already.
    """

    done: tuple[SyncAction, ...]
    failed: tuple[tuple[SyncAction, Exception], ...]
    problems: tuple[SyncAction, ...]
    same: int

    def to_dict(self) -> dict[str, Any]:
        """Return "done", "failed" (each with its "error"), "same", "problems" and "ok"."""
        failed = [{**action.to_dict(), "error": str(error)} for action, error in self.failed]
        rest = {"same": self.same, "problems": plain(self.problems), "ok": self.ok}
        return {"done": plain(self.done), "failed": failed, **rest}

    @property
    def ok(self) -> bool:
        """Whether everything was done, without conflicts or items that cannot be kept in step."""
        return not self.failed and not self.problems
