"""How the members of a group differ from those that are wanted."""

from __future__ import annotations

import attrs

from ...contract.plain import Plain


@attrs.frozen(kw_only=True)
class MemberChanges(Plain):
    """How the members of a group differ from those that are wanted.

    Attributes:
        add: those who are wanted and are not in it.
        remove: those who are in it and are not wanted; empty unless the others are to go.
        same: those who are wanted and are in it.
    """

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    same: tuple[str, ...] = ()

    @property
    def nothing_to_do(self) -> bool:
        """Whether the members are those that are wanted."""
        return not self.add and not self.remove
