"""Check elements with lxml, which gets the schemas of a WSDL as one schema, if lxml can read them.

A WSDL may have several schemas with the same namespace, and lxml would read only the first. So each namespace becomes
one schema that includes them all, and they are read from memory.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from ....wire import forks
from ....wire.redact import is_secret
from ...schema.builtin import XSD
from ...schema.components import Element
from ...schema.documents import Schema
from ...schema.reader import Components
from ..xml_values import copied

_PLACE: Final = "soapclient-schema:"
_TYPED: Final = "urn:soapclient:typed"
_IMPORTS: Final = (XSD + "import", XSD + "include", XSD + "redefine")
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_XML_SCHEMA: Final = f"""<xs:schema xmlns:xs="{XSD[1:-1]}" targetNamespace="{_XML}">
    <xs:attribute name="lang" type="xs:string"/><xs:attribute name="base" type="xs:anyURI"/>
    <xs:attribute name="id" type="xs:ID"/>
    <xs:attribute name="space"><xs:simpleType><xs:restriction base="xs:NCName"><xs:enumeration value="default"/>
    <xs:enumeration value="preserve"/></xs:restriction></xs:simpleType></xs:attribute>
    <xs:attributeGroup name="specialAttrs"><xs:attribute ref="xml:base"/><xs:attribute ref="xml:lang"/>
    <xs:attribute ref="xml:space"/><xs:attribute ref="xml:id"/></xs:attributeGroup></xs:schema>"""
_ABOUT: Final = re.compile(r"Element '(?:\{[^}']*\})?([^']*)'(?:, attribute '[^']*')?:")
_MOST: Final = 10


class XmlSchema:
    """Checks elements against the schemas of a WSDL.

    Args:
        components: the schemas.
    """

    def __init__(self, components: Components) -> None:
        self._components = components
        self._lock = forks.lock()
        self._typed: dict[str, etree.XMLSchema | None] = {}
        self.reason = ""

    def problems(self, declared: Element, node: etree._Element) -> list[str] | None:
        """Return the first ten problems of an element; None if lxml cannot check it.

        Args:
            declared: its declaration.
            node: the element.
        """
        with self._lock:
            if declared.is_global:
                schema = self._schema
                checked = node
            else:
                name = declared.type.name
                if not name:
                    return None
                schema = self._of_type(name)
                checked = copied(node)
                checked.tag = f"{{{_TYPED}}}value"
            if schema is None:
                return None
            if schema.validate(checked):
                return []
            log: Any = schema.error_log
            return [_told(each) for each in itertools.islice(log, _MOST)]

    @functools.cached_property
    def _schema(self) -> etree.XMLSchema | None:
        return self._read("")

    def _of_type(self, name: str) -> etree.XMLSchema | None:
        if name not in self._typed:
            namespace, _, local = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
            prefix, said = ("t:", f' xmlns:t="{_quoted(namespace)}"') if namespace else ("", "")
            self._typed[name] = self._read(f'<xs:element name="value" nillable="true" type="{prefix}{local}"{said}/>')
        return self._typed[name]

    def _read(self, more: str) -> etree.XMLSchema | None:
        namespaces = [*self._documents.namespaces]
        imports = "".join(
            f'<xs:import schemaLocation="{_PLACE}{number}"{_attribute("namespace", each)}/>'
            for number, each in enumerate(namespaces)
        )
        text = f'<xs:schema xmlns:xs="{XSD[1:-1]}" targetNamespace="{_TYPED}">{imports}{more}</xs:schema>'
        parser = etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=True)
        parser.resolvers.add(self._documents)
        try:
            return etree.XMLSchema(etree.fromstring(text.encode(), parser, base_url=_PLACE + "all"))
        except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as exc:
            self.reason = " ".join(str(exc).split())[:300]
            return None

    @functools.cached_property
    def _documents(self) -> _Documents:
        return _Documents(self._components.places.schemas)


class _Documents(etree.Resolver):
    """The documents of the one schema: one for each namespace, and one for each schema."""

    def __init__(self, schemas: tuple[Schema, ...]) -> None:
        by_namespace: dict[str, list[Schema]] = defaultdict(list)
        for each in schemas:
            by_namespace[each.namespace].append(each)
        by_namespace.pop(XSD[1:-1], None)
        self.namespaces: list[str] = list(by_namespace)
        if _XML not in by_namespace:
            self.namespaces.append(_XML)
        self._texts: dict[str, bytes] = {}
        places = {each: f"{_PLACE}{number}" for number, each in enumerate(self.namespaces)}
        roots: dict[Any, str] = {}
        for namespace, place in places.items():
            if namespace == _XML and _XML not in by_namespace:
                self._texts[place] = _XML_SCHEMA.encode()
                continue
            inside = []
            for each in by_namespace[namespace]:
                if each.root not in roots:
                    roots[each.root] = f"{_PLACE}s{len(roots)}"
                    self._texts[roots[each.root]] = _rewritten(each.root, places)
                inside.append(f'<xs:include schemaLocation="{roots[each.root]}"/>')
            said = _attribute("targetNamespace", namespace)
            self._texts[place] = f'<xs:schema xmlns:xs="{XSD[1:-1]}"{said}>{"".join(inside)}</xs:schema>'.encode()

    def resolve(self, system_url: str, public_id: str, context: Any = None) -> Any:
        """Return a document; nothing is read from anywhere else."""
        return self.resolve_string(self._texts.get(system_url, b""), context, base_url=system_url)


def _rewritten(root: etree._Element, places: Mapping[str, str]) -> bytes:
    """Write a schema with imports from memory; what it includes is included next to it."""
    own = etree.fromstring(etree.tostring(root, encoding="utf-8"))
    imported = {(each.get("namespace") or "").strip() for each in own.iterchildren(XSD + "import")}
    for each in list(own.iterchildren(*_IMPORTS)):
        if each.tag != XSD + "redefine":
            own.remove(each)
    # A reference to a namespace that is not imported is a frequent mistake that most tools accept.
    own_namespace = (own.get("targetNamespace") or "").strip()
    used = {str(found) for each in own.iter() for found in each.nsmap.values()} | imported
    for number, namespace in enumerate(sorted((used & {*places}) - {own_namespace})):
        found = etree.Element(XSD + "import", schemaLocation=places[namespace])
        if namespace:
            found.set("namespace", namespace)
        own.insert(number, found)
    return etree.tostring(own, encoding="utf-8")


def _attribute(name: str, value: str) -> str:
    return f' {name}="{_quoted(value)}"' if value else ""


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _told(error: Any) -> str:
    text = " ".join(str(error.message).split()).replace(f"{{{_TYPED}}}", "")
    about = _ABOUT.match(text)
    if about and is_secret(about[1]):
        text = about[0] + " its value does not fit"
    return text if len(text) <= 300 else text[:297] + "..."
