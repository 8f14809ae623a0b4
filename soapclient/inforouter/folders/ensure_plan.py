"""What makes a folder what it should be: what is wanted, the plan, and the result."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ...contract.plain import Plain
from ..models.access import AccessEntry


@attrs.frozen(kw_only=True)
class FolderChange(Plain):
    """Something of a folder that differs from what it should be.

    Attributes:
        what: "description", "access", or "rule" and the name of one.
        before: what it is; None where the folder is not there yet.
        after: what it should be.
    """

    what: str
    before: str | None
    after: str

    def __str__(self) -> str:
        before = "" if self.before is None else f"{self.before!r} -> "
        return f"{self.what}: {before}{self.after!r}"


@attrs.frozen(kw_only=True)
class EnsurePlan(Plain):
    """What `ensure` will do; `str` of it shows that.

    Attributes:
        path: the path of the folder.
        creates: the paths of the folders that are missing, the outermost first.
        changes: what differs.
    """

    path: str
    creates: tuple[str, ...] = ()
    changes: tuple[FolderChange, ...] = ()
    _wanted: EnsureWanted = attrs.field(repr=False, eq=False)

    @property
    def nothing_to_do(self) -> bool:
        """Whether the folder is as it should be."""
        return not self.creates and not self.changes

    def __str__(self) -> str:
        lines = [f"create {each}" for each in self.creates] + [str(each) for each in self.changes]
        return "\n".join(lines) or f"{self.path} is as it should be"


@attrs.frozen(kw_only=True)
class EnsureResult(Plain):
    """What `ensure` did.

    Attributes:
        path: the path of the folder.
        created: the paths of the folders that were made.
        changes: what was changed.
    """

    path: str
    created: tuple[str, ...] = ()
    changes: tuple[FolderChange, ...] = ()

    @property
    def nothing_to_do(self) -> bool:
        """Whether the folder was as it should be."""
        return not self.created and not self.changes


@attrs.frozen(kw_only=True)
class EnsureWanted:
    """What a folder should be.

    Attributes:
        description: the description, "" for none; None where it does not matter.
        rules: the rules that matter.
        access: the entries of its access list; None where it does not matter.
        force: whether the list may allow the caller less than before.
    """

    description: str | None
    rules: Mapping[str, str]
    access: tuple[AccessEntry, ...] | None
    force: bool
