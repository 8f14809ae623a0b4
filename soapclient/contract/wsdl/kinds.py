"""Types, elements and attributes described as parameters: what each is, and what is inside it.

What is inside a type is described once for all operations of a WSDL, so that a type within itself is known again.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, Final

from ...wire.redact import is_secret
from ..declaration import Declaration
from ..facet_words import words
from ..parameter import Parameter
from ..schema.builtin import ANY_TYPE, BUILTIN
from ..schema.components import (
    Attribute,
    ComplexType,
    Element,
    Facets,
    ModelGroup,
    Particle,
    SimpleType,
    Type,
    Wildcard,
)
from ..schema.members import Member, local, members
from ..schema.reader import Components
from ..spelling import python_names
from ..xsd import TEXT_TYPES, VALUE_TYPES

# What a type of the schema's own cannot be called: it means a built-in type, or what has no name.
_TAKEN: Final = frozenset({*TEXT_TYPES, *VALUE_TYPES, "base64Binary", "xml", "any", "group", "list"})


def namespace(name: str) -> str:
    """Return the namespace of a qualified name; empty for none."""
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def inside(kind: ComplexType | ModelGroup) -> list[Member]:
    """List what is inside a type or group, but for the place for any attributes."""
    found = members(kind)
    return [each for each in found if not (isinstance(each.what, Wildcard) and each.name.startswith("_attr_"))]


def type_name(kind: Type, around: str) -> str:
    """Name a type for a description; one without a name by the element that it is in."""
    if isinstance(kind, ComplexType):
        if kind.name == ANY_TYPE:
            return "anyType"
        if _is_any(kind):
            return "xml"
        name = kind.name or around
        return name if local(name) in _TAKEN and name != local(name) else local(name)
    base: SimpleType | None = kind
    while base is not None and base.name not in BUILTIN and base.variety == kind.variety:
        base = base.base
    if kind.variety == "list" and (base is None or base.variety != "list"):
        return "list"
    return "anySimpleType" if base is None else local(base.name)


def _is_any(kind: ComplexType) -> bool:
    """Tell whether a type has nothing but places for any elements, without a repeatable group."""
    content = kind.content
    if content.simple is not None or content.attributes:
        return False
    terms = () if content.particle is None else _terms(content.particle)
    found = content.any_attribute is not None
    for each in terms:
        if not isinstance(each, Wildcard):
            return False
        found = True
    return found


def _terms(particle: Particle) -> Iterator[Element | ModelGroup | Wildcard]:
    """List what stands in a content model, groups that may be repeated as one."""
    if isinstance(particle.term, ModelGroup) and particle.max_occurs == 1:
        for each in particle.term.particles:
            yield from _terms(each)
    else:
        yield particle.term


class Kinds:
    """The types of one WSDL as they are described.

    Args:
        components: the schemas.
    """

    def __init__(self, components: Components) -> None:
        self.components = components
        self._known: dict[ComplexType | ModelGroup, tuple[Parameter, ...]] = {}
        self._others: dict[Any, tuple[Parameter, ...]] = {}

    def inside(self, kind: ComplexType | ModelGroup) -> tuple[Parameter, ...]:
        """Describe what is inside a complex type or a group."""
        known = self._known.get(kind)
        if known is None:
            found = inside(kind)
            spelled = python_names(each.name for each in found)
            known = self._known.setdefault(kind, tuple(self.plain(each, spelled[each.name]) for each in found))
        return known

    def plain(self, member: Member, spelling: str | None = None) -> Parameter:
        """Describe one particle or attribute without notes."""
        what = member.what
        kind = what.type if isinstance(what, (Element, Attribute)) else what if isinstance(what, SimpleType) else None
        unnamed = "any" if isinstance(what, Wildcard) else "group"
        type_ = unnamed if kind is None else type_name(kind, getattr(what, "name", ""))
        least = 0 if member.optional else 1 if isinstance(what, Attribute) else member.min_occurs
        nillable = isinstance(what, Element) and what.nillable
        nested: ComplexType | ModelGroup | None = what if isinstance(what, ModelGroup) else None
        if isinstance(kind, ComplexType) and kind.name != ANY_TYPE and type_ != "xml":
            nested = kind
        others = None
        if isinstance(what, Element) and (isinstance(kind, ComplexType) or what.is_global):
            others = functools.partial(self.others, what)
        return Parameter(
            name=member.name,
            python_name=spelling or python_names([member.name])[member.name],
            type=type_,
            min_occurs=least,
            max_occurs=member.max_occurs,
            nillable=nillable,
            required=least >= 1 and not nillable,
            on_null="default" if _is_default(what, least) else "undocumented",
            secret=is_secret(member.name),
            attribute=isinstance(what, Attribute),
            choice=member.choices[-1] if member.choices else None,
            must_choose=member.must_choose,
            values=_values(kind),
            declared=self._declared(member, kind),
            particles=functools.partial(self.inside, nested) if nested is not None else (),
            others=others,
        )

    def others(self, element: Element) -> tuple[Parameter, ...]:
        """Describe what may stand for an element: types that are derived from its own, elements of its group."""
        kind = element.type
        key = element if element.is_global else kind
        if key not in self._others:
            found: list[Element] = []
            for name in self.components.concrete(kind) if isinstance(kind, ComplexType) else ():
                found.append(Element(name=name, type=functools.partial(self.components.type, name)))
            if element.is_global and self.components.is_head(element.name):
                found += self.components.substitutes(element)
            self._others[key] = tuple(self.plain(Member(name=each.name, what=each)) for each in found)
        return self._others[key]

    def _caveats(self, element: Element) -> Iterator[str]:
        """List what of an element cannot be said in full; see `Declaration.caveats`."""
        kind = element.type
        if element.is_global:
            if element.abstract:
                yield "abstract"
            elif self.components.is_head(element.name):
                yield "substituted"
        if isinstance(kind, ComplexType) and kind.name != ANY_TYPE:
            if kind.abstract:
                yield "abstract type"
            if kind.content.mixed:
                yield "mixed"

    def _declared(self, member: Member, kind: Type | None) -> Declaration:
        what, choices = member.what, len(member.choices)
        if isinstance(what, Wildcard):
            return Declaration(choices=choices, items="" if what.namespaces == "##any" else what.namespaces)
        if not isinstance(what, (Element, Attribute)):
            return Declaration(choices=choices, facets=_facets(kind), items=_items(kind))
        named = isinstance(kind, ComplexType) and kind.name != ANY_TYPE
        return Declaration(
            namespace=namespace(what.name),
            type_name=what.type.name if named else "",
            caveats=tuple(self._caveats(what)) if isinstance(what, Element) else (),
            default=what.default,
            fixed=what.fixed,
            facets=_facets(kind),
            items=_items(kind),
            choices=choices,
            together=tuple(each for each in dict.fromkeys(member.together) if each != member.name),
            documentation=what.documentation or ("" if kind is None else kind.documentation),
        )


def _is_default(what: Any, least: int) -> bool:
    """Tell whether leaving something out, or null, means its default: a server reads that and no null."""
    return least == 0 and isinstance(what, (Element, Attribute)) and what.default is not None


def _values(kind: Type | None) -> tuple[str, ...]:
    return kind.facets.enumeration if isinstance(kind, SimpleType) else ()


def _facets(kind: Type | None) -> Facets | None:
    own = isinstance(kind, SimpleType) and kind.name not in BUILTIN
    return kind.facets if isinstance(kind, SimpleType) and own else None


def _items(kind: Type | None) -> str:
    """Name what a list is of, or the members of a union."""
    if not isinstance(kind, SimpleType):
        return ""
    made_of = [kind.item] if kind.variety == "list" and kind.item is not None else kind.members
    return " | ".join(dict.fromkeys(_worded(each) for each in made_of))


def _worded(kind: SimpleType) -> str:
    """Write a type of a list or union with what narrows it: "string: red, blue"."""
    narrowed = ", ".join((*kind.facets.enumeration, *words(_facets(kind))))
    name = f"{type_name(kind, '')} of {_items(kind)}" if kind.variety != "atomic" else type_name(kind, "")
    return f"{name}: {narrowed}" if narrowed else name
