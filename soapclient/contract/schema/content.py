"""The content of complex types: content models and attributes."""

from __future__ import annotations

import abc
import itertools
from collections.abc import Collection, Iterator
from typing import Final, Literal

from lxml import etree

from ...errors import WsdlError
from . import facets
from .builtin import ANY_TYPE, ENCODING, XSD
from .components import Attribute, ComplexType, Content, Element, ModelGroup, Particle, SimpleType, Type, Wildcard
from .documents import Declared, Places, Schema

TRUE: Final = ("true", "1")
_DEEPEST: Final = 200
_ANNOTATION: Final = XSD + "annotation"
_DOCUMENTATION: Final = XSD + "documentation"
_MOST: Final = 50_000  # particles of one type: a few groups that name each other twice mean millions
_WSDL: Final = "{http://schemas.xmlsoap.org/wsdl/}"
_GROUPS: Final[dict[str, Literal["sequence", "choice", "all"]]] = {
    XSD + "sequence": "sequence",
    XSD + "choice": "choice",
    XSD + "all": "all",
}
# What stands in a type beside its content model.
_BESIDE: Final = frozenset(
    XSD + name
    for name in ("annotation", "attribute", "attributeGroup", "anyAttribute", "simpleContent", "complexContent")
) | {*(XSD + name for name in ("assert", "openContent", "simpleType")), *facets.FACETS}
_PARTICLES: Final = frozenset({*_GROUPS, XSD + "element", XSD + "any", XSD + "group"})


class ContentReader(abc.ABC):
    """Reads what is inside complex types; the types and elements in there are for a subclass to read.

    Args:
        places: where the global components are declared.
    """

    def __init__(self, places: Places) -> None:
        self.places = places

    @abc.abstractmethod
    def local_element(self, node: etree._Element, schema: Schema) -> Element:
        """Return the element that is declared or referred to at a node."""

    @abc.abstractmethod
    def type_at(self, place: Declared, name: str) -> Type:
        """Return the type that is declared at a place."""

    @abc.abstractmethod
    def simple_named(self, node: etree._Element, schema: Schema, name: str | None) -> SimpleType:
        """Return the simple type that a node names, or that is declared in it."""

    def content_of(self, place: Declared, derivation: etree._Element | None, kind: ComplexType) -> Content:
        """Read what is inside a complex type, that of its base types included.

        Args:
            place: where it is declared.
            derivation: the element that says what it is derived from; None where it is not derived.
            kind: the type.

        Raises:
            WsdlError: a component that it names is missing.
        """
        schema = place.schema
        node = place.node if derivation is None else derivation
        own = self._attributes(node, schema)
        mixed = any(
            each.get("mixed", "").strip() in TRUE
            for each in (place.node, *place.node.iterchildren(XSD + "complexContent"))
        )
        particle = self._model(node, schema)
        if derivation is None:
            return Content(particle=particle, attributes=own[0], any_attribute=own[1], mixed=mixed)
        base = kind.base
        if isinstance(base, SimpleType):
            return Content(simple=base, attributes=own[0], any_attribute=own[1])
        if base is None or (kind.derivation == "restriction" and base.name == ANY_TYPE):
            return Content(particle=particle, attributes=own[0], any_attribute=own[1], mixed=mixed)
        above = base.content
        attributes = _overridden(above.attributes, own[0], _prohibited(node, schema))
        if kind.derivation == "restriction":
            simple = above.simple
            if simple is not None:
                inner = node.find(XSD + "simpleType")
                if inner is not None:
                    simple = as_simple(self.type_at(Declared(inner, schema), ""))
                simple = facets.narrowed(simple, node)
            if particle is None and any(each.array_type for each in own[0]):
                particle = above.particle
            return Content(simple=simple, particle=particle, attributes=attributes, any_attribute=own[1], mixed=mixed)
        if above.particle is not None and particle is not None:
            particle = Particle(ModelGroup(compositor="sequence", particles=(above.particle, particle)))
        return Content(
            simple=above.simple,
            particle=particle or above.particle,
            attributes=attributes,
            any_attribute=own[1] or above.any_attribute,
            mixed=mixed or above.mixed,
        )

    # Particles

    def _model(self, node: etree._Element, schema: Schema) -> Particle | None:
        for child in _known(node, _BESIDE):
            return self._particle(child, schema, 0, itertools.count(1))
        return None

    def _particle(self, node: etree._Element, schema: Schema, depth: int, counted: Iterator[int]) -> Particle | None:
        """Read a particle; None for one that may not occur."""
        if depth > _DEEPEST:
            raise WsdlError("a model group contains itself, or groups are nested too deeply")
        if next(counted) > _MOST:
            raise WsdlError(f"a type has more than {_MOST:,} elements and groups in it, counted each time")
        least, most = _occurs(node, "minOccurs", 1), _occurs(node, "maxOccurs", 1)
        if most == 0:
            return None
        if node.tag == XSD + "element":
            return Particle(self.local_element(node, schema), least or 0, most)
        if node.tag == XSD + "any":
            return Particle(_wildcard(node, schema), least or 0, most)
        if node.tag == XSD + "group":
            place = self.places.find("group", schema.resolve(node, node.get("ref", "")))
            if place is None:
                raise WsdlError(f"no schema declares the group {node.get('ref', '')!r}")
            model = self._group_model(place, depth, counted)
            if model is None:
                return None
            if (model.min_occurs, model.max_occurs) == (1, 1):
                return Particle(model.term, least or 0, most)
            return Particle(ModelGroup(compositor="sequence", particles=(model,)), least or 0, most)
        children = (self._particle(each, schema, depth + 1, counted) for each in _known(node, (_ANNOTATION,)))
        group = ModelGroup(
            compositor=_GROUPS[str(node.tag)], particles=tuple(each for each in children if each is not None)
        )
        return Particle(group, least or 0, most)

    def _group_model(self, place: Declared, depth: int, counted: Iterator[int]) -> Particle | None:
        child = next((each for each in place.node if each.tag in _GROUPS), None)
        return None if child is None else self._particle(child, place.schema, depth + 1, counted)

    # Attributes

    def _attributes(self, node: etree._Element, schema: Schema) -> tuple[tuple[Attribute, ...], Wildcard | None]:
        found: dict[str, Attribute] = {}
        anything: Wildcard | None = None
        for child, where in self._attribute_nodes(node, schema, frozenset(), set()):
            if child.tag == XSD + "anyAttribute":
                anything = anything or _wildcard(child, where)
            elif child.get("use") != "prohibited":
                attribute = self._attribute(child, where)
                found.setdefault(attribute.name, attribute)
        return tuple(found.values()), anything

    def _attribute_nodes(
        self, node: etree._Element, schema: Schema, around: frozenset[str], seen: set[str]
    ) -> Iterator[tuple[etree._Element, Schema]]:
        """List the attributes declared at a node, those of each attribute group once.

        Args:
            node: the node.
            schema: the schema that it stands in.
            around: the attribute groups that it is in: one of them inside itself is what it redefines.
            seen: all that were met.
        """
        for child in node:
            if child.tag in (XSD + "attribute", XSD + "anyAttribute"):
                yield child, schema
            elif child.tag == XSD + "attributeGroup" and child.get("ref"):
                name = schema.resolve(child, child.get("ref", ""))
                place = self.places.find("attributeGroup", name)
                if place is None:
                    raise WsdlError(f"no schema declares the attribute group {shown(name)}")
                if name not in seen:
                    seen.add(name)
                    yield from self._attribute_nodes(place.node, place.schema, around | {name}, seen)
                elif name in around and place.original is not None:
                    original = place.original
                    yield from self._attribute_nodes(original.node, original.schema, around - {name}, seen)

    def _attribute(self, node: etree._Element, schema: Schema) -> Attribute:
        declared, where, name = node, schema, ""
        ref = node.get("ref")
        if ref:
            name = schema.resolve(node, ref)
            place = self.places.find("attribute", name)
            if place is not None:
                declared, where = place.node, place.schema
            elif not name.startswith(("{http://www.w3.org/XML/1998/namespace}", *ENCODING)):
                raise WsdlError(f"no schema declares the attribute {shown(name)}")
        else:
            local = (node.get("name") or "").strip()
            name = schema.name(local) if schema.qualified(node, "attribute") else local
        array = node.get(_WSDL + "arrayType") or ""
        value, _, dimensions = array.partition("[")
        return Attribute(
            name=name,
            type=self.simple_named(declared, where, declared.get("type")),
            required=node.get("use") == "required",
            default=node.get("default", declared.get("default")),
            fixed=node.get("fixed", declared.get("fixed")),
            array_type=f"{schema.resolve(node, value)}[{dimensions}" if array else "",
            documentation=documentation(node) or documentation(declared),
        )


