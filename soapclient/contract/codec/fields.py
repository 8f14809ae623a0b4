"""What has named fields, as a mapping: mappings, records that answers gave, dataclasses, attrs classes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Mapping
from typing import Any, cast

from lxml import etree

from ...values import NIL


def mapping_of(value: Any) -> Mapping[str, Any] | None:
    """Return the fields of a value by name; None where it has none."""
    if type(value) is dict:
        return value
    if isinstance(value, Mapping):
        return _with_nil(value)
    read = _reader(cast("Hashable", type(value)))
    return None if read is None else read(value)


def _with_nil(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record with what it tells of null: nil that was read is nil that is written."""
    is_nil = getattr(type(value), "is_nil", None)
    if is_nil is None:
        return value
    return {name: NIL if each is None and is_nil(value, name) else each for name, each in value.items()}


@functools.lru_cache(512)
def _reader(kind: Any) -> Callable[[Any], Mapping[str, Any]] | None:
    if issubclass(kind, (type, etree._Element)):
        return None
    attributes = getattr(kind, "__attrs_attrs__", None)
    if attributes is not None:
        pairs = [(each.alias or each.name.lstrip("_"), each.name) for each in attributes]
        return lambda value: {given: getattr(value, name) for given, name in pairs}
    fields = getattr(kind, "__dataclass_fields__", None)
    if fields is not None:
        names = [name for name, each in fields.items() if getattr(each, "_field_type", None) is not None]
        return lambda value: {name: getattr(value, name) for name in names if hasattr(value, name)}
    if hasattr(kind, "keys") and hasattr(kind, "__getitem__"):
        return lambda value: _with_nil_of(value)
    return None


def _with_nil_of(value: Any) -> Mapping[str, Any]:
    is_nil = getattr(value, "is_nil", None)
    found = {name: value[name] for name in value.keys()}  # noqa: SIM118
    if is_nil is None:
        return found
    return {name: NIL if each is None and is_nil(name) else each for name, each in found.items()}
