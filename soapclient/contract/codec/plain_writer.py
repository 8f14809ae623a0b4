"""XML of plain values by a content model: nested mappings by the names of `schema.members`, as samples are.

It goes through the content model with what was given, and what it cannot place is refused with its place.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from ...errors import ArgumentError
from ..schema.builtin import ANY_TYPE, BUILTIN, XSD
from ..schema.components import (
    Attribute,
    ComplexType,
    Element,
    ModelGroup,
    Particle,
    SimpleType,
    Type,
    Wildcard,
)  # fmt: skip
from ..schema.members import local, members, names
from ..schema.reader import Components
from ..xsd import a
from .facet_check import named_type, written
from .samples import ELEMENT, TYPE

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_ENCODING: Final = "http://schemas.xmlsoap.org/soap/encoding/"
_DEEPEST: Final = 100
_PREFIXES: Final = {"xsi": XSI, "xsd": XSD[1:-1]}


class PlainWriter:
    """Writes elements.

    Args:
        components: the schemas.
        encoded: whether each element says its type, as SOAP encoding does.
    """

    def __init__(self, components: Components, *, encoded: bool = False) -> None:
        self._components = components
        self._encoded = encoded

    def element(self, declared: Element, value: Any, place: str = "") -> etree._Element:
        """Write an element.

        Args:
            declared: the element.
            value: its value.
            place: what to call it in messages.

        Raises:
            ArgumentError: the value does not fit.
        """
        node = etree.Element(declared.name, nsmap=_PREFIXES)
        self._fill(node, declared, value, place or local(declared.name), 0)
        return node

    def _fill(self, node: etree._Element, declared: Element, value: Any, place: str, depth: int) -> None:
        if depth > _DEEPEST:
            raise _refused(place, f"values are nested more than {_DEEPEST} levels deep")
        if value is None:
            if not declared.nillable:
                raise _refused(place, "it cannot be null")
            node.set(f"{{{XSI}}}nil", "true")
            return
        self._typed(node, declared.type, value, place, depth)

    def _typed(self, node: etree._Element, kind: Type, value: Any, place: str, depth: int) -> None:
        if isinstance(value, Mapping) and TYPE in value:
            kind = self._named(kind, str(value[TYPE]), place)
            value = {name: each for name, each in value.items() if name != TYPE}
            _say_type(node, kind.name)
            if list(value) == ["_value_1"] and isinstance(kind, SimpleType):
                value = value["_value_1"]
        elif self._encoded and kind.name and kind.name != ANY_TYPE and not getattr(kind, "item", ""):
            _say_type(node, kind.name)
        if isinstance(kind, SimpleType):
            node.text = self._text(node, kind, value, place)
        elif kind.name == ANY_TYPE:
            _anything(node, value, place)
        elif kind.abstract:
            raise _refused(place, f"{local(kind.name)} is abstract: name a type by {TYPE!r}")
        elif kind.item:
            self._array(node, kind, value, place, depth)
        else:
            self._complex(node, kind, value, place, depth)

    def _named(self, declared: Type, name: str, place: str) -> Type:
        for each in (declared.name, *self._components.concrete(declared)):
            if name in (each, local(each)):
                return self._components.type(each)
        if declared.name == ANY_TYPE and self._components.has_type(name):
            return self._components.type(name)
        raise _refused(place, f"there is no type {name!r} that may stand for {local(declared.name)}")

    def _text(self, node: etree._Element, kind: SimpleType, value: Any, place: str) -> str:
        if isinstance(value, Mapping) or etree.iselement(value):
            raise _refused(place, f"{a(type(value).__name__)} where a value of type {kind.builtin} is wanted")
        try:
            text = written(kind, value)
        except ValueError as exc:
            raise _refused(place, str(exc)) from None
        if kind.builtin == "QName" and text.startswith("{"):
            return _prefixed(node, text)
        return text

    def _array(self, node: etree._Element, kind: ComplexType, value: Any, place: str, depth: int) -> None:
        if not isinstance(value, (list, tuple)):
            raise _refused(place, f"{a(type(value).__name__)} where a list is wanted")
        item = self._components.type(kind.item)
        if self._encoded:
            said = _prefixed(node, kind.item)
            node.set(f"{{{_ENCODING}}}arrayType", f"{said}[{len(value)}]")
        one = Element(name="item", type=lambda: item, nillable=True)
        for number, each in enumerate(value):
            self._fill(etree.SubElement(node, "item"), one, each, f"{place}[{number}]", depth + 1)

    def _complex(self, node: etree._Element, kind: ComplexType, value: Any, place: str, depth: int) -> None:
        content = kind.content
        if content.simple is not None and not isinstance(value, Mapping):
            value = {"_value_1": value}
        if not isinstance(value, Mapping):
            raise _refused(place, f"{a(type(value).__name__)} where a mapping is wanted")
        given = _Given(value)
        for each in members(kind):
            if isinstance(each.what, Attribute):
                for one in given.take(each.name, 1, whole=True):
                    node.set(each.what.name, self._text(node, each.what.type, one, f"{place}.{each.name}"))
            elif isinstance(each.what, SimpleType):
                for one in given.take(each.name, 1, whole=True):
                    node.text = self._text(node, each.what, one, place)
            elif isinstance(each.what, Wildcard) and each.particle is None:
                for one in given.take(each.name, 1, whole=True):
                    for name, text in one.items():
                        node.set(name, str(text))
        if content.particle is not None:
            self._particle(node, content.particle, names(kind), given, place, depth)
        given.finish(place)

    def _particle(
        self,
        node: etree._Element,
        particle: Particle,
        called: dict[Particle, str],
        given: _Given,
        place: str,
        depth: int,
    ) -> None:
        term = particle.term
        if isinstance(term, ModelGroup) and particle.max_occurs == 1:
            inside = term.particles
            if term.compositor == "choice" and inside:
                inside = (max(inside, key=lambda each: self._count(each, called, given)),)
            for each in inside:
                self._particle(node, each, called, given, place, depth)
            return
        name = called[particle]
        where = f"{place}.{name}"
        if isinstance(term, Element):
            values = given.take(name, particle.max_occurs, whole=_is_list(term.type))
            for number, each in enumerate(values):
                shown = where if particle.max_occurs == 1 else f"{where}[{number}]"
                self._one(node, term, each, shown, depth + 1)
            return
        for number, each in enumerate(given.take(name, particle.max_occurs)):
            if isinstance(term, Wildcard):
                if not etree.iselement(each):
                    raise _refused(where, f"{a(type(each).__name__)} where an lxml element is wanted")
                node.append(copy.deepcopy(each))
                continue
            if not isinstance(each, Mapping):
                raise _refused(f"{where}[{number}]", f"{a(type(each).__name__)} where a mapping is wanted")
            again = _Given(each)
            self._particle(node, Particle(term), names(term), again, f"{where}[{number}]", depth)
            again.finish(f"{where}[{number}]")

    def _one(self, node: etree._Element, declared: Element, value: Any, place: str, depth: int) -> None:
        """Write an element, or the one that the value says stands for it."""
        if isinstance(value, Mapping) and ELEMENT in value:
            name = str(value[ELEMENT])
            others = (declared, *self._components.substitutes(declared))
            other = next((each for each in others if name in (each.name, local(each.name))), None)
            if other is None:
                raise _refused(place, f"there is no element {name!r} that may stand for {local(declared.name)}")
            declared = other
            value = {key: each for key, each in value.items() if key != ELEMENT}
            if isinstance(declared.type, SimpleType) and list(value) == ["_value_1"]:
                value = value["_value_1"]
        self._fill(etree.SubElement(node, declared.name), declared, value, place, depth)

    def _count(self, particle: Particle, called: dict[Particle, str], given: _Given) -> int:
        """Count what of a particle was given."""
        term = particle.term
        if particle in called:
            return given.has(called[particle])
        inside = term.particles if isinstance(term, ModelGroup) else ()
        return sum(self._count(each, called, given) for each in inside)


class _Given:
    """What was given by name, until it is taken."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._left: dict[str, Any] = {str(name): value for name, value in values.items()}

    def has(self, name: str) -> int:
        return name in self._left

    def take(self, name: str, most: int | None, *, whole: bool = False) -> list[Any]:
        """Take what was given by a name, up to so many of a list.

        Args:
            name: the name.
            most: how many, or None for all.
            whole: whether a list is one value.
        """
        if name not in self._left:
            return []
        value = self._left.pop(name)
        if not isinstance(value, (list, tuple)) or (whole and most == 1):
            return [value]
        count = len(value) if most is None else most
        if len(value) > count:
            self._left[name] = list(value[count:])
        return list(value[:count])

    def finish(self, place: str) -> None:
        """Refuse what is left."""
        left = [name for name, value in self._left.items() if value is not None and value != []]
        if left:
            raise _refused(place, f"there is no place for {', '.join(left)}")


