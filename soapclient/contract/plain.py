"""Plain data for JSON, logs and data frames: dicts, lists, and Python's own values."""

from __future__ import annotations

import datetime as dt
import enum
import os
import re
from collections.abc import Mapping, Set
from numbers import Number
from typing import Any, ClassVar, Final

import attrs
from lxml import etree

from ..wire.redact import HIDDEN, is_secret

_HARMLESS: Final = re.compile(r"\s*(?:true|false|yes|no|[0-9]{0,3})\s*", re.IGNORECASE)
_OWN: Final = (Number, bytes, dt.date, dt.time, dt.timedelta)


class Plain:
    """An object that returns its attributes as plain data.

    Attributes:
        ALSO: the properties that belong to its data besides its fields.
    """

    __slots__ = ()
    ALSO: ClassVar[tuple[str, ...]] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the attributes as plain data: dicts, lists, and Python's own types."""
        kind: Any = type(self)  # an attrs class
        names = [each.name for each in attrs.fields(kind) if not each.name.startswith("_")]
        return {name: plain(getattr(self, name)) for name in (*names, *self.ALSO)}

    def to_json(self, *, indent: int | None = None) -> str:
        """Write what `to_dict` returns as JSON; decimals, dates, times and bytes are text in XSD's form.

        Args:
            indent: how far to indent each level; None for one line.
        """
        from .codec.json_values import dumps

        return dumps(self.to_dict(), indent)


def plain(value: Any) -> Any:
    """Return a value as plain data.

    Args:
        value: a value of any attribute.

    Returns:
        A str, int, float, Decimal, bool, bytes, date, time, datetime or None as it is; a dict, or a list for any other
        collection; the name of an enumeration's member in small letters; an element as `element_data` has it; the text
        of anything else.
    """
    if value is None or type(value) is str:
        return value
    if isinstance(value, enum.Enum):
        return value.name.lower()
    if isinstance(value, _OWN):
        return value
    if isinstance(value, Plain):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (Set, list, tuple)) and type(value).__str__ is object.__str__:
        found = [plain(each) for each in value]
        return sorted(found, key=str) if isinstance(value, Set) else found
    if isinstance(value, etree._Element):
        return element_data(value, hide=True)
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)


def without_secrets(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts by name, with those hidden whose name means a secret.

    Flags and small numbers are shown: "PasswordLength" is not a password.
    """
    return {
        name: HIDDEN if is_secret(name.rpartition("}")[2]) and not _HARMLESS.fullmatch(text) else text
        for name, text in texts.items()
    }


def element_data(element: etree._Element, *, hide: bool = False) -> dict[str, Any]:
    """Return an element as plain data, of one shape however often something is there.

    Args:
        element: the element.
        hide: whether to hide texts whose name means a secret; see `without_secrets`.

    Returns:
        Its attributes as "@name", its text as "#text", and its children by name: always a list, with one such dict for
        each. Blanks between children are left out. Only attributes that have a namespace are named with it.
    """
    attributes = {str(name): str(said) for name, said in element.attrib.items()}
    found: dict[str, Any] = {
        f"@{name}": said for name, said in (without_secrets(attributes) if hide else attributes).items()
    }
    text = "".join((element.text or "", *(child.tail or "" for child in element)))
    if text.strip() or (text and not len(element)):
        name = etree.QName(element).localname
        found["#text"] = without_secrets({name: text})[name] if hide else text
    for child in element.iterchildren("*"):
        found.setdefault(etree.QName(child).localname, []).append(element_data(child, hide=hide))
    return found
