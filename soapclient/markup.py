"""What can bite a caller in the markup of a WSDL and of what it imports, whether it can be loaded or not."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from lxml import etree

from .contract import SoapVersion
from .imports import Document
from .prune import SOAP, WSDL, XSD, encoded, local
from .redact import hide_url
from .traps import LintFinding, finding


class Markup:
    """The documents of one WSDL.

    Args:
        documents: the WSDL and all that it imports.
        complete: whether every import was read.
        host: the host that the WSDL came from, or None.
    """

    def __init__(self, documents: Sequence[Document], *, complete: bool, host: str | None) -> None:
        self._documents = documents
        self._complete = complete
        self._host = host

    def findings(self) -> Iterator[LintFinding]:
        """List what can bite a caller."""
        for document in self._documents:
            for service in document.root.findall(WSDL + "service"):
                for port in service.findall(WSDL + "port"):
                    yield from self._port(document, port)
        for document, binding, version in self._used.values():
            yield from _actions(document, binding, version)
            for operation in binding.findall(WSDL + "operation"):
                if encoded(operation):
                    name = operation.get("name", "")
                    message = f"it is SOAP-encoded in {binding.get('name', '')}"
                    yield finding("encoded", name, message, document.file)
        yield from self._twice()

    @functools.cached_property
    def _bindings(self) -> Mapping[str, tuple[Document, etree._Element, SoapVersion | None]]:
        return {
            binding.get("name", ""): (document, binding, _version(binding))
            for document in self._documents
            for binding in document.root.findall(WSDL + "binding")
        }

    @functools.cached_property
    def _used(self) -> Mapping[str, tuple[Document, etree._Element, SoapVersion]]:
        """The SOAP bindings of the ports, by name; all where there is no port."""
        names = {
            local(port.get("binding"))
            for document in self._documents
            for port in document.root.iterfind(f"{WSDL}service/{WSDL}port")
        }
        return {
            name: (document, binding, version)
            for name, (document, binding, version) in self._bindings.items()
            if version is not None and (name in names or not names)
        }

    def _twice(self) -> Iterator[LintFinding]:
        used = {local(binding.get("type")) for _, binding, _ in self._used.values()}
        homes: dict[str, tuple[str, str]] = {}
        for document in self._documents:
            for holder in document.root.findall(WSDL + "portType"):
                if holder.get("name", "") in used:
                    yield from _twice(document, holder, homes)

    def _port(self, document: Document, port: etree._Element) -> Iterator[LintFinding]:
        name, line = port.get("name", ""), _line(port)
        if local(port.get("binding")) not in self._bindings:
            if self._complete:
                message = f"the port {name} has a binding that is not there, {port.get('binding', '')!r}"
                yield finding("binding-missing", line, message, document.file)
            return
        if self._bindings[local(port.get("binding"))][2] is None:
            yield finding("port-not-soap", line, f"the port {name} is not SOAP", document.file)
            return
        found = (port.find(each + "address") for each in SOAP)
        address = next((each.get("location", "").strip() for each in found if each is not None), "")
        for rule, message in self._address(address):
            yield finding(rule, line, f"the address of the port {name}{message}", document.file)

    def _address(self, address: str) -> Iterator[tuple[str, str]]:
        shown = hide_url(address) if "://" in address else repr(address)
        scheme = address.partition(":")[0].lower()
        if scheme not in ("http", "https"):
            yield "address-missing", f", {shown}, is no http address" if address else " is missing"
            return
        try:
            host = urlsplit(address).hostname
        except ValueError:
            host = None
        if scheme == "http":
            yield "address-without-tls", f", {shown}, is without TLS"
        if self._host is not None and host != self._host:
            yield "address-elsewhere", f", {shown}, is not on {self._host}"


def _line(element: etree._Element) -> str:
    return f"line {element.sourceline}"


def _version(binding: etree._Element) -> SoapVersion | None:
    return next((version for each, version in SOAP.items() if binding.find(each + "binding") is not None), None)


def _twice(document: Document, holder: etree._Element, homes: dict[str, tuple[str, str]]) -> Iterator[LintFinding]:
    """Find the operations whose name is there with another request, in this port type or in one before it."""
    kind = holder.get("name", "")
    here: set[str] = set()
    for operation in holder.findall(WSDL + "operation"):
        name = operation.get("name", "")
        request = operation.find(WSDL + "input")
        message = "" if request is None else local(request.get("message"))
        home, other = homes.setdefault(name, (kind, message))
        if name in here:
            yield finding("operation-twice", _line(operation), f"{name} is twice in {kind}", document.file)
        elif home != kind and other != message:
            text = f"{name} is in {home} and, with another request, in {kind}"
            yield finding("operation-twice", _line(operation), text, document.file)
        here.add(name)


def _actions(document: Document, binding: etree._Element, version: SoapVersion) -> Iterator[LintFinding]:
    """Compare the SOAP actions of a binding: SOAP 1.1 has one in every request, SOAP 1.2 only where it is required."""
    soap = next(each for each, known in SOAP.items() if known == version)
    where = binding.get("name", "")
    actions: dict[str, str] = {}
    wanted: dict[str, bool] = {}
    for operation in binding.findall(WSDL + "operation"):
        declared = operation.find(soap + "operation")
        required = "" if declared is None else declared.get("soapActionRequired", "").strip()
        name = operation.get("name", "")
        actions[name] = "" if declared is None else declared.get("soapAction", "")
        wanted[name] = version == "1.1" or required in ("true", "1")
        if required in ("false", "0"):
            actions[name] = ""
    by_action: dict[str, list[str]] = defaultdict(list)
    for name, action in actions.items():
        by_action[action].append(name)
    if version == "1.1" and set(by_action) == {""}:
        yield finding("action-none", _line(binding), f"no operation of {where} has a SOAP action", document.file)
        return
    if set(by_action) != {""} and len(by_action) == 1 and len(actions) > 1:
        text = f"all operations of {where} have the same SOAP action, {next(iter(by_action))!r}"
        yield finding("action-shared", _line(binding), text, document.file)
        return
    for name in by_action.pop("", []):
        if wanted[name]:
            yield finding("action-missing", name, f"it has no SOAP action in {where}", document.file)
    for first, *others in by_action.values():
        for name in others:
            yield finding("action-twice", name, f"it has the SOAP action of {first} in {where}", document.file)


class Schemas:
    """What the schemas of these documents call by name that the client cannot say in full.

    Attributes:
        abstract: the abstract types and elements.
        mixed: the types that have text between their elements.
        heads: the elements that another may stand for.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.abstract: set[str] = set()
        self.mixed: set[str] = set()
        self.heads: set[str] = set()
        for document in documents:
            for element in document.root.iter(XSD + "complexType", XSD + "element"):
                name = element.get("name") or _name_above(element)
                if _is_true(element.get("abstract")):
                    self.abstract.add(name)
                if _is_true(element.get("mixed")):
                    self.mixed.add(name)
                if element.get("substitutionGroup"):
                    self.heads.add(local(element.get("substitutionGroup")))


def _is_true(text: str | None) -> bool:
    return (text or "").strip() in ("true", "1")


def _name_above(element: etree._Element) -> str:
    above = element.getparent()
    return "" if above is None else above.get("name", "")
