"""The wanted state of a folder, the plan to reach it, and the result."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ...contract.plain import Plain
from ..models.access import AccessEntry


@attrs.frozen(kw_only=True)
class FolderChange(Plain):
    """A difference between a folder and its wanted state.

    Attributes:
        what: "description", "access", or "rule" and the name of one.
        before: the current value; None if the folder does not exist yet.
        after: the wanted value.
    """

    what: str
    before: str | None
    after: str

    def __str__(self) -> str:
        before = "" if self.before is None else f"{self.before!r} -> "
        return f"{self.what}: {before}{self.after!r}"


@attrs.frozen(kw_only=True)
class EnsurePlan(Plain):
    """The plan of `ensure`; `str` shows it.

    Attributes:
        path: the path of the folder.
        creates: the paths of the missing folders, the outermost first.
        changes: the differences.
    """

    path: str
    creates: tuple[str, ...] = ()
    changes: tuple[FolderChange, ...] = ()
    _wanted: EnsureWanted = attrs.field(repr=False, eq=False)

    @property
    def nothing_to_do(self) -> bool:
        """Whether the folder already has the wanted state."""
        return not self.creates and not self.changes

    def __str__(self) -> str:
        lines = [f"create {each}" for each in self.creates] + [str(each) for each in self.changes]
        return "\n".join(lines) or f"{self.path} is as it should be"


@attrs.frozen(kw_only=True)
class EnsureResult(Plain):
    """The result of `ensure`.

    Attributes:
        path: the path of the folder.
        created: the paths of the folders that were created.
        changes: the changes that were made.
    """

    path: str
    created: tuple[str, ...] = ()
    changes: tuple[FolderChange, ...] = ()

    @property
    def nothing_to_do(self) -> bool:
        """Whether the folder already had the wanted state."""
        return not self.created and not self.changes


@attrs.frozen(kw_only=True)
class EnsureWanted:
    """The wanted state of a folder.

    Attributes:
        description: the description, "" for none; None to leave it alone.
        rules: the rules to set.
        access: the entries of its access list; None to leave it alone.
        force: whether the list may allow the caller less than before.
    """

    description: str | None
    rules: Mapping[str, str]
    access: tuple[AccessEntry, ...] | None
    force: bool
