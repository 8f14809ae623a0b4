"""What a plan of a type is made of: how each is read that may be inside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import attrs

from ...schema.components import Type, Wildcard
from ...schema.members import Alternative
from ..groups import Node
from ..shape import RecordShape
from .values import Reader

Sort = Literal["text", "record", "any", "array", "raw"]


@attrs.define(eq=False, repr=False, kw_only=True)
class Field:
    """A member of a record, as it is read.

    Attributes:
        name: its name.
        index: its place in the record.
        many: whether it is a list.
        most: the greatest number of times that it may be there; None for unbounded.
        least: the least number of times, where it has to be there at all.
        required: whether it has to be there.
        choices: the alternatives that it stands in.
        must_choose: the choice of which something has to be there.
        group: the plan of the group that may be repeated, which it is; None for an element.
    """

    name: str
    index: int
    most: int | None
    least: int
    required: bool
    many: bool = False
    choices: tuple[Alternative, ...] = ()
    must_choose: int = 0
    group: TypePlan | None = None


@attrs.define(eq=False, repr=False, kw_only=True)
class How:
    """How the content of an element or type is read.

    Attributes:
        sort: as "text", a "record", "any" by what it says, a SOAP-encoded "array", or left "raw".
        type: its type; None where the schema does not have it.
        read: reads its text, where that needs nothing else.
        reader: reads its text.
        loose: whether `xsi:type` says more of its text than the declared type.
        nillable: whether it may be nil.
        default: the text that a reader has to assume where it is empty; None for none.
        plan: the plan of its type, once it is known.
    """

    sort: Sort
    type: Type | None = None
    read: Callable[[str], Any] | None = None
    reader: Reader | None = None
    loose: bool = False
    nillable: bool = False
    default: str | None = None
    plan: TypePlan | None = None


@attrs.define(eq=False, repr=False, kw_only=True)
class ElementRoute:
    """Where an element of a name goes, and how it is read.

    Attributes:
        field: the member.
        how: how it is read; None for what is in a group that may be repeated.
        tag: its name, where it stands for another element.
        others: further members that elements of the same name are, in the schema's order.
    """

    field: Field
    how: How | None = None
    tag: str = ""
    others: list[ElementRoute] = attrs.Factory(list)


@attrs.define(eq=False, repr=False, kw_only=True)
class TypePlan:
    """How what is inside a type is read.

    Attributes:
        shape: what its records have in common.
        blank: the values of a record without anything.
        fields: its members.
        table: where an element goes, by its name.
        loose: the same by the local name, where that is one element's alone.
        wildcards: the places for any elements.
        attributes: the attributes, by name, each with what reads it.
        loose_attributes: their names by local name, where that is one's alone.
        any_attribute: the place for any other attributes; None for none.
        text: reads the text of simple content; None elsewhere.
        mixed: whether text may stand between its elements.
        abstract: whether a derived type has to be said in its place.
        groups: the members that are groups which may be repeated.
        checked: the members that are checked when all is read.
        ordered: whether what is in it follows in the schema's order.
        root: tells what is missing beside what is there, where a group may be left out; None where none may.
    """

    shape: RecordShape
    blank: list[Any]
    fields: tuple[Field, ...]
    table: dict[Any, ElementRoute]
    loose: dict[str, ElementRoute | None]
    wildcards: tuple[tuple[Field, Wildcard], ...] = ()
    attributes: dict[str, tuple[Field, Reader]] = attrs.Factory(dict)
    loose_attributes: dict[str, str | None] = attrs.Factory(dict)
    any_attribute: Field | None = None
    text: Reader | None = None
    mixed: bool = False
    abstract: bool = False
    groups: tuple[Field, ...] = ()
    checked: tuple[Field, ...] = ()
    ordered: bool = True
    root: Node | None = None
