"""The parts of a WSDL as they are bound to SOAP: services, ports, bindings, operations, messages, faults."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import attrs

from ..model import SoapVersion
from ..schema.components import Element

Style = Literal["document", "rpc"]
# The names of a service and of its port that is looked at; None for all.
Only = tuple[str, str] | None


@attrs.frozen(eq=False, repr=False)
class Part:
    """A part of a message: an element, or a type for which the message is wrapped by rpc style.

    Attributes:
        name: its name.
        element: the element, or one without a namespace that has the name of the part.
        typed: whether it names a type and not an element.
    """

    name: str
    element: Element
    typed: bool = False

    def __repr__(self) -> str:
        return f"<Part {self.name}>"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class BoundMessage:
    """What is sent in one direction, as the binding says.

    Attributes:
        body: the parts of the SOAP body, in order.
        headers: the parts that are SOAP headers.
        wrapper: in rpc style the element that is around the parts; None in document style.
        use: "literal" or "encoded".
        encoded_headers: whether a header is "encoded".
        multipart: whether it is sent as MIME parts.
        missing: parts of the message that are neither in the body nor headers.
    """

    body: tuple[Part, ...]
    headers: tuple[Part, ...] = ()
    wrapper: Element | None = None
    use: Literal["literal", "encoded"] = "literal"
    encoded_headers: bool = False
    multipart: bool = False
    missing: tuple[str, ...] = ()

    @property
    def elements(self) -> tuple[Element, ...]:
        """The elements that stand in the SOAP body."""
        return (self.wrapper,) if self.wrapper is not None else tuple(each.element for each in self.body)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class BoundFault:
    """A declared fault.

    Attributes:
        name: its name.
        element: the element that stands in the detail.
    """

    name: str
    element: Element


@attrs.define(kw_only=True, eq=False, repr=False, slots=False)
class BoundOperation:
    """One operation of a binding.

    Attributes:
        name: its name.
        style: "document" or "rpc".
        action: the SOAP action; empty for none.
        documentation: its documentation in the WSDL.
        port_type: the name of its port type, and `binding` that of its binding, as "{urn:x}Orders".
        binding: the name of its binding.
    """

    name: str
    style: Style
    action: str
    port_type: str
    binding: str
    documentation: str
    _message: Callable[[Literal["input", "output"]], BoundMessage | None]
    _faults: Callable[[], Iterable[BoundFault]]

    @functools.cached_property
    def input(self) -> BoundMessage | None:
        """What is sent; None for an operation that the service calls.

        Raises:
            WsdlError: a message or component that it names is missing.
        """
        return self._message("input")

    @property
    def encoded(self) -> bool:
        """Whether it is SOAP-encoded.

        Raises:
            WsdlError: a message or component that it names is missing.
        """
        return any(each is not None and each.use == "encoded" for each in (self.input, self.output))

    @functools.cached_property
    def output(self) -> BoundMessage | None:
        """What comes back; None for a one-way operation."""
        return self._message("output")

    @functools.cached_property
    def faults(self) -> tuple[BoundFault, ...]:
        """The declared faults."""
        return tuple(self._faults())

    def __repr__(self) -> str:
        return f"<BoundOperation {self.name}>"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Binding:
    """A SOAP binding over HTTP.

    Attributes:
        name: its name, as "{urn:x}OrdersSoap".
        port_type: the name of its port type.
        soap_version: "1.1" or "1.2".
        operations: its operations by name; of several with one name the first.
        overloaded: the names that it has several operations of.
    """

    name: str
    port_type: str
    soap_version: SoapVersion
    operations: Mapping[str, BoundOperation]
    overloaded: frozenset[str]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class WsdlPort:
    """A port of a service.

    Attributes:
        name: its name.
        binding: its binding.
        address: where it is; empty where the WSDL does not say.
    """

    name: str
    binding: Binding
    address: str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class WsdlService:
    """A service.

    Attributes:
        name: its name.
        ports: its SOAP ports over HTTP, by name.
        documentation: its documentation in the WSDL.
    """

    name: str
    ports: Mapping[str, WsdlPort]
    documentation: str
