"""What the schemas of a WSDL say and zeep does not keep: enumerated values, what is abstract or mixed."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast

from lxml import etree

from ...wire.safe_xml import local
from .vocabulary import WSDL, XSD

# A namespace and a local name.
Name = tuple[str, str]
# zeep calls a type without a name by the element that it is in: the second tells whether it has one of its own.
_Type = tuple[Name, bool]

_MARKED: Final = "descendant::*[@abstract or @mixed or @substitutionGroup]"


class Schemas:
    """The schemas of one WSDL and of all that it imports.

    Args:
        roots: the root elements of the documents.
    """

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._schemas = [
            schema
            for root in roots
            for schema in ([root] if root.tag == XSD + "schema" else root.iterfind(f"{WSDL}types/{XSD}schema"))
        ]

    @functools.cached_property
    def loose(self) -> frozenset[str]:
        """The names of the elements of choices that may be left out there: zeep takes all of a choice for such."""
        elements = (
            each for schema in self._schemas for choice in schema.iter(XSD + "choice") for each in choice.iterfind("*")
        )
        loose = (each for each in elements if not each.get("minOccurs", "1").strip(" 0"))
        return frozenset(each.get("name") or each.get("ref", "").rpartition(":")[2] for each in loose)

    def values(self, kind: Any) -> tuple[str, ...]:
        """List the values that zeep's simple type enumerates; none where types that zeep calls alike differ."""
        name = _name(kind)
        found = self._enumerations.get(name, set()) | self._enumerations.get(("", name[1]), set())
        return next(iter(found)) if len(found) == 1 else ()

    def caveats(self, element: Any) -> tuple[str, ...]:
        """List what of zeep's element cannot be said in full; see `Declaration.caveats`."""
        found = []
        if element.is_global and self._is_marked("abstract", "element", element):
            found.append("abstract")
        elif element.is_global and self._is_marked("head", "element", element):
            found.append("substituted")
        kind = element.type
        if kind.is_global and self._is_marked("abstract", "complexType", kind):
            found.append("abstract type")
        if self._is_marked("mixed" if kind.is_global else "mixed inside", "complexType", kind):
            found.append("mixed")
        return tuple(found)

    def _is_marked(self, mark: str, sort: str, what: Any) -> bool:
        """Return whether what zeep read is marked; a schema without a namespace has that of whoever includes it."""
        namespace, name = _name(what)
        marked = self._marks[mark, sort]
        return (namespace, name) in marked or (("", name) in marked and (sort, namespace, name) not in self._declared)

    @functools.cached_property
    def _marks(self) -> Mapping[tuple[str, str], set[Name]]:
        found: dict[tuple[str, str], set[Name]] = defaultdict(set)
        for schema, each in self._each(_MARKED):
            sort = local(each.tag)
            if _is_true(each.get("abstract")):
                found["abstract", sort].add(_own(schema, each))
            if _is_true(each.get("mixed")):
                kind, is_global = _holder(schema, each)
                found["mixed" if is_global else "mixed inside", "complexType"].add(kind)
            for head in each.get("substitutionGroup", "").split():
                found["head", sort].add(_resolved(each, head))
        return found

    @functools.cached_property
    def _declared(self) -> set[tuple[str, str, str]]:
        return {
            (sort, *_own(schema, each))
            for schema in self._schemas
            for sort in ("element", "complexType")
            for each in schema.iterfind(XSD + sort)
        }

    @functools.cached_property
    def _enumerations(self) -> Mapping[Name, set[tuple[str, ...]]]:
        found: dict[Name, set[tuple[str, ...]]] = defaultdict(set)
        for schema in self._schemas:
            for kind in schema.iter(XSD + "simpleType"):
                above = kind.getparent()
                name = kind.get("name") or (above.get("name") if above is not None else None) or "Anonymous"
                values = kind.iterfind(f"{XSD}restriction/{XSD}enumeration")
                found[schema.get("targetNamespace", ""), name].add(tuple(each.get("value", "") for each in values))
        return found

    def _each(self, path: str) -> Iterator[tuple[etree._Element, etree._Element]]:
        for schema in self._schemas:
            for each in cast("list[etree._Element]", schema.xpath(path)):
                yield schema, each


def _name(what: Any) -> Name:
    name = getattr(what, "qname", None)
    return ("", "") if name is None else (name.namespace or "", name.localname)


def _own(schema: etree._Element, element: etree._Element) -> Name:
    return schema.get("targetNamespace", ""), element.get("name", "")


def _holder(schema: etree._Element, element: etree._Element) -> _Type:
    """Name the complex type that an element of a schema is, or is in, as zeep does."""
    kind = next((each for each in (element, *element.iterancestors()) if each.tag == XSD + "complexType"), None)
    if kind is None:
        return ("", ""), False
    above = kind.getparent()
    is_global = above is schema
    return _own(schema, kind if is_global or above is None else above), is_global


def _resolved(element: etree._Element, name: str) -> Name:
    prefix, _, rest = name.strip().rpartition(":")
    return element.nsmap.get(prefix or None) or "", rest


def _is_true(text: str | None) -> bool:
    return (text or "").strip() in ("true", "1")
