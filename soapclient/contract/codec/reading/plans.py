"""Plans for reading types: a table of the possible content, built once at the first use of a type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ....errors import WsdlError
from ...schema.builtin import ANY_TYPE, ENCODING, XSD
from ...schema.components import (
    Attribute,
    ComplexType,
    Content,
    Element,
    ModelGroup,
    Particle,
    SimpleType,
    Type,
    Wildcard,
)
from ...schema.members import Member, every, local, may_be_empty
from ...schema.reader import Components
from ..groups import Node, tree
from ..shape import ABSENT, RecordShape
from .plan_parts import ElementRoute, Field, How, TypePlan
from .texts import NoValue
from .values import reader

ARRAYS: Final = tuple(each + "Array" for each in ENCODING)
STRUCTS: Final = tuple(each + "Struct" for each in ENCODING)
_LOOSE: Final = (XSD + "anySimpleType",)


class TypePlans:
    """The plans of one WSDL's types, each built on first use.

    Args:
        schemas: the components of its schemas.
    """

    def __init__(self, schemas: Components) -> None:
        self.schemas = schemas
        self._plans: dict[ComplexType, TypePlan | None] = {}
        self._hows: dict[tuple[int, bool, str | None], tuple[Type, How]] = {}

    def how(self, element: Element) -> How:
        """Return how to read an element."""
        try:
            kind = element.type
        except WsdlError:
            return How(sort="raw")
        default = element.default if element.default is not None else element.fixed
        return self._how(kind, element.nillable, default)

    def _how(self, kind: Type, nillable: bool, default: str | None) -> How:
        key = 0 if kind.name == ANY_TYPE else id(kind), nillable, default
        known = self._hows.get(key)
        if known is None:
            made = self.how_of(kind)
            made.nillable, made.default = nillable, default
            known = self._hows[key] = kind, made
        return known[1]

    def how_of(self, kind: Type) -> How:
        """Return how to read content of a type."""
        if isinstance(kind, SimpleType):
            found = reader(kind)
            loose = kind.name in _LOOSE or kind.variety == "union"
            read = None if found.named or loose else found.read
            return How(sort="text", type=kind, read=read, reader=found, loose=loose)
        if kind.name == ANY_TYPE:
            return How(sort="any", type=kind)
        try:
            is_array = bool(kind.item) or kind.name in ARRAYS or kind.base_name in ARRAYS
        except WsdlError:
            return How(sort="raw")
        return How(sort="array" if is_array else "record", type=kind)

    def said(self, kind: Type, how: How) -> How:
        """Return how to read content of a type that an element's `xsi:type` names."""
        return self._how(kind, how.nillable, how.default)

    def plan(self, how: How) -> TypePlan | None:
        """Return the plan of a type; None if its schema lacks the content."""
        if how.plan is None and isinstance(how.type, ComplexType):
            if how.type not in self._plans:
                try:
                    self._plans[how.type] = self._made(how.type.name, how.type.content, how.type.abstract)
                except WsdlError:
                    self._plans[how.type] = None
            how.plan = self._plans[how.type]
        return how.plan

    def parts(self, name: str, elements: Iterable[tuple[str, Element]]) -> TypePlan:
        """Return the plan of a message's parts, or of its headers, which are all optional.

        Args:
            name: its name in messages.
            elements: the element of each part, by the name of the part.
        """
        found = [Member(name=part, what=element, optional=True) for part, element in elements]
        return self._plan_of(name, found, Content())

    def _made(self, name: str, content: Content, abstract: bool) -> TypePlan:
        found = self._plan_of(name, list(every(content)), content)
        found.abstract = abstract
        return found

    def _group(self, group: ModelGroup) -> TypePlan:
        content = Content(particle=Particle(group), mixed=True)  # the surrounding record looks for texts
        return self._plan_of("", list(every(content)), content)

    def _plan_of(self, name: str, found: list[Member], content: Content) -> TypePlan:
        fields = _fields(found, content)
        for field, member in fields.values():
            if isinstance(member.what, ModelGroup):
                field.group = self._group(member.what)
                if may_be_empty(member.what):
                    field.least = 0  # missing repetitions are empty
        shape = RecordShape(
            name,
            [(field.name, field.many) for field, _ in fields.values()],
            _defaults(fields.values()),
            simple=content.simple is not None,
        )
        everything = [field for field, _ in fields.values()]
        made = TypePlan(
            shape=shape,
            blank=[ABSENT] * len(everything),
            fields=tuple(everything),
            table={},
            loose={},
            # mypy does not see the check of `_is_any`.
            wildcards=tuple((field, member.what) for field, member in fields.values() if _is_any(member)),  # type: ignore[misc]
            text=None if content.simple is None else reader(content.simple),
            mixed=content.mixed,
            groups=tuple(field for field in everything if field.group is not None),
            checked=tuple(each for each in everything if _is_checked(each)),
            ordered=content.particle is None or not _is_all(content.particle),
            root=_root(content, found),
        )
        for member in found:
            field = fields[member.name][0]
            if isinstance(member.what, Element):
                self._routes(made, field, member.what)
            elif field.group is not None and member.what is fields[member.name][1].what:
                for tag in field.group.table:
                    _add(made.table, tag, ElementRoute(field=field))
            elif isinstance(member.what, Attribute) and fields[member.name][1].what is member.what:
                made.attributes[member.what.name] = field, reader(member.what.type)
            elif isinstance(member.what, Wildcard) and member.name == "_attr_1":
                made.any_attribute = field
        for tag, route in made.table.items():
            made.loose[local(tag)] = None if local(tag) in made.loose else route
        for tag in made.attributes:
            made.loose_attributes[local(tag)] = None if local(tag) in made.loose_attributes else tag
        return made

    def _routes(self, plan: TypePlan, field: Field, element: Element) -> None:
        _add(plan.table, element.name, ElementRoute(field=field, how=self.how(element)))
        if element.is_global:
            try:
                for each in self.schemas.substitutes(element):
                    if each.name != element.name:
                        _add(plan.table, each.name, ElementRoute(field=field, how=self.how(each), tag=each.name))
            except WsdlError:
                return


