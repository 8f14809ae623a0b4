"""`Record`: one instance of a complex type in a reply, which does not change."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs
from lxml import etree

from ...values import NIL
from ..spelling import nearest
from .extra import Extra, about
from .shape import ABSENT, RecordShape
from .xml_values import packed, same, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

_NONE: Final = Extra()


class Record:
    """One instance of a complex type in a reply.

    A member is an attribute, by its exact name or its Python spelling, and an item by its exact name. A member that the
    reply does not have is None, or an empty list if the contract allows several; `"x" in record` and `is_nil` tell a
    missing member from a nil one. Iterating over a record yields the names of the members that the reply has.

    If a member has the same name as a method below, the attribute is the member; call `Record.to_dict(record)` then.
    """

    __slots__ = ("__extra", "__shape", "__values")

    __shape: RecordShape
    __values: tuple[Any, ...]
    __extra: Extra | None

    def __new__(cls) -> Record:
        """Refuse to create a record: only answers do."""
        raise TypeError("records come from answers: pass a dict to send one")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_Record__"):
            raise AttributeError(name)
        shape = self.__shape
        place = shape.spelled.get(name)
        if place is None:
            raise AttributeError(_unknown(shape, name), name=name, obj=self)
        value = self.__values[place]
        return shape.absent(place) if value is ABSENT else value

    def __getitem__(self, name: str) -> Any:
        shape = self.__shape
        place = shape.exact.get(name)
        if place is None:
            found = about(self.__extra)
            if name in found:
                return found[name]
            raise KeyError(_unknown(shape, name))
        value = self.__values[place]
        return shape.absent(place) if value is ABSENT else value

    def __contains__(self, name: object) -> bool:
        """Return whether the reply has a member with this exact name, even if it is nil."""
        place = self.__shape.exact.get(name)  # type: ignore[call-overload]  # any other object is none of the names
        if place is None:
            return name in about(self.__extra)
        return self.__values[place] is not ABSENT

    def __iter__(self) -> Iterator[str]:
        return iter(Record.keys(self))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a record cannot be changed: create a new one with replace({{{name!r}: ...}})")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a record cannot be changed: create a new one with replace({{{name!r}: None}})")

    def keys(self) -> list[str]:
        """List the exact names of the members that the reply has.

        Before them is "xsi:type" if the reply has another type, and "xsi:element" if it has another element, as in
        a dict to send.
        """
        found = list(about(self.__extra))
        return [
            *found,
            *(name for name, value in zip(self.__shape.names, self.__values, strict=True) if value is not ABSENT),
        ]

    def is_nil(self, name: str) -> bool:
        """Return whether a member is nil in the reply, rather than missing.

        Args:
            name: its exact name or Python spelling.
        """
        shape = self.__shape
        place = shape.spelled.get(name)
        if place is None:
            raise AttributeError(_unknown(shape, name), name=name, obj=self)
        value = self.__values[place]
        if isinstance(value, Record):
            extra = value.__extra
            return extra is not None and extra.nil
        return value is None

    @property
    def type(self) -> str:
        """The name of its type, "{urn:x}Order": from `xsi:type`, else the declared one."""
        return (self.__extra or _NONE).said or self.__shape.kind

    @property
    def tag(self) -> str:
        """The name of its element, if it replaces another one of its substitution group; else empty."""
        return (self.__extra or _NONE).tag

    @property
    def unknown(self) -> list[etree._Element]:
        """Its elements that are not in the contract."""
        return list((self.__extra or _NONE).unknown)

    @property
    def unknown_attributes(self) -> dict[str, str]:
        """The attributes that are not in the contract, by name: its own, and as "price/@unit" those in it."""
        return dict((self.__extra or _NONE).attributes)

    @property
    def text(self) -> str:
        """The text between its elements, if any."""
        return (self.__extra or _NONE).text

    @property
    def element(self) -> etree._Element | None:
        """Its element, if its content may be mixed with text: only the element has the order."""
        return (self.__extra or _NONE).element

    @property
    def headers(self) -> Record | None:
        """The SOAP headers, if the record is a whole answer; None inside an answer."""
        found: Record | None = (self.__extra or _NONE).headers
        return found

    @property
    def repaired(self) -> tuple[str, ...]:
        """The places where U+FFFD replaces a character that XML does not allow, if the record is a whole answer."""
        return (self.__extra or _NONE).repaired

    def replace(self, changes: Mapping[str, Any] | None = None, /, **more: Any) -> Record:
        """Return a copy of this record with other values, to send; the rest of the reply is kept.

        Args:
            changes: values by exact name or Python spelling; None leaves a member out, `NIL` makes it nil.
            more: more changes, as keywords.
        """
        shape, values = self.__shape, list(self.__values)
        for name, value in {**(changes or {}), **more}.items():
            place = shape.spelled.get(name)
            if place is None:
                raise AttributeError(_unknown(shape, name), name=name, obj=self)
            values[place] = ABSENT if value is None else None if value is NIL else value
        return make(shape, values, self.__extra)

    def to_dict(self) -> dict[str, Any]:
        """Return the members of the reply as dicts and lists, by the names that `keys` lists.

        Elements that are not in the contract are only in `unknown`.
        """
        found: dict[str, Any] = dict(about(self.__extra))
        for name, value in zip(self.__shape.names, self.__values, strict=True):
            if value is not ABSENT:
                found[name] = plain(value)
        return found

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the result of `to_dict` as JSON, with decimals, dates, times and bytes as text in XSD form.

        Args:
            indent: the indentation of each level; None for one line.
        """
        return to_json(self, indent=indent)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        mine, yours = self.__shape, other.__shape
        if mine is not yours and (mine.kind, mine.names) != (yours.kind, yours.names):
            return False
        if (self.__extra or other.__extra) and not same(
            (self.__extra or _NONE).told(), (other.__extra or _NONE).told()
        ):
            return False
        return same(self.__values, other.__values)

    __hash__ = None  # type: ignore[assignment]  # it has lists

    def __bool__(self) -> bool:
        return True

    __replace__ = replace

    def __copy__(self) -> Record:
        return make(self.__shape, self.__values, self.__extra)

    def __deepcopy__(self, memo: Any) -> Record:
        extra = None if self.__extra is None else copy.deepcopy(self.__extra, memo)
        return make(self.__shape, [_copied(each, memo) for each in self.__values], extra)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.__shape, [*map(packed, self.__values)], self.__extra)

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self), *self.__shape.spelled})

    def __repr__(self) -> str:
        shape, shown = self.__shape, []
        for name, value in zip(shape.names, self.__values, strict=True):
            if value is not ABSENT:
                shown.append(f"{name} ({len(value)})" if isinstance(value, list) else name)
        more = f", {len(shown) - 8} more" if len(shown) > 8 else ""
        kind = (self.__extra or _NONE).said or shape.kind
        named = f" {kind.rpartition('}')[2]}" if kind else ""
        return f"<Record{named}: {', '.join(shown[:8]) or 'empty'}{more}>"


