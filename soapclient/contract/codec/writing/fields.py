"""Convert objects with named fields to mappings: mappings, records of answers, dataclasses, attrs classes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final, cast

from lxml import etree

from ....values import NIL
from ..record import Record, extra_of

ELEMENT: Final = "xsi:element"
NIL_SAID: Final = "xsi:nil"


def mapping_of(value: Any) -> Mapping[str, Any] | None:
    """Return the fields of a value by name; None if it has no fields.

    Raises:
        ValueError: it is a record with a part that is not in the contract, which cannot be written.
    """
    if type(value) is dict:
        return value
    if isinstance(value, Record):
        return _of_record(value)
    if isinstance(value, Mapping):
        return value
    read = _reader(cast("Hashable", type(value)))
    return None if read is None else read(value)


def mixed_of(value: Any) -> etree._Element | None:
    """Return the element of a record that has text between its elements: only that tells where it stands."""
    extra = extra_of(value) if isinstance(value, Record) else None
    return extra.element if extra is not None and extra.text else None


def _of_record(record: Record) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in Record.keys(record):
        value = Record.__getitem__(record, name)
        found[name] = NIL if value is None and Record.is_nil(record, name) else value
    extra = extra_of(record)
    if extra is not None:
        others = [etree.QName(each).localname for each in extra.unknown] + list(extra.attributes)
        if others or extra.text:
            what = ", ".join(others[:5]) or "the text between its elements"
            raise ValueError(f"the record has parts outside the contract: {what}; pass to_dict() to leave them out")
        if extra.nil:
            found[NIL_SAID] = True
        if extra.tag:
            found[ELEMENT] = extra.tag
    return found


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
        from dataclasses import fields as listed  # for such a class only

        names = [each.name for each in listed(kind)]
        return lambda value: {name: getattr(value, name) for name in names}
    if hasattr(kind, "keys") and hasattr(kind, "__getitem__"):
        return lambda value: {name: value[name] for name in value.keys()}  # noqa: SIM118 - it need not iterate
    return None
