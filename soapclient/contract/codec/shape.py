"""The shape that all records of one type share: the names of their members."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ..spelling import python_name


class Absent:
    """The marker in a record for a member that the reply does not have."""

    def __reduce__(self) -> str:
        return "ABSENT"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()


class RecordShape:
    """The members of a type by name, with their values if a reply does not have them.

    Args:
        kind: the name of the type, as "{urn:x}Order"; empty for one without a name.
        members: whether each member is a list, by its exact name.
        defaults: the value that a reader must assume for a missing member.
        simple: whether it has the text of simple content, which is also available as `value`.

    Attributes:
        record: the class of its records, known once there is one.
    """

    __slots__ = ("__dict__", "defaults", "kind", "lists", "names", "record", "simple")

    def __init__(
        self,
        kind: str,
        members: Iterable[tuple[str, bool]],
        defaults: Mapping[str, Any] | None = None,
        *,
        simple: bool = False,
    ) -> None:
        found = dict(members)
        self.kind = kind
        self.names = tuple(found)
        self.lists = tuple(found.values())
        self.defaults = dict(defaults or {})
        self.simple = simple
        self.record: Any = None

    @functools.cached_property
    def exact(self) -> dict[str, int]:
        """The position of each member by its exact name."""
        return {name: place for place, name in enumerate(self.names)}

    @functools.cached_property
    def spelled(self) -> dict[str, int]:
        """The position of each member by its exact name and its Python spelling; exact names win."""
        found = dict(self.exact)
        if self.simple:
            found.setdefault("value", 0)
        for name, place in self.exact.items():
            spelling = python_name(name)
            while found.get(spelling, place) != place:
                spelling += "_"
            found[spelling] = place
        return found

    def absent(self, place: int) -> Any:
        """Return the value of a member that a reply does not have."""
        return [] if self.lists[place] else self.defaults.get(self.names[place])

    def __deepcopy__(self, memo: Any) -> RecordShape:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        members = tuple(zip(self.names, self.lists, strict=True))
        return _shape, (self.kind, members, self.defaults, self.simple)

    def __repr__(self) -> str:
        return f"<RecordShape {self.kind}: {len(self.names)} members>"


def _shape(kind: str, members: Iterable[tuple[str, bool]], defaults: Mapping[str, Any], simple: bool) -> RecordShape:
    return RecordShape(kind, members, defaults, simple=simple)
