"""Complete a partly given value: exact names, and samples of missing required parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....errors import ArgumentError
from ...schema.builtin import ANY_TYPE
from ...schema.components import Attribute, ComplexType, Element, ModelGroup, Particle, SimpleType, Type
from ...schema.members import Member, local, may_be_empty, members, named, names
from ...schema.reader import Components
from ...spelling import python_names
from .samples import ELEMENT, TYPE, Samples

_DEEPEST = 100


class Filling:
    """Fills values.

    Args:
        components: the schemas.
        complete: whether to add samples of missing required parts; otherwise only names are made exact.
    """

    def __init__(self, components: Components, *, complete: bool = True) -> None:
        self._components = components
        self._complete = complete
        self._samples = Samples(components)

    @property
    def unsure(self) -> list[str]:
        """Names of added samples that may not be valid; see `Samples.unsure`."""
        return self._samples.unsure

    def element(self, declared: Element, given: Any, depth: int = 0) -> Any:
        """Return the complete value of a partly given element.

        Raises:
            WsdlError: a component is missing.
        """
        return self._value(declared.type, given, depth)

    def _value(self, kind: Type, given: Any, depth: int) -> Any:
        if isinstance(given, Mapping) and TYPE in given:
            said = next((each for each in self._components.concrete(kind) if given[TYPE] in (each, local(each))), None)
            kind = kind if said is None else self._components.type(said)
        if given is None or isinstance(kind, SimpleType) or depth > _DEEPEST:
            return given
        inside = members(kind)
        if isinstance(given, (list, tuple)):
            if kind.item:
                item = self._components.type(kind.item)
                return [self._value(item, each, depth + 1) for each in given]
            several = [each for each in inside if each.max_occurs != 1]
            if len(inside) != 1 or not several:
                return given
            given = {inside[0].name: given}
        if not isinstance(given, Mapping):
            if kind.content.simple is None:
                return given
            given = {"_value_1": given}
        found = self._inside(kind, inside, given, depth)
        for each in inside if self._complete else ():
            if isinstance(each.what, Attribute) and each.what.required and each.name not in found:
                found[each.name] = self._samples.type(each.what.type, each.name)
        if self._complete and kind.content.particle is not None:
            self._add(kind.content.particle, kind, names(kind), found)
        return found

    def _inside(
        self, kind: ComplexType | ModelGroup, inside: tuple[Member, ...], given: Mapping[str, Any], depth: int
    ) -> dict[str, Any]:
        """Return the given content of a type or a group, each part complete and by its exact name."""
        known: dict[str, tuple[Element | ModelGroup | None, bool]] = {
            each.name: (each.what if isinstance(each.what, (Element, ModelGroup)) else None, each.max_occurs != 1)
            for each in inside
        }
        spelled = {spelling: name for name, spelling in python_names(known).items()}
        found: dict[str, Any] = {}
        for name, value in given.items():
            exact = name if name in known else spelled.get(name, name)
            if exact not in known and not self._complete and not self._elsewhere(kind, exact):
                names = ", ".join(known) or "nothing"
                raise ArgumentError(None, (f"there is no {name}; {_called(kind)} has {names}",))
            term, several = known.get(exact, (None, False))
            if several and isinstance(value, (list, tuple)):
                found[exact] = [self._of(term, each, depth) for each in value]
            else:
                found[exact] = self._of(term, value, depth)
        return found

    def _elsewhere(self, kind: ComplexType | ModelGroup, name: str) -> bool:
        """Return whether a name concerns the element itself, or is a member of a type derived from its own."""
        if name.startswith("xsi:") or (isinstance(kind, ComplexType) and kind.name == ANY_TYPE):
            return True
        others = self._components.concrete(kind) if isinstance(kind, ComplexType) else ()
        types = (self._components.type(each) for each in others)
        return any(name in named(members(each)) for each in types if isinstance(each, ComplexType))

    def _of(self, term: Element | ModelGroup | None, value: Any, depth: int) -> Any:
        if isinstance(term, Element):
            if isinstance(value, Mapping) and ELEMENT in value:
                others = self._components.substitutes(term)
                term = next((each for each in others if value[ELEMENT] in (each.name, local(each.name))), term)
                plain = {name: each for name, each in value.items() if name != ELEMENT}
                if isinstance(term.type, SimpleType):
                    return value
                found = self.element(term, plain, depth + 1)
                return {ELEMENT: value[ELEMENT], **(found if isinstance(found, dict) else {"_value_1": found})}
            return self.element(term, value, depth + 1)
        return value if term is None else self._group(term, value, depth + 1)

    def _group(self, group: ModelGroup, given: Any, depth: int) -> Any:
        if not isinstance(given, Mapping) or depth > _DEEPEST:
            return given
        found = self._inside(group, members(group), given, depth)
        if self._complete:
            self._add(Particle(group), group, names(group), found)
        return found

    def _add(
        self, particle: Particle, kind: ComplexType | ModelGroup, called: dict[Particle, str], found: dict[str, Any]
    ) -> None:
        """Add the required parts of a particle that are not given."""
        term = particle.term
        if particle in called:
            if particle.min_occurs and not self._has(particle, called, found):
                found.update(self._samples.items(particle, kind))
            return
        if not isinstance(term, ModelGroup) or not (particle.min_occurs or self._has(particle, called, found)):
            return
        if term.compositor != "choice":
            for each in term.particles:
                self._add(each, kind, called, found)
        elif self._has(particle, called, found):
            self._add(max(term.particles, key=lambda each: self._count(each, called, found)), kind, called, found)
        elif not may_be_empty(term):
            found.update(self._samples.items(Particle(term), kind))

    def _has(self, particle: Particle, called: dict[Particle, str], found: Mapping[str, Any]) -> bool:
        return self._count(particle, called, found) > 0

    def _count(self, particle: Particle, called: dict[Particle, str], found: Mapping[str, Any]) -> int:
        term = particle.term
        if particle in called:
            return called[particle] in found
        inside = term.particles if isinstance(term, ModelGroup) else ()
        return sum(self._count(each, called, found) for each in inside)


def _called(kind: ComplexType | ModelGroup) -> str:
    return (local(kind.name) if isinstance(kind, ComplexType) else "") or "its content"
