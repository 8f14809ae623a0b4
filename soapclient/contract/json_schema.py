"""Requests and answers as JSON Schema, 2020-12, with the names of arguments and records.

Decimals are text, which keeps all digits, or numbers; types that JSON lacks are text in XSD form, bytes are base64, and
XML is text. A type that another may replace, named by "xsi:type", is one of several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import attrs

from ..errors import UnknownOperation, WsdlError
from .codec.json_values import jsonable
from .codec.sampling.facet_check import value_of
from .json_presence import presence
from .json_simple import built_in, lengths
from .schema.builtin import ANY_TYPE
from .schema.components import (
    Attribute,
    ComplexType,
    Element,
    ModelGroup,
    Particle,
    SimpleType,
    Type,
)  # fmt: skip
from .schema.members import local, members, names
from .spelling import nearest

if TYPE_CHECKING:
    from .contract import Contract
    from .schema.reader import Components
    from .wsdl.bound import BoundMessage, BoundOperation

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_XML: Final = {"type": "string", "contentMediaType": "application/xml"}


def json_schema(contract: Contract, operation: str | None = None) -> dict[str, Any]:
    """Describe requests and answers as JSON Schema.

    Args:
        contract: the contract.
        operation: the operation; None for all, by name.

    Returns:
        The schema: an object with "request", "answer" and "faults" by name; for all operations, one of these for each.
        If several port types have an operation with the same name, the later ones are named "PortType.Name". An
        operation that cannot be described allows nothing, and its description says why.

    Raises:
        UnknownOperation: the contract does not have the operation.
        WsdlError: the operation cannot be described.
    """
    found = _operations(contract)
    writer = _Writer(contract.definitions.schemas)
    if operation is not None:
        name = contract.python_names.get(operation, operation)
        if name not in found:
            raise UnknownOperation(operation, nearest(operation, list(found)))
        return {"$schema": DIALECT, "title": name, **writer.operation(found[name]), "$defs": writer.definitions}
    properties: dict[str, Any] = {}
    for name, each in found.items():
        try:
            properties[name] = writer.operation(each)
        except WsdlError as exc:
            properties[name] = _undescribed(exc)
    return {"$schema": DIALECT, "type": "object", "properties": properties, "$defs": writer.definitions}


def _operations(contract: Contract) -> dict[str, BoundOperation]:
    """Return the operations by name; a name that an earlier port type has becomes "PortType.Name"."""
    found: dict[str, BoundOperation] = {}
    for binding in contract.definitions.bindings.values():
        for name, each in binding.operations.items():
            known = found.setdefault(name, each)
            if known.port_type != each.port_type:
                found.setdefault(f"{local(each.port_type)}.{name}", each)
    return found


class _Writer:
    """Writes the schemas of types, each once.

    Args:
        components: the schemas of the WSDL.

    Attributes:
        definitions: the definitions so far, by name.
    """

    def __init__(self, components: Components) -> None:
        self._components = components
        self._names: dict[Type, str] = {}
        self._waiting: list[Type] = []
        # Whether elements may replace others, so each type may belong to one.
        self._stands = any(each.node.get("substitutionGroup") for _, each in components.places.all("element"))
        self.definitions: dict[str, Any] = {}

    def operation(self, bound: BoundOperation) -> dict[str, Any]:
        """Describe one operation.

        Raises:
            WsdlError: a component is missing.
        """
        properties: dict[str, Any] = {
            "request": {"not": {}} if bound.input is None else self._request(bound.input),
            "answer": {"type": "null"} if bound.output is None else self._answer(bound.output),
        }
        faults = {each.name: self._element(each.element) for each in bound.faults}
        if faults:
            properties["faults"] = {"type": "object", "properties": faults}
        said = {"description": bound.documentation} if bound.documentation else {}
        self.finish()
        return {**said, "type": "object", "properties": properties, "additionalProperties": False}

    def _request(self, message: BoundMessage) -> dict[str, Any]:
        inside = _inside(message)
        if inside is not None:
            found = self._complex(inside, {})
        else:
            elements = message.elements
            found = {
                "type": "object",
                "properties": {local(each.name): self._element(each) for each in elements},
                "required": [local(each.name) for each in elements],
                "additionalProperties": False,
            }
        for each in message.headers:
            found["properties"].setdefault(each.name, self._element(each.element))
        return found

    def _answer(self, message: BoundMessage) -> dict[str, Any]:
        inside = _inside(message)
        if inside is None:
            one = message.elements[0] if len(message.elements) == 1 else None
            return self._request(_without_headers(message)) if one is None else self._element(one)
        within = members(inside)
        if not within:
            return {"type": "null"}
        alone = within[0]
        if len(within) > 1 or inside.content.mixed or isinstance(alone.what, Attribute):
            return self._complex(inside, {})
        found = self._complex(inside, {})["properties"][alone.name]
        return found if not alone.optional or alone.max_occurs != 1 else {"anyOf": [found, {"type": "null"}]}

    # Elements and types

    def _element(self, declared: Element) -> dict[str, Any]:
        if declared.abstract:
            found: dict[str, Any] = {"anyOf": list(self._others(declared))}
        else:
            others = list(self._others(declared))
            found = self._type(declared.type, declared.name)
            found = {"anyOf": [found, *others]} if others else dict(found)
        if declared.nillable:
            found = {"anyOf": [found, {"type": "null"}]}
        return {**found, **self._said(declared, declared.type)}

    def _others(self, declared: Element) -> Iterator[dict[str, Any]]:
        """List the elements that may replace an element, each named by "xsi:element"."""
        for each in self._components.substitutes(declared) if declared.is_global else ():
            named = {"xsi:element": {"enum": [each.name, local(each.name)]}}
            kind = each.type
            if isinstance(kind, SimpleType):
                value = self._type(kind, each.name)
                properties = {**named, "_value_1": value}
                yield {"type": "object", "properties": properties, "required": list(properties)}
            else:
                yield {"allOf": [self._ref(kind, each.name), {"properties": named, "required": ["xsi:element"]}]}

    def _said(self, declared: Element | Attribute, kind: Type) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if declared.documentation:
            found["description"] = declared.documentation
        simple = kind if isinstance(kind, SimpleType) else None
        for word, text in (("const", declared.fixed), ("default", declared.default)):
            if text is not None and simple is not None and word == "default":
                found[word] = _plain(value_of(simple, text))
            elif text is not None and simple is not None:
                found["enum"] = list(dict.fromkeys([_plain(value_of(simple, text)), text]))
        return found

    def _type(self, kind: Type, word: str) -> dict[str, Any]:
        if isinstance(kind, SimpleType):
            return self._simple(kind)
        if kind.name == ANY_TYPE:
            return {"description": "any value, or XML as text"}
        if kind.item:
            return {"type": "array", "items": self._type(self._components.type(kind.item), word)}
        others = [self._components.type(name) for name in self._components.concrete(kind)]
        own = [] if kind.abstract else [self._ref(kind, word)]
        named = [{"allOf": [self._ref(each, word), {"required": ["xsi:type"]}]} for each in others]
        found = [*own, *named]
        return found[0] if len(found) == 1 else {"anyOf": found} if found else {"not": {}}

    def _ref(self, kind: Type, word: str) -> dict[str, Any]:
        if kind not in self._names:
            name = base = local(kind.name or word)
            number = 1
            while name in self.definitions:
                number += 1
                name = f"{base}.{number}"
            self._names[kind] = name
            self.definitions[name] = {}
            self._waiting.append(kind)
        return {"$ref": f"#/$defs/{_pointer(self._names[kind])}"}

    def finish(self) -> None:
        """Write the definitions that are referenced and not yet written."""
        while self._waiting:
            kind = self._waiting.pop()
            name = self._names[kind]
            try:
                self.definitions[name] = self._defined(kind)
            except WsdlError as exc:
                self.definitions[name] = _undescribed(exc)

    def _defined(self, kind: Type) -> dict[str, Any]:
        if isinstance(kind, SimpleType):
            return self._restricted(kind)
        said: dict[str, Any] = {"xsi:type": {"enum": [kind.name, local(kind.name)]}} if kind.name else {}
        if self._stands:
            said["xsi:element"] = {"type": "string"}
        found = self._complex(kind, said)
        if kind.content.simple is not None and not any(
            isinstance(each.what, Attribute) and each.what.required for each in members(kind)
        ):
            return {"anyOf": [self._simple(kind.content.simple), found]}
        return found

    def _complex(self, kind: ComplexType, more: Mapping[str, Any]) -> dict[str, Any]:
        found = self._object(kind)
        found["properties"] = {**more, **found["properties"]}
        if kind.documentation:
            found = {"description": kind.documentation, **found}
        return found

    def _object(self, kind: ComplexType | ModelGroup) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        required: list[str] = []
        for each in members(kind):
            what = each.what
            if isinstance(what, Attribute):
                properties[each.name] = {**self._simple(what.type), **self._said(what, what.type)}
                if what.required:
                    required.append(each.name)
                continue
            if isinstance(what, SimpleType):
                properties[each.name] = self._simple(what)
                required.append(each.name)
                continue
            if isinstance(what, Element):
                try:
                    one = self._element(what)
                except WsdlError as exc:
                    one = _undescribed(exc)
            elif isinstance(what, ModelGroup):
                one = self._object(what)
            elif each.particle is None:
                properties[each.name] = {"type": "object"}
                continue
            else:
                one = dict(_XML)
            if each.max_occurs != 1:
                one = {"type": "array", "items": one}
                if each.max_occurs is not None:
                    one["maxItems"] = each.max_occurs
                if each.min_occurs and not each.optional:
                    one["minItems"] = each.min_occurs
            properties[each.name] = one
        found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
        if required:
            found["required"] = required
        root = Particle(kind) if isinstance(kind, ModelGroup) else kind.content.particle
        wanted = {} if root is None else presence(root, names(kind))
        more = wanted.pop("required", [])
        if more:
            found["required"] = list(dict.fromkeys([*required, *more]))
        return {**found, **wanted}

    # Simple types

    def _simple(self, kind: SimpleType) -> dict[str, Any]:
        if kind.name and not kind.name.startswith("{http://www.w3.org/2001/XMLSchema}"):
            return self._ref(kind, kind.name)
        return self._restricted(kind)

    def _restricted(self, kind: SimpleType) -> dict[str, Any]:
        facets = kind.facets
        said = {"description": kind.documentation} if kind.documentation else {}
        if kind.variety == "union":
            return {**said, "anyOf": [self._simple(each) for each in kind.members] or [{}]}
        if kind.variety == "list":
            found: dict[str, Any] = {**said, "type": "array"}
            if kind.item is not None:
                found["items"] = self._simple(kind.item)
            return {**found, **lengths(facets, "minItems", "maxItems")}
        if facets.enumeration:
            values = [each for text in facets.enumeration for each in (_plain(value_of(kind, text)), text)]
            unique = [each for at, each in enumerate(values) if not any(_same(each, one) for one in values[:at])]
            return {**said, "enum": unique}
        return {**said, **built_in(kind.builtin, facets)}


def _undescribed(problem: WsdlError) -> dict[str, Any]:
    return {"not": {}, "description": f"It cannot be described: {problem}"}


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _inside(message: BoundMessage) -> ComplexType | None:
    """Return the type of the only element of a message, if its content is the argument or result."""
    kind = message.elements[0].type if len(message.elements) == 1 else None
    return kind if isinstance(kind, ComplexType) and kind.name != ANY_TYPE and not kind.item else None


def _without_headers(message: BoundMessage) -> BoundMessage:
    return attrs.evolve(message, headers=())


def _plain(value: Any) -> Any:
    """Return a default or fixed value as JSON."""
    return jsonable(value)


def _pointer(name: str) -> str:
    return quote(name.replace("~", "~0").replace("/", "~1"), safe="~.-_")
