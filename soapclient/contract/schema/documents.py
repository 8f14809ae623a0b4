"""Components and where they stand, and the place of each global component: its element, and the schema it counts to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import attrs
from lxml import etree

from ...errors import WsdlError
from .builtin import XSD

_TYPES: Final = "{http://schemas.xmlsoap.org/wsdl/}types"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_MOST_PREFIXES: Final = 1000
_INCLUDES: Final = (XSD + "include", XSD + "redefine")
_SORTS: Final = {
    XSD + "element": "element",
    XSD + "attribute": "attribute",
    XSD + "complexType": "type",
    XSD + "simpleType": "type",
    XSD + "group": "group",
    XSD + "attributeGroup": "attributeGroup",
}

# What an import or include of a document names: by the location of the document, and what it says.
Target = Callable[[str, str], "str | None"]


@attrs.frozen(eq=False, repr=False)
class Schema:
    """One schema, as it counts: one without a namespace counts as part of each schema that includes it.

    Attributes:
        root: its element.
        namespace: the namespace that it counts as.
        location: the location of its document.
    """

    root: etree._Element
    namespace: str
    location: str

    def name(self, local: str) -> str:
        """Return the name of a global component of it."""
        return f"{{{self.namespace}}}{local}" if self.namespace else local

    def qualified(self, node: etree._Element, sort: str) -> bool:
        """Tell whether the name of a local element or attribute has the namespace."""
        form = node.get("form") or self.root.get(f"{sort}FormDefault")
        return form == "qualified"

    def resolve(self, node: etree._Element, name: str) -> str:
        """Return the name that a reference at a node means.

        Raises:
            WsdlError: too many prefixes are declared there: they are gathered anew for each reference.
        """
        prefix, _, local = name.strip().rpartition(":")
        prefixes = node.nsmap
        if len(prefixes) > _MOST_PREFIXES:
            raise WsdlError(f"a schema declares more than {_MOST_PREFIXES:,} prefixes in one place")
        namespace = _XML if prefix == "xml" else prefixes.get(prefix or None) or ""
        if not namespace and not prefix:
            namespace = self.namespace if not self.root.get("targetNamespace") else ""
        return f"{{{namespace}}}{local}" if namespace else local


@attrs.frozen(eq=False, repr=False)
class Declared:
    """Where a component is declared.

    Attributes:
        node: its element.
        schema: its schema.
        original: what it redefines; None for what redefines nothing.
    """

    node: etree._Element
    schema: Schema
    original: Declared | None = None


class Places:
    """The global components of all schemas, by sort and name; the first of a name counts.

    Args:
        documents: the root elements of a WSDL's documents, by location; the WSDL is the first.
        target: what an include names.
    """

    def __init__(self, documents: Mapping[str, etree._Element], target: Target = lambda *_: None) -> None:
        self.schemas = tuple(_schemas(documents, target))
        self._found: dict[tuple[str, str], Declared] = {}
        for schema in self.schemas:
            for node in schema.root:
                if node.tag in _SORTS and node.get("name"):
                    key = _SORTS[node.tag], schema.name(node.get("name", "").strip())
                    self._found.setdefault(key, Declared(node, schema))
        for schema in self.schemas:
            for node in schema.root.iterfind(f"{XSD}redefine/*"):
                if node.tag in _SORTS and node.get("name"):
                    key = _SORTS[str(node.tag)], schema.name(node.get("name", "").strip())
                    self._found[key] = Declared(node, schema, self._found.get(key))

    def find(self, sort: str, name: str) -> Declared | None:
        """Return the place of a component: of an "element", "attribute", "type", "group" or "attributeGroup"."""
        return self._found.get((sort, name))

    def all(self, sort: str) -> Iterator[tuple[str, Declared]]:
        """List the components of a sort by name."""
        return ((name, place) for (kind, name), place in self._found.items() if kind == sort)


def _schemas(documents: Mapping[str, etree._Element], target: Target) -> Iterable[Schema]:
    """List the schemas of all documents, and those without a namespace for each namespace that includes them."""
    waiting: deque[Schema] = deque()
    for location, root in documents.items():
        roots = [root] if root.tag == XSD + "schema" else root.iterfind(f"{_TYPES}/{XSD}schema")
        for each in roots:
            waiting.append(Schema(each, (each.get("targetNamespace") or "").strip(), location))
    seen = {(each.root, each.namespace) for each in waiting}
    while waiting:
        schema = waiting.popleft()
        yield schema
        if not schema.namespace:
            continue
        for node in schema.root.iterchildren(*_INCLUDES):
            found = target(schema.location, node.get("schemaLocation") or "")
            included = None if found is None else documents.get(found)
            if included is None or included.tag != XSD + "schema" or included.get("targetNamespace"):
                continue
            if (included, schema.namespace) not in seen:
                seen.add((included, schema.namespace))
                waiting.append(Schema(included, schema.namespace, found or ""))
