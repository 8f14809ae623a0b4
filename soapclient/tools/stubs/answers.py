"""Find the types of a service's answers: a class for each complex type, from the plans that answers are read with."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import attrs

from ...contract.codec.reading.plan_parts import Field, How, TypePlan
from ...contract.codec.record import Record
from ...contract.schema.components import Attribute, ComplexType, Content, Element, ModelGroup, Particle, SimpleType
from ...contract.schema.members import Member, every, local
from ...contract.wsdl.bound import BoundMessage, BoundOperation
from ...contract.wsdl.definitions import Definitions
from ...errors import WsdlError
from .answer_texts import Enumerated, text_kinds

ELEMENT: Final = "etree._Element"
_ANY: Final = How(sort="any", nillable=True)
_MOST: Final = 12  # derived types listed one by one
# The members of every record, whatever it contains.
OWN: Final = frozenset(name for name in dir(Record) if not name.startswith("_"))


@attrs.define(eq=False, repr=False)
class AnswerType:
    """A complex type as it is in answers.

    Attributes:
        plan: how it is read.
        members: its members.
        wish: the wished name of its class.
        kind: the type; None for a group, or the parts of a message.
        encoded: whether it uses SOAP encoding, where anything may be missing.
        nil: whether a record may stand for a nil element, which has only attributes.
        name: the name of its class.
        family: the name for it and all types derived from it; empty without any.
        base: the type whose family it belongs to, or None.
    """

    plan: TypePlan
    members: tuple[Member, ...]
    wish: str
    kind: ComplexType | None = None
    encoded: bool = False
    nil: bool = False
    name: str = ""
    family: str = ""
    base: AnswerType | None = None

    def fields(self) -> Iterator[tuple[Field, list[Member]]]:
        """List its fields with the members that make up each."""
        found: dict[str, list[Member]] = {}
        for each in self.members:
            found.setdefault(each.name, []).append(each)
        for field in self.plan.fields:
            yield field, found[field.name]

    def spellings(self, field: Field) -> list[str]:
        """List the names of a field; the last is the Python spelling."""
        return [name for name, place in self.plan.shape.spelled.items() if place == field.index]

    @property
    def collides(self) -> bool:
        """Whether a member has the name of something that every record has."""
        return not OWN.isdisjoint(self.plan.shape.spelled)


class AnswerTypes:
    """The types in the answers of some operations.

    Args:
        definitions: the WSDL.
        operations: the operations.
        enumerated: names an enumeration.
        standing: the name for a text that replaces another element.
    """

    def __init__(
        self,
        definitions: Definitions,
        operations: Iterable[BoundOperation],
        enumerated: Enumerated,
        standing: str = "Standing",
    ) -> None:
        self._plans = definitions.decoder.plans
        self._schemas = definitions.schemas
        self._enumerated = enumerated
        self._standing_name = standing
        self._found: dict[int, AnswerType] = {}
        self._messages: dict[BoundMessage, AnswerType] = {}
        self._waiting: list[AnswerType] = []
        for each in operations:
            self.answer(each)
            while self._waiting:
                one = self._waiting.pop(0)
                for field, members in one.fields():
                    self._kinds(one, field, members)

    def __iter__(self) -> Iterator[AnswerType]:
        return iter(self._found.values())

    def name(self, new: Callable[[str], str]) -> None:
        """Name the classes.

        Args:
            new: turns a wished name into a free one.
        """
        for one in self:
            one.name = new(f"{one.wish}Record")
        above = {id(one): found for one in self if (found := self._above(one)) is not None}
        for base in above.values():
            base.family = base.family or new(f"Any{base.name}")
        for one in self:
            candidate = above.get(id(one))
            if candidate is not None and self._fits(one, candidate):
                one.base = candidate

    @functools.cached_property
    def by_type(self) -> Mapping[str, AnswerType]:
        """The types by their qualified names."""
        return {one.kind.name: one for one in self if one.kind is not None and one.kind.name}

    def of_type(self, name: str) -> list[str]:
        """List the classes of a type and of all types derived from it; empty if no answer has it."""
        one = self.by_type.get(name)
        return [] if one is None else [one.family or one.name]

    def members(self, one: AnswerType) -> dict[str, tuple[str, str]]:
        """Return the annotation and the schema's documentation of each member of a type, by all its names."""
        found: dict[str, tuple[str, str]] = {}
        for field, members in one.fields():
            written = " | ".join(self._kinds(one, field, members))
            said = getattr(members[0].what, "documentation", "")
            for name in one.spellings(field):
                found[name] = written, said
        return found

    # What a call returns

    def answer(self, operation: BoundOperation) -> list[str]:
        """List what a call returns."""
        try:
            output = operation.output
            if output is None:
                return ["None"]
            return _once(self._message(output, operation.name))
        except WsdlError:
            return ["Any"]

    def _message(self, output: BoundMessage, name: str) -> list[str]:
        encoded = output.use == "encoded"
        rpc = output.wrapper is not None
        if not rpc and len(output.body) == 1:
            return self._alone(output.body[0].element, encoded)
        if not output.body:
            return ["None"]
        one = self._messages.get(output)
        if one is None:
            made = [(each.name, _nillable(each.element) if rpc else each.element) for each in output.body]
            plan = self._plans.parts("" if output.wrapper is None else output.wrapper.name, made)
            for field in plan.fields:
                field.required = True
            members = tuple(Member(name=part, what=element) for part, element in made)
            one = AnswerType(plan, members, f"{_word(name)}Answer", encoded=encoded)
            self._messages[output] = one
            self._waiting.append(one)
            if len(members) > 1:
                self._found[id(plan)] = one
        if len(one.members) == 1:
            return self._kinds(one, *next(one.fields()))
        return [one.name]

    def _alone(self, element: Element, encoded: bool) -> list[str]:
        how = self._plans.how(element)
        kinds = self._how(how, _word(local(element.name)), encoded)
        others = self._standing(element, encoded, tagged=False)
        plan = self._plans.plan(how) if how.sort == "record" else None
        if plan is None or plan.mixed or plan.attributes or plan.any_attribute is not None or len(plan.fields) > 1:
            return [*kinds, *others]
        one = self._found[id(plan)]
        value = self._kinds(one, *next(one.fields())) if plan.fields else ["None"]
        return [*([] if plan.abstract else value), *(each for each in kinds if each != one.name), *others]

    # What a member is

    def _kinds(self, one: AnswerType, field: Field, members: list[Member]) -> list[str]:
        """List the annotations of a member of a type."""
        inside = _once(each for member in members for each in self._member(one, field, member)) or ["Any"]
        if field.many:
            return [f"list[{' | '.join(inside)}]"]
        if one.plan.shape.defaults.get(field.name) is not None:
            return inside
        needed = not one.nil if isinstance(members[0].what, SimpleType) else field.required
        return inside if needed and not one.nil and not one.encoded else _once([*inside, "None"])

    def _member(self, one: AnswerType, field: Field, member: Member) -> list[str]:
        what, wish = member.what, f"{one.wish}{_word(member.name)}"
        if isinstance(what, Element):
            return [*self._how(self._plans.how(what), wish, one.encoded), *self._standing(what, one.encoded)]
        if isinstance(what, Attribute):
            return text_kinds(what.type, _word(member.name), self._enumerated)
        if isinstance(what, SimpleType):
            return text_kinds(what, one.wish, self._enumerated)
        if isinstance(what, ModelGroup):
            if field.group is None:
                return []
            content = Content(particle=Particle(what), mixed=True)
            return [self._seen(field.group, content, f"{one.wish}Group", None, one.encoded).name]
        return ["dict[str, str]"] if member.name == "_attr_1" else [ELEMENT]

    def _how(self, how: How, wish: str, encoded: bool, *, derived: bool = True) -> list[str]:
        null = ["None"] if how.nillable or encoded else []
        if how.sort == "any":
            return ["Any"]
        if how.sort == "text" and isinstance(how.type, SimpleType):
            return [*text_kinds(how.type, wish, self._enumerated), *null]
        if how.sort == "array":
            return [f"list[{' | '.join(self._item(how, wish, encoded))}]", *null]
        plan = self._plans.plan(how)
        if plan is None or not isinstance(how.type, ComplexType):
            return [ELEMENT]
        kind = how.type
        one = self._seen(plan, kind.content, local(kind.name) or wish, kind, encoded)
        one.nil = one.nil or (bool(null) and bool(plan.attributes or plan.any_attribute))
        found = [] if plan.abstract else [one.name]
        others = self._derived(kind, how, encoded) if derived else []
        if len(others) > _MOST and one.family:
            return [one.family, *(each for each in others if not self._is_in(each, one)), *null]
        return [*found, *others, *null] if found or others else [one.name, *null]

    def _derived(self, kind: ComplexType, how: How, encoded: bool) -> list[str]:
        """List the types that `xsi:type` may choose instead of a type."""
        found: list[str] = []
        for name in self._schemas.concrete(kind):
            try:
                other = self._plans.said(self._schemas.type(name), how)
                found += self._how(other, local(name), encoded, derived=False)
            except WsdlError:
                continue
        return [each for each in _once(found) if each != "None"]

    def _is_in(self, name: str, family: AnswerType) -> bool:
        one = self._by_name.get(name)
        while one is not None and one is not family:
            one = one.base
        return one is not None

    @functools.cached_property
    def _by_name(self) -> Mapping[str, AnswerType]:
        return {one.name: one for one in self}

    def _item(self, how: How, wish: str, encoded: bool) -> list[str]:
        name = how.type.item if isinstance(how.type, ComplexType) else ""
        if not name:
            return ["Any"]
        try:
            return _once(self._how(self._plans.said(self._schemas.type(name), _ANY), f"{wish}Item", encoded))
        except WsdlError:
            return ["Any"]

    def _standing(self, element: Element, encoded: bool, *, tagged: bool = True) -> list[str]:
        """List the annotations of the elements that may replace another one."""
        if not element.is_global or not self._schemas.is_head(element.name):
            return []
        found: list[str] = []
        try:
            for each in self._schemas.substitutes(element):
                how = self._plans.how(each)
                kinds = self._how(how, _word(local(each.name)), encoded)
                if how.sort == "text" and tagged:
                    kinds = [f"{self._standing_name}[{' | '.join(_once(kinds))}]"]
                found += kinds
        except WsdlError:
            return found
        return found

    def _seen(self, plan: TypePlan, content: Content, wish: str, kind: ComplexType | None, encoded: bool) -> AnswerType:
        one = self._found.get(id(plan))
        if one is None:
            one = self._found[id(plan)] = AnswerType(plan, tuple(every(content)), wish, kind)
            self._waiting.append(one)
        if encoded and not one.encoded:
            one.encoded = True
            self._waiting.append(one)
        return one

    # Which is derived from which

    def _above(self, one: AnswerType) -> AnswerType | None:
        """Return the nearest type that another type is derived from."""
        found = None if one.kind is None else one.kind.base
        for _ in range(100):
            if not isinstance(found, ComplexType):
                return None
            if found.name in self.by_type:
                return self.by_type[found.name]
            found = found.base
        return None

    def _fits(self, one: AnswerType, base: AnswerType) -> bool:
        """Tell whether a class can be derived from another one: its members must fit those of the base."""
        own, above = self.members(one), self.members(base)
        return not (one.collides or base.collides) and all(
            name in own and (own[name][0] == said or {*own[name][0].split(" | ")} <= {*said.split(" | ")})
            for name, (said, _) in above.items()
        )


def _nillable(element: Element) -> Element:
    return Element(name=element.name, type=lambda: element.type, nillable=True, is_global=element.is_global)


def _word(name: str) -> str:
    return name[:1].upper() + name[1:]


def _once(found: Iterable[str]) -> list[str]:
    """Return the distinct items, None last."""
    names = dict.fromkeys(found)
    return [*(each for each in names if each != "None"), *(["None"] if "None" in names else [])]
