"""Convert the service's texts to Python values, and read attrs classes from elements in any of its dialects.

The same thing comes with attributes or child elements, in several spellings and formats: a class lists for each
field its possible names and how to read its text; letter case does not matter.

Source: the elements of the operation pages.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final, NamedTuple, TypeVar

import attrs
from lxml import etree

from ...contract.plain import Plain, without_secrets
from ...contract.xsd import plain_iso
from ...wire import repairs
from ...wire.safe_xml import local

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,400}")
_VERSION: Final = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?")
NO_DATE: Final = ("0001-01-01", "1900-01-01")
_MAJOR, _MINOR = 1_000_000, 1_000
_LONGEST_VERSION: Final = 32  # as the pattern allows
_MILLISECONDS: Final = len("2026-01-31T08:30:00.000Z")

E = TypeVar("E", bound="Entity")
_Reader = Callable[[str | None], Any]


def flag(text: str | None) -> bool | None:
    """Read a boolean of any of the service's spellings; None for an absent or unknown one."""
    return {"true": True, "1": True, "false": False, "0": False}.get((text or "").strip().lower())


def number(text: str | None) -> int | None:
    """Read a whole number; None for an absent or unreadable one."""
    text = (text or "").strip()
    if text.isdecimal() and text.isascii() and len(text) < 20:
        return int(text)
    return int(text) if _NUMBER.fullmatch(text) else None


def moment(text: str | None) -> dt.datetime | None:
    """Read one of the service's dates; None for its three ways to write no date, or for an unreadable one.

    A date with UTC gets that zone; the service does not say the zone of other dates, so they have none.
    """
    text = (text or "").strip()
    if not text or text.startswith(NO_DATE):
        return None
    try:
        if len(text) == _MILLISECONDS and text[-1] == "Z":  # as the lists of today have it
            return dt.datetime.fromisoformat(f"{text[:-1]}+00:00")
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
    text = (text or "").strip()
    return _revision(text) if len(text) <= _LONGEST_VERSION else None


@functools.lru_cache(maxsize=1024)
def _revision(text: str) -> VersionNumber | None:
    found = _VERSION.fullmatch(text)
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
    """Make a field of an `Entity` with these possible names; the first name that an element has counts."""
    return attrs.field(default=default, metadata={"names": tuple(map(str.casefold, names)), "read": read})


