"""Read whole messages as values: answers, requests, and details of faults."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs
from lxml import etree

from ....errors import UnexpectedReply, WsdlError
from ....wire import repairs
from ...schema.components import Element
from ...schema.reader import Components
from ...wsdl.bound import BoundMessage, BoundOperation, Part
from ..names import split
from ..record import Record, extra_of, is_of, with_extra
from ..xml_values import copied
from .elements import ElementReader
from .encoded import References
from .misfit import Misfit
from .plan_parts import How, TypePlan
from .plans import TypePlans


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Decoded:
    """The values of a message.

    Attributes:
        value: the value of a call: the only value of the message, or a `Record` of several.
        whole: the whole body without unwrapping: a `Record`, or the value of an element without a record.
        headers: the SOAP headers: declared ones by the name of their part, others in `unknown`.
    """

    value: Any
    whole: Any
    headers: Record

    def __repr__(self) -> str:
        return f"<Decoded {type(self.value).__name__}>"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class _Body:
    """The plan for reading the body of a message.

    Attributes:
        parts: its parts.
        names: their names.
        headers: its headers.
        alone: the plan of the only element in the body; None if there are several, or a wrapper.
    """

    parts: TypePlan
    names: tuple[str, ...]
    headers: TypePlan
    alone: How | None = None


class Decoder:
    """Reads the messages of one WSDL.

    Args:
        schemas: the components of its schemas.
    """

    def __init__(self, schemas: Components) -> None:
        self.plans = TypePlans(schemas)
        self._bodies: dict[BoundMessage, _Body] = {}

    def answer(
        self,
        operation: BoundOperation,
        body: Sequence[etree._Element],
        headers: Iterable[etree._Element] = (),
        *,
        strict: bool = True,
    ) -> Decoded | None:
        """Return the values of an answer; None for an operation without an answer.

        Args:
            operation: the operation.
            body: the elements of the envelope's body.
            headers: the elements of its header.
            strict: whether content that does not fit the schema is an error, rather than returned unchanged.

        Raises:
            UnexpectedReply: it does not fit the schema, or is nested too deeply.
        """
        try:
            output = operation.output
        except WsdlError:
            value = body[0] if len(body) == 1 else list(body)
            return Decoded(value=value, whole=value, headers=self._headers(self._no_message, headers, strict))
        if output is None:
            return None
        try:
            return self.message(output, body, headers, strict=strict)
        except Misfit as exc:
            raise UnexpectedReply(f"{operation.name}: {exc}", operation=operation.name) from None
        except RecursionError:
            text = f"{operation.name}: the reply is nested too deeply to be read"
            raise UnexpectedReply(text, operation=operation.name) from None
        except WsdlError as exc:  # an error about the contract would mean that nothing was sent
            text = f"{operation.name}: the reply cannot be read by the contract: {exc.message}"
            raise UnexpectedReply(text, operation=operation.name) from None

    def message(
        self,
        message: BoundMessage,
        body: Sequence[etree._Element],
        headers: Iterable[etree._Element] = (),
        *,
        strict: bool = True,
    ) -> Decoded:
        """Return the values of a message in either direction.

        Raises:
            Misfit: it does not fit the schema.
        """
        known = self._bodies.get(message)
        if known is None:
            known = self._bodies[message] = self._body(message)
        encoded = message.use == "encoded" and len(body) > 0
        reader = ElementReader(self.plans, strict=strict, references=_references(body[0]) if encoded else None)
        told = self._headers(known.headers, headers, strict)
        if message.wrapper is not None:
            whole: Any = self._wrapped(message.wrapper, known, body, reader)
        elif known.alone is not None:
            whole = self._alone(message.body[0].element, known.alone, body, reader)
        else:
            whole = self._several(known, body, reader)
        value = self._unwrapped(known, whole)
        if isinstance(value, Record):
            repaired = repairs.of(body[0].getroottree().getroot()) if body else ()
            value = with_extra(value, headers=told, repaired=repaired)
        return Decoded(value=value, whole=whole, headers=told)

    def fault(self, operation: BoundOperation, detail: etree._Element | None) -> Any:
        """Return the typed value of the first declared fault in a detail, or None."""
        try:
            declared = {each.element.name: each.element for each in operation.faults}
        except WsdlError:
            return None
        reader = ElementReader(self.plans, strict=False)
        for each in () if detail is None else (*detail.iterchildren("*"), detail):
            element = declared.get(str(each.tag))
            if element is not None:
                try:
                    return reader.value(self.plans.how(element), each)
                except (Misfit, WsdlError, RecursionError):
                    return None
        return None

    # Bodies

    def _body(self, message: BoundMessage) -> _Body:
        rpc = message.wrapper is not None
        elements = [(each.name, _nillable(each) if rpc else each.element) for each in message.body]
        name = "" if message.wrapper is None else message.wrapper.name
        return _Body(
            parts=self.plans.parts(name, elements),
            names=tuple(each.name for each in message.body),
            headers=self.plans.parts("", [(each.name, each.element) for each in message.headers]),
            alone=self.plans.how(message.body[0].element) if not rpc and len(message.body) == 1 else None,
        )

    @property
    def _no_message(self) -> TypePlan:
        return self.plans.parts("", ())

    def _headers(self, plan: TypePlan, headers: Iterable[etree._Element], strict: bool) -> Record:
        holder = etree.Element("Header")
        holder.extend(copied(each) for each in headers)  # so they do not keep the tree of the body alive
        try:
            return ElementReader(self.plans, strict=strict).record(plan, holder)
        except Misfit as exc:
            raise exc.within("headers") from None

    def _wrapped(self, wrapper: Element, known: _Body, body: Sequence[etree._Element], reader: ElementReader) -> Record:
        if not body:
            raise Misfit("the SOAP body is empty")
        if split(str(body[0].tag))[1] != split(wrapper.name)[1] and reader.references is None:
            raise Misfit(f"the body has <{split(str(body[0].tag))[1]}>, which does not answer this operation")
        whole = reader.record(known.parts, body[0])
        if reader.strict and reader.references is None:
            _all_there(known, whole)
        return whole

    def _alone(self, element: Element, how: How, body: Sequence[etree._Element], reader: ElementReader) -> Any:
        if not body:
            raise Misfit("the SOAP body is empty")
        name, wanted = split(str(body[0].tag)), split(element.name)
        if name[1] != wanted[1] or (name[0] not in ("", wanted[0])):
            names = () if not element.is_global else [each.name for each in self.plans.schemas.substitutes(element)]
            if body[0].tag not in names:
                raise Misfit(f"the body has <{name[1]}>, which does not answer this operation")
            how = self.plans.how(self.plans.schemas.element(str(body[0].tag)))
        try:
            return reader.value(how, body[0])
        except Misfit as exc:
            if not exc.place:
                exc.within(name[1])
            raise

    def _several(self, known: _Body, body: Sequence[etree._Element], reader: ElementReader) -> Record:
        holder = body[0].getparent() if body else None
        whole = reader.record(known.parts, etree.Element("Body") if holder is None else holder)
        if reader.strict:
            _all_there(known, whole)
        return whole

    def _unwrapped(self, known: _Body, whole: Any) -> Any:
        if not isinstance(whole, Record):
            return whole
        extra = extra_of(whole)
        plan = known.parts if known.alone is None else self.plans.plan(known.alone)
        if plan is None or plan.mixed or (extra is not None and (extra.said or extra.nil)):
            return whole
        if not is_of(whole, plan.shape):  # of an element that replaces the declared one
            return whole
        if not plan.fields:
            return None
        (first, *more) = plan.fields
        return whole if more or plan.attributes or plan.any_attribute is not None else whole[first.name]


def _nillable(part: Part) -> Element:
    """Return the element of an rpc message's part: it cannot be left out, so null is nil, whatever its type."""
    element = part.element
    return Element(name=element.name, type=lambda: element.type, nillable=True, is_global=element.is_global)


def _references(element: etree._Element) -> References:
    above = element.getparent()
    return References(element if above is None else above)


def _all_there(known: _Body, whole: Record) -> None:
    for name in known.names:
        if name not in whole:
            raise Misfit("is missing", name)
