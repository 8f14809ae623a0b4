"""Sample values of components: plausible, valid and repeatable.

They are nested mappings by the names of `schema.members`; `None` is nil, "xsi:type" names a derived type,
"xsi:element" names an element that replaces another one, and a wildcard is an lxml element.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Final

import attrs
from lxml import etree

from ....errors import WsdlError
from ...schema.builtin import ANY_TYPE, XSD
from ...schema.components import (
    Attribute,
    ComplexType,
    Element,
    ModelGroup,
    Particle,
    SimpleType,
    Type,
    Wildcard,
)  # fmt: skip
from ...schema.content import shown
from ...schema.members import local, may_be_empty, members, names
from ...schema.reader import Components
from .facet_check import value_of
from .simple_samples import SimpleSamples, varied

TYPE: Final = "xsi:type"
ELEMENT: Final = "xsi:element"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_DEEPEST: Final = 60
# The number of values of a full sample before only required parts are added, and the depth of optional parts.
_MANY: Final = 300
_DEEP: Final = 6
_MOST: Final = 100_000  # elements and groups of one sample


class Samples:
    """Makes sample values.

    Args:
        components: the schemas.
        full: whether to include optional parts, unless they are endless; a choice has one of its alternatives.
    """

    def __init__(self, components: Components, *, full: bool = False) -> None:
        self._components = components
        self._full = full
        self._simple = SimpleSamples()
        self._keys = any(
            next(each.root.iter(XSD + "key", XSD + "unique"), None) is not None for each in components.places.schemas
        )

    def _one(self) -> _Sample:
        return _Sample(self._components, self._simple, self._full, self._keys)

    @property
    def unsure(self) -> list[str]:
        """Names of parts with a value that may not be valid, because its facets could not be satisfied."""
        return self._simple.unsure

    def element(self, declared: Element) -> Any:
        """Return the value of an element.

        Raises:
            WsdlError: a component is missing, or it has no finite value.
        """
        return self._one().element(declared)

    def type(self, kind: Type, word: str) -> Any:
        """Return the value of a type; see `element`.

        Args:
            kind: the type.
            word: its meaning, such as the name of the element.
        """
        return self._one().type(kind, word)

    def items(self, particle: Particle, inside: ComplexType | ModelGroup) -> dict[str, Any]:
        """Return the required parts of a type's or group's particle, by name; see `element`."""
        found: dict[str, Any] = {}
        self._one().particle(particle, names(inside), found)
        return found


@attrs.define
class _Sample:
    """One sample value, and its size so far."""

    _components: Components
    _simple: SimpleSamples
    _full: bool
    _keys: bool
    _made: int = 0
    _around: list[ComplexType] = attrs.Factory(list)

    @property
    def _more(self) -> bool:
        return self._full and self._made < _MANY and len(self._around) <= _DEEP

    def _count(self) -> None:
        self._made += 1
        if self._made > _MOST:
            raise WsdlError(f"the smallest value that the schema allows has more than {_MOST:,} elements")

    def element(self, declared: Element) -> Any:
        self._count()
        kind = declared.type
        if isinstance(kind, SimpleType):
            return self._text(kind, declared.name, declared.fixed, declared.default)
        if declared.nillable and kind in self._around:
            return None
        if kind.name != ANY_TYPE and kind.content.simple is not None and (declared.fixed or declared.default):
            found = self.type(kind, local(declared.name))
            text = value_of(kind.content.simple, declared.fixed or declared.default or "")
            return {**found, "_value_1": text} if isinstance(found, dict) else text
        return self.type(kind, local(declared.name))

    def _text(self, kind: SimpleType, name: str, *said: str | None) -> Any:
        return value_of(kind, self._said(kind, name, *said))

    def _said(self, kind: SimpleType, name: str, *said: str | None) -> str:
        text = self._simple.text(kind, local(name), said)
        if all(each is None for each in said) and (self._keys or kind.builtin == "ID"):
            self._made += 1
            text = varied(kind, text, self._made)
        return text

    def type(self, kind: Type, word: str) -> Any:
        if isinstance(kind, SimpleType):
            return self._text(kind, word)
        if kind.name == ANY_TYPE:
            return word
        if len(self._around) > _DEEPEST:
            raise WsdlError(f"the type {shown(kind.name)} contains itself without an end")
        if kind.abstract:
            return self._derived(kind, word)
        if kind.item:
            return [self.type(self._components.type(kind.item), word)]
        self._around.append(kind)
        try:
            return self._inside(kind, word)
        finally:
            self._around.pop()

    def _derived(self, kind: ComplexType, word: str) -> Any:
        problem = WsdlError(f"the type {shown(kind.name)} is abstract, and no type is derived from it")
        for name in self._components.concrete(kind):
            try:
                found = self.type(self._components.type(name), word)
            except WsdlError as exc:
                problem = exc
                continue
            return {TYPE: name, **(found if isinstance(found, dict) else {"_value_1": found})}
        raise problem

    def _inside(self, kind: ComplexType, word: str) -> Any:
        content = kind.content
        found: dict[str, Any] = {}
        if content.particle is not None:
            self.particle(content.particle, names(kind), found)
        for each in members(kind):
            if isinstance(each.what, SimpleType):
                found[each.name] = self._text(each.what, word)
            elif isinstance(each.what, Attribute):
                wanted = self._more and not each.what.name.startswith(_XML) and not each.what.array_type
                if each.what.required or wanted:
                    found[each.name] = self._text(each.what.type, each.what.name, each.what.fixed, each.what.default)
        # A text without other possible parts is the value itself.
        return found["_value_1"] if content.simple is not None and len(members(kind)) == 1 else found

    def particle(self, particle: Particle, called: dict[Particle, str], found: dict[str, Any]) -> None:
        """Add the required parts of a particle, and the optional ones in a full sample."""
        term = particle.term
        count = particle.min_occurs or (1 if self._more and not self._endless(particle) else 0)
        if not count:
            return
        if isinstance(term, ModelGroup) and particle.max_occurs == 1:
            self._group(term, called, found)
            return
        made = list(self._several(term, count, particle.min_occurs > 0))
        if not made:
            return
        name = called[particle]
        if particle.max_occurs != 1:
            found[name] = [*found.get(name, ()), *made]
        elif name in found:
            found[name] = [*(found[name] if isinstance(found[name], list) else [found[name]]), *made]
        else:
            found[name] = made[0]

    def _several(self, term: Element | ModelGroup | Wildcard, count: int, required: bool) -> Iterator[Any]:
        for _ in range(count):
            if isinstance(term, Element):
                yield self._standing(term) if term.abstract else self.element(term)
                continue
            self._count()
            if isinstance(term, ModelGroup):
                inside: dict[str, Any] = {}
                self._group(term, names(term), inside)
                if inside:
                    yield inside
            else:
                made = self._anything(term, required)
                if made is not None:
                    yield made

    def _anything(self, place: Wildcard, required: bool) -> etree._Element | None:
        """Return an element for a wildcard; None if no element fits."""
        if place.process == "strict":
            for name, _ in itertools.islice(self._components.places.all("element"), _MANY):
                declared = self._components.element(name)
                kind = declared.type if place.allows(name[1:].rpartition("}")[0]) else None
                if isinstance(kind, SimpleType) and not declared.abstract:
                    found = etree.Element(name)
                    found.text = self._said(kind, name, declared.fixed, declared.default)
                    return found
            if not required:
                return None
            self._simple.unsure.append("any")
        namespace = _allowed(place)
        if namespace is None:
            return None
        return etree.Element(f"{{{namespace}}}sample" if namespace else "sample")

    def _standing(self, declared: Element) -> dict[str, Any]:
        """Return the value of an element that replaces an abstract one."""
        problem = WsdlError(f"the element {shown(declared.name)} is abstract, and no element may replace it")
        for other in self._components.substitutes(declared):
            try:
                found = self.element(other)
            except WsdlError as exc:
                problem = exc
                continue
            return {ELEMENT: other.name, **(found if isinstance(found, dict) else {"_value_1": found})}
        raise problem

    def _group(self, group: ModelGroup, called: dict[Particle, str], found: dict[str, Any]) -> None:
        if group.compositor != "choice":
            for each in group.particles:
                self.particle(each, called, found)
            return
        if not group.particles or (may_be_empty(group) and not self._more):
            return
        calm = [each for each in group.particles if not self._endless(each)]
        problem: WsdlError | None = None
        for each in calm or group.particles:
            inside: dict[str, Any] = {}
            try:
                self.particle(each, called, inside)
            except WsdlError as exc:
                problem = exc
                continue
            found.update(inside)
            return
        if problem is not None:
            raise problem

    def _endless(self, particle: Particle) -> bool:
        """Return whether a particle leads to a type that contains it."""
        return any(each.type in self._around for each in particle.elements())


def _allowed(place: Wildcard) -> str | None:
    """Choose a namespace for a wildcard; None if it is not known."""
    tried = ("urn:sample", "", place.target, *place.namespaces.split())
    found = next((each for each in tried if place.allows(each)), None)
    return None if found is None or found.startswith("##") else found
