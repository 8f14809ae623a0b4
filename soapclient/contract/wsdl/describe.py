"""Describe an operation by its components, as the WSDL binds them, and its notes.

An incomplete schema is described as far as possible, so one type does not make an operation unusable.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from ...errors import WsdlError
from ..model import Aside, ErrorCode, Fault, Operation, Parameter, Policy, Returns, Session, SoapVersion
from ..notes import Notes
from ..schema.builtin import ANY_TYPE
from ..schema.components import ComplexType, Element
from ..schema.members import Member, local, members
from ..spelling import python_names
from .bound import BoundMessage, BoundOperation
from .kinds import Kinds, inside, namespace, type_name


def operation(
    name: str,
    spelling: str,
    versions: Mapping[SoapVersion, BoundOperation],
    known: Notes,
    *,
    ports: tuple[str, ...] = (),
    kinds: Kinds,
    policies: Callable[[str, str], tuple[Policy, ...]],
    message: Callable[[], Any] | None = None,
) -> Operation:
    """Describe one operation.

    Args:
        name: its exact name.
        spelling: its Python spelling.
        versions: the operation by SOAP version.
        known: the notes on the service's operations.
        ports: the names of the ports that offer it.
        kinds: what describes the types of its schemas.
        policies: what a binding asks for, and one of its operations.
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
    notes = known.operations.get(name, {})
    documented = bool(notes)
    parameters = _parameters(_sent(sent), notes, known.parameter_names if documented else None, kinds)
    session: Session = "none"
    if known.session_parameter:
        session = notes.get("session", "required" if documented else "optional")
    return Operation(
        name=name,
        python_name=spelling,
        namespace=namespace(body.name) if body is not None else "",
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
        headers=tuple(kinds.plain(each) for each in _headers(sent)),
        ports=ports,
        answer=tuple(kinds.plain(each) for each in ([] if output is None else _members_of(output))),
        outputs=tuple(each.name for each in some.output.elements) if some.output is not None else (),
        one_way=some.output is None,
        documentation=some.documentation,
        message=message,
        aside=functools.cache(lambda: _aside(some, kinds, policies)),
    )


def _aside(bound: BoundOperation, kinds: Kinds, policies: Callable[[str, str], tuple[Policy, ...]]) -> Aside:
    faults, unread = [], ""
    try:
        for each in bound.faults:
            member = Member(name=local(each.element.name), what=each.element)
            faults.append(Fault(each.name or member.name, kinds.plain(member)))
    except WsdlError as exc:
        unread = exc.message
    back = bound.output or BoundMessage(body=())
    return Aside(
        faults=tuple(faults),
        headers=tuple(kinds.plain(each) for each in _headers(back)),
        policies=policies(bound.binding, bound.name),
        unread=unread,
    )


def _result(output: Element | None) -> tuple[str, Returns] | None:
    if output is None or not isinstance(output.type, ComplexType):
        return None
    first = next((each.what for each in members(output.type) if isinstance(each.what, Element)), None)
    if first is None:
        return None
    return local(first.name), "bytes" if type_name(first.type, first.name) == "base64Binary" else "xml"


def _sent(message: BoundMessage) -> list[Member]:
    """List what a caller gives for the body of a message: what is inside its one element, or its elements."""
    if len(message.elements) == 1:
        return _members_of(message.elements[0])
    return [Member(name=local(each.name), what=each) for each in message.elements]


def _members_of(element: Element) -> list[Member]:
    if isinstance(element.type, ComplexType) and element.type.name != ANY_TYPE:
        return inside(element.type)
    return [Member(name=local(element.name), what=element)]


def _headers(message: BoundMessage) -> list[Member]:
    return [Member(name=each.name, what=each.element, optional=True) for each in message.headers]


def _session_name(parameters: Iterable[str], known: str) -> str:
    return next((name for name in parameters if name.casefold() == known.casefold()), "")


def _parameters(
    sent: list[Member], notes: Mapping[str, Any], spellings: Mapping[str, str] | None, kinds: Kinds
) -> dict[str, Parameter]:
    spelled = python_names((member.name for member in sent), spellings)
    plain = [kinds.plain(member, spelled[member.name]) for member in sent]
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
            on_null=on_null.get(key, each.on_null),
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
