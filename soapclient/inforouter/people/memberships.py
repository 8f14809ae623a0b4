"""Groups and libraries in one cell of a row: "Auditors; Finance/Accountants"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ...errors import ArgumentError
from ..models.people import Group
from .naming import library_of, same

_SEPARATOR: Final = re.compile(r"[;\r\n]+")
_TOLD: Final = "; "


def listed(cell: str) -> str:
    """Return a cell in its normal form: sorted names, each once, with slashes."""
    found = {same(each): each for each in _names(cell)}
    return _TOLD.join(found[each] for each in sorted(found))


def names(cell: str) -> tuple[str, ...]:
    """Return the names in a cell."""
    return tuple(_names(cell))


def group_of(name: str) -> tuple[str, str | None]:
    """Return the group and library in `Library/Group`; a name without a library is a global group.

    Raises:
        ArgumentError: it is neither.
    """
    library, slash, group = name.partition("/")
    if not slash:
        return name, None
    if not library.strip() or not group.strip() or "/" in group:
        raise ArgumentError("groups", (f"{name!r} is not a group; write Library/Group, or the name of a global group",))
    return group.strip(), library.strip()


def told(groups: Iterable[Group]) -> str | None:
    """Return the cell for a list of groups; None if a name cannot be written in a cell."""
    found = []
    for each in groups:
        library, name = library_of(each.domain), (each.name or "").strip()
        if not name or any(char in f"{name}{library or ''}" for char in ";/\\\r\n"):
            return None
        found.append(name if library is None else f"{library}/{name}")
    return listed(_TOLD.join(found))


def _names(cell: str) -> list[str]:
    parts = (each.replace("\\", "/").strip() for each in _SEPARATOR.split(cell))
    return ["/".join(step.strip() for step in each.split("/")) for each in parts if each]
