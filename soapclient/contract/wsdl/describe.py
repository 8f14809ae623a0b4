"""An operation described: what its components, as the WSDL binds them, and the notes say of it.

What a schema does not say in full is described as far as it does, so that one type takes no operation down.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from ...wire.redact import is_secret
from ..model import Declaration, ErrorCode, Operation, Parameter, Returns, Session, SoapVersion
from ..notes import Notes
from ..schema.builtin import ANY_TYPE, BUILTIN
from ..schema.components import Attribute, ComplexType, Element, ModelGroup, SimpleType, Type, Wildcard
from ..schema.members import Member, local, members
from ..schema.reader import Components
from ..spelling import python_names
from ..xsd import TEXT_TYPES, VALUE_TYPES
from .bound import BoundMessage, BoundOperation

# What a type of the schema's own cannot be called: it means a built-in type, or what has no name.
_TAKEN: Final = frozenset({*TEXT_TYPES, *VALUE_TYPES, "base64Binary", "xml", "any", "group", "list"})


def operation(
    name: str,
    spelling: str,
    versions: Mapping[SoapVersion, BoundOperation],
    known: Notes,
    *,
    ports: tuple[str, ...] = (),
    components: Components,
    message: Callable[[], Any] | None = None,
) -> Operation:
    """Describe one operation.

    Args:
        name: its exact name.
        spelling: its Python spelling.
        versions: the operation by SOAP version.
        known: what the documentation says of the service's operations.
        ports: the names of the ports that offer it.
        components: the schemas.
        message: what writes its envelopes; None where zeep does.

    Returns:
        The description.

    Raises:
        WsdlError: a message or component that it names is missing.
    """
    some = next(iter(versions.values()))
    sent = some.input or BoundMessage(body=())
    body = sent.elements[0] if sent.elements else None
    output = some.output.elements[0] if some.output is not None and some.output.elements else None
    result = _result(output)
    kinds = _Kinds(components)
    notes = known.operations.get(name, {})
    documented = bool(notes)
    parameters = _parameters(_sent(sent), notes, known.parameter_names if documented else None, kinds)
    session: Session = "none"
    if known.session_parameter:
        session = notes.get("session", "required" if documented else "optional")
    return Operation(
        name=name,
        python_name=spelling,
        namespace=_namespace(body.name) if body is not None else "",
        input=local(body.name) if body is not None else "",
        output=local(output.name) if output is not None else None,
        result=result[0] if result else None,
        actions=MappingProxyType({version: each.action for version, each in versions.items()}),
        parameters=MappingProxyType(parameters),
        kind=notes.get("kind", "unknown"),
        returns=result[1] if result else "void",
        root=notes.get("root", "response"),
        category=notes.get("category", ""),
        session=session,
        session_name=_session_name(parameters, known.session_parameter) if session in ("required", "optional") else "",
        errors=tuple(notes.get("errors", ())),
        codes=tuple(ErrorCode(int(number), *told) for number, told in notes.get("codes", {}).items()),
        idempotent=notes.get("idempotent", False),
        retry_safe=notes.get("retry_safe", False),
        destructive=notes.get("destructive", False),
        obsolete=notes.get("obsolete", False),
        documented=documented,
        note=notes.get("note", ""),
        whole=notes.get("whole", False),
        contradiction=notes.get("contradiction", ""),
        page=notes.get("page", ""),
        says=notes.get("says", ""),
        media=notes.get("media", ""),
        items=tuple(notes.get("items", ())),
        count=MappingProxyType(notes.get("count", {})),
        paging=MappingProxyType(notes.get("paging", {})),
        partial=notes.get("partial", ""),
        leftovers=notes.get("leftovers", ""),
        about=MappingProxyType(notes.get("about", {})),
        negatives=tuple(notes.get("negatives", ())),
        negative_codes=tuple(notes.get("negative_codes", ())),
        style=some.style,
        encoded=some.encoded,
        headers=tuple(_plain(each, kinds) for each in _headers(sent)),
        ports=ports,
        answer=tuple(_plain(each, kinds) for each in ([] if output is None else _members_of(output))),
        outputs=tuple(each.name for each in some.output.elements) if some.output is not None else (),
        one_way=some.output is None,
        message=message,
    )


def _namespace(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def _result(output: Element | None) -> tuple[str, Returns] | None:
    if output is None or not isinstance(output.type, ComplexType):
        return None
    first = next((each.what for each in members(output.type) if isinstance(each.what, Element)), None)
    if first is None:
        return None
    return local(first.name), "bytes" if _type_name(first.type, first.name) == "base64Binary" else "xml"


def _sent(message: BoundMessage) -> list[Member]:
    """List what a caller gives for the body of a message: what is inside its one element, or its elements."""
    if len(message.elements) == 1:
        return _members_of(message.elements[0])
    return [Member(name=local(each.name), what=each) for each in message.elements]


def _members_of(element: Element) -> list[Member]:
    if isinstance(element.type, ComplexType) and element.type.name != ANY_TYPE:
        return _inside(element.type)
    return [Member(name=local(element.name), what=element)]


def _headers(message: BoundMessage) -> list[Member]:
    return [Member(name=each.name, what=each.element, optional=True) for each in message.headers]


def _inside(kind: ComplexType | ModelGroup) -> list[Member]:
    found = members(kind)
    return [each for each in found if not (isinstance(each.what, Wildcard) and each.name.startswith("_attr_"))]


def _type_name(kind: Type, around: str) -> str:
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
    """Tell whether a type has nothing but places for any elements."""
    found = members(kind)
    return bool(found) and all(isinstance(each.what, Wildcard) for each in found)


class _Kinds:
    """The types of one operation: what is inside each is described once, so that a type within itself is known again.

    Args:
        components: the schemas.
    """

    def __init__(self, components: Components) -> None:
        self.components = components
        self._known: dict[int, tuple[Any, tuple[Parameter, ...]]] = {}

    def inside(self, kind: ComplexType | ModelGroup) -> tuple[Parameter, ...]:
        """Describe what is inside a complex type or a group."""
        if id(kind) not in self._known:
            found = _inside(kind)
            spelled = python_names(each.name for each in found)
            particles = tuple(_plain(each, self, spelled[each.name]) for each in found)
            self._known[id(kind)] = (kind, particles)
        return self._known[id(kind)][1]

    def caveats(self, element: Element) -> tuple[str, ...]:
        """List what of an element cannot be said in full; see `Declaration.caveats`."""
        kind = element.type
        is_complex = isinstance(kind, ComplexType) and kind.name != ANY_TYPE
        marks = {
            "abstract": element.is_global and element.abstract,
            "substituted": element.is_global and not element.abstract and self.components.is_head(element.name),
            "abstract type": is_complex and getattr(kind, "abstract", False),
            "mixed": isinstance(kind, ComplexType) and is_complex and kind.content.mixed,
        }
        return tuple(name for name, holds in marks.items() if holds)


def _plain(member: Member, kinds: _Kinds, spelling: str | None = None) -> Parameter:
    """Describe one particle or attribute without notes."""
    what = member.what
    kind = what.type if isinstance(what, (Element, Attribute)) else what if isinstance(what, SimpleType) else None
    unnamed = "any" if isinstance(what, Wildcard) else "group"
    type_ = unnamed if kind is None else _type_name(kind, getattr(what, "name", ""))
    least = 0 if member.optional else 1 if isinstance(what, Attribute) else member.min_occurs
    nillable = isinstance(what, Element) and what.nillable
    nested: ComplexType | ModelGroup | None = what if isinstance(what, ModelGroup) else None
    if isinstance(kind, ComplexType) and kind.name != ANY_TYPE and type_ != "xml":
        nested = kind
    return Parameter(
        name=member.name,
        python_name=spelling or python_names([member.name])[member.name],
        type=type_,
        min_occurs=least,
        max_occurs=member.max_occurs,
        nillable=nillable,
        required=least >= 1 and not nillable,
        secret=is_secret(member.name),
        attribute=isinstance(what, Attribute),
        choice=member.choices[-1] if member.choices else None,
        must_choose=member.must_choose,
        values=_values(kind),
        declared=_declared(what, kinds),
        particles=functools.partial(kinds.inside, nested) if nested is not None else (),
    )


def _values(kind: Type | None) -> tuple[str, ...]:
    return kind.facets.enumeration if isinstance(kind, SimpleType) else ()


def _declared(what: Any, kinds: _Kinds) -> Declaration:
    if not isinstance(what, (Element, Attribute)):
        return Declaration()
    named = isinstance(what.type, ComplexType) and what.type.name != ANY_TYPE
    return Declaration(
        namespace=_namespace(what.name),
        type_name=what.type.name if named else "",
        caveats=kinds.caveats(what) if isinstance(what, Element) else (),
    )


def _session_name(parameters: Iterable[str], known: str) -> str:
    return next((name for name in parameters if name.casefold() == known.casefold()), "")


def _parameters(
    sent: list[Member], notes: Mapping[str, Any], spellings: Mapping[str, str] | None, kinds: _Kinds
) -> dict[str, Parameter]:
    spelled = python_names((member.name for member in sent), spellings)
    plain = [_plain(member, kinds, spelled[member.name]) for member in sent]
    if not notes:
        return {each.name: each for each in plain}
    optional = _folded(notes.get("optional", ()))
    formerly = notes.get("formerly", {})
    on_null = {name.casefold(): effect for name, effect in notes.get("on_null", {}).items()}
    on_empty = {name.casefold(): effect for name, effect in notes.get("on_empty", {}).items()}
    xml = {name.casefold(): root for name, root in notes.get("xml", {}).items()}
    absent = {name.casefold(): means for name, means in notes.get("absent", {}).items()}
    must_hold = {name.casefold(): inside for name, inside in notes.get("say_inside", {}).items()}
    must_say = _folded(notes.get("say", ()))
    found = {}
    for each in plain:
        key = formerly.get(each.name, each.name).casefold()
        found[each.name] = attrs.evolve(
            each,
            on_null=on_null.get(key, "undocumented"),
            on_empty=on_empty.get(key, "undocumented"),
            required=key not in optional,
            xml=xml.get(key, ""),
            absent=absent.get(key, ""),
            must_say=key in must_say,
            must_hold=must_hold.get(key, ""),
        )
    return found


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)
