"""A WSDL with all that it imports as one document that imports nothing, which is what zeep is given.

What no SOAP binding needs is left out: a schema that only an HTTP binding uses, and an encoded operation of which there
is a literal one. Each binding that no port uses gets a port without an address.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from ...errors import WsdlError
from ...wire.redact import one_line
from ...wire.safe_xml import NotXml, parse
from .gather import IMPORTS
from .reach import CountedSchema, Reach, counted
from .sources import Sources
from .vocabulary import OVER_HTTP, SOAP, WSDL, XSD, encoded

_WHOLE: Final = (XSD + "redefine", XSD + "override")
_SCHEMA: Final = XSD[1:-1]
# Prefixes that no document has.
_OWN: Final = "soapclient-own"
_WSDL: Final = "soapclient-wsdl"
# What is in a WSDL by name, and the attributes that name it.
_SORTS: Final = ("message", "portType", "binding", "service")
_NAMED_BY: Final = {"message": "message", "type": "portType", "binding": "binding"}


def check(sources: Sources) -> None:
    """Refuse a WSDL of which a SOAP operation needs what was not read.

    Raises:
        WsdlError: what could not be read, and why.
    """
    if sources.unread:
        _Merger(sources).needed()


def merged(sources: Sources) -> tuple[etree._Element, bytes]:
    """Write a WSDL with all that it imports as one document.

    Args:
        sources: the WSDL and what it imports.

    Returns:
        Its root, and its bytes.

    Raises:
        WsdlError: what a SOAP operation needs was not read, or there is no such document.
    """
    data = _Merger(sources).written()
    try:
        return parse(data), data
    except NotXml as exc:  # an invalid namespace URI, or too much of several documents together
        raise WsdlError(f"it cannot be read with what it imports: {one_line(str(exc), 200)}") from exc


class _Merger:
    """Writes one document of several.

    Args:
        sources: the documents.
    """

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._documents = dict(sources.documents)
        self._wsdls = [root for root in self._documents.values() if root.tag == WSDL + "definitions"]
        self._names = dict(self._named())

    def written(self) -> bytes:
        """Write the document."""
        kept = self.needed().kept
        own = self._own(self._wsdls[0])
        above = self._prefixes(kept)
        name = f" targetNamespace={quoteattr(own)} xmlns:{_OWN}={quoteattr(own)}" if own else ""
        declared = b"".join(above).decode()
        parts = [f'<{_WSDL}:definitions xmlns:{_WSDL}="{WSDL[1:-1]}"{declared}{name}><{_WSDL}:types>'.encode()]
        parts += [_bare(_schema_text(each, kept[each]), above) for each in kept if each.namespace not in _ZEEPS]
        parts.append(f"</{_WSDL}:types>".encode())
        parts += [_bare(item, above) for item in self._items()]
        parts.append(f"</{_WSDL}:definitions>".encode())
        return b"".join(parts)

    def _prefixes(self, schemas: Iterable[CountedSchema]) -> list[bytes]:
        """Write the prefixes of the WSDLs, to be declared once; a default only where everything below has one."""
        prefixes: dict[str | None, str] = {}
        for root in self._wsdls:
            for prefix, uri in root.nsmap.items():
                prefixes.setdefault(prefix, uri)
        if not all(None in each.nsmap for each in (*self._wsdls, *(schema.root for schema in schemas))):
            prefixes.pop(None, None)
        written = {prefix: quoteattr(uri, {chr(34): "&quot;"}) for prefix, uri in prefixes.items()}
        return [f" xmlns{':' + prefix if prefix else ''}={uri}".encode() for prefix, uri in written.items()]

    @staticmethod
    def _own(root: etree._Element) -> str:
        return root.get("targetNamespace", "")

    def needed(self) -> Reach:
        """Find what the messages of SOAP operations lead to.

        Raises:
            WsdlError: a WSDL or a schema that is needed imports what was not read.
        """
        for unread in self._sources.unread:
            if unread.fatal:
                raise WsdlError(unread.message)
        schemas = list(counted(self._sources))
        messages = [message for root in self._wsdls for message in self._messages(root)]
        found = Reach(schemas, (part for message in messages for part in message.iterfind(WSDL + "part")))
        for each in schemas if found.missing else found.kept:
            self._check(each, {schema.namespace for schema in schemas})
        return found

    def _check(self, schema: CountedSchema, known: Container[str]) -> None:
        """Refuse a schema that imports or includes what was not read."""
        for unread in self._sources.unread:
            if unread.importer != schema.location:
                continue
            for element in schema.root.iterchildren(*IMPORTS):
                again = element.tag == XSD + "import" and element.get("namespace", "") in known
                if element.get("schemaLocation", "").strip() == unread.location and not again:
                    raise WsdlError(unread.message)

    def _messages(self, root: etree._Element) -> Iterator[etree._Element]:
        """List the messages of a document that SOAP operations use."""
        for message in root.iterfind(WSDL + "message"):
            if (self._own(root), message.get("name", "")) in self._used_messages:
                yield message

    @property
    def _used_messages(self) -> set[tuple[str, str]]:
        if not hasattr(self, "_used"):
            self._used = set(self._find_used())
        return self._used

    def _find_used(self) -> Iterator[tuple[str, str]]:
        types = set()
        for _, binding in self._bindings():
            types.add(self._resolved(binding, binding.get("type"), "portType"))
            yield from self._named_messages(binding)
        for root in self._wsdls:
            for port_type in root.iterfind(WSDL + "portType"):
                if (self._own(root), port_type.get("name", "")) in types:
                    yield from self._named_messages(port_type)

    def _named_messages(self, element: etree._Element) -> Iterator[tuple[str, str]]:
        for each in element.iter():
            if isinstance(each.tag, str) and each.get("message"):
                yield self._resolved(each, each.get("message"), "message")

    def _bindings(self) -> Iterator[tuple[etree._Element, etree._Element]]:
        """List the SOAP bindings over HTTP with their documents."""
        for root in self._wsdls:
            for binding in root.iterfind(WSDL + "binding"):
                soap = next(
                    (each for each in map(binding.find, (name + "binding" for name in SOAP)) if each is not None), None
                )
                if soap is not None and soap.get("transport", OVER_HTTP[0]) in OVER_HTTP:
                    yield root, binding

    def _named(self) -> Iterator[tuple[tuple[str, str, str], str]]:
        """List what the documents define, by sort, namespace and name, with a name for each that is its own."""
        taken: set[tuple[str, str]] = set()
        known: set[tuple[str, str, str]] = set()
        for root in self._wsdls:
            for sort in _SORTS:
                for each in root.iterfind(WSDL + sort):
                    key = sort, self._own(root), each.get("name", "")
                    if key in known:
                        continue
                    known.add(key)
                    name, number = key[2], 2
                    while (sort, name) in taken:
                        name, number = f"{key[2]}_{number}", number + 1
                    taken.add((sort, name))
                    yield key, name

    def _resolved(self, element: etree._Element, name: str | None, sort: str) -> tuple[str, str]:
        """Return what a reference means; one without a namespace, or of a wrong one, means what there is."""
        prefix, _, local = (name or "").strip().rpartition(":")
        own = self._own(element.getroottree().getroot())
        for namespace in (element.nsmap.get(prefix or None) or "", own):
            if (sort, namespace, local) in self._names:
                return namespace, local
        return next((key[1:] for key in self._names if key[0] == sort and key[2] == local), (own, local))

    def _items(self) -> Iterator[bytes]:
        """Write the messages, port types, bindings and services of all documents, and the ports that are missing."""
        literal = self._literal()
        bindings = {binding for _, binding in self._bindings()}
        used: set[tuple[str, str]] = set()
        written: set[tuple[str, str, str]] = set()
        for sort in _SORTS:
            for root in self._wsdls:
                for item in root.iterfind(WSDL + sort):
                    key = sort, self._own(root), item.get("name", "")
                    if key in written or (sort == "message" and key[1:] not in self._used_messages):
                        continue
                    if sort == "binding" and item not in bindings:
                        continue
                    written.add(key)
                    copy = parse(etree.tostring(item, encoding="utf-8", with_tail=False))
                    if "name" in copy.attrib:
                        copy.set("name", self._names[key])
                    self._point(item, copy)
                    if sort == "binding":
                        for soap in copy.iterchildren(*(name + "binding" for name in SOAP)):
                            soap.set("transport", soap.get("transport") or OVER_HTTP[0])
                        for operation in copy.findall(WSDL + "operation"):
                            if encoded(operation) and operation.get("name") in literal:
                                copy.remove(operation)
                    if sort == "service":
                        used.update(self._drop_ports(item, copy))
                    yield etree.tostring(copy, encoding="utf-8")
        left = [key[1:] for key in written if key[0] == "binding" and key[1:] not in used]
        if left:
            yield self._portless(sorted(left, key=list(self._names_of("binding")).index))

    def _names_of(self, sort: str) -> Iterator[tuple[str, str]]:
        return (key[1:] for key in self._names if key[0] == sort)

    def _drop_ports(self, item: etree._Element, copy: etree._Element) -> Iterator[tuple[str, str]]:
        """Take out the ports of bindings that are not SOAP over HTTP, and list the bindings of the others."""
        known = {(self._own(root), binding.get("name", "")) for root, binding in self._bindings()}
        for port, twin in zip(item.findall(WSDL + "port"), copy.findall(WSDL + "port"), strict=True):
            binding = self._resolved(port, port.get("binding"), "binding")
            if binding in known:
                yield binding
            else:
                copy.remove(twin)

    def _point(self, item: etree._Element, copy: etree._Element) -> None:
        """Let the references of an item name what is in the one document."""
        for old, new in zip(item.iter(), copy.iter(), strict=True):
            for attribute, sort in _NAMED_BY.items():
                if attribute not in old.attrib or old.tag == WSDL + "part":
                    continue
                target = self._names.get((sort, *self._resolved(old, old.get(attribute), sort)))
                if target is not None and isinstance(old.tag, str):
                    new.set(attribute, f"{_OWN}:{target}" if self._own(self._wsdls[0]) else target)

    def _literal(self) -> set[str]:
        """The operations of SOAP bindings that are literal."""
        return {
            operation.get("name", "")
            for _, binding in self._bindings()
            for operation in binding.iterfind(WSDL + "operation")
            if not encoded(operation)
        }

    def _portless(self, bindings: list[tuple[str, str]]) -> bytes:
        service = etree.Element(WSDL + "service", {"name": ""}, nsmap={"w": WSDL[1:-1]})
        versions = {
            (self._own(root), binding.get("name", "")): next(
                name for name in SOAP if binding.find(name + "binding") is not None
            )
            for root, binding in self._bindings()
        }
        for key in bindings:
            name = self._names["binding", key[0], key[1]]
            prefixed = f"{_OWN}:{name}" if self._own(self._wsdls[0]) else name
            port = etree.SubElement(service, WSDL + "port", {"name": name, "binding": prefixed})
            etree.SubElement(port, versions[key] + "address", {"location": ""})
        return etree.tostring(service, encoding="utf-8")


# What zeep has itself, or asks for by itself.
_ZEEPS: Final = frozenset({_SCHEMA, "http://schemas.xmlsoap.org/soap/encoding/"})


def _bare(text: bytes, above: list[bytes]) -> bytes:
    """Take out of the first tag of an element what is declared above it."""
    end = text.index(b">")
    head = text[:end]
    for declared in above:
        head = head.replace(declared, b"", 1)
    return head + text[end:]


def _schema_text(schema: CountedSchema, kept: Container[etree._Element]) -> bytes:
    """Write what is kept of a schema, which imports nothing then, in the namespace that it counts as."""
    copy = parse(etree.tostring(schema.root, encoding="utf-8", with_tail=False))
    for node, twin in zip(list(schema.root), list(copy), strict=True):
        if node.tag == XSD + "import" and not node.get("namespace"):
            twin.attrib.pop("schemaLocation", "")
        elif node not in kept and node.tag not in _WHOLE:
            copy.remove(twin)
    if not schema.namespace or copy.get("targetNamespace"):
        return etree.tostring(copy, encoding="utf-8")
    copy.set("targetNamespace", schema.namespace)
    text = etree.tostring(copy, encoding="utf-8")
    if None in copy.nsmap:
        return text
    return re.sub(rb"(?<=schema)(?=[\s>])", f" xmlns={quoteattr(schema.namespace)}".encode(), text, count=1)