def _anything(node: etree._Element, value: Any, place: str) -> None:
    if etree.iselement(value):
        node.append(copy.deepcopy(value))
        return
    if isinstance(value, (Mapping, list, tuple)):
        raise _refused(place, f"{a(type(value).__name__)} where a simple value or an lxml element is wanted")
    kind = BUILTIN[XSD + named_type(value)]
    _say_type(node, kind.name)
    try:
        node.text = written(kind, value)
    except ValueError as exc:
        raise _refused(place, str(exc)) from None


def _say_type(node: etree._Element, name: str) -> None:
    node.set(f"{{{XSI}}}type", _prefixed(node, name))


def _prefixed(node: etree._Element, name: str) -> str:
    """Write a qualified name for a value, with a prefix that is declared at a node."""
    namespace, _, plain = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
    if not namespace:
        return plain
    prefix = next((each for each, found in node.nsmap.items() if each and found == namespace), None)
    if prefix is None:
        # lxml declares a prefix where an attribute needs it, and keeps it where the attribute is taken away.
        node.set(f"{{{namespace}}}soapclient", "")
        prefix = next(each for each, found in node.nsmap.items() if each and found == namespace)
        del node.attrib[f"{{{namespace}}}soapclient"]
    return f"{prefix}:{plain}"


def _is_list(kind: Type) -> bool:
    return kind.variety != "atomic" if isinstance(kind, SimpleType) else bool(kind.item) or _simple_list(kind)


def _simple_list(kind: ComplexType) -> bool:
    return kind.content.simple is not None and kind.content.simple.variety != "atomic"


def _refused(place: str, problem: str) -> ArgumentError:
    return ArgumentError(None, (f"{place}: {problem}",))
