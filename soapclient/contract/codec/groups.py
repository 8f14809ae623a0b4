"""The groups of a content model: required combinations, exclusions, and the place of each member."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping
from typing import Any, Literal

from ..schema.components import Element, ModelGroup, Particle, Wildcard
from ..schema.members import Member, may_be_empty
from .writing.refused import Refused


class Node:
    """A member of a content model, or a group of them.

    Attributes:
        sort: "leaf", "all" for members that must be given together, or "choice".
        required: whether it is required if the group around it is given.
        what: for a leaf, the element, the wildcard, or the repeatable group.
        member: for a leaf, the name of its argument.
        names: the names of arguments for it, or inside it.
        children: the members of a group.
        empty: whether a group is complete without any member.
    """

    def __init__(
        self,
        sort: Literal["leaf", "all", "choice"],
        required: bool,
        member: Member | None = None,
        children: tuple[Node, ...] = (),
        empty: bool = False,
    ) -> None:
        self.sort = sort
        self.required = required
        self.member = member
        self.children = children
        self.empty = empty
        own = [] if member is None else [member.name]
        self.names: frozenset[str] = frozenset([*own, *(name for each in children for name in each.names)])

    @property
    def what(self) -> Element | Wildcard | ModelGroup | None:
        """The component of a leaf; None for a group."""
        found = None if self.member is None else self.member.what
        return found if isinstance(found, (Element, Wildcard, ModelGroup)) else None

    def rename(self, aliases: Mapping[str, Collection[str]]) -> None:
        """Add the names of elements that may replace others."""
        for each in self.children:
            each.rename(aliases)
        self.names |= {other for name in self.names for other in aliases.get(name, ())}

    def leaves(self) -> Iterator[Node]:
        """List the leaves in it."""
        if self.sort == "leaf":
            yield self
        for each in self.children:
            yield from each.leaves()

    def options(self) -> list[str]:
        """List the first required member of each of its alternatives."""
        if self.member is not None:
            return [self.member.name]
        if self.sort == "choice":
            return [name for each in self.children for name in each.options()]
        needed = next((each for each in self.children if each.required and not each.empty), None)
        return (needed or self.children[0]).options() if self.children else []

    def check(self, given: Container[str], names: frozenset[str]) -> Iterator[tuple[str, Refused | None]]:
        """List missing members of partly given groups, and members that exclude each other.

        Args:
            given: the names that are given.
            given: the given names.

        Yields:
            The name of a missing leaf and None, or an empty name and the problem.
        """
        if self.sort == "leaf":
            if self.required and self.names.isdisjoint(names) and self.member is not None and self.member.optional:
                yield self.member.name, None
            return
        inside = self.names & names
        if not inside and (not self.required or self.empty):
            return
        if self.sort == "all":
            for each in self.children:
                yield from each.check(given, names)
            return
        if not inside:
            yield "", Refused(f"give one of {', '.join(self.options())}")
            return
        chosen = self.chosen(inside)
        if chosen is not None:
            yield from chosen.check(given, names)
            return
        first = [min(each.names & inside, key=_place(each)) for each in self.children if each.names & inside]
        yield "", Refused(f"{' and '.join(dict.fromkeys(first))} exclude each other: give one of them")

    def chosen(self, names: frozenset[str]) -> Node | None:
        """Return the alternative of a choice that has all of the names, or None."""
        fitting = [each for each in self.children if names <= each.names]
        if len(fitting) > 1:
            complete = [each for each in fitting if not any(True for _ in each.check(names, names))]
            return (complete or fitting)[0]
        return fitting[0] if fitting else None

    def count(self, name: str) -> tuple[int, int | None]:
        """Return the least and greatest number of members with a name; None for unbounded."""
        if self.member is not None:
            least = self.member.min_occurs if self.required else 0
            return (least, self.member.max_occurs) if name == self.member.name else (0, 0)
        each = [child.count(name) for child in self.children] or [(0, 0)]
        many = [most for _, most in each if most is not None]
        in_one = self.sort == "choice"
        least = (min if in_one else sum)(one for one, _ in each)
        most = None if len(many) < len(each) else (max if in_one else sum)(many)
        return least if self.required else 0, most

    def place(self, left: dict[str, Any]) -> Iterator[tuple[Node, str, Any]]:
        """List the given values in the order of the content model, and remove them from `left`.

        Args:
            left: the given values, by name.

        Raises:
            Refused: a required value is missing.
        """
        if self.member is not None:
            own, there = self.member.name, 0
            for name in (own, *sorted(self.names - {own})):
                if name in left:
                    value = self._taken(name, left)
                    there += len(value) if isinstance(value, list) else 1
                    yield self, name, value
            if self.required and there < self.member.min_occurs:
                raise Refused(f"{own} is required once more")
            return
        if not self.required and self.names.isdisjoint(left):
            return
        children: tuple[Node, ...] = self.children
        if self.sort == "choice":
            inside = self.names & left.keys()
            best = self.chosen(inside) if inside else None
            if best is None and inside:
                best = max(self.children, key=lambda each: len(each.names & inside))
            children = () if best is None else (best,)
        for each in children:
            yield from each.place(left)

    def _taken(self, name: str, left: dict[str, Any]) -> Any:
        """Take as many items of a list as may occur here."""
        value = left.pop(name)
        most = None if self.member is None else self.member.max_occurs
        if isinstance(value, list) and most is not None and len(value) > most:
            left[name] = value[most:]
            return value[:most]
        return value


def _place(node: Node) -> Any:
    order = [each.member.name for each in node.leaves() if each.member is not None]
    return lambda name: order.index(name) if name in order else len(order)


def tree(model: Particle | ModelGroup, placed: Iterator[Member]) -> Node:
    """Build the tree of a content model.

    Args:
        model: the content model.
        placed: its members, in order.
    """
    particle = model if isinstance(model, Particle) else Particle(model)
    return _node(particle, placed, False)


def _node(particle: Particle, placed: Iterator[Member], in_choice: bool) -> Node:
    term, required = particle.term, particle.min_occurs > 0
    if not isinstance(term, ModelGroup) or particle.max_occurs != 1:
        empty = isinstance(term, ModelGroup) and may_be_empty(term)
        return Node("leaf", required and not empty, next(placed), empty=empty)
    choice = term.compositor == "choice"
    children = tuple(_node(each, placed, choice) for each in term.particles)
    return Node("choice" if choice else "all", required, children=children, empty=may_be_empty(term))
