"""zeep's operations as the contract's, with the notes laid over them."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Container, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import attrs
from zeep import xsd
from zeep.xsd.types import ListType

from ...wire.redact import is_secret
from ..model import Declaration, ErrorCode, Operation, Parameter, Returns, Session, SoapVersion
from ..notes import Notes
from ..spelling import python_names
from ..xsd import TEXT_TYPES, VALUE_TYPES
from .schemas import Schemas

# What a type of the schema's own cannot be called: it means a built-in type, or what has no name.
_TAKEN = frozenset({*TEXT_TYPES, *VALUE_TYPES, "base64Binary", "xml", "any", "group", "list"})


def operation(
    name: str,
    spelling: str,
    versions: Mapping[SoapVersion, Any],
    known: Notes,
    *,
    ports: tuple[str, ...] = (),
    schemas: Schemas,
) -> Operation:
    """Describe one operation.

    Args:
        name: its exact name.
        spelling: its Python spelling.
        versions: zeep's operation by SOAP version.
        known: what the documentation says of the service's operations.
        ports: the names of the ports that offer it.
        schemas: what the schemas say and zeep does not keep.

    Returns:
        The description.
    """
    some = next(iter(versions.values()))
    body = some.input.body
    output = some.output.body if some.output is not None else None
    result = _result(output)
    kinds = _Kinds(schemas)
    notes = known.operations.get(name, {})
    documented = bool(notes)
    parameters = _parameters(body, notes, known.parameter_names if documented else None, kinds)
    session: Session = "none"
    if known.session_parameter:
        session = notes.get("session", "required" if documented else "optional")
    return Operation(
        name=name,
        python_name=spelling,
        namespace=(body.qname.namespace or "") if body is not None else "",
        input=body.qname.localname if body is not None else "",
        output=output.qname.localname if output is not None else None,
        result=result[0] if result else None,
        actions=MappingProxyType({version: each.soapaction or "" for version, each in versions.items()}),
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
        style="rpc" if some.style == "rpc" else "document",
        headers=tuple(_headers(some.input.header, kinds)),
        ports=ports,
        answer=tuple(_plain(each, kinds) for each in _members_of(output, kinds)),
    )


def _particles(element: Any) -> list[tuple[str, Any]]:
    return [(name, each) for name, each in getattr(element.type, "elements", []) if isinstance(each, xsd.Element)]


def _result(output: Any) -> tuple[str, Returns] | None:
    particles = _particles(output) if output is not None else []
    if not particles:
        return None
    name, element = particles[0]
    return name, "bytes" if _type(element) == "base64Binary" else "xml"


def _type(element: Any) -> str:
    kind = element.type
    if isinstance(kind, xsd.ComplexType):
        nested = [each for _, each in kind.elements]
        if nested and all(isinstance(each, xsd.Any) for each in nested) and not kind.attributes:
            return "xml"
        if kind.qname is None:
            return "anyType"
        name: str = kind.qname.localname
        return f"{{{kind.qname.namespace or ''}}}{name}" if name in _TAKEN else name
    if isinstance(kind, ListType):
        return "list"
    # A type that restricts another is a Python class below that of the other.
    names = (vars(each).get("_default_qname") for each in type(kind).__mro__)
    return next((str(name.localname) for name in names if name is not None), "anyType")


def _is_group(what: Any) -> bool:
    return isinstance(what, (xsd.Group, xsd.Choice, xsd.Sequence, xsd.All))


class _Member(NamedTuple):
    """Something inside a complex type, by the name that zeep gives it."""

    name: str
    what: Any
    choice: tuple[int, int] | None = None
    optional: bool = False
    must_choose: int = 0


def _members_of(element: Any, kinds: _Kinds) -> list[_Member]:
    if element is None:
        return []
    if isinstance(element.type, xsd.ComplexType):
        return list(_members(element.type, kinds.loose))
    return [_Member(element.name, element)]


def _members(kind: Any, loose: Container[str]) -> Iterable[_Member]:
    """List what is in a complex type or a group, each name once; what is in several alternatives excludes none."""
    found: dict[str, _Member] = {}
    for each in _all_members(kind, loose):
        twin = found.setdefault(each.name, each)
        if twin is not each:
            found[each.name] = twin._replace(choice=None, must_choose=twin.must_choose or each.must_choose)
    return found.values()


def _all_members(kind: Any, loose: Container[str]) -> Iterator[_Member]:
    """List what is in a complex type or a group; what is in a choice or in an optional group may be left out."""
    numbers = itertools.count(1)

    def inside(group: Any, choice: tuple[int, int] | None, optional: bool, must: int) -> Iterator[_Member]:
        group = _bare(group)
        members = [(choice, *each) for each in group.elements_nested]
        if isinstance(group, xsd.Choice):
            number = next(numbers)
            members = [((number, position), *each) for position, each in enumerate(_alternatives(group))]
            must = must or (0 if optional or _may_be_empty(group, loose) else number)
            optional = True
        for place, name, each in members:
            if name is None:
                yield from inside(each, place, optional or each.min_occurs == 0, must)
            else:
                yield _Member(name, each, place, optional, must)

    if _is_group(kind):
        yield from inside(kind, None, False, 0)
        return
    for name, group in kind.elements_nested:
        if not _is_group(group) or group.accepts_multiple:
            yield _Member(getattr(group, "attr_name", None) or name, group)
        else:
            yield from inside(group, None, group.min_occurs == 0, 0)
    for name, attribute in kind.attributes:
        if isinstance(attribute, xsd.Attribute):
            yield _Member(name, attribute, None, not attribute.required)


def _bare(what: Any) -> Any:
    return what.child if isinstance(what, xsd.Group) else what


def _alternatives(choice: Any) -> Iterator[tuple[str | None, Any]]:
    """List the alternatives of a choice; those of a choice that is itself one are among them."""
    for name, each in choice.elements_nested:
        if name is None and isinstance(_bare(each), xsd.Choice):
            yield from _alternatives(_bare(each))
        else:
            yield name, each


def _may_be_empty(what: Any, loose: Container[str]) -> bool:
    """Return whether an element may be left out, or a group is complete without anything in it."""
    if not _is_group(what):
        return bool(what.min_occurs == 0)
    if not isinstance(_bare(what), xsd.Choice):
        return all(each.min_occurs == 0 or _may_be_empty(each, loose) for each in what)
    within = list(_bare(what))
    return not within or any(
        each.name in loose if isinstance(each, xsd.Element) else each.min_occurs == 0 or _may_be_empty(each, loose)
        for each in within
    )


class _Kinds:
    """The types of one operation: what is inside each is described once, so that a type within itself is known again.

    Args:
        schemas: what the schemas say of them and zeep does not keep.
    """

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.loose = schemas.loose
        self._known: dict[int, tuple[Any, tuple[Parameter, ...]]] = {}

    def inside(self, kind: Any) -> tuple[Parameter, ...]:
        """Describe what is inside a complex type or a group."""
        if id(kind) not in self._known:
            members = list(_members(kind, self.loose))
            spelled = python_names(member.name for member in members)
            particles = tuple(_plain(member, self, spelled[member.name]) for member in members)
            self._known[id(kind)] = (kind, particles)
        return self._known[id(kind)][1]


def _declared(what: Any, kinds: _Kinds) -> Declaration:
    kind = what.type
    return Declaration(
        namespace=what.qname.namespace or "",
        type_name=kind.qname.text if isinstance(kind, xsd.ComplexType) and kind.is_global else "",
        caveats=() if isinstance(what, xsd.Attribute) else kinds.schemas.caveats(what),
    )


def _plain(member: _Member, kinds: _Kinds, spelling: str | None = None) -> Parameter:
    """Describe one particle or attribute without notes."""
    what = member.what
    group = _is_group(what)
    is_any = isinstance(what, xsd.Any)
    kind = None if group or is_any else what.type
    type_ = "group" if group else "any" if is_any else _type(what)
    least = 0 if member.optional else 1 if isinstance(what, xsd.Attribute) else what.min_occurs
    most = 1 if isinstance(what, xsd.Attribute) else what.max_occurs
    nillable = bool(getattr(what, "nillable", False))
    nested = what if group else kind if isinstance(kind, xsd.ComplexType) and type_ != "xml" else None
    return Parameter(
        name=member.name,
        python_name=spelling or python_names([member.name])[member.name],
        type=type_,
        min_occurs=least,
        max_occurs=most if isinstance(most, int) else None,
        nillable=nillable,
        required=least >= 1 and not nillable,
        secret=is_secret(member.name),
        attribute=isinstance(what, xsd.Attribute),
        choice=member.choice,
        must_choose=member.must_choose,
        values=kinds.schemas.values(kind) if kind is not None and nested is None else (),
        declared=Declaration() if kind is None else _declared(what, kinds),
        particles=functools.partial(kinds.inside, nested) if nested is not None else (),
    )


def _headers(header: Any, kinds: _Kinds) -> Iterator[Parameter]:
    for name, element in getattr(getattr(header, "type", None), "elements", ()):
        if isinstance(element, xsd.Element):
            yield _plain(_Member(name, element, None, True), kinds)


def _session_name(parameters: Iterable[str], known: str) -> str:
    return next((name for name in parameters if name.casefold() == known.casefold()), "")


def _parameters(
    body: Any, notes: Mapping[str, Any], spellings: Mapping[str, str] | None, kinds: _Kinds
) -> dict[str, Parameter]:
    members = _members_of(body, kinds)
    spelled = python_names((member.name for member in members), spellings)
    plain = [_plain(member, kinds, spelled[member.name]) for member in members]
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
