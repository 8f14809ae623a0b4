"""Which components of the schemas of a WSDL its messages lead to."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lxml import etree

from . import standard
from .gather import schemas_in
from .sources import Sources
from .vocabulary import XSD

# A sort of component, a namespace and a name.
Key = tuple[str, str, str]

_SORTS: Final = {
    **{XSD + sort: sort for sort in ("element", "attribute", "group", "attributeGroup")},
    **{XSD + sort: "type" for sort in ("complexType", "simpleType")},
}
_TYPES: Final = ("type", "base", "itemType", "memberTypes")
_DERIVED: Final = tuple(f"{XSD}complexContent/{XSD}{how}" for how in ("extension", "restriction"))


class CountedSchema(NamedTuple):
    """A schema as it counts: one without a namespace counts as part of each that includes it."""

    location: str
    root: etree._Element
    namespace: str


def counted(sources: Sources) -> Iterator[CountedSchema]:
    """List the schemas of all documents, each once for each namespace that it counts as."""
    documents = dict(sources.documents)
    waiting = deque(
        CountedSchema(location, schema, schema.get("targetNamespace", ""))
        for location, root in documents.items()
        for schema in schemas_in(root)
    )
    included = set()
    imported = set()
    found: dict[tuple[etree._Element, str], CountedSchema] = {}
    while waiting:
        each = waiting.popleft()
        if found.setdefault((each.root, each.namespace), each) is not each:
            continue
        for element in each.root.iterchildren(XSD + "include", XSD + "import"):
            target = sources.target(each.location, element.get("schemaLocation", ""))
            if target is None:
                continue
            if element.tag == XSD + "import":
                imported.add(target)
                continue
            for schema in schemas_in(documents[target]):
                if not schema.get("targetNamespace") and each.namespace:
                    included.add(schema)
                    waiting.append(CountedSchema(target, schema, each.namespace))
    # What counts as part of others does not count by itself as well, unless it is imported.
    return (each for each in found.values() if each.namespace or each.root not in included or each.location in imported)


class Reach:
    """What the parts of messages lead to.

    Args:
        schemas: all schemas.
        parts: the parts of the messages.

    Attributes:
        kept: the nodes of the global components, by schema.
        missing: what is referred to and is nowhere.
    """

    def __init__(self, schemas: Iterable[CountedSchema], parts: Iterable[etree._Element]) -> None:
        self.kept: dict[CountedSchema, set[etree._Element]] = defaultdict(set)
        self.missing: set[Key] = set()
        self._places: dict[Key, list[tuple[CountedSchema, etree._Element]]] = defaultdict(list)
        self._more: dict[Key, list[Key]] = defaultdict(list)
        for schema in schemas:
            for node in schema.root.iterchildren(*_SORTS):
                key = _SORTS[str(node.tag)], schema.namespace, node.get("name", "")
                self._places[key].append((schema, node))
                for above in _above(schema, node):
                    self._more[above].append(key)
        self._follow([key for part in parts for key in _part(part)])

    def _follow(self, waiting: list[Key]) -> None:
        seen = set(waiting)
        while waiting:
            key = waiting.pop()
            found = list(self._more.get(key, ()))
            places = self._places.get(key, ())
            if not places and key[1] not in standard.FILES:
                self.missing.add(key)
            for schema, node in places:
                self.kept[schema].add(node)
                found += _named(schema, node)
            waiting += (each for each in dict.fromkeys(found) if each not in seen)
            seen.update(found)


def _above(schema: CountedSchema, node: etree._Element) -> Iterator[Key]:
    """List what a component may stand for: the element that it substitutes, the type that it is derived from."""
    if node.get("substitutionGroup"):
        yield from _keys(schema, node, "element", node.get("substitutionGroup", ""))
    for path in _DERIVED:
        for each in node.iterfind(path):
            yield from _keys(schema, each, "type", each.get("base", ""))


def _named(schema: CountedSchema, node: etree._Element) -> Iterator[Key]:
    for each in node.iter():
        if not isinstance(each.tag, str):
            continue
        for attribute in _TYPES:
            if attribute in each.attrib:
                yield from _keys(schema, each, "type", each.get(attribute, ""))
        if "ref" in each.attrib and each.tag in _SORTS:
            yield from _keys(schema, each, _SORTS[each.tag], each.get("ref", ""))
        if "substitutionGroup" in each.attrib:
            yield from _keys(schema, each, "element", each.get("substitutionGroup", ""))


def _keys(schema: CountedSchema, node: etree._Element, sort: str, names: str) -> Iterator[Key]:
    """Resolve names; one without a namespace may be meant as the schema's own, as zeep takes it."""
    for name in names.split():
        prefix, _, local = name.rpartition(":")
        namespace = standard.XML if prefix == "xml" else node.nsmap.get(prefix or None) or ""
        yield sort, namespace, local
        if not namespace and schema.namespace:
            yield sort, schema.namespace, local


def _part(part: etree._Element) -> Iterator[Key]:
    for attribute, sort in (("element", "element"), ("type", "type")):
        prefix, _, local = part.get(attribute, "").strip().rpartition(":")
        if local:
            yield sort, part.nsmap.get(prefix or None) or "", local
