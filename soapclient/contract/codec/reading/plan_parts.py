"""The parts of a type's plan: how to read each possible member."""

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
    """The plan of a record's member.

    Attributes:
        name: its name.
        index: its place in the record.
        many: whether it is a list.
        most: the greatest number of values; None for unbounded.
        least: the least number of values, if it is required.
        required: whether it is required.
        choices: the alternatives that it belongs to.
        must_choose: the choice of which one alternative is required.
        group: the plan of a repeatable group; None for an element.
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
    """How to read the content of an element or type.

    Attributes:
        sort: "text", "record", "any" (by `xsi:type`), "array" (SOAP-encoded), or "raw" (unchanged).
        type: its type; None if the schema does not have it.
        read: reads its text, if that needs nothing else.
        reader: reads its text.
        loose: whether `xsi:type` is more specific about its text than the declared type.
        nillable: whether it may be nil.
        default: the text that a reader must assume if it is empty; None for none.
        plan: the plan of its type, once known.
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
    """The place of an element with a given name, and how to read it.

    Attributes:
        field: the member.
        how: how to read it; None for an element of a repeatable group.
        tag: its name, if it replaces another element.
        others: further members with elements of the same name, in the schema's order.
    """

    field: Field
    how: How | None = None
    tag: str = ""
    others: list[ElementRoute] = attrs.Factory(list)


@attrs.define(eq=False, repr=False, kw_only=True)
class TypePlan:
    """How to read the content of a type.

    Attributes:
        shape: the shape of its records.
        blank: the values of an empty record.
        fields: its members.
        table: the place of an element, by its name.
        loose: the same by local name, if only one element has it.
        wildcards: the wildcards for elements.
        attributes: the attributes by name, each with its reader.
        loose_attributes: their names by local name, if only one attribute has it.
        any_attribute: the wildcard for attributes, or None.
        text: reads the text of simple content; else None.
        mixed: whether its content may be mixed with text.
        abstract: whether a derived type is required instead.
        groups: the members that are repeatable groups.
        checked: the members that are checked at the end.
        ordered: whether its content follows the schema's order.
        root: finds missing members of optional groups; None without such groups.
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
