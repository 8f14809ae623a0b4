"""The fields that an update changed: what they are now, and what they were where that was read anyway."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs
from lxml import etree

from ..contract.plain import Plain
from ..values import CLEAR, KEEP
from .fields import FLAGS, LEVELS, PREFERENCES, UPDATES, importance_level

if TYPE_CHECKING:
    from .models.entity import Entity


@attrs.frozen(kw_only=True)
class FieldChange(Plain):
    """A field that an update changed.

    Attributes:
        field: the name of the field, such as "email".
        after: the value that was sent; "" if the field was cleared.
        before: the value that the update read just before; None if it was not told, or not `read`.
        read: whether the update read the field before it changed it. No call is made only for this.
    """

    field: str
    after: Any
    before: Any = None
    read: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return "field", "after", and "before" if it was read."""
        found = super().to_dict()
        if not found.pop("read"):
            del found["before"]
        return {name: found[name] for name in ("field", "before", "after") if name in found}


def made(operation: str, arguments: Mapping[str, Any], before: Entity | None) -> Iterator[FieldChange]:
    """List the fields that one operation of an update changed.

    Args:
        operation: the name of the operation.
        arguments: what it was called with, by the reference's parameter names.
        before: the thing as it was read just before the call; None if it was not.
    """
    for field, after in _said(operation, arguments):
        read = before is not None and field not in before.repaired
        was = getattr(before, field) if read else None
        if field == "importance":
            after, was = _level(after), _level(was)
        yield FieldChange(field=field, after="" if after is CLEAR else after, before=was, read=read)


def _said(operation: str, arguments: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if operation == "UpdateUserPreferences":
        chosen = etree.fromstring(arguments["xmlPreferences"]).attrib
        for field, name in PREFERENCES.items():
            if name in chosen:
                yield field, chosen[name] == "true" if field in FLAGS else str(chosen[name])
        return
    update = UPDATES[operation]
    for parameter, value in arguments.items():
        set_ = update.field(parameter)
        if set_ is not None and value is not KEEP:
            yield set_, value


def _level(said: Any) -> Any:
    level = importance_level(said)
    return next((name for name, each in LEVELS.items() if each == level), said)
