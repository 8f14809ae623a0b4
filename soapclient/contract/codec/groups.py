"""The groups of a content model: what has to be given together, what excludes each other, and where each goes."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping
from typing import Any, Literal

from ..schema.components import Element, ModelGroup, Particle, Wildcard
from ..schema.members import Member, may_be_empty
from .writing.refused import Refused


class Node:
    """A member of a content model, or a group of them.

    Attributes:
        sort: "leaf", "all" for what has to be given together, or "choice".
        required: whether it may not be left out where what is around it is given.
        what: of a leaf, the element, the place for any, or the group that may be repeated.
        member: of a leaf, the name that it is given by.
        names: the names that are given for it, or inside it.
        children: what is in a group.
        empty: whether a group is complete without anything in it.
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
        """What a leaf is; None for a group."""
        found = None if self.member is None else self.member.what
        return found if isinstance(found, (Element, Wildcard, ModelGroup)) else None

    def rename(self, aliases: Mapping[str, Collection[str]]) -> None:
        """Add the names of what may stand for others."""
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
        """List what has to be given first of each of its alternatives."""
        if self.member is not None:
            return [self.member.name]
        if self.sort == "choice":
            return [name for each in self.children for name in each.options()]
        needed = next((each for each in self.children if each.required and not each.empty), None)
        return (needed or self.children[0]).options() if self.children else []

    def check(self, given: Container[str], names: frozenset[str]) -> Iterator[tuple[str, Refused | None]]:
        """List what is missing of what is given in part, and what excludes each other.

        Args:
            given: the names that are given.
            names: the same.

        Yields:
            The name of a leaf that is missing and None, or an empty name and what is wrong.
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
        """Return the alternative of a choice that has all of the names; None where there is none."""
        fitting = [each for each in self.children if names <= each.names]
        if len(fitting) > 1:
            complete = [each for each in fitting if not any(True for _ in each.check(names, names))]
            return (complete or fitting)[0]
        return fitting[0] if fitting else None

    def count(self, name: str) -> tuple[int, int | None]:
        """Count how often a member of a name has to be there at least, and may be at most; None for no end."""
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
        """List what is given in the order of the content model, and take it away.

        Args:
            left: what is given, by name.

        Raises:
            Refused: something that has to be there is not.
        """
        if self.member is not None:
            own, there = self.member.name, 0
            for name in (own, *sorted(self.names - {own})):
                if name in left:
                    value = self._taken(name, left)
                    there += len(value) if isinstance(value, list) else 1
                    yield self, name, value
            if self.required and there < self.member.min_occurs:
                raise Refused(f"{own} has to be there once more")
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
        """Take as much of a list as may stand here."""
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
    """Make the tree of a content model.

    Args:
        model: the content model.
        placed: its members, in its order.
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
