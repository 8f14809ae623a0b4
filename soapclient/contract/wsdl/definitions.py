"""The definitions of a WSDL: services, ports, bindings, bound operations and their messages, by WSDL's names.

Everything is read when it is asked for, so that one operation that cannot be read takes no other down.

Source: WSDL 1.1, and its bindings to SOAP 1.1 and SOAP 1.2.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal

from lxml import etree

from ...errors import WsdlError
from ..schema.components import ComplexType, Content, Element, ModelGroup, Particle, Type
from ..schema.content import shown
from ..schema.documents import Places, Target
from ..schema.reader import Components
from .actions import input_action
from .bound import Binding, BoundFault, BoundMessage, BoundOperation, Part, WsdlPort, WsdlService
from .policies import Policies
from .vocabulary import OVER_HTTP, SOAP, WSDL

if TYPE_CHECKING:
    from ..codec.reading.answers import Decoder

_MIME: Final = "{http://schemas.xmlsoap.org/wsdl/mime/}"


class Definitions:
    """What a WSDL and the documents that it imports define.

    Args:
        documents: the root elements of its documents, by location; the WSDL is the first.
        target: what an include names, by the location of the document and what it says.

    Attributes:
        schemas: the components of its schemas.
        documents: its documents.
        target: what an include or import names.
    """

    def __init__(self, documents: Mapping[str, etree._Element], target: Target = lambda *_: None) -> None:
        self.documents = documents
        self.target = target
        self.schemas = Components(Places(documents, target))
        self._roots = [root for root in documents.values() if root.tag == WSDL + "definitions"]

    @functools.cached_property
    def decoder(self) -> Decoder:
        """What reads its messages."""
        from ..codec.reading.answers import Decoder

        return Decoder(self.schemas)

    def operation(self, name: str, ports: Iterable[tuple[str, str]] = ()) -> BoundOperation:
        """Return an operation as a port binds it: the first of those that are named, or else the first that has it.

        Args:
            name: its exact name.
            ports: the names of a service and of its port.

        Raises:
            WsdlError: no SOAP binding has it.
        """
        named = (self.services[service].ports.get(port) for service, port in ports if service in self.services)
        found = [each.binding for each in named if each is not None]
        for binding in (*found, *self.bindings.values()):
            if name in binding.operations:
                return binding.operations[name]
        raise WsdlError(f"no SOAP binding has the operation {shown(name)}")

    @property
    def documentation(self) -> str:
        """The documentation of the WSDL."""
        return _documentation(self._roots[0]) if self._roots else ""

    @functools.cached_property
    def services(self) -> Mapping[str, WsdlService]:
        """The services that have a SOAP port over HTTP, by name."""
        found: dict[str, WsdlService] = {}
        for _, node in self._all("service"):
            ports: dict[str, WsdlPort] = {}
            for port in node.iterfind(WSDL + "port"):
                binding = self.bindings.get(_resolve(port, port.get("binding")))
                if binding is not None:
                    name = port.get("name", "")
                    ports.setdefault(name, WsdlPort(name=name, binding=binding, address=_address(port)))
            if ports:
                name = node.get("name", "")
                found.setdefault(name, WsdlService(name=name, ports=ports, documentation=_documentation(node)))
        return found

    @functools.cached_property
    def bindings(self) -> Mapping[str, Binding]:
        """The SOAP bindings over HTTP, by name, whether or not a port uses them."""
        found: dict[str, Binding] = {}
        for name, node in self._all("binding"):
            soap = next((node.find(each + "binding") for each in SOAP if node.find(each + "binding") is not None), None)
            if soap is not None and soap.get("transport", OVER_HTTP[0]) in OVER_HTTP:
                found.setdefault(name, self._binding(name, node, soap))
        return found

    def _binding(self, name: str, node: etree._Element, soap: etree._Element) -> Binding:
        namespace = str(soap.tag)[: -len("binding")]
        port_type = _resolve(node, node.get("type"))
        abstract = self._port_types.get(port_type, {})
        style = soap.get("style") or "document"
        operations: dict[str, BoundOperation] = {}
        overloaded: set[str] = set()
        for each in node.iterfind(WSDL + "operation"):
            own = (each.get("name") or "").strip()
            if own in operations:
                overloaded.add(own)
                continue
            said = each.find(namespace + "operation")
            declared = next(iter(abstract.get(own, ())), None)
            if len(abstract.get(own, ())) > 1:
                overloaded.add(own)
            found = (said.get("style") if said is not None else None) or style
            reader = _OperationReader(self, each, declared, namespace)
            operations[own] = BoundOperation(
                name=own,
                style="rpc" if found == "rpc" else "document",
                action=(said.get("soapAction") if said is not None else None) or "",
                port_type=port_type,
                binding=name,
                documentation="" if declared is None else _documentation(declared),
                message=functools.partial(reader.message, own, found == "rpc"),
                faults=reader.faults,
            )
        return Binding(
            name=name,
            port_type=port_type,
            soap_version=SOAP[namespace],
            operations=operations,
            overloaded=frozenset(overloaded),
        )

    @functools.cached_property
    def _port_types(self) -> Mapping[str, Mapping[str, list[etree._Element]]]:
        found: dict[str, dict[str, list[etree._Element]]] = {}
        for name, node in self._all("portType"):
            if name in found:
                continue
            operations = found[name] = {}
            for each in node.iterfind(WSDL + "operation"):
                operations.setdefault((each.get("name") or "").strip(), []).append(each)
        return found

    @functools.cached_property
    def messages(self) -> Mapping[str, etree._Element]:
        """The elements of the messages by name."""
        return dict(reversed(list(self._all("message"))))

    @functools.cached_property
    def policies(self) -> Policies:
        """What it asks of messages beyond their schemas."""
        return Policies(self._roots)

    def input_action(self, port_type: str, operation: str, soap_action: str) -> str:
        """Return what WS-Addressing calls a request; see `actions`.

        Raises:
            LookupError: the port type does not have the operation.
        """
        return input_action(self._roots, port_type, operation, soap_action)

    def parts(self, name: str) -> tuple[Part, ...]:
        """Return the parts of a message.

        Raises:
            WsdlError: there is no such message, or a part names what is missing.
        """
        node = self.messages.get(name)
        if node is None:
            raise WsdlError(f"there is no message {shown(name)}")
        return tuple(self._part(each) for each in node.iterfind(WSDL + "part"))

    def _part(self, node: etree._Element) -> Part:
        name, element, kind = node.get("name", ""), node.get("element"), node.get("type")
        if element:
            return Part(name, self.schemas.element(_resolve(node, element)))
        if not kind:
            raise WsdlError(f"the part {shown(name)} of a message has neither an element nor a type")
        found = functools.partial(self.schemas.type, _resolve(node, kind))
        return Part(name, Element(name=name, type=found), typed=True)

    def _all(self, sort: str) -> Iterator[tuple[str, etree._Element]]:
        for root in self._roots:
            namespace = root.get("targetNamespace", "")
            for node in root.iterfind(WSDL + sort):
                yield f"{{{namespace}}}{(node.get('name') or '').strip()}", node


class _OperationReader:
    """Reads the messages of one operation of a binding.

    Args:
        definitions: the WSDL.
        bound: the operation's element in the binding.
        declared: its element in the port type; None where it has none.
        namespace: the namespace of the binding's SOAP elements.
    """

    def __init__(
        self, definitions: Definitions, bound: etree._Element, declared: etree._Element | None, namespace: str
    ) -> None:
        self._definitions = definitions
        self._bound = bound
        self._declared = declared
        self._soap = namespace

    def message(self, operation: str, rpc: bool, direction: Literal["input", "output"]) -> BoundMessage | None:
        """Return the message of a direction; None where the operation has none."""
        if self._declared is None:
            raise WsdlError(f"its port type has no operation {shown(operation)}")
        declared = self._declared.find(WSDL + direction)
        if declared is None:
            return None
        parts = self._definitions.parts(_resolve(declared, declared.get("message")))
        bound = self._bound.find(WSDL + direction)
        multipart = bound.find(_MIME + "multipartRelated") if bound is not None else None
        holder = bound
        if multipart is not None:
            holder = next(
                (each for each in multipart.iterfind(_MIME + "part") if each.find(self._soap + "body") is not None),
                bound,
            )
        soap = holder.find(self._soap + "body") if holder is not None else None
        headers = tuple(self._headers(holder)) if holder is not None else ()
        own = _resolve(declared, declared.get("message"))
        as_header = {part for message, part in self._header_parts(holder) if message == own}
        said = soap.get("parts") if soap is not None else None
        wanted = said.split() if said is not None else [each.name for each in parts if each.name not in as_header]
        body = tuple(each for each in parts if each.name in wanted)
        missing = tuple(each.name for each in parts if each.name not in wanted and each.name not in as_header)
        wrapper = None
        if rpc:
            name = operation + ("Response" if direction == "output" else "")
            namespace = soap.get("namespace", "") if soap is not None else ""
            wrapper = _wrapper(f"{{{namespace}}}{name}" if namespace else name, body)
        return BoundMessage(
            body=body,
            headers=headers,
            wrapper=wrapper,
            use="encoded" if soap is not None and soap.get("use") == "encoded" else "literal",
            multipart=multipart is not None,
            encoded_headers=holder is not None
            and any(each.get("use") == "encoded" for each in holder.iterfind(self._soap + "header")),
            missing=missing,
        )

    def _header_parts(self, holder: etree._Element | None) -> Iterator[tuple[str, str]]:
        for each in () if holder is None else holder.iterfind(self._soap + "header"):
            yield _resolve(each, each.get("message")), each.get("part", "")

    def _headers(self, holder: etree._Element) -> Iterator[Part]:
        for message, name in dict.fromkeys(self._header_parts(holder)):  # some WSDLs name one twice
            found = next((each for each in self._definitions.parts(message) if each.name == name), None)
            if found is None:
                raise WsdlError(f"the message {shown(message)} has no part {shown(name)}")
            yield found

    def faults(self) -> Iterator[BoundFault]:
        """List the declared faults whose message has an element."""
        for each in () if self._declared is None else self._declared.iterfind(WSDL + "fault"):
            for part in self._definitions.parts(_resolve(each, each.get("message"))):
                yield BoundFault(name=each.get("name", ""), element=part.element)


def _wrapper(name: str, parts: tuple[Part, ...]) -> Element:
    """Make the element that rpc style puts around the parts."""
    particles = tuple(Particle(each.element) for each in parts)
    content = Content(particle=Particle(ModelGroup(compositor="sequence", particles=particles)) if particles else None)

    def kind() -> Type:
        return ComplexType(name="", base=lambda: None, content=lambda: content)

    return Element(name=name, type=kind)


def _resolve(node: etree._Element, name: str | None) -> str:
    """Return the name that a reference at a node means: without a namespace, one of the target namespace."""
    prefix, _, local = (name or "").strip().rpartition(":")
    namespace = node.nsmap.get(prefix or None)
    if namespace is None or (not prefix and namespace == WSDL[1:-1]):
        namespace = node.getroottree().getroot().get("targetNamespace", "")
    return f"{{{namespace}}}{local}"


def _address(port: etree._Element) -> str:
    found = (port.find(namespace + "address") for namespace in SOAP)
    return next((each.get("location", "").strip() for each in found if each is not None), "")


def _documentation(node: etree._Element) -> str:
    found = node.find(WSDL + "documentation")
    return "" if found is None else " ".join(" ".join(map(str, found.itertext())).split())
