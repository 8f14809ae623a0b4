"""Read XML as plain values by a content model, with all problems by place."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from ....wire.redact import is_secret
from ...schema.builtin import ANY_TYPE, BUILTIN
from ...schema.components import (
    Attribute,
    ComplexType,
    Element,
    ModelGroup,
    Particle,
    SimpleType,
    Type,
    Wildcard,
)  # fmt: skip
from ...schema.members import local, may_be_empty, members, names
from ...schema.reader import Components
from ..xml_values import copied
from .facet_check import problem, value_of
from .samples import ELEMENT, TYPE

_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_ENCODING: Final = ("{http://schemas.xmlsoap.org/soap/encoding/}", "{http://www.w3.org/2003/05/soap-encoding}")
_IGNORED: Final = (
    _XSI,
    *_ENCODING,
    "{http://www.w3.org/2003/05/soap-envelope}",
    "{http://schemas.xmlsoap.org/soap/envelope/}",
    "{http://www.w3.org/XML/1998/namespace}",
)
_TRUE: Final = ("true", "1")
_STEPS: Final = re.compile(r"\[[0-9]+\]")
_DEEPEST: Final = 100
_MANY: Final = 20


class PlainReader:
    """Reads elements.

    Args:
        components: the schemas.

    Attributes:
        problems: the first twenty problems, a sentence each.
    """

    def __init__(self, components: Components) -> None:
        self._components = components
        self.problems: list[str] = []

    def element(self, declared: Element, node: etree._Element, place: str = "", depth: int = 0) -> Any:
        """Read the value of an element; if it does not fit, as much of it as possible.

        Args:
            declared: the element.
            node: the actual element.
            place: its name in messages.
            depth: the number of elements around it.
        """
        place = place or local(declared.name)
        if depth > _DEEPEST:
            self._tell(place, f"elements are nested more than {_DEEPEST} levels deep")
            return None
        if node.get(_XSI + "nil", "").strip() in _TRUE:
            if not declared.nillable:
                self._tell(place, "it cannot be nil")
            return None
        kind = declared.type
        name = node.get(_XSI + "type")
        if name:
            return self._derived(kind, _qualified(node, name), node, place, depth)
        return self._value(kind, node, place, depth)

    def _derived(self, declared: Type, name: str, node: etree._Element, place: str, depth: int) -> Any:
        if not self._components.has_type(name):
            self._tell(place, f"no schema declares the type {name!r}")
            return self._value(declared, node, place, depth)
        built_in = name in BUILTIN and declared.name in BUILTIN
        if declared.name and not built_in and not self._components.derives(name, declared.name):
            self._tell(place, f"the type {local(name)} may not replace {local(declared.name)}")
        found = self._value(self._components.type(name), node, place, depth)
        if name == declared.name or name in BUILTIN:
            return found
        return {TYPE: name, **found} if isinstance(found, dict) else found

    def _value(self, kind: Type, node: etree._Element, place: str, depth: int) -> Any:
        if isinstance(kind, SimpleType):
            if len(node):
                self._tell(place, "there are elements where a simple value is expected")
            return self._text(kind, node, node.text or "", place)
        if kind.name == ANY_TYPE:
            return copied(node[0]) if len(node) == 1 else list(node) if len(node) else node.text or ""
        if kind.abstract:
            self._tell(place, f"the type {local(kind.name)} is abstract, and xsi:type names no other")
        if kind.item:
            one = Element(name="item", type=lambda: self._components.type(kind.item), nillable=True)
            children = _elements(node)
            return [self.element(one, each, f"{place}[{at}]", depth + 1) for at, each in enumerate(children)]
        return self._complex(kind, node, place, depth)

    def _text(self, kind: SimpleType, node: etree._Element, text: str, place: str) -> Any:
        if kind.builtin == "QName":
            return _qualified(node, text)
        if kind.item is not None and kind.item.builtin == "QName":
            return [_qualified(node, each) for each in text.split()]
        wrong = problem(kind, text)
        if wrong:
            hidden = is_secret(_STEPS.sub("", place).rpartition(".")[2])
            self._tell(place, f"it does not fit the type {kind.name or kind.builtin}" if hidden else wrong)
            return text
        return value_of(kind, text)

    def _complex(self, kind: ComplexType, node: etree._Element, place: str, depth: int) -> Any:
        content = kind.content
        found: dict[str, Any] = {}
        others = {str(name): text for name, text in node.attrib.items() if not str(name).startswith(_IGNORED)}
        for each in members(kind):
            if isinstance(each.what, SimpleType):
                found[each.name] = self._text(each.what, node, node.text or "", place)
            elif isinstance(each.what, Attribute):
                others.pop(each.what.name, None)
                text = node.get(each.what.name)
                if text is not None:
                    found[each.name] = self._text(each.what.type, node, text, f"{place}.{each.name}")
                elif each.what.required:
                    self._tell(place, f"the attribute {each.name} is missing")
            elif isinstance(each.what, Wildcard) and each.particle is None and others:
                found[each.name], others = others, {}
        for other in others:
            self._tell(place, f"there is no attribute {other}")
        children = _elements(node)
        at = 0
        if content.particle is not None:
            at = self._particle(content.particle, names(kind), children, 0, found, place, depth)
        if at < len(children):
            self._tell(place, f"the element {local(str(children[at].tag))} is not expected here")
        return found["_value_1"] if content.simple is not None and len(members(kind)) == 1 else found

    # Particles

    def _particle(
        self, particle: Particle, called: dict[Particle, str], children: list[etree._Element], at: int,
        found: dict[str, Any], place: str, depth: int,
    ) -> int:  # fmt: skip
        """Read the children of a particle from a place on; return the place after them."""
        term = particle.term
        if isinstance(term, ModelGroup) and particle.max_occurs == 1:
            if particle.min_occurs or (at < len(children) and self._takes(particle, children[at])):
                return self._group(term, called, children, at, found, place, depth)
            return at
        name, count = called[particle], 0
        value: Any
        while at < len(children) and (particle.max_occurs is None or count < particle.max_occurs):
            if not self._takes(particle, children[at]) or (
                isinstance(term, Wildcard) and _is_awaited(str(children[at].tag), called, found)
            ):
                break
            where = f"{place}.{name}" if particle.max_occurs == 1 else f"{place}.{name}[{count}]"
            before = at
            if isinstance(term, ModelGroup):
                value = {}
                at = self._group(term, names(term), children, at, value, where, depth)
                if at == before:
                    break
            elif isinstance(term, Element):
                declared = self._standing(term, str(children[at].tag))
                value, at = self.element(declared, children[at], where, depth + 1), at + 1
                if declared is not term:
                    value = {ELEMENT: declared.name, **(value if isinstance(value, dict) else {"_value_1": value})}
            else:
                value, at = copied(children[at]), at + 1
            count += 1
            if particle.max_occurs != 1:
                found.setdefault(name, []).append(value)
            elif name in found:
                found[name] = [found[name], value]
            else:
                found[name] = value
        if count < particle.min_occurs and not (isinstance(term, ModelGroup) and may_be_empty(term)):
            self._tell(place, f"{name} is missing")
        return at

    def _group(
        self, group: ModelGroup, called: dict[Particle, str], children: list[etree._Element], at: int,
        found: dict[str, Any], place: str, depth: int,
    ) -> int:  # fmt: skip
        if group.compositor == "choice":
            return self._choice(group, called, children, at, found, place, depth)
        left = list(group.particles)
        while group.compositor == "all" and at < len(children):
            chosen = next((each for each in left if self._takes(each, children[at])), None)
            if chosen is None:
                break
            left.remove(chosen)
            at = self._particle(chosen, called, children, at, found, place, depth)
        for each in left:
            at = self._particle(each, called, children, at, found, place, depth)
        return at

    def _choice(
        self, group: ModelGroup, called: dict[Particle, str], children: list[etree._Element], at: int,
        found: dict[str, Any], place: str, depth: int,
    ) -> int:  # fmt: skip
        if at < len(children):
            for each in group.particles:
                if self._takes(each, children[at]):
                    return self._particle(each, called, children, at, found, place, depth)
        if not may_be_empty(group):
            options = [local(each.name) for particle in group.particles for each in particle.elements()]
            self._tell(place, f"one of {', '.join(options[:10])} is missing")
        return at

    def _takes(self, particle: Particle, node: etree._Element) -> bool:
        """Return whether a particle may begin with an element."""
        term = particle.term
        if isinstance(term, Element):
            return self._standing(term, str(node.tag)).name == node.tag
        if isinstance(term, Wildcard):
            return term.allows(str(node.tag)[1:].rpartition("}")[0])
        for each in term.particles:
            if self._takes(each, node):
                return True
            empty = not each.min_occurs or (isinstance(each.term, ModelGroup) and may_be_empty(each.term))
            if term.compositor == "sequence" and not empty:
                return False
        return False

    def _standing(self, declared: Element, tag: str) -> Element:
        """Return the element with this name that may replace another one, or the other one."""
        if declared.name == tag or not declared.is_global:
            return declared
        return next((each for each in self._components.substitutes(declared) if each.name == tag), declared)

    def _tell(self, place: str, problem: str) -> None:
        if len(self.problems) < _MANY:
            self.problems.append(f"{place}: {problem}")


def _is_awaited(tag: str, called: dict[Particle, str], found: dict[str, Any]) -> bool:
    """Return whether an element that a wildcard could take is declared next to it, and still missing."""
    awaited = (name for each, name in called.items() if isinstance(each.term, Element) and each.term.name == tag)
    return any(name not in found for name in awaited)


def _elements(node: etree._Element) -> list[etree._Element]:
    return list(node.iterchildren("*"))


def _qualified(node: etree._Element, name: str) -> str:
    prefix, _, plain = name.strip().rpartition(":")
    namespace = node.nsmap.get(prefix or None)
    return f"{{{namespace}}}{plain}" if namespace else plain
