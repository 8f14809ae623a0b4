"""Find the pitfalls in the markup of a WSDL and its imports, whether or not they can be loaded."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from lxml import etree

from ...contract.model import SoapVersion
from ...contract.wsdl.sources import ImportedDocument
from ...contract.wsdl.vocabulary import OVER_HTTP, SOAP, WSDL, address_of, encoded, local, multipart
from ...wire.redact import quote_source
from .asked import asked
from .rules import LintFinding, finding


class Markup:
    """The documents of one WSDL.

    Args:
        documents: the WSDL and all its imports.
        complete: whether every import was read.
        host: the host that the WSDL came from, or None.
    """

    def __init__(self, documents: Sequence[ImportedDocument], *, complete: bool, host: str | None) -> None:
        self._documents = documents
        self._complete = complete
        self._host = host

    def findings(self) -> Iterator[LintFinding]:
        """List the pitfalls."""
        for document in self._documents:
            for service in document.root.findall(WSDL + "service"):
                for port in service.findall(WSDL + "port"):
                    yield from self._port(document, port)
        for document, binding, version in self._used.values():
            if not _is_http(binding):
                message = f"the binding {binding.get('name', '')} uses the transport {_transport(binding)!r}, not HTTP"
                yield finding("transport", _line(binding), message, document.file)
                continue
            yield from _actions(document, binding, version)
            for operation in binding.findall(WSDL + "operation"):
                yield from _operation(document, binding.get("name", ""), operation)
        used = [(document, binding) for document, binding, _ in self._used.values() if _is_http(binding)]
        yield from asked(self._documents, used)
        yield from self._twice()

    @property
    def unreachable(self) -> set[str]:
        """List the operations that are bound to another transport than HTTP."""
        others = (binding for _, binding, _ in self._used.values() if not _is_http(binding))
        return {each.get("name", "") for binding in others for each in binding.findall(WSDL + "operation")}

    @functools.cached_property
    def _bindings(self) -> Mapping[str, tuple[ImportedDocument, etree._Element, SoapVersion | None]]:
        return {
            binding.get("name", ""): (document, binding, _version(binding))
            for document in self._documents
            for binding in document.root.findall(WSDL + "binding")
        }

    @functools.cached_property
    def _used(self) -> Mapping[str, tuple[ImportedDocument, etree._Element, SoapVersion]]:
        """List the SOAP bindings of the ports by name; all bindings if there are no ports."""
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

    def _port(self, document: ImportedDocument, port: etree._Element) -> Iterator[LintFinding]:
        name, line = port.get("name", ""), _line(port)
        if local(port.get("binding")) not in self._bindings:
            if self._complete:
                message = f"the port {name} has an unknown binding, {port.get('binding', '')!r}"
                yield finding("binding-missing", line, message, document.file)
            return
        _, binding, version = self._bindings[local(port.get("binding"))]
        if version is None:
            yield finding("port-not-soap", line, f"the port {name} is not SOAP", document.file)
            return
        if not _is_http(binding):
            return
        for rule, message in self._address(address_of(port).strip()):
            yield finding(rule, line, f"the address of the port {name}{message}", document.file)

    def _address(self, address: str) -> Iterator[tuple[str, str]]:
        shown = quote_source(address)
        scheme = address.partition(":")[0].lower()
        if scheme not in ("http", "https"):
            yield "address-missing", f", {shown}, is not an http address" if address else " is missing"
            return
        try:
            host = urlsplit(address).hostname
        except ValueError:
            host = None
        if scheme == "http":
            yield "address-without-tls", f", {shown}, does not use TLS"
        if self._host is not None and host != self._host:
            yield "address-elsewhere", f", {shown}, is not on {self._host}"


def _line(element: etree._Element) -> str:
    return f"line {element.sourceline}"


def _version(binding: etree._Element) -> SoapVersion | None:
    return next((version for each, version in SOAP.items() if binding.find(each + "binding") is not None), None)


def _transport(binding: etree._Element) -> str:
    return next(found.get("transport", "") for each in SOAP if (found := binding.find(each + "binding")) is not None)


def _is_http(binding: etree._Element) -> bool:
    return _transport(binding) in OVER_HTTP


def _operation(document: ImportedDocument, where: str, operation: etree._Element) -> Iterator[LintFinding]:
    name = operation.get("name", "")
    if encoded(operation):
        yield finding("encoded", name, f"it uses SOAP encoding in {where}", document.file)
    if multipart(operation):
        yield finding("attachments", name, f"its request uses MIME multipart in {where}", document.file)


def _twice(
    document: ImportedDocument, holder: etree._Element, homes: dict[str, tuple[str, str]]
) -> Iterator[LintFinding]:
    """Find the operations that appear again with another request, in this port type or in an earlier one."""
    kind = holder.get("name", "")
    here: set[str] = set()
    for operation in holder.findall(WSDL + "operation"):
        name = operation.get("name", "")
        request = operation.find(WSDL + "input")
        message = "" if request is None else local(request.get("message"))
        home, other = homes.setdefault(name, (kind, message))
        if name in here:
            yield finding("operation-twice", _line(operation), f"{name} appears twice in {kind}", document.file)
        elif home != kind and other != message:
            text = f"{name} appears in {home} and, with another request, in {kind}"
            yield finding("operation-twice", _line(operation), text, document.file)
        here.add(name)


def _actions(document: ImportedDocument, binding: etree._Element, version: SoapVersion) -> Iterator[LintFinding]:
    """Compare the SOAP actions of a binding: every SOAP 1.1 request carries one, SOAP 1.2 only where it is required."""
    soap = next(each for each, known in SOAP.items() if known == version)
    where = binding.get("name", "")
    actions: dict[str, list[str]] = defaultdict(list)
    for operation in binding.findall(WSDL + "operation"):
        name = operation.get("name", "")
        declared = operation.find(soap + "operation")
        action = "" if declared is None else declared.get("soapAction", "")
        required = "" if declared is None else declared.get("soapActionRequired", "").strip()
        if version == "1.2" and not action and required in ("true", "1"):
            text = f"{where} requires a SOAP action but declares none"
            yield finding("action-required", name, text, document.file)
        elif version == "1.1" or (action and required not in ("false", "0")):
            actions[action].append(name)
    if len(actions) == 1:
        action, names = next(iter(actions.items()))
        if not action:
            text = f"no operation of {where} has a SOAP action"
            yield finding("action-missing", _line(binding), text, document.file)
        elif len(names) > 1:
            text = f"all operations of {where} have the same SOAP action, {action!r}"
            yield finding("action-shared", _line(binding), text, document.file)
        return
    for name in actions.pop("", []):
        yield finding("action-missing", name, f"it has no SOAP action in {where}", document.file)
    for first, *others in actions.values():
        for name in others:
            yield finding("action-twice", name, f"it shares the SOAP action of {first} in {where}", document.file)