def _root(content: Content, found: list[Member]) -> Node | None:
    if not any(each.optional and each.min_occurs for each in found if not _is_any(each)):
        return None
    return _tree(content, found)


def _tree(content: Content, found: list[Member]) -> Node | None:
    if content.particle is None:
        return None
    return tree(content.particle, iter([each for each in found if not isinstance(each.what, (Attribute, SimpleType))]))


def _is_all(particle: Particle) -> bool:
    return isinstance(particle.term, ModelGroup) and particle.term.compositor == "all"


def _is_any(member: Member) -> bool:
    return isinstance(member.what, Wildcard) and member.name != "_attr_1"


def _is_checked(field: Field) -> bool:
    bounded = field.many and field.most is not None
    return field.required or bool(field.choices) or bool(field.must_choose) or bounded


def _add(table: dict[Any, ElementRoute], tag: str, route: ElementRoute) -> None:
    known = table.setdefault(tag, route)
    if known is not route and known.field is not route.field:
        known.others.append(route)


def _fields(found: list[Member], content: Content) -> dict[str, tuple[Field, Member]]:
    """Combine all members with the same name into one field: a list if it may occur more than once."""
    fields: dict[str, tuple[Field, Member]] = {}
    root = None if len({each.name for each in found}) == len(found) else _tree(content, found)
    for member in found:
        twin = fields.get(member.name)
        if twin is None:
            field = Field(
                name=member.name, index=len(fields), most=member.max_occurs, least=member.min_occurs,
                required=_is_required(member), choices=member.choices, must_choose=member.must_choose,
            )  # fmt: skip
            fields[member.name] = field, member
        elif isinstance(member.what, (Element, Wildcard, ModelGroup)):
            field, _ = twin
            if root is not None:
                field.least, field.most = root.count(member.name)
            field.required = field.required or _is_required(member)
            field.choices = ()
            field.must_choose = field.must_choose or member.must_choose
    for field, _ in fields.values():
        field.many = field.most is None or field.most > 1
    return fields


def _is_required(member: Member) -> bool:
    if isinstance(member.what, Attribute):
        return member.what.required
    if isinstance(member.what, (SimpleType, Wildcard)) or member.optional:
        return False
    return not (isinstance(member.what, ModelGroup) and may_be_empty(member.what))


def _defaults(fields: Iterable[tuple[Field, Member]]) -> Mapping[str, Any]:
    """Return the defaults that a reader must assume for missing attributes."""
    found: dict[str, Any] = {}
    for field, member in fields:
        if isinstance(member.what, Attribute):
            text = member.what.default if member.what.default is not None else member.what.fixed
            if text is not None:
                try:
                    found[field.name] = reader(member.what.type)(text, dict)
                except NoValue:
                    continue
    return found