def shown(name: str) -> str:
    """Write the name of a component for a message."""
    return repr(name) if len(name) <= 200 else repr(name[:197] + "...")


def documentation(node: etree._Element) -> str:
    """Return the documentation of a component, in one line; its annotation is its first element."""
    for child in node:
        if child.tag == _ANNOTATION:
            texts = (text for each in child.iterchildren(_DOCUMENTATION) for text in each.itertext())
            return " ".join(" ".join(map(str, texts)).split())
        if isinstance(child.tag, str):
            break
    return ""


def as_simple(kind: Type) -> SimpleType:
    """Return a type that has to be simple.

    Raises:
        WsdlError: it is not.
    """
    if isinstance(kind, SimpleType):
        return kind
    raise WsdlError(f"{shown(kind.name)} is not a simple type, but one is required")


def _known(node: etree._Element, beside: Collection[str]) -> Iterator[etree._Element]:
    """List the particles at a node.

    Raises:
        WsdlError: it has another XSD element: its meaning is unknown, and leaving it out would lose it.
    """
    for child in node.iterchildren("*"):
        if child.tag in _PARTICLES:
            yield child
        elif str(child.tag).startswith(XSD) and child.tag not in beside:
            raise WsdlError(f"a schema has {shown(str(child.tag))} where XSD has no such element")


def _occurs(node: etree._Element, name: str, default: int) -> int | None:
    text = (node.get(name) or "").strip()
    if text == "unbounded":
        return None
    found = facets.count(text)
    return default if found is None else found


def _wildcard(node: etree._Element, schema: Schema) -> Wildcard:
    return Wildcard(
        namespaces=" ".join((node.get("namespace") or "##any").split()),
        process=node.get("processContents") or "strict",
        target=schema.namespace,
    )


def _prohibited(node: etree._Element, schema: Schema) -> frozenset[str]:
    found = []
    for child in node.iterchildren(XSD + "attribute"):
        if child.get("use") == "prohibited":
            local = (child.get("name") or "").strip()
            qualified = schema.qualified(child, "attribute")
            ref = child.get("ref")
            found.append(schema.resolve(child, ref) if ref else schema.name(local) if qualified else local)
    return frozenset(found)


def _overridden(
    above: tuple[Attribute, ...], own: tuple[Attribute, ...], prohibited: frozenset[str]
) -> tuple[Attribute, ...]:
    found = {each.name: each for each in above if each.name not in prohibited}
    found.update({each.name: each for each in own})
    return tuple(found.values())
