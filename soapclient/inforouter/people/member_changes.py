"""The difference between the current and the wanted members of a group."""

from __future__ import annotations

import attrs

from ...contract.plain import Plain


@attrs.frozen(kw_only=True)
class MemberChanges(Plain):
    """The difference between the current and the wanted members of a group.

    Attributes:
        add: the wanted users who are not in it.
        remove: the members who are not wanted; empty unless the others must go.
        same: the wanted users who are in it.
    """

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    same: tuple[str, ...] = ()

    @property
    def nothing_to_do(self) -> bool:
        """Whether the members are as wanted."""
        return not self.add and not self.remove
