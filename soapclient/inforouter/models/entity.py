"""The service's texts as Python values, and attrs classes read from elements in any of its dialects.

The same thing comes with attributes or child elements, in several spellings and formats: a class says for each of its
fields under which names it may come and how its text is read; letter case does not matter.

Source: the elements of the operation pages.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, NamedTuple, TypeVar

import attrs
from lxml import etree

from ...contract.xsd import plain_iso
from ...wire import repairs
from ...wire.safe_xml import local

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,400}")
_VERSION: Final = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?")
NO_DATE: Final = ("0001-01-01", "1900-01-01")
_MAJOR, _MINOR = 1_000_000, 1_000

E = TypeVar("E", bound="Entity")
_Reader = Callable[[str | None], Any]


def flag(text: str | None) -> bool | None:
    """Read a boolean of any of the service's spellings; None for an absent or unknown one."""
    return {"true": True, "1": True, "false": False, "0": False}.get((text or "").strip().lower())


def number(text: str | None) -> int | None:
    """Read a whole number; None for an absent or unreadable one."""
    text = (text or "").strip()
    return int(text) if _NUMBER.fullmatch(text) else None


def moment(text: str | None) -> dt.datetime | None:
    """Read one of the service's dates; None for its three ways to say that there is none, or an unreadable one.

    A date that says UTC has that zone; of the others the service does not say which they are in, and they have none.
    """
    text = (text or "").strip()
    if not text or text.startswith(NO_DATE):
        return None
    try:
        return dt.datetime.fromisoformat(plain_iso(text))
    except ValueError:
        return None


class VersionNumber(NamedTuple):
    """The number of a document's version."""

    major: int
    minor: int = 0
    patch: int = 0

    @property
    def stored(self) -> int:
        """The number as the service stores it and takes it: 2001003 for 2.1.3."""
        return self.major * _MAJOR + self.minor * _MINOR + self.patch

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def revision(text: str | None) -> VersionNumber | None:
    """Read a version number, written as 3, 3.0, 3.0.1 or 3000001; None for 0, and for an absent or unreadable one."""
    found = _VERSION.fullmatch((text or "").strip())
    if found is None:
        return None
    major, minor, patch = (int(part or 0) for part in found.groups())
    if found[2] is None and major >= _MAJOR:
        major, minor, patch = major // _MAJOR, major // _MINOR % 1000, major % 1000
    return VersionNumber(major, minor, patch) if (major, minor, patch) != (0, 0, 0) else None


def text(raw: str | None) -> str | None:
    """Leave a text as it is."""
    return raw


def named(*names: str, read: _Reader = text, default: Any = None) -> Any:
    """Make a field of an `Entity` that comes under one of these names, the first of them that an element has."""
    return attrs.field(default=default, metadata={"names": tuple(map(str.casefold, names)), "read": read})


@attrs.frozen(kw_only=True, slots=False)
class Entity:
    """What an element tells, with None for what this operation of this server does not tell.

    Attributes:
        attributes: everything that the element says in attributes and simple child elements, by the service's own
            names.
        element: the element itself, for what is nested in it; lost by pickling.
        repaired: the names of those values in which U+FFFD stands for a character that XML does not have: they are not
            what is stored, and are not sent back.
    """

    attributes: Mapping[str, str] = attrs.field(factory=dict, repr=False, eq=False)
    element: ClassVar[etree._Element | None] = None
    repaired: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def read(cls: type[E], element: etree._Element) -> E:
        """Read an element, whatever dialect it is in."""
        found = told(element)
        names = _names(cls)
        best: dict[str, tuple[int, str, _Reader]] = {}
        for name, value in found.items():
            known = names.get(name.casefold())
            if known is not None and (known.field not in best or known.rank < best[known.field][0]):
                best[known.field] = known.rank, value, known.read
        told_fields = {field: read(value) for field, (_, value, read) in best.items()}
        entity = cls(**{**told_fields, **cls._nested(element)}, attributes=found)
        object.__setattr__(entity, "element", element)
        if any(repairs.REPLACEMENT in value for value in found.values()):
            doubtful = repairs.among(element, found)
            fields = {field for field, (_, value, _) in best.items() if any(value == found[name] for name in doubtful)}
            object.__setattr__(entity, "repaired", doubtful | fields)
        return entity

    @classmethod
    def _nested(cls, element: etree._Element) -> dict[str, Any]:
        """Read what is nested in the element, for the classes that do."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "element"}


class _Name(NamedTuple):
    field: str
    rank: int
    read: _Reader


_TABLES: Final[dict[type[Entity], Mapping[str, _Name]]] = {}


def _names(kind: type[Entity]) -> Mapping[str, _Name]:
    """Return the fields of a class by the names that they may come under."""
    table = _TABLES.get(kind)
    if table is None:
        table = _TABLES[kind] = {
            name: _Name(field.name, rank, field.metadata["read"])
            for field in attrs.fields(kind)
            for rank, name in enumerate(field.metadata.get("names", ()))
        }
    return table


def told(element: etree._Element) -> dict[str, str]:
    """Return what an element says in attributes and in child elements that hold nothing but text."""
    found = {str(name): str(value) for name, value in element.attrib.items()}
    for child in element.iterchildren("*"):
        if not len(child) and not child.attrib:
            found.setdefault(local(child.tag), child.text or "")
    return found
