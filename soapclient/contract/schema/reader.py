"""Components read from schemas, each when it is first asked for."""

from __future__ import annotations

import contextlib
import functools
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, Literal

from lxml import etree

from ...errors import WsdlError
from ...wire import forks
from . import facets
from .builtin import ANY_SIMPLE, ANY_TYPE, BUILTIN, ENCODING, XSD, any_type
from .components import ComplexType, Content, Element, SimpleType, Type
from .content import TRUE, ContentReader, as_simple, documentation, shown
from .documents import Declared, Places, Schema

_LARGEST: Final = 1000  # types that a union is made of
_DERIVATIONS: Final = (XSD + "extension", XSD + "restriction")


class Components(ContentReader):
    """The components of all schemas of one WSDL.

    Args:
        places: where the global ones are declared.
    """

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self._lock = forks.recursive_lock()
        self._elements: dict[etree._Element, dict[str, Element]] = defaultdict(dict)
        self._types: dict[tuple[etree._Element, str], Type] = {}
        self._reading: list[etree._Element] = []
        self._any = any_type()
        forks.renewed(self)

    def after_fork(self) -> None:
        """Forget what a thread of the parent was reading."""
        self._reading.clear()

    @contextlib.contextmanager
    def _once(self, node: etree._Element, name: str) -> Iterator[None]:
        """Read what is declared at a node, which must not be what is being read already."""
        if node in self._reading:
            raise WsdlError(f"the type {shown(name)} is derived from itself")
        self._reading.append(node)
        try:
            yield
        finally:
            self._reading.remove(node)

    def element(self, name: str) -> Element:
        """Return a global element.

        Raises:
            WsdlError: it does not exist.
        """
        place = self.places.find("element", name)
        if place is None and name == XSD + "schema":  # .NET describes a DataSet so: its schema is a part of the answer
            return Element(name=name, type=lambda: self._any, is_global=True)
        if place is None:
            raise WsdlError(f"no schema declares the element {shown(name)}")
        return self._element(place.node, place.schema, is_global=True)

    def has_type(self, name: str) -> bool:
        """Tell whether there is a type of this name."""
        return name in BUILTIN or name == ANY_TYPE or _encoded(name) is not None or self._place_of(name) is not None

    def type(self, name: str) -> Type:
        """Return a global or built-in type.

        Raises:
            WsdlError: it does not exist, or cannot be read.
        """
        if name in BUILTIN:
            return BUILTIN[name]
        if name == ANY_TYPE:
            return self._any
        place = self._place_of(name)
        if place is None:
            encoded = _encoded(name)
            if encoded is not None:
                return encoded
            raise WsdlError(f"no schema declares the type {shown(name)}")
        return self.type_at(place, name)

    def _place_of(self, name: str) -> Declared | None:
        return self.places.find("type", name)

    def substitutes(self, element: Element) -> tuple[Element, ...]:
        """List the elements that may replace an element: the concrete ones of its substitution group."""
        found: dict[str, Element] = {}
        waiting = list(self._substituted.get(element.name, ()))
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = self.element(name)
                waiting += self._substituted.get(name, ())
        return tuple(each for each in found.values() if not each.abstract)

    def is_head(self, name: str) -> bool:
        """Tell whether another element may be substituted for one."""
        return name in self._substituted

    def derived(self, name: str) -> tuple[str, ...]:
        """List the names of the types that are derived from a type, at whatever distance; nearer ones first."""
        found: dict[str, None] = {}
        waiting = list(self._derivations.get(name, ()))
        while waiting:
            each = waiting.pop(0)
            if each not in found:
                found[each] = None
                waiting += self._derivations.get(each, ())
        return tuple(found)

    def derives(self, name: str, base: str) -> bool:
        """Tell whether a type is another one, or derived from it."""
        return name == base or base == ANY_TYPE or name in self.derived(base)

    def concrete(self, kind: Type) -> tuple[str, ...]:
        """List the names of the types that `xsi:type` may name instead of a type."""
        names = self.derived(kind.name) if kind.name and kind.name != ANY_TYPE else ()
        return tuple(name for name in names if not getattr(self.type(name), "abstract", False))

    @functools.cached_property
    def _substituted(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, place in self.places.all("element"):
            for head in (place.node.get("substitutionGroup") or "").split():
                found[place.schema.resolve(place.node, head)].append(name)
        return found

    @functools.cached_property
    def _derivations(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, place in self.places.all("type"):
            derivation = _derivation(place.node)
            base = None if derivation is None else derivation.get("base")
            if base:
                found[place.schema.resolve(place.node if derivation is None else derivation, base)].append(name)
        return found

    # Elements

    def local_element(self, node: etree._Element, schema: Schema) -> Element:
        """Return the element that is declared or referred to at a node."""
        return self._element(node, schema)

    def _element(self, node: etree._Element, schema: Schema, *, is_global: bool = False) -> Element:
        ref = node.get("ref")
        if ref:
            return self.element(schema.resolve(node, ref))
        known = self._elements[node]
        if schema.namespace not in known:
            local = (node.get("name") or "").strip()
            qualified = is_global or schema.qualified(node, "element")
            head = node.get("substitutionGroup")
            known[schema.namespace] = Element(
                name=schema.name(local) if qualified else local,
                type=functools.partial(self._type_of, node, schema, head),
                nillable=node.get("nillable", "").strip() in TRUE,
                abstract=node.get("abstract", "").strip() in TRUE,
                default=node.get("default"),
                fixed=node.get("fixed"),
                is_global=is_global,
                substitutes=schema.resolve(node, head.split()[0]) if head and head.split() else "",
                documentation=documentation(node),
            )
        return known[schema.namespace]

    def _type_of(self, node: etree._Element, schema: Schema, head: str | None = None) -> Type:
        name = node.get("type")
        if name:
            return self.type(schema.resolve(node, name))
        inside = next(node.iterchildren(XSD + "complexType", XSD + "simpleType"), None)
        if inside is not None:
            return self.type_at(Declared(inside, schema), "")
        if head and head.split():
            return self.element(schema.resolve(node, head.split()[0])).type
        return self._any

    # Types

    def type_at(self, place: Declared, name: str) -> Type:
        """Return the type that is declared at a place, read once."""
        key = place.node, place.schema.namespace
        found = self._types.get(key)
        if found is None:
            with self._lock:
                found = self._types.get(key)
                if found is None:
                    is_complex = place.node.tag == XSD + "complexType"
                    found = self._complex(place, name) if is_complex else self._simple_type(place, name)
                    self._types[key] = found
        return found

    def _simple_type(self, place: Declared, name: str) -> SimpleType:
        node, schema = place.node, place.schema
        with self._once(node, name):
            said = documentation(node)
            for child in node:
                if child.tag == XSD + "restriction":
                    base = self._simple_base(child, place, name)
                    narrowed = facets.read(child, base.facets)
                    return SimpleType(
                        name=name, builtin=base.builtin, variety=base.variety, base=base, item=base.item,
                        members=base.members, facets=narrowed, documentation=said, size=base.size,
                    )  # fmt: skip
                if child.tag == XSD + "list":
                    item = self.simple_named(child, schema, child.get("itemType"))
                    return SimpleType(
                        name=name, builtin="list", variety="list", base=ANY_SIMPLE, item=item, documentation=said,
                        size=item.size,
                    )  # fmt: skip
                if child.tag == XSD + "union":
                    names = (child.get("memberTypes") or "").split()
                    members = [self.simple_named(child, schema, each) for each in names]
                    inside = child.iterchildren(XSD + "simpleType")
                    members += [as_simple(self.type_at(Declared(each, schema), "")) for each in inside]
                    size = 1 + sum(each.size for each in members)
                    if size > _LARGEST:
                        problem = f"has more than {_LARGEST:,} members, counted each time"
                        raise WsdlError(f"the union {shown(name)} {problem}")
                    return SimpleType(
                        name=name, builtin="union", variety="union", base=ANY_SIMPLE, members=tuple(members),
                        facets=facets.PRESERVED, documentation=said, size=size,
                    )  # fmt: skip
        raise WsdlError(f"the simple type {shown(name)} says nothing")

    def _simple_base(self, node: etree._Element, place: Declared, name: str) -> SimpleType:
        base = node.get("base")
        if base and place.original is not None and place.schema.resolve(node, base) == name:
            return as_simple(self.type_at(place.original, ""))
        return self.simple_named(node, place.schema, base)

    def simple_named(self, node: etree._Element, schema: Schema, name: str | None) -> SimpleType:
        """Return the simple type that a node names, or that is declared in it."""
        if name:
            return as_simple(self.type(schema.resolve(node, name)))
        inside = node.find(XSD + "simpleType")
        return ANY_SIMPLE if inside is None else as_simple(self.type_at(Declared(inside, schema), ""))

    def _complex(self, place: Declared, name: str) -> ComplexType:
        derivation = _derivation(place.node)
        base_name = ""
        if derivation is not None and derivation.get("base"):
            base_name = place.schema.resolve(derivation, derivation.get("base", ""))
        extends = derivation is not None and derivation.tag == XSD + "extension"
        how: Literal["extension", "restriction"] = "extension" if extends else "restriction"
        found: ComplexType

        def base() -> Type | None:
            if place.original is not None and base_name == name:
                return self.type_at(place.original, "")
            return self.type(base_name or ANY_TYPE)

        def content() -> Content:
            with self._lock, self._once(place.node, name):
                return self.content_of(place, derivation, found)

        found = ComplexType(
            name=name,
            base=base,
            content=content,
            abstract=place.node.get("abstract", "").strip() in TRUE,
            derivation=how,
            base_name=base_name or ANY_TYPE,
            documentation=documentation(place.node),
        )
        return found


def _derivation(node: etree._Element) -> etree._Element | None:
    for content in node.iterchildren(XSD + "complexContent", XSD + "simpleContent"):
        return next(content.iterchildren(*_DERIVATIONS), None)
    return next(node.iterchildren(XSD + "restriction"), None) if node.tag == XSD + "simpleType" else None


def _encoded(name: str) -> Type | None:
    """Return a type of SOAP's encoding that stands for a built-in one."""
    for namespace in ENCODING:
        if name.startswith(namespace):
            local = name[len(namespace) :]
            if local == "base64":
                return BUILTIN[XSD + "base64Binary"]
            if local in ("Array", "Struct"):
                return any_type()
            return BUILTIN.get(XSD + local)
    return None
