"""The content of a complex type as one list of names: the arguments of a caller, and the members of a record.

Groups within groups are laid flat; what a choice or an optional group has in it may be left out. A group that may be
repeated is a member of its own, and so are a place for any elements and the text of simple content: they have no name
in the schema, and are called `_value_1`, `_value_2`, ... An attribute that has the name of an element is `attr__name`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from .components import Attribute, ComplexType, Content, Element, ModelGroup, Particle, SimpleType, Wildcard

# A choice and which of its alternatives, both counted from 0 within a type; the choice from 1.
Alternative = tuple[int, int]
_DEEPEST: Final = 100


@attrs.frozen(kw_only=True, eq=False)
class Member:
    """Something inside a complex type.

    Attributes:
        name: the name that it is given by: the local name of an element or attribute.
        what: the element, the attribute, the type of the text, the group that may be repeated, or the place for any.
        min_occurs: the least number of times that it is there where it is not left out with what is around it.
        max_occurs: the most, or None for unbounded.
        optional: whether it may be left out, maybe with what is around it.
        choices: the choices that it stands in and its alternative of each, from outside to inside.
        must_choose: the choice of which something has to be given; 0 for none.
        particle: where it stands in the content model; None for what is not of one.
        together: the elements without which it may not be there: those of the groups around it that may be left out.
    """

    name: str
    what: Element | Attribute | SimpleType | ModelGroup | Wildcard
    min_occurs: int = 1
    max_occurs: int | None = 1
    optional: bool = False
    choices: tuple[Alternative, ...] = ()
    must_choose: int = 0
    particle: Particle | None = None
    together: tuple[str, ...] = ()


def names(kind: ComplexType | ModelGroup) -> dict[Particle, str]:
    """Name the particles of a content model that are not laid flat, for who walks through it.

    Raises:
        WsdlError: a component is missing.
    """
    content = kind.content if isinstance(kind, ComplexType) else Content(particle=Particle(kind))
    return {each.particle: each.name for each in every(content) if each.particle is not None}


def members(kind: ComplexType | ModelGroup) -> tuple[Member, ...]:
    """List what is inside a complex type, or inside a group that may be repeated, each name once.

    An element that stands in several alternatives excludes none.

    Raises:
        WsdlError: a component is missing.
    """
    content = kind.content if isinstance(kind, ComplexType) else Content(particle=Particle(kind))
    found: dict[str, Member] = {}
    for each in every(content):
        twin = found.setdefault(each.name, each)
        if twin is not each:
            found[each.name] = attrs.evolve(twin, choices=(), must_choose=twin.must_choose or each.must_choose)
    return tuple(found.values())


def every(content: Content) -> Iterator[Member]:
    """List what is inside a complex type, with each element of a name that stands in it more than once."""
    values = (f"_value_{number}" for number in itertools.count(1))
    if content.simple is not None:
        yield Member(name=next(values), what=content.simple)
    taken: set[str] = set()
    if content.particle is not None:
        for each in _Flattened(values).particle(content.particle):
            taken.add(each.name)
            yield each
    for attribute in content.attributes:
        name = local(attribute.name)
        yield Member(name=f"attr__{name}" if name in taken else name, what=attribute, optional=not attribute.required)
    if content.any_attribute is not None:
        yield Member(name="_attr_1", what=content.any_attribute, optional=True)


class _Flattened:
    """Lays the groups of one content model flat.

    Args:
        values: the names of what has none.
    """

    def __init__(self, values: Iterator[str]) -> None:
        self._values = values
        self._numbers = itertools.count(1)

    def particle(
        self,
        particle: Particle,
        around: tuple[Alternative, ...] = (),
        optional: bool = False,
        must: int = 0,
        together: tuple[str, ...] = (),
    ) -> Iterator[Member]:
        """List what a particle has in it.

        Args:
            particle: the particle.
            around: the choices that it stands in.
            optional: whether it may be left out with what is around it.
            must: the choice of which something has to be given.
            together: what has to be given with it.
        """
        term, optional = particle.term, optional or particle.min_occurs == 0
        if isinstance(term, ModelGroup) and particle.max_occurs == 1:
            if optional and term.compositor != "choice":
                together = (*together, *_needed(term))
            yield from self._group(term, around, optional, must, together)
            return
        name = local(term.name) if isinstance(term, Element) else next(self._values)
        yield Member(
            name=name, what=term, min_occurs=particle.min_occurs, max_occurs=particle.max_occurs, optional=optional,
            choices=around, must_choose=must, particle=particle, together=together,
        )  # fmt: skip

    def _group(
        self,
        group: ModelGroup,
        around: tuple[Alternative, ...],
        optional: bool,
        must: int,
        together: tuple[str, ...],
    ) -> Iterator[Member]:
        if group.compositor != "choice":
            counted: dict[str, int] = {}
            for particle in group.particles:
                for each in self.particle(particle, around, optional, must, together):
                    again = counted[each.name] = counted.get(each.name, -1) + 1
                    direct = again and particle.term is each.what
                    yield attrs.evolve(each, name=f"{each.name}__{again}") if direct else each
            return
        number = next(self._numbers)
        must = must or (0 if optional or may_be_empty(group) else number)
        for position, particle in enumerate(_alternatives(group)):
            yield from self.particle(particle, (*around, (number, position)), True, must, together)


def _needed(group: ModelGroup) -> Iterator[str]:
    """List the elements that are there whenever a group is."""
    for each in group.particles:
        if each.min_occurs and isinstance(each.term, Element):
            yield local(each.term.name)
        elif each.min_occurs and isinstance(each.term, ModelGroup) and each.term.compositor != "choice":
            yield from _needed(each.term)


def _alternatives(choice: ModelGroup) -> Iterator[Particle]:
    """List the alternatives of a choice; those of a choice that is itself one are among them."""
    for each in choice.particles:
        if isinstance(each.term, ModelGroup) and each.term.compositor == "choice" and each.max_occurs == 1:
            yield from _alternatives(each.term)
        else:
            yield each


def may_be_empty(group: ModelGroup) -> bool:
    """Tell whether a group is complete without anything in it."""
    if group.compositor != "choice":
        return all(map(_is_optional, group.particles))
    return not group.particles or any(map(_is_optional, group.particles))


def _is_optional(particle: Particle) -> bool:
    return particle.min_occurs == 0 or (isinstance(particle.term, ModelGroup) and may_be_empty(particle.term))


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]


def named(found: Iterable[Member]) -> dict[str, Member]:
    """Return members by name."""
    return {each.name: each for each in found}