@attrs.frozen(kw_only=True, slots=False)
class Entity(Plain):
    """The data in an element; None marks a field that this operation of this server does not return.

    An entity read from a reply reads each field from the element when it is first used.

    Attributes:
        attributes: everything that the element says in attributes and simple child elements, by the service's own
            names.
        element: the element itself, for what is nested in it; lost by pickling.
    """

    attributes: Mapping[str, str] = attrs.field(factory=dict, repr=False, eq=False)
    element: ClassVar[etree._Element | None] = None
    NESTED: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def read(cls: type[E], element: etree._Element) -> E:
        """Read an element, whatever dialect it is in."""
        if cls not in _READY:
            _prepare(cls)
        entity: E = _NEW(cls)
        entity.__dict__["element"] = element
        return entity

    @property
    def more(self) -> dict[str, str]:
        """The part of `attributes` that no field tells: names the package does not know, texts it cannot read."""
        said, kind = self.attributes, type(self)
        found = _places(kind, [*said], ()) if self.element is None else places(kind, self.element)
        told = {
            place.name
            for field, place in found.items()
            if getattr(self, field) is not None or _says_none(said[place.name], place.read)
        }
        return {name: text for name, text in said.items() if name not in told}

    def to_dict(self) -> dict[str, Any]:
        """Return the attributes as plain data, and in "more" what else the service says, by its own names.

        A version number is its text, such as "2.0.0". A ticket or password in "more" is hidden.
        """
        found = super().to_dict()
        del found["attributes"]
        found["more"] = without_secrets(self.more)
        return found

    @property
    def repaired(self) -> frozenset[str]:
        """The names of those values in which U+FFFD stands for a character that XML does not have.

        They are not what is stored, and are not sent back.
        """
        known = self.__dict__
        if "_repaired" not in known:
            known["_repaired"] = frozenset() if self.element is None else self._doubtful(self.element)
        found: frozenset[str] = known["_repaired"]
        return found

    def _doubtful(self, element: etree._Element) -> frozenset[str]:
        found = self.attributes
        if not any(repairs.REPLACEMENT in value for value in found.values()):
            return frozenset()
        doubtful = repairs.among(element, found)
        texts = {found[name] for name in doubtful}
        return doubtful | {field for field, place in places(type(self), element).items() if found[place.name] in texts}

    @classmethod
    def _nested(cls, element: etree._Element) -> dict[str, Any]:
        """Read the fields that are `NESTED` in the element, for the classes that have some."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        return {
            **{each.name: getattr(self, each.name) for each in attrs.fields(type(self))},
            "_repaired": self.repaired,
        }


def known(entity: E, **fields: Any) -> E:
    """Note fields of what was just read, which whoever read it knows better than the element tells; return it."""
    entity.__dict__.update(fields)
    return entity


class FieldPlace(NamedTuple):
    """Where an element has a field: in an attribute or child element of this name, and how its text is read."""

    name: str
    child: bool
    read: _Reader


class _Name(NamedTuple):
    field: str
    rank: int
    read: _Reader


_NEW: Final = object.__new__
_MOST: Final = 1000
_TABLES: Final[dict[type[Entity], Mapping[str, _Name]]] = {}
_READY: Final[set[type[Entity]]] = set()
# By class and the names that an element has: the elements of one list are alike.
_PLACES: Final[dict[tuple[type[Entity], tuple[Any, ...], tuple[str, ...]], Mapping[str, FieldPlace]]] = {}
_LAST: Final[dict[type[Entity], tuple[Sequence[Any], tuple[str, ...], Mapping[str, FieldPlace]]]] = {}


def places(kind: type[Entity], element: etree._Element) -> Mapping[str, FieldPlace]:
    """Return where an element has the fields of a class; those that it does not have are not there."""
    keys, children = element.keys(), tuple(name for name, _ in _simple(element)) if len(element) else ()
    last = _LAST.get(kind)
    if last is not None and last[0] == keys and last[1] == children:
        return last[2]
    key = kind, tuple(keys), children
    found = _PLACES.get(key)
    if found is None:
        if len(_PLACES) >= _MOST:
            _PLACES.clear()
        found = _PLACES[key] = _places(kind, [str(name) for name in keys], children)
    _LAST[kind] = keys, children, found
    return found


def _places(kind: type[Entity], attributes: list[str], children: tuple[str, ...]) -> Mapping[str, FieldPlace]:
    names = _names(kind)
    best: dict[str, tuple[int, FieldPlace]] = {}
    for name, child in [*((each, False) for each in attributes), *((each, True) for each in children)]:
        known = names.get(name.casefold())
        if known is not None and (known.field not in best or known.rank < best[known.field][0]):
            best[known.field] = known.rank, FieldPlace(name, child, known.read)
    return {field: place for field, (_, place) in best.items()}


def _text(element: etree._Element, place: FieldPlace) -> str | None:
    if not place.child:
        return element.get(place.name)
    return next(text for name, text in _simple(element) if name == place.name)


def _prepare(kind: type[Entity]) -> None:
    """Let the fields of a class be looked up in the element of whoever was read and not made."""
    for each in attrs.fields(kind):
        plain = each.name not in kind.NESTED and each.name != "attributes"
        setattr(kind, each.name, _Untold(each.name, each.default, plain=plain))
    _READY.add(kind)


class _Untold:
    """A field that has not been looked up yet; what it is then stands in the entity itself, before this."""

    __slots__ = ("_default", "_name", "_plain")

    def __init__(self, name: str, default: Any, *, plain: bool) -> None:
        self._name = name
        self._default = default
        self._plain = plain

    def __get__(self, entity: Entity | None, kind: type[Entity]) -> Any:
        name = self._name
        element = None if entity is None else entity.element
        if entity is None or element is None:
            raise AttributeError(f"{kind.__name__} has no value for {name}")
        known = entity.__dict__
        found = known.get("_places")
        if found is None:
            found = known["_places"] = places(kind, element)
        place = found.get(name)
        value: Any = self._default
        if not self._plain and (name == "attributes" or name in (nested := kind._nested(element))):
            value = told(element) if name == "attributes" else nested[name]
        elif place is not None:
            value = place.read(_text(element, place) if place.child else element.get(place.name))
        known[name] = value
        return value


def _says_none(said: str, read: _Reader) -> bool:
    """Tell whether a text is one of the service's ways to say that there is no value."""
    said = said.strip()
    return not said or (read is revision and said == "0") or (read is moment and said.startswith(NO_DATE))


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
    for name, text in _simple(element):
        found.setdefault(name, text)
    return found


def _simple(element: etree._Element) -> Iterator[tuple[str, str]]:
    """List the child elements that hold nothing but text, and these texts."""
    for child in element.iterchildren("*"):
        if not len(child) and not child.attrib:
            yield local(child.tag), child.text or ""
