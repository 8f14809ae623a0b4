"""Read elements as values, in one pass over a message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import attrs
from lxml import etree

from ....errors import WsdlError
from ...schema.components import ComplexType
from ..extra import Extra
from ..names import NIL, TRUE, TYPE, has_elements, is_about_messages, prefixes, resolved, split, text_of
from ..record import Record, make
from ..shape import ABSENT, RecordShape
from . import encoded
from .attributes import read_attributes
from .checks import check, counted, divided, next_of, runs
from .misfit import Misfit
from .places import any_place, derives, odd, place
from .plan_parts import ElementRoute, Field, How, TypePlan
from .plans import ARRAYS, STRUCTS, TypePlans
from .texts import BLANKS, NoValue
from .values import Reader

DEEPEST: Final = 120  # nested records
ANY: Final = How(sort="any", nillable=True)
SIMPLE: Final = RecordShape("", [("_value_1", False)], simple=True)


class ElementReader:
    """Reads elements by their types.

    Args:
        plans: the plans of the types.
        strict: whether content that does not fit the schema is a `Misfit`, rather than returned unchanged.
        references: the references of an encoded message; None for a literal one.
    """

    def __init__(self, plans: TypePlans, *, strict: bool, references: encoded.References | None = None) -> None:
        self.plans = plans
        self.strict = strict
        self.references = references

    def value(self, how: How, element: etree._Element, depth: int = 0, tag: str = "") -> Any:
        """Return the value of an element.

        Args:
            how: how to read it.
            element: the element.
            depth: the number of records around it.
            tag: its name, if it replaces another element.

        Raises:
            Misfit: it does not fit its schema.
        """
        return self._inner(how, element, depth, tag)

    def record(
        self,
        plan: TypePlan,
        element: etree._Element,
        depth: int = 0,
        said: str = "",
        tag: str = "",
        *,
        nil: bool = False,
        default: str | None = None,
    ) -> Record:
        """Return the content of an element of a complex type."""
        if depth > DEEPEST:
            raise Misfit(f"is nested more than {DEEPEST} levels deep")
        values, extra = self.filled(plan, element, depth)
        text = element.text
        if plan.text is not None:
            extra = self._simple(plan, element, values, extra, nil, default)
        elif text is not None and not plan.mixed and text.strip(BLANKS):
            extra = self._stray(extra)
        if plan.mixed:
            extra = extra or Extra()
            extra.text, extra.element = text_of(element), element
        elif extra is not None and extra.text:
            extra.text = text_of(element)
        if element.attrib or plan.attributes:
            extra = read_attributes(
                plan, element, values, extra, strict=self.strict, encoded=self.references is not None
            )
        if self.strict and (plan.checked or plan.root) and not nil and self.references is None:
            check(plan, values)
        if said or tag or nil:
            extra = extra or Extra()
            extra.said, extra.tag, extra.nil = said, tag, nil
        return make(plan.shape, values, extra)

    def filled(self, plan: TypePlan, children: Iterable[etree._Element], depth: int) -> tuple[list[Any], Extra | None]:
        """Return the values of the members in the elements, and the additional parts."""
        values, table = plan.blank[:], plan.table
        extra: Extra | None = None
        several: set[int] = set()
        last = 0
        for child in children:
            tail = child.tail
            if tail is not None and not plan.mixed and tail.strip(BLANKS):
                extra = self._stray(extra)
            route = table.get(child.tag) or self._route(plan, child, values)
            if route is None:
                if isinstance(child.tag, str):
                    extra = extra or Extra()
                    extra.unknown.append(child)
                continue
            if route.others:
                route = next_of(route, counted(values, route), last)
            if plan.wildcards and not route.field.many and values[route.field.index] is not ABSENT:
                route = any_place(plan, split(str(child.tag))[0], values) or route
            field, how = route.field, route.how
            last = index = field.index
            if how is None:
                if values[index] is ABSENT:
                    values[index] = []
                values[index].append(child)
                continue
            try:
                read = how.read
                if read is not None and not child.attrib and child.text and not len(child) and not route.tag:
                    value = read(child.text)
                else:
                    value = self._inner(how, child, depth + 1, route.tag)
                    if child.attrib and not isinstance(value, (Record, etree._Element)):
                        extra = odd(child, field.name, extra)
            except NoValue as exc:
                if self.strict:
                    raise Misfit(str(exc), place(field, values)) from None
                value = child.text
            except Misfit as exc:
                exc.within(place(field, values))
                raise
            if field.many:
                if values[index] is ABSENT:
                    values[index] = [value]
                else:
                    values[index].append(value)
            elif values[index] is ABSENT:
                values[index] = value
            elif self.strict:
                raise Misfit("occurs more than once, but the contract allows it once", field.name)
            else:
                if index not in several:
                    several.add(index)
                    values[index] = [values[index]]
                values[index].append(value)
        for field in plan.groups:
            if field.group is not None and values[field.index] is not ABSENT:
                values[field.index] = self._groups(field, field.group, values[field.index], depth)
        return values, extra

    def _groups(self, field: Field, plan: TypePlan, children: list[etree._Element], depth: int) -> Any:
        """Return a record for each repetition of a group."""
        found: list[Record] = []
        each_time = list(runs(plan, children, lambda child: self._route(plan, child, plan.blank)))
        for run in divided(plan, each_time, field.least):
            try:
                values, extra = self.filled(plan, run, depth)
                if self.strict and (plan.checked or plan.root) and self.references is None:
                    check(plan, values)
            except Misfit as exc:
                exc.within(f"{field.name}[{len(found)}]")
                raise
            found.append(make(plan.shape, values, extra))
        return found

    def _route(self, plan: TypePlan, child: etree._Element, values: list[Any]) -> ElementRoute | None:
        """Find the place of an element without a place by its exact name, or None."""
        tag = child.tag
        route = plan.table.get(tag)
        if route is not None or not isinstance(tag, str):
            return route
        namespace, local = split(tag)
        route = plan.loose.get(local)
        if route is not None and (route.field.many or values[route.field.index] is ABSENT):
            above = child.getparent()
            around = ("" if above is None else split(str(above.tag))[0], split(plan.shape.kind)[0])
            if not namespace or (local in plan.table and namespace in around):
                return route
        return any_place(plan, namespace, values)

    # The content of one element

    def _inner(self, how: How, element: etree._Element, depth: int, tag: str) -> Any:
        if self.references is not None:
            element = self.references.target(element)
        if how.sort == "raw":
            return element
        nil = said = None
        if element.attrib:
            nil, said = element.get(NIL), element.get(TYPE)
        is_nil = nil is not None and nil.strip(BLANKS) in TRUE
        if is_nil and (has_elements(element) or text_of(element).strip(BLANKS)):
            if self.strict:
                raise Misfit("is nil but has content")
            is_nil = False
        if is_nil and self.strict and not how.nillable and how.sort != "any" and self.references is None:
            raise Misfit("is nil, which the contract does not allow")
        name = ""
        if said is not None and (how.sort != "text" or how.loose):
            found = self._said(how, element, said)
            if found is None:
                return element
            how, name = found
        if how.sort == "text":
            return self._leaf(how, element, is_nil, tag)
        if how.sort == "record":
            return self._complex(how, element, depth, name, tag, is_nil)
        if is_nil:
            return None
        return self._array(how, element, depth) if how.sort == "array" else self._any(element, depth)

    def _complex(self, how: How, element: etree._Element, depth: int, said: str, tag: str, nil: bool) -> Any:
        plan = self.plans.plan(how)
        if plan is None:
            return element
        if nil:
            if all(is_about_messages(str(name)) for name in element.attrib):
                return None
            return self.record(plan, element, depth, said, tag, nil=True)
        if plan.abstract and self.strict:
            raise Misfit("has an abstract type and no xsi:type with a derived one")
        return self.record(plan, element, depth, said, tag, default=how.default)

    def _leaf(self, how: How, element: etree._Element, nil: bool, tag: str) -> Any:
        if nil:
            value = None
        elif len(element) and has_elements(element):
            if self.strict:
                raise Misfit("has elements, but the contract has text")
            return element
        else:
            value = self._text(how.reader, element, how.default)
        return make(SIMPLE, [value], Extra(tag=tag)) if tag else value

    def _text(self, reader: Reader | None, element: etree._Element, default: str | None) -> Any:
        """Read the text of an element."""
        text = text_of(element)
        if not text and default is not None:
            text = default
        if reader is None:
            return text
        try:
            return reader(text, lambda: prefixes(element))
        except NoValue as exc:
            if self.strict:
                raise Misfit(str(exc)) from None
            return text

    def _said(self, how: How, element: etree._Element, said: str) -> tuple[How, str] | None:
        """Return how to read an element with `xsi:type`, and the type's name; None to keep the element unchanged."""
        name = resolved(element, said)
        declared = how.type
        if name is not None and declared is not None and declared.name == name:
            return how, ""
        if name in ARRAYS and how.sort in ("any", "array"):
            return How(sort="array", type=declared, nillable=True), ""
        if name in STRUCTS and how.sort == "record":
            return how, ""
        try:
            kind = None if name is None or not self.plans.schemas.has_type(name) else self.plans.schemas.type(name)
            fits = kind is not None and (how.sort == "any" or derives(kind, declared, loose=how.loose))
        except WsdlError:
            return None
        if kind is None or not fits:
            if not self.strict:
                return None
            raise Misfit(
                "has an xsi:type that is not in the contract"
                if kind is None
                else "has an xsi:type that is not derived from the contract's type"
            )
        found = self.plans.said(kind, how)
        if found.sort == "any" and how.sort != "any":
            return how, ""
        return found, name or ""

    def _any(self, element: etree._Element, depth: int) -> Any:
        """Return a value of any type without `xsi:type`: its text, or the element if it has more than text."""
        if not has_elements(element) and all(is_about_messages(str(name)) for name in element.attrib):
            return text_of(element)
        return element

    def _array(self, how: How, element: etree._Element, depth: int) -> list[Any]:
        """Return the items of a SOAP-encoded array."""
        if depth > DEEPEST:
            raise Misfit(f"is nested more than {DEEPEST} levels deep")
        name = encoded.item_of(element) or (how.type.item if isinstance(how.type, ComplexType) else "")
        try:
            item = self.plans.said(self.plans.schemas.type(name), ANY) if name else ANY
        except WsdlError:
            item = ANY
        found: list[Any] = []
        for child in element.iterchildren("*"):
            try:
                found.append(self._inner(item, child, depth + 1, ""))
            except Misfit as exc:
                exc.within(f"[{len(found)}]")
                raise
        return found

    # What else a record has

    def _simple(
        self,
        plan: TypePlan,
        element: etree._Element,
        values: list[Any],
        extra: Extra | None,
        nil: bool,
        default: str | None,
    ) -> Extra | None:
        """Read the text of simple content, which is a record's first member."""
        if nil:
            values[0] = None
            return extra
        if extra is not None and extra.unknown and self.strict:
            raise Misfit("has elements, but the contract has text")
        values[0] = self._text(plan.text, element, default)
        return extra if extra is None or not extra.text else attrs.evolve(extra, text="")

    def _stray(self, extra: Extra | None) -> Extra:
        """Note text that is not in the contract."""
        if self.strict:
            raise Misfit("has text between its elements, but the contract has none")
        extra = extra or Extra()
        extra.text = " "
        return extra
