"""What in a WSDL can bite a caller: each trap with its place and the advice.

The operations are read from the contract, the rest from the markup of the document itself, so that a WSDL whose
contract cannot be made is examined too. Nothing that it imports is fetched.

Source: the measured wire facts (docs/wire.md): a value type that is left out is zero, `xsi:nil` on a plain string is an
empty string, an element in another letter case is ignored, the SOAPAction wins over the body.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import attrs
from lxml import etree

from .contract import Contract, Operation, Parameter
from .drift import RATINGS, Rating
from .errors import WsdlError
from .prune import SOAP, WSDL, XSD
from .redact import hide_url, one_line
from .values import TEXT_TYPES
from .wsdl import Fetch, from_root, read_source, root_of

LINT_RULES: Final[dict[str, tuple[Rating, str]]] = {
    "null-unsayable": ("loses data", "give a value in every call; other clients send zero or an empty text for it"),
    "nil-string": ("loses data", "say null only after a test on the server: some read nil as an empty text"),
    "null-clears": ("loses data", "read the value first and send it again, or do not call it without one"),
    "null-contradictory": ("loses data", "send the value that is meant: the reference says both keeps and clears"),
    "case-twins": ("loses data", "write the names exactly: a server ignores a parameter in another letter case"),
    "action-missing": ("breaks", "set the action in the binding, or make sure that the server goes by the body"),
    "action-twice": ("loses data", "give each operation its own action: the server goes by it, not by the body"),
    "action-differs": ("harmless", "use the action of the binding that is called"),
    "address-without-tls": ("harmless", "give the client an https address: tickets and passwords travel in the body"),
    "address-elsewhere": ("breaks", "give the client the address of the server that is meant"),
    "address-missing": ("breaks", "give the client the address of the server"),
    "port-not-soap": ("harmless", "use a SOAP port: this one is not read"),
    "binding-missing": ("breaks", "correct the reference: nothing can be called through it"),
    "import-unresolved": ("breaks", "put the file beside the WSDL"),
    "import-refused": ("breaks", "save it beside the WSDL and import it by its file name"),
    "operation-twice": ("breaks", "rename one of them: overloaded operations cannot be told apart"),
    "encoded": ("breaks", "ask for a literal binding"),
    "header": ("breaks", "try a call first: the service may refuse one without this header"),
    "not-expressed": ("breaks", "leave it out of the program, or simplify its schema"),
    "not-loaded": ("breaks", "correct the WSDL: no client can be made of it as it is"),
}


@attrs.frozen(kw_only=True)
class LintFinding:
    """One thing in a WSDL that can bite a caller.

    Attributes:
        rule: the rule's name.
        rating: "loses data", "breaks" or "harmless".
        place: "Operation", "Operation/parameter", "line 12" or "the document".
        message: what is there.
        advice: what to do.
    """

    rule: str
    rating: Rating
    place: str
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.rating}: {self.place}: {self.message}; {self.advice} [{self.rule}]"


def lint(source: str | os.PathLike[str] = "bundled", *, fetch: Fetch | None = None) -> tuple[LintFinding, ...]:
    """List what in a WSDL can bite a caller, the worst first.

    Args:
        source: "bundled", "bundled-2019", a path, or an http(s) URL.
        fetch: how to get a URL's bytes; by default a plain request with finite timeouts.

    Returns:
        The findings.

    Raises:
        WsdlError: it cannot be had, is not XML, or is no WSDL 1.1 document.
    """
    name = os.fspath(source)
    data, base = read_source(name, fetch)
    root = root_of(data, name)
    found = [*_markup(root), *_ports(root, name), *_imports(root, base)]
    try:
        contract = from_root(root, data, name, base=base)
    except WsdlError as exc:
        found.append(_found("not-loaded", "the document", one_line(exc.message, 300)))
    else:
        found.extend(_operations(contract))
    return tuple(sorted(found, key=lambda each: RATINGS.index(each.rating)))


def _found(rule: str, place: str, message: str) -> LintFinding:
    rating, advice = LINT_RULES[rule]
    return LintFinding(rule=rule, rating=rating, place=place, message=message, advice=advice)


def _operations(contract: Contract) -> Iterator[LintFinding]:
    for twins in _twins(contract):
        yield _found("case-twins", twins[0], f"the operations {', '.join(twins)} differ only in letter case")
    for name in contract:
        try:
            operation = contract.operations[name]
        except WsdlError as exc:
            yield _found("not-expressed", name, one_line(exc.message, 300))
            continue
        yield from _parameters(operation)
        if len(set(operation.actions.values())) > 1:
            yield _found("action-differs", name, "its SOAP action is not the same in all bindings")


def _parameters(operation: Operation) -> Iterator[LintFinding]:
    for twins in _twins(operation.parameters):
        place = f"{operation.name}/{twins[0]}"
        yield _found("case-twins", place, f"the parameters {', '.join(twins)} differ only in letter case")
    for parameter in operation.own_parameters:
        for rule, message in _null(parameter):
            yield _found(rule, f"{operation.name}/{parameter.name}", message)


def _null(parameter: Parameter) -> Iterator[tuple[str, str]]:
    text = parameter.type in TEXT_TYPES
    if parameter.null == "none":
        yield "null-unsayable", "null cannot be said" if text else "null cannot be said: left out, it arrives as zero"
    elif parameter.null == "nil" and text:
        yield "nil-string", "null of this text is written as nil"
    if parameter.on_null == "clears":
        yield "null-clears", "null clears it"
    elif parameter.on_null == "contradictory":
        yield "null-contradictory", "the reference contradicts itself about null"


def _twins(names: Iterable[str]) -> Iterator[list[str]]:
    folded: dict[str, list[str]] = defaultdict(list)
    for name in names:
        folded[name.casefold()].append(name)
    return (same for same in folded.values() if len(same) > 1)


def _line(element: etree._Element) -> str:
    return f"line {element.sourceline}"


def _markup(root: etree._Element) -> Iterator[LintFinding]:
    for holder in root.findall(WSDL + "portType"):
        seen: set[str] = set()
        for operation in holder.findall(WSDL + "operation"):
            name = operation.get("name", "")
            if name in seen:
                yield _found("operation-twice", _line(operation), f"{name} is in its port type twice")
            seen.add(name)
    for binding in root.findall(WSDL + "binding"):
        soap = next((each for each in SOAP if binding.find(each + "binding") is not None), None)
        if soap:
            yield from _binding(binding, soap)


def _binding(binding: etree._Element, soap: str) -> Iterator[LintFinding]:
    users: dict[str, str] = {}
    for operation in binding.findall(WSDL + "operation"):
        name = operation.get("name", "")
        declared = operation.find(soap + "operation")
        action = "" if declared is None else declared.get("soapAction", "")
        if not action:
            yield _found("action-missing", name, f"it has no SOAP action in {binding.get('name', '')}")
        elif users.setdefault(action, name) != name:
            yield _found("action-twice", name, f"it has the SOAP action of {users[action]}")
        if any(body.get("use") == "encoded" for body in operation.iter(soap + "body")):
            yield _found("encoded", name, f"it is SOAP-encoded in {binding.get('name', '')}")
        for header in operation.iterfind(f"{WSDL}input/{soap}header"):
            yield _found("header", name, f"its request has a SOAP header, {header.get('part', '')!r}")


def _ports(root: etree._Element, source: str) -> Iterator[LintFinding]:
    bindings = {each.get("name", ""): each for each in root.findall(WSDL + "binding")}
    imports = root.find(WSDL + "import") is not None
    own = urlsplit(source).hostname if source.lower().startswith(("http://", "https://")) else None
    for port in root.iterfind(f"{WSDL}service/{WSDL}port"):
        name, place = port.get("name", ""), _line(port)
        binding = bindings.get(port.get("binding", "").rpartition(":")[2])
        if binding is None:
            if not imports:
                yield _found("binding-missing", place, f"the port {name} has a binding that the document does not have")
            continue
        if not any(binding.find(each + "binding") is not None for each in SOAP):
            yield _found("port-not-soap", place, f"the port {name} is not SOAP")
            continue
        found = (port.find(each + "address") for each in SOAP)
        address = next((each.get("location", "") for each in found if each is not None), "")
        yield from _address(name, place, address, own)


def _address(name: str, place: str, address: str, own: str | None) -> Iterator[LintFinding]:
    if not address:
        yield _found("address-missing", place, f"the port {name} has no address")
        return
    shown = hide_url(address)
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    if not address.lower().startswith("https://"):
        yield _found("address-without-tls", place, f"the address of the port {name}, {shown}, is without TLS")
    if own is not None and host != own:
        yield _found("address-elsewhere", place, f"the address of the port {name}, {shown}, is not on {own}")


def _imports(root: etree._Element, base: Path | None) -> Iterator[LintFinding]:
    kinds = [WSDL + "import", *(XSD + each for each in ("import", "include", "redefine"))]
    for element in root.iter(*kinds):
        location = element.get("location" if element.tag == kinds[0] else "schemaLocation")
        if not location:
            continue
        shown = hide_url(location) if "://" in location else repr(location)
        if "://" in location or base is None:
            yield _found("import-refused", _line(element), f"the import of {shown} is refused: it is elsewhere")
            continue
        try:
            path = (base / location).resolve()
            inside, there = path.is_relative_to(base), path.is_file()
        except (OSError, ValueError):
            inside, there = True, False
        if not inside:
            yield _found("import-refused", _line(element), f"the import of {shown} is refused: it is outside")
        elif not there:
            yield _found("import-unresolved", _line(element), f"the import of {shown} names no file")