def to_json(value: Any, *, indent: int | None = None) -> str:
    """Return any value of an answer as JSON; see `Record.to_json`.

    Args:
        value: a record, a list, or a value in them.
        indent: the indentation of each level; None for one line.
    """
    from .json_values import dumps

    return dumps(plain(value), indent)


def plain(value: Any) -> Any:
    """Return any value that an answer has as plain data; see `Record.to_dict`."""
    if isinstance(value, Record):
        return Record.to_dict(value)
    return [plain(each) for each in value] if isinstance(value, list) else value


def _copied(value: Any, memo: Any) -> Any:
    if isinstance(value, list):
        return [_copied(each, memo) for each in value]
    if isinstance(value, Record):
        return Record.__deepcopy__(value, memo)
    if isinstance(value, etree._Element):
        return unpacked(packed(value))  # with the namespaces in scope there
    return value if value is ABSENT else copy.deepcopy(value, memo)


def _unknown(shape: RecordShape, name: object) -> str:
    close = () if str(name).startswith("_") else nearest(str(name), list(shape.names))
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    kind = shape.kind.rpartition("}")[2]
    return f"{kind or 'this record'} has no {str(name)[:80]!r}{hint}"


_new = object.__new__
_set_shape: Callable[[Record, RecordShape], None] = vars(Record)["_Record__shape"].__set__
_set_values: Callable[[Record, tuple[Any, ...]], None] = vars(Record)["_Record__values"].__set__
_set_extra: Callable[[Record, Extra | None], None] = vars(Record)["_Record__extra"].__set__
_OWN: Final = frozenset(name for name in dir(Record) if not name.startswith("_"))


def make(shape: RecordShape, values: Iterable[Any], extra: Extra | None = None) -> Record:
    """Create a record.

    Args:
        shape: its shape, shared with other records of the type.
        values: the value of each member, or `ABSENT`.
        extra: its additional parts.
    """
    record: Record = _new(shape.record or _class_of(shape))
    _set_shape(record, shape)
    _set_values(record, tuple(values))
    _set_extra(record, extra)
    return record


def extra_of(record: Record) -> Extra | None:
    """Return the additional parts of a record."""
    extra: Extra | None = record._Record__extra
    return extra


def is_of(record: Record, shape: RecordShape) -> bool:
    """Return whether a record has this shape, rather than one that replaces it."""
    own: RecordShape = record._Record__shape
    return own is shape


def with_extra(record: Record, **facts: Any) -> Record:
    """Return a record with more additional parts."""
    shape, values = record._Record__shape, record._Record__values
    return make(shape, values, attrs.evolve(extra_of(record) or Extra(), **facts))


def _class_of(shape: RecordShape) -> type[Record]:
    """Return the class for the records of a shape: its own one if a member has the name of a method."""

    def member(name: str) -> property:
        return property(lambda record: Record.__getattr__(record, name))

    names = _OWN.intersection(shape.spelled)
    found = type("Record", (Record,), {"__slots__": (), **{name: member(name) for name in names}}) if names else Record
    shape.record = found
    return found


def _restored(shape: RecordShape, values: Iterable[Any], extra: Extra | None) -> Record:
    return make(shape, map(unpacked, values), extra)
