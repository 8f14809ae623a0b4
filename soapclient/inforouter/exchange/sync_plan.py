"""The plan of a sync, which says what it will do, and its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ...contract.plain import Plain, plain
from .comparison import Direction, Seen, SyncAction, totals


@attrs.frozen(kw_only=True)
class SyncPlan(Plain):
    """What a sync will do, and what it leaves alone.

    Attributes:
        directory: the directory of this machine.
        folder: the path of the folder.
        server: the server, as plans name it.
        direction: "up", "down" or "both".
        delete: whether it deletes on one side what was deleted on the other.
        actions: what it does and, last, what it leaves alone and why.
        same: how many are alike already.
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
        """The conflicts, and what cannot be kept in step: nothing is done about these."""
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
    """What a sync did.

    Attributes:
        done: the actions that were carried out.
        failed: those that were not, each with the error.
        problems: the conflicts, and what cannot be kept in step.
        same: how many were alike already.
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
        """Whether all was done, and there was no conflict and nothing that cannot be kept in step."""
        return not self.failed and not self.problems
