"""A WSDL cut down to one operation, so that reading it costs what that operation is worth."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterable, Iterator
from typing import Final, cast

from lxml import etree

from ..model import Port, Service, SoapVersion
from . import standard
from .vocabulary import OVER_HTTP, SOAP, WSDL, XSD, address_of, local

_LARGE: Final = 200_000
_REFERENCES: Final = ".//@ref | .//@substitutionGroup"


def _shell(element: etree._Element, parent: etree._Element | None = None) -> etree._Element:
    """Make the element anew without what is in it; made in its place, it keeps each prefix that it declares."""
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    prefixes = cast("dict[str, str]", element.nsmap)
    if parent is None:
        return etree.Element(element.tag, attributes, nsmap=prefixes)
    return etree.SubElement(parent, element.tag, attributes, nsmap=prefixes)


def _declared(element: etree._Element) -> int:
    """Count the prefixes that an element declares itself."""
    above = element.getparent()
    return len(element.nsmap.items() - (above.nsmap.items() if above is not None else ()))


def _message_names(operation: etree._Element) -> Iterator[str]:
    for each in operation.iter():
        if each.get("message") is not None:
            yield local(each.get("message"))


class Pruner:
    """The parts of one WSDL document by name.

    Args:
        root: the root element of the document.
        data: its bytes.
    """

    def __init__(self, root: etree._Element, data: bytes) -> None:
        self.root = root
        self._data = data

    @functools.cached_property
    def is_plain(self) -> bool:
        """Whether it can be used as it is: it imports nothing but its own schemas, and ports use all its bindings."""
        if self.root.find(WSDL + "import") is not None:
            return False
        own = {schema.get("targetNamespace") for schema in self._schemas} | {XSD[1:-1]}
        foreign = standard.FILES.keys() - own
        for schema in self._schemas:
            for child in schema.iterchildren(*(XSD + kind for kind in ("import", "include", "redefine"))):
                if child.get("schemaLocation") or child.get("namespace") in foreign:
                    return False
        ports = {local(port.get("binding")) for port in self.root.iterfind(f"{WSDL}service/{WSDL}port")}
        return self._bindings.keys() <= ports

    @functools.cached_property
    def can_be_cut(self) -> bool:
        """Whether it is worth it, and it has its prefixes far above: a copied element loses its own."""
        far_above = self._data.count(b"xmlns") == sum(map(_declared, self._shells()))
        return far_above and self._is_worth_it()

    def _is_worth_it(self) -> bool:
        """Return whether a cut document is much smaller: most of a large one may be types that all operations keep."""
        if len(self._data) < _LARGE:
            return True
        kept = sum(len(etree.tostring(child)) for common in self._elements[0] for child in common)
        return kept < len(self._data) / 2

    def _shells(self) -> Iterator[etree._Element]:
        """List the elements that a cut document has anew, without all of what is in them."""
        yield self.root
        yield from self.root.iterchildren(*(WSDL + name for name in ("types", "portType", "binding", "service")))
        yield from self._schemas

    @functools.cached_property
    def _schemas(self) -> list[etree._Element]:
        return [schema for types in self.root.findall(WSDL + "types") for schema in types.findall(XSD + "schema")]

    @functools.cached_property
    def _bindings(self) -> dict[str, tuple[SoapVersion, etree._Element]]:
        found: dict[str, tuple[SoapVersion, etree._Element]] = {}
        for binding in self.root.findall(WSDL + "binding"):
            for namespace, version in SOAP.items():
                soap = binding.find(namespace + "binding")
                if soap is not None and soap.get("transport") in OVER_HTTP:
                    found[binding.get("name", "")] = (version, binding)
        return found

    @functools.cached_property
    def _messages(self) -> dict[str, etree._Element]:
        return {message.get("name", ""): message for message in self.root.findall(WSDL + "message")}

    @functools.cached_property
    def _droppable(self) -> frozenset[str]:
        """The global elements that only messages use: those of another operation may go."""
        parts = {local(part.get("element")) for message in self._messages.values() for part in message}
        referred = {
            local(str(name)) for schema in self._schemas for name in cast("list[str]", schema.xpath(_REFERENCES))
        }
        return frozenset(parts - referred - {""})

    @functools.cached_property
    def _elements(self) -> tuple[list[list[etree._Element]], list[dict[str, etree._Element]]]:
        """For each schema, what every operation keeps, and the droppable elements by name."""
        kept: list[list[etree._Element]] = []
        droppable: list[dict[str, etree._Element]] = []
        for schema in self._schemas:
            common: list[etree._Element] = []
            by_name: dict[str, etree._Element] = {}
            for child in schema:
                name = child.get("name", "") if child.tag == XSD + "element" else ""
                if name in self._droppable:
                    by_name[name] = child
                else:
                    common.append(child)
            kept.append(common)
            droppable.append(by_name)
        return kept, droppable

    @functools.cached_property
    def _holders(self) -> list[tuple[etree._Element, dict[str, etree._Element]]]:
        """Each port type and SOAP binding with its operations by name."""
        holders = [*self.root.findall(WSDL + "portType"), *(binding for _, binding in self._bindings.values())]
        return [
            (holder, {each.get("name", ""): each for each in holder.findall(WSDL + "operation")}) for holder in holders
        ]

    def operation_names(self) -> tuple[str, ...]:
        """List the operations of all SOAP bindings that a port uses, in the order of the document."""
        used = {port.binding for service in self.services() for port in service.ports}
        names: dict[str, None] = {}
        for holder, operations in self._holders:
            if holder.tag == WSDL + "binding" and holder.get("name") in used:
                names.update(dict.fromkeys(operations))
        return tuple(names)

    def services(self) -> tuple[Service, ...]:
        """List the services with their SOAP ports."""
        return tuple(
            Service(name=service.get("name", ""), ports=tuple(self._ports(service)))
            for service in self.root.findall(WSDL + "service")
        )

    def _ports(self, service: etree._Element) -> Iterator[Port]:
        for port in service.findall(WSDL + "port"):
            binding = local(port.get("binding"))
            if binding in self._bindings:
                version, _ = self._bindings[binding]
                yield Port(name=port.get("name", ""), binding=binding, soap_version=version, address=address_of(port))

    def only(self, name: str) -> bytes:
        """Write the document with nothing but what this operation needs."""
        holders = [(holder, operations[name]) for holder, operations in self._holders if name in operations]
        names = {used for _, operation in holders for used in _message_names(operation)}
        messages = [self._messages[used] for used in names if used in self._messages]
        wanted = {local(part.get("element")) for message in messages for part in message}

        root = _shell(self.root)
        homes = {types: _shell(types, root) for types in self.root.findall(WSDL + "types")}
        for schema, common, droppable in zip(self._schemas, *self._elements, strict=True):
            kept = _shell(schema, homes[cast(etree._Element, schema.getparent())])
            _copy_into(kept, common)
            _copy_into(kept, (droppable[each] for each in wanted if each in droppable))
        _copy_into(root, messages)
        for holder, operation in holders:
            kept = _shell(holder, root)
            _copy_into(kept, (child for child in holder if child.tag != WSDL + "operation"))
            kept.append(copy.deepcopy(operation))
        for service in self.root.findall(WSDL + "service"):
            self._service(_shell(service, root), service, {holder.get("name", "") for holder, _ in holders})
        return etree.tostring(root, encoding="utf-8")

    def _service(self, kept: etree._Element, service: etree._Element, bindings: set[str]) -> None:
        ports = service.findall(WSDL + "port")
        _copy_into(kept, (port for port in ports if local(port.get("binding")) in bindings & set(self._bindings)))


def _copy_into(parent: etree._Element, children: Iterable[etree._Element]) -> None:
    for child in children:
        parent.append(copy.deepcopy(child))
