"""The components of a schema, with the names of XSD 1.0: elements, attributes, types, groups, particles, wildcards.

A component is read when it is first asked for, and once: a type may contain itself, so whoever walks needs a bound.
Names are written as lxml writes them: "{urn:x}Order"; a component without a name has an empty one.

Source: XML Schema Part 1: Structures, and Part 2: Datatypes, second edition.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Literal

import attrs

Variety = Literal["atomic", "list", "union"]
Compositor = Literal["sequence", "choice", "all"]


@attrs.frozen(kw_only=True)
class Facets:
    """What narrows a simple type, its base types' facets included.

    Attributes:
        enumeration: the values that it allows, as the schema writes them; empty for any.
        patterns: regular expressions in XSD's form: one of each group has to match.
        length: the exact length, in characters, bytes or items; None for any. So are the other numbers.
        min_length: the least length.
        max_length: the greatest length.
        min_inclusive: the least value, as the schema writes it; empty for none. So are the other bounds.
        max_inclusive: the greatest value.
        min_exclusive: the value that all are greater than.
        max_exclusive: the value that all are less than.
        total_digits: how many digits a number may have.
        fraction_digits: how many of them behind the point.
        white_space: "preserve", "replace" or "collapse".
    """

    enumeration: tuple[str, ...] = ()
    patterns: tuple[tuple[str, ...], ...] = ()
    length: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_inclusive: str = ""
    max_inclusive: str = ""
    min_exclusive: str = ""
    max_exclusive: str = ""
    total_digits: int | None = None
    fraction_digits: int | None = None
    white_space: str = "collapse"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SimpleType:
    """A simple type.

    Attributes:
        name: its name.
        builtin: the local name of the nearest built-in type that it restricts, such as "int"; of a list "list", of a
            union "union".
        variety: "atomic", "list" or "union".
        base: the type that it restricts; None for `anySimpleType`.
        item: the type of a list's items.
        members: the types of a union.
        facets: what narrows it.
        documentation: its documentation in the schema.
        size: how many types it is made of, each counted as often as it is met.
    """

    name: str
    builtin: str
    variety: Variety = "atomic"
    base: SimpleType | None = None
    item: SimpleType | None = None
    members: tuple[SimpleType, ...] = ()
    facets: Facets = Facets()
    documentation: str = ""
    size: int = 1

    def __repr__(self) -> str:
        return f"<SimpleType {self.name or self.builtin}>"


@attrs.frozen(kw_only=True)
class Wildcard:
    """A place for any elements or attributes.

    Attributes:
        namespaces: "##any", "##other", or namespaces divided by blanks, as the schema writes them.
        process: "strict", "lax" or "skip".
        target: the namespace of the schema that it stands in.
    """

    namespaces: str = "##any"
    process: str = "strict"
    target: str = ""

    def allows(self, namespace: str) -> bool:
        """Tell whether what is of this namespace may stand here."""
        if self.namespaces == "##any":
            return True
        if self.namespaces == "##other":
            return namespace not in ("", self.target)
        words = {"##targetNamespace": self.target, "##local": ""}
        return namespace in (words.get(word, word) for word in self.namespaces.split())


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Attribute:
    """An attribute, as it is used in a type.

    Attributes:
        name: its name.
        type: its type.
        required: whether it has to be there.
        default: the value that a reader assumes where it is not there; None for none.
        fixed: the only value that it may have; None for any.
        array_type: of the attribute of a SOAP-encoded array, the type of its items: "{urn:x}Item[]".
        documentation: its documentation in the schema.
    """

    name: str
    type: SimpleType
    required: bool = False
    default: str | None = None
    fixed: str | None = None
    array_type: str = ""
    documentation: str = ""

    def __repr__(self) -> str:
        return f"<Attribute {self.name}>"


@attrs.define(kw_only=True, eq=False, repr=False, slots=False)
class Element:
    """An element declaration.

    Attributes:
        name: its name; of a local element without a namespace where its form is unqualified.
        nillable: whether `xsi:nil` may be said.
        abstract: whether one that may be substituted for it has to stand in its place.
        default: the value that a reader assumes where it is empty; None for none.
        fixed: the only value that it may have; None for any.
        is_global: whether it is declared at the top of a schema.
        substitutes: the name of the element that it may stand for; empty for none.
        documentation: its documentation in the schema.
    """

    name: str
    _type: Callable[[], Type]
    nillable: bool = False
    abstract: bool = False
    default: str | None = None
    fixed: str | None = None
    is_global: bool = False
    substitutes: str = ""
    documentation: str = ""

    @functools.cached_property
    def type(self) -> Type:
        """Its type.

        Raises:
            WsdlError: the schema does not say it.
        """
        return self._type()

    def __repr__(self) -> str:
        return f"<Element {self.name}>"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ModelGroup:
    """A model group.

    Attributes:
        compositor: "sequence", "choice" or "all".
        particles: what is in it.
    """

    compositor: Compositor
    particles: tuple[Particle, ...]

    def __repr__(self) -> str:
        return f"<ModelGroup {self.compositor}: {len(self.particles)} particles>"


Term = Element | ModelGroup | Wildcard


@attrs.frozen(eq=False)
class Particle:
    """A term and how often it occurs.

    Attributes:
        term: an element, a group or a wildcard.
        min_occurs: the least number of times.
        max_occurs: the most, or None for unbounded.
    """

    term: Term
    min_occurs: int = 1
    max_occurs: int | None = 1

    def elements(self) -> Iterator[Element]:
        """List the elements in it, those of groups within groups too, in the schema's order."""
        if isinstance(self.term, Element):
            yield self.term
        elif isinstance(self.term, ModelGroup):
            for each in self.term.particles:
                yield from each.elements()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Content:
    """What is inside a complex type, that of its base types included.

    Attributes:
        simple: the type of its text, where its content is simple.
        particle: its content model; None where it has no elements.
        attributes: its attributes.
        any_attribute: the place for any other attributes; None for none.
        mixed: whether text may stand between the elements.
    """

    simple: SimpleType | None = None
    particle: Particle | None = None
    attributes: tuple[Attribute, ...] = ()
    any_attribute: Wildcard | None = None
    mixed: bool = False


@attrs.define(kw_only=True, eq=False, repr=False, slots=False)
class ComplexType:
    """A complex type.

    Attributes:
        name: its name.
        abstract: whether a type that is derived from it has to be said in its place.
        derivation: how it is derived from its base: "extension" or "restriction".
        base_name: the name of its base; that of `anyType` where it has none of its own.
        documentation: its documentation in the schema.
    """

    name: str
    _base: Callable[[], Type | None]
    _content: Callable[[], Content]
    abstract: bool = False
    derivation: Literal["extension", "restriction"] = "restriction"
    base_name: str = ""
    documentation: str = ""

    @functools.cached_property
    def base(self) -> Type | None:
        """Its base type; None for `anyType`."""
        return self._base()

    @functools.cached_property
    def content(self) -> Content:
        """What is inside it, that of its base types included.

        Raises:
            WsdlError: a component that it names is missing, or it is derived from itself.
        """
        return self._content()

    @functools.cached_property
    def item(self) -> str:
        """Of a SOAP-encoded array, the name of the type of its items; empty for any other type."""
        return next((each.array_type.partition("[")[0] for each in self.content.attributes if each.array_type), "")

    def __repr__(self) -> str:
        return f"<ComplexType {self.name or 'without a name'}>"


Type = SimpleType | ComplexType
